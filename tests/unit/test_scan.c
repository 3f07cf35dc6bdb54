/* SPDX-License-Identifier: MIT */
#include "scan/scan.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void a_plain_folder_is_a_site(void **state)
{
	static const struct tree_file files[] = {
		{"index.md", "# Home\n"},
		{"notes/one.md", "---\ntitle: One\ndate: 2024-05-06\n---\nText\n"},
		{"notes/2024-1-2-two.md", "# Two\n"},
		{"about.md", "# About\n"},
		{"log/2023-03-04-hello.gmi", "# Hello\n"},
		{"log/index.gmi", "# Log\n"},
		{"pics/a b.png", "png"},
		{"old.html", "<h1>Old</h1>"},
		{"x.fr.md", "---\ntitle: X\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/", "post index.md", "the author's home page"},
		{"/notes/one/", "post notes/one.md", "a folder of its own"},
		{"/notes/2024-1-2-two/", "post notes/2024-1-2-two.md", "its whole name"},
		{"/about/", "post about.md", "a page"},
		{"/log/2023-03-04-hello.gmi", "post log/2023-03-04-hello.gmi",
			"gemtext keeps its address"},
		{"/log/", "post log/index.gmi", "an index is its folder"},
		{"/log/index.gmi", "to /log/", "where links to it lead"},
		{"/pics/a b.png", "file pics/a b.png", "a file"},
		{"/old", "post old.html", "HTML is a page too"},
		{"/fr/x/", "post x.fr.md", "another language has its own folder"},
	};
	(void)state;

	site_check_files(files, COUNT(files), rows, COUNT(rows));
}

static void jekyll_addresses_are_those_of_the_web(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml",
			"title: Blog\nurl: https://example.org\npermalink: pretty\n"
			"collections:\n  recipes:\n    output: true\n  hidden:\n"
			"    output: false\n  talks:\n    output: true\n"
			"    permalink: /t/:title:output_ext\n"
			"defaults:\n  - scope: {path: \"\", type: posts}\n"
			"    values: {layout: post}\n"
			"  - scope: {path: \"_posts/deep\"}\n"
			"    values: {permalink: \"/deep/:title/\"}\n"
			"  - scope: {path: \"pages/*\"}\n    values: {lang: fr}\n"},
		{"_posts/2024-05-06-Hello_World.md", "---\n---\nText\n"},
		{"_posts/2024-5-7-unpadded.md", "Text\n"},
		{"_posts/deep/2024-05-08-below.md", "---\ntitle: B\n---\n"},
		{"_posts/2024-05-09-own.md",
			"---\npermalink: /own/:year/:slug.html\n---\n"},
		{"news/_posts/2024-05-10-x.md", "---\ncategories: [Big News]\n---\n"},
		{"_posts/undated.md", "---\n---\n"},
		{"_drafts/soon.md", "---\n---\n"},
		{"_recipes/cake.md", "---\n---\n"},
		{"_recipes/sub/pie.md", "---\n---\n"},
		{"_recipes/cake.png", "png"},
		{"_hidden/x.md", "---\n---\n"},
		{"_talks/one.md", "---\n---\n"},
		{"about.md", "---\n---\n"},
		{"pages/a.md", "---\n---\n"},
		{"index.html", "---\n---\n{% for post in site.posts %}{% endfor %}"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/05/06/Hello_World/", "post _posts/2024-05-06-Hello_World.md",
			"pretty; the case of names is kept"},
		{"/2024/05/07/unpadded/", "post _posts/2024-5-7-unpadded.md",
			"unpadded dates are dates"},
		{"/deep/below/", "post _posts/deep/2024-05-08-below.md",
			"a permalink of defaults"},
		{"/own/2024/own", "post _posts/2024-05-09-own.md",
			"placeholders in front matter; no .html"},
		{"/news/big news/2024/05/10/x/", "post news/_posts/2024-05-10-x.md",
			"folders above _posts are categories"},
		{"/undated/", "none", "no post without a date in its name"},
		{"/soon/", "none", "a draft"},
		{"/recipes/cake/", "post _recipes/cake.md", "a collection"},
		{"/recipes/sub/pie/", "post _recipes/sub/pie.md", "its folders"},
		{"/recipes/cake.png", "file _recipes/cake.png", "its files"},
		{"/hidden/x/", "none", "a collection that is not written"},
		{"/t/one", "post _talks/one.md", "a collection's own pattern"},
		{"/about/", "post about.md", "pages follow the style"},
		{"/pages/a/", "post pages/a.md", "in its folder"},
		{"/", "post index.html", "the home page"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_int_equal(site->post_count, 5);
	assert_int_equal(hidden_of(site)->count, 1);
	assert_true(site_check_post(site, "/")->listing_under);
	assert_true(site_check_post(site, "/")->is_home);
	assert_true(slice_eq(site_check_post(site, "/pages/a/")->lang, S("fr")));
	assert_true(slice_eq(site_check_post(site, "/own/2024/own")->web_path,
		S("/own/2024/own.html")));
	assert_true(site_check_diag(site, "_posts/undated.md", "begins with its date"));
	site_check_free(site);
	tree_fini(&tree);
}

