/* SPDX-License-Identifier: MIT */
/* What a reader types into a search, as words, phrases and filters: pure, no I/O. Anything that is no syntax is
 * words; nothing is an error. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define SEARCH_QUERY_MAX_CHARACTERS 256
#define SEARCH_WORDS_MAX            16
#define SEARCH_PAIRS_MAX            64 /* of characters written without spaces */

enum search_term_kind {
	SEARCH_WORD, /* tokens: what one word is folded to; several are neighbours ("don't", Japanese) */
	SEARCH_PHRASE, /* tokens that follow each other */
	SEARCH_TAG,    /* text: the slug of tag:x */
	SEARCH_LANG,   /* text: "fr" of lang:fr */
	SEARCH_YEAR,   /* text: "2025" */
};

struct search_term {
	enum search_term_kind kind;
	bool excluded;              /* -x */
	bool in_title;              /* in:title x: the terms after it */
	struct slice text;          /* as typed, for the page; clean, one line */
	const struct slice *tokens; /* folded, as the index has them (search/tokens.h) */
	size_t token_count;
};

struct search_query {
	struct slice
		text; /* all of it, clean, one line; for headings and the pages that follow */
	const struct search_term *terms;
	size_t count;
	bool is_cut; /* longer than is read: the page says so */
};

/* @typed: decoded bytes, any. *out is in @arena. count is 0 where there is nothing to look for. */
void search_query_read(struct arena *arena, struct slice typed, struct search_query *out);
/* @query without its term @i, as a reader would type it, to propose fewer words. */
struct slice search_query_without(
	struct arena *arena, const struct search_query *query, size_t i);

#endif
