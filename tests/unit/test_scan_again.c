/* SPDX-License-Identifier: MIT */
/* A scan that goes on from the one before gives what one from the start gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "scan/scan_internal.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void same_posts(const struct post *const *a, size_t a_count,
	const struct post *const *b, size_t b_count, const char *what)
{
	if (a_count != b_count)
		fail_msg("%s: %zu and %zu", what, a_count, b_count);
	for (size_t i = 0; i < a_count; i++) {
		if (!slice_eq(a[i]->source, b[i]->source) ||
			!slice_eq(a[i]->path, b[i]->path))
			fail_msg("%s: at %zu %.*s and %.*s", what, i, SARG(a[i]->path),
				SARG(b[i]->path));
	}
}

static void same_groups(const struct site_group *a, size_t a_count,
	const struct site_group *b, size_t b_count, const char *what)
{
	if (a_count != b_count)
		fail_msg("%s: %zu and %zu", what, a_count, b_count);
	for (size_t i = 0; i < a_count; i++) {
		assert_true(slice_eq(a[i].slug, b[i].slug));
		assert_true(slice_eq(a[i].name, b[i].name));
		same_posts(a[i].posts, a[i].count, b[i].posts, b[i].count, what);
	}
}

static void same_entries(const struct site *a, const struct site *b)
{
	struct arena arena = {0};

	assert_int_equal(a->entry_count, b->entry_count);
	for (size_t i = 0; i < a->entry_count; i++) {
		const char *path = arena_cstr(&arena, a->entries[i].path);
		assert_true(slice_eq(a->entries[i].path, b->entries[i].path));
		assert_string_equal(
			site_check_at(&arena, a, path), site_check_at(&arena, b, path));
	}
	arena_fini(&arena);
}

static void same_diags(const struct diag_list *a, const struct diag_list *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		assert_true(slice_eq(a->items[i].file, b->items[i].file));
		assert_true(slice_eq(a->items[i].message, b->items[i].message));
	}
}

static void same_names(const struct site *a, const struct site *b)
{
	const uint32_t places = a->name_mask + 1;

	assert_int_equal(a->name_mask, b->name_mask);
	assert_memory_equal(
		a->name_starts, b->name_starts, (places + 1) * sizeof(*a->name_starts));
	for (uint32_t i = 0; i < a->name_starts[places]; i++) {
		assert_int_equal(a->names[i].hash, b->names[i].hash);
		assert_int_equal(a->names[i].kind, b->names[i].kind);
		assert_int_equal(a->names[i].index, b->names[i].index);
	}
}

/* Every list of @a is that of @b. */
static void same_sites(const struct site *a, const struct site *b)
{
	same_posts(a->posts, a->post_count, b->posts, b->post_count, "posts");
	same_posts(a->pages, a->page_count, b->pages, b->page_count, "pages");
	same_posts(a->by_path, a->source_count, b->by_path, b->source_count, "by path");
	same_posts(a->by_source, a->source_count, b->by_source, b->source_count,
		"by source");
	same_names(a, b);
	same_entries(a, b);
	same_groups(a->tags, a->tag_count, b->tags, b->tag_count, "tags");
	same_groups(a->categories, a->category_count, b->categories, b->category_count,
		"categories");
	same_groups(a->series, a->series_count, b->series, b->series_count, "series");
	same_groups(a->langs, a->lang_count, b->langs, b->lang_count, "languages");
	same_diags(&a->diags, &b->diags);
	assert_int_equal(a->version, b->version);
	assert_int_equal(a->names_version, b->names_version);
	assert_int_equal(a->next_change, b->next_change);
	assert_int_equal(hidden_of(a)->count, hidden_of(b)->count);
	assert_int_equal(a->file_count, b->file_count);
	assert_int_equal(hidden_of(a)->diags.count, hidden_of(b)->diags.count);
	assert_int_equal(a->dated_count, b->dated_count);
}

