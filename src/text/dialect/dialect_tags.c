/* SPDX-License-Identifier: MIT */
/* Tags and link targets that browsers and other converters accept, and CommonMark does not. */
#include "base/uri.h"
#include "text/dialect/dialect_internal.h"

/* "https://a/b c", "/b c" and "b c.png" are addresses; "see above" is not. */
static bool looks_like_target(struct slice s)
{
	struct slice extension = uri_extension(s);
	return slice_any(s, S("/|./|../"), slice_starts) ||
	       slice_any(s, S("http://|https://"), slice_starts_nocase) ||
	       (extension.len >= 2 && extension.len <= 4);
}

size_t dialect_spaced_target(struct slice rest)
{
	rest = slice_head(rest, DIALECT_TAG_MAX_BYTES);
	unsigned depth = 0;
	bool blanks = false;
	size_t i = 0;
	for (; i < rest.len; i++) {
		char c = rest.ptr[i];
		if (c == '<' || c == '>' || c == '`' || c == '\\')
			return 0;
		if (c == '(')
			depth++;
		if (c == ')' && !depth--)
			break;
		if (c != ' ' && c != '\t')
			continue;
		size_t next = i;
		while (next < rest.len && ascii_is_space(rest.ptr[next]))
			next++;
		if (next == rest.len)
			return 0;
		if (strchr("\"')", rest.ptr[next]))
			break;
		blanks = true;
		i = next - 1;
	}
	if (i == rest.len || !i || !blanks || rest.ptr[0] == ' ')
		return 0;
	return looks_like_target(slice_head(rest, i)) ? i : 0;
}

struct attribute {
	struct slice name, value;
	size_t end;
	bool odd; /* not an attribute in CommonMark, but in browsers */
};

/* One attribute of a tag, as CommonMark (6.6) and browsers read them, at @at; false: none. */
static bool read_attribute(struct slice s, size_t at, struct attribute *out)
{
	size_t blanks = at;
	at = s.len - slice_trim_start(slice_from(s, at)).len;
	if (at == blanks || at == s.len || !ascii_is_alpha(s.ptr[at]))
		return false;
	size_t from = at;
	at += slice_span(slice_from(s, at), "_:.-");
	*out = (struct attribute){.name = slice(s.ptr + from, at - from)};
	if (at < s.len && s.ptr[at] == '=') {
		char quote = ++at < s.len ? s.ptr[at] : 0;
		from = at;
		if (quote == '"' || quote == '\'') {
			ptrdiff_t len = slice_find_char(slice_from(s, ++from), quote);
			if (len < 0)
				return false;
			at = from + (size_t)len;
		} else {
			quote = 0;
			for (; at < s.len && !ascii_is_space(s.ptr[at]) &&
				s.ptr[at] != '>';
				at++)
				out->odd = out->odd || strchr("\"'=<`", s.ptr[at]);
			if (slice_ends(slice(s.ptr + from, at - from), S("/")))
				at--;
		}
		out->value = slice(s.ptr + from, at - from);
		at += quote != 0;
	}
	out->end = at;
	return true;
}

size_t dialect_broken_tag(struct slice rest)
{
	bool anchor = slice_starts_nocase(rest, S("<a ")), odd = false;
	struct attribute attribute;
	if (!anchor && !slice_starts_nocase(rest, S("<img ")))
		return 0;
	rest = slice_head(rest, DIALECT_TAG_MAX_BYTES);
	for (size_t at = anchor ? 2 : 4;; at = attribute.end) {
		if (read_attribute(rest, at, &attribute)) {
			odd = odd || attribute.odd;
			continue;
		}
		struct slice left = slice_trim_start(slice_from(rest, at));
		ptrdiff_t end = slice_find_char(rest, '>');
		bool whole = slice_starts(left, S(">")) || slice_starts(left, S("/>"));
		if (end < 0 || (whole && !odd) ||
			(!whole && slice_find_char(left, '>') < 0) ||
			slice_find_char(slice_head(rest, (size_t)end), '=') < 0)
			return 0;
		return (size_t)end + 1;
	}
}

void dialect_put_tag(struct buf *out, struct slice tag)
{
	size_t name_end = slice_starts_nocase(tag, S("<a ")) ? 2 : 4;
	struct attribute attribute;

	buf_put(out, slice_head(tag, name_end));
	for (size_t at = name_end; read_attribute(tag, at, &attribute);
		at = attribute.end) {
		char quote = slice_find_char(attribute.value, '"') < 0 ? '"' : '\'';
		buf_printf(out, " %.*s=%c%.*s%c", SARG(attribute.name), quote,
			SARG(attribute.value), quote);
	}
	buf_putc(out, '>');
}
