/* SPDX-License-Identifier: MIT */
#include "source/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void shell_patterns_match_as_shells_do(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool segments, expected;
		const char *why;
	} rows[] = {
		{"a", "a", false, true, "itself"},
		{"a", "b", false, false, "another"},
		{"", "", false, true, "nothing"},
		{"*", "", false, true, "any run, the empty one too"},
		{"*.md", "a/b.md", false, true, "a star crosses slashes"},
		{"*.md", "a/b.md", true, false, "a star stays in its segment"},
		{"*/b.md", "a/b.md", true, true, "one folder"},
		{"**/b.md", "b.md", true, true, "no folder at all"},
		{"**/b.md", "x/y/b.md", true, true, "any number of folders"},
		{"**/b.md", "x/ab.md", true, false, "whole folders only"},
		{"**/[^_]*.md", "_b.md", true, false, "nor does a part of a name do"},
		{"**/[^_]*.md", "x/_b.md", true, false, "below a folder likewise"},
		{"**/[^_]*.md", "_x/b.md", true, true, "the name alone is asked"},
		{"**/a/b", "a/a/b", true, true, "the second of two"},
		{"**/a/**/b", "x/a/c/a/d/b", true, true, "twice"},
		{"a/**/c", "a/b/b/c", true, true, "folders between"},
		{"a/**/c", "ac", true, false, "the slash is needed"},
		{"a?c", "abc", false, true, "any byte"},
		{"a?c", "a/c", true, false, "no slash"},
		{"[a-c]x", "bx", false, true, "a class"},
		{"[!a-c]x", "bx", false, false, "its opposite"},
		{"[]]x", "]x", false, true, "a bracket comes first in its class"},
		{"[ax", "[ax", false, true, "a class that is never closed is none"},
		{"\\*x", "*x", false, true, "escaped"},
		{"\\*x", "yx", false, false, "escaped"},
		{"*a*b*c", "xaybzc", false, true, "several stars"},
		{"*a*b*c", "xaybz", false, false, "the end is missing"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (pattern_glob(slice_str(rows[i].pattern), slice_str(rows[i].text),
			    rows[i].segments) != rows[i].expected)
			fail_msg("%s against %s: %s", rows[i].pattern, rows[i].text,
				rows[i].why);
	}
}

/* A list of the patterns of @lines, one a line. */
static struct pattern_list list_of(
	struct arena *arena, enum pattern_kind kind, const char *lines)
{
	struct pattern_list list = {.kind = kind, .scope = PATTERN_ALL};
	struct slice text = slice_str(lines), line;

	while (slice_next_line(&text, &line))
		pattern_add(arena, &list, line, NULL);
	return list;
}

struct row {
	const char *patterns, *path; /* "x/" asks about the folder "x" */
	bool hidden;
	const char *why;
};

static void hold(enum pattern_kind kind, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = {0};
		struct pattern_list list = list_of(&arena, kind, rows[i].patterns);
		struct slice path = slice_str(rows[i].path);
		bool folder = slice_ends(path, S("/"));
		path.len -= folder;
		if (pattern_hides(&list, path, folder ? PATTERN_FOLDERS : PATTERN_PAGES,
			    NULL) != rows[i].hidden)
			fail_msg("%s against %s: %s", rows[i].patterns, rows[i].path,
				rows[i].why);
		arena_fini(&arena);
	}
}

static void patterns_of_exclude_match_as_jekyll_does(void **state)
{
	static const struct row rows[] = {
		{"a", "a", true, "itself"},
		{"a", "ab/c", true, "a beginning"},
		{"/a", "a", true, "a slash in front says nothing"},
		{"./a", "a", true, "nor does a dot"},
		{"a/", "a/", true, "a folder"},
		{"a/", "a", false, "a file is no folder"},
		{"a/", "a/b", true, "what is in it"},
		{"*.log", "x/y.log", true, "a pattern"},
		{"b", "a/b", false, "from the site's folder only"},
		{"", "a", false, "nothing"},
		{"a\nb", "a", true, "one of several"},
	};
	(void)state;

	hold(PATTERN_PREFIX, rows, COUNT(rows));
}

