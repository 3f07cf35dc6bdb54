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
		{S("\r\n"), GOPHER_ITEM, S("/"), {0}, "nothing asks for the home"},
		{S("\n"), GOPHER_ITEM, S("/"), {0}, "a LF alone ends the line"},
		{S("/\r\n"), GOPHER_ITEM, S("/"), {0}, "and so does a slash"},
		{S("x\r\n"), GOPHER_ITEM, S("/x"), {0}, "no leading slash"},
		{S("/x/\r\n"), GOPHER_ITEM, S("/x/"), {0}, "the router knows /x"},
		{S("/x\r\nmore\r\n"), GOPHER_ITEM, S("/x"), {0},
			"what follows the line is ignored"},
		{S("/caf%C3%A9\r\n"), GOPHER_ITEM, S("/caf\xC3\xA9"), {0},
			"percent-encoded"},
		{S("/caf\xC3\xA9\r\n"), GOPHER_ITEM, S("/caf\xC3\xA9"), {0},
			"the same raw"},
		{S("/a b\r\n"), GOPHER_ITEM, S("/a b"), {0}, "a raw space"},
		{S("/100%\r\n"), GOPHER_ITEM, S("/100%25"), {0}, "a raw percent sign"},
		{S("/what?\r\n"), GOPHER_ITEM, S("/what?"), {0},
			"a question mark is data, but in a search"},
		{S("/a/../b\r\n"), GOPHER_ITEM, S("/b"), {0}, "dot segments"},
		{S("/../b\r\n"), GOPHER_ITEM, {0}, {0}, "above the root is nothing"},
		{S("/x\t+\r\n"), GOPHER_ITEM, S("/x"), {0}, "Gopher+: plain reply"},
		{S("/x\t!\r\n"), GOPHER_ITEM, S("/x"), {0}, "Gopher+: plain reply"},
		{S("/x\t$\r\n"), GOPHER_INFO, S("/x"), {0}, "Gopher+ opens a menu"},
		{S("\t$\r\n"), GOPHER_INFO, S("/"), {0}, "that of the home"},
		{S("/x\tcats\r\n"), GOPHER_ITEM, S("/x"), {0},
			"words mean nothing where nothing is searched"},
		{S("/search\r\n"), GOPHER_ITEM, S("/search"), {0}, "no words yet"},
		{S("/search\t\r\n"), GOPHER_ITEM, S("/search"), S(""),
			"no words at all is something else"},
		{S("/search\tred cat\r\n"), GOPHER_ITEM, S("/search"), S("red cat"),
			"words"},
		{S("search\tcat\t+\r\n"), GOPHER_ITEM, S("/search"), S("cat"),
			"Gopher+ behind the words"},
		{S("/search\t$\r\n"), GOPHER_ITEM, S("/search"), S("$"),
			"a dollar can be searched for"},
		{S("/search?cat\r\n"), GOPHER_ITEM, S("/search"), S("cat"),
			"a question mark serves as TAB"},
		{S("/search?caf%C3%A9\r\n"), GOPHER_ITEM, S("/search"), S("caf\xC3\xA9"),
			"encoded words"},
		{S("/search%3Fcat\r\n"), GOPHER_ITEM, S("/search"), S("cat"),
			"an encoded question mark"},
		{S("/search%3fcat\r\n"), GOPHER_ITEM, S("/search"), S("cat"),
			"the same in small letters"},
		{S("/search/2?cat\r\n"), GOPHER_ITEM, S("/search/2"), S("cat"),
			"further results"},
		{S("/fr/search\tchat\r\n"), GOPHER_ITEM, S("/fr/search"), S("chat"),
			"of a language"},
		{S("fr/search/12\tchat\r\n"), GOPHER_ITEM, S("/fr/search/12"), S("chat"),
			"both"},
		{S("/a/b/search\tcat\r\n"), GOPHER_ITEM, S("/a/b/search"), {0},
			"a page that is called so"},
		{S("/2?cat\r\n"), GOPHER_ITEM, S("/2?cat"), {0}, "a number alone"},
		{S("/search\t100%\r\n"), GOPHER_ITEM, S("/search"), S("100%"),
			"no encoding after all"},
		{S("/search\t%00\r\n"), GOPHER_ITEM, S("/search"), S("%00"),
			"a control character stays encoded"},
		{S("/search\t%1B%5B\r\n"), GOPHER_ITEM, S("/search"), S("%1B%5B"),
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
		{S("URL:https://a.example/x?y\r\n"), GOPHER_URL,
			S("https://a.example/x?y"), "as lynx asks for it"},
		{S("URL:\r\n"), GOPHER_URL, S(""), "of nothing"},
		{S("URL:gemini://a.example/\t+\r\n"), GOPHER_URL,
			S("gemini://a.example/"), "by a Gopher+ client"},
		{S("url:x\r\n"), GOPHER_ITEM, {0}, "the word is in capitals"},
		{S("GET / HTTP/1.1\r\n"), GOPHER_HTTP, {0}, "a browser"},
		{S("HEAD / HTTP/1.0\r\n"), GOPHER_HTTP, {0}, "a robot"},
		{S("POST /x HTTP/1.1\r\n"), GOPHER_HTTP, {0}, "a form"},
		{S("GETTING\r\n"), GOPHER_ITEM, {0}, "a name that begins so"},
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
		{S("/a\0b\r\n"), "NUL"},
		{S("/a\x1B[2J\r\n"), "an escape"},
		{S("/a\rb\r\n"), "a CR inside"},
		{S("/a\x7F\r\n"), "DEL"},
		{S("/a\xC2\x9B\r\n"), "a C1 control"},
		{S("/a\xFF\r\n"), "a byte that no UTF-8 has"},
		{S("/a\xC3\r\n"), "a character cut short"},
		{S("/a\xED\xA0\x80\r\n"), "a surrogate"},
		{S("/search\t\x01\r\n"), "a control among the words"},
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
	buf_init(&buf, BUF_UNLIMITED);
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
		{S("a\nb\n"), S("a\r\nb\r\n"), "LF"},
		{S("a\r\nb"), S("a\r\nb\r\n"), "CRLF stays, the last line gets one"},
		{S(".\n..\n. \n"), S(" .\r\n..\r\n. \r\n"), "only a lone dot is moved"},
		{S("\n\n"), S("\r\n\r\n"), "empty lines"},
		{S(""), S(""), "nothing"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;
		buf_init(&out, BUF_UNLIMITED);
		gopher_put_text(&out, rows[i].text);
		assert_slice(buf_slice(&out), rows[i].expected, rows[i].why);
		buf_fini(&out);
	}
}

static void a_menu_is_told_line_by_line_to_gopher_plus(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
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
