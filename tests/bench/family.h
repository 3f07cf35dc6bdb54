/* SPDX-License-Identifier: MIT */
/* A process with all that descends from it, from /proc. */
#ifndef BENCH_FAMILY_H
#define BENCH_FAMILY_H

#include <stdint.h>
#include <sys/types.h>

struct relative {
	pid_t pid, parent;
	uint64_t
		children_ns; /* CPU of its children that ended, in steps of the clock's ticks */
};

/* @pid first. */
void family_each(
	pid_t pid, void (*call)(const struct relative *relative, void *data), void *data);

#endif
