/* SPDX-License-Identifier: MIT */
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "net/tls_internal.h"

#define NAME_BYTES   16
#define KEYS         3
#define ROTATE_S     (12 * 60 * 60)
#define TICKET_S     (24 * 60 * 60) /* (KEYS - 1) * ROTATE_S: never outlives its key */
#define SECRET_BYTES 32

struct key {
	unsigned char name[NAME_BYTES], cipher[SECRET_BYTES], mac[SECRET_BYTES];
};

struct tls_tickets {
	pthread_mutex_t mutex;
	struct key keys[KEYS]; /* newest first; the newest encrypts */
	size_t count;
	time_t rotated; /* monotonic seconds */
	EVP_CIPHER *cipher;
};

static time_t now_s(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* With the mutex held. */
static int add_key(struct tls_tickets *tickets)
{
	struct key key;

	if (RAND_bytes(key.name, NAME_BYTES) != 1 ||
		RAND_priv_bytes(key.cipher, SECRET_BYTES) != 1 ||
		RAND_priv_bytes(key.mac, SECRET_BYTES) != 1)
		return -1;
	memmove(tickets->keys + 1, tickets->keys, (KEYS - 1) * sizeof(key));
	tickets->keys[0] = key;
	OPENSSL_cleanse(&key, sizeof(key));
	if (tickets->count < KEYS)
		tickets->count++;
	tickets->rotated = now_s();
	return 0;
}

struct tls_tickets *tls_tickets_new(void)
{
	struct tls_tickets *tickets = memory_new(1, sizeof(*tickets));
	pthread_mutex_init(&tickets->mutex, NULL);
	tickets->cipher = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL);
	if (!tickets->cipher || add_key(tickets) < 0) {
		tls_tickets_free(tickets);
		return NULL;
	}
	return tickets;
}

/* What is saved: the keys, and when the newest was made by the clock of the world, which goes on while
 * no process runs. */
struct saved {
	char magic[8];
	int64_t made;
	uint64_t count;
	struct key keys[KEYS];
};

static const char magic[8] = "sdticks1";

#define MINUTE_S 60

/* With the mutex held. @made is a whole minute; its middle stands for it, so that the same keys are the
 * same bytes, whatever the two clocks make of a second. */
static void set_made(struct tls_tickets *tickets, int64_t made)
{
	tickets->rotated = now_s() - (time_t)(time(NULL) - made) + MINUTE_S / 2;
}

struct slice tls_tickets_save(struct tls_tickets *tickets, struct arena *arena)
{
	struct saved *saved = arena_new(arena, struct saved);

	memcpy(saved->magic, magic, sizeof(magic));
	pthread_mutex_lock(&tickets->mutex);
	saved->made = time(NULL) - (now_s() - tickets->rotated);
	saved->made -= saved->made % MINUTE_S;
	set_made(tickets, saved->made);
	saved->count = tickets->count;
	memcpy(saved->keys, tickets->keys, tickets->count * sizeof(struct key));
	pthread_mutex_unlock(&tickets->mutex);
	return slice((const char *)saved, sizeof(*saved));
}

bool tls_tickets_load(struct tls_tickets *tickets, struct slice bytes)
{
	struct saved saved;

	if (bytes.len != sizeof(saved))
		return false;
	memcpy(&saved, bytes.ptr, sizeof(saved));
	int64_t age = time(NULL) - saved.made;
	bool good = memcmp(saved.magic, magic, sizeof(magic)) == 0 && saved.count > 0 &&
		    saved.count <= KEYS && age >= 0 && age < TICKET_S;
	if (good) {
		pthread_mutex_lock(&tickets->mutex);
		memcpy(tickets->keys, saved.keys, sizeof(saved.keys));
		tickets->count = (size_t)saved.count;
		set_made(tickets, saved.made);
		pthread_mutex_unlock(&tickets->mutex);
	}
	OPENSSL_cleanse(&saved, sizeof(saved));
	return good;
}

