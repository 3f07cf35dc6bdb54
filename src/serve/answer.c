/* SPDX-License-Identifier: MIT */
#include "serve/answer.h"

#include "net/worker.h"

static const char *const phrases[ANSWER_OUTCOMES] = {
	[ANSWER_GONE] = "This page is gone for good",
	[ANSWER_NONE] = "No page at this address",
	[ANSWER_UNREADABLE] = "This page cannot be read at the moment; try again later",
	[ANSWER_STARTING] = "This site is starting; try again in a moment",
	[ANSWER_BUSY] = "The server is busy; try again in a moment",
};

struct answer answer_new(const struct answer_protocol *protocol,
	const struct serve *serve, struct conn *conn, unsigned number,
	const struct service_call *call)
{
	const struct serve_worker *worker = worker_data(conn_worker(conn));
	return (struct answer){
		.protocol = protocol,
		.serve = serve,
		.table = worker->table,
		.number = number,
		.site = worker->sites[number],
		.has_waited = call && call->timed_out,
	};
}

enum service_verdict answer_say_text(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct slice text, struct reply *reply)
{
	reply->status = answer->protocol->status[outcome];
	answer->protocol->say(answer, conn, outcome, text, reply);
	return SERVICE_REPLY;
}

enum service_verdict answer_say(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct reply *reply)
{
	return answer_say_text(answer, conn, outcome, slice_str(phrases[outcome]), reply);
}

enum service_verdict answer_slow_down(const struct answer *answer, struct conn *conn,
	const char *what, unsigned seconds, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	struct slice text = answer->protocol->says_seconds
				    ? arena_printf(arena, "%u", seconds)
				    : arena_printf(arena, "%s; try again in %u second%s",
					      what, seconds, seconds == 1 ? "" : "s");

	return answer_say_text(answer, conn, ANSWER_SLOW_DOWN, text, reply);
}

enum service_verdict answer_without_site(
	const struct answer *answer, struct conn *conn, struct reply *reply)
{
	if (!answer->has_waited)
		return SERVICE_WAIT;
	return answer_say(answer, conn, ANSWER_STARTING, reply);
}
