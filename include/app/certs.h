/* SPDX-License-Identifier: MIT */
/* Certificates on disk: generated on first start, never replaced silently, renewed with the same key
 * (readers' clients pin it), imported from another server.
 *
 * In the state folder, by the site's first host name: HOST.crt (PEM chain) and HOST.key (PEM,
 * mode 0600). Keys are ECDSA P-256, certificates X.509 v3 with every host in CN and SAN (RFC 5280),
 * valid from yesterday to the end of time (RFC 5280, 4.1.2.5). */
#ifndef APP_CERTS_H
#define APP_CERTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

#define CERTS_ERROR_BYTES 512

struct certs_pair {
	struct slice chain_pem, key_pem; /* in the arena of the call */
	struct slice chain_path, key_path;
	bool generated; /* by this call */
};

/* What a person wants to know of a certificate. */
struct certs_facts {
	struct slice subject; /* "example.org" */
	struct slice names;   /* "example.org, www.example.org, 192.0.2.1" */
	struct slice not_before, not_after; /* "2026-11-22", "9999-12-31" */
	int64_t not_after_s;                /* since the epoch */
	struct slice
		fingerprint; /* SHA-256 of the certificate, hexadecimal with colons */
	struct slice
		key_fingerprint; /* SHA-256 of the public key (SPKI): stays over renewals */
	bool expired;
};

/* All return 0 or -errno after writing one sentence (what, where, what to do) into @error, which
 * holds CERTS_ERROR_BYTES. */

/* The pair of @hosts[0] in the folder @state (made when it is not there, with its folder). */
int certs_ensure(struct arena *arena, const char *state, const struct slice *hosts,
	size_t count, struct certs_pair *out, char *error);
/* The pair of @host that is in the folder @state; none is generated. */
int certs_find(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *out, char *error);
/* A pair of the administrator's own; checks that key and certificate fit. */
int certs_load(struct arena *arena, const char *chain_path, const char *key_path,
	struct certs_pair *out, char *error);
/* A new certificate for @hosts with the key that is there. */
int certs_renew(struct arena *arena, const char *state, const struct slice *hosts,
	size_t count, struct certs_pair *out, char *error);
/* Copies a pair from elsewhere into the state folder; an old one is kept beside it as .old. */
int certs_import(struct arena *arena, const char *state, struct slice host,
	const char *chain_path, const char *key_path, struct certs_pair *out,
	char *error);

int certs_facts(struct arena *arena, struct slice chain_pem, struct certs_facts *out,
	char *error);
/* Is @host among the names of the certificate (RFC 6125: one wildcard label)? */
bool certs_covers(const struct certs_facts *facts, struct slice host);

#endif
