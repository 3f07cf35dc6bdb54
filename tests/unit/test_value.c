/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/value.h"

static struct value scalar(const char *text)
{
	return (struct value){.kind = VALUE_SCALAR, .text = slice_str(text)};
}

static void a_key_matches_without_case_and_the_last_one_wins(void **state)
{
	struct arena arena = {0};
	struct value map = {.kind = VALUE_MAP};
	(void)state;

	*value_add_pair(&arena, &map) =
		(struct value_pair){.key = S("Title"), .value = scalar("one")};
	*value_add_pair(&arena, &map) =
		(struct value_pair){.key = S("redirect_from"), .value = scalar("/old")};
	*value_add_pair(&arena, &map) =
		(struct value_pair){.key = S("title"), .value = scalar("two")};
	assert_true(slice_eq(value_text(value_get(&map, S("TITLE"))), S("two")));
	assert_true(slice_eq(value_text(value_get(&map, S("Redirect-From"))), S("/old")));
	assert_null(value_get(&map, S("titl")));
	assert_null(value_get(NULL, S("title")));
	assert_null(value_get(&map.pairs[0].value, S("title")));
	assert_true(value_key_hash(S("lang-ref")) == value_key_hash(S("LANG_REF")));
	arena_fini(&arena);
}

static void a_path_goes_through_nested_maps(void **state)
{
	struct arena arena = {0};
	struct value root = {.kind = VALUE_MAP}, params = {.kind = VALUE_MAP};
	(void)state;

	*value_add_pair(&arena, &params) =
		(struct value_pair){.key = S("author"), .value = scalar("Ada")};
	*value_add_pair(&arena, &root) =
		(struct value_pair){.key = S("params"), .value = params};
	assert_true(
		slice_eq(value_text(value_path(&root, S("params.author"))), S("Ada")));
	assert_ptr_equal(value_path(&root, S("params")), &root.pairs[0].value);
	assert_null(value_path(&root, S("params.author.name")));
	assert_null(value_path(&root, S("nothing.author")));
	assert_null(value_path(&root, S("")));
	arena_fini(&arena);
}

static void text_is_trimmed_and_an_empty_one_is_absent(void **state)
{
	struct value padded = scalar("  a b\n"), empty = scalar(" \n"), list = {0};
	(void)state;

	list.kind = VALUE_LIST;
	assert_true(slice_eq(value_text(&padded), S("a b")));
	assert_null(value_text(&empty).ptr);
	assert_null(value_text(&list).ptr);
	assert_null(value_text(NULL).ptr);
}

static void a_boolean_is_one_of_six_words(void **state)
{
	static const struct {
		const char *text;
		int means; /* -1: no boolean */
	} rows[] = {
		{"true", 1},
		{"False", 0},
		{"YES", 1},
		{"no", 0},
		{"on", 1},
		{"off", 0},
		{"1", -1},
		{"truely", -1},
		{"", -1},
		{"2020-01-01", -1},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value value = scalar(rows[i].text);
		bool out = false;
		assert_int_equal(value_bool(&value, &out), rows[i].means >= 0);
		assert_int_equal(out, rows[i].means == 1);
		value.quoted = true;
		assert_int_equal(value_bool(&value, &out), rows[i].means >= 0);
	}
}

static void an_integer_fits_or_is_none(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t is;
	} rows[] = {
		{"0", true, 0},
		{"-12", true, -12},
		{"+7", true, 7},
		{"1_000", true, 1000},
		{"9223372036854775807", true, INT64_MAX},
		{"9223372036854775808", false, 0},
		{"-9223372036854775808", true, INT64_MIN},
		{"-9223372036854775809", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"1_", false, 0},
		{"_1", false, 0},
		{"1__0", false, 0},
		{"1.5", false, 0},
		{"0x10", false, 0},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value value = scalar(rows[i].text);
		int64_t out = 0;
		assert_int_equal(value_int(&value, &out), rows[i].ok);
		assert_true(out == rows[i].is);
	}
}

static void strings_of_a_list_leave_out_what_is_none(void **state)
{
	struct arena arena = {0};
	struct value list = {.kind = VALUE_LIST}, map = {.kind = VALUE_MAP}, one;
	struct slice *strings;
	(void)state;

	*value_add_item(&arena, &list) = scalar("a");
	*value_add_item(&arena, &list) = map;
	*value_add_item(&arena, &list) = scalar(" ");
	*value_add_item(&arena, &list) = scalar("b");
	assert_int_equal(value_strings(&arena, &list, &strings), 2);
	assert_true(slice_eq(strings[0], S("a")));
	assert_true(slice_eq(strings[1], S("b")));
	one = scalar("alone");
	assert_int_equal(value_strings(&arena, &one, &strings), 1);
	assert_true(slice_eq(strings[0], S("alone")));
	assert_int_equal(value_strings(&arena, &map, &strings), 0);
	assert_int_equal(value_strings(&arena, NULL, &strings), 0);
	arena_fini(&arena);
}

static void arrays_keep_what_was_added(void **state)
{
	struct arena arena = {0};
	struct value list = {.kind = VALUE_LIST};
	(void)state;

	for (unsigned i = 0; i < 1000; i++)
		value_add_item(&arena, &list)->line = i;
	assert_int_equal(list.count, 1000);
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(list.items[i].line, i);
	arena_fini(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_matches_without_case_and_the_last_one_wins),
		cmocka_unit_test(a_path_goes_through_nested_maps),
		cmocka_unit_test(text_is_trimmed_and_an_empty_one_is_absent),
		cmocka_unit_test(a_boolean_is_one_of_six_words),
		cmocka_unit_test(an_integer_fits_or_is_none),
		cmocka_unit_test(strings_of_a_list_leave_out_what_is_none),
		cmocka_unit_test(arrays_keep_what_was_added),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
