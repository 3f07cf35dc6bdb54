/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *in, *out, *why;
};

static void assert_text(struct slice got, const char *expected, const char *why)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", why, SARG(got), expected);
}

static void controls_are_c0_del_and_c1(void **state)
{
	static const struct {
		const char *text;
		bool control;
		const char *why;
	} rows[] = {
		{"\x1f", true, "the last of C0"},
		{" ", false, "a space"},
		{"~", false, "the last before DEL"},
		{"\x7f", true, "DEL"},
		{"\xc2\x80", true, "the first of C1"},
		{"\xc2\x9f", true, "the last of C1"},
		{"\xc2\xa0", false, "a space that does not break"},
		{"\xc3\x80", false, "another first byte"},
		{"\xc2", false, "half a character"},
		{"\x80", false, "no character"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (text_is_control(slice_str(rows[i].text), 0) != rows[i].control)
			fail_msg("%s", rows[i].why);
	}
}

static void utf8_is_what_rfc_3629_says(void **state)
{
	static const struct {
		const char *text;
		bool good;
		const char *why;
	} rows[] = {
		{"", true, "nothing"},
		{"plain text, longer than eight bytes", true, "ASCII"},
		{"\xC2\x80", true, "the first of two bytes"},
		{"\xDF\xBF", true, "the last of two bytes"},
		{"\xE0\xA0\x80", true, "the first of three bytes"},
		{"\xED\x9F\xBF", true, "the last before the surrogates"},
		{"\xEE\x80\x80", true, "the first after the surrogates"},
		{"\xEF\xBF\xBF", true, "the last of three bytes"},
		{"\xF0\x90\x80\x80", true, "the first of four bytes"},
		{"\xF4\x8F\xBF\xBF", true, "the last of all"},
		{"\xF4\x90\x80\x80", false, "past the last"},
		{"\xF5\x80\x80\x80", false, "past the last"},
		{"\xC0\x80", false, "overlong NUL"},
		{"\xC1\xBF", false, "overlong"},
		{"\xE0\x9F\xBF", false, "overlong"},
		{"\xF0\x8F\xBF\xBF", false, "overlong"},
		{"\xED\xA0\x80", false, "a surrogate"},
		{"\xED\xBF\xBF", false, "a surrogate"},
		{"\x80", false, "a continuation alone"},
		{"abcdefgh\xC3", false, "cut after eight"},
		{"\xE2\x82", false, "cut"},
		{"\xE2\x82z", false, "broken off"},
		{"\xFF", false, "no byte of UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (text_is_utf8(slice_str(rows[i].text)) != rows[i].good)
			fail_msg("%s", rows[i].why);
	}
}

static void characters_come_one_by_one(void **state)
{
	struct slice in = S("a\u00E9\u65E5\U0001F600\xE2\x82z");
	static const unsigned expected[] = {
		'a', 0xE9, 0x65E5, 0x1F600, 0xFFFD, 0xFFFD, 'z'};
	unsigned codepoint;

	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(text_next(&in, &codepoint));
		assert_int_equal(codepoint, expected[i]);
	}
	assert_false(text_next(&in, &codepoint));
}

static void unclean_text_is_cleaned(void **state)
{
	static const struct row rows[] = {
		{"\xEF\xBB\xBFtext", "text", "a BOM at the start"},
		{"a\xEF\xBB\xBF", "a\xEF\xBB\xBF", "one elsewhere is a character"},
		{"a\r\nb\rc\nd", "a\nb\nc\nd", "line ends"},
		{"\r\r\n\n\r", "\n\n\n\n", "line ends in a row"},
		{"a\tb", "a\tb", "a tab"},
		{"a\x1B[31mb\x07\x7F", "a[31mb", "controls"},
		{"12345678\x1B"
		 "12345678\x7F"
		 "12345678\x1F",
			"123456781234567812345678",
			"controls between words of eight bytes"},
		{"a\xC2\x9B"
		 "31m\xC2\x80\xC2\x9F\xC2\xA0",
			"a31m\xC2\xA0", "C1 controls"},
		{"a\u2028b\u2029c", "a\nb\nc", "separators"},
		{"a\xFF"
		 "b\xC3",
			"a\uFFFDb\uFFFD", "invalid bytes"},
		{"caf\u00E9 \U0001F600", "caf\u00E9 \U0001F600", "everything else"},
		{"", "", "nothing"},
	};
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		text_clean(&out, slice_str(rows[i].in));
		assert_text(buf_slice(&out), rows[i].out, rows[i].why);
	}
	buf_clear(&out);
	text_clean(&out, S("a\0b"));
	assert_text(buf_slice(&out), "a\uFFFDb", "NUL");
	/* Each byte value at each place of a word of eight. */
	for (unsigned byte = 0; byte < 256; byte++) {
		for (unsigned place = 0; place < 8; place++) {
			char text[8] = "abcdefgh";
			text[place] = (char)byte;
			buf_clear(&out);
			text_clean(&out, slice(text, 8));
			bool kept = byte == '\t' || byte == '\n' ||
				    (byte >= 0x20 && byte < 0x7F);
			bool replaced = byte == 0 || byte >= 0x80;
			size_t len = kept || byte == '\r' ? 8 : replaced ? 10 : 7;
			assert_int_equal(out.len, len);
			assert_true(text_is_utf8(buf_slice(&out)));
		}
	}
	buf_fini(&out);
}

