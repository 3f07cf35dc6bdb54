/* SPDX-License-Identifier: MIT */
/* What a service manager hears, read from a socket of our own in its place. */
#include "app/notify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/supervise.h"
#include "app/watchdog.h"

static int manager = -1;

static int set_up(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char name[64];

	(void)state;
	/* In the abstract name space: no file is left behind. */
	int len = snprintf(name, sizeof(name), "@splashdown-test-%d", (int)getpid());
	memcpy(address.sun_path, name, (size_t)len);
	address.sun_path[0] = '\0';
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_true(manager >= 0);
	assert_int_equal(bind(manager, (struct sockaddr *)&address,
				 (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
					     (size_t)len)),
		0);
	return setenv("NOTIFY_SOCKET", name, 1);
}

static int tear_down(void **state)
{
	(void)state;
	close(manager);
	return unsetenv("NOTIFY_SOCKET");
}

static void expect_heard(const char *want)
{
	char got[1024];
	ssize_t len = recv(manager, got, sizeof(got) - 1, MSG_DONTWAIT);

	assert_true(len >= 0);
	got[len] = '\0';
	assert_string_equal(got, want);
}

static void the_manager_hears_of_each_step(void **state)
{
	(void)state;
	assert_true(notify_is_heard());
	notify_ready();
	expect_heard("READY=1");
	notify_stopping();
	expect_heard("STOPPING=1");
	notify_alive();
	expect_heard("WATCHDOG=1");
	notify_status("%d posts, %s", 12, "all well");
	expect_heard("STATUS=12 posts, all well");
}

static void a_reload_says_when_it_began(void **state)
{
	struct timespec now;
	char got[256];

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &now);
	unsigned long long before = (unsigned long long)now.tv_sec * 1000000 +
				    (unsigned long long)now.tv_nsec / 1000;
	notify_reloading();
	clock_gettime(CLOCK_MONOTONIC, &now);
	unsigned long long after = (unsigned long long)now.tv_sec * 1000000 +
				   (unsigned long long)now.tv_nsec / 1000;
	ssize_t len = recv(manager, got, sizeof(got) - 1, MSG_DONTWAIT);
	assert_true(len > 0);
	got[len] = '\0';
	const char *head = "RELOADING=1\nMONOTONIC_USEC=";
	assert_memory_equal(got, head, strlen(head));
	unsigned long long said = strtoull(got + strlen(head), NULL, 10);
	assert_true(before <= said && said <= after);
}

static void what_is_too_long_is_not_half_said(void **state)
{
	char longer[600];

	(void)state;
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	notify_status("%s", longer);
	struct pollfd heard = {.fd = manager, .events = POLLIN};
	assert_int_equal(poll(&heard, 1, 0), 0);
}

static void the_watchdog_is_ours_only_when_it_says_our_process(void **state)
{
	char pid[32];

	(void)state;
	setenv("WATCHDOG_USEC", "30000000", 1);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	assert_int_equal(notify_watchdog_ms(), 30000);
	setenv("WATCHDOG_PID", "1", 1);
	assert_int_equal(notify_watchdog_ms(), 0);
	unsetenv("WATCHDOG_PID");
	unsetenv("WATCHDOG_USEC");
	assert_int_equal(notify_watchdog_ms(), 0);
}

static void without_a_manager_nobody_is_told(void **state)
{
	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_false(notify_is_heard());
	notify_ready();
	struct pollfd heard = {.fd = manager, .events = POLLIN};
	assert_int_equal(poll(&heard, 1, 0), 0);
}

/* A manager that has stopped reading: its queue is full, whatever its length. */
static void who_does_not_listen_stops_nobody(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *name = getenv("NOTIFY_SOCKET");
	socklen_t len =
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
	char byte = 'x';

	(void)state;
	memcpy(address.sun_path + 1, name + 1, strlen(name) - 1);
	int filler = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	while (sendto(filler, &byte, 1, 0, (struct sockaddr *)&address, len) == 1)
		;
	assert_int_equal(errno, EAGAIN);
	alarm(20); /* whoever waits for ever, ends by it */
	notify_ready();
	alarm(0);
	close(filler);
	/* What was not taken in time is not said later. */
	while (recv(manager, &byte, 1, MSG_DONTWAIT | MSG_TRUNC) == 1)
		;
	assert_int_equal(errno, EAGAIN);
}

