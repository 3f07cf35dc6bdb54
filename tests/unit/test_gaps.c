/* SPDX-License-Identifier: MIT */
#include "text/gaps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/gemtext.h"
#include "text/convert.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Nothing but literals is known, so that every "{{ x }}" leaves a gap. */
static void what_templates_leave_empty_takes_its_surroundings_along(void **state)
{
	static const struct {
		const char *source, *text, *why;
	} rows[] = {
		{"a {{ x }} b.", "a b.", "one space of two stays"},
		{"a ({{ x }}), b", "a, b", "brackets go with it"},
		{"\"{{ x }}\"\n\nb", "b", "a paragraph of quotes"},
		{"**{{ x }}**, {{ y }}!\n\nb", "b", "of marks and punctuation"},
		{"- a\n- {{ x }}\n- <{{ y }}>\n- b", "* a\n* b", "items"},
		{"- {{ x }}\n\nb", "b", "the only one"},
		{"Size: {{ x }}\n\nb", "b", "a label before it"},
		{"- Size: {{ x }}.\n- b", "* b", "with a full stop behind"},
		{"## H\n\n{{ x }}\n\n## I\n\nb", "## I\n\nb", "a heading over nothing"},
		{"## H\n\n{% for y in x %}\n- {{ y }}\n{% endfor %}", "",
			"over a list of none"},
		{"## H\n\n### I\n\n{{ x }}", "", "headings one below the other"},
		{"## H\n\n{{ x }}\n\n### I\n\nb", "## H\n\n### I\n\nb",
			"not over one that has words"},
		{"## H\n\na\n\n{{ x }}", "## H\n\na", "nor over other words"},
		{"## {{ x }}\n\na", "a", "a heading itself"},
		{"The list:\n\n- {{ x }}\n\nb", "b", "a label over a list"},
		{"The list:\n\n- {{ x }}\n\n- b", "The list:\n\n* b",
			"not where some of it stays"},
		{"[a]({{ x }}) b", "a b", "a link that leads nowhere keeps its words"},
		{"[a](https://a.example/{{ x }}) b", "a b\n\n=> https://a.example/ a",
			"one that leads somewhere leads"},
		{"| a | b |\n|---|---|\n| {{ x }} | {{ y }} |\n\nb", "b",
			"a table without rows"},
		{"| {{ z }} | b |\n|---|---|\n| {{ x }} | {{ y }} |\n\nb", "b",
			"nor a head"},
		{"```\n{{ x }}\n```\n\nb", "b", "a block of code"},
		{"```\na({{ x }});\n```", "```\na();\n```", "not where code stays"},
		{"```j{{ x }}s\na\n```", "```js\na\n```", "nor in what it is in"},
		{"`{{ x }}` b", "b", "a code span"},
		{"> {{ x }}\n\nb", "b", "a quotation"},
		{"a\n{% include x.html %}\nb", "a\n\nb",
			"a tag between two lines parts them, as it does on the web"},
		{"b\n\n{{ '' }}\n\nHere:\n\n{{ 'c' }}", "b\n\nHere:\n\nc",
			"what is empty on purpose is no gap"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		const struct convert_options options = {
			.liquid = true, .liquid_in_code = true, .kramdown = true};
		const struct text_env env = {.first_line = 1};
		const struct gemtext_options gemtext = {0};
		struct doc *doc;
		struct buf print;
		convert(&arena, slice_str(rows[i].source), &options, &env, &doc);
		buf_init(&print, BUF_MAX_BYTES);
		gemtext_render(&print, doc, &gemtext);
		struct slice got = slice_trim(buf_slice(&print));
		if (!slice_eq(got, slice_trim(slice_str(rows[i].text))))
			fail_msg("%s\n--- source\n%s\n--- expected\n%s\n--- got\n%.*s",
				rows[i].why, rows[i].source, rows[i].text, SARG(got));
		buf_fini(&print);
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_templates_leave_empty_takes_its_surroundings_along),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
