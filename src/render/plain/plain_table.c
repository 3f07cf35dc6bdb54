/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/plain/plain_internal.h"
#include "render/table.h"

#define COLUMN_MIN 3 /* a character and the gap beside it */

static struct slice cell_text(struct plain *p, const struct doc_node *cell)
{
	return arena_dup(&p->arena, plain_spans(p, cell->first, NULL, PLAIN_ALT));
}

static bool put_aligned(struct plain *p, const struct doc_node *node, size_t rows)
{
	const struct table_style style = {
		.columns_max = plain_columns(p), .shrunk_min = 8, .rule = "-"};
	struct table table = {.columns = node->columns,
		.rows = rows,
		.header = node->first->header,
		.aligns = node->aligns};
	struct slice *cells;
	const struct doc_node *row, *cell;
	struct slice line, lines;
	auto_buf struct buf rendered = BUF(BUF_MAX_BYTES);
	size_t at = 0;
	bool fits;

	if (table.columns > style.columns_max / COLUMN_MIN + 1)
		return false;
	cells = arena_array(&p->arena, rows * table.columns, struct slice);
	for (row = node->first; row; row = row->next, at += table.columns) {
		size_t column = 0;

		for (cell = row->first; cell && column < table.columns; cell = cell->next)
			cells[at + column++] = cell_text(p, cell);
	}
	table.cells = cells;
	fits = table_render(&rendered, &table, &style);
	lines = buf_slice(&rendered);
	while (fits && slice_next_line(&lines, &line)) {
		if (line.len)
			plain_line(p, line);
		else
			plain_gap(p, 1); /* a row of empty cells */
	}
	return fits;
}

static struct slice one_line(struct plain *p, const struct doc_node *cell)
{
	return arena_dup(
		&p->arena, plain_spans(p, cell->first, NULL, PLAIN_ALT | PLAIN_ONE_LINE));
}

/* One row: its first cell, the others as bullets under it. */
static void put_record(struct plain *p, const struct doc_node *row,
	const struct slice *names, size_t count)
{
	const struct doc_node *cell = row->first;
	size_t column;

	if (!cell)
		return;
	plain_gap(p, 1);
	plain_fill(p, one_line(p, cell));
	for (column = 1, cell = cell->next; cell && column < count;
		column++, cell = cell->next) {
		struct slice text = one_line(p, cell);
		size_t pushed;

		if (!text.len)
			continue;
		if (names && names[column].len)
			text = arena_printf(
				&p->arena, "%.*s: %.*s", SARG(names[column]), SARG(text));
		pushed = plain_push(p, S("* "), S("  "));
		plain_fill(p, text);
		plain_pop(p, pushed);
	}
}

static void put_records(struct plain *p, const struct doc_node *node)
{
	const struct doc_node *row = node->first, *cell;
	struct slice *names = NULL;
	size_t column = 0;

	if (row->header) {
		names = arena_array(&p->arena, node->columns, struct slice);
		for (cell = row->first; cell && column < node->columns; cell = cell->next)
			names[column++] = one_line(p, cell);
		row = row->next;
	}
	for (; row; row = row->next)
		put_record(p, row, names, node->columns);
}

void plain_table(struct plain *p, const struct doc_node *table)
{
	const struct doc_node *row;
	size_t rows = 0;

	for (row = table->first; row; row = row->next)
		rows++;
	if (!rows || !table->columns)
		return;
	if (table->text.len) {
		plain_fill(p, plain_cleaned(p, table->text));
		plain_gap(p, 1);
	}
	plain_put_marker(p);
	if (!put_aligned(p, table, rows))
		put_records(p, table);
}
