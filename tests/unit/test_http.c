/* SPDX-License-Identifier: MIT */
#include "proto/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define LINE         "GET /a HTTP/1.1\r\n"

static struct arena arena;

/* As @bytes are judged at once and, which must be the same, byte by byte. */
static enum http_result parse(struct slice bytes, bool end, struct http_request *out,
	enum http_status *status, const char *why)
{
	enum http_result whole, some = HTTP_MORE;
	enum http_status early = 0;

	*status = 0;
	for (size_t len = 0; len <= bytes.len && some == HTTP_MORE; len++)
		some = http_parse(&arena, slice_head(bytes, len), end && len == bytes.len,
			out, &early);
	whole = http_parse(&arena, bytes, end, out, status);
	if (whole != some || *status != early)
		fail_msg("%s: %d, %u at once, and %d, %u byte by byte", why, whole,
			*status, some, early);
	return whole;
}

static void assert_slice(struct slice got, struct slice expected, const char *why)
{
	if (!slice_eq(got, expected) || !got.ptr != !expected.ptr)
		fail_msg("%s: expected '%.*s', got '%.*s'", why, SARG(expected),
			SARG(got));
}

static void requests_are_read(void **state)
{
	static const struct {
		struct slice bytes;
		bool head_only;
		struct slice path, query, key, host;
		const char *why;
	} rows[] = {
		{S(LINE "Host: localhost:8080\r\n\r\n"), false, S("/a"), {0}, S("/a"),
			S("localhost:8080"), "a browser's, as far as we look at it"},
		{S(LINE "hOsT:\t [::1]:80 \t\r\n\r\n"), false, S("/a"), {0}, S("/a"),
			S("[::1]:80"), "blanks around a value, a name in any case"},
		{S("HEAD / HTTP/1.0\r\n\r\n"), true, S("/"), {0}, S("/"), {0},
			"no Host at all is the caller's matter"},
		{S("GET /caf%C3%A9/?a=%20b?c HTTP/1.1\r\n\r\n"), false, S("/caf%C3%A9/"),
			S("a=%20b?c"), S("/caf\xC3\xA9/"), {0}, "encoded, a query"},
		{S("GET /? HTTP/1.1\r\n\r\n"), false, S("/"), S(""), S("/"), {0},
			"an empty query"},
		{S("GET /a/../b%2Fc HTTP/1.1\r\n\r\n"), false, S("/a/../b%2Fc"), {0},
			S("/b%2Fc"), {0}, "dot segments; a slash that is data"},
		{S("GET HTTP://h:1/x HTTP/1.1\r\nHost: H:1\r\n\r\n"), false, S("/x"), {0},
			S("/x"), S("H:1"), "absolute form of the same host"},
		{S(LINE "Content-Length: 0\r\n\r\n"), false, S("/a"), {0}, S("/a"), {0},
			"no body, said so"},
		{S(LINE "X:\r\nX: y\r\n\r\nGET /b HTTP/1.1\r\n\r\n"), false, S("/a"), {0},
			S("/a"), {0}, "a second request is not looked at"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request;
		enum http_status status;
		if (parse(rows[i].bytes, false, &request, &status, rows[i].why) !=
			HTTP_OK)
			fail_msg("refused with %u: %s", status, rows[i].why);
		assert_int_equal(request.head_only, rows[i].head_only);
		assert_slice(request.path, rows[i].path, rows[i].why);
		assert_slice(request.query, rows[i].query, rows[i].why);
		assert_slice(request.key, rows[i].key, rows[i].why);
		assert_slice(request.host, rows[i].host, rows[i].why);
	}
}

static void what_two_readers_could_take_for_two_things_is_refused(void **state)
{
	static const struct {
		struct slice bytes;
		enum http_status status;
		const char *why;
	} rows[] = {
		{S("GET /a HTTP/1.1\nHost: h\r\n\r\n"), 400, "a LF alone ends no line"},
		{S(LINE "Host: h\n\r\n"), 400, "nor one of the fields"},
		{S(LINE "Host: h\r\n\n"), 400, "nor the last"},
		{S(LINE "Host: h\rX: y\r\n\r\n"), 400, "a CR alone"},
		{S(LINE "Host: h\r\r\n\r\n"), 400, "a CR too many"},
		{S(LINE "Host: h\0\r\n\r\n"), 400, "NUL"},
		{S(LINE "Host: h\x7F\r\n\r\n"), 400, "DEL"},
		{S("\r\n" LINE "\r\n"), 400, "an empty line before the first"},
		{S("GET /a\r\n\r\n"), 400, "HTTP/0.9"},
		{S("GET /a HTTP/1.1 \r\n\r\n"), 400, "a blank behind the version"},
		{S("GET  /a HTTP/1.1\r\n\r\n"), 400, "two blanks"},
		{S("GET\t/a HTTP/1.1\r\n\r\n"), 400, "TAB for a blank"},
		{S(" GET /a HTTP/1.1\r\n\r\n"), 400, "a blank in front"},
		{S("GET /a\tb HTTP/1.1\r\n\r\n"), 400, "TAB in the target"},
		{S("GET /a?b\tc HTTP/1.1\r\n\r\n"), 400, "TAB in a query"},
		{S("GET /a HTTP/2.0\r\n\r\n"), 400, "another version"},
		{S("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400, "HTTP/2 without asking"},
		{S("GET /a HTTP/1.10\r\n\r\n"), 400, "no version at all"},
		{S("GET /a http/1.1\r\n\r\n"), 400, "in small letters"},
		{S("POST /a HTTP/1.1\r\n\r\n"), 405, "another method"},
		{S("get /a HTTP/1.1\r\n\r\n"), 405, "methods have a case"},
		{S("TRACE /a HTTP/1.1\r\n\r\n"), 405, "TRACE"},
		{S("G(T /a HTTP/1.1\r\n\r\n"), 400, "no method at all"},
		{S("OPTIONS * HTTP/1.1\r\n\r\n"), 405, "asterisk form"},
		{S("GET * HTTP/1.1\r\n\r\n"), 400, "the same with GET"},
		{S("CONNECT h:80 HTTP/1.1\r\n\r\n"), 405, "a proxy's method"},
		{S("GET h:80 HTTP/1.1\r\n\r\n"), 400, "authority form"},
		{S("GET a HTTP/1.1\r\n\r\n"), 400, "a path without its slash"},
		{S("GET /a#b HTTP/1.1\r\n\r\n"), 400, "a fragment"},
		{S("GET /%00 HTTP/1.1\r\n\r\n"), 400, "an encoded NUL"},
		{S("GET /%zz HTTP/1.1\r\n\r\n"), 400, "no encoding"},
		{S("GET /\xFF HTTP/1.1\r\n\r\n"), 400, "no UTF-8"},
		{S("GET /../a HTTP/1.1\r\n\r\n"), 400, "above the root"},
		{S("GET http://h/a HTTP/1.1\r\nHost: g\r\n\r\n"), 400,
			"absolute form of another host"},
		{S("GET http://h/a HTTP/1.1\r\n\r\n"), 400, "absolute form without Host"},
		{S("GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n"), 400,
			"absolute form of no host"},
		{S("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n"), 400, "no path behind it"},
		{S("GET https://h/a HTTP/1.1\r\nHost: h\r\n\r\n"), 400, "another scheme"},
		{S(LINE "Host: h\r\nHost: h\r\n\r\n"), 400, "two Hosts"},
		{S(LINE "Host: h\r\nhost: g\r\n\r\n"), 400, "two in other letters"},
		{S(LINE "Host : h\r\n\r\n"), 400, "a blank before the colon"},
		{S(LINE "Host\t: h\r\n\r\n"), 400, "TAB before it"},
		{S(LINE "Host: h\r\n X: y\r\n\r\n"), 400, "a line that goes on"},
		{S(LINE "\tX: y\r\n\r\n"), 400, "the first one does"},
		{S(LINE "X\r\n\r\n"), 400, "no colon"},
		{S(LINE ": y\r\n\r\n"), 400, "no name"},
		{S(LINE "X\xC3\xA9: y\r\n\r\n"), 400, "a name that is no token"},
		{S(LINE "Content-Length: 4\r\n\r\nbody"), 400, "a body"},
		{S(LINE "Content-Length: +0\r\n\r\n"), 400, "a sign"},
		{S(LINE "Content-Length: 0, 0\r\n\r\n"), 400, "two lengths in one"},
		{S(LINE "Content-Length: 0\r\nContent-Length: 4\r\n\r\nbody"), 400,
			"two lengths"},
		{S(LINE "Content-Length:\r\n\r\n"), 400, "no length"},
		{S(LINE "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400, "chunks"},
		{S(LINE "Transfer-Encoding: identity\r\n\r\n"), 400, "any encoding"},
		{S(LINE "Transfer-Encoding:\x0B"
			"chunked\r\n\r\n"),
			400, "behind a VT"},
		{S(LINE "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400,
			"CL.TE"},
		{S(LINE "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"), 400,
			"TE.CL"},
		{S(LINE "tRANSFER-eNCODING: x\r\ntransfer-encoding: chunked\r\n\r\n"),
			400, "TE.TE"},
		{S("\x16\x03\x01\x02"), 400, "TLS"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request;
		enum http_status status;
		if (parse(rows[i].bytes, false, &request, &status, rows[i].why) !=
			HTTP_BAD)
			fail_msg("not refused: %s", rows[i].why);
		if (status != rows[i].status)
			fail_msg("refused with %u: %s", status, rows[i].why);
	}
}

static struct slice target_of(size_t bytes)
{
	struct buf out = {0};

	buf_puts(&out, "GET /");
	buf_repeat(&out, 'a', bytes - 1);
	buf_puts(&out, " HTTP/1.1\r\n\r\n");
	return buf_take(&out, &arena);
}

static struct slice fields_of(size_t count)
{
	struct buf out = {0};

	buf_puts(&out, LINE);
	for (size_t i = 0; i < count; i++)
		buf_puts(&out, "X: y\r\n");
	buf_puts(&out, "\r\n");
	return buf_take(&out, &arena);
}

static struct slice head_of(size_t bytes)
{
	struct buf out = {0};

	buf_puts(&out, LINE "X: ");
	buf_repeat(&out, 'a', bytes - strlen(LINE "X: \r\n\r\n"));
	buf_puts(&out, "\r\n\r\n");
	return buf_take(&out, &arena);
}

static void each_limit_is_met_and_passed(void **state)
{
	static const struct {
		struct slice (*make)(size_t size);
		size_t most;
		enum http_status status;
	} rows[] = {
		{target_of, HTTP_TARGET_MAX_BYTES, HTTP_TARGET_TOO_LONG},
		{fields_of, HTTP_FIELDS_MAX, HTTP_HEAD_TOO_LARGE},
		{head_of, HTTP_HEAD_MAX_BYTES, HTTP_HEAD_TOO_LARGE},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request;
		enum http_status status;
		assert_int_equal(parse(rows[i].make(rows[i].most), false, &request,
					 &status, "at the limit"),
			HTTP_OK);
		assert_int_equal(parse(rows[i].make(rows[i].most + 1), false, &request,
					 &status, "past the limit"),
			HTTP_BAD);
		assert_int_equal(status, rows[i].status);
	}
}

static void the_end_of_sending_ends_no_head(void **state)
{
	struct http_request request;
	enum http_status status;

	(void)state;
	assert_int_equal(parse(S(""), true, &request, &status, "nothing"), HTTP_MORE);
	assert_int_equal(parse(S(LINE), false, &request, &status, "a part"), HTTP_MORE);
	assert_int_equal(
		parse(S(LINE), true, &request, &status, "a part, and no more"), HTTP_BAD);
	assert_int_equal(status, HTTP_BAD_REQUEST);
}

static void fields_are_found_by_name(void **state)
{
	struct http_request request;
	enum http_status status;

	(void)state;
	assert_int_equal(
		parse(S(LINE "A: 1\r\nSec-Fetch-Site:  none \r\nA: 2\r\n\r\nB: 3"), false,
			&request, &status, "fields"),
		HTTP_OK);
	assert_slice(http_field(&request, S("a")), S("1"), "the first of two");
	assert_slice(http_field(&request, S("Sec-Fetch-Site")), S("none"), "trimmed");
	assert_slice(http_field(&request, S("B")), slice_none, "behind the head");
	assert_slice(
		http_field(&request, S("Sec-Fetch")), slice_none, "a part of a name");
}

static void an_answer_begins_with_its_head(void **state)
{
	struct buf out = {0};

	(void)state;
	http_put_head(&out, HTTP_NOT_FOUND, 12, S("X: y\r\n"));
	assert_slice(buf_slice(&out),
		S("HTTP/1.1 404 \r\nConnection: close\r\nContent-Length: 12\r\n"
		  "X: y\r\n\r\n"),
		"whole");
	buf_fini(&out);
}

static int reset(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(requests_are_read, reset),
		cmocka_unit_test_teardown(
			what_two_readers_could_take_for_two_things_is_refused, reset),
		cmocka_unit_test_teardown(each_limit_is_met_and_passed, reset),
		cmocka_unit_test_teardown(the_end_of_sending_ends_no_head, reset),
		cmocka_unit_test_teardown(fields_are_found_by_name, reset),
		cmocka_unit_test_teardown(an_answer_begins_with_its_head, reset),
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
