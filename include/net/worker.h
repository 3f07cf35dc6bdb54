/* SPDX-License-Identifier: MIT */
/* The worker threads: each has its own event loop, polls all listening sockets and owns the
 * connections that it accepted. */
#ifndef NET_WORKER_H
#define NET_WORKER_H

#include "net/limits.h"
#include "net/listener.h"
#include "net/service.h"
#include "net/tls.h"

struct workers; /* all of them */

struct workers_options {
	unsigned count; /* 0: one per processor */
	struct limits limits;
	/* Of each worker, on its own thread: */
	void *(*start)(struct worker *worker, void *ctx); /* returns worker_data() */
	void (*stop)(struct worker *worker, void *ctx, void *data);
	/* Before the loop waits again, when all that had come was done; may be NULL. For what is
	 * cheaper done once for many requests: log lines. */
	void (*loop_turn)(struct worker *worker, void *ctx, void *data);
	void *ctx;
};

/* Starts the threads; they serve nothing until workers_listen. 0 or -errno. */
int workers_new(const struct workers_options *options, struct workers **out);
/* Every worker polls @listener's socket from now on and hands connections to its service. The
 * listener, its service and TLS context live until the workers are freed. */
void workers_listen(struct workers *workers, const struct listener *listener);
void workers_set_limits(struct workers *workers, const struct limits *limits);
/* Who may say for others who they are (net/preface.h), from now on; at first nobody. @networks is
 * copied. */
struct preface_network;
void workers_trust(
	struct workers *workers, const struct preface_network *networks, size_t count);
/* Stops accepting, lets replies finish for drain_ms, then ends connections and threads; waits. */
void workers_stop(struct workers *workers);
void workers_free(struct workers *workers);
/* Ends the threads of the work queue (conn_defer), for good: after the last workers_free, before the process ends. What
 * OpenSSL keeps for a thread is given back with it, but not once OpenSSL itself has ended. */
void workers_end_queue(void);

unsigned workers_count(const struct workers *workers);
/* Runs @call(worker, data) on worker @index's thread, soon, in order. From any thread. False: the
 * worker has ended, and @call will not be made. */
bool workers_send(struct workers *workers, unsigned index,
	void (*call)(struct worker *worker, void *data), void *data);

/* What start() returned. On the worker's thread. */
void *worker_data(struct worker *worker);
/* Runs @work(data) on the loop's work queue, and tells nobody. On the worker's thread. */
void worker_run(struct worker *worker, void (*work)(void *data), void *data);
/* Asks the services again for every connection that is in SERVICE_WAIT without conn_defer. */
void worker_retry_waiting(struct worker *worker);

struct worker_counts { /* accepted = open + closed; refused ones are among them */
	uint64_t accepted, refused, closed, requests, handshakes_failed, resumed;
	uint64_t rate_limited; /* of the refused ones, those by limits.rate */
	uint64_t open;
	uint64_t
		heartbeat_ms; /* monotonic time of the loop's last turn; an idle loop turns
				* only when something is sent to it */
};
/* A copy, readable from any thread. */
void workers_counts(
	const struct workers *workers, unsigned index, struct worker_counts *out);

#endif
