/* SPDX-License-Identifier: MIT */
#include "proto/gopher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct arena arena;

static enum gopher_result parse(struct slice bytes, bool end, struct gopher_request *out)
{
	const char *why = NULL;
	enum gopher_result result = gopher_parse(&arena, bytes, end, out, &why);

	if (result == GOPHER_BAD) {
		assert_non_null(why);
		assert_true(strlen(why) > 0);
	}
	return result;
}

static void assert_slice(struct slice got, struct slice expected, const char *why)
{
	if (!slice_eq(got, expected))
		fail_msg("%s: expected '%.*s', got '%.*s'", why, SARG(expected),
			SARG(got));
}

static void selectors_become_keys(void **state)
{
	static const struct {
		struct slice line;
		enum gopher_ask ask;
		struct slice key, words;
		const char *why;
	} rows[] = {
		{{"\r\n", 2}, GOPHER_ITEM, {"/", 1}, {0}, "nothing asks for the home"},
		{{"\n", 1}, GOPHER_ITEM, {"/", 1}, {0}, "a LF alone ends the line"},
		{{"/\r\n", 3}, GOPHER_ITEM, {"/", 1}, {0}, "and so does a slash"},
		{{"x\r\n", 3}, GOPHER_ITEM, {"/x", 2}, {0}, "no leading slash"},
		{{"/x/\r\n", 5}, GOPHER_ITEM, {"/x/", 3}, {0}, "the router knows /x"},
		{{"/x\r\nmore\r\n", 10}, GOPHER_ITEM, {"/x", 2}, {0},
			"what follows the line is ignored"},
		{{"/caf%C3%A9\r\n", 12}, GOPHER_ITEM, {"/caf\xC3\xA9", 6}, {0},
			"percent-encoded"},
		{{"/caf\xC3\xA9\r\n", 8}, GOPHER_ITEM, {"/caf\xC3\xA9", 6}, {0},
			"the same raw"},
		{{"/a b\r\n", 6}, GOPHER_ITEM, {"/a b", 4}, {0}, "a raw space"},
		{{"/100%\r\n", 7}, GOPHER_ITEM, {"/100%25", 7}, {0},
			"a raw percent sign"},
		{{"/what?\r\n", 8}, GOPHER_ITEM, {"/what?", 6}, {0},
			"a question mark is data, but in a search"},
		{{"/a/../b\r\n", 9}, GOPHER_ITEM, {"/b", 2}, {0}, "dot segments"},
		{{"/../b\r\n", 7}, GOPHER_ITEM, {0}, {0}, "above the root is nothing"},
		{{"/x\t+\r\n", 6}, GOPHER_ITEM, {"/x", 2}, {0}, "Gopher+: plain reply"},
		{{"/x\t!\r\n", 6}, GOPHER_ITEM, {"/x", 2}, {0}, "Gopher+: plain reply"},
		{{"/x\t$\r\n", 6}, GOPHER_INFO, {"/x", 2}, {0}, "Gopher+ opens a menu"},
		{{"\t$\r\n", 4}, GOPHER_INFO, {"/", 1}, {0}, "that of the home"},
		{{"/x\tcats\r\n", 9}, GOPHER_ITEM, {"/x", 2}, {0},
			"words mean nothing where nothing is searched"},
		{{"/search\r\n", 9}, GOPHER_ITEM, {"/search", 7}, {0}, "no words yet"},
		{{"/search\t\r\n", 10}, GOPHER_ITEM, {"/search", 7}, {"", 0},
			"no words at all is something else"},
		{{"/search\tred cat\r\n", 17}, GOPHER_ITEM, {"/search", 7},
			{"red cat", 7}, "words"},
		{{"search\tcat\t+\r\n", 14}, GOPHER_ITEM, {"/search", 7}, {"cat", 3},
			"Gopher+ behind the words"},
		{{"/search\t$\r\n", 11}, GOPHER_ITEM, {"/search", 7}, {"$", 1},
			"a dollar can be searched for"},
		{{"/search?cat\r\n", 13}, GOPHER_ITEM, {"/search", 7}, {"cat", 3},
			"a question mark serves as TAB"},
		{{"/search?caf%C3%A9\r\n", 19}, GOPHER_ITEM, {"/search", 7},
			{"caf\xC3\xA9", 5}, "encoded words"},
		{{"/search\t100%\r\n", 14}, GOPHER_ITEM, {"/search", 7}, {"100%", 4},
			"no encoding after all"},
		{{"/search\t%00\r\n", 13}, GOPHER_ITEM, {"/search", 7}, {"%00", 3},
			"a control character stays encoded"},
		{{"/search\t%1B%5B\r\n", 16}, GOPHER_ITEM, {"/search", 7}, {"%1B%5B", 6},
			"an escape too"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gopher_request request;
		if (parse(rows[i].line, false, &request) != GOPHER_OK)
			fail_msg("refused: %s", rows[i].why);
		if (request.ask != rows[i].ask)
			fail_msg("asked otherwise: %s", rows[i].why);
		assert_slice(request.key, rows[i].key, rows[i].why);
		assert_slice(request.words, rows[i].words, rows[i].why);
		if (!request.words.ptr != !rows[i].words.ptr)
			fail_msg("words or none: %s", rows[i].why);
	}
}

static void urls_and_browsers_are_told_apart(void **state)
{
	static const struct {
		struct slice line;
		enum gopher_ask ask;
		struct slice url;
		const char *why;
	} rows[] = {
		{{"URL:https://a.example/x?y\r\n", 27}, GOPHER_URL,
			{"https://a.example/x?y", 21}, "as lynx asks for it"},
		{{"URL:\r\n", 6}, GOPHER_URL, {"", 0}, "of nothing"},
		{{"URL:gemini://a.example/\t+\r\n", 27}, GOPHER_URL,
			{"gemini://a.example/", 19}, "by a Gopher+ client"},
		{{"url:x\r\n", 7}, GOPHER_ITEM, {0}, "the word is in capitals"},
		{{"GET / HTTP/1.1\r\n", 16}, GOPHER_HTTP, {0}, "a browser"},
		{{"HEAD / HTTP/1.0\r\n", 17}, GOPHER_HTTP, {0}, "a robot"},
		{{"POST /x HTTP/1.1\r\n", 18}, GOPHER_HTTP, {0}, "a form"},
		{{"GETTING\r\n", 9}, GOPHER_ITEM, {0}, "a name that begins so"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gopher_request request;
		if (parse(rows[i].line, false, &request) != GOPHER_OK ||
			request.ask != rows[i].ask)
			fail_msg("asked otherwise: %s", rows[i].why);
		assert_slice(request.url, rows[i].url, rows[i].why);
	}
}

static void bad_lines_are_refused(void **state)
{
	static const struct {
		struct slice line;
		const char *why;
	} rows[] = {
		{{"/a\0b\r\n", 6}, "NUL"},
		{{"/a\x1B[2J\r\n", 8}, "an escape"},
		{{"/a\rb\r\n", 6}, "a CR inside"},
		{{"/a\x7F\r\n", 5}, "DEL"},
		{{"/a\xC2\x9B\r\n", 6}, "a C1 control"},
		{{"/a\xFF\r\n", 5}, "a byte that no UTF-8 has"},
		{{"/a\xC3\r\n", 5}, "a character cut short"},
		{{"/a\xED\xA0\x80\r\n", 7}, "a surrogate"},
		{{"/search\t\x01\r\n", 11}, "a control among the words"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gopher_request request;
		if (parse(rows[i].line, false, &request) != GOPHER_BAD)
			fail_msg("taken: %s", rows[i].why);
	}
}

static void every_byte_is_either_fit_or_refused(void **state)
{
	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		char line[] = {'/', (char)byte, '\r', '\n'};
		struct gopher_request request;
		bool fit = (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n';

		assert_int_equal(parse(slice(line, sizeof(line)), false, &request),
			fit ? GOPHER_OK : GOPHER_BAD);
	}
}

static struct slice line_of(struct buf *buf, size_t len, const char *tail)
{
	buf_clear(buf);
	buf_repeat(buf, 'a', len);
	buf_puts(buf, tail);
	return buf_slice(buf);
}

static void a_line_has_at_most_1024_bytes_before_its_end(void **state)
{
	struct gopher_request request;
	struct buf buf;

	(void)state;
	buf_init(&buf, 0);
	assert_int_equal(parse(line_of(&buf, 1024, "\r\n"), false, &request), GOPHER_OK);
	assert_int_equal(request.key.len, 1025);
	assert_int_equal(parse(line_of(&buf, 1024, "\n"), false, &request), GOPHER_OK);
	assert_int_equal(parse(line_of(&buf, 1024, ""), true, &request), GOPHER_OK);
	assert_int_equal(parse(line_of(&buf, 1025, "\r\n"), false, &request), GOPHER_BAD);
	assert_int_equal(parse(line_of(&buf, 1025, "\n"), false, &request), GOPHER_BAD);
	assert_int_equal(parse(line_of(&buf, 1025, ""), true, &request), GOPHER_BAD);
	/* Judged as soon as no end can come in time, not earlier. */
	assert_int_equal(parse(line_of(&buf, 1024, ""), false, &request), GOPHER_MORE);
	assert_int_equal(parse(line_of(&buf, 1024, "\r"), false, &request), GOPHER_MORE);
	assert_int_equal(parse(line_of(&buf, 1024, "\rx"), false, &request), GOPHER_BAD);
	assert_int_equal(parse(line_of(&buf, 1025, ""), false, &request), GOPHER_BAD);
	buf_fini(&buf);
}

static void the_end_of_sending_ends_a_line(void **state)
{
	struct gopher_request request;

	(void)state;
	assert_int_equal(parse(S("/x"), false, &request), GOPHER_MORE);
	assert_int_equal(parse(S("/x"), true, &request), GOPHER_OK);
	assert_slice(request.key, S("/x"), "half-closed");
	assert_int_equal(parse(S("/x\r"), true, &request), GOPHER_OK);
	assert_slice(request.key, S("/x"), "half-closed inside CRLF");
	/* Whoever sent nothing asked nothing. */
	assert_int_equal(parse(S(""), true, &request), GOPHER_MORE);
}

static void the_first_byte_tells_tls(void **state)
{
	(void)state;
	assert_true(gopher_is_tls(S("\x16\x03\x01")));
	assert_false(gopher_is_tls(S("/x\x16")));
	assert_false(gopher_is_tls(slice_none));
}

static void texts_have_crlf_and_no_line_that_ends_them(void **state)
{
	static const struct {
		struct slice text, expected;
		const char *why;
	} rows[] = {
		{{"a\nb\n", 4}, {"a\r\nb\r\n", 6}, "LF"},
		{{"a\r\nb", 4}, {"a\r\nb\r\n", 6}, "CRLF stays, the last line gets one"},
		{{".\n..\n. \n", 8}, {" .\r\n..\r\n. \r\n", 12},
			"only a lone dot is moved"},
		{{"\n\n", 2}, {"\r\n\r\n", 4}, "empty lines"},
		{{"", 0}, {"", 0}, "nothing"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;
		buf_init(&out, 0);
		gopher_put_text(&out, rows[i].text);
		assert_slice(buf_slice(&out), rows[i].expected, rows[i].why);
		buf_fini(&out);
	}
}

static void a_menu_is_told_line_by_line_to_gopher_plus(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 0);
	gopher_put_info(&out, S("iA\t\th\t70\r\n0B\t/b\th\t70\r\n.\r\n"));
	assert_slice(buf_slice(&out),
		S("+-2\r\n+INFO: iA\t\th\t70\r\n+INFO: 0B\t/b\th\t70\r\n"),
		"the end of the connection ends it");
	buf_fini(&out);
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
		cmocka_unit_test(selectors_become_keys),
		cmocka_unit_test(urls_and_browsers_are_told_apart),
		cmocka_unit_test(bad_lines_are_refused),
		cmocka_unit_test(every_byte_is_either_fit_or_refused),
		cmocka_unit_test(a_line_has_at_most_1024_bytes_before_its_end),
		cmocka_unit_test(the_end_of_sending_ends_a_line),
		cmocka_unit_test(the_first_byte_tells_tls),
		cmocka_unit_test(texts_have_crlf_and_no_line_that_ends_them),
		cmocka_unit_test(a_menu_is_told_line_by_line_to_gopher_plus),
	};
	return cmocka_run_group_tests(tests, NULL, tear_down);
}
