/* SPDX-License-Identifier: MIT */
/* The log of a server on stderr: readers that read slowly, late or never. */
#include <fcntl.h>
#include <pthread.h>
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

#define MANY 20000 /* lines: far more than a pipe holds */

/* What was read: access lines "access %07u", warnings "a %07u", and counts of dropped lines. */
struct seen {
	unsigned access, warnings, counts;
	unsigned long long dropped;
};

static unsigned long long number_at(struct slice what, size_t from)
{
	unsigned long long n = 0;
	struct slice number = slice_from(what, from);

	assert_int_equal(number.len, 7);
	assert_true(slice_to_uint(number, &n));
	return n;
}

/* Every line is whole. Access lines are in order, and where some are missing their count has been told
 * before the next; warnings are in order and complete. */
static struct seen look_at(const struct buf *lines)
{
	struct slice rest = buf_slice(lines), line;
	struct seen seen = {0};

	while (slice_cut(rest, '\n', &line, &rest)) {
		struct slice time, what, number;
		unsigned long long n;
		assert_true(slice_cut(line, ' ', &time, &what));
		assert_int_equal(time.len, sizeof("2026-01-01T00:00:00Z") - 1);
		if (slice_starts(what, S("access "))) {
			n = number_at(what, sizeof("access ") - 1);
			assert_int_equal(n, seen.access + seen.dropped);
			seen.access++;
		} else if (slice_starts(what, S("warning: a "))) {
			n = number_at(what, sizeof("warning: a ") - 1);
			assert_int_equal(n, seen.warnings);
			seen.warnings++;
		} else {
			assert_true(slice_starts(what, S("warning: ")));
			slice_cut(slice_from(what, 9), ' ', &number, &what);
			assert_true(slice_to_uint(number, &n));
			assert_true(slice_ends(what, S("dropped: the log's reader did "
						       "not keep up")));
			seen.dropped += n;
			seen.counts++;
		}
	}
	assert_int_equal(rest.len, 0);
	return seen;
}

static void put_access(unsigned number)
{
	char text[32];

	snprintf(text, sizeof(text), "access %07u", number);
	log_access(slice_str(text), NULL, 0);
}

static void who_does_not_read_stops_no_worker_and_hears_what_was_dropped(void **state)
{
	unsigned long long before = log_dropped();
	pthread_t reader;
	struct buf *lines;

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	log_gather();
	for (unsigned i = 0; i < MANY; i++) {
		put_access(i);
		if (i % 10 == 0)
			log_flush();
		if (i % 100 == 0)
			log_warning("a %07u", i / 100);
	}
	log_gather_end(); /* without a reader it came to here */
	unsigned long long dropped = log_dropped() - before;
	pthread_create(&reader, NULL, capture_read, &capture);
	log_close();
	capture_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	struct seen seen = look_at(lines);
	assert_in_range(seen.access, 1000, MANY / 2);
	assert_int_equal(seen.access + seen.dropped, MANY);
	assert_int_equal(seen.dropped, dropped);
	assert_int_equal(seen.warnings, MANY / 100);
	assert_true(seen.counts >= 1);
	capture_drop(lines);
}

static void the_count_comes_with_the_next_line_that_goes_through(void **state)
{
	char some[32 * 1024];
	struct buf all;

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	buf_init(&all, BUF_UNLIMITED);
	log_open(NULL);
	for (unsigned i = 0; i < MANY; i++)
		put_access(i);
	for (unsigned i = 0; i < 2; i++) { /* there is room again */
		ssize_t got = read(capture.reader, some, sizeof(some));
		buf_put(&all, slice(some, got > 0 ? (size_t)got : 0));
		put_access(MANY + i);
	}
	log_close();
	struct buf *lines = capture_end(&capture);
	buf_put(&all, buf_slice(lines));
	capture_drop(lines);
	struct seen seen = look_at(&all);
	assert_int_equal(seen.access + seen.dropped, MANY + 2);
	assert_int_equal(seen.counts, 1);
	assert_true(slice_ends(buf_slice(&all), S("Z access 0020001\n")));
	buf_fini(&all);
}

