/* SPDX-License-Identifier: MIT */
/* The items of a menu, and the text around them. */
#include "base/text.h"
#include "render/link_layout.h"
#include "render/plain/plain_internal.h"

#define INDENT "  " /* of continuation lines under an item */

/* --- items -------------------------------------------------------------------------- */

void plain_menu_put(struct buf *out, const struct gopher_item *item, struct slice display)
{
	buf_putc(out, item->type);
	buf_put(out, display);
	buf_putc(out, '\t');
	buf_put(out, item->selector);
	buf_putc(out, '\t');
	buf_put(out, item->host);
	buf_printf(out, "\t%u\r\n", item->port);
}

static void put_under(struct plain *p, struct slice text)
{
	const struct gopher_item item = {
		.type = 'i', .host = p->origin->host, .port = p->origin->port};

	plain_menu_put(p->out, &item, arena_printf(&p->arena, INDENT "%.*s", SARG(text)));
}

/* Takes the next line of a label: as much as fits, cutting a piece that is too long. */
static struct slice take_line(struct slice *rest, size_t columns)
{
	struct slice line;

	text_wrap_cut(rest, columns, &line);
	*rest = text_trim(*rest);
	return text_trim_end(line);
}

/* A link that cannot be an item is shown as text. */
static void put_unsaid(
	struct plain *p, const struct doc_target *target, struct slice label)
{
	struct slice line;
	auto_buf struct buf words = BUF(BUF_MAX_BYTES);

	buf_put(&words, label);
	if (words.len)
		buf_puts(&words, ": ");
	gopher_put_url(&words, &p->arena, p->origin, target);
	for (struct slice rest = buf_slice(&words); rest.len;) {
		line = take_line(&rest, p->width - strlen(INDENT));
		put_under(p, line);
	}
}

/* The URL as the label, cut; the selector has it complete. */
static struct slice url_label(struct plain *p, const struct doc_target *target)
{
	const struct slice dots = S("...");
	struct slice label;
	auto_buf struct buf url = BUF(BUF_MAX_BYTES);

	if (target->kind == DOC_TO_OUTSIDE)
		gopher_put_url(&url, &p->arena, p->origin, target);
	else
		buf_put(&url, gopher_selector(&p->arena, target->url, false));
	label = buf_slice(&url);
	if (text_columns(label) > p->width) {
		label = text_head_some(label, p->width - text_columns(dots));
		label = arena_printf(&p->arena, "%.*s%.*s", SARG(label), SARG(dots));
	} else {
		label = buf_dup(&url, &p->arena);
	}
	return label;
}

static void put_item(struct plain *p, const struct doc_target *target, struct slice label)
{
	struct slice rest = plain_without_joiners(p, plain_cleaned(p, label)), line;
	struct gopher_item item;

	if (!target->url.len)
		return;
	rest = arena_dup(&p->arena, text_trim(rest));
	plain_put_gap(p);
	if (!gopher_item_of(&p->arena, p->origin, target, &item)) {
		put_unsaid(p, target, rest);
		return;
	}
	if (!rest.len)
		rest = url_label(p, target);
	line = take_line(&rest, p->width);
	plain_menu_put(p->out, &item, line);
	while (rest.len) {
		line = take_line(&rest, p->width - strlen(INDENT));
		put_under(p, line);
	}
}

static void put_items(struct plain *p, const struct label_link *links, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		bool added;

		slice_map_get(&p->shown, links[i].url, links[i].label, 0, &added);
		if (added)
			put_item(p, links[i].node->target, links[i].label);
	}
}

void plain_menu_links_under(
	struct plain *p, const struct doc_node *first, const struct doc_node *end)
{
	struct label_link *links;
	size_t count;

	label_begin(&p->labels, false);
	const struct doc_node *whole = first && first->kind == DOC_HEADING
					       ? link_layout_heading_link(first)
					       : NULL;
	for (; first && first != end; first = first->next)
		label_add(&p->labels, first);
	links = label_take(&p->labels, &count);
	if (count == 1 && links->node == whole)
		links->label = label_host(&p->arena, whole->target);
	put_items(p, links, count);
}

/* --- blocks ------------------------------------------------------------------------- */

void plain_menu_paragraph(struct plain *p, const struct doc_node *paragraph)
{
	bool only = link_layout_is_only(paragraph);
	struct label_link *links;
	size_t count, leading = 0;

	label_begin(&p->labels, only);
	label_add(&p->labels, paragraph);
	links = label_take(&p->labels, &count);
	if (!only) {
		leading = link_layout_leading_images(paragraph, links, count);
		put_items(p, links, leading);
		plain_fill(p, plain_spans(p, paragraph->first, NULL, 0));
	}
	if (count > leading) /* else there may be none, and links is NULL */
		put_items(p, links + leading, count - leading);
}

void plain_menu_heading(struct plain *p, const struct doc_node *heading)
{
	const unsigned flags = PLAIN_BARE | PLAIN_ONE_LINE;
	const struct doc_node *tail;
	struct slice text = slice_none;
	bool parenthesis;

	slice_map_clear(&p->shown);
	tail = link_layout_heading_tail(heading, &parenthesis);
	if (tail) {
		text = plain_spans(p, heading->first, tail, flags);
		if (!link_layout_cut_tail(&text, parenthesis))
			text = slice_none;
	}
	if (!text.len)
		text = plain_spans(p, heading->first, NULL, flags);
	plain_heading(p, heading->level, text);
	plain_menu_links_under(p, heading, heading->next);
}

void plain_menu_links_block(struct plain *p, const struct doc_node *links)
{
	const struct doc_node *at;

	for (at = links->first; at; at = at->next) {
		if (at->kind == DOC_IMAGE)
			put_item(p, at->target,
				label_image(
					&p->arena, p->locale, at, ++p->labels.images));
		else if (at->kind == DOC_LINK)
			put_item(p, at->target, label_words(&p->arena, at));
	}
}

bool plain_menu_link_list(struct plain *p, const struct doc_node *list)
{
	struct label_link *links;
	size_t count;

	label_begin(&p->labels, true);
	if (!link_layout_list(&p->labels, list))
		return false;
	links = label_take(&p->labels, &count);
	put_items(p, links, count);
	return true;
}
