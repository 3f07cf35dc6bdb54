/* SPDX-License-Identifier: MIT */
/* Runs the same function over many items on all processors, to read or convert a whole blog. Each
 * thread has its own arena. To keep results in order, write them to an array by index. */
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
