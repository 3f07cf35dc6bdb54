/* SPDX-License-Identifier: MIT */
/* The addresses of generated pages: which of them exist in a snapshot. */
#ifndef PAGE_GENERATED_H
#define PAGE_GENERATED_H

#include "page/ref.h"

/* Home, languages, archive, taxonomies, feeds, robots.txt. Fills @ref, whose path is the page's one
 * right spelling: it differs from @path in its last slash or the case of a tag, or not at all.
 * False: no such page. */
bool generated_page(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref);
/* The listing of what lies under @path (ends in '/'), or a year, month or part of one that is too
 * long for one page ("/posts/2024/05/"). */
bool generated_folder(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref);

#endif
