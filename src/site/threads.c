/* SPDX-License-Identifier: MIT */
#include "site/threads_internal.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/uri.h"
#include "site/order.h"

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

bool threads_has(const struct post *post)
{
	return post_is_listed(post) && !post->redirect_to.len;
}

uint32_t threads_place(const struct site *site, const struct post *post)
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

bool threads_hold(const uint32_t *list, size_t count, uint32_t place)
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
		uint32_t place = threads_place(site, to);
		if (place == THREADS_NOWHERE || threads_hold(list, count, place))
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
