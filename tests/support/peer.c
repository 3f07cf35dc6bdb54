/* SPDX-License-Identifier: MIT */
#include "peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_S 20 /* no test waits so long but for a fault */

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition)) {                                                      \
			fprintf(stderr, "%s:%d: %s failed, errno %d\n", __FILE__,        \
				__LINE__, #condition, errno);                            \
			ERR_print_errors_fp(stderr);                                     \
			abort();                                                         \
		}                                                                        \
	} while (0)

/* --- certificates -------------------------------------------------------------------------- */

static void drain(BIO *bio, struct buf *out)
{
	char *ptr;
	long len = BIO_get_mem_data(bio, &ptr);

	buf_init(out, BUF_UNLIMITED);
	buf_put(out, slice(ptr, (size_t)len));
	BIO_free(bio);
}

void test_certificate_make(
	struct test_certificate *out, const char *name, long version, int days)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");

	test_certificate_make_for(out, name, version, days, key);
	EVP_PKEY_free(key);
}

void test_certificate_make_for(struct test_certificate *out, const char *name,
	long version, int days, EVP_PKEY *key)
{
	X509 *x509 = X509_new();
	long now_s = 24L * 60 * 60;

	MUST(key && x509);
	MUST(X509_set_version(x509, version));
	MUST(ASN1_INTEGER_set(X509_get_serialNumber(x509), 7));
	MUST(X509_gmtime_adj(X509_getm_notBefore(x509), -now_s * 400));
	MUST(X509_gmtime_adj(X509_getm_notAfter(x509), now_s * days));
	X509_NAME *subject = X509_get_subject_name(x509);
	MUST(X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0));
	MUST(X509_set_issuer_name(x509, subject));
	MUST(X509_set_pubkey(x509, key));
	/* Ed25519 hashes by itself. */
	bool hashes = EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
	MUST(X509_sign(x509, key, hashes ? NULL : EVP_sha256()));

	BIO *chain = BIO_new(BIO_s_mem()), *secret = BIO_new(BIO_s_mem());
	MUST(PEM_write_bio_X509(chain, x509));
	MUST(PEM_write_bio_PrivateKey(secret, key, NULL, NULL, 0, NULL, NULL));
	drain(chain, &out->chain);
	drain(secret, &out->key);
	X509_free(x509);
}

void test_certificate_fini(struct test_certificate *certificate)
{
	buf_fini(&certificate->chain);
	buf_fini(&certificate->key);
}

/* --- connecting ----------------------------------------------------------------------------- */

SSL_CTX *peer_tls_new(int version)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());

	MUST(tls);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_CLIENT);
	if (version) {
		MUST(SSL_CTX_set_min_proto_version(tls, version));
		MUST(SSL_CTX_set_max_proto_version(tls, version));
	}
	return tls;
}

void peer_tls_identify(SSL_CTX *tls, const struct test_certificate *certificate)
{
	BIO *bio = BIO_new_mem_buf(certificate->chain.ptr, (int)certificate->chain.len);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	BIO_free(bio);
	bio = BIO_new_mem_buf(certificate->key.ptr, (int)certificate->key.len);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	BIO_free(bio);
	MUST(x509 && key);
	MUST(SSL_CTX_use_certificate(tls, x509));
	MUST(SSL_CTX_use_PrivateKey(tls, key));
	X509_free(x509);
	EVP_PKEY_free(key);
}

void peer_socket(struct peer *peer, const struct peer_options *options)
{
	struct timeval patience = {.tv_sec = PATIENCE_S};
	int one = 1;

	peer->ssl = NULL;
	peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	MUST(peer->fd >= 0);
	MUST(!setsockopt(peer->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)));
	MUST(!setsockopt(peer->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)));
	MUST(!setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)));
	if (options->receive_bytes)
		MUST(!setsockopt(peer->fd, SOL_SOCKET, SO_RCVBUF, &options->receive_bytes,
			sizeof(options->receive_bytes)));
}

void peer_dial(struct peer *peer, const struct peer_options *options)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons(options->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	/* Asked again, it waits for the connection that is under way. */
	while (connect(peer->fd, (struct sockaddr *)&address, sizeof(address)))
		if (errno == EISCONN)
			break;
		else
			MUST(errno == EINTR || errno == EALREADY);
}

void peer_connect(struct peer *peer, const struct peer_options *options)
{
	peer_socket(peer, options);
	peer_dial(peer, options);
}

bool peer_open(struct peer *peer, const struct peer_options *options)
{
	peer_connect(peer, options);
	if (options->before_tls.len && !peer_send(peer, options->before_tls))
		return false;
	return !options->tls || peer_handshake(peer, options);
}

