/* SPDX-License-Identifier: MIT */
#include "render/link_layout.h"

#include "base/text.h"

/* --- blocks ----------------------------------------------------------------------- */

static bool is_span_holder(enum doc_kind kind)
{
	return kind == DOC_EMPHASIS || kind == DOC_STRONG || kind == DOC_STRIKE;
}

/* White space and what authors put between links. */
static bool is_separator(struct slice text)
{
	unsigned codepoint;

	while (text_next(&text, &codepoint)) {
		if (text_is_space(codepoint))
			continue;
		switch (codepoint) {
		case ',':
		case ';':
		case '|':
		case '/':
		case '-':
		case 0xb7:   /* middle dot */
		case 0x2022: /* bullet */
		case 0x2013: /* en dash */
		case 0x2014: /* em dash */
		case 0x3001: /* ideographic comma */
			continue;
		default:
			return false;
		}
	}
	return true;
}

/* The next node after everything below @node. */
static const struct doc_node *skip_below(
	const struct doc_node *node, const struct doc_node *top)
{
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

bool link_layout_is_only(const struct doc_node *block)
{
	const struct doc_node *at = block->first;
	bool any = false;

	while (at) {
		if (is_span_holder(at->kind)) {
			at = doc_next(at, block);
			continue;
		}
		if (at->kind == DOC_LINK || at->kind == DOC_IMAGE)
			any = true;
		else if (at->kind != DOC_BREAK &&
			 !(at->kind == DOC_TEXT && is_separator(at->text)))
			return false;
		at = skip_below(at, block);
	}
	return any;
}

size_t link_layout_leading_images(
	const struct doc_node *block, const struct label_link *links, size_t count)
{
	const struct doc_node *at;
	size_t i = 0;

	for (at = block->first; at && i < count; at = doc_next(at, block)) {
		if (at->kind == DOC_CODE_SPAN || at->kind == DOC_NOTE_REF ||
			(at->kind == DOC_TEXT && !is_separator(at->text)))
			break;
		if (at->kind != DOC_IMAGE)
			continue;
		if (links[i].node == at)
			i++;
		if (i < count && links[i].node == at->parent)
			i++;
	}
	return i;
}

/* --- headings ------------------------------------------------------------------ */

bool link_layout_cut_tail(struct slice *text, bool parenthesis)
{
	struct slice rest = text_trim(*text);

	if (parenthesis) {
		if (!slice_drop(&rest, S("(")))
			return false;
		*text = text_trim(rest);
		return true;
	}
	size_t len = slice_ends(rest, S("|"))
			     ? 1
			     : slice_which(rest, S("-|–|—|:|·"), slice_ends).len;
	if (!len)
		return false;
	rest.len -= len;
	*text = text_trim(rest);
	return text->len < rest.len;
}

static bool holds_only_links(const struct doc_node *span)
{
	return span->kind == DOC_LINK || span->kind == DOC_IMAGE ||
	       (is_span_holder(span->kind) && link_layout_is_only(span));
}

const struct doc_node *link_layout_heading_tail(
	const struct doc_node *heading, bool *parenthesis)
{
	const struct doc_node *at = heading->last, *tail = NULL;

	*parenthesis = false;
	if (at && at->kind == DOC_TEXT && slice_eq(slice_trim(at->text), S(")"))) {
		*parenthesis = true;
		at = at->previous;
	}
	while (at && (holds_only_links(at) ||
			     (at->kind == DOC_TEXT && is_separator(at->text)))) {
		if (holds_only_links(at))
			tail = at;
		at = at->previous;
	}
	if (!tail || !tail->previous || tail->previous->kind != DOC_TEXT)
		return NULL;
	return *parenthesis || slice_ends(tail->previous->text, S(" ")) ? tail : NULL;
}

const struct doc_node *link_layout_heading_link(const struct doc_node *heading)
{
	const struct doc_node *only = heading->first;

	while (only && !only->next && is_span_holder(only->kind))
		only = only->first;
	return only && !only->next && only->kind == DOC_LINK && !only->info.len ? only
										: NULL;
}

/* --- lists ----------------------------------------------------------------------- */

/* Short enough to precede a link's words: "[video]", "Slides:", a date, a symbol. */
static bool is_prefix(struct slice text)
{
	unsigned codepoint;
	struct slice rest = text;

	if (text_columns(text) > 24)
		return false;
	if (slice_ends(text, S(":")) ||
		(slice_starts(text, S("[")) && slice_ends(text, S("]"))) ||
		(slice_starts(text, S("(")) && slice_ends(text, S(")"))))
		return true;
	while (text_next(&rest, &codepoint))
		if (text_is_letter_or_digit(codepoint) &&
			!(codepoint >= '0' && codepoint <= '9'))
			return false;
	return true;
}

/* The description after a link, following " - " or ": ". False: something else follows. */
static bool cut_description(struct slice *text)
{
	size_t len = slice_which(*text, S("- |– |— |: "), slice_starts).len;

	if (len)
		*text = text_trim(slice_from(*text, len));
	else if (text->len)
		return false;
	return true;
}

/* The link of an item that consists of one link, or NULL. */
static const struct doc_node *only_link(const struct doc_node *item)
{
	const struct doc_node *paragraph = item->first, *at, *link = NULL;

	if (item->task != DOC_TASK_NONE || !paragraph || paragraph->next ||
		paragraph->kind != DOC_PARAGRAPH)
		return NULL;
	for (at = paragraph->first; at;) {
		if (at->kind == DOC_LINK || at->kind == DOC_IMAGE) {
			if (link)
				return NULL;
			link = at;
			at = skip_below(at, paragraph);
			continue;
		}
		if (at->kind == DOC_BREAK || at->kind == DOC_NOTE_REF)
			return NULL;
		at = doc_next(at, paragraph);
	}
	return link;
}

/* Adds the item's link, labelled with all words of the item. False: the item has more than a
 * label can hold. */
static bool add_item(struct labels *labels, const struct doc_node *item)
{
	const struct doc_node *link = only_link(item), *child = link;
	struct slice before, words, after;

	if (!link)
		return false;
	while (child->parent->kind != DOC_PARAGRAPH)
		child = child->parent;
	/* Emphasis around only the link is dropped; around more, it is a sentence. */
	if (child != link && !link_layout_is_only(child))
		return false;
	before = label_words_between(labels->arena, child->parent->first, child);
	after = label_words_between(labels->arena, child->next, NULL);
	if (!is_prefix(before) || !cut_description(&after))
		return false;
	words = link->kind == DOC_LINK ? label_words(labels->arena, link) : slice_none;
	if (!words.len || (!before.len && !after.len)) {
		if (before.len || after.len)
			return false;
		label_add(labels, link);
		return true;
	}
	if (after.len && locale_is_stop_label(labels->locale, words))
		words = after;
	else if (after.len)
		words = arena_printf(labels->arena, "%.*s \xe2\x80\x94 %.*s", SARG(words),
			SARG(after));
	if (before.len)
		words = arena_printf(
			labels->arena, "%.*s %.*s", SARG(before), SARG(words));
	label_add_as(labels, link, words);
	return true;
}

bool link_layout_list(struct labels *labels, const struct doc_node *list)
{
	const struct doc_node *item;

	/* A cheap check first: most lists are not lists of links. */
	for (item = list->first; item; item = item->next)
		if (!only_link(item))
			return false;
	for (item = list->first; item; item = item->next)
		if (!add_item(labels, item))
			return false;
	return true;
}

bool link_layout_wants_inside(const struct doc_node *list)
{
	const struct doc_node *at, *child;
	unsigned links = 0;
	bool several = false;

	for (at = list; at; at = doc_next(at, list)) {
		unsigned paragraphs = 0;

		links += at->kind == DOC_LINK || at->kind == DOC_IMAGE;
		if (at->kind != DOC_ITEM && at->kind != DOC_DEFINITION)
			continue;
		for (child = at->first; child && paragraphs < 2; child = child->next)
			paragraphs += child->kind == DOC_PARAGRAPH;
		several = several || paragraphs > 1;
	}
	return links > LINK_LAYOUT_LIST_MAX || (links && several);
}
