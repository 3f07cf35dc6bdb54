/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_text(const struct buf *buf, const char *expected, bool overflow)
{
	if (!slice_eq(buf_slice(buf), slice_str(expected)) || buf->overflow != overflow)
		fail_msg("got \"%.*s\" (%d), expected \"%s\"", SARG(buf_slice(buf)),
			buf->overflow, expected);
}

static void emitters_append(void **state)
{
	struct buf buf = {0};

	(void)state;
	buf_put(&buf, S("a"));
	buf_put(&buf, slice_none);
	buf_puts(&buf, "b");
	buf_puts(&buf, NULL);
	buf_putc(&buf, 'c');
	buf_repeat(&buf, '-', 3);
	buf_repeat(&buf, '-', 0);
	buf_printf(&buf, "%d", 42);
	buf_printf(&buf, "%s", "");
	assert_text(&buf, "abc---42", false);
	buf_truncate(&buf, 3);
	buf_truncate(&buf, 10);
	assert_text(&buf, "abc", false);
	buf_clear(&buf);
	assert_text(&buf, "", false);
	buf_fini(&buf);
	buf_fini(&buf);
	buf_fini(NULL);
}

static void numbers_are_decimal(void **state)
{
	static const uint64_t numbers[] = {0, 9, 10, 1965, UINT64_MAX};
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		buf_put_number(&buf, numbers[i]);
		buf_putc(&buf, ' ');
	}
	assert_text(&buf, "0 9 10 1965 18446744073709551615 ", false);
	buf_fini(&buf);
}

static void a_byte_is_two_digits(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, BUF_UNLIMITED);
	buf_put_hex(&buf, S("%"), '\n');
	buf_put_hex(&buf, S("\\x"), '\xFE');
	buf_put_hex(&buf, S(""), '\x80');
	assert_text(&buf, "%0A\\xFE80", false);
	buf_fini(&buf);
}

static void the_maximum_is_kept_and_overflow_sticks(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 4);
	buf_put(&buf, S("abcd"));
	assert_text(&buf, "abcd", false);
	buf_put(&buf, slice_none);
	buf_printf(&buf, "%s", "");
	assert_text(&buf, "abcd", false);
	buf_putc(&buf, 'e');
	assert_text(&buf, "abcd", true);
	buf_truncate(&buf, 1);
	buf_put(&buf, S("x"));
	buf_putc(&buf, 'x');
	buf_repeat(&buf, 'x', 1);
	buf_printf(&buf, "x");
	buf_put_utf8(&buf, 'x');
	assert_text(&buf, "a", true);
	buf_clear(&buf);
	buf_put(&buf, S("abcde"));
	assert_text(&buf, "abcd", true);
	buf_clear(&buf);
	buf_repeat(&buf, 'x', 5);
	assert_text(&buf, "xxxx", true);
	buf_clear(&buf);
	buf_printf(&buf, "%s", "abcd");
	assert_text(&buf, "abcd", false);
	buf_clear(&buf);
	buf_printf(&buf, "%s", "abcde");
	assert_text(&buf, "abcd", true);
	buf_clear(&buf);
	buf_puts(&buf, "ab");
	buf_printf(&buf, "%d", 12345);
	assert_text(&buf, "ab12", true);
	buf_fini(&buf);
	assert_int_equal(buf.max_bytes, 4);
}

static void every_maximum_holds_to_the_byte(void **state)
{
	(void)state;
	for (size_t max = 1; max < 600; max += 13) {
		struct buf buf;
		buf_init(&buf, max);
		for (size_t i = 0; i < max; i++)
			buf_putc(&buf, 'x');
		assert_false(buf.overflow);
		assert_int_equal(buf.len, max);
		buf_putc(&buf, 'x');
		assert_true(buf.overflow);
		assert_int_equal(buf.len, max);
		buf_fini(&buf);
	}
}

static void characters_are_put_whole(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, BUF_UNLIMITED);
	buf_put_utf8(&buf, 'a');
	buf_put_utf8(&buf, 0x7FF);
	buf_put_utf8(&buf, 0x800);
	buf_put_utf8(&buf, 0xFFFF);
	buf_put_utf8(&buf, 0x10000);
	buf_put_utf8(&buf, 0x10FFFF);
	assert_text(&buf,
		"a\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
		false);
	buf_clear(&buf);
	buf_put_utf8(&buf, 0xD800);
	buf_put_utf8(&buf, 0x110000);
	assert_text(&buf, "\xEF\xBF\xBD\xEF\xBF\xBD", false);
	buf_fini(&buf);
	buf_init(&buf, 4);
	buf_puts(&buf, "abc");
	buf_put_utf8(&buf, 0xE9);
	assert_text(&buf, "abc", true);
	buf_fini(&buf);
}

static void reserved_room_is_written_by_the_caller(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10);
	buf_puts(&buf, "abc");
	assert_int_equal(buf_reserve(&buf, 5), 5);
	memcpy(buf.ptr + buf.len, "defgh", 5);
	buf.len += 5;
	assert_int_equal(buf_reserve(&buf, 100), 2);
	assert_false(buf.overflow);
	assert_text(&buf, "abcdefgh", false);
	buf_fini(&buf);
}

static void a_copy_outlives_the_buf(void **state)
{
	struct arena arena = {0};
	struct buf buf = {0};

	(void)state;
	buf_puts(&buf, "text");
	struct slice copy = buf_dup(&buf, &arena);
	buf_fini(&buf);
	assert_true(slice_eq(copy, S("text")));
	assert_int_equal(buf_dup(&buf, &arena).len, 0);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(emitters_append),
		cmocka_unit_test(numbers_are_decimal),
		cmocka_unit_test(a_byte_is_two_digits),
		cmocka_unit_test(the_maximum_is_kept_and_overflow_sticks),
		cmocka_unit_test(every_maximum_holds_to_the_byte),
		cmocka_unit_test(characters_are_put_whole),
		cmocka_unit_test(reserved_room_is_written_by_the_caller),
		cmocka_unit_test(a_copy_outlives_the_buf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
