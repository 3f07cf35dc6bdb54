/* SPDX-License-Identifier: MIT */
#include "render/gemtext_internal.h"
#include "render/link_layout.h"

/* The state of a list: how its items are marked and separated. */
struct place {
	unsigned depth;   /* nesting depth, including this list */
	unsigned bullets; /* the number of them with bullets */
	bool links;       /* each item's links follow the item */
	bool *after_long; /* the last rendered item has several lines; shared by all depths */
};

static bool is_text(const struct doc_node *block)
{
	return block->kind == DOC_PARAGRAPH || block->kind == DOC_HEADING ||
	       block->kind == DOC_TERM;
}

/* Does the item take several lines? */
static bool is_long(const struct doc_node *item, bool links)
{
	const struct doc_node *block, *at;
	unsigned blocks = 0;

	for (block = item->first; block; block = block->next) {
		if (block->kind == DOC_LIST)
			continue;
		if (++blocks > 1)
			return true;
		for (at = block; at; at = doc_next(at, block))
			if (at->kind == DOC_BREAK ||
				(links &&
					(at->kind == DOC_LINK || at->kind == DOC_IMAGE)))
				return true;
	}
	return false;
}

static struct slice marker_of(struct gemtext *g, const struct doc_node *list,
	const struct doc_node *item, unsigned number, const struct place *place)
{
	const char *task = item->task == DOC_TASK_DONE   ? "\xe2\x98\x91 "
			   : item->task == DOC_TASK_OPEN ? "\xe2\x98\x90 "
							 : "";
	const char *bullet = place->bullets > 2    ? "* \xe2\x96\xaa "
			     : place->bullets == 2 ? "* \xe2\x97\xa6 "
						   : "* ";

	if (!list->ordered)
		return *task ? arena_printf(&g->arena, "%s%s", bullet, task)
			     : slice_str(bullet);
	return arena_printf(
		&g->arena, "%s%u. %s", place->depth > 1 ? "* " : "", number, task);
}

static void put_list(
	struct gemtext *g, const struct doc_node *list, const struct place *around);

/* The first line of an item after its marker; hard breaks start new lines. */
static void put_first_text(struct gemtext *g, struct slice marker, struct slice text)
{
	struct slice line, rest;

	slice_cut(text, '\n', &line, &rest);
	gemtext_line(g, marker, line);
	gemtext_text(g, rest);
}

/* The blocks of an item or a definition. @marker goes before the first text. */
static void put_item(struct gemtext *g, const struct doc_node *item, struct slice marker,
	bool numbered, const struct place *place)
{
	const struct doc_node *block, *unlinked = item->first;
	bool marked = false;

	for (block = item->first; block; block = block->next) {
		if (block->kind == DOC_LINKS)
			continue; /* among the links of the item or the list */
		if (is_text(block)) {
			struct slice text = gemtext_spans(
				g, block, block == item->first ? SPANS_ALT : 0);

			if (!marked && (text.len || numbered))
				put_first_text(g, marker, text);
			else
				gemtext_text(g, text);
			marked = marked || text.len || numbered;
			continue;
		}
		/* A number is kept even without text. */
		if (!marked && numbered)
			gemtext_line(g, marker, slice_none);
		marked = true;
		if (block->kind == DOC_DEFINITION) {
			block = gemtext_definitions(g, block, false);
			continue;
		}
		if (block->kind != DOC_LIST) {
			gemtext_block(g, block);
			continue;
		}
		if (place->links)
			gemtext_links_under(g, unlinked, block);
		unlinked = block->next;
		put_list(g, block, place);
	}
	if (place->links)
		gemtext_links_under(g, unlinked, NULL);
}

static void put_list(
	struct gemtext *g, const struct doc_node *list, const struct place *around)
{
	struct place place = *around;
	const struct doc_node *item;
	unsigned number = list->number;

	place.depth++;
	place.bullets += !list->ordered;
	for (item = list->first; item; item = item->next, number++) {
		bool several = is_long(item, place.links);

		if ((several || *place.after_long) && (item->previous || place.depth > 1))
			gemtext_gap(g);
		*place.after_long = several;
		put_item(g, item, marker_of(g, list, item, number, &place), list->ordered,
			&place);
	}
}

void gemtext_list(struct gemtext *g, const struct doc_node *list, bool links)
{
	bool after_long = false;
	struct place place = {.after_long = &after_long};

	if (links && gemtext_link_list(g, list))
		return;
	gemtext_gap(g);
	place.links = links &&
		      (g->options->links == LINKS_BLOCK ||
			      g->options->links == LINKS_NUMBERED) &&
		      link_layout_wants_inside(list);
	put_list(g, list, &place);
	gemtext_gap(g);
	if (links && !place.links)
		gemtext_links_of(g, list);
}

const struct doc_node *gemtext_definitions(
	struct gemtext *g, const struct doc_node *first, bool links)
{
	bool after_long = false;
	struct place place = {.depth = 1, .bullets = 1, .after_long = &after_long};
	const struct doc_node *at = first, *last = first;

	/* One term (or several with one meaning) and its definition. */
	gemtext_gap(g);
	for (; at && at->kind == DOC_TERM; at = at->next) {
		gemtext_text(g, gemtext_spans(g, at, SPANS_ALT));
		last = at;
	}
	for (; at && at->kind == DOC_DEFINITION; at = at->next) {
		put_item(g, at, S("* "), false, &place);
		last = at;
	}
	gemtext_gap(g);
	if (links)
		gemtext_links_under(g, first, last->next);
	gemtext_gap(g);
	return last;
}

void gemtext_note(struct gemtext *g, const struct doc_node *note)
{
	bool after_long = false;
	struct place place = {.depth = 1, .after_long = &after_long};
	struct slice marker = arena_printf(
		&g->arena, "%.*s ", SARG(gemtext_superscript(g, note->number)));

	put_item(g, note, marker, true, &place);
	gemtext_links_under(g, note, note->next);
}
