/* SPDX-License-Identifier: MIT */
#include "serve/print.h"
#include "base/memory.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A body over this is converted on the work queue, so that no reader waits for another's long
 * post. */
#define INLINE_MAX_BYTES (64 * 1024)

/* On the work queue, while its file is written again and again. */
#define TRIES        5
#define TRY_AGAIN_MS 30

/* What a conversion takes and is worth being given back at once; posts that people write take less. */
#define MUCH_BYTES (8 * 1024 * 1024)

/* A long page on its way through the work queue. */
struct waiting {
	struct print_job job; /* its strings live in the arena or the snapshot */
	struct arena arena;
	struct blob *blob;
	int error;
};

bool print_is_changing(const struct site *site, struct slice source, uint64_t size_bytes,
	int64_t mtime_ns)
{
	struct arena arena = {0};
	struct stat st;
	if (!site->may_wait)
		return false;
	int error = fstatat(site->folder, arena_cstr(&arena, source), &st, 0) < 0;
	arena_fini(&arena);
	return error || (uint64_t)st.st_size != size_bytes ||
	       st.st_mtim.tv_sec * 1000000000LL + st.st_mtim.tv_nsec != mtime_ns;
}

/* The same for the file that the page is made of, if it is one. */
static bool is_changing(const struct print_job *job)
{
	const struct post *post = job->ref.post;
	if (job->has_waited)
		return false;
	if (post)
		return print_is_changing(job->site, post->source, post->stamp.size_bytes,
			post->stamp.mtime_ns);
	return job->file && print_is_changing(job->site, job->file->source,
				    job->file->size_bytes, job->file->mtime_ns);
}

/* -EAGAIN: somebody wrote the file meanwhile. */
static int print(const struct print_job *job, struct arena *arena, struct blob **out)
{
	int error = job->kind->print(job, arena, out);
	if (is_changing(job)) {
		if (!error)
			blob_drop(*out);
		*out = NULL;
		return -EAGAIN;
	}
	const struct post *post = job->ref.post;
	bool passing =
		post && atomic_load_explicit(&post->holds_files, memory_order_relaxed);
	if (!error && !passing)
		cache_put(job->serve->cache, &job->key, *out);
	return error;
}

static void finish(const struct print_job *job, struct conn *conn, int error,
	struct blob *blob, struct reply *reply)
{
	if (error)
		job->kind->fail(job, conn, error, reply);
	else
		job->kind->reply(job, conn, blob, reply);
}

static void waiting_work(void *data)
{
	struct waiting *waiting = data;
	struct print_job *job = &waiting->job;
	/* Many may ask for a page that nobody had asked for: the first in the queue prints it. */
	waiting->blob = cache_get(job->serve->cache, &job->key);
	if (waiting->blob)
		return;
	struct arena scratch;
	arena_init(&scratch);
	for (unsigned i = 0; i <= TRIES; i++) {
		job->has_waited |= i == TRIES;
		waiting->error = print(job, &scratch, &waiting->blob);
		if (waiting->error != -EAGAIN)
			break;
		arena_reset(&scratch);
		poll(NULL, 0, TRY_AGAIN_MS);
	}
	bool much = scratch.used_bytes > MUCH_BYTES;
	arena_fini(&scratch);
	/* The allocator would keep all of it for the next that is as long. */
	if (much)
		malloc_trim(0);
}

static void waiting_finish(void *data, struct conn *conn, struct reply *reply)
{
	struct waiting *waiting = data;
	struct print_job *job = &waiting->job;
	if (conn)
		finish(job, conn, waiting->error, waiting->blob, reply);
	else
		blob_drop(waiting->blob);
	serve_site_drop(job->serve, job->site);
	serve_table_drop(job->table);
	arena_fini(&waiting->arena);
	free(waiting);
}

static void defer(struct conn *conn, const struct print_job *job)
{
	struct waiting *waiting = memory_new(1, sizeof(*waiting));
	struct arena *arena = &waiting->arena;
	struct print_job *own = &waiting->job;
	arena_init(arena);
	*own = *job;
	own->table = serve_table_ref(job->table);
	own->site = site_ref(job->site);
	own->key.path = arena_dup(arena, job->key.path);
	own->ref.path = arena_dup(arena, job->ref.path);
	own->ref.base = arena_dup(arena, job->ref.base);
	own->text = arena_dup(arena, job->text);
	conn_defer(conn, waiting_work, waiting_finish, waiting);
}

bool print_is_long(const struct page_ref *ref)
{
	if (ref->kind == PAGE_FEED)
		return true;
	return ref->post && ref->post->stamp.size_bytes > INLINE_MAX_BYTES;
}

enum service_verdict print_reply(
	struct conn *conn, const struct print_job *job, struct reply *reply)
{
	struct blob *blob = cache_get(job->serve->cache, &job->key);
	int error = 0;
	if (!blob && is_changing(job))
		return SERVICE_WAIT;
	if (!blob && job->is_long) {
		defer(conn, job);
		return SERVICE_WAIT;
	}
	if (!blob)
		error = print(job, conn_arena(conn), &blob);
	if (error == -EAGAIN && !job->has_waited)
		return SERVICE_WAIT;
	finish(job, conn, error, blob, reply);
	return SERVICE_REPLY;
}
