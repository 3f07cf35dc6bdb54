/* SPDX-License-Identifier: MIT */
#include "store/target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "base/uri.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define MUTATIONS    20000

/* 2026-11-30T15:04:05Z */
#define NOW 1796051045

static const struct tree_file jekyll[] = {
	{"_config.yml", "title: Reef\npermalink: pretty\n"},
	{"_posts/2024-05-01-coral.md", "---\ntitle: Coral\n---\n"},
	{"_posts/2024-05-02-sand.markdown", "---\ntitle: Sand\n---\n"},
	{"_posts/2024-05-03-moon.md", "---\ntitle: Moon\n---\n"},
	{"_posts/2026-11-30-hidden.md", "---\ntitle: Hidden\npublished: false\n---\n"},
	{"_posts/2026-11-30-today.md", "---\ntitle: Today\ndate: 2025-11-30\n---\n"},
	{"about.html", "---\ntitle: About\n---\n<p>About</p>"},
	{"index.md", "---\ntitle: Home\n---\n"},
	{"assets/img/old.PNG", "png"},
	{"robots.txt", "User-agent: *\n"},
};
static const struct tree_file hugo[] = {
	{"hugo.toml", "title = 'Reef'\n"},
	{"content/notes/2025/a.md", "---\ntitle: A\ndate: 2025-01-02\n---\n"},
	{"content/notes/2025/b/index.md", "---\ntitle: B\ndate: 2025-01-03\n---\n"},
	{"content/notes/2024/c.md", "---\ntitle: C\ndate: 2024-01-04\n---\n"},
	{"content/about.md", "---\ntitle: About\n---\n"},
	{"content/letters/one.md", "---\ntitle: One\n---\n"},
};
static const struct tree_file by_day[] = {
	{"hugo.toml", "title = 'Reef'\n"},
	{"content/entry/2022/04/13/a.md", "---\ntitle: A\ndate: 2022-04-13\n---\n"},
	{"content/entry/2022/05/01/b.md", "---\ntitle: B\ndate: 2022-05-01\n---\n"},
};
static const struct tree_file empty_jekyll[] = {{"_config.yml", "title: Reef\n"}};
static const struct tree_file empty_hugo[] = {{"hugo.toml", "title = 'Reef'\n"}};
static const struct tree_file empty_plain[] = {{"index.md", "Home\n"}};

static const struct {
	const char *name;
	const struct tree_file *files;
	size_t count;
	struct {
		const char *asked;  /* "/x/" an address, "x" a new one */
		const char *source; /* NULL: nowhere; "=": an existing one follows */
		bool is_new;
		const char *why;
	} rows[16];
} sites[] = {
	{"jekyll", jekyll, COUNT(jekyll),
		{
			{"/2024/05/01/coral/", "_posts/2024-05-01-coral.md", false,
				"the post that is there"},
			{"/2024/05/01/coral", "_posts/2024-05-01-coral.md", false,
				"without its slash"},
			{"/2024/05/02/sand/", "_posts/2024-05-02-sand.markdown", false,
				"its own ending"},
			{"/", "index.md", false, "the home page"},
			{"boat", "_posts/2026-11-30-boat.md", true, "a new one"},
			{"Boat & Sail.md", "_posts/2026-11-30-boat-sail.md", true,
				"its ending is the blog's"},
			{"/boat", "_posts/2026-11-30-boat.md", true,
				"the same at the top"},
			{"today", "_posts/2026-11-30-today.md", false, "again, today"},
			{"hidden", "_posts/2026-11-30-hidden-2.md", true,
				"a name that a hidden post has"},
			{"Sunset.JPG", "assets/img/sunset.jpg", true,
				"where its pictures are"},
			{"/assets/img/old.PNG", "assets/img/old.PNG", false,
				"a picture again"},
			{"/robots.txt", NULL, false, "a page of the capsule"},
			{"/about/", NULL, false, "HTML"},
			{"/archive/", NULL, false, "a generated page"},
			{"x.svg", NULL, false, "a kind that is not taken"},
		}},
	{"hugo", hugo, COUNT(hugo),
		{
			{"boat", "content/notes/2026/boat.md", true,
				"this year's folder"},
			{"/letters/two/", "content/letters/two.md", true,
				"beside those with such an address"},
			{"/nowhere/x/", NULL, false, "beside nothing"},
			{"boat.png", "static/images/boat.png", true, "a picture"},
			{"version-1.2", "content/notes/2026/version-1-2.md", true,
				"a dot in a name"},
		}},
	{"a folder for each day", by_day, COUNT(by_day),
		{{"boat", "content/entry/2026/11/30/boat.md", true, "today's"}}},
	{"jekyll without posts", empty_jekyll, 1,
		{{"boat", "_posts/2026-11-30-boat.md", true, "by the generator"},
			{"boat.png", "images/boat.png", true, "a picture"}}},
	{"hugo without posts", empty_hugo, 1,
		{{"boat", "content/posts/boat.md", true, "by the generator"},
			{"index", "content/posts/index-post.md", true,
				"one that would take in all others"},
			{"Index.md", "content/posts/index-post.md", true,
				"however it is written"},
			{"_index", "content/posts/index-post.md", true, "nor this"}}},
	{"a plain folder", empty_plain, 1,
		{{"boat", "boat.md", true, "at the top"},
			{"\xE6\x97\xA5\xE6\x9C\xAC", "post.md", true,
				"no letter is left"},
			{"../../etc/passwd", "etc-passwd.md", true, "no way out"},
			{".git", "git.md", true, "no dot file"}}},
};

static bool ask(const struct site *site, struct arena *arena, struct slice asked,
	struct store_target *out)
{
	struct slice key;

