/* SPDX-License-Identifier: MIT */
/* What goes back: words, pages, files. */
#include <unistd.h>

#include "app/preview/preview_internal.h"
#include "base/uri.h"
#include "net/conn.h"
#include "source/overlay.h"

/* With every answer: no other page of the browser may read it, frame it or keep it, and nothing is taken for
 * what it is not. */
#define ALWAYS                                                                           \
	"Cross-Origin-Resource-Policy: same-origin\r\n"                                  \
	"Cross-Origin-Opener-Policy: same-origin\r\n"                                    \
	"Referrer-Policy: no-referrer\r\n"                                               \
	"Cache-Control: no-store\r\n"                                                    \
	"X-Content-Type-Options: nosniff\r\n"

enum service_verdict preview_send(struct conn *conn, const struct http_request *request,
	enum http_status status, struct slice policy, const char *mime, struct buf *body,
	struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	struct slice fields = arena_printf(arena,
		ALWAYS "Content-Type: %s\r\nContent-Security-Policy: %.*s\r\n%s", mime,
		SARG(policy),
		status == HTTP_METHOD_NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "");
	struct buf out = BUF(BUF_UNLIMITED);
	http_put_head(&out, status, body->len, fields);
	if (!request->head_only)
		buf_put(&out, buf_slice(body));
	reply->status = status;
	reply->head = buf_take(&out, arena);
	buf_fini(body);
	return SERVICE_REPLY;
}

enum service_verdict preview_say(struct conn *conn, const struct http_request *request,
	enum http_status status, const char *words, struct reply *reply)
{
	struct buf body = BUF(BUF_MAX_BYTES);
	if (words)
		buf_printf(&body, "%s\n", words);
	return preview_send(conn, request, status, S(PREVIEW_POLICY_CLOSED),
		"text/plain; charset=utf-8", &body, reply);
}

enum service_verdict preview_move(struct conn *conn, const struct preview_call *call,
	const char *view, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	struct buf out = BUF(BUF_MAX_BYTES);
	http_put_head(&out, HTTP_FOUND, 0,
		arena_printf(arena,
			ALWAYS "Content-Security-Policy: " PREVIEW_POLICY_CLOSED
			       "\r\nLocation: %.*s/%s%.*s\r\n",
			SARG(call->root), view, SARG(uri_encode_path(arena, call->key))));
	reply->status = HTTP_FOUND;
	reply->head = buf_take(&out, arena);
	return SERVICE_REPLY;
}

/* What a file is to a browser: what it may show by itself, words, or something to keep. A picture that can hold
 * scripts is shown within a page, where they do not run, and kept elsewhere. */
static const char *type_of(struct arena *arena, struct slice mime, bool *keep)
{
	struct slice type;
	slice_cut(mime, ';', &type, NULL);
	*keep = slice_eq(type, S("image/svg+xml"));
	if (slice_any(type, S("image/|audio/|video/"), slice_starts))
		return arena_cstr(arena, type);
	if (slice_starts(type, S("text/")) ||
		slice_any(type, S("json|xml|javascript"), slice_ends))
		return "text/plain; charset=utf-8";
	*keep = true;
	return slice_eq(type, S("application/pdf")) ? "application/pdf"
						    : "application/octet-stream";
}

enum service_verdict preview_send_file(
	struct conn *conn, const struct preview_call *call, struct reply *reply)
{
	const struct site_file *file = call->found.file;
	struct arena *arena = conn_arena(conn);
	uint64_t size;
	bool keep;
	int fd = overlay_open_beneath(
		call->site->overlay, call->site->folder, file->source, &size);
	if (fd < 0)
		return preview_say(conn, call->request, HTTP_NOT_FOUND,
			"This file cannot be read", reply);
	const char *type = type_of(arena, file->mime, &keep);
	struct slice fields = arena_printf(arena,
		ALWAYS
		"Content-Type: %s\r\nContent-Security-Policy: " PREVIEW_POLICY_CLOSED
		"\r\n%s",
		type, keep ? "Content-Disposition: attachment\r\n" : "");
	struct buf head = BUF(BUF_MAX_BYTES);
	http_put_head(&head, HTTP_SUCCESS, size, fields);
	reply->status = HTTP_SUCCESS;
	reply->head = buf_take(&head, arena);
	if (call->request->head_only) {
		close(fd);
		return SERVICE_REPLY;
	}
	reply->file = fd;
	reply->file_bytes = size;
	return SERVICE_REPLY;
}
