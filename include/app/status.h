/* SPDX-License-Identifier: MIT */
/* How a running server is: gathered, printed in three ways, and told over a unix socket to whoever
 * asks there with one line, "text", "json" or "prometheus". A thread of its own answers, one asker
 * after the other, so that no reader ever waits for it. */
#ifndef APP_STATUS_H
#define APP_STATUS_H

#include "app/certs.h"
#include "app/scanner.h"
#include "net/worker.h"
#include "serve/cache.h"
#include "serve/search.h"
#include "serve/tally.h"
#include "serve/titan.h"

/* The last is Prometheus's text format 0.0.4. */
enum status_form { STATUS_TEXT, STATUS_JSON, STATUS_PROMETHEUS };

#define STATUS_LIST_MAX  50 /* pages, and addresses in vain, that are named */
#define STATUS_MAX_BYTES (512 * 1024)

struct status_certificate {
	struct slice host, not_after; /* "2026-12-31" */
	int64_t not_after_s;          /* since the epoch */
	bool expired;
};

struct status {
	unsigned long long uptime_s;
	unsigned pid;
	struct scanner_facts facts;
	struct worker_counts counts;
	unsigned workers;
	size_t people, zones; /* never who, and never where */
	struct cache_counts cache;
	struct search_facts search;
	struct titan_facts titan;
	unsigned long long log_dropped;
	const struct status_certificate *certificates;
	size_t certificate_count;
	const struct tally_entry *found, *missing;
	size_t found_count, missing_count;
};

void status_print(struct buf *out, const struct status *status, enum status_form form);

/* --- the thread -------------------------------------------------------------------------- */

struct status_service;

/* Called on the status thread for each asker; what it fills in lives in @arena. */
struct status_source {
	void (*gather)(void *ctx, struct arena *arena, struct status *out);
	void *ctx;
};

/* @fd: a listening unix socket, taken over; or -1: one is made in the runtime folder, else in @state.
 * 0, or -errno with the reason logged: a server without it serves as well. */
int status_open(int fd, const char *state, struct status_service **out);
/* Where the socket is that was made; NULL: none was. */
const char *status_path(const struct status_service *service);
/* Starts the thread. 0 or -errno, and those who ask wait in vain. */
int status_start(struct status_service *service, const struct status_source *source);
void status_stop(struct status_service *service);

/* --- asking -------------------------------------------------------------------------------- */

/* The places where a server may listen, the likeliest first, in @arena. @state may be NULL. */
size_t status_places(struct arena *arena, const char *state, const char *const **out);
/* Asks the server at @path. 0 or -errno. */
int status_ask(const char *path, enum status_form form, struct buf *out);

#endif
