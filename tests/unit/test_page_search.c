/* SPDX-License-Identifier: MIT */
/* Pages of results as readers of both protocols get them, from hits that are given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "page/page.h"
#include "page/search.h"
#include "render/gemtext.h"
#include "render/gophermap.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const struct tree_file files[] = {
	{"_config.yml", "title: Reef\nlanguages: [en, fr, ja]\n"},
	{"_posts/2024-05-01-coral.md",
		"---\ntitle: Coral\ntags: [reef, Corals]\n---\nCoral grows slowly.\n"},
	{"_posts/2024-06-01-sand.md", "---\ntitle: Sand\nlang: fr\n---\nDu sable.\n"},
	{"_posts/2024-07-01-umi.md", "---\ntitle: 海\nlang: ja\n---\n海は広い。\n"},
	{"about.md", "---\ntitle: About\npermalink: /about/\n---\nCoral is mine.\n"},
};

static struct {
	struct tree tree;
	struct site *site;
	struct arena arena;
} it;

static int set_up(void **state)
{
	(void)state;
	tree_init(&it.tree);
	tree_write_all(&it.tree, files, COUNT(files));
	const struct site_config config = {
		.folder = it.tree.path, .pages = true, .search = true};
	return scan(
		&config, NULL, &(struct scan_hint){.all = true}, 1767225600, &it.site);
}

static int tear_down(void **state)
{
	(void)state;
	site_check_free(it.site);
	tree_fini(&it.tree);
	arena_fini(&it.arena);
	return 0;
}

static const struct post *post_of(const char *source)
{
	const struct post *post = site_by_source(it.site, slice_str(source));
	assert_non_null(post);
	return post;
}

/* The page at @path for @query and @search, whose query is filled in; without @search, before anything is
 * asked. */
static struct page built(const char *path, const char *typed, struct page_search *search)
{
	struct search_query *query = arena_new(&it.arena, struct search_query);
	struct route to;
	struct page page;

	route(it.site, &it.arena, slice_str(path), &to);
	assert_int_equal(to.kind, ROUTE_PAGE);
	assert_int_equal(to.page.kind, PAGE_SEARCH);
	if (search) {
		search_query_read(&it.arena, slice_str(typed), query);
		search->query = query;
		to.page.search = search;
	}
	assert_int_equal(page_build(it.site, &to.page, &it.arena, NULL, &page), 0);
	return page;
}

static const char *gemtext(const struct page *page)
{
	static const struct gemtext_options options = {.links = LINKS_BLOCK};
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	gemtext_render(&out, page->doc, &options);
	return arena_cstr(&it.arena, buf_take(&out, &it.arena));
}

static const char *menu(const struct page *page)
{
	const struct gophermap_options options = {
		.origin = {.host = S("h"), .posts_are_text = true}};
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	gophermap_render(&out, page->doc, &options);
	return arena_cstr(&it.arena, buf_take(&out, &it.arena));
}

static struct page two_hits(const char *path, const char *typed)
{
	static const struct post *posts[2];
	static const struct slice excerpts[] = {S("Coral grows slowly."), S("")};
	static struct search_hits hits;
	static struct page_search search;

	posts[0] = post_of("_posts/2024-05-01-coral.md");
	posts[1] = post_of("about.md");
	hits = (struct search_hits){posts, 2, 2};
	search = (struct page_search){.hits = &hits, .excerpts = excerpts};
	return built(path, typed, &search);
}

static void what_was_found_is_a_list_that_can_be_subscribed_to(void **state)
{
	(void)state;
	struct page page = two_hits("/search", "coral reef");
	assert_string_equal(gemtext(&page), "# Search: coral reef — Reef\n"
					    "\n"
					    "Results: 2\n"
					    "\n"
					    "=> /2024/05/01/coral 2024-05-01 Coral\n"
					    "\n"
					    "Coral grows slowly.\n"
					    "\n"
					    "=> /about/ About\n"
					    "\n"
					    "=> /search New search\n"
					    "=> /random A random post\n"
					    "=> /archive/ Archive\n"
					    "=> / Reef\n");
}

