/* SPDX-License-Identifier: MIT */
#include "serve/gemini_service.h"

#include <stdio.h>

#include "base/file.h"
#include "base/uri.h"
#include "net/worker.h"
#include "proto/gemini.h"
#include "serve/gemini_page.h"
#include "serve/print.h"

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

/* The port that readers use. */
static unsigned public_port(const struct serve_table *table, const struct conn *conn)
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

/* The site that @request asks for, as the TLS hello named it too; -1: it is not ours to answer, and
 * *why says what would be. */
static int find_site(const struct serve_table *table, struct conn *conn,
	const struct gemini_request *request, struct slice *why)
{
	struct arena *arena = conn_arena(conn);
	struct slice name = conn_server_name(conn);
	int site = serve_table_site(table, request->host_key);
	if (!request->is_gemini)
		*why = slice_eq_nocase(request->scheme, S("titan"))
			       ? S("No uploads here")
			       : arena_printf(arena, "Only gemini: here, not %.*s:",
					 SARG(request->scheme));
	else if (site < 0)
		*why = arena_printf(arena, "This capsule answers for %.*s%s",
			SARG(serve_host_text(arena, table->names[0])),
			table->site_count > 1 ? " and others" : "");
	else if (!port_is_ours(table, conn, request->port_number))
		*why = arena_printf(arena, "This capsule is on port %u, not on %u",
			public_port(table, conn), request->port_number);
	else if (name.len && serve_table_site(table, name) != site)
		*why = arena_printf(arena,
			"This connection was opened for %.*s; open one for %.*s",
			SARG(name), SARG(serve_host_text(arena, request->host_key)));
	else
		return site;
	return -1;
}

/* Why a client's certificate is refused, or NULL. Whoever breaks such a key can pass for its owner. */
static const char *weakness_of(enum tls_client_key key)
{
	switch (key) {
	case TLS_CLIENT_KEY_WEAK:
		return "The key of your certificate is too weak; make one with P-256, "
		       "Ed25519, or RSA of 2048 bits or more";
	case TLS_CLIENT_KEY_LARGE:
		return "The key of your certificate is too large; RSA has 8192 bits at "
		       "most here";
	case TLS_CLIENT_KEY_NONE:
	case TLS_CLIENT_KEY_GOOD:
		break;
	}
	return NULL;
}

static void reply_error(
	struct conn *conn, struct reply *reply, int error, struct slice path)
{
	if (serve_is_gone(error, path))
		say(conn, reply, GEMINI_NOT_FOUND, S("No page at this address"));
	else
		say(conn, reply, GEMINI_TEMPORARY_FAILURE,
			S("This page cannot be read at the moment"));
}

static int page_print(const struct print_job *job, struct arena *arena, struct blob **out)
{
	return gemini_page_print(job->site, &job->ref, job->text, arena, NULL, out);
}

static void page_reply(const struct print_job *job, struct conn *conn, struct blob *blob,
	struct reply *reply)
{
	(void)job, (void)conn;
	reply->status = GEMINI_SUCCESS;
	reply->blob = blob;
}

static void page_fail(
	const struct print_job *job, struct conn *conn, int error, struct reply *reply)
{
	reply_error(conn, reply, error, job->ref.path);
}

static const struct print_kind page_kind = {page_print, page_reply, page_fail};

/* What stands before absolute addresses. It is the same by whichever name the site was asked for, so
 * that the ids in its feeds stay. */
static struct slice origin_of(
	const struct serve_table *table, struct conn *conn, unsigned number)
{
	return serve_gemini_origin(
		conn_arena(conn), table->names[number], public_port(table, conn));
}

static enum service_verdict reply_page(const struct serve *serve, struct conn *conn,
	unsigned number, struct site *site, const struct page_ref *ref, bool has_waited,
	struct reply *reply)
{
	const struct serve_worker *worker = worker_data(conn_worker(conn));
	struct slice origin = origin_of(worker->table, conn, number);
	struct print_job job = {
		.kind = &page_kind,
		.serve = serve,
		.table = worker->table,
		.site = site,
		.key = {.site = number,
			.printer = SERVE_PRINTER_GEMINI | ref->form,
			.path = ref->path,
			.version = serve_version(site, ref)},
		.has_waited = has_waited,
		.is_long = print_is_long(ref),
		.ref = *ref,
		.text = origin,
	};
	if (ref->kind == PAGE_FEED || ref->form == FORM_TEXT)
		job.key.version = slice_hash_more(job.key.version, origin);
	return print_reply(conn, &job, reply);
}

static enum service_verdict reply_file(struct conn *conn, const struct site *site,
	const struct site_file *file, bool has_waited, struct reply *reply)
{
	uint64_t size;
	if (!has_waited &&
		print_is_changing(site, file->source, file->size_bytes, file->mtime_ns))
		return SERVICE_WAIT;
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
	bool has_waited, struct reply *reply)
{
	struct route to;
	route(site, conn_arena(conn), request->key, &to);
	switch (to.kind) {
	case ROUTE_PAGE:
		return reply_page(serve, conn, number, site, &to.page, has_waited, reply);
	case ROUTE_FILE:
		return reply_file(conn, site, to.file, has_waited, reply);
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
	struct slice refusal;
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
	serve_asked(conn, request.host_key, request.path);
	int number = find_site(worker->table, conn, &request, &refusal);
	if (number < 0) {
		say(conn, reply, GEMINI_PROXY_REQUEST_REFUSED, refusal);
		return SERVICE_REPLY;
	}
	const char *weakness = weakness_of(conn_client_key(conn));
	if (weakness)
		return answer(conn, reply, GEMINI_CERTIFICATE_NOT_VALID, weakness);
	struct site *site = worker->sites[number];
	if (site)
		return reply_route(serve, conn, (unsigned)number, site, &request,
			call->timed_out, reply);
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
	char status[16];
	snprintf(status, sizeof(status), "%u", reply->status);
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
