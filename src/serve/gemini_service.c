/* SPDX-License-Identifier: MIT */
#include "serve/gemini_service.h"

#include <stdio.h>
#include <time.h>

#include "base/uri.h"
#include "net/worker.h"
#include "proto/gemini.h"
#include "serve/desk.h"
#include "serve/gemini_page.h"
#include "serve/titan.h"
#include "serve/walk.h"
#include "serve/zone.h"

/* The port that readers use. */
static uint16_t public_port(const struct serve_table *table, const struct conn *conn)
{
	return table->port_count ? table->ports[0] : conn_local_port(conn);
}

static bool port_is_ours(
	const struct serve_table *table, const struct conn *conn, uint16_t port)
{
	if (port == conn_local_port(conn))
		return true;
	for (size_t i = 0; i < table->port_count; i++) {
		if (table->ports[i] == port)
			return true;
	}
	return false;
}

/* The site that @request asks for; the TLS hello must name the same one. -1: not ours; *why says
 * what we serve. */
static int find_site(const struct serve_table *table, struct conn *conn,
	const struct gemini_request *request, struct slice *why)
{
	struct arena *arena = conn_arena(conn);
	struct slice name = conn_server_name(conn);
	int site = serve_table_site(table, request->host_key);
	if (!request->is_gemini && !request->is_titan)
		*why = arena_printf(
			arena, "Only gemini: here, not %.*s:", SARG(request->scheme));
	else if (site < 0)
		*why = arena_printf(arena, "This capsule answers for %.*s%s",
			SARG(serve_host_text(arena, table->names[0])),
			table->site_count > 1 ? " and others" : "");
	else if (!port_is_ours(table, conn, request->port_number))
		*why = arena_printf(arena, "This capsule is on port %u, not on %u",
			public_port(table, conn), request->port_number);
	else if (name.len && serve_table_site(table, name) != site)
		*why = arena_printf(arena,
			"This connection was opened for %.*s; open a new one for %.*s",
			SARG(name), SARG(serve_host_text(arena, request->host_key)));
	else
		return site;
	return -1;
}

/* @site: -1, if it is none of ours. @writer: of an upload, once it is known that they may. */
static void log_request(const struct serve_table *table, int site, struct conn *conn,
	const struct gemini_request *request, struct slice writer)
{
	struct slice private = serve_private_path(table, site, request->key);
	/* Which page it is may name a letter; once that is known not to be so, an upload is logged again. */
	struct slice path = private.len ? private : request->path;

	if (request->is_titan)
		serve_asked_to_upload(
			conn, request->host_key, path, writer, request->titan.size_bytes);
	else if (private.len)
		serve_asked_in_private(conn, request->host_key, path);
	else
		serve_asked(conn, request->host_key, path);
}

/* An upload is for writers only, wherever it goes. */
static void judge_writer(const struct answer *answer, struct conn *conn,
	const struct gemini_request *request, const struct people_question *question,
	struct people_answer *verdict)
{
	const struct people *people = &answer->table->people[answer->number];
	bool writes = !verdict->status && verdict->person && verdict->person->writes;

	if (writes)
		log_request(answer->table, (int)answer->number, conn, request,
			verdict->person->name);
	if (verdict->status || writes)
		return;
	verdict->status = GEMINI_CERTIFICATE_NOT_AUTHORISED;
	verdict->words = arena_printf(conn_arena(conn),
		"Only writers upload here; %.*s%.*s says how to become one",
		SARG(question->origin), SARG(people->desk));
}

