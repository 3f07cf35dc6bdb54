/* SPDX-License-Identifier: MIT */
/* The background thread of searches: at low priority it takes each new snapshot, runs the pass over it
 * (search/pass.h), gives the snapshot its threads and serve/search its index. Readers are answered
 * meanwhile. */
#ifndef APP_INDEXER_H
#define APP_INDEXER_H

#include "serve/serve.h"

struct indexer;

struct indexer_options {
	const struct serve
		*serve; /* takes snapshots back, and indexes; without search: none */
	const char *
		cache_folder; /* where indexes lie (app/cache_folder.h); NULL: in memory */
	size_t memory_max_bytes; /* of an index there; 0: 64 MiB */
	/* After so long an index that could not be made is tried again, each time after twice as long, and one that
	 * cannot be read is made anew; 0: a minute. */
	unsigned retry_ms;
	/* The table's site @index has been looked at. On the indexer's thread; may be NULL. */
	void (*published)(void *ctx, unsigned index);
	void *ctx;
};

/* Starts the thread. 0 or -errno. */
int indexer_new(const struct indexer_options *options, struct indexer **out);
/* The newest snapshot of the table's site @index; takes a reference of its own. From the scanner's thread. */
void indexer_take(struct indexer *indexer, unsigned index, struct site *site);
/* The table has @count sites from now on: what is known of others is given up. From the same thread. */
void indexer_resize(struct indexer *indexer, unsigned count);
/* Ends what is under way; nothing is begun any more. */
void indexer_stop(struct indexer *indexer);
/* Waits for the thread, and gives back all snapshots. NULL: nothing. */
void indexer_free(struct indexer *indexer);

#endif
