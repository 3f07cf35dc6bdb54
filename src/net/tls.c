/* SPDX-License-Identifier: MIT */
#include "net/tls.h"

#include <assert.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/memory.h"
#include "net/tls_internal.h"

/* Fastest first, AES-128 before ChaCha20 but for clients that list ChaCha20 first; AEAD with forward
 * secrecy only. */
#define SUITES_13                                                                        \
	"TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384"
#define SUITES_12                                                                        \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"                     \
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"                     \
	"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
#define GROUPS                    "X25519:P-256:P-384:P-521:X448"
#define CLIENT_CHAIN_MAX_BYTES    (32 * 1024)
#define CERTIFICATES_IN_CHAIN_MAX 16

struct tls_context {
	pthread_mutex_t mutex;
	struct tls_set *set; /* one reference */
	struct tls_tickets *tickets;
};

/* Where words about a failure go. */
struct words {
	char *text;
	size_t bytes;
	struct slice host; /* of the certificate at hand */
	size_t number;
};

static int fail(struct words *words, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "certificate of example.org: ..., (what OpenSSL says)". Always -EINVAL. */
static int fail(struct words *words, const char *format, ...)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());
	auto_buf struct buf text = BUF(words->bytes + 1);
	va_list args;

	size_t room = words->bytes ? words->bytes - 1 : 0;
	if (words->host.len)
		buf_printf(&text, "certificate of %.*s: ", SARG(words->host));
	else
		buf_printf(&text, "certificate %zu: ", words->number);
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	if (reason)
		buf_printf(&text, " (%s)", reason);
	struct slice told = slice_head(buf_slice(&text), room);
	if (words->bytes) {
		memcpy(words->text, told.ptr, told.len);
		words->text[told.len] = '\0';
	}
	ERR_clear_error();
	return -EINVAL;
}

/* --- one certificate ------------------------------------------------------------------------ */

/* A key with a passphrase must not ask for it on the terminal. */
static int no_passphrase(char *into, int room, int writing, void *unused)
{
	(void)into, (void)room, (void)writing, (void)unused;
	return 0;
}

static BIO *reader(struct slice pem)
{
	if (pem.len == 0 || pem.len > 1024 * 1024)
		return NULL;
	return BIO_new_mem_buf(pem.ptr, (int)pem.len);
}

static int load_chain(SSL_CTX *ssl, struct slice pem, struct words *words)
{
	BIO *bio = reader(pem);
	X509 *leaf = bio ? PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL) : NULL;
	int error = 0;

	if (!leaf)
		error = fail(words, "the file holds no PEM certificate");
	else if (SSL_CTX_use_certificate(ssl, leaf) != 1)
		error = fail(words, "it cannot be used");
	for (size_t i = 0; !error; i++) {
		X509 *next = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL);

		if (!next && ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE)
			break;
		if (!next || i == CERTIFICATES_IN_CHAIN_MAX ||
			SSL_CTX_add0_chain_cert(ssl, next) != 1) {
			error = fail(words, "the chain is broken after certificate %zu",
				i + 1);
			X509_free(next);
		}
	}
	ERR_clear_error();
	X509_free(leaf);
	BIO_free(bio);
	return error;
}

static int load_key(SSL_CTX *ssl, struct slice pem, struct words *words)
{
	BIO *bio = reader(pem);
	EVP_PKEY *key =
		bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;
	int error = 0;

	if (!key)
		error = fail(words,
			"the key file holds no PEM private key without a passphrase");
	else if (X509_check_private_key(SSL_CTX_get0_certificate(ssl), key) != 1)
		error = fail(words, "the key does not match the certificate");
	else if (SSL_CTX_use_PrivateKey(ssl, key) != 1)
		error = fail(words, "the key cannot be used");
	EVP_PKEY_free(key);
	BIO_free(bio);
	return error;
}

/* --- settings --------------------------------------------------------------------------------- */

/* Client certificates are identities that their owners made: nobody signed them, and whether they are good is
 * told later, to those who ask (tls_session_identity). Who shows one gets no ticket (under TLS 1.2 that is up
 * to tls_tickets). */
static int accept_any(X509_STORE_CTX *store, void *unused)
{
	SSL *ssl =
		X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());

	(void)unused;
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return SSL_set_num_tickets(ssl, 0);
}

static int settle(SSL_CTX *ssl, bool ask_client_certificate)
{
	SSL_CTX_set_options(ssl, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
					 SSL_OP_CIPHER_SERVER_PREFERENCE |
					 SSL_OP_PRIORITIZE_CHACHA |
					 SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_max_early_data(ssl, 0);
	SSL_CTX_set_max_cert_list(ssl, CLIENT_CHAIN_MAX_BYTES);
	SSL_CTX_set_client_hello_cb(ssl, tls_session_on_hello, NULL);
	SSL_CTX_set_tlsext_servername_callback(ssl, tls_session_on_server_name);
	if (ask_client_certificate) {
		SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, NULL);
		SSL_CTX_set_cert_verify_callback(ssl, accept_any, NULL);
	}
	return SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION) == 1 &&
	       SSL_CTX_set_max_proto_version(ssl, TLS1_3_VERSION) == 1 &&
	       SSL_CTX_set_cipher_list(ssl, SUITES_12) == 1 &&
	       SSL_CTX_set_ciphersuites(ssl, SUITES_13) == 1 &&
	       SSL_CTX_set1_groups_list(ssl, GROUPS) == 1;
}

/* --- sets --------------------------------------------------------------------------------------- */