/* Whom the address is not for gets a reply, whatever is there: true. */
static bool is_closed(struct answer *answer, struct conn *conn,
	const struct gemini_request *request, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	const struct people *people =
		answer->table->people ? &answer->table->people[answer->number] : NULL;
	struct people_question question = {.can_identify = conn_can_identify(conn)};
	struct people_answer verdict;

	if (!people || (!people_place(people, request->key, &question.place) &&
			       !request->is_titan))
		return false;
	question.identity = conn_identity(conn);
	question.now = time(NULL);
	question.origin = serve_gemini_origin(arena, request->host_key, answer->port);
	people_judge(arena, people, &question, &verdict);
	if (!verdict.status && verdict.person && serve_people_changed(answer->table)) {
		verdict.status = GEMINI_TEMPORARY_FAILURE;
		verdict.words = S("Who may read this was just changed; try again");
	}
	answer->place = question.place;
	answer->person = verdict.person;
	if (request->is_titan)
		judge_writer(answer, conn, request, &question, &verdict);
	if (!verdict.status)
		return false;
	reply->status = verdict.status;
	reply->head =
		gemini_header(arena, (enum gemini_status)verdict.status, verdict.words);
	return true;
}

static void say(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct slice text, struct reply *reply)
{
	bool redirects =
		outcome == ANSWER_REDIRECT || outcome == ANSWER_REDIRECT_PERMANENT;
	if (redirects && text.len > GEMINI_META_MAX_BYTES)
		answer_say(answer, conn, ANSWER_NONE, reply);
	else
		reply->head = gemini_header(conn_arena(conn), reply->status, text);
}

/* A cached page includes its header. */
static void succeed(const struct render_job *job, struct conn *conn, struct reply *reply)
{
	if (job->file)
		reply->head =
			gemini_header(conn_arena(conn), GEMINI_SUCCESS, job->file->mime);
}

/* The prefix of absolute addresses: readers keep the host name that they came by (an onion's). */
static struct slice origin_of(const struct answer *answer, struct arena *arena)
{
	return serve_gemini_origin(arena,
		answer->host ? answer->host->name : answer->table->names[answer->number],
		answer->port);
}

/* The prefix of ids in feeds, the same for every host name. */
static struct slice id_origin_of(const struct answer *answer, struct arena *arena)
{
	return serve_gemini_origin(
		arena, answer->table->names[answer->number], answer->port);
}

static int render(
	const struct render_job *job, struct arena *arena, struct render_output *out)
{
	const struct answer *answer = &job->answer;
	const struct gemini_origins origins = {
		origin_of(answer, arena), id_origin_of(answer, arena)};
	return gemini_page_render(out, answer->site, &job->ref, &origins, arena, NULL);
}

static const struct answer_protocol gemini = {
	.renderer = SERVE_RENDERER_GEMINI,
	.status =
		{
			[ANSWER_SUCCESS] = GEMINI_SUCCESS,
			[ANSWER_REDIRECT] = GEMINI_REDIRECT_TEMPORARY,
			[ANSWER_REDIRECT_PERMANENT] = GEMINI_REDIRECT_PERMANENT,
			[ANSWER_GONE] = GEMINI_GONE,
			[ANSWER_NONE] = GEMINI_NOT_FOUND,
			[ANSWER_UNREADABLE] = GEMINI_TEMPORARY_FAILURE,
			[ANSWER_STARTING] = GEMINI_SERVER_UNAVAILABLE,
			[ANSWER_BUSY] = GEMINI_SERVER_UNAVAILABLE,
			[ANSWER_SLOW_DOWN] = GEMINI_SLOW_DOWN,
			[ANSWER_REFUSED] = GEMINI_PROXY_REQUEST_REFUSED,
			[ANSWER_BAD] = GEMINI_BAD_REQUEST,
			[ANSWER_PROMPT] = GEMINI_INPUT,
		},
	.has_relative_links = true,
	.says_seconds = true,
	.say = say,
	.succeed = succeed,
	.render = render,
};

/* A query, decoded; NULL: there is none. */
static struct slice words_of(struct arena *arena, struct slice query)
{
	auto_buf struct buf words =
		BUF(BUF_MAX_BYTES); /* never longer than the request */
	ptrdiff_t nul;

