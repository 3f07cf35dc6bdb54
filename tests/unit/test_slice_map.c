/* SPDX-License-Identifier: MIT */
#include "render/slice_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

static void a_pair_is_entered_once(void **state)
{
	struct arena arena = {0};
	struct slice_map map = {.arena = &arena};
	bool added;

	(void)state;
	assert_null(slice_map_find(&map, S("a"), S("b")));
	assert_int_equal(*slice_map_get(&map, S("a"), S("b"), 7, &added), 7);
	assert_true(added);
	assert_int_equal(*slice_map_get(&map, S("a"), S("b"), 8, &added), 7);
	assert_false(added);
	/* The border between the two strings counts. */
	assert_null(slice_map_find(&map, S("ab"), S("")));
	assert_null(slice_map_find(&map, S(""), S("ab")));
	arena_fini(&arena);
}

static void clearing_forgets_and_what_comes_after_is_new(void **state)
{
	struct arena arena = {0};
	struct slice_map map = {.arena = &arena};
	unsigned i;
	bool added;

	(void)state;
	for (i = 0; i < 1000; i++) {
		slice_map_get(&map, S("a"), S(""), i, &added);
		assert_true(added);
		slice_map_clear(&map);
		assert_null(slice_map_find(&map, S("a"), S("")));
	}
	arena_fini(&arena);
}

static void thousands_of_pairs_are_all_found_again(void **state)
{
	struct arena arena = {0};
	struct slice_map map = {.arena = &arena};
	unsigned i;

	(void)state;
	slice_map_get(&map, S("old"), S(""), 1, NULL);
	slice_map_clear(&map);
	for (i = 0; i < 5000; i++)
		slice_map_get(&map, arena_printf(&arena, "key %u", i), S("x"), i, NULL);
	for (i = 0; i < 5000; i++) {
		const unsigned *value =
			slice_map_find(&map, arena_printf(&arena, "key %u", i), S("x"));

		assert_non_null(value);
		assert_int_equal(*value, i);
	}
	assert_null(slice_map_find(&map, S("old"), S("")));
	assert_int_equal(map.count, 5000);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_is_entered_once),
		cmocka_unit_test(clearing_forgets_and_what_comes_after_is_new),
		cmocka_unit_test(thousands_of_pairs_are_all_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
