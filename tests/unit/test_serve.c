/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "../support/site_check.h"
#include "base/file.h"
#include "page/page.h"
#include "page/route.h"
#include "render/gemtext.h"
#include "search/pass.h"
#include "serve/render.h"
#include "serve/serve.h"
#include "site/body.h"
#include "source/overlay.h"

static void test_values_of_parameters_are_not_for_the_log(void **state)
{
	static const struct {
		const char *path, *shown, *why;
	} rows[] = {
		{"", "", "no path"},
		{"/a=b/c", "/a=b/c", "no parameter"},
		{"/a;b", "/a;b", "no value"},
		{"/a;token=s3cret", "/a;token=", "a token"},
		{"/a;mime=text/plain;token=s=e;size=3", "/a;mime=;token=;size=",
			"between others, with a sign of equality in it"},
		{"/a;TOKEN=x/y/z", "/a;TOKEN=", "with slashes in it"},
		{"/a%3btoken%3Ds3cret", "/a%3btoken%3D", "percent-encoded"},
		{"/a%3Btoken=s%3bx=y", "/a%3Btoken=%3bx=", "half of it"},
		{"/a%3", "/a%3", "cut short"},
		{"/a;=x", "/a;=", "without a name"},
		{"/\xC3\xA9;x=\xC3\xA9", "/\xC3\xA9;x=", "not ASCII"},
		{"/search%3Fsecret", "/search", "an encoded question mark"},
		{"/search%3fsecret;a=b", "/search", "in small letters"},
		{"/x;a=b%3Fsecret", "/x;a=", "behind a parameter"},
		{"/search?secret", "/search", "a question mark"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice got = serve_loggable(&arena, slice_str(rows[i].path));
		if (!slice_eq(got, slice_str(rows[i].shown)))
			fail_msg("%s: '%.*s'", rows[i].why, SARG(got));
	}
	arena_fini(&arena);
}

static void test_a_page_is_another_when_what_it_shows_is(void **state)
{
	static const struct post post = {.version = 5}, edited = {.version = 6};
	static const struct {
		enum page_kind kind;
		const struct post *post;
		unsigned long long version, names_version;
		bool same;
		const char *why;
	} rows[] = {
		{PAGE_POST, &post, 1, 2, true, "nothing changed"},
		{PAGE_POST, &post, 9, 2, true, "another post's text"},
		{PAGE_POST, &post, 9, 3, false, "a neighbour's title or address"},
		{PAGE_POST, &edited, 9, 2, false, "its own text"},
		{PAGE_LIST, NULL, 1, 2, true, "a list, nothing changed"},
		{PAGE_LIST, NULL, 9, 2, false, "a list, any post's text"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct page_ref before = {
			.kind = rows[i].kind, .post = rows[i].post ? &post : NULL};
		const struct page_ref after = {
			.kind = rows[i].kind, .post = rows[i].post};
		const struct site old = {.version = 1, .names_version = 2};
		const struct site new = {.version = rows[i].version,
			.names_version = rows[i].names_version};
		bool same = serve_version(&old, &before) == serve_version(&new, &after);
		if (same != rows[i].same)
			fail_msg("%s", rows[i].why);
	}
}

static void test_one_save_leaves_other_pages_in_the_cache(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\n"},
		{"_posts/2024-01-01-a.md", "---\ntitle: A\n---\nA.\n"},
		{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/)\n"},
		{"_posts/2024-01-03-c.md", "---\ntitle: C\n---\n[a](/a/)\n"},
		{"_posts/2024-01-04-d.md", "---\ntitle: D\n---\nD.\n"},
	};
	static const struct {
		const char *path, *why;
		bool same;
	} rows[] = {
		{"/a/", "a link to it went", false},
		{"/b/", "its own text", false},
		{"/c/", "a page that also links", true},
		{"/d/", "a neighbour of neighbours", true},
	};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, sizeof(files) / sizeof(*files));
	struct site *before = site_check_scan(&tree);
	pass_once(before, 1);
	tree_write(&tree, "_posts/2024-01-02-b.md", "---\ntitle: B\n---\nNothing.\n");
	struct site *after = site_check_scan_with(&tree, before, NULL, SITE_CHECK_NOW);
	pass_once(after, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct page_ref old = {
			.kind = PAGE_POST, .post = site_check_post(before, rows[i].path)};
		const struct page_ref new = {
			.kind = PAGE_POST, .post = site_check_post(after, rows[i].path)};
		bool same = serve_version(before, &old) == serve_version(after, &new);
		if (same != rows[i].same)
			fail_msg("%s", rows[i].why);
	}
	site_check_free(before);
	site_check_free(after);
	tree_fini(&tree);
}

