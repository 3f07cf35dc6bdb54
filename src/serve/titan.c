/* SPDX-License-Identifier: MIT */
#include "serve/titan.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/uri.h"
#include "net/worker.h"
#include "serve/titan_internal.h"
#include "serve/zone.h"
#include "source/overlay.h"

/* An upload goes back and forth:
 *
 *	loop    titan_reply: is there a place for it?
 *	queue   titan_begin: which file is it, and may it be that large?
 *	loop    take: its body, into the store's temporary file
 *	queue   titan_finish: what is wrong with it; else it becomes a version
 *	loop    look: until readers see that version
 *
 * Whatever ends it before leaves nothing of it. */

void titan_refuse(struct titan_job *job, enum gemini_status status, struct slice words)
{
	job->status = status;
	job->meta = words;
}

/* "1 MiB", as the configuration has it. */
static struct slice size_text(struct arena *arena, uint64_t bytes)
{
	static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
	size_t unit = 0;

	for (; bytes && bytes % 1024 == 0 && unit < 3; unit++)
		bytes /= 1024;
	return arena_printf(arena, "%llu %s", (unsigned long long)bytes, units[unit]);
}

void titan_refuse_result(struct titan_job *job, enum store_result result)
{
	static const enum gemini_status statuses[] = {
		[STORE_TOO_LARGE] = GEMINI_BAD_REQUEST,
		[STORE_TOO_SHORT] = GEMINI_BAD_REQUEST,
		[STORE_FULL_BYTES] = GEMINI_PERMANENT_FAILURE,
		[STORE_FULL_FILES] = GEMINI_PERMANENT_FAILURE,
		[STORE_NO_SPACE] = GEMINI_TEMPORARY_FAILURE,
		[STORE_NO_VERSION] = GEMINI_TEMPORARY_FAILURE,
		[STORE_SUPERSEDED] = GEMINI_TEMPORARY_FAILURE,
		[STORE_FAILED] = GEMINI_TEMPORARY_FAILURE,
	};
	const char *what = job->target.kind == STORE_TEXT ? "a text" : "a file";
	struct slice words = arena_printf(
		&job->arena, "Nothing was changed: %s", store_result_name(result));

	if (result == STORE_TOO_LARGE)
		words = arena_printf(&job->arena,
			"Nothing was changed: %s may have %.*s here", what,
			SARG(size_text(&job->arena,
				store_most_bytes(job->store, job->target.kind))));
	titan_refuse(job, statuses[result], words);
}

/* --- jobs ------------------------------------------------------------------------------------------ */

static struct titan_job *job_new(const struct answer *answer, struct conn *conn,
	const struct gemini_request *request, struct slice origin)
{
	struct titan_job *job = memory_new(1, sizeof(*job));

	arena_init(&job->arena);
	buf_init(&job->page, SERVE_PAGE_MAX_BYTES);
	job->answer = *answer;
	job->answer.query = job->answer.words = slice_none;
	serve_table_ref(answer->table);
	site_ref(answer->site);
	job->identity = *conn_identity(conn);
	job->worker = conn_worker(conn);
	job->store = answer->table->stores[answer->number];
	job->key = arena_dup(&job->arena, request->key);
	job->path = arena_dup(&job->arena, request->path);
	job->person = answer->person->name; /* of the table */
	job->origin = arena_dup(&job->arena, origin);
	job->desk = answer->table->people[answer->number].desk;
	job->asked = request->titan;
	return job;
}

static void leave(struct titan_job *job)
{
	if (job->has_place)
		titan_leave(job->answer.serve->titan, job->store, job->person);
	job->has_place = false;
}

/* On the work queue, while there is an upload: it may wait for a lock. */
static void job_free(void *data)
{
	struct titan_job *job = data;

	store_abandon(job->upload);
	leave(job);
	serve_site_drop(job->answer.serve, job->answer.site);
	serve_table_drop(job->answer.table);
	buf_fini(&job->page);
	arena_fini(&job->arena);
	free(job);
}

