/* SPDX-License-Identifier: MIT */
#include "scan/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "scan/scan_internal.h"
#include "text/convert.h"

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

static void redirects_lead_to_the_permalink(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "url: https://example.org\npermalink: /:title/\n"},
		{"_posts/2024-01-01-a.md", "---\nredirect_from: /old/a.html\naliases: "
					   "[/b/, '/a/', c]\n---\n"},
		{"_posts/2024-01-02-taken.md", "---\nredirect_from: /a/\n---\n"},
		{"gone.md", "---\nredirect_to: /a/\n---\n"},
		{"away.md", "---\nredirect_to: https://example.com/x\n---\n"},
		{"_redirects",
			"# comment\n\n/x /a/ 301\n/y /a/ 302\n/x8 /a/ 308\n/y7 /a/ "
			"307\n/tagged/* /tags/:splat "
			"301\n"
			"/news/:year/:slug /:slug/\n/rewritten /a/ 200\n/err /404 404\n"
			"https://example.org/abs https://example.org/a/#part\n"
			"/country /a/ 301 Country=fr\n/loop /loop\n/broken\n"},
	};
	static const struct site_check_row rows[] = {
		{"/old/a.html", "to /a/", "redirect_from as a string"},
		{"/b/", "to /a/", "aliases as a list"},
		{"/c", "to /a/", "a slash goes in front"},
		{"/a/", "post _posts/2024-01-01-a.md", "a post goes before an alias"},
		{"/gone/", "to /a/", "redirect_to a page of the site"},
		{"/away/", "post away.md", "redirect_to the web is a page with a link"},
		{"/x", "to /a/", "a rule"},
		{"/y", "to /a/", "a rule for a time"},
		{"/rewritten", "to /a/", "a rewrite is the nearest thing"},
		{"/err", "none", "a page of errors is none"},
		{"/abs", "to /a/", "the site's own URL"},
		{"/country", "none", "not for everybody"},
		{"/loop", "none", "to itself"},
	};
	struct arena arena = {0};
	struct slice target;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_find(site, S("/x"))->is_permanent);
	assert_true(site_find(site, S("/x8"))->is_permanent);
	assert_false(site_find(site, S("/y"))->is_permanent);
	assert_false(site_find(site, S("/y7"))->is_permanent);
	assert_true(site_rule_target(site, &arena, S("/tagged/a/b"), &target));
	assert_true(slice_eq(target, S("/tags/a/b")));
	assert_true(site_rule_target(site, &arena, S("/tagged/"), &target));
	assert_true(slice_eq(target, S("/tags/")));
	assert_true(site_rule_target(site, &arena, S("/news/2024/hi"), &target));
	assert_true(slice_eq(target, S("/hi/")));
	assert_false(site_rule_target(site, &arena, S("/news/2024"), &target));
	assert_true(site_check_diag(site, "_redirects", "not a redirect"));
	arena_fini(&arena);
	site_check_free(site);
	tree_fini(&tree);
}

static void pages_of_nothing_but_a_redirect_lead_on(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml",
			"url: https://x.example\nbaseurl: /b\npermalink: /:title/\n"},
		{"index.html", "---\n---\n<html><head><meta http-equiv='refresh' "
			       "content='0; url=/nowhere/'></head></html>\n"},
		{"_posts/2024-01-01-a.md", "A\n"},
		{"one.html",
			"---\ntitle: One\n---\n<!doctype html>\n<META HTTP-EQUIV=Refresh "
			"CONTENT=\"3;URL='https://x.example/b/a/'\">\nYou are sent "
			"on.\n"},
		{"two.md", "---\ntitle: Two\n---\n<meta http-equiv=\"refresh\" "
			   "content=\"0; url={{ site.baseurl }}/a/\">\n"},
		{"deep/three.md", "---\npermalink: /deep/three/\n---\n"
				  "<meta content=\"0;url=../four/?a=1&amp;b=2\" "
				  "http-equiv=\"refresh\">\n"},
		{"deep/four.md", "---\npermalink: /deep/four/\n---\nFour\n"},
		{"five.md", "---\nlayout: redirect\nredirect_url: /a/\n---\nSent on.\n"},
		{"six.md", "---\ntitle: Six\n---\nWrite\n\n```\n<meta "
			   "http-equiv=\"refresh\" content=\"0; url=/a/\">\n```\n"},
		{"seven.md", "---\ntitle: Seven\n---\nA `<meta http-equiv=\"refresh\" "
			     "content=\"0; url=/a/\">` does it.\n"},
		{"eight.html",
			"---\n---\n<p>Eight<!-- <meta http-equiv=\"refresh\" "
			"content=\"0; url=/a/\"> --><noscript><meta "
			"http-equiv=\"refresh\" content=\"0; url=/a/\"></noscript>\n"},
		{"nine.html", "---\n---\n<meta http-equiv=\"refresh\" "
			      "content=\"30\"><p>Nine\n"},
		{"ten.html", "---\n---\n<meta http-equiv=\"refresh\" content=\"0; "
			     "url={{ page.target }}\">\n"},
		{"eleven.html", "---\ntarget: /a/\n---\n<meta http-equiv=\"refresh\" "
				"content=\"0; url={{ page.target | relative_url }}\">\n"},
		{"twelve.md", "---\nlayout: page\nredirect_url: /a/\n---\nTwelve\n"},
	};
	static const struct site_check_row rows[] = {
		{"/", "none", "a home that leads nowhere is none"},
		{"/one/", "to /a/", "the site's own URL, in capitals"},
		{"/two/", "to /a/", "in Markdown, by a template"},
		{"/deep/three/", "to /deep/four/?a=1&b=2", "from where it stands"},
		{"/five/", "to /a/", "a layout"},
		{"/six/", "post six.md", "in a fence"},
		{"/seven/", "post seven.md", "in a line"},
		{"/eight/", "post eight.html", "in a comment, or without scripts"},
		{"/nine/", "post nine.html", "itself once more"},
		{"/ten/", "post ten.html", "nobody knows where"},
		{"/eleven/", "to /a/", "a field says where"},
		{"/twelve/", "post twelve.md", "a field of another layout"},
	};
	static const struct tree_file home[] = {
		{"index.md", "---\nlayout: redirect\nredirect: /blog/\n---\n"},
		{"blog/a.md", "---\ndate: 2024-01-01\n---\nA\n"},
		{"fr/index.md", "---\nredirect_to: https://far.example/\n---\n"},
	};
	static const struct site_check_row home_rows[] = {
		{"/", "to /blog/", "a home that leads to what is there"},
		{"/fr/", "none", "one that leads away"},
	};
	(void)state;

	site_check_files(files, COUNT(files), rows, COUNT(rows));
	site_check_files(home, COUNT(home), home_rows, COUNT(home_rows));
}

