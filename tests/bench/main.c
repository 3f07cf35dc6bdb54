/* SPDX-License-Identifier: MIT */
/* bench [--quick] [--json] [--rounds N] [--only NAME] PROGRAM FOLDER [BLOG]: serves FOLDER (the starter
 * capsule) with PROGRAM beside a bare floor and the peers that are installed, converts the posts in BLOG
 * (else FOLDER), and prints one table. Fails only on errors: a wrong or cut reply, a refused connection. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

/* A run that lasts longer has gone wrong. */
#define RUN_S       360
#define RUN_QUICK_S 60
/* After so much of it each measurement gets one round only. */
#define PATIENCE_S       180
#define PATIENCE_QUICK_S 15

static const struct measurement *const measurements[] = {
	&measure_gemini,
	&measure_sessions,
	&measure_rate,
	&measure_crowds,
	&measure_idle,
	&measure_file,
	&measure_gopher,
	&measure_convert,
	&measure_render,
	&measure_scale,
	&measure_search,
	&measure_indexing,
};

/* The certificate is made once, by Splashdown itself; everybody uses it. */
static bool make_certificate(struct bench *bench)
{
	char request[64];
	struct server server;
	char *state = bench_path(bench, "state");
	mkdir(state, 0700);
	free(state);
	server_start(bench, &(struct server_options){.folder = bench->content}, &server);
	snprintf(request, sizeof(request), "gemini://localhost:%u/\r\n", server.gemini);
	size_t got = load_wait(
		&(struct load){.port = server.gemini, .tls = true, .request = request});
	child_end(server.pid);
	if (!got)
		bench_error(
			bench, "%s does not serve %s", bench->program, bench->content);
	return got > 0;
}

static void run(struct bench *bench, const struct measurement *measurement)
{
	void *state = measurement->begin(bench);
	if (!state)
		return;
	for (unsigned i = 0; i < bench->rounds && !bench_stopped(); i++) {
		if (i == 0 || now_ms() < bench->patience_ms)
			measurement->round(bench, state);
	}
	measurement->end(bench, state);
}

static void print(const struct bench *bench, bool json, double took_s)
{
	if (!json) {
		rows_print(&bench->rows, stdout);
		printf("\nmedians of %u rounds at most, %.0f s; errors: %u\n",
			bench->rounds, took_s, bench->errors);
		return;
	}
	fputs("{\"rows\": ", stdout);
	rows_print_json(&bench->rows, stdout);
	printf(",\n\"rounds\": %u, \"seconds\": %.0f, \"errors\": %u}\n", bench->rounds,
		took_s, bench->errors);
}

static int usage(void)
{
	fprintf(stderr,
		"usage: bench [--quick] [--json] [--rounds 1-%d] [--only NAME] PROGRAM "
		"FOLDER [BLOG]\nmeasurements:",
		BENCH_ROUNDS_MAX);
	for (size_t i = 0; i < sizeof(measurements) / sizeof(*measurements); i++)
		fprintf(stderr, " %s", measurements[i]->name);
	fputc('\n', stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct bench bench = {.rounds = 5};
	const char *only = NULL;
	bool json = false;
	int at = 1;
	for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
		if (strcmp(argv[at], "--quick") == 0)
			bench.quick = true;
		else if (strcmp(argv[at], "--json") == 0)
			json = true;
		else if (strcmp(argv[at], "--rounds") == 0 && at + 1 < argc)
			bench.rounds = (unsigned)strtoul(argv[++at], NULL, 10);
		else if (strcmp(argv[at], "--only") == 0 && at + 1 < argc)
			only = argv[++at];
		else
			return usage();
	}
	if (argc - at < 2 || !bench.rounds || bench.rounds > BENCH_ROUNDS_MAX)
		return usage();
	bench.program = argv[at];
	bench.content = argv[at + 1];
	bench.blog = argc - at > 2 ? argv[at + 2] : argv[at + 1];
	if (bench.quick)
		bench.rounds = bench.rounds > 3 ? 3 : bench.rounds;
	bench_prepare(bench.quick ? RUN_QUICK_S : RUN_S);
	snprintf(bench.scratch, sizeof(bench.scratch), "/tmp/splashdown-bench-XXXXXX");
	if (!mkdtemp(bench.scratch)) {
		perror("bench");
		return 1;
	}
	rows_init(&bench.rows);
	double began = now_ms();
	bench.patience_ms = began + (bench.quick ? PATIENCE_QUICK_S : PATIENCE_S) * 1e3;
	if (make_certificate(&bench)) {
		for (size_t i = 0; i < sizeof(measurements) / sizeof(*measurements); i++)
			if (!bench_stopped() &&
				(measurements[i]->quick || !bench.quick) &&
				(!only || strcmp(only, measurements[i]->name) == 0))
				run(&bench, measurements[i]);
	}
	child_stop_all();
	child_run((const char *const[]){"rm", "-rf", bench.scratch, NULL}, NULL);
	if (bench_stopped())
		bench_error(&bench, "stopped before its end; not all was measured");
	print(&bench, json, (now_ms() - began) / 1e3);
	rows_fini(&bench.rows);
	return bench.errors ? 1 : 0;
}
