/* SPDX-License-Identifier: MIT */
#include "net/worker.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "net/worker/worker_internal.h"

#define WORKERS_MAX 256
/* After a stop, for the first byte of a client that had just come. */
#define SILENT_MS 1000

struct message {
	struct message *next;
	void (*call)(struct worker *worker, void *data);
	void *data;
};

struct workers {
	struct workers_options options;
	struct admission *admission;
	struct rate *rate;
	unsigned count;
	bool stopped;
	struct worker *workers;
	uv_work_t first_work;
};

/* --- connections that end ---------------------------------------------------------------------- */

void worker_conn_over(struct worker *worker, struct conn *conn)
{
	admission_leave(worker->admission, &conn->peer.any);
	worker->open--;
	atomic_fetch_sub_explicit(&worker->counts.open, 1, memory_order_relaxed);
	count(&worker->counts.closed);
	if (conn->holds_reserve) {
		worker->reserve_lent = false;
		worker->reserve = acceptor_reserve();
	}
	if (worker->paused_until_ms && !worker->stopping)
		worker->paused_until_ms = uv_now(&worker->loop);
}

void worker_closed(struct worker *worker, struct conn *conn)
{
	conn->next_closed = worker->closed_conns;
	worker->closed_conns = conn;
}

/* --- the turn of the loop ---------------------------------------------------------------------- */

static void reap(struct worker *worker)
{
	while (worker->closed_conns) {
		struct conn *conn = worker->closed_conns;

		worker->closed_conns = conn->next_closed;
		conn_free(conn);
	}
}

/* Calls conn_expired for all of @list that wait since @wait_ms. Each leaves the list by it. */
static void expire(struct worker *worker, struct deadline_list *list, uint64_t wait_ms)
{
	uint64_t now = uv_now(&worker->loop);
	struct deadline *oldest;

	while ((oldest = deadline_oldest(list)) && oldest->since_ms + wait_ms <= now)
		conn_expired(containing(oldest, struct conn, deadline));
}

static void sooner(uint64_t *when, const struct deadline_list *list, uint64_t wait_ms)
{
	const struct deadline *oldest = deadline_oldest(list);

	if (oldest && oldest->since_ms + wait_ms < *when)
		*when = oldest->since_ms + wait_ms;
}

static void drop_all(struct deadline_list *list)
{
	struct deadline *oldest;

	while ((oldest = deadline_oldest(list)))
		conn_drop(containing(oldest, struct conn, deadline));
}

static void drop_everything(struct worker *worker)
{
	drop_all(&worker->reading);
	drop_all(&worker->deferred);
	drop_all(&worker->bodies);
	drop_all(&worker->sending);
	drop_all(&worker->lingering);
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next)
		drop_all(&acceptor->waiting);
}

/* After a stop: who has not said a word needs no answer. */
static void drop_silent(struct worker *worker)
{
	struct deadline_list reading;
	struct deadline *oldest;

	worker->silent_until_ms = 0;
	deadline_list_move(&worker->reading, &reading);
	while ((oldest = deadline_oldest(&reading))) {
		struct conn *conn = containing(oldest, struct conn, deadline);

		deadline_put(&worker->reading, oldest, oldest->since_ms);
		if (!conn->heard)
			conn_drop(conn);
	}
}

static void on_clock(uv_timer_t *clock)
{
	struct worker *worker = clock->data;
	uint64_t now = uv_now(&worker->loop);

	worker->clock_ms = 0;
	expire(worker, &worker->reading, worker->limits.request_ms);
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next)
		expire(worker, &acceptor->waiting, acceptor->listener->service->wait_ms);
	expire(worker, &worker->bodies, worker->limits.body_ms);
	expire(worker, &worker->sending, worker->limits.stall_ms);
	expire(worker, &worker->lingering, worker->limits.linger_ms);
	if (worker->silent_until_ms && worker->silent_until_ms <= now)
		drop_silent(worker);
	if (worker->stopping && worker->drain_until_ms <= now)
		drop_everything(worker);
}

