/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "page/route.h"
#include "scan/scan.h"
#include "site/generated.h"

/* 2026-01-01: everything below is past then. */
#define NOW 1767225600

struct capsule {
	struct tree tree;
	struct site *site;
	struct arena arena;
};

static const struct tree_file files[] = {
	{"_config.yml", "title: Reef\nlang: en\nlanguages: [en, fr]\n"},
	{"_redirects", "/ancient /archive/ 301\n/moved/* /2024/:splat 301\n"
		       "/one /two\n/two /three#x\n/three /one?y\n/into /one\n"
		       "/deeper/* /deeper/x/:splat\n/there/* /back/:splat\n"
		       "/back/* /there/:splat\n/h1 /h2\n/h2 /h3\n/h3 /2024/coral/\n"
		       "/script javascript:alert(1)\n/away/* /:splat\n"
		       "/pair/:a/:b /:a/:b\n/out* https://new.example:splat\n"
		       "/lang/:lang https://:lang.new.example/x\n"
		       "/mirror/* //mirror.example/:splat\n"},
	{"_posts/2022-02-01-round.md", "---\ntitle: Round\npermalink: /round/\n"
				       "redirect_to: /about-round/\n---\nx\n"},
	{"_posts/2022-02-02-about.md", "---\ntitle: About\npermalink: /about-round/\n"
				       "redirect_to: /round.html\n---\nx\n"},
	{"_posts/2022-02-03-run.md", "---\ntitle: Run\npermalink: /run/\n"
				     "redirect_to: JavaScript:alert(1)\n---\nWords.\n"},
	{"index.md", "---\ntitle: Reef\n---\nWelcome.\n"},
	{"about.md", "---\ntitle: About\n---\nWho.\n"},
	{"archive.html", "---\ntitle: All\n---\n{% for p in site.posts %}{{ p.title }}{% "
			 "endfor %}"},
	{"_posts/2024-05-01-coral.md",
		"---\ntitle: Coral\npermalink: /2024/coral/\ntags: [Sea, 'C++']\n"
		"redirect_from: /old-coral/\n---\nText.\n"},
	{"_posts/2024-06-01-corail.md", "---\ntitle: Corail\nlang: fr\npermalink: "
					"/fr/corail.html\ntags: Sea\n---\nTexte.\n"},
	{"_posts/2023-01-02-sand.md", "---\ntitle: Sand\npermalink: "
				      "/2023/sand/\ncategories: [Beach]\n---\nText.\n"},
	{"_posts/2022-01-02-away.md", "---\ntitle: Away\npermalink: /away/\nredirect_to: "
				      "https://web.example/x\n---\nx\n"},
	{"_posts/2022-01-05-over.md", "---\ntitle: Over\npermalink: /over/\nredirect_to: "
				      "//web.example/x\n---\nx\n"},
	{"_posts/2022-01-03-near.md", "---\ntitle: Near\npermalink: /near/\nredirect_to: "
				      "/2024/coral/#top\n---\nx\n"},
	{"_posts/2022-01-05-deep.md", "---\ntitle: Deep\npermalink: /moved-on/x/\n"
				      "redirect_to: /2024/coral/\n---\nx\n"},
	{"_posts/2022-01-04-self.md", "---\ntitle: Self\npermalink: /self/\nredirect_to: "
				      "/self.html#top\n---\nx\n"},
	{"all-tags.md", "---\nlayout: tags\npermalink: /tags/\n---\n"},
	{"years.md", "---\nlayout: archives\npermalink: /archives/\n---\n\n"},
	{"pictures/fish.png", "not really"},
};

static int set_up(void **state)
{
	static const struct slice gone[] = {S("/gone/*")};
	static const struct scan_hint all = {.all = true};
	struct capsule *it = calloc(1, sizeof(*it));
	tree_init(&it->tree);
	tree_write_all(&it->tree, files, sizeof(files) / sizeof(*files));
	struct site_config config = {.folder = it->tree.path,
		.gone = {gone, 1},
		.source = true,
		.pages = true,
		.search = true};
	assert_int_equal(scan(&config, NULL, &all, NOW, &it->site), 0);
	*state = it;
	return 0;
}

static int tear_down(void **state)
{
	struct capsule *it = *state;
	if (site_drop(it->site))
		site_free(it->site);
	tree_fini(&it->tree);
	arena_fini(&it->arena);
	free(it);
	return 0;
}

