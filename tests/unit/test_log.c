/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include "base/date.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* A datagram socket in place of stderr shows each write(2) by itself. */
struct capture {
	int saved, reader;
};

static void capture_start(struct capture *capture)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends), 0);
	capture->saved = dup(STDERR_FILENO);
	assert_true(capture->saved >= 0);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	close(ends[1]);
	capture->reader = ends[0];
}

/* The next write as a slice of @text; empty when there was none. */
static struct slice capture_next(const struct capture *capture, char text[static 8192])
{
	ssize_t got = recv(capture->reader, text, 8192, MSG_DONTWAIT);

	return slice(text, got > 0 ? (size_t)got : 0);
}

static void capture_end(struct capture *capture)
{
	assert_true(dup2(capture->saved, STDERR_FILENO) >= 0);
	close(capture->saved);
	close(capture->reader);
}

static void lines_are_whole_levelled_and_escaped(void **state)
{
	static const char *const expected[] = {
		"error: a\n", "warning: b\\x1B[31m\\x0A\n", "c é\n", "debug: d\\xFF\n"};
	const struct log_settings settings = {.level = LOG_DEBUG, .access = true};
	struct capture capture;
	char text[8192];

	(void)state;
	log_setup(&settings);
	capture_start(&capture);
	errno = EPERM;
	log_error("%s", "a");
	log_warning("b%s", "\x1B[31m\n");
	log_info("c é");
	log_debug("d%c", 0xFF);
	int error = errno;
	struct slice lines[4];
	char copies[4][64];
	for (unsigned i = 0; i < 4; i++) {
		struct slice line = capture_next(&capture, text);
		memcpy(copies[i], line.ptr, line.len < 64 ? line.len : 64);
		lines[i] = slice(copies[i], line.len);
	}
	struct slice more = capture_next(&capture, text);
	capture_end(&capture);
	assert_int_equal(error, EPERM);
	assert_int_equal(more.len, 0);
	for (unsigned i = 0; i < 4; i++) {
		struct date when;
		struct slice time, rest;
		assert_true(slice_cut(lines[i], ' ', &time, &rest));
		assert_int_equal(time.len, sizeof("2026-01-01T00:00:00Z") - 1);
		assert_true(date_parse(time, NULL, &when) && when.has_zone);
		assert_true(slice_eq(rest, slice_str(expected[i])));
	}
}

static void what_is_more_detailed_is_not_written(void **state)
{
	const struct log_settings settings = {.level = LOG_WARNING, .journal = true};
	struct capture capture;
	char first[8192], second[8192], third[8192];

	(void)state;
	log_setup(&settings);
	assert_int_equal(log_current().level, LOG_WARNING);
	capture_start(&capture);
	log_info("no");
	log_debug("no");
	log_access(S("no"), NULL, 0);
	log_warning("yes");
	log_error("yes");
	struct slice one = capture_next(&capture, first);
	struct slice two = capture_next(&capture, second);
	struct slice three = capture_next(&capture, third);
	capture_end(&capture);
	assert_true(slice_eq(one, S("<4>warning: yes\n")));
	assert_true(slice_eq(two, S("<3>error: yes\n")));
	assert_int_equal(three.len, 0);
}

static void an_access_line_is_written_as_it_is(void **state)
{
	const struct log_settings settings = {
		.level = LOG_ERROR, .access = true, .journal = true};
	struct capture capture;
	char text[8192];

	(void)state;
	log_setup(&settings);
	capture_start(&capture);
	log_access(S("192.0.2.0 20 /a"), NULL, 0);
	struct slice line = capture_next(&capture, text);
	capture_end(&capture);
	assert_true(slice_eq(line, S("<6>192.0.2.0 20 /a\n")));
}

static void a_long_line_is_cut_and_still_one(void **state)
{
	const struct log_settings settings = {.level = LOG_INFO};
	struct capture capture;
	struct buf long_text;
	char text[8192], rest[8192];

	(void)state;
	log_setup(&settings);
	buf_init(&long_text, BUF_UNLIMITED);
	buf_repeat(&long_text, '\x01', 100000);
	capture_start(&capture);
	log_info("%.*s", SARG(buf_slice(&long_text)));
	struct slice line = capture_next(&capture, text);
	struct slice more = capture_next(&capture, rest);
	capture_end(&capture);
	assert_int_equal(line.len, 4096);
	assert_int_equal(line.ptr[4095], '\n');
	assert_int_equal(more.len, 0);
	buf_fini(&long_text);
}

static void settings_change_at_every_reload(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		const struct log_settings settings = {.level = i % 4,
			.address = i / 4 % 3,
			.access = i / 12 % 2,
			.journal = i / 24 % 2};
		log_setup(&settings);
		const struct log_settings now = log_current();
		assert_int_equal(now.level, settings.level);
		assert_int_equal(now.address, settings.address);
		assert_int_equal(now.access, settings.access);
		assert_int_equal(now.journal, settings.journal);
	}
}

static const struct log_settings loud = {
	.level = LOG_DEBUG, .address = LOG_ADDRESS_NONE, .access = true, .journal = true};
static atomic_bool over;

static void *read_settings(void *mixed)
{
	while (!atomic_load(&over)) {
		struct log_settings now = log_current();
		bool is_loud = now.level == loud.level;
		if (now.access != is_loud || now.journal != is_loud ||
			(now.address == loud.address) != is_loud)
			*(bool *)mixed = true;
	}
	return NULL;
}

static void who_reads_while_it_changes_sees_the_old_or_the_new(void **state)
{
	static const struct log_settings quiet = {.level = LOG_ERROR};
	bool mixed = false;
	pthread_t reader;

	(void)state;
	log_setup(&quiet);
	assert_int_equal(pthread_create(&reader, NULL, read_settings, &mixed), 0);
	for (unsigned i = 0; i < 20000; i++)
		log_setup(i % 2 ? &loud : &quiet);
	atomic_store(&over, true);
	pthread_join(reader, NULL);
	assert_false(mixed);
}

static void what_cannot_be_seen_is_escaped(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	log_escape(
		&out, S("a\tb\x7F\xC2\x85 \xE2\x80\xAE \xE2\x80\xA8 \xC0\xAF 日本 \\"));
	assert_true(slice_eq(buf_slice(&out), S("a\\x09b\\x7F\\xC2\\x85 \\xE2\\x80\\xAE "
						"\\xE2\\x80\\xA8 \\xC0\\xAF 日本 \\")));
	buf_clear(&out);
	log_escape(&out, S("\0\uFFFD"));
	assert_true(slice_eq(buf_slice(&out), S("\\x00\uFFFD")));
	buf_fini(&out);
}

static void every_errno_has_a_text(void **state)
{
	(void)state;
	assert_string_equal(log_strerror(EACCES), "Permission denied");
	assert_string_equal(log_strerror(-EACCES), "Permission denied");
	assert_non_null(log_strerror(99999));
	assert_non_null(log_strerror(INT32_MIN));
	assert_non_null(log_strerror(INT32_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_whole_levelled_and_escaped),
		cmocka_unit_test(what_is_more_detailed_is_not_written),
		cmocka_unit_test(an_access_line_is_written_as_it_is),
		cmocka_unit_test(a_long_line_is_cut_and_still_one),
		cmocka_unit_test(settings_change_at_every_reload),
		cmocka_unit_test(who_reads_while_it_changes_sees_the_old_or_the_new),
		cmocka_unit_test(what_cannot_be_seen_is_escaped),
		cmocka_unit_test(every_errno_has_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
