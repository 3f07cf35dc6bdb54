/* SPDX-License-Identifier: MIT */
/* One search: the query, what fits it, and the page of it. */
#include <errno.h>
#include <limits.h>

#include "base/text.h"
#include "page/search.h"
#include "search/excerpt.h"
#include "serve/search_internal.h"
#include "site/body.h"
#include "site/links.h"

#define EXCERPT_COLUMNS 160
/* Posts are converted for excerpts up to so many bytes of source: then a page of results takes a few
 * hundredths of a second, whatever was found. Others have their description. */
#define EXCERPTS_MAX_BYTES (2 * 1024 * 1024)
/* Where nothing was found: words left out, one at a time, or replaced by similar ones. */
#define TRIES_MAX   6
#define SIMILAR_MAX 3 /* words for one */
#define SIMILAR_MIN 3 /* bytes */

struct looking {
	struct searching *it;
	struct search_reader *reader;
	const struct site *site;
	struct arena *arena;
	uint64_t until_us;
};

/* Nobody waits for the answer, or the server stops. */
static bool is_over(const struct looking *looking)
{
	return atomic_load(conn_aside_over(looking->it->aside));
}

static enum search_outcome find(const struct looking *looking,
	const struct search_query *query, size_t from, size_t count,
	struct search_hits *out)
{
	uint64_t now = search_now_us();
	unsigned left_ms = now < looking->until_us
				   ? (unsigned)((looking->until_us - now) / 1000) + 1
				   : 1;

	*out = (struct search_hits){0};
	if (!query->count)
		return SEARCH_FOUND;
	return search_find(looking->reader, looking->site, query, from, count, left_ms,
		conn_aside_over(looking->it->aside), looking->arena, out);
}

/* --- excerpts ------------------------------------------------------------------------------------ */

static struct slice excerpt_of(const struct looking *looking, const struct post *post,
	const struct search_query *query, uint64_t *room)
{
	auto_arena struct arena scratch = {0};
	struct slice text = post->description;
	struct doc *doc;

	if (post->stamp.size_bytes <= *room && body_is_as_scanned(looking->site, post)) {
		*room -= post->stamp.size_bytes;
		if (!links_convert(looking->site, post, &scratch, NULL, &doc) &&
			body_is_as_scanned(looking->site, post))
			text = search_excerpt(&scratch, doc, query, EXCERPT_COLUMNS);
	}
	return arena_dup(
		looking->arena, text_ellipsis(looking->arena, text, EXCERPT_COLUMNS));
}

static const struct slice *excerpts_of(const struct looking *looking,
	const struct search_query *query, const struct search_hits *hits)
{
	struct slice *out = arena_array(looking->arena, hits->count + 1, struct slice);
	uint64_t room = EXCERPTS_MAX_BYTES;

	for (size_t i = 0; i < hits->count; i++) {
		if (!is_over(looking))
			out[i] = excerpt_of(looking, hits->posts[i], query, &room);
	}
	return out;
}

/* --- queries ------------------------------------------------------------------------------------- */

/* On a language's own page, what is in it; unless the query says which. */
static struct search_query in_language(
	struct arena *arena, const struct search_query *query, struct slice lang)
{
	struct search_query out = *query;
	bool says = !lang.len;

	for (size_t i = 0; i < query->count; i++)
		says |= query->terms[i].kind == SEARCH_LANG;
	if (says || !query->count)
		return out;
	struct search_term *terms =
		arena_array(arena, query->count + 1, struct search_term);
	memcpy(terms, query->terms, query->count * sizeof(*terms));
	terms[out.count++] = (struct search_term){.kind = SEARCH_LANG, .text = lang};
	out.terms = terms;
	return out;
}

/* Words that may find what @query did not. */
static void try_words(const struct looking *looking, struct slice words,
	struct page_search *page, struct page_search_try *tries)
{
	struct search_query query;
	struct search_hits hits;

	search_query_read(looking->arena, words, &query);
	query = in_language(looking->arena, &query, looking->it->job.ref.lang);
	if (page->try_count < TRIES_MAX && !is_over(looking) &&
		find(looking, &query, 0, 1, &hits) == SEARCH_FOUND && hits.total)
		tries[page->try_count++] =
			(struct page_search_try){.words = words, .total = hits.total};
}

/* A word of a title, and how far it is from the typed one. */
struct similar {
	struct slice word;
	unsigned edits;
};

static bool is_similar(struct slice word, struct slice typed, unsigned *edits)
{
	*edits = UINT_MAX;
	return word.len >= SIMILAR_MIN &&
	       slice_eq_nocase(slice_head(word, 1), slice_head(typed, 1)) &&
	       !slice_eq_nocase(word, typed) && text_is_near(typed, word, edits);
}

