/* SPDX-License-Identifier: MIT */
/* Width, line breaks and normal forms. */
#include "base/text.h"
#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <unicase.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <uniwidth.h>

static bool is_printable_ascii(char c)
{
	return c >= 0x20 && c < 0x7F;
}

static bool is_ascii(struct slice s)
{
	return text_ascii_length(s) == s.len;
}

/* --- width -------------------------------------------------------------------- */

static size_t width_of(unsigned codepoint)
{
	if (codepoint < 0x7F)
		return codepoint >= 0x20 || codepoint == '\t';
	int width = uc_width(codepoint, "UTF-8");
	return width > 0 ? (size_t)width : 0;
}

/* The length of the printable ASCII run at the start of @s: one column per byte. */
static size_t printable_length(struct slice s)
{
	size_t len = 0;

	while (len < s.len && is_printable_ascii(s.ptr[len]))
		len++;
	return len;
}

size_t text_columns(struct slice s)
{
	size_t columns = 0;
	unsigned codepoint;

	while (s.len) {
		size_t plain = printable_length(s);
		columns += plain;
		s = slice_from(s, plain);
		if (text_next(&s, &codepoint))
			columns += width_of(codepoint);
	}
	return columns;
}

/* Nobody reads a longer cluster as one character; it is split into pieces of this size. */
#define GRAPHEME_MAX_BYTES 512

/* The length of the grapheme at the start of @s, which must not be empty. */
static size_t grapheme(struct slice s)
{
	if (is_printable_ascii(*s.ptr) && (s.len == 1 || (unsigned char)s.ptr[1] < 0x80))
		return 1;
	if (s.len > GRAPHEME_MAX_BYTES) {
		size_t len = GRAPHEME_MAX_BYTES;
		while (len > GRAPHEME_MAX_BYTES - 3 && (s.ptr[len] & 0xC0) == 0x80)
			len--; /* not inside a character */
		s.len = len;
	}
	const uint8_t *start = (const uint8_t *)s.ptr;
	const uint8_t *next = u8_grapheme_next(start, start + s.len);
	return next > start ? (size_t)(next - start) : 1;
}

struct slice text_head_columns(struct slice s, size_t columns)
{
	size_t len = 0;

	while (len < s.len) {
		/* Each is a grapheme, except the last, which what follows may join. */
		size_t plain = printable_length(slice_head(slice_from(s, len), columns));
		plain -= plain && len + plain < s.len && (s.ptr[len + plain] & 0x80);
		len += plain;
		columns -= plain;
		if (len == s.len)
			break;
		size_t step = grapheme(slice_from(s, len));
		size_t width = text_columns(slice(s.ptr + len, step));
		if (width > columns)
			break;
		columns -= width;
		len += step;
	}
	return slice_head(s, len);
}

struct slice text_head_some(struct slice s, size_t columns)
{
	struct slice head = text_head_columns(s, columns), rest = s;
	size_t width = 0;
	unsigned codepoint;

	if (head.len)
		return head;
	while (text_next(&rest, &codepoint)) {
		width += width_of(codepoint);
		if (width > columns && head.len)
			break;
		head = slice_head(s, s.len - rest.len);
	}
	return head;
}

/* --- lines -------------------------------------------------------------------- */

/* Is @codepoint white space that UAX 14 allows past the end of a line? */
static bool is_break_space(unsigned codepoint)
{
	return text_is_space(codepoint) && codepoint != 0xA0 && codepoint != 0x2007 &&
	       codepoint != 0x202F;
}

static struct slice trim_start(struct slice s)
{
	unsigned codepoint;

	for (struct slice rest = s;
		text_next(&rest, &codepoint) && is_break_space(codepoint);)
		s = rest;
	return s;
}

/* How much of @s the search for breaks must see: what fits @columns, and a little more,
 * because a break depends on what follows. */
static size_t window_of(struct slice s, size_t columns)
{
	const size_t lookahead = 16;
	size_t width = 0, past = 0;
	unsigned codepoint;
	struct slice rest = s;

	while (past < lookahead && text_next(&rest, &codepoint)) {
		width += width_of(codepoint);
		past += width > columns;
	}
	return s.len - rest.len;
}

/* The end of the first line of @s by @breaks, including the white space at the break; 0 when
 * @breaks has none. @fit (out) is the line's length without that white space. */
static size_t line_end(struct slice s, const char *breaks, size_t columns, size_t *fit)
{
	size_t end = 0, width = 0, inked = 0, inked_width = 0;
	unsigned codepoint;

	for (size_t at = 0;;) {
		bool possible =
			at == s.len || (at && (breaks[at] == UC_BREAK_POSSIBLE ||
						      breaks[at] == UC_BREAK_MANDATORY));
		if (possible) {
			if (inked_width > columns && end)
				return end;
			end = at;
			*fit = inked;
			if (inked_width > columns)
				return end;
		}
		if (at == s.len)
			return end;
		struct slice rest = slice_from(s, at);
		text_next(&rest, &codepoint);
		at = s.len - rest.len;
		width += width_of(codepoint);
		if (!is_break_space(codepoint)) {
			inked = at;
			inked_width = width;
		}
	}
}

