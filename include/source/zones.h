/* SPDX-License-Identifier: MIT */
/* Zones: parts of a site for chosen readers. A zone is a prefix of addresses and nothing else. */
#ifndef SOURCE_ZONES_H
#define SOURCE_ZONES_H

#include "base/arena.h"
#include "base/slice.h"

struct reader_zone {
	struct slice
		path; /* as a key (uri_path_key), folded, with its last slash: "/letters/" */
	struct slice title; /* never empty */
	struct slices
		readers; /* names of people; none: all that there are come by command */
};

struct zones {
	const struct reader_zone *list;
	size_t count;
};

/* The zone that @key (of uri_path_key) is in: the deepest of several. NULL: none. In a zone are its path, the
 * same without its last slash, or with .gmi, .txt, .md, .html, .xml instead, and all that is below. Case does
 * not matter; repeated slashes and a %2F count as one slash. */
const struct reader_zone *zones_at(const struct zones *zones, struct slice key);

/* A path of the configuration as a prefix: a key, folded, that ends in a slash and is not the root. Returns
 * what is wrong with it, or NULL. */
const char *zones_path(struct arena *arena, struct slice path, struct slice *out);
/* "PATH NAME,NAME TITLE"; a comma stands for no name. Returns what is wrong with it, or NULL. */
const char *zones_read(struct arena *arena, struct slice line, struct reader_zone *out);
/* All @lines that have no fault. */
void zones_read_all(struct arena *arena, const struct slices *lines, struct zones *out);
/* Is @name the name of a person: 1 to 32 of [a-z0-9-]? */
bool zones_is_name(struct slice name);

#endif
