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

/* How many entries stand side by side at most: what a look-up may have to walk. */
static size_t longest_run(const struct slice_map *map)
{
	size_t longest = 0, run = 0, i;

	for (i = 0; i < map->capacity; i++) {
		run = map->entries[i].generation == map->generation + 1 ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest;
}

static void keys_that_are_much_alike_lie_apart(void **state)
{
	static const struct {
		const char *before, *after, *second, *why;
	} rows[] = {
		{"/b", "", "", "numbers behind few letters"},
		{"/post-", "/", "", "numbers in the midst of a word"},
		{"abcdefg", "", "", "numbers from the eighth byte on"},
		{"/a/long/address/of/a/page/", "", "", "numbers at the end"},
		{"", "", "", "numbers alone"},
		{"", "", "the same label", "numbers, and a label"},
		{"", "0000000000", "", "numbers at the front"},
	};
	size_t k;

	(void)state;
	for (k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct arena arena = {0};
		struct slice_map map = {.arena = &arena};
		unsigned i;

		for (i = 0; i < 40000; i++) {
			slice_map_get(&map,
				arena_printf(&arena, "%s%u%s", rows[k].before, i,
					rows[k].after),
				slice_str(rows[k].second), i, NULL);
		}
		if (longest_run(&map) > 200)
			fail_msg("%s: %zu in a row", rows[k].why, longest_run(&map));
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_is_entered_once),
		cmocka_unit_test(clearing_forgets_and_what_comes_after_is_new),
		cmocka_unit_test(thousands_of_pairs_are_all_found_again),
		cmocka_unit_test(keys_that_are_much_alike_lie_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
