/* SPDX-License-Identifier: MIT */
#include "text/tidy.h"

#include "base/text.h"
#include "text/embed.h"

static bool is_blank_text(const struct doc_node *node)
{
	return node->kind == DOC_TEXT && slice_trim(node->text).len == 0;
}

/* Is @node white space or a break? */
static bool is_idle(const struct doc_node *node)
{
	return is_blank_text(node) || node->kind == DOC_BREAK;
}

/* The only child of @node that is not white space or a break; NULL: there is none, or there are more. */
static struct doc_node *only_child(const struct doc_node *node)
{
	struct doc_node *child, *only = NULL;

	for (child = node->first; child; child = child->next) {
		if (is_idle(child))
			continue;
		if (only)
			return NULL;
		only = child;
	}
	return only;
}

/* --- images --------------------------------------------------------------------- */

static bool holds_nothing(const struct doc_node *node)
{
	const struct doc_node *child = node->first;

	while (child && is_idle(child))
		child = child->next;
	return !child;
}

/* Drops @node, and the spans and the paragraph that become empty; returns where a walk
 * continues. */
static struct doc_node *drop_with_empty_parents(
	struct doc_node *node, const struct doc_node *top)
{
	struct doc_node *next, *parent;

	for (;;) {
		next = node->next;
		parent = node->parent;
		doc_unlink(node);
		if (parent == top || parent->kind == DOC_ROOT || parent->kind == DOC_CELL)
			break;
		/* Words before it stay. What follows is looked at when the walk is there. */
		if (next || !holds_nothing(parent))
			break;
		node = parent;
	}
	while (!next && parent != top) {
		next = parent->next;
		parent = parent->parent;
	}
	return next;
}

static void drop_badges(struct doc *doc)
{
	struct doc_node *node = doc->root;

	while (node) {
		if (node->kind == DOC_IMAGE && embed_is_tracker(node->target->url))
			node = drop_with_empty_parents(node, doc->root);
		else
			node = doc_next(node, doc->root);
	}
}

/* Does @node hold only images, with white space, breaks and links around them? */
static bool is_of_images(const struct doc_node *node)
{
	const struct doc_node *inner;
	bool image = false;

	for (inner = node->first; inner; inner = doc_next(inner, node)) {
		if (inner->kind == DOC_IMAGE)
			image = true;
		else if (inner->kind != DOC_ROW && inner->kind != DOC_CELL &&
			 inner->kind != DOC_LINK && inner->kind != DOC_BREAK &&
			 !is_blank_text(inner))
			return false;
	}
	return image;
}

/* A table that only puts pictures side by side is not a table. */
static void unwrap_galleries(struct doc *doc)
{
	struct doc_node *node = doc->root->first, *row, *cell, *next, *before;

	for (; node; node = next) {
		next = doc_next(node, doc->root);
		if (node->kind != DOC_TABLE || node->text.len || !is_of_images(node))
			continue;
		for (cell = node; cell->last;)
			cell = cell->last;
		next = doc_next(cell, doc->root);
		for (row = node->first; row; row = row->next) {
			row->kind = DOC_PARAGRAPH;
			for (cell = row->last; cell; cell = before) {
				before = cell->previous;
				if (cell->first && cell->previous)
					doc_insert_before(
						cell, doc_add(doc, NULL, DOC_BREAK));
				doc_unwrap(cell);
			}
		}
		doc_unwrap(node);
	}
	doc->kinds |= 1u << DOC_PARAGRAPH;
}

static bool is_caption(const struct doc_node *node)
{
	return node && (node->kind == DOC_EMPHASIS || node->kind == DOC_STRONG);
}

/* The image of a paragraph that consists of one, perhaps inside a link. */
static struct doc_node *only_image(const struct doc_node *paragraph)
{
	struct doc_node *only = only_child(paragraph);

	if (only && only->kind == DOC_LINK)
		only = only_child(only);
	return only && only->kind == DOC_IMAGE ? only : NULL;
}

/* Makes @caption the caption of @image, unless that has other words. */
static bool absorb(
	struct doc *doc, struct doc_node *image, const struct doc_node *caption)
{
	struct slice text;
	const struct doc_node *node;

