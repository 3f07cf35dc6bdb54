/* SPDX-License-Identifier: MIT */
/* Memory of the server, and of connections that hold still after the handshake. */
#include <stdlib.h>

#include "bench.h"
#include "crowd.h"

#define HELD         1000
#define WORKERS      2
#define ADDRESSES    50
#define SIDE_BY_SIDE 32
#define BUDGET_MS    30000

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
	state->base =
		rows_add(&bench->rows, &(struct row_spec){.what = "memory, per worker",
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
	struct crowd crowd;
	server_start(bench,
		&(struct server_options){.folder = bench->content,
			.settings = "workers: 2\n"
				    "deadlines:\n  request: 120s\n"},
		&server);
	char *url = server_url(&server, "/");
	struct load load = {.port = server.gemini,
		.tls = true,
		.request = url,
		.addresses = ADDRESSES};
	if (load_wait(&load)) {
		uint64_t before = memory_pss_kib(server.pid);
		crowd_init(&crowd, &load, HELD);
		unsigned held = crowd_run(&crowd, VISIT_SHAKEN, SIDE_BY_SIDE, BUDGET_MS);
		uint64_t after = memory_pss_kib(server.pid);
		if (held == HELD)
			row_add(state->each, (double)(after - before) / HELD, 0);
		else if (!bench_stopped())
			bench_error(bench, "%u of %d connections held", held, HELD);
		row_add(state->base, (double)before / 1024 / WORKERS, 0);
		crowd_fini(&crowd);
	}
	child_stop(server.pid);
	free(url);
}

static void end(struct bench *bench, void *data)
{
	(void)bench;
	free(data);
}

const struct measurement measure_idle = {
	.name = "idle", .begin = begin, .round = measure_round, .end = end};