static void what_the_generator_would_not_publish_is_not_served(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "exclude: [secret, '*.log', tmp/]\ninclude: [_pages, "
				"_kept.txt]\n"},
		{"_posts/2024-01-01-a.md", "A\n"},
		{"_pages/p.md", "---\n---\n"},
		{"_kept.txt", "x"},
		{"_layouts/default.html", "x"},
		{"_includes/x.html", "x"},
		{".hidden", "x"},
		{".well-known/security.txt", "x"},
		{".git/config", "x"},
		{"#draft#", "x"},
		{"~x", "x"},
		{"backup.md~", "x"},
		{"secret/key.txt", "x"},
		{"secretary.txt", "x"},
		{"a/b.log", "x"},
		{"tmp/x.txt", "x"},
		{"node_modules/m/readme.txt", "x"},
		{"vendor/bundle/x.txt", "x"},
		{"assets/vendor/x.js", "x"},
		{"Gemfile", "x"},
		{"Gemfile.lock", "x"},
		{"Makefile", "x"},
		{"package.json", "{}"},
		{"README.md", "# Repository\n"},
		{"LICENSE", "x"},
		{"CHANGELOG.md", "x"},
		{"docs/README.md", "---\n---\nx"},
		{"feed.xml", "---\nlayout: none\n---\n<rss/>"},
		{"search.json", "---\n---\n[]"},
		{"robots.txt", "User-agent: *\n"},
		{"data.yml", "---\nkey: value\n"},
		{"page.html", "---\nlayout: null\n---\n<p>x"},
		{"plain.xml", "<x/>"},
		{"style.css", "body{}"},
		{"_redirects", "/a /b\n"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/01/01/a", "post _posts/2024-01-01-a.md", "the post"},
		{"/_pages/p", "post _pages/p.md", "include: brings a folder back"},
		{"/_kept.txt", "file _kept.txt", "include: brings a file back"},
		{"/_layouts/default.html", "none", "leading underscore"},
		{"/_layouts/default", "none", "leading underscore"},
		{"/_includes/x.html", "none", "leading underscore"},
		{"/.hidden", "none", "leading dot"},
		{"/.well-known/security.txt", "file .well-known/security.txt",
			"well known"},
		{"/.git/config", "none", "leading dot"},
		{"/#draft#", "none", "leading #"},
		{"/~x", "none", "leading ~"},
		{"/backup.md~", "none", "an editor's backup"},
		{"/secret/key.txt", "none", "exclude"},
		{"/secretary.txt", "none", "exclude: as Jekyll has it, a beginning"},
		{"/a/b.log", "none", "exclude: a pattern, at any depth"},
		{"/tmp/x.txt", "none", "exclude: a folder"},
		{"/node_modules/m/readme.txt", "none", "other people's packages"},
		{"/vendor/bundle/x.txt", "none", "other people's packages"},
		{"/assets/vendor/x.js", "file assets/vendor/x.js",
			"a folder of that name"},
		{"/Gemfile", "none", "of the repository"},
		{"/Gemfile.lock", "none", "of the repository"},
		{"/Makefile", "none", "of the repository"},
		{"/package.json", "none", "of the repository"},
		{"/README", "none", "about the repository"},
		{"/README.md", "none", "about the repository"},
		{"/LICENSE", "none", "about the repository"},
		{"/CHANGELOG", "none", "about the repository"},
		{"/docs/README", "post docs/README.md", "a page of a folder"},
		{"/feed.xml", "none", "a template"},
		{"/search.json", "none", "a template"},
		{"/robots.txt", "file robots.txt", "the author's own"},
		{"/data.yml", "file data.yml", "YAML begins like front matter"},
		{"/page", "none", "layout: null is no reader's page"},
		{"/page.html", "none", "and never raw"},
		{"/plain.xml", "file plain.xml", "a file"},
		{"/style.css", "file style.css", "a file"},
		{"/_redirects", "none", "read, not served"},
		{"/_config.yml", "none", "settings"},
		{"/a", "to /b", "what _redirects says"},
	};
	(void)state;

	site_check_files(files, COUNT(files), rows, COUNT(rows));
}

