/* SPDX-License-Identifier: MIT */
/* Files that are there only for the pages that link them: what a generator takes from beside the
 * sources (Hugo's assets/, Astro's src/) goes to the web when a page names it, and else never.
 *
 * A root of the settings says so (`only_linked`). Each post then keeps what its source names there, and
 * a snapshot holds those of the files that one of its posts names. The source is looked through for the
 * targets of links, pictures, tags and shortcodes, not converted; code and comments name nothing. */
#ifndef SOURCE_LINKED_H
#define SOURCE_LINKED_H

#include "source/settings.h"

/* Bytes of a source that are looked through; what only stands behind them is not served. */
#define LINKED_SOURCE_MAX (1024 * 1024)

/* Has the site such files? */
bool linked_is_wanted(const struct settings *settings);
/* What the post at @source names, with its front matter @own (may be NULL) and its @body: for
 * post->linked. In @arena. */
struct slice linked_find(struct arena *arena, const struct settings *settings,
	struct slice source, const struct value *own, struct slice body);

/* All that some posts name. */
struct linked_set {
	uint64_t *hashes; /* sorted */
	size_t count;
};
/* @lists: what linked_find gave of each. */
void linked_set_init(struct linked_set *set, const struct slice *lists, size_t count);
void linked_set_fini(struct linked_set *set);
/* Is the file @source (relative to the site's folder) one of them? */
bool linked_set_has(const struct linked_set *set, struct slice source);

#endif
