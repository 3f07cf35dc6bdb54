/* SPDX-License-Identifier: MIT */
/* The log of a server: entries of the journal, and readers that read slowly, late or never. Nothing
 * is asserted while stderr is another file. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log_internal.h"

static const struct log_settings quiet = {.level = LOG_INFO, .access = true};
static const struct log_settings journal = {
	.level = LOG_INFO, .access = true, .journal = true};

/* --- a file in place of stderr ------------------------------------------------------------------ */

struct capture {
	int saved, reader;
};

static struct capture capture_start(int reader, int writer)
{
	struct capture capture = {dup(STDERR_FILENO), reader};

	assert_true(capture.saved >= 0);
	assert_true(dup2(writer, STDERR_FILENO) >= 0);
	close(writer);
	return capture;
}

static struct capture capture_pipe(void)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	return capture_start(ends[0], ends[1]);
}

/* All that came until the last writer left. */
static void *read_all(void *arg)
{
	const struct capture *capture = arg;
	struct buf *all = calloc(1, sizeof(*all));
	ssize_t got;

	buf_init(all, 0);
	do {
		size_t room = buf_reserve(all, 64 * 1024);
		got = read(capture->reader, all->ptr + all->len, room);
		if (got > 0)
			all->len += (size_t)got;
	} while (got > 0);
	return all;
}

static void stderr_restore(const struct capture *capture)
{
	assert_true(dup2(capture->saved, STDERR_FILENO) >= 0);
	close(capture->saved);
}

static struct buf *capture_end(struct capture *capture)
{
	stderr_restore(capture);
	struct buf *all = read_all(capture);
	close(capture->reader);
	return all;
}

static void drop(struct buf *all)
{
	buf_fini(all);
	free(all);
}

/* --- a journal ------------------------------------------------------------------------------------ */

static struct {
	char folder[64], path[80];
	int fd;
} place;

static int open_journal(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	(void)state;
	snprintf(place.folder, sizeof(place.folder), "/tmp/test-log-XXXXXX");
	if (!mkdtemp(place.folder))
		return -1;
	snprintf(place.path, sizeof(place.path), "%s/socket", place.folder);
	memcpy(address.sun_path, place.path, sizeof(place.path));
	place.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return bind(place.fd, (struct sockaddr *)&address, sizeof(address));
}

static int close_journal(void **state)
{
	(void)state;
	if (place.fd >= 0)
		close(place.fd);
	unlink(place.path);
	rmdir(place.folder);
	log_setup(&quiet);
	return 0;
}

/* The next datagram of the journal; empty when there is none. */
static struct slice next_entry(char bytes[static 64 * 1024])
{
	ssize_t got = recv(place.fd, bytes, 64 * 1024, MSG_DONTWAIT);

	return slice(bytes, got > 0 ? (size_t)got : 0);
}

/* The same when it may be on its way. */
static struct slice wait_entry(char bytes[static 64 * 1024])
{
	struct pollfd look = {.fd = place.fd, .events = POLLIN};

	poll(&look, 1, 20000);
	return next_entry(bytes);
}

static void an_entry_tells_its_fields(void **state)
{
	const uint64_t bytes = 1234, most = UINT64_MAX;
	const struct log_field access[] = {
		{"PROTOCOL", S("gemini"), NULL},
		{"HOST", slice_none, NULL},
		{"PATH", S("/a\nPRIORITY=0\xFF"), NULL},
		{"BYTES", slice_none, &bytes},
		{"MOST", slice_none, &most},
	};
	static const char *const expected[] = {
		"PRIORITY=6\nMESSAGE=gemini 192.0.2.0 /a\n"
		"SYSLOG_IDENTIFIER=splashdown\nSYSLOG_FACILITY=3\n"
		"SPLASHDOWN_PROTOCOL=gemini\nSPLASHDOWN_PATH=/a\\x0APRIORITY=0\\xFF\n"
		"SPLASHDOWN_BYTES=1234\nSPLASHDOWN_MOST=18446744073709551615\n",
		"PRIORITY=4\nMESSAGE=warning: b\\x0A\n"
		"SYSLOG_IDENTIFIER=splashdown\nSYSLOG_FACILITY=3\n",
		"PRIORITY=3\nMESSAGE=error: c é\n"
		"SYSLOG_IDENTIFIER=splashdown\nSYSLOG_FACILITY=3\nSPLASHDOWN_KIND=x\n",
	};
	const struct log_field kind[] = {{"KIND", S("x"), NULL}};
	char text[64 * 1024];

	(void)state;
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_start();
	log_access(S("gemini 192.0.2.0 /a"), access, 5);
	log_warning("b\n");
	log_fields(LOG_ERROR, kind, 1, "c %s", "é");
	log_fields(LOG_DEBUG, kind, 1, "not that much");
	log_stop();
	struct buf *lines = capture_end(&capture);
	for (size_t i = 0; i < 3; i++) {
		struct slice entry = next_entry(text);
		assert_true(slice_eq(entry, slice_str(expected[i])));
	}
	assert_int_equal(next_entry(text).len, 0);
	assert_int_equal(lines->len, 0);
	drop(lines);
}

