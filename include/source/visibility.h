/* SPDX-License-Identifier: MIT */
/* Who may see a page, by the words that its author, the folders above it and the site's settings use.
 *
 * One table (src/source/visibility_rows.c) has a row for each word of each generator; the strongest state
 * of the rows that apply counts. A generator whose own settings name a word adds rows to
 * settings->words. A word that no row knows but that smells of a closed page keeps the page back. */
#ifndef SOURCE_VISIBILITY_H
#define SOURCE_VISIBILITY_H

#include "source/fields.h"

/* From the weakest to the strongest. */
enum post_state {
	POST_PUBLIC,
	POST_UNLISTED, /* its address answers; it stands in no list, count or feed */
	POST_LOCKED,   /* behind a password, or for members: no address */
	POST_NEVER,    /* not published at all: no address */
};

/* Lists that a page is kept from though its address answers. */
enum {
	KEPT_FROM_LATEST = 1,     /* the latest posts of the home page */
	KEPT_FROM_FEEDS = 2,      /* Atom */
	KEPT_FROM_NAVIGATION = 4, /* pages only: the links of the home page */
	KEPT_FROM_SEARCH = 8,
	LISTED_IN_SECTION = 16, /* unlisted, but for the list of its own section */
	SHARES_FILES = 32, /* the page has no address, the files beside it have one */
	KEEPS_FILES = 64,  /* not even these */
};

/* How a row looks at the value of its key. */
enum visibility_test {
	VALUE_IS_TRUE,  /* true, yes, on, 1; y and t, which some generators take for it */
	VALUE_IS_FALSE, /* false, no, off, 0, n, f */
	VALUE_IS_NOT_FALSE, /* has a value that is not false: what else could be meant? */
	VALUE_IS_SAID, /* has a value. An empty one of the page itself takes back the site's */
	VALUE_IS_EMPTY, /* stands there without a value */
	VALUE_IS,       /* one of the words in values */
	VALUE_IS_NOT,   /* has a value that is none of them */
	VALUE_HAS,      /* one of them stands among its words */
};

enum {                          /* what takes a row out of force */
	UNLESS_DRAFTS = 1,      /* drafts are shown: --drafts, the generator's own key */
	UNLESS_UNPUBLISHED = 2, /* unpublished posts are shown (Jekyll) */
};

struct visibility_row {
	unsigned generators; /* bits 1u << enum generator */
	/* "draft|private": several; "build.list": a field of a map; "encrypt*", alone: any that begins so. */
	struct slice keys;
	enum visibility_test test;
	struct slice values; /* "never|false": without case */
	enum post_state state;
	unsigned kept_from;
	unsigned unless;
	struct slice
		unless_key; /* the page itself has a value under it; empty: no such key */
};

struct visibility {
	enum post_state state;
	unsigned kept_from;
	/* Why it is not public: "build.list: never"; passwords are not repeated. Empty: it is. */
	struct slice word;
	unsigned line,
		column; /* of the word in the page's own front matter; 0: elsewhere */
	struct slice unknown; /* the key, where no row knows it; else empty */
};

/* What the words under @fields make of the page. Strings of *out are in @arena, or in the fields. */
void visibility_of(
	const struct fields *fields, struct arena *arena, struct visibility *out);
/* Locks or hides it where a single pair of @loose says so, whatever the others say: what could not be
 * read as front matter never makes a page public. @loose may be NULL. */
void visibility_of_loose(const struct fields *fields, const struct value *loose,
	struct arena *arena, struct visibility *out);
/* Does the pair by itself lock or hide a page of Eleventy? */
bool visibility_hides(const struct value_pair *pair);
/* Takes @state and @word where they are stronger than what @visibility has. */
void visibility_raise(
	struct visibility *visibility, enum post_state state, struct slice word);
/* The value under @key (dotted): the page's own where it stands, even empty, else what the folders
 * above and the settings say. NULL: nobody says. @own: it is the page's own. */
const struct value *visibility_value(
	const struct fields *fields, struct slice key, bool *own);
/* Is @value true as generators count it: true, yes, on or 1? */
bool visibility_is_true(const struct value *value);

/* What a section says of the pages below it, under keys that no author can write: a generator's folder
 * hook puts them among the inherited fields. */
#define VISIBILITY_DRAFT_SECTION " draft section"
#define VISIBILITY_SORT_BY       " sort by"

#endif
