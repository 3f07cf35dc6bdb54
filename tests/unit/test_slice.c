/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_text(struct slice got, const char *expected)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("got \"%.*s\", expected \"%s\"", SARG(got), expected);
}

static void an_absent_slice_is_an_empty_one(void **state)
{
	struct slice piece, none = slice_none;

	(void)state;
	assert_true(slice_eq(none, S("")));
	assert_true(slice_starts(none, none) && slice_ends(none, none));
	assert_int_equal(slice_cmp(none, S("")), 0);
	assert_int_equal(slice_find(none, S("a")), -1);
	assert_int_equal(slice_find(none, none), 0);
	assert_int_equal(slice_find_char(none, 'a'), -1);
	assert_int_equal(slice_rfind_char(none, 'a'), -1);
	assert_int_equal(slice_trim(none).len, 0);
	assert_null(slice_from(none, 3).ptr);
	assert_null(slice_str(NULL).ptr);
	assert_false(slice_split(&none, ',', &piece));
	assert_false(slice_next_line(&none, &piece));
	assert_false(slice_cut(none, ',', &piece, NULL));
}

static void one_of_a_list_is_the_whole_of_it(void **state)
{
	static const struct slice words[] = {S("a"), S("bc")};

	(void)state;
	assert_true(
		slice_is_among(S("a"), words, 2) && slice_is_among(S("bc"), words, 2));
	assert_false(
		slice_is_among(S("b"), words, 2) || slice_is_among(S("BC"), words, 2));
	assert_false(slice_is_among(slice_none, words, 2));
	assert_false(slice_is_among(S("bc"), words, 1));
}

static void parts_stay_inside(void **state)
{
	(void)state;
	assert_text(slice_from(S("abc"), 1), "bc");
	assert_text(slice_from(S("abc"), 3), "");
	assert_text(slice_from(S("abc"), 4), "");
	assert_text(slice_from(S("abc"), SIZE_MAX), "");
	assert_text(slice_head(S("abc"), 2), "ab");
	assert_text(slice_head(S("abc"), 4), "abc");
}

