/* SPDX-License-Identifier: MIT */
/* The addresses of generated pages: which of them exist in a snapshot. */
#ifndef SITE_GENERATED_H
#define SITE_GENERATED_H

#include "site/ref.h"

/* Home, languages, archive, taxonomies, feeds, robots.txt. Fills @ref, whose path is the page's one
 * right spelling: it differs from @path in its last slash or the case of a tag, or not at all.
 * False: no such page. */
bool generated_page(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref);
/* Tells @hear of each of these addresses that has a page of its own, in @arena: not of numbered parts, nor of
 * posts' folders. */
void generated_all(const struct site *site, struct arena *arena,
	void (*hear)(void *ctx, struct slice key), void *ctx);
/* The listing of what lies under @path (ends in '/'), or a year, month or part of one that is too
 * long for one page ("/posts/2024/05/"). */
bool generated_folder(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref);

#endif