static void a_warning_waits_for_its_reader_and_is_never_dropped(void **state)
{
	unsigned long long before = log_dropped();
	pthread_t reader;
	struct buf *lines;

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	for (unsigned i = 0; i < MANY; i++)
		log_warning("a %07u", i);
	pthread_create(&reader, NULL, capture_read, &capture);
	log_close();
	capture_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	struct seen seen = look_at(lines);
	assert_int_equal(seen.warnings, MANY);
	assert_int_equal(seen.counts, 0);
	assert_int_equal(log_dropped(), before);
	capture_drop(lines);
}

/* What is kept goes without a further line, at the next turn of a loop. */
static void a_turn_writes_what_is_kept(void **state)
{
	char some[64 * 1024];
	struct buf all;

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	buf_init(&all, BUF_UNLIMITED);
	log_open(NULL);
	for (unsigned i = 0; i < MANY; i++)
		log_warning("a %07u", i);
	fcntl(capture.reader, F_SETFL, O_NONBLOCK);
	for (ssize_t got; (got = read(capture.reader, some, sizeof(some))) > 0;
		log_flush())
		buf_put(&all, slice(some, (size_t)got));
	struct seen seen = look_at(&all);
	log_close();
	capture_drop(capture_end(&capture));
	assert_int_equal(seen.warnings, MANY);
	buf_fini(&all);
}

static void who_never_reads_stops_nobody_and_memory_has_an_end(void **state)
{
	unsigned long long before = log_dropped();

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	alarm(getenv("UNDER") ? 1200 : 60);     /* whoever waits for ever, ends by it */
	for (unsigned i = 0; i < 3 * MANY; i++) /* twice what is kept */
		log_warning("a %07u", i);
	log_close();
	alarm(0);
	struct buf *lines = capture_end(&capture);
	struct seen seen = look_at(lines);
	assert_in_range(seen.warnings, 1000, MANY);
	assert_in_range(log_dropped() - before, MANY, 2 * MANY);
	capture_drop(lines);
}

static void a_reader_that_left_stops_nobody(void **state)
{
	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(NULL);
	signal(SIGPIPE, SIG_IGN);
	close(capture.reader);
	for (unsigned i = 0; i < 1000; i++)
		log_info("%u", i);
	log_close();
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
	log_gather();
	for (int i = 0; i < 300; i++) {
		snprintf(text, sizeof(text), "%0*d", 1 + i % 70, 0);
		log_access(slice_str(text), NULL, 0);
	}
	log_gather_end();
	log_close();
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
	unsigned long long lost = log_dropped();
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
	setrlimit(RLIMIT_FSIZE, &none);
	for (unsigned i = 0; i < 100; i++)
		put_access(i);
	log_warning("a %07u", 0);
	for (unsigned i = 100; i < 200; i++)
		put_access(i);
	setrlimit(RLIMIT_FSIZE, &before);
	put_access(200);
	log_close();
	struct buf *lines = capture_end(&capture);
	free(path);
	tree_fini(&tree);
	struct seen seen = look_at(lines);
	assert_int_equal(seen.access, 1);
	assert_int_equal(seen.warnings, 1);
	assert_int_equal(seen.dropped, 200);
	assert_int_equal(log_dropped() - lost, 200);
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
	log_info("a");
	int during = fcntl(STDERR_FILENO, F_GETFL);
	log_close();
	capture_drop(capture_end(&capture));
	assert_int_equal(during, before);
	assert_false(before & O_NONBLOCK);
}

#define WRITERS 4
#define EACH    2000

