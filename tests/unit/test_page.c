/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "page/page.h"
#include "page/route.h"
#include "render/gemtext.h"
#include "site/scan.h"

/* 2026-01-01: everything below is past then. */
#define NOW 1767225600

#define FILES_MAX 5

/* A folder, an address in it, and the whole page that stands there. */
struct row {
	struct tree_file files[FILES_MAX];
	const char *path, *page, *why;
};

static size_t count_files(const struct row *row)
{
	size_t count = 0;
	while (count < FILES_MAX && row->files[count].path)
		count++;
	return count;
}

static void print(const struct site *site, const char *path, struct arena *arena,
	struct diag_list *diags, struct buf *out)
{
	struct gemtext_options options = {0};
	struct route to;
	struct page page;
	route(site, arena, slice_str(path), &to);
	assert_int_equal(to.kind, ROUTE_PAGE);
	assert_int_equal(page_build(site, &to.page, arena, diags, &page), 0);
	if (page.content == PAGE_IS_DOC)
		gemtext_print(out, page.doc, &options);
	else
		buf_put(out, page.bytes);
}

static bool check_row(const struct row *row)
{
	static const struct scan_hint all = {.all = true};
	struct tree tree;
	struct arena arena;
	struct site *site;
	struct diag_list diags;
	struct buf out;

	tree_init(&tree);
	tree_write_all(&tree, row->files, count_files(row));
	struct site_config config = {.folder = tree.path, .smart = -1};
	assert_int_equal(scan(&config, NULL, &all, NOW, &site), 0);
	arena_init(&arena);
	diag_init(&diags);
	buf_init(&out, 0);
	print(site, row->path, &arena, &diags, &out);
	bool good = slice_eq(buf_slice(&out), slice_str(row->page));
	if (!good)
		print_error("%s\n--- expected\n%s--- got\n%.*s---\n", row->why, row->page,
			SARG(buf_slice(&out)));
	buf_fini(&out);
	diag_fini(&diags);
	arena_fini(&arena);
	if (site_drop(site))
		site_free(site);
	tree_fini(&tree);
	return good;
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof(*(rows)))

static void check_rows(const struct row *rows, size_t count)
{
	size_t bad = 0;
	for (size_t i = 0; i < count; i++)
		bad += !check_row(&rows[i]);
	assert_int_equal(bad, 0);
}

static void a_title_is_said_once(void **state)
{
	static const struct row rows[] = {
		{{{"tide.md", "# Tide\n\nIt comes.\n"}}, "/tide/",
			"# Tide\n\nIt comes.\n\n=> / Capsule\n",
			"a title from a heading"},
		{{{"tide.md", "# Tide\n\nIt comes.\n\n# Ebb\n\nIt goes.\n"}}, "/tide/",
			"# Tide\n\nIt comes.\n\n## Ebb\n\nIt goes.\n\n=> / Capsule\n",
			"from the first of two"},
		{{{"tide.md", "---\ntitle: The tide\n---\n# It comes\n\nNow.\n"}},
			"/tide/", "# The tide\n\nNow.\n\n=> / Capsule\n",
			"the only first-level heading is the title again"},
	};
	(void)state;
	CHECK(rows);
}

static void a_home_page_has_the_name_of_its_site(void **state)
{
	static const struct row rows[] = {
		{{{"index.md", "# My gemlog\n\nAhoy.\n"}}, "/", "# My gemlog\n\nAhoy.\n",
			"a site without a name takes its home page's"},
		{{{"_config.yml", "title: Reef\n"},
			 {"index.md", "---\n---\n# Reef\n\nAhoy.\n"}},
			"/", "# Reef\n\nAhoy.\n", "the same name is not said twice"},
		{{{"_config.yml", "title: Reef\n"},
			 {"index.md", "---\n---\n# Welcome\n\nAhoy.\n"}},
			"/", "# Reef\n\n## Welcome\n\nAhoy.\n", "another one is kept"},
	};
	(void)state;
	CHECK(rows);
}

