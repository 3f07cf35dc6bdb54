/* SPDX-License-Identifier: MIT */
/* The walk over libcmark's tree, without recursion: each node is entered and left once, and feeds
 * the builder. */
#include "text/markdown.h"

#include "base/text.h"
#include "text/autolink.h"
#include "text/markdown/markdown_internal.h"
#include "text/markdown/markdown_parse_internal.h"
#include "text/target.h"
#include "text/wikilink.h"

/* Longer ones are data, not captions. */
#define TITLE_MAX_BYTES    1000
#define CONTENTS_MAX_DEPTH 32

static void enter_list(struct markdown *md, cmark_node *node)
{
	struct doc_node *list = build_open(md->build, DOC_LIST);

	if (!list)
		return;
	list->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	list->number = (unsigned)cmark_node_get_list_start(node);
}

/* --- spans ---------------------------------------------------------------------- */

/* The title of a link or image. Some generators allow Markdown in it, for captions: removes the marks of
 * "[a](b)" and "**c**". */
static struct slice plain_title(struct markdown *md, cmark_node *node)
{
	struct slice title = slice_str(cmark_node_get_title(node)), rest;
	ptrdiff_t link, end;
	struct buf out = BUF(BUF_MAX_BYTES);

	if (!title.len)
		return slice_none;
	title = text_one_line(md->doc->arena, markdown_pipes(md, title, false));
	if (title.len > TITLE_MAX_BYTES ||
		(slice_find(title, S("](")) < 0 && slice_find(title, S("**")) < 0))
		return title;
	for (rest = title; rest.len; rest = slice_from(rest, 1)) {
		link = rest.ptr[0] == '[' ? slice_find(rest, S("](")) : -1;
		if (link > 0 && (end = slice_find_char(
					 slice_from(rest, (size_t)link), ')')) > 0) {
			buf_put(&out, slice(rest.ptr + 1, (size_t)link - 1));
			rest = slice_from(rest, (size_t)(link + end));
		} else if (slice_starts(rest, S("**"))) {
			rest = slice_from(rest, 1);
		} else {
			buf_putc(&out, rest.ptr[0]);
		}
	}
	return buf_take(&out, md->doc->arena);
}

static void enter_link(struct markdown *md, cmark_node *node)
{
	struct slice href =
		markdown_pipes(md, slice_str(cmark_node_get_url(node)), false);
	const struct doc_target *target;
	struct doc_node *link;

	md->links++;
	md->link_open = false;
	if (html_is_dropping(md->html))
		return;
	target = target_for(md->doc->arena, md->env, href, false);
	if (!target)
		return;
	md->link_open = true;
	link = build_open(md->build, DOC_LINK);
	if (!link)
		return;
	link->target = target;
	link->info = plain_title(md, node);
}

/* The words below @top, as for an alt text. */
static struct slice plain_text(struct markdown *md, cmark_node *top)
{
	cmark_node *node = cmark_node_first_child(top);
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	if (!node)
		return slice_none;
	if (!cmark_node_next(node) && cmark_node_get_type(node) == CMARK_NODE_TEXT)
		return text_one_line(md->doc->arena, markdown_literal(node));
	while (node != top) {
		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			buf_put(&out, markdown_literal(node));
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			buf_putc(&out, ' ');
			break;
		default:
			break;
		}
		if (cmark_node_first_child(node)) {
			node = cmark_node_first_child(node);
			continue;
		}
		while (node != top && !cmark_node_next(node))
			node = cmark_node_parent(node);
		if (node != top)
			node = cmark_node_next(node);
	}
	return text_one_line(md->doc->arena, buf_slice(&out));
}

static void put_image(struct markdown *md, cmark_node *node)
{
	const struct doc_target *target;
	struct slice alt = wikilink_without_size(plain_text(md, node));
	struct doc_node *image;

	if (html_is_dropping(md->html))
		return;
	target = target_for(md->doc->arena, md->env,
		markdown_pipes(md, slice_str(cmark_node_get_url(node)), false), true);
	if (!target) {
		build_text(md->build, alt);
		return;
	}
	image = build_leaf(md->build, DOC_IMAGE);
	if (!image)
		return;
	image->target = target;
	image->text = markdown_pipes(md, alt, false);
	image->info = plain_title(md, node);
}

static void put_code_span(struct markdown *md, cmark_node *node)
{
	struct slice text = markdown_pipes(md, markdown_literal(node), md->table != NULL);
	struct doc_node *code;

	if (html_is_dropping(md->html))
		return;
	if (html_is_verbatim(md->html)) {
		html_text(md->html, text);
		return;
	}
	code = build_leaf(md->build, DOC_CODE_SPAN);
	if (code)
		code->text = text;
}

/* --- the walk ---------------------------------------------------------------------- */

static void begin_block(struct markdown *md)
{
	md->before = '\n';
	md->has_inline_html = md->quoting = false;
	for (unsigned pair = 0; pair < PAIR_COUNT; pair++)
		md->pair_in[pair] = NULL;
	md->links = 0;
}

