/* SPDX-License-Identifier: MIT */
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define THREADS_MAX 64
#define SILENT_MS   1000 /* faster runs print no progress */
#define STEP_MS     100

struct run {
	const struct parallel *parallel;
	atomic_size_t next, done;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	unsigned running; /* under lock */
};

static void work(struct run *run)
{
	const struct parallel *parallel = run->parallel;
	auto_arena struct arena arena = {0};
	size_t index;

	while ((index = atomic_fetch_add(&run->next, 1)) < parallel->count) {
		parallel->work(parallel->ctx, index, &arena);
		arena_reset(&arena);
		atomic_fetch_add(&run->done, 1);
	}
}

static void *thread(void *data)
{
	struct run *run = data;

	work(run);
	pthread_mutex_lock(&run->lock);
	run->running--;
	pthread_cond_signal(&run->ended);
	pthread_mutex_unlock(&run->lock);
	return NULL;
}

static unsigned processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return (unsigned)CPU_COUNT(&set);
}

/* Waits for one step of the progress line, or until the last thread has ended. True: it
 * has ended. */
static bool wait_a_step(struct run *run)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += STEP_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	pthread_mutex_lock(&run->lock);
	if (run->running)
		pthread_cond_timedwait(&run->ended, &run->lock, &until);
	bool over = !run->running;
	pthread_mutex_unlock(&run->lock);
	return over;
}

static void show_until_done(struct run *run)
{
	const struct parallel *parallel = run->parallel;
	bool shows = parallel->doing && isatty(STDERR_FILENO), shown = false;
	unsigned waited_ms = 0;

	while (!wait_a_step(run)) {
		waited_ms += STEP_MS;
		if (!shows || waited_ms < SILENT_MS)
			continue;
		size_t done = atomic_load(&run->done);
		fprintf(stderr, "\r%s: %zu of %zu (%zu %%)\033[K", parallel->doing, done,
			parallel->count, done * 100 / parallel->count);
		shown = true;
	}
	if (shown)
		fputs("\r\033[K", stderr);
}

void parallel_run(const struct parallel *parallel)
{
	struct run run = {.parallel = parallel};
	pthread_t threads[THREADS_MAX];
	pthread_condattr_t attributes;
	size_t want = parallel->threads ? parallel->threads : processors();
	unsigned started = 0;

	if (want > parallel->count)
		want = parallel->count;
	if (want > THREADS_MAX)
		want = THREADS_MAX;
	pthread_mutex_init(&run.lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&run.ended, &attributes);
	pthread_condattr_destroy(&attributes);
	while (started < want) {
		pthread_mutex_lock(&run.lock);
		run.running++;
		pthread_mutex_unlock(&run.lock);
		if (pthread_create(&threads[started], NULL, thread, &run) != 0) {
			pthread_mutex_lock(&run.lock);
			run.running--;
			pthread_mutex_unlock(&run.lock);
			break;
		}
		started++;
	}
	/* No thread could be started: this one does all the work. */
	if (started)
		show_until_done(&run);
	else
		work(&run);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_cond_destroy(&run.ended);
	pthread_mutex_destroy(&run.lock);
}
