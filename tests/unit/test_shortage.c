/* SPDX-License-Identifier: MIT */
/* Connections hold the last descriptors: a scan finds all of the site, or it fails and the snapshot that is
 * there stays; a page is whole, or it is none that anybody gets, or keeps. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../support/tree.h"
#include "base/file.h"
#include "page/page.h"
#include "scan/scan.h"

#define NOW       1767225600 /* 2026-01-01 */
#define FREE_LAST 12 /* so many descriptors are enough for any scan of this folder */

static const struct tree_file files[] = {
	{"_config.yml", "title: Reef\n"},
	{"_redirects", "/old /new 301\n"},
	{"_posts/2024-05-01-coral.md", "---\ntitle: Coral\n---\nText.\n"},
	{"_posts/2024-05-02-sand.md", "---\ntitle: Sand\n---\nText.\n"},
	{"deep/er/page.md", "---\ntitle: Page\n---\nText.\n"},
	{"deep/er/file.txt", "text"},
	{"void", NULL},
};

/* Leaves room for just @count more. */
static void limit_descriptors(struct rlimit *before, int count)
{
	auto_close int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_true(next >= 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, before), 0);
	struct rlimit limit = *before;
	limit.rlim_cur = (rlim_t)next + (rlim_t)count;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void test_a_scan_finds_all_of_a_site_or_fails(void **state)
{
	struct tree tree;
	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, sizeof(files) / sizeof(*files));
	tree_link(&tree, "deep/er/file.txt", "link.txt");
	struct site_config config = {.folder = tree.path, .source = true};
	size_t failed = 0, found = 0;

	for (int count = 0; count <= FREE_LAST; count++) {
		struct rlimit before;
		struct site *site = NULL;
		limit_descriptors(&before, count);
		int error = scan(&config, NULL, NULL, NOW, &site);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
		if (error) {
			failed++;
			continue;
		}
		found++;
		if (site->post_count != 2 || site->file_count != 2 ||
			!site_find(site, S("/old")) ||
			!site_find(site, S("/deep/er/page")) ||
			!slice_eq(site->settings->title, S("Reef")))
			fail_msg("half a site with %d descriptors", count);
		assert_true(site_drop(site));
		site_free(site);
	}
	assert_true(failed > 0);
	assert_true(found > 0);
	tree_fini(&tree);
}

/* Is there @needle in what the page at @path is made of? -errno: there is no page now. */
static int shows(const struct site *site, const char *path, const char *needle)
{
	struct arena arena = {0};
	struct route to;
	struct page page;
	int shown = 0;

	route(site, &arena, slice_str(path), &to);
	assert_int_equal(to.kind, ROUTE_PAGE);
	int error = page_build(site, &to.page, &arena, NULL, &page);
	if (!error && page.content == PAGE_IS_FEED)
		shown = slice_eq(page.feed->entries[0].summary, slice_str(needle));
	for (const struct doc_node *n =
			error || page.content != PAGE_IS_DOC ? NULL : page.doc->root;
		n; n = doc_next(n, page.doc->root))
		shown |= n->kind == DOC_TEXT &&
			 slice_find(n->text, slice_str(needle)) >= 0;
	arena_fini(&arena);
	return error ? error : shown;
}

static void test_a_page_is_whole_or_none(void **state)
{
	static const struct tree_file blog[] = {
		{"_config.yml", "title: Reef\n"},
		{"_includes/tide.md", "High at noon."},
		{"_posts/2024-05-01-coral.md",
			"---\ntitle: Coral\npermalink: /coral/\n---\nThe text.\n"
			"\n{% include tide.md %}\n"},
		{"sea/page.md", "---\ntitle: Sea\n---\n{% include_relative low.txt %}\n"},
		{"sea/low.txt", "Low at six."},
	};
	static const struct {
		const char *path, *needle;
	} rows[] = {{"/feed.xml", "The text."}, {"/coral/", "High at noon."},
		{"/sea/page", "Low at six."}};
	struct tree tree;
	struct site *site;
	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, blog, sizeof(blog) / sizeof(*blog));
	struct site_config config = {.folder = tree.path};
	assert_int_equal(scan(&config, NULL, NULL, NOW, &site), 0);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned whole = 0, none = 0;
		for (int count = 0; count <= FREE_LAST; count++) {
			struct rlimit before;
			limit_descriptors(&before, count);
			int shown = shows(site, rows[i].path, rows[i].needle);
			assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
			if (shown == 0)
				fail_msg("%s lacks \"%s\" with %d descriptors",
					rows[i].path, rows[i].needle, count);
			whole += shown > 0;
			none += shown == -EMFILE;
		}
		assert_true(whole > 0);
		assert_true(none > 0);
		assert_int_equal(whole + none, FREE_LAST + 1);
	}
	assert_true(site_drop(site));
	site_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_scan_finds_all_of_a_site_or_fails),
		cmocka_unit_test(test_a_page_is_whole_or_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
