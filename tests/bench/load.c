/* SPDX-License-Identifier: MIT */
#include "load.h"

#include <errno.h>
#include <openssl/err.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define BUDGET_S   30
#define FETCH_MS   10000
#define PAUSE_MS   25
#define READ_BYTES (64 * 1024)

struct client {
	const struct load *load;
	SSL_CTX *ctx;
	SSL_SESSION **session;
	unsigned requests, address;
	struct load_result result;
	double *latencies_ms; /* room for requests */
	char *bytes;          /* READ_BYTES */
	struct body *keep;
	pthread_t thread;
};

unsigned load_failed(const struct load_result *result)
{
	unsigned sum = 0;
	for (unsigned i = 0; i < LOAD_ERRORS; i++)
		sum += result->errors[i];
	return sum;
}

char *load_errors_text(const struct load_result *result)
{
	static const char *const words[LOAD_ERRORS] = {[LOAD_REFUSED] = "refused",
		[LOAD_RESET] = "reset",
		[LOAD_TIMEOUT] = "timed out",
		[LOAD_WRONG] = "wrong",
		[LOAD_UNCLOSED] = "without close_notify"};
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	if (!out)
		abort();
	const char *between = "";
	for (unsigned i = 0; i < LOAD_ERRORS; i++) {
		if (result->errors[i]) {
			fprintf(out, "%s%u %s", between, result->errors[i], words[i]);
			between = ", ";
		}
	}
	if (!*between)
		fputs("no errors", out);
	fclose(out);
	return text;
}

void load_percentiles(struct load_result *result, double *latencies_ms, size_t count)
{
	if (!count)
		return;
	sort_ascending(latencies_ms, count);
	result->p50_ms = latencies_ms[count / 2];
	result->p95_ms = latencies_ms[count * 95 / 100];
	result->p99_ms = latencies_ms[count * 99 / 100];
}

/* How a call on a blocking socket failed. */
static enum load_error why(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK ? LOAD_TIMEOUT : LOAD_RESET;
}

static enum load_error ask_tls(struct client *client, int fd, struct reply_check *check)
{
	const struct load *load = client->load;
	SSL *ssl = client_tls(client->ctx, fd, client->session);
	enum load_error end = LOAD_GOOD;
	bool over;
	int len = (int)strlen(load->request), got;
	ERR_clear_error();
	errno = 0;
	if (SSL_connect(ssl) != 1 || SSL_write(ssl, load->request, len) != len) {
		end = why();
	} else {
		while ((got = SSL_read(ssl, client->bytes, READ_BYTES)) > 0)
			reply_check(check, load, client->bytes, (size_t)got);
		end = reply_end_tls(ssl, got, &over);
		client->result.resumed += SSL_session_reused(ssl) == 1;
	}
	SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(ssl);
	return end;
}

static enum load_error ask_plain(struct client *client, int fd, struct reply_check *check)
{
	const struct load *load = client->load;
	size_t len = strlen(load->request);
	ssize_t got;
	if (write(fd, load->request, len) != (ssize_t)len)
		return why();
	while ((got = read(fd, client->bytes, READ_BYTES)) > 0)
		reply_check(check, load, client->bytes, (size_t)got);
	return got == 0 ? LOAD_GOOD : why();
}

static enum load_error ask(struct client *client)
{
	const struct load *load = client->load;
	struct reply_check check = {.keep = client->keep};
	int fd = client_connect(load->port, client->address, true);
	if (fd < 0)
		return LOAD_REFUSED;
	enum load_error end =
		load->tls ? ask_tls(client, fd, &check) : ask_plain(client, fd, &check);
	close(fd);
	if (end == LOAD_UNCLOSED && load->lenient)
		end = LOAD_GOOD;
	if (end == LOAD_GOOD && !reply_good(&check, load))
		end = LOAD_WRONG;
	return end;
}

