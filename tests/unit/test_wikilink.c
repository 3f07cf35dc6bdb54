/* SPDX-License-Identifier: MIT */
#include "text/wikilink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void a_wikilink_is_read(void **state)
{
	static const struct {
		const char *source, *name, *words, *why; /* name NULL: none */
	} rows[] = {
		{"[[Note]] x", "Note", "Note", "a name"},
		{"[[Note|the label]]", "Note", "the label", "a label"},
		{"[[Note|]]", "Note", "Note", "an empty label is none"},
		{"[[ Note ]]", "Note", "Note", "blanks around it"},
		{"[[Note#Part]]", "Note", "Note > Part", "a part, as Obsidian shows it"},
		{"[[Note#A#B]]", "Note", "Note > A > B", "a part of a part"},
		{"[[Note#^f3a-1]]", "Note", "Note", "the name of a block is no word"},
		{"[[#Part]]", "", "Part", "a part of the page itself"},
		{"[[#^id|here]]", "", "here", "a block of it, with a label"},
		{"[[Note\\|label]]", "Note", "label", "in a table the bar is escaped"},
		{"[[a/b/Note.md]]", "a/b/Note.md", "a/b/Note", "with its ending"},
		{"[[../Note]]", "../Note", "Note", "the way to it is no word"},
		{"![[x.png]]", "x.png", "x.png", "a picture"},
		{"![[x.png|300]]", "x.png", "x.png", "its width"},
		{"![[x.png|300x20]]", "x.png", "x.png", "and height"},
		{"![[x.png|A heron|300]]", "x.png", "A heron", "its words and width"},
		{"![[x.png|A heron\\|300]]", "x.png", "A heron", "the same in a table"},
		{"[[Note|300]]", "Note", "300", "of a page a number is a label"},
		{"![[d.pdf#page=3]]", "d.pdf", "d.pdf", "a page of a file"},
		{"[[Note]](an aside)", "Note", "Note", "brackets behind it"},
		{"[[1]](https://x.example)", NULL, "", "Markdown's own link"},
		{"[[1]](#note)", NULL, "", "to a place in the page"},
		{"[[a][b]]", NULL, "", "Org's link"},
		{"[[1, 2], [3, 4]]", NULL, "", "a matrix"},
		{"[[:alpha:]]", NULL, "", "a class of characters"},
		{"[[]]", NULL, "", "nothing"},
		{"[[ ]]", NULL, "", "blanks"},
		{"[[|label]]", NULL, "", "no name"},
		{"[[a\nb]]", NULL, "", "two lines"},
		{"[[Note]", NULL, "", "one that does not end"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wikilink link;
		struct slice words = slice_none;
		bool is = wikilink_read(slice_str(rows[i].source), &link);
		if (is)
			words = wikilink_words(&arena, &link);
		if (is != (rows[i].name != NULL) ||
			(is && !slice_eq(link.name, slice_str(rows[i].name))) ||
			!slice_eq(words, slice_str(rows[i].words)))
			fail_msg("%s: %s: \"%.*s\" \"%.*s\"", rows[i].why, rows[i].source,
				is ? (int)link.name.len : 4, is ? link.name.ptr : "none",
				SARG(words));
	}
	arena_fini(&arena);
}

static void what_may_be_code_is_doubtful(void **state)
{
	struct wikilink link;

	(void)state;
	assert_true(wikilink_read(S("[[ -f x ]]"), &link) && link.is_doubtful);
	assert_true(wikilink_read(S("[[TOC]]"), &link) && link.is_doubtful);
	assert_true(wikilink_read(S("[[Note]]"), &link) && !link.is_doubtful);
}

static void a_line_keeps_the_words(void **state)
{
	static const struct {
		const char *line, *words;
	} rows[] = {
		{"On [[ponds/Lily|lilies]] and [[Reed]].", "On lilies and Reed."},
		{"if [[ -f x ]]", "if [[ -f x ]]"},
		{"nothing [here]", "nothing [here]"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice words = wikilink_strip(&arena, slice_str(rows[i].line));
		if (!slice_eq(words, slice_str(rows[i].words)))
			fail_msg("%s: %.*s", rows[i].line, SARG(words));
	}
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wikilink_is_read),
		cmocka_unit_test(what_may_be_code_is_doubtful),
		cmocka_unit_test(a_line_keeps_the_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