/* A call with a limit of time may end early without any signal: the kernel stops it for work of its own,
 * such as the end of an io_uring, which newer libuv has in each loop. */
static bool interrupted(const struct peer *peer, int result)
{
	return result <= 0 && errno == EINTR &&
	       (!peer->ssl || SSL_get_error(peer->ssl, result) != SSL_ERROR_SSL);
}

bool peer_shake_hands(struct peer *peer)
{
	int result;

	do {
		ERR_clear_error();
		errno = 0;
		result = SSL_connect(peer->ssl);
	} while (interrupted(peer, result));
	return result == 1;
}

bool peer_handshake(struct peer *peer, const struct peer_options *options)
{
	peer->ssl = SSL_new(options->tls);
	MUST(peer->ssl);
	MUST(SSL_set_fd(peer->ssl, peer->fd));
	if (options->server_name)
		MUST(SSL_set_tlsext_host_name(peer->ssl, options->server_name));
	if (options->session)
		MUST(SSL_set_session(peer->ssl, options->session));
	return peer_shake_hands(peer);
}

void peer_close(struct peer *peer)
{
	SSL_free(peer->ssl);
	peer->ssl = NULL;
	if (peer->fd >= 0)
		close(peer->fd);
	peer->fd = -1;
	ERR_clear_error();
}

void peer_reset(struct peer *peer)
{
	struct linger at_once = {.l_onoff = 1};

	MUST(!setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)));
	peer_close(peer);
}

/* --- talking ----------------------------------------------------------------------------------- */

bool peer_send(struct peer *peer, struct slice bytes)
{
	while (bytes.len) {
		size_t sent = 0;

		ERR_clear_error();
		errno = 0;
		if (peer->ssl) {
			int result = SSL_write_ex(peer->ssl, bytes.ptr, bytes.len, &sent);

			if (result != 1 && !interrupted(peer, result))
				return false;
		} else {
			ssize_t n = send(peer->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);

			if (n < 0 && !interrupted(peer, -1))
				return false;
			sent = n > 0 ? (size_t)n : 0;
		}
		bytes = slice_from(bytes, sent);
	}
	return true;
}

void peer_half_close(struct peer *peer)
{
	if (peer->ssl)
		(void)SSL_shutdown(peer->ssl);
	else
		MUST(!shutdown(peer->fd, SHUT_WR));
}

static enum peer_end end_of_errno(int error)
{
	if (error == EAGAIN || error == EWOULDBLOCK)
		return PEER_LATE;
	return error == ECONNRESET || error == EPIPE ? PEER_RESET : PEER_EOF;
}

/* True: *got bytes came; else *end says why not. */
static bool receive(
	struct peer *peer, char *into, size_t room, size_t *got, enum peer_end *end)
{
	if (!peer->ssl) {
		ssize_t n;

		do {
			errno = 0;
			n = recv(peer->fd, into, room, 0);
		} while (n < 0 && interrupted(peer, -1));
		*got = n > 0 ? (size_t)n : 0;
		*end = n == 0 ? PEER_EOF : end_of_errno(errno);
		return n > 0;
	}
	int result;
	do {
		ERR_clear_error();
		errno = 0;
		result = SSL_read_ex(peer->ssl, into, room, got);
	} while (interrupted(peer, result));
	if (result == 1)
		return true;
	switch (SSL_get_error(peer->ssl, result)) {
	case SSL_ERROR_ZERO_RETURN:
		*end = PEER_CLOSE_NOTIFY;
		break;
	case SSL_ERROR_WANT_READ:
		*end = PEER_LATE;
		break;
	case SSL_ERROR_SYSCALL:
		*end = end_of_errno(errno);
		break;
	default:
		*end = ERR_GET_REASON(ERR_peek_error()) ==
				       SSL_R_UNEXPECTED_EOF_WHILE_READING
			       ? PEER_EOF
			       : PEER_ALERT;
	}
	return false;
}

enum peer_end peer_read_all(struct peer *peer, struct buf *into)
{
	char bytes[16384];
	size_t got;
	enum peer_end end;

	while (receive(peer, bytes, sizeof(bytes), &got, &end))
		buf_put(into, slice(bytes, got));
	return end;
}

size_t peer_read_some(struct peer *peer, struct buf *into, size_t bytes)
{
	char some[16384];
	size_t total = 0, got;
	enum peer_end end;

	while (total < bytes) {
		size_t want = bytes - total < sizeof(some) ? bytes - total : sizeof(some);

		if (!receive(peer, some, want, &got, &end))
			break;
		buf_put(into, slice(some, got));
		total += got;
	}
	return total;
}
