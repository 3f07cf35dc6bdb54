/* SPDX-License-Identifier: MIT */
/* Real workers on loopback with a tiny service, for tests of the network. One server at a time. */
#ifndef TESTS_SUPPORT_SERVER_H
#define TESTS_SUPPORT_SERVER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/conn.h"
#include "net/worker.h"
#include "peer.h"

/* The service: one line of at most 1024 bytes ended by CRLF, whose first word says what is wanted:
 *   blob N, file N      "20 blob" CRLF and N bytes (server_byte) from memory, from a file
 *   shrunk N            promises 200000 bytes of a file that holds N
 *   name, resumed       the server name of the hello; yes or no
 *   key                 that of the client's certificate: none, good, weak or large
 *   who                 "nobody", or the SHA-256 of its key, that of it, and when it expires
 *   peer                "20 ", the peer as logs have it, and the port that it connected to
 *   wait                SERVICE_WAIT until seen.may_answer
 *   defer X             "20 deferred X", after work that lasts until seen.release_work
 *   close               nothing
 *   body N              takes N bytes (server_byte) after the line: "20 body", "59 short", "59 slow"
 *   later N             the same, after work that lasts until seen.release_work
 *   unread N            "59 unread", and a body follows
 *   anything else       "20 " and the line
 * More than 1026 bytes without CRLF: "59 too long"; some bytes and a half-close: "20 end " and them. */
enum server_port { PORT_PLAIN, PORT_TLS, PORT_EITHER, PORTS };

struct server_seen {
	atomic_uint done, done_whole, finished_alone, waited, deferred;
	atomic_uint bodies, cut;              /* that began; that ended without a reply */
	atomic_ullong body_bytes, body_piece; /* of all; of the largest piece */
	atomic_ullong sent_bytes;
	atomic_bool may_answer, release_work;
};

struct server {
	struct workers *workers;
	struct listener listeners[PORTS];
	struct tls_context *tls;
	struct test_certificate main,
		other; /* main.example; other.example, *.wild.example */
	uint16_t ports[PORTS];
	struct server_seen seen;
	/* Of all ports, from the next start on. */
	const struct preface *preface;
	bool preface_only;
};

extern struct server server;
extern const struct limits server_generous; /* deadlines that no good client meets */

/* wait_ms of all services, between two servers; 100 at first. */
void services_wait_ms(unsigned wait_ms);
/* Before and after all tests of a program. */
int server_set_up(void **state);
int server_tear_down(void **state);

void server_start(const struct limits *limits, unsigned workers);
/* Stops it, and looks whether every connection was counted out. */
void server_stop(void);
int server_make_tls(const struct test_certificate *first,
	const struct test_certificate *second, struct tls_context **out);
/* Summed over all workers. */
struct worker_counts server_counts(void);
char server_byte(size_t i);
/* Returns when worker @index has done what had come to it before. */
void server_meet(unsigned index);

/* A client's options for @port, with any TLS where there is TLS. */
struct peer_options server_options(enum server_port port);
/* How a reply ends on @port when all is well. */
enum peer_end server_good_end(enum server_port port);
/* One request over a connection of its own; the reply in @reply (to be buf_fini'd). PEER_ALERT also
 * when there was no handshake. */
enum peer_end server_ask(
	const struct peer_options *options, struct slice request, struct buf *reply);
/* The same, and @want is all of the reply, and it ended well. */
void server_expect(enum server_port port, struct slice request, struct slice want);

/* @want is all that @peer still gets, it ends well, and is closed. */
void server_expect_rest(enum server_port port, struct peer *peer, struct slice want);

extern SSL_CTX *server_client, *server_client_12, *server_client_13;

/* Bounded waiting for what other threads do. */
#define EVENTUALLY(condition)                                                            \
	do {                                                                             \
		for (unsigned tries_ = 0; !(condition) && tries_ < 20000; tries_++)      \
			usleep(1000);                                                    \
		assert_true(condition);                                                  \
	} while (0)

#define assert_bytes(got, want)                                                          \
	do {                                                                             \
		struct slice got_ = (got), want_ = (want);                               \
		if (!slice_eq(got_, want_))                                              \
			fail_msg("got '%.*s', want '%.*s'", SARG(got_), SARG(want_));    \
	} while (0)

#endif
