/* SPDX-License-Identifier: MIT */
/* The half of base/uri that normalizes hosts and authors' links: A-labels (RFC 5890, by
 * libidn2), and the encoding of characters that RFC 3986 does not allow. */
#include "base/uri.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <stdlib.h>

#include "base/text.h"

#define LABEL_MAX_BYTES 63 /* RFC 1035, 2.3.4 */
#define HOST_MAX_BYTES  253

/* --- hosts ---------------------------------------------------------------------- */

/* Unreserved or a sub-delim. */
static bool is_plain(char c)
{
	return ascii_is_alnum(c) || (c && strchr("-._~!$&'()*+,;=", c));
}

static bool is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	}
	return true;
}

/* The A-labels of @name. False: invalid under all rules. */
static bool to_ascii(struct arena *arena, struct slice name, struct slice *out)
{
	/* The current rules; those of 2003, which allow emoji, as some registries do; and no mapping, for
	 * labels with hyphens at their ends or two in a row. */
	static const int rules[] = {
		IDN2_NONTRANSITIONAL, IDN2_TRANSITIONAL, IDN2_NO_TR46};
	int error = IDN2_DISALLOWED;
	uint8_t *made = NULL;

	for (size_t i = 0; error && i < sizeof(rules) / sizeof(*rules); i++) {
		if (rules[i] == IDN2_NO_TR46)
			name = text_lower(arena, name);
		error = idn2_lookup_u8((const uint8_t *)arena_cstr(arena, name), &made,
			IDN2_NFC_INPUT | rules[i]);
		if (error == IDN2_MALLOC)
			abort();
	}
	if (error)
		return false;
	*out = arena_dup(arena, slice_str((const char *)made));
	idn2_free(made);
	return true;
}

static bool are_plain(struct slice s, bool ascii_only)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!is_plain(s.ptr[i]) && (ascii_only || (unsigned char)s.ptr[i] < 0x80))
			return false;
	}
	return true;
}

/* A reg-name, decoded, in lower case and ASCII. False: the grammar does not allow it. */
static bool reg_name(struct arena *arena, struct slice host, struct slice *out)
{
	struct slice name, rest, label;
	struct buf text = BUF(host.len + 1);

	if (host.len > HOST_MAX_BYTES * 12) /* each byte of each character encoded */
		return false;
	bool good = uri_decode(&text, host);
	name = buf_take(&text, arena);
	if (!good || !text_is_utf8(name) || !are_plain(name, false))
		return false;
	/* The mapping may give a slash, or the like. */
	if (!is_ascii(name) && !(to_ascii(arena, name, &name) && are_plain(name, true)))
		return false;
	for (rest = name; slice_split(&rest, '.', &label);) {
		if (label.len > LABEL_MAX_BYTES)
			return false;
	}
	*out = text_lower(arena, name);
	return name.len <= HOST_MAX_BYTES + 1; /* a final dot does not count */
}

struct slice uri_host_key(struct arena *arena, struct slice host)
{
	ptrdiff_t first = slice_find_char(host, ':');
	struct slice name;

	if (host.len && *host.ptr == '[') {
		host = slice_from(host, 1);
		slice_cut(host, ']', &host, NULL);
		first = slice_find_char(host, ':');
	} else if (first >= 0 && first == slice_rfind_char(host, ':')) {
		host = slice_head(host, (size_t)first);
		first = -1;
	}
	if (first >= 0) {
		struct in6_addr address;
		char text[INET6_ADDRSTRLEN];
		if (inet_pton(AF_INET6, arena_cstr(arena, host), &address) == 1 &&
			inet_ntop(AF_INET6, &address, text, sizeof(text)))
			return arena_dup(arena, slice_str(text));
		return text_lower(arena, host);
	}
	if (!reg_name(arena, host, &name))
		return text_lower(arena, host);
	if (name.len && name.ptr[name.len - 1] == '.')
		name.len--;
	return name;
}

/* --- links ------------------------------------------------------------------------ */

/* @s with everything encoded except unreserved characters, sub-delims, those in @more,
 * and valid encodings. */
static void put_mended(struct buf *out, struct slice s, const char *more)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		bool kept = is_plain(c) || (c && strchr(more, c));
		if (c == '%')
			kept = s.len - i >= 3 && ascii_hex(s.ptr[i + 1]) >= 0 &&
			       ascii_hex(s.ptr[i + 2]) >= 0;
		if (kept)
			buf_putc(out, c);
		else
			buf_put_hex(out, S("%"), c);
	}
}

static bool put_port(struct buf *out, struct slice port)
{
	unsigned long long number;

	if (port.len == 0)
		return true;
	if (!slice_to_uint(port, &number) || number > 65535)
		return false;
	buf_printf(out, ":%llu", number);
	return true;
}