static void an_old_address_that_two_pages_claim_is_told(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\nlang: en\nlanguages: [en, fr]\n"},
		{"_posts/2024-01-01-a.md", "---\nredirect_from: [/old/, /own/]\n---\n"},
		{"_posts/2024-01-02-b.md", "---\nredirect_from: /old/\n---\n"},
		{"_posts/2024-01-03-c.md", "---\nredirect_from: /a/\n---\n"},
		{"_posts/2024-01-04-d.md",
			"---\nlang: fr\nref: e\nredirect_from: /e1/\n---\n"},
		{"_posts/2024-01-04-e.md", "---\nref: e\nredirect_from: /e1/\n---\n"},
		{"_posts/2024-01-05-f.md", "---\nredirect_from: /ruled/\n---\n"},
		{"_posts/2024-01-06-g.md",
			"---\npublished: false\nredirect_from: /own/\n---\n"},
		{"_redirects", "/ruled/ /a/\n"},
	};
	static const struct site_check_row rows[] = {
		{"/old/", "to /a/", "the first of two"},
		{"/a/", "post _posts/2024-01-01-a.md", "a page goes first"},
		{"/e1/", "to /e/", "of translations the one in the site's language"},
		{"/ruled/", "to /a/", "a rule goes first"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "_posts/2024-01-02-b.md",
		"two pages claim the same old address: /old/"));
	assert_true(site_check_diag(
		site, "_posts/2024-01-03-c.md", "an old address belongs to a page: /a/"));
	/* Translations may share one; a hidden page claims nothing. */
	assert_int_equal(diag_count(&site->diags, DIAG_WARNING), 2);
	site_check_free(site);
	tree_fini(&tree);
}

static void rules_of_several_files_are_one_list(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "baseURL = 'https://example.org/'\n"},
		{"content/_redirects", "/news/* /posts/:splat\n"},
		{"static/_redirects",
			"\xEF\xBB\xBF/tagged/* /tags/:splat\n/log/* /posts/:splat\n"},
		{"content/posts/a.md", "---\ndate: 2024-01-01\n---\n"},
	};
	struct arena arena = {0};
	struct slice target;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site->rule_count, 3);
	assert_true(site_rule_target(site, &arena, S("/news/a/"), &target));
	assert_true(slice_eq(target, S("/posts/a/")));
	assert_true(site_rule_target(site, &arena, S("/tagged/a"), &target));
	assert_true(slice_eq(target, S("/tags/a")));
	assert_true(site_rule_target(site, &arena, S("/log/a/"), &target));
	assert_true(slice_eq(target, S("/posts/a/")));
	arena_fini(&arena);
	site_check_free(site);
	tree_fini(&tree);
}

/* Work of its cube would need hours here. */
static void a_blog_whose_posts_share_one_address_is_still_read(void **state)
{
	enum { POSTS = 10500 };
	char name[64], path[64];
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /blog/\n");
	for (int i = 1; i <= POSTS; i++) {
		snprintf(name, sizeof(name), "_posts/2024-01-01-%05d.md", i);
		tree_write(&tree, name, "---\n---\nText.\n");
	}
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site->post_count, POSTS);
	for (int i = 1; i <= POSTS; i++) {
		snprintf(name, sizeof(name), "_posts/2024-01-01-%05d.md", i);
		snprintf(path, sizeof(path), "/blog-%d/", i);
		const struct site_entry *entry =
			site_find(site, i > 1 ? slice_str(path) : S("/blog/"));
		assert_non_null(entry);
		assert_true(slice_eq(entry->post->source, slice_str(name)));
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void the_second_of_two_posts_at_one_address_gets_a_suffix(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "languages: [en, fr]\npermalink: /:title/\n"},
		{"_posts/2024-01-01-a.md", "---\npermalink: /same/\n---\n"},
		{"_posts/2024-01-02-b.md", "---\npermalink: /same/\n---\n"},
		{"_posts/2024-01-03-c.md", "---\npermalink: /same/\n---\n"},
		{"_posts/2024-01-04-d.md", "---\npermalink: /same-3/\n---\n"},
		{"_posts/2024-01-05-e.md", "---\npermalink: /same/\nlang: fr\n---\n"},
		{"_posts/2024-02-01-f.md", "---\npermalink: /other/\nlang: fr\n---\n"},
		{"_posts/2024-02-02-g.md", "---\npermalink: /other/\n---\n"},
		{"_posts/2024-02-03-h.md", "---\npermalink: /other/\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/same/", "post _posts/2024-01-01-a.md", "the first keeps it"},
		{"/same-2/", "post _posts/2024-01-02-b.md", "the second"},
		{"/same-4/", "post _posts/2024-01-03-c.md", "the third: 3 is taken"},
		{"/same-3/", "post _posts/2024-01-04-d.md", "the one that had 3"},
		{"/fr/same/", "post _posts/2024-01-05-e.md", "another language's folder"},
		{"/other/", "post _posts/2024-02-02-g.md", "the site's language first"},
		{"/fr/other/", "post _posts/2024-02-01-f.md",
			"which the first is not of"},
		{"/other-2/", "post _posts/2024-02-03-h.md", "its own second"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "_posts/2024-01-02-b.md", "belongs to"));
	assert_false(site_check_diag(site, "_posts/2024-01-05-e.md", "belongs to"));
	/* And it stays so. */
	struct site *again = site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
	site_check_rows(again, rows, COUNT(rows));
	assert_true(site->version == again->version);
	site_check_free(again);
	site_check_free(site);
	tree_fini(&tree);
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

