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

/* What @index finds in @site. */
static void describe_found(
	struct buf *out, const struct site *site, struct search_index *index)
{
	static const char *const queries[] = {
		"none", "nothing", "b", "later", "x", "tag:t", "-none text", "sandpiper"};
	auto_arena struct arena arena = {0};
	struct search_reader *reader;

	assert_int_equal(search_reader_new(index, &reader), 0);
	for (size_t i = 0; i < COUNT(queries); i++) {
		struct search_query query;
		struct search_hits hits;
		search_query_read(&arena, slice_str(queries[i]), &query);
		assert_int_equal(search_find(reader, site, &query, 0, 30, 10000, NULL,
					 &arena, &hits),
			SEARCH_FOUND);
		put_posts(out, queries[i], hits.posts, hits.count);
		buf_putc(out, '\n');
	}
	search_reader_free(reader);
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
	bool renews;     /* the index is made anew */
	const char *why;
} changes[] = {
	{"_posts/2024-01-04-d.md", "---\ntitle: D\n---\n[a](/a/)\n",
		"/a/ from /f/ /d/ /b/", false, "a new link"},
	{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [t]\n---\nNone.\n",
		"/b/ from /c/ like", false, "a link less"},
	{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [t]\n---\nNone, later.\n",
		" later /b/ /a/\n", false, "a word more"},
	{"_posts/2023-12-31-later.md", "---\ntitle: Later\n---\nL.\n",
		"/later/ from /b/ like", false, "a link's page came after it"},
	{"_posts/2024-01-04-d.md",
		"---\ntitle: D\nredirect_from: /old-d/\n---\n[a](/a/)\n",
		"/d/ from /e/ like", false, "an alias came"},
	{"about.md", "---\ntitle: About\ncategories: [sandpiper]\n---\n[e](/e/)\n",
		"sandpiper /about/", false, "a category alone"},
	{"about.md", "---\ntitle: About\nseries: sandpiper\n---\n[e](/e/)\n",
		"sandpiper /about/", false, "it is a series now"},
	{"_posts/2024-01-07-g.md", "---\ntitle: G\ntags: [t]\n---\nG.\n",
		"/g/ from /f/ like", false, "what a template lists"},
	{"_posts/2024-01-02-b.md", "---\ntitle: B\nhidden: true\n---\n[a](/a/)\n",
		"/a/ from /f/ /d/ like", true, "an unlisted page links nothing"},
	{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/) [later](/later/)\n",
		"/a/ from /f/ /d/ /b/ like", false, "it is back"},
	{"_posts/2024-01-02-b.md",
		"---\ntitle: B\nsearchable: false\n---\n[a](/a/) [later](/later/)\n",
		"/a/ from /f/ /d/ /b/ like", true, "it is not searched"},
	{"_posts/2024-01-03-c.md", NULL, "/b/ from like", true, "a page goes"},
	{"_posts/2024-01-05-e.md",
		"---\ntitle: E\npermalink: /moved/\ntags: [t]\n---\n[w](/old-d/)\n",
		"/d/ from /moved/ like", false, "a page moves"},
	{"_config.yml", "title: Jay\npermalink: /posts/:title/\n",
		"/posts/a/ from /posts/f/", false, "all move"},
};

static struct search_index *new_index(void)
{
	static const struct search_index_options in_memory = {
		.memory_max_bytes = 1 << 26};
	struct search_index *index;

	assert_int_equal(search_index_new(&in_memory, &index), 0);
	return index;
}

/* Runs @pass over @site, and describes all that came of it. */
static void run(struct pass *pass, struct site *site, struct search_index *index,
	bool is_new, struct buf *out)
{
	const struct pass_options options = {
		.threads = 1, .index = index, .index_is_new = is_new};
	struct pass_result result;

	assert_true(pass_run(pass, site, &options, &result));
	assert_int_equal(result.index_error, 0);
	threads_set(site, result.threads);
	describe(out, site);
	describe_found(out, site, index);
}

static void check_change(struct pass *pass, struct search_index **index,
	struct site *next, struct site *fresh, const struct change *change)
{
	auto_buf struct buf now = BUF(1 << 20), anew = BUF(1 << 20);
	struct pass *other = pass_new();
	struct search_index *others = new_index();
	bool renew = pass_wants_new_index(pass, next, *index);

