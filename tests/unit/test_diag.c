/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void assert_printed(const struct diag *diag, const char *expected)
{
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	diag_print(&out, diag);
	if (!slice_eq(buf_slice(&out), slice_str(expected)))
		fail_msg(
			"got \"%.*s\", expected \"%s\"", SARG(buf_slice(&out)), expected);
	buf_fini(&out);
}

static void entries_say_where_what_and_what_instead(void **state)
{
	struct diag_list list;

	(void)state;
	diag_init(&list);
	diag_add(&list, DIAG_WARNING, S("a.md"), 3, 7, "it is left out",
		"no such tag \"%s\"", "x");
	diag_add(&list, DIAG_NOTE, S("a.md"), 3, 0, NULL, "m");
	diag_add(&list, DIAG_ERROR, S("a.md"), 0, 0, "", "m");
	diag_add(&list, DIAG_ERROR, slice_none, 0, 0, "i", "m");
	diag_add(&list, DIAG_ERROR, S("a\x1B\n.md"), 1, 2, "\xFF", "\x07");
	assert_printed(
		&list.items[0], "a.md:3:7: warning: no such tag \"x\"; it is left out");
	assert_printed(&list.items[1], "a.md:3: note: m");
	assert_printed(&list.items[2], "a.md: error: m");
	assert_printed(&list.items[3], "error: m; i");
	assert_printed(&list.items[4], "a\\x1B\\x0A.md:1:2: error: \\x07; \\xFF");
	assert_int_equal(diag_count(&list, DIAG_NOTE), 5);
	assert_int_equal(diag_count(&list, DIAG_WARNING), 4);
	assert_int_equal(diag_count(&list, DIAG_ERROR), 3);
	diag_fini(&list);
	diag_fini(NULL);
	diag_add(NULL, DIAG_ERROR, S("a"), 1, 1, NULL, "nobody wants to know");
}

static void entries_are_sorted_by_place_and_stay_in_order(void **state)
{
	static const struct {
		const char *file;
		unsigned line, column;
	} places[] = {{"b", 1, 1}, {"a", 2, 1}, {"a", 10, 1}, {"a", 2, 0}, {"a", 0, 0}};
	static const char *const expected[] = {"a: note: 4", "a:2: note: 3",
		"a:2:1: note: 1", "a:10:1: note: 2", "b:1:1: note: 0"};
	struct diag_list list;

	(void)state;
	diag_init(&list);
	diag_sort(&list);
	for (unsigned i = 0; i < 5; i++)
		diag_add(&list, DIAG_NOTE, slice_str(places[i].file), places[i].line,
			places[i].column, NULL, "%u", i);
	diag_sort(&list);
	for (unsigned i = 0; i < 5; i++)
		assert_printed(&list.items[i], expected[i]);
	diag_fini(&list);

	diag_init(&list);
	for (unsigned i = 0; i < 1000; i++)
		diag_add(&list, DIAG_NOTE, S("a"), 1, i % 2, NULL, "%u", i);
	diag_sort(&list);
	assert_printed(&list.items[0], "a:1: note: 0");
	assert_printed(&list.items[499], "a:1: note: 998");
	assert_printed(&list.items[500], "a:1:1: note: 1");
	assert_printed(&list.items[999], "a:1:1: note: 999");
	diag_fini(&list);
}

static void the_list_is_bounded(void **state)
{
	struct diag_list list, other;

	(void)state;
	diag_init(&list);
	diag_init(&other);
	for (unsigned i = 0; i < DIAG_MAX; i++)
		diag_add(&list, DIAG_NOTE, S("a"), i, 0, NULL, "m");
	assert_int_equal(list.count, DIAG_MAX);
	assert_int_equal(diag_count(&list, DIAG_NOTE), DIAG_MAX);
	diag_add(&list, DIAG_NOTE, S("a"), 0, 0, NULL, "m");
	assert_int_equal(list.count, DIAG_MAX);
	assert_int_equal(list.dropped[DIAG_NOTE], 1);
	assert_int_equal(diag_count(&list, DIAG_NOTE), DIAG_MAX + 1);
	diag_copy(&other, &list.items[DIAG_MAX - 1]);
	diag_copy(NULL, &list.items[0]);
	diag_fini(&list);
	assert_printed(&other.items[0], "a:9999: note: m");
	diag_fini(&other);
}

static void a_long_quotation_is_cut_between_characters(void **state)
{
	struct diag_list list;
	struct buf line;

	(void)state;
	diag_init(&list);
	buf_init(&line, BUF_UNLIMITED);
	for (unsigned shift = 0; shift < 3; shift++) {
		buf_clear(&line);
		buf_repeat(&line, 'x', shift);
		while (line.len < 100000)
			buf_puts(&line, "\u65E5");
		diag_add(&list, DIAG_NOTE, S("a"), 1, 1, NULL, "%.*s",
			SARG(buf_slice(&line)));
		struct slice message = list.items[shift].message;
		assert_true(message.len <= 1000 && message.len > 990);
		assert_true(text_is_utf8(message));
	}
	buf_fini(&line);
	diag_fini(&list);
}

static void the_kind_is_what_stands_before_the_colon(void **state)
{
	static const struct {
		struct slice message, kind;
	} rows[] = {
		{S("link to nowhere: /x: y"), S("link to nowhere")},
		{S("unknown tag 'x'"), S("unknown tag 'x'")},
		{S("at 10:30 or so"), S("at 10:30 or so")},
		{S(""), S("")},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct diag diag = {.message = rows[i].message};
		assert_true(slice_eq(diag_kind(&diag), rows[i].kind));
	}
}

static void words_are_found_where_they_stand_alone(void **state)
{
	static const struct {
		const char *text, *needle;
		unsigned line, column;
		const char *why;
	} rows[] = {
		{"a\n[b](/c)", "/c", 11, 5, "an address in parentheses"},
		{"/cd /c/ /c", "/c", 10, 9, "not the longer ones before it"},
		{"ab\n\nb", "b", 12, 1, "not the end of a word"},
		{"/x/c.png c.png", "c.png", 10, 4, "the end of a path is one"},
		{"see /c. And", "/c", 10, 5, "the end of a sentence"},
		{"see /c.x", "/c", 10, 0, "with an extension it is another"},
		{"nothing", "/c", 10, 0, "not there"},
		{"", "/c", 10, 0, "no text"},
		{"text", "", 10, 0, "nothing to look for"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned line = 10, column = 0;
		diag_locate(slice_str(rows[i].text), slice_str(rows[i].needle), &line,
			&column);
		if (line != rows[i].line || column != rows[i].column)
			fail_msg("%s: %u:%u", rows[i].why, line, column);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_say_where_what_and_what_instead),
		cmocka_unit_test(entries_are_sorted_by_place_and_stay_in_order),
		cmocka_unit_test(the_list_is_bounded),
		cmocka_unit_test(the_kind_is_what_stands_before_the_colon),
		cmocka_unit_test(words_are_found_where_they_stand_alone),
		cmocka_unit_test(a_long_quotation_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
