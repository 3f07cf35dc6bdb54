/* SPDX-License-Identifier: MIT */
/* Old addresses, and those that two pages claim. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(redirects_lead_to_the_permalink),
		cmocka_unit_test(pages_of_nothing_but_a_redirect_lead_on),
		cmocka_unit_test(an_old_address_that_two_pages_claim_is_told),
		cmocka_unit_test(rules_of_several_files_are_one_list),
		cmocka_unit_test(the_second_of_two_posts_at_one_address_gets_a_suffix),
		cmocka_unit_test(a_blog_whose_posts_share_one_address_is_still_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
