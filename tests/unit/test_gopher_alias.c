/* SPDX-License-Identifier: MIT */
#include "serve/gopher_alias.h"
#include "serve/gopher_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "base/uri.h"
#include "render/gopher_link.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* 84 bytes of UTF-8: 252 when they are encoded. */
#define LONG "日日日日日日日日日日日日日日日日日日日日日日日日日日日日"

static const struct tree_file files[] = {
	{"_config.yml", "permalink: /:title/\nurl: https://own.example\n"},
	{"_posts/2024-05-01-short.md",
		"---\ntags: [" LONG LONG "]\n---\n[x](<https://reef.example/a b>) "
		"[y](ftp://reef.example/)\n"},
	{"_redirects", "/web https://web.example/\n"},
	{"_posts/2024-05-02-long.md", "---\npermalink: /" LONG "xyz/\n---\nx\n"},
	/* 253 bytes: the menu's selector fits, the text's does not. */
	{"_posts/2024-05-03-nearly.md", "---\npermalink: /" LONG "\n---\nx\n"},
	{LONG "xx.png", "not really"},
};

struct capsule {
	struct tree tree;
	struct site *site;
	struct serve serve;
	struct arena arena;
};

static void open_capsule(struct capsule *it)
{
	*it = (struct capsule){.serve.cache = cache_new(0),
		.serve.tables = cache_new(SERVE_TABLES_MAX_BYTES)};
	tree_init(&it->tree);
	tree_write_all(&it->tree, files, COUNT(files));
	it->site = site_check_scan(&it->tree);
}

static void close_capsule(struct capsule *it)
{
	site_check_free(it->site);
	cache_free(it->serve.cache);
	cache_free(it->serve.tables);
	arena_fini(&it->arena);
	tree_fini(&it->tree);
}

static struct slice alias_of(struct capsule *it, const char *key, bool text)
{
	return gopher_selector(
		&it->arena, uri_encode_path(&it->arena, slice_str(key)), text);
}

static void an_alias_leads_to_the_address_that_is_too_long(void **state)
{
	static const struct {
		const char *key;
		bool text;
		const char *expected, *why;
	} rows[] = {
		{"/" LONG "xyz/", false, "/" LONG "xyz/", "a post's menu"},
		{"/" LONG "xyz/", true, "/" LONG "xyz.txt", "its text"},
		{"/" LONG, true, "/" LONG ".txt", "a text alone"},
		{"/" LONG "xx.png", false, "/" LONG "xx.png", "a file"},
		{"/tags/" LONG LONG "/", false, "/tags/" LONG LONG "/", "a tag"},
		{"/tags/" LONG LONG "/feed.xml", false, "/tags/" LONG LONG "/feed.xml",
			"its feed"},
	};
	struct capsule it;
	(void)state;

	open_capsule(&it);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice alias = alias_of(&it, rows[i].key, rows[i].text), got;
		assert_true(slice_starts(alias, S("/-/")));
		if (!gopher_alias_find(&it.serve, 0, it.site, &it.arena, alias, &got) ||
			!slice_eq(got, slice_str(rows[i].expected)))
			fail_msg("%s", rows[i].why);
	}
	close_capsule(&it);
}

static void what_is_no_alias_of_this_site_is_none(void **state)
{
	static const struct {
		const char *key, *why;
	} rows[] = {
		{"/", "the home"},
		{"/-/", "nothing behind it"},
		{"/-/0123456789abcde", "a digit is missing"},
		{"/-/0123456789abcdef", "nothing has this hash"},
		{"/-/0123456789abcdefg", "one character too many"},
		{"/-/0123456789abcdeg.txt", "no hexadecimal digit"},
	};
	struct capsule it;
	(void)state;

	open_capsule(&it);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice key = slice_str(rows[i].key), got = S("as it was");
		if (gopher_alias_find(&it.serve, 0, it.site, &it.arena, key, &got) ||
			!slice_eq(got, S("as it was")))
			fail_msg("%s", rows[i].why);
	}
	/* A picture is no text. */
	struct slice alias = alias_of(&it, "/" LONG "xx.png", true), got;
	assert_false(gopher_alias_find(&it.serve, 0, it.site, &it.arena, alias, &got));
	close_capsule(&it);
}

/* Else whoever makes aliases up makes us look through all addresses for each. */
static void all_addresses_are_looked_through_once_for_a_snapshot(void **state)
{
	struct cache_counts counts;
	struct capsule it;
	struct slice got;
	(void)state;

	open_capsule(&it);
	for (int i = 0; i < 10; i++)
		gopher_alias_find(&it.serve, 0, it.site, &it.arena,
			arena_printf(&it.arena, "/-/%016x", (unsigned)i), &got);
	cache_counts(it.serve.tables, &counts);
	assert_int_equal(counts.misses, 1);
	assert_int_equal(counts.hits, 9);
	close_capsule(&it);
}

