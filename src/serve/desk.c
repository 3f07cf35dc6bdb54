/* SPDX-License-Identifier: MIT */
#include "serve/desk.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/uri.h"

#define DESK_MAX_BYTES (8 * 1024 * 1024)

/* A page that is being made on the work queue. */
struct waiting {
	struct arena arena;
	struct answer answer; /* with references of its own */
	struct tls_identity identity;
	struct desk_request request;
	struct buf out;
	unsigned status;
};

static void work(void *data)
{
	struct waiting *waiting = data;

	waiting->status = waiting->answer.serve->desk(
		&waiting->request, &waiting->arena, &waiting->out);
}

static void finish(void *data, struct conn *conn, struct reply *reply)
{
	struct waiting *waiting = data;

	if (conn && waiting->out.overflow) {
		answer_say(&waiting->answer, conn, ANSWER_UNREADABLE, reply);
	} else if (conn) {
		reply->status = waiting->status;
		reply->blob = blob_new(waiting->out.len);
		if (waiting->out.len)
			memcpy(reply->blob->bytes, waiting->out.ptr, waiting->out.len);
	}
	buf_fini(&waiting->out);
	serve_site_drop(waiting->answer.serve, waiting->answer.site);
	serve_table_drop(waiting->answer.table);
	arena_fini(&waiting->arena);
	free(waiting);
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
	};
	conn_defer(conn, work, finish, waiting);
	return SERVICE_WAIT;
}