	if (renew != change->renews)
		fail_msg("%s: the index is %s", change->why,
			renew ? "made anew" : "not made anew");
	if (renew) {
		search_index_free(*index);
		*index = new_index();
	}
	run(pass, next, *index, renew, &now);
	run(other, fresh, others, true, &anew);
	if (!slice_eq(buf_slice(&now), buf_slice(&anew)))
		fail_msg("%s: went on:\n%.*sanew:\n%.*s", change->why,
			SARG(buf_slice(&now)), SARG(buf_slice(&anew)));
	if (slice_find(buf_slice(&now), slice_str(change->has)) < 0)
		fail_msg("%s: no \"%s\" in:\n%.*s", change->why, change->has,
			SARG(buf_slice(&now)));
	pass_free(other);
	search_index_free(others);
}

/* So many that a few edits do not make the index stale. */
static void write_more_posts(const struct tree *tree)
{
	for (int i = 10; i < 90; i++) {
		char path[64];
		snprintf(path, sizeof(path), "_posts/2022-01-01-z%d.md", i);
		tree_write(tree, path, "---\ntitle: Z\n---\nZ.\n");
	}
}

static void a_pass_goes_on_where_it_was(void **state)
{
	struct tree tree;
	struct pass *pass = pass_new();
	struct search_index *index = new_index();
	auto_buf struct buf first = BUF(1 << 20);
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	write_more_posts(&tree);
	struct site *site = site_check_scan(&tree);
	run(pass, site, index, true, &first);
	for (size_t i = 0; i < COUNT(changes); i++) {
		if (changes[i].text)
			tree_write(&tree, changes[i].path, changes[i].text);
		else
			tree_remove(&tree, changes[i].path);
		struct site *next = site_check_scan_with(
				    &tree, site, NULL, SITE_CHECK_NOW),
			    *fresh = site_check_scan(&tree);
		threads_inherit(next, site);
		check_change(pass, &index, next, fresh, &changes[i]);
		site_check_free(fresh);
		site_check_free(site);
		site = next;
	}
	pass_free(pass);
	search_index_free(index);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_pass_that_is_stopped_changes_nothing(void **state)
{
	struct tree tree;
	struct pass_result result = {0};
	struct pass *pass = pass_new();
	atomic_bool stop = true;
	const struct pass_options stopped = {.threads = 1, .stop = &stop};
	auto_buf struct buf text = BUF(1 << 20);
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_false(pass_run(pass, site, &stopped, &result));
	assert_null(result.threads);
	assert_true(pass_run(pass, site, &alone, &result));
	threads_set(site, result.threads);
	describe(&text, site);
	assert_true(slice_find(buf_slice(&text), S("/b/ from /c/ /a/ like")) >= 0);
	pass_free(pass);
	site_check_free(site);
	tree_fini(&tree);
}

static void expect_found(struct search_index *index, const struct site *site,
	const char *typed, const char *expected, const char *why)
{
	auto_arena struct arena arena = {0};
	auto_buf struct buf found = BUF(4096);
	struct search_reader *reader;
	struct search_query query;
	struct search_hits hits;

	assert_int_equal(search_reader_new(index, &reader), 0);
	search_query_read(&arena, slice_str(typed), &query);
	assert_int_equal(
		search_find(reader, site, &query, 0, 30, 10000, NULL, &arena, &hits),
		SEARCH_FOUND);
	put_posts(&found, "found", hits.posts, hits.count);
	if (!slice_eq(slice_trim(buf_slice(&found)), slice_str(expected)))
		fail_msg("%s: \"%s\": %.*s", why, typed, SARG(buf_slice(&found)));
	search_reader_free(reader);
}

static const struct tree_file jekyll[] = {
	{"_config.yml", "title: Jay\npermalink: /:title/\n"},
	{"_posts/2024-01-01-a.md", "---\ntitle: Dunlin\n---\nOn mud.\n"},
	{"_posts/2024-01-02-b.md", "---\ntitle: Ruff\n---\n[One](/a/) more.\n"},
	{"list.md", "---\ntitle: All\n---\n{% for p in site.posts %}"
		    "{{ p.title }}, {% endfor %} and more.\n"},
};
static const struct tree_file hexo[] = {
	{"_config.yml", "title: Jay\npermalink: :title/\n"},
	{"package.json", "{\"dependencies\": {\"hexo\": \"^7\"}}\n"},
	{"source/_posts/a.md", "---\ntitle: Dunlin\ndate: 2024-01-01\n---\nOn mud.\n"},
	{"source/_posts/b.md",
		"---\ntitle: Ruff\ndate: 2024-01-02\n---\n[One](/a/) more.\n"},
	{"source/_posts/list.md", "---\ntitle: All\ndate: 2024-01-03\n---\nSee {% "
				  "post_link a %} and more.\n"},
};

/* The index has them still; the snapshot of a request has one page less. */
static void titles_that_pages_show_go_with_their_post(void **state)
{
	static const struct {
		const struct tree_file *files;
		size_t count;
		const char *path, *text, *why;
	} rows[] = {
		{jekyll, COUNT(jekyll), "_posts/2024-01-01-a.md",
			"---\ntitle: Dunlin\ndraft: true\n---\n.\n", "a draft"},
		{jekyll, COUNT(jekyll), "_posts/2024-01-01-a.md", NULL, "deleted"},
		{hexo, COUNT(hexo), "source/_posts/a.md", NULL, "a link's words"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		struct pass *pass = pass_new();
		struct search_index *index = new_index();
		auto_buf struct buf ignored = BUF(1 << 20);
		tree_init(&tree);
		tree_write_all(&tree, rows[i].files, rows[i].count);
		struct site *site = site_check_scan(&tree);
		run(pass, site, index, true, &ignored);
		expect_found(index, site, "dunlin", "found /a/ /list/", rows[i].why);
		if (rows[i].text)
			tree_write(&tree, rows[i].path, rows[i].text);
		else
			tree_remove(&tree, rows[i].path);
		struct site *next =
			site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
		expect_found(index, next, "dunlin", "found", rows[i].why);
		/* A link alone says nothing of what it leads to. */
		expect_found(index, next, "more", "found /b/", rows[i].why);
		run(pass, next, index, false, &ignored);
		expect_found(index, next, "dunlin", "found", rows[i].why);
		expect_found(index, next, "more -one", "found /list/", rows[i].why);
		pass_free(pass);
		search_index_free(index);
		site_check_free(site);
		site_check_free(next);
		tree_fini(&tree);
	}
}

static void a_page_that_cannot_be_read_is_tried_again(void **state)
{
	struct tree tree;
	struct pass *pass = pass_new();
	struct search_index *index = new_index();
	auto_buf struct buf first = BUF(1 << 20), without = BUF(1 << 20),
			    with = BUF(1 << 20);
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	run(pass, site, index, true, &first);
	assert_true(slice_find(buf_slice(&first), S(" nothing /d/\n")) >= 0);
	tree_write(&tree, "_posts/2024-01-04-d.md",
		"---\ntitle: D\n---\nNothing. [b](/b/)\n");
	tree_write(&tree, "_posts/2024-01-07-g.md", "---\ntitle: G\n---\nG2.\n");
	struct site *next = site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
	/* Hidden by now, which only the next scan knows. */
	tree_write(&tree, "_posts/2024-01-07-g.md",
		"---\ntitle: G\npublished: false\n---\nNothing. [b](/b/)\n");
	tree_rename(&tree, "_posts/2024-01-04-d.md", "d.away");
	run(pass, next, index, false, &without);
	assert_true(slice_find(buf_slice(&without), S("/b/ from /c/ /a/ like")) >= 0);
	assert_true(slice_find(buf_slice(&without), S(" nothing\n")) >= 0);
	tree_rename(&tree, "d.away", "_posts/2024-01-04-d.md");
	run(pass, next, index, false, &with);
	assert_true(slice_find(buf_slice(&with), S("/b/ from /d/ /c/ /a/ like")) >= 0);
	assert_true(slice_find(buf_slice(&with), S(" nothing /d/\n")) >= 0);
	pass_free(pass);
	search_index_free(index);
	site_check_free(site);
	site_check_free(next);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pass_goes_on_where_it_was),
		cmocka_unit_test(a_pass_that_is_stopped_changes_nothing),
		cmocka_unit_test(titles_that_pages_show_go_with_their_post),
		cmocka_unit_test(a_page_that_cannot_be_read_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
