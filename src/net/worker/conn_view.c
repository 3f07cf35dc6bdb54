/* SPDX-License-Identifier: MIT */
/* What a service sees of a connection, and the work that it puts aside. */
#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "net/worker/worker_internal.h"

struct arena *conn_arena(struct conn *conn)
{
	return &conn->arena;
}

struct worker *conn_worker(struct conn *conn)
{
	return conn->worker;
}

void **conn_data(struct conn *conn)
{
	return &conn->data;
}

struct slice conn_address_text(struct arena *arena, const struct sockaddr *peer)
{
	enum log_address form = log_current().address;
	bool cut = form == LOG_ADDRESS_CUT;
	bool six = peer->sa_family == AF_INET6;
	char text[INET6_ADDRSTRLEN] = "-";

	if (form == LOG_ADDRESS_NONE)
		return S("-");
	if (six) {
		struct in6_addr host = ((const struct sockaddr_in6 *)peer)->sin6_addr;

		if (cut)
			memset(host.s6_addr + 6, 0, 10);
		inet_ntop(AF_INET6, &host, text, sizeof(text));
	} else {
		struct in_addr host = ((const struct sockaddr_in *)peer)->sin_addr;

		if (cut)
			host.s_addr &= htonl(0xFFFFFF00);
		inet_ntop(AF_INET, &host, text, sizeof(text));
	}
	return arena_dup(arena, slice_str(text));
}

struct slice conn_peer_text(struct conn *conn)
{
	return conn_address_text(&conn->arena, &conn->peer.any);
}

const struct sockaddr *conn_peer(const struct conn *conn)
{
	return &conn->peer.any;
}

uint16_t conn_local_port(const struct conn *conn)
{
	return conn->local_port ? conn->local_port
				: listener_port(&conn->acceptor->listener->address);
}

bool conn_is_tls(const struct conn *conn)
{
	return conn->tls != NULL;
}

bool conn_resumed(const struct conn *conn)
{
	return conn->secured && conn->tls && tls_session_resumed(conn->tls);
}

const struct tls_identity *conn_identity(struct conn *conn)
{
	return conn->secured && conn->tls ? tls_session_identity(conn->tls) : NULL;
}

bool conn_can_identify(const struct conn *conn)
{
	return conn->secured && conn->tls && tls_session_is_13(conn->tls);
}

struct slice conn_server_name(const struct conn *conn)
{
	return conn->tls ? tls_session_server_name(conn->tls) : slice_none;
}

uint64_t conn_age_ms(const struct conn *conn)
{
	return uv_now(&conn->worker->loop) - conn->accepted_ms;
}

/* --- work aside ----------------------------------------------------------------------------------- */

struct deferred {
	uv_work_t request;
	struct worker *worker;
	struct conn *conn; /* of the worker's thread; NULL: it is gone */
	atomic_bool over;  /* the same, for other threads */
	void (*work)(void *data);
	void (*finish)(void *data, struct conn *conn, struct reply *reply);
	void *data;
};

static void on_work(uv_work_t *request)
{
	struct deferred *deferred = containing(request, struct deferred, request);

	deferred->work(deferred->data);
}

static void worked(struct deferred *deferred)
{
	struct conn *conn = deferred->conn;
	struct reply reply = {.file = -1};

	if (conn) {
		conn->deferred = NULL;
		deferred->finish(deferred->data, conn, &reply);
		conn_reply(conn, &reply);
	} else if (deferred->finish) {
		deferred->finish(deferred->data, NULL, NULL);
	}
	free(deferred);
}

static void on_worked(uv_work_t *request, int status)
{
	(void)status; /* it is never cancelled */
	worked(containing(request, struct deferred, request));
}

static struct deferred *deferred_new(struct conn *conn,
	void (*finish)(void *data, struct conn *conn, struct reply *reply), void *data)
{
	struct deferred *deferred = memory_new(1, sizeof(*deferred));

	assert(!conn->deferred);
	deferred->worker = conn->worker;
	deferred->conn = conn;
	deferred->finish = finish;
	deferred->data = data;
	conn->deferred = deferred;
	return deferred;
}

static void queue(struct deferred *deferred)
{
	if (uv_queue_work(
		    &deferred->worker->loop, &deferred->request, on_work, on_worked))
		abort(); /* only for a missing callback */
}

void conn_defer(struct conn *conn, void (*work)(void *data),
	void (*finish)(void *data, struct conn *conn, struct reply *reply), void *data)
{
	struct deferred *deferred = deferred_new(conn, finish, data);

	deferred->work = work;
	queue(deferred);
}

void worker_run(struct worker *worker, void (*work)(void *data), void *data)
{
	struct deferred *deferred = memory_new(1, sizeof(*deferred));

	deferred->worker = worker;
	deferred->work = work;
	deferred->data = data;
	queue(deferred);
}

struct deferred *conn_set_aside(struct conn *conn,
	void (*finish)(void *data, struct conn *conn, struct reply *reply), void *data)
{
	return deferred_new(conn, finish, data);
}

atomic_bool *conn_aside_over(struct deferred *aside)
{
	return &aside->over;
}

static void resumed(struct worker *worker, void *data)
{
	(void)worker;
	worked(data);
}

void conn_resume(struct deferred *aside)
{
	/* A worker that has ended has dropped all its connections before. */
	if (!workers_send(aside->worker->all, aside->worker->index, resumed, aside))
		worked(aside);
}

void conn_forsake_work(struct conn *conn)
{
	if (conn->deferred) {
		conn->deferred->conn = NULL;
		atomic_store(&conn->deferred->over, true);
	}
	conn->deferred = NULL;
}