static void hugo_folders_are_read_as_hugo_does(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.yaml",
			"baseURL: https://example.org/\ndefaultContentLanguage: en\n"
			"languages: {en: {}, fr: {}}\npermalinks: {news: "
			"'/n/:year/:slug/'}\n"},
		{"content/_index.md", "---\ntitle: Home\n---\n"},
		{"content/posts/_index.md", "---\ntitle: Posts\n---\n"},
		{"content/posts/My Post.md", "---\ntitle: A\ndate: 2024-01-02\n---\n"},
		{"content/posts/bundle/index.md",
			"---\ntitle: B\ndate: 2024-01-03\n---\n"},
		{"content/posts/bundle/Pic.png", "png"},
		{"content/posts/a.fr.md", "---\ntitle: A\ndate: 2024-01-02\n---\n"},
		{"content/fr/posts/b.fr.md", "---\ndate: 2024-01-02\n---\n"},
		{"content/posts/slugged.md", "---\nslug: other\ndate: 2024-01-02\n---\n"},
		{"content/posts/url.md", "---\nurl: /at/this/\ndate: 2024-01-02\n---\n"},
		{"content/news/x.md", "---\ntitle: Big Thing\ndate: 2024-01-02\n---\n"},
		{"content/posts/draft.md", "---\ndraft: true\n---\n"},
		{"content/posts/late.md", "---\ndate: 2099-01-01\n---\n"},
		{"static/img/a.png", "png"},
		{"static/feed.xml", "---\nx"},
		{"layouts/index.html", "x"},
		{"themes/t/static/x.css", "x"},
		{"README.md", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/", "post content/_index.md", "the home page's text"},
		{"/posts/", "post content/posts/_index.md", "a section's text"},
		{"/posts/my-post/", "post content/posts/My Post.md",
			"lower case, dashes"},
		{"/posts/bundle/", "post content/posts/bundle/index.md", "a bundle"},
		{"/posts/bundle/Pic.png", "file content/posts/bundle/Pic.png",
			"its files"},
		{"/fr/posts/a/", "post content/posts/a.fr.md", "another language"},
		{"/fr/posts/b/", "post content/fr/posts/b.fr.md", "said twice"},
		{"/posts/other/", "post content/posts/slugged.md", "slug"},
		{"/at/this/", "post content/posts/url.md", "url"},
		{"/n/2024/big-thing/", "post content/news/x.md", "permalinks"},
		{"/posts/draft/", "none", "a draft"},
		{"/posts/late/", "none", "its time is to come"},
		{"/img/a.png", "file static/img/a.png", "static files stand at the root"},
		{"/feed.xml", "file static/feed.xml", "nothing in static is a template"},
		{"/layouts/index.html", "none", "not content"},
		{"/themes/t/static/x.css", "none", "not content"},
		{"/README", "none", "not content"},
	};
	(void)state;

	site_check_files(files, COUNT(files), rows, COUNT(rows));
}

