/* SPDX-License-Identifier: MIT */
/* The fields of one post: its front matter, then the site's defaults for its place. */
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
	bool splits_spaces; /* "tags: a b" means two tags */
};

/* The properties of a page that decide which defaults apply. */
struct fields_scope {
	struct slice source; /* the path that "path:" is matched against */
	struct slice type;   /* "posts", "pages", "drafts", a collection */
	struct slice lang;   /* as known from name and folder */
	struct slice kind;   /* "page", "section", "home" */
};

void fields_init(struct fields *fields, const struct settings *settings,
	const struct value *own, const struct fields_scope *scope);

/* Adds the defaults from files beside the posts, in the same order as those of the
 * settings. */
void fields_inherit(struct fields *fields, const struct settings_default *defaults,
	size_t count, const struct fields_scope *scope);

/* The value of @key in the front matter only, or in a map of it whose fields count as its own. */
const struct value *fields_own(const struct fields *fields, struct slice key);
/* The value of @key: the post's own unless it is empty, else the site's. NULL: none. */
const struct value *fields_get(const struct fields *fields, struct slice key);
/* The text of the first of @keys ("slug|id") that has one. The first string of a list,
 * and a map's "name", "path", "src", "url", "image" or "build", count as text. */
struct slice fields_text(const struct fields *fields, struct slice keys);
/* The same, in the post's own front matter only. */
struct slice fields_own_text(const struct fields *fields, struct slice keys);
/* False: no boolean value. */
bool fields_bool(const struct fields *fields, struct slice key, bool *out);
/* The first of @keys that is a date. */
bool fields_date(const struct fields *fields, struct slice keys,
	const struct settings *settings, struct date *out);

/* Names from a list, or from a string split at commas, or else (with @plural, if the generator does
 * so) at spaces. Appends those that @list does not have yet; at most FIELDS_NAMES_MAX. */
#define FIELDS_NAMES_MAX 256
struct fields_names {
	struct slice *names;
	size_t count, capacity;
};
/* Appends @name unchanged, unless the list has it. */
void fields_push(struct arena *arena, struct slice name, struct fields_names *list);
void fields_add_names(struct arena *arena, const struct fields *fields, struct slice key,
	bool plural, struct fields_names *list);
void fields_add_name(struct arena *arena, struct slice name, struct fields_names *list);

#endif
