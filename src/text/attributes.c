/* SPDX-License-Identifier: MIT */
#include "text/attributes.h"

#include <string.h>

/* Up to the closing brace of a list already recognised; braces in quotes belong to
 * values. */
static size_t loose_length(struct slice s)
{
	char quote = 0;

	for (size_t at = 1; at < s.len; at++) {
		char c = s.ptr[at];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '{')
			return 0;
		else if (c == '}')
			return at + 1;
	}
	return 0;
}

static size_t skip_name(struct slice s, size_t at)
{
	while (at < s.len && (ascii_is_alnum(s.ptr[at]) || strchr("-_:.@", s.ptr[at]) ||
				     (s.ptr[at] & 0x80)))
		at++;
	return at;
}

/* The end of the value at @at, or 0. */
static size_t skip_value(struct slice s, size_t at)
{
	char quote = at < s.len ? s.ptr[at] : 0;

	if (quote == '"' || quote == '\'') {
		ptrdiff_t len = slice_find_char(slice_from(s, at + 1), quote);
		return len < 0 ? 0 : at + (size_t)len + 2;
	}
	size_t from = at;
	while (at < s.len && !ascii_is_space(s.ptr[at]) &&
		!strchr("{}\"'=<>`", s.ptr[at]))
		at++;
	return at > from ? at : 0;
}

/* One "#id", ".class" or "key=value" at @at: its end, or 0. */
static size_t skip_attribute(struct slice s, size_t at)
{
	size_t end;

	if (s.ptr[at] == '#' || s.ptr[at] == '.') {
		end = skip_name(s, at + 1);
		return end > at + 1 ? end : 0;
	}
	if (!ascii_is_alpha(s.ptr[at]))
		return 0;
	end = skip_name(s, at);
	return end < s.len && s.ptr[end] == '=' ? skip_value(s, end + 1) : 0;
}

static size_t strict_length(struct slice s)
{
	bool any = false, parted = true;

	for (size_t at = 1; at < s.len;) {
		if (s.ptr[at] == ' ' || s.ptr[at] == '\t') {
			at++;
			parted = true;
		} else if (s.ptr[at] == '}') {
			return any ? at + 1 : 0;
		} else {
			size_t end = parted ? skip_attribute(s, at) : 0;
			if (!end)
				return 0;
			at = end;
			any = true;
			parted = false;
		}
	}
	return 0;
}

size_t attributes_length(struct slice s)
{
	if (s.len < 3 || s.ptr[0] != '{')
		return 0;
	switch (s.ptr[1]) {
	case ':':
		/* "{::" and "{:/" are kramdown extensions. */
		return s.ptr[2] == ':' || s.ptr[2] == '/' ? 0 : loose_length(s);
	case '#':
	case '.':
		return loose_length(s);
	default:
		return strict_length(s);
	}
}
