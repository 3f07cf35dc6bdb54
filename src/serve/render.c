/* SPDX-License-Identifier: MIT */
#include "serve/render.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"
#include "site/body.h"
#include "source/overlay.h"

/* Retries on the work queue while its file keeps changing. */
#define TRIES        5
#define TRY_AGAIN_MS 30

/* A conversion that takes more returns its memory at once; usual posts take less. */
#define MUCH_BYTES (8 * 1024 * 1024)

/* The host's bits in a key's renderer, between form and protocol. Names beyond that share
 * values. */
#define HOSTS_SHIFT 18
#define HOSTS_MASK  0x3F

/* A long page on the work queue. */
struct waiting {
	struct render_job job; /* strings in the arena or the snapshot */
	struct arena arena;
	struct blob *blob;
	int error;
};

struct render_job render_job_new(const struct answer *answer, unsigned form,
	struct slice path, unsigned long long version)
{
	return (struct render_job){
		.answer = *answer,
		.render = answer->protocol->render,
		.key = {.site = answer->number,
			.renderer = answer->protocol->renderer | form |
				    (answer->host ? answer->host->number & HOSTS_MASK : 0)
					    << HOSTS_SHIFT,
			.path = path,
			.version = cache_mix(version, answer->variant)},
	};
}

static int look_at(const struct site *site, struct slice source, struct stat *st)
{
	auto_arena struct arena arena = {0};
	if (!overlay_find(site->overlay, source))
		return fstatat(site->folder, arena_cstr(&arena, source), st, 0);
	auto_close int fd =
		overlay_open_beneath(site->overlay, site->folder, source, NULL);
	return fd < 0 ? fd : fstat(fd, st);
}

static bool is_other_file(const struct site *site, struct slice source,
	uint64_t size_bytes, int64_t mtime_ns)
{
	struct stat st;
	int error = look_at(site, source, &st) < 0;
	return error || (uint64_t)st.st_size != size_bytes ||
	       file_time_ns(&st.st_mtim) != mtime_ns;
}

static void tell_behind(const struct render_job *job)
{
	const struct serve *serve = job->answer.serve;

	if (serve && serve->site_behind)
		serve->site_behind(serve->ctx, job->answer.number);
}

bool render_is_changing(const struct render_job *job)
{
	const struct site *site = job->answer.site;
	const struct post *post = job->ref.post;
	const struct site_file *file = job->file;
	if (job->answer.has_waited || !site->may_wait)
		return false;
	bool changing = post ? is_other_file(site, post->source, post->stamp.size_bytes,
				       post->stamp.mtime_ns)
			     : file && is_other_file(site, file->source, file->size_bytes,
					       file->mtime_ns);
	if (changing)
		tell_behind(job);
	return changing;
}

/* For pages that contain more of the site than their key tells. */
static struct cache_key snapshot_key(const struct render_job *job)
{
	struct cache_key key = job->key;
	key.version = cache_mix(key.version, job->answer.site->version);
	return key;
}

/* Pages of a zone are made for one reader, and exist nowhere else. */
static bool may_keep(const struct render_job *job)
{
	return !job->answer.site->zone;
}

static struct blob *kept(const struct render_job *job)
{
	struct cache *cache = job->answer.serve->cache;
	struct blob *blob = may_keep(job) ? cache_get(cache, &job->key) : NULL;
	if (blob || !may_keep(job) || job->ref.kind != PAGE_POST || !job->ref.post)
		return blob;
	const struct cache_key key = snapshot_key(job);
	return cache_get(cache, &key);
}

/* What links to a post may have become known meanwhile, and may be on the page or not. */
static bool is_as_asked(const struct render_job *job)
{
	const struct answer *answer = &job->answer;
	if (job->ref.kind != PAGE_POST || !job->ref.post)
		return true;
	return cache_mix(serve_version(answer->site, &job->ref), answer->variant) ==
	       job->key.version;
}

