/* SPDX-License-Identifier: MIT */
/* bench [--quick] [--json] [--rounds N] PROGRAM FOLDER [POSTS]: serves FOLDER (the starter capsule) with
 * PROGRAM beside a bare floor and the peers that are installed, and converts the posts in POSTS (else FOLDER).
 * Fails only on errors: a wrong or cut reply, a refused connection. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

int main(int argc, char **argv)
{
	bool quick = false, json = false;
	unsigned rounds = 5;
	int at = 1;
	for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
		if (strcmp(argv[at], "--quick") == 0)
			quick = true;
		else if (strcmp(argv[at], "--json") == 0)
			json = true;
		else if (strcmp(argv[at], "--rounds") == 0 && at + 1 < argc)
			rounds = (unsigned)strtoul(argv[++at], NULL, 10);
	}
	if (argc - at < 2 || !rounds || rounds > BENCH_ROUNDS_MAX) {
		fprintf(stderr,
			"usage: bench [--quick] [--json] [--rounds 1-%d] PROGRAM FOLDER "
			"[POSTS]\n",
			BENCH_ROUNDS_MAX);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (quick)
		rounds = rounds > 3 ? 3 : rounds;
	int status =
		bench_convert(argc - at > 2 ? argv[at + 2] : argv[at + 1], rounds, json);
	return bench_servers(argv[at], argv[at + 1], rounds, quick, json) || status;
}