static void *run(void *data)
{
	struct client *client = data;
	double until = now_ms() + BUDGET_S * 1e3;
	if (client->load->beside_one_core)
		client_cores();
	for (unsigned i = 0; i < client->requests && !bench_stopped(); i++) {
		double began = now_ms();
		if (began > until)
			break;
		enum load_error end = ask(client);
		if (end == LOAD_GOOD)
			client->latencies_ms[client->result.good++] = now_ms() - began;
		else
			client->result.errors[end]++;
	}
	return NULL;
}

static void client_init(struct client *client, const struct load *load, SSL_CTX *ctx,
	unsigned index, unsigned requests)
{
	*client = (struct client){.load = load,
		.ctx = ctx,
		.session = load->sessions ? &load->sessions[index] : NULL,
		.requests = requests,
		.address = load->addresses ? index % load->addresses : 0};
	client->latencies_ms = calloc(requests + 1, sizeof(double));
	client->bytes = malloc(READ_BYTES);
	if (!client->latencies_ms || !client->bytes)
		abort();
}

static void client_fini(struct client *client)
{
	free(client->latencies_ms);
	free(client->bytes);
}

void load_run(const struct load *load, struct load_result *out)
{
	struct client *clients = calloc(load->clients, sizeof(*clients));
	double *all = calloc(load->requests + load->clients, sizeof(*all));
	SSL_CTX *ctx = load->tls ? client_context() : NULL;
	if (!clients || !all)
		abort();
	*out = (struct load_result){0};
	for (unsigned i = 0; i < load->clients; i++) {
		client_init(&clients[i], load, ctx, i, load->requests / load->clients);
		if (pthread_create(&clients[i].thread, NULL, run, &clients[i]))
			abort();
	}
	for (unsigned i = 0; i < load->clients; i++) {
		const struct load_result *one = &clients[i].result;
		pthread_join(clients[i].thread, NULL);
		memcpy(all + out->good, clients[i].latencies_ms,
			one->good * sizeof(double));
		out->good += one->good;
		out->resumed += one->resumed;
		for (unsigned kind = 0; kind < LOAD_ERRORS; kind++)
			out->errors[kind] += one->errors[kind];
		client_fini(&clients[i]);
	}
	load_percentiles(out, all, out->good);
	SSL_CTX_free(ctx);
	free(all);
	free(clients);
}

bool load_fetch(const struct load *load, struct body *out)
{
	return load_fetch_within(load, out, FETCH_MS);
}

bool load_fetch_within(const struct load *load, struct body *out, unsigned budget_ms)
{
	SSL_CTX *ctx = load->tls ? client_context() : NULL;
	struct client client;
	bool good = false;
	double until = now_ms() + budget_ms;
	client_init(&client, load, ctx, 0, 1);
	client.session = NULL;
	client.keep = out;
	while (!good && now_ms() < until && !bench_stopped()) {
		*out = (struct body){0};
		good = ask(&client) == LOAD_GOOD;
		if (!good) {
			free(out->bytes);
			pause_ms(PAUSE_MS);
		}
	}
	client_fini(&client);
	SSL_CTX_free(ctx);
	if (!good)
		*out = (struct body){0};
	return good;
}

size_t load_wait(const struct load *load)
{
	struct body body;
	if (!load_fetch(load, &body))
		return 0;
	free(body.bytes);
	return body.len;
}

void load_errors(struct bench *bench, const char *who, const struct load_result *result)
{
	if (!who || !load_failed(result) || bench_stopped())
		return;
	char *text = load_errors_text(result);
	bench_error(bench, "%s: %s, %u good", who, text, result->good);
	free(text);
}

double load_cost_us(struct bench *bench, const char *who, pid_t pid,
	const struct load *load, struct load_result *result)
{
	uint64_t before = cpu_of_ns(pid);
	load_run(load, result);
	/* What the server does after the last byte was sent. */
	pause_ms(20);
	uint64_t after = cpu_of_ns(pid);
	load_errors(bench, who, result);
	if (!result->good || load_failed(result) || bench_stopped())
		return 0;
	return (double)(after - before) / 1e3 / result->good;
}
