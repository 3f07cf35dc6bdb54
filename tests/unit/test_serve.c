/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/serve.h"

static void test_values_of_parameters_are_not_for_the_log(void **state)
{
	static const struct {
		const char *path, *shown, *why;
	} rows[] = {
		{"", "", "no path"},
		{"/a=b/c", "/a=b/c", "no parameter"},
		{"/a;b", "/a;b", "no value"},
		{"/a;token=s3cret", "/a;token=", "a token"},
		{"/a;mime=text/plain;token=s=e;size=3", "/a;mime=;token=;size=",
			"between others, with a sign of equality in it"},
		{"/a;TOKEN=x/y/z", "/a;TOKEN=", "with slashes in it"},
		{"/a%3btoken%3Ds3cret", "/a%3btoken%3D", "percent-encoded"},
		{"/a%3Btoken=s%3bx=y", "/a%3Btoken=%3bx=", "half of it"},
		{"/a%3", "/a%3", "cut short"},
		{"/a;=x", "/a;=", "without a name"},
		{"/\xC3\xA9;x=\xC3\xA9", "/\xC3\xA9;x=", "not ASCII"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice got = serve_loggable(&arena, slice_str(rows[i].path));
		if (!slice_eq(got, slice_str(rows[i].shown)))
			fail_msg("%s: '%.*s'", rows[i].why, SARG(got));
	}
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_of_parameters_are_not_for_the_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