static void the_page_is_in_the_language_of_its_address(void **state)
{
	(void)state;
	struct page french = two_hits("/fr/search", "corail");
	assert_true(slice_eq(french.langs, S("fr")));
	assert_string_equal(gemtext(&french), "# Recherche\u00A0: corail — Reef\n"
					      "\n"
					      "Résultats\u00A0: 2\n"
					      "\n"
					      "=> /2024/05/01/coral 2024-05-01 Coral\n"
					      "\n"
					      "Coral grows slowly.\n"
					      "\n"
					      "=> /about/ About\n"
					      "\n"
					      "=> /fr/search Nouvelle recherche\n"
					      "=> /fr/archive/ Archives\n"
					      "=> /fr/ Reef\n");
	struct page japanese = two_hits("/ja/search", "海");
	assert_string_equal(gemtext(&japanese), "# 検索：海 — Reef\n"
						"\n"
						"検索結果：2\n"
						"\n"
						"=> /2024/05/01/coral 2024-05-01 Coral\n"
						"\n"
						"Coral grows slowly.\n"
						"\n"
						"=> /about/ About\n"
						"\n"
						"=> /ja/search 新しい検索\n"
						"=> /ja/archive/ アーカイブ\n"
						"=> /ja/ Reef\n");
}

static void in_gopher_it_is_a_menu(void **state)
{
	(void)state;
	struct page page = two_hits("/search", "coral");
	assert_string_equal(menu(&page),
		"iSearch: coral -- Reef\t\th\t70\r\n"
		"i=====================\t\th\t70\r\n"
		"i\t\th\t70\r\n"
		"iResults: 2\t\th\t70\r\n"
		"i\t\th\t70\r\n"
		"02024-05-01 Coral\t/2024/05/01/coral.txt\th\t70\r\n"
		"i\t\th\t70\r\n"
		"iCoral grows slowly.\t\th\t70\r\n"
		"i\t\th\t70\r\n"
		"0About\t/about.txt\th\t70\r\n"
		"i\t\th\t70\r\n"
		"7New search\t/search\th\t70\r\n"
		"1A random post\t/random\th\t70\r\n"
		"1Archive\t/archive/\th\t70\r\n"
		"1Reef\t/\th\t70\r\n"
		".\r\n");
}

/* --- pages -------------------------------------------------------------------------------------- */

static struct page part(const char *path, size_t total)
{
	static const struct post *posts[PAGE_SEARCH_RESULTS];
	static const struct slice excerpts[PAGE_SEARCH_RESULTS];
	static struct search_hits hits;
	static struct page_search search;

	for (size_t i = 0; i < COUNT(posts); i++)
		posts[i] = post_of("about.md");
	hits = (struct search_hits){posts, COUNT(posts), total};
	search = (struct page_search){.hits = &hits, .excerpts = excerpts};
	return built(path, "C++ é", &search);
}

