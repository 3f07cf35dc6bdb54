/* SPDX-License-Identifier: MIT */
/* Shared by the files of app/indexer: what is known of one site. */
#ifndef APP_INDEXER_INTERNAL_H
#define APP_INDEXER_INTERNAL_H

#include <sys/types.h>

#include "app/indexer.h"
#include "search/pass.h"

struct indexed {
	struct pass *pass;
	struct site *site; /* that the pass is of: one reference, or NULL */
	dev_t device;      /* of its folder: another one is another site */
	ino_t inode;
	struct search_index *index; /* serve/search has it; NULL: none */
	int64_t retry_at_ms;        /* without an index: not before; 0: at once */
	int64_t retry_ms;           /* that it was put off the last time */
	/* When pages that could not be read are tried again, and how long that was put off; 0: all were read. */
	int64_t unread_at_ms, unread_ms;
	int said; /* the error that was logged last */
};

/* On the indexer's thread. */
struct indexing {
	const struct indexer_options *options;
	const atomic_bool *stop;
	unsigned number; /* of the site */
	void (*rest)(
		void *indexer); /* after each page; NULL: its low priority is enough */
	void *indexer;
};

/* Brings threads and index to @site, whose reference it takes over. */
void indexed_take(struct indexed *it, const struct indexing *indexing, struct site *site);
/* Is there something to be done though nothing changed: to try again, or to make an index anew? */
bool indexed_is_due(const struct indexed *it, const struct indexing *indexing);
/* Milliseconds until it may be; -1: there is no need to ask. */
int64_t indexed_wait_ms(const struct indexed *it, const struct indexing *indexing);
/* So long is waited at first: in milliseconds. */
unsigned indexed_retry_ms(const struct indexer_options *options);
void indexed_forget(struct indexed *it, const struct indexing *indexing);

#endif
