/* SPDX-License-Identifier: MIT */
/* The one background thread: scans the sites' folders, watches them, hands each new snapshot to every
 * worker and frees the old ones. */
#ifndef APP_SCANNER_H
#define APP_SCANNER_H

#include "app/indexer.h"
#include "app/sandbox.h"
#include "net/worker.h"
#include "serve/serve.h"

struct scanner;

/* What is to be served: made by a start or a reload, then owned by the scanner. */
struct scanner_plan {
	struct arena arena;        /* of all below */
	struct serve_table *table; /* one reference */
	struct site_config *sites; /* table->site_count of them */
	bool is_nameless;          /* for its facts */
};

struct scanner_plan *scanner_plan_new(void);
void scanner_plan_free(struct scanner_plan *plan);

struct scanner_facts {
	size_t sites, posts, pages, files, warnings;
	int64_t scanned_at; /* when the newest snapshot was made; seconds since the epoch */
	bool is_nameless; /* others can connect, and no host was named: SCANNER_NO_HOST */
};

#define SCANNER_NO_HOST "no host: every Gemini reader is refused"

#define SCANNER_LOOP_FDS 3
#define SCANNER_UPLOADS                                                                  \
	2 /* the one of them that says that uploads were changed, by a command, too */

struct scanner_options {
	struct workers *workers;
	const struct serve *serve;
	/* Called every check_ms on the scanner's thread: are the certificates still the same files? */
	void (*check)(void *ctx);
	/* Called on the same thread when all sites of a plan were scanned, well or not. */
	void (*planned)(void *ctx, const struct scanner_facts *facts);
	/* Called each time that the thread wakes, and that is when something is to be read from
	 * loop_turn_fds (-1: nothing ever is). Returns for how many ms it may sleep, -1: as long as it
	 * likes. May be NULL. */
	int (*loop_turn)(void *ctx);
	int loop_turn_fds[SCANNER_LOOP_FDS];
	void *ctx;
	struct indexer *indexer;       /* gets each snapshot, too; NULL: none */
	const struct sandbox *sandbox; /* what it may keep us from is said; NULL: none */
};

#define SCANNER_CHECK_MS 10000

/* Starts the thread with @plan (taken over). 0 or -errno. */
int scanner_new(const struct scanner_options *options, struct scanner_plan *plan,
	struct scanner **out);
/* Another plan instead (taken over): workers change to its table, sites whose folder stays keep their
 * snapshot until the next is ready. From any thread. */
void scanner_set(struct scanner *scanner, struct scanner_plan *plan);
/* Takes a snapshot without references, to free it. From any thread. */
void scanner_take(struct scanner *scanner, struct site *site);

/* What writers uploaded to @store (of the plan's table) is to be read. From any thread. */
void scanner_uploaded(struct scanner *scanner, const struct store *store);

/* A file of the site @number is not as it was scanned: a folder that tells of no changes is read soon, at most once a
 * second; another, if it has told nothing a second later. From any thread. */
void scanner_look(struct scanner *scanner, unsigned number);

/* Summed over all sites that were scanned. From any thread. */
void scanner_facts(struct scanner *scanner, struct scanner_facts *out);
/* Ends the thread: workers hear nothing more from it. Before workers_stop. */
void scanner_stop(struct scanner *scanner);
/* When no worker runs any more: frees everything, the snapshots that they gave back too. */
void scanner_free(struct scanner *scanner);

/* A worker's state, for workers_options. */
struct serve_worker *scanner_worker_new(struct serve_table *table);
void scanner_worker_free(const struct serve *serve, struct serve_worker *state);

#endif