	for (node = caption; node; node = doc_next(node, caption))
		if (node->kind == DOC_LINK || node->kind == DOC_NOTE_REF)
			return false;
	text = doc_plain_text(doc->arena, caption);
	if (slice_eq(text, image->text) || slice_eq(text, image->info))
		return true;
	if (image->text.len || image->info.len)
		return false;
	image->info = text;
	return true;
}

/* ![](x) and *caption* in one paragraph, or in two. */
static void absorb_captions(struct doc *doc)
{
	struct doc_node *node, *next, *image, *last;

	for (node = doc->root; node; node = next) {
		next = doc_next(node, doc->root);
		if (node->kind != DOC_PARAGRAPH || !node->first)
			continue;
		if ((image = only_image(node))) {
			struct doc_node *after = node->next;

			if (after && after->kind == DOC_PARAGRAPH &&
				is_caption(last = only_child(after)) &&
				absorb(doc, image, last))
				doc_unlink(after);
			continue;
		}
		last = node->last;
		if (!is_caption(last) || node->first->kind != DOC_IMAGE ||
			!last->previous || last->previous == node->first ||
			last->previous->previous != node->first ||
			!(is_blank_text(last->previous) ||
				last->previous->kind == DOC_BREAK))
			continue;
		if (absorb(doc, node->first, last)) {
			while (node->last != node->first)
				doc_unlink(node->last);
			next = doc_next(node->first, doc->root);
		}
	}
}

/* --- rules and headings ------------------------------------------------------------ */

static void drop_idle_rules(struct doc *doc)
{
	struct doc_node *node, *next;

	for (node = doc->root->first; node; node = next) {
		next = node->next;
		if (node->kind != DOC_RULE)
			continue;
		if (!node->previous || !next || next->kind == DOC_NOTES ||
			node->previous->kind == DOC_HEADING ||
			next->kind == DOC_HEADING || next->kind == DOC_RULE)
			doc_unlink(node);
	}
}

/* The next block below @root that may be or hold a heading: blocks of spans hold none. */
static struct doc_node *next_block(
	const struct doc_node *node, const struct doc_node *root)
{
	switch (node->kind) {
	case DOC_PARAGRAPH:
	case DOC_HEADING:
	case DOC_TERM:
	case DOC_TABLE:
	case DOC_LINKS:
		while (node != root && !node->next)
			node = node->parent;
		return node == root ? NULL : node->next;
	default:
		return doc_next(node, root);
	}
}

/* An H1 that is the body's only one and its first block repeats the title; so does a first
 * heading with the title's words. */
static void drop_title(struct doc *doc, struct slice title)
{
	struct doc_node *first = doc->root->first, *node;

	while (first && (first->kind == DOC_RULE || only_image(first)))
		first = first->next;
	if (!first || first->kind != DOC_HEADING)
		return;
	struct slice words = doc_plain_text(doc->arena, first);
	bool same = text_is_word(words) && text_same_words(doc->arena, words, title);
	/* Below a picture, only a heading with the title's words counts. */
	if (!same && (first->level != 1 ||
			     (first->previous && first->previous->kind != DOC_RULE)))
		return;
	for (node = first; !same && (node = next_block(node, doc->root));)
		if (node->kind == DOC_HEADING && node->level == 1)
			return;
	for (node = first->first; node; node = doc_next(node, first))
		if (node->kind == DOC_LINK || node->kind == DOC_IMAGE ||
			node->kind == DOC_NOTE_REF)
			return;
	doc_unlink(first);
}

/* Headings in quotes do not count. */
static bool in_quote(const struct doc_node *node)
{
	while ((node = node->parent))
		if (node->kind == DOC_QUOTE)
			return true;
	return false;
}

static void shift_headings(struct doc *doc)
{
	struct doc_node *node;
	unsigned shallowest = 0;

	for (node = doc->root; node; node = next_block(node, doc->root))
		if (node->kind == DOC_HEADING && !in_quote(node) &&
			(!shallowest || node->level < shallowest))
			shallowest = node->level;
	if (!shallowest || shallowest == 2)
		return;
	for (node = doc->root; node; node = next_block(node, doc->root))
		if (node->kind == DOC_HEADING)
			node->level = node->level > shallowest
					      ? node->level + 2 - shallowest
					      : 2;
}

