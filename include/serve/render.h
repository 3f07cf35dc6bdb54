/* SPDX-License-Identifier: MIT */
/* Rendered pages for every protocol: from the cache; else rendered at once, or, when that takes
 * long, on the work queue. */
#ifndef SERVE_RENDER_H
#define SERVE_RENDER_H

#include "base/buf.h"
#include "serve/answer.h"

/* A renderer's output; the caller owns the bytes. */
struct render_output {
	struct buf bytes;
	size_t head_bytes; /* the length of the protocol's header in them */
	bool reads_files;  /* as in struct page: must not be cached */
	bool reads_site;   /* as in struct page: may be cached for this snapshot only */
	bool is_behind;    /* as in struct page: a scan is asked for */
};

/* A page to be sent. */
struct render_job {
	struct answer answer;
	int (*render)(const struct render_job *job, struct arena *arena,
		struct render_output *out);
	struct cache_key key;
	bool is_long; /* use the work queue when it is not in the cache */
	struct page_ref ref;
	const struct site_file *file; /* of the site; NULL: not a file */
	const char *none;             /* instead of the usual phrase for ANSWER_NONE */
};

/* A job for the protocol's render(). @form: enum page_form, or the protocol's own from 1 << 16
 * on. */
struct render_job render_job_new(const struct answer *answer, unsigned form,
	struct slice path, unsigned long long version);
/* SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict render_reply(
	const struct render_job *job, struct conn *conn, struct reply *reply);
/* Replies that the file could not be read (-errno). Returns SERVICE_REPLY. */
enum service_verdict render_fail(
	const struct render_job *job, struct conn *conn, int error, struct reply *reply);
/* Does the page's file differ from the snapshot, by size and time? Then it is being written or replaced,
 * and its reader waits for the next snapshot (SERVICE_WAIT), at most wait_ms, so that nobody gets half a
 * page. */
bool render_is_changing(const struct render_job *job);

#endif
