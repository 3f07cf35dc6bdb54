/* SPDX-License-Identifier: MIT */
#include "data/value.h"

#include <assert.h>

/* The capacity of an array is the power of two at or above its count, so it needs no
 * field. */
static void *with_room(struct arena *arena, void *items, size_t count, size_t size)
{
	if (count & (count - 1))
		return items;
	void *grown = arena_alloc_array(arena, count ? count * 2 : 1, size);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}

struct value *value_add_item(struct arena *arena, struct value *list)
{
	assert(list->kind == VALUE_LIST);
	list->items = with_room(arena, list->items, list->count, sizeof(*list->items));
	return &list->items[list->count++];
}

struct value_pair *value_add_pair(struct arena *arena, struct value *map)
{
	assert(map->kind == VALUE_MAP);
	map->pairs = with_room(arena, map->pairs, map->count, sizeof(*map->pairs));
	return &map->pairs[map->count++];
}

struct value value_map(struct arena *arena, const struct value_pair *pairs, size_t count)
{
	struct value map = {.kind = VALUE_MAP, .count = count};
	size_t capacity = 1;

	while (capacity < count)
		capacity *= 2;
	map.pairs = arena_array(arena, capacity, struct value_pair);
	if (count)
		memcpy(map.pairs, pairs, count * sizeof(*pairs));
	return map;
}

static char fold(char c)
{
	return c == '-' ? '_' : ascii_lower(c);
}

bool value_key_eq(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (fold(a.ptr[i]) != fold(b.ptr[i]))
			return false;
	return true;
}

unsigned long long value_key_hash(struct slice key)
{
	unsigned long long hash = slice_hash(slice_none);

	for (size_t i = 0; i < key.len; i++) {
		char c = fold(key.ptr[i]);
		hash = slice_hash_more(hash, slice(&c, 1));
	}
	return hash;
}

const struct value *value_get(const struct value *map, struct slice key)
{
	if (!map || map->kind != VALUE_MAP)
		return NULL;
	for (size_t i = map->count; i-- > 0;)
		if (value_key_eq(map->pairs[i].key, key))
			return &map->pairs[i].value;
	return NULL;
}

const struct value *value_path(const struct value *map, struct slice dotted)
{
	struct slice key;

	if (dotted.len == 0)
		return NULL;
	while (map && slice_split(&dotted, '.', &key))
		map = value_get(map, key);
	return map;
}

struct slice value_text(const struct value *value)
{
	if (!value || value->kind != VALUE_SCALAR)
		return slice_none;
	struct slice text = slice_trim(value->text);
	return text.len ? text : slice_none;
}

bool value_bool(const struct value *value, bool *out)
{
	struct slice text = value_text(value);
	bool is = slice_any(text, S("true|yes|on"), slice_eq_nocase);

	if (!is && !slice_any(text, S("false|no|off"), slice_eq_nocase))
		return false;
	*out = is;
	return true;
}

bool value_int(const struct value *value, int64_t *out)
{
	struct slice text = value_text(value);
	bool negative = text.len && text.ptr[0] == '-';
	uint64_t magnitude = 0, max = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
	bool digit_before = false;

	if (text.len && (text.ptr[0] == '-' || text.ptr[0] == '+'))
		text = slice_from(text, 1);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '_' && digit_before) {
			digit_before = false;
			continue;
		}
		if (!ascii_is_digit(c))
			return false;
		uint64_t digit = (uint64_t)(c - '0');
		if (magnitude > (max - digit) / 10)
			return false;
		magnitude = magnitude * 10 + digit;
		digit_before = true;
	}
	if (!digit_before)
		return false;
	*out = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
	return true;
}

size_t value_strings(struct arena *arena, const struct value *value, struct slice **out)
{
	size_t count = 0;

	*out = NULL;
	if (!value || value->kind == VALUE_MAP)
		return 0;
	size_t room = value->kind == VALUE_LIST ? value->count : 1;
	const struct value *items = value->kind == VALUE_LIST ? value->items : value;
	if (room == 0)
		return 0;
	struct slice *strings = arena_array(arena, room, struct slice);
	for (size_t i = 0; i < room; i++) {
		struct slice text = value_text(&items[i]);
		if (text.len)
			strings[count++] = text;
	}
	*out = strings;
	return count;
}

/* Recursion is as deep as the tree, which its parser bounds. */
bool value_eq(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == VALUE_SCALAR)
		return slice_eq(a->text, b->text);
	for (size_t i = 0; a->kind == VALUE_LIST && i < a->count; i++) {
		if (!value_eq(&a->items[i], &b->items[i]))
			return false;
	}
	for (size_t i = 0; a->kind == VALUE_MAP && i < a->count; i++) {
		if (!slice_eq(a->pairs[i].key, b->pairs[i].key) ||
			!value_eq(&a->pairs[i].value, &b->pairs[i].value))
			return false;
	}
	return true;
}

/* The same. */
unsigned long long value_hash(unsigned long long seed, const struct value *value)
{
	const unsigned char kind = (unsigned char)value->kind;

	seed = slice_hash_more(seed, slice((const char *)&kind, 1));
	switch (value->kind) {
	case VALUE_NULL:
		break;
	case VALUE_SCALAR:
		seed = slice_hash_more(slice_hash_more(seed, value->text), slice("", 1));
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < value->count; i++)
			seed = value_hash(seed, &value->items[i]);
		break;
	case VALUE_MAP:
		for (size_t i = 0; i < value->count; i++) {
			seed = slice_hash_more(seed, value->pairs[i].key);
			seed = value_hash(seed, &value->pairs[i].value);
		}
		break;
	}
	return seed;
}
