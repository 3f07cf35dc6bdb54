/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/worker/worker_internal.h"

/* --- encrypted bytes -------------------------------------------------------------------------- */

static void keep(struct conn *conn, struct slice bytes)
{
	size_t left = conn->rest_len - conn->rest_sent;
	char *rest = NULL;

	if (left + bytes.len) {
		rest = memory_checked(malloc(left + bytes.len));
		if (left)
			memcpy(rest, conn->rest + conn->rest_sent, left);
		if (bytes.len)
			memcpy(rest + left, bytes.ptr, bytes.len);
	}
	free(conn->rest);
	conn->rest = rest;
	conn->rest_len = left + bytes.len;
	conn->rest_sent = 0;
}

static void progress(struct conn *conn)
{
	struct worker *worker = conn->worker;

	if (conn->state == CONN_SENDING)
		deadline_put(&worker->sending, &conn->deadline, uv_now(&worker->loop));
}

/* Bytes that the socket took; 0 when it is full, -errno when the connection is gone. */
static ssize_t send_parts(struct conn *conn, struct iovec *parts, size_t count)
{
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
	ssize_t sent;

	do
		sent = sendmsg(conn->fd, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
	if (sent > 0)
		progress(conn);
	return sent;
}

int conn_flush(struct conn *conn)
{
	struct buf *out = &conn->worker->out;
	size_t left = conn->rest_len - conn->rest_sent, out_sent = 0;
	struct iovec parts[2];
	size_t count = 0;

	if (left)
		parts[count++] = (struct iovec){conn->rest + conn->rest_sent, left};
	if (out->len)
		parts[count++] = (struct iovec){out->ptr, out->len};
	if (count == 0)
		return 1;

	ssize_t sent = send_parts(conn, parts, count);
	if (sent < 0) {
		buf_clear(out);
		return (int)sent;
	}
	if ((size_t)sent >= left) {
		out_sent = (size_t)sent - left;
		conn->rest_sent = conn->rest_len;
	} else {
		conn->rest_sent += (size_t)sent;
	}
	struct slice unsent = slice_from(buf_slice(out), out_sent);
	if (unsent.len || conn->rest_sent == conn->rest_len)
		keep(conn, unsent);
	buf_clear(out);
	return conn->rest_len == 0;
}

/* --- what a reply is made of ------------------------------------------------------------------- */

static struct slice head_left(const struct conn *conn)
{
	return slice_from(conn->reply.head, conn->head_sent);
}

static struct slice blob_left(const struct conn *conn)
{
	const struct reply *reply = &conn->reply;

	if (!reply->blob)
		return slice_none;
	return slice_from(
		slice(reply->blob->bytes, reply->blob->len), reply->blob_offset);
}

static void took(struct conn *conn, size_t bytes)
{
	size_t head = head_left(conn).len;

	conn->sent_bytes += bytes;
	if (head > bytes)
		head = bytes;
	conn->head_sent += head;
	conn->reply.blob_offset += bytes - head;
}

void conn_reply_over(struct conn *conn, bool whole)
{
	struct reply *reply = &conn->reply;
	const struct service *service = conn->acceptor->listener->service;

	if (!conn->replying)
		return;
	conn->replying = false;
	if (service->done)
		service->done(service, conn, reply, conn->sent_bytes, whole);
	blob_drop(reply->blob);
	reply->blob = NULL;
	if (reply->file >= 0)
		close(reply->file);
	reply->file = -1;
}

/* --- sending -------------------------------------------------------------------------------------- */

enum step { STEP_ON, STEP_BLOCKED, STEP_ALL, STEP_CUT };

/* What is next of the reply as one piece: from where it is, or gathered in the worker's memory.
 * STEP_CUT: the file became shorter or cannot be read. */
static enum step next_piece(struct conn *conn, struct slice *piece)
{
	char *plain = conn->worker->plain;
	struct slice head = head_left(conn), blob = blob_left(conn);
	size_t len = 0;

	if (!head.len && (blob.len >= CHUNK_BYTES || !conn->reply.file_bytes)) {
		*piece = slice_head(blob, CHUNK_BYTES);
		took(conn, piece->len);
		return piece->len ? STEP_ON : STEP_ALL;
	}
	head = slice_head(head, CHUNK_BYTES);
	if (head.len)
		memcpy(plain, head.ptr, head.len);
	len = head.len;
	blob = slice_head(blob, CHUNK_BYTES - len);
	slice_holds(blob);
	if (blob.len)
		memcpy(plain + len, blob.ptr, blob.len);
	len += blob.len;
	took(conn, len);
	if (conn->reply.file_bytes && len < CHUNK_BYTES) {
		size_t want = CHUNK_BYTES - len;
		ssize_t got;

		if (want > conn->reply.file_bytes)
			want = (size_t)conn->reply.file_bytes;
		do
			got = pread(conn->reply.file, plain + len, want,
				(off_t)conn->file_at);
		while (got < 0 && errno == EINTR);
		if (got <= 0)
			return STEP_CUT;
		conn->file_at += (uint64_t)got;
		conn->reply.file_bytes -= (uint64_t)got;
		conn->sent_bytes += (uint64_t)got;
		len += (size_t)got;
	}
	*piece = slice(plain, len);
	return STEP_ON;
}

static bool all_taken(const struct conn *conn)
{
	return !conn->replying ||
	       (!head_left(conn).len && !blob_left(conn).len && !conn->reply.file_bytes);
}

static enum step step_tls(struct conn *conn)
{
	struct buf *out = &conn->worker->out;

	if (conn->rest_len == 0 && conn->said_goodbye)
		return STEP_ALL;
	/* A small rest goes along with what follows it. */
	if (!conn->said_goodbye && conn->rest_len < REST_SMALL_BYTES) {
		struct slice piece = slice_none;

		if (!all_taken(conn) && next_piece(conn, &piece) == STEP_CUT)
			return STEP_CUT;
		if (piece.len && !tls_session_write(conn->tls, piece, out))
			return STEP_CUT;
		if (all_taken(conn)) {
			tls_session_close(conn->tls, out);
			conn->said_goodbye = true;
		}
	}
	int flushed = conn_flush(conn);
	if (flushed < 0)
		return STEP_CUT;
	return flushed ? STEP_ON : STEP_BLOCKED;
}

static enum step step_file(struct conn *conn)
{
	off_t at = (off_t)conn->file_at;
	size_t want = CHUNK_BYTES;
	ssize_t sent;

	if (want > conn->reply.file_bytes)
		want = (size_t)conn->reply.file_bytes;
	do
		sent = sendfile(conn->fd, conn->reply.file, &at, want);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		return errno == EAGAIN ? STEP_BLOCKED : STEP_CUT;
	if (sent == 0)
		return STEP_CUT; /* it became shorter */
	progress(conn);
	conn->file_at += (uint64_t)sent;
	conn->reply.file_bytes -= (uint64_t)sent;
	conn->sent_bytes += (uint64_t)sent;
	return STEP_ON;
}

static enum step step_plain(struct conn *conn)
{
	struct slice head = head_left(conn), blob = blob_left(conn);
	struct iovec parts[2];
	size_t count = 0;

	if (all_taken(conn))
		return STEP_ALL;
	if (head.len)
		parts[count++] = (struct iovec){(char *)head.ptr, head.len};
	if (blob.len)
		parts[count++] = (struct iovec){(char *)blob.ptr, blob.len};
	if (count == 0)
		return step_file(conn);
	ssize_t sent = send_parts(conn, parts, count);
	if (sent < 0)
		return STEP_CUT;
	if (sent == 0)
		return STEP_BLOCKED;
	took(conn, (size_t)sent);
	return STEP_ON;
}

static void linger(struct conn *conn)
{
	struct worker *worker = conn->worker;

	conn_reply_over(conn, true);
	tls_session_free(conn->tls);
	conn->tls = NULL;
	arena_fini(&conn->arena);
	buf_fini(&conn->in);
	buf_fini(&conn->kept);
	if (conn->eof || shutdown(conn->fd, SHUT_WR) < 0) {
		conn_drop(conn);
		return;
	}
	conn->state = CONN_LINGERING;
	deadline_put(&worker->lingering, &conn->deadline, uv_now(&worker->loop));
	conn_drain(conn);
}

void conn_writable(struct conn *conn)
{
	for (unsigned i = 0; i < CHUNKS_PER_TURN; i++) {
		switch (conn->tls ? step_tls(conn) : step_plain(conn)) {
		case STEP_ON:
			break;
		case STEP_BLOCKED:
			conn_poll(conn, UV_WRITABLE);
			return;
		case STEP_ALL:
			linger(conn);
			return;
		case STEP_CUT:
			/* A reader must see that it did not get all. TLS shows it by the missing
			 * close_notify, plain TCP by a reset only. */
			if (conn->replying && !conn->tls)
				conn_abort(conn);
			else
				conn_drop(conn);
			return;
		}
	}
	conn_poll(conn, UV_WRITABLE);
}

static void start(struct conn *conn)
{
	struct worker *worker = conn->worker;

	conn->state = CONN_SENDING;
	deadline_put(&worker->sending, &conn->deadline, uv_now(&worker->loop));
	conn_writable(conn);
}

void conn_reply(struct conn *conn, const struct reply *reply)
{
	assert(!conn->replying);
	if (reply->body) {
		conn_body_begin(conn, reply);
		return;
	}
	conn->reply = *reply;
	conn->replying = true;
	conn->head_sent = 0;
	if (!reply->file_bytes && reply->file >= 0) {
		close(reply->file);
		conn->reply.file = -1;
	}
	if (reply->file < 0)
		conn->reply.file_bytes = 0;
	if (conn->reply.file >= 0) {
		off_t at = lseek(reply->file, 0, SEEK_CUR);

		conn->file_at = at > 0 ? (uint64_t)at : 0;
	}
	count(&conn->worker->counts.requests);
	start(conn);
}

void conn_finish(struct conn *conn)
{
	conn_body_cut(conn);
	start(conn);
}

void conn_drain(struct conn *conn)
{
	struct worker *worker = conn->worker;

	while (conn->lingered_bytes <= worker->limits.linger_bytes) {
		ssize_t got = recv(conn->fd, worker->in, sizeof(worker->in), 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			conn_poll(conn, UV_READABLE);
			return;
		}
		if (got <= 0) {
			conn_drop(conn);
			return;
		}
		conn->lingered_bytes += (uint64_t)got;
	}
	/* Who is still sending a body has to read first why nobody takes it: a reset would come before. */
	if (conn->keeps)
		conn_poll(conn, 0);
	else
		conn_drop(conn);
}