static void a_field_that_does_not_fit_is_left_out(void **state)
{
	/* 16 KiB, less the 68 bytes of "PRIORITY=6" up to "SYSLOG_FACILITY=3", and 17 and 21 for the
	 * fields' names and line ends. */
	static const struct {
		size_t bytes;
		bool path, status;
		const char *why;
	} rows[] = {
		{1024, true, true, "the longest request"},
		{16278, true, true, "what there is room for"},
		{16279, true, false, "no room for the second"},
		{16299, true, false, "no room for anything else"},
		{16300, false, true, "no room for the first"},
	};
	char text[64 * 1024];

	(void)state;
	log_setup(&journal);
	log_open(place.path);
	log_start();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf path;
		buf_init(&path, 0);
		buf_repeat(&path, 'x', rows[i].bytes);
		const struct log_field fields[] = {
			{"PATH", buf_slice(&path), NULL}, {"STATUS", S("20"), NULL}};
		log_access(S("a"), fields, 2);
		struct slice entry = next_entry(text);
		if ((slice_find(entry, S("\nSPLASHDOWN_PATH=xxx")) > 0) != rows[i].path ||
			slice_ends(entry, S("\nSPLASHDOWN_STATUS=20\n")) !=
				rows[i].status)
			fail_msg("%s: %zu bytes", rows[i].why, entry.len);
		buf_fini(&path);
	}
	log_stop();
}

static void a_long_message_is_cut_between_letters(void **state)
{
	char text[64 * 1024];
	struct buf message;

	(void)state;
	log_setup(&journal);
	log_open(place.path);
	log_start();
	for (unsigned shift = 0; shift < 3; shift++) {
		struct slice entry, line;
		buf_init(&message, 0);
		buf_repeat(&message, 'x', shift);
		while (message.len < 5000)
			buf_puts(&message, "語");
		log_info("%.*s", SARG(buf_slice(&message)));
		entry = next_entry(text);
		assert_true(slice_cut(entry, '\n', &line, &entry));
		assert_true(slice_cut(entry, '\n', &line, &entry));
		assert_true(line.len > 4000 && line.len < 4096 + sizeof("MESSAGE="));
		assert_true(slice_ends(line, S("語")));
		buf_fini(&message);
	}
	log_stop();
}

static void a_turns_entries_come_together_and_a_warning_at_once(void **state)
{
	static const char *const expected[] = {"MESSAGE=one\n", "MESSAGE=two\n",
		"MESSAGE=warning: three\n", "MESSAGE=four\n"};
	char text[64 * 1024];

	(void)state;
	log_setup(&journal);
	log_open(place.path);
	log_start();
	log_gather();
	log_info("one");
	log_access(S("two"), NULL, 0);
	size_t early = next_entry(text).len;
	log_warning("three");
	for (size_t i = 0; i < 3; i++)
		assert_true(slice_find(next_entry(text), slice_str(expected[i])) > 0);
	log_turn();
	assert_int_equal(next_entry(text).len, 0);
	log_info("four");
	assert_int_equal(next_entry(text).len, 0);
	log_gathered();
	assert_true(slice_find(next_entry(text), slice_str(expected[3])) > 0);
	log_stop();
	assert_int_equal(early, 0);
}

