/* SPDX-License-Identifier: MIT */
/* The table of configuration keys: internal to app/config. */
#ifndef APP_CONFIG_KEYS_H
#define APP_CONFIG_KEYS_H

#include "app/config.h"
#include "data/value.h"

enum config_type {
	CONFIG_TEXT,     /* struct slice */
	CONFIG_TEXTS,    /* struct slices */
	CONFIG_SWITCH,   /* bool */
	CONFIG_NUMBER,   /* unsigned */
	CONFIG_DURATION, /* uint64_t, milliseconds: "10s", "500ms", "2m" */
	CONFIG_SIZE,     /* uint64_t, bytes: "64M", "512K", "1G" */
	CONFIG_CHOICE,   /* unsigned: its place in choices */
};

/* When a change of a file that is in use takes effect. */
enum config_when {
	CONFIG_LIVE,    /* when it was saved */
	CONFIG_RELOAD,  /* with the next reload */
	CONFIG_RESTART, /* with the next start */
	CONFIG_LISTEN, /* the same, unless a service manager passes sockets: then never */
};

/* What a key of a site means at the top of a file that has a list of sites. */
enum config_top {
	CONFIG_FOR_ALL,   /* the same for each of them that says nothing else */
	CONFIG_FOR_FIRST, /* the first one's */
	CONFIG_IGNORED,   /* nothing: each has its own */
	CONFIG_WRONG,     /* the same, and an error */
};

struct config_key {
	const char *name; /* dotted: "limits.total" */
	enum config_type type;
	bool of_site; /* offset in struct config_site; may stand in each of sites: */
	enum config_top top;
	size_t offset;
	enum config_when when;
	const char *standard; /* the default as it would stand in the file; NULL: none */
	const char *choices;  /* "plain|markers" */
	/* Of a number; both 0: any. Of a duration the minimum alone, in ms. */
	unsigned minimum, maximum;
	const char *meaning;
};

extern const struct config_key config_keys[];
extern const size_t config_key_count;

/* The key called @name, or NULL. */
const struct config_key *config_key_find(struct slice name);
/* The nearest known name, or NULL when none is near. */
const char *config_key_nearest(struct slice name);
/* Stores @text as @key's value in @base. False: *why says what was expected. */
bool config_key_store(struct arena *arena, const struct config_key *key, void *base,
	const struct slice *texts, size_t count, const char **why);
/* Makes the field at @base what the table says. */
void config_key_reset(struct arena *arena, const struct config_key *key, void *base);
/* The value of @key in @base as it would stand in a file. */
void config_key_print(struct buf *out, const struct config_key *key, const void *base);

/* Is it of what a site's snapshot is made by: does a reader see a change of it? */
bool config_key_is_of_blog(const struct config_key *key);
/* Do the two say the same of @key? */
bool config_key_same(const struct config_key *key, const void *base, const void *other);
/* @key of @base becomes what it is in @from; texts are copied. */
void config_key_copy(
	struct arena *arena, const struct config_key *key, void *base, const void *from);

/* A list of texts may be written with maps, which become lines of text. Is it a map as a whole, as "people" is? */
bool config_key_is_map(const struct config_key *key);
/* Such a map as the list of its lines. False: @value is something else. */
bool config_lines(struct arena *arena, const struct config_key *key,
	const struct value *value, struct value *out);
/* The line of one map in a list (of "menu", "zones"); empty: it makes none. */
struct slice config_line(
	struct arena *arena, const struct config_key *key, const struct value *item);

/* Where @field was said, or NULL: nobody said anything. */
const struct config_mark *config_mark_of(const struct config *config, const void *field);
/* Where the last one of @fields was said that was said at all; else the file as a whole. */
struct config_mark config_place_of(
	const struct config *config, const void *const *fields, size_t count);
/* The same of zones and the desk: part of config_check. A zone that cannot be closed keeps a server from
 * starting, since it would show what is in it: then -EINVAL. */
int config_check_zones(struct config *config, struct config_site *site,
	const struct config_site *said, struct diag_list *diags);
/* What several keys say against each other is a diag, and is as if it was not said; names of hosts are
 * folded, and those that are none left out. Part of config_finish. 0, or -EINVAL when a site is left
 * without a name. */
int config_check(struct config *config, struct diag_list *diags);

#endif
