/* SPDX-License-Identifier: MIT */
/* A connection as a service sees it. It lives and dies on one worker's thread; every call here is made
 * on that thread. */
#ifndef NET_CONN_H
#define NET_CONN_H

#include <stdatomic.h>
#include <sys/socket.h>

#include "net/service.h"
#include "net/tls.h"

/* Memory of this request; given back when the connection ends. */
struct arena *conn_arena(struct conn *conn);
struct worker *conn_worker(struct conn *conn);
/* The service's own pointer for this connection (NULL at first). */
void **conn_data(struct conn *conn);
/* "203.0.113.0" or "2001:db8:1::" cut, full, or "-" as the log wants it; in conn_arena(). */
struct slice conn_peer_text(struct conn *conn);
/* The client, as limits know it: behind a balancer, the one that it named. */
const struct sockaddr *conn_peer(const struct conn *conn);
uint16_t conn_local_port(const struct conn *conn);
bool conn_is_tls(const struct conn *conn);
bool conn_resumed(const struct conn *conn); /* TLS session was resumed */
/* Who the client is; NULL: it did not say so in a full handshake of TLS 1.3 on this connection. */
const struct tls_identity *conn_identity(struct conn *conn);
/* Could it have said so? Older versions of TLS cannot be trusted with that. */
bool conn_can_identify(const struct conn *conn);
/* Server name of the client's hello, lower case; empty: none was sent. */
struct slice conn_server_name(const struct conn *conn);
/* Milliseconds since it was accepted. */
uint64_t conn_age_ms(const struct conn *conn);

/* The request has @request_bytes; what follows is its body. While the service waits, it stays unread, and a
 * reply->body gets all of it. */
void conn_keep_body(struct conn *conn, size_t request_bytes);

/* Runs @work(data) on the loop's work queue, then, on this connection's thread, @finish(data, conn,
 * reply), which fills *reply as request() would for SERVICE_REPLY. When the connection ended meanwhile, @conn and
 * @reply are NULL and finish only frees. To be followed by SERVICE_WAIT. */
void conn_defer(struct conn *conn, void (*work)(void *data),
	void (*finish)(void *data, struct conn *conn, struct reply *reply), void *data);

/* The same for work on other threads than the work queue's: whoever does it calls conn_resume exactly once, from
 * any thread; then @finish is called as above. When the worker has ended, it is called at once, on the thread of
 * conn_resume. To be followed by SERVICE_WAIT. */
struct deferred;
struct deferred *conn_set_aside(struct conn *conn,
	void (*finish)(void *data, struct conn *conn, struct reply *reply), void *data);
void conn_resume(struct deferred *aside);
/* True once nobody waits for the work: its connection ended. Whoever does the work may set it, too, to stop
 * it. Until conn_resume. */
atomic_bool *conn_aside_over(struct deferred *aside);

#endif
