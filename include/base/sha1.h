/* SPDX-License-Identifier: MIT */
/* SHA-1 (RFC 3174), for what others name by it: addresses, never secrets. */
#ifndef BASE_SHA1_H
#define BASE_SHA1_H

#include <stdint.h>

#include "base/slice.h"

#define SHA1_BYTES 20

void sha1(struct slice bytes, uint8_t digest[static SHA1_BYTES]);

#endif