/* "page 1 /archive/": kind of page and its canonical path; "file fish.png"; "31 /x/". */
static const char *asked(struct capsule *it, const char *path)
{
	static const char *const kinds[] = {
		"home", "post", "list", "pages", "groups", "feed", "search", "robots"};
	static const char *const forms[] = {[FORM_PAGE] = "",
		[FORM_GEMTEXT] = " as gemtext",
		[FORM_TEXT] = " as text",
		[FORM_SOURCE] = " as source"};
	struct route to;
	route(it->site, &it->arena, slice_str(path), &to);
	switch (to.kind) {
	case ROUTE_PAGE:
		return arena_printf(&it->arena, "%s %.*s%s", kinds[to.page.kind],
			SARG(to.page.path), forms[to.page.form])
			.ptr;
	case ROUTE_FILE:
		return arena_printf(&it->arena, "file %.*s", SARG(to.file->source)).ptr;
	case ROUTE_REDIRECT:
		return arena_printf(&it->arena, "31 %.*s", SARG(to.location)).ptr;
	case ROUTE_GONE:
		return "gone";
	case ROUTE_NONE:
		break;
	}
	return "none";
}

struct row {
	const char *path, *answer, *why;
};

static void check(void **state, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *got = asked(*state, rows[i].path);
		if (strcmp(got, rows[i].answer) != 0)
			fail_msg("%s (%s): %s, expected %s", rows[i].path, rows[i].why,
				got, rows[i].answer);
	}
}

#define CHECK(rows) check(state, rows, sizeof(rows) / sizeof(*(rows)))

static void test_posts_and_files_are_at_their_addresses(void **state)
{
	static const struct row rows[] = {
		{"/2024/coral/", "post /2024/coral/", "a permalink"},
		{"/fr/corail", "post /fr/corail", "a permalink with .html goes without"},
		{"/about/", "31 /about", "a page, by Jekyll's default without a slash"},
		{"/pictures/fish.png", "file pictures/fish.png", "a static file"},
		{"/2024/coral.gmi", "post /2024/coral/ as gemtext", "gemtext beside it"},
		{"/2024/coral.txt", "post /2024/coral/ as text", "text beside it"},
		{"/2024/coral.md", "post /2024/coral/ as source", "its source beside it"},
		{"/fr/corail.gmi", "post /fr/corail as gemtext",
			"beside one without a slash"},
		{"/nothing/", "none", "nothing there"},
		{"/_posts/2024-05-01-coral.md", "none", "a source is not published"},
	};
	CHECK(rows);
}

static void test_generated_pages_are_where_they_are_expected(void **state)
{
	static const struct row rows[] = {
		{"/", "home /", "home"},
		{"/fr/", "home /fr/", "home of a language"},
		{"/fr/feed.xml", "feed /fr/feed.xml", "its feed"},
		{"/archive/", "list /archive/",
			"the author's own has only a template's list"},
		{"/archive/2024/", "list /archive/2024/", "a year"},
		{"/archive/2024/05/", "list /archive/2024/05/", "a month"},
		{"/archive/2024/07/", "none", "a month without posts"},
		{"/archive/2021/", "none", "a year without posts"},
		{"/archive/2024/05/1/", "none", "a part of what is not split"},
		{"/archive/2024/5/", "none", "a month of one digit"},
		{"/tags/", "groups /tags/",
			"all tags, though a page without a word is there"},
		{"/archives/", "31 /archive/", "a page that a layout would fill"},
		{"/tags/sea/", "list /tags/sea/", "a tag"},
		{"/tags/sea/2024/", "list /tags/sea/2024/", "its year"},
		{"/tags/sea/2023/", "none", "a year without posts of the tag"},
		{"/tags/sea/feed.xml", "feed /tags/sea/feed.xml", "its feed"},
		{"/tags/c-plus-plus/", "list /tags/c-plus-plus/", "a tag of signs"},
		{"/tags/none/", "none", "no such tag"},
		{"/categories/beach/", "list /categories/beach/", "a category"},
		{"/series/", "none", "there is no series"},
		{"/feed.xml", "feed /feed.xml", "the feed"},
		{"/robots.txt", "robots /robots.txt", "for robots"},
		{"/search", "search /search", "the search"},
		{"/search/", "31 /search", "with a slash"},
		{"/search/2", "search /search/2", "its next results"},
		{"/search/1", "none", "the first are without a number"},
		{"/search/x", "none", "no number"},
		{"/fr/search", "search /fr/search", "of a language"},
		{"/fr/search/3", "search /fr/search/3", "its next results"},
	};
	CHECK(rows);
}

