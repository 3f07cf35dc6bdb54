/* SPDX-License-Identifier: MIT */
#include "base/sha1.h"

#include <openssl/sha.h>

_Static_assert(SHA1_BYTES == SHA_DIGEST_LENGTH, "160 bits");

void sha1(struct slice bytes, uint8_t digest[static SHA1_BYTES])
{
	SHA1((const unsigned char *)bytes.ptr, bytes.len, digest);
}
