/* SPDX-License-Identifier: MIT */
#include "render/gopher_link.h"

#include "base/uri.h"

/* The maximum of a request line, with "URL:" in front. */
#define URL_MAX_BYTES       1020
#define EXTENSION_MAX_BYTES 8

/* --- types -------------------------------------------------------------------------- */

static char type_of_mime(struct slice mime)
{
	if (slice_eq(mime, S("image/gif")))
		return 'g';
	if (slice_any(mime, S("image/png|image/jpeg|image/jpg|image/webp|image/avif"),
		    slice_eq))
		return 'I';
	if (slice_starts(mime, S("audio/")))
		return 's';
	if (slice_starts(mime, S("text/html")))
		return '9'; /* clients would open a browser for an 'h' */
	if (slice_starts(mime, S("text/")) || slice_eq(mime, S("application/atom+xml")))
		return '0';
	return '9';
}

/* For targets without a MIME type. */
static char type_of_name(struct slice url, char otherwise)
{
	static const struct {
		const char *extension;
		char type;
	} types[] = {
		{"txt", '0'},
		{"md", '0'},
		{"gmi", '0'},
		{"png", 'I'},
		{"jpg", 'I'},
		{"jpeg", 'I'},
		{"webp", 'I'},
		{"avif", 'I'},
		{"gif", 'g'},
		{"mp3", 's'},
		{"ogg", 's'},
		{"oga", 's'},
		{"opus", 's'},
		{"flac", 's'},
		{"wav", 's'},
		{"m4a", 's'},
		{"htm", '9'},
		{"html", '9'},
	};
	struct uri uri;
	struct slice extension;
	size_t i;

	if (!uri_parse(url, &uri))
		return otherwise;
	extension = uri_extension(uri.path);
	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (slice_eq_nocase(extension, slice_str(types[i].extension)))
			return types[i].type;
	return otherwise;
}

static struct slice query_of(struct slice url)
{
	struct slice query;

	slice_cut(url, '?', NULL, &query);
	return query;
}

char gopher_type(const struct gopher_origin *origin, const struct doc_target *target)
{
	switch (target->kind) {
	case DOC_TO_OUTSIDE:
		return 'h';
	case DOC_TO_PAGE:
		return target->article && origin->posts_are_text &&
				       !slice_eq(target->url, S("/"))
			       ? '0'
			       : '1';
	case DOC_TO_TEXT:
		return target->mime.len ? type_of_mime(target->mime)
					: type_of_name(target->url, '0');
	case DOC_TO_IMAGE:
	case DOC_TO_FILE:
		return target->mime.len ? type_of_mime(target->mime)
					: type_of_name(target->url, '9');
	case DOC_TO_SEARCH:
		return query_of(target->url).len ? '1' : '7';
	}
	return '9';
}

/* --- selectors ---------------------------------------------------------------------- */

static void put_selector(struct buf *out, struct slice path)
{
	size_t i;

	if (!slice_starts(path, S("/")))
		buf_putc(out, '/');
	for (i = 0; i < path.len && path.ptr[i] != '?' && path.ptr[i] != '#'; i++) {
		char c = path.ptr[i];

		if (c == '%' && i + 2 < path.len && ascii_hex(path.ptr[i + 1]) >= 0 &&
			ascii_hex(path.ptr[i + 2]) >= 0) {
			buf_put(out, slice(path.ptr + i, 3));
			i += 2;
		} else if (ascii_is_alnum(c) || (c && strchr("/._~-", c))) {
			buf_putc(out, c);
		} else {
			buf_put_hex(out, S("%"), c);
		}
	}
}

struct slice gopher_selector(struct arena *arena, struct slice path, bool text)
{
	struct slice selector, extension;
	struct buf out = BUF(BUF_MAX_BYTES);

	put_selector(&out, path);
	selector = buf_take(&out, arena);
	extension = uri_extension(selector);
	if (text) {
		/* The home page has no name. */
		if (selector.len == 1)
			selector = S("/index");
		if (slice_ends(selector, S("/")))
			selector.len--;
		extension = S("txt");
		if (selector.len + 1 + extension.len <= GOPHER_SELECTOR_MAX_BYTES)
			return arena_printf(arena, "%.*s.txt", SARG(selector));
	} else if (selector.len <= GOPHER_SELECTOR_MAX_BYTES) {
		return selector;
	}
	if (extension.len > EXTENSION_MAX_BYTES)
		extension = slice_none;
	return arena_printf(arena, "/-/%016llx%s%.*s",
		slice_hash(slice_ends(selector, S("/"))
				   ? slice_head(selector, selector.len - 1)
				   : selector),
		extension.len ? "." : "", SARG(extension));
}

