/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

#define TIMEOUT_S 10
#define HEAD_MAX  1029 /* status, space, meta of 1024, CRLF */

int client_connect(uint16_t port, unsigned address, bool blocking)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in from = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + address)};
	struct timeval limit = {.tv_sec = TIMEOUT_S};
	int one = 1,
	    fd = socket(AF_INET,
		    SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (blocking) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	}
	if (address) {
		setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
		if (bind(fd, (struct sockaddr *)&from, sizeof(from)))
			abort();
	}
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) && errno != EINPROGRESS) {
		close(fd);
		return -1;
	}
	return fd;
}

/* TLS 1.3 sends the ticket after the handshake: this hears of it. */
static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	SSL_SESSION **kept = SSL_get_app_data(ssl);
	if (!kept)
		return 0;
	SSL_SESSION_free(*kept);
	*kept = session;
	return 1;
}

SSL_CTX *client_context(void)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	if (!ctx || !SSL_CTX_set1_groups_list(ctx, "X25519:P-256"))
		abort();
	SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(
		ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	SSL_CTX_sess_set_new_cb(ctx, keep_session);
	return ctx;
}

SSL *client_tls(SSL_CTX *ctx, int fd, SSL_SESSION **session)
{
	SSL *ssl = SSL_new(ctx);
	if (!ssl || !SSL_set_fd(ssl, fd))
		abort();
	SSL_set_connect_state(ssl);
	SSL_set_app_data(ssl, (char *)session);
	SSL_set_tlsext_host_name(ssl, "localhost");
	if (session && *session)
		SSL_set_session(ssl, *session);
	return ssl;
}

static void check_body(
	struct reply_check *check, const struct load *load, const char *bytes, size_t len)
{
	const struct body *want = load->body;
	if (want && (len > want->len - check->at ||
			    memcmp(want->bytes + check->at, bytes, len) != 0)) {
		check->wrong = true;
		return;
	}
	if (check->keep && len) {
		check->keep->bytes = realloc(check->keep->bytes, check->at + len);
		if (!check->keep->bytes)
			abort();
		memcpy(check->keep->bytes + check->at, bytes, len);
		check->keep->len = check->at + len;
	}
	check->at += len;
}

void reply_check(
	struct reply_check *check, const struct load *load, const char *bytes, size_t len)
{
	check->in_body |= !load->tls; /* Gopher has no header */
	for (; len && !check->in_body && !check->wrong; bytes++, len--) {
		static const char good[] = "20 ";
		bool early = check->head < sizeof(good) - 1;
		if ((early && *bytes != good[check->head]) || check->head == HEAD_MAX)
			check->wrong = true;
		check->head++;
		check->in_body = *bytes == '\n';
	}
	if (!check->wrong)
		check_body(check, load, bytes, len);
}

bool reply_good(const struct reply_check *check, const struct load *load)
{
	return !check->wrong && check->in_body &&
	       (!load->body || check->at == load->body->len);
}

enum load_error reply_end_tls(SSL *ssl, int got, bool *over)
{
	int error = SSL_get_error(ssl, got), machine = errno;
	*over = true;
	switch (error) {
	case SSL_ERROR_ZERO_RETURN:
		return LOAD_GOOD;
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		*over = false; /* of a blocking socket: its time is over */
		return LOAD_TIMEOUT;
	case SSL_ERROR_SSL:
		if (ERR_GET_REASON(ERR_peek_error()) ==
			SSL_R_UNEXPECTED_EOF_WHILE_READING)
			return LOAD_UNCLOSED;
		return LOAD_RESET;
	default:
		return machine == 0 ? LOAD_UNCLOSED : LOAD_RESET;
	}
}
