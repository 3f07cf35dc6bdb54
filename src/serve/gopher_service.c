/* SPDX-License-Identifier: MIT */
#include "serve/gopher_service.h"

#include <errno.h>

#include "base/file.h"
#include "base/log.h"
#include "base/uri.h"
#include "net/worker.h"
#include "proto/gopher.h"
#include "serve/gopher_find.h"
#include "serve/gopher_reply.h"
#include "serve/print.h"

#define REPLY_MAX_BYTES (64 * 1024) /* of what no page is behind */
#define REDIRECTS_MAX   8
/* A text file over this is sent as it is: its line ends would have to be changed in memory. */
#define TEXT_FILE_MAX_BYTES (4 * 1024 * 1024)
#define PRINTER_FILE        (1u << 16)
#define PRINTER_URL         (2u << 16)

/* What one request is about. */
struct asking {
	const struct serve *serve;
	struct conn *conn;
	struct serve_table *table;
	unsigned number;   /* of the site */
	struct site *site; /* NULL: not yet scanned */
	struct gopher_place place;
	bool gone; /* a reload took the site away: it is the first one's turn to say so */
	bool has_waited; /* waited for long enough */
	bool info;       /* wants a menu as Gopher+ tells it */
};

static struct gopher_place place_of(
	const struct serve_table *table, unsigned site, uint16_t port)
{
	const struct serve_gopher *gopher = &table->gopher[site];
	return (struct gopher_place){gopher, gopher->port ? gopher->port : port};
}

static void set_asking(
	struct asking *asking, const struct gopher_service *own, struct conn *conn)
{
	const struct serve_worker *worker = worker_data(conn_worker(conn));
	int found = own->host.len ? serve_table_site(worker->table, own->host) : 0;
	unsigned site = found < 0 ? 0 : (unsigned)found;
	*asking = (struct asking){.serve = own->serve,
		.conn = conn,
		.table = worker->table,
		.number = site,
		.site = worker->sites[site],
		.place = place_of(worker->table, site, conn_local_port(conn)),
		.gone = found < 0};
}

/* --- replies in memory ----------------------------------------------------------- */

static enum service_verdict say(
	struct conn *conn, struct reply *reply, char type, struct buf *text)
{
	reply->status = (unsigned)type;
	reply->head = buf_dup(text, conn_arena(conn));
	buf_fini(text);
	return SERVICE_REPLY;
}

static enum service_verdict send_error(
	const struct asking *asking, struct reply *reply, const char *phrase)
{
	struct buf text;
	buf_init(&text, REPLY_MAX_BYTES);
	gopher_put_error(&text, &asking->place, asking->site, slice_str(phrase));
	return say(asking->conn, reply, '3', &text);
}

static enum service_verdict send_moved(
	const struct asking *asking, struct slice url, struct reply *reply)
{
	struct buf text;
	buf_init(&text, REPLY_MAX_BYTES);
	gopher_put_moved(
		&text, &asking->place, conn_arena(asking->conn), asking->site, url);
	return say(asking->conn, reply, '1', &text);
}

static enum service_verdict send_http(const struct asking *asking, struct reply *reply)
{
	struct buf text;
	buf_init(&text, REPLY_MAX_BYTES);
	gopher_put_http(&text, &asking->place, asking->site);
	return say(asking->conn, reply, 'h', &text);
}

static enum service_verdict send_caps(const struct asking *asking, struct reply *reply)
{
	struct buf text;
	buf_init(&text, REPLY_MAX_BYTES);
	gopher_put_caps(&text, &asking->place);
	return say(asking->conn, reply, '0', &text);
}

/* --- what is printed and kept ------------------------------------------------------ */

static int to_blob(struct buf *text, int error, struct blob **out)
{
	if (!error && text->overflow)
		error = -EFBIG;
	if (!error) {
		*out = blob_new(text->len);
		if (text->len)
			memcpy((*out)->bytes, text->ptr, text->len);
	}
	buf_fini(text);
	return error;
}

static int print_page(const struct print_job *job, struct arena *arena, struct blob **out)
{
	struct gopher_place place = place_of(job->table, job->key.site, job->port);
	struct buf text;
	buf_init(&text, SERVE_PAGE_MAX_BYTES);
	int error = gopher_page_put(&text, job->site, &job->ref, &place, arena, NULL);
	return to_blob(&text, error, out);
}

