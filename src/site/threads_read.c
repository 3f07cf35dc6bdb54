/* SPDX-License-Identifier: MIT */
/* The threads of a snapshot: given to it, and looked up. */
#include <stdlib.h>

#include "base/memory.h"
#include "site/threads_internal.h"

/* --- of a snapshot -------------------------------------------------------------------------------- */

uint32_t *threads_places(const struct site *old, const struct site *site)
{
	uint32_t *places = NULL;
	bool same = old->source_count == site->source_count;

	for (size_t i = 0; i < site->source_count && same; i++)
		same = site->by_source[i] == old->by_source[i] ||
		       slice_eq(site->by_source[i]->source, old->by_source[i]->source);
	if (same)
		return NULL;
	places = memory_new(site->source_count, sizeof(*places));
	for (size_t i = 0, k = 0; i < site->source_count; i++) {
		int order = 1;
		while (k < old->source_count &&
			(order = slice_cmp(old->by_source[k]->source,
				 site->by_source[i]->source)) < 0)
			k++;
		places[i] = k < old->source_count && order == 0 ? (uint32_t)k
								: THREADS_NOWHERE;
	}
	return places;
}

static void free_held(void *data)
{
	struct threads_held *held = data, *before;

	for (; held; held = before) {
		before = held->before;
		threads_unref(held->threads);
		free(held->places);
		free(held->backs);
		free(held);
	}
}

static void hold(struct site *site, struct threads_held *held)
{
	held->before = atomic_load(&site->threads);
	site->threads_free = free_held;
	atomic_store(&site->threads, held);
}

void threads_set(struct site *site, struct threads *threads)
{
	struct threads_held *held = memory_new(1, sizeof(*held));

	held->threads = threads;
	hold(site, held);
}

static uint32_t through(const uint32_t *places, uint32_t place)
{
	return places && place != THREADS_NOWHERE ? places[place] : place;
}

/* Where each of @count places leads, the other way round. */
static uint32_t *turned(const uint32_t *places, size_t place_count, size_t count)
{
	uint32_t *turned = memory_new(count, sizeof(*turned));

	memset(turned, 0xff, count * sizeof(*turned));
	for (size_t i = 0; i < place_count; i++) {
		if (places[i] != THREADS_NOWHERE)
			turned[places[i]] = (uint32_t)i;
	}
	return turned;
}

void threads_inherit(struct site *site, const struct site *previous)
{
	const struct threads_held *old = atomic_load(&previous->threads);

	if (!old)
		return;
	struct threads_held *held = memory_new(1, sizeof(*held));
	held->threads = threads_ref(old->threads);
	uint32_t *moved = threads_places(previous, site);
	if (moved || old->backs) {
		const size_t count = site->source_count;
		held->backs = memory_new(count, sizeof(*held->backs));
		for (size_t i = 0; i < count; i++)
			held->backs[i] =
				through(old->backs, moved ? moved[i] : (uint32_t)i);
		held->places = turned(held->backs, count, held->threads->count);
	}
	free(moved);
	hold(site, held);
}

/* --- to read them ----------------------------------------------------------------------------------- */

/* The lists of @post; NULL: none. */
static const struct threads_lists *lists_of(
	const struct threads_held *held, const struct site *site, const struct post *post)
{
	if (!held || !threads_has(post))
		return NULL;
	uint32_t place = through(held->backs, threads_place(site, post));
	return place == THREADS_NOWHERE ? NULL : &held->threads->pages[place];
}

/* The page at @place of the threads, if it is listed in @site; else NULL. */
static const struct post *shown_at(
	const struct threads_held *held, const struct site *site, uint32_t place)
{
	place = through(held->places, place);
	if (place == THREADS_NOWHERE || !threads_has(site->by_source[place]))
		return NULL;
	return site->by_source[place];
}

static size_t backlinks(const struct threads_held *held, const struct site *site,
	const struct threads_lists *lists, const struct post **out)
{
	const uint32_t *from = held->threads->places + lists->start + lists->links;
	size_t count = 0;

	for (size_t i = 0; i < lists->backlinks; i++) {
		out[count] = shown_at(held, site, from[i]);
		count += out[count] != NULL;
	}
	return count;
}

size_t threads_backlinks(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out)
{
	const struct post **list =
		arena_array(arena, THREADS_BACKLINKS_MAX, const struct post *);
	const struct threads_held *held = atomic_load(&site->threads);
	const struct threads_lists *lists = lists_of(held, site, post);

	*out = list;
	return lists ? backlinks(held, site, lists, list) : 0;
}

size_t threads_related(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out)
{
	const struct post **list =
		arena_array(arena, THREADS_RELATED_MAX, const struct post *);
	const struct post *newer, *older;
	const struct threads_held *held = atomic_load(&site->threads);
	const struct threads_lists *lists = lists_of(held, site, post);
	size_t count = 0;

	*out = list;
	if (!lists)
		return 0;
	const uint32_t *links = held->threads->places + lists->start;
	const size_t linked = (size_t)lists->links + lists->backlinks;
	site_neighbours(site, post, &newer, &older);
	for (size_t i = 0; i < lists->alike && count < THREADS_RELATED_MAX; i++) {
		uint32_t place = links[linked + i];
		const struct post *other = shown_at(held, site, place);
		if (other && other != newer && other != older &&
			!threads_hold(links, linked, place))
			list[count++] = other;
	}
	return count;
}

unsigned long long threads_version(const struct site *site, const struct post *post)
{
	const struct threads_held *held = atomic_load(&site->threads);
	const struct threads_lists *lists = lists_of(held, site, post);

	if (!lists || lists->backlinks + lists->alike == 0)
		return 0;
	const uint32_t *from = held->threads->places + lists->start + lists->links;
	const size_t count = (size_t)lists->backlinks + lists->alike;
	return slice_hash_more(slice_hash(slice((const char *)&lists->backlinks, 1)),
		slice((const char *)from, count * sizeof(*from)));
}
