/* SPDX-License-Identifier: MIT */
/* Footnotes: their definitions, and their order by use. */
#ifndef TEXT_NOTES_H
#define TEXT_NOTES_H

#include "doc/doc.h"

struct note_table {
	struct slice *ids; /* hash table, open addressing; empty slots are free */
	unsigned *numbers;
	size_t capacity, count;
};

/* Collects the ids of the definitions in @text (lines with DIALECT_NOTE_MARK), numbered from 1
 * in the order of the text. */
void notes_collect(struct arena *arena, struct slice text, struct note_table *table);
/* The number of the note with @id, case-blind; 0: none. */
unsigned notes_find(const struct note_table *table, struct slice id);
/* Numbers and sorts the notes of @doc by first use, and drops unused ones. */
void notes_order(struct doc *doc);
/* Puts a heading in the page's language before the notes, if there are any. */
void notes_head(struct doc *doc);

#endif
