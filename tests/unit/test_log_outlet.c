/* SPDX-License-Identifier: MIT */
/* The log of a server on stderr: readers that read slowly, late or never. */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/capture.h"
#include "../support/tree.h"
#include "base/log_internal.h"

static const struct log_settings quiet = {.level = LOG_INFO, .access = true};

#define MANY 60000 /* lines: thrice what is kept */

static void who_does_not_read_stops_nobody_and_hears_what_was_lost(void **state)
{
	struct buf *lines;
	struct slice rest, line;
	unsigned seen = 0, gaps = 0;
	unsigned long long lost = 0, before = log_lost();
	pthread_t reader;

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	log_start();
	log_gather();
	for (unsigned i = 0; i < MANY; i++) {
		log_info("a line of the log with its number: %07u", i);
		if (i % 10 == 0)
			log_turn();
	}
	log_gathered(); /* without a reader it came to here */
	pthread_create(&reader, NULL, capture_read, &capture);
	log_stop();
	capture_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	rest = buf_slice(lines);
	while (slice_cut(rest, '\n', &line, &rest)) {
		struct slice time, what, number;
		unsigned long long n;
		assert_true(slice_cut(line, ' ', &time, &what));
		if (slice_starts(what, S("warning: "))) {
			assert_true(slice_cut(slice_from(what, 9), ' ', &number, &what));
			assert_true(slice_to_uint(number, &n));
			assert_true(
				slice_eq(what, S("lines of the log were lost: its reader "
						 "did not keep up")));
			lost += n;
			gaps++;
			continue;
		}
		assert_int_equal(what.len,
			sizeof("a line of the log with its number: 0000000") - 1);
		assert_true(slice_to_uint(slice_from(what, what.len - 7), &n));
		/* In order, and what is not there is told of where it is missing. */
		assert_int_equal(n, seen + lost);
		seen++;
	}
	assert_int_equal(rest.len, 0);
	/* One, or more where the thread came late to what was kept first. */
	assert_true(gaps >= 1);
	assert_true(lines->len >= 1024 * 1024);
	assert_int_equal(seen + lost, MANY);
	assert_int_equal(log_lost() - before, lost);
	capture_drop(lines);
}

static void nobody_waits_for_ever_for_who_never_reads(void **state)
{
	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	log_start();
	for (unsigned i = 0; i < 5000; i++)
		log_info("a line of the log with its number: %07u", i);
	log_stop();
	struct buf *lines = capture_end(&capture);
	assert_true(lines->len > 4096 && lines->ptr[lines->len - 1] == '\n');
	capture_drop(lines);
}

static void a_reader_that_left_stops_nobody(void **state)
{
	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	log_start();
	signal(SIGPIPE, SIG_IGN);
	close(capture.reader);
	for (unsigned i = 0; i < 1000; i++)
		log_info("%u", i);
	log_stop();
	capture_restore(&capture);
}

/* A datagram socket shows each write by itself. */
static void a_turn_is_written_in_pieces_of_whole_lines(void **state)
{
	size_t writes = 0, lines = 0, longest = 0;
	bool whole = true;
	char text[64 * 1024];
	int ends[2];

	(void)state;
	log_setup(&quiet);
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends), 0);
	struct capture capture = capture_start(ends[0], ends[1]);
	log_open(NULL);
	log_start();
	log_gather();
	for (int i = 0; i < 300; i++)
		log_info("%0*d", 1 + i % 70, 0);
	log_gathered();
	log_stop();
	for (ssize_t got;
		(got = recv(capture.reader, text, sizeof(text), MSG_DONTWAIT)) > 0;) {
		writes++;
		whole = whole && text[got - 1] == '\n';
		longest = (size_t)got > longest ? (size_t)got : longest;
		for (ssize_t i = 0; i < got; i++)
			lines += text[i] == '\n';
	}
	capture_restore(&capture);
	close(capture.reader);
	assert_int_equal(lines, 300);
	assert_true(whole);
	assert_in_range(longest, 3900, 4096); /* PIPE_BUF */
	assert_in_range(writes, 4, 5);        /* for the 17,000 bytes that it is */
}

/* A limit of the file's size stands for a disk that is full for a while. */
static void a_full_disk_is_told_of_when_there_is_room_again(void **state)
{
	struct rlimit none, before;
	unsigned long long told = 0, lost = log_lost(), n;
	struct slice rest, line;
	unsigned seen = 0;
	struct tree tree;

	(void)state;
	log_setup(&quiet);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	tree_init(&tree);
	char *path = tree_at(&tree, "file");
	int writer = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct capture capture = capture_start(open(path, O_RDONLY | O_CLOEXEC), writer);
	log_open(NULL);
	log_start();
	setrlimit(RLIMIT_FSIZE, &none);
	for (unsigned i = 0; i < 100; i++) {
		log_info("now");
		while (log_lost() - lost <= i) /* the thread has tried */
			sched_yield();
	}
	setrlimit(RLIMIT_FSIZE, &before);
	log_info("now");
	log_stop();
	struct buf *lines = capture_end(&capture);
	free(path);
	tree_fini(&tree);
	rest = buf_slice(lines);
	while (slice_cut(rest, '\n', &line, &rest)) {
		struct slice time, what, number;
		assert_true(slice_cut(line, ' ', &time, &what));
		if (slice_eq(what, S("now"))) {
			seen++;
			continue;
		}
		assert_true(slice_starts(what, S("warning: ")));
		assert_true(slice_cut(slice_from(what, 9), ' ', &number, &what));
		assert_true(slice_to_uint(number, &n));
		told += n;
	}
	assert_int_equal(seen, 1);
	assert_int_equal(told, 100);
	capture_drop(lines);
}

