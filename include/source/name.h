/* SPDX-License-Identifier: MIT */
/* What a source's folder and name tell: date, language, slug. No I/O, no allocation. */
#ifndef SOURCE_NAME_H
#define SOURCE_NAME_H

#include "source/settings.h"

/* All slices point into the path. */
struct name {
	struct slice folder;    /* without the root and the last slash; may be empty */
	struct slice file;      /* last segment */
	struct slice extension; /* without its dot */
	struct slice stem;      /* file without extension */
	struct slice base;      /* stem without language */
	struct slice slug;      /* base without date; the folder's name for "index" */
	struct slice lang;      /* as written, from the name or a folder; or empty */
	bool lang_in_name;      /* "x.fr.md", "x-en.md" */
	/* the segment of the folder that is a language; or empty */
	struct slice lang_folder;
	bool is_index;      /* index.*, _index.* */
	bool is_section;    /* _index.* */
	bool is_dated_name; /* the file's name has the date */
	struct date date;   /* from the name, else from folders "2011/02/03" */
};

/* @path: relative, without the parts that are not in addresses. */
void name_read(const struct settings *settings, struct slice path, struct name *out);

/* Jekyll's form of a post's name: 2 to 4, 1 or 2, 1 or 2 digits, each followed by a dash,
 * then @rest. Does not check whether the date exists. */
bool name_is_of_post(struct slice name, struct slice *rest);

/* "/2011/02/slug/", "blog/2024/5/17-x": the first consecutive segments that are a year, a month
 * and perhaps a day. False: none. */
bool name_date_of_path(struct slice path, const struct zone *zone, struct date *out);
/* Is @name, without its date, made of words: does it have a space, a capital, or two words joined by a
 * dash? */
bool name_is_words(struct slice name);
/* The hash by which wikilinks find "notes/First Post": the same for every spelling of the last
 * segment. */
uint32_t name_hash(struct arena *arena, struct slice path);
/* @path without the extension of its last segment. */
struct slice name_without_ending(struct slice path);
/* "my_first-post" -> "My first post". */
struct slice name_pretty(struct arena *arena, struct slice name);

#endif
