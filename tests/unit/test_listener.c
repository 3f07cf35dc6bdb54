/* SPDX-License-Identifier: MIT */
#include "net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void addresses_are_read(void **state)
{
	static const struct {
		const char *text, *first, *second; /* NULL, NULL: refused */
	} rows[] = {
		{"127.0.0.1:1965", "127.0.0.1:1965", NULL},
		{"127.0.0.1", "127.0.0.1:70", NULL},
		{"[::1]:1965", "[::1]:1965", NULL},
		{"[::1]", "[::1]:70", NULL},
		{"::1", "[::1]:70", NULL},
		{"*:1965", "[::]:1965", "0.0.0.0:1965"},
		{":1965", "[::]:1965", "0.0.0.0:1965"},
		{"1965", "[::]:1965", "0.0.0.0:1965"},
		{"*", "[::]:70", "0.0.0.0:70"},
		{"0.0.0.0:0", "0.0.0.0:0", NULL},
		{"[::]:65535", "[::]:65535", NULL},
		{"", NULL, NULL},
		{"[::]:65536", NULL, NULL},
		{"65536", NULL, NULL},
		{"127.0.0.1:", NULL, NULL},
		{"127.0.0.1:x", NULL, NULL},
		{"127.0.0.1:-1", NULL, NULL},
		{"127.0.0", NULL, NULL},
		{"localhost:1965", NULL, NULL},
		{"[::1", NULL, NULL},
		{"[::1]1965", NULL, NULL},
		{"[::1]:", NULL, NULL},
		{"[127.0.0.1]:1965", NULL, NULL},
		{"::1:99999", NULL, NULL},
		{"1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20:1", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sockaddr_storage out[2];
		const char *want[2] = {rows[i].first, rows[i].second};
		int count = listener_parse(slice_str(rows[i].text), 70, out);
		int expected = want[1] ? 2 : want[0] ? 1 : -EINVAL;

		if (count != expected)
			fail_msg("\"%s\" gave %d", rows[i].text, count);
		for (int k = 0; k < 2 && want[k]; k++) {
			struct buf text;

			buf_init(&text, BUF_UNLIMITED);
			listener_put_address(&text, &out[k]);
			if (!slice_eq(buf_slice(&text), slice_str(want[k])))
				fail_msg("\"%s\" gave %.*s", rows[i].text,
					SARG(buf_slice(&text)));
			buf_fini(&text);
		}
	}
}

static void a_port_in_use_is_not_taken_twice(void **state)
{
	struct sockaddr_storage addresses[2], bound;

	(void)state;
	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	int fd = listener_open(&addresses[0]);
	assert_true(fd >= 0);
	assert_int_equal(listener_address(fd, &bound), 0);
	assert_true(listener_port(&bound) > 0);
	assert_int_equal(listener_open(&bound), -EADDRINUSE);
	close(fd);
	/* TEST-NET-1 (RFC 5737) is nobody's address. */
	assert_int_equal(listener_parse(S("192.0.2.1:0"), 0, addresses), 1);
	assert_int_equal(listener_open(&addresses[0]), -EADDRNOTAVAIL);
}

static void both_families_share_a_port(void **state)
{
	struct sockaddr_storage addresses[2], bound;

	(void)state;
	assert_int_equal(listener_parse(S("*:0"), 0, addresses), 2);
	int six = listener_open(&addresses[0]);
	if (six == -EAFNOSUPPORT)
		skip();
	assert_true(six >= 0);
	assert_int_equal(listener_address(six, &bound), 0);
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", listener_port(&bound));
	assert_int_equal(listener_parse(slice(text, (size_t)len), 0, addresses), 2);
	int four = listener_open(&addresses[1]);
	assert_true(four >= 0 || four == -EADDRINUSE); /* another program's */
	if (four >= 0)
		close(four);
	close(six);
}

#ifdef HAVE_LIBSYSTEMD

/* As a service manager starts a process: descriptors from 3 on, told of in the environment. The status
 * says what was wrong. */
static int as_started(void)
{
	struct sockaddr_storage address[2];
	struct listener_passed *passed;
	struct arena arena;
	char pid[32];

	if (listener_parse(S("127.0.0.1:0"), 0, address) != 1)
		return 1;
	int fd = listener_open(&address[0]);
	if (fd < 0 || dup2(fd, 10) < 0 || dup2(10, 3) < 0)
		return 2;
	if (dup2(STDIN_FILENO, 4) < 0 || fcntl(3, F_SETFL, 0) < 0)
		return 3;
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "2", 1);
	setenv("LISTEN_FDNAMES", "gemini:other", 1);
	arena_init(&arena);
	if (listener_passed(&arena, &passed) != 2)
		return 4;
	if (passed[0].fd != 3 || !slice_eq(passed[0].name, S("gemini")) ||
		passed[1].fd != 4 || !slice_eq(passed[1].name, S("other")))
		return 5;
	if (!(fcntl(3, F_GETFD) & FD_CLOEXEC))
		return 6;
	if (listener_take(3, &address[1]) || !listener_port(&address[1]))
		return 7;
	if (!(fcntl(3, F_GETFL) & O_NONBLOCK))
		return 8;
	if (listener_take(4, &address[1]) >= 0)
		return 9;
	if (listener_passed(&arena, &passed) != 0)
		return 10;
	arena_fini(&arena);
	return 0;
}

static void passed_sockets_are_taken_once_by_their_names(void **state)
{
	int status = 0;

	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(as_started());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
#ifdef HAVE_LIBSYSTEMD
		cmocka_unit_test(passed_sockets_are_taken_once_by_their_names),
#endif
		cmocka_unit_test(addresses_are_read),
		cmocka_unit_test(a_port_in_use_is_not_taken_twice),
		cmocka_unit_test(both_families_share_a_port),
	};

	return cmocka_run_group_tests_name("listener", tests, NULL, NULL);
}
