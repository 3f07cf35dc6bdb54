/* SPDX-License-Identifier: MIT */
/* Printed pages for every protocol: out of the cache; else printed at once, or, where that takes long,
 * on the work queue. */
#ifndef SERVE_PRINT_H
#define SERVE_PRINT_H

#include "serve/serve.h"

struct print_job;

/* What a protocol does about a page. */
struct print_kind {
	/* Prints with scratch memory from @arena, on any thread. Returns 0 and one reference in *out,
	 * or -errno. */
	int (*print)(const struct print_job *job, struct arena *arena, struct blob **out);
	/* Fill the reply, on the connection's thread: with @blob, which is taken over, or about
	 * -errno. */
	void (*reply)(const struct print_job *job, struct conn *conn, struct blob *blob,
		struct reply *reply);
	void (*fail)(const struct print_job *job, struct conn *conn, int error,
		struct reply *reply);
};

/* One page to be sent. All is borrowed; what waits on the work queue takes copies and references. */
struct print_job {
	const struct print_kind *kind;
	const struct serve *serve;
	struct serve_table *table;
	struct site *site;
	struct cache_key key;
	bool has_waited; /* the reader has waited for a file to be whole: no longer */
	bool is_long;    /* goes to the work queue when it is not in the cache */
	/* The protocol's own: */
	struct page_ref ref;
	const struct site_file *file; /* of the site; may be NULL */
	struct slice text;
	uint16_t port;
};

/* SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict print_reply(
	struct conn *conn, const struct print_job *job, struct reply *reply);
/* Is the file @source of @site another one than its snapshot knows, by size and time? It is being written or
 * replaced at this moment, and its reader waits for the next snapshot (SERVICE_WAIT), so that nobody gets
 * half a page. */
bool print_is_changing(const struct site *site, struct slice source, uint64_t size_bytes,
	int64_t mtime_ns);
/* Does the page convert many posts, or a long one? */
bool print_is_long(const struct page_ref *ref);

#endif
