/* SPDX-License-Identifier: MIT */
/* What the files of page/route share; nobody else includes it. */
#ifndef PAGE_ROUTE_INTERNAL_H
#define PAGE_ROUTE_INTERNAL_H

#include "page/route.h"

/* To the page at @key, permanently. */
void route_redirect(struct arena *arena, struct slice key, struct route *out);
/* The post at exactly @path, or NULL. */
const struct post *route_post_at(const struct site *site, struct slice path);

/* The author's page that stands where the search @path ("/search", "/fr/search") is; NULL: none, or
 * it makes way. */
const struct post *route_search_words(
	const struct site *site, struct arena *arena, struct slice path);
/* The author's page @post, if it is where a search is. */
bool route_search(const struct site *site, struct arena *arena, const struct post *post,
	struct route *out);
/* Another post each time. */
bool route_random(const struct site *site, struct slice path, struct route *out);

#endif
