/* SPDX-License-Identifier: MIT */
/* What a service manager hears, read from a socket of our own in its place. */
#include "app/notify.h"

#include <fcntl.h>
#include <poll.h>
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

#include "app/watchdog.h"

#ifdef HAVE_LIBSYSTEMD

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

#endif

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

	assert_true(workers_post(workers, 1, hold, &it));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
#ifdef HAVE_LIBSYSTEMD
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
#endif
		cmocka_unit_test(one_worker_that_stands_still_is_seen),
	};

	return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