static void test_a_file_that_covers_another_is_looked_at_itself(void **state)
{
	static const struct overlay_item item = {
		.source = S("up.md"), .file = S("1"), .hash = S("1")};
	struct tree blog, store;
	struct site *site = NULL;

	(void)state;
	tree_init(&blog);
	tree_write(&blog, "index.md", "Home\n");
	tree_init(&store);
	tree_write(&store, "1", "---\ntitle: Up\n---\nSent.\n");
	auto_close int folder = open(store.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct overlay *overlay;
	assert_int_equal(overlay_new(folder, &item, 1, &overlay), 0);
	const struct site_config config = {.folder = blog.path, .overlay = overlay};
	const struct scan_hint hint = {.all = true, .may_wait = true};
	assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
	overlay_unref(overlay);
	struct render_job job = {.answer = {.site = site}};
	job.ref = (struct page_ref){
		.kind = PAGE_POST, .post = site_by_source(site, S("up.md"))};
	assert_non_null(job.ref.post);
	assert_false(render_is_changing(&job));
	tree_write(&store, "1", "---\ntitle: Up\n---\nSent again.\n");
	assert_true(render_is_changing(&job));
	site_check_free(site);
	tree_fini(&blog);
	tree_fini(&store);
}

static void put_page(struct buf *out, const struct page *page)
{
	static const struct gemtext_options options = {.links = LINKS_BLOCK};

	for (size_t i = 0; page->feed && i < page->feed->entry_count; i++) {
		buf_put(out, page->feed->entries[i].summary);
		if (page->feed->entries[i].content)
			gemtext_render(out, page->feed->entries[i].content, &options);
	}
	if (page->doc)
		gemtext_render(out, page->doc, &options);
	buf_put(out, page->bytes);
}

/* What was written after a page became a draft is in no page of the old snapshot. */
static void test_what_was_written_since_the_scan_is_shown_nowhere(void **state)
{
	static const struct {
		const char *path;
		int error; /* after the file was changed */
	} rows[] = {
		{"/one/", BODY_CHANGED},
		{"/one.md", BODY_CHANGED},
		{"/one.txt", BODY_CHANGED},
		{"/feed.xml", 0},
		{"/", 0},
		{"/archive/2024/", 0},
	};
	const struct scan_hint hint = {.all = true, .may_wait = true};
	struct tree tree;
	struct site *site = NULL;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "one.md", "---\ndate: 2024-05-01\n---\nWords\n");
	tree_write(&tree, "two.md", "---\ndate: 2024-05-02\n---\nOthers\n");
	const struct site_config config = {
		.folder = tree.path, .lists = 1, .feed = 1, .source = true};
	assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		const size_t row = i / 2;
		const bool changed = i % 2;
		auto_arena struct arena arena = {0};
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		struct page page = {0};
		struct route to;
		tree_write(&tree, "one.md", "---\ndate: 2024-05-01\n---\nWords\n");
		site_check_free(site);
		assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
		if (changed)
			tree_write(&tree, "one.md",
				"---\ndate: 2024-05-01\ndraft: true\n---\nDraftwords\n");
		route(site, &arena, slice_str(rows[row].path), &to);
		assert_int_equal(to.kind, ROUTE_PAGE);
		int error = page_build(site, &to.page, &arena, NULL, &page);
		assert_int_equal(error, changed ? rows[row].error : 0);
		put_page(&text, &page);
		if (slice_contains(buf_slice(&text), S("Draftwords")))
			fail_msg("%s shows a draft", rows[row].path);
		if (!changed && !slice_contains(buf_slice(&text), S("Words")))
			fail_msg("%s has no text", rows[row].path);
		bool is_kept = page.doc ? !page.doc->reads_files : !page.reads_files;
		if (changed && !error && is_kept)
			fail_msg("%s is kept without it", rows[row].path);
	}
	site_check_free(site);
	tree_fini(&tree);
}

