/* SPDX-License-Identifier: MIT */
/* The fields of one post: its front matter, and behind it the defaults that the site sets for what
 * lies at its place. */
#ifndef SOURCE_FIELDS_H
#define SOURCE_FIELDS_H

#include "source/settings.h"

#define FIELDS_LAYERS_MAX 64

struct fields {
	const struct value *own; /* the front matter's map; may be NULL */
	const struct settings *settings;
	const struct value *layers[FIELDS_LAYERS_MAX]; /* the strongest first */
	size_t ranks[FIELDS_LAYERS_MAX];
	size_t layer_count;
	bool splits_spaces; /* "tags: a b" are two */
};

/* What defaults are for: which of them fit a page. */
struct fields_scope {
	struct slice source; /* the path that "path:" is held against */
	struct slice type;   /* "posts", "pages", "drafts", a collection */
	struct slice lang;   /* as far as name and place say */
	struct slice kind;   /* "page", "section", "home" */
};

void fields_init(struct fields *fields, const struct settings *settings,
	const struct value *own, const struct fields_scope *scope);

/* Adds defaults that files beside the posts hold; the order is as with the settings' own. */
void fields_inherit(struct fields *fields, const struct settings_default *defaults,
	size_t count, const struct fields_scope *scope);

/* The value under @key of the front matter alone, or of a map in it whose fields count as its own. */
const struct value *fields_own(const struct fields *fields, struct slice key);
/* The value under @key: the post's own, unless that is empty, else the site's. NULL: none. */
const struct value *fields_get(const struct fields *fields, struct slice key);
/* The text of the first of @keys ("slug|id") that has some; a list's first
 * string and a map's "name", "path", "src", "url", "image" or "build" do too. */
struct slice fields_text(const struct fields *fields, struct slice keys);
/* The same in the post's own front matter only. */
struct slice fields_own_text(const struct fields *fields, struct slice keys);
/* False where none of them is a boolean. */
bool fields_bool(const struct fields *fields, struct slice key, bool *out);
/* The first of @keys that is a date. */
bool fields_date(const struct fields *fields, struct slice keys,
	const struct settings *settings, struct date *out);

/* Names of a list, or of one string split at commas, else (where @plural and the generator does so)
 * at spaces. Appends to @list those that it has not yet; at most FIELDS_NAMES_MAX. */
#define FIELDS_NAMES_MAX 256
struct fields_names {
	struct slice *names;
	size_t count, capacity;
};
/* Appends @name as it is, unless the list has it. */
void fields_push(struct arena *arena, struct slice name, struct fields_names *list);
void fields_add_names(struct arena *arena, const struct fields *fields, struct slice key,
	bool plural, struct fields_names *list);
void fields_add_name(struct arena *arena, struct slice name, struct fields_names *list);

#endif
