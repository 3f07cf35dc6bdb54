/* SPDX-License-Identifier: MIT */
/* What a protocol offers a connection: bytes in, a reply out. The connection does reading, TLS,
 * deadlines, limits, sending and closing; the service does grammar and content. The net floor knows no
 * protocol and no site beyond this. */
#ifndef NET_SERVICE_H
#define NET_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "net/blob.h"

struct request_body;
struct conn;
struct worker;

/* What a connection is to send. Head first, then the blob, then the file; each may be absent. */
struct reply {
	struct slice head;  /* lives in conn_arena() or static memory */
	struct blob *blob;  /* one reference, taken over */
	size_t blob_offset; /* what of the blob is sent: from here on */
	int file; /* descriptor taken over, or -1: streamed from its current place ... */
	uint64_t
		file_bytes; /* ... this many bytes; a file that got shorter cuts the connection */
	unsigned status; /* the service's own, for its log line */
	/* Not NULL: nothing is sent yet, and this takes the connection over, with @body_data. */
	const struct request_body *body;
	void *body_data;
};

enum service_verdict {
	SERVICE_MORE, /* the request is not whole yet; when no more can come (end, full) or after
			* SERVICE_WAIT it closes in order, without a reply */
	SERVICE_REPLY, /* *reply is filled; after it the connection is closed in order */
	SERVICE_WAIT, /* conn_defer was called, or the worker has nothing to answer from yet: asked
			    * again after worker_retry_waiting, or with timed_out once wait_ms passed */
	SERVICE_CLOSE, /* close in order without a reply */
	SERVICE_START_TLS, /* hand the bytes so far to TLS, then ask again with what comes out */
};

/* Why a connection gets a refusal instead of an answer. */
enum service_refusal {
	REFUSE_ADDRESS_LIMIT, /* too many connections from one address ... */
	REFUSE_TOTAL_LIMIT,   /* ... or in total */
	REFUSE_RATE,          /* too many requests from one address */
};

struct service_call {
	struct slice bytes; /* all the request's bytes so far, after TLS */
	bool end;           /* the client has half-closed */
	bool full;          /* request_max_bytes were read: no more will come */
	bool timed_out;     /* a SERVICE_WAIT lasted wait_ms */
};

/* What follows a request's own bytes, an upload: it goes to the service by pieces, of which the connection keeps
 * none. At limits.body_bytes in each limits.body_ms, and limits.body_total_ms in all. */
struct request_body {
	/* Called as request() is, with the next bytes only (at most 48 KiB); at first with those that came along,
	 * also none. Any verdict but SERVICE_MORE ends the body; what else comes is drained. After SERVICE_WAIT
	 * without conn_defer it is asked again. timed_out: it came too slowly, or a SERVICE_WAIT lasted wait_ms. */
	enum service_verdict (*take)(void *data, struct conn *conn,
		const struct service_call *call, struct reply *reply);
	/* The connection ended before that: the last call for @data, on the work queue. */
	void (*cut)(void *data);
};

struct service {
	const char *name;         /* "gemini" */
	bool tls;                 /* TLS from the first byte */
	size_t request_max_bytes; /* what request() may need to see to judge */
	unsigned wait_ms;
	void *ctx;

	/* Pure judgement of the bytes so far; called again with more. Fills *reply, which comes with no
	 * file and all else zero, on SERVICE_REPLY. What follows the request's bytes is drained. */
	enum service_verdict (*request)(const struct service *service, struct conn *conn,
		const struct service_call *call, struct reply *reply);
	/* A short reply for a client past the soft limit (the request is not read for it). */
	void (*refuse)(const struct service *service, struct conn *conn,
		enum service_refusal refusal, unsigned retry_seconds,
		struct reply *reply);
	/* Once for each reply, a refusal too: after the last byte was sent, or the connection ended before
	 * (then @whole is false). Not called where there was no reply. @sent_bytes: of head, blob and file.
	 * For access lines and counters; may be NULL. */
	void (*done)(const struct service *service, struct conn *conn,
		const struct reply *reply, uint64_t sent_bytes, bool whole);
};

#endif
