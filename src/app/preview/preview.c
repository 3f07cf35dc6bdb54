/* SPDX-License-Identifier: MIT */
#include "app/preview.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>

#include "app/preview/preview_internal.h"
#include "base/uri.h"
#include "net/conn.h"
#include "net/worker.h"

#define FIELDS_MAX_BYTES 4096

/* Ours, with what a frame needs; but scripts. */
#define POLICY_FRAMED "sandbox allow-same-origin allow-top-navigation-by-user-activation"
#define POLICY_OWN                                                                       \
	"default-src 'none'; style-src " PREVIEW_STYLE_HASH "; base-uri 'none'; "        \
	"form-action 'none'; frame-ancestors 'self'; " POLICY_FRAMED
#define POLICY_FRAME                                                                     \
	"default-src 'none'; script-src " PREVIEW_SCRIPT_HASH                            \
	"; style-src " PREVIEW_STYLE_HASH                                                \
	"; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "  \
	"frame-ancestors 'none'"

enum policy { OWN, OF_RENDERER, OF_FRAME };

static const struct view {
	const char *name;
	void (*put)(struct buf *out, const struct preview_call *call);
	enum policy policy;
} views[] = {
	{"at", preview_put_frame, OF_FRAME},
	{"gemini", preview_put_gemini, OF_RENDERER},
	{"gopher", preview_put_gopher, OF_RENDERER},
	{"html", preview_put_html, OF_RENDERER},
	{"about", preview_put_about, OWN},
	{"list", preview_put_list, OWN},
};

/* --- views -------------------------------------------------------------------------------------- */

static enum service_verdict send_view(struct conn *conn, const struct view *view,
	const struct preview_call *call, struct reply *reply)
{
	struct buf body = BUF(SERVE_PAGE_MAX_BYTES), policy = BUF(FIELDS_MAX_BYTES);
	view->put(&body, call);
	switch (view->policy) {
	case OWN:
		buf_puts(&policy, POLICY_OWN);
		break;
	case OF_RENDERER:
		html_policy(&policy, "'self'");
		buf_puts(&policy, "; " POLICY_FRAMED);
		break;
	case OF_FRAME:
		buf_puts(&policy, POLICY_FRAME);
		break;
	}
	preview_send(conn, call->request, HTTP_SUCCESS, buf_slice(&policy),
		"text/html; charset=utf-8", &body, reply);
	buf_fini(&policy);
	return SERVICE_REPLY;
}

/* --- changes --------------------------------------------------------------------------------------- */

/* The value of @name in a query; empty: it is not there, or no text. */
static struct slice parameter(struct arena *arena, struct slice query, struct slice name)
{
	struct slice pair, own, value;
	struct buf out = BUF(HTTP_TARGET_MAX_BYTES);
	while (slice_split(&query, '&', &pair)) {
		slice_cut(pair, '=', &own, &value);
		if (!slice_eq(own, name))
			continue;
		bool good = uri_decode(&out, value);
		value = buf_take(&out, arena);
		return good ? value : slice_none;
	}
	return slice_none;
}

static unsigned long long number_of(struct slice text)
{
	unsigned long long number = 0;
	slice_to_uint(text, &number);
	return number;
}

/* Waits until the preview is another one than the browser has, which then asks again. Numbers only. The first time
 * it says that it has none, is told which one it is, and how soon to ask again. */
static enum service_verdict send_events(struct preview *preview, struct conn *conn,
	const struct service_call *call, const struct http_request *request,
	const struct site *site, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	unsigned long long version = preview_version(site);
	unsigned long long had = number_of(http_field(request, S("Last-Event-ID")));
	if (version == had && !call->timed_out && !request->head_only) {
		struct slice tab = parameter(arena, request->query, S("tab"));
		if (!*conn_data(conn) &&
			!preview_stream_enter(preview, conn, number_of(tab)))
			return preview_say(conn, request, HTTP_UNAVAILABLE, NULL, reply);
		*conn_data(conn) = preview;
		return SERVICE_WAIT;
	}
	struct buf body = BUF(BUF_MAX_BYTES);
	buf_printf(&body, "retry: 100\nid: %llu\ndata: %llu\n\n", version, version);
	return preview_send(conn, request, HTTP_SUCCESS, S(PREVIEW_POLICY_CLOSED),
		"text/event-stream", &body, reply);
}

/* --- who may ask ------------------------------------------------------------------------------------ */

/* The name of this machine and our port: a page of another host, whose name was made to lead here, has its
 * own name in it. */
static bool is_our_host(const struct conn *conn, struct slice host)
{
	unsigned long long port = 80;
	ptrdiff_t colon = slice_rfind_char(host, ':');
	if (colon >= 0 && !slice_ends(host, S("]"))) {
		struct slice digits = slice_from(host, (size_t)colon + 1);
		host = slice_head(host, (size_t)colon);
		if (!slice_to_uint(digits, &port) || slice_starts(digits, S("0")))
			return false;
	}
	return port == conn_local_port(conn) &&
	       slice_any(host, S("localhost|127.0.0.1|[::1]"), slice_eq_nocase);
}

/* Takes as long however much of it is right. */
static bool is_token(const struct preview *preview, struct slice given)
{
	unsigned char differs = given.len != strlen(preview->token);
	for (size_t i = 0; i < given.len && i < strlen(preview->token); i++)
		differs |= (unsigned char)(given.ptr[i] ^ preview->token[i]);
	return !differs;
}

