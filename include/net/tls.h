/* SPDX-License-Identifier: MIT */
/* TLS for servers, by OpenSSL 3: contexts with a certificate per host name. Settings as in
 * ARCHITECTURE.md: 1.2 and 1.3, ECDHE and AEAD only, tickets on, client certificates asked for and
 * never demanded. A client that shows one gets no ticket, and a ticket with one in it resumes nothing: ticket
 * keys, which replicas may share and disks may keep, identify nobody. */
#ifndef NET_TLS_H
#define NET_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

struct tls_context; /* shared by all workers; counted */

/* The key of the certificate that a client showed. RSA from 2048 to 8192 bits, elliptic curves of 256 bits
 * and more, Ed25519 and Ed448 are good; one that anybody can break says nothing of who holds it. */
enum tls_client_key {
	TLS_CLIENT_KEY_GOOD,
	TLS_CLIENT_KEY_WEAK,
	TLS_CLIENT_KEY_LARGE, /* so large that it costs us too much */
};

/* Who a client is: it proved in this very handshake that it holds the key. */
struct tls_identity {
	/* SHA-256 of the public key (SubjectPublicKeyInfo, DER), and of the certificate as a whole. */
	unsigned char key[32], certificate[32];
	/* Until when the certificate says that it is good; seconds since the epoch. */
	int64_t expires_at;
	enum tls_client_key strength;
};

struct tls_certificate {
	struct slice chain_pem, key_pem;
	const struct slice *
		hosts; /* server names that it is for, lower case; "*.x" fits one label */
	size_t host_count;
};

struct tls_options {
	const struct tls_certificate
		*certificates; /* the first is for all other names and none */
	size_t count;
	bool ask_client_certificate;
};

/* 0, or -EINVAL after @error (at least 256 bytes) says what is wrong in words: which certificate, does
 * the key fit, is the chain readable. */
int tls_context_new(const struct tls_options *options, struct tls_context **out,
	char *error, size_t error_bytes);
/* Takes over new certificates for connections accepted from now on; ticket keys stay. The same errors;
 * on an error the old ones stay. From any thread. */
int tls_context_renew(struct tls_context *context, const struct tls_options *options,
	char *error, size_t error_bytes);
/* Makes a new session ticket key the current one; the two before it still open theirs. It happens by
 * itself twice a day; a ticket is good for one. 0 or -EIO. From any thread. */
int tls_context_rotate_tickets(struct tls_context *context);
/* The ticket keys as bytes, for a file that outlives the process or that replicas share: who holds them
 * can read what their tickets resume. In @arena; to be wiped by the caller. */
struct slice tls_context_ticket_keys(struct tls_context *context, struct arena *arena);
/* Takes over such bytes. False, and nothing changed, when they are none or too old to open a ticket. */
bool tls_context_take_ticket_keys(struct tls_context *context, struct slice bytes);
void tls_context_free(struct tls_context *context);

#endif