static void set_clock(struct worker *worker)
{
	uint64_t now = uv_now(&worker->loop), when = UINT64_MAX;

	sooner(&when, &worker->reading, worker->limits.request_ms);
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next)
		sooner(&when, &acceptor->waiting, acceptor->listener->service->wait_ms);
	sooner(&when, &worker->bodies, worker->limits.body_ms);
	sooner(&when, &worker->sending, worker->limits.stall_ms);
	sooner(&when, &worker->lingering, worker->limits.linger_ms);
	if (worker->silent_until_ms && worker->silent_until_ms < when)
		when = worker->silent_until_ms;
	if (worker->stopping && worker->drain_until_ms < when)
		when = worker->drain_until_ms;
	if (worker->paused_until_ms && worker->paused_until_ms < when)
		when = worker->paused_until_ms;
	/* A clock that rings too early is set again then; that is rarer than a deadline met. */
	if (when == UINT64_MAX || (worker->clock_ms && worker->clock_ms <= when))
		return;
	worker->clock_ms = when;
	uv_timer_start(&worker->clock, on_clock, when > now ? when - now : 0, 0);
}

static void close_handles(struct worker *worker)
{
	if (worker->stopped)
		return;
	pthread_mutex_lock(&worker->mutex);
	worker->stopped = true; /* nobody may wake it any more */
	pthread_mutex_unlock(&worker->mutex);
	uv_close((uv_handle_t *)&worker->wake, NULL);
	uv_close((uv_handle_t *)&worker->clock, NULL);
	uv_close((uv_handle_t *)&worker->loop_turn, NULL);
}

/* Just before the loop waits. */
static void on_loop_turn(uv_prepare_t *turn)
{
	struct worker *worker = turn->data;

	atomic_store_explicit(&worker->counts.heartbeat_ms, uv_now(&worker->loop),
		memory_order_relaxed);
	reap(worker);
	ports_queue_up(worker);
	if (worker->paused_until_ms && worker->paused_until_ms <= uv_now(&worker->loop))
		ports_resume(worker);
	if (worker->all->options.loop_turn)
		worker->all->options.loop_turn(
			worker, worker->all->options.ctx, worker->data);
	if (worker->stopping && worker->open == 0)
		close_handles(worker);
	else
		set_clock(worker);
}

/* --- messages ----------------------------------------------------------------------------------------- */

static struct message *take_messages(struct worker *worker, bool last)
{
	pthread_mutex_lock(&worker->mutex);
	worker->ended |= last;
	struct message *messages = worker->messages;
	worker->messages = NULL;
	worker->messages_end = &worker->messages;
	pthread_mutex_unlock(&worker->mutex);
	return messages;
}

static void run_messages(struct worker *worker, bool last)
{
	for (struct message *message = take_messages(worker, last), *next; message;
		message = next) {
		next = message->next;
		message->call(worker, message->data);
		free(message);
	}
}

static void on_wake(uv_async_t *wake)
{
	run_messages(wake->data, false);
}

bool workers_send(struct workers *workers, unsigned index,
	void (*call)(struct worker *worker, void *data), void *data)
{
	struct worker *worker = &workers->workers[index];
	struct message *message = memory_new(1, sizeof(*message));

	assert(index < workers->count);
	*message = (struct message){.call = call, .data = data};
	pthread_mutex_lock(&worker->mutex);
	bool ended = worker->ended;
	if (!ended) {
		*worker->messages_end = message;
		worker->messages_end = &message->next;
		if (!worker->stopped)
			uv_async_send(&worker->wake);
	}
	pthread_mutex_unlock(&worker->mutex);
	if (ended)
		free(message);
	return !ended;
}

static void send_all(struct workers *workers,
	void (*call)(struct worker *worker, void *data), const void *data, size_t bytes)
{
	for (unsigned i = 0; i < workers->count; i++) {
		void *copy = memory_new(1, bytes);

		memcpy(copy, data, bytes);
		if (!workers_send(workers, i, call, copy))
			free(copy);
	}
}

/* --- orders from above ---------------------------------------------------------------------------- */

static void begin_listening(struct worker *worker, void *data)
{
	acceptor_open(worker, *(const struct listener **)data);
	free(data);
}

