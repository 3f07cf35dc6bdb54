/* SPDX-License-Identifier: MIT */
/* The pages as readers of gemtext see them: home, listings and how they are split, posts with head and
 * foot, feeds, sources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "page/page.h"
#include "render/gemtext.h"
#include "scan/advice.h"
#include "site/listing.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct capsule {
	struct tree tree;
	struct site *site;
	struct arena arena;
};

static void open_capsule(struct capsule *it, const struct tree_file *files, size_t count)
{
	*it = (struct capsule){0};
	tree_init(&it->tree);
	tree_write_all(&it->tree, files, count);
	it->site = site_check_scan(&it->tree);
}

static void close_capsule(struct capsule *it)
{
	site_check_free(it->site);
	tree_fini(&it->tree);
	arena_fini(&it->arena);
}

static void build(struct capsule *it, const char *path, struct page *page)
{
	struct route to;
	route(it->site, &it->arena, slice_str(path), &to);
	if (to.kind != ROUTE_PAGE)
		fail_msg("%s is no page", path);
	assert_int_equal(page_build(it->site, &to.page, &it->arena, NULL, page), 0);
}

/* The page at @path as text. */
static const char *text_of(struct capsule *it, const char *path)
{
	static const struct gemtext_options options = {.links = LINKS_BLOCK};
	struct page page;
	struct buf out;
	build(it, path, &page);
	buf_init(&out, BUF_UNLIMITED);
	if (page.content == PAGE_IS_DOC)
		gemtext_render(&out, page.doc, &options);
	else
		buf_put(&out, page.bytes);
	const char *text = arena_cstr(&it->arena, buf_slice(&out));
	buf_fini(&out);
	return text;
}

static bool is_page(struct capsule *it, const char *path)
{
	struct route to;
	route(it->site, &it->arena, slice_str(path), &to);
	return to.kind == ROUTE_PAGE;
}

/* How many link lines to somewhere below @prefix are in @text? */
static size_t lines_to(const char *text, const char *prefix)
{
	size_t count = 0, len = strlen(prefix);
	for (const char *at = text; (at = strstr(at, "\n=> ")); at++)
		count += strncmp(at + 4, prefix, len) == 0;
	return count;
}

/* --- home --------------------------------------------------------------------------------------- */

static const struct tree_file reef[] = {
	{"_config.yml", "title: Reef\ndescription: About the sea.\nlang: en\n"
			"permalink: /:title/\nurl: https://reef.example\n"},
	{"about.md", "---\ntitle: About\npermalink: /about/\n---\nWho.\n"},
	{"_posts/2024-05-01-coral.md",
		"---\ntitle: Coral\ntags: [Sea]\ndescription: What grows.\n---\nText.\n"},
	{"_posts/2024-05-02-sand.md",
		"---\ntitle: Sand\ntags: [sea, Shore]\nauthor: Ada\n---\nGrains.\n"},
	{"_posts/2023-01-09-sable.md",
		"---\ntitle: Sable\nlang: fr\nref: sand\n---\nGrains.\n"},
};

static void home_has_prose_then_the_ways_in_then_the_latest_posts(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	assert_string_equal(text_of(&it, "/"), "# Reef\n"
					       "\n"
					       "About the sea.\n"
					       "\n"
					       "=> /about/ About\n"
					       "=> /archive/ Archive\n"
					       "=> /tags/ Tags\n"
					       "=> /search Search\n"
					       "=> /en/ English\n"
					       "=> /fr/ Français\n"
					       "=> /feed.xml Atom feed\n"
					       "\n"
					       "## Latest posts\n"
					       "\n"
					       "=> /sand/ 2024-05-02 Sand\n"
					       "=> /coral/ 2024-05-01 Coral\n"
					       "=> /sable/ 2023-01-09 Sable\n");
	struct page page;
	build(&it, "/", &page);
	assert_true(slice_eq(page.langs, S("en,fr")));
	close_capsule(&it);
}

static void home_of_a_language_has_its_posts_only(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	const char *text = text_of(&it, "/fr/");
	assert_non_null(strstr(text, "=> /sable/ 2023-01-09 Sable\n"));
	assert_null(strstr(text, "Coral"));
	assert_null(strstr(text, "/about/"));
	assert_non_null(strstr(text, "=> /fr/feed.xml "));
	close_capsule(&it);
}

static void home_without_posts_says_what_to_do_next(void **state)
{
	static const char empty[] =
		"Nothing is here yet. A Markdown file in this folder, "
		"such as hello.md, appears here at once.\n";
	static const struct {
		struct tree_file files[4];
		size_t count;
		const char *expected, *check, *why; /* check: what it says, less an end */
		enum diag_level level;
	} rows[] = {
		{{{"_config.yml", "title: Bare\n"}}, 1, empty, "no posts or pages yet",
			"nothing but settings", DIAG_WARNING},
		{{{"_config.yml", "title: Bare\ndescription: Soon.\n"}}, 1, empty,
			"no posts or pages yet", "a description, too", DIAG_WARNING},
		{{{"_config.yml", "title: Bare\n"}, {"a.png", "x"}}, 2, "No posts yet.\n",
			"no posts or pages, only other files", "a file", DIAG_WARNING},
		{{{"hugo.toml", "title = 'Bare'\n"},
			 {"content/posts/a.md", "+++\ndraft = true\n+++\nA\n"}},
			2,
			"A draft appears here when its front matter says draft: "
			"false.\n",
			"all posts are hidden", "Hugo's quick start", DIAG_WARNING},
		{{{"hugo.toml", "title = 'Bare'\n"},
			 {"content/posts/a.md", "+++\ndate = 2999-01-01\n+++\nA\n"}},
			2, empty, "all posts are dated in the future",
			"one to come, of which a reader is not told", DIAG_WARNING},
		{{{"a.md", "# One\n"}, {"b.md", "Two\n"}, {"c.md", "# Three\n"}}, 3,
			"No posts yet. A page becomes a post when it has a date, in its "
			"front matter or its name (2026-11-30-hello.md).\n",
			"pages, but no posts", "three loose files", DIAG_NOTE},
		{{{"a.md", "# One\n"}, {"index.md", "# Mine\n\nMy words.\n"}}, 2,
			"My words.\n", NULL, "the owner has said it all", DIAG_NOTE},
		{{{"2024-01-01-a.md", "# One\n"}, {"b.md", "Two\n"}}, 2, "1 post\n", NULL,
			"a post", DIAG_NOTE},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct capsule it;
		struct diag_list diags;
		open_capsule(&it, rows[i].files, rows[i].count);
		const char *text = text_of(&it, "/");
		if (!strstr(text, rows[i].expected))
			fail_msg("%s: %s", rows[i].why, text);
		diag_init(&diags);
		advice_add(it.site, &diags);
		if (diags.count != (rows[i].check != NULL) ||
			(diags.count && (diags.items[0].level != rows[i].level ||
						slice_find(diags.items[0].message,
							slice_str(rows[i].check)) != 0)))
			fail_msg("%s: check says otherwise", rows[i].why);
		/* Of what could not be read it says nothing. */
		it.site->has_errors = true;
		assert_int_equal(advice_of_owner(it.site), ADVICE_NONE);
		diag_fini(&diags);
		close_capsule(&it);
	}
}

