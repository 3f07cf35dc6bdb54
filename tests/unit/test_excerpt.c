/* SPDX-License-Identifier: MIT */
#include "search/excerpt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define TWENTY                                                                           \
	"one two three four five six seven eight nine ten eleven twelve thirteen "       \
	"fourteen fifteen sixteen seventeen eighteen nineteen twenty "

static void an_excerpt_shows_the_words_and_what_is_round_them(void **state)
{
	static const struct {
		const char *text, *typed;
		unsigned columns;
		const char *excerpt, *why;
	} rows[] = {
		{"A plover on the shore.", "shore", 60, "A plover on the shore.",
			"all of a short text"},
		{TWENTY "plover.", "three", 30, "one two three four five six\u2026",
			"near the beginning: the beginning"},
		{TWENTY "plover ran by the sea.", "plover", 40,
			"\u2026 twenty plover ran by the sea.", "far behind"},
		{TWENTY TWENTY, "nowhere", 20, "one two three four\u2026",
			"no hit in the body"},
		{TWENTY TWENTY, "-nineteen tag:x lang:fr", 20, "one two three four\u2026",
			"no word that is wanted"},
		{TWENTY "plover. " TWENTY "a curlew and a plover. " TWENTY,
			"plover curlew", 40,
			"\u2026 twenty a curlew and a plover. one two\u2026",
			"where most words are"},
		{TWENTY "rock. A rock pipit. " TWENTY, "\"rock pipit\"", 40,
			"\u2026 rock. A rock pipit. one two three\u2026", "a phrase"},
		{TWENTY "Un \u00C9t\u00C9 froid.", "ete", 40,
			"\u2026 twenty Un \u00C9t\u00C9 froid.", "without marks"},
		{"", "x", 40, "", "no text"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct search_query query;
		struct doc *doc = doc_new(&arena, S("en"));
		doc_add_paragraph(doc, slice_str(rows[i].text));
		search_query_read(&arena, slice_str(rows[i].typed), &query);
		struct slice is = search_excerpt(&arena, doc, &query, rows[i].columns);
		if (!slice_eq(is, slice_str(rows[i].excerpt)))
			fail_msg("%s: \"%.*s\", not \"%s\"", rows[i].why, SARG(is),
				rows[i].excerpt);
		if (text_columns(is) > rows[i].columns)
			fail_msg("%s: too long", rows[i].why);
		arena_fini(&arena);
	}
}

static void a_script_without_spaces_is_cut_anywhere(void **state)
{
	struct arena arena = {0};
	struct search_query query;
	struct buf text = BUF(BUF_MAX_BYTES);
	struct doc *doc = doc_new(&arena, S("ja"));
	(void)state;

	for (int i = 0; i < 100; i++)
		buf_puts(&text, "\u6771\u4EAC\u3067");
	buf_puts(&text, "\u732B\u304C\u597D\u304D\u3067\u3059\u3002");
	doc_add_paragraph(doc, buf_slice(&text));
	search_query_read(&arena, S("\u732B"), &query);
	struct slice is = search_excerpt(&arena, doc, &query, 40);
	assert_true(slice_starts(is, S("\u2026 ")));
	assert_true(slice_contains(is, S("\u732B\u304C\u597D\u304D")));
	assert_true(text_columns(is) <= 40);
	assert_true(text_is_utf8(is));
	buf_fini(&text);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_excerpt_shows_the_words_and_what_is_round_them),
		cmocka_unit_test(a_script_without_spaces_is_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
