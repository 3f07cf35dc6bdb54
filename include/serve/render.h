/* SPDX-License-Identifier: MIT */
/* Rendered pages for every protocol: out of the cache; else rendered at once, or, where that takes
 * long, on the work queue. */
#ifndef SERVE_RENDER_H
#define SERVE_RENDER_H

#include "base/buf.h"
#include "serve/answer.h"

/* What a renderer makes; the caller owns the bytes. */
struct render_output {
	struct buf bytes;
	size_t head_bytes; /* of them: the protocol's header */
	bool reads_files;  /* as struct page has it: not for the cache */
	bool reads_site;   /* the same: in the cache for this snapshot alone */
};

/* One page to be sent. */
struct render_job {
	struct answer answer;
	int (*render)(const struct render_job *job, struct arena *arena,
		struct render_output *out);
	struct cache_key key;
	bool is_long; /* goes to the work queue when it is not in the cache */
	struct page_ref ref;
	const struct site_file *file; /* of the site; NULL: it is no file's */
	const char *none;             /* instead of the usual phrase for ANSWER_NONE */
};

/* By the protocol's own render(). @form: enum page_form, or the protocol's own from 1 << 16 on. */
struct render_job render_job_new(const struct answer *answer, unsigned form,
	struct slice path, unsigned long long version);
/* SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict render_reply(
	const struct render_job *job, struct conn *conn, struct reply *reply);
/* Its file could not be read, for -errno. SERVICE_REPLY. */
enum service_verdict render_fail(
	const struct render_job *job, struct conn *conn, int error, struct reply *reply);
/* Is the file behind the page another one than its snapshot knows, by size and time? It is being written or
 * replaced at this moment, and its reader waits for the next snapshot (SERVICE_WAIT), so that nobody gets
 * half a page. No longer than wait_ms. */
bool render_is_changing(const struct render_job *job);

#endif
