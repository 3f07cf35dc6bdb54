/* SPDX-License-Identifier: MIT */
/* Kinds of characters, words, and slugs for addresses. */
#include "base/text.h"

#include <stdlib.h>
#include <unictype.h>
#include <uninorm.h>

/* --- kinds -------------------------------------------------------------------- */

bool text_is_chinese_or_japanese(unsigned c)
{
	if (c < 0x2E80)
		return false;
	return c <= 0x2FFF ||                    /* radicals, description characters */
	       (c >= 0x3000 && c <= 0x312F) ||   /* punctuation, kana, bopomofo */
	       (c >= 0x3190 && c <= 0x31FF) ||   /* kanbun, strokes, kana of Ainu */
	       (c >= 0x3400 && c <= 0x4DBF) ||   /* Han, extension A */
	       (c >= 0x4E00 && c <= 0x9FFF) ||   /* Han */
	       (c >= 0xF900 && c <= 0xFAFF) ||   /* Han, compatibility */
	       (c >= 0xFE30 && c <= 0xFE4F) ||   /* vertical punctuation */
	       (c >= 0xFF01 && c <= 0xFF9F) ||   /* fullwidth forms, halfwidth kana */
	       (c >= 0x1B000 && c <= 0x1B16F) || /* kana, supplement */
	       (c >= 0x20000 && c <= 0x3FFFD);   /* Han, other planes */
}

bool text_is_cjk(unsigned c)
{
	return text_is_chinese_or_japanese(c) || (c >= 0x3200 && c <= 0x33FF) ||
	       (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F200 && c <= 0x1F2FF);
}

static bool is_a(unsigned c, uint32_t categories)
{
	return uc_is_general_category_withtable(c, categories);
}

