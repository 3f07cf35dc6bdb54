/* SPDX-License-Identifier: MIT */
/* Files that are published only when a page links them: what a generator takes from beside the sources
 * (Hugo's assets/, Astro's src/) reaches the web only when a page names it.
 *
 * A root of the settings is marked `only_linked`. Each post then keeps the names in its source, and a
 * snapshot holds those files that one of its posts names. The source is searched for targets of links,
 * pictures, tags and shortcodes, not converted; code and comments are ignored. */
#ifndef SOURCE_LINKED_H
#define SOURCE_LINKED_H

#include "source/settings.h"

/* Only so many bytes of a source are searched; files named only after that are not
 * served. */
#define LINKED_SOURCE_MAX (1024 * 1024)

/* Does the site have such files? */
bool linked_is_wanted(const struct settings *settings);
/* The names in the post at @source, in its front matter @own (may be NULL) and its @body, for
 * post->linked. In @arena. */
struct slice linked_find(struct arena *arena, const struct settings *settings,
	struct slice source, const struct value *own, struct slice body);

/* Everything that a set of posts names. */
struct linked_set {
	uint64_t *hashes; /* sorted */
	size_t count;
};
/* @lists: the results of linked_find. */
void linked_set_init(struct linked_set *set, const struct slice *lists, size_t count);
void linked_set_fini(struct linked_set *set);
/* Is the file @source (relative to the site's folder) one of them? */
bool linked_set_has(const struct linked_set *set, struct slice source);

#endif
