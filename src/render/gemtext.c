/* SPDX-License-Identifier: MIT */
#include "render/gemtext.h"

#include "base/text.h"
#include "render/gemtext_internal.h"

/* --- code ----------------------------------------------------------------------- */

/* The alt text of a code block: only the language, for clients' highlighters. */
static struct slice alt_of(struct gemtext *g, struct slice info)
{
	if (slice_eq(info, S("diagram")))
		return locale_word(g->locale, WORD_DIAGRAM);
	if (slice_eq(info, S("math")))
		return locale_word(g->locale, WORD_MATH);
	return slice_head(info, slice_until(info, "`"));
}

void gemtext_code(struct gemtext *g, const struct doc_node *code)
{
	struct slice text = code->text;
	struct slice line;

	text = slice_trim_end(text);
	if (!text.len)
		return;
	gemtext_gap(g);
	gemtext_line(g, S("```"), alt_of(g, code->info));
	while (slice_next_line(&text, &line))
		gemtext_verbatim(g, line);
	gemtext_line(g, S("```"), slice_none);
	gemtext_gap(g);
}

/* --- quotes --------------------------------------------------------------------- */

struct quote {
	struct slice prefix; /* "> " per level of nesting */
	struct slice
		gap_prefix; /* prefix of the empty line between two quotes: that of the
			     * outer one */
	bool gap;           /* an empty quote line comes before the next one */
};

static void quote_line(
	struct gemtext *g, struct quote *quote, struct slice marker, struct slice text)
{
	if (!text.len)
		return;
	/* A block in between ended the quote; it starts again. */
	if (quote->gap && !g->gap)
		gemtext_line(g, quote->gap_prefix, slice_none);
	quote->gap = false;
	quote->gap_prefix = quote->prefix;
	if (marker.len)
		text = arena_printf(&g->arena, "%.*s%.*s", SARG(marker), SARG(text));
	gemtext_line(g, quote->prefix, text);
}

/* Lines of text, the first with @marker. */
static void quote_text(
	struct gemtext *g, struct quote *quote, struct slice marker, struct slice lines)
{
	struct slice line;

	while (slice_split(&lines, '\n', &line)) {
		line = text_trim(line);
		quote_line(g, quote, marker, line);
		if (line.len)
			marker = slice_none;
		else
			quote->gap = true;
	}
}

static void quote_blocks(struct gemtext *g, struct quote *quote,
	const struct doc_node *parent, struct slice marker, unsigned depth);

static void quote_list(struct gemtext *g, struct quote *quote,
	const struct doc_node *list, unsigned depth)
{
	const struct doc_node *item;
	unsigned number = list->number;

	for (item = list->first; item; item = item->next, number++) {
		const char *task = item->task == DOC_TASK_DONE   ? "\xe2\x98\x91 "
				   : item->task == DOC_TASK_OPEN ? "\xe2\x98\x90 "
								 : "";
		const char *bullet = depth > 1    ? "\xe2\x96\xaa "
				     : depth == 1 ? "\xe2\x97\xa6 "
						  : "\xe2\x80\xa2 ";

		quote_blocks(g, quote, item,
			list->ordered ? arena_printf(&g->arena, "%u. %s", number, task)
				      : arena_printf(&g->arena, "%s%s", bullet, task),
			depth + 1);
	}
}

static void quote_quote(
	struct gemtext *g, const struct quote *around, const struct doc_node *node)
{
	struct quote quote = {.gap_prefix = around->gap_prefix, .gap = around->gap};

	quote.prefix = arena_printf(&g->arena, "%.*s> ", SARG(around->prefix));
	if (node->text.len) {
		const struct doc_node *title = doc_quote_title(node);
		struct slice words =
			title ? gemtext_spans(g, title, SPANS_ONE_LINE) : slice_none;

		quote_line(g, &quote, slice_none,
			arena_printf(&g->arena, "%.*s:%s%.*s", SARG(node->text),
				words.len ? " " : "", SARG(words)));
	}
	quote_blocks(g, &quote, node, slice_none, 0);
}