static void *write_turns(void *arg)
{
	unsigned writer = *(unsigned *)arg;
	char text[128];

	log_gather();
	for (unsigned i = 0; i < EACH; i++) {
		snprintf(text, sizeof(text), "writer %u line %05u %0*u", writer, i,
			(int)(1 + i % 90), 0);
		if (i % 50 == 49)
			log_warning("%s", text);
		else
			log_access(slice_str(text), NULL, 0);
		if (i % 100 == writer)
			log_flush();
	}
	log_gather_end();
	return NULL;
}

/* What is in @lines of write_turns: every line is whole, each thread's are in order, and no warning is
 * missing. Returns how many lines there are with those that were told of. */
static size_t read_turns(const struct buf *lines)
{
	unsigned next[WRITERS] = {0}, warnings = 0;
	struct slice rest = buf_slice(lines), line;
	size_t count = 0;

	while (slice_split(&rest, '\n', &line) && line.len) {
		unsigned long long writer, i;
		struct slice first, what;
		slice_cut(slice_trim_end(line), ' ', &first, &what);
		bool warning = slice_starts(what, S("warning: "));
		if (warning)
			what = slice_from(what, sizeof("warning: ") - 1);
		slice_cut(what, ' ', &first, NULL);
		if (slice_to_uint(first, &i)) { /* "N lines were dropped" */
			count += i;
			continue;
		}
		if (!slice_starts(what, S("writer ")))
			fail_msg("not whole: %.*s", SARG(line));
		assert_true(slice_to_uint(slice_head(slice_from(what, 7), 1), &writer));
		assert_true(slice_to_uint(slice_head(slice_from(what, 14), 5), &i));
		assert_true(writer < WRITERS && i >= next[writer]);
		assert_int_equal(warning, i % 50 == 49);
		assert_int_equal(what.len, 20 + 1 + i % 90);
		next[writer] = (unsigned)i + 1;
		warnings += warning;
		count++;
	}
	assert_int_equal(warnings, WRITERS * EACH / 50);
	return count;
}

/* All of WRITERS threads write to @capture, whoever reads there. */
static void write_from_many(struct capture *capture, bool meanwhile)
{
	unsigned long long before = log_dropped();
	unsigned numbers[WRITERS];
	pthread_t writers[WRITERS], reader;
	struct buf *lines;

	if (meanwhile)
		pthread_create(&reader, NULL, capture_read, capture);
	for (unsigned i = 0; i < WRITERS; i++) {
		numbers[i] = i;
		pthread_create(&writers[i], NULL, write_turns, &numbers[i]);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	log_close();
	capture_restore(capture);
	if (meanwhile)
		pthread_join(reader, (void **)&lines);
	else
		lines = capture_read(capture);
	close(capture->reader);
	assert_int_equal(read_turns(lines), WRITERS * EACH);
	if (!meanwhile) /* a file takes all at once */
		assert_int_equal(log_dropped(), before);
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
	struct buf *lines;
	pthread_t reader;

	(void)state;
	if (geteuid())
		skip();
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	bool other = !seteuid(65534);
	log_open(NULL);
	other = other && !seteuid(0);
	alarm(getenv("UNDER") ? 1200 : 60); /* whoever waits for ever, ends by it */
	for (unsigned i = 0; i < MANY; i++)
		put_access(i);
	log_warning("a %07u", 0);
	alarm(0);
	pthread_create(&reader, NULL, capture_read, &capture);
	log_close();
	capture_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	assert_true(other);
	struct seen seen = look_at(lines);
	assert_int_equal(seen.access + seen.dropped, MANY);
	assert_in_range(seen.access, 1000, MANY / 2);
	assert_int_equal(seen.warnings, 1);
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
		cmocka_unit_test(
			who_does_not_read_stops_no_worker_and_hears_what_was_dropped),
		cmocka_unit_test(the_count_comes_with_the_next_line_that_goes_through),
		cmocka_unit_test(a_warning_waits_for_its_reader_and_is_never_dropped),
		cmocka_unit_test(a_turn_writes_what_is_kept),
		cmocka_unit_test(who_never_reads_stops_nobody_and_memory_has_an_end),
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
