/* SPDX-License-Identifier: MIT */
/* What of a site is at an address or at a place of its folder, in whatever spelling authors link to it:
 * internal to site/links. Each fills @target and returns true, or false: nothing is there. */
#ifndef SITE_LINKS_FIND_INTERNAL_H
#define SITE_LINKS_FIND_INTERNAL_H

#include "site/links.h"

/* The page at @url, a path of this site (percent-encoded). */
bool links_to_page(struct doc_target *target, struct slice url);
/* By a look-up key: a post, a file, where a redirect leads, a page that the capsule makes. */
bool links_find_key(const struct site *site, struct arena *arena, struct slice key,
	struct doc_target *target);
/* By a place in the site's folder, "/_posts/x.md" (the key of one), also without its ending or from
 * below the folder of the content on. */
bool links_find_source(
	const struct site *site, struct slice key, struct doc_target *target);
/* By a percent-encoded path, perhaps with a query or with the base of the web site before it: a key,
 * else a source. */
bool links_find_path(const struct site *site, struct arena *arena, struct slice path,
	struct doc_target *target);
/* By a relative reference: beside the post's source, then beside its page, then by its name alone. */
bool links_find_relative(const struct links *links, struct arena *arena,
	struct slice href, struct doc_target *target);
/* The folder part of a path, with its last slash. */
struct slice links_folder_of(struct slice path);

#endif