struct change {
	const char *config, *settings, *body, *path, *before, *after, *why;
	bool is_shown; /* what it says by now */
};

/* Asks for the page a.md of a site whose file at @row->path was changed after its scan. */
static int build_after(const struct change *row, struct buf *text)
{
	static const struct scan_hint hint = {.all = true, .compares = true};
	auto_arena struct arena arena = {0};
	struct tree tree;
	struct page page = {0};
	struct site *site = NULL;

	tree_init(&tree);
	tree_write(&tree, row->config, row->settings);
	tree_write(&tree, row->path, row->before);
	tree_write(&tree, "docs/a.md", row->body);
	const struct site_config config = {.folder = tree.path, .lists = 1};
	assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
	const struct post *post = site_by_source(site, S("docs/a.md"));
	assert_non_null(post);
	const struct page_ref ref = {.kind = PAGE_POST, .path = post->path, .post = post};
	assert_int_equal(page_build(site, &ref, &arena, NULL, &page), 0);
	put_page(text, &page);
	if (!slice_contains(buf_slice(text), S("Words")))
		fail_msg("%s: not in\n%.*s", row->why, SARG(buf_slice(text)));
	buf_clear(text);
	tree_write(&tree, row->path, row->after);
	int error = page_build(site, &ref, &arena, NULL, &page);
	if (!error)
		put_page(text, &page);
	site_check_free(site);
	tree_fini(&tree);
	return error;
}

