/* SPDX-License-Identifier: MIT */
/* Shared by the files of the scanner: what its thread knows, how it reads one site, when it looks again, and what it
 * tells the workers and the log. */
#ifndef APP_SCANNER_INTERNAL_H
#define APP_SCANNER_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "app/scanner.h"
#include "net/worker.h"
#include "scan/advice.h"
#include "scan/scan.h"
#include "scan/watch.h"
#include "serve/serve.h"
#include "store/store.h"

#define BLIND_MS 3000 /* how often to look where the system gives no watches */

struct watched {
	struct site_config config;
	struct watch *watch;
	struct site *site;       /* the newest snapshot: one reference of ours */
	struct store *store;     /* of uploads; NULL: none */
	struct overlay *overlay; /* of the last scan: one reference */
	bool missing;            /* the last scan found no folder */
	int missing_error;       /* what was said of that ... */
	bool missing_hidden;     /* ... and of the sandbox */
	bool has_changing_files; /* the last scan found files that were being written */
	int64_t unsettled_ms; /* since when it waits for settings that are being written; 0: it does not */
	bool is_put_off; /* its snapshot was not used: the configuration changed */
	bool is_open; /* the last scan brought no snapshot: what it was about is still to be read */
	bool polled;                /* nobody tells of all changes: they are looked for */
	bool is_behind;             /* a reader met one since the last snapshot ... */
	int64_t behind_ms;          /* ... and when, for the first time */
	unsigned rounds;            /* of looking */
	int64_t poll_ms, polled_ms; /* how long to wait, and from when */
	int64_t retry_ms;       /* ... or some that could not be read: try again after */
	int64_t scanned_ms;     /* when that was, on the clock that only goes on ... */
	int64_t scanned_at_ms;  /* ... and by the calendar */
	int64_t rests_until_ms; /* on the same clock */
	unsigned long long diags_hash; /* of what was logged last */
	enum advice_kind advised;      /* what was, too */
};

struct scanner {
	struct scanner_options options;
	pthread_t thread;
	int wake; /* eventfd */
	pthread_mutex_t lock;
	struct scanner_plan *next; /* under lock */
	struct site **given;       /* under lock: to be freed */
	size_t given_count, given_capacity;
	bool stop;                     /* under lock */
	const struct store **uploaded; /* under lock: to be read */
	size_t uploaded_count, uploaded_capacity;
	unsigned
		*behind; /* under lock: sites of which a reader met a change, each once */
	size_t behind_count, behind_capacity;
	atomic_bool hurry;          /* the same, for a scan that is under way */
	struct scanner_facts facts; /* under lock */
	/* Of the thread alone: */
	struct scanner_plan *plan;
	struct watched *sites;
	size_t count;
	int64_t tidy_at_ms;        /* INT64_MAX: it is tidy */
	int loop_turn_ms;          /* what the last turn said */
	int64_t changing_since_ms; /* the configuration; 0: it is not */
};

/* CLOCK_REALTIME for what the calendar says, CLOCK_MONOTONIC for how long something lasts, and
 * CLOCK_THREAD_CPUTIME_ID for what it costs. */
int64_t scanner_clock_ms(clockid_t which);
/* Sums up what all sites have, for scanner_facts. */
void scanner_sum_up(struct scanner *scanner);

/* --- one site ----------------------------------------------------------------------------------------- */

/* Is the configuration being changed? What came to a folder with it waits: a zone may close over it. Not for ever:
 * whoever saves it again and again has readers, too. */
bool scanner_has_to_wait(struct scanner *scanner);
/* Scans one site; on success its snapshot goes to the workers. */
void scanner_scan(struct scanner *scanner, unsigned index, const struct scan_hint *hint);

/* --- when to look again ------------------------------------------------------------------------------- */

/* When to look without being told, on the monotonic clock; INT64_MAX: never. */
int64_t scanner_next_look_ms(const struct watched *it);
/* It is time to look. False: the folder is polled, and nothing changed there. */
bool scanner_is_changed(struct watched *it);
/* Does the calendar ask for a scan? Also when the clock was set back: what has appeared is to come again. */
bool scanner_is_due(const struct watched *it);
/* What happened meanwhile waits in the kernel. */
bool scanner_is_resting(const struct watched *it);
/* How long nothing needs to be done. */
int scanner_wait_ms(const struct scanner *scanner);
/* After a scan that took @used_ms of a processor. */
void scanner_rest(struct watched *it, int64_t used_ms);

/* --- what workers and the log are told ---------------------------------------------------------------- */

/* Every worker trades its snapshot of the table's site @index for @site, and gets a reference of its own. */
void scanner_update_snapshot(struct workers *workers, const struct serve *serve,
	unsigned index, struct site *site);
/* Every worker changes to @table, whose sites are @sites so far (NULL: not read yet). */
void scanner_update_table(struct workers *workers, const struct serve *serve,
	struct serve_table *table, struct site *const *sites);
/* One line of what there is to be read now. */
void scanner_log_site(const struct site *site, const char *folder, uint64_t took_ms);
/* What to do next, where there is no post. */
void scanner_log_advice(const struct site *site, const char *folder);

#endif
