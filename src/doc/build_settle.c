/* SPDX-License-Identifier: MIT */
/* The builder's last pass over the whole tree. */
#include "doc/build_internal.h"

static bool is_empty(const struct doc_node *node)
{
	enum doc_kind kind = node->kind;

	if (node->first)
		return false;
	if (kind == DOC_CODE || kind == DOC_TEXT || kind == DOC_CODE_SPAN)
		return node->text.len == 0;
	if (kind == DOC_ITEM) /* an ordered one counts */
		return !node->task && !(node->parent && node->parent->ordered);
	/* References need their notes, and the address of a link is its label. */
	return doc_is_container(kind) && kind != DOC_ROOT && kind != DOC_NOTE &&
	       kind != DOC_CELL && kind != DOC_LINK;
}

/* The next node of a walk in document order with parents last. */
static struct doc_node *next_parents_last(struct doc_node *node)
{
	if (!node->next)
		return node->parent;
	for (node = node->next; node->first;)
		node = node->first;
	return node;
}

/* Text outside of text nodes was not cleaned yet: an entity may encode an ESC, and code that
 * started as a block and became a span contains line ends. */
static void clean_strings(struct arena *arena, struct doc_node *node)
{
	struct slice text;

	if (node->info.len)
		node->info = build_clean(arena, node->info, false);
	if (!node->text.len || node->kind == DOC_TEXT)
		return;
	text = build_clean(arena, node->text, node->kind == DOC_CODE);
	if (text.ptr != node->text.ptr && node->kind == DOC_CODE_SPAN)
		text = slice_trim(text);
	node->text = text;
}

/* The number of columns is that of the widest row, whatever was set at the start. */
static void complete_table(struct arena *arena, struct doc_node *table)
{
	const struct doc_node *row, *cell;
	unsigned columns = 0, cells;
	enum doc_align *aligns;

	for (row = table->first; row; row = row->next) {
		for (cells = 0, cell = row->first; cell; cell = cell->next)
			cells++;
		columns = cells > columns ? cells : columns;
	}
	if (table->aligns && columns <= table->columns)
		return;
	aligns = arena_array(arena, columns, enum doc_align);
	if (table->aligns)
		memcpy(aligns, table->aligns, table->columns * sizeof(*aligns));
	table->aligns = aligns;
	table->columns = columns;
}

void build_settle(struct doc *doc)
{
	struct doc_node *node = doc->root, *next;

	while (node->first)
		node = node->first;
	for (; node != doc->root; node = next) {
		next = next_parents_last(node);
		clean_strings(doc->arena, node);
		if (node->kind == DOC_TABLE && node->first)
			complete_table(doc->arena, node);
		if (is_empty(node))
			doc_unlink(node);
	}
}
