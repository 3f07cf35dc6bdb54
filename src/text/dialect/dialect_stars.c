/* SPDX-License-Identifier: MIT */
/* Emphasis in text without spaces. CommonMark's flanking rule assumes spaces between words: in **注意：**本文
 * it takes the second mark for an opening one. Such a pair is written as tags, which do not depend on
 * flanking. */
#include "base/text.h"
#include "text/dialect/dialect_internal.h"

/* The character before @at; a space at the line's start. */
static unsigned before(struct slice line, size_t at)
{
	size_t from = at;
	unsigned cp = ' ';

	while (from && at - from < 4 && (line.ptr[--from] & 0xc0) == 0x80)
		;
	struct slice tail = slice(line.ptr + from, at - from);
	return tail.len && text_next(&tail, &cp) ? cp : ' ';
}

/* The character at @at; a space at the line's end. */
static unsigned after(struct slice line, size_t at)
{
	struct slice rest = slice_from(line, at);
	unsigned cp = ' ';

	return rest.len && text_next(&rest, &cp) ? cp : ' ';
}

/* Chinese has no spaces; Korean and Hebrew join particles and articles to words. */
static bool is_joined(unsigned cp)
{
	return cp >= 0x370 && text_is_letter_or_digit(cp);
}

/* CommonMark 6.2: does a mark open, with @outside before it and @inside after it? Or close, the other way
 * round? */
static bool is_flanking(unsigned outside, unsigned inside)
{
	return !text_is_space(inside) &&
	       (!text_is_punctuation(inside) || text_is_space(outside) ||
		       text_is_punctuation(outside));
}

static size_t run_of_stars(struct slice line, size_t at)
{
	return slice_run(slice_from(line, at), '*');
}

/* The next run of exactly @width stars that follows text, before any code; else the end of the search, with
 * *found false. */
static size_t find_partner(struct slice line, size_t at, size_t width, bool *found)
{
	for (*found = false; at < line.len; at++) {
		if (line.ptr[at] == '`' || line.ptr[at] == '\\')
			break;
		if (line.ptr[at] != '*')
			continue;
		size_t run = run_of_stars(line, at);
		*found = run == width && !text_is_space(before(line, at));
		if (*found)
			break;
		at += run - 1;
	}
	return at;
}

/* The partner of the mark of @width that ends at @at; 0: it has none. */
static size_t partner_of(
	struct star_pairs *pairs, struct slice line, size_t at, size_t width)
{
	size_t *partner = &pairs->partner[width - 1],
	       *from = &pairs->partner_from[width - 1];
	bool found = true;

	if (at < *from || at > *partner) {
		*partner = find_partner(line, at, width, &found);
		*from = at;
	}
	if (found)
		return *partner;
	pairs->none_before[width - 1] = *partner;
	*partner = 0;
	return 0;
}

size_t dialect_star_pair(struct star_pairs *pairs, struct slice line, size_t at)
{
	size_t width = run_of_stars(line, at), partner;

	if (width > 2 || at < pairs->none_before[width - 1] ||
		text_is_space(after(line, at + width)))
		return 0;
	partner = partner_of(pairs, line, at + width, width);
	if (!partner)
		return 0;
	unsigned left = before(line, at), right = after(line, partner + width);
	bool opens = is_flanking(left, after(line, at + width));
	bool closes = is_flanking(right, before(line, partner));
	if ((opens || !is_joined(left)) && (closes || !is_joined(right)))
		return 0;
	pairs->end[width - 1] = partner;
	return width;
}

bool dialect_has_joined_stars(struct slice text)
{
	for (size_t at = 0; at < text.len; at++) {
		const char *hit = memchr(text.ptr + at, '*', text.len - at);

		if (!hit)
			return false;
		at = (size_t)(hit - text.ptr);
		if ((at && (text.ptr[at - 1] & 0x80)) ||
			(at + 1 < text.len && (text.ptr[at + 1] & 0x80)))
			return true;
	}
	return false;
}