static void test_what_was_written_since_the_scan_is_in_no_other_page(void **state)
{
	static const char relative[] =
		"---\ntitle: A\n---\n{% include_relative b.md %}\n";
	static const char text_file[] =
		"---\ntitle: A\n---\n{% include_relative b.txt %}\n";
	static const char snippet[] = "# A\n\n--8<-- \"docs/b.md\"\n";
	static const char snippets[] =
		"markdown_extensions:\n"
		"  - pymdownx.snippets: {base_path: [$config_dir]}\n";
	static const struct change rows[] = {
		{"_config.yml", "", relative, "docs/b.md", "---\ntitle: B\n---\nWords\n",
			"---\ntitle: B\npublished: false\n---\nDraftwords\n",
			"a page that is included", false},
		{"_config.yml", "", text_file, "docs/b.txt", "Words\n",
			"---\npublished: false\n---\nDraftwords\n",
			"a file that is included", false},
		{"_config.yml", "", text_file, "docs/b.txt", "Words\n", "Draftwords\n",
			"text without front matter, which can hide nothing", true},
		{"mkdocs.yml", snippets, snippet, "docs/b.md",
			"---\ntitle: B\n---\nWords\n",
			"---\ntitle: B\ndraft: true\n---\nDraftwords\n",
			"a page that is a snippet", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		int error = build_after(&rows[i], &text);
		if (slice_contains(buf_slice(&text), S("Draftwords")) != rows[i].is_shown)
			fail_msg("%s is shown or not", rows[i].why);
		if (error && (error != BODY_CHANGED || rows[i].is_shown))
			fail_msg("%s: error %d", rows[i].why, error);
	}
}

static void test_a_page_that_was_uploaded_is_included_as_uploaded(void **state)
{
	static const struct overlay_item item = {
		.source = S("b.md"), .file = S("1"), .hash = S("1")};
	static const struct scan_hint hint = {.all = true, .may_wait = true};
	auto_arena struct arena arena = {0};
	auto_buf struct buf text = BUF(BUF_UNLIMITED);
	struct tree blog, store;
	struct site *site = NULL;
	struct page page;

	(void)state;
	tree_init(&blog);
	tree_write(&blog, "_config.yml", "");
	tree_write(&blog, "a.md", "---\ntitle: A\n---\n{% include_relative b.md %}\n");
	tree_write(&blog, "b.md", "---\ntitle: B\npublished: false\n---\nDraftwords\n");
	tree_init(&store);
	tree_write(&store, "1", "---\ntitle: B\n---\nSent words\n");
	auto_close int folder = open(store.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct overlay *overlay;
	assert_int_equal(overlay_new(folder, &item, 1, &overlay), 0);
	const struct site_config config = {.folder = blog.path, .overlay = overlay};
	assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
	overlay_unref(overlay);
	const struct page_ref ref = {
		.kind = PAGE_POST, .post = site_by_source(site, S("a.md"))};
	assert_int_equal(page_build(site, &ref, &arena, NULL, &page), 0);
	put_page(&text, &page);
	assert_true(slice_contains(buf_slice(&text), S("Sent words")));
	assert_false(slice_contains(buf_slice(&text), S("Draftwords")));
	site_check_free(site);
	tree_fini(&blog);
	tree_fini(&store);
}

/* While settings cannot be read no scan follows: what was only touched is there all the same. */
static void test_a_file_that_was_only_touched_is_shown(void **state)
{
	static const struct {
		const char *text;
		int error;
		const char *why;
	} rows[] = {
		{"---\ntitle: Ebb\ntags: [a]\n---\nWords\n", 0, "the same bytes"},
		{"\xEF\xBB\xBF---\ntitle: Ebb\ntags: [a]\n---\nWords\n", BODY_CHANGED,
			"a mark before them"},
		{"---\ntitle: Ebb\ndraft: on\n---\nWords\n", BODY_CHANGED,
			"as long, and a draft"},
		{"---\ntitle: Ebb\ntags: [a]\n---\nSwords", BODY_CHANGED,
			"as long, with another text"},
		{"---\ntitle: Ebb\ntags: [a]\n---\nWords\n\n", BODY_CHANGED, "longer"},
	};
	static const struct timespec old[2] = {
		{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
	const struct scan_hint hint = {.all = true, .may_wait = true};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		const size_t row = i / 2;
		const char *bom = i % 2 ? "\xEF\xBB\xBF" : "";
		auto_arena struct arena arena = {0};
		struct tree tree;
		struct site *site;
		struct body body;

		tree_init(&tree);
		char *path = tree_at(&tree, "one.md");
		tree_write(&tree, "one.md",
			arena_printf(&arena, "%s%s", bom, rows[0].text).ptr);
		assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
		const struct site_config config = {.folder = tree.path};
		assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
		tree_write(&tree, "one.md",
			arena_printf(&arena, "%s%s", bom, rows[row].text).ptr);
		const struct post *post = site_by_source(site, S("one.md"));
		assert_non_null(post);
		int error = body_read(site, post, &arena, &body);
		if (error != rows[row].error)
			fail_msg("%s: %d", rows[row].why, error);
		site_check_free(site);
		tree_fini(&tree);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_of_parameters_are_not_for_the_log),
		cmocka_unit_test(test_a_page_is_another_when_what_it_shows_is),
		cmocka_unit_test(test_one_save_leaves_other_pages_in_the_cache),
		cmocka_unit_test(test_what_was_written_since_the_scan_is_shown_nowhere),
		cmocka_unit_test(test_a_file_that_was_only_touched_is_shown),
		cmocka_unit_test(
			test_what_was_written_since_the_scan_is_in_no_other_page),
		cmocka_unit_test(test_a_page_that_was_uploaded_is_included_as_uploaded),
		cmocka_unit_test(test_a_file_that_covers_another_is_looked_at_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