static void one_of_several_words_fits(void **state)
{
	static const struct {
		struct slice s, words;
		bool (*fits)(struct slice s, struct slice word);
		bool any;
		const char *why;
	} rows[] = {
		{S("md"), S("html|md"), slice_eq, true, "the last"},
		{S("html"), S("html|md"), slice_eq, true, "the first"},
		{S("m"), S("html|md"), slice_eq, false, "a part is not equal"},
		{S("html|md"), S("html|md"), slice_eq, false, "nor are all of them"},
		{S("MD"), S("html|md"), slice_eq_nocase, true, "without case"},
		{S("MDx"), S("html|md"), slice_eq_nocase, false, "and whole"},
		{S("a.tar.gz"), S(".zip|.gz"), slice_ends, true, "an ending"},
		{S("a.gz.b"), S(".zip|.gz"), slice_ends, false, "no ending"},
		{S("a.gz.b"), S(".zip|.gz"), slice_contains, true, "it stands inside"},
		{S("x"), S(""), slice_starts, false, "of no words none fits"},
		{S(""), S("a|b"), slice_eq, false, "nothing is none of them"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (slice_any(rows[i].s, rows[i].words, rows[i].fits) != rows[i].any)
			fail_msg("%s", rows[i].why);
	}
}

static void what_stands_at_an_end_is_taken_off(void **state)
{
	struct slice s = S("./a/./b.md");

	(void)state;
	assert_true(slice_skip(&s, S("./")));
	assert_text(s, "a/./b.md");
	assert_false(slice_skip(&s, S("./")));
	assert_text(s, "a/./b.md");
	assert_true(slice_drop(&s, S(".md")));
	assert_text(s, "a/./b");
	assert_false(slice_drop(&s, S(".md")));
	assert_text(s, "a/./b");
	assert_true(slice_drop(&s, S("a/./b")));
	assert_text(s, "");
	s = slice_none;
	assert_false(slice_skip(&s, S("a")) || slice_drop(&s, S("a")));
	assert_true(slice_skip(&s, S("")) && slice_drop(&s, S("")));
}

static void a_run_ends_where_another_byte_stands(void **state)
{
	struct slice s = S("a-1_ b"), nul = {"a\0b", 3};

	(void)state;
	assert_int_equal(slice_run(S("##a#"), '#'), 2);
	assert_int_equal(slice_run(slice_none, '#'), 0);
	assert_int_equal(slice_span(s, ""), 1);
	assert_int_equal(slice_span(s, "-_"), 4);
	assert_int_equal(slice_span(S("abc"), ""), 3);
	assert_int_equal(slice_span(slice_none, "a"), 0);
	assert_int_equal(slice_until(s, ""), 4);
	assert_int_equal(slice_until(s, "1"), 2);
	assert_int_equal(slice_until(S("abc"), "\""), 3);
	/* A NUL is neither a letter nor in a list that one ends. */
	assert_int_equal(slice_span(nul, "-"), 1);
	assert_int_equal(slice_until(nul, "-"), 3);
	assert_text(slice_take(&s, 2), "a-");
	assert_text(slice_take(&s, 9), "1_ b");
	assert_text(s, "");
}

static void slices_compare_by_bytes(void **state)
{
	(void)state;
	assert_true(slice_eq(S("a\0b"), S("a\0b")));
	assert_false(slice_eq(S("a\0b"), S("a\0c")));
	assert_true(slice_eq_nocase(S("aBc"), S("AbC")));
	assert_false(slice_eq_nocase(S("[\xC3\x89"), S("{\xC3\xA9"))); /* ASCII only */
	assert_true(slice_cmp(S("a"), S("ab")) < 0);
	assert_true(slice_cmp(S("b"), S("ab")) > 0);
	assert_true(slice_cmp(S("\xFF"), S("a")) > 0);
	assert_int_equal(slice_cmp(S("ab"), S("ab")), 0);
	assert_true(slice_starts(S("abc"), S("ab")));
	assert_false(slice_starts(S("a"), S("ab")));
	assert_true(slice_ends(S("abc"), S("bc")));
	assert_false(slice_ends(S("c"), S("bc")));
	assert_true(slice_starts_nocase(S("ABC"), S("ab")));
	assert_true(slice_ends_nocase(S("post.MD"), S(".md")));
}

static void hits_are_offsets(void **state)
{
	(void)state;
	assert_int_equal(slice_find(S("abcabc"), S("ca")), 2);
	assert_int_equal(slice_find(S("abc"), S("abcd")), -1);
	assert_int_equal(slice_find_char(S("abcabc"), 'b'), 1);
	assert_int_equal(slice_rfind_char(S("abcabc"), 'b'), 4);
	assert_int_equal(slice_find_char(S("abc"), 'x'), -1);
}

static void ends_are_trimmed(void **state)
{
	(void)state;
	assert_text(slice_trim(S(" \t\r\n\v\f a b \n")), "a b");
	assert_text(slice_trim(S(" \n")), "");
	assert_text(slice_trim_start(S(" a ")), "a ");
	assert_text(slice_trim_end(S(" a ")), " a");
}

static void pieces_come_in_order(void **state)
{
	struct slice in = S("a,,b,"), piece, before, after;

	(void)state;
	assert_true(slice_split(&in, ',', &piece));
	assert_text(piece, "a");
	assert_true(slice_split(&in, ',', &piece));
	assert_text(piece, "");
	assert_true(slice_split(&in, ',', &piece));
	assert_text(piece, "b");
	assert_false(slice_split(&in, ',', &piece));

	assert_true(slice_cut(S("key: a: b"), ':', &before, &after));
	assert_text(before, "key");
	assert_text(after, " a: b");
	assert_false(slice_cut(S("key"), ':', &before, &after));
	assert_text(before, "key");
	assert_text(after, "");
	assert_true(slice_cut(S("key:"), ':', NULL, &after));
	assert_text(after, "");
}

static void lines_lose_their_ends(void **state)
{
	struct slice in = S("one\r\ntwo\n\n\rfour\r"), line;

	(void)state;
	assert_true(slice_next_line(&in, &line));
	assert_text(line, "one");
	assert_true(slice_next_line(&in, &line));
	assert_text(line, "two");
	assert_true(slice_next_line(&in, &line));
	assert_text(line, "");
	assert_true(slice_next_line(&in, &line));
	assert_text(line, "\rfour\r"); /* no LF, so its CR is none of a line end */
	assert_false(slice_next_line(&in, &line));
}

static void hashes_are_fnv_1a(void **state)
{
	(void)state;
	assert_true(slice_hash(S("")) == 0xcbf29ce484222325);
	assert_true(slice_hash(S("a")) == 0xaf63dc4c8601ec8c);
	assert_true(slice_hash(S("foobar")) == 0x85944171f73967e8);
	assert_true(slice_hash_more(slice_hash(S("foo")), S("bar")) ==
		    slice_hash(S("foobar")));
}

static void numbers_have_only_digits_and_fit(void **state)
{
	unsigned long long number = 7;

	(void)state;
	assert_true(slice_to_uint(S("18446744073709551615"), &number));
	assert_true(number == UINT64_MAX);
	assert_true(slice_to_uint(S("007"), &number));
	assert_true(number == 7);
	assert_false(slice_to_uint(S("18446744073709551616"), &number));
	assert_false(slice_to_uint(S("99999999999999999999"), &number));
	assert_false(slice_to_uint(S(""), &number));
	assert_false(slice_to_uint(S("+1"), &number));
	assert_false(slice_to_uint(S("1 "), &number));
	assert_true(number == 7);
}

static void ascii_has_its_classes(void **state)
{
	(void)state;
	assert_int_equal(ascii_hex('0'), 0);
	assert_int_equal(ascii_hex('a'), 10);
	assert_int_equal(ascii_hex('F'), 15);
	assert_int_equal(ascii_hex('g'), -1);
	assert_int_equal(ascii_hex('@'), -1);
	assert_int_equal(ascii_lower('Z'), 'z');
	assert_int_equal(ascii_lower('['), '[');
	assert_true(ascii_is_space('\v') && !ascii_is_space('\b'));
	assert_true(ascii_is_alnum('z') && !ascii_is_alnum('_'));
}

static void what_is_longer_than_an_int_is_printed_in_part(void **state)
{
	const struct slice huge = slice("x", (size_t)INT_MAX + 1);

	(void)state;
	assert_int_equal(slice_precision(huge), INT_MAX);
	assert_int_equal(slice_precision(slice("x", SIZE_MAX)), INT_MAX);
	assert_int_equal(slice_precision(S("abc")), 3);
	assert_string_equal(slice_printable(slice_none), "");
}

static void a_path_has_a_name_and_a_folder(void **state)
{
	static const struct {
		const char *path, *folder, *name;
	} rows[] = {{"a/b/c.md", "a/b", "c.md"}, {"c.md", "", "c.md"}, {"a/", "a", ""},
		{"/c", "", "c"}, {"", "", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice path = slice_str(rows[i].path);
		assert_true(slice_eq(slice_path_folder(path), slice_str(rows[i].folder)));
		assert_true(slice_eq(slice_path_name(path), slice_str(rows[i].name)));
	}
}

static void a_folder_holds_what_is_below_it(void **state)
{
	static const struct {
		const char *path, *folder, *rest; /* NULL: it is not below */
		bool in;
	} rows[] = {{"a/b", "a", "b", true}, {"a/b/c", "a/b", "c", true},
		{"a", "a", NULL, true}, {"ab", "a", NULL, false},
		{"a", "a/b", NULL, false}, {"a/b", "", "a/b", true}, {"", "", "", true},
		{"", "a", NULL, false}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice path = slice_str(rows[i].path),
			     folder = slice_str(rows[i].folder);
		struct slice rest = path;
		const char *wanted = rows[i].rest ? rows[i].rest : rows[i].path;
		assert_int_equal(slice_in_folder(path, folder), rows[i].in);
		assert_int_equal(slice_skip_folder(&rest, folder), rows[i].rest != NULL);
		assert_true(slice_eq(rest, slice_str(wanted)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absent_slice_is_an_empty_one),
		cmocka_unit_test(one_of_a_list_is_the_whole_of_it),
		cmocka_unit_test(parts_stay_inside),
		cmocka_unit_test(one_of_several_words_fits),
		cmocka_unit_test(what_stands_at_an_end_is_taken_off),
		cmocka_unit_test(a_run_ends_where_another_byte_stands),
		cmocka_unit_test(slices_compare_by_bytes),
		cmocka_unit_test(hits_are_offsets),
		cmocka_unit_test(ends_are_trimmed),
		cmocka_unit_test(pieces_come_in_order),
		cmocka_unit_test(lines_lose_their_ends),
		cmocka_unit_test(hashes_are_fnv_1a),
		cmocka_unit_test(numbers_have_only_digits_and_fit),
		cmocka_unit_test(ascii_has_its_classes),
		cmocka_unit_test(what_is_longer_than_an_int_is_printed_in_part),
		cmocka_unit_test(a_path_has_a_name_and_a_folder),
		cmocka_unit_test(a_folder_holds_what_is_below_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
