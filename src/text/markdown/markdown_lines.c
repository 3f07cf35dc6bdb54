/* SPDX-License-Identifier: MIT */
/* Paragraphs with line-based syntax: tables (GFM, kramdown) whose separating pipes the pre-pass
 * marked, and definition lists (PHP Markdown Extra). */
#include "text/markdown/markdown_internal.h"

struct slice markdown_literal(cmark_node *node)
{
	return slice_str(cmark_node_get_literal(node));
}

struct slice markdown_pipes(struct markdown *md, struct slice text, bool escaped)
{
	char *copy;
	size_t i, len = 0;

	if (!md->has_pipes || (slice_find_char(text, DIALECT_PIPE[0]) < 0 &&
				      !(escaped && slice_find(text, S("\\|")) >= 0)))
		return text;
	copy = arena_alloc(md->doc->arena, text.len + 1);
	for (i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (escaped && c == '\\' && i + 1 < text.len && text.ptr[i + 1] == '|')
			continue;
		copy[len++] = c == DIALECT_PIPE[0] ? '|' : c;
	}
	return slice(copy, len);
}

bool markdown_is_line_end(cmark_node *node)
{
	cmark_node_type type = node ? cmark_node_get_type(node) : CMARK_NODE_SOFTBREAK;

	return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

static cmark_node *line_end(cmark_node *node)
{
	while (node && !markdown_is_line_end(node))
		node = cmark_node_next(node);
	return node;
}

static bool is_text(cmark_node *node)
{
	return node && cmark_node_get_type(node) == CMARK_NODE_TEXT;
}

/* --- tables ------------------------------------------------------------------- */

static bool has_pipe(cmark_node *first)
{
	for (; first && !markdown_is_line_end(first); first = cmark_node_next(first))
		if (is_text(first) &&
			slice_find_char(markdown_literal(first), DIALECT_PIPE[0]) >= 0)
			return true;
	return false;
}

/* Is this the line under a table's header? */
static bool is_rule(cmark_node *first)
{
	struct slice line;
	bool dashes = false;
	size_t i;

	if (!is_text(first) || !markdown_is_line_end(cmark_node_next(first)))
		return false;
	line = markdown_literal(first);
	for (i = 0; i < line.len; i++) {
		char c = line.ptr[i];

		if (c == '-' || c == '=')
			dashes = true;
		else if (c != ':' && c != '+' && c != '|' && c != DIALECT_PIPE[0] &&
			 !ascii_is_space(c))
			return false;
	}
	return dashes;
}

static void read_aligns(struct markdown *md, struct slice line)
{
	struct doc_node *table = md->table;
	struct slice cell;
	unsigned column = 0;

	line = slice_trim(line);
	if (line.len && line.ptr[0] == DIALECT_PIPE[0])
		line = slice_from(line, 1);
	table->aligns = arena_array(md->doc->arena, TABLE_MAX_COLUMNS, enum doc_align);
	while (column < TABLE_MAX_COLUMNS && slice_split(&line, DIALECT_PIPE[0], &cell)) {
		bool left, right;

		cell = slice_trim(cell);
		left = slice_starts(cell, S(":"));
		right = slice_ends(cell, S(":"));
		table->aligns[column++] = left && right ? DOC_ALIGN_CENTER
					  : left        ? DOC_ALIGN_LEFT
					  : right       ? DOC_ALIGN_RIGHT
							: DOC_ALIGN_NONE;
	}
}

static void close_row(struct markdown *md)
{
	if (!md->row)
		return;
	if (md->cells)
		build_close(md->build, DOC_CELL);
	build_close(md->build, DOC_ROW);
	if (md->table->columns < md->cells)
		md->table->columns = md->cells;
	md->row = NULL;
	md->cells = 0;
}

static void close_table(struct markdown *md)
{
	if (!md->table)
		return;
	close_row(md);
	if (!md->table->aligns)
		md->table->aligns =
			arena_array(md->doc->arena, TABLE_MAX_COLUMNS, enum doc_align);
	build_close(md->build, DOC_TABLE);
	md->table = NULL;
}

static void open_cell(struct markdown *md)
{
	build_open(md->build, DOC_CELL);
	md->cells++;
}

void markdown_cell(struct markdown *md, bool at_line_end)
{
	if (!md->row || at_line_end)
		return;
	if (md->cells >= TABLE_MAX_COLUMNS) {
		build_text(md->build, S(" | "));
		return;
	}
	build_close(md->build, DOC_CELL);
	open_cell(md);
}

/* Rows above the first rule are the header. A rule at the start of a table is decoration, or means no header:
 * another rule right below the next row decides. */
static void read_rule(struct markdown *md, struct slice line)
{
	struct doc_node *table = md->table, *row;
	bool again = md->rule_first && table->first && !table->first->next;

	if (table->aligns && !again)
		return;
	md->rule_first = !table->first;
	read_aligns(md, line);
	for (row = table->first; row; row = row->next)
		row->header = true;
}

static void table_line(struct markdown *md, cmark_node *first)
{
	struct slice text;

	if (!md->table) {
		build_close(md->build, DOC_PARAGRAPH);
		md->table = build_open(md->build, DOC_TABLE);
		md->rule_first = false;
		if (!md->table) { /* too deep for a table: words with bars */
			build_close(md->build, DOC_TABLE);
			build_open(md->build, DOC_PARAGRAPH);
			return;
		}
	}
	close_row(md);
	if (is_rule(first)) {
		read_rule(md, markdown_literal(first));
		md->skip_in = first;
		md->skip_bytes = markdown_literal(first).len;
		return;
	}
	md->row = build_open(md->build, DOC_ROW);
	if (!md->row)
		return;
	open_cell(md);
	if (is_text(first)) {
		text = markdown_literal(first);
		if (text.ptr[0] == DIALECT_PIPE[0]) {
			md->skip_in = first;
			md->skip_bytes = 1;
		}
	}
}

/* --- definitions ----------------------------------------------------------------- */

static bool is_definition(cmark_node *first)
{
	const char *text = is_text(first) ? cmark_node_get_literal(first) : "";

	return text[0] == ':' && ascii_is_space(text[1]);
}

static bool has_definition(cmark_node *first)
{
	while ((first = line_end(first))) {
		first = cmark_node_next(first);
		if (is_definition(first))
			return true;
	}
	return false;
}

/* For a definition with blocks, see text/dialect. */
static bool is_tag(cmark_node *node, const char *tag)
{
	return node && cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK &&
	       strncmp(cmark_node_get_literal(node), tag, strlen(tag)) == 0;
}

static bool is_paragraph_of_definition(cmark_node *node)
{
	return is_tag(node, "<dd>") ||
	       (node && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH &&
		       is_definition(cmark_node_first_child(node)));
}

static void close_definition(struct markdown *md)
{
	build_close(md->build, md->defining ? DOC_PARAGRAPH : DOC_TERM);
	if (md->defining)
		build_close(md->build, DOC_DEFINITION);
}

static void definition_line(struct markdown *md, cmark_node *first, bool begins)
{
	bool definition = is_definition(first);

	if (!begins && !definition && md->defining) {
		build_text(md->build, S("\n"));
		return;
	}
	if (!begins)
		close_definition(md);
	md->defining = definition;
	if (definition)
		build_open(md->build, DOC_DEFINITION);
	build_open(md->build, definition ? DOC_PARAGRAPH : DOC_TERM);
	if (definition) {
		md->skip_in = first;
		md->skip_bytes = 2;
	}
	md->before = '\n';
}

/* --- both ------------------------------------------------------------------------ */

enum lines { LINES_PLAIN, LINES_TABLE, LINES_DEFINITIONS };

static enum lines lines_kind(struct markdown *md, cmark_node *paragraph)
{
	cmark_node *first = cmark_node_first_child(paragraph), *line;

	if (md->has_pipes)
		for (line = first; line; line = cmark_node_next(line))
			if (is_text(line) &&
				strchr(cmark_node_get_literal(line), DIALECT_PIPE[0]))
				return LINES_TABLE;
	if ((md->options->kramdown || md->options->definitions) &&
		(has_definition(first) ||
			is_paragraph_of_definition(cmark_node_next(paragraph)) ||
			(is_definition(first) && cmark_node_previous(paragraph) &&
				(is_tag(cmark_node_previous(paragraph), "</dd>") ||
					cmark_node_get_type(cmark_node_previous(
						paragraph)) == CMARK_NODE_PARAGRAPH))))
		return LINES_DEFINITIONS;
	return LINES_PLAIN;
}

bool markdown_lines_begin(struct markdown *md, cmark_node *paragraph)
{
	enum lines kind = lines_kind(md, paragraph);

	if (kind == LINES_PLAIN)
		return false;
	md->lines_of = paragraph;
	md->has_terms = kind == LINES_DEFINITIONS;
	if (md->has_terms)
		definition_line(md, cmark_node_first_child(paragraph), true);
	else
		build_open(md->build, DOC_PARAGRAPH);
	return true;
}

void markdown_line(struct markdown *md, cmark_node *first)
{
	if (md->has_terms) {
		if (first != cmark_node_first_child(md->lines_of))
			definition_line(md, first, false);
	} else if (has_pipe(first)) {
		table_line(md, first);
	} else if (md->table) {
		close_table(md);
		build_open(md->build, DOC_PARAGRAPH);
	} else {
		build_text(md->build, S("\n"));
	}
}

void markdown_lines_end(struct markdown *md)
{
	if (md->has_terms)
		close_definition(md);
	else if (md->table)
		close_table(md);
	else
		build_close(md->build, DOC_PARAGRAPH);
	md->lines_of = NULL;
	md->has_terms = false;
}
