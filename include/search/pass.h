/* SPDX-License-Identifier: MIT */
/* One pass over the converted pages of a snapshot. It feeds the index of words (search/index.h) and the threads
 * between posts (site/threads.h). Pages that did not change since the pass before, nor what they read, are not
 * converted again. */
#ifndef SEARCH_PASS_H
#define SEARCH_PASS_H

#include <stdatomic.h>

#include "site/threads.h"

struct pass; /* of one site; belongs to one thread */

struct pass *pass_new(void);
void pass_free(struct pass *pass);

struct pass_options {
	unsigned threads; /* that convert; 0: one per processor, 1: this one alone */
	const atomic_bool *stop; /* ends it early; may be NULL */
	/* Told now and then how much is done; may be NULL. */
	void (*progress)(void *ctx, unsigned percent);
	void *ctx;
};

/* Brings what it has to @site, which must stay until the next run or pass_free. False: it was ended early,
 * and all is as before. *threads: of @site, one reference, for threads_set. */
bool pass_run(struct pass *pass, const struct site *site,
	const struct pass_options *options, struct threads **threads);
/* For a snapshot that is looked at once: a pass on all processors and its threads. */
void pass_once(struct site *site, unsigned threads);

#endif
