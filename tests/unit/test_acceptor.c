/* SPDX-License-Identifier: MIT */
/* Who is woken for a connection: one worker, each in its turn, and never nobody. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include "../support/server.h"
#include "base/file.h"

enum { WORKERS_MOST = 16, FILLERS_MAX = 4096 };

struct threads {
	bool asleep; /* all but this one: whoever was woken has done what it was woken for */
	uint64_t switches; /* how often they went to sleep so far */
};

/* The number after @key in @text, a file of /proc. */
static uint64_t number_of(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

static struct threads look_at_threads(void)
{
	struct threads threads = {.asleep = true};
	DIR *tasks = opendir("/proc/self/task");
	struct dirent *task;

	assert_non_null(tasks);
	while ((task = readdir(tasks))) {
		char path[300], text[4096] = "";

		if (task->d_name[0] == '.' ||
			strtol(task->d_name, NULL, 10) == syscall(SYS_gettid))
			continue;
		snprintf(path, sizeof(path), "/proc/self/task/%s/status", task->d_name);
		auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
			continue; /* it has ended */
		threads.asleep &= strstr(text, "\nState:\tS") != NULL;
		threads.switches += number_of(text, "\nvoluntary_ctxt_switches:");
	}
	closedir(tasks);
	return threads;
}

/* How often the others went to sleep until all of them do. */
static uint64_t let_all_sleep(void)
{
	struct threads threads;

	for (unsigned tries = 0; !(threads = look_at_threads()).asleep; tries++) {
		assert_true(tries < 1000000);
		sched_yield();
	}
	return threads.switches;
}

/* @count connections to @port, each when all workers have gone to sleep after the one before it. How many of
 * them were woken when it came. */
static uint64_t ask_spaced(enum server_port port, unsigned count)
{
	struct peer_options options = server_options(port);
	uint64_t woken = 0;

	options.tls = NULL; /* so that nothing comes yet */
	for (unsigned i = 0; i < count; i++) {
		uint64_t accepted = server_counts().accepted;
		uint64_t before = let_all_sleep();
		struct peer peer;

		peer_connect(&peer, &options);
		EVENTUALLY(server_counts().accepted == accepted + 1);
		woken += let_all_sleep() - before;
		peer_close(&peer);
		EVENTUALLY(server_counts().open == 0);
	}
	return woken;
}

static uint64_t busiest(void)
{
	uint64_t most = 0;

	for (unsigned i = 0; i < workers_count(server.workers); i++) {
		struct worker_counts one;

		workers_counts(server.workers, i, &one);
		if (one.accepted > most)
			most = one.accepted;
	}
	return most;
}

/* The next @count connections to @port wake one worker each, but for few. */
static void expect_single_wakeups(enum server_port port, unsigned count, const char *why)
{
	uint64_t woken = ask_spaced(port, count), most = count + count / 5;

#ifdef SPLASHDOWN_SANITIZERS
	most = UINT64_MAX; /* their threads wait for each other, too */
#endif
	if (woken < count || woken > most)
		fail_msg("%s: %u connections woke %u workers %llu times", why, count,
			workers_count(server.workers), (unsigned long long)woken);
}

static void a_connection_wakes_one_worker_and_each_has_its_share(void **state)
{
	static const struct {
		unsigned workers, connections;
	} rows[] = {{1, 200}, {2, 400}, {8, 2000}, {WORKERS_MOST, 800}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned workers = rows[i].workers, count = rows[i].connections;

		server_start(&server_generous, workers);
		expect_single_wakeups(PORT_PLAIN, count, "one port");
		if (busiest() > 2 * (count / workers))
			fail_msg("one of %u workers took %llu of %u connections", workers,
				(unsigned long long)busiest(), count);
		expect_single_wakeups(PORT_TLS, 40, "another port");
		server_stop();
	}
}

static void a_pause_without_descriptors_changes_nothing(void **state)
{
	static int fillers[FILLERS_MAX];
	struct rlimit before, low;
	size_t count = 0;
	struct peer peer;
	struct buf reply;

	(void)state;
	/* memcheck tells the kernel nothing of a limit; it closes what was accepted past it. */
	if (getenv("UNDER"))
		skip();
	buf_init(&reply, BUF_UNLIMITED);
	server_start(&server_generous, 8);
	struct peer_options options = server_options(PORT_PLAIN);
	peer_socket(&peer, &options);
	let_all_sleep();
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	low = before;
	low.rlim_cur = 256;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	while (count < FILLERS_MAX &&
		(fillers[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		count++;
	peer_dial(&peer, &options);
	assert_int_equal(peer_read_all(&peer, &reply), PEER_EOF);
	assert_bytes(buf_slice(&reply), S("41 full\r\n"));
	for (size_t i = 0; i < count; i++)
		close(fillers[i]);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	peer_close(&peer);
	expect_single_wakeups(PORT_PLAIN, 200, "after a pause");
	buf_fini(&reply);
	server_stop();
}

struct held {
	atomic_uint count;
	atomic_bool release;
};

static void hold_up(struct worker *worker, void *data)
{
	struct held *held = data;

	(void)worker;
	atomic_fetch_add(&held->count, 1);
	EVENTUALLY(atomic_load(&held->release));
}

static void who_has_no_time_is_passed_over(void **state)
{
	struct held held = {0};

	(void)state;
	server_start(&server_generous, 4);
	for (unsigned i = 0; i < 3; i++)
		assert_true(workers_send(server.workers, i, hold_up, &held));
	EVENTUALLY(atomic_load(&held.count) == 3);
	for (unsigned i = 0; i < 100; i++)
		server_expect(PORT_PLAIN, S("hello\r\n"), S("20 hello\r\n"));
	atomic_store(&held.release, true);
	server_stop();
}

static void many_at_once_are_all_served(void **state)
{
	enum { MANY = 300, ROUNDS = 10 };
	static struct peer peers[MANY];
	struct limits limits = server_generous;

	(void)state;
	limits.per_address_soft = limits.per_address_hard = 0;
	server_start(&limits, 8);
	struct peer_options options = server_options(PORT_PLAIN);
	for (unsigned round = 0; round < ROUNDS; round++) {
		for (unsigned i = 0; i < MANY; i++)
			peer_connect(&peers[i], &options);
		for (unsigned i = 0; i < MANY; i++) {
			assert_true(peer_send(&peers[i], S("hello\r\n")));
			server_expect_rest(PORT_PLAIN, &peers[i], S("20 hello\r\n"));
		}
	}
	EVENTUALLY(server_counts().open == 0);
	server_stop();
}

/* As when a service manager holds the socket: others poll it, too, and leave. */
static void a_shared_socket_is_served_when_others_leave(void **state)
{
	struct workers_options options = {.count = 8, .limits = server_generous};
	struct workers *others;

	(void)state;
	server_start(&server_generous, 8);
	struct listener shared = server.listeners[PORT_PLAIN];
	shared.kept = true;
	assert_int_equal(workers_new(&options, &others), 0);
	workers_listen(others, &shared);
	for (unsigned i = 0; i < 64; i++)
		server_expect(PORT_PLAIN, S("hello\r\n"), S("20 hello\r\n"));
	workers_stop(others);
	workers_free(others);
	expect_single_wakeups(PORT_PLAIN, 200, "after others left");
	server_stop();
}

/* As a service manager may pass one: a socket in the file system, beside those of IPv4 and IPv6. */
static void all_kinds_of_sockets_are_served_after_a_rest(void **state)
{
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct sockaddr_storage six[2];
	struct listener listeners[2];

	(void)state;
	server_start(&server_generous, 8);
	/* An abstract name, gone with its socket. */
	snprintf(local.sun_path + 1, sizeof(local.sun_path) - 1, "acceptor-%d", getpid());
	listeners[0] = listeners[1] = server.listeners[PORT_PLAIN];
	listeners[0].fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	assert_return_code(
		bind(listeners[0].fd, (struct sockaddr *)&local, sizeof(local)), errno);
	assert_return_code(listen(listeners[0].fd, 16), errno);
	assert_int_equal(listener_take(listeners[0].fd, &listeners[0].address), 0);
	assert_int_equal(listener_parse(S("[::1]:0"), 0, six), 1);
	listeners[1].fd = listener_open(&six[0]);
	size_t count = listeners[1].fd < 0 ? 1 : 2; /* not every machine has IPv6 */
	if (count == 2)
		listener_address(listeners[1].fd, &listeners[1].address);
	for (size_t i = 0; i < count; i++)
		workers_listen(server.workers, &listeners[i]);
	for (unsigned i = 0; i < 200; i++) {
		size_t which = i % count;
		const struct sockaddr *to =
			which ? (struct sockaddr *)&listeners[1].address
			      : (struct sockaddr *)&local;
		struct peer peer = {
			.fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};

		let_all_sleep();
		assert_return_code(
			connect(peer.fd, to,
				which ? sizeof(struct sockaddr_in6) : sizeof(local)),
			errno);
		assert_true(peer_send(&peer, S("hello\r\n")));
		server_expect_rest(PORT_PLAIN, &peer, S("20 hello\r\n"));
	}
	server_stop();
	for (size_t i = 0; i < count; i++)
		close(listeners[i].fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_wakes_one_worker_and_each_has_its_share),
		cmocka_unit_test(a_pause_without_descriptors_changes_nothing),
		cmocka_unit_test(who_has_no_time_is_passed_over),
		cmocka_unit_test(many_at_once_are_all_served),
		cmocka_unit_test(all_kinds_of_sockets_are_served_after_a_rest),
		cmocka_unit_test(a_shared_socket_is_served_when_others_leave),
	};

	return cmocka_run_group_tests_name(
		"acceptor", tests, server_set_up, server_tear_down);
}
