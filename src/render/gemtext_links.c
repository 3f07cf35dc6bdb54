/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/gemtext_internal.h"
#include "render/gopher_link.h"
#include "render/link_layout.h"

/* The maximum of a request line (Gemini specification, "Requests"). */
#define URL_MAX_BYTES 1024

static bool is_inside(const struct doc_target *target)
{
	return target->kind != DOC_TO_OUTSIDE;
}

/* White space, controls, non-ASCII, and characters that URLs cannot hold (RFC 3986,
 * appendix A). */
static const bool is_escaped[256] = {[0x00 ... 0x20] = true,
	['"'] = true,
	['<'] = true,
	['>'] = true,
	['\\'] = true,
	['^'] = true,
	['`'] = true,
	['{' ... '}'] = true,
	[0x7f ... 0xff] = true};

/* The URL for a link line, where white space would end it. */
static void put_url(struct gemtext *g, struct buf *out, const struct doc_target *target)
{
	static const struct gopher_origin menus;
	struct slice origin = g->options->origin;
	size_t i, from;

	if (is_inside(target) && origin.len) {
		if (slice_ends(origin, S("/")))
			origin.len--;
		buf_put(out, origin);
		if (slice_starts(origin, S("gopher:")))
			buf_printf(out, "/%c", gopher_type(&menus, target));
	}
	for (i = from = 0; i < target->url.len; i++) {
		unsigned char c = (unsigned char)target->url.ptr[i];

		if (!is_escaped[c])
			continue;
		buf_put(out, slice(target->url.ptr + from, i - from));
		buf_put_hex(out, S("%"), (char)c);
		from = i + 1;
	}
	buf_put(out, slice_from(target->url, from));
}

static void put_link(struct gemtext *g, const struct doc_target *target,
	struct slice label, unsigned number)
{
	struct buf *url = &g->url;

	if (!target->url.len)
		return;
	buf_clear(url);
	put_url(g, url, target);
	if (url->len > URL_MAX_BYTES)
		return;
	if (number)
		buf_printf(url, " [%u]", number);
	if (label.len)
		buf_putc(url, ' ');
	buf_put(url, label);
	gemtext_line(g, S("=> "), buf_slice(url));
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

/* Links of a block: pictures now, the others where the options put them. */
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

void gemtext_paragraph(struct gemtext *g, const struct doc_node *paragraph)
{
	bool only = link_layout_is_only(paragraph);
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
	leading = link_layout_leading_images(paragraph, links, count);
	gemtext_link_lines(g, links, leading);
	gemtext_gap(g);
	gemtext_text(g, gemtext_spans(g, paragraph, 0));
	gemtext_gap(g);
	if (count > leading) /* else there may be none, and links is NULL */
		place_links(g, links + leading, count - leading);
	gemtext_gap(g);
}

/* The text of a heading; links after a separator at its end are cut, since their lines
 * follow. */
static struct slice heading_text(struct gemtext *g, const struct doc_node *heading)
{
	const struct doc_node *only = heading->first, *tail;
	struct slice text;
	bool parenthesis;

	/* A heading of only code needs no markers. */
	if (only && !only->next && only->kind == DOC_CODE_SPAN)
		return text_trim(text_one_line(&g->arena, only->text));
	tail = link_layout_heading_tail(heading, &parenthesis);
	if (tail) {
		text = gemtext_spans_between(
			g, heading->first, tail, SPANS_ONE_LINE | SPANS_BARE);
		if (link_layout_cut_tail(&text, parenthesis) && text.len)
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
	if (count == 1 && links->node == link_layout_heading_link(heading))
		links->label = label_host(&g->arena, links->node->target);
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

bool gemtext_link_list(struct gemtext *g, const struct doc_node *list)
{
	struct label_link *links;
	size_t count;

	label_begin(&g->labels, true);
	if (!link_layout_list(&g->labels, list))
		return false;
	links = label_take(&g->labels, &count);
	gemtext_gap(g);
	gemtext_link_lines(g, links, count);
	gemtext_gap(g);
	return true;
}
