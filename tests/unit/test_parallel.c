/* SPDX-License-Identifier: MIT */
#include "base/parallel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct seen {
	atomic_uint *times;
	atomic_uint dirty;
};

static void see(void *ctx, size_t index, struct arena *arena)
{
	struct seen *seen = ctx;
	if (arena->used_bytes)
		atomic_fetch_add(&seen->dirty, 1);
	arena_alloc(arena, 100 + index);
	atomic_fetch_add(&seen->times[index], 1);
}

static void each_is_done_once_in_an_empty_arena(void **state)
{
	static const struct {
		size_t count;
		unsigned threads;
	} rows[] = {{0, 0}, {1, 0}, {1, 8}, {1000, 1}, {1000, 3}, {300, 100}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct seen seen = {
			.times = calloc(rows[i].count + 1, sizeof(atomic_uint))};
		struct parallel parallel = {.count = rows[i].count,
			.work = see,
			.ctx = &seen,
			.threads = rows[i].threads};
		assert_non_null(seen.times);
		parallel_run(&parallel);
		for (size_t k = 0; k < rows[i].count; k++)
			assert_int_equal(atomic_load(&seen.times[k]), 1);
		assert_int_equal(atomic_load(&seen.times[rows[i].count]), 0);
		assert_int_equal(atomic_load(&seen.dirty), 0);
		free(seen.times);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_done_once_in_an_empty_arena)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