static void a_reload_of_named_files_is_as_a_scan_from_the_start(void **state)
{
	/* What happens, one after the other; text NULL: the file goes. */
	static const struct {
		const char *path, *text, *why;
	} steps[] = {
		{"_posts/id_rsa", "key", "left out, and said so from here on"},
		{"_posts/notes.rst", "Text", "another markup, likewise"},
		{"_posts/2024-01-10-p10.md", "---\ntags: [z]\n---\nnew", "another text"},
		{"_posts/2024-01-11-p11.md", "---\ntags: [b, a1]\n---\nnew",
			"tags in another order"},
		{"_posts/2024-01-12-p12.md", "---\ntags: [B, a0]\n---\n",
			"another spelling"},
		{"_posts/2024-01-12-p12.md", "---\ntags: [a1, z]\n---\n",
			"a spelling less, other tags"},
		{"_posts/2024-01-13-p13.md",
			"---\ndate: 2022-05-05\nseries: S\nlang: fr\n---\n",
			"another day, a language and a series that are new"},
		{"_posts/2024-01-13-p13.md", "---\nredirect_to: /x/\n---\n",
			"it leads elsewhere"},
		{"_posts/2024-01-14-p14.md", "---\ntitle: [\n---\n", "a mistake"},
		{"_posts/2024-01-14-p14.md", "---\ntitle: Whole\n---\n", "mended"},
		{"_posts/2024-01-16-p16.md", "---\ndate: 2030-01-01\n---\n", "to come"},
		{"_posts/2024-01-16-p16.md", "---\nexpiryDate: 2031-01-01\n---\n",
			"to go one day"},
		{"_posts/2023-12-31-first.md", "first", "before all others"},
		{"_posts/2025-01-01-last.md", "last", "behind all others"},
		{"_posts/2024-01-15-p15.md", NULL, "gone"},
		{"_posts/id_rsa", NULL, "and nothing to say of it"},
		{"_posts/2024-01-20-p20.md", "---\npermalink: /own/\n---\n", "moved"},
		{"_posts/2024-01-21-p21.md", "---\npermalink: /own/\n---\n",
			"to an address that is taken"},
		{"_posts/2024-01-22-p22.md", "---\npermalink: /own/\n---\n", "one more"},
		{"_posts/2024-01-20-p20.md", NULL, "whose owner goes"},
		{"_posts/2024-01-05-p5.md", "---\nredirect_from: /a/\n---\n", "an alias"},
		{"_posts/2024-01-06-p6.md", "---\npublished: false\n---\n", "hidden"},
		{"_posts/2024-01-06-p6.md", "shown", "shown again"},
		{"_posts/x.png", "png", "no post"},
		{"_posts/.2024-01-06-p6.md.swp", "x", "an editor's own"},
		{"about.md", "---\nweight: 1\n---\n", "a page"},
		{"a.html", "<p>a", "where the alias is"},
		{"pic.png", "png", "a file"},
		{"pic.png", NULL, "and gone"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /:title/\n");
	for (int i = 1; i <= 28; i++) {
		char path[64], text[64];
		snprintf(path, sizeof(path), "_posts/2024-01-%02d-p%d.md", i, i);
		snprintf(text, sizeof(text), "---\ntags: [a%d, b]\n---\nText\n", i % 3);
		tree_write(&tree, path, text);
	}
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < COUNT(steps); i++) {
		const struct slice file = slice_str(steps[i].path);
		ptrdiff_t slash = slice_rfind_char(file, '/');
		const struct slice folder =
			slice_head(file, slash < 0 ? 0 : (size_t)slash);
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
		struct site *anew = site_check_scan(&tree);
		same_sites(next, anew);
		site_check_free(anew);
		site_check_free(site);
		site = next;
	}
	site_check_free(site);
	tree_fini(&tree);
}

/* One of the things that authors do, told by a number. */
static void do_something(struct tree *tree, unsigned what, char path[64], unsigned step)
{
	static const char *const kinds[] = {"tags: [b, a", "tags: [B", "date: 20",
		"title: T", "categories: [c", "series: s", "lang: fr\nref: r",
		"redirect_from: /old", "weight: "};
	static const char *const ends[] = {"]", "]", "-03-04", "", "]", "", "", "/", ""};
	char text[160];
	unsigned number = 10 + (what >> 8 & 15);

	snprintf(path, 64, "_posts/2024-01-%02u-p%u.md", 1 + (what >> 12) % 28,
		1 + (what >> 12) % 28);
	if (what % 10 == 9) {
		tree_write(tree, path, "");
		tree_remove(tree, path);
		return;
	}
	snprintf(text, sizeof(text), "---\n%s%u%s\n---\nText %u\n", kinds[what % 9],
		number, ends[what % 9], step);
	tree_write(tree, path, text);
}

static void any_series_of_saves_gives_what_a_scan_from_the_start_gives(void **state)
{
	const struct slice folder = S("_posts");
	unsigned long long random = 1;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /:title/\n");
	for (unsigned i = 0; i < 28; i++) {
		char path[64];
		do_something(&tree, i << 12, path, 0);
	}
	struct site *site = site_check_scan(&tree);
	for (unsigned step = 1; step < 200; step++) {
		char paths[3][64];
		struct slice files[3];
		size_t count = 1 + step % 3;
		for (size_t i = 0; i < count; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			do_something(&tree, (unsigned)(random >> 33), paths[i], step);
			files[i] = slice_str(paths[i]);
		}
		const struct scan_hint hint = {.folders = &folder,
			.folder_count = 1,
			.files = files,
			.file_count = count};
		struct site *next =
			site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
		struct site *anew = site_check_scan(&tree);
		same_sites(next, anew);
		site_check_free(anew);
		site_check_free(site);
		site = next;
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void a_draft_that_becomes_a_folders_index_hides_what_is_below_it(void **state)
{
	const struct slice folders[] = {S("content/posts")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "hugo.toml", "baseURL = 'https://example.org/'\n");
	tree_write(&tree, "content/posts/a.md", "---\ndate: 2024-01-01\n---\n");
	tree_write(&tree, "content/posts/sub/b.md", "---\ndate: 2024-01-02\n---\n");
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site->post_count, 2);
	tree_write(&tree, "content/posts/index.md", "---\ndraft: true\n---\n");
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	struct site *anew = site_check_scan(&tree);
	same_sites(next, anew);
	assert_int_equal(next->post_count, 0);
	site_check_free(anew);
	site_check_free(next);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_saved_file_that_decides_of_others_is_not_all_that_is_looked_at(void **state)
{
	static const struct {
		const char *settings, *first; /* file and its text */
		const char *path, *text;      /* what is saved; NULL: it goes */
		const char *other, *why;
	} rows[] = {
		{"hugo.toml", "title = 'T'\n", "content/posts/x/index.md", NULL,
			"content/posts/x/other.md",
			"a page that was a file of the bundle"},
		{"_config.yml", "exclude: [x/other.md]\n", "_config.yml", "title: T\n",
			"x/other.md", "a page that the settings excluded"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct slice file = slice_str(rows[i].path);
		const struct slice other = slice_path_folder(slice_str(rows[i].other));
		const struct scan_hint hint = {.folders = &other,
			.folder_count = 1,
			.files = &file,
			.file_count = 1};
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, rows[i].path, "---\ntitle: Index\n---\nText\n");
		tree_write(&tree, rows[i].settings, rows[i].first);
		tree_write(&tree, rows[i].other, "---\ntitle: Other\n---\nText\n");
		struct site *site = site_check_scan(&tree);
		assert_null(site_by_source(site, slice_str(rows[i].other)));
		if (rows[i].text)
			tree_write(&tree, rows[i].path, rows[i].text);
		else
			tree_remove(&tree, rows[i].path);
		struct site *next =
			site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
		struct site *anew = site_check_scan(&tree);
		if (!site_by_source(next, slice_str(rows[i].other)))
			fail_msg("%s is not there", rows[i].why);
		same_sites(next, anew);
		site_check_free(anew);
		site_check_free(next);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void a_file_that_comes_to_a_draft_is_not_served(void **state)
{
	const struct slice folder = S("content/posts/x");
	const struct slice file = S("content/posts/x/pic.png");
	const struct scan_hint hint = {
		.folders = &folder, .folder_count = 1, .files = &file, .file_count = 1};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "config.toml", "base_url = 'https://example.org/'\n");
	tree_write(&tree, "content/posts/x/index.md", "+++\ndraft = true\n+++\n");
	struct site *site = site_check_scan(&tree);
	tree_write(&tree, "content/posts/x/pic.png", "png");
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	struct site *anew = site_check_scan(&tree);
	same_sites(next, anew);
	assert_int_equal(next->file_count, 0);
	site_check_free(anew);
	site_check_free(next);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_large_folder_is_read_in_pieces_as_it_is_by_one(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /:title/\n");
	tree_write(&tree, "_posts/index.md", "no post\n");
	for (int i = 0; i < 700; i++) {
		char path[64], text[96];
		snprintf(path, sizeof(path), "_posts/2024-01-%02d-p%d.md", 1 + i % 28, i);
		snprintf(text, sizeof(text), "---\ntags: [a%d, b]\ntitle: %s\n---\n",
			i % 3, i % 50 ? "T" : "[");
		tree_write(&tree, path, text);
	}
	struct site *pieces = site_check_scan(&tree);
	assert_int_equal(pieces->post_count, 700);
	assert_int_equal(
		((const struct scan_state *)pieces->scan_state)->files_read, 700);
	/* One that has a site already does it alone; other settings make it read all again. */
	tree_write(&tree, "_config.yml", "permalink: /x/:title/\n");
	struct site *one = site_check_scan_with(&tree, pieces, NULL, SITE_CHECK_NOW);
	struct site *again = site_check_scan(&tree);
	same_sites(again, one);
	site_check_free(pieces);
	site_check_free(one);
	site_check_free(again);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reload_of_named_files_is_as_a_scan_from_the_start),
		cmocka_unit_test(
			a_draft_that_becomes_a_folders_index_hides_what_is_below_it),
		cmocka_unit_test(
			a_saved_file_that_decides_of_others_is_not_all_that_is_looked_at),
		cmocka_unit_test(a_file_that_comes_to_a_draft_is_not_served),
		cmocka_unit_test(
			any_series_of_saves_gives_what_a_scan_from_the_start_gives),
		cmocka_unit_test(a_large_folder_is_read_in_pieces_as_it_is_by_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
