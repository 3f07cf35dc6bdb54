/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"
#include "base/sha256.h"

#define MILLION 1000000

/* Of the standard, and of sha256sum(1). */
static const struct {
	const char *text;
	size_t repeated; /* an 'a', so often */
	const char *digest, *why;
} rows[] = {
	{"", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"nothing"},
	{"abc", 0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"one block"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 0,
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		"two blocks"},
	{NULL, MILLION,
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
		"a million, in several pieces of a file"},
};

static char a[MILLION];

static void digests_are_those_of_the_standard(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	memset(a, 'a', sizeof(a));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice bytes = rows[i].text ? slice_str(rows[i].text)
						  : slice(a, rows[i].repeated);
		char digits[SHA256_DIGITS], of_file[SHA256_DIGITS];
		sha256(bytes, digits);
		tree_write_bytes(&tree, "file", bytes.ptr, bytes.len);
		char *path = tree_at(&tree, "file");
		auto_close int fd = open(path, O_RDONLY);
		free(path);
		assert_true(fd >= 0);
		assert_int_equal(lseek(fd, 0, SEEK_END), bytes.len);
		assert_int_equal(sha256_file(fd, of_file), 0);
		if (memcmp(digits, rows[i].digest, sizeof(digits)) != 0 ||
			memcmp(of_file, rows[i].digest, sizeof(of_file)) != 0)
			fail_msg("%s: %.64s, %.64s", rows[i].why, digits, of_file);
	}
	tree_fini(&tree);
}

/* RFC 4231, test cases 1 and 2. */
static void the_hmac_is_that_of_its_test_vectors(void **state)
{
	static const struct {
		struct slice key, bytes, digest;
	} vectors[] = {
		{S("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
		   "\x0b"
		   "\x0b\x0b"),
			S("Hi There"),
			S("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32c"
			  "ff7")},
		{S("Jefe"), S("what do ya want for nothing?"),
			S("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3"
			  "843")},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		char digits[SHA256_DIGITS];
		sha256_hmac(vectors[i].key, vectors[i].bytes, digits);
		assert_true(slice_eq(slice(digits, sizeof(digits)), vectors[i].digest));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_are_those_of_the_standard),
		cmocka_unit_test(the_hmac_is_that_of_its_test_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
