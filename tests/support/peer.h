/* SPDX-License-Identifier: MIT */
/* For tests of the network: certificates made on the spot, and a client whose every wait is bounded,
 * over plain TCP or TLS, on loopback. Failures of the test's own means fail the test. */
#ifndef TESTS_SUPPORT_PEER_H
#define TESTS_SUPPORT_PEER_H

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* A P-256 key and a certificate for it, both PEM, in own memory. @version 0 is X.509 v1; @days < 0: it
 * has expired. */
struct test_certificate {
	struct buf chain, key;
};
void test_certificate_make(
	struct test_certificate *out, const char *name, long version, int days);
/* The same for @key, which stays the caller's. */
void test_certificate_make_for(struct test_certificate *out, const char *name,
	long version, int days, EVP_PKEY *key);
void test_certificate_fini(struct test_certificate *certificate);

struct peer {
	int fd;
	SSL *ssl; /* NULL: plain */
};

/* How the other side ended. */
enum peer_end {
	PEER_CLOSE_NOTIFY, /* TLS closed in order */
	PEER_EOF, /* its side of the socket ended (under TLS: without close_notify) */
	PEER_RESET,
	PEER_LATE,  /* the generous limit of the test passed */
	PEER_ALERT, /* a fatal alert of TLS */
};

struct peer_options {
	uint16_t port;
	SSL_CTX *tls; /* NULL: plain */
	const char *server_name;
	SSL_SESSION *session;    /* to resume */
	unsigned receive_bytes;  /* SO_RCVBUF, 0: as it is */
	struct slice before_tls; /* sent in the clear first */
};

/* A client's context that trusts anybody; @version 0, or TLS1_2_VERSION or TLS1_3_VERSION only. */
SSL_CTX *peer_tls_new(int version);
void peer_tls_identify(SSL_CTX *tls, const struct test_certificate *certificate);
/* Connects, and shakes hands under TLS. False: the handshake failed (or the connection did). */
bool peer_open(struct peer *peer, const struct peer_options *options);
/* The steps: a socket, its connection, its handshake. */
void peer_socket(struct peer *peer, const struct peer_options *options);
void peer_dial(struct peer *peer, const struct peer_options *options);
bool peer_handshake(struct peer *peer, const struct peer_options *options);
/* The last, with peer->ssl as it is. */
bool peer_shake_hands(struct peer *peer);
/* The first two. */
void peer_connect(struct peer *peer, const struct peer_options *options);
void peer_close(struct peer *peer);
/* Closes by a reset. */
void peer_reset(struct peer *peer);
/* True when all of it could be sent. */
bool peer_send(struct peer *peer, struct slice bytes);
/* Our side of the socket ends (under TLS: by close_notify alone). */
void peer_half_close(struct peer *peer);
/* Reads until the other side ends. */
enum peer_end peer_read_all(struct peer *peer, struct buf *into);
/* Reads exactly @bytes, or less when the other side ends. */
size_t peer_read_some(struct peer *peer, struct buf *into, size_t bytes);

#endif
