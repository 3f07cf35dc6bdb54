/* SPDX-License-Identifier: MIT */
/* The words of a site's public pages, in a database of SQLite's FTS5 that lives no longer than the process.
 * The one user of SQLite. One thread writes (search/pass); readers are others, each with a reader of its own.
 *
 * The order of hits depends on each page alone (no statistics of the whole): two servers of one folder answer
 * the same. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include <stdatomic.h>

#include "search/query.h"
#include "site/site.h"

struct search_index;
struct search_reader;

/* Of a longer body only the beginning is found. */
#define SEARCH_BODY_MAX_BYTES ((size_t)32 * 1024 * 1024)

/* What is indexed of a page: words, never markup. */
struct search_document {
	const struct post *post; /* source, path, date, lang, tags, title, description */
	struct slice body;       /* plain text, in the document's order */
	bool quotes; /* titles of other pages may be in it: not found while one of all pages is gone */
};

struct search_index_options {
	const char *folder;      /* where the file is made, mode 0600; NULL: in memory */
	size_t memory_max_bytes; /* then at most this much; -ENOSPC beyond */
};

/* Removes what processes that ended left in @folder (never the file of one that runs). */
void search_index_sweep(const char *folder);
/* An empty one. 0 or -errno. */
int search_index_new(
	const struct search_index_options *options, struct search_index **out);
void search_index_free(
	struct search_index *index); /* after its readers; removes the file */

/* Of the writing thread. A page's newest document replaces the one before it (by post->source). Nothing is seen
 * by readers before the commit. 0 or -errno (-ENOSPC, -EIO): then nothing of this turn is kept. */
int search_index_put(struct search_index *index, const struct search_document *document);
int search_index_remove(struct search_index *index, struct slice source);
int search_index_commit(struct search_index *index);
/* Rows of old versions, as a share of all in percent: at 20 whoever writes makes a fresh index beside it. */
unsigned search_index_stale_percent(const struct search_index *index);

struct search_index_facts {
	size_t documents;
	uint64_t bytes;
};
void search_index_facts(const struct search_index *index,
	struct search_index_facts *out); /* any thread */

enum search_outcome {
	SEARCH_FOUND,
	SEARCH_CUT /* took longer than @deadline_ms: what was found so far */,
	SEARCH_FAILED
};

struct search_hits {
	const struct post *const
		*posts;      /* of @site, the best first: hits [from, from + count) */
	size_t count, total; /* total: of all pages of results */
};

/* 0 or -errno (-EBUSY: not now, it is being written). The reader belongs to one thread at a time; the index outlives it. */
int search_reader_new(struct search_index *index, struct search_reader **out);
void search_reader_free(struct search_reader *reader);
/* The pages of @site (the snapshot of this request) that fit @query: only such as @site lists now count, whatever
 * the database has. *stop ends it, from any thread. In @arena. */
enum search_outcome search_find(struct search_reader *reader, const struct site *site,
	const struct search_query *query, size_t from, size_t count, unsigned deadline_ms,
	const atomic_bool *stop, struct arena *arena, struct search_hits *out);

#endif
