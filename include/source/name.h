/* SPDX-License-Identifier: MIT */
/* What a source's place and name say: date, language, slug. No I/O, no allocation. */
#ifndef SOURCE_NAME_H
#define SOURCE_NAME_H

#include "source/settings.h"

/* All slices point into the path that was given. */
struct name {
	struct slice folder;      /* without the root and the last slash; may be empty */
	struct slice file;        /* last segment */
	struct slice extension;   /* without its dot */
	struct slice stem;        /* file without extension */
	struct slice base;        /* stem without language */
	struct slice slug;        /* base without date; the folder's name for "index" */
	struct slice lang;        /* as written, of the name or of a folder; or empty */
	bool lang_in_name;        /* "x.fr.md", "x-en.md" */
	struct slice lang_folder; /* the folder's segment that is a language; or empty */
	bool is_index;            /* index.*, _index.* */
	bool is_section;          /* _index.* */
	bool is_dated_name;       /* the date stands in the file's name */
	struct date date;         /* of the name, else of the folders "2011/02/03" */
};

/* @path: relative, without the bytes that are no part of addresses. */
void name_read(const struct settings *settings, struct slice path, struct name *out);

/* Jekyll's shape of a post's name: 2 to 4, 1 or 2, 1 or 2 digits and a dash behind each, then
 * something; whether a calendar has that day is another matter. @rest is that something. */
bool name_is_of_post(struct slice name, struct slice *rest);

/* "/2011/02/slug/", "blog/2024/5/17-x": the first year, month and perhaps day that stand in a row
 * as segments. False: none. */
bool name_date_of_path(struct slice path, const struct zone *zone, struct date *out);
/* Is @name, without its date, one that says something: it has a blank, a capital, or two words with a dash
 * between them? */
bool name_is_words(struct slice name);
/* What a wikilink calls "notes/First Post" by: the same for each way to write its last segment. */
uint32_t name_hash(struct arena *arena, struct slice path);
/* @path without the ending of its last segment. */
struct slice name_without_ending(struct slice path);
/* "my_first-post" -> "My first post". */
struct slice name_pretty(struct arena *arena, struct slice name);

#endif
