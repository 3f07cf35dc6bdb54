/* SPDX-License-Identifier: MIT */
#include "render/slice_map.h"

#include <stdint.h>

#define CAPACITY_MIN 32

static bool in_use(const struct slice_map *map, const struct slice_map_entry *entry)
{
	/* A fresh entry has generation 0, so the map counts from 1. */
	return entry->generation == map->generation + 1;
}

/* Hashes eight bytes at a time, with odd constants. */
static uint64_t mix(uint64_t hash, struct slice s)
{
	uint64_t word;

	hash ^= s.len * 0x9E3779B97F4A7C15u;
	for (; s.len >= sizeof(word); s = slice_from(s, sizeof(word))) {
		memcpy(&word, s.ptr, sizeof(word));
		hash = (hash ^ word) * 0xBF58476D1CE4E5B9u;
		hash ^= hash >> 32;
	}
	if (s.len) {
		word = 0;
		memcpy(&word, s.ptr, s.len);
		hash = (hash ^ word) * 0x94D049BB133111EBu;
		hash ^= hash >> 32;
	}
	return hash;
}

/* With a final mix: differences in the upper bytes of a word must reach the lower bits, which choose the
 * slot. */
static unsigned long long hash_of(struct slice first, struct slice second)
{
	uint64_t hash = mix(mix(0, first), second);

	hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
	hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
	return hash ^ hash >> 33;
}

/* The entry of the pair, or the free slot for it. */
static struct slice_map_entry *place_of(const struct slice_map *map,
	unsigned long long hash, struct slice first, struct slice second)
{
	size_t mask = map->capacity - 1;
	size_t i = (size_t)hash & mask;

	for (;; i = (i + 1) & mask) {
		struct slice_map_entry *entry = &map->entries[i];

		if (!in_use(map, entry) ||
			(entry->hash == hash && slice_eq(entry->first, first) &&
				slice_eq(entry->second, second)))
			return entry;
	}
}

static void grow(struct slice_map *map)
{
	struct slice_map old = *map;
	size_t i;

	map->capacity = old.capacity ? old.capacity * 2 : CAPACITY_MIN;
	map->entries = arena_array(map->arena, map->capacity, struct slice_map_entry);
	for (i = 0; i < old.capacity; i++) {
		const struct slice_map_entry *entry = &old.entries[i];

		if (in_use(&old, entry))
			*place_of(map, entry->hash, entry->first, entry->second) = *entry;
	}
}

void slice_map_clear(struct slice_map *map)
{
	map->generation++;
	map->count = 0;
}

unsigned *slice_map_get(struct slice_map *map, struct slice first, struct slice second,
	unsigned value, bool *added)
{
	unsigned long long hash = hash_of(first, second);
	struct slice_map_entry *entry;
	bool new;

	if (map->count + map->count / 2 >= map->capacity)
		grow(map);
	entry = place_of(map, hash, first, second);
	new = !in_use(map, entry);
	if (new) {
		*entry = (struct slice_map_entry){
			first, second, hash, map->generation + 1, value};
		map->count++;
	}
	if (added)
		*added = new;
	return &entry->value;
}

const unsigned *slice_map_find(
	const struct slice_map *map, struct slice first, struct slice second)
{
	const struct slice_map_entry *entry;

	if (!map->capacity)
		return NULL;
	entry = place_of(map, hash_of(first, second), first, second);
	return in_use(map, entry) ? &entry->value : NULL;
}
