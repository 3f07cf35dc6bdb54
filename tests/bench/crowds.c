/* SPDX-License-Identifier: MIT */
/* 5,000 clients that hold still and then ask; 4,000 whose handshakes begin at once. None may fail. From
 * many addresses, with the limits of connections that are the default. */
#include <stdlib.h>
#include <sys/resource.h>

#include "bench.h"
#include "crowd.h"

#define HELD         5000
#define HANDSHAKES   4000
#define ADDRESSES    125
#define SIDE_BY_SIDE 64
#define OTHER_FILES  200
#define BUDGET_MS    60000

struct state {
	struct server server;
	struct row *held, *handshakes;
	bool done;
};

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	state->held = rows_add(&bench->rows,
		&(struct row_spec){.what = "idle connections held, then served",
			.unit = "clients",
			.goal = GOAL_OURS_AT_LEAST,
			.limit = HELD});
	state->handshakes = rows_add(&bench->rows,
		&(struct row_spec){.what = "handshakes begun at once, served",
			.unit = "clients",
			.goal = GOAL_OURS_AT_LEAST,
			.limit = HANDSHAKES});
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < HELD + OTHER_FILES) {
		row_note(state->held, "only %llu descriptors are allowed here",
			(unsigned long long)files.rlim_cur);
		row_note(state->handshakes, "%s", state->held->note);
		free(state);
		return NULL;
	}
	/* A client waits here for all the others. */
	server_start(bench,
		&(struct server_options){.folder = bench->content,
			.settings = "deadlines:\n  request: 120s\n"},
		&state->server);
	return state;
}

static void attempt(struct bench *bench, const struct load *load, struct row *row,
	unsigned count, enum visit_phase first, unsigned window)
{
	struct load_result result;
	struct crowd crowd;
	crowd_init(&crowd, load, count);
	crowd_run(&crowd, first, window, BUDGET_MS);
	double began = now_ms();
	crowd_run(&crowd, VISIT_OVER, 0, BUDGET_MS);
	crowd_result(&crowd, &result);
	load_errors(bench, row->spec.what, &result);
	if (!bench_stopped()) {
		char *errors = load_errors_text(&result);
		row_add(row, result.good, 0);
		row_note(row, "%s; all done in %.1f s", errors, (now_ms() - began) / 1e3);
		free(errors);
	}
	crowd_fini(&crowd);
}

/* They are counts, not figures: once will do. */
static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	char *url = server_url(&state->server, "/");
	struct load load = {.port = state->server.gemini,
		.tls = true,
		.request = url,
		.addresses = ADDRESSES};
	struct body body;
	if (state->done)
		return;
	state->done = true;
	if (!load_fetch(&load, &body)) {
		bench_error(bench, "no answer to a crowd's first client");
		free(url);
		return;
	}
	load.body = &body;
	attempt(bench, &load, state->held, HELD, VISIT_SHAKEN, SIDE_BY_SIDE);
	attempt(bench, &load, state->handshakes, HANDSHAKES, VISIT_CONNECTED, 0);
	free(body.bytes);
	free(url);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	child_stop(state->server.pid);
	free(state);
}

const struct measurement measure_crowds = {
	.name = "crowds", .begin = begin, .round = measure_round, .end = end};