static void globs_cross_slashes_or_are_of_the_name(void **state)
{
	static const struct row globs[] = {
		{"*.xlsx", "a/b/c.xlsx", true, "over slashes"},
		{"*.xlsx", "a/b/c.xls", false, "to its end"},
		{"a", "a/b", false, "all of the path"},
		{"*.{js,png}", "a/b.png", true, "one of the words, over slashes"},
		{"*.{js,png}", "a/b.jpg", false, "none of the words"},
		{"a/[xy]{b,c}", "a/yc", true, "a class beside them"},
	};
	static const struct row names[] = {
		{".#*", "a/.#b", true, "the name"},
		{"a", "a/b", false, "not the folder"},
		{"*.tmp", "x/y.tmp", true, "in any folder"},
	};
	(void)state;

	hold(PATTERN_GLOB, globs, COUNT(globs));
	hold(PATTERN_NAME, names, COUNT(names));
}

static void path_globs_match_as_picomatch_does(void **state)
{
	static const struct row rows[] = {
		{"*.md", "a.md", true, "in its folder"},
		{"*.md", "b/a.md", false, "a star stays there"},
		{"**/*.md", "b/c/a.md", true, "any folders"},
		{"**/*.md", "a.md", true, "no folder"},
		{"./b/**", "b/c/a", true, "a dot in front"},
		{"**/*.{md,mdx}", "x/a.mdx", true, "one of the words"},
		{"**/*.{md,mdx}", "x/a.mdxx", false, "none of the words"},
		{"**/_*.{js,jsx,ts}", "x/_y.ts", true, "beside a star"},
		{"{a,b/{c,d}}/x", "b/d/x", true, "nested"},
		{"{a,b/{c,d}}/x", "c/x", false, "nested"},
		{"{a}", "{a}", true, "braces without a comma are braces"},
		{"{a", "{a", true, "and so is one that is never closed"},
		{"a.{b", "a.b", false, "which is no group"},
		{"@(a|b)/x", "b/x", true, "one of"},
		{"@(a|b)/x", "ab/x", false, "only one"},
		{"a?(b).md", "a.md", true, "or none"},
		{"a+(b).md", "abb.md", true, "several"},
		{"a*(b).md", "a.md", true, "any number"},
		{"!(a).md", "b.md", true, "all but one"},
		{"!(a).md", "a.md", false, "all but this"},
		{"!(a).md", "ab.md", true, "another that begins so"},
		{"!(a)", "b/c", false, "but in its folder"},
		{"x{1,2}.(md)", "x1.(md)", true, "parentheses of a name"},
		{"{a,b}.md", "aXmd", false, "a dot is a dot"},
		{"{[ab]x,c}", "bx", true, "a class among words"},
		{"{[!ab]x,c}", "bx", false, "its opposite"},
		{"{[!ab],c}", "/", false, "no class holds a slash"},
		{"{?,ab}", "x", true, "any byte"},
		{"{\\*,ab}", "*", true, "escaped"},
		{"{\\*,ab}", "x", false, "escaped"},
		{"a/**\n!a/b/**", "a/b/c", false, "brought back"},
		{"a/**\n! a/b/**", "a/x/c", true, "not brought back"},
		{"a/**\n!a/b/**\na/b/c", "a/b/c", true, "the last one decides"},
	};
	(void)state;

	hold(PATTERN_PATH_GLOB, rows, COUNT(rows));
}

static void expressions_match_anywhere(void **state)
{
	static const struct row rows[] = {
		{"\\.foo$", "a/b.foo", true, "the end"},
		{"\\.foo$", "a/b.food", false, "only the end"},
		{"secret", "a/secrets/b", true, "in the middle"},
		{"^a/(b|c)/", "a/c/x", true, "a choice"},
		{"(?i)Draft", "a/draft.md", true, "a flag"},
		{"(?P<n>x)", "x", true, "a name as RE2 and Python write it"},
		{"\\pN", "a1", true, "a class of Unicode"},
	};
	(void)state;

	hold(PATTERN_REGEX, rows, COUNT(rows));
}

