/* SPDX-License-Identifier: MIT */
#include "base/uri.h"

#include <arpa/inet.h>

#include "base/text.h"

static bool is_unreserved(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static bool is_sub_delim(char c)
{
	return c && strchr("!$&'()*+,;=", c);
}

static bool is_encoded(struct slice s, size_t at)
{
	return s.len - at >= 3 && s.ptr[at] == '%' && ascii_hex(s.ptr[at + 1]) >= 0 &&
	       ascii_hex(s.ptr[at + 2]) >= 0;
}

static unsigned char encoded_byte(struct slice s, size_t at)
{
	return (unsigned char)((unsigned)ascii_hex(s.ptr[at + 1]) << 4 |
			       (unsigned)ascii_hex(s.ptr[at + 2]));
}

/* Where each character is allowed, apart from percent-encodings. */
enum {
	IN_HOST = 1,     /* unreserved, sub-delims, and UTF-8 */
	IN_USERINFO = 2, /* the same and ':' */
	IN_PATH = 4,     /* the same and ':', '@', '/' */
	IN_QUERY = 8,    /* the same and ':', '@', '/', '?' */
	EVERYWHERE = IN_HOST | IN_USERINFO | IN_PATH | IN_QUERY,
};

static const unsigned char places[256] = {['0' ... '9'] = EVERYWHERE,
	['A' ... 'Z'] = EVERYWHERE,
	['a' ... 'z'] = EVERYWHERE,
	['-'] = EVERYWHERE,
	['.'] = EVERYWHERE,
	['_'] = EVERYWHERE,
	['~'] = EVERYWHERE,
	['!'] = EVERYWHERE,
	['$'] = EVERYWHERE,
	['&'] = EVERYWHERE,
	['\''] = EVERYWHERE,
	['('] = EVERYWHERE,
	[')'] = EVERYWHERE,
	['*'] = EVERYWHERE,
	['+'] = EVERYWHERE,
	[','] = EVERYWHERE,
	[';'] = EVERYWHERE,
	['='] = EVERYWHERE,
	[':'] = IN_USERINFO | IN_PATH | IN_QUERY,
	['@'] = IN_PATH | IN_QUERY,
	['/'] = IN_PATH | IN_QUERY,
	['?'] = IN_QUERY,
	[0x80 ... 0xff] = EVERYWHERE};

static bool made_of(struct slice s, unsigned place)
{
	for (size_t i = 0; i < s.len; i++) {
		if (places[(unsigned char)s.ptr[i]] & place)
			continue;
		if (!is_encoded(s, i))
			return false;
		i += 2;
	}
	return true;
}

/* The text between the brackets of an IP literal (RFC 3986, 3.2.2). */
static bool is_ip_literal(struct slice s)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t digits = 1;

	if (s.len == 0)
		return false;
	if (ascii_lower(*s.ptr) == 'v') {
		while (digits < s.len && ascii_hex(s.ptr[digits]) >= 0)
			digits++;
		struct slice rest = slice_from(s, digits + 1);
		if (digits == 1 || digits >= s.len || s.ptr[digits] != '.' || !rest.len)
			return false;
		for (size_t i = 0; i < rest.len; i++) {
			char c = rest.ptr[i];
			if (!is_unreserved(c) && !is_sub_delim(c) && c != ':')
				return false;
		}
		return true;
	}
	if (s.len >= sizeof(text) || memchr(s.ptr, 0, s.len))
		return false;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	return inet_pton(AF_INET6, text, &address) == 1;
}

static bool parse_authority(struct slice s, struct uri *out)
{
	ptrdiff_t at = slice_find_char(s, '@');
	size_t host_len;

	out->has_authority = true;
	if (at >= 0) {
		out->userinfo = slice_head(s, (size_t)at);
		s = slice_from(s, (size_t)at + 1);
	}
	if (s.len && *s.ptr == '[') {
		ptrdiff_t close = slice_find_char(s, ']');
		if (close < 0 || !is_ip_literal(slice(s.ptr + 1, (size_t)close - 1)))
			return false;
		host_len = (size_t)close + 1;
		if (host_len < s.len && s.ptr[host_len] != ':')
			return false;
	} else {
		ptrdiff_t colon = slice_find_char(s, ':');
		host_len = colon < 0 ? s.len : (size_t)colon;
		if (!made_of(slice_head(s, host_len), IN_HOST))
			return false;
	}
	out->host = slice_head(s, host_len);
	if (host_len < s.len) {
		out->port = slice_from(s, host_len + 1);
		for (size_t i = 0; i < out->port.len; i++) {
			if (!ascii_is_digit(out->port.ptr[i]))
				return false;
		}
	}
	return made_of(out->userinfo, IN_USERINFO);
}

