/* SPDX-License-Identifier: MIT */
/* Addresses that settings, names and front matter decide together, by the generator's own rules. */
#include "scan/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "site/generated.h"
#include "site/scope.h"

#define COUNT(array)       (sizeof(array) / sizeof(*(array)))
#define CHECK(files, rows) site_check_files(files, COUNT(files), rows, COUNT(rows))

static struct site *scan_tree(
	struct tree *tree, const struct tree_file *files, size_t file_count)
{
	tree_init(tree);
	tree_write_all(tree, files, file_count);
	return site_check_scan(tree);
}

static void hugo_rules_may_have_targets(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.yaml", "permalinks:\n"
			      "  - pattern: /writing/:year/:slug/\n"
			      "    target: {path: '/{posts,posts/**}', kind: page}\n"
			      "  - pattern: /s/:contentbasename/\n"
			      "    target: {kind: section, path: /posts}\n"
			      "  - pattern: /rest/:contentbasename/\n"
			      "    target: {kind: page, path: '/**'}\n"},
		{"content/posts/_index.md", "---\ntitle: Posts\n---\n"},
		{"content/posts/deep/A.md",
			"---\ntitle: Big News\ndate: 2024-01-01\n---\n"},
		{"content/posts/b/index.md", "---\ntitle: B\ndate: 2024-01-01\n---\n"},
		{"content/notes/c.md", "---\ntitle: C\ndate: 2024-01-01\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/writing/2024/big-news/", "post content/posts/deep/A.md", "a glob"},
		{"/writing/2024/b/", "post content/posts/b/index.md", "a bundle"},
		{"/rest/c/", "post content/notes/c.md", "the first that fits"},
	};
	static const struct tree_file deeper[] = {
		{"hugo.toml", "[permalinks]\n'a/b' = '/ab/:contentbasename/'\n"
			      "'/' = '/top/:contentbasename/'\n"},
		{"content/a/b/c/x.md", "---\ndate: 2024-01-01\n---\n"},
		{"content/a/y.md", "---\ndate: 2024-01-01\n---\n"},
		{"content/z.md", "---\ndate: 2024-01-01\n---\n"},
	};
	static const struct site_check_row deeper_rows[] = {
		{"/ab/x/", "post content/a/b/c/x.md", "a folder that is deeper"},
		{"/a/y/", "post content/a/y.md", "another"},
		{"/top/z/", "post content/z.md", "the root"},
	};
	(void)state;

	CHECK(files, rows);
	CHECK(deeper, deeper_rows);
}

