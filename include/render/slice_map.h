/* SPDX-License-Identifier: MIT */
/* A small hash table from a pair of strings to a number, cleared in constant time. The renderers
 * use it to know what a section has already shown. Strings are not copied. */
#ifndef RENDER_SLICE_MAP_H
#define RENDER_SLICE_MAP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct slice_map_entry {
	struct slice first, second;
	unsigned long long hash;
	unsigned generation; /* the map's when it was entered; else a free slot */
	unsigned value;
};

/* A zeroed map with its arena set is ready to use. */
struct slice_map {
	struct arena *arena;
	struct slice_map_entry *entries;
	size_t capacity, count; /* capacity: 0 or a power of two */
	unsigned generation;
};

/* Removes all entries, in constant time. */
void slice_map_clear(struct slice_map *map);
/* The value of the pair. A new pair is added with @value, and *added (optional) is set. The
 * pointer is valid until the next call. */
unsigned *slice_map_get(struct slice_map *map, struct slice first, struct slice second,
	unsigned value, bool *added);
/* The same without adding: NULL when there is none. */
const unsigned *slice_map_find(
	const struct slice_map *map, struct slice first, struct slice second);

#endif
