/* SPDX-License-Identifier: MIT */
/* Which rows of the index are pages of a snapshot. */
#include <stdlib.h>

#include "base/memory.h"
#include "search/index_internal.h"
#include "source/visibility.h"

static bool is_live(const struct index_row *row, uint32_t generation)
{
	unsigned ended = atomic_load(&row->ended);

	return row->born <= generation && (!ended || ended > generation);
}

/* The row of @post in @generation, or 0. */
static uint32_t row_of(
	const struct index_rows *rows, const struct post *post, uint32_t generation)
{
	uint32_t number = index_rows_find(rows, slice_hash(post->source));

	while (number) {
		const struct index_row *row = index_row(rows, number);
		if (row->born <= generation)
			return is_live(row, generation) ? number : 0;
		number = row->older;
	}
	return 0;
}

bool index_is_page(const struct post *post)
{
	return post_is_listed(post) && !post->redirect_to.len &&
	       !(post->kept_from & KEPT_FROM_SEARCH);
}

/* A page was hidden or deleted, and its row is there still. So may be its title in the text of others: they are
 * converted anew by now, and until then not found. */
static void drop_quotes(
	struct index_view *view, const struct index_rows *rows, uint32_t shown)
{
	uint32_t live = 0;

	for (uint32_t i = 1; i <= view->count; i++)
		live += is_live(index_row(rows, i), view->generation);
	for (uint32_t i = 1; i <= view->count && live != shown; i++) {
		if (index_row(rows, i)->quotes)
			view->posts[i] = 0;
	}
}

void index_view_make(struct index_view *view, struct search_index *index,
	const struct site *site, uint32_t generation)
{
	if (view->posts && view->site == site && view->version == site->version &&
		view->names_version == site->names_version &&
		view->source_count == site->source_count &&
		view->built_at == site->built_at && view->generation == generation)
		return;
	uint32_t shown = 0;

	pthread_mutex_lock(&index->lock);
	free(view->posts);
	*view = (struct index_view){.site = site,
		.version = site->version,
		.names_version = site->names_version,
		.source_count = site->source_count,
		.built_at = site->built_at,
		.generation = generation,
		.count = index->rows.count};
	view->posts = memory_new((size_t)view->count + 1, sizeof(*view->posts));
	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		uint32_t row =
			index_is_page(post) ? row_of(&index->rows, post, generation) : 0;
		if (row)
			view->posts[row] = (uint32_t)i + 1;
		shown += row != 0;
	}
	drop_quotes(view, &index->rows, shown);
	pthread_mutex_unlock(&index->lock);
}
