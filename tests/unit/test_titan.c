/* SPDX-License-Identifier: MIT */
#include "proto/titan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/gemini.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void parameters_are_cut_off_the_last_segment(void **state)
{
	static const struct {
		const char *path, *bare;
		uint32_t size;
		bool edit;
		const char *why;
	} rows[] = {
		{"/x;size=11", "/x", 11, false, "the least"},
		{"/x;mime=text/plain;size=11", "/x", 11, false, "a slash in mime"},
		{"/x;size=11;mime=text/plain", "/x", 11, false, "in another order"},
		{"/a;edit/x;size=1", "/a;edit/x", 1, false,
			"a name that goes on is data"},
		{"/a;size/x;size=1", "/a;size/x", 1, false, "one without a value, too"},
		{"/x;size=11;token=a", "/x", 11, false, "a token is read past"},
		{"/x;token=;size=0", "/x", 0, false, "an empty token, an empty upload"},
		{"/x;size=999999999", "/x", 999999999, false, "nine digits"},
		{"/x;size=000000007", "/x", 7, false, "zeros before are digits"},
		{"/x;edit", "/x", 0, true, "the source is asked for"},
		{"/x/;size=1", "/x/", 1, false, "an empty last segment"},
		{";size=1", "", 1, false, "no segment at all"},
		{"/a;b/x;size=1", "/a;b/x", 1, false, "a semicolon before is data"},
		{"/a%3Bb;size=1", "/a%3Bb", 1, false, "an encoded one, too"},
		{"/x;size=1;token=a=b", "/x", 1, false, "a value with an equals sign"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct titan_parameters got;
		struct slice bare;
		const char *why;

		if (!titan_cut(slice_str(rows[i].path), &bare, &got, &why))
			fail_msg("%s (%s): %s", rows[i].path, rows[i].why, why);
		if (!slice_eq(bare, slice_str(rows[i].bare)) ||
			got.size_bytes != rows[i].size || got.is_edit != rows[i].edit)
			fail_msg("%s (%s): %.*s, %u", rows[i].path, rows[i].why,
				SARG(bare), got.size_bytes);
	}
}

static void what_is_no_upload_is_refused(void **state)
{
	static const struct {
		const char *path, *why;
	} rows[] = {
		{"/x", "no parameter"},
		{"", "nothing at all"},
		{"/x;", "an empty parameter"},
		{"/x;mime=text/plain", "no size"},
		{"/x;size=", "an empty size"},
		{"/x;size", "a size without a value"},
		{"/x;size=+1", "a sign"},
		{"/x;size=-1", "a negative size"},
		{"/x;size=1e3", "no number"},
		{"/x;size=0x10", "hexadecimal"},
		{"/x;size= 1", "a space"},
		{"/x;size=1 ", "a space after it"},
		{"/x;size=1234567890", "ten digits"},
		{"/x;size=0000000001", "ten digits, though small"},
		{"/x;size=5;size=5", "the size twice"},
		{"/x;token=a;token=b;size=1", "a token twice"},
		{"/x;mime=a;mime=a;size=1", "a type twice"},
		{"/x;size=1;", "an empty parameter at the end"},
		{"/x;;size=1", "an empty one before"},
		{"/x;size=1;lang=fr", "an unknown parameter"},
		{"/x;lang=fr;size=1", "an unknown one before"},
		{"/x;Size=1", "names are in lower case"},
		{"/x;edit=1", "edit with a value"},
		{"/x;edit;edit", "edit twice"},
		{"/x;edit;size=5", "edit with a body"},
		{"/x;size=5;edit", "the same in another order"},
		{"/x;size=1/y", "a segment after the size"},
		{"/x%3Bsize=1", "an encoded semicolon is data"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct titan_parameters got;
		struct slice bare;
		const char *why = NULL;

		if (titan_cut(slice_str(rows[i].path), &bare, &got, &why))
			fail_msg("%s (%s) is accepted", rows[i].path, rows[i].why);
		assert_non_null(why);
	}
}

static enum gemini_result parse(const char *line, struct gemini_request *out)
{
	static struct arena arena;
	const char *why = NULL;

	arena_reset(&arena);
	return gemini_parse(&arena, slice_str(line), false, out, &why);
}

static void a_request_line_of_titan_is_judged_as_one_of_gemini(void **state)
{
	static const char line[] = "titan://Example.org:1965/a/../caf%C3%A9;mime=text/"
				   "plain;size=5;token=x?q\r\nhello";
	struct gemini_request request;

	(void)state;
	assert_int_equal(parse(line, &request), GEMINI_OK);
	assert_true(request.is_titan);
	assert_false(request.is_gemini);
	assert_true(slice_eq(request.host_key, S("example.org")));
	assert_true(slice_eq(request.key, S("/caf\xC3\xA9")));
	assert_true(slice_eq(request.path, S("/a/../caf%C3%A9")));
	assert_true(slice_eq(request.query, S("q")));
	assert_int_equal(request.titan.size_bytes, 5);
	assert_string_equal(line + request.line_bytes, "hello");
	/* A home page without a path, as a client sends it. */
	assert_int_equal(parse("titan://h:1965;size=5\r\n", &request), GEMINI_OK);
	assert_true(slice_eq(request.key, S("/")));
	assert_int_equal(request.titan.size_bytes, 5);
	assert_int_equal(request.port_number, 1965);
	/* The size is a parameter of the path, never of the query. */
	assert_int_equal(parse("titan://h/x?;size=5\r\n", &request), GEMINI_BAD);
	assert_int_equal(parse("titan://h/../x;size=5\r\n", &request), GEMINI_BAD);
	assert_int_equal(parse("titan://h:0/x;size=5\r\n", &request), GEMINI_BAD);
	assert_int_equal(parse("titan:///x;size=5\r\n", &request), GEMINI_BAD);
	/* For gemini a semicolon is data. */
	assert_int_equal(parse("gemini://h/x;size=5\r\n", &request), GEMINI_OK);
	assert_true(slice_eq(request.key, S("/x;size=5")));
	assert_false(request.is_titan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_are_cut_off_the_last_segment),
		cmocka_unit_test(what_is_no_upload_is_refused),
		cmocka_unit_test(a_request_line_of_titan_is_judged_as_one_of_gemini),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