/* BODY_CHANGED: the file was written meanwhile. */
static int render(const struct render_job *job, struct arena *arena, struct blob **out)
{
	struct render_output made = {0};
	*out = NULL;
	buf_init(&made.bytes, SERVE_PAGE_MAX_BYTES);
	int error = job->render(job, arena, &made);
	if (error == BODY_CHANGED || made.is_behind)
		tell_behind(job);
	if (render_is_changing(job))
		error = BODY_CHANGED;
	if (!error && made.bytes.overflow)
		error = -EFBIG;
	if (!error) {
		*out = blob_new(made.bytes.len);
		if (made.bytes.len)
			memcpy((*out)->bytes, made.bytes.ptr, made.bytes.len);
		struct cache_key key = made.reads_site ? snapshot_key(job) : job->key;
		if (!made.reads_files && may_keep(job) && is_as_asked(job))
			cache_put(job->answer.serve->cache, &key, *out);
	}
	buf_fini(&made.bytes);
	return error;
}

enum service_verdict render_fail(
	const struct render_job *job, struct conn *conn, int error, struct reply *reply)
{
	const struct answer *answer = &job->answer;
	struct slice path = job->file ? job->file->source : job->key.path;
	/* The log has a zone's path only. */
	if (answer->site->zone)
		path = answer->site->zone->path;
	if (!serve_is_gone(error, path))
		return answer_say(answer, conn, ANSWER_UNREADABLE, reply);
	if (!job->none)
		return answer_say(answer, conn, ANSWER_NONE, reply);
	return answer_say_text(answer, conn, ANSWER_NONE, slice_str(job->none), reply);
}

static void finish(const struct render_job *job, struct conn *conn, int error,
	struct blob *blob, struct reply *reply)
{
	if (error) {
		render_fail(job, conn, error, reply);
		return;
	}
	reply->status = job->answer.protocol->status[ANSWER_SUCCESS];
	reply->blob = blob;
	job->answer.protocol->succeed(job, conn, reply);
}

static void waiting_work(void *data)
{
	struct waiting *waiting = data;
	struct render_job *job = &waiting->job;
	/* Many may request a page that is not cached yet: the first in the queue renders it. */
	waiting->blob = kept(job);
	if (waiting->blob)
		return;
	struct arena scratch = {0};
	for (unsigned i = 0; i <= TRIES; i++) {
		job->answer.has_waited |= i == TRIES;
		waiting->error = render(job, &scratch, &waiting->blob);
		if (waiting->error != BODY_CHANGED || job->answer.has_waited)
			break;
		arena_reset(&scratch);
		poll(NULL, 0, TRY_AGAIN_MS);
	}
	bool much = scratch.used_bytes > MUCH_BYTES;
	arena_fini(&scratch);
	/* Otherwise the allocator keeps the memory for another page of that length. */
	if (much)
		malloc_trim(0);
}

static void waiting_finish(void *data, struct conn *conn, struct reply *reply)
{
	struct waiting *waiting = data;
	struct render_job *job = &waiting->job;
	if (conn)
		finish(job, conn, waiting->error, waiting->blob, reply);
	else
		blob_drop(waiting->blob);
	serve_site_drop(job->answer.serve, job->answer.site);
	serve_table_drop(job->answer.table);
	arena_fini(&waiting->arena);
	free(waiting);
}

static void defer(struct conn *conn, const struct render_job *job)
{
	struct waiting *waiting = memory_new(1, sizeof(*waiting));
	struct arena *arena = &waiting->arena;
	struct render_job *own = &waiting->job;
	arena_init(arena);
	*own = *job;
	serve_table_ref(own->answer.table);
	site_ref(own->answer.site);
	own->answer.query = slice_none;
	own->key.path = arena_dup(arena, job->key.path);
	own->ref.path = arena_dup(arena, job->ref.path);
	own->ref.base = arena_dup(arena, job->ref.base);
	conn_defer(conn, waiting_work, waiting_finish, waiting);
}

enum service_verdict render_reply(
	const struct render_job *job, struct conn *conn, struct reply *reply)
{
	struct blob *blob = kept(job);
	int error = 0;
	if (!blob && render_is_changing(job))
		return SERVICE_WAIT;
	if (!blob && job->is_long) {
		defer(conn, job);
		return SERVICE_WAIT;
	}
	if (!blob)
		error = render(job, conn_arena(conn), &blob);
	if (error == BODY_CHANGED && !job->answer.has_waited)
		return SERVICE_WAIT;
	finish(job, conn, error, blob, reply);
	return SERVICE_REPLY;
}