static void posts_in_other_markups_are_spoken_of(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = \"Blog\"\n"},
		{"content/posts/one.org", "#+title: One\n"},
		{"content/posts/two.rst", "Two\n===\n"},
		{"content/posts/three.md", "# Three\n"},
		{"content/posts/notes.txt", "words\n"},
		{"static/list.org", "* a list to download\n"},
	};
	static const struct site_check_row rows[] = {
		{"/posts/one.org", "none", "the web has a page of it, or a draft"},
		{"/posts/two.rst", "none", "the same"},
		{"/list.org", "file static/list.org", "it is a file on the web"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(
		site, "content/posts/one.org", SCAN_OTHER_MARKUP ": Org"));
	assert_true(site_check_diag(
		site, "content/posts/two.rst", SCAN_OTHER_MARKUP ": reStructuredText"));
	assert_false(site_check_diag(site, "content/posts/three.md", "Markdown"));
	assert_false(site_check_diag(site, "content/posts/notes.txt", "Markdown"));
	assert_false(site_check_diag(site, "static/list.org", "Markdown"));
	site_check_free(site);
	tree_fini(&tree);
}

static void a_blog_one_folder_deeper_is_spoken_of(void **state)
{
	static const struct tree_file files[] = {
		{"README.md", "# A repository\n"},
		{"code/main.c", "int main;\n"},
		{"site/config.toml", "base_url = \"https://example.org\"\n"},
		{"site/content/one.md", "+++\ntitle = \"One\"\n+++\n"},
	};
	const struct scan_hint all = {.all = true};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_true(site_check_diag(site, "site", SCAN_SITE_BELOW));
	assert_int_equal(diag_count(&site->diags, DIAG_WARNING), 1);
	tree_write(&tree, "site/content/one.md", "+++\ntitle = \"Two\"\n+++\n");
	struct site *again = site_check_scan_with(&tree, site, &all, SITE_CHECK_NOW);
	assert_true(site_check_diag(again, "site", SCAN_SITE_BELOW));
	assert_int_equal(diag_count(&again->diags, DIAG_WARNING), 1);
	site_check_free(again);
	/* What has settings of its own is meant. */
	tree_write(&tree, "_config.yml", "title: Blog\n");
	struct site *own = site_check_scan(&tree);
	assert_false(site_check_diag(own, "site", SCAN_SITE_BELOW));
	site_check_free(own);
	site_check_free(site);
	tree_fini(&tree);
}

static void posts_appear_and_expire_by_themselves(void **state)
{
	static const struct tree_file files[] = {
		{"now.md", "---\ndate: 2025-12-31\n---\n"},
		{"later.md", "---\ndate: 2026-01-01 00:01:00\n---\n"},
		{"published.md", "---\ndate: 2020-01-01\npublishDate: 2026-01-02\n---\n"},
		{"ends.md",
			"---\ndate: 2020-01-01\nexpiryDate: 2026-01-01T00:02:00Z\n---\n"},
		{"ended.md", "---\ndate: 2020-01-01\nexpiryDate: 2025-01-01\n---\n"},
		{"hidden.md", "---\npublished: false\n---\n"},
		{"draft.md", "---\ndraft: true\n---\n"},
	};
	static const struct site_check_row before[] = {
		{"/now/", "post now.md", "there"},
		{"/later/", "none", "a minute too early"},
		{"/published/", "none", "publishDate"},
		{"/ends/", "post ends.md", "still there"},
		{"/ended/", "gone", "expired"},
		{"/hidden/", "none", "published: false"},
		{"/draft/", "none", "draft: true"},
	};
	static const struct site_check_row after[] = {
		{"/later/", "post later.md", "its time has come"},
		{"/ends/", "gone", "expired"},
	};
	const struct scan_hint nothing = {.all = false};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, before, COUNT(before));
	assert_int_equal(hidden_of(site)->count, 5);
	assert_true(site->next_change == SITE_CHECK_NOW + 60);
	struct site *next =
		site_check_scan_with(&tree, site, &nothing, site->next_change);
	site_check_rows(next, after, 1);
	assert_true(next->next_change == SITE_CHECK_NOW + 120);
	struct site *last =
		site_check_scan_with(&tree, next, &nothing, next->next_change);
	site_check_rows(last, after, COUNT(after));
	site_check_free(site);
	site_check_free(next);
	site_check_free(last);
	tree_fini(&tree);
}

