/* SPDX-License-Identifier: MIT */
#include "net/conn.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "net/worker/worker_internal.h"

/* A connection is a state machine that its worker's loop drives: by bytes that came, by room to send, by
 * a deadline, by work put aside that is done.
 *
 *	accept --> READING ----> SENDING --> LINGERING --> DEAD
 *	              |             ^
 *	              +-> WAITING --+
 *	                   |   ^    |
 *	                   +> BODY -+
 *
 * READING	The words of a trusted balancer, the TLS handshake, the request. The service is handed all
 *		bytes so far and answers "more", a reply, or "wait". One deadline (request_ms, from
 *		accept on) is for all of it: who sends byte by byte gains nothing.
 * WAITING	The reply is made on the work queue, or there is no snapshot yet. What comes is thrown away,
 *		and read only to learn of a reset. Work ends by itself; for a snapshot the service is asked
 *		again when one came, and for the last time after its wait_ms.
 * BODY		What follows the request goes to whoever the service named, and nothing of it is kept; until
 *		then, in WAITING, it is not read. So fast (body_bytes in each body_ms) and no longer than
 *		body_total_ms.
 * SENDING	Head, blob and file by chunks, or nothing but the goodbye. The deadline (stall_ms) begins
 *		anew whenever the socket takes something. A reply that breaks off is cut so that the client
 *		sees it: without close_notify, without TLS by a reset.
 * LINGERING	Our side is shut. What the client still sends is thrown away, for linger_ms and linger_bytes
 *		at most: a socket closed with unread bytes is reset, and the reply's end is lost with it.
 * DEAD		The descriptor is closed and counted out. The memory stays until the loop's turn ends, so
 *		that a caller may look at the state.
 *
 * Past a soft limit a connection goes from READING to SENDING once it could read a refusal, under TLS
 * after the handshake; its request is not looked at. A reset leads to DEAD from every state, and so does a
 * stop after drain_ms. What may end a connection is called last, or the state is looked at after it. */

/* --- waiting for the socket -------------------------------------------------------------------- */

static void on_poll(uv_poll_t *poll, int status, int events);

void conn_poll(struct conn *conn, int events)
{
	uv_loop_t *loop = &conn->worker->loop;

	if (conn->state == CONN_DEAD || conn->interest == events)
		return;
	if (!conn->polled) {
		int error = uv_poll_init(loop, &conn->poll, conn->fd);

		if (error) {
			log_error("cannot wait for a connection: %s", uv_strerror(error));
			conn_drop(conn);
			return;
		}
		conn->poll.data = conn;
		conn->polled = true;
	}
	conn->interest = events;
	if (events)
		uv_poll_start(&conn->poll, events, on_poll);
	else
		uv_poll_stop(&conn->poll);
}

/* --- the end ----------------------------------------------------------------------------------- */

static void on_closed(uv_handle_t *handle)
{
	struct conn *conn = handle->data;

	worker_closed(conn->worker, conn);
}

void conn_drop(struct conn *conn)
{
	struct worker *worker = conn->worker;

	if (conn->state == CONN_DEAD)
		return;
	conn->state = CONN_DEAD;
	conn_reply_over(conn, false);
	conn_body_cut(conn);
	deadline_remove(&conn->deadline);
	conn_forsake_work(conn);
	/* The next connection must not send what was encrypted for this one. */
	buf_clear(&worker->out);
	if (conn->polled)
		uv_close((uv_handle_t *)&conn->poll, on_closed);
	close(conn->fd);
	conn->fd = -1;
	worker_conn_over(worker, conn);
	if (!conn->polled)
		worker_closed(worker, conn);
}

void conn_abort(struct conn *conn)
{
	struct linger at_once = {.l_onoff = 1};

	if (conn->state == CONN_DEAD)
		return;
	(void)setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	conn_drop(conn);
}

void conn_free(struct conn *conn)
{
	tls_session_free(conn->tls);
	arena_fini(&conn->arena);
	buf_fini(&conn->in);
	buf_fini(&conn->kept);
	free(conn->rest);
	free(conn);
}

/* --- what TLS wants to send before there is a reply ---------------------------------------------- */

/* False: the connection is over. */
bool conn_flush_early(struct conn *conn)
{
	/* A ticket, too, leaves at once: it carries the acknowledgement that a client with Nagle's
	 * algorithm waits for before it sends its request. */
	if (conn_flush(conn) < 0 || conn->rest_len > UNSENT_MAX_BYTES) {
		conn_drop(conn);
		return false;
	}
	return true;
}

