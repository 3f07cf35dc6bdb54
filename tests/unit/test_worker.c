/* SPDX-License-Identifier: MIT */
/* Workers: limits, descriptors that run out, work aside, waiting, the end. */
#include "net/worker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "../support/server.h"

/* --- limits --------------------------------------------------------------------------------- */

/* Two clients stay, the third is told, the fourth is not even accepted. */
static void expect_limits(enum server_port port, bool tls, const char *told)
{
	struct peer_options options = server_options(port);
	struct peer peers[3], fourth;
	struct buf reply;

	buf_init(&reply, BUF_UNLIMITED);
	if (!tls)
		options.tls = NULL;
	for (unsigned i = 0; i < 2; i++) {
		assert_true(peer_open(&peers[i], &options));
		EVENTUALLY(server_counts().open == i + 1);
	}
	/* Both the third and the fourth are under way before either is heard. */
	peer_connect(&peers[2], &options);
	EVENTUALLY(server_counts().open == 3 || port == PORT_PLAIN);
	if (port != PORT_PLAIN) {
		peer_connect(&fourth, &options);
		enum peer_end end = peer_read_all(&fourth, &reply);
		assert_true(end == PEER_EOF || end == PEER_RESET);
		assert_int_equal(reply.len, 0);
		peer_close(&fourth);
	}
	if (tls) {
		peers[2].ssl = SSL_new(options.tls);
		SSL_set_fd(peers[2].ssl, peers[2].fd);
		assert_true(peer_shake_hands(&peers[2]));
	}
	/* Whether it asks or not. */
	if (!tls && port == PORT_EITHER)
		assert_true(peer_send(&peers[2], S("h")));
	assert_int_equal(
		peer_read_all(&peers[2], &reply), tls ? PEER_CLOSE_NOTIFY : PEER_EOF);
	assert_bytes(buf_slice(&reply), slice_str(told));
	for (unsigned i = 0; i < 3; i++)
		peer_close(&peers[i]);
	EVENTUALLY(server_counts().open == 0);
	/* And when they are gone there is room again. */
	server_expect(port, S("hello\r\n"), S("20 hello\r\n"));
	EVENTUALLY(server_counts().open == 0);
	buf_fini(&reply);
}

static void past_the_soft_limit_clients_are_told_and_past_the_hard_one_closed(
	void **state)
{
	struct limits limits = server_generous;

	(void)state;
	limits.per_address_soft = 2;
	limits.per_address_hard = 3;
	server_start(&limits, 2);
	expect_limits(PORT_PLAIN, false, "44 15\r\n");
	expect_limits(PORT_TLS, true, "44 15\r\n");
	expect_limits(PORT_EITHER, true, "44 15\r\n");
	expect_limits(PORT_EITHER, false, "44 15\r\n");

	limits.per_address_soft = limits.per_address_hard = 0;
	limits.total_soft = 2;
	limits.total_hard = 3;
	workers_set_limits(server.workers, &limits);
	for (unsigned i = 0; i < 2; i++)
		server_meet(i);
	expect_limits(PORT_PLAIN, false, "41 full\r\n");
	expect_limits(PORT_TLS, true, "41 full\r\n");
	server_stop();
}

/* Asks on @port until it is refused, each time by a connection of its own. How often it was served. */
static unsigned ask_until_refused(enum server_port port, bool tls)
{
	struct peer_options options = server_options(port);
	unsigned served = 0;
	bool refused = false;

	if (!tls)
		options.tls = NULL;
	while (!refused && served < 10000) {
		struct buf reply;

		assert_int_equal(server_ask(&options, S("hello\r\n"), &reply),
			tls ? PEER_CLOSE_NOTIFY : PEER_EOF);
		refused = slice_eq(buf_slice(&reply), S("44 1\r\n"));
		if (!refused)
			assert_bytes(buf_slice(&reply), S("20 hello\r\n"));
		served += !refused;
		buf_fini(&reply);
	}
	assert_true(refused);
	return served;
}

static void who_asks_too_often_is_told_when_to_come_back(void **state)
{
	static const struct {
		enum server_port port;
		bool tls;
	} rows[] = {{PORT_PLAIN, false}, {PORT_TLS, true}, {PORT_EITHER, true},
		{PORT_EITHER, false}};
	struct limits limits = server_generous;

	(void)state;
	limits.rate = 1;
	limits.burst = 5;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		server_start(&limits, 2);
		assert_true(ask_until_refused(rows[i].port, rows[i].tls) >= 5);
		assert_int_equal(server_counts().rate_limited, 1);
		assert_int_equal(server_counts().refused, 1);
		/* From now on there is no such limit. */
		struct limits more = server_generous;
		workers_set_limits(server.workers, &more);
		server_meet(0);
		server_meet(1);
		server_expect(rows[i].port, S("hello\r\n"), S("20 hello\r\n"));
		server_stop();
	}
}

