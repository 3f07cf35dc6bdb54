/* SPDX-License-Identifier: MIT */
#include "serve/gopher_service.h"

#include <errno.h>

#include "net/worker.h"
#include "proto/gopher.h"
#include "serve/gopher_alias.h"
#include "serve/gopher_reply.h"
#include "serve/gopher_url.h"
#include "serve/walk.h"
#include "source/overlay.h"

#define REPLY_MAX_BYTES (64 * 1024) /* of replies without a page */
/* A larger text file is sent unchanged: converting its line ends takes memory. */
#define TEXT_FILE_MAX_BYTES (4 * 1024 * 1024)
#define FORM_URL            (2u << 16)

static struct gopher_place place_of(const struct answer *answer)
{
	const struct serve_gopher *gopher = &answer->table->gopher[answer->number];
	return (struct gopher_place){
		gopher, answer->host ? answer->host->name : gopher->host, answer->port};
}

/* --- replies in memory ----------------------------------------------------------- */

static enum service_verdict send_text(
	struct conn *conn, struct reply *reply, char type, struct buf *text)
{
	reply->status = (unsigned)type;
	reply->head = buf_dup(text, conn_arena(conn));
	buf_fini(text);
	return SERVICE_REPLY;
}

static void say(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct slice text, struct reply *reply)
{
	const struct gopher_place place = place_of(answer);
	struct buf out = BUF(REPLY_MAX_BYTES);
	if (outcome == ANSWER_REDIRECT || outcome == ANSWER_REDIRECT_PERMANENT)
		gopher_put_moved(&out, &place, conn_arena(conn), answer->site, text);
	else
		gopher_put_error(&out, &place, answer->site, text,
			outcome == ANSWER_NONE || outcome == ANSWER_GONE);
	send_text(conn, reply, (char)reply->status, &out);
}

static enum service_verdict send_http(
	const struct answer *answer, struct conn *conn, struct reply *reply)
{
	const struct gopher_place place = place_of(answer);
	struct buf text = BUF(REPLY_MAX_BYTES);
	gopher_put_http(&text, &place, answer->site);
	return send_text(conn, reply, 'h', &text);
}

static enum service_verdict send_caps(
	const struct answer *answer, struct conn *conn, struct reply *reply)
{
	const struct gopher_place place = place_of(answer);
	struct buf text = BUF(REPLY_MAX_BYTES);
	gopher_put_caps(&text, &place);
	return send_text(conn, reply, '0', &text);
}

/* --- what is rendered and kept ----------------------------------------------------- */

static char type_of_file(const struct answer *answer, const struct site_file *file)
{
	const struct gopher_place place = place_of(answer);
	const struct gopher_origin origin = gopher_place_origin(&place);
	const struct doc_target target = {.kind = DOC_TO_FILE,
		.url = file->source,
		.mime = file->mime,
		.size_bytes = -1};
	return gopher_type(&origin, &target);
}

static bool renders_file(const struct answer *answer, const struct site_file *file)
{
	return file->size_bytes <= TEXT_FILE_MAX_BYTES &&
	       type_of_file(answer, file) == '0';
}

static int render_file(const struct render_job *job, struct render_output *out)
{
	auto_buf struct buf bytes = BUF(TEXT_FILE_MAX_BYTES + 1);
	int error = overlay_read_beneath(job->answer.site->overlay,
		job->answer.site->folder, job->file->source, TEXT_FILE_MAX_BYTES, &bytes);
	if (error >= 0)
		gopher_put_text(&out->bytes, buf_slice(&bytes));
	return error < 0 ? error : 0;
}

static int render(
	const struct render_job *job, struct arena *arena, struct render_output *out)
{
	const struct gopher_place place = place_of(&job->answer);
	if (job->file)
		return render_file(job, out);
	return gopher_page_render(out, job->answer.site, &job->ref, &place, arena, NULL);
}

