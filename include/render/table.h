/* SPDX-License-Identifier: MIT */
/* A table as lines of aligned columns: two spaces between columns, a rule under the header,
 * widths in terminal cells. Shared by the renderers. */
#ifndef RENDER_TABLE_H
#define RENDER_TABLE_H

#include "base/buf.h"
#include "doc/doc.h"

/* What a gemtext reader on 80 columns still sees whole. */
#define TABLE_COLUMNS_MAX 68

struct table {
	size_t columns, rows;
	bool header;                  /* row 0 is one */
	const enum doc_align *aligns; /* as many as columns, or NULL */
	const struct slice
		*cells; /* row by row; LF breaks a line, no other control character */
};

struct table_style {
	size_t columns_max; /* of a whole line */
	/* Where lines would be longer, the widest column is shrunk until they are not, no piece that
	 * cannot be broken being cut; one stays this wide, if it was, so that its words can be read. */
	size_t shrunk_min;
	const char *rule; /* one column of the line under the header: "\u2500" or "-" */
};

/* Appends the table as lines that end with LF and have no trailing spaces. False, and nothing
 * appended, when it does not fit even with its cells wrapped: the caller renders records then. */
bool table_render(
	struct buf *out, const struct table *table, const struct table_style *style);

#endif
