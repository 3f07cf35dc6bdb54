/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

/* One client is all the world here: what guards against one that takes too much is off. */
static const char limits_off[] = "limits:\n"
				 "  per_address: 1000000\n"
				 "  per_address_hard: 1000000\n"
				 "  total: 1000000\n"
				 "  total_hard: 1000000\n"
				 "deadlines:\n"
				 "  request: 120s\n"
				 "  stall: 120s\n";

void server_start(
	struct bench *bench, const struct server_options *options, struct server *out)
{
	char name[32], gemini[32], gopher[32], workers[32] = "";
	char *settings, *config;
	char *state = options->state ? NULL : bench_path(bench, "state");
	out->gemini = port_free();
	out->gopher = port_free();
	snprintf(name, sizeof(name), "splashdown-%u.yaml", out->gemini);
	snprintf(gemini, sizeof(gemini), "127.0.0.1:%u", out->gemini);
	snprintf(gopher, sizeof(gopher), "127.0.0.1:%u", out->gopher);
	if (options->workers)
		snprintf(workers, sizeof(workers), "workers: %u\n", options->workers);
	if (asprintf(&settings, "%s%s%s", limits_off, workers,
		    options->settings ? options->settings : "") < 0)
		abort();
	config = bench_write(bench, name, settings);
	const char *const argv[] = {bench->program, "serve", options->folder, "--config",
		config, "--host", "localhost", "--gemini", gemini, "--gopher", gopher,
		"--state", options->state ? options->state : state, NULL};
	out->pid = child_spawn(argv);
	free(state);
	free(settings);
	free(config);
}

char *server_chain(const struct bench *bench)
{
	return bench_path(bench, "state/localhost.crt");
}

char *server_key(const struct bench *bench)
{
	return bench_path(bench, "state/localhost.key");
}