static void a_site_that_names_no_language_has_that_of_its_layouts(void **state)
{
	static const struct {
		const char *settings, *layout, *lang, *why;
	} rows[] = {
		{"title: B\n", "<!doctype html>\n<html class=\"x\" lang=\"pt-br\">",
			"pt-BR", "the layout's"},
		{"lang: fr\n", "<html lang=\"pt\">", "fr", "the settings come first"},
		{"title: B\n", "<html lang=\"{{ page.lang }}\">", "en", "a template"},
		{"title: B\n", "<html xml:lang=\"de\">", "en", "another attribute"},
		{"title: B\n", "<html lang=\"", "en", "never closed"},
		{"title: B\n", "<html><p lang=\"de\">", "en", "of a part of the page"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].settings);
		tree_write(&tree, "_layouts/default.html", rows[i].layout);
		tree_write(&tree, "_posts/2024-05-06-a.md", "---\n---\nText\n");
		struct site *site = site_check_scan(&tree);
		if (!slice_eq(site->settings->lang, slice_str(rows[i].lang)) ||
			!slice_eq(site->settings->langs[0], slice_str(rows[i].lang)) ||
			site->settings->lang_count != 1)
			fail_msg("%s: %.*s", rows[i].why, SARG(site->settings->lang));
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void a_site_that_names_no_language_has_that_of_its_posts(void **state)
{
	static const char french[] =
		"---\ntitle: A\n---\nLes canards sont dans la mare et ils ne veulent pas "
		"en sortir.\n",
			  english[] = "---\ntitle: A\n---\nThe ducks are in the pond, "
				      "and they do "
				      "not want to leave it.\n",
			  code[] = "---\ntitle: A\n---\n```\nles la des et\n```\n",
			  said[] = "---\nlang: fr\n---\nDiving.\n";
	static const struct {
		const char *settings;
		unsigned french, english, code, said;
		const char *lang, *why;
	} rows[] = {
		{"title: B\n", 5, 1, 0, 0, "fr", "five of six"},
		{"title: B\n", 4, 1, 0, 0, "en", "four of five are not more than 80 %"},
		{"title: B\n", 0, 2, 0, 0, "en", "English"},
		{"title: B\n", 0, 0, 2, 0, "en", "words in code are none"},
		{"title: B\n", 0, 0, 0, 2, "fr", "each post says so"},
		{"title: B\nlang: en\n", 5, 0, 0, 0, "en", "the settings name one"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const unsigned counts[] = {
			rows[i].french, rows[i].english, rows[i].code, rows[i].said};
		const char *const texts[] = {french, english, code, said};
		struct arena arena = {0};
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].settings);
		for (unsigned kind = 0; kind < COUNT(texts); kind++) {
			for (unsigned k = 0; k < counts[kind]; k++)
				tree_write(&tree,
					arena_printf(&arena, "_posts/2024-05-06-p%u%u.md",
						kind, k)
						.ptr,
					texts[kind]);
		}
		struct site *site = site_check_scan(&tree);
		if (!slice_eq(site->settings->lang, slice_str(rows[i].lang)) ||
			!slice_eq(site->settings->langs[0], slice_str(rows[i].lang)))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->settings->lang));
		for (size_t k = 0; k < site->post_count && !rows[i].said; k++)
			assert_true(slice_eq(site->posts[k]->lang, site->settings->lang));
		site_check_free(site);
		tree_fini(&tree);
		arena_fini(&arena);
	}
}

static void write_posts(struct tree *tree, unsigned count, const char *text)
{
	char path[64];

	for (unsigned i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "_posts/2024-05-06-p%u.md", i);
		tree_write(tree, path, text);
	}
}

