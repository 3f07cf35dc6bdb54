/* SPDX-License-Identifier: MIT */
#include "site/threads_internal.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/uri.h"
#include "site/order.h"

/* The lists of a page: from @start on first what it links, then what links to it, then what is like it. */
struct threads_lists {
	uint32_t start;
	uint16_t links;
	uint8_t backlinks, alike;
};

struct threads {
	atomic_uint refs;
	unsigned long long alike_version;
	size_t count; /* of the snapshot's pages: places are below it */
	struct threads_lists *pages;
	uint32_t *places;
};

/* A snapshot's threads, and those that it had before: readers may still look at them. */
struct held {
	struct threads *threads;
	uint32_t *places; /* of the snapshot, by those of the threads; NULL: the same */
	uint32_t *backs;  /* of the threads, by those of the snapshot; NULL: the same */
	struct held *before;
};

struct threads *threads_ref(struct threads *threads)
{
	atomic_fetch_add_explicit(&threads->refs, 1, memory_order_relaxed);
	return threads;
}

void threads_unref(struct threads *threads)
{
	if (!threads ||
		atomic_fetch_sub_explicit(&threads->refs, 1, memory_order_acq_rel) != 1)
		return;
	free(threads->pages);
	free(threads->places);
	free(threads);
}

/* --- to make them ------------------------------------------------------------------------------- */

bool threads_has(const struct post *post)
{
	return post_is_listed(post) && !post->redirect_to.len;
}

static uint32_t place_of(const struct site *site, const struct post *post)
{
	size_t at = lower_bound(0, site->source_count, i,
		slice_cmp(site->by_source[i]->source, post->source) < 0);
	bool there = at < site->source_count &&
		     slice_eq(site->by_source[at]->source, post->source);

	return there ? (uint32_t)at : THREADS_NOWHERE;
}

/* The page at @url of the site, in whatever form. */
static const struct post *page_at(
	const struct site *site, struct arena *arena, struct slice url)
{
	static const struct slice forms[] = {S(".gmi"), S(".txt"), S(".md")};
	struct slice path, key;

	slice_cut(url, '#', &path, NULL);
	slice_cut(path, '?', &path, NULL);
	if (!uri_path_key(arena, path, &key))
		return NULL;
	const struct site_entry *entry = site_find(site, key);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms) && !entry; i++) {
		struct slice stem = key;
		if (!slice_drop(&stem, forms[i]))
			continue;
		entry = site_find(site, stem);
		if (!entry)
			entry = site_find(site, arena_printf(arena, "%.*s/", SARG(stem)));
	}
	if (entry && entry->kind == SITE_REDIRECT)
		return entry->redirect.post;
	return entry && entry->kind == SITE_POST ? entry->post : NULL;
}

static bool has_place(const uint32_t *list, size_t count, uint32_t place)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == place)
			return true;
	}
	return false;
}

size_t threads_links_in(const struct site *site, const struct post *post,
	const struct doc *doc, struct arena *arena, uint32_t **out)
{
	size_t count = 0, capacity = 0;
	uint32_t *list = NULL;

	for (const struct doc_node *n = doc->root; n && doc_may_hold(doc, DOC_LINK);
		n = doc_next(n, doc->root)) {
		if (n->kind != DOC_LINK || n->target->kind != DOC_TO_PAGE)
			continue;
		const struct post *to = page_at(site, arena, n->target->url);
		if (!to || to == post || !threads_has(to))
			continue;
		uint32_t place = place_of(site, to);
		if (place == THREADS_NOWHERE || has_place(list, count, place))
			continue;
		if (count == THREADS_LINKS_MAX)
			break;
		*arena_next(arena, list, count, capacity) = place;
	}
	*out = list;
	return count;
}

struct dated {
	const struct post *post;
	uint32_t place;
};

/* While lists are filled. */
struct filling {
	const struct threads_links *links;
	struct threads *threads;
	const struct dated **newest; /* all pages, as lists order them */
};

static int by_date(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	return order_by_date(x->post, y->post);
}

/* Adds to the backlinks of each page, the newest first: @put only counts, or writes. */
static void add_backlinks(const struct filling *filling, bool put)
{
	struct threads *threads = filling->threads;

	for (size_t i = 0; i < threads->count; i++) {
		uint32_t from = filling->newest[i]->place;
		const uint32_t *starts = &filling->links->starts[from];
		for (uint32_t k = starts[0]; k < starts[1]; k++) {
			struct threads_lists *to =
				&threads->pages[filling->links->targets[k]];
			if (to->backlinks == THREADS_BACKLINKS_MAX)
				continue;
			if (put)
				threads->places[to->start + to->links + to->backlinks] =
					from;
			to->backlinks++;
		}
	}
}

static size_t count_alike(const uint32_t *alike)
{
	size_t count = 0;

	while (count < THREADS_ALIKE_MAX && alike[count] != THREADS_NOWHERE)
		count++;
	return count;
}

/* Where each page's lists begin, and how much there is of all. */
static size_t place_lists(const struct filling *filling, const uint32_t *alike)
{
	size_t total = 0;

	add_backlinks(filling, false);
	for (size_t i = 0; i < filling->threads->count; i++) {
		struct threads_lists *page = &filling->threads->pages[i];
		page->start = (uint32_t)total;
		page->links = (uint16_t)(filling->links->starts[i + 1] -
					 filling->links->starts[i]);
		page->alike = (uint8_t)count_alike(alike + i * THREADS_ALIKE_MAX);
		total += (size_t)page->links + page->backlinks + page->alike;
		page->backlinks = 0;
	}
	return total;
}

