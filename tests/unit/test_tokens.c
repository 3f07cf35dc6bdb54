/* SPDX-License-Identifier: MIT */
#include "search/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static int put_token(void *ctx, const struct token *token)
{
	struct buf *out = ctx;

	if (out->len)
		buf_putc(out, token->again ? '=' : ' ');
	buf_put(out, token->text);
	return 0;
}

struct row {
	const char *text, *tokens, *why;
};

static void check(const struct row *rows, size_t count, enum tokens_of of)
{
	for (size_t i = 0; i < count; i++) {
		struct buf out = BUF(BUF_MAX_BYTES);
		tokens_read(slice_str(rows[i].text), of, put_token, &out);
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].tokens)))
			fail_msg("%s: \"%s\" gives \"%.*s\", not \"%s\"", rows[i].why,
				rows[i].text, SARG(buf_slice(&out)), rows[i].tokens);
		buf_fini(&out);
	}
}

static void words_are_folded_as_readers_type_them(void **state)
{
	static const struct row rows[] = {
		{"Hello, World", "hello world", "case and punctuation"},
		{"c\u0153ur C\u0152UR", "coeur coeur", "a ligature"},
		{"Stra\u00DFe STRASSE \u1E9E", "strasse strasse ss", "sharp s"},
		{"\u0141\u00F3d\u017A", "lodz", "a stroke and marks"},
		{"na\u00EFve caf\u00E9", "naive cafe", "marks of Latin"},
		{"nai\u0308ve cafe\u0301", "naive cafe", "the same decomposed"},
		{"\u00C9t\u00C9", "ete", "capitals with marks"},
		{"\u00D8rsted \u00E6ble \u00DEorn", "orsted aeble thorn",
			"Nordic letters"},
		{"Ti\u1EBFng Vi\u1EC7t \u0111", "tieng viet d", "Vietnamese"},
		{"\u0130stanbul \u0131\u015F\u0131k", "istanbul isik", "Turkish"},
		{"\uFB01n \uFF21\uFF22\uFF11", "fin ab1", "compatibility forms"},
		{"\u039F\u03B4\u03CC\u03C2 \u03BF\u03B4\u03BF\u03C3",
			"\u03BF\u03B4\u03BF\u03C3 \u03BF\u03B4\u03BF\u03C3",
			"Greek: marks, the final sigma"},
		{"\u0451\u043B\u043A\u0430 \u0415\u041B\u041A\u0410",
			"\u0435\u043B\u043A\u0430 \u0435\u043B\u043A\u0430",
			"Russian without dots"},
		{"\u0439 \u0438\u0306 \u0438", "\u0438\u0306 \u0438\u0306 \u0438",
			"another letter of Cyrillic"},
		{"\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD", "\u05E9\u05DC\u05D5\u05DD",
			"Hebrew without points"},
		{"\u0623\u064E\u062D\u0645\u062F", "\u0627\u062D\u0645\u062F",
			"Arabic without vowels and hamza"},
		{"soft\u00ADhyphen \u200Djoined", "softhyphen joined",
			"what is not seen"},
		{"don't l\u2019arbre", "don t l arbre", "an apostrophe ends a word"},
		{"sqlite3_progress_handler node.js", "sqlite3 progress handler node js",
			"names of programs"},
		{"\x01\x02"
		 "a",
			"a", "controls"},
		{"\xff\xfe"
		 "a\xc3",
			"a", "no UTF-8"},
		{"", "", "nothing"},
		{"!?.,", "", "no word"},
	};
	(void)state;

	check(rows, COUNT(rows), TOKENS_OF_TEXT);
}

