/* SPDX-License-Identifier: MIT */
/* A value of templates: what {{ }} prints, what a loop walks over, what a condition compares. Small, and
 * handed on by value; it copies nothing of the site, but points into its snapshot or into the arena of the
 * conversion that asked. */
#ifndef TEXT_ENV_VALUE_H
#define TEXT_ENV_VALUE_H

#include "data/value.h"

enum env_kind {
	ENV_UNKNOWN, /* only the site's own generator could say */
	ENV_NIL,     /* there is none, for certain */
	ENV_BOOL,    /* truth */
	ENV_NUMBER, /* number; truth: it has a fraction, or may; text: as it is written, or none */
	ENV_STRING, /* text */
	ENV_ITEMS,  /* items, count */
	ENV_RANGE,  /* the whole numbers from first on, count of them */
	ENV_TREE,   /* tree: a list or a map that somebody wrote into a file */
	/* The site's own: object and type, which text_env.value and item know. count: how many items it has for a
	 * loop; 0 for one that is no list. text: what it prints as; or none. */
	ENV_OBJECT,
	ENV_BLANK, /* "blank" and "empty", which are for comparing */
	ENV_EMPTY,
};

struct env_value {
	enum env_kind kind;
	bool truth;
	bool guarded; /* ENV_TREE: it is of the settings, where secrets are */
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

/* "12", "-3.5": false where anything else stands around it. *is_float: there is a dot in it. */
bool env_to_number(struct slice text, double *out, bool *is_float);
/* A scalar by what YAML takes it for, a list or a map as a tree; NULL: nil. */
struct env_value env_of_tree(const struct value *tree);

#endif