static void lines_of_gitignore_match_as_git_does(void **state)
{
	static const struct row rows[] = {
		{"# a\n\na", "a", true, "comments and blank lines are none"},
		{"# a", "# a", false, "a comment"},
		{"\\#a", "#a", true, "no comment"},
		{"a", "x/a", true, "a name in any folder"},
		{"/a", "x/a", false, "a slash in front: here only"},
		{"/a", "a", true, "here"},
		{"x/a", "y/x/a", false, "a slash in the middle likewise"},
		{"a/", "a", false, "folders only"},
		{"a/", "x/a/", true, "in any folder"},
		{"a/", "x/a/b/c", true, "with all in it"},
		{"*.md\n!b.md", "b.md", false, "brought back"},
		{"*.md\n!b.md", "a.md", true, "the others stay"},
		{"a/\n!a/b", "a/b", true, "not out of a hidden folder"},
		{"a/*\n!a/b", "a/b", false, "but of one whose contents are"},
		{"**/a/*.x", "p/a/y.x", true, "any folders"},
		{"a  ", "a", true, "spaces behind are none"},
		{"a\\ ", "a ", true, "but for this one"},
		{"\\!a", "!a", true, "a name that begins so"},
	};
	(void)state;

	hold(PATTERN_GITIGNORE, rows, COUNT(rows));
}

static void a_list_speaks_of_its_folder_and_its_scope(void **state)
{
	struct arena arena = {0};
	struct pattern_list list = list_of(&arena, PATTERN_PREFIX, "a\n*.x");
	const struct pattern *which;
	(void)state;

	list.folder = S("src");
	list.scope = PATTERN_PAGES;
	assert_true(pattern_hides(&list, S("src/b.x"), PATTERN_PAGES, &which));
	assert_int_equal(which->text.len, 3);
	assert_true(pattern_hides(&list, S("src/a"), PATTERN_PAGES, NULL));
	assert_false(pattern_hides(&list, S("src/b"), PATTERN_PAGES, &which));
	assert_null(which);
	assert_false(pattern_hides(&list, S("src/a"), PATTERN_FILES, NULL));
	assert_false(pattern_hides(&list, S("a"), PATTERN_PAGES, NULL));
	assert_false(pattern_hides(&list, S("srca/a"), PATTERN_PAGES, NULL));
	assert_false(pattern_hides(&list, S("src"), PATTERN_PAGES, NULL));
	list.prefix = S("/home/");
	assert_false(pattern_hides(&list, S("src/a"), PATTERN_PAGES, NULL));
	assert_true(pattern_hides(&list, S("src/b.x"), PATTERN_PAGES, NULL));
	arena_fini(&arena);
}

