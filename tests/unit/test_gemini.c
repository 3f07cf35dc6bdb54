/* SPDX-License-Identifier: MIT */
#include "proto/gemini.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct arena arena;

static enum gemini_result parse(struct slice bytes, struct gemini_request *out)
{
	const char *why = NULL;
	enum gemini_result result = gemini_parse(&arena, bytes, false, out, &why);

	if (result == GEMINI_BAD) {
		assert_non_null(why);
		assert_true(strlen(why) > 0);
	}
	return result;
}

/* "gemini://h/" and 'a's: @len bytes, then @tail. */
static struct slice line_of(struct buf *buf, size_t len, const char *tail)
{
	buf_clear(buf);
	buf_puts(buf, "gemini://h/");
	buf_repeat(buf, 'a', len - buf->len);
	buf_puts(buf, tail);
	return buf_slice(buf);
}

static void a_line_has_at_most_1024_bytes_before_its_crlf(void **state)
{
	struct gemini_request request;
	struct buf buf;

	(void)state;
	buf_init(&buf, BUF_UNLIMITED);
	assert_int_equal(parse(line_of(&buf, 1024, "\r\n"), &request), GEMINI_OK);
	assert_int_equal(request.key.len, 1024 - strlen("gemini://h"));
	assert_int_equal(parse(line_of(&buf, 1025, "\r\n"), &request), GEMINI_BAD);
	/* Judged as soon as no CRLF can come in time, not earlier. */
	assert_int_equal(parse(line_of(&buf, 1024, ""), &request), GEMINI_MORE);
	assert_int_equal(parse(line_of(&buf, 1024, "\r"), &request), GEMINI_MORE);
	assert_int_equal(parse(line_of(&buf, 1024, "\rx"), &request), GEMINI_BAD);
	assert_int_equal(parse(line_of(&buf, 1025, ""), &request), GEMINI_BAD);
	assert_int_equal(parse(line_of(&buf, 5000, "\r\n"), &request), GEMINI_BAD);
	buf_fini(&buf);
}

