/* SPDX-License-Identifier: MIT */
#include "site/listing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void a_listing_is_as_long_as_its_longest_lines_allow(void **state)
{
	static const struct {
		unsigned count,
			width; /* of the lines: a multiple of LISTING_STEP_BYTES */
		unsigned more, more_width;
		unsigned expected;
		const char *why;
	} rows[] = {
		{0, 8, 0, 8, 200, "nothing to list"},
		{100000, 160, 0, 8, 200, "usual lines"},
		{200, 296, 0, 8, 200, "200 of them just fit"},
		{200, 304, 0, 8, 100, "200 of them do not"},
		{199, 304, 0, 8, 100, "nor 199"},
		{190, 304, 0, 8, 200, "190 do: there are no more"},
		{100000, 160, 10, 1600, 200, "a few long ones fit among short ones"},
		{100000, 160, 40, 1600, 25, "forty do not, nor on a quarter of a page"},
		{100000, 592, 0, 8, 100, "half of them just fit"},
		{100000, 600, 0, 8, 50, "half of them do not"},
		{100000, 1784, 0, 8, 25, "never less than 25"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct listing_widths widths = {0};
		widths.lines[rows[i].width / LISTING_STEP_BYTES - 1] += rows[i].count;
		widths.lines[rows[i].more_width / LISTING_STEP_BYTES - 1] += rows[i].more;
		unsigned got = listing_max(&widths);
		if (got != rows[i].expected)
			fail_msg("%s: %u, expected %u", rows[i].why, got,
				rows[i].expected);
	}
}

static void a_line_longer_than_any_step_counts_as_the_longest(void **state)
{
	static const char long_url[5000];
	struct listing_widths widths = {0};
	(void)state;

	listing_count(&widths, slice(long_url, sizeof(long_url)), S("A"));
	assert_int_equal(widths.lines[LISTING_STEPS - 1], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listing_is_as_long_as_its_longest_lines_allow),
		cmocka_unit_test(a_line_longer_than_any_step_counts_as_the_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