	if (!slice_starts(asked, S("/")))
		return store_target_new(site, arena, asked, NOW, out);
	*out = (struct store_target){0};
	return uri_path_key(arena, asked, &key) &&
	       store_target_at(site, arena, key, NOW, out);
}

static void an_address_is_a_file_of_the_blog(void **state)
{
	(void)state;

	for (size_t i = 0; i < COUNT(sites); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write_all(&tree, sites[i].files, sites[i].count);
		struct site *site = site_check_scan(&tree);
		for (size_t k = 0; k < COUNT(sites[i].rows) && sites[i].rows[k].asked;
			k++) {
			auto_arena struct arena arena = {0};
			struct store_target got;
			const char *source = sites[i].rows[k].source;
			bool good = ask(
				site, &arena, slice_str(sites[i].rows[k].asked), &got);
			if (good != (source != NULL) || (!good && !got.why) ||
				(good && (!slice_eq(got.source, slice_str(source)) ||
						 got.is_new != sites[i].rows[k].is_new)))
				fail_msg("%s, %s: \"%.*s\" %s %s", sites[i].name,
					sites[i].rows[k].why, SARG(got.source),
					got.is_new ? "new" : "", got.why ? got.why : "");
			/* What could not be read may be there: nothing new at an address. */
			site->has_errors = true;
			if (*sites[i].rows[k].asked == '/' && good && got.is_new &&
				ask(site, &arena, slice_str(sites[i].rows[k].asked),
					&got))
				fail_msg("%s, %s: a new page where one may be",
					sites[i].name, sites[i].rows[k].why);
			site->has_errors = false;
		}
		site_check_free(site);
		tree_fini(&tree);
	}
}

/* P23: whatever is asked for, a new name is [a-z0-9._-] in a folder that is known. */
static void no_name_comes_from_the_client(void **state)
{
	static const char *const seeds[] = {"/2024/05/01/coral/", "boat.png", "../x",
		"/letters/x", "a%2Fb", "CON", "_index.md", "index.md", ".git/config",
		"e\xCC\x81t\xC3\xA9.md", "/assets/img/old.PNG"};
	struct tree tree;
	size_t made = 0;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, jekyll, COUNT(jekyll));
	struct site *site = site_check_scan(&tree);
	srandom(23);
	for (size_t i = 0; i < MUTATIONS; i++) {
		auto_arena struct arena arena = {0};
		struct store_target got;
		struct slice asked =
			arena_dup(&arena, slice_str(seeds[i % COUNT(seeds)]));
		for (int k = 0; k < 3; k++)
			((char *)asked.ptr)[(size_t)random() % asked.len] =
				(char)(random() % 255 + 1);
		if (!ask(site, &arena, asked, &got) || !got.is_new)
			continue;
		made++;
		struct slice rest = got.source;
		bool known = slice_skip(&rest, S("_posts/2026-11-30-")) ||
			     slice_skip(&rest, S("assets/img/"));
		bool plain = rest.len && ascii_is_alnum(rest.ptr[0]);
		for (size_t k = 0; k < rest.len; k++)
			plain &= (ascii_is_alnum(rest.ptr[k]) &&
					 rest.ptr[k] == ascii_lower(rest.ptr[k])) ||
				 strchr("._-", rest.ptr[k]);
		if (!known || !plain)
			fail_msg("\"%.*s\" became \"%.*s\"", SARG(asked),
				SARG(got.source));
	}
	assert_true(made > MUTATIONS / 4);
	site_check_free(site);
	tree_fini(&tree);
}

/* P24 */
static void first_bytes_agree_with_the_ending(void **state)
{
	static const struct {
		const char *source;
		struct slice head;
		bool agrees;
		const char *why;
	} rows[] = {
		{"a.png", S("\x89PNG\r\n\x1a\n...."), true, "a picture"},
		{"a.png", S("<!DOCTYPE html><html>"), false, "a page of HTML"},
		{"a.png", S("\xff\xd8\xff\xe0"), false, "a JPEG"},
		{"a.jpg", S("\xff\xd8\xff\xe0"), true, "a JPEG"},
		{"a.jpeg", S("\xff\xd8\xff\xe1"), true, "the same"},
		{"a.gif", S("GIF89a"), true, "a GIF"},
		{"a.webp", S("RIFF\0\0\0\0WEBPVP8 "), true, "a WebP"},
		{"a.webp", S("RIFF\0\0\0\0WAVE"), false, "a sound"},
		{"a.avif",
			S("\0\0\0\x1c"
			  "ftypavif"),
			true, "an AVIF"},
		{"a.mp3", S("ID3\x04"), true, "a sound"},
		{"a.mp3", S("\xff\xfb\x90\x64"), true, "without a tag"},
		{"a.ogg", S("OggS"), true, "a sound"},
		{"a.opus", S("OggS"), true, "a sound"},
		{"a.m4a",
			S("\0\0\0\x20"
			  "ftypM4A "),
			true, "a sound"},
		{"a.flac", S("fLaC"), true, "a sound"},
		{"a.mp4",
			S("\0\0\0\x20"
			  "ftypisom"),
			true, "a film"},
		{"a.webm", S("\x1a\x45\xdf\xa3"), true, "a film"},
		{"a.pdf", S("%PDF-1.7"), true, "a document"},
		{"a.pdf", S("%PD"), false, "too short"},
		{"a.svg", S("<svg"), false, "a kind that is not taken"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (store_target_agrees(slice_str(rows[i].source), rows[i].head) !=
			rows[i].agrees)
			fail_msg("%s: %s", rows[i].source, rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_a_file_of_the_blog),
		cmocka_unit_test(no_name_comes_from_the_client),
		cmocka_unit_test(first_bytes_agree_with_the_ending),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