/* Others who write to the same pipe go on waiting for its reader. */
static void the_file_itself_stays_as_it_was(void **state)
{
	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	int before = fcntl(STDERR_FILENO, F_GETFL);
	log_open(NULL);
	log_start();
	log_info("a");
	int during = fcntl(STDERR_FILENO, F_GETFL);
	log_stop();
	capture_drop(capture_end(&capture));
	assert_int_equal(during, before);
	assert_false(before & O_NONBLOCK);
}

#define WRITERS 4
#define EACH    2000 /* all of them are less than what is kept */

static void *write_turns(void *arg)
{
	unsigned writer = *(unsigned *)arg;

	log_gather();
	for (unsigned i = 0; i < EACH; i++) {
		log_info("writer %u line %05u %0*u", writer, i, (int)(1 + i % 90), 0);
		if (i % 100 == writer)
			log_turn();
	}
	log_gathered();
	return NULL;
}

/* All of WRITERS threads write to @capture, whoever reads there; every line is whole, and each
 * thread's are in order. */
static void write_from_many(struct capture *capture, bool meanwhile)
{
	unsigned numbers[WRITERS], next[WRITERS] = {0};
	pthread_t writers[WRITERS], reader;
	struct slice rest, line;
	struct buf *lines;

	log_start();
	if (meanwhile)
		pthread_create(&reader, NULL, capture_read, capture);
	for (unsigned i = 0; i < WRITERS; i++) {
		numbers[i] = i;
		pthread_create(&writers[i], NULL, write_turns, &numbers[i]);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	log_stop();
	capture_restore(capture);
	if (meanwhile)
		pthread_join(reader, (void **)&lines);
	else
		lines = capture_read(capture);
	close(capture->reader);
	rest = buf_slice(lines);
	while (slice_split(&rest, '\n', &line) && line.len) {
		struct slice number = slice_head(slice_from(line, 28), 1);
		struct slice index = slice_head(slice_from(line, 35), 5);
		unsigned long long writer, i;
		line = slice_trim_end(line);
		if (!slice_eq(slice_head(slice_from(line, 20), 8), S(" writer ")))
			fail_msg("not whole: %.*s", SARG(line));
		assert_true(slice_to_uint(number, &writer) && writer < WRITERS);
		assert_true(slice_to_uint(index, &i));
		assert_int_equal(i, next[writer]++);
		assert_int_equal(line.len, 41 + 1 + i % 90);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		assert_int_equal(next[i], EACH);
	capture_drop(lines);
}

static void lines_of_many_threads_are_whole_and_in_order(void **state)
{
	struct tree tree;

	(void)state;
	log_setup(&quiet);
	struct capture pipe = capture_pipe();
	log_open(NULL);
	write_from_many(&pipe, true);

	int ends[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	struct capture stream = capture_start(ends[0], ends[1]);
	log_open(NULL);
	write_from_many(&stream, true);

	tree_init(&tree);
	char *path = tree_at(&tree, "file");
	int writer = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct capture file = capture_start(open(path, O_RDONLY | O_CLOEXEC), writer);
	log_open(NULL);
	write_from_many(&file, false);
	free(path);
	tree_fini(&tree);
}

/* It cannot be opened once more, and so cannot be told not to wait. */
static void a_pipe_of_another_user_stops_nobody(void **state)
{
	struct slice rest, line;
	struct buf *lines;
	unsigned seen = 0;
	pthread_t reader;
	char end[32];

	(void)state;
	if (geteuid())
		skip();
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	bool other = !seteuid(65534);
	log_open(NULL);
	other = other && !seteuid(0);
	log_start();
	for (unsigned i = 0; i < 5000; i++) /* five times what a pipe takes */
		log_info("a line of the log with its number: %07u", i);
	pthread_create(&reader, NULL, capture_read, &capture);
	log_stop();
	capture_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	assert_true(other);
	rest = buf_slice(lines);
	for (; slice_cut(rest, '\n', &line, &rest); seen++) {
		snprintf(end, sizeof(end), " its number: %07u", seen);
		assert_true(slice_ends(line, slice_str(end)));
	}
	assert_int_equal(seen, 5000);
	capture_drop(lines);
}

static void a_terminal_gets_whole_lines(void **state)
{
	char name[64];
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	(void)state;
	if (master < 0)
		skip();
	assert_true(grantpt(master) == 0 && unlockpt(master) == 0);
	assert_int_equal(ptsname_r(master, name, sizeof(name)), 0);
	log_setup(&quiet);
	struct capture capture =
		capture_start(master, open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
	log_open(NULL);
	write_from_many(&capture, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_does_not_read_stops_nobody_and_hears_what_was_lost),
		cmocka_unit_test(nobody_waits_for_ever_for_who_never_reads),
		cmocka_unit_test(a_reader_that_left_stops_nobody),
		cmocka_unit_test(a_turn_is_written_in_pieces_of_whole_lines),
		cmocka_unit_test(a_full_disk_is_told_of_when_there_is_room_again),
		cmocka_unit_test(the_file_itself_stays_as_it_was),
		cmocka_unit_test(lines_of_many_threads_are_whole_and_in_order),
		cmocka_unit_test(a_pipe_of_another_user_stops_nobody),
		cmocka_unit_test(a_terminal_gets_whole_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
