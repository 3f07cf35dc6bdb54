/* SPDX-License-Identifier: MIT */
/* Other servers, when they are on the PATH, with the page as a file, the same certificate, and no settings
 * but those that they need for it. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include "bench.h"

struct peer {
	const char *program;
	bool gopher;
	unsigned part; /* it is asked so many times less: it takes its time */
	double limit; /* our cost / theirs is to be at most this; 0: nothing is to be proven */
	bool inetd; /* takes one connection as standard input and output */
	/* In these, %p is the port, %c and %k the certificate and its key (PEM), %s the folder of
	 * both, %d the folder with page.gmi and page.txt, %f the file with @config. */
	const char *config;
	const char *argv[18];
};

extern const struct peer gemini_peers[], gopher_peers[]; /* end with a NULL program */
#define PEERS_MAX 6

/* A peer that runs, and the row of its comparison. */
struct rival {
	const struct peer *peer; /* NULL: it does not run */
	struct row *row;
	pid_t pid;
	uint16_t port;
};

/* Rows for all of them; those that are installed are started and answer. @body: of the page, as page.gmi
 * and page.txt. */
void rivals_start(struct bench *bench, const struct peer *peers, const char *what,
	const struct body *body, struct rival rivals[PEERS_MAX]);
/* A round of each, beside our cost in the same round. @load: ours, as the model. */
void rivals_round(struct bench *bench, struct rival rivals[PEERS_MAX],
	const struct load *load, double our_cost_us);
void rivals_stop(struct rival rivals[PEERS_MAX]);

#endif
