/* SPDX-License-Identifier: MIT */
#include "app/tar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define BLOCK 512

/* By POSIX.1-2001, pax, "ustar Interchange Format". */
static void a_header_is_a_block_of_octal_numbers(void **state)
{
	auto_buf struct buf out = BUF(0);
	unsigned sum = 0;
	(void)state;

	tar_put_header(&out, S("_posts/boat.md"), 1234, 1764500000);
	assert_int_equal(out.len, BLOCK);
	assert_memory_equal(out.ptr, "_posts/boat.md\0", 15);
	assert_string_equal(out.ptr + 100, "0000644");
	assert_string_equal(out.ptr + 124, "00000002322");
	assert_string_equal(out.ptr + 136, "15113021040");
	assert_int_equal(out.ptr[156], '0');
	assert_memory_equal(out.ptr + 257, "ustar\00000", 8);
	for (size_t i = 0; i < BLOCK; i++)
		sum += i >= 148 && i < 156 ? ' ' : (unsigned char)out.ptr[i];
	char digits[8];
	snprintf(digits, sizeof(digits), "%06o", sum);
	assert_memory_equal(out.ptr + 148, digits, 7);
}

static void names_that_do_not_fit_have_a_header_of_their_own(void **state)
{
	static const struct {
		size_t len;
		bool is_pax;
	} rows[] = {{100, false}, {101, true}, {990, true}, {991, true}, {992, true}};
	char name[1000];
	(void)state;

	memset(name, 'a', sizeof(name));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_buf struct buf out = BUF(0);
		tar_put_header(&out, slice(name, rows[i].len), 1, 0);
		assert_int_equal(out.len > BLOCK, rows[i].is_pax);
		if (!rows[i].is_pax)
			continue;
		assert_int_equal(out.ptr[156], 'x');
		/* The record says how long it is. */
		struct slice record = slice_from(buf_slice(&out), BLOCK), number;
		unsigned long long len = 0;
		assert_true(slice_cut(record, ' ', &number, NULL));
		assert_true(slice_to_uint(number, &len));
		assert_int_equal(len, number.len + sizeof(" path=\n") - 1 + rows[i].len);
		assert_int_equal(record.ptr[len - 1], '\n');
		assert_int_equal(record.ptr[len], '\0');
		assert_int_equal(out.len % BLOCK, 0);
		assert_int_equal(out.ptr[out.len - BLOCK + 156], '0');
	}
	auto_buf struct buf out = BUF(0);
	tar_put_header(&out, S("\xC3\xA9t\xC3\xA9.md"), 1, 0);
	assert_true(slice_starts(
		slice_from(buf_slice(&out), BLOCK), S("17 path=\xC3\xA9t\xC3\xA9.md\n")));
}

static void all_ends_at_a_block(void **state)
{
	static const uint64_t sizes[] = {0, 1, 511, 512, 513};
	(void)state;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		auto_buf struct buf out = BUF(0);
		tar_put_padding(&out, sizes[i]);
		assert_int_equal((sizes[i] + out.len) % BLOCK, 0);
		assert_true(out.len < BLOCK);
	}
	auto_buf struct buf out = BUF(0);
	tar_put_end(&out);
	assert_int_equal(out.len, 2 * BLOCK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_a_block_of_octal_numbers),
		cmocka_unit_test(names_that_do_not_fit_have_a_header_of_their_own),
		cmocka_unit_test(all_ends_at_a_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