/* The length of the start of @s without bytes of @stop. */
static size_t span_to(struct slice s, const char *stop)
{
	size_t len = s.len;

	for (; *stop; stop++) {
		const char *hit = len ? memchr(s.ptr, *stop, len) : NULL;
		if (hit)
			len = (size_t)(hit - s.ptr);
	}
	return len;
}

struct slice uri_scheme(struct slice s)
{
	size_t len = slice_span(s, "+-.");

	if (s.len == 0 || !ascii_is_alpha(*s.ptr))
		return slice_none;
	return len < s.len && s.ptr[len] == ':' ? slice_head(s, len) : slice_none;
}

bool uri_parse(struct slice s, struct uri *out)
{
	*out = (struct uri){0};
	if (!s.ptr)
		s = S("");
	if (!text_is_utf8(s))
		return false;
	out->scheme = uri_scheme(s);
	if (out->scheme.ptr)
		s = slice_from(s, out->scheme.len + 1);
	if (slice_starts(s, S("//"))) {
		s = slice_from(s, 2);
		size_t len = span_to(s, "/?#");
		if (!parse_authority(slice_head(s, len), out))
			return false;
		s = slice_from(s, len);
	}
	size_t len = span_to(s, "?#");
	out->path = slice_head(s, len);
	s = slice_from(s, len);
	if (s.len && *s.ptr == '?') {
		s = slice_from(s, 1);
		len = span_to(s, "#");
		out->query = slice_head(s, len);
		s = slice_from(s, len);
	}
	if (s.len)
		out->fragment = slice_from(s, 1);
	/* A first segment with a colon would be a scheme (RFC 3986, 4.2). */
	if (!out->scheme.ptr && !out->has_authority &&
		slice_find_char(slice_head(out->path, span_to(out->path, "/")), ':') >= 0)
		return false;
	return made_of(out->path, IN_PATH) && made_of(out->query, IN_QUERY) &&
	       made_of(out->fragment, IN_QUERY);
}

bool uri_decode(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '%') {
			if (!is_encoded(s, i))
				return false;
			c = (char)encoded_byte(s, i);
			i += 2;
			if (!c)
				return false;
		}
		buf_putc(out, c);
	}
	return true;
}

/* Appends one segment of a path to a key: decoded, except for bytes that would change its
 * meaning. */
static bool decode_segment(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '%') {
			if (!is_encoded(s, i))
				return false;
			c = (char)encoded_byte(s, i);
			i += 2;
			if (c == '/' || c == '%') {
				buf_put_hex(out, S("%"), c);
				continue;
			}
		}
		if ((unsigned char)c < 0x20 || c == 0x7F)
			return false;
		buf_putc(out, c);
	}
	return true;
}

static bool has_control(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (text_is_control(s, i))
			return true;
	}
	return false;
}

static bool key_of(struct buf *key, struct slice path)
{
	bool more = true;

	if (path.len && *path.ptr == '/')
		path = slice_from(path, 1);
	while (more) {
		struct slice segment;
		more = slice_cut(path, '/', &segment, &path);
		buf_putc(key, '/');
		size_t start = key->len;
		if (!decode_segment(key, segment))
			return false;
		struct slice decoded = slice_from(buf_slice(key), start);
		bool up = slice_eq(decoded, S(".."));
		if (!up && !slice_eq(decoded, S(".")))
			continue;
		buf_truncate(key, start - 1);
		if (up) {
			ptrdiff_t parent = slice_rfind_char(buf_slice(key), '/');
			if (parent < 0)
				return false; /* above the root */
			buf_truncate(key, (size_t)parent);
		}
		if (!more)
			buf_putc(key, '/');
	}
	return text_is_utf8(buf_slice(key)) && !has_control(buf_slice(key));
}

bool uri_path_key(struct arena *arena, struct slice path, struct slice *key)
{
	/* Never longer than @path and a slash. */
	auto_buf struct buf decoded = BUF(BUF_MAX_BYTES);

	bool good = key_of(&decoded, path);
	if (good)
		*key = text_nfc(arena, buf_dup(&decoded, arena));
	return good;
}

struct slice uri_encode_path(struct arena *arena, struct slice key)
{
	struct buf out = BUF(BUF_MAX_BYTES); /* three times @key */

	if (slice_starts(key, S("//")))
		buf_puts(&out, "/.");
	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i];
		bool kept = is_encoded(key, i) &&
			    (encoded_byte(key, i) == '/' || encoded_byte(key, i) == '%');
		if (kept || is_unreserved(c) || is_sub_delim(c) || c == ':' || c == '@' ||
			c == '/')
			buf_putc(&out, c);
		else
			buf_put_hex(&out, S("%"), c);
	}
	return buf_take(&out, arena);
}

struct slice uri_encode_query(struct arena *arena, struct slice words)
{
	struct buf out = BUF(BUF_MAX_BYTES); /* three times @words */

