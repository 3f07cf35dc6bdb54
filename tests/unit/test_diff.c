/* SPDX-License-Identifier: MIT */
#include "base/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void differences_are_shown_in_the_unified_form(void **state)
{
	static const struct {
		const char *before, *after, *shown, *why;
	} rows[] = {
		{"a\n", "a\n", "", "the same"},
		{"", "", "", "nothing"},
		{"", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n", "a new file"},
		{"a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n", "a file that goes"},
		{"a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
			"one line"},
		{"a", "b",
			"@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
			"+b\n\\ No newline at end of file\n",
			"no ends of lines"},
		{"a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n",
			"the end of the last line"},
		{"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n9\n",
			"@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+x\n 5\n 6\n 7\n",
			"three lines around it"},
		{"a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
			"@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n",
			"two places that are near"},
		{"a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
			"@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
			"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n",
			"two that are not"},
		{"a\tb\r\n", "\x1b[2J\t\n", "@@ -1 +1 @@\n-a\tb\\x0D\n+\\x1B[2J\t\n",
			"what a terminal would act on"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_arena struct arena arena = {0};
		auto_buf struct buf out = BUF(0);
		struct diff diff;
		diff_texts(&arena, slice_str(rows[i].before), slice_str(rows[i].after),
			&diff);
		diff_put(&out, &diff);
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].shown)))
			fail_msg("%s:\n%.*s", rows[i].why, SARG(buf_slice(&out)));
	}
}

/* The second text, made of the first and the differences; what is said to be the same has to be. */
static void patch(const struct diff *diff, struct buf *out)
{
	size_t x = 0, y = 0;

	for (size_t i = 0; i <= diff->count; i++) {
		size_t same =
			i < diff->count ? diff->changes[i].from : diff->before.count;
		while (x < same) {
			assert_true(
				slice_eq(diff->before.items[x], diff->after.items[y]));
			buf_put(out, diff->before.items[x]);
			x++, y++;
		}
		if (i == diff->count)
			break;
		assert_int_equal(diff->changes[i].to, y);
		x += diff->changes[i].removed;
		for (size_t k = 0; k < diff->changes[i].added; k++)
			buf_put(out, diff->after.items[y++]);
	}
	assert_int_equal(x, diff->before.count);
	assert_int_equal(y, diff->after.count);
}

static unsigned next(unsigned long long *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(*seed >> 33);
}

static void fill(
	struct buf *out, unsigned long long *seed, unsigned lines, unsigned kinds)
{
	for (unsigned i = next(seed) % (lines + 1); i > 0; i--)
		buf_printf(out, "%u\n", next(seed) % kinds);
}

static void the_second_text_can_be_made_of_the_first(void **state)
{
	unsigned long long seed = 1;
	(void)state;

	for (unsigned round = 0; round < 3000; round++) {
		auto_arena struct arena arena = {0};
		auto_buf struct buf before = BUF(0), after = BUF(0), made = BUF(0);
		struct diff diff;
		fill(&before, &seed, 40, round % 9 + 1);
		fill(&after, &seed, 40, round % 9 + 1);
		diff_texts(&arena, buf_slice(&before), buf_slice(&after), &diff);
		patch(&diff, &made);
		assert_true(slice_eq(buf_slice(&made), buf_slice(&after)));
	}
}

/* No work without end, and no more memory than the steps that are kept. */
static void texts_that_differ_very_much_are_replaced(void **state)
{
	auto_arena struct arena arena = {0};
	auto_buf struct buf before = BUF(0), after = BUF(0), made = BUF(0);
	struct diff diff;
	(void)state;

	for (unsigned i = 0; i < 20000; i++) {
		buf_printf(&before, "a%u\n", i);
		buf_printf(&after, "b%u\n", i);
	}
	diff_texts(&arena, buf_slice(&before), buf_slice(&after), &diff);
	assert_int_equal(diff.count, 1);
	assert_int_equal(diff.changes[0].removed, 20000);
	patch(&diff, &made);
	assert_true(slice_eq(buf_slice(&made), buf_slice(&after)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_are_shown_in_the_unified_form),
		cmocka_unit_test(the_second_text_can_be_made_of_the_first),
		cmocka_unit_test(texts_that_differ_very_much_are_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