static void lines_are_accepted_or_refused(void **state)
{
	static const struct {
		const char *line;
		enum gemini_result want;
		const char *why;
	} rows[] = {
		{"gemini://example.org/\r\n", GEMINI_OK, "the plain case"},
		{"gemini://example.org\r\n", GEMINI_OK, "an empty path is /"},
		{"GEMINI://EXAMPLE.org/\r\n", GEMINI_OK, "scheme and host without case"},
		{"gemini://example.org:1965/\r\n", GEMINI_OK, "an explicit port"},
		{"gemini://example.org:/\r\n", GEMINI_OK, "RFC 3986: an empty port"},
		{"gemini://example.org:65535/\r\n", GEMINI_OK, "the highest port"},
		{"gemini://example.org:65536/\r\n", GEMINI_BAD, "one port too high"},
		{"gemini://example.org:0/\r\n", GEMINI_BAD, "no port"},
		{"gemini://example.org:x/\r\n", GEMINI_BAD, "a port of letters"},
		{"gemini://[::1]/\r\n", GEMINI_OK, "an IP literal"},
		{"gemini://[::1/\r\n", GEMINI_BAD, "an open bracket"},
		{"gemini://127.0.0.1/\r\n", GEMINI_OK, "an IPv4 address"},
		{"gemini://h/?q\r\n", GEMINI_OK, "a query"},
		{"gemini://h?q\r\n", GEMINI_OK, "a query without a path"},
		{"gemini://h/?\r\n", GEMINI_OK, "an empty query"},
		{"gemini://h/?two words\r\n", GEMINI_OK, "a space in the query"},
		{"gemini://h/?a/b?c:@\r\n", GEMINI_OK, "what a query may hold"},
		{"gemini://h/;a=b,c!$&'()*+\r\n", GEMINI_OK, "sub-delims in the path"},
		{"gemini://h/caf\xC3\xA9\r\n", GEMINI_OK, "raw UTF-8 in the path"},
		{"gemini://h/?caf\xC3\xA9\r\n", GEMINI_OK, "raw UTF-8 in the query"},
		{"gemini://h/a%2Fb\r\n", GEMINI_OK, "an encoded slash is data"},
		{"gemini://h/..%2F\r\n", GEMINI_OK, "so it does not climb"},
		{"gemini://h/a/../b\r\n", GEMINI_OK, "dots inside the root"},
		{"gemini://h/%2e\r\n", GEMINI_OK, "an encoded dot segment"},
		{"https://h/\r\n", GEMINI_OK, "another scheme: the caller's 53"},
		{"mailto:me@h\r\n", GEMINI_OK, "a scheme without authority"},
		{"gemini://h/ignored\r\nbytes after it", GEMINI_OK, "bytes after CRLF"},
		{"gemini://h/\r\n\r\n", GEMINI_OK, "a second CRLF is after it"},

		{"\r\n", GEMINI_BAD, "an empty line"},
		{"/\r\n", GEMINI_BAD, "no scheme"},
		{"//h/\r\n", GEMINI_BAD, "no scheme, an authority"},
		{"example.org\r\n", GEMINI_BAD, "a bare host"},
		{"GET / HTTP/1.1\r\n", GEMINI_BAD, "HTTP"},
		{"gemini:\r\n", GEMINI_BAD, "no authority"},
		{"gemini:/x\r\n", GEMINI_BAD, "a path alone"},
		{"gemini://\r\n", GEMINI_BAD, "an empty authority"},
		{"gemini:///x\r\n", GEMINI_BAD, "an empty host"},
		{"gemini://./\r\n", GEMINI_BAD, "the root of all names is no host"},
		{"gemini://:1965/\r\n", GEMINI_BAD, "a port without a host"},
		{"gemini://me@h/\r\n", GEMINI_BAD, "user information"},
		{"gemini://@h/\r\n", GEMINI_BAD, "empty user information"},
		{"gemini://h/#top\r\n", GEMINI_BAD, "a fragment"},
		{"gemini://h/#\r\n", GEMINI_BAD, "an empty fragment"},
		{"gemini://h/?q#\r\n", GEMINI_BAD, "a fragment after a query"},
		{"gemini://h/%\r\n", GEMINI_BAD, "a lone percent sign"},
		{"gemini://h/%4\r\n", GEMINI_BAD, "half an encoding"},
		{"gemini://h/%zz\r\n", GEMINI_BAD, "no hexadecimal digits"},
		{"gemini://h/?%\r\n", GEMINI_BAD, "the same in the query"},
		{"gemini://h/%00\r\n", GEMINI_BAD, "an encoded NUL"},
		{"gemini://h/%0a\r\n", GEMINI_BAD, "an encoded control character"},
		{"gemini://h/%ff\r\n", GEMINI_BAD, "an encoding of no UTF-8"},
		{"gemini://h/\xFF\r\n", GEMINI_BAD, "invalid UTF-8"},
		{"gemini://h/\xC3\r\n", GEMINI_BAD, "a cut UTF-8 sequence"},
		{"gemini://h/?\xFF\r\n", GEMINI_BAD, "invalid UTF-8 in the query"},
		{"gemini://h/\xC2\x85\r\n", GEMINI_BAD, "a C1 control character"},
		{"\xEF\xBB\xBFgemini://h/\r\n", GEMINI_BAD, "a byte order mark"},
		{" gemini://h/\r\n", GEMINI_BAD, "a leading space"},
		{"gemini://h/ \r\n", GEMINI_BAD, "a trailing space"},
		{"gemini://h/?q \r\n", GEMINI_BAD, "a trailing space in the query"},
		{"gemini://h/a b\r\n", GEMINI_BAD, "a space in the path"},
		{"gemini://h/a b?c\r\n", GEMINI_BAD, "a space before the query"},
		{"gemini://h /\r\n", GEMINI_BAD, "a space in the host"},
		{"gemini://h/\tx\r\n", GEMINI_BAD, "a tab"},
		{"gemini://h/?a\tb\r\n", GEMINI_BAD, "a tab in the query"},
		{"gemini://h/\x01\r\n", GEMINI_BAD, "a control character"},
		{"gemini://h/\x7F\r\n", GEMINI_BAD, "DEL"},
		{"gemini://h/a\rb\r\n", GEMINI_BAD, "a CR inside"},
		{"gemini://h/\r\r\n", GEMINI_BAD, "a CR before the CRLF"},
		{"gemini://h/a\nb\r\n", GEMINI_BAD, "an LF inside"},
		{"gemini://h/<\r\n", GEMINI_BAD, "<"},
		{"gemini://h/>\r\n", GEMINI_BAD, ">"},
		{"gemini://h/\"\r\n", GEMINI_BAD, "a quotation mark"},
		{"gemini://h/{\r\n", GEMINI_BAD, "{"},
		{"gemini://h/}\r\n", GEMINI_BAD, "}"},
		{"gemini://h/|\r\n", GEMINI_BAD, "|"},
		{"gemini://h/^\r\n", GEMINI_BAD, "^"},
		{"gemini://h/`\r\n", GEMINI_BAD, "a backquote"},
		{"gemini://h/\\\r\n", GEMINI_BAD, "a backslash"},
		{"gemini://h/?<\r\n", GEMINI_BAD, "< in the query"},
		{"gemini://h/..\r\n", GEMINI_BAD, "a climb above the root"},
		{"gemini://h/a/../../b\r\n", GEMINI_BAD, "a climb in the middle"},
		{"gemini://h/%2e%2e/b\r\n", GEMINI_BAD, "an encoded climb"},

		{"", GEMINI_MORE, "nothing yet"},
		{"gemini://h/", GEMINI_MORE, "no CRLF yet"},
		{"gemini://h/\n", GEMINI_MORE, "a bare LF ends nothing"},
		{"gemini://h/\r", GEMINI_MORE, "half a CRLF"},
		{"\xFF", GEMINI_MORE, "judged only when the line is whole"},
	};
	struct gemini_request request;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (parse(slice_str(rows[i].line), &request) != rows[i].want)
			fail_msg("%s: %s", rows[i].why, rows[i].line);
	}
	assert_int_equal(parse(S("gemini://h/\0\r\n"), &request), GEMINI_BAD);
}

