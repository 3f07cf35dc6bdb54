/* SPDX-License-Identifier: MIT */
/* What the files of the TLS door (net/tls*.c) share; nobody else includes it. */
#ifndef NET_TLS_INTERNAL_H
#define NET_TLS_INTERNAL_H

#include <openssl/ssl.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "base/slice.h"
#include "net/tls.h"

/* The certificates of one moment; sessions keep theirs over a renewal. */
struct tls_set {
	atomic_uint refs;
	struct tls_name {
		struct slice name;
		SSL_CTX *ssl;
	} * names; /* sorted; "*.x" among them */
	size_t name_count;
	SSL_CTX **contexts; /* the first for all other names */
	size_t count;
};

struct tls_set *tls_context_take(struct tls_context *context);
void tls_set_drop(struct tls_set *set);
/* The context for the lower-case @name, or NULL. */
SSL_CTX *tls_set_find(const struct tls_set *set, struct slice name);

/* Session ticket keys (RFC 5077, 4), made in memory and changed as time goes by. */
struct tls_tickets;
struct tls_tickets *tls_tickets_new(void); /* NULL: no random bytes */
void tls_tickets_free(struct tls_tickets *tickets);
void tls_tickets_use(struct tls_tickets *tickets, SSL_CTX *ssl);
/* Makes a new key the current one, as time does. */
int tls_tickets_rotate(struct tls_tickets *tickets);
struct slice tls_tickets_save(struct tls_tickets *tickets, struct arena *arena);
bool tls_tickets_load(struct tls_tickets *tickets, struct slice bytes);

/* False: OpenSSL cannot hash it. */
bool tls_identity_of(const X509 *certificate, struct tls_identity *out);

/* Callbacks for SSL_CTX, which need the session as the SSL's app data: at the hello, before a session is
 * resumed, and when the name in it is to be acknowledged. */
int tls_session_on_hello(SSL *ssl, int *alert, void *unused);
int tls_session_on_server_name(SSL *ssl, int *alert, void *unused);

#endif
