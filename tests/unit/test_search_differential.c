/* SPDX-License-Identifier: MIT */
/* What an author hides is found by nobody. Each site of tests/sites/NAME.hidden is indexed as it is and with the hidden
 * files gone; for each word that stands in any of its files, hidden or not, the pages of results are the same, byte for
 * byte: hits, counts, excerpts, similar tags. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/hiding.h"
#include "../support/searched.h"
#include "../support/site_check.h"
#include "base/text.h"
#include "page/page.h"
#include "page/search.h"
#include "render/gemtext.h"
#include "render/slice_map.h"
#include "search/excerpt.h"
#include "site/links.h"

#define WORDS_MAX 1000 /* of a site */
#define COUNT(a)  (sizeof(a) / sizeof(*(a)))

static size_t pages_with_results;

struct words {
	struct arena arena;
	struct slice_map seen;
	struct slice list[WORDS_MAX];
	size_t count;
};

static void take_word(struct words *words, struct slice word)
{
	bool added;

	if (word.len < 3 || words->count == WORDS_MAX)
		return;
	word = arena_dup(&words->arena, word);
	slice_map_get(&words->seen, word, slice_none, 0, &added);
	if (added)
		words->list[words->count++] = word;
}

/* All words of all files, their front matter and their names too. */
static void take_words(struct words *words, const struct hiding *hiding)
{
	for (size_t i = 0; i < hiding->count; i++) {
		const struct slice texts[] = {slice_str(hiding->files[i].path),
			slice_str(hiding->files[i].text)};
		for (size_t t = 0; t < 2; t++) {
			size_t from = 0;
			for (size_t k = 0; k <= texts[t].len; k++) {
				if (k < texts[t].len &&
					(ascii_is_alnum(texts[t].ptr[k]) ||
						(unsigned char)texts[t].ptr[k] >= 0x80))
					continue;
				take_word(words, slice(texts[t].ptr + from, k - from));
				from = k + 1;
			}
		}
	}
}

struct side {
	struct site *site;
	struct search_index *index;
	struct search_reader *reader;
};

static const struct reader_zone zone_list[] = {
	{.path = S("/letters/"), .title = S("Letters to friends")},
	{.path = S("/family/"), .title = S("Family")},
};
static const struct zones zones = {zone_list, COUNT(zone_list)};

static void open_side(struct side *side, const struct tree *tree)
{
	side->site = site_check_scan_zones(tree, NULL, &zones);
	side->index = searched_index(side->site);
	assert_int_equal(search_reader_new(side->index, &side->reader), 0);
}

static void close_side(struct side *side)
{
	search_reader_free(side->reader);
	search_index_free(side->index);
	site_check_free(side->site);
}

/* The page of what @side finds for @typed, from @part on. */
static const char *page_of(const struct side *side, struct arena *arena,
	const char *address, struct slice typed)
{
	static const struct gemtext_options options = {.links = LINKS_BLOCK};
	static const atomic_bool never = false;
	struct search_query query;
	struct search_hits hits;
	struct page_search search = {.query = &query, .hits = &hits};
	struct route to;
	struct page page;
	struct buf out;

	route(side->site, arena, slice_str(address), &to);
	assert_int_equal(to.kind, ROUTE_PAGE);
	search_query_read(arena, typed, &query);
	size_t from = to.page.part ? (to.page.part - 1) * PAGE_SEARCH_RESULTS : 0;
	assert_int_equal(search_find(side->reader, side->site, &query, from,
				 PAGE_SEARCH_RESULTS, 60000, &never, arena, &hits),
		SEARCH_FOUND);
	pages_with_results += hits.count > 0;
	struct slice *excerpts = arena_array(arena, hits.count + 1, struct slice);
	for (size_t i = 0; i < hits.count; i++) {
		struct doc *doc;
		if (!links_convert(side->site, hits.posts[i], arena, NULL, &doc))
			excerpts[i] = search_excerpt(arena, doc, &query, 160);
	}
	search.excerpts = excerpts;
	to.page.search = &search;
	assert_int_equal(page_build(side->site, &to.page, arena, NULL, &page), 0);
	buf_init(&out, BUF_UNLIMITED);
	gemtext_render(&out, page.doc, &options);
	buf_printf(&out, "[lang %.*s]\n", SARG(page.langs));
	return arena_cstr(arena, buf_take(&out, arena));
}

static size_t compare(const char *name, const struct side *with,
	const struct side *without, struct slice word)
{
	static const char *const addresses[] = {"/search", "/search/2"};
	struct arena arena = {0};
	size_t faults = 0;

	for (size_t i = 0; i < 2; i++) {
		const char *shown = page_of(with, &arena, addresses[i], word);
		const char *expected = page_of(without, &arena, addresses[i], word);
		if (strcmp(shown, expected) == 0)
			continue;
		faults++;
		print_error("%s: %s?%.*s with hidden files:\n%s\nwithout them:\n%s\n",
			name, addresses[i], SARG(word), shown, expected);
	}
	arena_fini(&arena);
	return faults;
}

static size_t look_at_site(const char *path)
{
	static struct words words;
	struct hiding hiding;
	struct side with, without;
	struct tree tree;
	size_t faults = 0;

	words = (struct words){0};
	words.seen.arena = &words.arena;
	hiding_read(&hiding, path);
	take_words(&words, &hiding);
	tree_init(&tree);
	hiding_write(&hiding, &tree);
	open_side(&with, &tree);
	hiding_remove(&hiding, &tree, HIDING_HIDDEN);
	hiding_remove(&hiding, &tree, HIDING_ZONE);
	open_side(&without, &tree);
	for (size_t i = 0; i < words.count && faults < 3; i++)
		faults += compare(path, &with, &without, words.list[i]);
	close_side(&with);
	close_side(&without);
	tree_fini(&tree);
	hiding_fini(&hiding);
	arena_fini(&words.arena);
	return faults;
}

static size_t look_at_sites(const char *pattern)
{
	size_t faults = 0;
	glob_t sites;

	assert_int_equal(glob(pattern, 0, NULL, &sites), 0);
	for (size_t i = 0; i < sites.gl_pathc; i++)
		faults += look_at_site(sites.gl_pathv[i]);
	globfree(&sites);
	return faults;
}

static void readers_find_nothing_of_what_is_hidden(void **state)
{
	(void)state;
	pages_with_results = 0;
	assert_int_equal(look_at_sites("tests/sites/*.hidden"), 0);
	/* The words of open pages are among them. */
	assert_true(pages_with_results > 1000);
}

static void nobody_finds_what_is_in_a_zone(void **state)
{
	(void)state;
	pages_with_results = 0;
	assert_int_equal(look_at_sites("tests/sites/*.zones"), 0);
	assert_true(pages_with_results > 100);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readers_find_nothing_of_what_is_hidden),
		cmocka_unit_test(nobody_finds_what_is_in_a_zone),
	};
	size_t faults = 0;

	for (int i = 1; i < argc; i++)
		faults += look_at_site(argv[i]);
	return argc > 1 ? faults != 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
