/* SPDX-License-Identifier: MIT */
/* HTML tables: data tables become tables, layout tables are replaced by their content. */
#include "text/html/html_internal.h"

#define COLSPAN_MAX 16
#define ROWSPAN_MAX 255
#define TABLES_READ 4 /* up to this depth, a table is read ahead to see what it is */

/* Signs of a layout table: a table, code, headings or players in it, a single cell in every row, or
 * its role. */
static bool is_layout(const struct html_tag *tag)
{
	struct slice value, rest = tag->rest;
	unsigned depth = 1, cells = 0, most = 0;
	static const struct slice tells =
		S("pre|h1|h2|h3|h4|iframe|video|blockquote|object");
	if (html_attr(tag, S("role"), &value) &&
		slice_eq_nocase(value, S("presentation")))
		return true;
	while (depth && rest.len) {
		ptrdiff_t at = slice_find_char(rest, '<');
		if (at < 0)
			break;
		rest = slice_from(rest, (size_t)at + 1);
		if (slice_starts_nocase(rest, S("/table"))) {
			depth--;
		} else if (slice_starts_nocase(rest, S("table"))) {
			return true;
		} else if (slice_starts_nocase(rest, S("tr"))) {
			cells = 0;
		} else if (slice_starts_nocase(rest, S("td")) ||
			   (slice_starts_nocase(rest, S("th")) &&
				   !slice_starts_nocase(rest, S("thead")))) {
			cells++;
			most = cells > most ? cells : most;
		} else {
			size_t len = slice_which(rest, tells, slice_starts_nocase).len;
			if (len && rest.len > len && !ascii_is_alnum(rest.ptr[len]))
				return true;
		}
	}
	/* A table cut into pieces by blank lines cannot be judged. */
	return depth == 0 && most <= 1;
}

void html_open_table(struct html *html, const struct html_tag *tag)
{
	if (html->table_depth == HTML_TABLES_MAX) {
		build_break_paragraph(html->build);
		return;
	}
	struct html_table *outer =
		html->table_depth ? &html->tables[html->table_depth - 1] : NULL;
	struct html_table *table = &html->tables[html->table_depth++];
	*table = (struct html_table){0};
	table->layout = html->table_depth > TABLES_READ || (outer && !outer->layout) ||
			is_layout(tag);
	if (table->layout)
		build_break_paragraph(html->build);
	else
		table->node = build_open_html(html->build, DOC_TABLE, S("table"));
}

void html_close_table(struct html *html)
{
	if (!html->table_depth) {
		build_break_paragraph(html->build);
		return;
	}
	if (html->tables[--html->table_depth].layout)
		build_break_paragraph(html->build);
	else
		build_close_html(html->build, S("table"));
}

void html_open_row(struct html *html)
{
	struct html_table *table =
		html->table_depth ? &html->tables[html->table_depth - 1] : NULL;
	if (!table || table->layout) {
		build_break_paragraph(html->build);
		return;
	}
	table->row = build_open_html(html->build, DOC_ROW, S("tr"));
	/* Cells that span rows lose a row here, too. */
	for (unsigned i = table->cells; i < HTML_COLUMNS_MAX; i++)
		table->rows_left[i] -= table->rows_left[i] > 0;
	table->cells = table->spanned = 0;
	if (table->row)
		table->row->header = table->head;
}

static enum doc_align alignment(const struct html_tag *tag)
{
	struct slice value;
	ptrdiff_t at;
	if (!html_attr(tag, S("align"), &value)) {
		if (!html_attr(tag, S("style"), &value))
			return DOC_ALIGN_NONE;
		at = slice_find(value, S("text-align"));
		if (at < 0)
			return DOC_ALIGN_NONE;
		value = slice_trim_start(slice_from(value, (size_t)at + 10));
		if (value.len && value.ptr[0] == ':')
			value = slice_trim_start(slice_from(value, 1));
	}
	if (slice_starts_nocase(value, S("center")))
		return DOC_ALIGN_CENTER;
	if (slice_starts_nocase(value, S("right")))
		return DOC_ALIGN_RIGHT;
	if (slice_starts_nocase(value, S("left")))
		return DOC_ALIGN_LEFT;
	return DOC_ALIGN_NONE;
}

static void count_cell(struct html *html, struct html_table *table, enum doc_align align)
{
	struct doc_node *node = table->node;
	table->cells++;
	if (!node || table->cells <= node->columns) {
		if (node && align != DOC_ALIGN_NONE &&
			node->aligns[table->cells - 1] == DOC_ALIGN_NONE)
			node->aligns[table->cells - 1] = align;
		return;
	}
	if (table->cells > table->capacity) {
		unsigned capacity = table->capacity ? table->capacity * 2 : 8;
		enum doc_align *aligns =
			arena_array(html->arena, capacity, enum doc_align);
		if (node->columns)
			memcpy(aligns, node->aligns, node->columns * sizeof(*aligns));
		node->aligns = aligns;
		table->capacity = capacity;
	}
	node->columns = table->cells;
	node->aligns[table->cells - 1] = align;
}

/* A numeric attribute, 1 by default. */
static unsigned span_of(const struct html_tag *tag, struct slice name, unsigned max)
{
	unsigned long long span = 1;
	struct slice value;

	if (!html_attr(tag, name, &value) || !slice_to_uint(slice_trim(value), &span))
		return 1;
	return span > max ? max : (unsigned)span;
}

/* The empty columns before the next cell: spanned by the last cell, or by a cell of a row above. */
static void skip_columns(struct html *html, struct html_table *table)
{
	while (table->cells < HTML_COLUMNS_MAX) {
		unsigned char *rows = &table->rows_left[table->cells];

		if (table->spanned) {
			table->spanned--;
			*rows = table->span_rows;
		} else if (*rows) {
			--*rows;
		} else {
			return;
		}
		build_open_html(html->build, DOC_CELL, S("td"));
		count_cell(html, table, DOC_ALIGN_NONE);
	}
}

void html_open_cell(struct html *html, const struct html_tag *tag, bool header)
{
	struct html_table *table =
		html->table_depth ? &html->tables[html->table_depth - 1] : NULL;
	if (!table || table->layout) {
		build_break_paragraph(html->build);
		return;
	}
	if (!build_is_open_html(html->build, S("tr")))
		html_open_row(html);
	if (table->cells >= HTML_COLUMNS_MAX) {
		build_text(html->build, S(" "));
		return;
	}
	/* A first row of only <th> is the header; later <th> are row headers. */
	if (table->row && !table->head) {
		if (table->cells == 0)
			table->row->header = header && !table->body;
		else if (!header)
			table->row->header = false;
		table->body = true;
	}
	skip_columns(html, table);
	if (table->cells == HTML_COLUMNS_MAX)
		return;
	build_open_html(html->build, DOC_CELL, S("td"));
	count_cell(html, table, alignment(tag));
	/* Opening the next cell closes this one, so spanned columns are added with the next one. */
	table->spanned = span_of(tag, S("colspan"), COLSPAN_MAX) - 1;
	unsigned rows = span_of(tag, S("rowspan"), ROWSPAN_MAX);
	table->span_rows = (unsigned char)(rows ? rows - 1 : ROWSPAN_MAX);
	table->rows_left[table->cells - 1] = table->span_rows;
}