static void posts_of_one_day_stand_by_their_instants(void **state)
{
	static const struct tree_file files[] = {
		{"noon.md", "---\ntitle: East\ndate: 2024-03-05T12:00:00+02:00\n---\n"},
		{"eleven.md", "---\ntitle: Middle\ndate: 2024-03-05T11:00:00Z\n---\n"},
		{"west.md", "---\ntitle: West\ndate: 2024-03-05T10:00:00-08:00\n---\n"},
		{"next.md", "---\ntitle: Next\ndate: 2024-03-06T01:00:00+12:00\n---\n"},
		{"b-day.md", "---\ntitle: Day B\ndate: 2024-03-05\n---\n"},
		{"a-day.md", "---\ntitle: Day A\ndate: 2024-03-05\n---\n"},
		{"before.md",
			"---\ntitle: Before\ndate: 2024-03-04T23:00:00-11:00\n---\n"},
	};
	/* The day is the author's, whatever the instant. */
	static const char *const order[] = {
		"Next", "West", "Middle", "East", "Day B", "Day A", "Before"};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site->post_count, COUNT(order));
	for (size_t i = 0; i < COUNT(order); i++)
		assert_true(slice_eq(site->posts[i]->title, slice_str(order[i])));
	site_check_free(site);
	tree_fini(&tree);
}

static void every_listed_page_is_counted_and_no_other(void **state)
{
	static const struct tree_file files[] = {
		{"2024-01-01-post.md", "---\ntitle: Post\n---\nText.\n"},
		{"page.md", "---\ntitle: Page\n---\nText.\n"},
		{"quiet.md",
			"---\ntitle: Not on the home page\nnoindex: true\n---\nText.\n"},
		{"moved.md", "---\ntitle: Moved\nredirect_to: /page/\n---\nText.\n"},
		{"unlisted.md", "---\ntitle: In no list\nunlisted: true\n---\nText.\n"},
		{"draft.md", "---\ntitle: Draft\ndraft: true\n---\nText.\n"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site_count_posts(site), 1);
	assert_int_equal(site_count_pages(site), 3);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_scan_that_is_not_waited_for_ends_at_the_next_file(void **state)
{
	atomic_bool stop = true;
	const struct scan_hint hint = {.all = true, .stop = &stop};
	struct site *site = NULL;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "a.md", "# A\n");
	const struct site_config config = {.folder = tree.path};
	assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), -ECANCELED);
	assert_null(site);
	stop = false;
	assert_int_equal(scan(&config, NULL, &hint, SITE_CHECK_NOW, &site), 0);
	assert_int_equal(site->page_count, 1);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
	struct site_config config = {.folder = "/nowhere/at/all"};
	struct site *site = NULL;
	(void)state;

	assert_int_equal(scan(&config, NULL, NULL, 0, &site), -ENOENT);
	assert_null(site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_folder_is_a_site),
		cmocka_unit_test(jekyll_addresses_are_those_of_the_web),
		cmocka_unit_test(what_the_generator_would_not_publish_is_not_served),
		cmocka_unit_test(hugo_folders_are_read_as_hugo_does),
		cmocka_unit_test(posts_in_other_markups_are_spoken_of),
		cmocka_unit_test(a_blog_one_folder_deeper_is_spoken_of),
		cmocka_unit_test(posts_appear_and_expire_by_themselves),
		cmocka_unit_test(posts_of_one_day_stand_by_their_instants),
		cmocka_unit_test(every_listed_page_is_counted_and_no_other),
		cmocka_unit_test(a_scan_that_is_not_waited_for_ends_at_the_next_file),
		cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
