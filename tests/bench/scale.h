/* SPDX-License-Identifier: MIT */
/* What may grow with the number of posts: start, reload, memory, work per request, listings. */
#ifndef BENCH_SCALE_H
#define BENCH_SCALE_H

#include "bench.h"
#include "content.h"

#include "base/buf.h"

/* A client of one connection at a time; over TLS it resumes its session. */
struct asker;
struct asker *asker_new(uint16_t port, bool tls);
void asker_free(struct asker *asker);
/* The whole reply into @out; false: none, or cut. @path is put into a request of the protocol. */
bool ask_page(struct asker *asker, const char *path, struct buf *out);
/* Is it what was asked for, not an error? */
bool ask_is_good(const struct asker *asker, const struct buf *reply);

/* From now on: to the first connection, and to the first good page. */
struct start_result {
	double listening_ms, ready_ms;
	double cpu_ms; /* of the server until then */
};

/* False: no good reply within 60 s. */
bool start_measure(struct bench *bench, const char *folder, const char *settings,
	struct server *server, struct start_result *out);

/* Every listing that links lead to from the home page, and the prefixes of addresses. */
struct walk_result {
	size_t pages, largest_bytes,
		left; /* left: not asked for when the time was over */
	size_t errors;
	char largest[160];
};
void walk_measure(
	const struct server *server, bool tls, double limit_ms, struct walk_result *out);

/* Posts written anew, one after the other, while pages are asked for. */
struct reload_result {
	double visible_ms; /* from the rename to the first page that shows it: median */
	double cpu_ms;     /* of the server, for one write and what it is asked: median */
	double slowest_ms; /* of the requests under way between a write and its effect */
	double calm_ms;    /* the slowest of as many before */
	unsigned lost;     /* writes that did not show within 5 s */
};
void reload_measure(const struct server *server, const char *folder,
	const struct content *content, unsigned from, unsigned times,
	struct reload_result *out);

#endif
