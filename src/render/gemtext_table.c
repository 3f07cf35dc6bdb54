/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/gemtext_internal.h"
#include "render/table.h"

/* The cells of all rows; short rows are filled up with empty ones. */
static void read_cells(struct gemtext *g, const struct doc_node *node,
	struct table *table, struct slice *cells)
{
	const struct doc_node *row, *cell;
	size_t at = 0;

	for (row = node->first; row; row = row->next) {
		size_t column = 0;

		for (cell = row->first; cell && column < table->columns;
			cell = cell->next)
			cells[at + column++] =
				arena_dup(&g->arena, gemtext_spans(g, cell, SPANS_ALT));
		at += table->columns;
	}
	table->cells = cells;
}

/* The alt text for screen readers: "Table: Name, Price". */
static void put_alt(
	struct gemtext *g, const struct doc_node *node, const struct table *table)
{
	struct slice caption = text_one_line(&g->arena, node->text);
	const char *separator = ": ";
	size_t column;
	auto_buf struct buf alt = BUF(BUF_MAX_BYTES);

	buf_put(&alt, locale_word(g->locale, WORD_TABLE));
	if (caption.len) {
		buf_puts(&alt, separator);
		buf_put(&alt, caption);
	}
	for (column = 0; !caption.len && table->header && column < table->columns;
		column++) {
		if (!table->cells[column].len)
			continue;
		buf_puts(&alt, separator);
		buf_put(&alt, text_one_line(&g->arena, table->cells[column]));
		separator = ", ";
	}
	gemtext_line(g, S("```"), buf_slice(&alt));
}

/* One row: its first cell as a text line, the others as bullets under it. */
static void put_record(struct gemtext *g, const struct table *table, size_t row)
{
	const struct slice *cells = &table->cells[row * table->columns];
	size_t column;

	gemtext_gap(g);
	gemtext_text(g, text_one_line(&g->arena, cells[0]));
	for (column = 1; column < table->columns; column++) {
		struct slice cell = text_one_line(&g->arena, cells[column]);
		struct slice name =
			table->header ? text_one_line(&g->arena, table->cells[column])
				      : slice_none;

		if (!cell.len)
			continue;
		if (name.len)
			cell = arena_printf(
				&g->arena, "%.*s: %.*s", SARG(name), SARG(cell));
		gemtext_line(g, S("* "), cell);
	}
}

void gemtext_table(struct gemtext *g, const struct doc_node *node)
{
	static const struct table_style style = {TABLE_COLUMNS_MAX, 18, "\xe2\x94\x80"};
	struct table table = {.columns = node->columns, .aligns = node->aligns};
	const struct doc_node *row;
	struct slice line, lines;
	struct slice *cells;
	auto_buf struct buf rendered = BUF(BUF_MAX_BYTES);
	size_t i;

	for (row = node->first; row; row = row->next)
		table.rows++;
	if (!table.rows || !table.columns)
		return;
	table.header = node->first->header;
	cells = arena_array(&g->arena, table.rows * table.columns, struct slice);
	read_cells(g, node, &table, cells);
	gemtext_gap(g);
	if (table_render(&rendered, &table, &style)) {
		put_alt(g, node, &table);
		lines = buf_slice(&rendered);
		while (slice_next_line(&lines, &line))
			gemtext_verbatim(g, line);
		gemtext_line(g, S("```"), slice_none);
	} else {
		gemtext_text(g, text_one_line(&g->arena, node->text));
		for (i = table.header; i < table.rows; i++)
			put_record(g, &table, i);
	}
	gemtext_gap(g);
}
