/* SPDX-License-Identifier: MIT */
#include "serve/gemini_service.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/log.h"
#include "base/uri.h"
#include "net/worker.h"
#include "proto/gemini.h"
#include "serve/gemini_page.h"

#define WAIT_MS        3000
#define PRINTER_GEMINI 1 /* and the page's form, in the cache */

/* What the access line wants to know; in the connection's arena. */
struct asked {
	struct slice host, path;
};

static void say(struct conn *conn, struct reply *reply, enum gemini_status status,
	struct slice meta)
{
	reply->status = status;
	reply->head = gemini_header(conn_arena(conn), status, meta);
}

static enum service_verdict answer(struct conn *conn, struct reply *reply,
	enum gemini_status status, const char *phrase)
{
	say(conn, reply, status, slice_str(phrase));
	return SERVICE_REPLY;
}

static enum service_verdict refuse_host(
	struct conn *conn, struct reply *reply, const struct serve_table *table)
{
	const char *dots = table->site_count > 1 ? " and others" : "";
	say(conn, reply, GEMINI_PROXY_REQUEST_REFUSED,
		arena_printf(conn_arena(conn), "This capsule answers for %.*s%s",
			SARG(table->names[0]), dots));
	return SERVICE_REPLY;
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

/* The site that @request asks for, as the TLS hello named it too; -1: it is not ours to answer. */
static int find_site(const struct serve_table *table, struct conn *conn,
	const struct gemini_request *request)
{
	struct slice name = conn_server_name(conn);
	int site = serve_table_site(table, request->host_key);
	if (!request->is_gemini || site < 0 ||
		!port_is_ours(table, conn, request->port_number))
		return -1;
	if (name.len && serve_table_site(table, name) != site)
		return -1;
	return site;
}

static void reply_blob(struct reply *reply, struct blob *blob)
{
	reply->status = GEMINI_SUCCESS;
	reply->blob = blob;
}

static void reply_error(
	struct conn *conn, struct reply *reply, int error, struct slice path)
{
	if (error == -ENOENT) {
		say(conn, reply, GEMINI_NOT_FOUND, S("No page at this address"));
		return;
	}
	log_warning("%.*s could not be read: %s; the reader was asked to come back",
		SARG(path), log_strerror(error));
	say(conn, reply, GEMINI_TEMPORARY_FAILURE,
		S("This page cannot be read at the moment"));
}

/* A long page on its way through the work queue. */
struct job {
	const struct serve *serve;
	struct site *site; /* one reference */
	struct arena arena;
	struct page_ref ref; /* its strings live in the arena or the snapshot */
	struct slice host;
	struct cache_key key;
	struct blob *blob;
	int error;
};

static void job_work(void *data)
{
	struct job *job = data;
	job->error = gemini_page_print(
		job->site, &job->ref, job->host, &job->arena, NULL, &job->blob);
	if (!job->error)
		cache_put(job->serve->cache, &job->key, job->blob);
}

static void job_finish(void *data, struct conn *conn, struct reply *reply)
{
	struct job *job = data;
	if (!conn)
		blob_drop(job->blob);
	else if (job->error)
		reply_error(conn, reply, job->error, job->ref.path);
	else
		reply_blob(reply, job->blob);
	serve_site_drop(job->serve, job->site);
	arena_fini(&job->arena);
	free(job);
}

static void defer(const struct serve *serve, struct conn *conn, struct site *site,
	const struct page_ref *ref, struct slice host, const struct cache_key *key)
{
	struct job *job = calloc(1, sizeof(*job));
	if (!job)
		abort();
	job->serve = serve;
	job->site = site_ref(site);
	arena_init(&job->arena);
	job->ref = *ref;
	job->ref.path = arena_dup(&job->arena, ref->path);
	job->ref.base = arena_dup(&job->arena, ref->base);
	job->host = arena_dup(&job->arena, host);
	job->key = *key;
	job->key.path = job->ref.path;
	conn_defer(conn, job_work, job_finish, job);
}

/* Pages that convert many posts, or a long one. */
static bool is_long(const struct page_ref *ref)
{
	if (ref->kind == PAGE_FEED)
		return true;
	return ref->post && ref->post->stamp.size_bytes > SERVE_INLINE_MAX_BYTES;
}

static enum service_verdict reply_page(const struct serve *serve, struct conn *conn,
	unsigned number, struct site *site, const struct page_ref *ref, struct slice host,
	struct reply *reply)
{
	struct cache_key key = {
		.site = number,
		.printer = PRINTER_GEMINI << 8 | ref->form,
		.path = ref->path,
		.version = serve_version(site, ref),
	};
	struct blob *blob = cache_get(serve->cache, &key);
	if (!blob && is_long(ref)) {
		defer(serve, conn, site, ref, host, &key);
		return SERVICE_WAIT;
	}
	if (!blob) {
		int error =
			gemini_page_print(site, ref, host, conn_arena(conn), NULL, &blob);
		if (error) {
			reply_error(conn, reply, error, ref->path);
			return SERVICE_REPLY;
		}
		cache_put(serve->cache, &key, blob);
	}
	reply_blob(reply, blob);
	return SERVICE_REPLY;
}

static enum service_verdict reply_file(struct conn *conn, const struct site *site,
	const struct site_file *file, struct reply *reply)
{
	uint64_t size;
	int fd = file_open_beneath(site->folder, file->source, &size);
	if (fd < 0) {
		reply_error(conn, reply, fd, file->source);
		return SERVICE_REPLY;
	}
	say(conn, reply, GEMINI_SUCCESS, file->mime);
	reply->file = fd;
	reply->file_bytes = size;
	return SERVICE_REPLY;
}

static enum service_verdict reply_redirect(struct conn *conn, const struct route *to,
	const struct gemini_request *request, struct reply *reply)
{
	enum gemini_status status =
		to->permanent ? GEMINI_REDIRECT_PERMANENT : GEMINI_REDIRECT_TEMPORARY;
	struct slice location = to->location;
	if (request->query.ptr && !uri_scheme(location).len &&
		slice_find_char(location, '?') < 0)
		location = arena_printf(conn_arena(conn), "%.*s?%.*s", SARG(location),
			SARG(request->query));
	if (location.len > GEMINI_META_MAX_BYTES)
		return answer(conn, reply, GEMINI_NOT_FOUND, "No page at this address");
	say(conn, reply, status, location);
	return SERVICE_REPLY;
}

static enum service_verdict reply_route(const struct serve *serve, struct conn *conn,
	unsigned number, struct site *site, const struct gemini_request *request,
	struct reply *reply)
{
	struct route to;
	route(site, conn_arena(conn), request->key, &to);
	switch (to.kind) {
	case ROUTE_PAGE:
		return reply_page(
			serve, conn, number, site, &to.page, request->host_key, reply);
	case ROUTE_FILE:
		return reply_file(conn, site, to.file, reply);
	case ROUTE_REDIRECT:
		return reply_redirect(conn, &to, request, reply);
	case ROUTE_GONE:
		return answer(conn, reply, GEMINI_GONE, "This page is gone for good");
	case ROUTE_NONE:
		break;
	}
	return answer(conn, reply, GEMINI_NOT_FOUND, "No page at this address");
}

static enum service_verdict on_request(const struct service *service, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	const struct serve *serve = service->ctx;
	const struct serve_worker *worker = worker_data(conn_worker(conn));
	struct gemini_request request;
	const char *why;

	switch (gemini_parse(
		conn_arena(conn), call->bytes, call->end || call->full, &request, &why)) {
	case GEMINI_MORE:
		return call->end ? SERVICE_CLOSE : SERVICE_MORE;
	case GEMINI_BAD:
		return answer(conn, reply, GEMINI_BAD_REQUEST, why);
	case GEMINI_OK:
		break;
	}
	struct asked *asked = arena_new(conn_arena(conn), struct asked);
	*asked = (struct asked){request.host_key, request.path};
	*conn_data(conn) = asked;
	int number = find_site(worker->table, conn, &request);
	if (number < 0)
		return refuse_host(conn, reply, worker->table);
	struct site *site = worker->sites[number];
	if (site)
		return reply_route(serve, conn, (unsigned)number, site, &request, reply);
	if (call->timed_out)
		return answer(conn, reply, GEMINI_SERVER_UNAVAILABLE,
			"This capsule is starting; try again in a moment");
	return SERVICE_WAIT;
}

static void on_refuse(const struct service *service, struct conn *conn,
	enum service_refusal refusal, unsigned retry_seconds, struct reply *reply)
{
	(void)service;
	switch (refusal) {
	case REFUSE_ADDRESS_LIMIT:
		say(conn, reply, GEMINI_SLOW_DOWN,
			arena_printf(conn_arena(conn), "%u", retry_seconds));
		return;
	case REFUSE_TOTAL_LIMIT:
		break;
	}
	say(conn, reply, GEMINI_SERVER_UNAVAILABLE,
		S("Many readers are here now; try again in a moment"));
}

static void on_done(const struct service *service, struct conn *conn,
	const struct reply *reply, uint64_t sent_bytes, bool whole)
{
	const struct asked *asked = *conn_data(conn);
	struct buf line;
	if (!log_current()->access)
		return;
	buf_init(&line, 8 * 1024);
	struct slice peer = conn_peer_text(conn);
	buf_printf(&line, "%s %.*s ", service->name, SARG(peer));
	if (asked && asked->host.len) {
		buf_puts(&line, "gemini://");
		log_escape(&line, asked->host);
		log_escape(&line, asked->path.len ? asked->path : S("/"));
	} else {
		buf_putc(&line, '-');
	}
	buf_printf(&line, " %u %llu %llums%s%s", reply->status,
		(unsigned long long)sent_bytes, (unsigned long long)conn_age_ms(conn),
		conn_resumed(conn) ? " resumed" : "", whole ? "" : " cut");
	log_access(buf_slice(&line));
	buf_fini(&line);
}

void gemini_service_init(struct service *service, const struct serve *serve)
{
	*service = (struct service){
		.name = "gemini",
		.tls = true,
		.request_max_bytes = GEMINI_REQUEST_MAX_BYTES + 2,
		.wait_ms = WAIT_MS,
		.ctx = (void *)serve,
		.request = on_request,
		.refuse = on_refuse,
		.done = on_done,
	};
}