/* The HTML page that redirects to a URL, the job's path. */
static int render_url(
	const struct render_job *job, struct arena *arena, struct render_output *out)
{
	const struct answer *answer = &job->answer;
	struct slice url = job->key.path;
	if (!gopher_url_is_linked(
		    answer->serve, answer->number, answer->site, arena, url))
		return -ENOENT;
	gopher_put_url_page(&out->bytes, url);
	return 0;
}

static void succeed(const struct render_job *job, struct conn *conn, struct reply *reply)
{
	char type = 'h';
	if (job->file)
		type = type_of_file(&job->answer, job->file);
	else if (job->render != render_url)
		type = gopher_page_type(&job->ref);
	reply->status = (unsigned)type;
	if (type == '1' && job->answer.wants_info) {
		struct buf text = BUF(SERVE_PAGE_MAX_BYTES);
		gopher_put_info(&text, slice(reply->blob->bytes, reply->blob->len));
		blob_drop(reply->blob);
		reply->blob = NULL;
		send_text(conn, reply, type, &text);
	}
}

static const struct answer_protocol gopher = {
	.renderer = SERVE_RENDERER_GOPHER,
	/* Item types. On success, that of the content. */
	.status =
		{
			[ANSWER_REDIRECT] = '1',
			[ANSWER_REDIRECT_PERMANENT] = '1',
			[ANSWER_GONE] = '3',
			[ANSWER_NONE] = '3',
			[ANSWER_UNREADABLE] = '3',
			[ANSWER_STARTING] = '3',
			[ANSWER_BUSY] = '3',
			[ANSWER_SLOW_DOWN] = '3',
			[ANSWER_REFUSED] = '3',
			[ANSWER_BAD] = '3',
		},
	.follows_redirects = true,
	.say = say,
	.succeed = succeed,
	.renders_file = renders_file,
	.render = render,
};

static enum service_verdict send_url(const struct answer *answer, struct conn *conn,
	struct slice url, struct reply *reply)
{
	struct render_job job =
		render_job_new(answer, FORM_URL, url, answer->site->version);
	job.render = render_url;
	job.is_long = true;
	job.none = "No page of this site links there";
	if (!url.len)
		return answer_say_text(
			answer, conn, ANSWER_NONE, slice_str(job.none), reply);
	return render_reply(&job, conn, reply);
}

/* --- the walk ------------------------------------------------------------------------ */

/* Should "/caps.txt" be generated? */
static bool is_caps(const struct answer *answer, struct conn *conn, struct slice key)
{
	struct route to;
	if (!slice_eq(key, S("/caps.txt")))
		return false;
	route(answer->site, conn_arena(conn), key, &to);
	return to.kind == ROUTE_NONE;
}

static enum service_verdict send_item(const struct answer *answer, struct conn *conn,
	struct slice key, struct reply *reply)
{
	gopher_alias_find(
		answer->serve, answer->number, answer->site, conn_arena(conn), key, &key);
	if (is_caps(answer, conn, key))
		return send_caps(answer, conn, reply);
	return walk_key(answer, conn, key, reply);
}

/* *gone: a reload removed the site, and the first site answers that. */
static struct answer new_answer(const struct service *service, struct conn *conn,
	const struct service_call *call, bool *gone)
{
	const struct gopher_service *own = service->ctx;
	const struct serve_worker *worker = worker_data(conn_worker(conn));
	int found = own->host.len ? serve_table_site(worker->table, own->host) : 0;
	struct answer answer = answer_new(
		&gopher, own->serve, conn, found < 0 ? 0 : (unsigned)found, call);
	const struct serve_gopher *settings = &answer.table->gopher[answer.number];
	*gone = found < 0;
	answer.port = settings->port ? settings->port : conn_local_port(conn);
	/* A request names no host, but a TLS hello does. */
	const struct serve_host *asked =
		serve_table_host(answer.table, conn_server_name(conn));
	if (asked && asked->site == answer.number)
		answer.host = asked;
	/* Items contain host and port, so pages differ by them. */
	answer.variant = cache_mix(settings->version, answer.port) ^
			 slice_hash(answer.host ? answer.host->name : slice_none);
	return answer;
}