static void a_save_in_a_large_blog_is_no_question_of_its_language(void **state)
{
	static const struct {
		unsigned posts;
		const char *lang, *why;
	} rows[] = {
		{3, "en", "of few posts all are looked at"},
		{101, "fr",
			"one post of many turns nothing, and the others are not read"},
	};
	const struct slice folder = S("_posts"), file = S("_posts/2024-05-06-p0.md");
	const struct scan_hint hint = {
		.folders = &folder, .folder_count = 1, .files = &file, .file_count = 1};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: B\n");
		write_posts(&tree, rows[i].posts,
			"Les canards sont dans la mare et ils ne veulent pas en "
			"sortir.\n");
		struct site *site = site_check_scan(&tree);
		assert_true(slice_eq(site->settings->lang, S("fr")));
		write_posts(&tree, rows[i].posts,
			"The ducks are in the pond, and they do not want to leave it.\n");
		struct site *next =
			site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
		if (!slice_eq(next->settings->lang, slice_str(rows[i].lang)))
			fail_msg("%s: %.*s", rows[i].why, SARG(next->settings->lang));
		struct site *anew =
			site_check_scan_with(&tree, next, NULL, SITE_CHECK_NOW);
		assert_true(slice_eq(anew->settings->lang, S("en")));
		site_check_free(anew);
		site_check_free(next);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void a_site_without_a_title_is_named_by_its_host_or_folder(void **state)
{
	static const struct {
		const char *host, *settings, *name, *why;
	} rows[] = {
		{"reef.example", "theme: x\n", "reef.example", "its host"},
		{"www.reef.example", "theme: x\n", "reef.example", "which is short"},
		{"reef.example", "url: https://kelp.example\n", "kelp.example",
			"that of the web"},
		{"localhost", "theme: x\n", NULL, "tried at home: the folder"},
		{"", "theme: x\n", NULL, "no host: the folder"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		struct site *site;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].settings);
		tree_write(&tree, "_posts/2024-05-06-a.md", "---\n---\nText\n");
		const struct site_config config = {
			.folder = tree.path, .host = slice_str(rows[i].host)};
		assert_int_equal(scan(&config, NULL, &(struct scan_hint){.all = true},
					 SITE_CHECK_NOW, &site),
			0);
		struct slice name = rows[i].name ? slice_str(rows[i].name)
						 : slice_path_name(slice_str(tree.path));
		if (!slice_eq(site->title, name))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->title));
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void languages_of_one_name_are_one(void **state)
{
	static const struct {
		const char *site, *post, *lang, *why;
	} rows[] = {
		{"lang: fr-FR\n", "fr", "fr-FR",
			"the site says its region, the post not"},
		{"lang: pt\n", "pt_BR", "pt", "the other way round"},
		{"lang: zh-CN\n", "zh-TW", "zh-TW", "another way of writing"},
		{"lang: fr-FR\n", "de", "de", "another language"},
		{"lang: fr\nlanguages: [fr, fr-CA]\n", "fr-CA", "fr-CA",
			"both are wanted"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].site);
		tree_write(&tree, "_posts/2024-05-06-a.md",
			arena_printf(&arena, "---\nlang: %s\n---\nText\n", rows[i].post)
				.ptr);
		struct site *site = site_check_scan(&tree);
		assert_int_equal(site->post_count, 1);
		if (!slice_eq(site->posts[0]->lang, slice_str(rows[i].lang)))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->posts[0]->lang));
		site_check_free(site);
		tree_fini(&tree);
		arena_fini(&arena);
	}
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

static void what_is_no_readable_file_of_the_folder_is_left_out(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "good.md", "# Good\n");
	tree_write(&tree, "real/x.md", "# X\n");
	tree_link(&tree, "real", "alias");
	tree_link(&tree, "../real", "real/loop");
	tree_link(&tree, "..", "real/up");
	tree_link(&tree, "/etc", "etc");
	tree_link(&tree, "/etc/passwd", "passwd.md");
	tree_link(&tree, "nowhere", "dangling.md");
	tree_link(&tree, "itself.md", "itself.md");
	tree_link(&tree, "good.md", "linked.md");
	char *good = tree_at(&tree, "good.md");
	tree_link(&tree, good, "whole.md");
	free(good);
	char *fifo = tree_at(&tree, "fifo.md");
	assert_int_equal(mkfifo(fifo, 0644), 0);
	free(fifo);
	char *closed = tree_at(&tree, "closed.md");
	tree_write(&tree, "closed.md", "# Closed\n");
	assert_int_equal(chmod(closed, 0), 0);
	free(closed);
	tree_write(&tree, "broken.md", "---\ntitle: [\nfoo: bar: baz\n---\n# Broken\n");
	tree_write(&tree, "bad\xFFname.md", "# Bad\n");
	struct site *site = site_check_scan(&tree);
	static const struct site_check_row rows[] = {
		{"/good/", "post good.md", "nothing hides it"},
		{"/real/x/", "post real/x.md", "nothing hides it"},
		{"/alias/x/", "post alias/x.md", "a symlink within the folder"},
		{"/linked/", "post linked.md", "a symlink to a file within"},
		{"/whole/", "post whole.md", "one by its whole path"},
		{"/passwd/", "none", "a symlink that leaves"},
		{"/etc/passwd", "none", "a symlink that leaves"},
		{"/dangling/", "none", "a symlink to nothing"},
		{"/itself/", "none", "a symlink to itself"},
		{"/fifo/", "none", "a FIFO"},
		{"/real/loop/x/", "none", "a loop"},
		{"/real/up/good/", "none", "a loop"},
		{"/broken/", "post broken.md", "broken front matter"},
		{"/bad-name/", "post bad\xFFname.md", "a name that is no UTF-8"},
	};
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "passwd.md", "leaves the site's folder"));
	assert_true(site_check_diag(site, "etc", "leaves the site's folder"));
	assert_true(site_check_diag(site, "dangling.md", "to nothing"));
	assert_true(site_check_diag(site, "itself.md", "itself"));
	assert_true(site_check_diag(site, "fifo.md", "neither a file"));
	assert_true(site_check_diag(site, "real/loop", "loop"));
	assert_true(site_check_diag(site, "real/up", "loop"));
	if (geteuid() != 0)
		assert_true(site_check_diag(site, "closed.md", "denied"));
	assert_true(diag_count(&site->diags, DIAG_WARNING) > 0);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_symlink_to_what_is_hidden_is_left_out(void **state)
{
	static const char *const hidden[] = {"env.txt", "key.txt", "git", "drafts",
		"draft.md", "chain.txt", "deep/settings.txt"};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "title: T\n");
	tree_write(&tree, ".env", "x");
	tree_write(&tree, "id_rsa", "x");
	tree_write(&tree, ".git/config", "x");
	tree_write(&tree, "_drafts/x.md", "---\ntitle: X\n---\n");
	tree_write(&tree, "real/x.md", "---\ntitle: X\n---\n");
	tree_write(&tree, "..data/x.md", "---\ntitle: X\n---\n");
	tree_write(&tree, ".git/annex/objects/x.png", "x");
	tree_link(&tree, ".env", "env.txt");
	tree_link(&tree, "id_rsa", "key.txt");
	tree_link(&tree, ".git", "git");
	tree_link(&tree, "_drafts", "drafts");
	tree_link(&tree, "real/../_drafts/x.md", "draft.md");
	tree_link(&tree, "env.txt", "chain.txt");
	tree_link(&tree, "../_config.yml", "deep/settings.txt");
	tree_link(&tree, "real", "alias");
	tree_link(&tree, "..data/x.md", "stored.md");
	tree_link(&tree, ".git/annex/objects/x.png", "annex.png");
	struct site *site = site_check_scan(&tree);
	static const struct site_check_row rows[] = {
		{"/env.txt", "none", "a dot file"},
		{"/key.txt", "none", "a key"},
		{"/git/config", "none", "a dot folder"},
		{"/drafts/x.html", "none", "a folder of drafts"},
		{"/draft.html", "none", "a draft"},
		{"/chain.txt", "none", "a link to a link to a dot file"},
		{"/deep/settings.txt", "none", "settings"},
		{"/alias/x", "post alias/x.md", "a folder that is no secret"},
		{"/stored", "post stored.md", "what Kubernetes mounts"},
		{"/annex.png", "file annex.png", "what git-annex keeps"},
	};
	site_check_rows(site, rows, COUNT(rows));
	for (size_t i = 0; i < COUNT(hidden); i++)
		if (!site_check_diag(site, hidden[i], "a symbolic link to a hidden"))
			fail_msg("nothing is said of %s", hidden[i]);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_file_of_100_mb_is_a_file(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "big.md", "# Big\n");
	tree_write(&tree, "hidden.md", "---\npublished: false\n---\n");
	tree_write(&tree, "limit.md", "# Limit\n");
	tree_write(&tree, "later.md", "---\npublishDate: 2999-01-01\n---\n");
	tree_write(&tree, "over.md", "---\nexpiryDate: 2001-01-01\n---\n");
	tree_write(&tree, "quiet.md", "---\nunlisted: true\n---\n");
	static const struct {
		const char *name;
		off_t size;
	} sizes[] = {{"big.md", 100 * 1024 * 1024}, {"hidden.md", 100 * 1024 * 1024},
		{"later.md", 100 * 1024 * 1024}, {"over.md", 100 * 1024 * 1024},
		{"quiet.md", 100 * 1024 * 1024}, {"limit.md", CONVERT_SOURCE_MAX_BYTES}};
	for (size_t i = 0; i < COUNT(sizes); i++) {
		char *path = tree_at(&tree, sizes[i].name);
		assert_int_equal(truncate(path, sizes[i].size), 0);
		free(path);
	}
	struct site *site = site_check_scan(&tree);
	static const struct site_check_row rows[] = {
		{"/big.md", "file big.md", "too big for a post"},
		{"/big/", "none", "too big for a post"},
		{"/hidden.md", "none", "what is not published stays so"},
		{"/later.md", "none", "a file knows no times"},
		{"/over.md", "none", "a file knows no times"},
		{"/quiet.md", "none", "a file would be listed in its folder"},
		{"/limit/", "post limit.md", "just not too big"},
	};
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "big.md", "larger than 2 MiB"));
	site_check_free(site);
	tree_fini(&tree);
}