static void no_reader_sees_that_a_first_draft_came(void **state)
{
	static const struct tree_file files[] = {{"_config.yml", "title: Bare\n"}};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	unsigned long long before = it.site->version;
	tree_write(&it.tree, "_drafts/a.md", "A\n");
	struct site *after = site_check_scan(&it.tree);
	assert_true(after->version == before);
	site_check_free(after);
	close_capsule(&it);
}

static void home_shows_thirty_posts_and_leads_to_the_others(void **state)
{
	struct capsule it = {0};
	char name[64];
	(void)state;
	tree_init(&it.tree);
	tree_write(&it.tree, "_config.yml", "title: Many\npermalink: /p/:title/\n");
	for (int i = 1; i <= 31; i++) {
		if (i == 31) {
			it.site = site_check_scan(&it.tree);
			assert_int_equal(lines_to(text_of(&it, "/"), "/p/"), 30);
			assert_null(strstr(text_of(&it, "/"), "All posts"));
			site_check_free(it.site);
		}
		snprintf(name, sizeof(name), "_posts/2024-01-%02d-n%d.md", i, i);
		tree_write(&it.tree, name, "---\n---\nText.\n");
	}
	it.site = site_check_scan(&it.tree);
	const char *text = text_of(&it, "/");
	assert_int_equal(lines_to(text, "/p/"), 30);
	assert_null(strstr(text, "=> /p/n1/ "));
	assert_non_null(strstr(text, "\n=> /archive/ All posts\n"));
	close_capsule(&it);
}

static void a_listing_has_a_line_of_text_before_its_first_year(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	assert_string_equal(text_of(&it, "/archive/"), "# Archive — Reef\n"
						       "\n"
						       "3 posts\n"
						       "\n"
						       "## 2024\n"
						       "\n"
						       "=> /sand/ 2024-05-02 Sand\n"
						       "=> /coral/ 2024-05-01 Coral\n"
						       "\n"
						       "## 2023\n"
						       "\n"
						       "=> /sable/ 2023-01-09 Sable\n"
						       "\n"
						       "=> /search Search\n"
						       "=> /random A random post\n"
						       "=> / Reef\n");
	assert_non_null(strstr(text_of(&it, "/archive/2024/05/"), "/coral/ 2024-05-01"));
	assert_null(strstr(text_of(&it, "/archive/2024/05/"), "/sable/"));
	assert_false(is_page(&it, "/archive/2024/06/"));
	assert_false(is_page(&it, "/archive/2022/"));
	assert_false(is_page(&it, "/archive/undated/"));
	close_capsule(&it);
}

static void undated_posts_are_last_and_get_no_date(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Notes\ntheme: landscape\n"},
		{"package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"},
		{"source/_posts/old.md",
			"---\ntitle: Old\npermalink: /old/\n---\nText.\n"},
		{"source/_posts/new.md",
			"---\ntitle: New\ndate: 2024-05-01\npermalink: /new/\n---\n"
			"Text.\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	const char *text = text_of(&it, "/archive/");
	const char *dated = strstr(text, "=> /new/ 2024-05-01 New\n");
	const char *heading = strstr(text, "## Undated\n");
	const char *undated = strstr(text, "=> /old/ Old\n");
	assert_true(dated && heading && undated);
	assert_true(dated < heading);
	assert_true(heading < undated);
	close_capsule(&it);
}

/* @count posts of 2024-01, then two of 2023 when @more. */
static void fill_month(struct capsule *it, int count, bool more)
{
	char name[64];
	*it = (struct capsule){0};
	tree_init(&it->tree);
	tree_write(&it->tree, "_config.yml", "title: Many\npermalink: /p/:title/\n");
	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "_posts/2024-01-%02d-n%03d.md", 1 + i / 10,
			i + 1);
		tree_write(&it->tree, name, "---\ntags: x\n---\nText.\n");
	}
	if (more) {
		tree_write(&it->tree, "_posts/2023-01-01-o1.md",
			"---\ntags: x\n---\nText.\n");
		tree_write(&it->tree, "_posts/2023-02-01-o2.md",
			"---\ntags: x\n---\nText.\n");
	}
	it->site = site_check_scan(&it->tree);
}

/* @count posts of 2024-01 whose addresses take three bytes for one of their names' 160. */
static void fill_month_of_long_names(struct capsule *it, int count)
{
	char name[300], letters[161] = "";
	*it = (struct capsule){0};
	tree_init(&it->tree);
	tree_write(&it->tree, "_config.yml", "title: Many\npermalink: /p/:title/\n");
	for (int i = 0; i < 80; i++)
		memcpy(letters + 2 * i, "\u05d0", 3);
	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "_posts/2024-01-%02d-n%03d%s.md", 1 + i / 10,
			i + 1, letters);
		tree_write(&it->tree, name, "---\ntags: x\n---\nText.\n");
	}
	it->site = site_check_scan(&it->tree);
}

