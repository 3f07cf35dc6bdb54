/* SPDX-License-Identifier: MIT */
/* Footnotes: which there are, and their order once it is known which are used. */
#ifndef TEXT_NOTES_H
#define TEXT_NOTES_H

#include "doc/doc.h"

struct note_table {
	struct slice *ids; /* hashed, open addressing; empty ones are free */
	unsigned *numbers;
	size_t capacity, count;
};

/* Collects the ids of the definitions in @text (lines with DIALECT_NOTE_MARK), numbered from 1
 * in the order of the text. */
void notes_collect(struct arena *arena, struct slice text, struct note_table *table);
/* The number of a note by its id, case-blind; 0: there is none. */
unsigned notes_find(const struct note_table *table, struct slice id);
/* Numbers the notes of @doc by their first use, sorts them so, and drops those that nothing
 * refers to. */
void notes_order(struct doc *doc);
/* Puts a heading in the page's language before the notes, if there are any. */
void notes_head(struct doc *doc);

#endif
