/* SPDX-License-Identifier: MIT */
/* Pages and files by the names that wikilinks use: "[[Note]]", "![[picture.png]]". */
#ifndef SITE_NAMES_H
#define SITE_NAMES_H

#include "site/site.h"

/* Fills in site->names, the index for look-ups by name. After the snapshot's posts and entries. */
void names_build(struct site *site);

/* Finds what @link, a wikilink without brackets, part and label, means on the page @from (NULL: none):
 *
 * 1. "./x", "../x" and "/x" are paths, from the page's folder and from the vault's root.
 * 2. Else the path from the vault's root; where the settings say so, first that from the page's folder.
 * 3. Else what has a path that ends with it: first what lies in or below the page's folder, then the
 *    shortest path.
 * 4. Else a page with that alias, then one with that title.
 *
 * Case and normal form do not matter; a page is named with or without its file's extension. Sets @post or
 * @file. False: there is none that readers may see. */
bool names_find(const struct site *site, struct arena *arena, const struct post *from,
	struct slice link, const struct post **post, const struct site_entry **file);
/* The page or file whose source is @path, in whatever normal form the names of both are written. */
bool names_by_source(const struct site *site, struct arena *arena, struct slice path,
	const struct post **post, const struct site_entry **file);

#endif