/* --- descriptors ------------------------------------------------------------------------------ */

enum { FILLERS_MAX = 4096 };

static void without_descriptors_clients_are_told_one_by_one(void **state)
{
	static int fillers[FILLERS_MAX];
	size_t count = 0;
	struct peer_options options;
	struct peer peers[3];
	struct rlimit before, low;
	struct buf reply;

	(void)state;
	/* memcheck tells the kernel nothing of a limit; it closes what was accepted past it. */
	if (getenv("UNDER"))
		skip();
	buf_init(&reply, BUF_UNLIMITED);
	/* One worker: the descriptor that one lends, another could take for a client like any other. */
	server_start(&server_generous, 1);
	server_meet(0);
	options = server_options(PORT_TLS);
	for (unsigned i = 0; i < 3; i++)
		peer_socket(&peers[i], &options);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	low = before;
	low.rlim_cur = 128;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	while (count < FILLERS_MAX &&
		(fillers[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		count++;

	for (unsigned i = 0; i < 3; i++)
		peer_dial(&peers[i], &options);
	for (unsigned i = 0; i < 3; i++) {
		buf_clear(&reply);
		assert_true(peer_handshake(&peers[i], &options));
		assert_int_equal(peer_read_all(&peers[i], &reply), PEER_CLOSE_NOTIFY);
		assert_bytes(buf_slice(&reply), S("41 full\r\n"));
		/* Its own descriptor stays: the next one, too, has to get the reserved one. */
		SSL_free(peers[i].ssl);
		peers[i].ssl = NULL;
		peer_half_close(&peers[i]);
	}
	for (size_t i = 0; i < count; i++)
		close(fillers[i]);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	for (unsigned i = 0; i < 3; i++)
		peer_close(&peers[i]);
	/* A paused port looks again by itself. */
	server_expect(PORT_TLS, S("hello\r\n"), S("20 hello\r\n"));
	buf_fini(&reply);
	server_stop();
}

/* --- waiting and work aside -------------------------------------------------------------------- */

static void retry(struct worker *worker, void *data)
{
	(void)data;
	worker_retry_waiting(worker);
}

static void who_waits_is_asked_again(void **state)
{
	(void)state;
	services_wait_ms(15000);
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		atomic_store(&server.seen.may_answer, false);
		atomic_store(&server.seen.waited, 0);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("wait\r\nand ignored bytes")));
		EVENTUALLY(atomic_load(&server.seen.waited) == 1);
		workers_send(server.workers, 0, retry, NULL);
		EVENTUALLY(atomic_load(&server.seen.waited) == 2);
		atomic_store(&server.seen.may_answer, true);
		workers_send(server.workers, 0, retry, NULL);
		server_expect_rest(port, &peer, S("20 at last\r\n"));
	}
	server_stop();
	services_wait_ms(100);
}

static void who_waits_too_long_is_told(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++)
		server_expect(port, S("wait\r\n"), S("41 too late\r\n"));
	server_stop();
}

/* Snapshots that come one after the other put off no deadline. */
static void who_is_asked_again_and_again_is_told_in_time(void **state)
{
	struct peer_options options;
	struct peer peer;
	bool told = false;

	(void)state;
	server_start(&server_generous, 1);
	options = server_options(PORT_PLAIN);
	atomic_store(&server.seen.may_answer, false);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("wait\r\n")));
	/* Each look comes well within the deadline of the one before it. */
	for (unsigned i = 0; i < 1000 && !told; i++) {
		struct pollfd answer = {.fd = peer.fd, .events = POLLIN};

		workers_send(server.workers, 0, retry, NULL);
		told = poll(&answer, 1, 10) != 0;
	}
	assert_true(told);
	server_expect_rest(PORT_PLAIN, &peer, S("41 too late\r\n"));
	server_stop();
}

static void work_aside_is_answered_when_it_is_done(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		atomic_store(&server.seen.release_work, false);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("defer x\r\n")));
		/* Meanwhile others are served, on the one worker there is. */
		server_expect(port, S("hello\r\n"), S("20 hello\r\n"));
		atomic_store(&server.seen.release_work, true);
		server_expect_rest(port, &peer, S("20 deferred x\r\n"));
	}
	server_stop();
}

