/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define TIMEOUT_S  10
#define BUDGET_S   30
#define WAIT_TRIES 200
#define WAIT_MS    25

struct client {
	const struct load *load;
	SSL_CTX *ctx;
	SSL_SESSION *session;
	unsigned requests;
	struct load_result result;
	double *latencies_ms; /* room for requests */
	pthread_t thread;
};

struct held {
	int fd;
	SSL *ssl;
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
	if (connect(fd, (struct sockaddr *)&address, sizeof(address))) {
		close(fd);
		return -1;
	}
	return fd;
}

/* TLS 1.3 sends the ticket after the handshake: this hears of it. */
static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct client *client = SSL_get_app_data(ssl);
	if (client->session)
		SSL_SESSION_free(client->session);
	client->session = session;
	return 1;
}

static SSL_CTX *client_context(void)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	if (!ctx || !SSL_CTX_set1_groups_list(ctx, "X25519:P-256"))
		abort();
	SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
	SSL_CTX_set_session_cache_mode(
		ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	SSL_CTX_sess_set_new_cb(ctx, keep_session);
	return ctx;
}

/* One request over TLS: bytes of the reply, or -1; *closed tells of close_notify. */
static ssize_t ask_tls(struct client *client, int fd, bool *closed)
{
	static __thread char bytes[64 * 1024];
	const char *request = client->load->request;
	SSL *ssl = SSL_new(client->ctx);
	ssize_t total = -1;
	int got;
	SSL_set_fd(ssl, fd);
	SSL_set_app_data(ssl, (char *)client);
	SSL_set_tlsext_host_name(ssl, "localhost");
	if (client->load->resume && client->session)
		SSL_set_session(ssl, client->session);
	if (SSL_connect(ssl) == 1 &&
		SSL_write(ssl, request, (int)strlen(request)) == (int)strlen(request)) {
		total = 0;
		while ((got = SSL_read(ssl, bytes, sizeof(bytes))) > 0)
			total += got;
		*closed = SSL_get_error(ssl, got) == SSL_ERROR_ZERO_RETURN;
		client->result.resumed += SSL_session_reused(ssl) == 1;
	}
	SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(ssl);
	return total;
}

static ssize_t ask_plain(const struct load *load, int fd, bool *closed)
{
	static __thread char bytes[64 * 1024];
	size_t len = strlen(load->request);
	ssize_t total = 0, got;
	if (write(fd, load->request, len) != (ssize_t)len)
		return -1;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		total += got;
	*closed = got == 0;
	return total;
}

static void ask(struct client *client)
{
	const struct load *load = client->load;
	bool closed = false;
	double began = now_ms();
	int fd = connect_to(load->port);
	if (fd < 0) {
		client->result.refused++;
		return;
	}
	ssize_t total =
		load->tls ? ask_tls(client, fd, &closed) : ask_plain(load, fd, &closed);
	close(fd);
	if (total <= 0 || !closed) {
		client->result.cut++;
		return;
	}
	if (!client->result.reply_bytes)
		client->result.reply_bytes = (size_t)total;
	if ((size_t)total != client->result.reply_bytes ||
		(load->expected_bytes && (size_t)total != load->expected_bytes)) {
		client->result.wrong++;
		return;
	}
	client->latencies_ms[client->result.good++] = now_ms() - began;
}

static void *run(void *data)
{
	struct client *client = data;
	double until = now_ms() + BUDGET_S * 1e3;
	for (unsigned i = 0; i < client->requests && now_ms() < until && !bench_stopped();
		i++)
		ask(client);
	if (client->session)
		SSL_SESSION_free(client->session);
	return NULL;
}

void load_run(const struct load *load, struct load_result *out)
{
	struct client *clients = calloc(load->clients, sizeof(*clients));
	double *all = calloc(load->requests + load->clients, sizeof(*all));
	SSL_CTX *ctx = load->tls ? client_context() : NULL;
	unsigned each = load->requests / load->clients;
	size_t count = 0;
	if (!clients || !all)
		abort();
	*out = (struct load_result){0};
	for (unsigned i = 0; i < load->clients; i++) {
		clients[i] = (struct client){.load = load, .ctx = ctx, .requests = each};
		clients[i].latencies_ms = calloc(each + 1, sizeof(double));
		if (pthread_create(&clients[i].thread, NULL, run, &clients[i]))
			abort();
	}
	for (unsigned i = 0; i < load->clients; i++) {
		struct load_result *one = &clients[i].result;
		pthread_join(clients[i].thread, NULL);
		memcpy(all + count, clients[i].latencies_ms, one->good * sizeof(double));
		count += one->good;
		out->good += one->good;
		out->refused += one->refused;
		out->cut += one->cut;
		out->wrong += one->wrong;
		out->resumed += one->resumed;
		out->reply_bytes = one->reply_bytes;
		free(clients[i].latencies_ms);
	}
	sort_ascending(all, count);
	if (count) {
		out->p50_ms = all[count / 2];
		out->p95_ms = all[count * 95 / 100];
		out->p99_ms = all[count * 99 / 100];
	}
	SSL_CTX_free(ctx);
	free(all);
	free(clients);
}

size_t load_wait(const struct load *load)
{
	struct load one = *load;
	struct load_result result = {0};
	one.clients = one.requests = 1;
	one.resume = false;
	for (int i = 0; i < WAIT_TRIES && !bench_stopped(); i++) {
		load_run(&one, &result);
		if (result.good)
			return result.reply_bytes;
		pause_ms(WAIT_MS);
	}
	return 0;
}

double load_cost_us(struct bench *bench, pid_t pid, const struct load *load,
	struct load_result *result)
{
	uint64_t before = cpu_of_ns(pid);
	load_run(load, result);
	/* What the server does after the last byte was sent. */
	pause_ms(20);
	uint64_t after = cpu_of_ns(pid);
	unsigned bad = result->refused + result->cut + result->wrong;
	if (bad && !bench_stopped())
		bench_error(bench, "%s: %u refused, %u cut, %u wrong of %u",
			load->request, result->refused, result->cut, result->wrong,
			load->requests);
	if (!result->good || bad)
		return -1;
	return (double)(after - before) / 1e3 / result->good;
}

size_t load_hold(uint16_t port, bool tls, size_t count, void ***held)
{
	SSL_CTX *ctx = tls ? client_context() : NULL;
	struct client nobody = {0};
	size_t open = 0;
	*held = calloc(count, sizeof(**held));
	if (!*held)
		abort();
	for (; open < count; open++) {
		struct held *it = calloc(1, sizeof(*it));
		if (!it)
			abort();
		it->fd = connect_to(port);
		if (it->fd >= 0 && tls) {
			it->ssl = SSL_new(ctx);
			SSL_set_fd(it->ssl, it->fd);
			SSL_set_app_data(it->ssl, (char *)&nobody);
			SSL_set_tlsext_host_name(it->ssl, "localhost");
			if (SSL_connect(it->ssl) != 1) {
				close(it->fd);
				it->fd = -1;
			}
		}
		if (it->fd < 0) {
			SSL_free(it->ssl);
			free(it);
			break;
		}
		(*held)[open] = it;
	}
	SSL_CTX_free(ctx);
	return open;
}

void load_release(void **held, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct held *it = held[i];
		SSL_free(it->ssl);
		close(it->fd);
		free(it);
	}
	free(held);
}