static void a_broken_pattern_hides_what_it_may_have_meant(void **state)
{
	static const struct {
		const char *pattern, *path;
		bool hidden;
		const char *why;
	} rows[] = {
		{"content/secret(", "x/content/secretly", true, "its plain text"},
		{"content/secret(", "content/public", false, "not what is without it"},
		{"[private", "a/Private/b", true, "in whatever case"},
		{"private(|se", "a/b", true, "a piece says too little: all of it"},
		{"(", "a", true, "it says nothing: all of it"},
		{"\xff\xfe(", "a", true, "not even text"},
		{"drafts?(", "my/draft", true, "a letter that may be missing"},
		{"drafts\\.(", "drafts.x", true, "a byte that is escaped"},
		{"drafts\\.\\.(", "a", false, "two of them"},
		{"drafts(\\", "a", false, "a backslash at the end"},
		{"\\u00e9(", "a", true, "a byte by its number is no word"},
		{"ab(drafts", "ab", true, "of a group nobody knows"},
		{"(?i)Drafts/(", "a/drafts/b", true, "a flag is none of the words"},
		{"(?i)Drafts/(", "a/b", false, "and says nothing of others"},
		{"(?!public)x(", "xy", true, "what must not be there"},
		{"[a-z_/]*(", "ab", true, "a class is no word"},
		{"(drafts|secret)?x(", "x", true, "a choice that may be missing"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct diag_list diags;
		struct pattern_list list = {.kind = PATTERN_REGEX,
			.scope = PATTERN_ALL,
			.setting = S("ignoreFiles"),
			.file = S("hugo.toml")};
		diag_init(&diags);
		pattern_add(&arena, &list, slice_str(rows[i].pattern), &diags);
		assert_int_equal(diag_count(&diags, DIAG_WARNING), 1);
		if (pattern_hides(&list, slice_str(rows[i].path), PATTERN_PAGES, NULL) !=
			rows[i].hidden)
			fail_msg("%s against %s: %s", rows[i].pattern, rows[i].path,
				rows[i].why);
		diag_fini(&diags);
		arena_fini(&arena);
	}
}

static void braces_of_more_words_than_can_be_asked_fit(void **state)
{
	char glob[8 * 64];
	size_t len = 0;
	(void)state;

	while (len + 60 < sizeof(glob))
		len += (size_t)snprintf(
			glob + len, sizeof(glob) - len, "{1,2,3,4,5,6,7,8,9}");
	assert_true(pattern_glob_braces(slice(glob, len), S("x"), false));
	assert_false(pattern_glob_braces(S("{1,2,3}{1,2,3}"), S("x"), false));
	assert_true(pattern_glob_braces(S("{1,2,3}{1,2,3}"), S("33"), false));
}

static void a_glob_that_is_longer_than_a_path_hides(void **state)
{
	struct arena arena = {0};
	struct pattern_list list = {.kind = PATTERN_PATH_GLOB, .scope = PATTERN_ALL};
	static char glob[200 * 1024];
	(void)state;

	memset(glob, '{', sizeof(glob));
	pattern_add(&arena, &list, slice(glob, sizeof(glob)), NULL);
	assert_true(pattern_hides(&list, S("a"), PATTERN_PAGES, NULL));
	arena_fini(&arena);
}

static void an_expression_without_end_hides(void **state)
{
	struct arena arena = {0};
	struct pattern_list list = list_of(&arena, PATTERN_REGEX, "^(a|aa)+$");
	char path[200];
	(void)state;

	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 1] = 'b';
	assert_true(pattern_hides(&list, slice(path, sizeof(path)), PATTERN_PAGES, NULL));
	assert_false(pattern_hides(&list, S("ab"), PATTERN_PAGES, NULL));
	arena_fini(&arena);
}

static void a_translated_glob_has_an_end(void **state)
{
	struct arena arena = {0};
	struct pattern_list list = {.kind = PATTERN_PATH_GLOB, .scope = PATTERN_ALL};
	char glob[3 * 40];
	(void)state;

	for (size_t i = 0; i < sizeof(glob); i++)
		glob[i] = "!()"[i % 3];
	pattern_add(&arena, &list, S("a"), NULL);
	pattern_add(&arena, &list, slice(glob, sizeof(glob)), NULL);
	assert_int_equal(list.count, 2);
	assert_true(pattern_hides(&list, S("a"), PATTERN_PAGES, NULL));
	arena_fini(&arena);
}

static void patterns_take_no_longer_than_they_should(void **state)
{
	char text[4096], pattern[512];
	(void)state;

	/* A backtracking matcher would not come back from this one. */
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(pattern); i++)
		pattern[i] = i % 2 ? 'a' : '*';
	pattern[sizeof(pattern) - 1] = 'b';
	assert_false(pattern_glob(
		slice(pattern, sizeof(pattern)), slice(text, sizeof(text)), false));
	assert_false(pattern_glob(
		slice(pattern, sizeof(pattern)), slice(text, sizeof(text)), true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shell_patterns_match_as_shells_do),
		cmocka_unit_test(patterns_of_exclude_match_as_jekyll_does),
		cmocka_unit_test(globs_cross_slashes_or_are_of_the_name),
		cmocka_unit_test(path_globs_match_as_picomatch_does),
		cmocka_unit_test(expressions_match_anywhere),
		cmocka_unit_test(lines_of_gitignore_match_as_git_does),
		cmocka_unit_test(a_list_speaks_of_its_folder_and_its_scope),
		cmocka_unit_test(a_broken_pattern_hides_what_it_may_have_meant),
		cmocka_unit_test(braces_of_more_words_than_can_be_asked_fit),
		cmocka_unit_test(a_glob_that_is_longer_than_a_path_hides),
		cmocka_unit_test(an_expression_without_end_hides),
		cmocka_unit_test(a_translated_glob_has_an_end),
		cmocka_unit_test(patterns_take_no_longer_than_they_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
