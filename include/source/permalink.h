/* SPDX-License-Identifier: MIT */
/* Addresses of posts and pages from patterns with placeholders, as in Jekyll
 * (jekyllrb.com/docs/permalinks). */
#ifndef SOURCE_PERMALINK_H
#define SOURCE_PERMALINK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/slice.h"

struct fields;

/* The values of the placeholders, as written in names and front matter, not encoded. */
struct permalink_facts {
	struct slice slug;       /* from front matter; empty: from basename */
	struct slice title;      /* from front matter; for Hugo's :title */
	struct slice basename;   /* file name without date, language and extension */
	struct slice name;       /* file name without extension */
	struct slice path;       /* folders and name, without extension */
	struct slice section;    /* folders only */
	struct slice collection; /* "posts" */
	const struct slice *categories;
	size_t category_count;
	bool keeps_case;             /* Hugo: values keep their case */
	bool drops_marks;            /* Hugo: values lose the marks of letters */
	const struct civil *when;    /* NULL: undated, its placeholders are empty */
	int64_t at;                  /* the same in seconds since the epoch */
	const struct fields *fields; /* for placeholders of any field */
};

/* The pattern of a built-in style ("date", "pretty", "ordinal", "weekdate", "none"); any
 * other string is returned as a pattern. */
struct slice permalink_style(struct slice style);
/* Appends @pattern with its placeholders filled in; ":output_ext" gives ".html". Unknown
 * placeholders stay. Values are escaped, so that permalink_address() reads them as data. */
void permalink_expand(struct buf *out, struct slice pattern,
	const struct permalink_facts *facts, struct arena *scratch);
/* The same for another generator's placeholders: @put appends a value; false: unknown placeholder. */
typedef bool permalink_placeholder_fn(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch);
void permalink_expand_with(struct buf *out, struct slice pattern,
	const struct permalink_facts *facts, struct arena *scratch,
	permalink_placeholder_fn *put);

/* Appends the value of a date placeholder; nothing when undated. False: not a date
 * placeholder. */
bool permalink_put_date(struct buf *out, struct slice name, const struct civil *when);
/* Formats "%Y/%m/%d" as strftime(3), and "yyyy/MM/dd" as Unicode and Moment do. */
void permalink_put_strftime(
	struct buf *out, struct slice format, const struct civil *when);
void permalink_put_pattern(
	struct buf *out, struct slice format, const struct civil *when);

enum permalink_slug {
	SLUG_DEFAULT, /* letters and digits, lower case */
	SLUG_PRETTY,  /* also ._~!$&'()+,;=@ ; case kept */
	SLUG_HUGO,    /* letters, digits and -_.#+~@; white space to '-', case kept */
	SLUG_WORDS,   /* letters, digits and -_; each space to '-', lower case */
};
struct slice permalink_slugify(
	struct arena *arena, struct slice s, enum permalink_slug mode);

/* @s in ASCII, unless it has letters that generators cannot transliterate. */
struct slice permalink_ascii(struct arena *arena, struct slice s);

/* Appends a file's name or path, escaped so that nothing in it is taken for an encoding. */
void permalink_escape(struct buf *out, struct slice raw);

struct permalink {
	struct slice key;      /* uri_path_key, ".html" and "index.html" cut off */
	struct slice url;      /* the same, encoded */
	struct slice web_path; /* encoded, with ".html" */
};

/* Makes an address from an author's text or a pattern: adds a leading slash, merges repeated
 * ones, takes a stray '%' as data. False: impossible (it climbs above the root, holds a control
 * character or invalid UTF-8). */
bool permalink_address(struct arena *arena, struct slice raw, struct permalink *out);
/* Only the key, nothing cut off: for aliases. */
bool permalink_key(struct arena *arena, struct slice raw, struct slice *key);

#endif
