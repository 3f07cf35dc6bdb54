/* SPDX-License-Identifier: MIT */
/* Guesses a text's language by its stop words: a hash table of words, each with the languages that use it. For
 * Chinese, Japanese and Korean, characters take the place of words. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/locale/locale_internal.h"
#include "base/memory.h"
#include "base/text.h"

#define SLOTS     2048 /* a power of two, three times the words */
#define HITS_MIN  3    /* fewer words say nothing */
#define HITS_LEAD 2    /* over the next language */

_Static_assert(LOCALE_COUNT <= 32, "a bit for each language");

struct locale_guesser {
	struct {
		struct slice word;
		uint32_t languages;
	} slots[SLOTS];
};

/* The slot of @word, or the empty one where it belongs. */
static size_t slot_of(const struct locale_guesser *guesser, struct slice word)
{
	size_t at = slice_hash(word) & (SLOTS - 1);

	while (guesser->slots[at].languages && !slice_eq(guesser->slots[at].word, word))
		at = (at + 1) & (SLOTS - 1);
	return at;
}

struct locale_guesser *locale_guesser_new(void)
{
	struct locale_guesser *guesser = memory_new(1, sizeof(*guesser));

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		struct slice words = slice_str(locale_list[i]->stop_words), word;
		while (slice_split(&words, ' ', &word)) {
			size_t at = slot_of(guesser, word);
			guesser->slots[at].word = word;
			guesser->slots[at].languages |= UINT32_C(1) << i;
		}
	}
	return guesser;
}

void locale_guesser_free(struct locale_guesser *guesser)
{
	free(guesser);
}

/* The next word of *@text, which is in lower case: letters and digits, or one character of what is written
 * without spaces. */
static bool next_word(struct slice *text, struct slice *word)
{
	unsigned codepoint;
	struct slice rest = *text, start = rest;

	*word = slice_none;
	for (; text_next(&rest, &codepoint); start = rest) {
		bool alone = text_is_chinese_or_japanese(codepoint) ||
			     (codepoint >= 0xAC00 && codepoint <= 0xD7A3);
		if (text_is_letter_or_digit(codepoint) && !(alone && word->len)) {
			if (!word->len)
				word->ptr = start.ptr;
			word->len = (size_t)(rest.ptr - word->ptr);
			*text = rest;
			if (alone)
				return true;
		} else if (word->len) {
			return true;
		}
	}
	*text = rest;
	return word->len > 0;
}

struct slice locale_guess(struct locale_guesser *guesser, struct slice text)
{
	auto_arena struct arena arena = {0};
	struct slice rest = text_lower(&arena, text), word;
	unsigned hits[LOCALE_COUNT] = {0};
	size_t best = 0, next = 1;

	while (next_word(&rest, &word)) {
		uint32_t languages = guesser->slots[slot_of(guesser, word)].languages;
		for (size_t i = 0; languages; i++, languages >>= 1)
			hits[i] += languages & 1;
	}
	for (size_t i = 1; i < LOCALE_COUNT; i++) {
		if (hits[i] > hits[best]) {
			next = best;
			best = i;
		} else if (i != best && hits[i] > hits[next]) {
			next = i;
		}
	}
	return hits[best] >= HITS_MIN && hits[best] >= hits[next] + HITS_LEAD
		       ? slice_str(locale_list[best]->tags[0])
		       : slice_none;
}