/* The blocks of a quote, or of an item in it (@marker, @depth from 1). */
static void quote_blocks(struct gemtext *g, struct quote *quote,
	const struct doc_node *parent, struct slice marker, unsigned depth)
{
	const struct doc_node *block;

	for (block = parent->first; block; block = block->next) {
		if (block == doc_quote_title(parent))
			continue;
		/* Items and their content follow without blank lines. */
		if (block->previous && !depth &&
			block->previous != doc_quote_title(parent))
			quote->gap = true;
		switch (block->kind) {
		case DOC_LIST:
			quote_list(g, quote, block, depth);
			break;
		case DOC_QUOTE:
			quote_quote(g, quote, block);
			break;
		case DOC_CODE:
			gemtext_code(g, block);
			break;
		case DOC_TABLE:
			gemtext_table(g, block);
			break;
		case DOC_RULE:
			quote_line(g, quote, slice_none, S("---"));
			break;
		case DOC_LINKS:
			break; /* its lines follow the quote */
		case DOC_DEFINITION:
			quote->gap = false;
			quote_blocks(g, quote, block, S("\xe2\x80\xa2 "), depth + 1);
			break;
		default:
			quote_text(g, quote, marker,
				gemtext_spans(g, block,
					block->kind == DOC_HEADING
						? SPANS_ONE_LINE | SPANS_BARE
						: 0));
			break;
		}
		marker = slice_none;
	}
}

void gemtext_quote(struct gemtext *g, const struct doc_node *quote)
{
	struct quote top = {.prefix = S("")};

	gemtext_gap(g);
	quote_quote(g, &top, quote);
	gemtext_gap(g);
}

/* --- blocks --------------------------------------------------------------------- */

static void put_notes(struct gemtext *g, const struct doc_node *notes)
{
	const struct doc_node *note;

	gemtext_gap(g);
	for (note = notes->first; note; note = note->next)
		gemtext_note(g, note);
	gemtext_gap(g);
}

void gemtext_block(struct gemtext *g, const struct doc_node *node)
{
	switch (node->kind) {
	case DOC_CODE:
		gemtext_code(g, node);
		break;
	case DOC_QUOTE:
		gemtext_quote(g, node);
		break;
	case DOC_TABLE:
		gemtext_table(g, node);
		break;
	case DOC_RULE:
		gemtext_gap(g);
		gemtext_line(g, S("---"), slice_none);
		gemtext_gap(g);
		break;
	case DOC_LIST:
		gemtext_list(g, node, false);
		break;
	case DOC_LINKS:
		gemtext_links_block(g, node);
		break;
	case DOC_DEFINITION:
		gemtext_definitions(g, node, false);
		break;
	default:
		gemtext_text(g, gemtext_spans(g, node, 0));
		break;
	}
}

static const struct doc_node *put_top(struct gemtext *g, const struct doc_node *node)
{
	switch (node->kind) {
	case DOC_PARAGRAPH:
		gemtext_paragraph(g, node);
		break;
	case DOC_HEADING:
		gemtext_heading(g, node);
		break;
	case DOC_LIST:
		gemtext_list(g, node, true);
		break;
	case DOC_QUOTE:
	case DOC_TABLE:
		gemtext_block(g, node);
		gemtext_links_of(g, node);
		break;
	case DOC_TERM:
	case DOC_DEFINITION:
		return gemtext_definitions(g, node, true);
	case DOC_NOTES:
		put_notes(g, node);
		break;
	default:
		gemtext_block(g, node);
		break;
	}
	return node;
}

/* The first block of the foot: the notes, with their heading, and the link lines at the
 * end; NULL: none. */
static const struct doc_node *find_foot(const struct doc_node *root)
{
	const struct doc_node *foot = NULL, *at;

	for (at = root->last; at && (at->kind == DOC_LINKS || at->kind == DOC_NOTES);
		at = at->previous)
		foot = at;
	if (foot && foot->kind == DOC_NOTES && at && at->kind == DOC_HEADING)
		foot = at;
	return foot;
}

void gemtext_render(
	struct buf *out, const struct doc *doc, const struct gemtext_options *options)
{
	static const struct gemtext_options defaults;
	struct gemtext g = {
		.out = out, .start = out->len, .doc = doc, .options = options};
	const struct doc_node *block, *foot = find_foot(doc->root);

	if (!options)
		g.options = &defaults;
	arena_init(&g.arena);
	buf_init(&g.text, BUF_MAX_BYTES);
	buf_init(&g.url, BUF_MAX_BYTES);
	g.locale = locale_for(doc->lang);
	label_init(&g.labels, &g.arena, g.locale);
	g.shown.arena = g.numbers.arena = &g.arena;
	for (block = doc->root->first; block; block = block->next) {
		if (block == foot)
			gemtext_flush_links(&g);
		block = put_top(&g, block);
	}
	gemtext_flush_links(&g);
	buf_fini(&g.url);
	buf_fini(&g.text);
	arena_fini(&g.arena);
}