/* The log has no page of a zone, by whatever address it was edited. */
static void log_place(const struct titan_job *job, struct conn *conn)
{
	const struct reader_zone *zone = job->site ? job->site->zone : NULL;

	if (job->is_found && job->answer.host)
		serve_asked_to_upload(conn, job->answer.host->name,
			zone ? zone->path : job->path, job->person,
			job->asked.size_bytes);
}

static void answer_job(struct titan_job *job, struct conn *conn, struct reply *reply)
{
	log_place(job, conn);
	if (job->page.overflow) {
		buf_clear(&job->page);
		titan_refuse(job, GEMINI_TEMPORARY_FAILURE,
			S("It was kept, and what is to be said of it is too long"));
	}
	reply->status = job->status;
	reply->head = gemini_header(
		conn_arena(conn), (enum gemini_status)job->status, job->meta);
	reply->blob = blob_new(job->page.len);
	if (job->page.len)
		memcpy(reply->blob->bytes, job->page.ptr, job->page.len);
	job_free(job);
}

/* --- until readers see it --------------------------------------------------------------------------- */

/* The number of the site now, which another configuration may have changed; -1: it is gone. */
static int newest_number(const struct titan_job *job)
{
	const struct serve_worker *worker = worker_data(job->worker);
	const struct serve_table *table = worker->table;

	for (unsigned i = 0; i < table->site_count && table->stores; i++) {
		if (table->stores[i] == job->store)
			return (int)i;
	}
	return -1;
}

static struct site *newest_site(const struct titan_job *job)
{
	const struct serve_worker *worker = worker_data(job->worker);
	int number = newest_number(job);

	return number < 0 ? NULL : worker->sites[number];
}

/* Where readers find it, a path; empty: nowhere. */
static struct slice find_address(struct titan_job *job, const struct site *site)
{
	const struct post *post = site_by_source(site, job->target.source);
	struct slice key;

	if (job->target.kind == STORE_TEXT)
		return post ? arena_dup(&job->arena, post->url) : slice_none;
	if (!uri_path_key(&job->arena, job->target.address, &key))
		return slice_none;
	const struct reader_zone *zone = zones_at(&site->settings->zones, key);
	if (zone && !site->zone)
		site = zone_site(site, zone);
	return site && site_find(site, key) ? job->target.address : slice_none;
}

static enum service_verdict look(void *data, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct titan_job *job = data;
	struct site *site = newest_site(job);
	const struct overlay_item *item =
		site ? overlay_item(site->overlay, job->target.source) : NULL;
	bool is_seen = site && (!job->id || (item && item->id >= job->id));

	if (!is_seen && !call->timed_out)
		return SERVICE_WAIT;
	struct slice address = slice_none;
	if (is_seen)
		address = find_address(job, zone_site_of(site, job->target.source));
	/* A longer one no client can ask for. */
	if (address.len && !job->status &&
		job->origin.len + address.len <= GEMINI_META_MAX_BYTES)
		titan_refuse(job, GEMINI_REDIRECT_TEMPORARY,
			arena_printf(&job->arena, "%.*s%.*s", SARG(job->origin),
				SARG(address)));
	else if (!job->status)
		titan_page_unseen(job, !is_seen);
	answer_job(job, conn, reply);
	return SERVICE_REPLY;
}

/* --- the body -------------------------------------------------------------------------------------- */

static const struct request_body looking = {look, job_free};

static void finish(void *data)
{
	titan_finish(data);
}

static void finished(void *data, struct conn *conn, struct reply *reply)
{
	struct titan_job *job = data;

	leave(job);
	if (!conn) {
		job_free(job);
	} else if (job->status >= GEMINI_TEMPORARY_FAILURE || !job->is_current) {
		answer_job(job, conn, reply);
	} else {
		reply->body = &looking;
		reply->body_data = job;
	}
}