static void take_limits(struct worker *worker, void *data)
{
	worker->limits = *(const struct limits *)data;
	free(data);
}

static void begin_stopping(struct worker *worker, void *data)
{
	(void)data;
	worker->stopping = true;
	worker->drain_until_ms = uv_now(&worker->loop) + worker->limits.drain_ms;
	worker->silent_until_ms = uv_now(&worker->loop) + SILENT_MS;
	ports_close(worker);
}

void worker_retry_waiting(struct worker *worker)
{
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next) {
		struct deadline_list waiting;
		struct deadline *oldest;

		deadline_list_move(&acceptor->waiting, &waiting);
		while ((oldest = deadline_oldest(&waiting))) {
			struct conn *conn = containing(oldest, struct conn, deadline);

			deadline_put(&acceptor->waiting, oldest, oldest->since_ms);
			conn_retry(conn);
		}
	}
}

void workers_listen(struct workers *workers, const struct listener *listener)
{
	listener_tune(listener->fd);
	send_all(workers, begin_listening, &listener, sizeof(struct listener *));
}

static void take_trust(struct worker *worker, void *data)
{
	free(worker->trust);
	worker->trust = data;
}

void workers_trust(
	struct workers *workers, const struct preface_network *networks, size_t count)
{
	size_t bytes = count * sizeof(*networks);
	auto_free struct trust *trust = memory_new(1, sizeof(*trust) + bytes);

	trust->count = count;
	if (count)
		memcpy(trust->networks, networks, bytes);
	send_all(workers, take_trust, trust, sizeof(*trust) + bytes);
}

void workers_set_limits(struct workers *workers, const struct limits *limits)
{
	send_all(workers, take_limits, limits, sizeof(*limits));
}

/* --- threads ------------------------------------------------------------------------------------------ */

static void *run(void *arg)
{
	struct worker *worker = arg;
	const struct workers_options *options = &worker->all->options;

	if (options->start)
		worker->data = options->start(worker, options->ctx);
	uv_run(&worker->loop, UV_RUN_DEFAULT);
	run_messages(
		worker, true); /* came after the last turn; they free what they carry */
	if (options->stop)
		options->stop(worker, options->ctx, worker->data);
	return NULL;
}

static int worker_init(struct worker *worker, struct workers *all, unsigned index)
{
	worker->all = all;
	worker->admission = all->admission;
	worker->rate = all->rate;
	worker->index = index;
	worker->reserve = -1;
	worker->limits = all->options.limits;
	worker->messages_end = &worker->messages;
	pthread_mutex_init(&worker->mutex, NULL);
	deadline_list_init(&worker->reading);
	deadline_list_init(&worker->deferred);
	deadline_list_init(&worker->bodies);
	deadline_list_init(&worker->sending);
	deadline_list_init(&worker->lingering);
	buf_init(&worker->out, BUF_UNLIMITED);

	int error = uv_loop_init(&worker->loop);
	if (error)
		return error;
	error = uv_async_init(&worker->loop, &worker->wake, on_wake);
	if (error) {
		uv_loop_close(&worker->loop);
		return error;
	}
	uv_timer_init(&worker->loop, &worker->clock);
	uv_prepare_init(&worker->loop, &worker->loop_turn);
	uv_prepare_start(&worker->loop_turn, on_loop_turn);
	uv_unref((uv_handle_t *)&worker->loop_turn);
	worker->wake.data = worker->clock.data = worker->loop_turn.data = worker;
	worker->looping = true;
	worker->reserve = acceptor_reserve();
	return worker->reserve < 0 ? -errno : 0;
}

static void do_nothing(uv_work_t *work)
{
	(void)work;
}

/* Signals are for the main thread; SIGABRT is a thread's own, and says why (base/memory.h). Since glibc 2.41 abort(3) opens
 * it no more. Returns those that were blocked before. */
static sigset_t block_signals(void)
{
	sigset_t all, before;

	sigfillset(&all);
	sigdelset(&all, SIGABRT);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	return before;
}