/* Was it brought about by a page of ours, or by the person? Browsers say; what says nothing is no browser. */
static bool is_asked_here(const struct http_request *request)
{
	struct slice site = http_field(request, S("Sec-Fetch-Site"));
	bool elsewhere = site.ptr && !slice_any(site, S("same-origin|none"), slice_eq);
	return !elsewhere ||
	       (slice_eq(http_field(request, S("Sec-Fetch-Mode")), S("navigate")) &&
		       slice_eq(http_field(request, S("Sec-Fetch-Dest")), S("document")));
}

/* Takes the first segment off @path ("/p/x" leaves "/x"). */
static struct slice take_segment(struct slice *path)
{
	struct slice segment;
	*path = slice_from(*path, 1);
	ptrdiff_t slash = slice_find_char(*path, '/');
	segment = slice_head(*path, slash < 0 ? path->len : (size_t)slash);
	*path = slice_from(*path, segment.len);
	return segment;
}

static const struct view *view_named(struct slice name)
{
	for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++) {
		if (slice_eq(name, slice_str(views[i].name)))
			return &views[i];
	}
	return NULL;
}

/* What stands behind the token: "/VIEW/KEY". */
static enum service_verdict answer(struct preview *preview, struct conn *conn,
	const struct service_call *called, const struct http_request *request,
	struct slice path, struct reply *reply)
{
	const struct serve_worker *worker = worker_data(conn_worker(conn));
	struct preview_call call = {
		.preview = preview,
		.request = request,
		.site = worker->sites[0],
		.gopher = &worker->table->gopher[0],
		.arena = conn_arena(conn),
		.root = arena_printf(conn_arena(conn), "/p/%s", preview->token),
	};
	struct slice name = path.len ? take_segment(&path) : slice_none;
	const struct view *view = name.len ? view_named(name) : &views[0];
	bool events = slice_eq(name, S("events")), file = slice_eq(name, S("file"));

	if (!view && !events && !file)
		return preview_say(conn, request, HTTP_NOT_FOUND, NULL, reply);
	if (!call.site && called->timed_out)
		return preview_say(
			conn, request, HTTP_UNAVAILABLE, "The blog is being read", reply);
	if (!call.site)
		return SERVICE_WAIT;
	if (events)
		return send_events(preview, conn, called, request, call.site, reply);
	call.key = path.len ? path : S("/");
	call.source = parameter(call.arena, request->query, S("source"));
	preview_find(call.site, call.arena, call.key, call.source, &call.found);
	/* What leads to a page or to a file need not know which of them it is. */
	bool is_file = call.found.kind == PREVIEW_FILE;
	if (view == &views[0] && is_file)
		return preview_move(conn, &call, "file", reply);
	if (file && call.found.kind == PREVIEW_PAGE)
		return preview_move(conn, &call, views[0].name, reply);
	if (view)
		return send_view(conn, view, &call, reply);
	if (!is_file)
		return preview_say(
			conn, request, HTTP_NOT_FOUND, "No file is here", reply);
	return preview_send_file(conn, &call, reply);
}

/* --- the service -------------------------------------------------------------------------------------- */

static enum service_verdict on_request(const struct service *service, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct preview *preview = service->ctx;
	struct http_request request;
	enum http_status status;

	switch (http_parse(conn_arena(conn), call->bytes, call->end || call->full,
		&request, &status)) {
	case HTTP_MORE:
		return call->end ? SERVICE_CLOSE : SERVICE_MORE;
	case HTTP_BAD:
		return preview_say(conn, &request, status, NULL, reply);
	case HTTP_OK:
		break;
	}
	if (!is_our_host(conn, request.host))
		return preview_say(conn, &request, HTTP_MISDIRECTED, NULL, reply);
	struct slice path = request.key;
	if (!slice_eq(take_segment(&path), S("p")) || !path.len ||
		!is_token(preview, take_segment(&path)))
		return preview_say(conn, &request, HTTP_NOT_FOUND, NULL, reply);
	if (!is_asked_here(&request))
		return preview_say(conn, &request, HTTP_FORBIDDEN, NULL, reply);
	return answer(preview, conn, call, &request, path, reply);
}

static void on_refuse(const struct service *service, struct conn *conn,
	enum service_refusal refusal, unsigned retry_seconds, struct reply *reply)
{
	static const struct http_request none;
	(void)service, (void)refusal, (void)retry_seconds;
	preview_say(conn, &none, HTTP_UNAVAILABLE, NULL, reply);
}

static void on_done(const struct service *service, struct conn *conn,
	const struct reply *reply, uint64_t sent_bytes, bool whole)
{
	(void)reply, (void)sent_bytes, (void)whole;
	if (*conn_data(conn))
		preview_stream_leave(service->ctx, conn);
}

int preview_init(struct preview *preview)
{
	unsigned char random[16];
	*preview = (struct preview){.lock = PTHREAD_MUTEX_INITIALIZER};
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return -errno;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(preview->token + 2 * i, 3, "%02x", random[i]);
	preview->service = (struct service){
		.name = "preview",
		.request_max_bytes = HTTP_HEAD_MAX_BYTES,
		.wait_ms = PREVIEW_BEAT_MS,
		.ctx = preview,
		.request = on_request,
		.refuse = on_refuse,
		.done = on_done,
	};
	return 0;
}

void preview_fini(struct preview *preview)
{
	pthread_mutex_destroy(&preview->lock);
	explicit_bzero(preview->token, sizeof(preview->token));
}
