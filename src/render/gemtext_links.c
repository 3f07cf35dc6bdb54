/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/gemtext_internal.h"

/* A request line has no room for more (gemini specification, "Requests"). */
#define URL_MAX_BYTES 1024

static bool is_inside(const struct doc_target *target)
{
	return target->kind != DOC_TO_OUTSIDE;
}

/* The type of a gopher item, for gemtext that is read over gopher. */
static char gopher_type(const struct doc_target *target)
{
	switch (target->kind) {
	case DOC_TO_OUTSIDE:
		return 'h';
	case DOC_TO_PAGE:
		return '1';
	case DOC_TO_TEXT:
		return '0';
	case DOC_TO_IMAGE:
		return slice_eq(target->mime, S("image/gif")) ? 'g' : 'I';
	case DOC_TO_FILE:
		return slice_starts(target->mime, S("text/")) ? '0' : '9';
	case DOC_TO_SEARCH:
		return '7';
	}
	return '9';
}

/* The URL as it may stand in a link line, where white space would end it. */
static void put_url(struct gemtext *g, struct buf *out, const struct doc_target *target)
{
	struct slice origin = g->options->origin;
	size_t i;

	if (is_inside(target) && origin.len) {
		if (slice_ends(origin, S("/")))
			origin.len--;
		buf_put(out, origin);
		if (slice_starts(origin, S("gopher:")))
			buf_printf(out, "/%c", gopher_type(target));
	}
	for (i = 0; i < target->url.len; i++) {
		unsigned char c = (unsigned char)target->url.ptr[i];

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			buf_printf(out, "%%%02X", c);
		else
			buf_putc(out, (char)c);
	}
}

static void put_link(struct gemtext *g, const struct doc_target *target,
	struct slice label, unsigned number)
{
	struct buf url;

	if (!target->url.len)
		return;
	buf_init(&url, 0);
	put_url(g, &url, target);
	if (url.len <= URL_MAX_BYTES) {
		if (number)
			buf_printf(&url, " [%u]", number);
		if (label.len)
			buf_putc(&url, ' ');
		buf_put(&url, label);
		gemtext_line(g, S("=> "), buf_slice(&url));
	}
	buf_fini(&url);
}

void gemtext_link_lines(struct gemtext *g, const struct label_link *links, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const unsigned *number =
			slice_map_find(&g->numbers, links[i].url, slice_none);
		bool added;

		slice_map_get(&g->shown, links[i].url, links[i].label, 0, &added);
		if (added)
			put_link(g, links[i].node->target, links[i].label,
				number && links[i].node->kind == DOC_LINK ? *number : 0);
	}
}

static void wait_for_place(struct gemtext *g, const struct label_link *link)
{
	if (g->waiting_count == g->waiting_capacity) {
		struct label_link *old = g->waiting;

		g->waiting_capacity = g->waiting_capacity ? 2 * g->waiting_capacity : 16;
		g->waiting =
			arena_array(&g->arena, g->waiting_capacity, struct label_link);
		if (g->waiting_count)
			memcpy(g->waiting, old, g->waiting_count * sizeof(*old));
	}
	g->waiting[g->waiting_count++] = *link;
}

void gemtext_flush_links(struct gemtext *g)
{
	gemtext_gap(g);
	gemtext_link_lines(g, g->waiting, g->waiting_count);
	g->waiting_count = 0;
	gemtext_gap(g);
}

/* Links of a block: pictures now, the others where the options want them. */
static void place_links(struct gemtext *g, const struct label_link *links, size_t count)
{
	size_t i;

	if (g->options->links == LINKS_BLOCK || g->options->links == LINKS_NUMBERED) {
		gemtext_link_lines(g, links, count);
		return;
	}
	for (i = 0; i < count; i++) {
		if (links[i].node->kind == DOC_IMAGE)
			gemtext_link_lines(g, &links[i], 1);
		else
			wait_for_place(g, &links[i]);
	}
}

bool gemtext_has_links(const struct doc_node *node)
{
	const struct doc_node *at;

	for (at = node; at; at = doc_next(at, node))
		if (at->kind == DOC_LINK || at->kind == DOC_IMAGE)
			return true;
	return false;
}

