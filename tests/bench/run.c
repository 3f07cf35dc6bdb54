/* SPDX-License-Identifier: MIT */
/* What belongs to the run as a whole. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench.h"

static volatile sig_atomic_t stop_signal;

bool bench_stopped(void)
{
	return stop_signal != 0;
}

static void on_signal(int number)
{
	stop_signal = number;
}

void bench_error(struct bench *bench, const char *format, ...)
{
	va_list args;
	bench->errors++;
	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

char *bench_path(const struct bench *bench, const char *name)
{
	char *path;
	if (asprintf(&path, "%s/%s", bench->scratch, name) < 0)
		abort();
	return path;
}

char *bench_write(const struct bench *bench, const char *name, const char *text)
{
	char *path = bench_path(bench, name);
	FILE *file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file)) {
		perror(path);
		abort();
	}
	return path;
}

/* No SA_RESTART: whoever waits is woken. */
void bench_prepare(unsigned seconds)
{
	struct sigaction action = {.sa_handler = on_signal};
	struct rlimit files;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	alarm(seconds);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}
