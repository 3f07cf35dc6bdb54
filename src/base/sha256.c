/* SPDX-License-Identifier: MIT */
#include "base/sha256.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

#define PIECE_BYTES 16384

static void put_digits(const unsigned char *digest, char digits[static SHA256_DIGITS])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_DIGITS / 2; i++) {
		digits[2 * i] = hex[digest[i] >> 4];
		digits[2 * i + 1] = hex[digest[i] & 15];
	}
}

static void finish(EVP_MD_CTX *context, char digits[static SHA256_DIGITS])
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	/* It only fails without memory, and a wrong hash would be worse. */
	if (EVP_DigestFinal_ex(context, digest, NULL) != 1)
		abort();
	put_digits(digest, digits);
	EVP_MD_CTX_free(context);
}

static EVP_MD_CTX *begin(void)
{
	EVP_MD_CTX *context = memory_checked(EVP_MD_CTX_new());

	if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		abort();
	return context;
}

void sha256(struct slice bytes, char digits[static SHA256_DIGITS])
{
	EVP_MD_CTX *context = begin();

	if (bytes.len)
		EVP_DigestUpdate(context, bytes.ptr, bytes.len);
	finish(context, digits);
}

int sha256_file(int fd, char digits[static SHA256_DIGITS])
{
	EVP_MD_CTX *context = begin();
	unsigned char piece[PIECE_BYTES];
	off_t at = 0;
	ssize_t got;

	while ((got = pread(fd, piece, sizeof(piece), at)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int error = -errno;
			EVP_MD_CTX_free(context);
			return error;
		}
		EVP_DigestUpdate(context, piece, (size_t)got);
		at += got;
	}
	finish(context, digits);
	return 0;
}

void sha256_hmac(struct slice key, struct slice bytes, char digits[static SHA256_DIGITS])
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	if (!HMAC(EVP_sha256(), slice_printable(key), (int)key.len,
		    (const unsigned char *)slice_printable(bytes), bytes.len, digest,
		    NULL))
		abort();
	put_digits(digest, digits);
}