void conn_want_more(struct conn *conn)
{
	if (!conn_flush_early(conn))
		return;
	if (conn->eof)
		conn_finish(conn);
	else if (conn->rest_len)
		conn_poll(conn, UV_READABLE | UV_WRITABLE);
	else
		conn_poll(conn, UV_READABLE);
}

/* --- the service ------------------------------------------------------------------------------- */

static void feed(struct conn *conn, struct slice bytes);

/* @more follows what conn->in holds: a client's first message has no bound of the service's. */
static void start_tls(struct conn *conn, struct slice more)
{
	struct tls_context *context = conn->acceptor->listener->tls;

	conn->tls = context ? tls_session_new(context) : NULL;
	if (!conn->tls) {
		conn_finish(conn);
		return;
	}
	auto_buf struct buf early = conn->in;
	buf_init(&conn->in, BUF_MAX_BYTES);
	buf_put(&early, more);
	feed(conn, buf_slice(&early));
}

void conn_wait_for_service(struct conn *conn)
{
	bool again = conn->state == CONN_WAITING;
	uint64_t since = again ? conn->deadline.since_ms : uv_now(&conn->worker->loop);

	conn->state = CONN_WAITING;
	if (!conn_flush_early(conn))
		return;
	/* Work has no deadline: it ends by itself. */
	deadline_put(conn->deferred ? &conn->worker->deferred : &conn->acceptor->waiting,
		&conn->deadline, since);
	/* Readable, to learn of a reset. */
	conn_poll(conn, conn->eof || conn->keeps ? 0 : UV_READABLE);
}

/* @unread came too, but is more than the service may need to see. */
static void ask(struct conn *conn, struct slice unread, bool timed_out)
{
	const struct service *service = conn->acceptor->listener->service;
	const struct service_call call = {
		.bytes = buf_slice(&conn->in),
		.end = conn->end,
		.full = conn->in.len >= service->request_max_bytes,
		.timed_out = timed_out,
	};
	struct reply reply = {.file = -1};

	if (conn->body) {
		conn_body_ask(conn, timed_out);
		return;
	}
	enum service_verdict verdict = service->request(service, conn, &call, &reply);
	conn_keep(conn, unread);
	switch (verdict) {
	case SERVICE_MORE:
		/* Nothing more will come, or something that needs no more did not judge. */
		if (call.end || call.full || conn->state == CONN_WAITING)
			conn_finish(conn);
		else
			conn_want_more(conn);
		return;
	case SERVICE_REPLY:
		conn_reply(conn, &reply);
		return;
	case SERVICE_WAIT:
		if (timed_out && !conn->deferred)
			conn_finish(conn);
		else
			conn_wait_for_service(conn);
		return;
	case SERVICE_CLOSE:
		conn_finish(conn);
		return;
	case SERVICE_START_TLS:
		if (conn->tls || conn->state == CONN_WAITING)
			conn_finish(conn);
		else
			start_tls(conn, unread);
		return;
	}
}

void conn_retry(struct conn *conn)
{
	ask(conn, slice_none, false);
}

static void refuse(struct conn *conn)
{
	const struct service *service = conn->acceptor->listener->service;
	struct reply reply = {.file = -1};

	if (!service->refuse) {
		conn_finish(conn);
		return;
	}
	service->refuse(service, conn, conn->refusal, conn->retry_s, &reply);
	conn_reply(conn, &reply);
}

/* --- bytes in ----------------------------------------------------------------------------------- */

/* True once the handshake is made. */
static bool shake_hands(struct conn *conn, struct slice *bytes)
{
	struct worker *worker = conn->worker;

	switch (tls_session_handshake(conn->tls, bytes, conn->eof, &worker->out)) {
	case TLS_DONE:
		break;
	case TLS_MORE:
		conn_want_more(conn);
		return false;
	case TLS_END:
	case TLS_FAILED:
		count(&worker->counts.handshakes_failed);
		conn_finish(conn); /* and sends the alert */
		return false;
	}
	conn->secured = true;
	if (tls_session_resumed(conn->tls))
		count(&worker->counts.resumed);
	return true;
}

