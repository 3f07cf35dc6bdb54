/* SPDX-License-Identifier: MIT */
/* What the files of search/index share. */
#ifndef SEARCH_INDEX_INTERNAL_H
#define SEARCH_INDEX_INTERNAL_H

#include "search/index.h"

#include <pthread.h>
#include <sqlite3.h>

#include "base/buf.h"

/* --- rows: what the process knows of each row of the database -------------------- */

/* The numbers of rows are 1, 2, 3 ..., as in the database. */
struct index_row {
	unsigned long long source_hash;
	uint32_t born;       /* the first generation that has it; UINT32_MAX: none */
	atomic_uint ended;   /* the first that has it no more; 0: none yet */
	uint32_t older : 31, /* row of the same source; 0: none */
		quotes : 1;  /* words of other pages may be in it */
	uint32_t body : 24, title : 8; /* tokens, at most so many */
};

/* A commit makes a generation. Rows are added by the writer and read by others, at the same time. Chunks double, and
 * stay where they are. */
#define INDEX_CHUNKS    22
#define INDEX_CHUNK_MIN 1024
struct index_rows {
	struct index_row *chunks[INDEX_CHUNKS];
	uint32_t count, live;
	uint32_t *newest; /* hash table: the newest row of a source; 0: free */
	uint32_t mask;    /* its size - 1 */
};

void index_rows_init(struct index_rows *rows);
void index_rows_fini(struct index_rows *rows);
struct index_row *index_row(const struct index_rows *rows, uint32_t number);
/* The newest row of that source, or 0. */
uint32_t index_rows_find(const struct index_rows *rows, unsigned long long source_hash);
/* A new one, the newest of its source; the last one goes again. */
struct index_row *index_rows_add(
	struct index_rows *rows, unsigned long long source_hash, uint32_t born);
/* It is none from @generation on; false: it was none already. And back. */
bool index_rows_end(struct index_rows *rows, uint32_t number, uint32_t generation);
/* It was never any page's. */
void index_rows_disown(struct index_rows *rows, uint32_t number);
void index_rows_reopen(struct index_rows *rows, uint32_t number);
void index_rows_drop_last(struct index_rows *rows);

/* --- files ------------------------------------------------------------------------ */

/* A file of its own in @folder, empty, mode 0600, and the lock that tells that its process runs. */
struct index_file {
	struct buf path; /* NUL-terminated; empty: in memory */
	int lock;        /* descriptor; -1: none */
};

int index_file_new(struct index_file *file, const char *folder);
void index_file_remove(struct index_file *file);

/* --- SQLite ------------------------------------------------------------------------ */

/* So long who writes waits for readers; and a reader that is being opened for who writes. One that searches waits as
 * long as it has time. */
#define INDEX_BUSY_MS    2000
#define INDEX_OPENING_MS 250

/* Opens the database at @path with our limits, tokenizer and function score(). @memory_max_bytes: in memory, and so
 * much. 0 or -errno. */
int index_open(const char *path, bool writes, uint64_t memory_max_bytes, sqlite3 **out);
/* The errno of @db's last error; SQLite's @result. 0 for those that are none. */
int index_error(sqlite3 *db, int result);
int index_exec(sqlite3 *db, const char *sql);
int index_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out);
/* The one number that @stmt gives. */
int index_number(sqlite3 *db, sqlite3_stmt *stmt, int64_t *out);

/* Columns of the table of words. The database names a column but the first for each word of each row: the body is
 * the first. */
enum index_column {
	INDEX_BODY,
	INDEX_TITLE,
	INDEX_TAGS,
	INDEX_DESCRIPTION,
	INDEX_COLUMNS,
};

struct index_waiting {
	struct index_waiting *next;
	uint32_t row;
	struct slice columns[INDEX_COLUMNS];
};

struct search_index {
	struct index_file file;
	sqlite3 *db; /* the writer's */
	sqlite3_stmt *insert;
	size_t memory_max_bytes;
	int broken; /* -errno: it failed before it was whole once */
	bool in_turn, in_transaction, is_whole;
	uint32_t generation;     /* of the last commit */
	struct index_rows rows;  /* with the lock, but for what no reader has seen */
	uint32_t turn_first_row; /* rows from here on are of this turn */
	uint32_t
		stored_row; /* the last of them that is in the database for good, in memory */
	struct arena turn;    /* all that goes with it */
	struct arena scratch; /* of one document */
	uint32_t *ended;      /* rows that it ended, for a rollback */
	size_t ended_count, ended_capacity;
	/* In memory, who writes keeps readers out: documents wait here. */
	struct index_waiting *waiting, **last_waiting;
	struct arena waits;
	pthread_mutex_t lock;
	atomic_size_t documents;
	atomic_ullong bytes;
};

/* --- pages -------------------------------------------------------------------------- */

/* Is @post what searches find? */
bool index_is_page(const struct post *post);

/* Which post of the snapshot each row is: 1 + its place in by_source; 0: none that readers may find. */
struct index_view {
	uint32_t *posts;
	uint32_t count;
	const struct site *site; /* only compared */
	unsigned long long version, names_version;
	size_t source_count;
	int64_t built_at;
	uint32_t generation;
};

/* Brings @view to @site and @generation. */
void index_view_make(struct index_view *view, struct search_index *index,
	const struct site *site, uint32_t generation);

/* A tag's posts, by their pointers. */
struct index_tagged {
	const struct post **posts;
	size_t count;
};

/* What a query asks of pages beside their words. */
struct index_filter {
	const struct site *site;
	const struct search_query *query;
	struct arena *arena;
	struct index_tagged *tags; /* of each term; empty where it is no SEARCH_TAG */
};

void index_filter_init(struct index_filter *filter, const struct site *site,
	const struct search_query *query, struct arena *arena);
bool index_filter_fits(const struct index_filter *filter, const struct post *post);

/* --- hits ------------------------------------------------------------------------- */

/* What visit() does with a row that fits: its context, bound as a pointer. */
struct index_visit {
	void (*row)(void *ctx, const Fts5ExtensionApi *api, Fts5Context *fts,
		uint32_t number);
	void *ctx;
};

#define INDEX_VISIT "splashdown_visit"

/* How good a row is for a query: from the row alone, in whole numbers, so that all servers say the same. @terms: how
 * many words and phrases are wanted, the first of the expression. */
uint32_t index_score(const Fts5ExtensionApi *api, Fts5Context *fts,
	const struct index_row *row, size_t terms);

#endif
