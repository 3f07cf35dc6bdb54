/* SPDX-License-Identifier: MIT */
#include "doc/doc.h"

#include <assert.h>

#include "base/buf.h"

bool doc_is_block(enum doc_kind kind)
{
	return kind < DOC_EMPHASIS;
}

bool doc_is_container(enum doc_kind kind)
{
	return kind < DOC_CODE || (kind >= DOC_EMPHASIS && kind < DOC_TEXT);
}

struct doc *doc_new(struct arena *arena, struct slice lang)
{
	struct doc *doc = arena_new(arena, struct doc);

	doc->arena = arena;
	doc->lang = lang;
	doc->root = doc_add(doc, NULL, DOC_ROOT);
	return doc;
}

struct doc_node *doc_add(struct doc *doc, struct doc_node *parent, enum doc_kind kind)
{
	struct doc_node *node = arena_new(doc->arena, struct doc_node);

	node->kind = kind;
	doc->kinds |= 1u << kind;
	if (parent)
		doc_append(parent, node);
	return node;
}

void doc_append(struct doc_node *parent, struct doc_node *node)
{
	assert(!node->parent);
	node->parent = parent;
	node->previous = parent->last;
	node->next = NULL;
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
}

void doc_insert_before(struct doc_node *place, struct doc_node *node)
{
	assert(!node->parent && place->parent);
	node->parent = place->parent;
	node->next = place;
	node->previous = place->previous;
	if (place->previous)
		place->previous->next = node;
	else
		place->parent->first = node;
	place->previous = node;
}

void doc_unlink(struct doc_node *node)
{
	if (!node->parent)
		return;
	if (node->previous)
		node->previous->next = node->next;
	else
		node->parent->first = node->next;
	if (node->next)
		node->next->previous = node->previous;
	else
		node->parent->last = node->previous;
	node->parent = node->next = node->previous = NULL;
}

void doc_unwrap(struct doc_node *node)
{
	struct doc_node *child;

	while ((child = node->first)) {
		doc_unlink(child);
		doc_insert_before(node, child);
	}
	doc_unlink(node);
}

struct doc_node *doc_add_text(struct doc *doc, struct doc_node *parent, struct slice text)
{
	struct doc_node *node = doc_add(doc, parent, DOC_TEXT);

	node->text = text;
	return node;
}

struct doc_node *doc_add_paragraph(struct doc *doc, struct slice text)
{
	struct doc_node *node = doc_add(doc, doc->root, DOC_PARAGRAPH);

	doc_add_text(doc, node, text);
	return node;
}

struct doc_node *doc_add_heading(struct doc *doc, unsigned level, struct slice text)
{
	struct doc_node *node = doc_add(doc, doc->root, DOC_HEADING);

	node->level = level;
	doc_add_text(doc, node, text);
	return node;
}

struct doc_node *doc_add_links(struct doc *doc)
{
	return doc_add(doc, doc->root, DOC_LINKS);
}

struct doc_node *doc_add_article_line(
	struct doc *doc, struct slice url, struct slice label)
{
	struct doc_node *link = doc_add_link_line(doc, DOC_TO_PAGE, url, label);
	struct doc_target *target = arena_new(doc->arena, struct doc_target);

	*target = *link->target;
	target->article = true;
	link->target = target;
	return link;
}

struct doc_node *doc_add_link_line(
	struct doc *doc, enum doc_target_kind kind, struct slice url, struct slice label)
{
	struct doc_node *links = doc->root->last;
	struct doc_target *target = arena_new(doc->arena, struct doc_target);
	struct doc_node *node;

	if (!links || links->kind != DOC_LINKS)
		links = doc_add_links(doc);
	target->kind = kind;
	target->url = url;
	target->size_bytes = -1;
	node = doc_add(doc, links, DOC_LINK);
	node->target = target;
	if (label.len)
		doc_add_text(doc, node, label);
	return node;
}

/* Appends @text with runs of white space as one space, and none at the start. */
static void put_collapsed(struct buf *out, struct slice text)
{
	size_t i = 0, from;

	while (i < text.len) {
		for (from = i; i < text.len && !ascii_is_space(text.ptr[i]);)
			i++;
		buf_put(out, slice(text.ptr + from, i - from));
		for (from = i; i < text.len && ascii_is_space(text.ptr[i]);)
			i++;
		if (i > from && out->len && out->ptr[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
}

struct slice doc_plain_text(struct arena *arena, const struct doc_node *node)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	const struct doc_node *at = node;

	/* A single text, the usual case, needs no copy. */
	if (node->first && node->first == node->last && node->first->kind == DOC_TEXT)
		return slice_trim(node->first->text);
	for (; at; at = doc_next(at, node)) {
		if (at->kind == DOC_BREAK || (at != node && doc_is_block(at->kind)))
			put_collapsed(&out, S(" "));
		if (at->kind == DOC_TEXT || at->kind == DOC_CODE_SPAN ||
			at->kind == DOC_IMAGE || at->kind == DOC_CODE)
			put_collapsed(&out, at->text);
	}
	return arena_dup(arena, slice_trim(buf_slice(&out)));
}