bool text_is_letter_or_digit(unsigned c)
{
	if (c < 0x80)
		return ascii_is_alnum((char)c);
	if (c >= 0xC0 && c < 0x250) /* Latin */
		return c != 0xD7 && c != 0xF7;
	if (c >= 0x2010 && c < 0x2028) /* dashes, quotes, the ellipsis */
		return false;
	if ((c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) || /* kana */
		(c >= 0x4E00 && c <= 0x9FCB) ||                             /* Han */
		(c >= 0xAC00 && c <= 0xD7A3))                               /* Hangul */
		return true;
	return is_a(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

bool text_is_punctuation(unsigned c)
{
	if (c < 0x80)
		return c > ' ' && c < 0x7F && !ascii_is_alnum((char)c);
	return is_a(c, UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S);
}

/* --- white space --------------------------------------------------------------- */

static bool is_ink(char c)
{
	return c > ' ' && c < 0x7f;
}

struct slice text_trim_end(struct slice s)
{
	while (!s.len || !is_ink(s.ptr[s.len - 1])) {
		struct slice last;
		unsigned codepoint;
		size_t len = s.len;

		/* Back to the start of the last character. */
		while (len && ((unsigned char)s.ptr[--len] & 0xc0) == 0x80)
			;
		last = slice_from(s, len);
		if (!text_next(&last, &codepoint) || !text_is_space(codepoint))
			return s;
		s.len = len;
	}
	return s;
}

struct slice text_trim(struct slice s)
{
	struct slice rest = s;
	unsigned codepoint;

	while (s.len && !is_ink(*s.ptr) && text_next(&rest, &codepoint) &&
		text_is_space(codepoint))
		s = rest;
	return text_trim_end(s);
}

/* --- words -------------------------------------------------------------------- */

bool text_is_word(struct slice s)
{
	unsigned codepoint;

	while (text_next(&s, &codepoint)) {
		if (text_is_letter_or_digit(codepoint))
			return true;
	}
	return false;
}

/* The next letter or digit of @s; 0: there is none. */
static unsigned next_of_word(struct slice *s)
{
	unsigned codepoint;

	while (text_next(s, &codepoint)) {
		if (text_is_letter_or_digit(codepoint))
			return codepoint;
	}
	return 0;
}

/* Removes the common start of @a and @b. True: @b is at its end. */
static bool take_words(struct arena *arena, struct slice *a, struct slice b)
{
	*a = text_fold(arena, *a);
	b = text_fold(arena, b);
	for (;;) {
		unsigned wanted = next_of_word(&b);
		if (!wanted)
			return true;
		if (next_of_word(a) != wanted)
			return false;
	}
}

bool text_same_words(struct arena *arena, struct slice a, struct slice b)
{
	return take_words(arena, &a, b) && !text_is_word(a);
}

bool text_begins_with_words(struct arena *arena, struct slice s, struct slice start)
{
	return text_is_word(start) && take_words(arena, &s, start);
}

/* Counts the words that begin in @s, which is ASCII. *inside: is the start, and then the end, inside a word?
 * There is no branch on where a word ends: it cannot be predicted, and without it the compiler counts many
 * bytes at a time. For the same reason a short run is counted separately. */
static size_t count_ascii(struct slice s, bool *inside)
{
	enum { RUN_MAX = 255 };
	size_t words = 0;

	while (s.len) {
		struct slice run = slice_head(s, RUN_MAX);
		unsigned char begun = ascii_is_alnum(run.ptr[0]) && !*inside;
		for (size_t i = 1; i < run.len; i++)
			begun += ascii_is_alnum(run.ptr[i]) &
				 !ascii_is_alnum(run.ptr[i - 1]);
		words += begun;
		*inside = ascii_is_alnum(run.ptr[run.len - 1]);
		s = slice_from(s, run.len);
	}
	return words;
}

size_t text_word_count(struct slice s)
{
	size_t words = 0, characters = 0;
	unsigned codepoint;
	bool inside = false;

	while (s.len) {
		size_t ascii = text_ascii_length(s);
		words += count_ascii(slice_head(s, ascii), &inside);
		s = slice_from(s, ascii);
		if (!text_next(&s, &codepoint))
			break;
		bool part = text_is_letter_or_digit(codepoint);
		if (part && text_is_chinese_or_japanese(codepoint)) {
			characters++;
			inside = false;
		} else if (part) {
			words += !inside;
			inside = true;
		} else if (!is_a(codepoint, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf)) {
			inside = false;
		}
	}
	return words + (characters + 1) / 2;
}

/* --- addresses ---------------------------------------------------------------- */

/* @s decomposed (NFKD), or @s itself when it is ASCII or invalid UTF-8. Free *@owned. */
static struct slice decomposed(struct slice s, uint8_t **owned)
{
	size_t len = 0;

	*owned = NULL;
	if (text_ascii_length(s) < s.len)
		*owned = u8_normalize(
			UNINORM_NFKD, (const uint8_t *)s.ptr, s.len, NULL, &len);
	return *owned ? slice((const char *)*owned, len) : s;
}

static bool next_is_word(struct slice s)
{
	unsigned codepoint;

	return text_next(&s, &codepoint) && text_is_letter_or_digit(codepoint);
}

/* "plus" and "sharp" at the end of a name: "C++", "C#", but not "a+b" or "#1". Returns how
 * many bytes of @s they take. */
static size_t put_sign_names(struct buf *out, struct slice s)
{
	size_t count = slice_run(s, *s.ptr);
	bool ends = !next_is_word(slice_from(s, count));

	if (*s.ptr == '+' ? count > 1 || ends : count == 1 && ends) {
		/* A run of a thousand is not a name. */
		for (size_t i = 0; i < count && i < 3; i++)
			buf_puts(out, *s.ptr == '+' ? "-plus" : "-sharp");
	}
	return count;
}

/* The letters and digits of @s (decomposed), with one '-' for anything between. */
static void put_slug(struct buf *out, struct slice s)
{
	unsigned codepoint, base = 0;
	bool between = false;

	for (struct slice at = s; text_next(&s, &codepoint); at = s) {
		if (text_is_letter_or_digit(codepoint)) {
			if (between && out->len)
				buf_putc(out, '-');
			between = false;
			base = codepoint;
			buf_put_utf8(out, codepoint);
		} else if (codepoint >= 0x80 && is_a(codepoint, UC_CATEGORY_MASK_M)) {
			/* Below U+0400 is Latin and Greek. Elsewhere a mark makes another
			 * letter: kana, Cyrillic, the scripts of India. */
			if (base >= 0x400 && !between)
				buf_put_utf8(out, codepoint);
		} else if (codepoint >= 0x80 && is_a(codepoint, UC_CATEGORY_MASK_Cf)) {
			continue; /* soft hyphen, joiners */
		} else {
			if ((codepoint == '+' || codepoint == '#') && base && !between)
				s = slice_from(at, put_sign_names(out, at));
			between = true;
		}
	}
}

struct slice text_without_marks(struct arena *arena, struct slice s)
{
	struct buf out = BUF(BUF_MAX_BYTES);
	size_t len = 0;
	unsigned codepoint;

	if (text_ascii_length(s) == s.len)
		return s;
	uint8_t *owned =
		u8_normalize(UNINORM_NFD, (const uint8_t *)s.ptr, s.len, NULL, &len);
	if (!owned)
		return s;
	for (struct slice rest = slice((const char *)owned, len);
		text_next(&rest, &codepoint);) {
		if (codepoint < 0x80 || !is_a(codepoint, UC_CATEGORY_MASK_Mn))
			buf_put_utf8(&out, codepoint);
	}
	free(owned);
	return text_nfc(arena, buf_take(&out, arena));
}

struct slice text_slug(struct arena *arena, struct slice s)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES); /* a few times @s */
	uint8_t *owned;

	put_slug(&out, decomposed(s, &owned));
	struct slice slug = text_nfc(arena, text_lower(arena, buf_slice(&out)));
	free(owned);
	return slug;
}