static void test_other_spellings_lead_to_the_right_one(void **state)
{
	static const struct row rows[] = {
		{"/2024/coral", "31 /2024/coral/", "a slash is missing"},
		{"/2024/coral//", "31 /2024/coral/", "one too many"},
		{"/2024/coral/index.html", "31 /2024/coral/", "as on the web"},
		{"/2024/coral.html", "31 /2024/coral/", "likewise"},
		{"/fr/corail.html", "31 /fr/corail", "likewise"},
		{"/fr/corail/", "31 /fr/corail", "a slash too many"},
		{"/index.html", "31 /", "home as on the web"},
		{"/archive", "31 /archive/", "a generated page without its slash"},
		{"/tags/Sea/", "31 /tags/sea/", "a tag as its author wrote it"},
		{"/tags/C++/", "31 /tags/c-plus-plus/", "likewise"},
		{"/tag/sea/", "31 /tags/sea/", "the singular"},
		{"/category/beach", "31 /categories/beach/", "the singular, no slash"},
		{"/feed.xml/", "31 /feed.xml", "a file with a slash"},
		{"/index.xml", "31 /feed.xml", "Hugo's"},
		{"/atom.xml", "31 /feed.xml", "Hexo's"},
		{"/rss.xml", "31 /feed.xml", "Astro's"},
		{"/feed", "31 /feed.xml", "WordPress'"},
		{"/feed/", "31 /feed.xml", "with its slash"},
		{"/feed/atom/", "31 /feed.xml", "as Atom"},
		{"/fr/index.xml", "31 /fr/feed.xml", "of a language"},
		{"/fr/feed/", "31 /fr/feed.xml", "likewise"},
		{"/tags/sea/index.xml", "31 /tags/sea/feed.xml", "of a tag"},
		{"/2024/rss.xml", "31 /feed.xml", "of a folder of posts"},
		{"/none/rss.xml", "none", "of no folder"},
		{"/feed/other", "none", "below an old feed"},
		{"/2024", "31 /2024/", "a folder without its slash"},
	};
	CHECK(rows);
}

static void test_no_reader_is_sent_in_circles_or_to_a_script(void **state)
{
	static const struct row rows[] = {
		{"/one", "none", "three that lead to each other"},
		{"/into", "none", "one that leads into them"},
		{"/deeper/a", "none", "ever deeper"},
		{"/there/a", "none", "two rules with a star"},
		{"/h1", "31 /h2", "a few, one after the other"},
		{"/round/", "none", "two posts that lead to each other"},
		{"/round", "none", "the same without a slash"},
		{"/script", "none", "a script in _redirects"},
		{"/run/", "post /run/", "a script in a post, whose words are there"},
	};
	CHECK(rows);
}

static void test_no_client_chooses_where_a_redirect_leads_to(void **state)
{
	static const struct row rows[] = {
		{"/away//other.example/x", "31 /other.example/x", "a splat with a slash"},
		{"/away///other.example/x", "31 /.//other.example/x", "with two"},
		{"/away/x//y", "31 /x//y", "slashes in the middle are its own"},
		{"/pair//other.example", "31 /other.example", "a placeholder of nothing"},
		{"/mirror/x", "31 //mirror.example/x", "the author names a host"},
		{"/out/x", "31 https://new.example/x", "what follows a host"},
		{"/out", "31 https://new.example", "nothing follows it"},
		{"/out.other.example/x", "none", "a longer host"},
		{"/out@other.example/x", "none", "a user, and another host"},
		{"/out:81/x", "none", "another port"},
		{"/outer/x", "none", "a longer last label"},
		{"/lang/fr", "31 https://fr.new.example/x", "a label of a host"},
		{"/lang/other.example%2F", "none", "a path where a label belongs"},
		{"/lang/other.example%3F", "none", "a query there"},
		{"/lang/a@b", "none", "a user there"},
	};
	CHECK(rows);
}

