/* SPDX-License-Identifier: MIT */
/* A text from the cache over Gopher, beside the floor. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

#define SELECTOR       "/guide/writing-posts.txt\r\n"
#define CLIENTS        4
#define REQUESTS       2400
#define REQUESTS_QUICK 400

struct state {
	struct server server;
	struct floor floor;
	struct row *row;
};

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	server_start(bench,
		&(struct server_options){.folder = bench->content, .workers = 1},
		&state->server);
	size_t bytes = load_wait(
		&(struct load){.port = state->server.gopher, .request = SELECTOR});
	if (!bytes || !floor_start(&state->floor, bytes, NULL, NULL)) {
		bench_error(bench, "no answer to " SELECTOR);
		child_stop(state->server.pid);
		free(state);
		return NULL;
	}
	state->row = rows_add(&bench->rows, &(struct row_spec){.what = "gopher text",
						    .unit = "us CPU",
						    .beside = "floor",
						    .goal = GOAL_RATIO_AT_MOST,
						    .limit = 2});
	return state;
}

static double cost(struct bench *bench, pid_t pid, uint16_t port)
{
	struct load_result result;
	return load_cost_us(bench, pid,
		&(struct load){.port = port,
			.request = SELECTOR,
			.clients = CLIENTS,
			.requests = bench->quick ? REQUESTS_QUICK : REQUESTS},
		&result);
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	double floor = cost(bench, state->floor.pid, state->floor.port);
	double ours = cost(bench, state->server.pid, state->server.gopher);
	row_add(state->row, ours, floor);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	child_stop(state->floor.pid);
	child_stop(state->server.pid);
	free(state);
}

const struct measurement measure_gopher = {.name = "gopher",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
