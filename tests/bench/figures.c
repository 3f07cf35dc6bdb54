/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"
#include "family.h"

/* Of its threads, those that ended included. */
static uint64_t cpu_of_process_ns(pid_t pid)
{
	struct timespec used;
	clockid_t clock;
	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &used))
		return 0;
	return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

uint64_t cpu_of_ns(pid_t pid)
{
	struct relative *family;
	size_t count = family_of(pid, &family);
	uint64_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += cpu_of_process_ns(family[i].pid) + family[i].children_ns;
	free(family);
	return sum;
}

/* The first number in a file, or 0. */
static uint64_t first_number(const char *path)
{
	char text[64] = "";
	FILE *file = fopen(path, "r");
	if (!file)
		return 0;
	(void)!fgets(text, sizeof(text), file);
	fclose(file);
	return strtoull(text, NULL, 10);
}

unsigned threads_busy(pid_t pid)
{
	char path[300];
	uint64_t tenth_ns = cpu_of_process_ns(pid) / 10;
	unsigned busy = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(path);
	for (struct dirent *task; tasks && (task = readdir(tasks));) {
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/schedstat", (int)pid,
			task->d_name);
		busy += first_number(path) > tenth_ns;
	}
	if (tasks)
		closedir(tasks);
	return busy;
}

uint64_t cpu_own_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t memory_pss_kib(pid_t pid)
{
	char path[64], line[256];
	unsigned long long kib = 0;
	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (line[0] == 'P' && line[1] == 's' && line[3] == ':') {
			kib = strtoull(line + 4, NULL, 10);
			break;
		}
	}
	if (file)
		fclose(file);
	return kib;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

void sort_ascending(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), ascending);
}

double median(double *values, size_t count)
{
	if (!count)
		return 0;
	sort_ascending(values, count);
	return count % 2 ? values[count / 2]
			 : (values[count / 2 - 1] + values[count / 2]) / 2;
}
