/* SPDX-License-Identifier: MIT */
#include "app/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scan/hidden.h"

static const struct hidden_kind kinds[] = {
	{S("build.list: never"), 3}, {S("pass\x1Bword"), 1}};

static const struct report_facts facts = {.title = S("Tide\x1B"),
	.posts = 2,
	.pages = 1,
	.files = 0,
	.hidden = 4,
	.kinds = kinds,
	.kind_count = 2};

static void assert_text(const struct buf *out, const char *expected)
{
	if (!slice_eq(buf_slice(out), slice_str(expected)))
		fail_msg("got:\n%.*s\nexpected:\n%s", SARG(buf_slice(out)), expected);
}

static bool has(const struct buf *out, const char *words)
{
	return slice_find(buf_slice(out), slice_str(words)) >= 0;
}

static void messages_come_first_then_what_there_is_of_each_kind(void **state)
{
	struct diag_list diags;
	struct buf out;
	(void)state;
	diag_init(&diags);
	buf_init(&out, BUF_UNLIMITED);
	diag_add(&diags, DIAG_NOTE, S("a.md"), 2, 1, "its name", "no alt: x.png");
	diag_add(&diags, DIAG_WARNING, S("a.md"), 3, 1, NULL, "link to nowhere: /x");
	diag_add(&diags, DIAG_NOTE, S("a.md"), 4, 1, NULL, "no alt: y.png");
	diag_add(&diags, DIAG_WARNING, S("b.md"), 1, 0, NULL, "link to nowhere: /y");
	diag_add(&diags, DIAG_ERROR, S("c.md"), 0, 0, "as it is", "too long");
	report_print(&out, &diags, &facts, false);
	assert_text(&out, "a.md:2:1: note: no alt: x.png; its name\n"
			  "a.md:3:1: warning: link to nowhere: /x\n"
			  "a.md:4:1: note: no alt: y.png\n"
			  "b.md:1: warning: link to nowhere: /y\n"
			  "c.md: error: too long; as it is\n"
			  "\n"
			  "Tide\\x1B: 2 posts, 1 page, 0 files\n"
			  "4 pages are hidden or unlisted: 3 `build.list: never`, 1 "
			  "`pass\\x1Bword`\n"
			  "      1  error    too long\n"
			  "      2  warning  link to nowhere, in 2 files\n"
			  "      2  note     no alt, in 1 file\n"
			  "1 error, 2 warnings, 2 notes\n");
	buf_fini(&out);
	diag_fini(&diags);
}

static void nothing_wrong_is_said_too(void **state)
{
	struct report_facts none = {0};
	struct diag_list diags;
	struct buf out;
	(void)state;
	diag_init(&diags);
	buf_init(&out, BUF_UNLIMITED);
	report_print(&out, &diags, &none, false);
	assert_text(&out, "0 posts, 0 pages, 0 files\n"
			  "nothing is wrong for a reader (0 notes)\n");
	buf_clear(&out);
	report_print_json(&out, &diags, &none);
	assert_true(has(&out, "\"kinds\": [],\n  \"diags\": []\n}\n"));
	buf_fini(&out);
	diag_fini(&diags);
}

/* @count messages of one kind, each of another text. */
static void print_repeats(
	struct buf *out, enum diag_level level, bool same, unsigned count, bool all)
{
	struct diag_list diags;
	diag_init(&diags);
	for (unsigned i = 0; i < count; i++)
		diag_add(&diags, level, S("a.md"), i + 1, 0, NULL, "kind: %u",
			same ? 0 : i);
	buf_clear(out);
	report_print(out, &diags, &facts, all);
	diag_fini(&diags);
}

static void what_repeats_is_counted_instead(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	print_repeats(&out, DIAG_NOTE, false, REPORT_REPEATS_MAX, false);
	assert_true(has(&out, "a.md:10: ") && !has(&out, "--all"));
	print_repeats(&out, DIAG_NOTE, false, REPORT_REPEATS_MAX + 1, false);
	assert_true(has(&out, "a.md:3: ") && !has(&out, "a.md:4: "));
	assert_true(has(&out, "\n8 repeated messages are only counted"));
	assert_true(has(&out, "     11  note     kind, in 1 file\n"));
	print_repeats(&out, DIAG_NOTE, false, REPORT_REPEATS_MAX + 1, true);
	assert_true(has(&out, "a.md:11: ") && !has(&out, "--all"));
	/* Warnings only when they say the very same. */
	print_repeats(&out, DIAG_WARNING, false, REPORT_REPEATS_MAX + 1, false);
	assert_true(has(&out, "a.md:11: ") && !has(&out, "--all"));
	print_repeats(&out, DIAG_WARNING, true, REPORT_REPEATS_MAX + 1, false);
	assert_true(has(&out, "a.md:3: ") && !has(&out, "a.md:4: "));
	buf_fini(&out);
}

static void json_is_escaped_and_whole(void **state)
{
	struct diag_list diags;
	struct buf out;
	(void)state;
	diag_init(&diags);
	buf_init(&out, BUF_UNLIMITED);
	diag_add(&diags, DIAG_WARNING, S("a\"\\.md"), 7, 2, "in\nstead",
		"k: \x01\xFF\u00E9");
	report_print_json(&out, &diags, &facts);
	assert_text(&out,
		"{\n"
		"  \"title\": \"Tide\\u001b\",\n"
		"  \"posts\": 2, \"pages\": 1, \"files\": 0, \"hidden\": 4,\n"
		"  \"errors\": 0, \"warnings\": 1, \"notes\": 0, \"dropped\": 0,\n"
		"  \"kinds\": [\n"
		"    {\"kind\": \"k\", \"level\": \"warning\", \"count\": 1, \"files\": "
		"1}\n"
		"  ],\n"
		"  \"diags\": [\n"
		"    {\"file\": \"a\\\"\\\\.md\", \"line\": 7, \"column\": 2, "
		"\"level\": \"warning\", \"kind\": \"k\", "
		"\"message\": \"k: \\u0001\uFFFD\u00E9\", \"instead\": \"in\\nstead\"}\n"
		"  ]\n"
		"}\n");
	buf_fini(&out);
	diag_fini(&diags);
}

/* A line of the log has room for so many. */
static void eight_words_that_hide_are_named(void **state)
{
	static const struct hidden_kind words[] = {{S("a"), 9}, {S("b"), 8}, {S("c"), 7},
		{S("d"), 6}, {S("e"), 5}, {S("f"), 4}, {S("g"), 3}, {S("h"), 2},
		{S("i"), 1}, {S("j"), 1}};
	static const struct {
		size_t count;
		const char *text;
	} rows[] = {
		{0, ""},
		{2, "9 `a`, 8 `b`"},
		{8, "9 `a`, 8 `b`, 7 `c`, 6 `d`, 5 `e`, 4 `f`, 3 `g`, 2 `h`"},
		{10, "9 `a`, 8 `b`, 7 `c`, 6 `d`, 5 `e`, 4 `f`, 3 `g`, 2 `h`, 2 by "
		     "other words"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out;
		buf_init(&out, BUF_UNLIMITED);
		hidden_put_kinds(&out, words, rows[i].count);
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].text)))
			fail_msg("%zu: %.*s", rows[i].count, SARG(buf_slice(&out)));
		buf_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_come_first_then_what_there_is_of_each_kind),
		cmocka_unit_test(nothing_wrong_is_said_too),
		cmocka_unit_test(what_repeats_is_counted_instead),
		cmocka_unit_test(eight_words_that_hide_are_named),
		cmocka_unit_test(json_is_escaped_and_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