/* Moves what came through TLS to conn->in. True: the service is to be asked. */
static bool read_tls(struct conn *conn, struct slice *bytes)
{
	size_t max = conn->acceptor->listener->service->request_max_bytes;
	size_t before = conn->in.len;

	while (conn->in.len < max) {
		struct buf *out = &conn->worker->out;
		char into[2048];
		size_t room = max - conn->in.len, got = 0;

		if (room > sizeof(into))
			room = sizeof(into);
		switch (tls_session_read(
			conn->tls, bytes, conn->eof, out, into, room, &got)) {
		case TLS_DONE:
			buf_put(&conn->in, slice(into, got));
			continue;
		case TLS_MORE:
			break;
		case TLS_END:
			conn->end = true;
			break;
		case TLS_FAILED:
			conn_finish(conn);
			return false;
		}
		break;
	}
	return conn->end || conn->in.len > before;
}

/* The client's next bytes while its request is not whole; none when it half-closed. */
static void feed(struct conn *conn, struct slice bytes)
{
	const struct service *service = conn->acceptor->listener->service;

	if (conn->tls && !conn->secured && !shake_hands(conn, &bytes))
		return;
	if (conn->refused) {
		refuse(conn);
		return;
	}
	if (conn->tls) {
		bool asks = read_tls(conn, &bytes);

		if (conn->state != CONN_READING)
			return;
		if (!asks) {
			conn_want_more(conn);
			return;
		}
	} else {
		struct slice head =
			slice_head(bytes, service->request_max_bytes - conn->in.len);
		buf_put(&conn->in, head);
		bytes = slice_from(bytes, head.len);
		conn->end = conn->eof;
	}
	ask(conn, bytes, false);
}

static void first_bytes(struct conn *conn, struct slice bytes)
{
	const struct listener *listener = conn->acceptor->listener;

	if (!conn->eof)
		conn->heard = true;
	else if (listener->service->tls) {
		conn_drop(conn); /* it only looked whether somebody is here */
		return;
	}
	/* A refused client is not asked what it wants, but it must be able to read the answer. */
	if (listener->service->tls || (conn->refused && listener->tls && bytes.len &&
					      bytes.ptr[0] == TLS_FIRST_BYTE)) {
		conn->tls = tls_session_new(listener->tls);
		if (!conn->tls) {
			conn_drop(conn);
			return;
		}
	}
	feed(conn, bytes);
}

/* --- limits ------------------------------------------------------------------------------------ */

/* Is the client served, or told why it is not? Asked once it is known who it is, and for a balancer's connection
 * before, too. */
static void judge(struct conn *conn, enum admission_answer answer)
{
	struct worker *worker = conn->worker;
	const struct limits *limits = &worker->limits;
	/* By then whoever only held connections has been cut. */
	uint64_t retry_ms = limits->request_ms;

	if (conn->refused)
		return;
	if (answer == ADMIT_TO_REFUSE_ADDRESS) {
		conn->refusal = REFUSE_ADDRESS_LIMIT;
	} else if (answer != ADMIT) {
		conn->refusal = REFUSE_TOTAL_LIMIT;
	} else {
		retry_ms = conn->prefaced ? 0
					  : rate_take(worker->rate, &conn->peer.any,
						    limits, uv_now(&worker->loop));
		if (!retry_ms)
			return;
		conn->refusal = REFUSE_RATE;
		count(&worker->counts.rate_limited);
	}
	conn->refused = true;
	conn->retry_s = (unsigned)((retry_ms + 999) / 1000);
	count(&worker->counts.refused);
}

/* --- what a balancer says of the client ----------------------------------------------------------- */

/* From here on limits and logs know the client. False: it is not let in. */
static bool adopt_client(struct conn *conn, const struct sockaddr_storage *client)
{
	struct worker *worker = conn->worker;
	static const struct limits none = {0};

	admission_leave(worker->admission, &conn->peer.any);
	enum admission_answer answer = admission_enter(
		worker->admission, (const struct sockaddr *)client, &worker->limits);
	if (answer == ADMIT_NOT) {
		/* It leaves as the one that it came as. */
		admission_enter(worker->admission, &conn->peer.any, &none);
		count(&worker->counts.refused);
		return false;
	}
	memcpy(&conn->peer, client, sizeof(conn->peer));
	judge(conn, answer);
	return true;
}

