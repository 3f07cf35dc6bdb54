/* SPDX-License-Identifier: MIT */
/* The letters that searches compare. */
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/lower_bound.h"
#include "base/text.h"

/* Decompositions of Unicode are not deeper. */
#define DEPTH_MAX 6

/* Letters that no decomposition takes apart, lower case, as readers without them on the keyboard type them.
 * Sorted. */
static const struct {
	unsigned codepoint, letters[2];
} typed[] = {
	{0xDF, {'s', 's'}},
	{0xE6, {'a', 'e'}},
	{0xF0, {'d'}},
	{0xF8, {'o'}},
	{0xFE, {'t', 'h'}},
	{0x111, {'d'}},
	{0x127, {'h'}},
	{0x131, {'i'}},
	{0x142, {'l'}},
	{0x14B, {'n'}},
	{0x153, {'o', 'e'}},
	{0x167, {'t'}},
	{0x3C2, {0x3C3}}, /* the sigma at a word's end */
	{0x451, {0x435}}, /* Russian is mostly printed without its dots */
	{0x622, {0x627}}, /* alef with and without what it carries */
	{0x623, {0x627}},
	{0x625, {0x627}},
	{0x671, {0x627}},
};

#define TYPED_COUNT (sizeof(typed) / sizeof(*typed))

/* Those of Latin, Greek, Hebrew and Arabic are left out by who types; in Cyrillic an accent only says how to
 * pronounce, and the dots are as in "typed". Elsewhere a mark makes another letter. */
static bool mark_counts(unsigned before, unsigned mark)
{
	bool is_variant = (mark >= 0xFE00 && mark <= 0xFE0F) ||
			  (mark >= 0xE0100 && mark <= 0xE01EF);
	if (is_variant || before < 0x400 || (before >= 0x590 && before < 0x700))
		return false;
	return before >= 0x530 || (mark != 0x300 && mark != 0x301 && mark != 0x308);
}

struct letters {
	unsigned before, *out;
	int count;
};

static void put(struct letters *to, unsigned c)
{
	if (to->count < TEXT_SEARCH_LETTERS_MAX)
		to->out[to->count++] = to->before = c;
}

/* Is it written as it stands? Hangul is composed of its letters, and Thai and Lao "am" is one in writing. */
static bool is_whole(unsigned c)
{
	return (c >= 0xAC00 && c <= 0xD7A3) || c == 0xE33 || c == 0xEB3 ||
	       (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3131 && c <= 0x318E);
}

static void put_parts(struct letters *to, unsigned c, unsigned depth)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag, count = -1;

	c = uc_tolower(c);
	size_t at = lower_bound(0, TYPED_COUNT, i, typed[i].codepoint < c);
	if (at < TYPED_COUNT && typed[at].codepoint == c) {
		for (unsigned i = 0; i < 2 && typed[at].letters[i]; i++)
			put(to, typed[at].letters[i]);
		return;
	}
	if (depth < DEPTH_MAX && !is_whole(c))
		count = uc_decomposition(c, &tag, parts);
	for (int i = 0; i < count; i++)
		put_parts(to, parts[i], depth + 1);
	if (count >= 0)
		return;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M)) {
		if (mark_counts(to->before, c) && to->count < TEXT_SEARCH_LETTERS_MAX)
			to->out[to->count++] = c;
	} else if (text_is_letter_or_digit(c)) {
		put(to, c);
	}
}

int text_search_letters(
	unsigned before, unsigned c, unsigned out[TEXT_SEARCH_LETTERS_MAX])
{
	struct letters to = {.before = before, .out = out};
	bool continues = uc_is_general_category_withtable(
		c, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf);

	if (!continues && !text_is_letter_or_digit(c))
		return -1;
	if (c != 0x640 && (!continues || before)) /* kashida only makes a line longer */
		put_parts(&to, c, 0);
	return to.count;
}
