/* SPDX-License-Identifier: MIT */
/* The half of base/text that needs no Unicode tables: UTF-8 itself. */
#include "base/text.h"

#include <stdint.h>

/* The length of the valid sequence at the start of @s (RFC 3629, 4), or 0. */
static inline size_t sequence(struct slice s, unsigned *codepoint)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	unsigned low = 0x80, high = 0xBF, value;
	size_t len;

	if (p[0] < 0x80) {
		*codepoint = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		len = 2;
		value = p[0] & 0x1Fu;
	} else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
		len = 3;
		value = p[0] & 0x0Fu;
		low = p[0] == 0xE0 ? 0xA0 : 0x80;  /* overlong */
		high = p[0] == 0xED ? 0x9F : 0xBF; /* surrogates */
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		len = 4;
		value = p[0] & 0x07u;
		low = p[0] == 0xF0 ? 0x90 : 0x80;
		high = p[0] == 0xF4 ? 0x8F : 0xBF;
	} else {
		return 0;
	}
	if (s.len < len || p[1] < low || p[1] > high)
		return 0;
	value = value << 6 | (p[1] & 0x3Fu);
	for (size_t i = 2; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (p[i] & 0x3Fu);
	}
	*codepoint = value;
	return len;
}

bool text_next(struct slice *in, unsigned *codepoint)
{
	if (in->len == 0)
		return false;
	size_t len = sequence(*in, codepoint);
	if (len == 0) {
		*codepoint = 0xFFFD;
		len = 1;
	}
	in->ptr += len;
	in->len -= len;
	return true;
}

size_t text_ascii_length(struct slice s)
{
	size_t len = 0;
	uint64_t eight;

	while (s.len - len >= sizeof(eight)) {
		memcpy(&eight, s.ptr + len, sizeof(eight));
		if (eight & 0x8080808080808080u)
			break;
		len += sizeof(eight);
	}
	while (len < s.len && (unsigned char)s.ptr[len] < 0x80)
		len++;
	return len;
}

bool text_is_utf8(struct slice s)
{
	for (;;) {
		unsigned codepoint;
		s = slice_from(s, text_ascii_length(s));
		if (s.len == 0)
			return true;
		size_t len = sequence(s, &codepoint);
		if (len == 0)
			return false;
		s = slice_from(s, len);
	}
}

bool text_is_control(struct slice s, size_t i)
{
	unsigned char c = (unsigned char)s.ptr[i];

	if (c < 0x20 || c == 0x7F)
		return true;
	return c == 0xC2 && i + 1 < s.len && (unsigned char)s.ptr[i + 1] >= 0x80 &&
	       (unsigned char)s.ptr[i + 1] < 0xA0;
}

/* Is @c not ASCII, or a control other than tab and LF? */
static unsigned char is_unplain(char c)
{
	signed char value = (signed char)c;

	return (value < 0x20 && value != '\n' && value != '\t') || value == 0x7F;
}

#define BLOCK_BYTES 32

/* The length of the start of @s that text_clean() copies unchanged. The loop over a block has no branch, so
 * the compiler vectorizes it. */
static size_t plain_ascii(struct slice s)
{
	size_t len = 0;

	for (; s.len - len >= BLOCK_BYTES; len += BLOCK_BYTES) {
		unsigned char unplain = 0;
		for (size_t i = 0; i < BLOCK_BYTES; i++)
			unplain |= is_unplain(s.ptr[len + i]);
		if (unplain)
			break;
	}
	while (len < s.len && !is_unplain(s.ptr[len]))
		len++;
	return len;
}

bool text_is_clean(struct slice s)
{
	if (slice_starts(s, S("\xEF\xBB\xBF")))
		return false;
	while (s.len) {
		unsigned codepoint;
		if (!is_unplain(*s.ptr)) {
			s = slice_from(s, plain_ascii(s));
			continue;
		}
		size_t len = sequence(s, &codepoint);
		if (len == 0 || codepoint < 0xA0 || codepoint == 0x2028 ||
			codepoint == 0x2029)
			return false;
		s = slice_from(s, len);
	}
	return true;
}