static void without_a_journal_stderr_gets_priorities(void **state)
{
	char missing[128];

	(void)state;
	snprintf(missing, sizeof(missing), "%s/missing", place.folder);
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(missing);
	log_start();
	log_info("a");
	log_access(S("b"), NULL, 0);
	log_stop();
	struct buf *lines = capture_end(&capture);
	assert_true(slice_eq(buf_slice(lines), S("<6>a\n<6>b\n")));
	drop(lines);
}

/* One of several journals: its stream tells which. */
static void entries_go_to_the_journal_whose_stream_stderr_is(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char text[64 * 1024];

	(void)state;
	log_setup(&journal);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/stdout", place.folder);
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int stream = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(
		connect(stream, (struct sockaddr *)&address, sizeof(address)), 0);
	struct capture capture = capture_start(accept(listener, NULL, NULL), stream);
	log_open("/nowhere");
	log_start();
	log_info("here");
	log_stop();
	struct buf *lines = capture_end(&capture);
	close(listener);
	unlink(address.sun_path);
	assert_int_equal(lines->len, 0);
	assert_true(slice_find(next_entry(text), S("\nMESSAGE=here\n")) > 0);
	drop(lines);
}

static void nothing_goes_to_the_journal_when_stderr_is_another(void **state)
{
	char text[64 * 1024];

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_start();
	log_info("a");
	log_stop();
	struct buf *lines = capture_end(&capture);
	assert_int_equal(next_entry(text).len, 0);
	assert_true(slice_ends(buf_slice(lines), S("Z a\n")));
	drop(lines);
}

static void when_the_journal_goes_lines_go_to_stderr(void **state)
{
	(void)state;
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_start();
	log_gather();
	log_info("before");
	close(place.fd);
	place.fd = -1;
	const struct log_field fields[] = {{"STATUS", S("20"), NULL}};
	log_access(S("with a field"), fields, 1);
	log_turn();
	log_error("after");
	log_gathered();
	log_stop();
	struct buf *lines = capture_end(&capture);
	assert_true(slice_eq(
		buf_slice(lines), S("<4>warning: the journal takes no entries: "
				    "Connection refused; from here on "
				    "they go to its stream, without fields\n"
				    "<6>before\n<6>with a field\n<3>error: after\n")));
	drop(lines);
}

static void what_a_busy_journal_cannot_take_comes_later_in_order(void **state)
{
	const uint64_t count = 1000; /* of which its queue takes a few */
	char text[64 * 1024], expected[32];

	(void)state;
	log_setup(&journal);
	log_open(place.path);
	log_start();
	log_gather();
	for (uint64_t i = 0; i < count; i++) {
		const struct log_field fields[] = {{"N", slice_none, &i}};
		log_access(S("x"), fields, 1);
		if (i % 7 == 0)
			log_turn();
	}
	log_gathered();
	for (uint64_t i = 0; i < count; i++) {
		snprintf(expected, sizeof(expected), "\nSPLASHDOWN_N=%u\n", (unsigned)i);
		assert_true(slice_ends(wait_entry(text), slice_str(expected)));
	}
	log_stop();
	assert_int_equal(next_entry(text).len, 0);
}

/* The last of what is kept has become lines, too. */
static void what_is_kept_for_a_journal_that_goes_is_not_lost(void **state)
{
	struct buf *lines;
	struct slice rest, line;
	unsigned next = 0;
	char expected[32], text[64 * 1024];
	pthread_t reader;

	(void)state;
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_start();
	for (unsigned i = 0; i < 1000; i++)
		log_info("%u", i);
	while (next_entry(text).len && next < 5)
		next++;
	close(place.fd);
	place.fd = -1;
	pthread_create(&reader, NULL, read_all, &capture);
	log_stop();
	stderr_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	rest = buf_slice(lines);
	/* What it had taken into its queue went with it. */
	unsigned warnings = 0, last = 0;
	while (slice_cut(rest, '\n', &line, &rest)) {
		unsigned long long number;
		if (slice_starts(line, S("<4>warning: the journal takes no entries"))) {
			warnings++;
			continue;
		}
		assert_true(slice_starts(line, S("<6>")));
		assert_true(slice_to_uint(slice_from(line, 3), &number));
		snprintf(expected, sizeof(expected), "<6>%u",
			last ? last + 1 : (unsigned)number);
		assert_true(slice_eq(line, slice_str(expected)));
		last = (unsigned)number;
	}
	assert_int_equal(warnings, 1);
	assert_int_equal(last, 999);
	drop(lines);
}

