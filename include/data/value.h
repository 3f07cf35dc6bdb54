/* SPDX-License-Identifier: MIT */
/* What YAML, JSON and TOML say, as one small tree: a scalar, a list or a map.
 *
 * Everything lives in the arena of the reader that made it. Scalars keep the text of their source
 * (escapes undone); what they mean is asked with value_bool and the like. */
#ifndef DATA_VALUE_H
#define DATA_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

enum value_kind { VALUE_NULL, VALUE_SCALAR, VALUE_LIST, VALUE_MAP };

struct value_pair;

struct value {
	enum value_kind kind;
	bool quoted; /* a scalar in quotes: a string, never a bool, number or null */
	unsigned line, column; /* of its start in the file, from 1 */
	struct slice text;     /* VALUE_SCALAR */
	size_t count;          /* VALUE_LIST, VALUE_MAP */
	union {
		struct value *items;      /* VALUE_LIST */
		struct value_pair *pairs; /* VALUE_MAP, in the order of the source */
	};
};

struct value_pair {
	struct slice key;
	unsigned line, column;
	struct value value;
};

/* The value under @key, or NULL; @map may be NULL or no map. Keys match without case and with '_'
 * and '-' as one (Hugo). The last of several equal keys wins. */
const struct value *value_get(const struct value *map, struct slice key);
/* The same through nested maps: "params.author". */
const struct value *value_path(const struct value *map, struct slice dotted);

/* For the readers that build a tree: a new, zeroed last entry. The pointer is good until the next
 * one is added to the same list or map. */
struct value *value_add_item(struct arena *arena, struct value *list);
struct value_pair *value_add_pair(struct arena *arena, struct value *map);
/* Do the two name the same key (see value_get)? */
bool value_key_eq(struct slice a, struct slice b);
/* Equal keys have equal hashes. */
unsigned long long value_key_hash(struct slice key);

/* @seed mixed with all that @value says, its lines left aside. */
unsigned long long value_hash(unsigned long long seed, const struct value *value);

/* The text of a scalar, trimmed; slice_none for NULL, null, lists and maps. An empty string counts
 * as absent (slice_none). */
struct slice value_text(const struct value *value);
/* True and *out when it is a plain true/false/yes/no/on/off. A quoted "false" counts too: authors
 * mean it so. Case does not matter. */
bool value_bool(const struct value *value, bool *out);
/* A decimal integer with an optional sign, in quotes or not, "1_000" too. */
bool value_int(const struct value *value, int64_t *out);
/* Scalars of a list in order; one scalar is a list of one; maps inside are left out. Returns the
 * count; *out is in @arena. */
size_t value_strings(struct arena *arena, const struct value *value, struct slice **out);

#endif
