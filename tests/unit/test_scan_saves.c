/* SPDX-License-Identifier: MIT */
/* What is looked at again after a save, and what a save changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "scan/scan_internal.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void a_scan_with_a_hint_reads_only_the_folders_named(void **state)
{
	const struct slice folders[] = {S("a")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "a/one.md", "# One\n");
	tree_write(&tree, "a/same.md", "---\ntitle: [\n---\n# Same\n");
	tree_write(&tree, "b/two.md", "# Two\n");
	struct site *site = site_check_scan(&tree);
	const struct post *two = site_check_post(site, "/b/two/");
	const struct post *same = site_check_post(site, "/a/same/");
	tree_write(&tree, "a/one.md", "# Another title\n");
	tree_write(&tree, "a/new/three.md", "# Three\n");
	tree_write(&tree, "b/unseen.md", "# Unseen\n");
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	static const struct site_check_row rows[] = {
		{"/a/one/", "post a/one.md", "read again"},
		{"/a/new/three/", "post a/new/three.md", "a folder that is new"},
		{"/b/unseen/", "none", "nobody said that b changed"},
	};
	site_check_rows(next, rows, COUNT(rows));
	assert_true(
		slice_eq(site_check_post(next, "/a/one/")->title, S("Another title")));
	assert_ptr_equal(site_check_post(next, "/b/two/"), two);
	assert_ptr_equal(site_check_post(next, "/a/same/"), same);
	assert_true(site_check_diag(next, "a/same.md", ""));
	assert_true(site->version != next->version);
	tree_remove(&tree, "a");
	const struct slice top[] = {S(""), S("a")};
	const struct scan_hint removed = {.folders = top, .folder_count = 2};
	struct site *last = site_check_scan_with(&tree, next, &removed, SITE_CHECK_NOW);
	static const struct site_check_row after[] = {
		{"/a/one/", "none", "its folder went"},
		{"/a/new/three/", "none", "its folder went"},
		{"/b/two/", "post b/two.md", "still there"},
	};
	site_check_rows(last, after, COUNT(after));
	site_check_free(site);
	site_check_free(next);
	site_check_free(last);
	tree_fini(&tree);
}

static void folders_nested_too_deeply_stay_left_out_after_a_reload(void **state)
{
	const struct slice folders[] = {S("a")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct tree tree;
	char deepest[sizeof("d/") * SCAN_DEPTH_MAX + 16] = "", file[sizeof(deepest) + 8];
	(void)state;

	for (size_t i = 0; i < SCAN_DEPTH_MAX; i++)
		memcpy(deepest + 2 * i, "d/", sizeof("d/"));
	deepest[strlen(deepest) - 1] = '\0';
	snprintf(file, sizeof(file), "%s/x.md", deepest);
	tree_init(&tree);
	tree_write(&tree, file, "# Too deep\n");
	tree_write(&tree, "a/one.md", "# One\n");
	struct site *site = site_check_scan(&tree);
	assert_true(site_check_diag(site, deepest, "nested too deeply"));
	tree_write(&tree, "a/two.md", "# Two\n");
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	assert_true(site_check_diag(next, deepest, "nested too deeply"));
	site_check_post(next, "/a/two/");
	site_check_free(site);
	/* What was not read has no place in the walk: the next one reads on. */
	tree_write(&tree, "z/three.md", "# Three\n");
	const struct slice top[] = {S(""), S("z")};
	const struct scan_hint more = {.folders = top, .folder_count = 2};
	struct site *last = site_check_scan_with(&tree, next, &more, SITE_CHECK_NOW);
	site_check_post(last, "/z/three/");
	site_check_free(next);
	site_check_free(last);
	tree_fini(&tree);
}