static void long_addresses_make_shorter_listings(void **state)
{
	/* A line is about 510 bytes: 120 are too many for 64 KiB, 100 are not. */
	static const struct {
		const char *path;
		size_t lines;
	} pages[] = {{"/archive/", 0}, {"/archive/2024/", 0}, {"/archive/2024/01/", 20},
		{"/archive/2024/01/1/", 100}, {"/archive/2024/01/2/", 20},
		{"/tags/x/2024/01/1/", 100}, {"/p/2024/01/2/", 20}, {"/", 30}};
	struct capsule it;
	(void)state;
	fill_month_of_long_names(&it, 120);
	assert_int_equal(it.site->list_max, 100);
	for (size_t i = 0; i < COUNT(pages); i++) {
		const char *text = text_of(&it, pages[i].path);
		assert_int_equal(lines_to(text, "/p/n"), pages[i].lines);
		assert_in_range(strlen(text), 1, 64 * 1024);
	}
	assert_false(is_page(&it, "/archive/2024/01/3/"));
	close_capsule(&it);
}

static void two_hundred_posts_stand_on_one_page(void **state)
{
	struct capsule it;
	(void)state;
	fill_month(&it, LISTING_MAX, false);
	static const char *const paths[] = {
		"/archive/", "/tags/x/", "/p/", "/archive/2024/", "/archive/2024/01/"};
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_int_equal(lines_to(text_of(&it, paths[i]), "/p/n"), LISTING_MAX);
	assert_false(is_page(&it, "/archive/2024/01/1/"));
	/* What is not split has no parts either. */
	assert_false(is_page(&it, "/p/2024/"));
	close_capsule(&it);
}

static void one_more_is_split_by_year_then_month_then_parts(void **state)
{
	static const char *const bases[] = {"/archive/", "/tags/x/", "/p/"};
	struct capsule it;
	(void)state;
	fill_month(&it, LISTING_MAX + 1, true);
	for (size_t i = 0; i < COUNT(bases); i++) {
		const char *base = bases[i];
		struct arena *arena = &it.arena;
		const char *whole = text_of(&it, base);
		assert_int_equal(lines_to(whole, "/p/n"), 0);
		assert_non_null(strstr(whole, arena_printf(arena,
						      "\n=> %s2024/ 2024 (201 posts)\n=> "
						      "%s2023/ 2023 (2 posts)\n",
						      base, base)
						      .ptr));
		/* A year that is long has its months, another its posts. */
		const char *year = text_of(&it, arena_printf(arena, "%s2024/", base).ptr);
		assert_non_null(strstr(
			year, arena_printf(arena,
				      "\n=> %s2024/01/ January 2024 (201 posts)\n", base)
				      .ptr));
		year = text_of(&it, arena_printf(arena, "%s2023/", base).ptr);
		assert_int_equal(lines_to(year, "/p/o"), 2);
		/* Parts count from the oldest, so that they never shift: the newest part is
		 * the short one, and what the month shows. */
		const char *month =
			text_of(&it, arena_printf(arena, "%s2024/01/", base).ptr);
		assert_int_equal(lines_to(month, "/p/n"), 1);
		assert_non_null(strstr(month, "=> /p/n201/ 2024-01-21 "));
		assert_non_null(strstr(month,
			arena_printf(arena, "\n=> %s2024/01/1/ Older posts\n", base)
				.ptr));
		const char *first =
			text_of(&it, arena_printf(arena, "%s2024/01/1/", base).ptr);
		assert_int_equal(lines_to(first, "/p/n"), LISTING_MAX);
		assert_null(strstr(first, "/p/n201/"));
		assert_non_null(strstr(first,
			arena_printf(arena, "\n=> %s2024/01/2/ Newer posts\n", base)
				.ptr));
		assert_true(is_page(&it, arena_printf(arena, "%s2024/01/2/", base).ptr));
		assert_false(is_page(&it, arena_printf(arena, "%s2024/01/3/", base).ptr));
		assert_false(is_page(&it, arena_printf(arena, "%s2024/01/0/", base).ptr));
		assert_false(is_page(&it, arena_printf(arena, "%s2023/01/1/", base).ptr));
		assert_false(is_page(&it, arena_printf(arena, "%s2024/02/", base).ptr));
		assert_false(is_page(&it, arena_printf(arena, "%s2024/13/", base).ptr));
		assert_false(is_page(&it, arena_printf(arena, "%s2025/", base).ptr));
	}
	close_capsule(&it);
}

