/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

/* The first number in a file of /proc, or 0. */
static uint64_t first_number(const char *path)
{
	char text[256] = "";
	FILE *file = fopen(path, "r");
	if (!file)
		return 0;
	size_t got = fread(text, 1, sizeof(text) - 1, file);
	text[got] = '\0';
	fclose(file);
	return strtoull(text, NULL, 10);
}

uint64_t cpu_of_ns(pid_t pid)
{
	char path[300];
	uint64_t sum = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(path);
	if (!tasks)
		return 0;
	for (struct dirent *task; (task = readdir(tasks));) {
		if (task->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/schedstat", (int)pid,
			task->d_name);
		sum += first_number(path);
	}
	closedir(tasks);
	return sum;
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