static void hugo_takes_slugs_from_names_that_give_dates(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "[permalinks]\nposts = '/:year/:month/:day/:slug/'\n"
			      "[frontmatter]\ndate = [':filename', ':fileModTime', "
			      "':default']\n"},
		{"content/posts/2020-03-04-first-duck.md", "---\ntitle: Other\n---\n"},
		{"content/posts/2020-03-05-x.md", "---\ntitle: T\nslug: own\n---\n"},
		{"content/posts/2020-03-06_-Big One_.md", "---\ntitle: T\n---\n"},
		{"content/posts/2020-03-07-08-09-10-timed.md", "---\ntitle: T\n---\n"},
		{"content/posts/2020-03-08.md", "---\ntitle: Only a day\n---\n"},
		{"content/posts/2020-03-09-b/index.md",
			"---\ntitle: T\ndate: 2021-01-01\n---\n"},
		{"content/posts/plain.md",
			"---\ntitle: By title\ndate: 2021-01-01\n---\n"},
		{"content/notes/2020-03-10-n.md", "---\ntitle: T\n---\n"},
		{"content/notes/2020-3-1-lax.md",
			"---\ntitle: T\ndate: 2021-01-01\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/2020/03/04/first-duck/", "post content/posts/2020-03-04-first-duck.md",
			"what follows the date"},
		{"/2020/03/05/own/", "post content/posts/2020-03-05-x.md", "a slug"},
		{"/2020/03/06/big-one/", "post content/posts/2020-03-06_-Big One_.md",
			"without what joins it"},
		{"/2020/03/07/timed/", "post content/posts/2020-03-07-08-09-10-timed.md",
			"a time too"},
		{"/2020/03/08/only-a-day/", "post content/posts/2020-03-08.md",
			"nothing follows"},
		{"/2020/03/09/b/", "post content/posts/2020-03-09-b/index.md",
			"a bundle, by the source that goes first"},
		{"/2021/01/01/by-title/", "post content/posts/plain.md",
			"no date in the name"},
		{"/notes/n/", "post content/notes/2020-03-10-n.md",
			"without a pattern too"},
		{"/notes/2020-3-1-lax/", "post content/notes/2020-3-1-lax.md",
			"Hugo's dates have all their digits"},
	};
	static const struct tree_file other[] = {
		{"hugo.toml", "[frontmatter]\ndate = ['date', ':filename']\n"},
		{"content/posts/2020-03-04-a.md",
			"---\ntitle: T\ndate: 2021-01-01\n---\n"},
		{"content/posts/2020-03-05-b.md", "---\ntitle: T\n---\n"},
	};
	static const struct site_check_row other_rows[] = {
		{"/posts/2020-03-04-a/", "post content/posts/2020-03-04-a.md",
			"another source won"},
		{"/posts/b/", "post content/posts/2020-03-05-b.md", "the name did"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	const struct date *date = &site_check_post(site, "/2020/03/07/timed/")->date;
	assert_true(date->has_time);
	assert_int_equal(date->at, 1583568550);
	site_check_free(site);
	tree_fini(&tree);
	CHECK(other, other_rows);
}

static void hugo_may_take_marks_off_addresses(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "removePathAccents = true\n[permalinks]\n"
			      "b = '/b/:slug/'\n"},
		{"content/posts/d\u00eda \u00e9.md", "---\ndate: 2024-01-01\n---\n"},
		{"content/a\u0301/\u00f8.md", "---\ndate: 2024-01-01\n---\n"},
		{"content/b/x.md", "---\ntitle: \u00c9t\u00e9\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/posts/dia-e/", "post content/posts/d\u00eda \u00e9.md", "composed"},
		{"/a/\u00f8/", "post content/a\u0301/\u00f8.md", "not, and folders"},
		{"/b/ete/", "post content/b/x.md", "in patterns"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_has_old_addresses_for_each_language(void **state)
{
	static const struct tree_file folders[] = {
		{"hugo.toml", "defaultContentLanguage = 'en'\n[languages.en]\n"
			      "contentDir = 'content.en'\n[languages.de]\n"
			      "contentDir = 'content.de'\n"},
		{"content.de/m.md", "---\ntitle: M\naliases: [/alt]\n---\n"},
	};
	static const struct site_check_row folder_rows[] = {
		{"/de/alt", "to /de/m/", "a language with a folder of its own"},
		{"/alt", "none", "which is not the site's"},
	};
	static const struct tree_file files[] = {
		{"hugo.toml", "defaultContentLanguage = 'en'\n[languages.en]\n"
			      "[languages.fa]\n"},
		{"content/m/index.md", "---\ntitle: M\naliases: [/old, up]\n---\n"},
		{"content/m/index.fa.md",
			"---\ntitle: F\naliases: [/old, /fa/said, beside]\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/old", "to /m/", "the site's own language"},
		{"/up", "to /m/", "beside it"},
		{"/fa/old", "to /fa/m/", "the other one"},
		{"/fa/said", "to /fa/m/", "one that names it"},
		{"/fa/fa/said", "none", "is not doubled"},
		{"/fa/beside", "to /fa/m/", "beside the page"},
	};
	(void)state;

	CHECK(folders, folder_rows);
	CHECK(files, rows);
}

#define HEXO(settings)                                                                   \
	{"_config.yml", "url: https://x.example\n" settings},                            \
	{                                                                                \
		"package.json", "{\"hexo\": {}}"                                         \
	}

static void hexo_fills_in_fields_of_the_front_matter(void **state)
{
	static const struct tree_file files[] = {
		HEXO("permalink: :lang/:abbrlink/:year_:title.html\n"
		     "permalink_defaults: {lang: en, year: no, abbrlink: none}\n"),
		{"source/_posts/a.md", "---\ntitle: T\ndate: 2024-01-02\nabbrlink: 4a17\n"
				       "year: 1999\nslug: other\n---\n"},
		{"source/_posts/b.md",
			"---\ndate: 2024-01-02\nlang: fr\nabbrlink: 007\n---\n"},
		{"source/_posts/c.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/en/4a17/2024_a", "post source/_posts/a.md",
			"what is computed wins, a default does not"},
		{"/fr/007/2024_b", "post source/_posts/b.md", "as it is written"},
		{"/en/none/2024_c", "post source/_posts/c.md", "the site's default"},
	};
	static const struct tree_file plugin[] = {
		HEXO("permalink: posts/:abbrlink/\n"),
		{"source/_posts/d/a.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct site_check_row plugin_rows[] = {
		{"/posts/d/a/", "post source/_posts/d/a.md", "nothing says it: its name"},
	};
	(void)state;

	CHECK(files, rows);
	CHECK(plugin, plugin_rows);
}

static void hexo_computes_the_usual_placeholders(void **state)
{
	static const struct tree_file files[] = {
		HEXO("permalink: :category/:hash/:timestamp/:i_month-:i_day/:hour:minute:"
		     "second/:name/:post_title/\ncategory_map: {News: n}\n"),
		{"source/_posts/deep/h.md",
			"---\ntitle: \u00c9t\u00e9, Go!\ndate: 2024-01-02 03:04:05\n"
			"categories: [Big News, News]\nhash: x\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/Big-News/n/28be2580be37/1704164645/1-2/030405/h/ete-go/",
			"post source/_posts/deep/h.md", "a way of categories"},
	};
	static const struct tree_file ways[] = {
		HEXO("permalink: :category/:title/\ndefault_category: rest\n"
		     "filename_case: 1\n"),
		{"source/_posts/a.md",
			"---\ndate: 2024-01-02\ncategories: [[A, B], [C, D]]\n---\n"},
		{"source/_posts/b.md",
			"---\ndate: 2024-01-02\ncategories: [[A, B], C]\n---\n"},
		{"source/_posts/c.md", "---\ndate: 2024-01-02\ncategory: One\n---\n"},
		{"source/_posts/d.md", "---\ndate: 2024-01-02\ncategories: []\n---\n"},
	};
	static const struct site_check_row way_rows[] = {
		{"/c/d/a/", "post source/_posts/a.md", "the last of two ways"},
		{"/c/b/", "post source/_posts/b.md", "which is one step"},
		{"/one/c/", "post source/_posts/c.md", "the singular"},
		{"/rest/d/", "post source/_posts/d.md", "none"},
	};
	(void)state;

	CHECK(files, rows);
	CHECK(ways, way_rows);
}

static void hexo_has_files_below_the_address_of_their_post(void **state)
{
	static const struct tree_file files[] = {
		HEXO("permalink: :year/:title.html\npost_asset_folder: true\n"),
		{"source/_posts/one.md", "---\ndate: 2024-01-02\n---\n"},
		{"source/_posts/one/1.svg", "<svg/>"},
		{"source/_posts/one/in/2.svg", "<svg/>"},
		{"source/_posts/two.md", "---\ndate: 2024-01-02\n---\n"},
		{"source/_posts/two/1.svg", "<svg/>"},
		{"source/_posts/own.md", "---\ndate: 2024-01-02\npermalink: w/o\n---\n"},
		{"source/_posts/own/1.svg", "<svg/>"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/one", "post source/_posts/one.md", "the post"},
		{"/2024/one/1.svg", "file source/_posts/one/1.svg", "its file"},
		{"/2024/one/in/2.svg", "file source/_posts/one/in/2.svg", "deeper"},
		{"/2024/two/1.svg", "file source/_posts/two/1.svg",
			"that of another post of the day"},
		{"/2024/1.svg", "none", "not beside them"},
		{"/w/o/", "post source/_posts/own.md", "a slash for its files"},
		{"/w/o/1.svg", "file source/_posts/own/1.svg", "which are there"},
	};
	static const struct tree_file plain[] = {
		HEXO("permalink: :year/:title\n"),
		{"source/_posts/one.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct site_check_row plain_rows[] = {
		{"/2024/one", "post source/_posts/one.md", "no files, no slash"},
	};
	(void)state;

	CHECK(files, rows);
	CHECK(plain, plain_rows);
}

/* What the router has at @path: the segment and slug of a group, or "". */
static void check_group(const struct site *site, const char *path, const char *expected,
	size_t posts, const char *why)
{
	struct arena arena = {0};
	struct page_ref ref;
	bool there = generated_page(site, &arena, slice_str(path), &ref);

	if (there != (*expected != 0) ||
		(there && (!slice_eq(ref.path, slice_str(expected)) ||
				  (ref.group ? ref.group->count : 0) != posts)))
		fail_msg("%s: %s is \"%.*s\"", why, path,
			SARG(there ? ref.path : slice_none));
	arena_fini(&arena);
}

static void taxonomies_that_a_site_names_have_their_pages(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "[taxonomies]\ntag = 'topics'\nauthor = 'authors'\n"
			      "series = 'series'\n'Mood' = 'My Moods'\n"
			      "old = 'archive'\ndeep = 'a/b'\n"},
		{"data/authors.toml", "[jd]\nname = 'Jane Duck'\n"},
		{"content/posts/p.md",
			"---\ndate: 2024-01-01\ntopics: [Glaze]\ntags: [no]\n"
			"authors: [Ann Lee, jd]\nMy Moods: calm\nseries: One\n---\n"},
		{"content/posts/q.md", "---\ndate: 2024-01-02\nauthors: jd\n---\n"},
		{"content/authors/_index.md", "---\ntitle: Who writes\n---\n"},
	};
	static const struct {
		const char *path, *expected;
		size_t posts;
		const char *why;
	} rows[] = {
		{"/topics/glaze/", "/topics/glaze/", 1, "tags by another name"},
		{"/tags/glaze/", "/topics/glaze/", 1, "whose old address leads there"},
		{"/tag/Glaze", "/topics/glaze/", 1, "in any spelling"},
		{"/topics/no/", "", 0, "another field says nothing"},
		{"/authors/ann-lee/", "/authors/ann-lee/", 1, "one of the site's own"},
		{"/authors/jd/", "/authors/jd/", 2, "by its key"},
		{"/authors/jd/feed.xml", "/authors/jd/feed.xml", 2, "its feed"},
		{"/my-moods/calm/", "/my-moods/calm/", 1, "a name of two words"},
		{"/series/one/", "/series/one/", 1, "series are known"},
		{"/categories/", "", 0, "none of them"},
		{"/archive/", "/archive/", 0, "which is another list"},
	};
	static const struct tree_file zola[] = {
		{"config.toml", "base_url = 'https://z.example'\n"
				"taxonomies = [{name = 'tags'}, {name = 'authors'}]\n"},
		{"content/p.md", "+++\ndate = 2024-01-01\n[taxonomies]\n"
				 "authors = ['Ann Lee']\ntags = ['x']\n+++\n"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	for (size_t i = 0; i < COUNT(rows); i++)
		check_group(
			site, rows[i].path, rows[i].expected, rows[i].posts, rows[i].why);
	size_t count;
	const struct site_group *authors = scope_groups(site, TAXONOMY_OWN, &count);
	assert_int_equal(count, 2);
	assert_true(slice_eq(authors[1].name, S("Jane Duck")));
	site_check_free(site);
	tree_fini(&tree);
	site = scan_tree(&tree, zola, COUNT(zola));
	check_group(site, "/authors/ann-lee/", "/authors/ann-lee/", 1, "Zola's");
	check_group(site, "/tags/x/", "/tags/x/", 1, "its tags");
	site_check_free(site);
	tree_fini(&tree);
}

static void settings_have_redirects(void **state)
{
	static const struct tree_file mkdocs[] = {
		{"mkdocs.yml", "plugins:\n  - redirects:\n      redirect_maps:\n"
			       "        old.md: guide/new.md#part\n"
			       "        deep/README.md: https://far.example/x\n"
			       "        guide/new.md: old.md\n"},
		{"docs/guide/new.md", "# New\n"},
	};
	static const struct site_check_row mkdocs_rows[] = {
		{"/old/", "to /guide/new/", "a file for a file"},
		{"/deep/", "to https://far.example/x", "an index, another site"},
		{"/guide/new/", "post docs/guide/new.md", "a page goes first"},
	};
	static const struct tree_file docusaurus[] = {
		{"docusaurus.config.js",
			"module.exports = {plugins: "
			"[['@docusaurus/plugin-client-redirects', "
			"{redirects: [{from: ['/a', '/b c'], to: '/docs/x'}, {to: "
			"'/docs/x', from: '/d'}]}]]};"},
		{"docs/x.md", "# X\n"},
	};
	static const struct site_check_row docusaurus_rows[] = {
		{"/a", "to /docs/x", "one of several"},
		{"/b c", "to /docs/x", "with a space"},
		{"/d", "to /docs/x", "one"},
	};
	static const struct tree_file astro[] = {
		{"astro.config.mjs",
			"export default defineConfig({redirects: {'/a': '/b/', '/c': "
			"{status: 302, destination: '/b/'}, '/d/[...slug]': "
			"'/e/[...slug]'}});"},
		{"src/pages/b.md", "# B\n"},
	};
	static const struct site_check_row astro_rows[] = {
		{"/a", "to /b/", "an address"},
		{"/c", "to /b/", "with a status"},
		{"/d/[...slug]", "none", "a pattern of routes"},
	};
	static const struct tree_file hexo[] = {
		HEXO("alias: {old/: new/}\npermalink: :title/\n"),
		{"source/_posts/new.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct site_check_row hexo_rows[] = {
		{"/old/", "to /new/", "without slashes in front"},
	};
	(void)state;

	CHECK(mkdocs, mkdocs_rows);
	CHECK(docusaurus, docusaurus_rows);
	CHECK(astro, astro_rows);
	CHECK(hexo, hexo_rows);
}

static void a_setting_that_is_computed_is_told(void **state)
{
	static const struct tree_file files[] = {
		{"docusaurus.config.js",
			"module.exports = {title: name(), url: process.env.URL || "
			"'https://d.example', baseUrl: base.path, tagline: 'T'};"},
		{"docs/x.md", "# X\n"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	assert_true(
		site_check_diag(site, "docusaurus.config.js", "computed setting: title"));
	assert_true(site_check_diag(
		site, "docusaurus.config.js", "computed setting: baseUrl"));
	assert_int_equal(diag_count(&site->diags, DIAG_WARNING), 2);
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hugo_rules_may_have_targets),
		cmocka_unit_test(hugo_takes_slugs_from_names_that_give_dates),
		cmocka_unit_test(hugo_may_take_marks_off_addresses),
		cmocka_unit_test(hugo_has_old_addresses_for_each_language),
		cmocka_unit_test(hexo_fills_in_fields_of_the_front_matter),
		cmocka_unit_test(hexo_computes_the_usual_placeholders),
		cmocka_unit_test(hexo_has_files_below_the_address_of_their_post),
		cmocka_unit_test(taxonomies_that_a_site_names_have_their_pages),
		cmocka_unit_test(settings_have_redirects),
		cmocka_unit_test(a_setting_that_is_computed_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
