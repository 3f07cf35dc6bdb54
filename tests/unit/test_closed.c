/* SPDX-License-Identifier: MIT */
#include "text/closed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

struct row {
	const char *body, *expected, *why;
};

static void check_rows(
	const struct closed_options *options, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = {0};
		struct slice got =
			closed_remove(&arena, slice_str(rows[i].body), options);
		if (!slice_eq(got, slice_str(rows[i].expected)))
			fail_msg("%s: got \"%.*s\"", rows[i].why, SARG(got));
		arena_fini(&arena);
	}
}

static void comments_of_obsidian_go(void **state)
{
	static const struct closed_options options = {.comments = true};
	static const struct row rows[] = {
		{"Hedges at 50 %.\n", "Hedges at 50 %.\n", "one sign is none"},
		{"A %%x%% b\n", "A  b\n", "in a line"},
		{"A\n%%\nx\n\ny\n%%\nB\n", "A\n\n\n\n\n\nB\n", "over lines, which stay"},
		{"A %%x\nB\n", "A \n\n", "never closed: to the end"},
		{"`%%x%%` y\n", "`%%x%%` y\n", "code"},
		{"```\n%%x%%\n```\n%%y%%\n", "```\n%%x%%\n```\n\n", "a fence"},
		{"~~~~\n```\n%%x%%\n~~~~\n", "~~~~\n```\n%%x%%\n~~~~\n", "a longer one"},
		{"```x``` a\n%%y%%\n", "```x``` a\n\n", "three backticks in a line"},
		{"```x``` %%y%%\n", "```x``` \n", "and a comment behind them"},
		{"```\n```js\n```\n%%y%%\n", "```\n```js\n```\n\n",
			"what has a word behind it closes none"},
		{"%% `x %% y` %%z%%\n", " y` \n", "a backtick in a comment is text"},
		{"%%\n```\n%%\nshown\n", "\n\n\nshown\n", "nor does a fence begin there"},
		{"a `b %%c%% d\n", "a `b  d\n", "a backtick that nothing closes"},
	};

	(void)state;
	check_rows(&options, rows, sizeof(rows) / sizeof(*rows));
}

static void locked_parts_become_a_line(void **state)
{
	static const struct closed_options options = {
		.shortcodes = true, .lang = S("fr")};
#define LINE "(Cette partie est verrouillée sur le web.)"
	static const struct row rows[] = {
		{"A\n{{% hugo-encryptor \"x\" %}}\nS\n{{% /hugo-encryptor %}}\nB\n",
			"A\n" LINE "\n\n\nB\n", "its lines stay"},
		{"{{< ENCRYPT >}}S{{</ Encrypt >}} B", LINE " B", "case aside"},
		{"{{< encrypt >}}S{{</ encrypt >}} B", LINE " B", "in a line"},
		{"{{<hugo-encrypt>}}S{{< /encrypt >}}T", LINE, "another's end is none"},
		{"A {{% encrypt %}} S", "A " LINE, "never closed: to the end"},
		{"A {{% encrypt S", "A " LINE, "a tag without an end"},
		{"{{% encrypt %}}S{{% note %}}T{{% /note %}}U{{% /encrypt %}}V", LINE "V",
			"others inside"},
		{"{{% note %}}encrypt{{% /note %}}", "{{% note %}}encrypt{{% /note %}}",
			"the word alone"},
		{"{{% /encrypt %}} A", "{{% /encrypt %}} A", "an end alone"},
	};

	(void)state;
	check_rows(&options, rows, sizeof(rows) / sizeof(*rows));
}

static void what_stands_behind_many_locked_parts_is_there(void **state)
{
	static const struct closed_options options = {
		.shortcodes = true, .lang = S("ja")};
	struct arena arena = {0};
	struct buf body;
	(void)state;

	buf_init(&body, BUF_UNLIMITED);
	for (size_t i = 0; i < 2000; i++)
		buf_puts(&body, "{{<encrypt>}}{{</encrypt>}}");
	buf_puts(&body, "end");
	assert_true(
		slice_ends(closed_remove(&arena, buf_slice(&body), &options), S("end")));
	buf_fini(&body);
	arena_fini(&arena);
}

static void what_is_off_stays(void **state)
{
	static const struct closed_options options = {0};
	static const struct row rows[] = {
		{"%%x%% {{% encrypt %}}S{{% /encrypt %}}",
			"%%x%% {{% encrypt %}}S{{% /encrypt %}}", "other sites"},
	};

	(void)state;
	check_rows(&options, rows, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_of_obsidian_go),
		cmocka_unit_test(locked_parts_become_a_line),
		cmocka_unit_test(what_stands_behind_many_locked_parts_is_there),
		cmocka_unit_test(what_is_off_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
