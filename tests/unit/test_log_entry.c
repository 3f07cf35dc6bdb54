/* SPDX-License-Identifier: MIT */
/* The log of a server under the journal: entries with fields, and a journal that is busy or goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/capture.h"
#include "base/log_internal.h"

static const struct log_settings quiet = {.level = LOG_INFO, .access = true};
static const struct log_settings journal = {
	.level = LOG_INFO, .access = true, .journal = true};

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
	log_access(S("gemini 192.0.2.0 /a"), access, 5);
	log_warning("b\n");
	log_fields(LOG_ERROR, kind, 1, "c %s", "é");
	log_fields(LOG_DEBUG, kind, 1, "not that much");
	log_close();
	struct buf *lines = capture_end(&capture);
	for (size_t i = 0; i < 3; i++) {
		struct slice entry = next_entry(text);
		assert_true(slice_eq(entry, slice_str(expected[i])));
	}
	assert_int_equal(next_entry(text).len, 0);
	assert_int_equal(lines->len, 0);
	capture_drop(lines);
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
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf path;
		buf_init(&path, BUF_UNLIMITED);
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
	log_close();
}

static void a_long_message_is_cut_between_letters(void **state)
{
	char text[64 * 1024];
	struct buf message;

	(void)state;
	log_setup(&journal);
	log_open(place.path);
	for (unsigned shift = 0; shift < 3; shift++) {
		struct slice entry, line;
		buf_init(&message, BUF_UNLIMITED);
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
	log_close();
}

static void without_a_journal_stderr_gets_priorities(void **state)
{
	char missing[128];

	(void)state;
	snprintf(missing, sizeof(missing), "%s/missing", place.folder);
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(missing);
	log_info("a");
	log_access(S("b"), NULL, 0);
	log_close();
	struct buf *lines = capture_end(&capture);
	assert_true(slice_eq(buf_slice(lines), S("<6>a\n<6>b\n")));
	capture_drop(lines);
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
	log_info("here");
	log_close();
	struct buf *lines = capture_end(&capture);
	close(listener);
	unlink(address.sun_path);
	assert_int_equal(lines->len, 0);
	assert_true(slice_find(next_entry(text), S("\nMESSAGE=here\n")) > 0);
	capture_drop(lines);
}

static void nothing_goes_to_the_journal_when_stderr_is_another(void **state)
{
	char text[64 * 1024];

	(void)state;
	log_setup(&quiet);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_info("a");
	log_close();
	struct buf *lines = capture_end(&capture);
	assert_int_equal(next_entry(text).len, 0);
	assert_true(slice_ends(buf_slice(lines), S("Z a\n")));
	capture_drop(lines);
}

static void when_the_journal_goes_lines_go_to_stderr(void **state)
{
	(void)state;
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_gather();
	log_info("to the journal");
	close(place.fd);
	place.fd = -1;
	log_access(S("dropped"), NULL, 0);
	log_access(S("a line"), NULL, 0);
	log_error("after");
	log_gather_end();
	log_close();
	struct buf *lines = capture_end(&capture);
	assert_true(slice_eq(buf_slice(lines),
		S("<4>warning: 1 line was dropped: the log's reader did not keep up\n"
		  "<4>warning: cannot write entries to the journal: "
		  "Connection refused; lines now go to its stream, without fields\n"
		  "<6>a line\n<3>error: after\n")));
	capture_drop(lines);
}

static void a_warning_that_finds_the_journal_gone_goes_to_stderr(void **state)
{
	const struct log_field fields[] = {{"FILE", S("x.md"), NULL}};

	(void)state;
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(place.path);
	close(place.fd);
	place.fd = -1;
	log_fields(LOG_WARNING, fields, 1, "first");
	log_info("second");
	log_close();
	struct buf *lines = capture_end(&capture);
	assert_true(slice_eq(
		buf_slice(lines), S("<4>warning: cannot write entries to the journal: "
				    "Connection refused; lines now go to its "
				    "stream, without fields\n"
				    "<4>warning: first\n<6>second\n")));
	capture_drop(lines);
}

/* Its queue takes a few. What is no access line comes by the stream instead. */
static void a_busy_journal_is_told_of_what_it_did_not_take(void **state)
{
	const uint64_t count = 1000;
	char text[64 * 1024], expected[32];
	struct slice entry;
	unsigned long long dropped, before = log_dropped();
	uint64_t next = 0;

	(void)state;
	log_setup(&journal);
	struct capture capture = capture_pipe();
	log_open(place.path);
	log_gather();
	for (uint64_t i = 0; i < count; i++) {
		const struct log_field fields[] = {{"N", slice_none, &i}};
		log_access(S("x"), fields, 1);
		if (i % 7 == 0)
			log_flush();
	}
	log_flush();
	log_warning("by the stream");
	dropped = log_dropped() - before;
	for (; (entry = next_entry(text)).len; next++) {
		snprintf(expected, sizeof(expected), "\nSPLASHDOWN_N=%u\n",
			(unsigned)next);
		assert_true(slice_ends(entry, slice_str(expected)));
	}
	log_access(S("there is room again"), NULL, 0);
	log_gather_end();
	bool room = slice_find(next_entry(text), S("MESSAGE=there is room again\n")) > 0;
	log_close();
	struct buf *lines = capture_end(&capture);
	assert_true(next > 1 && next < count && room);
	assert_int_equal(next + dropped, count);
	snprintf(text, sizeof(text),
		"<4>warning: %llu lines were dropped: the log's reader did not keep up\n"
		"<4>warning: by the stream\n",
		dropped);
	assert_true(slice_eq(buf_slice(lines), slice_str(text)));
	capture_drop(lines);
}

/* The count is an entry, too, when the journal takes some again before another line came. */
static void a_journal_that_was_busy_hears_the_count_first(void **state)
{
	char text[64 * 1024], expected[64];
	unsigned long long before = log_dropped();

	(void)state;
	log_setup(&journal);
	log_open(place.path);
	for (unsigned i = 0; i < 1000; i++)
		log_access(S("x"), NULL, 0);
	while (next_entry(text).len)
		;
	snprintf(expected, sizeof(expected), "\nMESSAGE=warning: %llu lines were dropped",
		log_dropped() - before);
	log_access(S("y"), NULL, 0);
	assert_true(slice_find(next_entry(text), slice_str(expected)) > 0);
	assert_true(slice_find(next_entry(text), S("MESSAGE=y\n")) > 0);
	assert_int_equal(next_entry(text).len, 0);
	log_close();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_tells_its_fields),
		cmocka_unit_test(a_field_that_does_not_fit_is_left_out),
		cmocka_unit_test(a_long_message_is_cut_between_letters),
		cmocka_unit_test(without_a_journal_stderr_gets_priorities),
		cmocka_unit_test(entries_go_to_the_journal_whose_stream_stderr_is),
		cmocka_unit_test(nothing_goes_to_the_journal_when_stderr_is_another),
		cmocka_unit_test(when_the_journal_goes_lines_go_to_stderr),
		cmocka_unit_test(a_warning_that_finds_the_journal_gone_goes_to_stderr),
		cmocka_unit_test(a_busy_journal_is_told_of_what_it_did_not_take),
		cmocka_unit_test(a_journal_that_was_busy_hears_the_count_first),
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
