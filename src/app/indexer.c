/* SPDX-License-Identifier: MIT */
#include "app/indexer_internal.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/log.h"
#include "base/memory.h"

#define NICE 19
/* After a pass the thread rests this many times as long as it took of a processor, at most so long: a folder that
 * changes all the time costs a third of one. */
#define REST_TIMES  2
#define REST_MAX_MS 2000
#define MUCH_MS     100
/* Where the priority cannot be lowered, as under a service manager that forbids it: after so much work the
 * thread looks whether the others have something to do, and then rests so long. */
#define SLICE_MS      10
#define SLICE_REST_MS 90
#define BUSY_PER_CENT 5

struct indexer {
	struct indexer_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	struct site **waiting; /* under lock: by number, the newest; NULL: none */
	unsigned count;        /* under lock */
	atomic_bool stop;
	/* Of the thread alone: */
	struct indexed *sites;
	unsigned site_count;
	unsigned taken; /* the number of the last one */
	bool is_low;    /* its priority */
	int64_t slice_own_ms, slice_all_ms, slice_began_ms; /* at the last look */
};

static int64_t clock_ms(clockid_t which)
{
	struct timespec now;
	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void add_ms(struct timespec *time, int64_t ms)
{
	int64_t at_ns = time->tv_nsec + ms % 1000 * 1000000;

	time->tv_sec += ms / 1000 + at_ns / 1000000000;
	time->tv_nsec = at_ns % 1000000000;
}

static void rest_ms(struct indexer *indexer, int64_t ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	add_ms(&until, ms);
	pthread_mutex_lock(&indexer->lock);
	while (!atomic_load(&indexer->stop) &&
		pthread_cond_timedwait(&indexer->woken, &indexer->lock, &until) == 0)
		;
	pthread_mutex_unlock(&indexer->lock);
}

static void rest(struct indexer *indexer, int64_t used_ms)
{
	const int64_t ms = used_ms * REST_TIMES;

	rest_ms(indexer, ms < REST_MAX_MS ? ms : REST_MAX_MS);
}

static void begin_slice(struct indexer *indexer)
{
	indexer->slice_own_ms = clock_ms(CLOCK_THREAD_CPUTIME_ID);
	indexer->slice_all_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
	indexer->slice_began_ms = clock_ms(CLOCK_MONOTONIC);
}

/* After each page: lets readers go first. */
static void yield_to_others(void *data)
{
	struct indexer *indexer = data;
	const int64_t own = clock_ms(CLOCK_THREAD_CPUTIME_ID) - indexer->slice_own_ms;

	if (own < SLICE_MS)
		return;
	int64_t all = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - indexer->slice_all_ms;
	int64_t took = clock_ms(CLOCK_MONOTONIC) - indexer->slice_began_ms;
	if ((all - own) * 100 > took * BUSY_PER_CENT)
		rest_ms(indexer, SLICE_REST_MS);
	begin_slice(indexer);
}

static struct indexing indexing_of(struct indexer *indexer, unsigned number)
{
	return (struct indexing){.options = &indexer->options,
		.stop = &indexer->stop,
		.number = number,
		.rest = indexer->is_low ? NULL : yield_to_others,
		.indexer = indexer};
}

/* --- the thread ------------------------------------------------------------------------------------ */

/* With the lock: the number of a site that waits, or -1. Each has its turn, however often one changes. */
static int next_waiting(const struct indexer *indexer)
{
	for (unsigned i = 1; i <= indexer->count; i++) {
		unsigned at = (indexer->taken + i) % indexer->count;
		if (indexer->waiting[at])
			return (int)at;
	}
	return -1;
}

/* With the lock: as many sites as the table has. */
static void follow_table(struct indexer *indexer)
{
	for (unsigned i = indexer->count; i < indexer->site_count; i++) {
		const struct indexing indexing = indexing_of(indexer, i);
		indexed_forget(&indexer->sites[i], &indexing);
	}
	if (indexer->count > indexer->site_count) {
		struct indexed *sites = memory_new(indexer->count, sizeof(*sites));
		if (indexer->site_count)
			memcpy(sites, indexer->sites,
				indexer->site_count * sizeof(*sites));
		free(indexer->sites);
		indexer->sites = sites;
	}
	indexer->site_count = indexer->count;
}

/* With the lock: a site to look at again, or NULL. */
static struct site *next_due(struct indexer *indexer, unsigned *index)
{
	for (unsigned i = 0; i < indexer->site_count && i < indexer->count; i++) {
		const struct indexing indexing = indexing_of(indexer, i);
		*index = i;
		if (indexed_is_due(&indexer->sites[i], &indexing))
			return site_ref(indexer->sites[i].site);
	}
	return NULL;
}

/* With the lock. Where nothing can be due, nothing wakes the thread but news. */
static void wait_for_news(struct indexer *indexer)
{
	struct timespec until;
	int64_t ms = -1;

	for (unsigned i = 0; i < indexer->site_count; i++) {
		const struct indexing indexing = indexing_of(indexer, i);
		const int64_t wait_ms = indexed_wait_ms(&indexer->sites[i], &indexing);
		if (wait_ms >= 0 && (ms < 0 || wait_ms < ms))
			ms = wait_ms;
	}
	if (ms < 0) {
		pthread_cond_wait(&indexer->woken, &indexer->lock);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &until);
	add_ms(&until, ms);
	pthread_cond_timedwait(&indexer->woken, &indexer->lock, &until);
}

/* A site to look at; NULL: it is time to end. */
static struct site *wait_for_site(struct indexer *indexer, unsigned *index)
{
	struct site *site = NULL;
	int at = -1;

	pthread_mutex_lock(&indexer->lock);
	while (!atomic_load(&indexer->stop) && (at = next_waiting(indexer)) < 0 &&
		!(site = next_due(indexer, index)))
		wait_for_news(indexer);
	follow_table(indexer);
	if (at >= 0) {
		site = indexer->waiting[at];
		indexer->waiting[at] = NULL;
		indexer->taken = (unsigned)at;
		*index = (unsigned)at;
	}
	pthread_mutex_unlock(&indexer->lock);
	return site;
}

static void *run(void *data)
{
	struct indexer *indexer = data;
	struct site *site;
	unsigned index = 0;

	indexer->is_low = setpriority(PRIO_PROCESS, 0, NICE) == 0;
	if (!indexer->is_low)
		log_debug(
			"the background thread cannot lower its priority (%s): it rests "
			"while others work",
			log_strerror(errno));
	while ((site = wait_for_site(indexer, &index))) {
		int64_t before_ms = clock_ms(CLOCK_THREAD_CPUTIME_ID);
		begin_slice(indexer);
		const struct indexing indexing = indexing_of(indexer, index);
		indexed_take(&indexer->sites[index], &indexing, site);
		if (indexer->options.published && !atomic_load(&indexer->stop))
			indexer->options.published(indexer->options.ctx, index);
		int64_t used_ms = clock_ms(CLOCK_THREAD_CPUTIME_ID) - before_ms;
		/* After many pages the allocator keeps what they needed. */
		if (used_ms >= MUCH_MS)
			malloc_trim(0);
		rest(indexer, used_ms);
	}
	return NULL;
}

/* --- for others ------------------------------------------------------------------------------------ */

int indexer_new(const struct indexer_options *options, struct indexer **out)
{
	struct indexer *indexer = memory_new(1, sizeof(*indexer));
	pthread_condattr_t attributes;

	indexer->options = *options;
	pthread_mutex_init(&indexer->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&indexer->woken, &attributes);
	pthread_condattr_destroy(&attributes);
	int error = -pthread_create(&indexer->thread, NULL, run, indexer);
	if (error) {
		pthread_cond_destroy(&indexer->woken);
		pthread_mutex_destroy(&indexer->lock);
		free(indexer);
		return error;
	}
	*out = indexer;
	return 0;
}

void indexer_resize(struct indexer *indexer, unsigned count)
{
	pthread_mutex_lock(&indexer->lock);
	for (unsigned i = count; i < indexer->count; i++)
		serve_site_drop(indexer->options.serve, indexer->waiting[i]);
	struct site **waiting = memory_new(count, sizeof(*waiting));
	for (unsigned i = 0; i < count && i < indexer->count; i++)
		waiting[i] = indexer->waiting[i];
	free(indexer->waiting);
	indexer->waiting = waiting;
	indexer->count = count;
	pthread_cond_signal(&indexer->woken);
	pthread_mutex_unlock(&indexer->lock);
}

void indexer_take(struct indexer *indexer, unsigned index, struct site *site)
{
	pthread_mutex_lock(&indexer->lock);
	struct site *before = index < indexer->count ? indexer->waiting[index] : NULL;
	if (index < indexer->count)
		indexer->waiting[index] = site_ref(site);
	pthread_cond_signal(&indexer->woken);
	pthread_mutex_unlock(&indexer->lock);
	serve_site_drop(indexer->options.serve, before);
}

void indexer_stop(struct indexer *indexer)
{
	if (!indexer)
		return;
	pthread_mutex_lock(&indexer->lock);
	atomic_store(&indexer->stop, true);
	pthread_cond_signal(&indexer->woken);
	pthread_mutex_unlock(&indexer->lock);
}

void indexer_free(struct indexer *indexer)
{
	if (!indexer)
		return;
	indexer_stop(indexer);
	pthread_join(indexer->thread, NULL);
	indexer_resize(indexer, 0);
	follow_table(indexer);
	free(indexer->waiting);
	free(indexer->sites);
	pthread_cond_destroy(&indexer->woken);
	pthread_mutex_destroy(&indexer->lock);
	free(indexer);
}