static struct slice selector_of(struct arena *arena, const struct gopher_origin *origin,
	const struct doc_target *target)
{
	/* With its words it may be longer than RFC 1436 has it: no alias could stand for them. */
	if (target->kind == DOC_TO_SEARCH && query_of(target->url).len)
		return target->url;
	return gopher_selector(arena, target->url,
		target->kind == DOC_TO_PAGE && gopher_type(origin, target) == '0');
}

/* --- URLs ------------------------------------------------------------------------------ */

static void put_outside(struct buf *out, struct slice url)
{
	size_t i;

	for (i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.ptr[i];

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			buf_put_hex(out, S("%"), (char)c);
		else
			buf_putc(out, (char)c);
	}
}

void gopher_put_url(struct buf *out, struct arena *arena,
	const struct gopher_origin *origin, const struct doc_target *target)
{
	if (target->kind == DOC_TO_OUTSIDE) {
		put_outside(out, target->url);
		return;
	}
	if (origin->elsewhere.len) {
		buf_put(out, origin->elsewhere);
		buf_put(out, target->url);
		return;
	}
	if (origin->host.len) {
		bool literal = slice_find_char(origin->host, ':') >= 0;

		buf_printf(out, "gopher://%s%.*s%s", literal ? "[" : "",
			SARG(origin->host), literal ? "]" : "");
		if (origin->port && origin->port != GOPHER_PORT)
			buf_printf(out, ":%u", origin->port);
		buf_printf(out, "/%c", gopher_type(origin, target));
	}
	buf_put(out, selector_of(arena, origin, target));
}

/* --- items ------------------------------------------------------------------------------ */

static bool is_plain_ascii(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < ' ' || (unsigned char)s.ptr[i] >= 0x7f)
			return false;
	return true;
}

/* RFC 4266: "gopher://host:port/Tselector". False: it cannot be an item. */
static bool read_gopher_url(
	struct arena *arena, struct slice url, struct gopher_item *out)
{
	unsigned long long port = GOPHER_PORT;
	struct slice selector = slice_none;
	auto_buf struct buf decoded = BUF(BUF_MAX_BYTES);
	struct uri uri;
	bool fits;

	if (!uri_parse(url, &uri) || !slice_eq_nocase(uri.scheme, S("gopher")) ||
		!uri.host.len || uri.userinfo.ptr || uri.fragment.ptr)
		return false;
	if (uri.port.len && (!slice_to_uint(uri.port, &port) || port > UINT16_MAX))
		return false;
	if (slice_starts(uri.host, S("[")))
		uri.host = slice(uri.host.ptr + 1, uri.host.len - 2);
	*out = (struct gopher_item){
		.type = '1', .host = uri.host, .port = (uint16_t)port};
	if (uri.path.len > 1) {
		out->type = uri.path.ptr[1];
		/* A '?' belongs to the selector. */
		selector = slice(
			uri.path.ptr + 2, (size_t)(url.ptr + url.len - uri.path.ptr) - 2);
	}
	fits = strchr("0179Igsh", out->type) && uri_decode(&decoded, selector) &&
	       decoded.len <= GOPHER_SELECTOR_MAX_BYTES &&
	       is_plain_ascii(buf_slice(&decoded)) && is_plain_ascii(out->host) &&
	       slice_find_char(out->host, ' ') < 0;
	if (fits)
		out->selector = buf_dup(&decoded, arena);
	return fits;
}

bool gopher_leads_on(struct slice url)
{
	return slice_any(
		uri_scheme(url), S("http|https|gemini|gopher|mailto"), slice_eq_nocase);
}

bool gopher_item_of(struct arena *arena, const struct gopher_origin *origin,
	const struct doc_target *target, struct gopher_item *out)
{
	auto_buf struct buf url = BUF(BUF_MAX_BYTES);

	*out = (struct gopher_item){.type = gopher_type(origin, target),
		.host = origin->host,
		.port = origin->port ? origin->port : GOPHER_PORT};
	if (target->kind != DOC_TO_OUTSIDE) {
		out->selector = selector_of(arena, origin, target);
		return true;
	}
	if (read_gopher_url(arena, target->url, out))
		return true;
	if (!gopher_leads_on(target->url))
		return false;
	*out = (struct gopher_item){.type = 'h',
		.host = origin->host,
		.port = origin->port ? origin->port : GOPHER_PORT};
	put_outside(&url, target->url);
	if (url.len <= URL_MAX_BYTES)
		out->selector = arena_printf(arena, "URL:%.*s", SARG(buf_slice(&url)));
	return out->selector.len > 0;
}