/* For the access line: without search words and anything after '?'. */
static struct slice path_of(struct arena *arena, const struct gopher_request *request)
{
	struct slice path;
	slice_cut(request->selector, '?', &path, NULL);
	if (request->ask == GOPHER_HTTP)
		return S("/ (HTTP)");
	return slice_starts(path, S("/")) ? path
					  : arena_printf(arena, "/%.*s", SARG(path));
}

/* Zones and the desk are not here; what is asked for names them all the same. */
static void log_request(const struct answer *answer, struct conn *conn,
	const struct gopher_request *request, bool gone)
{
	const struct serve_table *table = answer->table;
	struct slice host = table->gopher[answer->number].host;
	struct slice private =
		serve_private_path(table, gone ? -1 : (int)answer->number, request->key);

	if (private.len)
		serve_asked_in_private(conn, host, private);
	else
		serve_asked(conn, host, path_of(conn_arena(conn), request));
}

static enum service_verdict on_request(const struct service *service, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct gopher_request request;
	const char *why;
	bool gone;
	struct answer answer = new_answer(service, conn, call, &gone);
	const struct serve_gopher *settings = &answer.table->gopher[answer.number];

	if (gopher_is_tls(call->bytes) && !conn_is_tls(conn))
		return settings->tls ? SERVICE_START_TLS : SERVICE_CLOSE;
	switch (gopher_parse(
		conn_arena(conn), call->bytes, call->end || call->full, &request, &why)) {
	case GOPHER_MORE:
		return call->end ? SERVICE_CLOSE : SERVICE_MORE;
	case GOPHER_BAD:
		return answer_say_text(&answer, conn, ANSWER_BAD, slice_str(why), reply);
	case GOPHER_OK:
		break;
	}
	log_request(&answer, conn, &request, gone);
	answer.words = request.words;
	if (gone)
		return answer_say_text(&answer, conn, ANSWER_REFUSED,
			S("This site is no longer served here"), reply);
	if (!answer.site)
		return answer_without_site(&answer, conn, reply);
	switch (request.ask) {
	case GOPHER_HTTP:
		return send_http(&answer, conn, reply);
	case GOPHER_URL:
		return send_url(&answer, conn, request.url, reply);
	case GOPHER_INFO:
		answer.wants_info = true;
		break;
	case GOPHER_ITEM:
		break;
	}
	return send_item(&answer, conn, request.key, reply);
}

static void on_refuse(const struct service *service, struct conn *conn,
	enum service_refusal refusal, unsigned retry_seconds, struct reply *reply)
{
	bool gone;
	struct answer answer = new_answer(service, conn, NULL, &gone);
	if (refusal == REFUSE_TOTAL_LIMIT)
		answer_say(&answer, conn, ANSWER_BUSY, reply);
	else
		answer_slow_down(&answer, conn,
			refusal == REFUSE_RATE ? "Too many requests"
					       : "Too many connections",
			retry_seconds, reply);
}

static void on_done(const struct service *service, struct conn *conn,
	const struct reply *reply, uint64_t sent_bytes, bool whole)
{
	const struct gopher_service *own = service->ctx;
	const char type[] = {(char)reply->status, '\0'};
	serve_tally(own->serve, service, conn,
		reply->status == '3' ? TALLY_MISSING : TALLY_FOUND);
	serve_access(service, conn, type, sent_bytes, whole);
}

void gopher_service_init(
	struct gopher_service *out, const struct serve *serve, struct slice host)
{
	*out = (struct gopher_service){.serve = serve, .host = host};
	out->service = (struct service){
		.name = "gopher",
		.request_max_bytes = GOPHER_REQUEST_MAX_BYTES + 2,
		.wait_ms = SERVE_WAIT_MS,
		.ctx = out,
		.request = on_request,
		.refuse = on_refuse,
		.done = on_done,
	};
}
