/* SPDX-License-Identifier: MIT */
/* Benchmarks: they measure, tests decide. Everything is a ratio within one run: what is compared is
 * measured in turn, round after round, and medians are printed. Loopback only, bounded in time. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BENCH_ROUNDS_MAX 15

/* CPU time (user and system) of @pid and its threads so far, in nanoseconds; 0 when it is gone. */
uint64_t cpu_of_ns(pid_t pid);
/* Of the calling thread. */
uint64_t cpu_own_ns(void);
/* Resident and proportional set size of @pid in KiB, from smaps_rollup. */
uint64_t memory_pss_kib(pid_t pid);
void sort_ascending(double *values, size_t count);
/* Sorts them on the way. */
double median(double *values, size_t count);

/* A bare server as the limit: one thread, one reply in memory, nothing parsed, the best settings that
 * were found. Runs in a child process until it is killed. */
struct floor {
	pid_t pid;
	uint16_t port;
};

/* @bytes: of the body. @chain, @key: PEM files; NULL: no TLS. False: no port. */
bool floor_start(struct floor *floor, size_t bytes, const char *chain, const char *key);
void child_stop(pid_t pid);

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
/* Opens @count connections with handshake and holds them. Returns how many are open; close with
 * load_release. */
size_t load_hold(uint16_t port, bool tls, size_t count, void ***held);
void load_release(void **held, size_t count);

/* The conversion of @folder's Markdown against lowdown's library, when there is one. */
int bench_convert(const char *folder, unsigned rounds, bool json);
/* The servers. @program: splashdown. */
int bench_servers(
	const char *program, const char *folder, unsigned rounds, bool quick, bool json);

#endif
