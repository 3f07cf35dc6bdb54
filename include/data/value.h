/* SPDX-License-Identifier: MIT */
/* The value tree of YAML, JSON and TOML: scalars, lists and maps.
 *
 * Everything lives in the arena of the parser that made it. Scalars keep their source text (without
 * escapes); value_bool and the like interpret it. */
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
	bool quoted; /* a quoted scalar: a string, never a bool, number or null */
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

/* The value of @key, or NULL; @map may be NULL or not a map. Keys match case-blind, and '_'
 * equals '-' (as in Hugo). The last of several equal keys wins. */
const struct value *value_get(const struct value *map, struct slice key);
/* The same through nested maps: "params.author". */
const struct value *value_path(const struct value *map, struct slice dotted);

/* For parsers: adds a zeroed last entry. The pointer is valid until the next entry is added to
 * the same list or map. */
struct value *value_add_item(struct arena *arena, struct value *list);
struct value_pair *value_add_pair(struct arena *arena, struct value *map);
/* A map of copies of @pairs. */
struct value value_map(struct arena *arena, const struct value_pair *pairs, size_t count);
/* Are @a and @b the same key (see value_get)? */
bool value_key_eq(struct slice a, struct slice b);
/* Equal keys have equal hashes. */
unsigned long long value_key_hash(struct slice key);

/* The same content, in the same order, whatever their lines and quotes? */
bool value_eq(const struct value *a, const struct value *b);
/* A hash of @seed and the content of @value, without its line numbers. */
unsigned long long value_hash(unsigned long long seed, const struct value *value);

/* The text of a scalar, trimmed; slice_none for NULL, null, lists and maps. An empty string counts
 * as absent (slice_none). */
struct slice value_text(const struct value *value);
/* True and *out when it is a plain true/false/yes/no/on/off. A quoted "false" counts, too:
 * authors mean it that way. Case does not matter. */
bool value_bool(const struct value *value, bool *out);
/* A decimal integer with an optional sign, quoted or not; "1_000" counts, too. */
bool value_int(const struct value *value, int64_t *out);
/* The scalars of a list, in order. A scalar counts as a list of one; maps in the list are left
 * out. Returns the count; *out is in @arena. */
size_t value_strings(struct arena *arena, const struct value *value, struct slice **out);

#endif
