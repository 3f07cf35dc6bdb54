/* SPDX-License-Identifier: MIT */
/* A file of 10 MB beside the floor, which has it in memory; and readers of it that stop reading. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench.h"
#include "crowd.h"

#define FILE_BYTES 10000000
#define SEED       1965
#define CLIENTS    2
#define REQUESTS   8
#define STALLED    200
#define ADDRESSES  8
#define BUDGET_MS  20000
/* Until sockets are full and the server has stopped. */
#define SETTLE_MS 1000

struct state {
	struct server server;
	struct floor floor_tls, floor_plain;
	struct body body;
	char *url;
	struct row *tls, *plain, *stalled_tls, *stalled_plain;
};

static void make_body(struct body *body)
{
	uint64_t x = SEED;
	body->bytes = malloc(FILE_BYTES);
	body->len = FILE_BYTES;
	if (!body->bytes)
		abort();
	for (size_t i = 0; i < FILE_BYTES; i++) { /* xorshift64 */
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		body->bytes[i] = (char)x;
	}
}

/* A site with nothing else; its folder, to be freed. */
static char *make_site(const struct bench *bench, const struct body *body)
{
	char *folder = bench_path(bench, "file"), *path;
	mkdir(folder, 0755);
	free(bench_write(bench, "file/index.md", "# A file\n"));
	path = bench_path(bench, "file/big.bin");
	FILE *file = fopen(path, "w");
	if (!file || fwrite(body->bytes, 1, body->len, file) != body->len ||
		fclose(file)) {
		perror(path);
		abort();
	}
	free(path);
	return folder;
}

static void add_rows(struct rows *rows, struct state *state)
{
	struct row_spec spec = {.what = "file of 10 MB over TLS",
		.unit = "MB/CPU s",
		.beside = "floor",
		.goal = GOAL_RATIO_AT_LEAST,
		.limit = 0.8};
	state->tls = rows_add(rows, &spec);
	spec.what = "file of 10 MB over Gopher";
	spec.goal = GOAL_NONE;
	state->plain = rows_add(rows, &spec);
	spec = (struct row_spec){.what = "memory of a stalled client, TLS",
		.unit = "KiB",
		.goal = GOAL_OURS_AT_MOST,
		.limit = 64};
	state->stalled_tls = rows_add(rows, &spec);
	spec.what = "memory of a stalled client, Gopher";
	state->stalled_plain = rows_add(rows, &spec);
	row_note(state->stalled_tls, "%d of them; without the kernel's socket buffers",
		STALLED);
	row_note(state->stalled_plain, "%d of them; without the kernel's socket buffers",
		STALLED);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	child_stop(state->server.pid);
	child_stop(state->floor_tls.pid);
	child_stop(state->floor_plain.pid);
	free(state->body.bytes);
	free(state->url);
	free(state);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	make_body(&state->body);
	char *folder = make_site(bench, &state->body);
	char *chain = server_chain(bench), *key = server_key(bench);
	server_start(bench, &(struct server_options){.folder = folder, .one_core = true},
		&state->server);
	state->url = server_url(&state->server, "/big.bin");
	bool started = floor_start(&state->floor_tls, &state->body, chain, key) &&
		       floor_start(&state->floor_plain, &state->body, NULL, NULL) &&
		       load_wait(&(struct load){.port = state->server.gemini,
			       .tls = true,
			       .request = state->url});
	free(chain);
	free(key);
	free(folder);
	if (!started) {
		bench_error(bench, "no answer to /big.bin");
		end(bench, state);
		return NULL;
	}
	add_rows(&bench->rows, state);
	return state;
}

/* MB per second of CPU. */
static double speed(struct bench *bench, const char *who, pid_t pid, struct load load)
{
	struct load_result result;
	load.beside_one_core = true;
	load.clients = CLIENTS;
	load.requests = REQUESTS;
	double cost_us = load_cost_us(bench, who, pid, &load, &result);
	return cost_us > 0 ? FILE_BYTES / cost_us : 0;
}

/* How the server's memory grows by each. */
static void stall(struct bench *bench, struct state *state, struct row *row,
	const struct load *load)
{
	struct crowd crowd;
	uint64_t before = memory_pss_kib(state->server.pid);
	crowd_init(&crowd, load, STALLED);
	unsigned count = crowd_run(&crowd, VISIT_ASKED, 0, BUDGET_MS);
	pause_ms(SETTLE_MS);
	uint64_t after = memory_pss_kib(state->server.pid);
	if (count == STALLED)
		row_add(row, after > before ? (double)(after - before) / STALLED : 0, 0);
	else if (!bench_stopped())
		bench_error(bench, "%s: %u of %d", row->spec.what, count, STALLED);
	crowd_fini(&crowd);
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct load tls = {.tls = true,
		.request = state->url,
		.body = &state->body,
		.addresses = ADDRESSES};
	struct load plain = {
		.request = "/big.bin\r\n", .body = &state->body, .addresses = ADDRESSES};
	tls.port = state->floor_tls.port;
	double floor = speed(bench, "floor", state->floor_tls.pid, tls);
	tls.port = state->server.gemini;
	row_add(state->tls, speed(bench, "file", state->server.pid, tls), floor);
	plain.port = state->floor_plain.port;
	floor = speed(bench, "floor", state->floor_plain.pid, plain);
	plain.port = state->server.gopher;
	row_add(state->plain, speed(bench, "file", state->server.pid, plain), floor);
	stall(bench, state, state->stalled_tls, &tls);
	stall(bench, state, state->stalled_plain, &plain);
}

const struct measurement measure_file = {
	.name = "file", .begin = begin, .round = measure_round, .end = end};
