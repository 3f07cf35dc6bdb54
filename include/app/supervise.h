/* SPDX-License-Identifier: MIT */
/* Waiting for signals while a service manager hears how we are. */
#ifndef APP_SUPERVISE_H
#define APP_SUPERVISE_H

#include <signal.h>

#include "app/scanner.h"
#include "app/watchdog.h"
#include "net/worker.h"

struct supervise {
	struct workers *workers;
	struct scanner *scanner;
	struct watchdog *watchdog;
	uint64_t
		reported_ms; /* when the manager last heard of us, on the monotonic clock */
};

void supervise_init(
	struct supervise *supervise, struct workers *workers, struct scanner *scanner);
/* After workers_stop. */
void supervise_fini(struct supervise *supervise);
/* The next of @signals, which are blocked. */
int supervise_wait(struct supervise *supervise, const sigset_t *signals);

/* A line for people who ask the service manager. From any thread. */
void supervise_tell(const struct workers *workers, const struct scanner_facts *facts);
/* Summed over all workers; heartbeat_ms is the oldest. */
void supervise_counts(const struct workers *workers, struct worker_counts *out);

#endif