/* Nothing in @bytes contradicts the ending of a file. */
static bool agrees(struct titan_job *job, struct slice bytes)
{
	struct slice room = slice_head(bytes, sizeof(job->head) - job->head_bytes);

	if (job->target.kind != STORE_FILE || !room.len)
		return true;
	memcpy(job->head + job->head_bytes, room.ptr, room.len);
	job->head_bytes += room.len;
	if (job->head_bytes < sizeof(job->head) &&
		job->got_bytes + bytes.len < job->asked.size_bytes)
		return true;
	return store_target_agrees(text_lower(&job->arena, job->target.source),
		slice(job->head, job->head_bytes));
}

/* Who was let in may have been removed since. */
static void judge_again(struct titan_job *job)
{
	const struct serve_worker *worker = worker_data(job->worker);
	int number = newest_number(job);
	const struct people *people = number < 0 ? NULL : &worker->table->people[number];
	const struct person *person = people && !people->is_broken
					      ? people_find(people, job->identity.key)
					      : NULL;

	if (!person || !person->writes)
		titan_refuse(job, GEMINI_CERTIFICATE_NOT_AUTHORISED,
			S("Nothing was changed: you may not upload here any more"));
	else if (serve_people_changed(worker->table))
		titan_refuse(job, GEMINI_TEMPORARY_FAILURE,
			S("Nothing was changed: who may upload here was just changed; "
			  "try again"));
}

static enum service_verdict take(void *data, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct titan_job *job = data;
	struct slice bytes =
		slice_head(call->bytes, job->asked.size_bytes - job->got_bytes);
	enum store_result result = STORE_OK;

	(void)reply;
	if (!agrees(job, bytes))
		titan_refuse(job, GEMINI_BAD_REQUEST,
			arena_printf(&job->arena,
				"Nothing was changed: what came is no .%.*s",
				SARG(uri_extension(job->target.source))));
	else
		result = store_append(job->upload, bytes);
	job->got_bytes += bytes.len;
	if (result == STORE_OK && !job->status &&
		job->got_bytes < job->asked.size_bytes) {
		if (!call->end && !call->timed_out)
			return SERVICE_MORE;
		result = STORE_TOO_SHORT;
	}
	if (result != STORE_OK)
		titan_refuse_result(job, result);
	if (!job->status)
		judge_again(job);
	conn_defer(conn, finish, finished, job);
	return SERVICE_WAIT;
}

/* --- the request ----------------------------------------------------------------------------------- */

static void start(void *data)
{
	titan_begin(data);
}

static void started(void *data, struct conn *conn, struct reply *reply)
{
	static const struct request_body body = {take, job_free};
	struct titan_job *job = data;

	if (!conn) {
		worker_run(job->worker, job_free, job);
	} else if (job->status) {
		answer_job(job, conn, reply);
	} else {
		reply->body = &body;
		reply->body_data = job;
	}
}

bool titan_is_open(const struct answer *answer)
{
	const struct serve_table *table = answer->table;
	const struct people *people =
		table->people ? &table->people[answer->number] : NULL;
	bool any = false;

	if (!answer->serve->titan || !people || !table->stores ||
		!table->stores[answer->number])
		return false;
	for (size_t i = 0; i < people->count; i++)
		any |= people->list[i].writes;
	return any || people->is_broken;
}

enum service_verdict titan_reply(const struct answer *answer, struct conn *conn,
	const struct gemini_request *request, struct slice origin, struct reply *reply)
{
	struct titan *titan = answer->serve->titan;
	enum titan_entry entry = TITAN_ENTERED;
	bool has_body = !request->titan.is_edit && request->titan.size_bytes;

	if (!answer->site)
		return answer_without_site(answer, conn, reply);
	if (has_body)
		entry = titan_enter(titan, answer->table->stores[answer->number],
			answer->person->name);
	if (entry == TITAN_FULL)
		return answer_say_text(answer, conn, ANSWER_BUSY,
			S("Four uploads are under way; try again in a moment"), reply);
	if (entry == TITAN_ANOTHER)
		return answer_say_text(answer, conn, ANSWER_UNREADABLE,
			S("Your other upload is still under way; try again when it is "
			  "done"),
			reply);
	struct titan_job *job = job_new(answer, conn, request, origin);
	job->has_place = has_body;
	conn_defer(conn, start, started, job);
	return SERVICE_WAIT;
}