bool text_wrap(struct slice *in, size_t columns, struct slice *line)
{
	size_t window = window_of(*in, columns), end, fit = 0;

	if (in->len == 0)
		return false;
	for (;; window = window > in->len / 2 ? in->len : window * 2) {
		/* Do not cut a character: half of one could allow a break. */
		while (window < in->len && (in->ptr[window] & 0xC0) == 0x80)
			window++;
		struct slice seen = slice_head(*in, window);
		auto_free char *breaks = memory_checked(malloc(window));
		u8_possible_linebreaks(
			(const uint8_t *)seen.ptr, window, "UTF-8", breaks);
		end = line_end(seen, breaks, columns, &fit);
		/* The end of the window is not the end of the text. */
		if (window == in->len || end < window)
			break;
	}
	*line = slice_head(*in, fit);
	*in = trim_start(slice_from(*in, end));
	return true;
}

bool text_wrap_cut(struct slice *in, size_t columns, struct slice *line)
{
	struct slice whole = *in, rest = slice_head(*in, window_of(*in, columns));

	if (!text_wrap(&rest, columns, line))
		return false;
	if (text_columns(*line) > columns) {
		*line = text_head_some(whole, columns);
		rest = slice(line->ptr + line->len, 0);
	}
	*in = trim_start(slice_from(whole, (size_t)(rest.ptr - whole.ptr)));
	return true;
}

struct slice text_ellipsis(struct arena *arena, struct slice s, size_t columns)
{
	struct slice rest = s, line;

	/* Looks no further than @columns, however long @s is. */
	if (text_head_columns(s, columns).len == s.len)
		return arena_dup(arena, s);
	if (columns == 0)
		return arena_dup(arena, slice_none);
	if (!text_wrap(&rest, columns - 1, &line) || line.len == 0 ||
		text_columns(line) > columns - 1)
		line = text_head_columns(s, columns - 1);
	return arena_printf(arena, "%.*s\u2026", SARG(slice_trim_end(line)));
}

/* --- normal forms --------------------------------------------------------------- */

/* The most frequent characters that are in NFC alone and never combine with the character
 * before. */
static bool is_nfc_alone(unsigned c)
{
	if (c < 0x300)
		return true;
	return (c >= 0x38E && c <= 0x481) || (c >= 0x2010 && c <= 0x2027) ||
	       (c >= 0x2030 && c <= 0x205E) || (c >= 0x3001 && c <= 0x3029) ||
	       (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FF) ||
	       (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
	       (c >= 0xFF01 && c <= 0xFF60) || (c >= 0x1F300 && c <= 0x1FAFF);
}

static bool is_surely_nfc(struct slice s)
{
	unsigned codepoint;

	while (s.len) {
		if ((unsigned char)*s.ptr < 0xCC) { /* below U+0300, or not text */
			s = slice_from(s, 1);
			continue;
		}
		text_next(&s, &codepoint);
		if (!is_nfc_alone(codepoint))
			return false;
	}
	return true;
}

/* Copies the result of a libunistring function into @arena and frees it; @s when there is
 * none (invalid UTF-8). */
static struct slice adopt(struct arena *arena, uint8_t *text, size_t len, struct slice s)
{
	if (!text && errno == ENOMEM)
		abort();
	struct slice result = text ? arena_dup(arena, slice((const char *)text, len)) : s;
	free(text);
	return result;
}

struct slice text_nfc(struct arena *arena, struct slice s)
{
	size_t len = 0;

	if (is_surely_nfc(s))
		return s;
	uint8_t *text =
		u8_normalize(UNINORM_NFC, (const uint8_t *)s.ptr, s.len, NULL, &len);
	if (text && slice_eq(slice((const char *)text, len), s)) {
		free(text);
		return s;
	}
	return adopt(arena, text, len, s);
}

static struct slice lower_ascii(struct arena *arena, struct slice s)
{
	char *text = arena_alloc(arena, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		text[i] = ascii_lower(s.ptr[i]);
	return slice(text, s.len);
}

struct slice text_fold(struct arena *arena, struct slice s)
{
	const uint8_t *bytes = (const uint8_t *)s.ptr;
	size_t len = 0;

	if (is_ascii(s))
		return lower_ascii(arena, s);
	uint8_t *text = u8_casefold(bytes, s.len, NULL, UNINORM_NFC, NULL, &len);
	return adopt(arena, text, len, s);
}

struct slice text_lower(struct arena *arena, struct slice s)
{
	size_t len = 0;

	if (is_ascii(s))
		return lower_ascii(arena, s);
	uint8_t *text = u8_tolower((const uint8_t *)s.ptr, s.len, NULL, NULL, NULL, &len);
	return adopt(arena, text, len, s);
}

/* As a character, JSON may have it, but YAML takes it for a line end or drops it. */
static bool is_lost_in_yaml(unsigned c)
{
	return c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

void text_put_json(struct buf *out, struct slice s)
{
	unsigned c;
	buf_putc(out, '"');
	while (text_next(&s, &c)) {
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", (char)c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || is_lost_in_yaml(c))
			buf_printf(out, "\\u%04x", c);
		else
			buf_put_utf8(out, c);
	}
	buf_putc(out, '"');
}
