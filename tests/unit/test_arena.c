/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
	struct arena arena = {0};
	char *before = NULL;

	(void)state;
	for (size_t size = 0; size < 3000; size += 7) {
		char *piece = arena_alloc(&arena, size);
		assert_non_null(piece);
		assert_ptr_not_equal(piece, before);
		assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(piece[i], 0);
		memset(piece, 0xAA, size);
		before = piece;
	}
	arena_fini(&arena);
}

static void unset_pieces_are_aligned_and_apart(void **state)
{
	struct arena arena = {0};
	char *pieces[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		pieces[i] = arena_alloc_unset(&arena, i * 13);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		memset(pieces[i], (int)i, i * 13);
	}
	for (size_t i = 0; i < 200; i++) {
		for (size_t j = 0; j < i * 13; j++)
			assert_int_equal((unsigned char)pieces[i][j], i);
	}
	assert_ptr_not_equal(arena_alloc_unset(&arena, 0), arena_alloc_unset(&arena, 0));
	arena_fini(&arena);
}

static void what_is_wiped_is_zero_and_still_there(void **state)
{
	struct arena arena = {0};
	char *pieces[40];

	(void)state;
	/* Over several blocks. */
	for (size_t i = 0; i < 40; i++)
		pieces[i] = memset(arena_alloc_unset(&arena, 1000), 0xAA, 1000);
	arena_wipe(&arena);
	for (size_t i = 0; i < 40; i++) {
		for (size_t j = 0; j < 1000; j++)
			assert_int_equal(pieces[i][j], 0);
	}
	arena_fini(&arena);
}

static void zeroed_pieces_are_so_where_unset_ones_were(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	char *unset = arena_alloc_unset(&arena, 500);
	memset(unset, 0xAA, 500);
	arena_reset(&arena);
	char *zeroed = arena_alloc(&arena, 500);
	assert_ptr_equal(zeroed, unset);
	for (size_t i = 0; i < 500; i++)
		assert_int_equal(zeroed[i], 0);
	arena_fini(&arena);
}

static void a_reset_gives_zeroed_memory_again(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (unsigned round = 0; round < 3; round++) {
		for (unsigned i = 0; i < 1000; i++) {
			char *piece = arena_alloc(&arena, 100);
			for (size_t j = 0; j < 100; j++)
				assert_int_equal(piece[j], 0);
			memset(piece, 0xAA, 100);
		}
		assert_true(arena.used_bytes >= 100000);
		arena_reset(&arena);
		assert_int_equal(arena.used_bytes, 0);
		assert_true((size_t)(arena.end - arena.next) <= 64 * 1024);
		assert_non_null(arena.blocks);
	}
	arena_fini(&arena);
	assert_null(arena.blocks);
	arena_fini(&arena);
	arena_fini(NULL);
}

static void a_reset_keeps_no_big_block(void **state)
{
	struct arena arena = {0};

	(void)state;
	arena_reset(&arena);
	arena_alloc(&arena, 10 * 1024 * 1024);
	arena_reset(&arena);
	assert_null(arena.blocks);
	assert_non_null(arena_alloc(&arena, 1));
	arena_fini(&arena);
}

static void a_big_piece_leaves_the_rest_of_the_block_in_use(void **state)
{
	struct arena arena = {0};
	char *first = arena_alloc(&arena, 16);
	char *big = arena_alloc(&arena, 1024 * 1024);
	char *second = arena_alloc(&arena, 16);

	(void)state;
	assert_true(second > first && second - first < 4096);
	memset(big, 1, 1024 * 1024);
	assert_int_equal(*second, 0);
	arena_fini(&arena);
}

static void copies_end_with_a_nul_that_does_not_count(void **state)
{
	struct arena arena = {0};
	struct slice copy = arena_dup(&arena, S("a\0b"));

	(void)state;
	assert_true(slice_eq(copy, S("a\0b")));
	assert_int_equal(copy.ptr[3], 0);
	assert_string_equal(arena_cstr(&arena, S("text")), "text");
	assert_string_equal(arena_cstr(&arena, slice_none), "");
	assert_int_equal(arena_dup(&arena, slice_none).len, 0);
	arena_fini(&arena);
}

static void formats_of_any_length_fit(void **state)
{
	struct arena arena = {0};
	struct slice text = arena_printf(&arena, "%s-%d", "a", 7);

	(void)state;
	assert_true(slice_eq(text, S("a-7")));
	text = arena_printf(&arena, "%*d", 100000, 1);
	assert_int_equal(text.len, 100000);
	assert_int_equal(arena_printf(&arena, "%s", "").len, 0);
	arena_fini(&arena);
}

static void arrays_have_their_type(void **state)
{
	struct arena arena = {0};
	unsigned *numbers = arena_array(&arena, 1000, unsigned);
	struct slice *one = arena_new(&arena, struct slice);

	(void)state;
	assert_int_equal(numbers[999], 0);
	assert_null(one->ptr);
	assert_non_null(arena_array(&arena, 0, unsigned));
	arena_fini(&arena);
}

static void an_array_that_grows_keeps_its_items(void **state)
{
	struct arena arena = {0};
	unsigned *items = NULL;
	size_t capacity = 0;

	(void)state;
	for (unsigned i = 0; i < 100; i++) {
		if (i == capacity)
			items = arena_grown(&arena, items, i, &capacity, sizeof(*items));
		items[i] = i * 3;
	}
	assert_int_equal(capacity, 128);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(items[i], i * 3);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(unset_pieces_are_aligned_and_apart),
		cmocka_unit_test(what_is_wiped_is_zero_and_still_there),
		cmocka_unit_test(zeroed_pieces_are_so_where_unset_ones_were),
		cmocka_unit_test(a_reset_gives_zeroed_memory_again),
		cmocka_unit_test(a_reset_keeps_no_big_block),
		cmocka_unit_test(a_big_piece_leaves_the_rest_of_the_block_in_use),
		cmocka_unit_test(copies_end_with_a_nul_that_does_not_count),
		cmocka_unit_test(formats_of_any_length_fit),
		cmocka_unit_test(arrays_have_their_type),
		cmocka_unit_test(an_array_that_grows_keeps_its_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
