/* SPDX-License-Identifier: MIT */
/* Sites of each generator: what stands where, as on their web sites. */
#include "scan/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "source/generator.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct site *scan_tree(
	struct tree *tree, const struct tree_file *files, size_t file_count)
{
	tree_init(tree);
	tree_write_all(tree, files, file_count);
	return site_check_scan(tree);
}

#define CHECK(files, rows) site_check_files(files, COUNT(files), rows, COUNT(rows))

static void assert_slice(struct slice got, const char *expected)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("\"%.*s\", expected \"%s\"", SARG(got), expected);
}

static void jekyll_may_have_its_sources_in_a_folder(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "source: src\ncollections:\n  talks: {output: true}\n"
				"permalink: /:year/:title/\n"
				"defaults:\n  - scope: {path: notes}\n"
				"    values: {permalink: '/n/:basename/'}\n"},
		{"src/_posts/2024-01-02-a.md", "A\n"},
		{"src/_talks/t.md", "---\n---\nT\n"},
		{"src/about.md", "---\n---\nAbout\n"},
		{"src/pic.png", "png"},
		{"_posts/2024-01-02-outside.md", "no\n"},
		{"other.md", "---\n---\nno\n"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/a/", "post src/_posts/2024-01-02-a.md", "a post"},
		{"/talks/t/", "post src/_talks/t.md", "a collection"},
		{"/about/", "post src/about.md", "a page at the root of the site"},
		{"/pic.png", "file src/pic.png", "a file too"},
		{"/2024/outside/", "none",
			"what is beside the folder is not of the site"},
		{"/other/", "none", "nor is this"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_fills_in_the_tokens_of_permalinks(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "[permalinks.page]\n"
			      "a = '/:year/:month/:day/:slug/'\n"
			      "b = '/:section/:monthname/:weekday/:yearday/:title'\n"
			      "c = '/c/:slugorcontentbasename/'\n"
			      "d = '/:sections[1:]/:contentbasename/'\n"
			      "e = '/:2006/:01/:Jan/:filename/'\n"
			      "f = '/:sections/:slug'\n"
			      "g = '/:sections[last]/x.html'\n"
			      "[permalinks.section]\na = '/letters/a/'\n"},
		{"content/a/_index.md", "---\ntitle: A\n---\n"},
		{"content/a/x.md", "---\ntitle: Big News\ndate: 2009-02-03\n---\n"},
		{"content/b/x.md", "---\ntitle: Big News\ndate: 2009-02-03\n---\n"},
		{"content/c/2009-02-03-Name.md",
			"---\ntitle: T\ndate: 2009-02-03\n---\n"},
		{"content/c/y.md", "---\nslug: S p\ndate: 2009-02-03\n---\n"},
		{"content/d/one/Two/x/index.md", "---\ndate: 2009-02-03\n---\n"},
		{"content/e/x.md", "---\ndate: 2009-02-03\n---\n"},
		{"content/f/g/x.md", "---\nslug: s\ndate: 2009-02-03\n---\n"},
		{"content/g/h/i/x.md", "---\ndate: 2009-02-03\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/letters/a/", "post content/a/_index.md",
			"a section has a rule of its own"},
		{"/2009/02/03/big-news/", "post content/a/x.md",
			":slug is else the title"},
		{"/b/february/2/34/big-news/", "post content/b/x.md",
			"names in lower case, Sunday is 0, no leading zeros"},
		{"/c/2009-02-03-name/", "post content/c/2009-02-03-Name.md",
			"the name with its date"},
		{"/c/s-p/", "post content/c/y.md", "a slug goes before it"},
		{"/one/two/x/", "post content/d/one/Two/x/index.md",
			"folders from the second; a bundle is none of them"},
		{"/2009/02/feb/x/", "post content/e/x.md", "Go's layouts of dates"},
		{"/f/g/s/", "post content/f/g/x.md", "all folders"},
		{"/i/x", "post content/g/h/i/x.md", "the last one"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_has_languages_in_folders_and_suffixes(void **state)
{
	static const struct tree_file files[] = {
		{"config/_default/hugo.toml",
			"baseURL = 'https://example.org/sub/'\ndefaultContentLanguage = "
			"'fr'\ndefaultContentLanguageInSubdir = true\n"},
		{"config/_default/languages.toml",
			"[fr]\ntitle = 'Le carnet'\ncontentDir = 'content/french'\n"
			"[en]\ntitle = 'The notebook'\ncontentDir = 'content/english'\n"
			"[de]\ndisabled = true\n"},
		{"config/_default/params.toml",
			"description = 'Words'\nauthor = 'Ann'\n"},
		{"content/french/posts/x.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/english/posts/x.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/english/posts/b/index.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/english/posts/b/a.png", "png"},
		{"static/s.txt", "s"},
	};
	static const struct site_check_row rows[] = {
		{"/fr/posts/x/", "post content/french/posts/x.md",
			"the site's own language has a folder too"},
		{"/en/posts/x/", "post content/english/posts/x.md", "the other one"},
		{"/en/posts/b/a.png", "file content/english/posts/b/a.png",
			"files lie beside their page"},
		{"/s.txt", "file static/s.txt", "files of no language"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->title, "Le carnet");
	assert_slice(site->settings->description, "Words");
	assert_slice(site->settings->author, "Ann");
	assert_slice(site->settings->url, "https://example.org");
	assert_slice(site->settings->baseurl, "/sub");
	assert_int_equal(site->settings->lang_count, 2);
	const struct post *post = site_check_post(site, "/en/posts/x/");
	struct arena arena = {0};
	const struct post *const *others;
	assert_slice(post->lang, "en");
	assert_int_equal(site_translations(site, post, &arena, &others), 1);
	arena_fini(&arena);
	site_check_free(site);
	tree_fini(&tree);
}

static void hugo_languages_without_a_folder_share_that_of_the_site(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "defaultContentLanguage = 'en'\n"
			      "[languages.fr]\ncontentDir = 'content.fr'\n"
			      "[languages.en]\nweight = 1\n[languages.de]\n"},
		{"content/posts/x.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/posts/x.de.md", "---\ndate: 2024-01-02\n---\n"},
		{"content.fr/posts/x.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/posts/x/", "post content/posts/x.md", "the site's folder"},
		{"/de/posts/x/", "post content/posts/x.de.md", "the same"},
		{"/fr/posts/x/", "post content.fr/posts/x.md", "the language's own"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->content_dir, "content");
	site_check_free(site);
	tree_fini(&tree);
}

static void hugo_posts_appear_and_expire_by_the_fields_of_the_settings(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "[frontmatter]\ndate = [':filename', ':default']\n"
			      "publishDate = ['embargo', ':default']\n"
			      "expiryDate = ['until', ':default']\n"},
		{"content/a.md", "---\ndate: 2024-01-01\nembargo: 2099-01-01\n---\n"},
		{"content/b.md", "---\ndate: 2024-01-01\nuntil: 2020-01-01\n---\n"},
		{"content/2024-01-01-c.md", "---\ndate: 2099-01-01\n---\n"},
		{"content/d.md", "---\nexpiryDate: 2020-01-01\n---\n"},
		{"content/e.md", "---\ndate: 2099-01-01\nembargo: 2024-01-01\n---\n"},
		{"content/f.md", "---\npubdate: 2099-01-01\n---\n"},
		{"content/2099-01-01-g.md", "---\ntitle: G\n---\n"},
		{"content/2024-01-01-h.md", "---\ntitle: H\nuntil: 2099-01-01\n---\n"},
		{"content/i.md", "---\nembargo: soon\n---\n"},
		{"content/j.md", "---\nunpublishDate: 2020-01-01\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/a/", "none", "a field of the site's own"},
		{"/b/", "gone", "the same"},
		{"/c/", "none", "the field counts, whatever the name says"},
		{"/d/", "gone", "the usual field"},
		{"/e/", "post content/e.md", "the first that is a date"},
		{"/f/", "none", "another name of the usual field"},
		{"/g/", "none", "the name, if no field says it"},
		{"/h/", "post content/2024-01-01-h.md", "it ends later"},
		{"/i/", "none", "no date"},
		{"/j/", "gone", "another name of the usual field"},
	};
	static const struct tree_file own[] = {
		{"hugo.toml", "[frontmatter]\npublishDate = 'embargo'\n"},
		{"content/a.md", "---\ndate: 2099-01-01\n---\n"},
		{"content/b.md", "---\ndate: 2024-01-01\nembargo: 2099-01-01\n---\n"},
		{"content/c.md", "---\npublishDate: 2099-01-01\n---\n"},
	};
	static const struct site_check_row own_rows[] = {
		{"/a/", "post content/a.md", "the date says nothing of it"},
		{"/b/", "none", "the only field that does"},
		{"/c/", "post content/c.md", "nor the usual field"},
	};
	(void)state;

	CHECK(files, rows);
	CHECK(own, own_rows);
}

/* Words that look like the tag of a language stay what they are. */
static void names_have_no_languages_but_those_of_the_settings(void **state)
{
	static const struct tree_file hugo[] = {
		{"hugo.toml", "[languages.en]\n[languages.it]\n[languages.de]\n"},
		{"content/posts/how-i-do-it.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/posts/x.de.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/posts/youtu.be.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct site_check_row in_hugo[] = {
		{"/posts/how-i-do-it/", "post content/posts/how-i-do-it.md", "a word"},
		{"/de/posts/x/", "post content/posts/x.de.md", "a language"},
		{"/posts/youtu.be/", "post content/posts/youtu.be.md",
			"a language, but not of the site"},
	};
	static const struct tree_file one[] = {
		{"hugo.toml", "title = 'T'\n"},
		{"content/cs/x.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/y.be.md", "---\ndate: 2024-01-02\n---\n"},
	};
	static const struct tree_file zola[] = {
		{"config.toml", "base_url = 'https://z.example'\n"
				"[languages.it]\n"},
		{"content/how-i-do-it.md", "+++\ndate = 2024-01-02\n+++\n"},
		{"content/x.it.md", "+++\ndate = 2024-01-02\n+++\n"},
	};
	static const struct site_check_row in_zola[] = {
		{"/how-i-do-it/", "post content/how-i-do-it.md", "a word"},
		{"/it/x/", "post content/x.it.md", "a language"},
	};
	static const struct tree_file astro[] = {
		{"astro.config.mjs", "export default {}\n"},
		{"src/content/blog/zoo.be.md", "---\ntitle: T\n---\nwords\n"},
		{"src/content/blog/x/index.fr.md", "---\ntitle: T\n---\nmots\n"},
	};
	static const struct site_check_row in_astro[] = {
		{"/blog/zoobe/", "post src/content/blog/zoo.be.md",
			"the settings have no languages"},
		{"/blog/fr/x/", "post src/content/blog/x/index.fr.md",
			"a name that can mean nothing else"},
	};
	static const struct tree_file gatsby[] = {
		{"gatsby-config.js", "module.exports = {plugins: []}\n"},
		{"content/blog/zoo.be.md", "---\ntitle: T\n---\n"},
	};
	static const struct site_check_row in_gatsby[] = {
		{"/blog/zoo.be/", "post content/blog/zoo.be.md", "the same"},
	};
	struct tree tree;
	(void)state;

	CHECK(hugo, in_hugo);
	CHECK(zola, in_zola);
	CHECK(astro, in_astro);
	CHECK(gatsby, in_gatsby);
	struct site *site = scan_tree(&tree, one, COUNT(one));
	assert_slice(site_check_post(site, "/cs/x/")->lang, "en");
	assert_slice(site_check_post(site, "/y.be/")->lang, "en");
	site_check_free(site);
	tree_fini(&tree);
}

static void hugo_bundles_take_their_files_along(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "disablePathToLower = true\n[permalinks]\nposts = "
			      "'/:year/:slug/'\n"},
		{"content/posts/one/index.md", "---\nslug: Uno\ndate: 2024-01-02\n---\n"},
		{"content/posts/one/Pic.png", "png"},
		{"content/posts/one/deep/b.png", "png"},
		{"content/posts/one/part.md", "---\ntitle: Part\n---\nno page\n"},
		{"content/posts/two/index.md",
			"---\nurl: /two.html\ndate: 2024-01-02\n---\n"},
		{"content/posts/two/b.png", "png"},
		{"content/posts/away/index.md", "---\ndraft: true\n---\n"},
		{"content/posts/away/secret.png", "png"},
		{"content/posts/hidden/index.md", "---\nheadless: true\n---\n"},
		{"content/posts/hidden/x.md", "---\ntitle: X\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/Uno/", "post content/posts/one/index.md", "the case is kept"},
		{"/2024/Uno/Pic.png", "file content/posts/one/Pic.png",
			"where the page is"},
		{"/2024/Uno/deep/b.png", "file content/posts/one/deep/b.png",
			"folders below it too"},
		{"/posts/one/Pic.png", "none", "not where the folder would be"},
		{"/two", "post content/posts/two/index.md", "url is the whole address"},
		{"/b.png", "file content/posts/two/b.png", "beside it"},
		{"/posts/away/secret.png", "none", "files of a draft"},
		{"/posts/hidden/x/", "none", "pieces of a page that is none"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_int_equal(site->source_count, 2);

	/* The page moves: its files go with it, though nobody touched them. */
	tree_write(&tree, "content/posts/one/index.md",
		"---\nslug: Duo\ndate: 2024-01-02\n---\n");
	const struct slice folders[] = {S("content/posts/one")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	static const struct site_check_row moved[] = {
		{"/2024/Duo/Pic.png", "file content/posts/one/Pic.png", "moved"},
		{"/2024/Duo/deep/b.png", "file content/posts/one/deep/b.png", "moved"},
		{"/2024/Uno/Pic.png", "none", "moved"},
	};
	site_check_rows(next, moved, COUNT(moved));
	site_check_free(site);
	site_check_free(next);
	tree_fini(&tree);
}

static void hugo_cascades_reach_all_that_is_below(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "uglyURLs = true\n[[cascade]]\nauthor = 'Site'\n"
			      "[cascade.target]\npath = '/notes/**'\n"
			      "[taxonomies]\ntag = 'topics'\n"},
		{"content/posts/_index.md",
			"---\ntitle: P\ncascade:\n  author: Ann\n---\n"},
		{"content/posts/a.md", "---\ndate: 2024-01-02\ntopics: [x]\n---\n"},
		{"content/posts/deep/b.md", "---\ndate: 2024-01-02\nauthor: Bob\n---\n"},
		{"content/posts/deep/c.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/notes/d.md",
			"---\ndate: 2024-01-02\nparams:\n  description: D\n---\n"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	assert_slice(site_check_post(site, "/posts/a")->author, "Ann");
	assert_slice(site_check_post(site, "/posts/a")->web_path, "/posts/a.html");
	assert_slice(site_check_post(site, "/posts/a")->tags[0], "x");
	assert_slice(site_check_post(site, "/posts/deep/b")->author, "Bob");
	assert_slice(site_check_post(site, "/posts/deep/c")->author, "Ann");
	assert_slice(site_check_post(site, "/notes/d")->author, "Site");
	assert_slice(site_check_post(site, "/notes/d")->description, "D");

	/* Another word in the section's file: what is below is read again. */
	tree_write(&tree, "content/posts/_index.md",
		"---\ntitle: P\ncascade:\n  author: Eve\n---\n");
	const struct slice folders[] = {S("content/posts")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	assert_slice(site_check_post(next, "/posts/a")->author, "Eve");
	assert_slice(site_check_post(next, "/posts/deep/c")->author, "Eve");
	assert_ptr_equal(
		site_check_post(next, "/notes/d"), site_check_post(site, "/notes/d"));
	site_check_free(site);
	site_check_free(next);
	tree_fini(&tree);
}

/* However a section writes it, and wherever in its front matter: what hides the pages below it is found. */
static void what_a_section_hides_stays_hidden(void **state)
{
	static const struct {
		struct tree_file settings;
		const char *open, *hides, *close;
		size_t padding; /* bytes of comment before it */
		bool is_hidden;
		const char *why;
	} rows[] = {
		{{"hugo.toml", "title = 'Reef'\n"}, "---\n", "title: Plans\n", "---\n", 0,
			false, "nothing is handed down"},
		{{"hugo.toml", "title = 'Reef'\n"}, "---\n", "Cascade: {draft: true}\n",
			"---\n", 0, true, "Hugo takes keys in lower case"},
		{{"hugo.toml", "title = 'Reef'\n"}, "---\n",
			"\"cascad\\x65\": {draft: true}\n", "---\n", 0, true,
			"an escape of YAML"},
		{{"hugo.toml", "title = 'Reef'\n"}, "",
			"{\"c\\u0061scade\": {\"draft\": true}}\n", "", 0, true,
			"an escape of JSON"},
		{{"hugo.toml", "title = 'Reef'\n"}, "+++\n",
			"\"c\\u0061scade\" = {draft = true}\n", "+++\n", 0, true,
			"an escape of TOML"},
		{{"hugo.toml", "title = 'Reef'\n"}, "---\n", "cascade: {draft: true}\n",
			"---\n", 65470, true, "as long as front matter of a page may be"},
		{{"hugo.toml", "title = 'Reef'\n"}, "+++\n", "cascade = {draft = true}\n",
			"+++\n", 65600, true, "just beyond 64 KiB"},
		{{"hugo.toml", "title = 'Reef'\n"}, "+++\n", "cascade = {draft = true}\n",
			"+++\n", 100000, true, "too long to be read"},
		{{"hugo.toml", "title = 'Reef'\n"}, "---\n", "cascade: {draft: true}\n",
			"---\n", 66000, true, "too long for YAML"},
		{{"zola.toml", "base_url = 'https://example.org'\n"}, "+++\n",
			"draft = true\n", "+++\n", 100000, true, "too long in Zola"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		struct tree tree;
		buf_puts(&text, rows[i].open);
		for (size_t k = 0; k < rows[i].padding; k++)
			buf_putc(&text, k % 100 ? '#' : '\n');
		buf_printf(&text, "\n%s%sText\n", rows[i].hides, rows[i].close);
		buf_putc(&text, '\0');
		tree_init(&tree);
		tree_write_all(&tree, &rows[i].settings, 1);
		tree_write(&tree, "content/plans/_index.md", buf_slice(&text).ptr);
		tree_write(&tree, "content/plans/a.md", "---\ntitle: A\n---\n");
		struct site *site = site_check_scan(&tree);
		if (!site_by_source(site, S("content/plans/a.md")) != rows[i].is_hidden)
			fail_msg("%s", rows[i].why);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void hugo_mounts_stand_in_the_place_of_folders(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"[[module.mounts]]\nsource = 'docs/en'\ntarget = 'content'\n"
			"[[module.mounts]]\nsource = 'log'\ntarget = 'content/blog'\n"
			"[[module.mounts]]\nsource = 'pics'\ntarget = 'static/img'\n"
			"[[module.mounts]]\nsource = 'node_modules/x'\ntarget = "
			"'assets/x'\n"},
		{"docs/en/about.md", "---\n---\n"},
		{"log/x.md", "---\ndate: 2024-01-02\n---\n"},
		{"pics/a.png", "png"},
		{"content/no.md", "---\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/about/", "post docs/en/about.md", "the content itself"},
		{"/blog/x/", "post log/x.md", "a folder of it"},
		{"/img/a.png", "file pics/a.png", "files"},
		{"/no/", "none", "what is mounted takes the place of the default"},
	};
	(void)state;

	CHECK(files, rows);
}

static void zola_addresses_are_those_of_the_web(void **state)
{
	static const struct tree_file files[] = {
		{"config.toml", "base_url = 'https://example.org'\ntitle = 'Z'\n"
				"default_language = 'en'\n[languages.fr]\n"},
		{"content/_index.md", "+++\ntitle = 'Home'\n+++\n"},
		{"content/blog/_index.md", "+++\n+++\n"},
		{"content/blog/2024-01-02-Hello World.md", "+++\ntitle = 'H'\n+++\n"},
		{"content/blog/x.fr.md", "+++\ndate = 2024-01-02\n+++\n"},
		{"content/blog/p.md",
			"+++\ndate = 2024-01-02\npath = '2014/11/Cargo'\naliases = "
			"['old/p.html']\n[taxonomies]\ntags = ['a b', 'c']\n[extra]\n"
			"author = 'Ann'\n+++\n"},
		{"content/blog/2024-03-04-b/index.md", "+++\nslug = 'Böb_x'\n+++\n"},
		{"content/blog/2024-03-04-b/a.png", "png"},
		{"content/blog/d.md", "+++\ndraft = true\n+++\n"},
		{"content/late.md", "+++\ndate = 2099-01-01\n+++\n"},
		{"static/s.css", "s"},
		{"templates/index.html", "t"},
	};
	static const struct site_check_row rows[] = {
		{"/", "post content/_index.md", "the home page"},
		{"/blog/", "post content/blog/_index.md", "a section"},
		{"/blog/hello-world/", "post content/blog/2024-01-02-Hello World.md",
			"the date is no part of the address"},
		{"/fr/blog/x/", "post content/blog/x.fr.md", "another language"},
		{"/2014/11/Cargo/", "post content/blog/p.md",
			"path is the whole address"},
		{"/old/p.html", "to /2014/11/Cargo/", "aliases are of the root"},
		{"/blog/bob-x/", "post content/blog/2024-03-04-b/index.md",
			"a slug in ASCII"},
		{"/blog/bob-x/a.png", "file content/blog/2024-03-04-b/a.png",
			"its files"},
		{"/blog/d/", "none", "a draft"},
		{"/late/", "post content/late.md", "Zola knows no future"},
		{"/s.css", "file static/s.css", "static files"},
		{"/templates/index", "none", "templates"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	const struct post *post = site_check_post(site, "/2014/11/Cargo/");
	assert_int_equal(post->tag_count, 2);
	assert_slice(post->tags[0], "a b");
	assert_slice(post->author, "Ann");
	site_check_free(site);
	tree_fini(&tree);
}

static void zola_keeps_capitals_where_it_is_told_to(void **state)
{
#define ZOLA "base_url = 'https://example.org'\n"
	static const struct {
		const char *config, *address, *why;
	} rows[] = {
		{ZOLA, "/ebb-tide/", "nothing is said"},
		{ZOLA "[slugify]\npaths = 'on'\n", "/ebb-tide/", "the default is said"},
		{ZOLA "[slugify]\npaths = 'safe'\n", "/Ebb-Tide/", "safe"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct tree_file files[] = {{"config.toml", rows[i].config},
			{"content/Ebb-Tide.md", "+++\n+++\n"}};
		const struct site_check_row at = {
			rows[i].address, "post content/Ebb-Tide.md", rows[i].why};
		site_check_files(files, COUNT(files), &at, 1);
	}
}

static void eleventy_reads_data_files_and_permalinks(void **state)
{
	static const struct tree_file files[] = {
		{"eleventy.config.js",
			"// input: 'no'\nexport default function (c) {\n"
			"  c.addPassthroughCopy({ './public/': '/' });\n"
			"  c.addPassthroughCopy('img');\n"
			"  return { dir: { input: \"src\", output: '_site' } };\n}\n"},
		{"src/_data/site.js",
			"module.exports = { title: 'Eleven', url: 'https://example.org',"
			" author: { name: \"Ann\" }, built: new Date() };\n"},
		{"src/blog/blog.json", "{\"tags\": \"posts\", \"lang\": \"fr\", "
				       "\"permalink\": \"/b/{{ page.fileSlug }}/\"}"},
		{"src/blog/2024-01-02-hello.md",
			"---\ntags: [posts, One]\n---\n![](/pic.png)\n"},
		{"src/blog/dated.md", "---\ndate: 2024-01-02\npermalink: \"/{{ date | "
				      "date: '%Y/%m' }}/{{ title | "
				      "slugify }}.html\"\ntitle: Été & co\n---\n"},
		{"src/blog/no.md", "---\npermalink: false\n---\n"},
		{"src/blog/fn.md",
			"---\npermalink: \"/{{ unknown }}/\"\ndate: 2024-01-02\n---\n"},
		{"src/notes/notes.11tydata.js", "export default {\n  // a comment\n  "
						"layout: 'x',\n  author: 'Bob',\n"
						"  permalink: (data) => '/x/',\n};\n"},
		{"src/notes/2024-02-03-plain.md", "---\n---\n"},
		{"src/notes/same/same.md", "---\ndate: Last Modified\n---\n"},
		{"src/drafts/d.md", "---\ntitle: D\n---\n"},
		{"src/page.njk", "---\n---\n"},
		{"src/pic.png", "png"},
		{"public/robots.txt", "r"},
		{"img/i.png", "png"},
		{"README.md", "# Repository\n"},
		{"lib/x.md", "# no\n"},
	};
	static const struct site_check_row rows[] = {
		{"/b/hello/", "post src/blog/2024-01-02-hello.md",
			"the folder's permalink; fileSlug has no date"},
		{"/2024/01/ete-co", "post src/blog/dated.md", "filters"},
		{"/blog/no/", "none", "permalink: false"},
		{"/blog/fn/", "post src/blog/fn.md", "what nobody can know: the default"},
		{"/notes/2024-02-03-plain/", "post src/notes/2024-02-03-plain.md",
			"the default keeps the date of the name"},
		{"/notes/same/", "post src/notes/same/same.md",
			"a name like its folder's"},
		{"/drafts/d/", "none", "drafts"},
		{"/page", "none", "a template"},
		{"/page.njk", "none", "a template"},
		{"/pic.png", "file src/pic.png", "a file"},
		{"/robots.txt", "file public/robots.txt", "copied to the root"},
		{"/img/i.png", "file img/i.png", "copied as it lies"},
		{"/README", "none", "not of the input"},
		{"/lib/x/", "none", "not of the input"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->title, "Eleven");
	assert_slice(site->settings->author, "Ann");
	assert_slice(site->settings->url, "https://example.org");
	const struct post *post = site_check_post(site, "/b/hello/");
	assert_int_equal(post->tag_count, 1);
	assert_slice(post->tags[0], "One");
	assert_slice(post->lang, "fr");
	assert_true(post->date.set);
	assert_slice(site_check_post(site, "/notes/same/")->author, "Bob");
	assert_false(site_check_post(site, "/notes/same/")->date.set);
	assert_int_equal(hidden_of(site)->count, 2);
	site_check_free(site);
	tree_fini(&tree);
}

static void hexo_addresses_are_those_of_the_web(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Hex\nsubtitle: Sub\nlanguage: zh-CN\nurl: "
				"https://example.org\n"
				"root: /blog/\npost_asset_folder: true\npermalink: "
				":category/:year/:month/:day/:title/\n"},
		{"source/_posts/Hello.md",
			"---\ntitle: H\ndate: 2024-01-02 03:04:05\ntags:\n- a\n"
			"categories: [Big News]\n---\n"},
		{"source/_posts/Hello/pic.png", "png"},
		{"source/_posts/deep/x.md", "---\ndate: 2024-01-02\n---\n"},
		{"source/_posts/2024-05-06-d.md", "---\n---\n"},
		{"source/_posts/own.md",
			"---\npermalink: own/way.html\ndate: 2024-01-02\n---\n"},
		{"source/_drafts/no.md", "---\n---\n"},
		{"source/about/index.md", "---\ntitle: About\n---\n"},
		{"source/plain.md", "---\ntitle: Plain\n---\n"},
		{"source/CNAME", "example.org\n"},
		{"scaffolds/post.md", "---\ntitle: {{ title }}\n---\n"},
		{"themes/t/source/x.css", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/Big-News/2024/01/02/Hello/", "post source/_posts/Hello.md",
			"the case of names stays"},
		{"/Big-News/2024/01/02/Hello/pic.png", "file source/_posts/Hello/pic.png",
			"the files of a post"},
		{"/uncategorized/2024/01/02/deep/x/", "post source/_posts/deep/x.md",
			"folders are part of the title"},
		{"/uncategorized/2024/05/06/2024-05-06-d/",
			"post source/_posts/2024-05-06-d.md", "so is a date in the name"},
		{"/own/way", "post source/_posts/own.md", "permalink"},
		{"/no/", "none", "a draft"},
		{"/about/", "post source/about/index.md", "a page"},
		{"/plain", "post source/plain.md", "a page by its file"},
		{"/scaffolds/post", "none", "not of the site"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->lang, "zh-CN");
	assert_slice(site->settings->baseurl, "/blog");
	assert_slice(site->settings->description, "Sub");
	assert_int_equal(site->post_count, 4);
	site_check_free(site);
	tree_fini(&tree);

	/* Where the author's own pattern of names has the date, it is no part of the title. */
	static const struct tree_file named[] = {
		{"_config.yml", "new_post_name: :year-:month-:day-:title.md\n"},
		{"source/_posts/2024-05-06-d.md", "---\n---\n"},
	};
	static const struct site_check_row at[] = {
		{"/2024/05/06/d/", "post source/_posts/2024-05-06-d.md",
			"the default pattern"},
	};
	CHECK(named, at);
}

static void astro_entries_stand_at_the_route_that_shows_them(void **state)
{
	static const struct tree_file files[] = {
		{"astro.config.mjs",
			"export default defineConfig({\n  site: 'https://example.org',\n"
			"  base: '/x', // y\n});\n"},
		{"src/consts.ts", "export const SITE_TITLE = 'Stars';\n"},
		{"src/content.config.ts", "const notes = defineCollection({ loader: "
					  "glob({ base: './notes', "
					  "pattern: '**/*.md' }) });\n"},
		{"src/pages/articles/[...slug].astro",
			"---\nconst posts = await getCollection('blog');\n---\n"},
		{"src/pages/tags/[tag].astro",
			"---\nawait getCollection('blog');\n---\n"},
		{"src/pages/about.md", "---\ntitle: About\n---\n"},
		{"src/pages/index.astro", "---\n---\n"},
		{"src/content/blog/First Post.md",
			"---\npubDate: 2024-01-02\nheroImage: /h.png\n---\n"},
		{"src/content/blog/two/index.mdx",
			"---\npubDate: 'Jul 08 2022'\nupdatedDate: 2023-01-01\n---\n"
			"import X from './x.astro'\n\nThe words\n"},
		{"src/content/blog/s.md", "---\nslug: other\npubDate: 2024-01-02\n---\n"},
		{"src/content/blog/d.md", "---\ndraft: true\n---\n"},
		{"notes/n.md", "---\npubDate: 2024-01-02\n---\n"},
		{"public/h.png", "png"},
		{"src/components/x.md", "no\n"},
	};
	static const struct site_check_row rows[] = {
		{"/articles/first-post/", "post src/content/blog/First Post.md",
			"a slug of its name, at its route"},
		{"/articles/two/", "post src/content/blog/two/index.mdx",
			"an index, in MDX"},
		{"/articles/other/", "post src/content/blog/s.md", "slug"},
		{"/articles/d/", "none", "a draft"},
		{"/notes/n/", "post notes/n.md", "a collection elsewhere, with no route"},
		{"/about/", "post src/pages/about.md", "a page"},
		{"/h.png", "file public/h.png", "static files"},
		{"/index.astro", "none", "a template"},
		{"/components/x/", "none", "not content"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->title, "Stars");
	assert_slice(site->settings->baseurl, "/x");
	assert_slice(site_check_post(site, "/articles/first-post/")->image, "/h.png");
	assert_true(site_check_post(site, "/articles/two/")->date.set);
	assert_true(site_check_post(site, "/articles/two/")->updated.set);
	assert_slice(site_check_post(site, "/articles/two/")->title, "The words");
	site_check_free(site);
	tree_fini(&tree);
}

static void mkdocs_blogs_have_posts_by_date(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml",
			"site_name: Docs\nsite_url: https://example.org/d/\ntheme:\n  "
			"language: de\nplugins:\n  - search\n  - blog:\n      "
			"post_url_date_format: yyyy/MM\n"
			"markdown_extensions:\n  - x:\n      y: !!python/name:a.b\n"},
		{"docs/index.md", "# Home\n"},
		{"docs/guide/Setup.md", "# Setup\n"},
		{"docs/api/README.md", "# API\n"},
		{"docs/guide/a.png", "png"},
		{"docs/blog/index.md", "# Blog\n"},
		{"docs/blog/posts/x.md", "---\ndate:\n  created: 2024-01-02\n  updated: "
					 "2024-03-04\n---\n# Hello, "
					 "World & all\n"},
		{"docs/blog/posts/y.md", "---\ndate: 2024-01-02\nslug: why\n---\n# Y\n"},
		{"docs/blog/posts/z.md", "---\ndate: 2024-01-02\ndraft: true\n---\n"},
		{"overrides/main.html", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/", "post docs/index.md", "the home page"},
		{"/guide/Setup/", "post docs/guide/Setup.md", "a page keeps its case"},
		{"/api/", "post docs/api/README.md", "a README is an index"},
		{"/guide/a.png", "file docs/guide/a.png", "a file"},
		{"/blog/", "post docs/blog/index.md", "the blog's own page"},
		{"/blog/2024/01/hello-world--all/", "post docs/blog/posts/x.md",
			"date and title"},
		{"/blog/2024/01/why/", "post docs/blog/posts/y.md", "slug"},
		{"/overrides/main", "none", "not content"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->title, "Docs");
	assert_slice(site->settings->lang, "de");
	assert_int_equal(site->post_count, 2);
	assert_true(
		site_check_post(site, "/blog/2024/01/hello-world--all/")->updated.set);
	site_check_free(site);
	tree_fini(&tree);
}

static void mkdocs_settings_have_other_names_and_values_of_the_environment(void **state)
{
	static const struct tree_file rows[][4] = {
		{{"mkdocs.yml", "site_name: !ENV [NAME, 'Pond']\nsite_url: !ENV URL\n"
				"docs_dir: !ENV [DIR, './words']\n"},
			{"words/a.md", "# A\n"}},
		{{"properdocs.yml",
			 "site_name: Pond\ndocs_dir: words\ntheme: {language: fr}\n"},
			{"words/a.md", "# A\n"}, {"mkdocs.yml", "site_name: Old\n"}},
		{{"zensical.toml", "[project]\nsite_name = 'Pond'\ndocs_dir = 'words'\n"
				   "nav = [{'A' = 'a.md'}]\n[project.theme]\n"
				   "language = 'fr'\n"},
			{"words/a.md", "# A\n"}},
	};
	static const struct site_check_row at[] = {
		{"/a/", "post words/a.md", "below docs_dir"}};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		size_t count = 0;
		while (count < 4 && rows[i][count].path)
			count++;
		struct site *site = scan_tree(&tree, rows[i], count);
		site_check_rows(site, at, COUNT(at));
		assert_slice(site->settings->title, "Pond");
		assert_slice(site->settings->url, "");
		assert_slice(site->settings->lang, i ? "fr" : "en");
		site_check_free(site);
		tree_fini(&tree);
	}
}

/* West of Greenwich, before 8 in the morning, is the day before by UTC. */
static void times_are_in_the_zone_of_the_site(void **state)
{
	static const struct tree_file pelican[] = {
		{"pelicanconf.py",
			"SITENAME = 'P'\nTIMEZONE = 'US/Pacific'\n"
			"ARTICLE_URL = '{date:%Y}/{date:%m}/{date:%d}/{slug}/'\n"
			"ARTICLE_SAVE_AS = ARTICLE_URL + 'index.html'\n"},
		{"content/a.md", "Title: A\nDate: 2012-12-01 07:25\n\nBody\n"},
	};
	static const struct tree_file hexo[] = {
		{"_config.yml", "title: H\ntimezone: America/Los_Angeles\n"
				"permalink: :year/:month/:day/:title/\n"},
		{"source/_posts/a.md", "---\ndate: 2012-12-01 07:25:00\n---\nBody\n"},
	};
	static const struct tree_file hugo[] = {
		{"hugo.toml", "title = 'H'\ntimeZone = 'America/Los_Angeles'\n"
			      "[permalinks]\nposts = '/:year/:month/:day/:slug/'\n"},
		{"content/posts/a.md",
			"---\ntitle: A\ndate: 2012-12-01 07:25:00\n---\nBody\n"},
	};
	static const struct tree_file jekyll[] = {
		{"_config.yml", "title: J\ntimezone: America/Los_Angeles\n"
				"permalink: /:year/:month/:day/:title/\n"},
		{"_posts/2012-12-01-a.md", "---\ndate: 2012-12-01 07:25:00\n---\nBody\n"},
	};
	static const struct {
		const struct tree_file *files;
		size_t count;
		const char *address, *why;
	} rows[] = {
		{pelican, COUNT(pelican), "/2012/12/01/a/", "Pelican"},
		{hexo, COUNT(hexo), "/2012/12/01/a/", "Hexo"},
		{hugo, COUNT(hugo), "/2012/12/01/a/", "Hugo"},
		{jekyll, COUNT(jekyll), "/2012/11/30/a/", "Jekyll has UTC from YAML"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		struct site *site = scan_tree(&tree, rows[i].files, rows[i].count);
		if (!slice_eq(site->posts[0]->path, slice_str(rows[i].address)))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->posts[0]->path));
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void pelican_addresses_are_those_of_the_web(void **state)
{
	static const struct tree_file files[] = {
		{"pelicanconf.py",
			"import os\nAUTHOR = u'Ann'\nSITENAME = \"Pel's\"  # a name\n"
			"SITEURL = ''\nDEFAULT_LANG = 'fr'\nTIMEZONE = 'Europe/Paris'\n"
			"STATIC_PATHS = ['images', 'extra/robots.txt']\n"
			"ARTICLE_URL = ('{category}/{date:%Y}/{date:%b}/{slug}/')\n"
			"ARTICLE_SAVE_AS = ARTICLE_URL + 'index.html'\n"},
		{"publishconf.py",
			"from pelicanconf import *\nSITEURL = 'https://example.org'\n"},
		{"content/a.md", "Title: Été, encore!\nDate: 2024-01-02 10:00\nCategory: "
				 "Big News\n"
				 "Tags: x y, z\nSummary: Short.\n\nBody\n"},
		{"content/cat/b.md",
			"Title: B\nDate: 2024-01-02\nSlug: bee\nLang: en\n\nB\n"},
		{"content/c.md", "Title: C\nDate: 2024-01-02\nStatus: draft\n\nC\n"},
		{"content/e.md", "Title: E\nDate: 2024-01-02\nurl: e/f.html\n\nC\n"},
		{"content/pages/about.md", "Title: About Me\nDate: 2024-01-02\n\nMe\n"},
		{"content/images/i.png", "png"},
		{"theme/x.html", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/big-news/2024/Jan/ete-encore/", "post content/a.md",
			"its title, in ASCII"},
		{"/bee-en", "post content/cat/b.md", "a translation has another pattern"},
		{"/e/f", "post content/e.md", "url"},
		{"/pages/about-me", "post content/pages/about.md", "a page"},
		{"/images/i.png", "file content/images/i.png", "a file"},
		{"/theme/x", "none", "not content"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	site_check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->title, "Pel's");
	assert_slice(site->settings->url, "https://example.org");
	assert_slice(site->settings->lang, "fr");
	const struct post *post = site_check_post(site, "/big-news/2024/Jan/ete-encore/");
	assert_int_equal(post->tag_count, 2);
	assert_slice(post->tags[0], "x y");
	assert_slice(post->description, "Short.");
	assert_int_equal(site_check_post(site, "/bee-en")->category_count, 1);
	assert_slice(site_check_post(site, "/bee-en")->categories[0], "cat");
	assert_true(site_check_post(site, "/pages/about-me")->is_page);
	assert_int_equal(site->post_count, 3);
	assert_int_equal(hidden_of(site)->count, 1);
	site_check_free(site);
	tree_fini(&tree);
}

static void each_generator_is_known_by_its_files(void **state)
{
	static const struct {
		struct tree_file files[3];
		enum generator expected;
		const char *why;
	} rows[] = {
		{{{"a.md", "A"}}, GENERATOR_PLAIN, "nothing but posts"},
		{{{"_config.yml", "title: x\n"}}, GENERATOR_JEKYLL, "_config.yml"},
		{{{"_posts", NULL}}, GENERATOR_JEKYLL, "_posts alone"},
		{{{"_config.yml", "title: x\n"}, {"source/_posts", NULL}}, GENERATOR_HEXO,
			"the same file, another folder"},
		{{{"_config.yml", "x: y\n"}, {"package.json", "{\"hexo\": {}}"}},
			GENERATOR_HEXO, "its package"},
		{{{"hugo.json", "{}"}}, GENERATOR_HUGO, "hugo.*"},
		{{{"config/_default/config.yaml", "title: x\n"}}, GENERATOR_HUGO,
			"a folder of settings"},
		{{{"config.toml", "baseURL = 'x'\n"}, {"content", NULL}}, GENERATOR_HUGO,
			"config.* and content"},
		{{{"config.toml", "x = 1\n"}}, GENERATOR_PLAIN,
			"config.* of something else"},
		{{{"config.toml", "base_url = 'x'\n"}, {"content", NULL}}, GENERATOR_ZOLA,
			"base_url"},
		{{{".eleventy.js", "module.exports = {}\n"}}, GENERATOR_ELEVENTY,
			"its configuration"},
		{{{"package.json", "{\"devDependencies\": {\"@11ty/eleventy\": \"3\"}}"}},
			GENERATOR_ELEVENTY, "its package"},
		{{{"package.json", "{}"}}, GENERATOR_PLAIN, "another package"},
		{{{"astro.config.ts", ""}}, GENERATOR_ASTRO, "its configuration"},
		{{{"mkdocs.yml", "site_name: x\n"}}, GENERATOR_MKDOCS,
			"its configuration"},
		{{{"properdocs.yml", "site_name: x\n"}}, GENERATOR_MKDOCS, "its fork's"},
		{{{"zensical.toml", "[project]\nsite_name = 'x'\n"}}, GENERATOR_MKDOCS,
			"its heir's"},
		{{{"pelicanconf.py", ""}}, GENERATOR_PELICAN, "its configuration"},
		{{{"book.toml", "[book]\n"}}, GENERATOR_MDBOOK, "its configuration"},
		{{{".vitepress/config.mts", "export default {}"}}, GENERATOR_VITEPRESS,
			"its configuration"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		size_t count = 0;
		while (count < 3 && rows[i].files[count].path)
			count++;
		struct site *site = scan_tree(&tree, rows[i].files, count);
		if (site->settings->generator != rows[i].expected)
			fail_msg("%s: generator %d", rows[i].why,
				site->settings->generator);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void a_folder_of_settings_that_leaves_the_site_is_none(void **state)
{
	struct tree tree, other;
	(void)state;

	tree_init(&tree);
	tree_init(&other);
	tree_write(&other, "secret-params.toml", "x = 1\n");
	tree_write(&tree, "content/x.md", "+++\n+++\nx\n");
	tree_link(&tree, other.path, "config/_default");
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < site->diags.count; i++)
		assert_false(
			slice_starts(site->diags.items[i].file, S("config/_default/")));
	site_check_free(site);
	tree_fini(&tree);
	tree_fini(&other);
}

/* Which folder of the tree is meant by it; "" for itself. */
static void a_repository_is_taken_for_the_blog_in_it(void **state)
{
	static const struct {
		struct tree_file files[5];
		const char *meant, *why;
	} rows[] = {
		{{{"README.md", "x"}, {"LICENSE", "x"},
			 {"site/hugo.toml", "title = 'x'\n"}, {"site/content/p.md", "x"},
			 {"src/main.c", "x"}},
			"/site", "one below"},
		{{{"CHANGELOG.md", "x"}, {"UPGRADING-2.md", "x"}, {"CODE_OWNERS.md", "x"},
			 {"a/b/_config.yml", "title: x\n"}, {"a/b/_posts/p.md", "x"}},
			"", "a name with digits is no habit"},
		{{{"readme.fr.md", "x"}, {"UPGRADING.md", "x"},
			 {"a/b/_config.yml", "title: x\n"}, {"a/b/_posts/p.md", "x"}},
			"/a/b", "two below"},
		{{{"a/b/c/_config.yml", "title: x\n"}}, "", "three below"},
		{{{"blog/splashdown.yaml", "title: x\n"}, {"blog/p.md", "x"}}, "/blog",
			"our own settings"},
		{{{"blog/hugo.toml", "title = 'x'\n"},
			 {"blog/themes/t/exampleSite/hugo.toml", "title = 'x'\n"}},
			"/blog", "what lies in it is a part of it"},
		{{{"a/hugo.toml", "title = 'x'\n"}, {"b/mkdocs.yml", "site_name: x\n"}},
			"", "two of them"},
		{{{"notes.md", "x"}, {"site/hugo.toml", "title = 'x'\n"}}, "",
			"words beside it"},
		{{{"2024/a.md", "x"}, {"site/hugo.toml", "title = 'x'\n"}}, "",
			"also in another folder"},
		{{{"log.gmi", "x"}, {"site/hugo.toml", "title = 'x'\n"}}, "", "gemtext"},
		{{{"splashdown.yaml", "title: x\n"}, {"site/hugo.toml", "title = 'x'\n"}},
			"", "settings of its own"},
		{{{"_config.yml", "title: x\n"}, {"site/hugo.toml", "title = 'x'\n"}}, "",
			"a generator's"},
		{{{"site/.obsidian/app.json", "{}"}}, "", "a vault has none"},
		{{{"site/_posts/p.md", "x"}}, "", "nor has a folder that is named so"},
		{{{"node_modules/x/README.md", "x"},
			 {"node_modules/x/mkdocs.yml", "a: b\n"}},
			"", "what was installed"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct tree tree;
		size_t count = 0;
		while (count < COUNT(rows[i].files) && rows[i].files[count].path)
			count++;
		tree_init(&tree);
		tree_write_all(&tree, rows[i].files, count);
		struct slice meant = generator_meant(&arena, tree.path);
		if (!slice_eq(slice_from(meant, strlen(tree.path)),
			    slice_str(rows[i].meant)))
			fail_msg("%s: %.*s", rows[i].why, SARG(meant));
		tree_fini(&tree);
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_generator_is_known_by_its_files),
		cmocka_unit_test(jekyll_may_have_its_sources_in_a_folder),
		cmocka_unit_test(hugo_fills_in_the_tokens_of_permalinks),
		cmocka_unit_test(hugo_has_languages_in_folders_and_suffixes),
		cmocka_unit_test(hugo_languages_without_a_folder_share_that_of_the_site),
		cmocka_unit_test(
			hugo_posts_appear_and_expire_by_the_fields_of_the_settings),
		cmocka_unit_test(names_have_no_languages_but_those_of_the_settings),
		cmocka_unit_test(hugo_bundles_take_their_files_along),
		cmocka_unit_test(hugo_cascades_reach_all_that_is_below),
		cmocka_unit_test(what_a_section_hides_stays_hidden),
		cmocka_unit_test(hugo_mounts_stand_in_the_place_of_folders),
		cmocka_unit_test(zola_addresses_are_those_of_the_web),
		cmocka_unit_test(zola_keeps_capitals_where_it_is_told_to),
		cmocka_unit_test(eleventy_reads_data_files_and_permalinks),
		cmocka_unit_test(hexo_addresses_are_those_of_the_web),
		cmocka_unit_test(astro_entries_stand_at_the_route_that_shows_them),
		cmocka_unit_test(mkdocs_blogs_have_posts_by_date),
		cmocka_unit_test(
			mkdocs_settings_have_other_names_and_values_of_the_environment),
		cmocka_unit_test(pelican_addresses_are_those_of_the_web),
		cmocka_unit_test(times_are_in_the_zone_of_the_site),
		cmocka_unit_test(a_repository_is_taken_for_the_blog_in_it),
		cmocka_unit_test(a_folder_of_settings_that_leaves_the_site_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
