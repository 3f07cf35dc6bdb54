/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4) in small hexadecimal digits: tells whether two files have the same bytes. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/slice.h"

#define SHA256_DIGITS 64

void sha256(struct slice bytes, char digits[static SHA256_DIGITS]);
/* Of a whole file, whatever its descriptor's offset, which stays. Returns 0 or -errno. */
int sha256_file(int fd, char digits[static SHA256_DIGITS]);
/* HMAC (RFC 2104) with it. */
void sha256_hmac(struct slice key, struct slice bytes, char digits[static SHA256_DIGITS]);

#endif