static void tidy_headings(struct doc *doc, struct slice title)
{
	struct doc_node *node;

	if (!doc_may_hold(doc, DOC_HEADING))
		return;
	for (node = doc->root; node && node->kind != DOC_HEADING;)
		node = next_block(node, doc->root);
	if (node)
		doc->first_heading = doc_plain_text(doc->arena, node);
	if (title.len)
		drop_title(doc, title);
	shift_headings(doc);
}

/* --- abbreviations -------------------------------------------------------------------- */

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || (c & 0x80);
}

static bool stands_at(struct slice text, size_t at, struct slice word)
{
	size_t end = at + word.len;

	return end <= text.len && memcmp(text.ptr + at, word.ptr, word.len) == 0 &&
	       (end == text.len || !is_word_byte(text.ptr[end])) &&
	       (at == 0 || !is_word_byte(text.ptr[at - 1]));
}

/* Expands in @node the first use of each word of @abbrs; used ones leave the array. */
static struct doc_node *expand_in(
	struct doc *doc, struct doc_node *node, struct dialect_abbr *abbrs, size_t *count)
{
	struct slice text = node->text;
	size_t at, i;

	for (at = 0; at < text.len; at++) {
		if (at && is_word_byte(text.ptr[at - 1]))
			continue;
		for (i = 0; i < *count; i++) {
			struct doc_node *rest;

			if (text.ptr[at] != abbrs[i].word.ptr[0] ||
				!stands_at(text, at, abbrs[i].word))
				continue;
			rest = doc_add(doc, NULL, DOC_TEXT);
			rest->text = slice_from(text, at + abbrs[i].word.len);
			node->text = arena_printf(doc->arena, "%.*s (%.*s)",
				(int)(at + abbrs[i].word.len), text.ptr,
				SARG(abbrs[i].meaning));
			if (node->next)
				doc_insert_before(node->next, rest);
			else
				doc_append(node->parent, rest);
			abbrs[i] = abbrs[--*count];
			return rest;
		}
	}
	return node;
}

#define ABBRS_MAX 256

static void expand_abbrs(
	struct doc *doc, const struct dialect_abbr *given, size_t given_count)
{
	struct dialect_abbr *abbrs;
	struct doc_node *node, *rest;
	size_t count = 0, i;

	if (!given_count)
		return;
	abbrs = arena_array(doc->arena, ABBRS_MAX, struct dialect_abbr);
	for (i = 0; i < given_count && count < ABBRS_MAX; i++)
		if (given[i].word.len && given[i].meaning.len)
			abbrs[count++] = given[i];
	for (node = doc->root; node && count; node = doc_next(node, doc->root)) {
		if (node->kind != DOC_TEXT || node->parent->kind == DOC_HEADING ||
			node->parent->kind == DOC_LINK)
			continue;
		while (count && (rest = expand_in(doc, node, abbrs, &count)) != node)
			node = rest;
	}
}

/* --- the whole ---------------------------------------------------------------------- */

static void measure(struct doc *doc)
{
	struct doc_node *node;

	for (node = doc->root->first; node; node = node->next) {
		if (node->kind != DOC_PARAGRAPH || only_image(node))
			continue;
		doc->first_text = doc_plain_text(doc->arena, node);
		if (doc->first_text.len)
			break;
	}
	for (node = doc->root; node; node = doc_next(node, doc->root))
		if (node->kind == DOC_TEXT || node->kind == DOC_CODE_SPAN)
			doc->words += text_word_count(node->text);
}

void tidy(struct doc *doc, struct slice title, const struct dialect_abbr *abbrs,
	size_t abbr_count)
{
	if (doc_may_hold(doc, DOC_IMAGE)) {
		drop_badges(doc);
		if (doc_may_hold(doc, DOC_TABLE))
			unwrap_galleries(doc);
		if (doc_may_hold(doc, DOC_EMPHASIS) || doc_may_hold(doc, DOC_STRONG))
			absorb_captions(doc);
	}
	tidy_headings(doc, title);
	if (doc_may_hold(doc, DOC_RULE))
		drop_idle_rules(doc);
	expand_abbrs(doc, abbrs, abbr_count);
	measure(doc);
}