/* --- readers of stderr ------------------------------------------------------------------------------ */

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
	pthread_create(&reader, NULL, read_all, &capture);
	log_stop();
	stderr_restore(&capture);
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
		if (!gaps)
			assert_int_equal(n, seen);
		seen++;
	}
	assert_int_equal(rest.len, 0);
	assert_int_equal(gaps, 1);
	assert_true(lines->len >= 1024 * 1024);
	assert_int_equal(seen + lost, MANY);
	assert_int_equal(log_lost() - before, lost);
	drop(lines);
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
	drop(lines);
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
	stderr_restore(&capture);
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
	stderr_restore(&capture);
	close(capture.reader);
	assert_int_equal(lines, 300);
	assert_true(whole);
	assert_in_range(longest, 3900, 4096); /* PIPE_BUF */
	assert_in_range(writes, 4, 5);        /* for the 17,000 bytes that it is */
}

/* A limit of the file's size stands for a disk that is full for a while. */
static void a_full_disk_is_told_of_when_there_is_room_again(void **state)
{
	const struct rlimit none = {0, RLIM_INFINITY},
			    before = {RLIM_INFINITY, RLIM_INFINITY};
	unsigned long long told = 0, lost = log_lost(), n;
	struct slice rest, line;
	unsigned seen = 0;
	char path[128];

	(void)state;
	log_setup(&quiet);
	signal(SIGXFSZ, SIG_IGN);
	snprintf(path, sizeof(path), "%s/file", place.folder);
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
	unlink(path);
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
	drop(lines);
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
	drop(capture_end(&capture));
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
		pthread_create(&reader, NULL, read_all, capture);
	for (unsigned i = 0; i < WRITERS; i++) {
		numbers[i] = i;
		pthread_create(&writers[i], NULL, write_turns, &numbers[i]);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	log_stop();
	stderr_restore(capture);
	if (meanwhile)
		pthread_join(reader, (void **)&lines);
	else
		lines = read_all(capture);
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
	drop(lines);
}

static void lines_of_many_threads_are_whole_and_in_order(void **state)
{
	char path[128];

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

	snprintf(path, sizeof(path), "%s/file", place.folder);
	int writer = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct capture file = capture_start(open(path, O_RDONLY | O_CLOEXEC), writer);
	log_open(NULL);
	write_from_many(&file, false);
	unlink(path);
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
	pthread_create(&reader, NULL, read_all, &capture);
	log_stop();
	stderr_restore(&capture);
	pthread_join(reader, (void **)&lines);
	close(capture.reader);
	assert_true(other);
	rest = buf_slice(lines);
	for (; slice_cut(rest, '\n', &line, &rest); seen++) {
		snprintf(end, sizeof(end), " its number: %07u", seen);
		assert_true(slice_ends(line, slice_str(end)));
	}
	assert_int_equal(seen, 5000);
	drop(lines);
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
		cmocka_unit_test(an_entry_tells_its_fields),
		cmocka_unit_test(a_field_that_does_not_fit_is_left_out),
		cmocka_unit_test(a_long_message_is_cut_between_letters),
		cmocka_unit_test(a_turns_entries_come_together_and_a_warning_at_once),
		cmocka_unit_test(without_a_journal_stderr_gets_priorities),
		cmocka_unit_test(entries_go_to_the_journal_whose_stream_stderr_is),
		cmocka_unit_test(nothing_goes_to_the_journal_when_stderr_is_another),
		cmocka_unit_test(when_the_journal_goes_lines_go_to_stderr),
		cmocka_unit_test(what_a_busy_journal_cannot_take_comes_later_in_order),
		cmocka_unit_test(what_is_kept_for_a_journal_that_goes_is_not_lost),
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

	/* Each has a journal of its own. */
	struct CMUnitTest fresh[sizeof(tests) / sizeof(tests[0])];
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		fresh[i] = tests[i];
		fresh[i].setup_func = open_journal;
		fresh[i].teardown_func = close_journal;
	}
	return cmocka_run_group_tests(fresh, NULL, NULL);
}
