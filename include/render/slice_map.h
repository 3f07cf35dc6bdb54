/* SPDX-License-Identifier: MIT */
/* A small hash table from a pair of strings to a number, which forgets everything in one step. The
 * renderers ask it what a section has already shown. The strings are not copied. */
#ifndef RENDER_SLICE_MAP_H
#define RENDER_SLICE_MAP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct slice_map_entry {
	struct slice first, second;
	unsigned long long hash;
	unsigned
		generation; /* of the map when it was entered; another one: a free place */
	unsigned value;
};

/* A map of zeroes with its arena set is ready to use. */
struct slice_map {
	struct arena *arena;
	struct slice_map_entry *entries;
	size_t capacity, count; /* capacity: 0 or a power of two */
	unsigned generation;
};

/* Forgets all entries, at no cost. */
void slice_map_clear(struct slice_map *map);
/* The value of the pair; it is entered with @value when it is new (*added, optional, says so). The
 * pointer is valid until the next call. */
unsigned *slice_map_get(struct slice_map *map, struct slice first, struct slice second,
	unsigned value, bool *added);
/* The same without entering: NULL when it is not there. */
const unsigned *slice_map_find(
	const struct slice_map *map, struct slice first, struct slice second);

#endif
