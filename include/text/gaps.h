/* SPDX-License-Identifier: MIT */
/* The tree pass over what templates left empty (TEXT_GAP): what says nothing without it goes. */
#ifndef TEXT_GAPS_H
#define TEXT_GAPS_H

#include "doc/doc.h"

/* Stands where a template put nothing. No character (U+FDD0). */
#define TEXT_GAP "\xef\xb7\x90"

/* A paragraph, an item, a heading or a row of which nothing is left but marks of punctuation goes, and so does
 * what stood over it alone: a heading, a line that ends in a colon. Brackets and quotes around a gap go with it.
 * No gap is left in @doc. */
void gaps_close(struct doc *doc);
/* @text without its gaps; @text itself where there is none. */
struct slice gaps_without(struct arena *arena, struct slice text);

#endif
