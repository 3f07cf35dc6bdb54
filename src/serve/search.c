/* SPDX-License-Identifier: MIT */
#include "serve/search_internal.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"

/* Searches at once, running or waiting: two of one address, so many in total. */
#define PER_ADDRESS 2
#define TOTAL       16
/* Seconds after which who was refused may try again: by then those before are done. */
#define RETRY_S 2

uint64_t search_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

struct search *search_new(void)
{
	struct search *search = memory_new(1, sizeof(*search));

	pthread_mutex_init(&search->mutex, NULL);
	pthread_cond_init(&search->more, NULL);
	search->last = &search->first;
	search->admission = admission_new();
	return search;
}

/* --- threads ------------------------------------------------------------------------------------- */

void search_count(struct search *search, uint64_t us, bool cut)
{
	pthread_mutex_lock(&search->mutex);
	search->facts.queries++;
	search->facts.cut += cut;
	if (us > search->facts.slowest_us)
		search->facts.slowest_us = us;
	pthread_mutex_unlock(&search->mutex);
}

static void run(struct searching *it)
{
	struct indexed *indexed;
	struct search_reader *reader = search_reader_take(
		it->search, it->job.answer.number, it->job.answer.site, &indexed);

	it->error = reader ? 0 : -EAGAIN;
	if (!reader)
		return;
	search_run(it, reader);
	search_reader_give(it->search, indexed, reader);
}

/* The next search, with the mutex; NULL: the end. */
static struct searching *take(struct search *search)
{
	while (!search->first && !search->stopping)
		pthread_cond_wait(&search->more, &search->mutex);
	struct searching *it = search->first;
	if (!it)
		return NULL;
	search->first = it->next;
	if (!search->first)
		search->last = &search->first;
	it->is_stopped = search->stopping;
	return it;
}

static void *work(void *data)
{
	struct search_thread *thread = data;
	struct search *search = thread->search;

	pthread_mutex_lock(&search->mutex);
	while ((thread->running = take(search)) != NULL) {
		struct searching *it = thread->running;
		bool runs = !it->is_stopped;
		pthread_mutex_unlock(&search->mutex);
		if (runs && !atomic_load(conn_aside_over(it->aside)))
			run(it);
		pthread_mutex_lock(&search->mutex);
		thread->running = NULL;
		pthread_mutex_unlock(&search->mutex);
		conn_resume(it->aside);
		pthread_mutex_lock(&search->mutex);
	}
	pthread_mutex_unlock(&search->mutex);
	return NULL;
}

/* With the mutex. False: no thread can be started. */
static bool start_threads(struct search *search)
{
	while (search->thread_count < SEARCH_THREADS) {
		struct search_thread *thread = &search->threads[search->thread_count];
		thread->search = search;
		if (pthread_create(&thread->thread, NULL, work, thread))
			break;
		search->thread_count++;
	}
	return search->thread_count > 0;
}

void search_stop(struct search *search)
{
	if (!search)
		return;
	pthread_mutex_lock(&search->mutex);
	search->stopping = true;
	for (size_t i = 0; i < search->thread_count; i++) {
		struct searching *it = search->threads[i].running;
		if (!it)
			continue;
		it->is_stopped = true;
		atomic_store(conn_aside_over(it->aside), true);
	}
	pthread_cond_broadcast(&search->more);
	size_t count = search->thread_count;
	search->thread_count = 0;
	pthread_mutex_unlock(&search->mutex);
	for (size_t i = 0; i < count; i++)
		pthread_join(search->threads[i].thread, NULL);
}

void search_free(struct search *search)
{
	if (!search)
		return;
	search_stop(search);
	for (size_t i = 0; i < search->slot_count; i++)
		search_indexed_drop(search, search->slots[i].indexed);
	free(search->slots);
	admission_free(search->admission);
	pthread_cond_destroy(&search->more);
	pthread_mutex_destroy(&search->mutex);
	free(search);
}

void search_facts(struct search *search, struct search_facts *out)
{
	pthread_mutex_lock(&search->mutex);
	*out = search->facts;
	for (size_t i = 0; i < search->slot_count; i++) {
		struct search_index_facts facts;
		if (!search->slots[i].indexed)
			continue;
		search_index_facts(search->slots[i].indexed->index, &facts);
		out->documents += facts.documents;
		out->bytes += facts.bytes;
	}
	pthread_mutex_unlock(&search->mutex);
}

/* --- requests ------------------------------------------------------------------------------------ */

