/* SPDX-License-Identifier: MIT */
/* What a pass puts into the index, and when a new one is due. */
#include <stdlib.h>

#include "base/memory.h"
#include "search/pass_internal.h"
#include "source/visibility.h"

#define COMMIT_EVERY  512 /* pages of a new index, which nobody reads yet */
#define STALE_PERCENT 20

static bool has_words(const struct post *post)
{
	return threads_has(post) && !(post->kept_from & KEPT_FROM_SEARCH);
}

static unsigned long long hash_of_list(
	unsigned long long hash, const struct slice *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hash = slice_hash_more(slice_hash_more(hash, S("\n")), list[i]);
	return slice_hash_more(hash, S("\n\n"));
}

/* Changes with all that the index has of @post. */
static unsigned long long words_of(const struct search_document *document)
{
	const struct post *post = document->post;
	const unsigned long long facts[] = {post->shown, document->quotes};
	unsigned long long hash = slice_hash(document->body);

	hash = slice_hash_more(hash, slice((const char *)facts, sizeof(facts)));
	hash = slice_hash_more(hash, post->description);
	hash = hash_of_list(hash, post->tags, post->tag_count);
	hash = hash_of_list(hash, post->categories, post->category_count);
	hash = hash_of_list(hash, &post->series, 1);
	return hash ? hash : 1;
}

/* With the lock. */
static void put(struct run *run, const struct search_document *document)
{
	struct search_index *index = run->options->index;

	if (!run->index_error)
		run->index_error = search_index_put(index, document);
	if (!run->index_error && run->options->index_is_new &&
		++run->put_count % COMMIT_EVERY == 0)
		run->index_error = search_index_commit(index);
}

void pass_words_put(struct run *run, uint32_t place, const struct doc *doc)
{
	const struct post *post = run->site->by_source[place];
	uint32_t before = pass_place_before(run, place);

	if (!run->options->index || !has_words(post))
		return;
	const struct search_document document = {post,
		doc_plain_text(doc->arena, doc->root),
		doc->reads_site || doc->reads_files || doc->reads_titles};
	run->words[place] = words_of(&document);
	if (!run->options->index_is_new && before != THREADS_NOWHERE &&
		run->pass->words[before] == run->words[place])
		return;
	pthread_mutex_lock(&run->lock);
	put(run, &document);
	pthread_mutex_unlock(&run->lock);
}

void pass_words_end(struct run *run)
{
	const struct pass *pass = run->pass;
	struct search_index *index = run->options->index;
	const size_t count =
		pass->site && !run->options->index_is_new ? pass->site->source_count : 0;
	auto_free uint32_t *now = count ? pass_places_now(run) : NULL;

	for (size_t i = 0; i < count && !run->index_error; i++) {
		uint32_t place = now ? now[i] : (uint32_t)i;
		if (pass->words[i] && (place == THREADS_NOWHERE || !run->words[place]))
			run->index_error = search_index_remove(
				index, pass->site->by_source[i]->source);
	}
	if (!run->index_error)
		run->index_error = search_index_commit(index);
}

bool pass_wants_new_index(const struct pass *pass, const struct site *site,
	const struct search_index *index)
{
	if (search_index_stale_percent(index) >= STALE_PERCENT)
		return true;
	auto_free uint32_t *places = pass->site ? threads_places(pass->site, site) : NULL;
	const size_t count = pass->site ? pass->site->source_count : 0;
	size_t had = 0, has = 0;
	/* Pages with words then, and those of them that have words now. */
	for (size_t i = 0; i < count; i++)
		had += pass->words[i] != 0;
	for (size_t i = 0; i < site->source_count; i++) {
		uint32_t before = places ? places[i] : (uint32_t)i;
		has += before != THREADS_NOWHERE && before < count &&
		       pass->words[before] && has_words(site->by_source[i]);
	}
	return has < had;
}
