/* SPDX-License-Identifier: MIT */
#include "search/tokens.h"

#include "base/buf.h"
#include "base/text.h"

#define PLACES_MAX 0x10000

/* Scripts written without spaces, sorted: first and last character. */
static const struct {
	unsigned first, last;
} unspaced[] = {
	{0xE00, 0xEFF},     /* Thai, Lao */
	{0x1000, 0x109F},   /* Burmese */
	{0x1780, 0x17FF},   /* Khmer */
	{0x2E80, 0x2FFF},   /* radicals */
	{0x3005, 0x3007},   /* 々, 〆, 〇 */
	{0x3021, 0x312F},   /* kana, bopomofo */
	{0x3131, 0x318E},   /* letters of Hangul */
	{0x3190, 0x31FF},   /* kanbun, kana of Ainu */
	{0x3400, 0x9FFF},   /* Han */
	{0xAC00, 0xD7A3},   /* Hangul */
	{0xF900, 0xFAFF},   /* Han, compatibility */
	{0x1B000, 0x1B16F}, /* kana, supplement */
	{0x20000, 0x3FFFD}, /* Han, other planes */
};

/* A character of such a script, with the marks that make another of it. */
struct unit {
	char bytes[16];
	size_t len, from, to;
	unsigned place; /* in "seen" */
};

struct reader {
	struct slice text;
	enum tokens_of of;
	int (*each)(void *ctx, const struct token *token);
	void *ctx;
	int stopped; /* what each() said */
	char word[TOKENS_WORD_MAX_BYTES + 8];
	size_t len, from, to; /* of the word; len 0: there is none */
	size_t letters;
	unsigned before; /* the letter before, of a word or run; 0: none */
	struct unit last
		[2]; /* of a run: the one before, and the newest, which marks may follow */
	size_t run;
	unsigned char seen[PLACES_MAX / 8];
};

bool tokens_is_unspaced(unsigned c)
{
	size_t i = 0;

	if (c < unspaced[0].first)
		return false;
	while (i < sizeof(unspaced) / sizeof(*unspaced) && unspaced[i].last < c)
		i++;
	return i < sizeof(unspaced) / sizeof(*unspaced) && c >= unspaced[i].first;
}

/* Pictures, not the signs that text is written with. */
static bool is_emoji(unsigned c)
{
	return (c >= 0x2600 && c <= 0x27BF) || (c >= 0x1F300 && c <= 0x1F3FA) ||
	       (c >= 0x1F400 && c <= 0x1FAFF);
}

static void emit(struct reader *reader, struct token token)
{
	if (!reader->stopped)
		reader->stopped = reader->each(reader->ctx, &token);
}

static void end_word(struct reader *reader)
{
	if (reader->len)
		emit(reader, (struct token){.text = slice(reader->word, reader->len),
				     .from = reader->from,
				     .to = reader->to});
	reader->len = reader->letters = 0;
	reader->before = 0;
}

/* --- scripts without spaces ------------------------------------------------------ */

static struct token token_of(const struct unit *unit)
{
	return (struct token){.text = slice(unit->bytes, unit->len),
		.from = unit->from,
		.to = unit->to,
		.is_pair = true};
}

/* The first of its kind in a text is a token by itself, where the pair that was just said begins or ends. */
static void emit_first(struct reader *reader, const struct unit *unit)
{
	unsigned char *byte = &reader->seen[unit->place / 8];
	unsigned char bit = (unsigned char)(1u << unit->place % 8);
	struct token token = token_of(unit);

	if (reader->of != TOKENS_OF_TEXT || (*byte & bit))
		return;
	*byte |= bit;
	token.again = true;
	emit(reader, token);
}

/* The newest character is complete. */
static void end_unit(struct reader *reader)
{
	char bytes[2 * sizeof(reader->last[0].bytes)];
	const struct unit *first = &reader->last[0], *second = &reader->last[1];

	if (reader->run < 2)
		return;
	memcpy(bytes, first->bytes, first->len);
	memcpy(bytes + first->len, second->bytes, second->len);
	emit(reader, (struct token){.text = slice(bytes, first->len + second->len),
			     .from = first->from,
			     .to = second->to,
			     .is_pair = true});
	emit_first(reader, first);
}

static void end_run(struct reader *reader)
{
	if (!reader->run)
		return;
	end_unit(reader);
	if (reader->run == 1)
		emit(reader, token_of(&reader->last[1]));
	else
		emit_first(reader, &reader->last[1]);
	reader->run = 0;
	reader->before = 0;
}

static void put_bytes(char *to, size_t *len, size_t most, unsigned c)
{
	struct buf bytes = {.ptr = to, .len = *len, .capacity = most + 1};

	if (*len + 4 > most)
		return;
	buf_put_utf8(&bytes, c);
	*len = bytes.len;
}

static void put_unit(struct reader *reader, unsigned c, size_t from, size_t to)
{
	struct unit *unit = &reader->last[1];

	end_word(reader);
	end_unit(reader);
	reader->last[0] = *unit;
	*unit = (struct unit){.from = from, .to = to};
	/* Other planes share what the private use area would have. */
	unit->place = c < PLACES_MAX ? c : 0xE000 + c % 0x1900;
	put_bytes(unit->bytes, &unit->len, sizeof(unit->bytes), c);
	reader->run++;
	reader->before = c;
}

