/* SPDX-License-Identifier: MIT */
/* Benchmarks: they measure, tests decide. Everything is a ratio within one run: what is compared is
 * measured in turn, round after round, and medians are printed. Loopback only, bounded in time and in
 * connections; nothing is left behind, also after ^C. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "rows.h"

/* One run. */
struct bench {
	const char *program; /* splashdown */
	const char *content; /* the starter capsule */
	const char *blog;    /* whose posts are converted; content, unless one is named */
	char scratch[64]; /* a folder for what a measurement writes; goes with the run */
	unsigned rounds;
	bool quick; /* a few seconds in all: it is for errors, not for figures */
	struct rows rows;
	unsigned errors; /* replies that were wrong, cut or refused: the run fails */
};

/* Something that is measured. All of them are called in turn: begin, then each round, then end. */
struct measurement {
	const char *name; /* for --only */
	bool quick;       /* in a quick run too */
	/* Adds its rows to the table, starts its servers. NULL: nothing to be measured here. */
	void *(*begin)(struct bench *bench);
	void (*round)(struct bench *bench, void *state);
	void (*end)(struct bench *bench, void *state);
};

extern const struct measurement measure_convert, measure_gemini, measure_gopher,
	measure_idle, measure_scale;

/* The run is to end (^C, or its time is over): leave every loop soon. */
bool bench_stopped(void);
/* Says what went wrong on stderr and counts it. */
void bench_error(struct bench *bench, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* SCRATCH/NAME, to be freed. */
char *bench_path(const struct bench *bench, const char *name);
/* Writes @text to SCRATCH/NAME; returns its path, to be freed. */
char *bench_write(const struct bench *bench, const char *name, const char *text);

/* --- processes: child.c --- */

/* Runs @argv (NULL at its end) with nothing to read or to say, in a process group of its own that dies with us. Only
 * from the main thread. */
pid_t child_spawn(const char *const *argv);
/* For those who fork themselves: the child's first call, and what the parent says of it. */
void child_begin(void);
void child_keep(pid_t pid);
/* Kills the group and waits. 0 and less: nothing. */
void child_stop(pid_t pid);
/* SIGTERM, then waits for at most 5 s before it kills. */
void child_end(pid_t pid);
/* Runs to its end, and what it used; false: it failed. */
bool child_run(const char *const *argv, uint64_t *cpu_ns);
/* Stops whatever still runs. */
void child_stop_all(void);
/* A port of the loopback that nobody listens on. */
uint16_t port_free(void);
void pause_ms(long ms);
/* Monotonic. */
double now_ms(void);

/* --- figures: figures.c --- */

/* CPU time (user and system) of @pid and its threads so far, those that ended included, in nanoseconds; 0
 * when it is gone. */
uint64_t cpu_of_ns(pid_t pid);
/* Of the calling thread. */
uint64_t cpu_own_ns(void);
/* Proportional set size of @pid in KiB, from smaps_rollup. */
uint64_t memory_pss_kib(pid_t pid);
void sort_ascending(double *values, size_t count);
/* Sorts them on the way. */
double median(double *values, size_t count);

/* --- servers: server.c, floor.c --- */

struct server_options {
	const char *folder;
	const char *
		state; /* NULL: SCRATCH/state, shared by all, so that the certificate is made once */
	const char *settings; /* more lines of splashdown.yaml; NULL: none */
	unsigned workers;     /* 0: as it comes, one per processor */
};

/* Splashdown as a child: limits per address are off, all else is as it comes. */
struct server {
	pid_t pid;
	uint16_t gemini, gopher; /* ports */
};

/* Does not wait until it listens. */
void server_start(
	struct bench *bench, const struct server_options *options, struct server *out);
/* PEM files in SCRATCH/state that Splashdown made and that floor and peers use too, to be freed. */
char *server_chain(const struct bench *bench);
char *server_key(const struct bench *bench);

/* A bare server as the limit: one thread, one reply in memory, nothing parsed, the best settings that
 * were found. Runs in a child process until it is stopped. */
struct floor {
	pid_t pid;
	uint16_t port;
};

/* @bytes: of the body. @chain, @key: PEM files; NULL: no TLS. False: no port. */
bool floor_start(struct floor *floor, size_t bytes, const char *chain, const char *key);

/* --- load: load.c --- */

/* What a load is and what became of it. */
struct load {
	uint16_t port;
	bool tls, resume;           /* resume: each client keeps its session */
	const char *request;        /* "gemini://localhost:1965/\r\n" */
	unsigned clients, requests; /* requests in all */
	size_t expected_bytes; /* of a reply, header included; 0: any, the same each time */
};

struct load_result {
	unsigned good, refused, cut, wrong, resumed;
	double p50_ms, p95_ms, p99_ms;
	size_t reply_bytes;
};

/* Runs to its end (30 s at most). */
void load_run(const struct load *load, struct load_result *out);
/* One request, again and again until there is an answer (5 s at most): its bytes, header included; 0:
 * there never was one. */
size_t load_wait(const struct load *load);
/* CPU of server @pid per request in microseconds, errors counted; negative: it did not answer as it
 * should. */
double load_cost_us(struct bench *bench, pid_t pid, const struct load *load,
	struct load_result *result);
/* Opens @count connections with handshake and holds them. Returns how many are open; close with
 * load_release. */
size_t load_hold(uint16_t port, bool tls, size_t count, void ***held);
void load_release(void **held, size_t count);

#endif
