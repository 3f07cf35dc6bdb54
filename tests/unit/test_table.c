/* SPDX-License-Identifier: MIT */
#include "render/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "base/text.h"

static const struct table_style narrow = {24, 4, "-"};

static void expect(
	const struct table *table, const struct table_style *style, const char *expected)
{
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	assert_true(table_render(&out, table, style));
	buf_putc(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_fini(&out);
}

static void columns_are_aligned_as_the_author_asked(void **state)
{
	static const enum doc_align aligns[] = {
		DOC_ALIGN_LEFT, DOC_ALIGN_RIGHT, DOC_ALIGN_CENTER};
	const struct slice cells[] = {S("Name"), S("Qty"), S("Where"), S("Nut"), S("7"),
		S("box"), S("Washer"), S("1200"), S("a")};
	const struct table table = {3, 3, true, aligns, cells};

	(void)state;
	expect(&table, &narrow,
		"Name     Qty  Where\n"
		"------  ----  -----\n"
		"Nut        7   box\n"
		"Washer  1200    a\n");
}

static void a_table_without_header_has_no_rule(void **state)
{
	const struct slice cells[] = {S("a"), S("b"), S("c"), S("")};
	const struct table table = {2, 2, false, NULL, cells};

	(void)state;
	expect(&table, &narrow, "a  b\nc\n");
}

static void a_cell_of_over_four_kilobytes_is_no_column(void **state)
{
	struct slice cells[] = {S("a"), slice_none};
	const struct table table = {2, 1, false, NULL, cells};
	struct buf text, out;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	buf_init(&out, BUF_UNLIMITED);
	while (text.len < 4096)
		buf_puts(&text, "ab ");
	cells[1] = slice_head(buf_slice(&text), 4096);
	assert_true(table_render(&out, &table, &narrow));
	buf_clear(&out);
	cells[1] = slice_head(buf_slice(&text), 4097);
	assert_false(table_render(&out, &table, &narrow));
	assert_int_equal(out.len, 0);
	buf_fini(&text);
	buf_fini(&out);
}

static void wide_characters_count_as_two_columns(void **state)
{
	const struct slice cells[] = {S("\u6771\u4eac"), S("1"), S("ab"), S("2")};
	const struct table table = {2, 2, false, NULL, cells};

	(void)state;
	expect(&table, &narrow, "\u6771\u4eac  1\nab    2\n");
}

static void a_hard_break_starts_a_line_in_its_cell(void **state)
{
	const struct slice cells[] = {S("a\nbb"), S("c"), S("d"), S("e")};
	const struct table table = {2, 2, false, NULL, cells};

	(void)state;
	expect(&table, &narrow, "a   c\nbb\nd   e\n");
}

static void cells_wrap_only_where_the_line_would_be_too_long(void **state)
{
	const struct slice fits[] = {S("123456789012345678"), S("1234")};
	const struct slice wraps[] = {S("one two three four five"), S("ab")};
	const struct table at_limit = {2, 1, false, NULL, fits};
	const struct table past_it = {2, 1, false, NULL, wraps};

	(void)state;
	expect(&at_limit, &narrow, "123456789012345678  1234\n");
	expect(&past_it, &narrow, "one two three four  ab\nfive\n");
}

static void what_cannot_fit_is_refused_and_leaves_no_trace(void **state)
{
	const struct slice cells[] = {S("123456789012"), S("1234567890123")};
	const struct slice words[] = {S("aaaaaaaa bb"), S("cccccccc dd"), S("ee")};
	const struct table unbreakable = {2, 1, false, NULL, cells};
	const struct table at_limit = {3, 1, false, NULL, words};
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	buf_puts(&out, "x");
	assert_false(table_render(&out, &unbreakable, &narrow));
	assert_int_equal(out.len, 1);
	buf_fini(&out);
	expect(&at_limit, &narrow, "aaaaaaaa  cccccccc  ee\nbb        dd\n");
}

static void a_column_stays_as_wide_as_words_need(void **state)
{
	static const struct table_style readable = {24, 12, "-"};
	const struct slice cells[] = {S("one two three"), S("four five six")};
	const struct slice more[] = {S("one two three"), S("four five"), S("six")};
	const struct table at_limit = {2, 1, false, NULL, cells};
	const struct table past_it = {3, 1, false, NULL, more};
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	/* 12 and 12 and the gap are more than 24. */
	assert_false(table_render(&out, &at_limit, &readable));
	assert_false(table_render(&out, &past_it, &readable));
	buf_fini(&out);
	expect(&at_limit, &narrow, "one two  four five\nthree    six\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned_as_the_author_asked),
		cmocka_unit_test(a_table_without_header_has_no_rule),
		cmocka_unit_test(a_cell_of_over_four_kilobytes_is_no_column),
		cmocka_unit_test(wide_characters_count_as_two_columns),
		cmocka_unit_test(a_hard_break_starts_a_line_in_its_cell),
		cmocka_unit_test(cells_wrap_only_where_the_line_would_be_too_long),
		cmocka_unit_test(a_column_stays_as_wide_as_words_need),
		cmocka_unit_test(what_cannot_fit_is_refused_and_leaves_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
