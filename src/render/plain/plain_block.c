/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/link_layout.h"
#include "render/plain/plain_internal.h"

#define TAB_STOP 8

static void block(struct plain *p, const struct doc_node *node);

/* --- blocks ----------------------------------------------------------------------- */

void plain_heading(struct plain *p, unsigned level, struct slice text)
{
	static const char underlines[] = {'=', '=', '-', '~'};
	size_t columns = plain_fill(p, text);
	auto_buf struct buf line = BUF(BUF_MAX_BYTES);

	if (!columns || level >= sizeof(underlines))
		return;
	buf_repeat(&line, underlines[level], columns);
	plain_line(p, buf_slice(&line));
}

/* A line of code: tabs expanded, nothing else changed. */
static void put_code_line(struct plain *p, struct slice line)
{
	size_t column = 0, from = 0;
	struct slice piece;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	while (slice_cut(line, '\t', &piece, &line)) {
		plain_clean_code(p, &out, piece);
		column += text_columns(slice_from(buf_slice(&out), from));
		buf_repeat(&out, ' ', TAB_STOP - column % TAB_STOP);
		column += TAB_STOP - column % TAB_STOP;
		from = out.len;
	}
	plain_clean_code(p, &out, piece);
	plain_line(p, buf_slice(&out));
}

/* Is it invisible? It may hold characters without width. */
static bool is_blank(struct slice line)
{
	return text_columns(slice_trim(line)) == 0;
}

void plain_code(struct plain *p, const struct doc_node *code)
{
	struct slice text = slice_trim_end(code->text);
	struct slice rest = text, line;
	size_t pushed;

	while (slice_next_line(&rest, &line) && is_blank(line))
		text = rest;
	for (ptrdiff_t at; text.len;
		text = slice_trim_end(slice_head(text, (size_t)at))) {
		at = slice_rfind_char(text, '\n');
		if (at < 0 || !is_blank(slice_from(text, (size_t)at + 1)))
			break;
	}
	if (!text.len)
		return;
	plain_put_marker(p);
	pushed = plain_push(p, S("    "), S("    "));
	while (slice_next_line(&text, &line))
		put_code_line(p, line);
	plain_pop(p, pushed);
}

static void put_rule(struct plain *p)
{
	const struct slice stars = S("* * *");
	size_t columns = plain_columns(p);
	auto_buf struct buf line = BUF(BUF_MAX_BYTES);

	if (columns > stars.len)
		buf_repeat(&line, ' ', (columns - stars.len) / 2);
	buf_put(&line, stars);
	plain_line(p, buf_slice(&line));
}

static void put_quote(struct plain *p, const struct doc_node *quote)
{
	size_t pushed = plain_push(p, S("> "), S("> "));

	if (quote->text.len) {
		const struct doc_node *title = doc_quote_title(quote);
		struct slice word = plain_cleaned(p, quote->text);
		struct slice words =
			title ? plain_spans(p, title->first, NULL, PLAIN_ONE_LINE)
			      : slice_none;

		plain_fill(p, arena_printf(&p->arena, "%.*s:%s%.*s", SARG(word),
				      words.len ? " " : "", SARG(words)));
	}
	plain_blocks(p, quote, false);
	plain_pop(p, pushed);
}

/* A block, without a menu's items. */
static void block(struct plain *p, const struct doc_node *node)
{
	switch (node->kind) {
	case DOC_CODE:
		plain_code(p, node);
		break;
	case DOC_RULE:
		put_rule(p);
		break;
	case DOC_QUOTE:
		put_quote(p, node);
		break;
	case DOC_LIST:
		plain_list(p, node);
		break;
	case DOC_TABLE:
		plain_table(p, node);
		break;
	case DOC_HEADING:
		plain_heading(p, node->level,
			plain_spans(p, node->first, NULL, PLAIN_BARE | PLAIN_ONE_LINE));
		break;
	case DOC_LINKS:
		/* In a menu the following items include them. */
		if (!p->menu)
			plain_link_lines(p, node);
		break;
	default:
		plain_fill(p, plain_spans(p, node->first, NULL, PLAIN_ALT));
		break;
	}
}

