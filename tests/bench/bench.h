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

#include "load.h"
#include "rows.h"

/* One run. */
struct bench {
	const char *program; /* splashdown */
	const char *content; /* the starter capsule */
	const char *blog;    /* whose posts are converted; content, unless one is named */
	char scratch[64]; /* a folder for what a measurement writes; goes with the run */
	unsigned rounds;
	double patience_ms; /* by now_ms: later each measurement gets one round only */
	bool quick;         /* a few seconds in all: it is for errors, not for figures */
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

extern const struct measurement measure_gemini, measure_sessions, measure_rate,
	measure_crowds, measure_idle, measure_file, measure_gopher, measure_convert,
	measure_render, measure_scale, measure_search, measure_indexing;

/* Signals, descriptors, orphans; the run ends after @seconds. */
void bench_prepare(unsigned seconds);
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
/* The same, on one core for good: the last, while clients keep off it (client_cores) where there are
 * several. */
pid_t child_spawn_on_one_core(const char *const *argv);
void client_cores(void); /* of the calling thread */
/* Listens on @port of the loopback and runs @argv for each connection, as inetd does. */
pid_t child_inetd(uint16_t port, const char *const *argv);
/* For those who need no program: 0 in the child, which never returns from there. */
pid_t child_fork(bool one_core);
/* Kills it and all that descends from it, and waits. 0 and less: nothing. */
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

/* CPU time (user and system) so far of @pid and all that descends from it, in nanoseconds. */
uint64_t cpu_of_ns(pid_t pid);
/* How many threads of @pid had a tenth or more of its CPU so far. */
unsigned threads_busy(pid_t pid);
/* Of the calling thread. */
uint64_t cpu_own_ns(void);
/* Proportional set size of @pid in KiB, from smaps_rollup. */
uint64_t memory_pss_kib(pid_t pid);
void sort_ascending(double *values, size_t count);
/* Sorts them on the way. */
double median(double *values, size_t count);

/* --- servers: server.c, floor.c --- */

/* Splashdown as a child. */
struct server {
	pid_t pid;
	uint16_t gemini, gopher; /* ports */
};

struct server_options {
	const char *folder;
	const char *state; /* NULL: SCRATCH/state, where the certificate lies */
	const char *
		settings; /* lines of splashdown.yaml; NULL: all is as it comes, but for limits.rate, which is off */
	bool one_core; /* child_spawn_on_one_core: beside the floor, with one worker as it has one thread */
	const struct server
		*again; /* NULL: on free ports; else on those of one that has ended */
};

/* Does not wait until it listens. */
void server_start(
	struct bench *bench, const struct server_options *options, struct server *out);
/* SCRATCH/site, to be freed: a folder with one page of 12 kB, /page/. */
char *server_site(const struct bench *bench);
/* "gemini://localhost:PORT@path" and CRLF, to be freed. */
char *server_url(const struct server *server, const char *path);
/* PEM files in SCRATCH/state that Splashdown made and that floor and peers use too, to be freed. */
char *server_chain(const struct bench *bench);
char *server_key(const struct bench *bench);

/* A bare server as the limit: one thread, one reply in memory, nothing parsed, the best settings that
 * were found. Runs in a child process until it is stopped. */
struct floor {
	pid_t pid;
	uint16_t port;
};

/* @body: what it says to everything. @chain, @key: PEM files; NULL: no TLS. False: no port. */
bool floor_start(
	struct floor *floor, const struct body *body, const char *chain, const char *key);

/* --- load: load.c, crowd.c --- */

/* load_fetch, for who only wants to know that it answers: the bytes of the body, or 0. */
size_t load_wait(const struct load *load);
/* CPU of server @pid and its children per request in microseconds, errors counted and said as of @who; 0: it did not
 * answer as it should, or the run was stopped. @who NULL: a peer, whose errors are not ours. */
double load_cost_us(struct bench *bench, const char *who, pid_t pid,
	const struct load *load, struct load_result *result);
/* Counts and says them. Of @who, "floor". */
void load_errors(struct bench *bench, const char *who, const struct load_result *result);

#endif
