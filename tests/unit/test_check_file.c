/* SPDX-License-Identifier: MIT */
#include "app/check_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *source, *said;
};

static void hold(const struct tree_file *files, size_t file_count, const struct row *rows,
	size_t row_count)
{
	struct tree tree;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < row_count; i++) {
		struct buf out;
		buf_init(&out, BUF_UNLIMITED);
		check_file(site, slice_str(rows[i].source), &out);
		if (slice_find(buf_slice(&out), slice_str(rows[i].said)) < 0)
			fail_msg("%s: \"%.*s\", expected \"%s\"", rows[i].source,
				SARG(buf_slice(&out)), rows[i].said);
		buf_fini(&out);
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void it_says_which_setting_hides_a_file_of_hugo(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "ignoreFiles = ['/cellar/']\n"},
		{"content/cellar/a.md", "---\ntitle: A\n---\n"},
		{"content/b.md", "---\ntitle: B\n---\n![in](/in.png)\n"},
		{"assets/in.png", "png"},
		{"assets/out.png", "png"},
	};
	static const struct row rows[] = {
		{"content/cellar/a.md",
			"because of `ignoreFiles: /cellar/` in hugo.toml"},
		{"content/b.md", "shown, at /b/"},
		{"assets/in.png", "a file, served at /in.png"},
		{"assets/out.png", "only if a page links them, and none does"},
	};
	(void)state;

	hold(files, COUNT(files), rows, COUNT(rows));
}

static void it_says_of_jekyll_and_zola_what_their_rules_are(void **state)
{
	static const struct tree_file jekyll[] = {
		{"_config.yml", "limit_posts: 1\nexclude: [drawer]\n"},
		{"_protected_pages.txt", "about.html secret\n"},
		{"about.md", "---\ntitle: A\n---\n"},
		{"drawer/a.md", "---\ntitle: A\n---\n"},
		{"_posts/2024-01-01-a.md", "---\ntitle: A\n---\n"},
		{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n"},
	};
	static const struct row jekyll_rows[] = {
		{"about.md", "locked because of `_protected_pages.txt`"},
		{"drawer/a.md", "because of `exclude: drawer` in _config.yml"},
		{"_posts/2024-01-01-a.md", "that `limit_posts: 1` lets through"},
		{"_posts/2024-01-02-b.md", "shown, at "},
	};
	static const struct tree_file zola[] = {
		{"config.toml", "base_url = 'https://z.example'\n"},
		{"content/a.md", "+++\ntitle = 'A'\n+++\n"},
		{"content/loose.png", "png"},
	};
	static const struct row zola_rows[] = {
		{"content/loose.png", "belong to pages, and no page is beside it"},
	};
	(void)state;

	hold(jekyll, COUNT(jekyll), jekyll_rows, COUNT(jekyll_rows));
	hold(zola, COUNT(zola), zola_rows, COUNT(zola_rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_which_setting_hides_a_file_of_hugo),
		cmocka_unit_test(it_says_of_jekyll_and_zola_what_their_rules_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
