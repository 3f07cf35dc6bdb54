/* SPDX-License-Identifier: MIT */
#include "base/lower_bound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_place_of_every_length_is_found(void **state)
{
	(void)state;
	for (size_t count = 0; count < 20; count++) {
		for (size_t border = 0; border <= count; border++) {
			size_t asked = 0;
			assert_int_equal(
				lower_bound(0, count, i, (asked++, i < border)), border);
			assert_true(asked <= 5); /* not one by one */
		}
	}
}

static void a_search_stays_between_its_ends(void **state)
{
	static const int numbers[] = {1, 3, 3, 3, 7};
	(void)state;
	assert_int_equal(lower_bound(0, 5, i, numbers[i] < 3), 1);
	assert_int_equal(lower_bound(0, 5, i, numbers[i] <= 3), 4);
	assert_int_equal(lower_bound(2, 5, i, numbers[i] < 3), 2);
	assert_int_equal(lower_bound(0, 3, i, numbers[i] < 9), 3);
	assert_int_equal(lower_bound(3, 3, i, numbers[i] < 9), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_of_every_length_is_found),
		cmocka_unit_test(a_search_stays_between_its_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