static int print_file(const struct print_job *job, struct arena *arena, struct blob **out)
{
	struct buf bytes, text;
	(void)arena;
	buf_init(&bytes, TEXT_FILE_MAX_BYTES + 1);
	buf_init(&text, SERVE_PAGE_MAX_BYTES);
	int error = file_read_beneath(
		job->site->folder, job->file->source, TEXT_FILE_MAX_BYTES, &bytes);
	if (error >= 0)
		gopher_put_text(&text, buf_slice(&bytes));
	buf_fini(&bytes);
	return to_blob(&text, error < 0 ? error : 0, out);
}

static int print_url(const struct print_job *job, struct arena *arena, struct blob **out)
{
	struct buf text;
	buf_init(&text, REPLY_MAX_BYTES);
	bool known =
		gopher_find_url(job->serve, job->key.site, job->site, arena, job->text);
	if (known)
		gopher_put_url_page(&text, job->text);
	return to_blob(&text, known ? 0 : -ENOENT, out);
}

static char type_of_job(const struct print_job *job)
{
	if (job->text.len)
		return 'h';
	return job->file ? '0' : gopher_page_type(&job->ref);
}

static void reply_blob(const struct print_job *job, struct conn *conn, struct blob *blob,
	struct reply *reply)
{
	(void)conn;
	reply->status = (unsigned)type_of_job(job);
	reply->blob = blob;
}

static void reply_info(const struct print_job *job, struct conn *conn, struct blob *blob,
	struct reply *reply)
{
	struct buf text;
	buf_init(&text, SERVE_PAGE_MAX_BYTES);
	gopher_put_info(&text, slice(blob->bytes, blob->len));
	blob_drop(blob);
	say(conn, reply, type_of_job(job), &text);
}

static void reply_failure(
	const struct print_job *job, struct conn *conn, int error, struct reply *reply)
{
	const struct gopher_place place = place_of(job->table, job->key.site, job->port);
	struct buf text;
	const char *phrase = "This page cannot be read at the moment";
	if (serve_is_gone(error, job->file ? job->file->source : job->key.path))
		phrase = job->text.len ? "No page of this site links there"
				       : "No page at this address";
	buf_init(&text, REPLY_MAX_BYTES);
	gopher_put_error(&text, &place, job->site, slice_str(phrase));
	say(conn, reply, '3', &text);
}

static const struct print_kind page_kind = {print_page, reply_blob, reply_failure};
static const struct print_kind info_kind = {print_page, reply_info, reply_failure};
static const struct print_kind file_kind = {print_file, reply_blob, reply_failure};
static const struct print_kind url_kind = {print_url, reply_blob, reply_failure};

static struct print_job job_of(const struct asking *asking, const struct print_kind *kind,
	unsigned printer, struct slice path, unsigned long long version)
{
	uint16_t port = conn_local_port(asking->conn);
	return (struct print_job){
		.has_waited = asking->has_waited,
		.kind = kind,
		.serve = asking->serve,
		.table = asking->table,
		.site = asking->site,
		/* Items name the port, so that each has its own pages. */
		.key = {.site = asking->number,
			.printer = SERVE_PRINTER_GOPHER | printer,
			.path = path,
			.version = cache_mix(version ^ asking->place.gopher->version,
				asking->place.port)},
		.port = port,
	};
}

static enum service_verdict send_page(
	const struct asking *asking, const struct page_ref *ref, struct reply *reply)
{
	bool info = asking->info && gopher_page_type(ref) == '1';
	struct print_job job = job_of(asking, info ? &info_kind : &page_kind, ref->form,
		ref->path, serve_version(asking->site, ref));
	job.is_long = print_is_long(ref);
	job.ref = *ref;
	return print_reply(asking->conn, &job, reply);
}

static enum service_verdict send_url(
	const struct asking *asking, struct slice url, struct reply *reply)
{
	struct print_job job =
		job_of(asking, &url_kind, PRINTER_URL, url, asking->site->version);
	job.is_long = true;
	job.text = url;
	if (!url.len)
		return send_error(asking, reply, "No page of this site links there");
	return print_reply(asking->conn, &job, reply);
}

/* --- files --------------------------------------------------------------------------- */

