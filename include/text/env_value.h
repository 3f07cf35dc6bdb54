/* SPDX-License-Identifier: MIT */
/* A template value: what {{ }} prints, a loop iterates over, a condition compares. Small, passed by value.
 * It copies nothing: it points into the site's snapshot or into the arena of the conversion. */
#ifndef TEXT_ENV_VALUE_H
#define TEXT_ENV_VALUE_H

#include "data/value.h"

enum env_kind {
	ENV_UNKNOWN, /* only the site's generator knows */
	ENV_NIL,     /* certainly no value */
	ENV_BOOL,    /* truth */
	ENV_NUMBER, /* number; truth: it has, or may have, a fraction; text: as written, or none */
	ENV_STRING, /* text */
	ENV_ITEMS,  /* items, count */
	ENV_RANGE,  /* count integers from first on */
	ENV_TREE,   /* tree: a list or a map from a file */
	/* An object of the site: object and type, for text_env.value and item. count: the number of items for a
	 * loop; 0 when it is not a list. text: its printed form, or none. */
	ENV_OBJECT,
	ENV_BLANK, /* "blank" and "empty", for comparisons */
	ENV_EMPTY,
};

struct env_value {
	enum env_kind kind;
	bool truth;
	bool guarded; /* ENV_TREE: from the settings, which may hold secrets */
	unsigned type;
	struct slice text;
	size_t count;
	union {
		double number;
		int64_t first;
		const struct env_value *items;
		const struct value *tree;
		const void *object;
	};
};

static inline struct env_value env_string(struct slice text)
{
	return (struct env_value){.kind = ENV_STRING, .text = text};
}

static inline struct env_value env_bool(bool truth)
{
	return (struct env_value){.kind = ENV_BOOL, .truth = truth};
}

static inline struct env_value env_nil(void)
{
	return (struct env_value){.kind = ENV_NIL};
}

/* Parses "12", "-3.5"; false when @text holds anything else. *is_float: it has a dot. */
bool env_to_number(struct slice text, double *out, bool *is_float);
/* A scalar by its YAML type, a list or a map as a tree; NULL: nil. */
struct env_value env_of_tree(const struct value *tree);

#endif