	if (!query.ptr)
		return slice_none;
	/* A NUL is a space; no address has one. */
	for (; (nul = slice_find(query, S("%00"))) >= 0; buf_putc(&words, ' ')) {
		if (!uri_decode(&words, slice_take(&query, (size_t)nul)))
			return slice_none;
		slice_take(&query, 3);
	}
	if (!uri_decode(&words, query))
		return slice_none;
	return words.len ? buf_dup(&words, arena) : S("");
}

static enum service_verdict on_request(const struct service *service, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct answer answer = answer_new(&gemini, service->ctx, conn, 0, call);
	struct gemini_request request;
	struct slice refusal;
	const char *why;

	switch (gemini_parse(
		conn_arena(conn), call->bytes, call->end || call->full, &request, &why)) {
	case GEMINI_MORE:
		return call->end ? SERVICE_CLOSE : SERVICE_MORE;
	case GEMINI_BAD:
		return answer_say_text(&answer, conn, ANSWER_BAD, slice_str(why), reply);
	case GEMINI_OK:
		break;
	}
	if (request.is_titan)
		conn_keep_body(conn, request.line_bytes);
	int number = find_site(answer.table, conn, &request, &refusal);
	log_request(answer.table, number, conn, &request, slice_none);
	if (number < 0)
		return answer_say_text(&answer, conn, ANSWER_REFUSED, refusal, reply);
	answer = answer_new(&gemini, service->ctx, conn, (unsigned)number, call);
	answer.port = public_port(answer.table, conn);
	answer.host = serve_table_host(answer.table, request.host_key);
	answer.variant = slice_hash(origin_of(&answer, conn_arena(conn)));
	answer.query = request.query;
	answer.words = words_of(conn_arena(conn), request.query);
	if (request.is_titan && !titan_is_open(&answer))
		return answer_say_text(
			&answer, conn, ANSWER_REFUSED, S("No uploads here"), reply);
	/* Before anything is looked up, and before there is anything. */
	if (is_closed(&answer, conn, &request, reply))
		return SERVICE_REPLY;
	if (request.is_titan)
		return titan_reply(&answer, conn, &request,
			origin_of(&answer, conn_arena(conn)), reply);
	if (answer.place.is_desk)
		return desk_reply(&answer, conn, request.key,
			origin_of(&answer, conn_arena(conn)), reply);
	if (!answer.site)
		return answer_without_site(&answer, conn, reply);
	if (answer.place.zone)
		return zone_walk(&answer, answer.place.zone, conn, request.key, reply);
	return walk_key(&answer, conn, request.key, reply);
}

static void on_refuse(const struct service *service, struct conn *conn,
	enum service_refusal refusal, unsigned retry_seconds, struct reply *reply)
{
	struct answer answer = answer_new(&gemini, service->ctx, conn, 0, NULL);
	if (refusal == REFUSE_TOTAL_LIMIT)
		answer_say(&answer, conn, ANSWER_BUSY, reply);
	else
		answer_slow_down(
			&answer, conn, "Too many requests", retry_seconds, reply);
}

static void on_done(const struct service *service, struct conn *conn,
	const struct reply *reply, uint64_t sent_bytes, bool whole)
{
	char status[16];
	snprintf(status, sizeof(status), "%u", reply->status);
	const struct serve *serve = service->ctx;
	if (serve->titan && serve_upload_bytes(conn))
		titan_count(serve->titan, reply->status);
	if (reply->status == GEMINI_SUCCESS || reply->status == GEMINI_NOT_FOUND)
		serve_tally(service->ctx, service, conn,
			reply->status == GEMINI_SUCCESS ? TALLY_FOUND : TALLY_MISSING);
	serve_access(service, conn, status, sent_bytes, whole);
}

void gemini_service_init(struct service *service, const struct serve *serve)
{
	*service = (struct service){
		.name = "gemini",
		.tls = true,
		.request_max_bytes = GEMINI_REQUEST_MAX_BYTES + 2,
		.wait_ms = SERVE_WAIT_MS,
		.ctx = (void *)serve,
		.request = on_request,
		.refuse = on_refuse,
		.done = on_done,
	};
}