static enum service_verdict send_file(
	const struct asking *asking, const struct site_file *file, struct reply *reply)
{
	struct gopher_origin origin = gopher_place_origin(&asking->place);
	struct doc_target target = {.kind = DOC_TO_FILE,
		.url = file->source,
		.mime = file->mime,
		.size_bytes = -1};
	char type = gopher_type(&origin, &target);
	uint64_t size;

	if (!asking->has_waited && print_is_changing(asking->site, file->source,
					   file->size_bytes, file->mtime_ns))
		return SERVICE_WAIT;
	if (type == '0' && file->size_bytes <= TEXT_FILE_MAX_BYTES) {
		struct print_job job = job_of(asking, &file_kind, PRINTER_FILE,
			file->source,
			(unsigned long long)file->mtime_ns ^ file->size_bytes << 1);
		job.is_long = true;
		job.file = file;
		return print_reply(asking->conn, &job, reply);
	}
	int fd = file_open_beneath(asking->site->folder, file->source, &size);
	if (fd < 0)
		return send_error(asking, reply,
			serve_is_gone(fd, file->source)
				? "No page at this address"
				: "This file cannot be read at the moment");
	reply->status = (unsigned)type;
	reply->file = fd;
	reply->file_bytes = size;
	return SERVICE_REPLY;
}

/* --- the walk ------------------------------------------------------------------------ */

/* Looks up @key, and what it is redirected to: Gopher has no redirects. */
static enum service_verdict send_key(
	const struct asking *asking, struct slice key, struct reply *reply)
{
	struct arena *arena = conn_arena(asking->conn);
	struct slice path;
	struct route to;

	gopher_find_alias(asking->serve, asking->number, asking->site, arena, key, &key);
	for (unsigned i = 0; key.len && i < REDIRECTS_MAX; i++) {
		route(asking->site, arena, key, &to);
		switch (to.kind) {
		case ROUTE_PAGE:
			return send_page(asking, &to.page, reply);
		case ROUTE_FILE:
			return send_file(asking, to.file, reply);
		case ROUTE_GONE:
			return send_error(asking, reply, "This page is gone for good");
		case ROUTE_NONE:
			if (slice_eq(key, S("/caps.txt")))
				return send_caps(asking, reply);
			return send_error(asking, reply, "No page at this address");
		case ROUTE_REDIRECT:
			break;
		}
		if (uri_scheme(to.location).len)
			return send_moved(asking, to.location, reply);
		slice_cut(to.location, '?', &path, NULL);
		slice_cut(path, '#', &path, NULL);
		if (!uri_path_key(arena, path, &key))
			break;
	}
	return send_error(asking, reply, "No page at this address");
}

static enum service_verdict answer(
	struct asking *asking, const struct gopher_request *request, struct reply *reply)
{
	switch (request->ask) {
	case GOPHER_HTTP:
		return send_http(asking, reply);
	case GOPHER_URL:
		return send_url(asking, request->url, reply);
	case GOPHER_INFO:
		asking->info = true;
		break;
	case GOPHER_ITEM:
		break;
	}
	return send_key(asking, request->key, reply);
}

/* For the access line: what a reader searched for, and what follows a '?', is left out. */
static struct slice logged(struct arena *arena, const struct gopher_request *request)
{
	struct slice path;
	slice_cut(request->selector, '?', &path, NULL);
	if (request->ask == GOPHER_HTTP)
		return S("/ (HTTP)");
	return slice_starts(path, S("/")) ? path
					  : arena_printf(arena, "/%.*s", SARG(path));
}

static enum service_verdict on_request(const struct service *service, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct asking asking;
	struct gopher_request request;
	const char *why;

	set_asking(&asking, service->ctx, conn);
	asking.has_waited = call->timed_out;
	if (gopher_is_tls(call->bytes) && !conn_is_tls(conn))
		return asking.place.gopher->tls ? SERVICE_START_TLS : SERVICE_CLOSE;
	switch (gopher_parse(
		conn_arena(conn), call->bytes, call->end || call->full, &request, &why)) {
	case GOPHER_MORE:
		return call->end ? SERVICE_CLOSE : SERVICE_MORE;
	case GOPHER_BAD:
		return send_error(&asking, reply, why);
	case GOPHER_OK:
		break;
	}
	serve_asked(conn, asking.place.gopher->host, logged(conn_arena(conn), &request));
	if (asking.gone)
		return send_error(&asking, reply, "This site is no longer here");
	if (asking.site)
		return answer(&asking, &request, reply);
	if (call->timed_out)
		return send_error(
			&asking, reply, "This site is starting; try again in a moment");
	return SERVICE_WAIT;
}

static void on_refuse(const struct service *service, struct conn *conn,
	enum service_refusal refusal, unsigned retry_seconds, struct reply *reply)
{
	struct asking asking;
	(void)refusal, (void)retry_seconds;
	set_asking(&asking, service->ctx, conn);
	send_error(&asking, reply, "Many readers are here now; try again in a moment");
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
