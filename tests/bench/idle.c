/* SPDX-License-Identifier: MIT */
/* Memory of the server, and of connections that hold still after the handshake. */
#include <stdlib.h>

#include "bench.h"

#define HELD    1000
#define WORKERS 2

struct state {
	struct row *each, *base;
};

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	state->each = rows_add(&bench->rows,
		&(struct row_spec){.what = "memory of an idle TLS connection",
			.unit = "KiB",
			.goal = GOAL_OURS_AT_MOST,
			.limit = 16});
	state->base = rows_add(
		&bench->rows, &(struct row_spec){.what = "memory of a worker, all told",
				      .unit = "MiB",
				      .goal = GOAL_OURS_AT_MOST,
				      .limit = 4});
	row_note(state->each, "%d held", HELD);
	row_note(state->base, "PSS of the process / %d workers", WORKERS);
	return state;
}

/* A server of its own each time: what was once allocated stays with the process. */
static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct server server;
	void **held;
	server_start(bench,
		&(struct server_options){.folder = bench->content, .workers = WORKERS},
		&server);
	if (load_wait(&(struct load){.port = server.gemini,
		    .tls = true,
		    .request = "gemini://localhost/\r\n"})) {
		uint64_t before = memory_pss_kib(server.pid);
		size_t open = load_hold(server.gemini, true, HELD, &held);
		uint64_t after = memory_pss_kib(server.pid);
		if (open < HELD)
			bench_error(bench, "%zu of %d connections held", open, HELD);
		else
			row_add(state->each, (double)(after - before) / HELD, 0);
		row_add(state->base, (double)before / 1024 / WORKERS, 0);
		load_release(held, open);
	}
	child_stop(server.pid);
}

static void end(struct bench *bench, void *data)
{
	(void)bench;
	free(data);
}

const struct measurement measure_idle = {
	.name = "idle", .begin = begin, .round = measure_round, .end = end};