static void test_redirects_of_the_author_are_followed(void **state)
{
	static const struct row rows[] = {
		{"/old-coral/", "31 /2024/coral/", "redirect_from"},
		{"/old-coral", "31 /2024/coral/", "the same without its slash"},
		{"/ancient", "31 /archive/", "_redirects"},
		{"/moved/coral/", "31 /2024/coral/", "_redirects with a splat"},
		{"/away/", "31 https://web.example/x", "redirect_to"},
		{"/over/", "31 https://web.example/x", "redirect_to without a scheme"},
		{"/moved-on/", "none", "below it is nothing to be read"},
		{"/near/", "31 /2024/coral/", "the place in a page is no part of it"},
		{"/self/", "post /self/", "one to itself would be followed for ever"},
	};
	CHECK(rows);
}

static void test_every_prefix_answers_with_what_lies_under_it(void **state)
{
	static const struct row rows[] = {
		{"/2024/", "list /2024/", "a folder of posts"},
		{"/pictures/", "list /pictures/", "a folder of files"},
		{"/2022/", "none", "nothing lies under it"},
	};
	CHECK(rows);
}

static void test_gone_is_only_what_was_declared(void **state)
{
	static const struct row rows[] = {
		{"/gone/x", "gone", "the pattern fits"},
		{"/gon", "none", "it does not"},
	};
	CHECK(rows);
}

struct heard {
	struct capsule *it;
	bool kinds[PAGE_KIND_COUNT];
};

static void hear(void *ctx, struct slice key)
{
	struct heard *heard = ctx;
	struct page_ref ref;
	if (!generated_page(heard->it->site, &heard->it->arena, key, &ref))
		fail_msg("%.*s is no page", SARG(key));
	if (!slice_eq(ref.path, key))
		fail_msg("%.*s is spelled %.*s", SARG(key), SARG(ref.path));
	heard->kinds[ref.kind] = true;
}

/* An export, and the tests of what is hidden, know of generated pages by this alone. */
static void test_a_page_of_every_kind_is_heard_of(void **state)
{
	struct heard heard = {.it = *state};
	generated_all(heard.it->site, &heard.it->arena, hear, &heard);
	for (unsigned kind = 0; kind < PAGE_KIND_COUNT; kind++) {
		if (!heard.kinds[kind] && kind != PAGE_POST)
			fail_msg("no page of kind %u", kind);
	}
}

static void test_random_leads_to_a_post_of_its_language(void **state)
{
	static const struct {
		const char *path;
		const char *to; /* one of them, each with a blank behind it */
	} rows[] = {
		{"/random", "/2024/coral/ /2023/sand/ /fr/corail /self/ /run/ "},
		{"/random/", "/2024/coral/ /2023/sand/ /fr/corail /self/ /run/ "},
		{"/fr/random", "/fr/corail "},
	};
	struct capsule *it = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows) * 30; i++) {
		const char *path = rows[i / 30].path;
		struct route to;
		route(it->site, &it->arena, slice_str(path), &to);
		assert_int_equal(to.kind, ROUTE_REDIRECT);
		assert_false(to.permanent);
		const char *end = arena_cstr(
			&it->arena, arena_printf(&it->arena, "%.*s ", SARG(to.location)));
		if (!strstr(rows[i / 30].to, end))
			fail_msg("%s leads to %s", path, end);
	}
}

struct search_row {
	const char *file, *text;
	const char *path,
		*answer; /* as asked() has it, "+" behind it: with the author's words */
	const char *why;
};

static void check_search(const struct search_row *row)
{
	static const struct scan_hint all = {.all = true};
	struct capsule it = {0};
	struct route to;
	tree_init(&it.tree);
	tree_write(&it.tree, "hugo.toml", "title = 'S'\n");
	tree_write(&it.tree, "content/posts/p.md",
		"---\ntitle: P\ndate: 2024-01-01\n---\nP\n");
	tree_write(&it.tree, row->file, row->text);
	const struct site_config config = {
		.folder = it.tree.path, .pages = true, .search = true};
	assert_int_equal(scan(&config, NULL, &all, NOW, &it.site), 0);
	const char *got = asked(&it, row->path);
	route(it.site, &it.arena, slice_str(row->path), &to);
	if (to.kind == ROUTE_PAGE && to.page.kind == PAGE_SEARCH && to.page.post)
		got = arena_printf(&it.arena, "%s +", got).ptr;
	if (strcmp(got, row->answer) != 0)
		fail_msg("%s at %s: %s, expected %s", row->why, row->path, got,
			row->answer);
	if (site_drop(it.site))
		site_free(it.site);
	tree_fini(&it.tree);
	arena_fini(&it.arena);
}