static bool mend_authority(
	struct arena *arena, struct buf *out, struct slice s, bool empty_allowed)
{
	ptrdiff_t at = slice_rfind_char(s, '@');
	struct slice host, port = slice_none;
	struct uri check;

	buf_puts(out, "//");
	if (at >= 0) {
		put_mended(out, slice_head(s, (size_t)at), ":");
		buf_putc(out, '@');
		s = slice_from(s, (size_t)at + 1);
	}
	if (s.len && *s.ptr == '[') {
		struct slice literal = arena_printf(arena, "//%.*s", SARG(s));
		if (!uri_parse(literal, &check))
			return false;
		buf_put(out, text_lower(arena, check.host));
		return put_port(out, check.port);
	}
	slice_cut(s, ':', &s, &port);
	if (!reg_name(arena, s, &host) || (host.len == 0 && !empty_allowed))
		return false;
	buf_put(out, host);
	return put_port(out, port);
}

static bool mend(struct arena *arena, struct buf *out, struct slice s)
{
	struct slice scheme = uri_scheme(s), part, fragment, query;
	bool has_authority = false;

	if (scheme.ptr) {
		buf_put(out, text_lower(arena, scheme));
		buf_putc(out, ':');
		s = slice_from(s, scheme.len + 1);
	}
	bool has_fragment = slice_cut(s, '#', &s, &fragment);
	bool has_query = slice_cut(s, '?', &s, &query);
	if (slice_starts(s, S("//"))) {
		has_authority = true;
		s = slice_from(s, 2);
		ptrdiff_t slash = slice_find_char(s, '/');
		part = slice_head(s, slash < 0 ? s.len : (size_t)slash);
		if (!mend_authority(arena, out, part, slice_eq_nocase(scheme, S("file"))))
			return false;
		s = slice_from(s, part.len);
	}
	slice_cut(s, '/', &part, NULL);
	if (!scheme.ptr && !has_authority && slice_find_char(part, ':') >= 0)
		return false;
	put_mended(out, s, ":@/");
	if (has_query) {
		buf_putc(out, '?');
		put_mended(out, query, ":@/?");
	}
	if (has_fragment) {
		buf_putc(out, '#');
		put_mended(out, fragment, ":@/?");
	}
	return true;
}

/* The length of "http://host" or "https://host" in lower case; 0 for a path; -1 for
 * anything else. */
static ptrdiff_t plain_authority(struct slice s)
{
	size_t at = slice_starts(s, S("https://"))  ? 8
		    : slice_starts(s, S("http://")) ? 7
						    : 0;

	if (!at)
		return slice_starts(s, S("/")) && !slice_starts(s, S("//")) ? 0 : -1;
	size_t from = at;
	while (at < s.len &&
		((s.ptr[at] >= 'a' && s.ptr[at] <= 'z') || ascii_is_digit(s.ptr[at]) ||
			s.ptr[at] == '-' || s.ptr[at] == '.'))
		at++;
	/* A host this short cannot have a label that is too long (RFC 1035, 2.3.4). */
	bool host = at > from && at - from <= 63 && s.ptr[from] != '.' &&
		    s.ptr[at - 1] != '.';
	return host && (at == s.len || slice_find_char(S("/?#"), s.ptr[at]) >= 0)
		       ? (ptrdiff_t)at
		       : -1;
}

static const bool is_url_char[256] = {['0' ... '9'] = true,
	['A' ... 'Z'] = true,
	['a' ... 'z'] = true,
	['-'] = true,
	['.'] = true,
	['_'] = true,
	['~'] = true,
	['/'] = true,
	['?'] = true,
	['='] = true,
	['&'] = true,
	[':'] = true,
	['@'] = true,
	['+'] = true,
	[','] = true,
	[';'] = true,
	['!'] = true,
	['$'] = true,
	['('] = true,
	[')'] = true,
	['*'] = true,
	['\''] = true};

/* Already normalized, as most links are. */
static bool is_mended(struct slice s)
{
	ptrdiff_t at = plain_authority(s);
	bool fragment = false;

	for (size_t i = at < 0 ? s.len : (size_t)at; i < s.len; i++) {
		char c = s.ptr[i];
		if (is_url_char[(unsigned char)c])
			continue;
		if (c != '#' || fragment)
			return false;
		fragment = true;
	}
	return at >= 0;
}

bool uri_normalize(struct arena *arena, struct slice s, struct slice *out)
{
	auto_buf struct buf clean = BUF(BUF_MAX_BYTES), text = BUF(BUF_MAX_BYTES);

	s = slice_trim(s);
	if (is_mended(s)) {
		*out = arena_dup(arena, s);
		return true;
	}

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] != '\t' && s.ptr[i] != '\n' && s.ptr[i] != '\r')
			buf_putc(&clean, s.ptr[i]);
	}
	bool good = mend(arena, &text, buf_slice(&clean));
	if (good)
		*out = buf_dup(&text, arena);
	return good;
}
