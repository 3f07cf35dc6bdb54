/* SPDX-License-Identifier: MIT */
/* Shared by the files of site/threads. */
#ifndef SITE_THREADS_INTERNAL_H
#define SITE_THREADS_INTERNAL_H

#include "site/threads.h"

/* The lists of a page: from @start on first what it links, then what links to it, then what is like it. */
struct threads_lists {
	uint32_t start;
	uint16_t links;
	uint8_t backlinks, alike;
};

struct threads {
	atomic_uint refs;
	unsigned long long alike_version;
	size_t count; /* of the snapshot's pages: places are below it */
	struct threads_lists *pages;
	uint32_t *places;
};

/* A snapshot's threads, and those that it had before: readers may still look at them. */
struct threads_held {
	struct threads *threads;
	uint32_t *places; /* of the snapshot, by those of the threads; NULL: the same */
	uint32_t *backs;  /* of the threads, by those of the snapshot; NULL: the same */
	struct threads_held *before;
};

/* The place of @post in site->by_source, or THREADS_NOWHERE. */
uint32_t threads_place(const struct site *site, const struct post *post);
bool threads_hold(const uint32_t *list, size_t count, uint32_t place);

/* More than are shown, since some of them may be shown elsewhere on the page. */
#define THREADS_ALIKE_MAX 6

/* The posts that are like each one, the nearest first: THREADS_ALIKE_MAX places for each place of
 * site->by_source, THREADS_NOWHERE after the last; to be freed. NULL: it was stopped.
 *
 * What posts share are tags, categories and words of their titles. A term counts by how few posts of the
 * language have it, a title's word for half. Two posts are alike when hardly any two would share as much by
 * chance. Decided by the snapshot alone, in whole numbers: every replica finds the same. */
uint32_t *threads_alike(const struct site *site, const atomic_bool *stop);
/* Changes with all that decides that. */
unsigned long long threads_alike_version(const struct site *site);

#endif