static void a_request_that_stops_early_is_bad_but_silence_is_not(void **state)
{
	struct gemini_request request;
	const char *why = NULL;

	(void)state;
	assert_int_equal(
		gemini_parse(&arena, S("gemini://h/"), true, &request, &why), GEMINI_BAD);
	assert_non_null(why);
	assert_int_equal(
		gemini_parse(&arena, slice_none, true, &request, &why), GEMINI_MORE);
	assert_int_equal(gemini_parse(&arena, S("gemini://h/\r\n"), true, &request, &why),
		GEMINI_OK);
}

static void assert_slice(struct slice got, const char *want)
{
	if (!slice_eq(got, slice_str(want)))
		fail_msg("got \"%.*s\", want \"%s\"", SARG(got), want);
}

static void the_parts_are_what_the_client_sent(void **state)
{
	struct gemini_request request;

	(void)state;
	assert_int_equal(parse(S("Gemini://Example.ORG:300/a%20b/./c?x y\xC3\xA9%41\r\n"),
				 &request),
		GEMINI_OK);
	assert_true(request.is_gemini);
	assert_slice(request.scheme, "Gemini");
	assert_slice(request.host, "Example.ORG");
	assert_slice(request.host_key, "example.org");
	assert_slice(request.port, "300");
	assert_int_equal(request.port_number, 300);
	assert_slice(request.path, "/a%20b/./c");
	assert_slice(request.key, "/a b/c");
	assert_slice(request.query, "x%20y%C3%A9%41");

	assert_int_equal(parse(S("gemini://[::1]\r\n"), &request), GEMINI_OK);
	assert_slice(request.host_key, "::1");
	assert_slice(request.path, "");
	assert_slice(request.key, "/");
	assert_int_equal(request.port_number, 1965);
	assert_null(request.query.ptr);

	assert_int_equal(parse(S("gemini://h/?\r\n"), &request), GEMINI_OK);
	assert_non_null(request.query.ptr);
	assert_int_equal(request.query.len, 0);

	assert_int_equal(parse(S("http://h/..\r\n"), &request), GEMINI_OK);
	assert_false(request.is_gemini);
}

static void a_header_is_one_line_whatever_its_words(void **state)
{
	(void)state;
	assert_slice(gemini_header(&arena, GEMINI_SUCCESS, S("text/gemini")),
		"20 text/gemini\r\n");
	assert_slice(gemini_header(&arena, GEMINI_NOT_FOUND, S("a\r\nb\tc\x7F")),
		"51 a  b c \r\n");
	assert_slice(gemini_header(&arena, GEMINI_GONE, S("a\xC2\x85z")), "52 a  z\r\n");
	assert_slice(gemini_header(&arena, GEMINI_GONE, S("a\0z")), "52 a z\r\n");
	assert_slice(gemini_header(&arena, GEMINI_SLOW_DOWN, slice_none), "44 \r\n");
}

static void a_header_holds_1024_bytes_of_meta_and_no_half_character(void **state)
{
	struct buf meta;
	struct slice header;

	(void)state;
	buf_init(&meta, BUF_UNLIMITED);
	buf_repeat(&meta, 'x', 1024);
	header = gemini_header(&arena, GEMINI_NOT_FOUND, buf_slice(&meta));
	assert_int_equal(header.len, 3 + 1024 + 2);
	buf_putc(&meta, 'x');
	header = gemini_header(&arena, GEMINI_NOT_FOUND, buf_slice(&meta));
	assert_int_equal(header.len, 3 + 1024 + 2);
	/* The character of two bytes would end at 1025. */
	buf_truncate(&meta, 1023);
	buf_puts(&meta, "\xC3\xA9");
	header = gemini_header(&arena, GEMINI_NOT_FOUND, buf_slice(&meta));
	assert_int_equal(header.len, 3 + 1023 + 2);
	assert_true(slice_ends(header, S("x\r\n")));
	buf_fini(&meta);
}

static int tear_down(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_at_most_1024_bytes_before_its_crlf),
		cmocka_unit_test(lines_are_accepted_or_refused),
		cmocka_unit_test(a_request_that_stops_early_is_bad_but_silence_is_not),
		cmocka_unit_test(the_parts_are_what_the_client_sent),
		cmocka_unit_test(a_header_is_one_line_whatever_its_words),
		cmocka_unit_test(a_header_holds_1024_bytes_of_meta_and_no_half_character),
	};

	return cmocka_run_group_tests_name("gemini", tests, NULL, tear_down);
}
