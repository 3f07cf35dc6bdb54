/* SPDX-License-Identifier: MIT */
/* Whatever is typed is a query that SQLite takes, and finds only what is listed. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "search/excerpt.h"
#include "search/index.h"
#include "search/tokens.h"
#include "source/visibility.h"

#define POSTS 6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Every other post is hidden in the snapshot, and all are in the index. */
static struct world {
	struct post posts[POSTS];
	const struct post *by_source[POSTS];
	struct site site;
	struct search_index *index;
	struct search_reader *reader;
} world;

static void make_world(void)
{
	static const struct {
		struct slice source, title, lang, body;
	} posts[POSTS] = {
		{S("a"), S("rust async"), S("en"), S("one two tokio")},
		{S("b"), S("hidden"), S("en"), S("one two secret")},
		{S("c"), S("C++"), S("fr"), S("un c\u0153ur, l\u2019\u00E9t\u00E9")},
		{S("d"), S("hidden"), S("fr"), S("un secret")},
		{S("e"), S("\u732B"), S("ja"), S("\u6771\u4EAC\u306E\u732B\u304C")},
		{S("f"), S("hidden"), S("ja"), S("\u6771\u4EAC\u306E\u72AC")},
	};
	static struct settings settings;
	const struct search_index_options options = {.memory_max_bytes = 1 << 22};

	must(search_index_new(&options, &world.index) == 0);
	for (size_t i = 0; i < POSTS; i++) {
		world.posts[i] = (struct post){.source = posts[i].source,
			.path = posts[i].source,
			.title = posts[i].title,
			.lang = posts[i].lang};
		world.by_source[i] = &world.posts[i];
		const struct search_document document = {
			.post = &world.posts[i], .body = posts[i].body};
		must(search_index_put(world.index, &document) == 0);
		world.posts[i].state = i % 2 ? POST_LOCKED : POST_PUBLIC;
	}
	must(search_index_commit(world.index) == 0);
	world.site.settings = &settings;
	world.site.by_source = world.by_source;
	world.site.source_count = POSTS;
	must(search_reader_new(world.index, &world.reader) == 0);
}

static int check_token(void *ctx, const struct token *token)
{
	size_t *before = ctx;

	must(token->text.len > 0 && token->text.len <= 2 * TOKENS_WORD_MAX_BYTES);
	must(text_is_utf8(token->text));
	must(slice_find_char(token->text, ' ') < 0 &&
		slice_find_char(token->text, '"') < 0 &&
		slice_find_char(token->text, '\0') < 0);
	must(token->from < token->to && (token->again || token->from >= *before));
	*before = token->again ? *before : token->from;
	return 0;
}

/* What is typed again from the terms is the same query. */
static void check_again(struct arena *arena, const struct search_query *query)
{
	struct search_query again;

	search_query_read(
		arena, search_query_without(arena, query, query->count), &again);
	/* A slug can be longer than what was typed. */
	if (again.is_cut)
		return;
	must(again.count == query->count);
	for (size_t i = 0; i < query->count; i++) {
		const struct search_term *a = &query->terms[i], *b = &again.terms[i];
		must(a->kind == b->kind && a->excluded == b->excluded &&
			a->token_count == b->token_count && slice_eq(a->text, b->text));
	}
}

static void check_query(struct arena *arena, const struct search_query *query)
{
	size_t tied = 0;

	must(query->count <= SEARCH_WORDS_MAX);
	must(text_is_utf8(query->text));
	for (size_t i = 0; i < query->text.len; i++)
		must(!text_is_control(query->text, i));
	for (size_t i = 0; i < query->count; i++) {
		const struct search_term *term = &query->terms[i];
		must(term->text.len > 0);
		must((term->kind <= SEARCH_PHRASE) == (term->token_count > 0));
		tied += term->token_count ? term->token_count - 1 : 0;
	}
	must(tied <= SEARCH_PAIRS_MAX);
	if (!query->is_cut)
		check_again(arena, query);
}

static void check_hits(struct arena *arena, const struct search_query *query)
{
	struct search_hits hits;

	must(search_find(world.reader, &world.site, query, 0, POSTS, 60000, NULL, arena,
		     &hits) == SEARCH_FOUND);
	must(hits.count == hits.total);
	for (size_t i = 0; i < hits.count; i++)
		must(hits.posts[i]->state == POST_PUBLIC);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct slice typed = slice((const char *)data, size);
	struct search_query query;
	size_t before = 0;

	if (!world.reader)
		make_world();
	tokens_read(typed, TOKENS_OF_TEXT, check_token, &before);
	before = 0;
	tokens_read(typed, TOKENS_OF_QUERY, check_token, &before);
	search_query_read(&arena, typed, &query);
	check_query(&arena, &query);
	check_hits(&arena, &query);
	struct doc *doc = doc_new(&arena, S("en"));
	struct buf clean = BUF(BUF_MAX_BYTES);
	text_clean(&clean, typed);
	doc_add_paragraph(doc, text_one_line(&arena, buf_slice(&clean)));
	struct slice excerpt = search_excerpt(&arena, doc, &query, 60);
	must(text_is_utf8(excerpt) && text_columns(excerpt) <= 60);
	buf_fini(&clean);
	arena_fini(&arena);
	return 0;
}