/* Where pages must say that they are public, length alone makes no file of one that does not. */
static void a_huge_note_of_a_garden_is_not_served(void **state)
{
	static const struct tree_file files[] = {
		{"open.md", "---\ndg-publish: true\n---\nWords.\n"},
		{"big.md", "# Big\n"},
		{"plan.pdf", "a file"},
	};
	static const struct site_check_row rows[] = {
		{"/open/", "post open.md", "it says so"},
		{"/big.md", "none", "it does not"},
		{"/big/", "none", "it does not"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	char *path = tree_at(&tree, "big.md");
	assert_int_equal(truncate(path, 100 * 1024 * 1024), 0);
	free(path);
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	tree_fini(&tree);
}

static void a_scan_with_a_hint_reads_only_the_folders_named(void **state)
{
	const struct slice folders[] = {S("a")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "a/one.md", "# One\n");
	tree_write(&tree, "a/same.md", "---\ntitle: [\n---\n# Same\n");
	tree_write(&tree, "b/two.md", "# Two\n");
	struct site *site = site_check_scan(&tree);
	const struct post *two = site_check_post(site, "/b/two/");
	const struct post *same = site_check_post(site, "/a/same/");
	tree_write(&tree, "a/one.md", "# Another title\n");
	tree_write(&tree, "a/new/three.md", "# Three\n");
	tree_write(&tree, "b/unseen.md", "# Unseen\n");
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	static const struct site_check_row rows[] = {
		{"/a/one/", "post a/one.md", "read again"},
		{"/a/new/three/", "post a/new/three.md", "a folder that is new"},
		{"/b/unseen/", "none", "nobody said that b changed"},
	};
	site_check_rows(next, rows, COUNT(rows));
	assert_true(
		slice_eq(site_check_post(next, "/a/one/")->title, S("Another title")));
	assert_ptr_equal(site_check_post(next, "/b/two/"), two);
	assert_ptr_equal(site_check_post(next, "/a/same/"), same);
	assert_true(site_check_diag(next, "a/same.md", ""));
	assert_true(site->version != next->version);
	tree_remove(&tree, "a");
	const struct slice top[] = {S(""), S("a")};
	const struct scan_hint removed = {.folders = top, .folder_count = 2};
	struct site *last = site_check_scan_with(&tree, next, &removed, SITE_CHECK_NOW);
	static const struct site_check_row after[] = {
		{"/a/one/", "none", "its folder went"},
		{"/a/new/three/", "none", "its folder went"},
		{"/b/two/", "post b/two.md", "still there"},
	};
	site_check_rows(last, after, COUNT(after));
	site_check_free(site);
	site_check_free(next);
	site_check_free(last);
	tree_fini(&tree);
}

static void folders_nested_too_deeply_stay_left_out_after_a_reload(void **state)
{
	const struct slice folders[] = {S("a")};
	const struct scan_hint hint = {.folders = folders, .folder_count = 1};
	struct tree tree;
	char deepest[sizeof("d/") * SCAN_DEPTH_MAX + 16] = "", file[sizeof(deepest) + 8];
	(void)state;

	for (size_t i = 0; i < SCAN_DEPTH_MAX; i++)
		memcpy(deepest + 2 * i, "d/", sizeof("d/"));
	deepest[strlen(deepest) - 1] = '\0';
	snprintf(file, sizeof(file), "%s/x.md", deepest);
	tree_init(&tree);
	tree_write(&tree, file, "# Too deep\n");
	tree_write(&tree, "a/one.md", "# One\n");
	struct site *site = site_check_scan(&tree);
	assert_true(site_check_diag(site, deepest, "nested too deeply"));
	tree_write(&tree, "a/two.md", "# Two\n");
	struct site *next = site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
	assert_true(site_check_diag(next, deepest, "nested too deeply"));
	site_check_post(next, "/a/two/");
	site_check_free(site);
	/* What was not read has no place in the walk: the next one reads on. */
	tree_write(&tree, "z/three.md", "# Three\n");
	const struct slice top[] = {S(""), S("z")};
	const struct scan_hint more = {.folders = top, .folder_count = 2};
	struct site *last = site_check_scan_with(&tree, next, &more, SITE_CHECK_NOW);
	site_check_post(last, "/z/three/");
	site_check_free(next);
	site_check_free(last);
	tree_fini(&tree);
}

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

static void a_save_costs_the_reading_of_one_file(void **state)
{
	static const struct {
		const char *path, *text, *why;
		size_t read;
	} steps[] = {
		{"_posts/2024-01-10-p10.md", "---\ntags: [b]\n---\nnew", "another text",
			1},
		{"_posts/2024-02-10-new.md", "new", "a post that is new", 1},
		{"_posts/2024-02-10-new.md", NULL, "and gone", 0},
		{"_posts/x.txt~", "x", "nothing of the site's", 0},
		{"_posts/2024-01-11-p11.md", "---\npublished: false\n---\n", "a draft",
			1},
		{"_posts/2024-01-12-p12.md", "---\npermalink: /p13/\n---\n",
			"the address of another", 1},
		{"_posts/2024-01-14-p14.md", "text", "while two have one address", 1},
	};
	const struct slice folder = S("_posts");
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /:title/\n");
	for (int i = 1; i <= 28; i++) {
		char path[64];
		snprintf(path, sizeof(path), "_posts/2024-01-%02d-p%d.md", i, i);
		tree_write(&tree, path, "---\ntags: [b]\n---\nText\n");
	}
	struct site *site = site_check_scan(&tree);
	assert_int_equal(((const struct scan_state *)site->scan_state)->files_read, 28);
	for (size_t i = 0; i < COUNT(steps); i++) {
		const struct slice file = slice_str(steps[i].path);
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
		const struct scan_state *found = next->scan_state;
		if (found->files_read != steps[i].read)
			fail_msg("%s: %zu files read", steps[i].why, found->files_read);
		site_check_free(site);
		site = next;
	}
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

static void settings_that_change_are_applied_to_every_post(void **state)
{
	const struct scan_hint nothing = {.all = false};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /a/:title/\n");
	tree_write(&tree, "_posts/2024-01-01-x.md", "---\n---\n");
	struct site *site = site_check_scan(&tree);
	site_check_post(site, "/a/x/");
	tree_write(&tree, "_config.yml", "permalink: /b/:title/\n");
	struct site *next = site_check_scan_with(&tree, site, &nothing, SITE_CHECK_NOW);
	site_check_post(next, "/b/x/");
	assert_true(site->names_version != next->names_version);
	site_check_free(site);
	site_check_free(next);
	tree_fini(&tree);
}

static void a_post_that_came_and_went_leaves_nothing_behind(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "a.md", "---\ndate: 2024-01-01\n---\nOne.\n");
	struct site *site = site_check_scan(&tree);
	tree_write(&tree, "b.md", "---\ndate: 2024-01-02\nref: x\n---\nTwo.\n");
	struct site *more = site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
	assert_int_equal(more->post_count, 2);
	tree_remove(&tree, "b.md");
	struct site *less = site_check_scan_with(&tree, more, NULL, SITE_CHECK_NOW);
	assert_int_equal(less->post_count, 1);
	assert_int_equal(less->source_count, 1);
	site_check_free(site);
	site_check_free(more);
	assert_true(slice_eq(less->posts[0]->source, S("a.md")));
	assert_null(site_by_name(less, S("b")));
	assert_null(site_by_source(less, S("b.md")));
	site_check_free(less);
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

static void pages_change_with_the_spelling_of_a_tag_that_they_print(void **state)
{
	static const struct tree_file files[] = {
		{"_posts/2024-01-01-a.md", "---\ntags: [ruby]\n---\n"},
		{"_posts/2024-01-02-b.md", "---\ntags: [ruby]\n---\n"},
		{"_posts/2024-01-03-c.md", "---\ntags: [Ruby]\n---\n"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *before = site_check_scan(&tree);
	tree_write(&tree, "_posts/2024-01-02-b.md", "---\ntags: [Ruby]\n---\n");
	struct site *after = site_check_scan_with(&tree, before, NULL, SITE_CHECK_NOW);
	assert_true(slice_eq(before->tags[0].name, S("ruby")));
	assert_true(slice_eq(after->tags[0].name, S("Ruby")));
	assert_true(before->names_version != after->names_version);
	site_check_free(before);
	site_check_free(after);
	tree_fini(&tree);
}

static void pages_change_with_all_that_a_link_to_a_post_shows(void **state)
{
	static const struct {
		const char *old_name, *old, *name, *text, *why;
	} rows[] = {
		{"a.md", "---\ntitle: Old\nlinkTitle: A\npermalink: /a/\n---\n", "a.md",
			"---\ntitle: New\nlinkTitle: A\npermalink: /a/\n---\n",
			"a link without words is called as the post is"},
		{"a.md", "---\ntitle: A\npermalink: /a/\n---\nWords\n", "a.md",
			"---\ntitle: A\npermalink: /a/\n---\nWords\n"
			"{% for post in site.posts %}{% endfor %}\n",
			"a list is another item of Gopher's than a text"},
		{"a.md", "---\ntitle: A\npermalink: /a/\n---\n", "b.md",
			"---\ntitle: A\npermalink: /a/\n---\n",
			"others may link to its source"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: Blog\n");
		tree_write(&tree, rows[i].old_name, rows[i].old);
		struct site *before = site_check_scan(&tree);
		tree_remove(&tree, rows[i].old_name);
		tree_write(&tree, rows[i].name, rows[i].text);
		struct site *after =
			site_check_scan_with(&tree, before, NULL, SITE_CHECK_NOW);
		site_check_post(after, "/a/");
		if (before->names_version == after->names_version)
			fail_msg("%s", rows[i].why);
		site_check_free(before);
		site_check_free(after);
		tree_fini(&tree);
	}
}

/* Sets the time of @path's last change to @age_s seconds ago. */
static void set_age(const struct tree *tree, const char *path, time_t age_s)
{
	char *at = tree_at(tree, path);
	struct timespec times[2] = {
		{.tv_nsec = UTIME_OMIT}, {.tv_sec = time(NULL) - age_s}};

	assert_int_equal(utimensat(AT_FDCWD, at, times, 0), 0);
	free(at);
}

static void a_file_that_is_being_written_waits_for_the_next_scan(void **state)
{
	static const struct scan_hint may_wait = {.all = true, .may_wait = true};
	static const struct scan_hint now = {.all = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "old.md", "# Old\n");
	/* At first there is nothing else to show; it is only looked at again soon. */
	struct site *first = site_check_scan_with(&tree, NULL, &may_wait, SITE_CHECK_NOW);
	assert_true(slice_eq(site_check_post(first, "/old/")->title, S("Old")));
	assert_true(first->has_changing_files && first->may_wait);
	set_age(&tree, "old.md", 10);
	struct site *site = site_check_scan_with(&tree, first, &may_wait, SITE_CHECK_NOW);
	assert_false(site->has_changing_files);
	site_check_free(first);

	/* Now somebody writes: the one that is there stays, the other is not there yet. */
	tree_write(&tree, "old.md", "# Half of a new ti");
	tree_write(&tree, "new.md", "# Half of ano");
	struct site *during =
		site_check_scan_with(&tree, site, &may_wait, SITE_CHECK_NOW);
	assert_true(during->has_changing_files);
	assert_true(slice_eq(site_check_post(during, "/old/")->title, S("Old")));
	assert_int_equal(during->page_count, 1);
	/* Who cannot come again takes what is there. */
	struct site *once = site_check_scan_with(&tree, site, &now, SITE_CHECK_NOW);
	assert_int_equal(once->page_count, 2);
	assert_false(once->has_changing_files || once->may_wait);
	site_check_free(once);

	set_age(&tree, "old.md", 5);
	set_age(&tree, "new.md", 5);
	struct site *after =
		site_check_scan_with(&tree, during, &may_wait, SITE_CHECK_NOW);
	assert_false(after->has_changing_files);
	assert_true(
		slice_eq(site_check_post(after, "/old/")->title, S("Half of a new ti")));
	assert_int_equal(after->page_count, 2);
	/* A clock that is ahead is no writer. */
	set_age(&tree, "new.md", -1000);
	struct site *last = site_check_scan_with(&tree, after, &may_wait, SITE_CHECK_NOW);
	assert_false(last->has_changing_files);
	site_check_free(last);
	site_check_free(after);
	site_check_free(during);
	site_check_free(site);
	tree_fini(&tree);
}

/* Large folders are read in pieces, and one of them may hold such a file. */
static void a_first_scan_of_a_large_folder_knows_of_files_that_are_being_written(
	void **state)
{
	static const struct scan_hint may_wait = {.all = true, .may_wait = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	for (int i = 0; i < 600; i++) {
		char path[32];
		snprintf(path, sizeof(path), "p%03d.md", i);
		tree_write(&tree, path, "# Old\n");
		set_age(&tree, path, 10);
	}
	struct site *calm = site_check_scan_with(&tree, NULL, &may_wait, SITE_CHECK_NOW);
	assert_int_equal(calm->page_count, 600);
	assert_false(calm->has_changing_files);
	/* On a busy machine the file may be old again before it is looked at. */
	bool has_changing_files = false;
	for (int i = 0; i < 200 && !has_changing_files; i++) {
		tree_write(&tree, "p400.md", "# Half of a ti");
		struct site *site =
			site_check_scan_with(&tree, NULL, &may_wait, SITE_CHECK_NOW);
		has_changing_files = site->has_changing_files;
		site_check_free(site);
	}
	assert_true(has_changing_files);
	site_check_free(calm);
	tree_fini(&tree);
}

/* It was closed, or moved here whole: one scan is enough, however young it is. */
static void a_file_that_the_watcher_names_is_read_at_once(void **state)
{
	const struct slice files[] = {S("new.md"), S("old.md")}, folders[] = {S("")};
	const struct scan_hint hint = {.folders = folders,
		.folder_count = 1,
		.files = files,
		.file_count = 2,
		.may_wait = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "old.md", "# Old\n");
	struct site *first = site_check_scan(&tree);
	tree_write(&tree, "old.md", "# Newer\n");
	tree_write(&tree, "new.md", "# New\n");
	struct site *site = site_check_scan_with(&tree, first, &hint, SITE_CHECK_NOW);
	assert_false(site->has_changing_files);
	assert_true(slice_eq(site_check_post(site, "/old/")->title, S("Newer")));
	assert_true(slice_eq(site_check_post(site, "/new/")->title, S("New")));
	site_check_free(site);
	site_check_free(first);
	tree_fini(&tree);
}

/* What was left for later is still to be read after somebody else's file was. */
static void a_save_elsewhere_does_not_forget_a_file_that_was_left_for_later(void **state)
{
	static const struct scan_hint all = {.all = true, .may_wait = true};
	const struct slice files[] = {S("x/other.md")}, folders[] = {S("x")};
	const struct scan_hint elsewhere = {.folders = folders,
		.folder_count = 1,
		.files = files,
		.file_count = 1,
		.may_wait = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "old.md", "# Old\n");
	tree_write(&tree, "x/other.md", "# Other\n");
	struct site *first = site_check_scan(&tree);
	tree_write(&tree, "old.md", "# Newer\n");
	struct site *during = site_check_scan_with(&tree, first, &all, SITE_CHECK_NOW);
	assert_true(during->has_changing_files);
	tree_write(&tree, "x/other.md", "# Another\n");
	struct site *next =
		site_check_scan_with(&tree, during, &elsewhere, SITE_CHECK_NOW);
	assert_true(slice_eq(site_check_post(next, "/x/other/")->title, S("Another")));
	assert_true(slice_eq(site_check_post(next, "/old/")->title, S("Old")));
	assert_true(next->has_changing_files);

	set_age(&tree, "old.md", 5);
	set_age(&tree, "x/other.md", 5);
	struct site *last = site_check_scan_with(&tree, next, &all, SITE_CHECK_NOW);
	assert_false(last->has_changing_files);
	assert_true(slice_eq(site_check_post(last, "/old/")->title, S("Newer")));
	site_check_free(last);
	site_check_free(next);
	site_check_free(during);
	site_check_free(first);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_folder_is_a_site),
		cmocka_unit_test(jekyll_addresses_are_those_of_the_web),
		cmocka_unit_test(what_the_generator_would_not_publish_is_not_served),
		cmocka_unit_test(hugo_folders_are_read_as_hugo_does),
		cmocka_unit_test(redirects_lead_to_the_permalink),
		cmocka_unit_test(pages_of_nothing_but_a_redirect_lead_on),
		cmocka_unit_test(an_old_address_that_two_pages_claim_is_told),
		cmocka_unit_test(rules_of_several_files_are_one_list),
		cmocka_unit_test(the_second_of_two_posts_at_one_address_gets_a_suffix),
		cmocka_unit_test(a_blog_whose_posts_share_one_address_is_still_read),
		cmocka_unit_test(pages_change_with_the_spelling_of_a_tag_that_they_print),
		cmocka_unit_test(pages_change_with_all_that_a_link_to_a_post_shows),
		cmocka_unit_test(posts_in_other_markups_are_spoken_of),
		cmocka_unit_test(a_blog_one_folder_deeper_is_spoken_of),
		cmocka_unit_test(a_site_that_names_no_language_has_that_of_its_layouts),
		cmocka_unit_test(a_site_that_names_no_language_has_that_of_its_posts),
		cmocka_unit_test(a_save_in_a_large_blog_is_no_question_of_its_language),
		cmocka_unit_test(a_site_without_a_title_is_named_by_its_host_or_folder),
		cmocka_unit_test(languages_of_one_name_are_one),
		cmocka_unit_test(posts_appear_and_expire_by_themselves),
		cmocka_unit_test(posts_of_one_day_stand_by_their_instants),
		cmocka_unit_test(what_is_no_readable_file_of_the_folder_is_left_out),
		cmocka_unit_test(a_symlink_to_what_is_hidden_is_left_out),
		cmocka_unit_test(a_file_of_100_mb_is_a_file),
		cmocka_unit_test(a_huge_note_of_a_garden_is_not_served),
		cmocka_unit_test(a_scan_with_a_hint_reads_only_the_folders_named),
		cmocka_unit_test(folders_nested_too_deeply_stay_left_out_after_a_reload),
		cmocka_unit_test(a_reload_of_named_files_is_as_a_scan_from_the_start),
		cmocka_unit_test(
			a_draft_that_becomes_a_folders_index_hides_what_is_below_it),
		cmocka_unit_test(
			a_saved_file_that_decides_of_others_is_not_all_that_is_looked_at),
		cmocka_unit_test(a_file_that_comes_to_a_draft_is_not_served),
		cmocka_unit_test(
			any_series_of_saves_gives_what_a_scan_from_the_start_gives),
		cmocka_unit_test(a_save_costs_the_reading_of_one_file),
		cmocka_unit_test(a_large_folder_is_read_in_pieces_as_it_is_by_one),
		cmocka_unit_test(every_listed_page_is_counted_and_no_other),
		cmocka_unit_test(a_scan_that_is_not_waited_for_ends_at_the_next_file),
		cmocka_unit_test(settings_that_change_are_applied_to_every_post),
		cmocka_unit_test(a_post_that_came_and_went_leaves_nothing_behind),
		cmocka_unit_test(a_file_that_is_being_written_waits_for_the_next_scan),
		cmocka_unit_test(
			a_first_scan_of_a_large_folder_knows_of_files_that_are_being_written),
		cmocka_unit_test(a_file_that_the_watcher_names_is_read_at_once),
		cmocka_unit_test(
			a_save_elsewhere_does_not_forget_a_file_that_was_left_for_later),
		cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