/* Keeps the nearest words, of equally near ones the first. */
static void keep_similar(struct similar *kept, size_t *count, struct similar it)
{
	size_t at = *count;

	for (size_t k = 0; k < *count; k++) {
		if (slice_eq_nocase(kept[k].word, it.word))
			return;
	}
	while (at && kept[at - 1].edits > it.edits)
		at--;
	if (at == SIMILAR_MAX)
		return;
	*count += *count < SIMILAR_MAX;
	memmove(&kept[at + 1], &kept[at], (*count - at - 1) * sizeof(*kept));
	kept[at] = it;
}

static void keep_similar_of(
	struct slice title, struct slice typed, struct similar *kept, size_t *count)
{
	struct similar it;

	while (slice_split(&title, ' ', &it.word)) {
		while (it.word.len && strchr(",.:;!?)", it.word.ptr[it.word.len - 1]))
			it.word.len--;
		if (is_similar(it.word, typed, &it.edits))
			keep_similar(kept, count, it);
	}
}

/* The word @i may be half of one, in the plural or misspelled: words of titles that are like it, the nearest
 * first. */
static void try_similar(const struct looking *looking, const struct search_query *query,
	size_t i, struct page_search *page, struct page_search_try *tries)
{
	const struct search_term *term = &query->terms[i];
	const struct site *site = looking->site;
	struct similar kept[SIMILAR_MAX];
	size_t count = 0;

	if (term->kind != SEARCH_WORD || term->excluded || term->text.len < SIMILAR_MIN ||
		is_over(looking))
		return;
	struct slice others = search_query_without(looking->arena, query, i);
	for (size_t p = 0; p < site->source_count; p++) {
		/* Of very many titles, those that there is time for. */
		if (p % 1024 == 1023 &&
			(is_over(looking) || search_now_us() > looking->until_us))
			break;
		if (post_is_listed(site->by_source[p]))
			keep_similar_of(
				site->by_source[p]->title, term->text, kept, &count);
	}
	for (size_t k = 0; k < count; k++)
		try_words(looking,
			arena_printf(looking->arena, "%.*s%s%.*s", SARG(others),
				others.len ? " " : "", SARG(kept[k].word)),
			page, tries);
}

/* Nothing was found. */
static void try_others(const struct looking *looking, const struct search_query *query,
	struct page_search *page)
{
	struct page_search_try *tries =
		arena_array(looking->arena, TRIES_MAX, struct page_search_try);
	struct search_hits hits;

	page->tries = tries;
	/* The last word was typed last. */
	for (size_t i = query->count; i-- > 0 && page->try_count < TRIES_MAX / 2;)
		try_similar(looking, query, i, page, tries);
	for (size_t i = 0; query->count > 1 && i < query->count && i < TRIES_MAX; i++)
		try_words(looking, search_query_without(looking->arena, query, i), page,
			tries);
	if (looking->it->job.ref.lang.len && !is_over(looking) &&
		find(looking, query, 0, 1, &hits) == SEARCH_FOUND)
		page->elsewhere = hits.total;
}

/* --- the page ------------------------------------------------------------------------------------ */

static int render(struct searching *it, struct arena *arena)
{
	struct render_output made = {0};

	buf_init(&made.bytes, SERVE_PAGE_MAX_BYTES);
	int error = it->job.render(&it->job, arena, &made);
	if (!error && made.bytes.overflow)
		error = -EFBIG;
	if (!error) {
		it->blob = blob_new(made.bytes.len);
		memcpy(it->blob->bytes, made.bytes.ptr, made.bytes.len);
	}
	buf_fini(&made.bytes);
	return error;
}

void search_run(struct searching *it, struct search_reader *reader)
{
	struct arena scratch = {0};
	struct page_ref *ref = &it->job.ref;
	const uint64_t began_us = search_now_us();
	const struct looking looking = {it, reader, it->job.answer.site, &scratch,
		began_us + SEARCH_DEADLINE_MS * 1000};
	struct search_query query;
	struct search_hits hits;
	struct page_search page = {.query = &query, .hits = &hits};
	size_t most = PAGE_SEARCH_RESULTS, from = ref->part ? (ref->part - 1) * most : 0;

	search_query_read(&scratch, it->typed, &query);
	const struct search_query own = in_language(&scratch, &query, ref->lang);
	enum search_outcome outcome = find(&looking, &own, from, most, &hits);
	if (outcome == SEARCH_FOUND && !hits.count && hits.total) {
		/* Of an old link: there are fewer now. */
		ref->part = (unsigned)((hits.total - 1) / most) + 1;
		outcome = find(&looking, &own, (ref->part - 1) * most, most, &hits);
	}
	page.is_cut = outcome == SEARCH_CUT;
	search_count(it->search, search_now_us() - began_us, page.is_cut);
	page.excerpts = excerpts_of(&looking, &query, &hits);
	if (!hits.total && outcome == SEARCH_FOUND)
		try_others(&looking, &query, &page);
	ref->search = &page;
	it->error = outcome == SEARCH_FAILED ? -EIO : render(it, &scratch);
	ref->search = NULL;
	arena_wipe(&scratch);
	arena_fini(&scratch);
}
