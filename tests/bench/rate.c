/* SPDX-License-Identifier: MIT */
/* Clients that come when they come, however long others are served: full handshakes at a fixed mean rate,
 * at intervals as chance has them (from a seed). Latency counts from the moment when a client was to
 * begin, so that a stall is felt by all who would have come in it. */
#include <math.h>
#include <stdlib.h>

#include "bench.h"
#include "crowd.h"

#define PAGE          "/page/"
#define PER_SECOND    300
#define SECONDS       2
#define SECONDS_QUICK 1
#define SEED          70
#define BUDGET_MS     15000

struct state {
	struct server server;
	struct floor floor;
	struct body body;
	struct row *p50, *p99;
	struct load_result sum;
	char *url;
};

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	if (state->p50) {
		char *errors = load_errors_text(&state->sum);
		row_note(state->p50, "%u served, %s", state->sum.good, errors);
		free(errors);
	}
	child_stop(state->server.pid);
	child_stop(state->floor.pid);
	free(state->body.bytes);
	free(state->url);
	free(state);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	char *chain = server_chain(bench), *key = server_key(bench);
	char *site = server_site(bench);
	server_start(bench, &(struct server_options){.folder = site}, &state->server);
	free(site);
	state->url = server_url(&state->server, PAGE);
	bool started = load_fetch(&(struct load){.port = state->server.gemini,
					  .tls = true,
					  .request = state->url},
			       &state->body) &&
		       floor_start(&state->floor, &state->body, chain, key);
	free(chain);
	free(key);
	if (!started) {
		bench_error(bench, "no answer to " PAGE);
		end(bench, state);
		return NULL;
	}
	struct row_spec spec = {.what = "latency at 300 new clients a second, median",
		.unit = "ms",
		.beside = "floor"};
	state->p50 = rows_add(&bench->rows, &spec);
	spec.what = "latency at 300 new clients a second, 99th percentile";
	state->p99 = rows_add(&bench->rows, &spec);
	return state;
}

static double chance(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return ((double)(*x >> 11) + 1) / 9007199254740993.0; /* (0, 1] */
}

static void arrive(struct bench *bench, const struct state *state, uint16_t port,
	struct load_result *result)
{
	struct load load = {
		.port = port, .tls = true, .request = state->url, .body = &state->body};
	unsigned count = PER_SECOND * (bench->quick ? SECONDS_QUICK : SECONDS);
	struct crowd crowd;
	uint64_t x = SEED;
	double due_ms = 0;
	load.addresses = 16;
	crowd_init(&crowd, &load, count);
	for (unsigned i = 0; i < count; i++) {
		due_ms += -log(chance(&x)) * 1000.0 / PER_SECOND;
		crowd.visits[i].due_ms = due_ms;
	}
	crowd_run(&crowd, VISIT_OVER, 0, BUDGET_MS);
	crowd_result(&crowd, result);
	crowd_fini(&crowd);
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct load_result floor, ours;
	arrive(bench, state, state->floor.port, &floor);
	arrive(bench, state, state->server.gemini, &ours);
	if (bench_stopped())
		return;
	load_errors(bench, "floor, at a rate", &floor);
	load_errors(bench, "at a rate", &ours);
	row_add(state->p50, ours.p50_ms, floor.p50_ms);
	row_add(state->p99, ours.p99_ms, floor.p99_ms);
	state->sum.good += ours.good;
	for (unsigned i = 0; i < LOAD_ERRORS; i++)
		state->sum.errors[i] += ours.errors[i];
}

const struct measurement measure_rate = {.name = "rate",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