static void a_home_page_says_its_name_once_and_its_parts_stand_right_under_it(
	void **state)
{
#define TIDES "# Tides\n\nWords.\n\n## Ebb\n\nx\n\n### Low\n\ny\n"
	static const struct tree_file named[] = {
		{"_config.yml", "title: Tides\n"}, {"index.md", TIDES}};
	static const struct tree_file nameless[] = {{"index.md", TIDES}};
	static const struct tree_file other[] = {
		{"_config.yml", "title: Sea\n"}, {"index.md", TIDES}};
	static const struct {
		const struct tree_file *files;
		size_t count;
		const char *starts, *why;
	} rows[] = {
		{named, COUNT(named), "# Tides\n\nWords.\n\n## Ebb\n\nx\n\n### Low\n",
			"the site's name is the page's first heading"},
		{nameless, COUNT(nameless), "# Tides\n\nWords.\n\n## Ebb\n",
			"the heading names the site"},
		{other, COUNT(other), "# Sea\n\n## Tides\n\nWords.\n\n### Ebb\n",
			"a heading that says more stays above its parts"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct capsule it;

		open_capsule(&it, rows[i].files, rows[i].count);
		const char *text = text_of(&it, "/");
		if (strncmp(text, rows[i].starts, strlen(rows[i].starts)) != 0)
			fail_msg("%s: %s", rows[i].why, text);
		close_capsule(&it);
	}
}

static void folders_list_posts_of_several_zones_in_the_order_of_the_archive(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Zones\n"},
		{"_posts/2024-01-31-east.md",
			"---\ntitle: East\npermalink: /z/east/\n"
			"date: 2024-02-01 01:00:00 +1200\n---\nx\n"},
		{"_posts/2024-01-31-west.md",
			"---\ntitle: West\npermalink: /z/west/\n"
			"date: 2024-01-31 22:00:00 -0800\n---\nx\n"},
		{"_posts/2024-01-30-old.md",
			"---\ntitle: Old\npermalink: /z/old/\n---\nx\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	const char *archive = strstr(text_of(&it, "/archive/"), "## 2024");
	const char *folder = strstr(text_of(&it, "/z/"), "## 2024");
	assert_non_null(archive);
	assert_non_null(folder);
	size_t len = (size_t)(strstr(archive, "\n\n=> /search ") - archive);
	assert_int_equal(strncmp(archive, folder, len), 0);
	close_capsule(&it);
}

/* --- tags ------------------------------------------------------------------------------------------- */

static void fill_tags(struct capsule *it, int count)
{
	struct buf post;
	*it = (struct capsule){0};
	tree_init(&it->tree);
	tree_write(&it->tree, "_config.yml", "title: Many\npermalink: /p/:title/\n");
	buf_init(&post, BUF_UNLIMITED);
	buf_puts(&post, "---\ntags:\n");
	for (int i = 1; i <= count; i++)
		buf_printf(&post, "  - t%03d\n", i);
	buf_puts(&post, "---\nText.\n");
	tree_write_bytes(&it->tree, "_posts/2024-01-01-all.md", post.ptr, post.len);
	tree_write(
		&it->tree, "_posts/2024-01-02-one.md", "---\ntags: t201\n---\nText.\n");
	buf_fini(&post);
	it->site = site_check_scan(&it->tree);
}

static void tags_are_named_as_most_authors_write_them_and_counted(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	const char *text = text_of(&it, "/tags/");
	assert_true(strncmp(text, "# Tags — Reef\n\nTags: 2\n\n",
			    strlen("# Tags — Reef\n\nTags: 2\n\n")) == 0);
	assert_true(strstr(text, "=> /tags/sea/ Sea (2 posts)\n") ||
		    strstr(text, "=> /tags/sea/ sea (2 posts)\n"));
	assert_non_null(strstr(text, "=> /tags/shore/ Shore (1 post)\n"));
	close_capsule(&it);
}

static void two_hundred_tags_stand_on_one_page(void **state)
{
	struct capsule it;
	(void)state;
	fill_tags(&it, LISTING_MAX);
	/* t201 is the other post's. */
	site_check_free(it.site);
	tree_remove(&it.tree, "_posts/2024-01-02-one.md");
	it.site = site_check_scan(&it.tree);
	assert_int_equal(it.site->tag_count, LISTING_MAX);
	assert_int_equal(lines_to(text_of(&it, "/tags/"), "/tags/t"), LISTING_MAX);
	assert_false(is_page(&it, "/tags/by-name/1/"));
	close_capsule(&it);
}

/* @count tags of 300 bytes and three times that in addresses, a hundred of a post at most. */
static void fill_long_tags(struct capsule *it, int count)
{
	char name[64], letters[301] = "";
	struct buf text;
	*it = (struct capsule){0};
	tree_init(&it->tree);
	tree_write(&it->tree, "_config.yml", "title: Many\n");
	for (int i = 0; i < 150; i++)
		memcpy(letters + 2 * i, "\u05d0", 3);
	for (int from = 0; from < count; from += 100) {
		buf_init(&text, BUF_UNLIMITED);
		buf_puts(&text, "---\ntags:\n");
		for (int i = from; i < count && i < from + 100; i++)
			buf_printf(&text, "  - t%03d%s\n", i + 1, letters);
		buf_puts(&text, "---\nText.\n");
		buf_putc(&text, '\0');
		snprintf(name, sizeof(name), "_posts/2024-01-01-p%d.md", from);
		tree_write(&it->tree, name, text.ptr);
		buf_fini(&text);
	}
	it->site = site_check_scan(&it->tree);
}

static void very_many_parts_are_not_all_on_one_page(void **state)
{
	struct capsule it;
	(void)state;
	fill_long_tags(&it, 12 * 25 + 1);
	assert_int_equal(it.site->tag_count, 301);
	assert_int_equal(it.site->names_max, 25);
	const char *text = text_of(&it, "/tags/");
	/* 13 parts, but room for the ways to 12: each way is to two of them. */
	assert_int_equal(lines_to(text, "/tags/by-name/"), 7);
	assert_int_equal(lines_to(text, "/tags/t"), 25 - 7);
	assert_non_null(strstr(text, "=> /tags/by-name/3/ t051"));
	assert_null(strstr(text, "=> /tags/by-name/2/"));
	assert_in_range(strlen(text), 1, 64 * 1024);
	/* From each part to the next. */
	text = text_of(&it, "/tags/by-name/1/");
	assert_int_equal(lines_to(text, "/tags/t"), 25);
	assert_non_null(strstr(text, "=> /tags/by-name/2/ t026"));
	assert_in_range(strlen(text), 1, 64 * 1024);
	assert_true(is_page(&it, "/tags/by-name/13/"));
	assert_false(is_page(&it, "/tags/by-name/14/"));
	close_capsule(&it);
}

static void one_more_tag_leads_to_lists_by_name(void **state)
{
	struct capsule it;
	(void)state;
	fill_tags(&it, LISTING_MAX + 1);
	assert_int_equal(it.site->tag_count, LISTING_MAX + 1);
	const char *text = text_of(&it, "/tags/");
	/* With the two ways to the whole list that is a page. */
	assert_int_equal(lines_to(text, "/tags/t"), LISTING_MAX - 2);
	/* The one with the most posts is among them, the last by name is not. */
	assert_non_null(strstr(text, "=> /tags/t201/ t201 (2 posts)\n"));
	assert_null(strstr(text, "=> /tags/t200/ "));
	assert_non_null(strstr(text, "=> /tags/by-name/1/ t001 … t200\n"));
	assert_non_null(strstr(text, "=> /tags/by-name/2/ t201 … t201\n"));
	assert_int_equal(
		lines_to(text_of(&it, "/tags/by-name/1/"), "/tags/t"), LISTING_MAX);
	assert_int_equal(lines_to(text_of(&it, "/tags/by-name/2/"), "/tags/t"), 1);
	assert_non_null(strstr(
		text_of(&it, "/tags/by-name/1/"), "=> /tags/by-name/2/ t201 … t201\n"));
	assert_non_null(strstr(
		text_of(&it, "/tags/by-name/2/"), "=> /tags/by-name/1/ t001 … t200\n"));
	assert_false(is_page(&it, "/tags/by-name/3/"));
	close_capsule(&it);
}

/* --- posts ------------------------------------------------------------------------------------------ */

static void a_post_with_a_description_has_its_dateline_on_top(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	assert_string_equal(text_of(&it, "/coral/"),
		"# Coral\n"
		"\n"
		"What grows.\n"
		"\n"
		"May 1, 2024 · 1 min · Sea\n"
		"\n"
		"Text.\n"
		"\n"
		"=> /tags/sea/ # Sea\n"
		"=> /sand/ → Sand\n"
		"=> https://reef.example/coral/ Web version\n"
		"=> / Reef\n");
	close_capsule(&it);
}

static void the_dateline_stands_under_the_title(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	assert_string_equal(text_of(&it, "/sand/"),
		"# Sand\n"
		"\n"
		"May 2, 2024 · 1 min · Ada · sea, Shore\n"
		"\n"
		"Grains.\n"
		"\n"
		"=> /tags/sea/ # Sea\n"
		"=> /tags/shore/ # Shore\n"
		"=> /coral/ ← Coral\n"
		"=> https://reef.example/sand/ Web version\n"
		"=> / Reef\n");
	close_capsule(&it);
}

static void a_description_that_says_nothing_new_is_no_lede(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"---\ntitle: Coral\ndescription: coral\npermalink: /x/\n---\nGrows.\n",
			"it is the title"},
		{"---\ntitle: Coral\ndescription: Grows deep.\npermalink: /x/\n"
		 "---\nGrows deep. And slowly.\n",
			"the body begins with it"},
		{"---\ntitle: Coral\ndescription: Grows deep…\npermalink: /x/\n"
		 "---\nGrows deep and slowly.\n",
			"the body begins with it, cut"},
		{"---\ntitle: Coral\ndescription: \"'Grows' deep -- and slowly\"\n"
		 "permalink: /x/\n---\nGrows *deep* – and slowly, said she.\n",
			"the same but for quotes, dashes and marks"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree_file file = {"_posts/2024-05-01-x.md", rows[i].text};
		struct capsule it;
		open_capsule(&it, &file, 1);
		const char *text = text_of(&it, "/x/");
		const char *body = strstr(text, "Grows");
		if (strncmp(text, "# Coral\n\nMay 1, 2024 · 1 min\n\nGrows", 36) != 0 ||
			!body || strstr(body + 1, "Grows") || strstr(text, "coral\n"))
			fail_msg("%s: %s", rows[i].why, text);
		close_capsule(&it);
	}
}

static void a_page_has_no_date_no_tags_and_no_neighbours(void **state)
{
	struct capsule it;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	assert_string_equal(text_of(&it, "/about/"),
		"# About\n"
		"\n"
		"Who.\n"
		"\n"
		"=> https://reef.example/about/ Web version\n"
		"=> / Reef\n");
	close_capsule(&it);
}

static void translations_name_each_other_in_their_reader_s_language(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Two\nlang: en\nlanguages: [en, fr]\n"},
		{"_posts/2024-05-01-a.md",
			"---\ntitle: Sea\nref: sea\npermalink: /sea/\n---\nText.\n"},
		{"_posts/2024-05-01-b.md", "---\ntitle: Mer\nref: sea\nlang: fr\n"
					   "permalink: /mer/\n---\nTexte.\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	assert_non_null(strstr(text_of(&it, "/sea/"), "=> /mer/ Also in French: Mer\n"));
	assert_non_null(strstr(text_of(&it, "/mer/"), "=> /sea/ Aussi en anglais"));
	close_capsule(&it);
}

static void a_folder_of_a_language_and_region_holds_translations(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Two\npermalink: pretty\n"},
		{"en/news/_posts/2024-05-01-a.md",
			"---\ntitle: Out\nlang: en\n---\nText.\n"},
		{"zh_cn/news/_posts/2024-05-01-a.md",
			"---\ntitle: Chu\nlang: zh_cn\n---\nText.\n"},
		{"en/get/index.md", "---\ntitle: Get\nlang: en\n---\nText.\n"},
		{"zh_cn/get/index.md", "---\ntitle: Na\nlang: zh_cn\n---\nText.\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	assert_non_null(strstr(text_of(&it, "/en/news/2024/05/01/a/"),
		"=> /zh_cn/news/2024/05/01/a/ Also in Chinese: Chu\n"));
	assert_non_null(strstr(text_of(&it, "/en/get/"), "=> /zh_cn/get/ "));
	assert_non_null(strstr(text_of(&it, "/zh_cn/get/"), "=> /en/get/ "));
	close_capsule(&it);
}

static void a_cover_is_looked_for_at_the_root_too(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'C'\nbaseURL = 'https://c.example/'\n"},
		{"static/images/a.png", "12345"},
		{"content/posts/b/images/c.png", "1"},
		{"content/posts/a.md",
			"---\ntitle: A\ndate: 2024-05-01\nimage: images/a.png\n"
			"---\nText.\n"},
		{"content/posts/b/index.md", "---\ntitle: B\ndate: 2024-05-01\n"
					     "image: images/c.png\n---\nText.\n"},
		{"content/posts/d.md", "---\ntitle: D\ndate: 2024-05-01\nimage: x/d.png\n"
				       "---\nText.\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	assert_int_equal(lines_to(text_of(&it, "/posts/a/"), "/images/a.png "), 1);
	assert_int_equal(
		lines_to(text_of(&it, "/posts/b/"), "/posts/b/images/c.png "), 1);
	assert_int_equal(lines_to(text_of(&it, "/posts/d/"), "https://c.example/"), 2);
	close_capsule(&it);
}

static void a_recording_is_a_line_and_an_enclosure(void **state)
{
	static const struct {
		const char *front, *body, *line, *enclosure, *why;
	} rows[] = {
		{"audio: /audio/one.mp3\n", "Text.", "=> /audio/one.mp3 Audio\n",
			"/audio/one.mp3", "a path"},
		{"enclosure: {url: /audio/one.mp3, type: audio/mpeg}\n", "Text.",
			"=> /audio/one.mp3 Audio\n", "/audio/one.mp3", "a map"},
		{"enclosure: |\n  https://cast.example/a.mp3?x=1\n  123\n  audio/mpeg\n",
			"Text.", "=> https://cast.example/a.mp3?x=1 Audio\n",
			"https://cast.example/a.mp3?x=1", "as WordPress writes it"},
		{"podcast:\n  file: https://cast.example/b.ogg\n  length: 5\n", "Text.",
			"=> https://cast.example/b.ogg Audio\n",
			"https://cast.example/b.ogg", "a podcast's map"},
		{"audio: /audio/one.mp3\n", "[Hear it](/audio/one.mp3).", NULL,
			"/audio/one.mp3", "the body links it"},
		{"audio: true\n", "Text.", NULL, "", "no address"},
		{"audio: javascript:x.mp3\n", "Text.", NULL, "", "no address to follow"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char post[300];
		snprintf(post, sizeof(post), "---\ntitle: A\n%s---\n%s\n", rows[i].front,
			rows[i].body);
		const struct tree_file files[] = {
			{"_config.yml", "title: C\npermalink: pretty\n"},
			{"audio/one.mp3", "12345"}, {"_posts/2024-05-01-a.md", post}};
		struct capsule it;
		struct page page;
		open_capsule(&it, files, COUNT(files));
		const char *text = text_of(&it, "/2024/05/01/a/");
		if (rows[i].line ? !strstr(text, rows[i].line) : !!strstr(text, " Audio"))
			fail_msg("%s: %s", rows[i].why, text);
		build(&it, "/feed.xml", &page);
		if (!slice_eq(page.feed->entries[0].enclosure,
			    slice_str(rows[i].enclosure)))
			fail_msg("%s: %.*s", rows[i].why,
				SARG(page.feed->entries[0].enclosure));
		close_capsule(&it);
	}
}

static void a_link_to_a_post_has_its_title(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: H\npermalink: :title/\n"},
		{"package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"},
		{"source/_posts/v-3-8.md",
			"---\ntitle: Version 3.8\ndate: 2024-05-01\n---\nx\n"},
		{"source/_posts/a.md", "---\ntitle: A\ndate: 2024-05-02\n---\nSee {% "
				       "post_link v-3-8 %}, or "
				       "{% post_link v-3-8 'these words' %}, not {% "
				       "post_link w-1 %}.\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	assert_non_null(strstr(
		text_of(&it, "/a/"), "See Version 3.8, or these words, not w 1.\n"));
	close_capsule(&it);
}

static void a_gemtext_post_is_served_as_it_is(void **state)
{
	static const struct tree_file files[] = {
		{"log/2024-05-01-hello.gmi", "# Hello\n\n=> gemini://far.example/ Far\n"},
		{"log/2024-05-03-mark.gmi", "\xEF\xBB\xBF# Mark\n"},
		{"log/2024-05-02-with.gmi", "---\ntitle: With\n---\n# With\n* one\n"},
	};
	struct capsule it;
	(void)state;
	open_capsule(&it, files, COUNT(files));
	const struct post *first = site_by_source(it.site, S("log/2024-05-01-hello.gmi"));
	const struct post *second = site_by_source(it.site, S("log/2024-05-02-with.gmi"));
	assert_non_null(first);
	assert_non_null(second);
	assert_string_equal(text_of(&it, arena_cstr(&it.arena, first->path)),
		"# Hello\n\n=> gemini://far.example/ Far\n");
	assert_string_equal(
		text_of(&it, arena_cstr(&it.arena, second->path)), "# With\n* one\n");
	const struct post *mark = site_by_source(it.site, S("log/2024-05-03-mark.gmi"));
	assert_string_equal(text_of(&it, arena_cstr(&it.arena, mark->path)), "# Mark\n");
	close_capsule(&it);
}

static void a_post_that_went_since_the_scan_is_told_as_such(void **state)
{
	struct capsule it;
	struct route to;
	struct page page;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	tree_remove(&it.tree, "_posts/2024-05-01-coral.md");
	route(it.site, &it.arena, S("/coral/"), &to);
	assert_int_equal(to.kind, ROUTE_PAGE);
	assert_int_equal(page_build(it.site, &to.page, &it.arena, NULL, &page), -2);
	close_capsule(&it);
}

/* --- feeds ------------------------------------------------------------------------------------------ */

static void a_feed_holds_the_thirty_newest_dated_posts(void **state)
{
	struct capsule it;
	struct page page;
	(void)state;
	fill_month(&it, 31, true);
	build(&it, "/feed.xml", &page);
	assert_int_equal(page.content, PAGE_IS_FEED);
	assert_int_equal(page.feed->entry_count, 30);
	assert_true(slice_eq(page.feed->entries[0].path, S("/p/n031/")));
	assert_true(slice_eq(page.feed->path, S("/feed.xml")));
	assert_true(slice_eq(page.feed->alternate, S("/")));
	assert_true(slice_eq(page.mime, S("application/atom+xml")));
	build(&it, "/tags/x/feed.xml", &page);
	assert_int_equal(page.feed->entry_count, 30);
	assert_true(slice_eq(page.feed->title, S("x — Many")));
	close_capsule(&it);
}

static void an_entry_has_its_description_else_the_first_words(void **state)
{
	struct capsule it;
	struct page page;
	(void)state;
	open_capsule(&it, reef, COUNT(reef));
	build(&it, "/feed.xml", &page);
	assert_int_equal(page.feed->entry_count, 3);
	assert_true(slice_eq(page.feed->entries[0].summary, S("Grains.")));
	assert_true(slice_eq(page.feed->entries[1].summary, S("What grows.")));
	assert_true(slice_eq(
		page.feed->entries[1].web_url, S("https://reef.example/coral/")));
	build(&it, "/fr/feed.xml", &page);
	assert_int_equal(page.feed->entry_count, 1);
	assert_true(slice_eq(page.feed->entries[0].path, S("/sable/")));
	assert_true(slice_eq(page.feed->lang, S("fr")));
	close_capsule(&it);
}

static void what_its_author_keeps_from_feeds_is_in_none(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'Reef'\nbaseURL = 'https://reef.example/'\n"},
		{"content/posts/a.md",
			"---\ntitle: A\ndate: 2024-01-01\ntags: [x]\n---\nA.\n"},
		{"content/posts/b.md", "---\ntitle: B\ndate: 2024-01-02\ntags: [x]\n"
				       "hiddenFromRss: true\n---\nB.\n"},
		{"content/posts/c.md", "---\ntitle: C\ndate: 2024-01-03\ntags: [x]\n"
				       "type: page\n---\nC.\n"},
	};
	static const char *const feeds[] = {"/feed.xml", "/tags/x/feed.xml"};
	struct capsule it;
	(void)state;

	open_capsule(&it, files, COUNT(files));
	for (size_t i = 0; i < COUNT(feeds); i++) {
		struct page page;
		build(&it, feeds[i], &page);
		assert_int_equal(page.feed->entry_count, 1);
		assert_true(slice_eq(page.feed->entries[0].title, S("A")));
	}
	/* The list of the tag has all three. */
	assert_int_equal(lines_to(text_of(&it, "/tags/x/"), "/posts/"), 3);
	close_capsule(&it);
}

/* --- sources ---------------------------------------------------------------------------------------- */

static void a_source_has_little_front_matter_and_no_comments(void **state)
{
	static const struct {
		const char *body, *expected, *why;
	} rows[] = {
		{"a <!-- b --> c\n", "a  c\n", "an HTML comment"},
		{"a\n<!--\nb\n-->\nc\n", "a\n\nc\n", "over lines"},
		{"a <!-- b\n", "a ", "one that nobody closed"},
		{"a {% comment %}b{% endcomment %} c\n", "a  c\n", "Liquid"},
		{"a {%comment%}b{%endcomment%} c\n", "a  c\n", "without spaces"},
		{"a {%- comment %}b{% endcomment -%} c\n", "a  c\n", "with one dash"},
		{"a {%   comment   -%}b\n{%-endcomment%} c\n", "a  c\n", "with many"},
		{"a {% comment %}b\n", "a ", "Liquid that nobody closed"},
		{"a {% commentary %} b\n", "a {% commentary %} b\n", "another tag"},
		{"a {::comment}b{:/comment} c\n", "a  c\n", "kramdown"},
		{"a {::comment}b{:/} c {::comment}d{:/comment}e\n", "a  c e\n",
			"its short end is the first that closes it"},
		{"a {::comment}b{:/nomarkdown}c{:/}d\n", "a d\n", "another's end"},
		{"Write `<!-- more -->` below.\n", "Write `<!-- more -->` below.\n",
			"a code span is as it is"},
		{"`` `<!--` `` and `{::comment}`\n", "`` `<!--` `` and `{::comment}`\n",
			"a longer one holds backticks"},
		{"a ` b <!-- c --> d\n", "a ` b  d\n", "a lone backtick opens none"},
		{"a `b {% comment %}c{% endcomment %}` d\n", "a `b ` d\n",
			"Liquid comes before Markdown"},
		{"```\n<!-- b -->\n```\n", "```\n<!-- b -->\n```\n", "code is as it is"},
		{"~~~\n<!-- b -->\n~~~\n<!-- c -->d\n", "~~~\n<!-- b -->\n~~~\nd\n",
			"code ends"},
		{"````\n```\n````\n<!-- b -->c\n", "````\n```\n````\nc\n",
			"a short fence in a long one"},
		{"```\n~~~\n```\n<!-- b -->c\n", "```\n~~~\n```\nc\n", "another's fence"},
		{"```\n```js\n```\n<!-- b -->c\n", "```\n```js\n```\nc\n",
			"what has a language closes nothing"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct capsule it = {0};
		tree_init(&it.tree);
		tree_write(&it.tree, "_posts/2024-05-01-x.md",
			arena_printf(&it.arena,
				"---\ntitle: 'A \"B\"'\nsecret: x\ntags: [T]\n"
				"permalink: /x/\nlang: en\n---\n%s",
				rows[i].body)
				.ptr);
		it.site = site_check_scan(&it.tree);
		const char *expected = arena_printf(&it.arena,
			"---\ntitle: \"A \\\"B\\\"\"\ndate: 2024-05-01\ntags:\n"
			"  - \"T\"\nlang: en\n---\n\n%s",
			rows[i].expected)
					       .ptr;
		const char *got = text_of(&it, "/x.md");
		if (strcmp(got, expected) != 0)
			fail_msg("%s: %s", rows[i].why, got);
		close_capsule(&it);
	}
}

static void the_source_of_gemtext_has_no_comments_to_leave_out(void **state)
{
	struct capsule it = {0};
	(void)state;
	tree_init(&it.tree);
	tree_write(&it.tree, "log/2024-05-01-x.gmi", "# X\na <!-- b --> {% comment %}\n");
	it.site = site_check_scan(&it.tree);
	assert_true(slice_ends(slice_str(text_of(&it, "/log/2024-05-01-x.gmi.md")),
		S("---\n\n# X\na <!-- b --> {% comment %}\n")));
	close_capsule(&it);
}

/* Looking for the far end of each of them would take hours. */
static void a_source_of_many_short_comments_is_read_once(void **state)
{
	static const char comment[] = "{::comment}{:/}";
	enum { COMMENTS = 130000 };
	struct capsule it = {0};
	struct buf text;
	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	buf_puts(&text, "---\npermalink: /x/\n---\n");
	for (int i = 0; i < COMMENTS; i++)
		buf_puts(&text, comment);
	buf_puts(&text, "end\n");
	tree_init(&it.tree);
	tree_write_bytes(&it.tree, "_posts/2024-05-01-x.md", text.ptr, text.len);
	it.site = site_check_scan(&it.tree);
	assert_true(slice_ends(slice_str(text_of(&it, "/x.md")), S("---\n\nend\n")));
	buf_fini(&text);
	close_capsule(&it);
}

/* What such a file says now no snapshot knows: no page that holds it may be kept. */
static void a_page_with_text_of_files_beside_it_says_so(void **state)
{
	static const struct tree_file with[] = {
		{"index.md", "---\n---\n{% include_relative part.txt %}\n"},
		{"part.txt", "a part\n"},
		{"_posts/2024-05-01-a.md", "---\ntags: T\npermalink: /a/\n---\n"
					   "{% include_relative part.txt %}\n"},
		{"_posts/2024-05-02-b.md", "---\ntags: U\npermalink: /b/\n---\nText.\n"},
		{"_posts/2024-05-03-c.md",
			"---\ntags: U\npermalink: /c/\ndescription: C\n"
			"---\n{% include_relative part.txt %}\n"},
		{"tags.md", "---\npermalink: /tags/\n---\n"
			    "{% include_relative part.txt %}\n"},
		{"_config.yml", "title: Parts\n"},
	};
	static const struct {
		const char *path;
		bool reads;
		const char *why;
	} rows[] = {
		{"/a/", true, "a post includes one"},
		{"/a.txt", true, "as text"},
		{"/a.md", false, "its source is as it is"},
		{"/b/", false, "a post without one"},
		{"/", true, "the author's page heads the home page"},
		{"/tags/", true, "it heads the page of tags"},
		{"/archive/", false, "a list shows titles only"},
		{"/feed.xml", true, "a summary holds what the post begins with"},
		{"/tags/t/feed.xml", true, "in a tag's feed, too"},
		{"/tags/u/feed.xml", false, "a description is the post's own"},
		{"/robots.txt", false, "no post at all"},
	};
	struct capsule it;

	(void)state;
	open_capsule(&it, with, COUNT(with));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page page;
		build(&it, rows[i].path, &page);
		if (page.reads_files != rows[i].reads)
			fail_msg("%s: %s", rows[i].path, rows[i].why);
	}
	close_capsule(&it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(home_has_prose_then_the_ways_in_then_the_latest_posts),
		cmocka_unit_test(home_of_a_language_has_its_posts_only),
		cmocka_unit_test(home_without_posts_says_what_to_do_next),
		cmocka_unit_test(no_reader_sees_that_a_first_draft_came),
		cmocka_unit_test(home_shows_thirty_posts_and_leads_to_the_others),
		cmocka_unit_test(a_listing_has_a_line_of_text_before_its_first_year),
		cmocka_unit_test(undated_posts_are_last_and_get_no_date),
		cmocka_unit_test(long_addresses_make_shorter_listings),
		cmocka_unit_test(two_hundred_posts_stand_on_one_page),
		cmocka_unit_test(one_more_is_split_by_year_then_month_then_parts),
		cmocka_unit_test(
			a_home_page_says_its_name_once_and_its_parts_stand_right_under_it),
		cmocka_unit_test(
			folders_list_posts_of_several_zones_in_the_order_of_the_archive),
		cmocka_unit_test(tags_are_named_as_most_authors_write_them_and_counted),
		cmocka_unit_test(two_hundred_tags_stand_on_one_page),
		cmocka_unit_test(very_many_parts_are_not_all_on_one_page),
		cmocka_unit_test(one_more_tag_leads_to_lists_by_name),
		cmocka_unit_test(a_post_with_a_description_has_its_dateline_on_top),
		cmocka_unit_test(the_dateline_stands_under_the_title),
		cmocka_unit_test(a_description_that_says_nothing_new_is_no_lede),
		cmocka_unit_test(a_page_has_no_date_no_tags_and_no_neighbours),
		cmocka_unit_test(translations_name_each_other_in_their_reader_s_language),
		cmocka_unit_test(a_folder_of_a_language_and_region_holds_translations),
		cmocka_unit_test(a_cover_is_looked_for_at_the_root_too),
		cmocka_unit_test(a_recording_is_a_line_and_an_enclosure),
		cmocka_unit_test(a_link_to_a_post_has_its_title),
		cmocka_unit_test(a_gemtext_post_is_served_as_it_is),
		cmocka_unit_test(a_post_that_went_since_the_scan_is_told_as_such),
		cmocka_unit_test(a_feed_holds_the_thirty_newest_dated_posts),
		cmocka_unit_test(an_entry_has_its_description_else_the_first_words),
		cmocka_unit_test(what_its_author_keeps_from_feeds_is_in_none),
		cmocka_unit_test(a_source_has_little_front_matter_and_no_comments),
		cmocka_unit_test(the_source_of_gemtext_has_no_comments_to_leave_out),
		cmocka_unit_test(a_source_of_many_short_comments_is_read_once),
		cmocka_unit_test(a_page_with_text_of_files_beside_it_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
