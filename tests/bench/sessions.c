/* SPDX-License-Identifier: MIT */
/* Every client that comes back resumes its session: whichever worker it meets, and after a restart. */
#include <stdlib.h>

#include "bench.h"

#define CLIENTS  16
#define REQUESTS 320

struct state {
	struct row *workers, *restart;
	unsigned busy; /* worker threads, in the round with fewest */
	unsigned long attempted, resumed, attempted_later, resumed_later;
};

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	state->workers =
		rows_add(&bench->rows, &(struct row_spec){.what = "sessions resumed",
					       .unit = "%",
					       .goal = GOAL_OURS_AT_LEAST,
					       .limit = 100});
	state->restart = rows_add(&bench->rows,
		&(struct row_spec){.what = "sessions resumed after a restart",
			.unit = "%",
			.goal = GOAL_OURS_AT_LEAST,
			.limit = 100});
	return state;
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	SSL_SESSION *sessions[CLIENTS] = {0};
	struct load_result first, again, later;
	struct server server;
	struct server_options options = {
		.folder = bench->content, .settings = "workers: 2\n"};
	server_start(bench, &options, &server);
	char *url = server_url(&server, "/");
	struct load load = {.port = server.gemini,
		.tls = true,
		.request = url,
		.clients = CLIENTS,
		.requests = CLIENTS,
		.sessions = sessions};
	load_wait(&load);
	load_run(&load, &first);
	load.requests = REQUESTS;
	load_run(&load, &again);
	unsigned busy = threads_busy(server.pid);
	child_end(server.pid);
	options.again = &server;
	server_start(bench, &options, &server);
	load_wait(&load);
	load.requests = CLIENTS;
	load_run(&load, &later);
	load_errors(bench, "sessions", &first);
	load_errors(bench, "sessions", &again);
	load_errors(bench, "sessions after a restart", &later);
	child_stop(server.pid);
	for (size_t i = 0; i < CLIENTS; i++)
		SSL_SESSION_free(sessions[i]);
	free(url);
	if (!again.good || !later.good || bench_stopped())
		return;
	state->busy = busy < state->busy || !state->busy ? busy : state->busy;
	state->attempted += again.good;
	state->resumed += again.resumed;
	state->attempted_later += later.good;
	state->resumed_later += later.resumed;
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	/* Of all rounds together: one that does not resume is not to vanish in a median. */
	if (state->attempted) {
		row_add(state->workers,
			100.0 * (double)state->resumed / (double)state->attempted, 0);
		row_add(state->restart,
			100.0 * (double)state->resumed_later /
				(double)state->attempted_later,
			0);
	}
	row_note(state->workers, "%lu of %lu; %u workers were busy", state->resumed,
		state->attempted, state->busy);
	row_note(state->restart, "%lu of %lu", state->resumed_later,
		state->attempted_later);
	free(state);
}

const struct measurement measure_sessions = {
	.name = "sessions", .begin = begin, .round = measure_round, .end = end};