static void a_place_that_is_none_is_told_nothing(void **state)
{
	static const char long_path[] =
		"/234567890123456789012345678901234567890123456789012345678901234"
		"567890123456789012345678901234567890123456789";
	const char *const rows[] = {
		"", "/", "@", "relative", "/nobody/is/here", "vsock:2:1234", long_path};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setenv("NOTIFY_SOCKET", rows[i], 1);
		notify_ready();
	}
	struct pollfd heard = {.fd = manager, .events = POLLIN};
	assert_int_equal(poll(&heard, 1, 0), 0);
}

static bool hears(const char *want)
{
	char got[1024];
	ssize_t len;

	while ((len = recv(manager, got, sizeof(got) - 1, MSG_DONTWAIT)) >= 0) {
		got[len] = '\0';
		if (strcmp(got, want) == 0)
			return true;
	}
	return false;
}

/* --- the watchdog -------------------------------------------------------------------------------- */

struct hold {
	atomic_bool held, release;
};

static void hold(struct worker *worker, void *data)
{
	struct hold *it = data;

	(void)worker;
	atomic_store(&it->held, true);
	while (!atomic_load(&it->release))
		usleep(1000);
}

static bool looks_well_in_time(struct watchdog *watchdog)
{
	for (unsigned tries = 0; tries < 20000; tries++) {
		if (watchdog_look(watchdog))
			return true;
		usleep(1000);
	}
	return false;
}

static void one_worker_that_stands_still_is_seen(void **state)
{
	struct workers_options options = {.count = 3};
	struct workers *workers;
	struct hold it = {0};

	(void)state;
	assert_int_equal(workers_new(&options, &workers), 0);
	struct watchdog *watchdog = watchdog_new(workers);
	assert_true(watchdog_look(watchdog));
	assert_true(looks_well_in_time(watchdog));

	assert_true(workers_send(workers, 1, hold, &it));
	while (!atomic_load(&it.held))
		usleep(1000);
	/* The question before may have been answered; the next one is not. */
	(void)looks_well_in_time(watchdog);
	for (unsigned looks = 0; looks < 50; looks++)
		assert_false(watchdog_look(watchdog));

	atomic_store(&it.release, true);
	assert_true(looks_well_in_time(watchdog));
	workers_stop(workers);
	watchdog_free(watchdog);
	workers_free(workers);
}

/* A server that serves nothing, with its scanner. */
static void who_is_told_to_reload_all_the_time_is_not_taken_for_dead(void **state)
{
	struct workers_options options = {.count = 1};
	struct serve serve = {0};
	struct scanner_plan *plan = scanner_plan_new();
	struct supervise supervise;
	struct workers *workers;
	struct scanner *scanner;
	sigset_t signals, before;
	bool heard = false;

	(void)state;
	setenv("WATCHDOG_USEC", "40000", 1);
	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	plan->table = calloc(1, sizeof(*plan->table));
	assert_non_null(plan->table);
	plan->table->refs = 1;
	assert_int_equal(workers_new(&options, &workers), 0);
	struct scanner_options scanning = {.workers = workers, .serve = &serve};
	assert_int_equal(scanner_new(&scanning, plan, &scanner), 0);
	supervise_init(&supervise, workers, scanner);
	for (unsigned tries = 0; tries < 5000 && !heard; tries++) {
		raise(SIGHUP);
		assert_int_equal(supervise_wait(&supervise, &signals), SIGHUP);
		heard = hears("WATCHDOG=1");
		usleep(1000);
	}
	assert_true(heard);
	scanner_stop(scanner);
	workers_stop(workers);
	supervise_fini(&supervise);
	scanner_free(scanner);
	workers_free(workers);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	unsetenv("WATCHDOG_USEC");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_manager_hears_of_each_step, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_reload_says_when_it_began, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_too_long_is_not_half_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_watchdog_is_ours_only_when_it_says_our_process, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			without_a_manager_nobody_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_does_not_listen_stops_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_place_that_is_none_is_told_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_is_told_to_reload_all_the_time_is_not_taken_for_dead, set_up,
			tear_down),
		cmocka_unit_test(one_worker_that_stands_still_is_seen),
	};

	return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