void plain_blocks(struct plain *p, const struct doc_node *parent, bool close)
{
	const struct doc_node *node, *unlinked = parent->first;
	const struct doc_node *title = doc_quote_title(parent); /* printed already */
	bool items = p->links_inside && parent->kind == DOC_ITEM;

	for (node = parent->first; node; node = node->next) {
		bool list = node->kind == DOC_LIST;

		if (title && node == title)
			continue;
		if (items && list) {
			plain_menu_links_under(p, unlinked, node);
			unlinked = node->next;
		}
		if (node->previous && node->previous != title && !(close && list))
			plain_gap(p, 1);
		if (node->kind == DOC_TERM || node->kind == DOC_DEFINITION)
			node = plain_definitions(p, node);
		else
			block(p, node);
	}
	if (items)
		plain_menu_links_under(p, unlinked, NULL);
}

/* --- the document ------------------------------------------------------------------- */

static void put_top_heading(struct plain *p, const struct doc_node *heading)
{
	bool notes = heading->next && heading->next->kind == DOC_NOTES;

	/* Notes belong to the section before them. */
	if (!p->menu && heading->level <= 2 && !notes)
		plain_end_section(p);
	plain_gap(p, heading->level <= 2 ? 2 : 1);
	if (p->menu)
		plain_menu_heading(p, heading);
	else
		block(p, heading);
	if (heading == p->doc->root->first && p->dateline)
		plain_fill(p, plain_spans(p, p->dateline->first, NULL, 0));
}

static void put_top_list(struct plain *p, const struct doc_node *list)
{
	if (p->menu && plain_menu_link_list(p, list))
		return;
	p->links_inside = p->menu && link_layout_wants_inside(list);
	plain_list(p, list);
	if (p->menu && !p->links_inside)
		plain_menu_links_under(p, list, list->next);
	p->links_inside = false;
}

static void put_notes(struct plain *p, const struct doc_node *notes)
{
	const struct doc_node *note;

	for (note = notes->first; note; note = note->next)
		plain_note(p, note);
}

/* Returns the last rendered node. */
static const struct doc_node *put_top(struct plain *p, const struct doc_node *node)
{
	const struct doc_node *last = node;

	if (node->kind == DOC_HEADING) {
		put_top_heading(p, node);
		plain_gap(p, 1);
		return node;
	}
	plain_gap(p, 1);
	switch (node->kind) {
	case DOC_LIST:
		put_top_list(p, node);
		break;
	case DOC_NOTES:
		put_notes(p, node);
		break;
	case DOC_TERM:
	case DOC_DEFINITION:
		last = plain_definitions(p, node);
		if (p->menu)
			plain_menu_links_under(p, node, last->next);
		break;
	case DOC_LINKS:
		if (p->menu)
			plain_menu_links_block(p, node);
		else
			plain_link_lines(p, node);
		break;
	case DOC_PARAGRAPH:
		if (p->menu)
			plain_menu_paragraph(p, node);
		else
			block(p, node);
		break;
	default:
		block(p, node);
		if (p->menu)
			plain_menu_links_under(p, node, node->next);
		break;
	}
	plain_gap(p, 1);
	return last;
}

void plain_document(struct plain *p, const struct doc_node *skip)
{
	const struct doc_node *root = p->doc->root, *node;

	for (node = root->first; node; node = node->next) {
		if (node == skip || node == p->dateline)
			continue;
		/* References come before the navigation at the end of a page. */
		if (!p->menu && node == root->last && node->kind == DOC_LINKS)
			plain_end_links(p);
		node = put_top(p, node);
	}
	if (!p->menu)
		plain_end_links(p);
}