static void a_language_has_its_own_opening(void **state)
{
	static const struct row rows[] = {
		{{{"_config.yml", "title: Reef\ndescription: The sea.\nlanguages: [en, "
				  "fr]\npermalink: /:title/\n"},
			 {"fr/index.md", "---\nlang: fr\n---\nLa mer.\n"},
			 {"_posts/2025-01-01-a.md", "---\ntitle: A\n---\nx\n"},
			 {"_posts/2025-01-02-b.md",
				 "---\ntitle: B\nlang: fr\npermalink: /fr/b/\n---\nx\n"}},
			"/fr/",
			"# Reef — Français\n\nLa mer.\n\n=> /archive/ Archives\n"
			"=> /en/ English\n=> / Reef\n=> /fr/feed.xml Flux Atom\n\n"
			"## Derniers articles\n\n=> /fr/b/ 2025-01-02 B\n",
			"the description of the site is in another language"},
	};
	(void)state;
	CHECK(rows);
}

static void a_tag_in_two_spellings_has_one_line(void **state)
{
	static const struct row rows[] = {
		{{{"a.md", "---\ntitle: A\ndate: 2025-01-01\ntags: [Ruby, ruby, "
			   "C++]\n---\nx\n"}},
			"/a/",
			"# A\n\nx\n\nJanuary 1, 2025 · 1 min · Ruby, ruby, C++\n\n"
			"=> /tags/ruby/ # Ruby\n=> /tags/c-plus-plus/ # C++\n"
			"=> / Capsule\n",
			"tags that differ in case"},
	};
	(void)state;
	CHECK(rows);
}

static void pictures_of_a_bundle_stay_beside_it(void **state)
{
	static const struct row rows[] = {
		{{{"hugo.yaml", "title: Reef\npermalinks:\n  posts: /:year/:slug/\n"},
			 {"content/posts/trip/index.md",
				 "---\ntitle: Trip\ndate: 2025-05-01\n---\n"
				 "![boat](boat.png)\n"},
			 {"content/posts/trip/boat.png", "not really"}},
			"/2025/trip/",
			"# Trip\n\n=> /posts/trip/boat.png boat (PNG, 10 B)\n\n"
			"May 1, 2025\n\n=> / Reef\n",
			"a pattern moves the post, not its folder"},
	};
	(void)state;
	CHECK(rows);
}

static void a_link_to_nothing_is_named(void **state)
{
	static const struct scan_hint all = {.all = true};
	static const struct tree_file files[] = {
		{"a.md", "# A\n\n[b](/b/) [c](c.md) [d](https://web.example/) [e](#e)\n\n"
			 "[f](/archive/2025/) [g](/archive/2025/02/) [h](/tags/x/) "
			 "[i](/feed.xml)\n"},
		{"c.md", "---\ndate: 2025-02-03\ntags: x\n---\n# C\n"}};
	struct tree tree;
	struct arena arena;
	struct site *site;
	struct diag_list diags;
	struct buf out;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, sizeof(files) / sizeof(*files));
	struct site_config config = {.folder = tree.path, .smart = -1};
	assert_int_equal(scan(&config, NULL, &all, NOW, &site), 0);
	arena_init(&arena);
	diag_init(&diags);
	buf_init(&out, 0);
	print(site, "/a/", &arena, &diags, &out);
	assert_int_equal(diags.count, 1);
	assert_true(slice_eq(diags.items[0].file, S("a.md")));
	assert_true(slice_find(diags.items[0].message, S("/b/")) >= 0);
	buf_fini(&out);
	diag_fini(&diags);
	arena_fini(&arena);
	if (site_drop(site))
		site_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_title_is_said_once),
		cmocka_unit_test(a_home_page_has_the_name_of_its_site),
		cmocka_unit_test(a_language_has_its_own_opening),
		cmocka_unit_test(a_tag_in_two_spellings_has_one_line),
		cmocka_unit_test(pictures_of_a_bundle_stay_beside_it),
		cmocka_unit_test(a_link_to_nothing_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