static void fill_lists(const struct filling *filling, const uint32_t *alike)
{
	struct threads *threads = filling->threads;

	add_backlinks(filling, true);
	for (size_t i = 0; i < threads->count; i++) {
		const struct threads_lists *page = &threads->pages[i];
		uint32_t *to = threads->places + page->start;
		memcpy(to, filling->links->targets + filling->links->starts[i],
			page->links * sizeof(*to));
		memcpy(to + page->links + page->backlinks, alike + i * THREADS_ALIKE_MAX,
			page->alike * sizeof(*to));
	}
}

/* What is alike in @previous, for as many pages. */
static uint32_t *same_alike(const struct threads *previous)
{
	uint32_t *alike = memory_new(previous->count, THREADS_ALIKE_MAX * sizeof(*alike));

	memset(alike, 0xff, previous->count * THREADS_ALIKE_MAX * sizeof(*alike));
	for (size_t i = 0; i < previous->count; i++) {
		const struct threads_lists *page = &previous->pages[i];
		memcpy(alike + i * THREADS_ALIKE_MAX,
			previous->places + page->start + page->links + page->backlinks,
			page->alike * sizeof(*alike));
	}
	return alike;
}

static bool same_links(const struct threads *threads, const struct threads_links *links)
{
	const uint32_t *list;

	for (size_t i = 0; i < threads->count; i++) {
		const uint32_t *now = links->targets + links->starts[i];
		size_t count = links->starts[i + 1] - links->starts[i];
		if (threads_links_of(threads, i, &list) != count ||
			memcmp(list, now, count * sizeof(*now)) != 0)
			return false;
	}
	return true;
}

static void fill(struct threads *threads, const struct site *site,
	const struct threads_links *links, const uint32_t *alike)
{
	const size_t count = threads->count;
	struct dated *pages = memory_new(count, sizeof(*pages));
	struct filling filling = {.links = links,
		.threads = threads,
		.newest = memory_new(count, sizeof(*filling.newest))};

	for (size_t i = 0; i < count; i++) {
		pages[i] = (struct dated){site->by_source[i], (uint32_t)i};
		filling.newest[i] = &pages[i];
	}
	order_sort((const void **)filling.newest, count, by_date);
	threads->places =
		memory_new(place_lists(&filling, alike), sizeof(*threads->places));
	fill_lists(&filling, alike);
	free(filling.newest);
	free(pages);
}

struct threads *threads_new(const struct site *site, const struct threads_links *links,
	struct threads *previous, const atomic_bool *stop)
{
	const unsigned long long version = threads_alike_version(site);
	bool same = previous && previous->alike_version == version;

	if (same && same_links(previous, links))
		return threads_ref(previous);
	auto_free uint32_t *alike =
		same ? same_alike(previous) : threads_alike(site, stop);
	if (!alike)
		return NULL;
	struct threads *threads = memory_new(1, sizeof(*threads));
	atomic_init(&threads->refs, 1);
	threads->count = site->source_count;
	threads->alike_version = version;
	threads->pages = memory_new(threads->count, sizeof(*threads->pages));
	fill(threads, site, links, alike);
	return threads;
}

size_t threads_links_of(const struct threads *threads, size_t place, const uint32_t **out)
{
	*out = threads->places + threads->pages[place].start;
	return threads->pages[place].links;
}

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
	struct held *held = data, *before;

	for (; held; held = before) {
		before = held->before;
		threads_unref(held->threads);
		free(held->places);
		free(held->backs);
		free(held);
	}
}

static void hold(struct site *site, struct held *held)
{
	held->before = atomic_load(&site->threads);
	site->threads_free = free_held;
	atomic_store(&site->threads, held);
}

void threads_set(struct site *site, struct threads *threads)
{
	struct held *held = memory_new(1, sizeof(*held));

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
	const struct held *old = atomic_load(&previous->threads);

	if (!old)
		return;
	struct held *held = memory_new(1, sizeof(*held));
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
	const struct held *held, const struct site *site, const struct post *post)
{
	if (!held || !threads_has(post))
		return NULL;
	uint32_t place = through(held->backs, place_of(site, post));
	return place == THREADS_NOWHERE ? NULL : &held->threads->pages[place];
}

/* The page at @place of the threads, if it is listed in @site; else NULL. */
static const struct post *shown_at(
	const struct held *held, const struct site *site, uint32_t place)
{
	place = through(held->places, place);
	if (place == THREADS_NOWHERE || !threads_has(site->by_source[place]))
		return NULL;
	return site->by_source[place];
}

static size_t backlinks(const struct held *held, const struct site *site,
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
	const struct held *held = atomic_load(&site->threads);
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
	const struct held *held = atomic_load(&site->threads);
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
			!has_place(links, linked, place))
			list[count++] = other;
	}
	return count;
}

unsigned long long threads_version(const struct site *site, const struct post *post)
{
	const struct held *held = atomic_load(&site->threads);
	const struct threads_lists *lists = lists_of(held, site, post);

	if (!lists || lists->backlinks + lists->alike == 0)
		return 0;
	const uint32_t *from = held->threads->places + lists->start + lists->links;
	const size_t count = (size_t)lists->backlinks + lists->alike;
	return slice_hash_more(slice_hash(slice((const char *)&lists->backlinks, 1)),
		slice((const char *)from, count * sizeof(*from)));
}
