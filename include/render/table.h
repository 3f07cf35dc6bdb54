/* SPDX-License-Identifier: MIT */
/* A table as lines of aligned columns: two spaces between columns, a rule under the header,
 * widths in terminal cells. Shared by the renderers. */
#ifndef RENDER_TABLE_H
#define RENDER_TABLE_H

#include "base/buf.h"
#include "doc/doc.h"

/* What a gemtext reader on 80 columns still sees whole, and how far a cell may run. */
#define TABLE_COLUMNS_MAX 68
#define TABLE_CELL_MAX    40
/* A column that is shrunk stays this wide, if it was, so that its words can be read. */
#define TABLE_SHRUNK_MIN 8

struct table {
	size_t columns, rows;
	bool header;                  /* row 0 is one */
	const enum doc_align *aligns; /* as many as columns, or NULL */
	const struct slice
		*cells; /* row by row; LF breaks a line, no other control character */
};

struct table_style {
	size_t columns_max; /* of a whole line */
	/* Of a cell, where the lines would be longer; 0: the widest column is shrunk until they
	 * are not, no piece that cannot be broken being cut. */
	size_t cell_max;
	const char *rule; /* one column of the line under the header: "\u2500" or "-" */
};

/* Appends the table as lines that end with LF and have no trailing spaces. False, and nothing
 * appended, when it does not fit even with its cells wrapped: the caller renders records then. */
bool table_render(
	struct buf *out, const struct table *table, const struct table_style *style);

#endif
