/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

void server_start(
	struct bench *bench, const struct server_options *options, struct server *out)
{
	char name[32], gemini[32], gopher[32];
	char *state = options->state ? NULL : bench_path(bench, "state");
	out->gemini = options->again ? options->again->gemini : port_free();
	out->gopher = options->again ? options->again->gopher : port_free();
	snprintf(name, sizeof(name), "splashdown-%u.yaml", out->gemini);
	snprintf(gemini, sizeof(gemini), "127.0.0.1:%u", out->gemini);
	snprintf(gopher, sizeof(gopher), "127.0.0.1:%u", out->gopher);
	char *config =
		bench_write(bench, name, options->settings ? options->settings : "");
	const char *const argv[] = {bench->program, "serve", options->folder, "--config",
		config, "--host", "localhost", "--gemini", gemini, "--gopher", gopher,
		"--state", options->state ? options->state : state, NULL};
	out->pid = options->one_core ? child_spawn_on_one_core(argv) : child_spawn(argv);
	free(state);
	free(config);
}

char *server_url(const struct server *server, const char *path)
{
	char *url;
	if (asprintf(&url, "gemini://localhost:%u%s\r\n", server->gemini, path) < 0)
		abort();
	return url;
}

char *server_chain(const struct bench *bench)
{
	return bench_path(bench, "state/localhost.crt");
}

char *server_key(const struct bench *bench)
{
	return bench_path(bench, "state/localhost.key");
}
