/* SPDX-License-Identifier: MIT */
/* A text from the cache over Gopher, beside the floor and the peers that are installed. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "peers.h"

#define SELECTOR       "/page.txt\r\n"
#define CLIENTS        4
#define REQUESTS       2400
#define REQUESTS_QUICK 400

struct state {
	struct server server;
	struct floor floor;
	struct rival rivals[PEERS_MAX];
	struct body body;
	struct row *row;
};

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	rivals_stop(state->rivals);
	child_stop(state->floor.pid);
	child_stop(state->server.pid);
	free(state->body.bytes);
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
	free(site);
	if (!load_fetch(&(struct load){.port = state->server.gopher, .request = SELECTOR},
		    &state->body) ||
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
		rivals_start(bench, gopher_peers, "text over Gopher", &state->body,
			state->rivals);
	return state;
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct load_result result;
	struct load load = {.port = state->floor.port,
		.request = SELECTOR,
		.body = &state->body,
		.clients = CLIENTS,
		.requests = bench->quick ? REQUESTS_QUICK : REQUESTS};
	double floor = load_cost_us(bench, "floor", state->floor.pid, &load, &result);
	load.port = state->server.gopher;
	double ours = load_cost_us(
		bench, "text over Gopher", state->server.pid, &load, &result);
	row_add(state->row, ours, floor);
	rivals_round(bench, state->rivals, &load, ours);
}

const struct measurement measure_gopher = {.name = "gopher",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
