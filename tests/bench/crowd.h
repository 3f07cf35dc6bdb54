/* SPDX-License-Identifier: MIT */
/* Many clients at once in one thread: held open, started together, started by the clock. */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include "load.h"

/* How far a visit has come. */
enum visit_phase {
	VISIT_NEW,
	VISIT_CONNECTED,
	VISIT_SHAKEN, /* handshake done; without TLS the same as connected */
	VISIT_ASKED,  /* request sent, nothing read */
	VISIT_OVER
};

struct visit {
	double due_ms;  /* since crowd_run began: not to be started earlier */
	double took_ms; /* from then to its end */
	enum visit_phase phase;
	enum load_error
		end;  /* LOAD_GOOD until it failed; a visit that failed goes no further */
	bool running; /* crowd_run's own */
	int fd;
	SSL *ssl;
	struct reply_check check;
};

struct crowd {
	const struct load *load; /* clients and requests are not looked at */
	SSL_CTX *ctx;
	int epoll;
	unsigned count;
	struct visit *visits;
	char *bytes;
};

void crowd_init(struct crowd *crowd, const struct load *load, unsigned count);
void crowd_fini(struct crowd *crowd);
/* Takes all visits to @phase, @window of them at a time (0: all at once). Those that are not there after
 * @budget_ms have failed by LOAD_TIMEOUT. Returns how many are there. */
unsigned crowd_run(
	struct crowd *crowd, enum visit_phase phase, unsigned window, unsigned budget_ms);
/* Counts and percentiles of those that are over or failed. */
void crowd_result(const struct crowd *crowd, struct load_result *out);

#endif
