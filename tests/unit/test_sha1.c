/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/sha1.h"

static void digests_are_those_of_the_standard(void **state)
{
	static char a[1000000];
	static const struct {
		const char *text;
		size_t repeated; /* an 'a', so often */
		const char *digest, *why;
	} rows[] = {
		{"", 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709", "nothing"},
		{"abc", 0, "a9993e364706816aba3e25717850c26c9cd0d89d", "one block"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 0,
			"84983e441c3bd26ebaae4aa1f95129e5e54670f1", "two blocks"},
		{NULL, 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a",
			"the length just fits"},
		{NULL, 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699", "and does not"},
		{NULL, 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d", "a whole block"},
		{NULL, 1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f", "a million"},
	};
	(void)state;

	memset(a, 'a', sizeof(a));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		uint8_t digest[SHA1_BYTES];
		char shown[2 * SHA1_BYTES + 1];
		sha1(rows[i].text ? slice_str(rows[i].text) : slice(a, rows[i].repeated),
			digest);
		for (size_t k = 0; k < SHA1_BYTES; k++)
			snprintf(shown + 2 * k, 3, "%02x", digest[k]);
		if (strcmp(shown, rows[i].digest) != 0)
			fail_msg("%s: %s", rows[i].why, shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_are_those_of_the_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
