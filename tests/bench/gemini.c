/* SPDX-License-Identifier: MIT */
/* One page from the cache, over a full handshake each time and resumed, on the same bytes and the same key:
 * beside the floor, which has one thread, each on one core; beside the peers that are installed, each as it
 * comes, on all cores. */
#include <stdlib.h>

#include "bench.h"
#include "peers.h"

#define PAGE           "/page/"
#define CLIENTS        4
#define REQUESTS       1200
#define REQUESTS_QUICK 200

struct state {
	struct server server, spread; /* on one core; as it comes */
	struct floor floor;
	struct rival rivals[PEERS_MAX];
	struct body body;
	char *url, *spread_url;
	unsigned requests;
	struct row *full, *resumed, *resumed_own, *spread_row;
	SSL_SESSION *sessions[CLIENTS], *floor_sessions[CLIENTS];
};

static void add_rows(struct rows *rows, struct state *state)
{
	state->full = rows_add(rows, &(struct row_spec){.what = "page, full handshake",
					     .unit = "us CPU",
					     .beside = "floor",
					     .goal = GOAL_RATIO_AT_MOST,
					     .limit = 1.15});
	state->resumed = rows_add(rows,
		&(struct row_spec){
			.what = "page, resumed", .unit = "us CPU", .beside = "floor"});
	state->resumed_own = rows_add(rows, &(struct row_spec){.what = "page, resumed",
						    .unit = "us CPU",
						    .beside = "own full handshake",
						    .goal = GOAL_RATIO_AT_MOST,
						    .limit = 0.9});
	state->spread_row = rows_add(
		rows, &(struct row_spec){.what = "page, full handshake, all cores",
			      .unit = "us CPU",
			      .beside = "own on one core"});
	row_note(state->full, "%zu bytes", state->body.len);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	rivals_stop(state->rivals);
	child_stop(state->floor.pid);
	child_stop(state->server.pid);
	child_stop(state->spread.pid);
	for (size_t i = 0; i < CLIENTS; i++) {
		SSL_SESSION_free(state->sessions[i]);
		SSL_SESSION_free(state->floor_sessions[i]);
	}
	free(state->body.bytes);
	free(state->url);
	free(state->spread_url);
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
	state->url = server_url(&state->server, PAGE);
	state->spread_url = server_url(&state->spread, PAGE);
	state->requests = bench->quick ? REQUESTS_QUICK : REQUESTS;
	char *chain = server_chain(bench), *key = server_key(bench);
	bool started = load_wait(&(struct load){.port = state->spread.gemini,
			       .tls = true,
			       .request = state->spread_url}) &&
		       load_fetch(&(struct load){.port = state->server.gemini,
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
	add_rows(&bench->rows, state);
	if (!bench->quick)
		rivals_start(bench, gemini_peers, "page, full handshake, all cores",
			&state->body, state->rivals);
	return state;
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct load_result result;
	struct load load = {.port = state->floor.port,
		.tls = true,
		.beside_one_core = true,
		.request = state->url,
		.body = &state->body,
		.clients = CLIENTS,
		.requests = state->requests};
	double floor = load_cost_us(bench, "floor", state->floor.pid, &load, &result);
	load.sessions = state->floor_sessions;
	double floor_resumed =
		load_cost_us(bench, "floor", state->floor.pid, &load, &result);
	load.port = state->server.gemini;
	load.sessions = NULL;
	double full = load_cost_us(bench, "page", state->server.pid, &load, &result);
	load.sessions = state->sessions;
	double resumed =
		load_cost_us(bench, "page, resumed", state->server.pid, &load, &result);
	load.port = state->spread.gemini;
	load.request = state->spread_url;
	load.sessions = NULL;
	load.beside_one_core = false;
	double spread = load_cost_us(bench, "page", state->spread.pid, &load, &result);
	row_add(state->full, full, floor);
	row_add(state->resumed, resumed, floor_resumed);
	row_add(state->resumed_own, resumed, full);
	row_add(state->spread_row, spread, full);
	rivals_round(bench, state->rivals, &load, spread);
}

const struct measurement measure_gemini = {.name = "gemini",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
