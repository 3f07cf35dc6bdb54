/* SPDX-License-Identifier: MIT */
/* The words around the first hit of a query in a document, for a line of results. */
#ifndef SEARCH_EXCERPT_H
#define SEARCH_EXCERPT_H

#include "doc/doc.h"
#include "search/query.h"

/* At most @columns columns, cut at words, with an ellipsis where something was cut; the beginning of the text where
 * the body has no hit (the title had it). In @arena. */
struct slice search_excerpt(struct arena *arena, const struct doc *doc,
	const struct search_query *query, unsigned columns);

#endif
