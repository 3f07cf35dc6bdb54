/* SPDX-License-Identifier: MIT */
#include "serve/desk.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/uri.h"
#include "net/worker.h"
#include "source/overlay.h"

#define DESK_MAX_BYTES (8 * 1024 * 1024)

/* A page that is being made on the work queue. */
struct waiting {
	struct arena arena;
	struct answer answer; /* with references of its own */
	struct tls_identity identity;
	struct desk_request request;
	struct desk_changes changes;
	struct worker *worker;
	struct buf out;
	unsigned status;
};

static void work(void *data)
{
	struct waiting *waiting = data;

	waiting->status = waiting->answer.serve->desk(
		&waiting->request, &waiting->arena, &waiting->out);
}

static void waiting_free(void *data)
{
	struct waiting *waiting = data;

	buf_fini(&waiting->out);
	serve_site_drop(waiting->answer.serve, waiting->answer.site);
	serve_table_drop(waiting->answer.table);
	arena_fini(&waiting->arena);
	free(waiting);
}

static void answer_with(struct waiting *waiting, struct conn *conn, struct reply *reply)
{
	if (waiting->out.overflow) {
		answer_say(&waiting->answer, conn, ANSWER_UNREADABLE, reply);
	} else {
		reply->status = waiting->status;
		reply->blob = blob_new(waiting->out.len);
		if (waiting->out.len)
			memcpy(reply->blob->bytes, waiting->out.ptr, waiting->out.len);
	}
	waiting_free(waiting);
}

/* --- until readers see what was done ---------------------------------------------------------------- */

/* Of the site whose uploads these are, wherever it is in the newest configuration. */
static const struct site *newest_site(const struct waiting *waiting)
{
	const struct serve_worker *worker = worker_data(waiting->worker);
	const struct serve_table *table = worker->table;

	for (unsigned i = 0; i < table->site_count && table->stores; i++) {
		if (table->stores[i] == waiting->request.store)
			return worker->sites[i];
	}
	return NULL;
}

static bool is_seen(const struct waiting *waiting)
{
	const struct site *site = newest_site(waiting);

	for (size_t i = 0; i < waiting->changes.count && site; i++) {
		const struct desk_change *change = &waiting->changes.list[i];
		const struct overlay_item *item =
			site->overlay ? overlay_find(site->overlay, change->source)
				      : NULL;
		if ((item ? item->id : 0) == change->before)
			return false;
	}
	return true;
}

static enum service_verdict look(void *data, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct waiting *waiting = data;

	if (!call->timed_out && !is_seen(waiting))
		return SERVICE_WAIT;
	answer_with(waiting, conn, reply);
	return SERVICE_REPLY;
}

static void finish(void *data, struct conn *conn, struct reply *reply)
{
	static const struct request_body looking = {look, waiting_free};
	struct waiting *waiting = data;

	if (!conn) {
		waiting_free(waiting);
	} else if (!waiting->changes.count) {
		answer_with(waiting, conn, reply);
	} else {
		reply->body = &looking;
		reply->body_data = waiting;
	}
}

enum service_verdict desk_reply(const struct answer *answer, struct conn *conn,
	struct slice key, struct slice origin, struct reply *reply)
{
	const struct people *people = &answer->table->people[answer->number];
	const struct tls_identity *identity = conn_identity(conn);

	if (!answer->serve->desk || !identity)
		return answer_say(answer, conn, ANSWER_NONE, reply);
	if (!answer->site)
		return answer_without_site(answer, conn, reply);
	if (!slice_starts_nocase(key, people->desk))
		return answer_say_text(answer, conn, ANSWER_REDIRECT,
			uri_encode_path(conn_arena(conn), people->desk), reply);
	struct waiting *waiting = memory_new(1, sizeof(*waiting));
	arena_init(&waiting->arena);
	buf_init(&waiting->out, DESK_MAX_BYTES);
	waiting->answer = *answer;
	waiting->answer.query = slice_none;
	waiting->identity = *identity;
	waiting->worker = conn_worker(conn);
	serve_table_ref(answer->table);
	site_ref(answer->site);
	waiting->request = (struct desk_request){
		.site = answer->site,
		.people = people,
		.person = answer->person,
		.identity = &waiting->identity,
		.rest = arena_dup(&waiting->arena, slice_from(key, people->desk.len)),
		.origin = arena_dup(&waiting->arena, origin),
		.words = answer->words.ptr ? arena_dup(&waiting->arena, answer->words)
					   : slice_none,
		.store = answer->table->stores ? answer->table->stores[answer->number]
					       : NULL,
		.tokens = answer->serve->desk_tokens,
		.changes = &waiting->changes,
	};
	conn_defer(conn, work, finish, waiting);
	return SERVICE_WAIT;
}
