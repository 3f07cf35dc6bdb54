/* SPDX-License-Identifier: MIT */
/* The half of base/uri that makes hosts and authors' links fit: A-labels (RFC 3492, RFC 5890)
 * and the encoding of what RFC 3986 does not allow. */
#include "base/uri.h"

#include <arpa/inet.h>
#include <limits.h>

#include "base/text.h"

#define LABEL_MAX_BYTES 63 /* RFC 1035, 2.3.4 */
#define HOST_MAX_BYTES  253

/* --- punycode: the names are those of RFC 3492, 6 ------------------------------ */

enum {
	BASE = 36,
	TMIN = 1,
	TMAX = 26,
	SKEW = 38,
	DAMP = 700,
	INITIAL_BIAS = 72,
	INITIAL_N = 128
};

static char digit_of(unsigned value)
{
	return (char)(value < 26 ? 'a' + value : '0' + (value - 26));
}

static unsigned adapt(unsigned delta, unsigned points, bool first)
{
	unsigned k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void put_variable_length(struct buf *out, unsigned value, unsigned bias)
{
	for (unsigned k = BASE;; k += BASE) {
		unsigned t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		if (value < t)
			break;
		buf_putc(out, digit_of(t + (value - t) % (BASE - t)));
		value = (value - t) / (BASE - t);
	}
	buf_putc(out, digit_of(value));
}

/* At most LABEL_MAX_BYTES code points, so nothing here overflows: 0x10FFFF * 64 fits. */
static void put_punycode(struct buf *out, const unsigned *points, unsigned count)
{
	unsigned n = INITIAL_N, delta = 0, bias = INITIAL_BIAS, basic = 0;

	for (unsigned i = 0; i < count; i++) {
		if (points[i] < 0x80) {
			buf_putc(out, (char)points[i]);
			basic++;
		}
	}
	if (basic)
		buf_putc(out, '-');
	for (unsigned handled = basic; handled < count; delta++, n++) {
		unsigned least = UINT_MAX;
		for (unsigned i = 0; i < count; i++) {
			if (points[i] >= n && points[i] < least)
				least = points[i];
		}
		delta += (least - n) * (handled + 1);
		n = least;
		for (unsigned i = 0; i < count; i++) {
			if (points[i] < n)
				delta++;
			if (points[i] != n)
				continue;
			put_variable_length(out, delta, bias);
			bias = adapt(delta, handled + 1, handled == basic);
			delta = 0;
			handled++;
		}
	}
}

/* One label as its A-label. False: too long. */
static bool put_label(struct buf *out, struct slice label)
{
	unsigned points[LABEL_MAX_BYTES];
	size_t start = out->len;
	unsigned count = 0, codepoint;
	bool ascii = true;

	for (struct slice rest = label; text_next(&rest, &codepoint);) {
		if (count == LABEL_MAX_BYTES)
			return false;
		points[count++] = codepoint;
		ascii = ascii && codepoint < 0x80;
	}
	if (ascii) {
		buf_put(out, label);
	} else {
		buf_puts(out, "xn--");
		put_punycode(out, points, count);
	}
	return out->len - start <= LABEL_MAX_BYTES;
}

/* --- hosts ---------------------------------------------------------------------- */

/* Unreserved or a sub-delim. */
static bool is_plain(char c)
{
	return ascii_is_alnum(c) || (c && strchr("-._~!$&'()*+,;=", c));
}

/* The full stops that IDNA takes for a dot (RFC 3490, 3.1). */
static struct slice plain_dots(struct arena *arena, struct slice host)
{
	struct buf out;
	unsigned codepoint;

	buf_init(&out, BUF_MAX_BYTES); /* no longer than @host */
	for (struct slice rest = host; text_next(&rest, &codepoint);) {
		bool dot =
			codepoint == 0x3002 || codepoint == 0xFF0E || codepoint == 0xFF61;
		buf_put_utf8(&out, dot ? '.' : codepoint);
	}
	struct slice plain = buf_dup(&out, arena);
	buf_fini(&out);
	return plain;
}

static bool is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	}
	return true;
}

/* A reg-name decoded, in lower case and ASCII. False: no name that the grammar allows. */
static bool reg_name(struct arena *arena, struct slice host, struct slice *out)
{
	struct buf text;
	struct slice label;
	bool more = true;

	if (host.len > HOST_MAX_BYTES * 12) /* each byte of each character encoded */
		return false;
	buf_init(&text, BUF_MAX_BYTES);
	bool good = uri_decode(&text, host) && text_is_utf8(buf_slice(&text));
	struct slice name = buf_dup(&text, arena);
	buf_clear(&text);
	if (good && !is_ascii(name))
		name = plain_dots(arena, text_nfc(arena, text_lower(arena, name)));
	for (size_t i = 0; good && i < name.len; i++)
		good = (unsigned char)name.ptr[i] >= 0x80 || is_plain(name.ptr[i]);
	while (good && more) {
		more = slice_cut(name, '.', &label, &name);
		good = put_label(&text, label);
		if (more)
			buf_putc(&text, '.');
	}
	for (size_t i = 0; i < text.len; i++)
		text.ptr[i] = ascii_lower(text.ptr[i]);
	good = good && text.len <= HOST_MAX_BYTES + 1; /* a last dot does not count */
	if (good)
		*out = buf_dup(&text, arena);
	buf_fini(&text);
	return good;
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

/* @s with all encoded that is neither unreserved, a sub-delim, one of @more, nor encoded. */
static void put_mended(struct buf *out, struct slice s, const char *more)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		bool kept = is_plain(c) || (c && strchr(more, c));
		if (c == '%')
			kept = s.len - i >= 3 && ascii_hex(s.ptr[i + 1]) >= 0 &&
			       ascii_hex(s.ptr[i + 2]) >= 0;
		if (kept) {
			buf_putc(out, c);
		} else {
			unsigned char byte = (unsigned char)c;
			char text[] = {'%', digits[byte >> 4], digits[byte & 15]};
			buf_put(out, slice(text, sizeof(text)));
		}
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

/* The end of "http://host" or "https://host" in lower case, or 0 for a path, or -1. */
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
	/* No label of a host so short is too long (RFC 1035, 2.3.4). */
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

/* Nothing to mend: most links. */
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
	struct buf clean, text;

	s = slice_trim(s);
	if (is_mended(s)) {
		*out = arena_dup(arena, s);
		return true;
	}

	buf_init(&clean, BUF_MAX_BYTES); /* no longer than @s */
	buf_init(&text, BUF_MAX_BYTES);  /* three times @s and a host */
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] != '\t' && s.ptr[i] != '\n' && s.ptr[i] != '\r')
			buf_putc(&clean, s.ptr[i]);
	}
	bool good = mend(arena, &text, buf_slice(&clean));
	if (good)
		*out = buf_dup(&text, arena);
	buf_fini(&text);
	buf_fini(&clean);
	return good;
}
