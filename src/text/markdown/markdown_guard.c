/* SPDX-License-Identifier: MIT */
#include "text/markdown/markdown_parse_internal.h"

#include "base/buf.h"

/* Quotes and lists opened on one line; the markers past them are escaped. */
#define LINE_MARKERS_MAX 32
/* The maximum of consecutive blank lines: libcmark visits every open list for each. */
#define BLANK_LINES_MAX 16
/* The maximum of unclosed pictures in a paragraph: libcmark visits all of them for each link. */
#define OPEN_BRACKETS_MAX 500

/* The offset of the first marker past LINE_MARKERS_MAX at the start of @line, or line.len. *escape is
 * where a backslash disables it. */
static size_t surplus_marker(struct slice line)
{
	const char *p = line.ptr, *end = p + line.len, *digits;
	unsigned markers = 0;

	for (; p < end; p++) {
		if (*p == ' ' || *p == '\t')
			continue;
		digits = p;
		while (p < end && p - digits < 9 && ascii_is_digit(*p))
			p++;
		if (p == end)
			break;
		if (p > digits ? (*p != '.' && *p != ')')
			       : (*p != '>' && *p != '-' && *p != '*' && *p != '+'))
			break;
		if (*p != '>' && p + 1 < end && p[1] != ' ' && p[1] != '\t')
			break;
		if (++markers > LINE_MARKERS_MAX)
			return (size_t)(p - line.ptr);
	}
	return line.len;
}

/* A cheap test: can @line open that many containers? */
static bool is_suspect(struct slice line)
{
	return line.len > LINE_MARKERS_MAX && !ascii_is_alpha(line.ptr[0]) &&
	       surplus_marker(line) < line.len;
}

static bool is_blank(struct slice line)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if (line.ptr[i] != ' ' && line.ptr[i] != '\t')
			return false;
	return true;
}

/* Counts the open brackets at the end of @line in *open. Returns the offset of a '[' at or after @from that
 * begins one picture too many, or line.len. */
static size_t surplus_bracket(struct slice line, size_t from, unsigned *open)
{
	for (size_t i = from; i < line.len; i++) {
		if (line.ptr[i] == ']') {
			*open -= *open > 0;
		} else if (line.ptr[i] == '[') {
			if (*open >= OPEN_BRACKETS_MAX && i && line.ptr[i - 1] == '!')
				return i;
			++*open;
		}
	}
	return line.len;
}

/* Are there enough brackets to exceed the limit of pictures? */
static bool has_many_pictures(struct slice text)
{
	size_t brackets = 0;

	if (slice_find(text, S("![")) < 0)
		return false;
	for (ptrdiff_t at; (at = slice_find_char(text, '[')) >= 0;) {
		if (++brackets > OPEN_BRACKETS_MAX)
			return true;
		text = slice_from(text, (size_t)at + 1);
	}
	return false;
}

struct slice markdown_guard(
	struct arena *arena, struct slice text, size_t mark, unsigned *cut_lines)
{
	struct slice rest = text, line;
	size_t copied = 0; /* of @text, into @out */
	unsigned blank = 0, open = 0;
	bool pictures = has_many_pictures(text);
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	*cut_lines = 0;
	while (slice_next_line(&rest, &line)) {
		size_t start = (size_t)(line.ptr - text.ptr), at;

		if (!pictures && line.len && ascii_is_alpha(*line.ptr)) {
			blank = 0; /* most lines */
			continue;
		}
		blank = is_blank(line) ? blank + 1 : 0;
		if (blank > BLANK_LINES_MAX) {
			buf_put(&out, slice(text.ptr + copied, start - copied));
			copied = rest.len ? (size_t)(rest.ptr - text.ptr) : text.len;
			*cut_lines += start < mark;
			continue;
		}
		if (!blank && is_suspect(line)) {
			at = start + surplus_marker(line);
			buf_put(&out, slice(text.ptr + copied, at - copied));
			buf_putc(&out, '\\');
			copied = at;
		}
		if (blank || !pictures) {
			open = 0;
			continue;
		}
		for (at = 0; (at = surplus_bracket(line, at, &open)) < line.len; at++) {
			buf_put(&out, slice(text.ptr + copied, start + at - copied));
			buf_putc(&out, '\\');
			copied = start + at;
		}
	}
	if (copied) {
		buf_put(&out, slice_from(text, copied));
		text = buf_dup(&out, arena);
	}
	return text;
}
