/* SPDX-License-Identifier: MIT */
/* The tree pass over what templates left empty (TEXT_GAP): removes text that is meaningless
 * without it. */
#ifndef TEXT_GAPS_H
#define TEXT_GAPS_H

#include "doc/doc.h"

/* Marks where a template put nothing. A noncharacter (U+FDD0). */
#define TEXT_GAP "\xef\xb7\x90"

/* Removes paragraphs, items, headings and rows with nothing but punctuation left, and what introduced only
 * them: a heading, or a line that ends in a colon. Brackets and quotes around a gap are removed, too. No gap
 * remains in @doc. */
void gaps_close(struct doc *doc);
/* @text without its gaps; @text itself when there are none. */
struct slice gaps_without(struct arena *arena, struct slice text);

#endif