static void a_save_costs_the_reading_of_one_file(void **state)
{
	static const struct {
		const char *path, *text, *why;
		size_t read;
	} steps[] = {
		{"_posts/2024-01-10-p10.md", "---\ntags: [b]\n---\nnew", "another text",
			1},
		{"_posts/2024-02-10-new.md", "new", "a post that is new", 1},
		{"_posts/2024-02-10-new.md", NULL, "and gone", 0},
		{"_posts/x.txt~", "x", "nothing of the site's", 0},
		{"_posts/2024-01-11-p11.md", "---\npublished: false\n---\n", "a draft",
			1},
		{"_posts/2024-01-12-p12.md", "---\npermalink: /p13/\n---\n",
			"the address of another", 1},
		{"_posts/2024-01-14-p14.md", "text", "while two have one address", 1},
	};
	const struct slice folder = S("_posts");
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /:title/\n");
	for (int i = 1; i <= 28; i++) {
		char path[64];
		snprintf(path, sizeof(path), "_posts/2024-01-%02d-p%d.md", i, i);
		tree_write(&tree, path, "---\ntags: [b]\n---\nText\n");
	}
	struct site *site = site_check_scan(&tree);
	assert_int_equal(((const struct scan_state *)site->scan_state)->files_read, 28);
	for (size_t i = 0; i < COUNT(steps); i++) {
		const struct slice file = slice_str(steps[i].path);
		const struct scan_hint hint = {.folders = &folder,
			.folder_count = 1,
			.files = &file,
			.file_count = 1};
		if (steps[i].text)
			tree_write(&tree, steps[i].path, steps[i].text);
		else
			tree_remove(&tree, steps[i].path);
		struct site *next =
			site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
		const struct scan_state *found = next->scan_state;
		if (found->files_read != steps[i].read)
			fail_msg("%s: %zu files read", steps[i].why, found->files_read);
		site_check_free(site);
		site = next;
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void settings_that_change_are_applied_to_every_post(void **state)
{
	const struct scan_hint nothing = {.all = false};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /a/:title/\n");
	tree_write(&tree, "_posts/2024-01-01-x.md", "---\n---\n");
	struct site *site = site_check_scan(&tree);
	site_check_post(site, "/a/x/");
	tree_write(&tree, "_config.yml", "permalink: /b/:title/\n");
	struct site *next = site_check_scan_with(&tree, site, &nothing, SITE_CHECK_NOW);
	site_check_post(next, "/b/x/");
	assert_true(site->names_version != next->names_version);
	site_check_free(site);
	site_check_free(next);
	tree_fini(&tree);
}

static void a_post_that_came_and_went_leaves_nothing_behind(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "a.md", "---\ndate: 2024-01-01\n---\nOne.\n");
	struct site *site = site_check_scan(&tree);
	tree_write(&tree, "b.md", "---\ndate: 2024-01-02\nref: x\n---\nTwo.\n");
	struct site *more = site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
	assert_int_equal(more->post_count, 2);
	tree_remove(&tree, "b.md");
	struct site *less = site_check_scan_with(&tree, more, NULL, SITE_CHECK_NOW);
	assert_int_equal(less->post_count, 1);
	assert_int_equal(less->source_count, 1);
	site_check_free(site);
	site_check_free(more);
	assert_true(slice_eq(less->posts[0]->source, S("a.md")));
	assert_null(site_by_name(less, S("b")));
	assert_null(site_by_source(less, S("b.md")));
	site_check_free(less);
	tree_fini(&tree);
}

static void pages_change_with_the_spelling_of_a_tag_that_they_print(void **state)
{
	static const struct tree_file files[] = {
		{"_posts/2024-01-01-a.md", "---\ntags: [ruby]\n---\n"},
		{"_posts/2024-01-02-b.md", "---\ntags: [ruby]\n---\n"},
		{"_posts/2024-01-03-c.md", "---\ntags: [Ruby]\n---\n"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *before = site_check_scan(&tree);
	tree_write(&tree, "_posts/2024-01-02-b.md", "---\ntags: [Ruby]\n---\n");
	struct site *after = site_check_scan_with(&tree, before, NULL, SITE_CHECK_NOW);
	assert_true(slice_eq(before->tags[0].name, S("ruby")));
	assert_true(slice_eq(after->tags[0].name, S("Ruby")));
	assert_true(before->names_version != after->names_version);
	site_check_free(before);
	site_check_free(after);
	tree_fini(&tree);
}

/* Pages link to the groups that there are, and show what redirects lead to. */
static void the_version_tells_where_one_name_ends_and_the_next_begins(void **state)
{
	static const struct {
		const char *file, *old, *text;
		bool names;
		const char *why;
	} rows[] = {
		{"_posts/2024-01-01-a.md", "---\ntitle: A\ncategories: [x]\n---\n",
			"---\ntitle: A\n---\n", true, "a category went"},
		{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [ab, c]\n---\n",
			"---\ntitle: A\ntags: [a, bc]\n---\n", true, "two tags"},
		{"_redirects", "/a /x\n/c /y/z\n", "/a /x/y\n/c /z\n", false,
			"two redirects"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: Blog\n");
		tree_write(&tree, rows[i].file, rows[i].old);
		struct site *before = site_check_scan(&tree);
		tree_write(&tree, rows[i].file, rows[i].text);
		struct site *after =
			site_check_scan_with(&tree, before, NULL, SITE_CHECK_NOW);
		if (before->version == after->version ||
			(rows[i].names && before->names_version == after->names_version))
			fail_msg("%s", rows[i].why);
		site_check_free(before);
		site_check_free(after);
		tree_fini(&tree);
	}
}

static void pages_change_with_all_that_a_link_to_a_post_shows(void **state)
{
	static const struct {
		const char *old_name, *old, *name, *text, *why;
	} rows[] = {
		{"a.md", "---\ntitle: Old\nlinkTitle: A\npermalink: /a/\n---\n", "a.md",
			"---\ntitle: New\nlinkTitle: A\npermalink: /a/\n---\n",
			"a link without words is called as the post is"},
		{"a.md", "---\ntitle: A\npermalink: /a/\n---\nWords\n", "a.md",
			"---\ntitle: A\npermalink: /a/\n---\nWords\n"
			"{% for post in site.posts %}{% endfor %}\n",
			"a list is another item of Gopher's than a text"},
		{"a.md", "---\ntitle: A\npermalink: /a/\n---\n", "b.md",
			"---\ntitle: A\npermalink: /a/\n---\n",
			"others may link to its source"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: Blog\n");
		tree_write(&tree, rows[i].old_name, rows[i].old);
		struct site *before = site_check_scan(&tree);
		tree_remove(&tree, rows[i].old_name);
		tree_write(&tree, rows[i].name, rows[i].text);
		struct site *after =
			site_check_scan_with(&tree, before, NULL, SITE_CHECK_NOW);
		site_check_post(after, "/a/");
		if (before->names_version == after->names_version)
			fail_msg("%s", rows[i].why);
		site_check_free(before);
		site_check_free(after);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_change_with_the_spelling_of_a_tag_that_they_print),
		cmocka_unit_test(
			the_version_tells_where_one_name_ends_and_the_next_begins),
		cmocka_unit_test(pages_change_with_all_that_a_link_to_a_post_shows),
		cmocka_unit_test(a_scan_with_a_hint_reads_only_the_folders_named),
		cmocka_unit_test(folders_nested_too_deeply_stay_left_out_after_a_reload),
		cmocka_unit_test(a_save_costs_the_reading_of_one_file),
		cmocka_unit_test(settings_that_change_are_applied_to_every_post),
		cmocka_unit_test(a_post_that_came_and_went_leaves_nothing_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
