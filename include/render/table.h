/* SPDX-License-Identifier: MIT */
/* A table as lines of aligned columns: two spaces between columns, a rule under the header,
 * widths in terminal cells. Shared by the renderers. */
#ifndef RENDER_TABLE_H
#define RENDER_TABLE_H

#include "base/buf.h"
#include "doc/doc.h"

/* What still fits a gemtext client with 80 columns. */
#define TABLE_COLUMNS_MAX 68

struct table {
	size_t columns, rows;
	bool header;                  /* row 0 is a header */
	const enum doc_align *aligns; /* one per column, or NULL */
	const struct slice
		*cells; /* row by row; LF breaks a line, no other control character */
};

struct table_style {
	size_t columns_max; /* of a whole line */
	/* If lines would be longer, the widest column is shrunk until they fit, without cutting
	 * unbreakable pieces. A column that was at least this wide stays at least this wide, so that
	 * its words can be read. */
	size_t shrunk_min;
	const char *rule; /* one column of the rule under the header: "\u2500" or "-" */
};

/* Appends the table as lines that end with LF and have no trailing spaces. False, and nothing
 * appended, when it does not fit even with wrapped cells; the caller then renders records. */
bool table_render(
	struct buf *out, const struct table *table, const struct table_style *style);

#endif