static void signs_keep_names_apart(void **state)
{
	static const struct row rows[] = {
		{"C, C++ and C#.", "c c++ and c#", "three languages"},
		{"C++17", "c++ 17", "its version"},
		{"C/C++", "c c++", "behind a slash"},
		{"Notepad++", "notepad++=notepad", "a longer name has both"},
		{"a+b #1 # ++ x+y", "a b 1 x y", "no name"},
		{"page#anchor", "page anchor", "an address"},
		{"F#", "f#", "at the end"},
		{"i++++++", "i+++", "a run is no name"},
	};
	static const struct row typed[] = {
		{"c++", "c++", "typed"},
		{"NOTEPAD++", "notepad++", "with its signs only"},
	};
	(void)state;

	check(rows, COUNT(rows), TOKENS_OF_TEXT);
	check(typed, COUNT(typed), TOKENS_OF_QUERY);
}

static void scripts_without_spaces_are_pairs(void **state)
{
	static const struct row rows[] = {
		{"\u65E5\u672C\u8A9E", "\u65E5\u672C=\u65E5 \u672C\u8A9E=\u672C=\u8A9E",
			"each character once more, where it is first"},
		{"\u65E5\u672C\u65E5\u672C",
			"\u65E5\u672C=\u65E5 \u672C\u65E5=\u672C \u65E5\u672C",
			"but once"},
		{"\u732B", "\u732B", "one by itself"},
		{"\u732B \u732B", "\u732B \u732B", "each time"},
		{"Rust\u5165\u9580 2", "rust \u5165\u9580=\u5165=\u9580 2",
			"beside Latin"},
		{"\u304C", "\u304B\u3099", "a kana with its mark"},
		{"\u304B\u3099", "\u304B\u3099", "the same decomposed"},
		{"\uFF76\uFF9E", "\u30AB\u3099", "halfwidth"},
		{"\uD55C\uAE00", "\uD55C\uAE00=\uD55C=\uAE00", "Hangul"},
		{"\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00=\uD55C=\uAE00",
			"the same as macOS writes it"},
		{"\u0E01\u0E33", "\u0E01\u0E33=\u0E01=\u0E33", "Thai"},
		{"\u3002\u3001", "", "punctuation"},
	};
	static const struct row typed[] = {
		{"\u65E5\u672C\u8A9E", "\u65E5\u672C \u672C\u8A9E", "pairs alone"},
		{"\u732B", "\u732B", "one by itself"},
	};
	(void)state;

	check(rows, COUNT(rows), TOKENS_OF_TEXT);
	check(typed, COUNT(typed), TOKENS_OF_QUERY);
}

static void an_emoji_is_a_word(void **state)
{
	static const struct row rows[] = {
		{"yes \U0001F389!", "yes \U0001F389", "behind a word"},
		{"\U0001F44D\U0001F3FD\u2764\uFE0F", "\U0001F44D \u2764",
			"without what varies it"},
	};
	(void)state;

	check(rows, COUNT(rows), TOKENS_OF_TEXT);
	check(rows, COUNT(rows), TOKENS_OF_QUERY);
}

static int take_first(void *ctx, const struct token *token)
{
	*(struct token *)ctx = *token;
	return 7;
}

static void places_are_bytes_of_the_text(void **state)
{
	struct token token;
	char word[1000];
	struct buf out = BUF(BUF_MAX_BYTES);
	(void)state;

	assert_int_equal(
		tokens_read(S(". \u00C9t\u00E9."), TOKENS_OF_TEXT, take_first, &token),
		7);
	assert_int_equal(token.from, 2);
	assert_int_equal(token.to, 7);
	memset(word, 'x', sizeof(word));
	tokens_read(slice(word, sizeof(word)), TOKENS_OF_TEXT, put_token, &out);
	assert_int_equal(out.len, TOKENS_WORD_MAX_BYTES);
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_folded_as_readers_type_them),
		cmocka_unit_test(signs_keep_names_apart),
		cmocka_unit_test(scripts_without_spaces_are_pairs),
		cmocka_unit_test(an_emoji_is_a_word),
		cmocka_unit_test(places_are_bytes_of_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
