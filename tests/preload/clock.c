/* SPDX-License-Identifier: MIT */
/* Another time of day for a program. To be preloaded:
 *
 *     LD_PRELOAD=build/release/tests/preload/clock.so CLOCK=file splashdown serve
 *
 * CLOCK names a file whose first 20 bytes are a number of seconds, padded with spaces: so much later (or,
 * negative, earlier) it is than the machine says. Whoever writes another number there sets the clock of a program
 * that runs: the file is mapped, so no sandbox is in the way. How long something lasts stays as it is, and so do
 * the dates that the kernel gives files. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NUMBER_BYTES 20

static const char *number;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void)
{
	const char *name = getenv("CLOCK");
	int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
	void *at = MAP_FAILED;

	*(void **)&real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	if (fd >= 0)
		at = mmap(NULL, NUMBER_BYTES, PROT_READ, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED || !real_clock_gettime)
		abort();
	number = at;
	close(fd);
}

static long offset_s(void)
{
	char bytes[NUMBER_BYTES + 1] = "";

	if (!number)
		return 0;
	memcpy(bytes, number, NUMBER_BYTES);
	return strtol(bytes, NULL, 10);
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	if (!real_clock_gettime)
		*(void **)&real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	int result = real_clock_gettime(which, out);
	if (!result && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
		out->tv_sec += offset_s();
	return result;
}

time_t time(time_t *timer)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (timer)
		*timer = now.tv_sec;
	return now.tv_sec;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	*out = (struct timeval){
		.tv_sec = now.tv_sec, .tv_usec = (suseconds_t)(now.tv_nsec / 1000)};
	return 0;
}
