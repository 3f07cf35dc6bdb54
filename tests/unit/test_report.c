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

static const struct report_style screen = {0}, everything = {.all = true};

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
	report_print(&out, &diags, &facts, &screen);
	assert_text(&out, "c.md: error: too long; as it is\n"
			  "a.md:3:1: warning: link to nowhere: /x\n"
			  "b.md:1: warning: link to nowhere: /y\n"
			  "a.md:2:1: note: no alt: x.png; its name\n"
			  "a.md:4:1: note: no alt: y.png\n"
			  "\n"
			  "Tide\\x1B: 2 posts, 1 page, 0 files\n"
			  "4 pages are hidden or unlisted: 3 `build.list: never`, 1 "
			  "`pass\\x1Bword`\n"
			  "1 error, 2 warnings, 2 notes\n");
	buf_clear(&out);
	report_print(&out, &diags, &facts, &everything);
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
	buf_clear(&out);
	report_print(&out, &diags, &facts, &(struct report_style){.colour = true});
	assert_true(has(&out, "c.md: \033[1;31merror\033[0m: too long"));
	assert_true(has(&out, "b.md:1: \033[1;33mwarning\033[0m: link"));
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
	report_print(&out, &diags, &none, &screen);
	assert_text(&out, "0 posts, 0 pages, 0 files\n"
			  "nothing is wrong for a reader (0 notes)\n");
	buf_clear(&out);
	report_print_json(&out, &diags, &none);
	assert_true(has(&out, "\"kinds\": [],\n  \"diags\": []\n}\n"));
	buf_fini(&out);
	diag_fini(&diags);
}

static size_t lines_in(const struct buf *out)
{
	size_t lines = 0;
	for (size_t i = 0; i < out->len; i++)
		lines += out->ptr[i] == '\n';
	return lines;
}

/* @kinds kinds of @count messages each. */
static void fill(struct diag_list *diags, unsigned kind_count, unsigned count)
{
	diag_init(diags);
	diags->most = SIZE_MAX;
	for (unsigned i = 0; i < kind_count * count; i++)
		diag_add(diags, DIAG_WARNING, S("a.md"), i + 1, 0, NULL, "kind %02u: %u",
			i % kind_count, i);
}

static void more_than_a_screen_is_counted_instead(void **state)
{
	static const struct {
		unsigned kinds, count;
		struct report_style style;
		const char *has, *hasnt, *why;
	} rows[] = {
		{1, 18, {0}, "a.md:18: ", "--all", "all fit"},
		{1, 19, {0}, "a.md:18: warning: kind 00: 17 (and 1 more; 19 in 1 file)\n",
			"a.md:19: ", "one too many"},
		{3, 100, {0}, "kind 02: 17 (and 94 more; 100 in 1 file)\n", "kind 02: 20",
			"each kind has its share"},
		{30, 2, {0}, "... and 24 messages of 12 other kinds\n", "kind 18",
			"more kinds than lines"},
		{1, 30, {.rows = 40}, "a.md:30: ", "--all", "a high screen"},
		{1, 18, {.columns = 20}, "(and 9 more; 18 in 1 file)",
			"a.md:10: ", "a narrow one, where each takes two lines"},
	};
	struct diag_list diags;
	struct buf out;
	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_clear(&out);
		fill(&diags, rows[i].kinds, rows[i].count);
		report_print(&out, &diags, &facts, &rows[i].style);
		if (!has(&out, rows[i].has) || has(&out, rows[i].hasnt))
			fail_msg("%s:\n%.*s", rows[i].why, SARG(buf_slice(&out)));
		if (!rows[i].style.rows && lines_in(&out) > 23)
			fail_msg("%s: %zu lines", rows[i].why, lines_in(&out));
		diag_fini(&diags);
	}
	buf_fini(&out);
}

static void totals_are_right_past_what_a_list_holds(void **state)
{
	struct diag_list full, diags = {.most = SIZE_MAX};
	struct buf out;
	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	diag_init(&full);
	for (unsigned i = 0; i < DIAG_MAX + 2; i++)
		diag_add(&full, DIAG_NOTE, S("a.md"), 1, 0, NULL, "kind");
	diag_add(&full, DIAG_WARNING, S("a.md"), 1, 0, NULL, "other");
	for (unsigned i = 0; i < 3; i++)
		diag_copy_all(&diags, &full);
	report_print(&out, &diags, &facts, &screen);
	assert_true(has(&out, "\n0 errors, 3 warnings, 30006 notes; --all"));
	assert_int_equal(diag_count(&diags, DIAG_WARNING), 3);
	diag_fini(&full);
	diag_fini(&diags);
	buf_fini(&out);
}

static void commands_for_GitHub_name_no_hidden_page(void **state)
{
	struct diag_list diags;
	struct buf out;
	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	diag_init(&diags);
	diag_add(&diags, DIAG_WARNING, S("a,b.md"), 3, 7, "it is\nkept",
		"link to nowhere: /50%%");
	diag_add(&diags, DIAG_NOTE, slice_none, 0, 0, NULL, "nothing::here");
	report_print_github(&out, &diags, &facts, S("blog/"));
	assert_text(&out, "::warning file=blog/a%2Cb.md,line=3,col=7,title=link to "
			  "nowhere::link to nowhere: /50%25; it is%0Akept\n"
			  "::notice title=nothing%3A%3Ahere::nothing::here\n"
			  "::notice title=hidden::4 pages are hidden or unlisted\n"
			  "::notice title=check::0 errors, 1 warnings, 1 notes\n");
	diag_fini(&diags);
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
		cmocka_unit_test(more_than_a_screen_is_counted_instead),
		cmocka_unit_test(totals_are_right_past_what_a_list_holds),
		cmocka_unit_test(commands_for_GitHub_name_no_hidden_page),
		cmocka_unit_test(eight_words_that_hide_are_named),
		cmocka_unit_test(json_is_escaped_and_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
