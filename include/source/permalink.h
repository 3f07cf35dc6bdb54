/* SPDX-License-Identifier: MIT */
/* Addresses of posts and pages from patterns with placeholders, as Jekyll makes them
 * (jekyllrb.com/docs/permalinks). */
#ifndef SOURCE_PERMALINK_H
#define SOURCE_PERMALINK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/slice.h"

struct fields;

/* What fills the placeholders. All as it stands in names and front matter: nothing is encoded. */
struct permalink_facts {
	struct slice slug;       /* of the front matter; empty: basename's */
	struct slice title;      /* of the front matter; for Hugo's :title */
	struct slice basename;   /* file name without date, language and extension */
	struct slice name;       /* file name without extension */
	struct slice path;       /* folders and name, without extension */
	struct slice section;    /* folders alone */
	struct slice collection; /* "posts" */
	const struct slice *categories;
	size_t category_count;
	bool keeps_case;             /* Hugo: values are not made lower case */
	bool drops_marks;            /* Hugo: nor do they keep the marks of letters */
	const struct civil *when;    /* NULL: undated, its placeholders are empty */
	int64_t at;                  /* the same in seconds since the epoch */
	const struct fields *fields; /* for placeholders of any field */
};

/* The pattern behind a built-in style ("date", "pretty", "ordinal", "weekdate", "none"); any
 * other string is a pattern itself. */
struct slice permalink_style(struct slice style);
/* Appends @pattern with its placeholders filled in; ":output_ext" gives ".html". An unknown one
 * stays as it is. Values are escaped so that permalink_address() reads them as data. */
void permalink_expand(struct buf *out, struct slice pattern,
	const struct permalink_facts *facts, struct arena *scratch);
/* The same with another generator's placeholders: @put appends the value of one, or says that there is
 * none of that name. */
typedef bool permalink_placeholder_fn(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch);
void permalink_expand_with(struct buf *out, struct slice pattern,
	const struct permalink_facts *facts, struct arena *scratch,
	permalink_placeholder_fn *put);

/* Appends the placeholder of a date, undated nothing. False: it is none of a date. */
bool permalink_put_date(struct buf *out, struct slice name, const struct civil *when);
/* "%Y/%m/%d" as strftime(3), and "yyyy/MM/dd" as Unicode's and Moment's patterns. */
void permalink_put_strftime(
	struct buf *out, struct slice format, const struct civil *when);
void permalink_put_pattern(
	struct buf *out, struct slice format, const struct civil *when);

enum permalink_slug {
	SLUG_DEFAULT, /* letters and digits, lower case */
	SLUG_PRETTY,  /* also ._~!$&'()+,;=@ ; case kept */
	SLUG_HUGO,    /* white space to '-', what is not -_.#+~@ dropped, case kept */
	SLUG_WORDS,   /* each space to '-', what is not -_ dropped, lower case */
};
struct slice permalink_slugify(
	struct arena *arena, struct slice s, enum permalink_slug mode);

/* @s in ASCII, unless it has letters of alphabets that generators cannot spell in it. */
struct slice permalink_ascii(struct arena *arena, struct slice s);

/* Appends a file's own name or path so that nothing in it is taken for an encoding. */
void permalink_escape(struct buf *out, struct slice raw);

struct permalink {
	struct slice key;      /* uri_path_key, ".html" and "index.html" cut off */
	struct slice url;      /* the same, encoded */
	struct slice web_path; /* encoded, with ".html" */
};

/* An address from what an author or a pattern says: a slash goes in front, repeated ones are one,
 * stray '%' are data. False: no address can be made of it (it climbs above the root, holds a
 * control character or no UTF-8). */
bool permalink_address(struct arena *arena, struct slice raw, struct permalink *out);
/* The key alone, nothing cut off: for aliases. */
bool permalink_key(struct arena *arena, struct slice raw, struct slice *key);

#endif