/* Bytes of a balancer's connection before the client's own. */
static void read_preface(struct conn *conn, struct slice bytes)
{
	const struct listener *listener = conn->acceptor->listener;
	struct sockaddr_storage client, server;
	size_t used = 0;

	buf_put(&conn->in, bytes);
	switch (listener->preface->read(buf_slice(&conn->in), &used, &client, &server)) {
	case PREFACE_MORE:
		if (conn->eof || conn->in.len >= listener->preface->max_bytes)
			conn_drop(conn);
		else
			conn_poll(conn, UV_READABLE);
		return;
	case PREFACE_BAD:
		if (acceptor_may_warn(conn->worker, &conn->worker->silent_warned_ms))
			log_warning("connection from %.*s closed: %s",
				SARG(conn_peer_text(conn)),
				listener->preface->for_silent);
		conn_drop(conn);
		return;
	case PREFACE_DONE:
		break;
	}
	conn->prefaced = false;
	acceptor_unmap(&client);
	if (client.ss_family != AF_UNSPEC) {
		conn->local_port = listener_port(&server);
		if (!adopt_client(conn, &client)) {
			conn_drop(conn);
			return;
		}
	}
	auto_buf struct buf early = conn->in;
	struct slice rest = slice_from(buf_slice(&early), used);
	buf_init(&conn->in, BUF_MAX_BYTES);
	if (conn->refused && !listener->tls)
		refuse(conn);
	else if (rest.len || conn->eof)
		first_bytes(conn, rest);
	else
		conn_poll(conn, UV_READABLE);
}

static void readable(struct conn *conn)
{
	struct worker *worker = conn->worker;
	ssize_t got;

	do
		got = recv(conn->fd, worker->in, sizeof(worker->in), 0);
	while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
		conn_poll(conn, conn->interest ? conn->interest : UV_READABLE);
		return;
	}
	if (got < 0) {
		conn_drop(conn);
		return;
	}
	conn->eof = got == 0;

	if (conn->state == CONN_WAITING) {
		/* Bytes after a request are ignored, as they would be while it lingers. */
		conn->lingered_bytes += (uint64_t)got;
		if (conn->eof || conn->lingered_bytes > worker->limits.linger_bytes)
			conn_poll(conn, 0);
		return;
	}
	struct slice bytes = slice(worker->in, (size_t)got);
	if (conn->state == CONN_BODY)
		conn_body_feed(conn, bytes);
	else if (conn->prefaced)
		read_preface(conn, bytes);
	else if (conn->heard)
		feed(conn, bytes);
	else
		first_bytes(conn, bytes);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
	struct conn *conn = poll->data;

	if (status < 0) { /* reset, or a broken network */
		conn_drop(conn);
		return;
	}
	switch (conn->state) {
	case CONN_READING:
	case CONN_BODY:
		if (events & UV_WRITABLE) {
			if (!conn_flush_early(conn))
				return;
			if (!conn->rest_len)
				conn_poll(conn, UV_READABLE);
		}
		if (events & UV_READABLE)
			readable(conn);
		return;
	case CONN_WAITING:
		readable(conn);
		return;
	case CONN_SENDING:
		conn_writable(conn);
		return;
	case CONN_LINGERING:
		conn_drain(conn);
		return;
	case CONN_DEAD:
		return;
	}
}

/* --- life ------------------------------------------------------------------------------------------ */

void conn_accepted(struct acceptor *acceptor, const struct admitted *admitted)
{
	struct worker *worker = acceptor->worker;
	const struct listener *listener = acceptor->listener;
	struct conn *conn = memory_new(1, sizeof(*conn));
	conn->worker = worker;
	conn->acceptor = acceptor;
	conn->fd = admitted->fd;
	conn->reply.file = -1;
	memcpy(&conn->peer, admitted->peer,
		admitted->peer->sa_family == AF_INET6 ? sizeof(conn->peer.in6)
						      : sizeof(conn->peer.in));
	conn->holds_reserve = admitted->holds_reserve;
	conn->prefaced = admitted->prefaced;
	judge(conn, admitted->holds_reserve ? ADMIT_TO_REFUSE_TOTAL : admitted->answer);
	conn->accepted_ms = uv_now(&worker->loop);
	deadline_put(&worker->reading, &conn->deadline, conn->accepted_ms);
	buf_init(&conn->in, BUF_MAX_BYTES);
	buf_init(&conn->kept, BUF_MAX_BYTES);
	if (conn->refused && !listener->tls)
		refuse(conn); /* it cannot speak TLS: no need to hear it */
	else
		readable(conn);
}

void conn_expired(struct conn *conn)
{
	switch (conn->state) {
	case CONN_READING:
		conn_finish(conn);
		return;
	case CONN_WAITING:
		ask(conn, slice_none, true);
		return;
	case CONN_BODY:
		conn_body_expired(conn);
		return;
	case CONN_SENDING:
		conn_abort(conn);
		return;
	case CONN_LINGERING:
	case CONN_DEAD:
		conn_drop(conn);
		return;
	}
}