/* A line end inside a block. */
static void line_break(struct markdown *md, cmark_node *node, bool hard)
{
	cmark_node *next = cmark_node_next(node);

	md->before = '\n';
	if (html_is_verbatim(md->html)) {
		html_text(md->html, S("\n"));
		return;
	}
	if (md->title_of && md->title_of == cmark_node_parent(node) && !md->lines_of) {
		md->title_of = NULL;
		build_close(md->build, DOC_PARAGRAPH);
		build_open(md->build, DOC_PARAGRAPH);
		return;
	}
	if (hard && (!md->lines_of || md->has_terms))
		build_leaf(md->build, DOC_BREAK);
	if (next && md->lines_of && cmark_node_parent(node) == md->lines_of)
		markdown_line(md, next);
	else
		build_text(md->build, S("\n"));
}

/* Keeps line ends when the site's settings say so. Not in an item or a definition, whose second line would
 * become a paragraph. */
static bool is_hard_break(const struct markdown *md, cmark_node *node)
{
	if (cmark_node_get_type(node) == CMARK_NODE_LINEBREAK)
		return true;
	if (!md->options->breaks || md->lines_of)
		return false;
	while (node && cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
		node = cmark_node_parent(node);
	cmark_node *parent = node ? cmark_node_parent(node) : NULL;
	return parent && cmark_node_get_type(parent) != CMARK_NODE_ITEM;
}

enum step {
	STEP_IN,   /* continue with the children, if any */
	STEP_OVER, /* without them, and without leaving it */
};

/* Is it only a link within the page, or lists of such? @depth is bounded like lists. */
static bool is_contents_item(cmark_node *item, unsigned depth)
{
	cmark_node *first = cmark_node_first_child(item), *list, *below;

	if (!first || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH ||
		!markdown_is_same_page_only(first))
		return false;
	for (list = cmark_node_next(first); list; list = cmark_node_next(list)) {
		if (cmark_node_get_type(list) != CMARK_NODE_LIST || !depth)
			return false;
		for (below = cmark_node_first_child(list); below;
			below = cmark_node_next(below))
			if (!is_contents_item(below, depth - 1))
				return false;
	}
	return true;
}

/* A list that is a table of contents, or a placeholder for one. */
static bool is_contents(cmark_node *node)
{
	cmark_node *item;

	if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
		return markdown_is_contents_mark(node);
	if (cmark_node_get_type(node) != CMARK_NODE_LIST)
		return false;
	if (markdown_is_contents_list(node))
		return true;
	for (item = cmark_node_first_child(node); item; item = cmark_node_next(item))
		if (!is_contents_item(item, CONTENTS_MAX_DEPTH))
			return false;
	return true;
}

/* Does the heading have only a table of contents below it? */
static bool heads_contents(cmark_node *heading)
{
	cmark_node *next = cmark_node_next(heading);

	if (!next || !is_contents(next))
		return false;
	do
		next = cmark_node_next(next);
	while (next && (is_contents(next) ||
			       cmark_node_get_type(next) == CMARK_NODE_THEMATIC_BREAK));
	return !next || cmark_node_get_type(next) == CMARK_NODE_HEADING;
}

static enum step enter_block(struct markdown *md, cmark_node *node)
{
	struct doc_node *made;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		made = build_open(md->build, DOC_QUOTE);
		if (made)
			markdown_read_admonition(md, node, made);
		return STEP_IN;
	case CMARK_NODE_LIST:
		if (markdown_is_contents_list(node))
			return STEP_OVER;
		enter_list(md, node);
		return STEP_IN;
	case CMARK_NODE_ITEM:
		/* An entry of a table of contents: drops the item, too. */
		if (is_contents_item(node, CONTENTS_MAX_DEPTH))
			return STEP_OVER;
		made = build_open(md->build, DOC_ITEM);
		if (made)
			markdown_read_task(md, node, made);
		return STEP_IN;
	case CMARK_NODE_CODE_BLOCK:
		markdown_put_code(md, node);
		return STEP_OVER;
	case CMARK_NODE_HTML_BLOCK:
		html_feed(md->html, markdown_pipes(md, markdown_literal(node), false));
		return STEP_OVER;
	case CMARK_NODE_PARAGRAPH:
		if (markdown_put_note_mark(md, node) || markdown_is_contents_mark(node) ||
			markdown_is_same_page_only(node))
			return STEP_OVER;
		begin_block(md);
		if (!markdown_lines_begin(md, node)) {
			made = build_open(md->build, DOC_PARAGRAPH);
			if (made && md->title_of == node)
				made->info = DOC_TITLE;
		}
		return STEP_IN;
	case CMARK_NODE_HEADING:
		if (heads_contents(node))
			return STEP_OVER;
		begin_block(md);
		made = build_open(md->build, DOC_HEADING);
		if (made)
			made->level = (unsigned)cmark_node_get_heading_level(node);
		return STEP_IN;
	case CMARK_NODE_THEMATIC_BREAK:
		if (!html_is_dropping(md->html))
			build_leaf(md->build, DOC_RULE);
		return STEP_OVER;
	default:
		return STEP_IN;
	}
}