	for (size_t i = 0; i < words.len; i++) {
		if (is_unreserved(words.ptr[i]))
			buf_putc(&out, words.ptr[i]);
		else
			buf_put_hex(&out, S("%"), words.ptr[i]);
	}
	return buf_take(&out, arena);
}

static void drop_last_segment(struct buf *out)
{
	ptrdiff_t slash = slice_rfind_char(buf_slice(out), '/');

	buf_truncate(out, slash < 0 ? 0 : (size_t)slash);
}

/* RFC 3986, 5.2.4, its steps A to E in their order. */
static void remove_dot_segments(struct buf *out, struct slice in)
{
	while (in.len) {
		if (slice_starts(in, S("../"))) {
			in = slice_from(in, 3);
		} else if (slice_starts(in, S("./"))) {
			in = slice_from(in, 2);
		} else if (slice_starts(in, S("/./"))) {
			in = slice_from(in, 2);
		} else if (slice_eq(in, S("/."))) {
			in = S("/");
		} else if (slice_starts(in, S("/../"))) {
			in = slice_from(in, 3);
			drop_last_segment(out);
		} else if (slice_eq(in, S("/.."))) {
			in = S("/");
			drop_last_segment(out);
		} else if (slice_eq(in, S(".")) || slice_eq(in, S(".."))) {
			break;
		} else {
			size_t len = 1 + span_to(slice_from(in, 1), "/");
			if (*in.ptr != '/')
				len = span_to(in, "/");
			buf_put(out, slice_head(in, len));
			in = slice_from(in, len);
		}
	}
}

/* The target path of RFC 3986, 5.2.2, for a reference with a path. */
static void target_path(struct buf *out, const struct uri *base, struct slice path)
{
	auto_buf struct buf merged = BUF(BUF_MAX_BYTES); /* no longer than both */

	if (path.len && *path.ptr == '/') {
		remove_dot_segments(out, path);
		return;
	}
	if (base->has_authority && base->path.len == 0)
		buf_putc(&merged, '/');
	else
		buf_put(&merged,
			slice_head(base->path,
				(size_t)(slice_rfind_char(base->path, '/') + 1)));
	buf_put(&merged, path);
	remove_dot_segments(out, buf_slice(&merged));
}

static void put_authority(struct buf *out, const struct uri *from)
{
	if (!from->has_authority)
		return;
	buf_puts(out, "//");
	if (from->userinfo.ptr) {
		buf_put(out, from->userinfo);
		buf_putc(out, '@');
	}
	buf_put(out, from->host);
	if (from->port.ptr) {
		buf_putc(out, ':');
		buf_put(out, from->port);
	}
}

/* Appends the path so that it cannot be read as an authority or a scheme. */
static void put_path(
	struct buf *out, bool has_scheme, bool has_authority, struct slice path)
{
	if (!has_authority && slice_starts(path, S("//")))
		buf_puts(out, "/.");
	else if (!has_authority && !has_scheme &&
		 slice_find_char(slice_head(path, span_to(path, "/")), ':') >= 0)
		buf_puts(out, "./");
	buf_put(out, path);
}

bool uri_resolve(
	struct arena *arena, struct slice base, struct slice reference, struct slice *out)
{
	struct uri from, to;
	auto_buf struct buf path = BUF(BUF_MAX_BYTES), text = BUF(BUF_MAX_BYTES);

	if (!uri_parse(base, &from) || !uri_parse(reference, &to))
		return false;
	const struct uri *authority = to.scheme.ptr || to.has_authority ? &to : &from;
	struct slice scheme = to.scheme.ptr ? to.scheme : from.scheme;
	struct slice query = to.query;

	if (authority == &to) {
		remove_dot_segments(&path, to.path);
	} else if (to.path.len == 0) {
		buf_put(&path, from.path);
		if (!query.ptr)
			query = from.query;
	} else {
		target_path(&path, &from, to.path);
	}
	if (scheme.ptr) {
		buf_put(&text, scheme);
		buf_putc(&text, ':');
	}
	put_authority(&text, authority);
	put_path(&text, scheme.ptr != NULL, authority->has_authority, buf_slice(&path));
	if (query.ptr) {
		buf_putc(&text, '?');
		buf_put(&text, query);
	}
	if (to.fragment.ptr) {
		buf_putc(&text, '#');
		buf_put(&text, to.fragment);
	}
	*out = buf_dup(&text, arena);
	return true;
}

struct slice uri_extension(struct slice path)
{
	struct slice name = slice_path_name(path);
	ptrdiff_t dot = slice_rfind_char(name, '.');

	return dot > 0 ? slice_from(name, (size_t)dot + 1) : slice_from(name, name.len);
}

bool uri_is_harmful(struct slice s)
{
	struct slice scheme = uri_scheme(slice_trim(s));

	return slice_any(scheme,
		S("javascript|vbscript|data|file|blob|about|view-source"),
		slice_eq_nocase);
}
