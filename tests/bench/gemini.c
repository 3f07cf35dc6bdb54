/* SPDX-License-Identifier: MIT */
/* One page from the cache, over a full handshake each time and resumed: beside the floor and the peers
 * that are installed, on the same bytes and the same key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define PAGE           "/guide/writing-posts/"
#define CLIENTS        4
#define REQUESTS       1200
#define REQUESTS_QUICK 200

struct state {
	struct server server;
	struct floor floor;
	char url[128];
	struct row *full, *resumed, *resumed_own;
	unsigned requests;
};

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	server_start(bench,
		&(struct server_options){.folder = bench->content, .workers = 1},
		&state->server);
	snprintf(state->url, sizeof(state->url), "gemini://localhost:%u" PAGE "\r\n",
		state->server.gemini);
	state->requests = bench->quick ? REQUESTS_QUICK : REQUESTS;
	size_t bytes = load_wait(&(struct load){
		.port = state->server.gemini, .tls = true, .request = state->url});
	char *chain = server_chain(bench), *key = server_key(bench);
	bool started = bytes && floor_start(&state->floor, bytes, chain, key);
	free(chain);
	free(key);
	if (!started) {
		bench_error(bench, "no answer to %s", state->url);
		child_stop(state->server.pid);
		free(state);
		return NULL;
	}
	state->full =
		rows_add(&bench->rows, &(struct row_spec){.what = "page, full handshake",
					       .unit = "us CPU",
					       .beside = "floor",
					       .goal = GOAL_RATIO_AT_MOST,
					       .limit = 1.15});
	state->resumed = rows_add(&bench->rows,
		&(struct row_spec){
			.what = "page, resumed", .unit = "us CPU", .beside = "floor"});
	state->resumed_own =
		rows_add(&bench->rows, &(struct row_spec){.what = "page, resumed",
					       .unit = "us CPU",
					       .beside = "own full handshake",
					       .goal = GOAL_RATIO_AT_MOST,
					       .limit = 0.9});
	return state;
}

static double cost(struct bench *bench, const struct state *state, pid_t pid,
	uint16_t port, bool resume)
{
	struct load_result result;
	return load_cost_us(bench, pid,
		&(struct load){.port = port,
			.tls = true,
			.resume = resume,
			.request = state->url,
			.clients = CLIENTS,
			.requests = state->requests},
		&result);
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	double floor_full =
		cost(bench, state, state->floor.pid, state->floor.port, false);
	double full = cost(bench, state, state->server.pid, state->server.gemini, false);
	double floor_resumed =
		cost(bench, state, state->floor.pid, state->floor.port, true);
	double resumed =
		cost(bench, state, state->server.pid, state->server.gemini, true);
	row_add(state->full, full, floor_full);
	row_add(state->resumed, resumed, floor_resumed);
	row_add(state->resumed_own, resumed, full);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	child_stop(state->floor.pid);
	child_stop(state->server.pid);
	free(state);
}

const struct measurement measure_gemini = {.name = "gemini",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