/* libuv starts the threads of its queue when it first has work for them, and aborts where it cannot: better now than
 * when a reader asks for a long page. It says nothing of why, which is what follows. */
static void start_queue(struct workers *workers)
{
	const sigset_t before = block_signals();

	errno = EAGAIN;
	uv_queue_work(&workers->workers[0].loop, &workers->first_work, do_nothing, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int start_thread(struct worker *worker)
{
	const sigset_t before = block_signals();
	int error = pthread_create(&worker->thread, NULL, run, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	worker->started = error == 0;
	return -error;
}

static void worker_fini(struct worker *worker)
{
	if (worker->looping && !worker->started) {
		close_handles(worker);
		uv_run(&worker->loop, UV_RUN_DEFAULT);
	}
	if (worker->looping)
		uv_loop_close(&worker->loop);
	reap(worker);
	for (struct acceptor *acceptor = worker->acceptors, *next; acceptor;
		acceptor = next) {
		next = acceptor->next;
		free(acceptor);
	}
	if (worker->reserve >= 0)
		close(worker->reserve);
	buf_fini(&worker->out);
	free(worker->trust);
	pthread_mutex_destroy(&worker->mutex);
}

/* @count as it is configured: 0 is one per processor. */
static unsigned wanted(unsigned count)
{
	if (!count)
		count = uv_available_parallelism();
	return count < WORKERS_MAX ? count : WORKERS_MAX;
}

int workers_new(const struct workers_options *options, struct workers **out)
{
	struct workers *workers = memory_new(1, sizeof(*workers));
	unsigned count = wanted(options->count);
	int error = 0;

	signal(SIGPIPE, SIG_IGN); /* sendfile has no MSG_NOSIGNAL */
	workers->options = *options;
	workers->admission = admission_new();
	workers->rate = rate_new();
	workers->workers = memory_new(WORKERS_MAX, sizeof(struct worker));
	memory_excuse("cannot start the worker threads"); /* libuv */
	for (unsigned i = 0; i < count && !error; i++) {
		workers->count++;
		error = worker_init(&workers->workers[i], workers, i);
	}
	if (!error)
		start_queue(workers);
	memory_excuse(NULL);
	for (unsigned i = 0; i < workers->count && !error; i++)
		error = start_thread(&workers->workers[i]);
	if (error) {
		workers_free(workers);
		return error;
	}
	*out = workers;
	return 0;
}

void workers_stop(struct workers *workers)
{
	if (workers->stopped)
		return;
	for (unsigned i = 0; i < workers->count; i++) {
		if (workers->workers[i].started)
			workers_send(workers, i, begin_stopping, NULL);
	}
	for (unsigned i = 0; i < workers->count; i++) {
		if (workers->workers[i].started)
			pthread_join(workers->workers[i].thread, NULL);
	}
	workers->stopped = true;
}

void workers_free(struct workers *workers)
{
	if (!workers)
		return;
	workers_stop(workers);
	for (unsigned i = 0; i < workers->count; i++)
		worker_fini(&workers->workers[i]);
	admission_free(workers->admission);
	rate_free(workers->rate);
	free(workers->workers);
	free(workers);
}

void workers_end_queue(void)
{
	uv_library_shutdown();
}

/* --- what others see ------------------------------------------------------------------------------------ */

unsigned workers_count(const struct workers *workers)
{
	return workers->count;
}

void *worker_data(struct worker *worker)
{
	return worker->data;
}

static uint64_t load(const atomic_uint_least64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void workers_counts(
	const struct workers *workers, unsigned index, struct worker_counts *out)
{
	const struct counters *counts = &workers->workers[index].counts;

	*out = (struct worker_counts){
		.accepted = load(&counts->accepted),
		.refused = load(&counts->refused),
		.rate_limited = load(&counts->rate_limited),
		.closed = load(&counts->closed),
		.requests = load(&counts->requests),
		.handshakes_failed = load(&counts->handshakes_failed),
		.resumed = load(&counts->resumed),
		.open = load(&counts->open),
		.heartbeat_ms = load(&counts->heartbeat_ms),
	};
}