void tls_tickets_free(struct tls_tickets *tickets)
{
	if (!tickets)
		return;
	EVP_CIPHER_free(tickets->cipher);
	pthread_mutex_destroy(&tickets->mutex);
	OPENSSL_cleanse(tickets->keys, sizeof(tickets->keys));
	free(tickets);
}

int tls_tickets_rotate(struct tls_tickets *tickets)
{
	pthread_mutex_lock(&tickets->mutex);
	int error = add_key(tickets);
	pthread_mutex_unlock(&tickets->mutex);
	return error;
}

/* The key to encrypt with (@name NULL) or the one called @name: its place, or -1. */
static int pick(struct tls_tickets *tickets, const unsigned char *name, struct key *out)
{
	int place = -1;

	pthread_mutex_lock(&tickets->mutex);
	/* When no random bytes are to be had, the old key serves on. */
	if (now_s() - tickets->rotated >= ROTATE_S)
		(void)add_key(tickets);
	for (size_t i = 0; i < tickets->count; i++) {
		if (!name || memcmp(tickets->keys[i].name, name, NAME_BYTES) == 0) {
			*out = tickets->keys[i];
			place = (int)i;
			break;
		}
	}
	pthread_mutex_unlock(&tickets->mutex);
	return place;
}

static int start(const struct tls_tickets *tickets, const struct key *key,
	unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int encrypt)
{
	char digest[] = "SHA256";
	unsigned char secret[SECRET_BYTES];
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_octet_string(
			OSSL_MAC_PARAM_KEY, secret, sizeof(secret)),
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};

	memcpy(secret, key->mac, sizeof(secret));
	int ok = EVP_MAC_CTX_set_params(mac, params);
	OPENSSL_cleanse(secret, sizeof(secret));
	return ok && EVP_CipherInit_ex2(cipher, tickets->cipher, key->cipher, iv, encrypt,
			     NULL) == 1;
}

static int on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv,
	EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int encrypt)
{
	struct tls_tickets *tickets = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	struct key key;

	/* None for who showed a certificate. */
	if (encrypt && SSL_get0_peer_certificate(ssl))
		return 0;
	int place = pick(tickets, encrypt ? NULL : name, &key);
	if (place < 0)
		return 0; /* an unknown ticket: a full handshake */
	if (encrypt) {
		memcpy(name, key.name, NAME_BYTES);
		if (RAND_bytes(iv, EVP_CIPHER_get_iv_length(tickets->cipher)) != 1)
			place = -1;
	}
	int ok = place >= 0 && start(tickets, &key, iv, cipher, mac, encrypt);
	OPENSSL_cleanse(&key, sizeof(key));
	if (!ok)
		return -1;
	/* 2: a new ticket, too. TLS 1.3 clients use each only once (RFC 8446, C.4). */
	return !encrypt && (place > 0 || SSL_version(ssl) == TLS1_3_VERSION) ? 2 : 1;
}

/* A ticket with a certificate in it is of another program, or forged: a full handshake. */
static SSL_TICKET_RETURN on_opened(SSL *ssl, SSL_SESSION *session,
	const unsigned char *name, size_t name_bytes, SSL_TICKET_STATUS status,
	void *unused)
{
	(void)ssl, (void)name, (void)name_bytes, (void)unused;
	if ((status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW) ||
		SSL_SESSION_get0_peer(session))
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE
					    : SSL_TICKET_RETURN_USE_RENEW;
}

void tls_tickets_use(struct tls_tickets *tickets, SSL_CTX *ssl)
{
	SSL_CTX_set_app_data(ssl, tickets);
	SSL_CTX_set_tlsext_ticket_key_evp_cb(ssl, on_ticket);
	SSL_CTX_set_session_ticket_cb(ssl, NULL, on_opened, NULL);
	SSL_CTX_set_timeout(ssl, TICKET_S);
	SSL_CTX_set_num_tickets(ssl, 1);
}