static void scan_anew(struct capsule *it)
{
	struct site *newer =
		site_check_scan_with(&it->tree, it->site, NULL, SITE_CHECK_NOW);

	site_check_free(it->site);
	it->site = newer;
}

/* What is known of an older snapshot's aliases says nothing of this one's. */
static void an_edit_may_take_names_away_and_move_the_others(void **state)
{
	struct capsule it;
	struct slice got;
	(void)state;

	open_capsule(&it);
	tree_write(&it.tree, "_posts/2024-06-01-a.md",
		"---\ntitle: A\ncategories: [aaa]\n---\n");
	tree_write(&it.tree, "_posts/2024-06-02-b.md",
		"---\ntitle: B\ncategories: [" LONG LONG "]\n---\n");
	scan_anew(&it);
	struct slice alias = alias_of(&it, "/categories/" LONG LONG "/", false);
	assert_true(gopher_alias_find(&it.serve, 0, it.site, &it.arena, alias, &got));

	tree_write(&it.tree, "_posts/2024-06-01-a.md", "---\ntitle: A\n---\n");
	scan_anew(&it);
	assert_true(gopher_alias_find(&it.serve, 0, it.site, &it.arena, alias, &got));
	assert_true(slice_eq(got, S("/categories/" LONG LONG "/")));

	tree_write(&it.tree, "_posts/2024-06-02-b.md", "---\ntitle: B\n---\n");
	scan_anew(&it);
	assert_false(gopher_alias_find(&it.serve, 0, it.site, &it.arena, alias, &got));
	close_capsule(&it);
}

static bool leads(struct capsule *it, const char *url)
{
	return gopher_url_is_linked(&it->serve, 0, it->site, &it->arena, slice_str(url));
}

static void a_url_is_led_on_to_where_the_site_links_it(void **state)
{
	static const struct {
		const char *url;
		bool known;
		const char *why;
	} rows[] = {
		{"https://reef.example/a%20b", true, "as a post links it"},
		{"https://reef.example/a", false, "nobody links there"},
		{"https://web.example/", true, "a redirect leads there"},
		{"ftp://reef.example/", false, "a scheme that is not led on"},
		{"/short/", false, "no URL"},
		{"https://own.example/old/?a#b", true, "our own web site"},
		{"https://own.example", true, "its home page"},
		{"https://own.example.evil.example/", false, "begins as it does"},
		{"http://own.example/", false, "another scheme than it has"},
	};
	struct capsule it;
	(void)state;

	open_capsule(&it);
	/* Twice: from the posts, then from what is known of them. */
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		if (leads(&it, rows[i % COUNT(rows)].url) != rows[i % COUNT(rows)].known)
			fail_msg("%s", rows[i % COUNT(rows)].why);
	}
	close_capsule(&it);
}

/* Else whoever makes URLs up makes us look through all posts for each. */
static void all_posts_are_looked_through_once_for_a_snapshot(void **state)
{
	struct cache_counts before, after;
	struct capsule it;
	(void)state;

	open_capsule(&it);
	leads(&it, "https://nowhere.example/");
	cache_counts(it.serve.tables, &before);
	for (int i = 0; i < 10; i++)
		leads(&it, arena_printf(&it.arena, "https://nowhere.example/%d", i).ptr);
	cache_counts(it.serve.tables, &after);
	assert_int_equal(after.misses, before.misses);
	assert_int_equal(after.hits, before.hits + 10);
	close_capsule(&it);
}

static void after_an_edit_only_what_was_edited_is_looked_through(void **state)
{
	struct cache_counts before, after;
	struct capsule it;
	(void)state;

	open_capsule(&it);
	leads(&it, "https://nowhere.example/");
	cache_counts(it.serve.tables, &before);
	tree_write(&it.tree, "_posts/2024-06-01-new.md",
		"---\ntitle: New\n---\n[z](https://new.example/)\n");
	scan_anew(&it);
	assert_false(leads(&it, "https://nowhere.example/"));
	assert_true(leads(&it, "https://new.example/"));
	cache_counts(it.serve.tables, &after);
	assert_int_equal(after.misses, before.misses + 2); /* the new one, and all */
	close_capsule(&it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_alias_leads_to_the_address_that_is_too_long),
		cmocka_unit_test(what_is_no_alias_of_this_site_is_none),
		cmocka_unit_test(a_url_is_led_on_to_where_the_site_links_it),
		cmocka_unit_test(all_posts_are_looked_through_once_for_a_snapshot),
		cmocka_unit_test(after_an_edit_only_what_was_edited_is_looked_through),
		cmocka_unit_test(an_edit_may_take_names_away_and_move_the_others),
		cmocka_unit_test(all_addresses_are_looked_through_once_for_a_snapshot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
