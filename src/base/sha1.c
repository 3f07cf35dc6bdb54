/* SPDX-License-Identifier: MIT */
#include "base/sha1.h"

#define BLOCK_BYTES 64

static uint32_t rotated(uint32_t x, unsigned bits)
{
	return x << bits | x >> (32 - bits);
}

static void put_be32(uint8_t *to, uint32_t x)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(x >> (24 - 8 * i));
}

static void take_block(uint32_t state[static 5], const uint8_t *block)
{
	static const uint32_t constants[] = {
		0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
	uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3],
			e = state[4];

	for (size_t i = 0; i < 80; i++)
		w[i] = i < 16 ? (uint32_t)block[4 * i] << 24 |
					(uint32_t)block[4 * i + 1] << 16 |
					(uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3]
			      : rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (size_t i = 0; i < 80; i++) {
		uint32_t f = i < 20              ? (b & c) | (~b & d)
			     : i < 40 || i >= 60 ? b ^ c ^ d
						 : (b & c) | (b & d) | (c & d);
		uint32_t next = rotated(a, 5) + f + e + constants[i / 20] + w[i];
		e = d;
		d = c;
		c = rotated(b, 30);
		b = a;
		a = next;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
}

void sha1(struct slice bytes, uint8_t digest[static SHA1_BYTES])
{
	uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
	uint8_t last[2 * BLOCK_BYTES] = {0};
	size_t at = 0;

	for (; bytes.len - at >= BLOCK_BYTES; at += BLOCK_BYTES)
		take_block(state, (const uint8_t *)bytes.ptr + at);
	size_t left = bytes.len - at;
	size_t size = left + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES;
	if (left)
		memcpy(last, bytes.ptr + at, left);
	last[left] = 0x80;
	put_be32(last + size - 8, (uint32_t)((uint64_t)bytes.len >> 29));
	put_be32(last + size - 4, (uint32_t)(bytes.len << 3));
	for (size_t i = 0; i < size; i += BLOCK_BYTES)
		take_block(state, last + i);
	for (int i = 0; i < 5; i++)
		put_be32(digest + 4 * i, state[i]);
}