static struct slice dup_lower(struct slice s)
{
	char *ptr = memory_new(s.len, 1);

	for (size_t i = 0; i < s.len; i++)
		ptr[i] = ascii_lower(s.ptr[i]);
	return slice(ptr, s.len);
}

void tls_set_drop(struct tls_set *set)
{
	if (!set || atomic_fetch_sub_explicit(&set->refs, 1, memory_order_acq_rel) != 1)
		return;
	for (size_t i = 0; i < set->count; i++)
		SSL_CTX_free(set->contexts[i]);
	for (size_t i = 0; i < set->name_count; i++)
		free((char *)set->names[i].name.ptr);
	free(set->contexts);
	free(set->names);
	free(set);
}

static int add_certificate(struct tls_set *set, struct tls_tickets *tickets,
	const struct tls_options *options, size_t i, struct words *words)
{
	const struct tls_certificate *certificate = &options->certificates[i];
	SSL_CTX *ssl = SSL_CTX_new(TLS_server_method());

	words->number = i + 1;
	words->host = certificate->host_count ? certificate->hosts[0] : slice_none;
	if (!ssl)
		return fail(words, "OpenSSL cannot create a context");
	set->contexts[set->count++] = ssl;
	if (!settle(ssl, options->ask_client_certificate))
		return fail(words, "OpenSSL refuses the TLS settings");
	tls_tickets_use(tickets, ssl);
	for (size_t k = 0; k < certificate->host_count; k++)
		set->names[set->name_count++] = (struct tls_name){
			.name = dup_lower(certificate->hosts[k]), .ssl = ssl};
	int error = load_chain(ssl, certificate->chain_pem, words);
	return error ? error : load_key(ssl, certificate->key_pem, words);
}

static int make_set(const struct tls_options *options, struct tls_tickets *tickets,
	struct tls_set **out, struct words *words)
{
	struct tls_set *set = memory_new(1, sizeof(*set));
	size_t names = 0;
	int error = 0;

	assert(options->count > 0);
	ERR_clear_error();
	for (size_t i = 0; i < options->count; i++)
		names += options->certificates[i].host_count;
	atomic_init(&set->refs, 1);
	set->contexts = memory_new(options->count, sizeof(SSL_CTX *));
	set->names = memory_new(names, sizeof(struct tls_name));
	for (size_t i = 0; i < options->count && !error; i++)
		error = add_certificate(set, tickets, options, i, words);
	if (error) {
		tls_set_drop(set);
		return error;
	}
	qsort(set->names, set->name_count, sizeof(struct tls_name), slice_order);
	*out = set;
	return 0;
}

SSL_CTX *tls_set_find(const struct tls_set *set, struct slice name)
{
	struct tls_name key = {.name = name}, *found;

	found = bsearch(
		&key, set->names, set->name_count, sizeof(struct tls_name), slice_order);
	if (found)
		return found->ssl;

	ptrdiff_t dot = slice_find_char(name, '.');
	if (dot <= 0)
		return NULL;
	/* The first label gives way to a star. */
	auto_buf struct buf star = BUF(name.len + 1);
	buf_putc(&star, '*');
	buf_put(&star, slice_from(name, (size_t)dot));
	key.name = buf_slice(&star);
	found = bsearch(
		&key, set->names, set->name_count, sizeof(struct tls_name), slice_order);
	return found ? found->ssl : NULL;
}

/* --- contexts ------------------------------------------------------------------------------------- */

int tls_context_new(const struct tls_options *options, struct tls_context **out,
	char *error, size_t error_bytes)
{
	struct tls_context *context = memory_new(1, sizeof(*context));
	struct words words = {.text = error, .bytes = error_bytes};
	int result;

	pthread_mutex_init(&context->mutex, NULL);
	context->tickets = tls_tickets_new();
	if (!context->tickets)
		result = fail(&words, "OpenSSL has no random bytes");
	else
		result = make_set(options, context->tickets, &context->set, &words);
	if (result) {
		tls_context_free(context);
		return result;
	}
	*out = context;
	return 0;
}

int tls_context_renew(struct tls_context *context, const struct tls_options *options,
	char *error, size_t error_bytes)
{
	struct words words = {.text = error, .bytes = error_bytes};
	struct tls_set *set, *old;
	int result = make_set(options, context->tickets, &set, &words);

	if (result)
		return result;
	pthread_mutex_lock(&context->mutex);
	old = context->set;
	context->set = set;
	pthread_mutex_unlock(&context->mutex);
	tls_set_drop(old);
	return 0;
}

struct tls_set *tls_context_take(struct tls_context *context)
{
	pthread_mutex_lock(&context->mutex);
	struct tls_set *set = context->set;
	atomic_fetch_add_explicit(&set->refs, 1, memory_order_relaxed);
	pthread_mutex_unlock(&context->mutex);
	return set;
}

int tls_context_rotate_tickets(struct tls_context *context)
{
	return tls_tickets_rotate(context->tickets) < 0 ? -EIO : 0;
}

struct slice tls_context_ticket_keys(struct tls_context *context, struct arena *arena)
{
	return tls_tickets_save(context->tickets, arena);
}

bool tls_context_take_ticket_keys(struct tls_context *context, struct slice bytes)
{
	return tls_tickets_load(context->tickets, bytes);
}

void tls_context_free(struct tls_context *context)
{
	if (!context)
		return;
	tls_set_drop(context->set);
	tls_tickets_free(context->tickets);
	pthread_mutex_destroy(&context->mutex);
	free(context);
}