static void clean_text_is_known_without_a_copy(void **state)
{
	static const struct {
		const char *text;
		bool clean;
		const char *why;
	} rows[] = {
		{"", true, "nothing"},
		{"a line\n\tand another, longer than a lane", true, "tabs and line ends"},
		{"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\x9F", true, "two to four bytes"},
		{"~", true, "the last before DEL"},
		{"\x7F", false, "DEL"},
		{"\x1F", false, "the last of C0"},
		{"\xC2\x9F", false, "the last of C1"},
		{"\xC2\xA0", true, "the first past C1"},
		{"\xE2\x80\xA7", true, "the last before the line separator"},
		{"\xE2\x80\xA8", false, "the line separator"},
		{"\xE2\x80\xA9", false, "the paragraph separator"},
		{"\xE2\x80\xAA", true, "the first past them"},
		{"\xEF\xBB\xBFtext", false, "a BOM at the start"},
		{"text\xEF\xBB\xBF", true, "U+FEFF further on is a character"},
		{"a\r\nb", false, "CRLF"},
		{"a\rb", false, "CR"},
		{"a\xC3", false, "half a character at the end"},
		{"a\x80z", false, "no start of a character"},
		{"\xED\xA0\x80", false, "a surrogate"},
		{"\xEF\xBF\xBD", true, "U+FFFD that was there already"},
	};
	struct buf out;
	(void)state;

	buf_init(&out, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice text = slice_str(rows[i].text);
		if (text_is_clean(text) != rows[i].clean)
			fail_msg("%s", rows[i].why);
		buf_clear(&out);
		text_clean(&out, text);
		if (slice_eq(buf_slice(&out), text) != rows[i].clean)
			fail_msg("%s: cleaning says otherwise", rows[i].why);
	}
	/* Wherever it stands in a lane, or past the last whole one. */
	char line[49];
	for (size_t at = 0; at < sizeof(line); at++) {
		memset(line, 'x', sizeof(line));
		assert_true(text_is_clean(slice(line, sizeof(line))));
		line[at] = '\0';
		assert_false(text_is_clean(slice(line, sizeof(line))));
	}
	buf_fini(&out);
}

