/* SPDX-License-Identifier: MIT */
/* A text from the cache over Gopher: beside the floor, each on one core; beside the peers that are installed,
 * each as it comes, on all cores. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "peers.h"

#define SELECTOR       "/page.txt\r\n"
#define CLIENTS        4
#define REQUESTS       2400
#define REQUESTS_QUICK 400

struct state {
	struct server server, spread; /* on one core; as it comes */
	struct floor floor;
	struct rival rivals[PEERS_MAX];
	struct body body, spread_body; /* port numbers stand in it */
	struct row *row;
};

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	rivals_stop(state->rivals);
	child_stop(state->floor.pid);
	child_stop(state->server.pid);
	child_stop(state->spread.pid);
	free(state->body.bytes);
	free(state->spread_body.bytes);
	free(state);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	char *site = server_site(bench);
	server_start(bench, &(struct server_options){.folder = site, .one_core = true},
		&state->server);
	server_start(bench, &(struct server_options){.folder = site}, &state->spread);
	free(site);
	const struct load spread = {.port = state->spread.gopher, .request = SELECTOR};
	const struct load one = {.port = state->server.gopher, .request = SELECTOR};
	if (!load_fetch(&spread, &state->spread_body) ||
		!load_fetch(&one, &state->body) ||
		!floor_start(&state->floor, &state->body, NULL, NULL)) {
		bench_error(bench, "no answer to " SELECTOR);
		end(bench, state);
		return NULL;
	}
	state->row = rows_add(&bench->rows, &(struct row_spec){.what = "text over Gopher",
						    .unit = "us CPU",
						    .beside = "floor",
						    .goal = GOAL_RATIO_AT_MOST,
						    .limit = 2});
	row_note(state->row, "%zu bytes", state->body.len);
	if (!bench->quick)
		rivals_start(bench, gopher_peers, "text over Gopher, all cores",
			&state->body, state->rivals);
	return state;
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct load_result result;
	struct load load = {.port = state->floor.port,
		.beside_one_core = true,
		.request = SELECTOR,
		.body = &state->body,
		.clients = CLIENTS,
		.requests = bench->quick ? REQUESTS_QUICK : REQUESTS};
	double floor = load_cost_us(bench, "floor", state->floor.pid, &load, &result);
	load.port = state->server.gopher;
	double ours = load_cost_us(
		bench, "text over Gopher", state->server.pid, &load, &result);
	row_add(state->row, ours, floor);
	load.port = state->spread.gopher;
	load.body = &state->spread_body;
	load.beside_one_core = false;
	rivals_round(bench, state->rivals, &load,
		load_cost_us(
			bench, "text over Gopher", state->spread.pid, &load, &result));
}

const struct measurement measure_gopher = {.name = "gopher",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
