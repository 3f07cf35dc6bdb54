/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define REQUEST_MAX  2048
#define DRAIN_ROUNDS 4

static int listen_somewhere(uint16_t *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) || listen(fd, 4096) ||
		getsockname(fd, (struct sockaddr *)&address, &len))
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	*port = ntohs(address.sin_port);
	return fd;
}

static SSL_CTX *context(const char *chain, const char *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_options(
		ctx, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION |
			     SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_num_tickets(ctx, 1);
	SSL_CTX_set_read_ahead(ctx, 1);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"floor", 5);
	if (!SSL_CTX_set1_groups_list(ctx, "X25519:P-256:X448:P-521:P-384") ||
		!SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_"
					       "SHA384:TLS_CHACHA20_POLY1305_SHA256") ||
		SSL_CTX_use_certificate_chain_file(ctx, chain) != 1 ||
		SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1)
		exit(1);
	return ctx;
}

static bool ends_line(const char *text, ssize_t len)
{
	return len > 0 && memchr(text, '\n', (size_t)len);
}

/* What the client still sends is read before the socket is closed, so that nothing is reset. */
static void close_in_order(int fd)
{
	char drain[REQUEST_MAX];
	shutdown(fd, SHUT_WR);
	for (int i = 0; i < DRAIN_ROUNDS && read(fd, drain, sizeof(drain)) > 0; i++)
		;
	close(fd);
}

static void serve_tls(SSL_CTX *ctx, int fd, const char *reply, size_t len)
{
	char request[REQUEST_MAX];
	SSL *ssl = SSL_new(ctx);
	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1 &&
		ends_line(request, SSL_read(ssl, request, sizeof(request)))) {
		SSL_write(ssl, reply, (int)len);
		SSL_shutdown(ssl);
	}
	SSL_free(ssl);
	close_in_order(fd);
}

static void serve_plain(int fd, const char *reply, size_t len)
{
	char request[REQUEST_MAX];
	if (ends_line(request, read(fd, request, sizeof(request))) &&
		write(fd, reply, len) != (ssize_t)len)
		perror("floor");
	close_in_order(fd);
}

static void run(
	int listener, const char *reply, size_t len, const char *chain, const char *key)
{
	SSL_CTX *ctx = chain ? context(chain, key) : NULL;
	struct timeval limit = {.tv_sec = 2};
	while (true) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		if (ctx)
			serve_tls(ctx, fd, reply, len);
		else
			serve_plain(fd, reply, len);
	}
}

bool floor_start(struct floor *floor, size_t bytes, const char *chain, const char *key)
{
	static const char head[] = "20 text/gemini; lang=en\r\n";
	size_t head_len = chain ? sizeof(head) - 1 : 0;
	int fd = listen_somewhere(&floor->port);
	if (fd < 0)
		return false;
	floor->pid = fork();
	if (floor->pid < 0)
		abort();
	if (floor->pid) {
		child_keep(floor->pid);
		close(fd);
		return true;
	}
	child_begin();
	signal(SIGPIPE, SIG_IGN);
	char *reply = malloc(head_len + bytes);
	if (!reply)
		_exit(1);
	memcpy(reply, head, head_len);
	for (size_t i = 0; i < bytes; i++)
		reply[head_len + i] = i % 64 == 63 ? '\n' : 'x';
	run(fd, reply, head_len + bytes, chain, key);
	_exit(0);
}
