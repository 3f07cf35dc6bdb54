/* SPDX-License-Identifier: MIT */
#include "dump.h"

#include "base/text.h"

static const char *const names[] = {
	[DOC_ROOT] = "root",
	[DOC_QUOTE] = "quote",
	[DOC_LIST] = "list",
	[DOC_ITEM] = "item",
	[DOC_DEFINITION] = "def",
	[DOC_NOTES] = "notes",
	[DOC_NOTE] = "note",
	[DOC_PARAGRAPH] = "p",
	[DOC_HEADING] = "h",
	[DOC_TERM] = "term",
	[DOC_LINKS] = "links",
	[DOC_TABLE] = "table",
	[DOC_ROW] = "row",
	[DOC_CELL] = "cell",
	[DOC_CODE] = "code",
	[DOC_RULE] = "rule",
	[DOC_EMPHASIS] = "em",
	[DOC_STRONG] = "strong",
	[DOC_STRIKE] = "strike",
	[DOC_LINK] = "link",
	[DOC_TEXT] = "text",
	[DOC_CODE_SPAN] = "c",
	[DOC_IMAGE] = "image",
	[DOC_BREAK] = "br",
	[DOC_NOTE_REF] = "ref",
};

static void put_string(struct buf *out, struct slice s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\n')
			buf_puts(out, "\\n");
		else
			buf_putc(out, s.ptr[i]);
	}
	buf_putc(out, '"');
}

static void put_head(struct buf *out, const struct doc_node *node)
{
	static const char aligns[] = "-lcr";

	buf_printf(out, "(%s", names[node->kind]);
	if (node->kind == DOC_HEADING)
		buf_printf(out, "%u", node->level);
	if (node->kind == DOC_LIST && node->ordered)
		buf_printf(out, " %u", node->number);
	if (node->kind == DOC_NOTE || node->kind == DOC_NOTE_REF)
		buf_printf(out, " %u", node->number);
	if (node->task)
		buf_puts(out, node->task == DOC_TASK_DONE ? " done" : " open");
	if (node->header)
		buf_puts(out, " header");
	if (node->kind == DOC_TABLE) {
		buf_putc(out, ' ');
		for (unsigned i = 0; i < node->columns; i++)
			buf_putc(out, aligns[node->aligns[i]]);
	}
	if (node->target)
		buf_printf(out, " %.*s", SARG(node->target->url));
	if (node->info.len) {
		buf_puts(out, " :");
		buf_put(out, node->info);
	}
	if (node->text.len) {
		buf_putc(out, ' ');
		put_string(out, node->text);
	}
}

static void put_tail(struct buf *out, const struct doc_node *node)
{
	buf_putc(out, ')');
	if (node->next)
		buf_putc(out, ' ');
}

void dump_doc(struct buf *out, const struct doc *doc)
{
	const struct doc_node *node = doc->root->first, *text;

	while (node && node != doc->root) {
		if (node->kind == DOC_TEXT) {
			struct buf joined;

			buf_init(&joined, BUF_UNLIMITED);
			for (text = node; text && text->kind == DOC_TEXT;
				text = text->next) {
				buf_put(&joined, text->text);
				node = text;
			}
			put_string(out, buf_slice(&joined));
			buf_fini(&joined);
			if (node->next)
				buf_putc(out, ' ');
		} else {
			put_head(out, node);
			if (node->first) {
				buf_putc(out, ' ');
				node = node->first;
				continue;
			}
			put_tail(out, node);
		}
		while (node != doc->root && !node->next) {
			node = node->parent;
			if (node != doc->root)
				put_tail(out, node);
		}
		if (node != doc->root)
			node = node->next;
	}
}

/* --- what must hold ---------------------------------------------------------------- */

static bool may_hold(enum doc_kind parent, enum doc_kind child)
{
	switch (parent) {
	case DOC_ROOT:
	case DOC_QUOTE:
	case DOC_ITEM:
	case DOC_DEFINITION:
	case DOC_NOTE:
		return doc_is_block(child) && child != DOC_ROOT && child != DOC_ITEM &&
		       child != DOC_NOTE && child != DOC_ROW && child != DOC_CELL &&
		       (child != DOC_NOTES || parent == DOC_ROOT);
	case DOC_LIST:
		return child == DOC_ITEM;
	case DOC_NOTES:
		return child == DOC_NOTE;
	case DOC_TABLE:
		return child == DOC_ROW;
	case DOC_ROW:
		return child == DOC_CELL;
	case DOC_LINKS:
		return child == DOC_LINK || child == DOC_IMAGE;
	case DOC_PARAGRAPH:
	case DOC_HEADING:
	case DOC_TERM:
	case DOC_CELL:
	case DOC_EMPHASIS:
	case DOC_STRONG:
	case DOC_STRIKE:
	case DOC_LINK:
		return !doc_is_block(child);
	default:
		return false;
	}
}

static bool is_clean(struct slice s, bool lines)
{
	unsigned cp;

	if (!text_is_utf8(s))
		return false;
	while (text_next(&s, &cp)) {
		if (lines && (cp == '\n' || cp == '\t'))
			continue;
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 ||
			cp == 0x2029)
			return false;
	}
	return true;
}

static const char *check_node(const struct doc_node *node)
{
	const struct doc_node *up;
	unsigned depth = 1;

	for (up = node; up->parent; up = up->parent)
		if (++depth > DOC_MAX_DEPTH)
			return "deeper than DOC_MAX_DEPTH";
	if (node->parent && !may_hold(node->parent->kind, node->kind))
		return "a node where it may not stand";
	if (node->first && !doc_is_container(node->kind))
		return "children in what holds nothing";
	if (!is_clean(node->text, node->kind == DOC_CODE) || !is_clean(node->info, false))
		return "text with a control character or bad UTF-8";
	if ((node->kind == DOC_LINK || node->kind == DOC_IMAGE) &&
		(!node->target || !is_clean(node->target->url, false)))
		return "a link without a good target";
	if (node->kind == DOC_TABLE && (!node->columns || !node->aligns))
		return "a table without columns";
	if (node->kind == DOC_HEADING && !node->level)
		return "a heading without level";
	for (up = node->parent; node->kind == DOC_LINK && up; up = up->parent)
		if (up->kind == DOC_LINK)
			return "a link in a link";
	return NULL;
}

const char *dump_check(const struct doc *doc)
{
	const struct doc_node *node;
	const char *wrong = NULL;

	for (node = doc->root; node && !wrong; node = doc_next(node, doc->root))
		wrong = check_node(node);
	return wrong;
}