static void more_than_thirty_results_have_pages(void **state)
{
	static const struct {
		const char *path;
		size_t total;
		const char *has, *hasnt, *why;
	} rows[] = {
		{"/search", 30, "Results: 30\n", "→", "all on one page"},
		{"/search", 31, "Results: 1–30 / 31\n", "←", "the first of two"},
		{"/search", 31, "\n=> /search/2?C%2B%2B%20%C3%A9 → Results: 31–31\n", "←",
			"a link to the second"},
		{"/search/2", 100,
			"\n=> /search?C%2B%2B%20%C3%A9 ← Results: 1–30\n"
			"=> /search/3?C%2B%2B%20%C3%A9 → Results: 61–90\n",
			NULL, "one between others"},
		{"/fr/search/2", 60,
			"\n=> /fr/search?C%2B%2B%20%C3%A9 ← Résultats\u00A0: 1–30\n", "→",
			"the last, of a language"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page page = part(rows[i].path, rows[i].total);
		const char *text = gemtext(&page);
		if (!strstr(text, rows[i].has) ||
			(rows[i].hasnt && strstr(text, rows[i].hasnt)))
			fail_msg("%s:\n%s", rows[i].why, text);
	}
	struct page page = part("/search/2", 100);
	assert_non_null(strstr(menu(&page),
		"1-> Results: 61-90\t/search/3?C%2B%2B%20%C3%A9\th\t70\r\n"));
}

/* --- nothing ------------------------------------------------------------------------------------ */

static void where_nothing_was_found_it_proposes_what_to_do(void **state)
{
	static const struct search_hits none = {0};
	static const struct page_search_try tries[] = {{S("grows"), 1}};
	struct page_search search = {
		.hits = &none, .tries = tries, .try_count = 1, .elsewhere = 2};
	(void)state;
	struct page page = built("/fr/search", "coralls grows", &search);
	assert_string_equal(gemtext(&page),
		"# Recherche\u00A0: coralls grows — Reef\n"
		"\n"
		"Rien n’a été trouvé.\n"
		"\n"
		"Une page est trouvée si elle contient tous les mots. On peut aussi "
		"écrire "
		"\"deux mots\", -sans, tag:rust, year:2025, in:title.\n"
		"\n"
		"=> /search?coralls%20grows Dans toutes les langues (2)\n"
		"\n"
		"## Essayez plutôt\n"
		"\n"
		"=> /fr/search?grows grows (1)\n"
		"\n"
		"## Étiquettes proches\n"
		"\n"
		"=> /tags/corals/ Corals\n"
		"\n"
		"=> /fr/search Nouvelle recherche\n"
		"=> /fr/archive/ Archives\n"
		"=> /fr/ Reef\n");
}

/* What was typed is text, wherever it stands: no link, no heading, no control. */
static void what_was_typed_is_only_text(void **state)
{
	static const struct {
		const char *typed, *heading, *why;
	} rows[] = {
		{"=> /x y", "# Search: => /x y — Reef\n", "a link"},
		{"a\r\n=> /x", "# Search: a => /x — Reef\n", "a line end"},
		{"a\xE2\x80\xAE"
		 "b\x1B[31m",
			"# Search: ab [31m — Reef\n", "controls, and one of direction"},
		{"# ```", "# Search: # ``` — Reef\n", "marks of gemtext"},
		{"", "# Search:  — Reef\n", "nothing"},
	};
	static const struct search_hits none = {0};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page_search search = {.hits = &none};
		struct page page = built("/search", rows[i].typed, &search);
		const char *text = gemtext(&page);
		if (strncmp(text, rows[i].heading, strlen(rows[i].heading)) != 0)
			fail_msg("%s:\n%s", rows[i].why, text);
		if (strstr(text, "\n=> /x") || strstr(menu(&page), "\x1B"))
			fail_msg("%s:\n%s", rows[i].why, text);
	}
}

static void what_was_cut_is_said(void **state)
{
	static const struct search_hits none = {0};
	struct page_search search = {.hits = &none, .is_cut = true};
	char typed[300];
	(void)state;
	memset(typed, 'a', sizeof(typed));
	typed[sizeof(typed) - 1] = '\0';
	struct page page = built("/search", typed, &search);
	const char *text = gemtext(&page);
	assert_non_null(strstr(text, "took too long"));
	assert_non_null(strstr(text, "too long: only its beginning"));
}

static void before_anything_is_asked_there_is_a_way_to_ask(void **state)
{
	(void)state;
	struct page page = built("/search", NULL, NULL);
	assert_non_null(strstr(menu(&page), "7Search\t/search\th\t70\r\n"));
	assert_non_null(strstr(gemtext(&page), "# Search — Reef\n\nA page is found if"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_found_is_a_list_that_can_be_subscribed_to),
		cmocka_unit_test(the_page_is_in_the_language_of_its_address),
		cmocka_unit_test(in_gopher_it_is_a_menu),
		cmocka_unit_test(more_than_thirty_results_have_pages),
		cmocka_unit_test(where_nothing_was_found_it_proposes_what_to_do),
		cmocka_unit_test(what_was_typed_is_only_text),
		cmocka_unit_test(what_was_cut_is_said),
		cmocka_unit_test(before_anything_is_asked_there_is_a_way_to_ask),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
