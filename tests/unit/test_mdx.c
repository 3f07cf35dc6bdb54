/* SPDX-License-Identifier: MIT */
#include "text/mdx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void statements_and_comments_leave_blank_lines(void **state)
{
	static const struct {
		const char *in, *expected, *why;
	} rows[] = {
		{"import A from './a';\n\nText\n", "                    \n\nText\n",
			"an import"},
		{"import A from './a'\nimport B from './b'\n\nText", NULL,
			"two in a row"},
		{"export const a = {\n\n  b: 1,\n};\n\nText\n", NULL,
			"blank lines in brackets do not end it"},
		{"Text\nimport A from a paragraph\n", "Text\nimport A from a paragraph\n",
			"prose in a paragraph"},
		{"important\n", "important\n", "a word that begins so"},
		{"```js\nimport A from 'a';\n```\n", "```js\nimport A from 'a';\n```\n",
			"code"},
		{"~~~~\n\n```\n\nimport x from 'x'\n~~~~\n",
			"~~~~\n\n```\n\nimport x from 'x'\n~~~~\n",
			"marks of another kind"},
		{"a {/* b */} c\n", "a           c\n", "a comment"},
		{"a {/* b\n\nc */} d\n", "a      \n\n      d\n", "over many lines"},
		{"`{/* a */}`\n```\n{/* b */}\n```\n",
			"`         `\n```\n{/* b */}\n```\n", "code keeps it"},
		{"<B s={{a: 'b'}} c=\"d\"/> e", "<B s=\"b\"        c=\"d\"/> e",
			"a style"},
		{"<I src={require('./a.png').b} />", "<I src=\"./a.png\"              />",
			"the string in a call"},
		{"<A on={() => x > 1} {...p}>e</A>", "<A on=\"\"                  >e</A>",
			"no string; a spread"},
		{"<A\n  b={{\n    c: 1,\n  }}\n>d</A>",
			"<A\n  b=\"\"\n_        \n_   \n>d</A>", "over many lines"},
		{"<A b={`x${y}`} c={'\"'}>", "<A b=\"\"        c='\"'  >",
			"a template with holes; a quote in quotes"},
		{"a{' '}b {\"c\"} {d}", "a     b   c   {d}", "strings are words"},
		{"`<A b={c}>` a < b={c} <d", "`<A b={c}>` a < b={c} <d",
			"code spans and what is no tag"},
		{"<A b={c", "<A b={c", "never closed"},
		{"", "", "nothing"},
		{"import 'x'", "          ", "no line end"},
	};
	struct arena arena = {0};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice in = slice_str(rows[i].in), got = mdx_plain(&arena, in);
		if (rows[i].expected ? !slice_eq(got, slice_str(rows[i].expected))
				     : !slice_eq(slice_trim(got), S("Text")))
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(got));
		assert_int_equal(got.len, in.len);
	}
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_and_comments_leave_blank_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
