/* SPDX-License-Identifier: MIT */
/* A process with all that descends from it, from /proc. */
#ifndef BENCH_FAMILY_H
#define BENCH_FAMILY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct relative {
	pid_t pid, parent;
	uint64_t
		children_ns; /* CPU of its children that ended, in steps of the clock's ticks */
};

/* @pid, if it is there, and all that descends from it, parents before children; to be freed. */
size_t family_of(pid_t pid, struct relative **out);

#endif
