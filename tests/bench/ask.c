/* SPDX-License-Identifier: MIT */
/* A client that asks for one page after the other and keeps what it gets. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scale.h"

#define START_LIMIT_MS 60000
#define TIMEOUT_S      10
#define READ_BYTES     (64 * 1024)

struct asker {
	uint16_t port;
	SSL_CTX *ctx; /* NULL: Gopher */
	SSL_SESSION *session;
};

static int connect_to(uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct timeval limit = {.tv_sec = TIMEOUT_S};
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* TLS 1.3 sends the ticket after the handshake: this hears of it. */
static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct asker *asker = SSL_get_app_data(ssl);

	SSL_SESSION_free(asker->session);
	asker->session = session;
	return 1;
}

struct asker *asker_new(uint16_t port, bool tls)
{
	struct asker *asker = calloc(1, sizeof(*asker));

	if (!asker)
		abort();
	asker->port = port;
	if (!tls)
		return asker;
	asker->ctx = SSL_CTX_new(TLS_client_method());
	if (!asker->ctx || !SSL_CTX_set1_groups_list(asker->ctx, "X25519:P-256"))
		abort();
	SSL_CTX_set_session_cache_mode(
		asker->ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	SSL_CTX_sess_set_new_cb(asker->ctx, keep_session);
	return asker;
}

void asker_free(struct asker *asker)
{
	SSL_SESSION_free(asker->session);
	SSL_CTX_free(asker->ctx);
	free(asker);
}

static bool ask_plain(int fd, const char *request, size_t len, struct buf *out)
{
	ssize_t got = -1;

	if (write(fd, request, len) != (ssize_t)len)
		return false;
	while (buf_reserve(out, READ_BYTES) &&
		(got = read(fd, out->ptr + out->len, READ_BYTES)) > 0)
		out->len += (size_t)got;
	return got == 0 && out->len;
}

static bool ask_tls(
	struct asker *asker, int fd, const char *request, size_t len, struct buf *out)
{
	SSL *ssl = SSL_new(asker->ctx);
	bool good = false;
	int got = -1;

	SSL_set_fd(ssl, fd);
	SSL_set_app_data(ssl, (char *)asker);
	SSL_set_tlsext_host_name(ssl, "localhost");
	if (asker->session)
		SSL_set_session(ssl, asker->session);
	if (SSL_connect(ssl) == 1 && SSL_write(ssl, request, (int)len) == (int)len) {
		while (buf_reserve(out, READ_BYTES) &&
			(got = SSL_read(ssl, out->ptr + out->len, READ_BYTES)) > 0)
			out->len += (size_t)got;
		good = SSL_get_error(ssl, got) == SSL_ERROR_ZERO_RETURN && out->len;
	}
	SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(ssl);
	return good;
}

bool ask_page(struct asker *asker, const char *path, struct buf *out)
{
	char request[1100];
	int len = asker->ctx ? snprintf(request, sizeof(request),
				       "gemini://localhost:%u%s\r\n", asker->port, path)
			     : snprintf(request, sizeof(request), "%s\r\n", path);
	int fd = connect_to(asker->port);

	buf_clear(out);
	if (fd < 0)
		return false;
	bool good = asker->ctx ? ask_tls(asker, fd, request, (size_t)len, out)
			       : ask_plain(fd, request, (size_t)len, out);
	close(fd);
	return good;
}

bool ask_is_good(const struct asker *asker, const struct buf *reply)
{
	if (!reply->len)
		return false;
	return asker->ctx ? *reply->ptr == '2' : *reply->ptr != '3';
}

static double cpu_ms(pid_t pid)
{
	return (double)cpu_of_ns(pid) / 1e6;
}

bool start_measure(struct bench *bench, const char *folder, const char *settings,
	struct server *server, struct start_result *out)
{
	double began = now_ms();
	struct buf reply;
	bool good = false;

	*out = (struct start_result){0};
	server_start(bench,
		&(struct server_options){.folder = folder, .settings = settings}, server);
	struct asker *asker = asker_new(server->gopher, false);
	buf_init(&reply, BUF_UNLIMITED);
	while (!good && now_ms() - began < START_LIMIT_MS && !bench_stopped()) {
		int fd = out->listening_ms > 0 ? -1 : connect_to(server->gopher);
		if (fd >= 0) {
			out->listening_ms = now_ms() - began;
			close(fd);
		}
		good = out->listening_ms > 0 && ask_page(asker, "/", &reply) &&
		       ask_is_good(asker, &reply);
		if (!good)
			pause_ms(1);
	}
	out->ready_ms = now_ms() - began;
	out->cpu_ms = cpu_ms(server->pid);
	buf_fini(&reply);
	asker_free(asker);
	if (good)
		return true;
	if (!bench_stopped())
		bench_error(bench, "%s is not served", folder);
	child_stop(server->pid);
	return false;
}