void text_clean(struct buf *out, struct slice s)
{
	slice_skip(&s, S("\xEF\xBB\xBF"));
	while (s.len) {
		size_t len = plain_ascii(s);
		buf_put(out, slice_head(s, len));
		s = slice_from(s, len);
		if (s.len == 0)
			break;
		unsigned codepoint = 0xFFFD;
		struct slice piece = s;
		len = sequence(s, &codepoint);
		s = slice_from(s, len ? len : 1);
		if (codepoint == '\r') {
			if (!slice_starts(s, S("\n")))
				buf_putc(out, '\n');
		} else if (codepoint == 0x2028 || codepoint == 0x2029) {
			buf_putc(out, '\n');
		} else if (len == 0 || codepoint == 0) {
			buf_put_utf8(out, 0xFFFD);
		} else if (codepoint >= 0xA0) {
			buf_put(out, slice_head(piece, len));
		} /* else a control: dropped */
	}
}

struct slice text_reference(unsigned codepoint)
{
	return codepoint == '&'    ? S("&amp;")
	       : codepoint == '<'  ? S("&lt;")
	       : codepoint == '>'  ? S("&gt;")
	       : codepoint == '"'  ? S("&quot;")
	       : codepoint == '\'' ? S("&#39;")
				   : slice_none;
}

bool text_is_space(unsigned codepoint)
{
	if (codepoint < 0x80)
		return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r');
	switch (codepoint) {
	case 0x85:
	case 0xA0:
	case 0x1680:
	case 0x2028:
	case 0x2029:
	case 0x202F:
	case 0x205F:
	case 0x3000:
		return true;
	default:
		return codepoint >= 0x2000 && codepoint <= 0x200A;
	}
}

static bool is_no_break_space(unsigned codepoint)
{
	return codepoint == 0xA0 || codepoint == 0x2007 || codepoint == 0x202F;
}

/* True for most titles and labels. */
bool text_is_one_line(struct slice s)
{
	char before = ' ';

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c < ' ' || c > '~' || (c == ' ' && before == ' '))
			return false;
		before = c;
	}
	return before != ' ';
}

/* Embeddings, overrides and isolates: in a title or a label they would change the direction of the
 * text after it. The marks that Hebrew and Arabic words need stay. */
static bool turns_text(unsigned codepoint)
{
	return (codepoint >= 0x202A && codepoint <= 0x202E) ||
	       (codepoint >= 0x2066 && codepoint <= 0x2069);
}

struct slice text_one_line(struct arena *arena, struct slice s)
{
	auto_buf struct buf clean = BUF(BUF_MAX_BYTES), line = BUF(BUF_MAX_BYTES);
	unsigned codepoint;
	bool space = false;

	if (!s.len)
		return S("");
	if (text_is_one_line(s))
		return arena_dup(arena, s);
	text_clean(&clean, s);
	struct slice rest = buf_slice(&clean);
	for (struct slice at = rest; text_next(&rest, &codepoint); at = rest) {
		if (text_is_space(codepoint) && !is_no_break_space(codepoint)) {
			space = true;
			continue;
		}
		if (turns_text(codepoint))
			continue;
		if (space && line.len)
			buf_putc(&line, ' ');
		space = false;
		buf_put(&line, slice_head(at, at.len - rest.len));
	}
	return buf_dup(&line, arena);
}

unsigned text_distance(struct slice a, struct slice b)
{
	enum { MAX = 64 };
	unsigned rows[3][MAX + 1] = {0};
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];

	a = slice_head(a, MAX);
	b = slice_head(b, MAX);
	for (unsigned j = 0; j <= b.len; j++)
		above[j] = j;
	for (unsigned i = 1; i <= a.len; i++) {
		row[0] = i;
		for (unsigned j = 1; j <= b.len; j++) {
			char x = ascii_lower(a.ptr[i - 1]), y = ascii_lower(b.ptr[j - 1]);
			unsigned best = above[j - 1] + (x != y);
			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && x == ascii_lower(b.ptr[j - 2]) &&
				y == ascii_lower(a.ptr[i - 2]) &&
				before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		unsigned *oldest = before;
		before = above;
		above = row;
		row = oldest;
	}
	return above[b.len];
}

bool text_is_near(struct slice typed, struct slice known, unsigned *least)
{
	size_t len = typed.len > known.len ? typed.len : known.len;
	unsigned edits = text_distance(typed, known);

	if (typed.len >= 3 && typed.len < known.len &&
		slice_eq_nocase(slice_head(known, typed.len), typed))
		edits = 1;
	if (edits * 3 > len + 1 || edits >= *least)
		return false;
	*least = edits;
	return true;
}