void gemtext_links_of(struct gemtext *g, const struct doc_node *node)
{
	struct label_link *links;
	size_t count;

	gemtext_gap(g);
	label_begin(&g->labels, false);
	label_add(&g->labels, node);
	links = label_take(&g->labels, &count);
	place_links(g, links, count);
	gemtext_gap(g);
}

void gemtext_links_under(
	struct gemtext *g, const struct doc_node *from, const struct doc_node *to)
{
	struct label_link *links;
	size_t count;

	label_begin(&g->labels, false);
	for (; from && from != to; from = from->next)
		label_add(&g->labels, from);
	links = label_take(&g->labels, &count);
	place_links(g, links, count);
}

/* --- nothing but links -------------------------------------------------------- */

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

/* Next node after all that is below @node. */
static const struct doc_node *skip_below(
	const struct doc_node *node, const struct doc_node *top)
{
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

/* Does @block hold links or pictures, separators, and nothing else? */
static bool is_links_only(const struct doc_node *block)
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

/* How many of @links are pictures that stand before the first word of @block. */
static size_t count_leading_images(
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

void gemtext_paragraph(struct gemtext *g, const struct doc_node *paragraph)
{
	bool only = is_links_only(paragraph);
	struct label_link *links;
	size_t count, leading = 0;

	gemtext_gap(g);
	label_begin(&g->labels, only);
	label_add(&g->labels, paragraph);
	links = label_take(&g->labels, &count);
	if (only) {
		gemtext_link_lines(g, links, count);
		gemtext_gap(g);
		return;
	}
	leading = count_leading_images(paragraph, links, count);
	gemtext_link_lines(g, links, leading);
	gemtext_gap(g);
	gemtext_text(g, gemtext_spans(g, paragraph, 0));
	gemtext_gap(g);
	place_links(g, links + leading, count - leading);
	gemtext_gap(g);
}

/* --- headings ------------------------------------------------------------------ */

/* Takes off the end of a heading's text what parts it from the links behind it: a separator
 * between spaces, or an open parenthesis. False: there is no such thing. */
static bool cut_separator(struct slice *text, bool parenthesis)
{
	static const char *const separators[] = {
		"-", "\xe2\x80\x93", "\xe2\x80\x94", "|", ":", "\xc2\xb7"};
	struct slice rest = gemtext_trim(*text);
	struct slice before;
	size_t i;

	if (parenthesis) {
		if (!slice_ends(rest, S("(")))
			return false;
		*text = gemtext_trim(slice_head(rest, rest.len - 1));
		return true;
	}
	for (i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		if (!slice_ends(rest, slice_str(separators[i])))
			continue;
		before = slice_head(rest, rest.len - strlen(separators[i]));
		*text = gemtext_trim(before);
		return text->len < before.len;
	}
	return false;
}

static bool holds_only_links(const struct doc_node *span)
{
	return span->kind == DOC_LINK || span->kind == DOC_IMAGE ||
	       (is_span_holder(span->kind) && is_links_only(span));
}

/* The text of a heading; a tail of links behind a separator is cut: their lines follow. */
static struct slice heading_text(struct gemtext *g, const struct doc_node *heading)
{
	const struct doc_node *at = heading->last, *tail = NULL;
	bool parenthesis = false;
	struct slice text;

	/* Nothing but code needs no marks to stand out. */
	if (at && at == heading->first && at->kind == DOC_CODE_SPAN)
		return gemtext_trim(text_one_line(&g->arena, at->text));

	if (at && at->kind == DOC_TEXT && slice_eq(slice_trim(at->text), S(")"))) {
		parenthesis = true;
		at = at->previous;
	}
	while (at && (holds_only_links(at) ||
			     (at->kind == DOC_TEXT && is_separator(at->text)))) {
		if (holds_only_links(at))
			tail = at;
		at = at->previous;
	}
	if (tail && tail->previous && tail->previous->kind == DOC_TEXT &&
		(parenthesis || slice_ends(tail->previous->text, S(" ")))) {
		text = gemtext_spans_between(
			g, heading->first, tail, SPANS_ONE_LINE | SPANS_BARE);
		if (cut_separator(&text, parenthesis) && text.len)
			return text;
	}
	return gemtext_spans(g, heading, SPANS_ONE_LINE | SPANS_BARE);
}

void gemtext_heading(struct gemtext *g, const struct doc_node *heading)
{
	unsigned level = heading->level < 1 ? 1 : heading->level > 3 ? 3 : heading->level;
	struct label_link *links;
	struct slice text;
	size_t count;

	if (g->options->links == LINKS_SECTION)
		gemtext_flush_links(g);
	slice_map_clear(&g->shown);
	gemtext_gap(g);
	text = heading_text(g, heading);
	if (text.len)
		gemtext_line(g, slice_from(S("### "), 3 - level), text);
	label_begin(&g->labels, false);
	label_add(&g->labels, heading);
	links = label_take(&g->labels, &count);
	gemtext_link_lines(g, links, count);
	gemtext_gap(g);
}

/* --- blocks and lists of links ---------------------------------------------------- */

void gemtext_links_block(struct gemtext *g, const struct doc_node *links)
{
	const struct doc_node *at;

	gemtext_gap(g);
	for (at = links->first; at; at = at->next) {
		if (at->kind == DOC_IMAGE)
			put_link(g, at->target,
				label_image(&g->arena, g->locale, at, ++g->labels.images),
				0);
		else if (at->kind == DOC_LINK)
			put_link(g, at->target, label_words(&g->arena, at), 0);
	}
	gemtext_gap(g);
}

/* Short enough to stand before a link's words: "[video]", "Slides:", a date, a symbol. */
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

/* The description behind a link: what follows " - " or ": ". False: something else follows. */
static bool cut_description(struct slice *text)
{
	static const char *const separators[] = {
		"- ", "\xe2\x80\x93 ", "\xe2\x80\x94 ", ": "};
	size_t i;

	if (!text->len)
		return true;
	for (i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		if (!slice_starts(*text, slice_str(separators[i])))
			continue;
		*text = gemtext_trim(slice_from(*text, strlen(separators[i])));
		return true;
	}
	return false;
}

/* The one link of an item that is nothing else, or NULL. */
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

/* Adds the item's link under all of the item's words. False: the item says more than a label
 * can. */
static bool add_item(struct gemtext *g, const struct doc_node *item)
{
	const struct doc_node *link = only_link(item), *child = link;
	struct slice before, words, after;

	if (!link)
		return false;
	while (child->parent->kind != DOC_PARAGRAPH)
		child = child->parent;
	/* Emphasis around the link is dropped; around more than it, it is a sentence. */
	if (child != link && !is_links_only(child))
		return false;
	before = arena_dup(&g->arena, gemtext_spans_between(g, child->parent->first,
					      child, SPANS_ONE_LINE | SPANS_BARE));
	after = arena_dup(&g->arena,
		gemtext_spans_between(g, child->next, NULL, SPANS_ONE_LINE | SPANS_BARE));
	if (!is_prefix(before) || !cut_description(&after))
		return false;
	words = link->kind == DOC_LINK ? label_words(&g->arena, link) : slice_none;
	if (!words.len || (!before.len && !after.len)) {
		if (before.len || after.len)
			return false;
		label_add(&g->labels, link);
		return true;
	}
	if (after.len && locale_is_stop_label(g->locale, words))
		words = after;
	else if (after.len)
		words = arena_printf(
			&g->arena, "%.*s \xe2\x80\x94 %.*s", SARG(words), SARG(after));
	if (before.len)
		words = arena_printf(&g->arena, "%.*s %.*s", SARG(before), SARG(words));
	label_add_as(&g->labels, link, words);
	return true;
}

bool gemtext_link_list(struct gemtext *g, const struct doc_node *list)
{
	const struct doc_node *item;
	struct label_link *links;
	size_t count;

	/* Looked at before anything is made for it: most lists are none. */
	for (item = list->first; item; item = item->next)
		if (!only_link(item))
			return false;
	label_begin(&g->labels, true);
	for (item = list->first; item; item = item->next)
		if (!add_item(g, item))
			return false;
	links = label_take(&g->labels, &count);
	gemtext_gap(g);
	gemtext_link_lines(g, links, count);
	gemtext_gap(g);
	return true;
}
