/* SPDX-License-Identifier: MIT */
#include "render/table.h"

#include "base/text.h"

#define GAP 2 /* columns between two cells */

/* Takes the next line of a cell that is at most @width wide. */
static bool next_line(struct slice *rest, size_t width, struct slice *line)
{
	struct slice whole;
	ptrdiff_t end;

	if (!rest->len)
		return false;
	end = slice_find_char(*rest, '\n');
	whole = end < 0 ? *rest : slice_head(*rest, (size_t)end);
	if (!whole.len || text_columns(whole) <= width) {
		*line = whole;
		*rest = slice_from(*rest, whole.len + (end >= 0));
		return true;
	}
	if (!text_wrap(&whole, width, line))
		*line = whole;
	if (whole.len)
		*rest = slice(whole.ptr, (size_t)(rest->ptr + rest->len - whole.ptr));
	else
		*rest = slice_from(*rest, end < 0 ? rest->len : (size_t)end + 1);
	return true;
}

/* Widths of the columns with cells of at most @cell_max; returns that of a whole line. */
static size_t measure(const struct table *table, size_t cell_max, size_t *widths)
{
	size_t total = 0;
	size_t i, column;

	for (column = 0; column < table->columns; column++)
		widths[column] = 0;
	for (i = 0; i < table->columns * table->rows; i++) {
		struct slice rest = table->cells[i];
		struct slice line;

		while (next_line(&rest, cell_max, &line)) {
			size_t width = text_columns(line);

			if (width > widths[i % table->columns])
				widths[i % table->columns] = width;
		}
	}
	for (column = 0; column < table->columns; column++)
		total += widths[column] + (column ? GAP : 0);
	return total;
}

static void put_aligned(
	struct buf *out, struct slice text, size_t width, enum doc_align align)
{
	size_t columns = text_columns(text);
	size_t space = columns < width ? width - columns : 0;
	size_t before = align == DOC_ALIGN_RIGHT    ? space
			: align == DOC_ALIGN_CENTER ? space / 2
						    : 0;

	buf_repeat(out, ' ', before);
	buf_put(out, text);
	buf_repeat(out, ' ', space - before);
}

static void end_line(struct buf *out, size_t start)
{
	while (out->len > start && out->ptr[out->len - 1] == ' ')
		buf_truncate(out, out->len - 1);
	buf_putc(out, '\n');
}

static void put_row(struct buf *out, const struct table *table, struct slice *rests,
	size_t row, size_t cell_max, const size_t *widths)
{
	size_t column;
	bool more = true;

	for (column = 0; column < table->columns; column++)
		rests[column] = table->cells[row * table->columns + column];
	while (more) {
		size_t start = out->len;

		more = false;
		for (column = 0; column < table->columns; column++) {
			struct slice line = slice_none;

			next_line(&rests[column], cell_max, &line);
			if (column)
				buf_repeat(out, ' ', GAP);
			put_aligned(out, line, widths[column],
				table->aligns ? table->aligns[column] : DOC_ALIGN_NONE);
			more = more || rests[column].len;
		}
		end_line(out, start);
	}
}

static void put_rule(struct buf *out, const struct table *table, const char *rule,
	const size_t *widths)
{
	size_t start = out->len;
	size_t column, i;

	for (column = 0; column < table->columns; column++) {
		if (column)
			buf_repeat(out, ' ', GAP);
		for (i = 0; i < widths[column]; i++)
			buf_puts(out, rule);
	}
	end_line(out, start);
}

bool table_print(
	struct buf *out, const struct table *table, const struct table_style *style)
{
	struct arena arena;
	size_t *widths;
	struct slice *rests;
	size_t cell_max = style->columns_max;
	size_t row;
	bool fits;

	arena_init(&arena);
	widths = arena_array(&arena, table->columns, size_t);
	rests = arena_array(&arena, table->columns, struct slice);
	/* Wider than a line may be is too wide anyway: measured unwrapped first. */
	fits = measure(table, SIZE_MAX, widths) <= style->columns_max;
	if (!fits) {
		cell_max = style->cell_max;
		fits = measure(table, cell_max, widths) <= style->columns_max;
	}
	for (row = 0; fits && row < table->rows; row++) {
		put_row(out, table, rests, row, cell_max, widths);
		if (row == 0 && table->header)
			put_rule(out, table, style->rule, widths);
	}
	arena_fini(&arena);
	return fits;
}
