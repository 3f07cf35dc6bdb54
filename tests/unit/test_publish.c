/* SPDX-License-Identifier: MIT */
#include "site/publish.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "site/mime.h"

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
		if (publish_glob(slice_str(rows[i].pattern), slice_str(rows[i].text),
			    rows[i].segments) != rows[i].expected)
			fail_msg("%s against %s: %s", rows[i].pattern, rows[i].text,
				rows[i].why);
	}
}

static void patterns_of_exclude_match_as_jekyll_does(void **state)
{
	static const struct {
		const char *pattern, *path;
		bool is_folder, expected;
		const char *why;
	} rows[] = {
		{"a", "a", false, true, "itself"},
		{"a", "ab/c", false, true, "a beginning"},
		{"/a", "a", false, true, "a slash in front says nothing"},
		{"a/", "a", true, true, "a folder"},
		{"a/", "a", false, false, "a file is no folder"},
		{"a/", "a/b", false, true, "what is in it"},
		{"*.log", "x/y.log", false, true, "a pattern"},
		{"b", "a/b", false, false, "from the site's folder only"},
		{"", "a", false, false, "nothing"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (publish_matches(slice_str(rows[i].pattern), slice_str(rows[i].path),
			    rows[i].is_folder) != rows[i].expected)
			fail_msg("%s against %s: %s", rows[i].pattern, rows[i].path,
				rows[i].why);
	}
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
	assert_false(publish_glob(
		slice(pattern, sizeof(pattern)), slice(text, sizeof(text)), false));
	assert_false(publish_glob(
		slice(pattern, sizeof(pattern)), slice(text, sizeof(text)), true));
}

static void media_types_go_by_extension(void **state)
{
	static const struct {
		const char *path, *mime;
	} rows[] = {{"a.png", "image/png"}, {"a.JPG", "image/jpeg"},
		{"x/feed.atom", "application/atom+xml"}, {"a.gmi", "text/gemini"},
		{"a.7z", "application/x-7z-compressed"}, {"a.zst", "application/zstd"},
		{"a.woff", "font/woff"}, {"a.woff2", "font/woff2"}, {"a.h", "text/plain"},
		{"LICENSE", "text/plain"}, {"a.unknown", "application/octet-stream"},
		{"noextension", "application/octet-stream"}, {"a.txt", "text/plain"},
		{"a.xml", "application/xml"}};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice mime = mime_of(slice_str(rows[i].path));
		if (!slice_eq(mime, slice_str(rows[i].mime)))
			fail_msg("%s is %.*s", rows[i].path, SARG(mime));
	}
	assert_true(mime_is_text(S("image/svg+xml")));
	assert_false(mime_is_text(S("image/png")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shell_patterns_match_as_shells_do),
		cmocka_unit_test(patterns_of_exclude_match_as_jekyll_does),
		cmocka_unit_test(patterns_take_no_longer_than_they_should),
		cmocka_unit_test(media_types_go_by_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