static enum service_verdict say_not_ready(const struct answer *answer, struct conn *conn,
	const struct search_slot *slot, struct reply *reply)
{
	uint64_t took_ms = slot->since_ms ? search_now_us() / 1000 - slot->since_ms : 0;
	const unsigned percent = slot->percent;
	struct slice text = S("The search is not ready yet; try again in a few seconds");

	if (slot->is_off)
		return answer_say_text(answer, conn, ANSWER_UNREADABLE,
			S("There is no search at the moment: the server could not make "
			  "its index"),
			reply);
	if (percent && percent < 100) {
		const unsigned long long left_s =
			took_ms * (100 - percent) / percent / 1000 + 1;
		text = arena_printf(conn_arena(conn),
			"The search has read %u %% of the pages; try again in %llu s",
			percent, left_s);
	}
	return answer_say_text(answer, conn, ANSWER_STARTING, text, reply);
}

static enum service_verdict say_stopping(
	const struct answer *answer, struct conn *conn, struct reply *reply)
{
	return answer_say_text(answer, conn, ANSWER_STARTING,
		S("The server is stopping; try again in a moment"), reply);
}

static void searching_finish(void *data, struct conn *conn, struct reply *reply)
{
	struct searching *it = data;
	struct render_job *job = &it->job;
	const struct search_slot none = {0};

	admission_leave(it->search->admission, (const struct sockaddr *)&it->peer);
	if (conn && it->is_stopped) {
		say_stopping(&job->answer, conn, reply);
	} else if (conn && it->error == -EAGAIN) {
		say_not_ready(&job->answer, conn, &none, reply);
	} else if (conn && it->error) {
		answer_say_text(&job->answer, conn, ANSWER_UNREADABLE,
			S("The search failed; try again later"), reply);
	} else if (conn) {
		reply->status = job->answer.protocol->status[ANSWER_SUCCESS];
		reply->blob = it->blob;
		it->blob = NULL;
		job->answer.protocol->succeed(job, conn, reply);
	}
	blob_drop(it->blob);
	serve_site_drop(job->answer.serve, job->answer.site);
	serve_table_drop(job->answer.table);
	arena_wipe(&it->arena);
	arena_fini(&it->arena);
	free(it);
}

static struct searching *searching_new(const struct answer *answer, struct conn *conn,
	const struct page_ref *ref, struct slice typed)
{
	struct searching *it = memory_new(1, sizeof(*it));
	struct page_ref *own = &it->job.ref;

	arena_init(&it->arena);
	it->search = answer->serve->search;
	it->job = render_job_new(answer, ref->form, slice_none, 0);
	*own = *ref;
	own->path = arena_dup(&it->arena, ref->path);
	own->base = slice_none;
	it->job.answer.query = slice_none;
	it->job.answer.words = slice_none;
	it->typed = arena_dup(&it->arena, typed);
	const struct sockaddr *peer = conn_peer(conn);
	memcpy(&it->peer, peer,
		peer->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
					    : sizeof(struct sockaddr_in));
	serve_table_ref(answer->table);
	site_ref(answer->site);
	return it;
}

/* With the mutex. */
static void enqueue(struct search *search, struct searching *it)
{
	it->next = NULL;
	*search->last = it;
	search->last = &it->next;
	pthread_cond_signal(&search->more);
}

enum service_verdict search_reply(const struct answer *answer, struct conn *conn,
	const struct page_ref *ref, struct slice typed, struct reply *reply)
{
	static const struct limits limits = {
		.per_address_hard = PER_ADDRESS, .total_hard = TOTAL};
	struct search *search = answer->serve->search;
	bool starts = false;

	pthread_mutex_lock(&search->mutex);
	bool stopping = search->stopping;
	struct search_slot slot = *search_slot_of(search, answer->number);
	slot.is_off |= search->is_off;
	if (!stopping && slot.indexed)
		starts = start_threads(search);
	pthread_mutex_unlock(&search->mutex);
	if (stopping)
		return say_stopping(answer, conn, reply);
	if (!slot.indexed)
		return say_not_ready(answer, conn, &slot, reply);
	if (!starts ||
		admission_enter(search->admission, conn_peer(conn), &limits) != ADMIT) {
		pthread_mutex_lock(&search->mutex);
		search->facts.refused++;
		pthread_mutex_unlock(&search->mutex);
		return answer_slow_down(
			answer, conn, "Too many searches at once", RETRY_S, reply);
	}
	struct searching *it = searching_new(answer, conn, ref, typed);
	it->aside = conn_set_aside(conn, searching_finish, it);
	pthread_mutex_lock(&search->mutex);
	/* The threads may have ended meanwhile: nobody would take it. */
	it->is_stopped = search->stopping;
	if (!it->is_stopped)
		enqueue(search, it);
	bool is_late = it->is_stopped;
	struct deferred *aside = it->aside;
	pthread_mutex_unlock(&search->mutex);
	if (is_late)
		conn_resume(aside);
	return SERVICE_WAIT;
}
