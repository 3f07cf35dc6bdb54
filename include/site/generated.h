/* SPDX-License-Identifier: MIT */
/* The addresses of the generated pages that exist in a snapshot. */
#ifndef SITE_GENERATED_H
#define SITE_GENERATED_H

#include "site/ref.h"

/* Home, languages, archive, taxonomies, feeds, search, robots.txt. Fills @ref, whose path is the canonical
 * one: it may differ from @path in its last slash or the case of a tag. False: no such page. */
bool generated_page(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref);
/* Is @path one that leads to another post each time ("/random", "/fr/random")? *among: the posts that it
 * chooses from. */
bool generated_random(const struct site *site, struct slice path, struct site_run *among);
/* Calls @hear for each of these addresses, except numbered parts and the folders of posts. In @arena. */
void generated_all(const struct site *site, struct arena *arena,
	void (*hear)(void *ctx, struct slice key), void *ctx);
/* The listing of everything under @path (ends in '/'), or a year, month or part of one that is
 * too long for one page ("/posts/2024/05/"). */
bool generated_folder(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref);

#endif
