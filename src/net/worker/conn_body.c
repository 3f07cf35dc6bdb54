/* SPDX-License-Identifier: MIT */
/* What follows a request, on its way to the service. */
#include <uv.h>

#include "net/worker/worker_internal.h"

void conn_keep_body(struct conn *conn, size_t request_bytes)
{
	conn->keeps = true;
	conn->request_bytes = request_bytes;
}

void conn_keep(struct conn *conn, struct slice bytes)
{
	if (conn->keeps)
		buf_put(&conn->kept, bytes);
}

void conn_body_cut(struct conn *conn)
{
	const struct request_body *body = conn->body;

	conn->body = NULL;
	if (body)
		worker_run(conn->worker, body->cut, conn->body_data);
}

/* What is not taken any more is drained from here on. */
static void leave(struct conn *conn)
{
	conn->body = NULL;
	buf_fini(&conn->kept);
	buf_init(&conn->kept, BUF_MAX_BYTES);
}

/* May end the connection. Afterwards it goes on as long as the state is CONN_BODY. */
static void take(struct conn *conn, struct slice bytes, bool timed_out)
{
	const struct service_call call = {
		.bytes = bytes, .end = conn->end, .timed_out = timed_out};
	const struct request_body *body = conn->body;
	struct reply reply = {.file = -1};

	conn->body_bytes += bytes.len;
	switch (body->take(conn->body_data, conn, &call, &reply)) {
	case SERVICE_MORE:
		if (call.end || timed_out || conn->state == CONN_WAITING)
			conn_finish(conn);
		return;
	case SERVICE_REPLY:
		leave(conn);
		conn_reply(conn, &reply);
		return;
	case SERVICE_WAIT:
		if (conn->deferred)
			leave(conn);
		if (timed_out && !conn->deferred)
			conn_finish(conn);
		else
			conn_wait_for_service(conn);
		return;
	case SERVICE_CLOSE:
	case SERVICE_START_TLS:
		leave(conn);
		conn_finish(conn);
		return;
	}
}

void conn_body_ask(struct conn *conn, bool timed_out)
{
	take(conn, slice_none, timed_out);
}

static void feed_tls(struct conn *conn, struct slice bytes)
{
	struct worker *worker = conn->worker;
	size_t got;

	while (conn->state == CONN_BODY) {
		switch (tls_session_read(conn->tls, &bytes, conn->eof, &worker->out,
			worker->plain, sizeof(worker->plain), &got)) {
		case TLS_DONE:
			take(conn, slice(worker->plain, got), false);
			break;
		case TLS_MORE:
			return;
		case TLS_END:
			conn->end = true;
			take(conn, slice_none, false);
			return;
		case TLS_FAILED:
			conn_finish(conn);
			return;
		}
	}
}

void conn_body_feed(struct conn *conn, struct slice bytes)
{
	if (conn->tls) {
		feed_tls(conn, bytes);
	} else {
		conn->end = conn->eof;
		take(conn, bytes, false);
	}
	if (conn->state == CONN_BODY)
		conn_want_more(conn);
}

void conn_body_begin(struct conn *conn, const struct reply *reply)
{
	struct worker *worker = conn->worker;
	auto_buf struct buf kept = conn->kept;
	struct slice first = slice_none;

	buf_init(&conn->kept, BUF_MAX_BYTES);
	conn->body = reply->body;
	conn->body_data = reply->body_data;
	conn->state = CONN_BODY;
	conn->body_since_ms = uv_now(&worker->loop);
	conn->body_bytes = 0;
	deadline_put(&worker->bodies, &conn->deadline, conn->body_since_ms);
	if (conn->keeps)
		first = slice_from(buf_slice(&conn->in), conn->request_bytes);
	conn->request_bytes = conn->in.len; /* they go once */
	take(conn, first, false);
	if (conn->state != CONN_BODY)
		return;
	if (!conn->tls && !kept.len)
		conn_want_more(conn);
	else
		conn_body_feed(conn, buf_slice(&kept));
}

void conn_body_expired(struct conn *conn)
{
	struct worker *worker = conn->worker;
	const struct limits *limits = &worker->limits;
	uint64_t now = uv_now(&worker->loop);

	if (!limits->body_ms || conn->body_bytes < limits->body_bytes ||
		now - conn->body_since_ms >= limits->body_total_ms) {
		take(conn, slice_none, true);
		return;
	}
	conn->body_bytes = 0;
	deadline_put(&worker->bodies, &conn->deadline, now);
}
