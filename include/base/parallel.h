/* SPDX-License-Identifier: MIT */
/* The same work for many things, on all processors: for whoever reads or converts a whole blog. Each
 * thread has an arena of its own; who wants results in order writes them to a place by index. */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include "base/arena.h"

struct parallel {
	size_t count;
	/* Called once for each index below count, from any thread, in any order. @arena is emptied
	 * after each call. */
	void (*work)(void *ctx, size_t index, struct arena *arena);
	void *ctx;
	const char *
		doing; /* "Converting": shown on a terminal when it takes over a second */
	unsigned threads; /* 0: one per processor */
};

/* Returns when all is done. */
void parallel_run(const struct parallel *parallel);

#endif
