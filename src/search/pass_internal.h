/* SPDX-License-Identifier: MIT */
/* Shared by the files of search/pass. */
#ifndef SEARCH_PASS_INTERNAL_H
#define SEARCH_PASS_INTERNAL_H

#include <pthread.h>

#include "search/pass.h"

/* What a page's conversion read beside its file; a bit each. */
enum { READ_NAMES = 1, READ_SITE = 2, READ_FAILED = 4 };

struct pass {
	const struct site *site; /* that all below is of; NULL: none yet */
	/* Of each page, by place in site->by_source: what its conversion read, and a hash of what the index has
	 * of it (0: nothing). */
	uint8_t *reads;
	unsigned long long *words;
	struct threads *threads;
};

/* What a run finds out of a page. */
struct found {
	uint32_t *links; /* to be freed; or, of a page that is kept, NULL */
	uint32_t count;
	uint32_t before; /* its place in the last snapshot, if it is as it was there */
};

struct run {
	struct pass *pass;
	const struct site *site;
	const struct pass_options *options;
	const uint32_t *places; /* in the last snapshot; NULL: the same */
	uint8_t *reads;
	unsigned long long *words;
	struct found *found;
	uint32_t *changed; /* the places of pages to convert */
	size_t changed_count;
	atomic_size_t done;
	pthread_mutex_t lock; /* of the index and of what follows */
	size_t put_count;
	int index_error;
};

/* The place that the page at @place had in the last snapshot, or THREADS_NOWHERE. */
uint32_t pass_place_before(const struct run *run, size_t place);
/* For each place in the last snapshot, that in this one; NULL: the same. To be freed. */
uint32_t *pass_places_now(const struct run *run);

/* Puts the words of the page at @place into the index, if they are wanted and others than before. From any
 * thread of the run. */
void pass_words_put(struct run *run, uint32_t place, const struct doc *doc);
/* Takes what is gone out of the index, and shows readers the rest. */
void pass_words_end(struct run *run);

#endif
