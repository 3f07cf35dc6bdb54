/* SPDX-License-Identifier: MIT */
/* What a scan sees of a store, and what the store learns from the scan. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/log.h"
#include "source/overlay.h"
#include "store/store_internal.h"

#define TRIES 3

static int by_source(const void *left, const void *right)
{
	const struct store_version *const *a = left, *const *b = right;
	int order = slice_cmp((*a)->source, (*b)->source);

	return order ? order : (*a)->id < (*b)->id ? -1 : (*a)->id > (*b)->id;
}

/* All versions, those of one source together, the oldest first. */
static const struct store_version **sorted(
	const struct store_index *index, struct arena *arena)
{
	const struct store_version **all =
		arena_array(arena, index->count + 1, const struct store_version *);

	for (size_t i = 0; i < index->count; i++)
		all[i] = &index->list[i];
	qsort(all, index->count, sizeof(*all), by_source);
	return all;
}

/* Whoever put an older backup back may have an index without its files. One that cannot be looked for counts as there:
 * to read it says more. */
static bool is_lost(const struct store *store, struct slice file)
{
	auto_arena struct arena arena = {0};
	struct stat st;

	return file.len &&
	       fstatat(store->folder, arena_cstr(&arena, file), &st,
		       AT_SYMLINK_NOFOLLOW) < 0 &&
	       errno == ENOENT;
}

/* What a version is followed by counts from where the blog had its last say: it took one over, or has another. */
static int make_overlay(const struct store *store, struct overlay **out)
{
	auto_arena struct arena arena = {0};
	const struct store_index *index = &store->index;
	const struct store_version **all = sorted(index, &arena);
	struct overlay_item *items =
		arena_array(&arena, index->count + 1, struct overlay_item);
	struct slice *old = arena_array(&arena, index->count + 1, struct slice);
	size_t count = 0, from = 0, to = 0;

	for (size_t i = 0; i < index->count; i++) {
		const struct store_version *it = all[i];
		if (!i || !slice_eq(it->source, all[i - 1]->source) ||
			it->state == STORE_DONE || it->state == STORE_CLASHED)
			from = to;
		if (it->state == STORE_OLD)
			old[to++] = it->hash;
		bool lost = it->state == STORE_CURRENT && is_lost(store, it->file);
		if (it->state == STORE_CURRENT && it->is_anew)
			old[to++] = slice_none;
		if (it->state == STORE_CURRENT)
			items[count++] = (struct overlay_item){
				.source = it->source,
				.file = lost ? slice_none : it->file,
				.lost = lost ? it->file : slice_none,
				.opens = it->opens,
				.base = it->base,
				.hash = it->hash,
				.earlier = {old + from, to - from},
				.id = it->id,
			};
	}
	*out = NULL;
	return count ? overlay_new(store->folder, items, count, out) : 0;
}

/* Is a file lost that @overlay has, or there again? @all: looks for those that were there, too. */
static bool is_other(const struct store *store, const struct overlay *overlay, bool all)
{
	size_t count;
	const struct overlay_item *items = overlay_items(overlay, &count);

	for (size_t i = 0; i < count; i++) {
		if (items[i].lost.len ? !is_lost(store, items[i].lost)
				      : all && is_lost(store, items[i].file))
			return true;
	}
	return false;
}

/* Whoever removes the file of a version has written an index without it before. */
static int look_for_files(struct store *store)
{
	if (store->has_overlay && !is_other(store, store->overlay, store->looks_again))
		return 0;
	store->looks_again = false;
	overlay_unref(store->overlay);
	int error = make_overlay(store, &store->overlay);
	store->has_overlay = !error;
	return error ? error : store_refresh(store);
}

int store_overlay(struct store *store, struct overlay **out)
{
	pthread_mutex_lock(&store->lock);
	int error = store_refresh(store);
	for (unsigned i = 0; i < TRIES && !error && (!i || !store->has_overlay); i++)
		error = look_for_files(store);
	/* Others change it again and again: without an overlay nothing would be covered. */
	if (!error && !store->has_overlay)
		error = -EBUSY;
	*out = !error && store->overlay ? overlay_ref(store->overlay) : NULL;
	pthread_mutex_unlock(&store->lock);
	return error;
}

void store_look_again(struct store *store)
{
	pthread_mutex_lock(&store->lock);
	store->looks_again = true;
	pthread_mutex_unlock(&store->lock);
}

/* Is the blog's file away, so that nobody sees it now? It may come back as it was, and what covered it has to be there
 * then: nothing else is written down. */
static bool is_away(const struct overlay_item *item)
{
	return item->fate != OVERLAY_COVERS && !item->blog_hash.len;
}

/* Does @item say anything new of its version? */
static bool is_news(const struct store_index *index, const struct overlay_item *item)
{
	const struct store_version *it = store_index_find(index, item->id);

	if (!it || it->state != STORE_CURRENT)
		return false;
	return it->is_away != is_away(item) ||
	       (item->fate != OVERLAY_COVERS && !is_away(item));
}

static void settle_one(struct store_version *it, const struct overlay_item *item)
{
	bool done = item->fate == OVERLAY_DONE;

	it->is_away = is_away(item);
	if (item->fate == OVERLAY_COVERS || it->is_away)
		return;
	store_retire(it, done ? STORE_DONE : STORE_CLASHED);
	if (done)
		log_info("%.*s: the blog has the upload of %.*s now", SARG(it->source),
			SARG(it->author));
	else
		log_warning("%.*s: the blog's file was changed after %.*s had uploaded "
			    "another version; the blog's is shown, the upload is kept in "
			    "the history",
			SARG(it->source), SARG(it->author));
}

void store_settle(struct store *store, const struct overlay *seen)
{
	bool any = false;
	size_t count;
	int lock;
	const struct overlay_item *items = overlay_items(seen, &count);

	pthread_mutex_lock(&store->lock);
	for (size_t i = 0; i < count; i++)
		any |= is_news(&store->index, &items[i]);
	pthread_mutex_unlock(&store->lock);
	if (!any || store_change_begin(store, &lock))
		return;
	for (size_t i = 0; i < count; i++) {
		if (is_news(&store->index, &items[i]))
			settle_one(
				store_index_find(&store->index, items[i].id), &items[i]);
	}
	store_change_end(store, lock, STORE_OK, slice_none);
}
