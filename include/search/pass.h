/* SPDX-License-Identifier: MIT */
/* One pass over the converted pages of a snapshot. It feeds the index of words (search/index.h) and the threads
 * between posts (site/threads.h). Pages that did not change since the pass before, nor what they read, are not
 * converted again. */
#ifndef SEARCH_PASS_H
#define SEARCH_PASS_H

#include <stdatomic.h>

#include "search/index.h"
#include "site/threads.h"

struct pass; /* of one site; belongs to one thread */

struct pass *pass_new(void);
void pass_free(struct pass *pass);

struct pass_options {
	unsigned threads; /* that convert; 0: one per processor, 1: this one alone */
	const atomic_bool *stop; /* ends it early; may be NULL */
	/* Told now and then how much is done; may be NULL. */
	void (*progress)(void *ctx, unsigned percent);
	void (*rest)(void *ctx); /* called after each page; may be NULL */
	void *ctx;
	/* Gets the words; NULL: nobody wants them. */
	struct search_index *index;
	/* It is not that of the run before, or that had none: it gets all pages. */
	bool index_is_new;
};

struct pass_result {
	struct threads *threads; /* of the site: one reference, for threads_set */
	int index_error; /* 0, or -errno: the index is incomplete, and to be freed */
	size_t unread;   /* pages that could not be read: the next run tries them again */
};

/* Brings what it has to @site, which must stay until the next run or pass_free. False: it was ended early;
 * all is as before, but for the index, which is incomplete. */
bool pass_run(struct pass *pass, const struct site *site,
	const struct pass_options *options, struct pass_result *out);
/* Should @site get a new index, because a page that @index has was hidden or deleted, or because too many of
 * its rows are stale? Before the run. */
bool pass_wants_new_index(const struct pass *pass, const struct site *site,
	const struct search_index *index);
/* For a snapshot that is looked at once: a pass without words, and its threads. */
void pass_once(struct site *site, unsigned threads);

#endif