static void work_aside_outlives_its_connection(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		atomic_store(&server.seen.release_work, false);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("defer x\r\n")));
		EVENTUALLY(atomic_load(&server.seen.deferred) == (unsigned)port + 1);
		peer_reset(&peer);
		EVENTUALLY(server_counts().open == 0);
		atomic_store(&server.seen.release_work, true);
		EVENTUALLY(
			atomic_load(&server.seen.finished_alone) == (unsigned)port + 1);
	}
	server_stop();
}

static void work_of_other_threads_is_answered_when_it_is_done(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		atomic_store(&server.seen.release_work, false);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("aside x\r\n")));
		server_expect(port, S("hello\r\n"), S("20 hello\r\n"));
		atomic_store(&server.seen.release_work, true);
		server_expect_rest(port, &peer, S("20 deferred x\r\n"));
	}
	server_stop();
}

static void work_of_other_threads_hears_that_its_connection_ended(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	atomic_store(&server.seen.release_work, false);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("aside x\r\n")));
		EVENTUALLY(atomic_load(&server.seen.deferred) == (unsigned)port + 1);
		peer_reset(&peer);
		EVENTUALLY(
			atomic_load(&server.seen.finished_alone) == (unsigned)port + 1);
	}
	server_stop();
}

static void work_of_other_threads_may_outlive_the_workers(void **state)
{
	struct limits hasty = server_generous;
	struct peer_options options;
	struct peer peer;

	(void)state;
	hasty.drain_ms = 0;
	server_start(&hasty, 1);
	options = server_options(PORT_PLAIN);
	atomic_store(&server.seen.release_work, false);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("aside x\r\n")));
	EVENTUALLY(atomic_load(&server.seen.deferred) == 1);
	workers_stop(server.workers);
	EVENTUALLY(atomic_load(&server.seen.finished_alone) == 1);
	peer_close(&peer);
	server_stop();
}

/* --- the end -------------------------------------------------------------------------------------- */

static void *stop_aside(void *unused)
{
	(void)unused;
	workers_stop(server.workers);
	return NULL;
}

/* 0, or -errno of connect(2). */
static int try_connect(enum server_port port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(server_options(port).port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	int error = connect(fd, (const struct sockaddr *)&to, sizeof(to)) ? -errno : 0;
	close(fd);
	return error;
}

static void a_stop_lets_replies_finish(void **state)
{
	(void)state;
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer peer, silent;
		struct buf reply;
		pthread_t thread;

		server_start(&server_generous, 1);
		struct peer_options options = server_options(port);
		buf_init(&reply, BUF_UNLIMITED);
		options.receive_bytes = 4096;
		peer_connect(&silent, &options);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("file 3000000\r\n")));
		assert_int_equal(peer_read_some(&peer, &reply, 10), 10);
		assert_int_equal(pthread_create(&thread, NULL, stop_aside, NULL), 0);
		/* Who asks nothing does not hold it up, and who comes now is refused. */
		EVENTUALLY(server_counts().open == 1);
		assert_int_equal(try_connect(port), -ECONNREFUSED);
		peer_close(&silent);
		assert_int_equal(peer_read_all(&peer, &reply), server_good_end(port));
		assert_int_equal(reply.len, 9 + 3000000);
		peer_close(&peer);
		pthread_join(thread, NULL);
		assert_int_equal(atomic_load(&server.seen.done_whole), 1);
		buf_fini(&reply);
		server_stop();
	}
}

static void hold_up(struct worker *worker, void *release)
{
	(void)worker;
	EVENTUALLY(atomic_load((atomic_bool *)release));
}

static void a_stop_serves_all_who_came_before_it(void **state)
{
	enum { MANY = 150 };
	static struct peer peers[MANY];
	struct limits limits = server_generous;
	atomic_bool release = false;
	pthread_t thread;

	(void)state;
	limits.per_address_soft = limits.per_address_hard = 0;
	server_start(&limits, 1);
	server_meet(0);
	struct peer_options options = server_options(PORT_PLAIN);
	assert_true(workers_send(server.workers, 0, hold_up, &release));
	for (unsigned i = 0; i < MANY; i++) {
		peer_connect(&peers[i], &options);
		assert_true(peer_send(&peers[i], S("hello\r\n")));
	}
	assert_int_equal(pthread_create(&thread, NULL, stop_aside, NULL), 0);
	atomic_store(&release, true);
	for (unsigned i = 0; i < MANY; i++)
		server_expect_rest(PORT_PLAIN, &peers[i], S("20 hello\r\n"));
	pthread_join(thread, NULL);
	server_stop();
}

