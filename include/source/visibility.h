/* SPDX-License-Identifier: MIT */
/* Who may see a page, by the words in its front matter, in the folders above it and in the site's settings.
 *
 * One table (src/source/visibility_rows.c) has a row for each word of each generator; the strongest state
 * of the rows that apply counts. Generators add the words that their settings define to settings->words. An
 * unknown word that suggests a closed page hides the page. */
#ifndef SOURCE_VISIBILITY_H
#define SOURCE_VISIBILITY_H

#include "source/fields.h"

/* From the weakest to the strongest. */
enum post_state {
	POST_PUBLIC,
	POST_UNLISTED, /* its address works; it is in no list, count or feed */
	POST_LOCKED,   /* behind a password, or for members: no address */
	POST_NEVER,    /* not published at all: no address */
};

/* Lists that do not show a page although its address works. */
enum {
	KEPT_FROM_LATEST = 1,     /* the latest posts of the home page */
	KEPT_FROM_FEEDS = 2,      /* Atom */
	KEPT_FROM_NAVIGATION = 4, /* pages only: the links of the home page */
	KEPT_FROM_SEARCH = 8,
	LISTED_IN_SECTION = 16, /* unlisted, except in its own section */
	SHARES_FILES = 32,      /* the page has no address, but the files beside it do */
	KEEPS_FILES = 64,       /* not even these */
};

/* How a row tests the value of its key. */
enum visibility_test {
	VALUE_IS_TRUE,      /* true, yes, on, 1; also y and t, as in some generators */
	VALUE_IS_FALSE,     /* false, no, off, 0, n, f */
	VALUE_IS_NOT_FALSE, /* has a value other than false */
	VALUE_IS_SAID,  /* has a value. An empty one in the page overrides the site's */
	VALUE_IS_EMPTY, /* is present without a value */
	VALUE_IS,       /* one of the words in values */
	VALUE_IS_NOT,   /* has another value */
	VALUE_HAS,      /* one of them is among its words */
};

enum {                          /* what disables a row */
	UNLESS_DRAFTS = 1,      /* drafts are shown: --drafts, the generator's own key */
	UNLESS_UNPUBLISHED = 2, /* unpublished posts are shown (Jekyll) */
};

struct visibility_row {
	unsigned generators; /* bits 1u << enum generator */
	/* "draft|private": several keys; "build.list": a field of a map; "encrypt*", alone: a prefix. */
	struct slice keys;
	enum visibility_test test;
	struct slice values; /* "never|false", case-blind */
	enum post_state state;
	unsigned kept_from;
	unsigned unless;
	struct slice
		unless_key; /* disables the row when the page has a value for it; empty: none */
};

struct visibility {
	enum post_state state;
	unsigned kept_from;
	/* Why it is not public: "build.list: never", without passwords. Empty: it is public. */
	struct slice word;
	unsigned line, column; /* of the word in the page's front matter; 0: elsewhere */
	struct slice unknown;  /* the key when no row knows it; else empty */
};

/* The visibility of a page with @fields. Strings of *out are in @arena or in the fields. */
void visibility_of(
	const struct fields *fields, struct arena *arena, struct visibility *out);
/* Locks or hides the page when any single pair of @loose says so, whatever the others say: faulty
 * front matter never makes a page public. @loose may be NULL. */
void visibility_of_loose(const struct fields *fields, const struct value *loose,
	struct arena *arena, struct visibility *out);
/* Does the pair alone lock or hide an Eleventy page? */
bool visibility_hides(const struct value_pair *pair);
/* Sets @state and @word if they are stronger than the current ones. */
void visibility_raise(
	struct visibility *visibility, enum post_state state, struct slice word);
/* The value of @key (dotted): the page's own, even if empty, else that of the folders above and
 * the settings. NULL: none. @own: it is the page's own. */
const struct value *visibility_value(
	const struct fields *fields, struct slice key, bool *own);
/* Is @value true for generators: true, yes, on or 1? */
bool visibility_is_true(const struct value *value);

/* Settings of a section for the pages below it, under keys that authors cannot write; a generator's
 * folder hook adds them to the inherited fields. */
#define VISIBILITY_DRAFT_SECTION " draft section"
#define VISIBILITY_SORT_BY       " sort by"

#endif
