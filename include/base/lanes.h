/* SPDX-License-Identifier: MIT */
/* Sixteen bytes at a time, for the loops that walk every byte of every post. A comparison of lanes gives
 * 0xff in each lane where it holds and 0 elsewhere; the compiler picks the machine's own instructions. */
#ifndef BASE_LANES_H
#define BASE_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LANES 16

typedef unsigned char lanes __attribute__((vector_size(LANES)));

/* The LANES bytes at @from. */
static inline lanes lanes_load(const void *from)
{
	lanes bytes;

	memcpy(&bytes, from, sizeof(bytes));
	return bytes;
}

/* Where a byte lies in @low .. @high, both included. */
static inline lanes lanes_within(lanes bytes, unsigned char low, unsigned char high)
{
	return (lanes)(bytes - low <= (lanes){} + (unsigned char)(high - low));
}

static inline lanes lanes_equal(lanes bytes, unsigned char c)
{
	return (lanes)(bytes == c);
}

static inline bool lanes_any(lanes mask)
{
	uint64_t halves[2];

	memcpy(halves, &mask, sizeof(halves));
	return (halves[0] | halves[1]) != 0;
}

/* The first lane of @mask that is set; LANES when none is. */
static inline unsigned lanes_first(lanes mask)
{
	uint64_t halves[2];

	memcpy(halves, &mask, sizeof(halves));
	for (unsigned i = 0; i < 2; i++) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		if (halves[i])
			return i * 8 + (unsigned)__builtin_ctzll(halves[i]) / 8;
#else
		if (halves[i])
			return i * 8 + (unsigned)__builtin_clzll(halves[i]) / 8;
#endif
	}
	return LANES;
}

/* How many lanes of @mask are set. */
static inline unsigned lanes_count(lanes mask)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t halves[2];

	mask &= 1;
	memcpy(halves, &mask, sizeof(halves));
	return (unsigned)((halves[0] + halves[1]) * ones >> 56);
}

#endif
