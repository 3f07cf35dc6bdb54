/* SPDX-License-Identifier: MIT */
#include "render/table.h"

#include "base/text.h"

#define GAP 2 /* columns between two cells */
/* A longer cell is unreadable in a column. */
#define CELL_MAX_BYTES 4096

/* Takes the next line of a cell, at most @width wide. */
static bool next_line(struct slice *rest, size_t width, struct slice *line)
{
	struct slice whole;
	ptrdiff_t end;

	if (!rest->len)
		return false;
	end = slice_find_char(*rest, '\n');
	whole = end < 0 ? *rest : slice_head(*rest, (size_t)end);
	/* Looks no further than one line. */
	if (text_head_columns(whole, width).len == whole.len) {
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

/* The widths of the columns with cells of at most @limits; returns that of a whole line. @widths
 * may be @limits. */
static size_t measure(const struct table *table, const size_t *limits, size_t *widths)
{
	size_t total = 0;
	size_t row, column;

	for (column = 0; column < table->columns; column++) {
		size_t limit = limits[column];

		widths[column] = 0;
		for (row = 0; row < table->rows; row++) {
			struct slice rest = table->cells[row * table->columns + column];
			struct slice line;

			while (next_line(&rest, limit, &line)) {
				size_t width = text_columns(line);

				if (width > widths[column])
					widths[column] = width;
			}
		}
		total += widths[column] + (column ? GAP : 0);
	}
	return total;
}

static size_t measure_all(const struct table *table, size_t limit, size_t *widths)
{
	size_t column;

	for (column = 0; column < table->columns; column++)
		widths[column] = limit;
	return measure(table, widths, widths);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Shrinks the widest columns first until @widths (initially unwrapped) fit. False: impossible. */
static bool shrink(const struct table *table, struct arena *arena,
	const struct table_style *style, size_t *widths)
{
	size_t *least = arena_array(arena, table->columns, size_t);
	size_t gaps = GAP * (table->columns - 1), columns_max = style->columns_max,
	       level = columns_max;
	size_t column, total;

	measure_all(table, 1, least);
	for (column = 0, total = gaps; column < table->columns; column++) {
		size_t readable = smaller(widths[column], style->shrunk_min);

		least[column] = least[column] < readable ? readable : least[column];
		total += least[column];
	}
	if (total > columns_max)
		return false;
	do {
		for (column = 0, total = gaps; column < table->columns; column++) {
			size_t width = smaller(widths[column], level);

			total += width < least[column] ? least[column] : width;
		}
	} while (total > columns_max && level--);
	for (column = 0; column < table->columns; column++) {
		size_t natural = widths[column];

		widths[column] = smaller(natural, level);
		if (widths[column] < least[column])
			widths[column] = least[column];
		/* The rest goes to the first column that can use it. */
		for (; widths[column] < natural && total < columns_max; total++)
			widths[column]++;
	}
	measure(table, widths, widths);
	return true;
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
	size_t row, const size_t *widths)
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

			next_line(&rests[column], widths[column], &line);
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

static bool is_readable(const struct table *table)
{
	size_t i;

	for (i = 0; i < table->rows * table->columns; i++)
		if (table->cells[i].len > CELL_MAX_BYTES)
			return false;
	return true;
}

bool table_render(
	struct buf *out, const struct table *table, const struct table_style *style)
{
	auto_arena struct arena arena = {0};
	size_t *widths;
	struct slice *rests;
	size_t row;
	bool fits;

	if (!table->columns || !is_readable(table))
		return false;
	widths = arena_array(&arena, table->columns, size_t);
	rests = arena_array(&arena, table->columns, struct slice);
	/* Measures unwrapped first; nothing wider than a line matters. */
	fits = measure_all(table, SIZE_MAX, widths) <= style->columns_max;
	if (!fits)
		fits = shrink(table, &arena, style, widths);
	for (row = 0; fits && row < table->rows; row++) {
		put_row(out, table, rests, row, widths);
		if (row == 0 && table->header)
			put_rule(out, table, style->rule, widths);
	}
	return fits;
}
