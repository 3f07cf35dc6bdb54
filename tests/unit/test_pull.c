/* SPDX-License-Identifier: MIT */
#include "app/pull.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void a_line_for_git_is_words_of_a_shell(void **state)
{
	static const struct {
		const char *verb, *source, *text, *line, *why;
	} rows[] = {
		{"Add", "_posts/boat.md", "---\ntitle: Boat\n---\n",
			"git add -- '_posts/boat.md' && git commit -m 'Add: Boat' -- "
			"'_posts/boat.md'",
			"a post"},
		{"Edit", "it's.md", "+++\ntitle = \"$(id) `id` \\\"it's\\\"\"\n+++\n",
			"git add -- 'it'\\''s.md' && git commit -m 'Edit: $(id) `id` "
			"\"it'\\''s\"' -- 'it'\\''s.md'",
			"quotes and commands"},
		{"Delete", ":[a]*.md", "Title: Of Pelican\n\ntext\n",
			"git add -- ':(literal):[a]*.md' && git commit -m 'Delete: Of "
			"Pelican' -- ':(literal):[a]*.md'",
			"a pattern of git"},
		{"Add", "boat.md", "---\ntitle: 'x\\''; touch pwned #'\n---\n",
			"git add -- 'boat.md' && git commit -m 'Add: "
			"x'\\\\''\\''; touch pwned #' -- 'boat.md'",
			"a quote that only fish takes for one that goes on"},
		{"Add", "a\\'; touch pwned #.md", "",
			"git add -- ':(literal)a'\\\\''\\''; touch pwned #.md' && git "
			"commit -m 'Add: a'\\\\''\\''; touch pwned #.md' -- "
			"':(literal)a'\\\\''\\''; touch pwned #.md'",
			"the same in a path"},
		{"Add", "a.png", "",
			"git add -- 'a.png' && git commit -m 'Add: a.png' -- 'a.png'",
			"no title"},
		{"Add", "-x.md", "---\ntitle: \"a\\n\\e[2Jb\"\n---\n",
			"git add -- '-x.md' && git commit -m 'Add: a [2Jb' -- '-x.md'",
			"a title of several lines, with what a terminal acts on"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_buf struct buf out = BUF(0);
		pull_put_git(&out, rows[i].verb, slice_str(rows[i].source),
			slice_str(rows[i].text));
		struct slice line = buf_slice(&out);
		assert_true(slice_drop(&line, S("\n")));
		if (!slice_eq(line, slice_str(rows[i].line)))
			fail_msg("%s: %.*s", rows[i].why, SARG(line));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_for_git_is_words_of_a_shell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
