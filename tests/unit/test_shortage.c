/* SPDX-License-Identifier: MIT */
/* A scan while connections hold the last descriptors: it finds all of the site, or it fails and the
 * snapshot that is there stays. It never finds half a site. */
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
#include "site/scan.h"

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
	struct site_config config = {.folder = tree.path, .source = true, .smart = -1};
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_scan_finds_all_of_a_site_or_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