/* Kana's marks follow the kana in the order of Unicode: か, が; は, ば, ぱ. */
static void put_unit_mark(struct reader *reader, unsigned mark, size_t to)
{
	struct unit *unit = &reader->last[1];

	put_bytes(unit->bytes, &unit->len, sizeof(unit->bytes), mark);
	unit->place = (unit->place + (mark == 0x3099 ? 1 : 2)) % PLACES_MAX;
	unit->to = to;
}

/* --- words ------------------------------------------------------------------------ */

static void put_letter(struct reader *reader, unsigned c, size_t from, size_t to)
{
	bool is_mark = !text_is_letter_or_digit(c);

	if (reader->run && (c == 0x3099 || c == 0x309A)) {
		put_unit_mark(reader, c, to);
		return;
	}
	if (tokens_is_unspaced(c)) {
		put_unit(reader, c, from, to);
		return;
	}
	end_run(reader);
	if (!reader->len)
		reader->from = from;
	put_bytes(reader->word, &reader->len, TOKENS_WORD_MAX_BYTES, c);
	reader->letters += !is_mark;
	reader->to = to;
	if (!is_mark)
		reader->before = c;
}

/* "C++", "C#", "notepad++": not "a+b", not "#1". Returns how many bytes were read at @at. */
static size_t put_signs(struct reader *reader, size_t at)
{
	struct slice rest = slice_from(reader->text, at), behind;
	size_t count = slice_run(rest, *rest.ptr);
	unsigned next;

	behind = slice_from(rest, count);
	bool ends = !text_next(&behind, &next) || !text_is_letter_or_digit(next);
	if (*rest.ptr == '+' ? count > 1 || ends : count == 1 && ends) {
		struct token plain = {
			.from = reader->from, .to = reader->to, .again = true};
		char word[sizeof(reader->word)];
		size_t len = reader->len, letters = reader->letters;

		memcpy(word, reader->word, len);
		plain.text = slice(word, len);
		for (size_t i = 0; i < count && i < 3; i++)
			reader->word[reader->len++] = *rest.ptr;
		reader->to = at + count;
		end_word(reader);
		if (letters > 1 && reader->of == TOKENS_OF_TEXT)
			emit(reader, plain);
	}
	end_word(reader);
	return count;
}

/* Takes the ASCII letters and digits at @at, which the last of a word may be part of. */
static size_t put_ascii(struct reader *reader, size_t at)
{
	const char *text = reader->text.ptr;
	size_t i = at, len = reader->len;

	end_run(reader);
	if (!len)
		reader->from = at;
	for (; i < reader->text.len && ascii_is_alnum(text[i]); i++) {
		if (len < TOKENS_WORD_MAX_BYTES)
			reader->word[len++] = ascii_lower(text[i]);
	}
	reader->letters += i - at;
	reader->before = (unsigned char)ascii_lower(text[i - 1]);
	reader->len = len;
	reader->to = i;
	return i;
}

/* The Hangul syllable of the letters @l, @v, where they are such; 0: none. Text from macOS has them apart. */
static unsigned syllable(unsigned l, unsigned v, struct slice *rest)
{
	struct slice behind = *rest;
	unsigned t, made;

	if (l < 0x1100 || l > 0x1112 || v < 0x1161 || v > 0x1175)
		return 0;
	made = 0xAC00 + ((l - 0x1100) * 21 + (v - 0x1161)) * 28;
	if (text_next(&behind, &t) && t > 0x11A7 && t <= 0x11C2) {
		*rest = behind;
		made += t - 0x11A7;
	}
	return made;
}

static size_t put_other(struct reader *reader, size_t at)
{
	struct slice rest = slice_from(reader->text, at), behind;
	unsigned letters[TEXT_SEARCH_LETTERS_MAX], c, next, made = 0;

	text_next(&rest, &c);
	behind = rest;
	if (c >= 0x1100 && c <= 0x1112 && text_next(&behind, &next))
		made = syllable(c, next, &behind);
	if (made) {
		rest = behind;
		c = made;
	}
	size_t to = (size_t)(rest.ptr - reader->text.ptr);
	int count = text_search_letters(reader->before, c, letters);
	for (int i = 0; i < count; i++)
		put_letter(reader, letters[i], at, to);
	if (count >= 0)
		return to;
	end_word(reader);
	end_run(reader);
	if (is_emoji(c)) {
		put_bytes(reader->word, &reader->len, TOKENS_WORD_MAX_BYTES, c);
		reader->from = at;
		reader->to = to;
		end_word(reader);
	}
	return to;
}

int tokens_read(struct slice text, enum tokens_of of,
	int (*each)(void *ctx, const struct token *token), void *ctx)
{
	struct reader reader;
	size_t at = 0;

	memset(&reader, 0, sizeof(reader));
	reader.text = text;
	reader.of = of;
	reader.each = each;
	reader.ctx = ctx;
	while (at < text.len && !reader.stopped) {
		char c = text.ptr[at];
		if (ascii_is_alnum(c)) {
			at = put_ascii(&reader, at);
		} else if ((unsigned char)c >= 0x80) {
			at = put_other(&reader, at);
		} else if ((c == '+' || c == '#') && reader.len) {
			at += put_signs(&reader, at);
		} else {
			end_word(&reader);
			end_run(&reader);
			at++;
		}
	}
	end_word(&reader);
	end_run(&reader);
	return reader.stopped;
}