static void test_a_page_for_the_web_s_search_makes_way(void **state)
{
#define FIELD "---\ntitle: Find\nlayout: search\n---\nFind something here.\n"
#define BARE  "---\ntitle: Find\n---\n"
#define WORDS "---\ntitle: Find\n---\nFind something here.\n"
	static const struct search_row rows[] = {
		{"content/search.md", FIELD, "/search", "search /search", "a layout"},
		{"content/search.md", FIELD, "/search/", "31 /search", "a layout"},
		{"content/search/_index.md", FIELD, "/search/", "31 /search",
			"a section"},
		{"content/search.md", BARE, "/search/", "31 /search", "no words"},
		{"content/search.md", WORDS, "/search", "search /search +", "words"},
		{"content/search.md", WORDS, "/search/", "search /search/ +", "words"},
		{"content/search.md", WORDS, "/search/2", "search /search/2",
			"words, but further results"},
		{"content/search/post.md", WORDS, "/search/post/", "post /search/post/",
			"a page below"},
		{"content/posts/q.md", "---\ndate: 2024-01-02\nurl: /search/q/\n---\nQ\n",
			"/search/", "list /search/", "a folder of posts"},
		{"content/posts/q.md", "---\ndate: 2024-01-02\nurl: /search/q/\n---\nQ\n",
			"/search", "search /search", "beside a folder of posts"},
		{"content/posts/q.md", "---\ndate: 2024-01-02\nurl: /random\n---\nQ\n",
			"/random", "post /random", "an author's page called random"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_search(&rows[i]);
}

static void test_without_a_search_its_addresses_are_unknown(void **state)
{
	static const struct scan_hint all = {.all = true};
	static const struct row rows[] = {
		{"/search", "none", "not to be searched"},
		{"/search/", "none", "likewise"},
		{"/fr/search", "none", "likewise"},
		{"/search/2", "none", "likewise"},
	};
	struct capsule *it = *state, without = {0};
	const struct site_config config = {.folder = it->tree.path};
	void *here = &without;
	assert_int_equal(scan(&config, NULL, &all, NOW, &without.site), 0);
	check(&here, rows, sizeof(rows) / sizeof(*rows));
	if (site_drop(without.site))
		site_free(without.site);
	arena_fini(&without.arena);
}

static void test_sources_are_only_where_the_settings_have_them(void **state)
{
	static const struct scan_hint all = {.all = true};
	static const struct row rows[] = {
		{"/2024/coral.md", "none", "its source"},
		{"/2024/coral.gmi", "post /2024/coral/ as gemtext", "as gemtext"},
		{"/2024/coral.txt", "post /2024/coral/ as text", "as text"},
	};
	struct capsule *it = *state, without = {0};
	const struct site_config config = {.folder = it->tree.path};
	void *here = &without;

	assert_int_equal(scan(&config, NULL, &all, NOW, &without.site), 0);
	check(&here, rows, sizeof(rows) / sizeof(*rows));
	if (site_drop(without.site))
		site_free(without.site);
	arena_fini(&without.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_posts_and_files_are_at_their_addresses),
		cmocka_unit_test(test_sources_are_only_where_the_settings_have_them),
		cmocka_unit_test(test_generated_pages_are_where_they_are_expected),
		cmocka_unit_test(test_random_leads_to_a_post_of_its_language),
		cmocka_unit_test(test_a_page_for_the_web_s_search_makes_way),
		cmocka_unit_test(test_without_a_search_its_addresses_are_unknown),
		cmocka_unit_test(test_other_spellings_lead_to_the_right_one),
		cmocka_unit_test(test_redirects_of_the_author_are_followed),
		cmocka_unit_test(test_no_client_chooses_where_a_redirect_leads_to),
		cmocka_unit_test(test_no_reader_is_sent_in_circles_or_to_a_script),
		cmocka_unit_test(test_every_prefix_answers_with_what_lies_under_it),
		cmocka_unit_test(test_gone_is_only_what_was_declared),
		cmocka_unit_test(test_a_page_of_every_kind_is_heard_of),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
