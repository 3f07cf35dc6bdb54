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

enum tls_client_key conn_client_key(const struct conn *conn)
{
	return conn->secured && conn->tls ? tls_session_client_key(conn->tls)
					  : TLS_CLIENT_KEY_NONE;
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
	struct conn *conn; /* NULL: it is gone */
	void (*work)(void *data);
	void (*finish)(void *data, struct conn *conn, struct reply *reply);
	void *data;
};

static void on_work(uv_work_t *request)
{
	struct deferred *deferred = containing(request, struct deferred, request);

	deferred->work(deferred->data);
}

static void on_worked(uv_work_t *request, int status)
{
	struct deferred *deferred = containing(request, struct deferred, request);
	struct conn *conn = deferred->conn;
	struct reply reply = {.file = -1};

	(void)status; /* it is never cancelled */
	if (conn) {
		conn->deferred = NULL;
		deferred->finish(deferred->data, conn, &reply);
		conn_reply(conn, &reply);
	} else {
		deferred->finish(deferred->data, NULL, NULL);
	}
	free(deferred);
}

void conn_defer(struct conn *conn, void (*work)(void *data),
	void (*finish)(void *data, struct conn *conn, struct reply *reply), void *data)
{
	struct deferred *deferred = memory_new(1, sizeof(*deferred));

	assert(!conn->deferred);
	*deferred = (struct deferred){
		.conn = conn, .work = work, .finish = finish, .data = data};
	conn->deferred = deferred;
	if (uv_queue_work(&conn->worker->loop, &deferred->request, on_work, on_worked))
		abort(); /* only for a missing callback */
}

void conn_forsake_work(struct conn *conn)
{
	if (conn->deferred)
		conn->deferred->conn = NULL;
	conn->deferred = NULL;
}