static void a_line_for_people_has_single_spaces(void **state)
{
	static const struct row rows[] = {
		{"  a \t\n b  ", "a b", "runs of white space"},
		{"a\u3000b", "a b", "an ideographic space"},
		{"a\u00A0!\u202F?", "a\u00A0!\u202F?", "no-break spaces"},
		{"\u2028", "", "only a separator"},
		{"a\u202Egnp\u202C.exe", "agnp.exe", "an override"},
		{"\u2067a\u2069 \u2066 b", "a b", "isolates"},
		{"\u05D0\u200F\u200E\u061Cb", "\u05D0\u200F\u200E\u061Cb", "marks"},
		{"\x1B", "", "only a control"},
		{"", "", "nothing"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(text_one_line(&arena, slice_str(rows[i].in)), rows[i].out,
			rows[i].why);
	arena_fini(&arena);
}

static void columns_are_cells_of_a_terminal(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
	} rows[] = {
		{"", 0},
		{"abc", 3},
		{"caf\u00E9", 4},
		{"cafe\u0301", 4},
		{"\u65E5\u672C", 4},
		{"\uD55C\uAE00", 4},
		{"\uFF21", 2},
		{"\uFF71", 1},
		{"a\u200Bb", 2},
		{"\u2026\u2019", 2},
		{"\u2500\u2500", 2},
		{"\u2610", 1},
		{"\U0001F600", 2},
		{"a\x1B", 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (text_columns(slice_str(rows[i].text)) != rows[i].columns)
			fail_msg("\"%s\": %zu", rows[i].text,
				text_columns(slice_str(rows[i].text)));
	}
}

static void a_head_cuts_no_grapheme(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *head;
	} rows[] = {
		{"abc", 2, "ab"},
		{"abc", 3, "abc"},
		{"abc", 0, ""},
		{"\u65E5\u672C", 3, "\u65E5"},
		{"\u65E5\u672C", 1, ""},
		{"e\u0301x", 1, "e\u0301"},
		{"abe\u0301x", 2, "ab"},
		{"abe\u0301x", 3, "abe\u0301"},
		{"ab\tc\u65E5", 5, "ab\tc"},
		{"a\U0001F1EB\U0001F1F7", 1, "a"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(text_head_columns(slice_str(rows[i].text), rows[i].columns),
			rows[i].head, rows[i].text);
}

static void an_ellipsis_stands_where_text_was_cut(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *cut;
	} rows[] = {
		{"one two three", 13, "one two three"},
		{"one two three", 12, "one two\u2026"},
		{"one two three", 8, "one two\u2026"},
		{"one two three", 7, "one\u2026"},
		{"unbreakable", 6, "unbre\u2026"},
		{"\u65E5\u672C\u8A9E\u6587", 7, "\u65E5\u672C\u8A9E\u2026"},
		{"\u65E5\u672C\u8A9E\u6587", 8, "\u65E5\u672C\u8A9E\u6587"},
		{"ab", 1, "\u2026"},
		{"ab", 0, ""},
		{"", 5, ""},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(
			text_ellipsis(&arena, slice_str(rows[i].text), rows[i].columns),
			rows[i].cut, rows[i].text);
	arena_fini(&arena);
}

/* All lines of @in, with '|' between. */
static struct slice wrapped(struct arena *arena, struct slice in, size_t columns)
{
	struct buf lines;
	struct slice line;

	buf_init(&lines, BUF_UNLIMITED);
	for (bool first = true; text_wrap(&in, columns, &line); first = false) {
		if (!first)
			buf_putc(&lines, '|');
		buf_put(&lines, line);
	}
	struct slice all = buf_dup(&lines, arena);
	buf_fini(&lines);
	return all;
}

static void lines_break_where_uax_14_lets_them(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *lines, *why;
	} rows[] = {
		{"one two three", 8, "one two|three", "at spaces"},
		{"one two three", 7, "one two|three", "a space may hang over"},
		{"one two three", 6, "one|two|three", "not in a word"},
		{"one two three", 99, "one two three", "all of it"},
		{"one   two", 4, "one|two", "all spaces are dropped"},
		{"unbreakable piece", 4, "unbreakable|piece", "longer than a line"},
		{"a well-known fact", 7, "a well-|known|fact", "after a hyphen"},
		{"\u65E5\u672C\u8A9E\u6587", 4, "\u65E5\u672C|\u8A9E\u6587",
			"between Han"},
		{"\u65E5\u672C\u8A9E\u3002", 6, "\u65E5\u672C|\u8A9E\u3002",
			"not before a full stop"},
		{"a\u00A0b c", 2, "a\u00A0b|c", "not at a no-break space"},
		{"Bonjour\u00A0! Oui", 9, "Bonjour\u00A0!|Oui", "French spacing"},
		{"one ", 3, "one", "space at the end"},
		{"", 5, "", "nothing"},
		{"a b", 0, "a|b", "no columns at all"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(wrapped(&arena, slice_str(rows[i].text), rows[i].columns),
			rows[i].lines, rows[i].why);
	arena_fini(&arena);
}

static void what_may_not_be_broken_is_one_piece_in_lines_of_any_width(void **state)
{
	struct slice rest = S("`aaaaaaaa( \uFFFD> aaaaaaaaaaaaaaaaaaa   ``aaaaaaaaaaaaaa"
			      " \uFFFD\uFFFD\uFFFD\uFFFDaaaaaaaaaaaaaaacaaaac`");
	struct slice line;
	struct buf text;
	unsigned codepoint;

	(void)state;
	/* Of the three bytes of a joiner the search for a break may see one or two. */
	buf_init(&text, BUF_UNLIMITED);
	while (text_next(&rest, &codepoint)) {
		buf_puts(&text, text.len ? "\u2060" : "");
		buf_put_utf8(&text, codepoint);
	}
	for (size_t columns = 1; columns < 60; columns++) {
		rest = buf_slice(&text);
		assert_true(text_wrap(&rest, columns, &line));
		assert_int_equal(line.len, text.len);
		assert_int_equal(rest.len, 0);
	}
	buf_fini(&text);
}

static void what_no_break_parts_is_cut_where_a_line_is_full(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *lines, *why;
	} rows[] = {
		{"one two three", 8, "one two|three", "at spaces, where there are some"},
		{"unbreakable piece", 4, "unbr|eaka|ble|piec|e", "longer than a line"},
		{"unbreakable to be", 8, "unbreaka|ble to|be",
			"what follows is joined on"},
		{"one unbreakable", 6, "one|unbrea|kable", "a piece begins a line"},
		{"one           two", 4, "one|two", "all spaces are dropped"},
		{"\u65E5\u672C\u8A9E", 3, "\u65E5|\u672C|\u8A9E", "wide characters"},
		{"\u65E5\u672C", 1, "\u65E5|\u672C", "wider than a line"},
		{"aaa\u0301\u0301aa", 3, "aaa\u0301\u0301|aa", "not before a mark"},
		{"\u1100\u1100\u1100", 4, "\u1100\u1100|\u1100",
			"a syllable wider than a line"},
		{"", 5, "", "nothing"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice in = slice_str(rows[i].text), line, all = slice_none;
		for (bool first = true; text_wrap_cut(&in, rows[i].columns, &line);
			first = false)
			all = arena_printf(&arena, "%.*s%s%.*s", SARG(all),
				first ? "" : "|", SARG(line));
		assert_text(all, rows[i].lines, rows[i].why);
	}
	arena_fini(&arena);
}

static void long_texts_wrap_without_losing_a_byte(void **state)
{
	struct buf text;
	struct slice line;
	size_t bytes = 0, lines = 0;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	for (unsigned i = 0; i < 20000; i++)
		buf_puts(&text, "word ");
	buf_repeat(&text, 'x', 200000);
	for (struct slice in = buf_slice(&text); text_wrap(&in, 68, &line); lines++) {
		bytes += line.len;
		assert_true(text_columns(line) <= 68 || line.len == 200000);
	}
	/* 13 words of 5 columns and one of 4 fill 69; so 13 of them, 64 columns, a line. */
	assert_int_equal(lines, (20000 + 12) / 13 + 1);
	assert_int_equal(bytes, 20000 * 5 - ((20000 + 12) / 13) + 200000);
	buf_fini(&text);
}

static void composed_text_is_left_where_it_is(void **state)
{
	static const char *const composed[] = {"", "ascii", "caf\u00E9",
		"\u65E5\u672C\u8A9E", "\uD55C\uAE00",
		"\u0939\u093F\u0928\u094D\u0926\u0940", "\u0419", "\U0001F600"};
	static const struct row rows[] = {
		{"cafe\u0301", "caf\u00E9", "an accent"},
		{"\u1112\u1161\u11AB", "\uD55C", "Hangul"},
		{"\uAC00\u11A8", "\uAC01", "Hangul, half composed"},
		{"\u304B\u3099", "\u304C", "kana"},
		{"\u0418\u0306", "\u0419", "Cyrillic"},
		{"\u212B", "\u00C5", "a singleton"},
		{"\u2000", "\u2002", "a singleton that is a space"},
		{"\uFB01", "\uFB01", "a compatibility character stays"},
		{"\u037E", ";", "a singleton that is ASCII"},
		{"\u0344", "\u0308\u0301", "one that falls apart"},
		{"\uF900", "\u8C48", "a compatibility ideograph"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(composed); i++)
		assert_ptr_equal(
			text_nfc(&arena, slice_str(composed[i])).ptr, composed[i]);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(text_nfc(&arena, slice_str(rows[i].in)), rows[i].out,
			rows[i].why);
	arena_fini(&arena);
}

static void marks_are_taken_off_their_letters(void **state)
{
	static const struct row rows[] = {
		{"", "", "nothing"},
		{"a b", "a b", "ASCII"},
		{"d\u00EDa \u00E9", "dia e", "composed"},
		{"e\u0301", "e", "by itself"},
		{"\u0439", "\u0438", "Cyrillic"},
		{"\uD55C", "\uD55C", "Hangul has none"},
		{"\u00F8\u00DF", "\u00F8\u00DF", "letters of their own"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(text_without_marks(&arena, slice_str(rows[i].in)),
			rows[i].out, rows[i].why);
	arena_fini(&arena);
}

static void case_is_folded_and_lowered(void **state)
{
	struct arena arena = {0};

	(void)state;
	assert_text(text_fold(&arena, S("Ruby")), "ruby", "ASCII");
	assert_text(text_fold(&arena, S("STRASSE")), "strasse", "ASCII");
	assert_text(text_fold(&arena, S("Stra\u00DFe")), "strasse", "folded");
	assert_text(text_fold(&arena, S("E\u0301t\u00C9")), "\u00E9t\u00E9", "NFC");
	assert_text(text_lower(&arena, S("\u00C9T\u00C9 Stra\u00DFe")),
		"\u00E9t\u00E9 stra\u00DFe", "lowered");
	assert_text(text_lower(&arena, slice_none), "", "nothing");
	arena_fini(&arena);
}

static void slugs_keep_tags_apart(void **state)
{
	static const struct row rows[] = {
		{"C++", "c-plus-plus", "C++"},
		{"C#", "c-sharp", "C#"},
		{"F#", "f-sharp", "F#"},
		{"C", "c", "C"},
		{"c++17", "c-plus-plus-17", "a number after it"},
		{"C# 8", "c-sharp-8", "a number after it"},
		{"Google+", "google-plus", "one at the end"},
		{"A+B", "a-b", "one between"},
		{"CI/CD", "ci-cd", "a slash"},
		{"#hashtag", "hashtag", "in front"},
		{"issue #5", "issue-5", "a number"},
		{".NET", "net", "a dot in front"},
		{"Node.js", "node-js", "a dot"},
		{"  Hello,   World!  ", "hello-world", "spaces"},
		{"\u00C9t\u00E9 \u00E0 la plage", "ete-a-la-plage", "accents"},
		{"Stra\u00DFe \u0152uvre", "stra\u00DFe-\u0153uvre", "letters stay"},
		{"\uFB01n \u00B2", "fin-2", "NFKD"},
		{"\u65E5\u672C\u8A9E", "\u65E5\u672C\u8A9E", "Han"},
		{"\u304C\u3093\u3070\u308B", "\u304C\u3093\u3070\u308B",
			"kana keep their marks"},
		{"\uD55C\uAE00", "\uD55C\uAE00", "Hangul"},
		{"\u0419\u043E\u0433\u0430", "\u0439\u043E\u0433\u0430", "Cyrillic"},
		{"\u0939\u093F\u0928\u094D\u0926\u0940",
			"\u0939\u093F\u0928\u094D\u0926\u0940", "Devanagari"},
		{"\u039A\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1",
			"\u03BA\u03B1\u03BB\u03B7\u03BC\u03B5\u03C1\u03B1",
			"Greek without accents"},
		{"co\u00ADop", "coop", "a soft hyphen"},
		{"\U0001F600", "", "nothing left"},
		{"---", "", "nothing left"},
		{"+", "", "nothing left"},
		{"", "", "nothing"},
	};
	struct arena arena = {0};
	struct buf signs;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(text_slug(&arena, slice_str(rows[i].in)), rows[i].out,
			rows[i].why);
	buf_init(&signs, BUF_UNLIMITED);
	buf_putc(&signs, 'a');
	buf_repeat(&signs, '+', 1000);
	assert_text(text_slug(&arena, buf_slice(&signs)), "a-plus-plus-plus",
		"a line of them");
	buf_fini(&signs);
	arena_fini(&arena);
}

static void ascii_says_what_it_can(void **state)
{
	static const struct row rows[] = {
		{"plain", "plain", "ASCII"},
		{"\u201CIt\u2019s\u201D \u2014 5\u20136\u2026", "\"It's\" - 5-6...",
			"typography"},
		{"\u00C9t\u00E9 c\u0153ur \u00C6 Stra\u00DFe \u0141\u00F3d\u017A",
			"Ete coeur AE Strasse Lodz", "letters"},
		{"a\u00A0b\u202Fc", "a b c", "spaces"},
		{"\u2610 \u2611 \u2022 \u2192 5 \u20AC", "[ ] [x] * -> 5 EUR", "signs"},
		{"\u65E5\u672C", "??", "the rest"},
		{"a\u200D\uFE0Fb", "ab", "what has no width"},
		{"\u2500\u2502", "-|", "lines"},
	};
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		text_ascii(&out, slice_str(rows[i].in));
		assert_text(buf_slice(&out), rows[i].out, rows[i].why);
	}
	/* Whatever character it is, ASCII comes out. */
	for (unsigned codepoint = 0x80; codepoint < 0x30000; codepoint += 7) {
		struct buf in;
		buf_init(&in, BUF_UNLIMITED);
		buf_put_utf8(&in, codepoint);
		buf_clear(&out);
		text_ascii(&out, buf_slice(&in));
		for (size_t i = 0; i < out.len; i++)
			assert_true((unsigned char)out.ptr[i] < 0x80);
		buf_fini(&in);
	}
	buf_fini(&out);
}

static void characters_have_kinds(void **state)
{
	(void)state;
	assert_true(text_is_cjk(0x65E5) && text_is_cjk(0x3042) && text_is_cjk(0x3002));
	assert_true(text_is_cjk(0xFF0C) && text_is_cjk(0x20000) && text_is_cjk(0x3231));
	assert_false(text_is_cjk(0xAC00) || text_is_cjk('a') || text_is_cjk(0x201C));
	assert_true(text_is_chinese_or_japanese(0x4E00));
	assert_false(text_is_chinese_or_japanese(0xD55C));
	assert_true(text_is_letter_or_digit('a') && text_is_letter_or_digit(0xE9));
	assert_true(text_is_letter_or_digit(0x65E5) && text_is_letter_or_digit(0x0665));
	assert_false(text_is_letter_or_digit('_') || text_is_letter_or_digit(0x2019));
	assert_true(text_is_space(' ') && text_is_space(0xA0) && text_is_space(0x3000));
	assert_false(text_is_space(0x200B) || text_is_space(0));
	assert_true(text_is_punctuation('*') && text_is_punctuation('$'));
	assert_true(text_is_punctuation(0x2019) && text_is_punctuation(0x3002));
	assert_false(text_is_punctuation('a') || text_is_punctuation(0xE9));
	assert_true(text_is_word(S("\u2192 a")));
	assert_false(text_is_word(S(" ,;|\u00B7\u2022")));
}

static void words_are_counted(void **state)
{
	static const struct {
		const char *text;
		size_t words;
	} rows[] = {
		{"", 0},
		{"one two, three.", 3},
		{"d\u2019ouverture", 2},
		{"caf\u00E9 d\u00E9j\u00E0", 2},
		{"cafe\u0301s", 1},
		{"\u65E5\u672C\u8A9E\u6587", 2},
		{"\u65E5", 1},
		{"\uD55C\uAE00 \uAE00", 2},
		{"abc\u65E5\u672Cdef", 3},
		{"co\u00ADop", 1},
		{"-- \u2014 !", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (text_word_count(slice_str(rows[i].text)) != rows[i].words)
			fail_msg("\"%s\": %zu", rows[i].text,
				text_word_count(slice_str(rows[i].text)));
	}
	/* Wherever a word of a long text ends. */
	char text[600];
	for (size_t at = 1; at < sizeof(text) - 1; at++) {
		memset(text, 'x', sizeof(text));
		text[at] = ' ';
		assert_int_equal(text_word_count(slice(text, sizeof(text))), 2);
		memset(text, ' ', sizeof(text));
		text[at] = 'x';
		assert_int_equal(text_word_count(slice(text, sizeof(text))), 1);
	}
}

static void the_ascii_at_the_start_is_measured(void **state)
{
	char text[40];

	(void)state;
	assert_int_equal(text_ascii_length(slice_none), 0);
	memset(text, 'x', sizeof(text));
	assert_int_equal(text_ascii_length(slice(text, sizeof(text))), sizeof(text));
	for (size_t at = 0; at < sizeof(text); at++) {
		memset(text, 'x', sizeof(text));
		text[at] = '\x80';
		assert_int_equal(text_ascii_length(slice(text, sizeof(text))), at);
	}
}

static void distances_count_edits(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned edits;
	} rows[] = {
		{"", "", 0},
		{"title", "title", 0},
		{"Title", "title", 0},
		{"titel", "title", 1},
		{"titl", "title", 1},
		{"tittle", "title", 1},
		{"tytle", "title", 1},
		{"", "abc", 3},
		{"kitten", "sitting", 3},
	};
	struct buf a, b;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(
			text_distance(slice_str(rows[i].a), slice_str(rows[i].b)),
			rows[i].edits);
		assert_int_equal(
			text_distance(slice_str(rows[i].b), slice_str(rows[i].a)),
			rows[i].edits);
	}
	buf_init(&a, BUF_UNLIMITED);
	buf_init(&b, BUF_UNLIMITED);
	buf_repeat(&a, 'a', 64);
	buf_repeat(&b, 'b', 65);
	assert_int_equal(text_distance(buf_slice(&a), buf_slice(&b)), 64);
	buf_fini(&a);
	buf_fini(&b);
}

static void what_is_near_may_have_been_meant(void **state)
{
	static const struct {
		const char *typed, *known;
		bool near;
		const char *why;
	} rows[] = {
		{"serv", "serve", true, "a beginning"},
		{"stat", "status", true, "a beginning, two letters short"},
		{"st", "status", false, "a beginning of two letters"},
		{"sevre", "serve", true, "two letters swapped"},
		{"SERVE", "serve", true, "in capitals"},
		{"chekc", "check", true, "the last two swapped"},
		{"rneder", "render", true, "two edits of six letters"},
		{"start", "status", false, "another word"},
		{"foo", "all", false, "nothing in common but a length"},
		{"port", "host", false, "two edits of four letters"},
		{"build", "render", false, "nothing in common"},
		{"", "key", false, "nothing"},
		{"k", "key", false, "one letter"},
		{"ky", "key", true, "a letter missing"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned least = UINT_MAX, same;
		bool near = text_is_near(
			slice_str(rows[i].typed), slice_str(rows[i].known), &least);
		if (near != rows[i].near)
			fail_msg("%s, %s: %s", rows[i].typed, rows[i].known, rows[i].why);
		same = least;
		if (near && text_is_near(slice_str(rows[i].typed),
				    slice_str(rows[i].known), &same))
			fail_msg("%s: nearer than itself", rows[i].typed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(controls_are_c0_del_and_c1),
		cmocka_unit_test(utf8_is_what_rfc_3629_says),
		cmocka_unit_test(characters_come_one_by_one),
		cmocka_unit_test(unclean_text_is_cleaned),
		cmocka_unit_test(clean_text_is_known_without_a_copy),
		cmocka_unit_test(a_line_for_people_has_single_spaces),
		cmocka_unit_test(columns_are_cells_of_a_terminal),
		cmocka_unit_test(a_head_cuts_no_grapheme),
		cmocka_unit_test(an_ellipsis_stands_where_text_was_cut),
		cmocka_unit_test(lines_break_where_uax_14_lets_them),
		cmocka_unit_test(
			what_may_not_be_broken_is_one_piece_in_lines_of_any_width),
		cmocka_unit_test(what_no_break_parts_is_cut_where_a_line_is_full),
		cmocka_unit_test(long_texts_wrap_without_losing_a_byte),
		cmocka_unit_test(composed_text_is_left_where_it_is),
		cmocka_unit_test(marks_are_taken_off_their_letters),
		cmocka_unit_test(case_is_folded_and_lowered),
		cmocka_unit_test(slugs_keep_tags_apart),
		cmocka_unit_test(ascii_says_what_it_can),
		cmocka_unit_test(characters_have_kinds),
		cmocka_unit_test(words_are_counted),
		cmocka_unit_test(the_ascii_at_the_start_is_measured),
		cmocka_unit_test(distances_count_edits),
		cmocka_unit_test(what_is_near_may_have_been_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