static void a_stop_waits_only_so_long(void **state)
{
	struct limits limits = server_generous;

	(void)state;
	limits.drain_ms = 100;
	services_wait_ms(15000);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer reading, waiting, working, halfway;

		server_start(&limits, 1);
		struct peer_options options = server_options(port);
		options.receive_bytes = 4096;
		atomic_store(&server.seen.waited, 0);
		assert_true(peer_open(&reading, &options));
		assert_true(peer_send(&reading, S("file 9000000\r\n")));
		assert_true(peer_open(&waiting, &options));
		assert_true(peer_send(&waiting, S("wait\r\n")));
		assert_true(peer_open(&working, &options));
		assert_true(peer_send(&working, S("defer x\r\n")));
		assert_true(peer_open(&halfway, &options));
		assert_true(peer_send(&halfway, S("hal")));
		EVENTUALLY(atomic_load(&server.seen.waited) == 1);
		EVENTUALLY(atomic_load(&server.seen.deferred) == 1);
		EVENTUALLY(server_counts().requests == 1);
		pthread_t thread;
		assert_int_equal(pthread_create(&thread, NULL, stop_aside, NULL), 0);
		EVENTUALLY(server_counts().open == 0);
		/* Work itself cannot be stopped: it is waited for. */
		atomic_store(&server.seen.release_work, true);
		pthread_join(thread, NULL);
		assert_int_equal(atomic_load(&server.seen.finished_alone), 1);
		peer_close(&reading);
		peer_close(&waiting);
		peer_close(&working);
		peer_close(&halfway);
		server_stop();
	}
	services_wait_ms(100);
}

static void note(struct worker *worker, void *data)
{
	struct buf *notes = worker_data(worker);

	buf_putc(notes, *(const char *)data);
}

static void *make_notes(struct worker *worker, void *ctx)
{
	(void)worker;
	return ctx;
}

static void end_notes(struct worker *worker, void *ctx, void *data)
{
	(void)worker;
	assert_ptr_equal(ctx, data);
	buf_putc(data, '.');
}

static void posts_are_made_in_order_and_not_after_the_end(void **state)
{
	struct buf notes;
	struct workers *workers;
	struct workers_options options = {.count = 1,
		.limits = server_generous,
		.start = make_notes,
		.stop = end_notes,
		.ctx = &notes};
	const char *letters = "abcdefghij";

	(void)state;
	buf_init(&notes, BUF_UNLIMITED);
	assert_int_equal(workers_new(&options, &workers), 0);
	for (unsigned i = 0; i < 10; i++)
		assert_true(workers_send(workers, 0, note, (void *)(letters + i)));
	workers_stop(workers);
	assert_bytes(buf_slice(&notes), S("abcdefghij."));
	assert_false(workers_send(workers, 0, note, (void *)letters));
	workers_free(workers);
	assert_bytes(buf_slice(&notes), S("abcdefghij."));
	buf_fini(&notes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			past_the_soft_limit_clients_are_told_and_past_the_hard_one_closed),
		cmocka_unit_test(who_asks_too_often_is_told_when_to_come_back),
		cmocka_unit_test(without_descriptors_clients_are_told_one_by_one),
		cmocka_unit_test(who_waits_is_asked_again),
		cmocka_unit_test(who_waits_too_long_is_told),
		cmocka_unit_test(who_is_asked_again_and_again_is_told_in_time),
		cmocka_unit_test(work_aside_is_answered_when_it_is_done),
		cmocka_unit_test(work_aside_outlives_its_connection),
		cmocka_unit_test(work_of_other_threads_is_answered_when_it_is_done),
		cmocka_unit_test(work_of_other_threads_hears_that_its_connection_ended),
		cmocka_unit_test(work_of_other_threads_may_outlive_the_workers),
		cmocka_unit_test(a_stop_lets_replies_finish),
		cmocka_unit_test(a_stop_serves_all_who_came_before_it),
		cmocka_unit_test(a_stop_waits_only_so_long),
		cmocka_unit_test(posts_are_made_in_order_and_not_after_the_end),
	};

	return cmocka_run_group_tests_name(
		"worker", tests, server_set_up, server_tear_down);
}
