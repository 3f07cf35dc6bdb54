/* SPDX-License-Identifier: MIT */
#include "app/check_reach.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/uri.h"
#include "page/page.h"
#include "site/generated.h"
#include "site/scope.h"
#include "source/visibility.h"

struct check_reach {
	const struct site *site;
	atomic_bool *linked; /* by place in site->by_source */
};

struct check_reach *check_reach_new(const struct site *site)
{
	struct check_reach *reach = memory_new(1, sizeof(*reach));
	reach->site = site;
	reach->linked = memory_new(site->source_count + 1, sizeof(*reach->linked));
	return reach;
}

void check_reach_free(struct check_reach *reach)
{
	free(reach->linked);
	free(reach);
}

static size_t place_of(const struct site *site, const struct post *post)
{
	return lower_bound(0, site->source_count, i,
		slice_cmp(site->by_source[i]->source, post->source) < 0);
}

/* The page at @url, which may be its address on the web or an old one. */
static const struct post *page_at(
	const struct site *site, struct arena *arena, struct slice url)
{
	struct slice path, key;
	struct route to;
	slice_cut(url, '#', &path, NULL);
	slice_cut(path, '?', &path, NULL);
	if (!uri_path_key(arena, path, &key))
		return NULL;
	route(site, arena, key, &to);
	if (to.kind == ROUTE_REDIRECT && uri_path_key(arena, to.location, &key))
		route(site, arena, key, &to);
	return to.kind == ROUTE_PAGE ? to.page.post : NULL;
}

void check_reach_links(struct check_reach *reach, const struct doc *doc,
	const struct post *from, struct arena *arena)
{
	for (const struct doc_node *node = doc->root; node;
		node = doc_next(node, doc->root)) {
		if (node->kind != DOC_LINK ||
			(node->target->kind != DOC_TO_PAGE &&
				node->target->kind != DOC_TO_SEARCH))
			continue;
		const struct post *to = page_at(reach->site, arena, node->target->url);
		if (to && to != from)
			atomic_store_explicit(&reach->linked[place_of(reach->site, to)],
				true, memory_order_relaxed);
	}
}

/* The page at @key, as it is built: lists and menus stand in none of the sources. */
static void hear(void *ctx, struct slice key)
{
	struct check_reach *reach = ctx;
	auto_arena struct arena arena = {0};
	struct route to;
	struct page page;
	route(reach->site, &arena, key, &to);
	if (to.kind == ROUTE_PAGE &&
		page_build(reach->site, &to.page, &arena, NULL, &page) == 0 &&
		page.content == PAGE_IS_DOC)
		check_reach_links(reach, page.doc, to.page.post, &arena);
}

/* Pages by themselves, that have something to read and are to be found. */
static bool wants_links(const struct post *post)
{
	/* A page for the web site's search makes way for ours. */
	return post->is_page && !post->is_home && !post->is_section && !post->is_bare &&
	       !post->is_search && post_is_listed(post) && !post->redirect_to.len &&
	       !(post->kept_from & KEPT_FROM_NAVIGATION);
}

static bool is_linked(
	const struct check_reach *reach, const struct post *post, struct arena *arena)
{
	const struct post *const *others;
	size_t count = site_translations(reach->site, post, arena, &others);
	bool linked = reach->linked[place_of(reach->site, post)];
	for (size_t i = 0; i < count; i++)
		linked |= reach->linked[place_of(reach->site, others[i])];
	return linked;
}

void check_reach_tell(struct check_reach *reach, struct diag_list *diags)
{
	const struct site *site = reach->site;
	auto_arena struct arena arena = {0};
	generated_all(site, &arena, hear, reach);
	/* Long lists of pages have parts, which are not heard of. */
	const struct post *const *pages;
	size_t count =
		site->settings->pages ? scope_pages(site, slice_none, &arena, &pages) : 0;
	for (size_t i = 0; i < count; i++)
		reach->linked[place_of(site, pages[i])] = true;
	/* Home pages and lists that have an author's text. */
	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		if (post->is_home || post->is_section)
			hear(reach, post->path);
	}
	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		if (wants_links(post) && !is_linked(reach, post, &arena))
			diag_add(diags, DIAG_NOTE, post->source, 0, 0,
				"readers find it only by its address; link it, or name "
				"it in \"menu\"",
				"no page links this one");
	}
}
