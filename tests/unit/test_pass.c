/* SPDX-License-Identifier: MIT */
/* A pass that goes on from the one before it finds what a new one finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "search/pass.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct pass_options alone = {.threads = 1};

static void put_posts(
	struct buf *out, const char *what, const struct post *const *posts, size_t count)
{
	buf_printf(out, " %s", what);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, " %.*s", SARG(posts[i]->path));
}

/* What the threads of @site say of each page. */
static void describe(struct buf *out, const struct site *site)
{
	auto_arena struct arena arena = {0};
	const struct post *const *posts;

	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		buf_printf(out, "%.*s", SARG(post->path));
		size_t count = threads_backlinks(site, post, &arena, &posts);
		put_posts(out, "from", posts, count);
		count = threads_related(site, post, &arena, &posts);
		put_posts(out, "like", posts, count);
		buf_putc(out, '\n');
	}
}

static const struct tree_file files[] = {
	{"_config.yml", "title: Jay\npermalink: /:title/\n"},
	{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [t]\n---\n[b](/b/)\n"},
	{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/) [later](/later/)\n"},
	{"_posts/2024-01-03-c.md", "---\ntitle: C\ntags: [t]\n---\n[b](/b/)\n"},
	{"_posts/2024-01-04-d.md", "---\ntitle: D\n---\nNothing.\n"},
	{"_posts/2024-01-05-e.md", "---\ntitle: E\ntags: [t]\n---\n[w](/old-d/)\n"},
	{"_posts/2024-01-06-f.md", "---\ntitle: F\n---\n{% for p in site.tags.t %}[x]({{ "
				   "p.url }}) {% endfor %}\n"},
	{"_posts/2024-01-07-g.md", "---\ntitle: G\n---\nG.\n"},
	{"about.md", "---\ntitle: About\n---\n[e](/e/)\n"},
};

/* One after the other; text NULL: the file goes. */
static const struct change {
	const char *path, *text;
	const char *has; /* stands in the description then */
	const char *why;
} changes[] = {
	{"_posts/2024-01-04-d.md", "---\ntitle: D\n---\n[a](/a/)\n",
		"/a/ from /f/ /d/ /b/", "a new link"},
	{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [t]\n---\nNone.\n",
		"/b/ from /c/ like", "a link less"},
	{"_posts/2023-12-31-later.md", "---\ntitle: Later\n---\nL.\n",
		"/later/ from /b/ like", "a link's page came after it"},
	{"_posts/2024-01-04-d.md",
		"---\ntitle: D\nredirect_from: /old-d/\n---\n[a](/a/)\n",
		"/d/ from /e/ like", "an alias came"},
	{"_posts/2024-01-07-g.md", "---\ntitle: G\ntags: [t]\n---\nG.\n",
		"/g/ from /f/ like", "what a template lists"},
	{"_posts/2024-01-02-b.md", "---\ntitle: B\nhidden: true\n---\n[a](/a/)\n",
		"/a/ from /f/ /d/ like", "an unlisted page links nothing"},
	{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/) [later](/later/)\n",
		"/a/ from /f/ /d/ /b/ like", "it is back"},
	{"_posts/2024-01-03-c.md", NULL, "/b/ from like", "a page goes"},
	{"_posts/2024-01-05-e.md",
		"---\ntitle: E\npermalink: /moved/\ntags: [t]\n---\n[w](/old-d/)\n",
		"/d/ from /moved/ like", "a page moves"},
	{"_config.yml", "title: Jay\npermalink: /posts/:title/\n",
		"/posts/a/ from /posts/f/", "all move"},
};

static void a_pass_goes_on_where_it_was(void **state)
{
	struct tree tree;
	struct threads *threads;
	struct pass *pass = pass_new();
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_true(pass_run(pass, site, &alone, &threads));
	threads_set(site, threads);
	for (size_t i = 0; i < COUNT(changes); i++) {
		auto_buf struct buf now = BUF(1 << 20), anew = BUF(1 << 20);
		if (changes[i].text)
			tree_write(&tree, changes[i].path, changes[i].text);
		else
			tree_remove(&tree, changes[i].path);
		struct site *next = site_check_scan_with(
				    &tree, site, NULL, SITE_CHECK_NOW),
			    *fresh = site_check_scan(&tree);
		threads_inherit(next, site);
		assert_true(pass_run(pass, next, &alone, &threads));
		threads_set(next, threads);
		pass_once(fresh, 2);
		describe(&now, next);
		describe(&anew, fresh);
		if (!slice_eq(buf_slice(&now), buf_slice(&anew)))
			fail_msg("%s: went on:\n%.*sanew:\n%.*s", changes[i].why,
				SARG(buf_slice(&now)), SARG(buf_slice(&anew)));
		if (slice_find(buf_slice(&now), slice_str(changes[i].has)) < 0)
			fail_msg("%s: no \"%s\" in:\n%.*s", changes[i].why,
				changes[i].has, SARG(buf_slice(&now)));
		site_check_free(fresh);
		site_check_free(site);
		site = next;
	}
	pass_free(pass);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_pass_that_is_stopped_changes_nothing(void **state)
{
	struct tree tree;
	struct threads *threads = NULL;
	struct pass *pass = pass_new();
	atomic_bool stop = true;
	const struct pass_options stopped = {.threads = 1, .stop = &stop};
	auto_buf struct buf text = BUF(1 << 20);
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_false(pass_run(pass, site, &stopped, &threads));
	assert_null(threads);
	assert_true(pass_run(pass, site, &alone, &threads));
	threads_set(site, threads);
	describe(&text, site);
	assert_true(slice_find(buf_slice(&text), S("/b/ from /c/ /a/ like")) >= 0);
	pass_free(pass);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_page_that_cannot_be_read_is_tried_again(void **state)
{
	struct tree tree;
	struct threads *threads;
	struct pass *pass = pass_new();
	auto_buf struct buf without = BUF(1 << 20), with = BUF(1 << 20);
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	tree_rename(&tree, "_posts/2024-01-03-c.md", "c.away");
	assert_true(pass_run(pass, site, &alone, &threads));
	threads_set(site, threads);
	describe(&without, site);
	assert_true(slice_find(buf_slice(&without), S("/b/ from /a/ like")) >= 0);
	tree_rename(&tree, "c.away", "_posts/2024-01-03-c.md");
	assert_true(pass_run(pass, site, &alone, &threads));
	threads_set(site, threads);
	describe(&with, site);
	assert_true(slice_find(buf_slice(&with), S("/b/ from /c/ /a/ like")) >= 0);
	pass_free(pass);
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pass_goes_on_where_it_was),
		cmocka_unit_test(a_pass_that_is_stopped_changes_nothing),
		cmocka_unit_test(a_page_that_cannot_be_read_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
