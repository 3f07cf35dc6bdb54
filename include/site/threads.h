/* SPDX-License-Identifier: MIT */
/* The threads between a site's pages: who links to a page, and which posts are like it.
 *
 * They are made in the background after a snapshot (search/pass). Immutable; shared by snapshots: each
 * look-up is answered from the snapshot it is given, so that a page that is not public there is in no
 * answer. */
#ifndef SITE_THREADS_H
#define SITE_THREADS_H

#include "doc/doc.h"
#include "site/site.h"

#define THREADS_BACKLINKS_MAX 10
#define THREADS_RELATED_MAX   3
#define THREADS_LINKS_MAX     1000 /* of one page; more are not followed */
#define THREADS_NOWHERE       UINT32_MAX

struct threads;

/* --- to make them --------------------------------------------------------------------------- */

/* Does @post take part: listed, with words of its own? */
bool threads_has(const struct post *post);
/* The pages that @doc, the converted @post, links: each once, without itself, as places in
 * site->by_source, in @arena. At most THREADS_LINKS_MAX. */
size_t threads_links_in(const struct site *site, const struct post *post,
	const struct doc *doc, struct arena *arena, uint32_t **out);

/* What the page at each place of site->by_source links: targets[starts[place]] up to
 * targets[starts[place + 1]]. */
struct threads_links {
	const uint32_t *starts, *targets;
};

/* One reference; NULL: *stop (may be NULL) became true. What did not change is taken from @previous (may be
 * NULL), and if nothing did, it is @previous. */
struct threads *threads_new(const struct site *site, const struct threads_links *links,
	struct threads *previous, const atomic_bool *stop);
/* What the page at @place of the snapshot that @threads were made of links. */
size_t threads_links_of(
	const struct threads *threads, size_t place, const uint32_t **out);
struct threads *threads_ref(struct threads *threads);
void threads_unref(struct threads *threads); /* NULL: nothing */

/* Where the pages of @site are in @old->by_source, or THREADS_NOWHERE, for each place in site->by_source;
 * to be freed. NULL: all are where they were. */
uint32_t *threads_places(const struct site *old, const struct site *site);

/* @threads (one reference, taken over), which were made of @site, are its own from now on. One thread at a
 * time; readers meanwhile see the old ones or these. */
void threads_set(struct site *site, struct threads *threads);
/* @site begins with those of @previous. Before others see @site. */
void threads_inherit(struct site *site, const struct site *previous);

/* --- to read them --------------------------------------------------------------------------- */

/* The pages that link to @post, newest first. In @arena; returns their number. */
size_t threads_backlinks(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out);
/* The posts that are like it, the nearest first: without its neighbours, what it links and what links to
 * it. */
size_t threads_related(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out);
/* Changes with these two lists of @post, as long as site->names_version stays; 0: there are none. For the
 * cache's key. */
unsigned long long threads_version(const struct site *site, const struct post *post);

#endif