static enum step enter_span(struct markdown *md, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		markdown_text(md, node);
		return STEP_OVER;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		line_break(md, node, is_hard_break(md, node));
		return STEP_OVER;
	case CMARK_NODE_CODE:
		put_code_span(md, node);
		break;
	case CMARK_NODE_HTML_INLINE:
		md->has_inline_html = true;
		html_feed(md->html, markdown_pipes(md, markdown_literal(node), false));
		return STEP_OVER;
	case CMARK_NODE_EMPH:
		build_open(md->build, DOC_EMPHASIS);
		return STEP_IN;
	case CMARK_NODE_STRONG:
		build_open(md->build, DOC_STRONG);
		return STEP_IN;
	case CMARK_NODE_LINK:
		enter_link(md, node);
		return STEP_IN;
	case CMARK_NODE_IMAGE:
		put_image(md, node);
		break;
	default:
		return STEP_IN;
	}
	md->before = 'a';
	return STEP_OVER;
}

static void leave(struct markdown *md, cmark_node *node)
{
	bool block = false;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		build_close(md->build, DOC_QUOTE);
		break;
	case CMARK_NODE_LIST:
		build_close(md->build, DOC_LIST);
		break;
	case CMARK_NODE_ITEM:
		build_close(md->build, DOC_ITEM);
		break;
	case CMARK_NODE_PARAGRAPH:
		if (md->lines_of == node)
			markdown_lines_end(md);
		else
			build_close(md->build, DOC_PARAGRAPH);
		block = true;
		break;
	case CMARK_NODE_HEADING:
		build_close(md->build, DOC_HEADING);
		block = true;
		break;
	case CMARK_NODE_EMPH:
		build_close(md->build, DOC_EMPHASIS);
		break;
	case CMARK_NODE_STRONG:
		build_close(md->build, DOC_STRONG);
		break;
	case CMARK_NODE_LINK:
		if (md->link_open)
			build_close(md->build, DOC_LINK);
		md->links--;
		md->before = 'a';
		break;
	default:
		break;
	}
	if (block && md->has_inline_html)
		html_end_block(md->html);
}

/* Before a block of the root: is the summary complete? */
static void watch_summary(struct markdown *md, cmark_node *node)
{
	if (!md->summary_line ||
		(unsigned)cmark_node_get_start_line(node) <= md->summary_line)
		return;
	md->summary_line = 0;
	md->doc->summary = doc_plain_text(md->doc->arena, md->doc->root);
}

static void walk(struct markdown *md, cmark_node *root)
{
	cmark_node *node = cmark_node_first_child(root), *next;

	while (node && node != root) {
		cmark_node_type type = cmark_node_get_type(node);
		enum step step;

		if (cmark_node_parent(node) == root)
			watch_summary(md, node);
		step = type <= CMARK_NODE_LAST_BLOCK ? enter_block(md, node)
						     : enter_span(md, node);
		next = step == STEP_IN ? cmark_node_first_child(node) : NULL;
		if (next && md->lines_of == node)
			markdown_line(md, next);
		if (!next && step == STEP_IN)
			leave(md, node);
		while (!next && node != root) {
			next = cmark_node_next(node);
			if (!next) {
				node = cmark_node_parent(node);
				if (node != root)
					leave(md, node);
			}
		}
		node = next;
	}
}

static unsigned count_lines(struct slice text)
{
	struct slice line;
	unsigned lines = 0;

	while (slice_next_line(&text, &line))
		lines++;
	return lines;
}

bool markdown_build(struct build *build, struct html *html, const struct dialect *dialect,
	const struct convert_options *options, const struct text_env *env)
{
	struct doc *doc = build_doc(build);
	struct slice text = buf_slice(&dialect->text);
	struct markdown md = {.doc = doc,
		.build = build,
		.html = html,
		.dialect = dialect,
		.options = options,
		.env = env,
		.locale = locale_for(doc->lang)};
	unsigned cut_lines;
	cmark_node *root;

	if (dialect->has_summary)
		md.summary_line = count_lines(slice_head(text, dialect->summary_end));
	if (dialect->has_notes)
		notes_collect(doc->arena, text, &md.notes);
	/* Entities may encode characters of an address, to hide it from robots. */
	md.autolinks = autolinks_kinds(text) |
		       (slice_find(text, S("&#")) >= 0 ? 1U << AUTOLINK_MAIL : 0);
	md.has_pipes = slice_find_char(text, DIALECT_PIPE[0]) >= 0;
	text = markdown_guard(doc->arena, text, dialect->summary_end, &cut_lines);
	md.summary_line -= md.summary_line > cut_lines ? cut_lines : 0;
	root = markdown_parse(doc->arena, text);
	if (!root)
		return false;
	walk(&md, root);
	if (md.in_note)
		build_close(build, DOC_NOTE);
	if (md.in_notes)
		build_close(build, DOC_NOTES);
	return true;
}
