/* SPDX-License-Identifier: MIT */
/* The walk over libcmark's tree, without recursion: each node is entered and left once, and feeds
 * the builder. */
#include "text/markdown.h"

#include "base/text.h"
#include "text/autolink.h"
#include "text/markdown_parse.h"
#include "text/markdown_state.h"
#include "text/target.h"

static cmark_node *first_text(cmark_node *block)
{
	cmark_node *paragraph = cmark_node_first_child(block), *text;

	if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
		return NULL;
	text = cmark_node_first_child(paragraph);
	return text && cmark_node_get_type(text) == CMARK_NODE_TEXT ? text : NULL;
}

/* --- blocks ------------------------------------------------------------------- */

/* "[!NOTE]" at the start of a quote. */
static void read_admonition(struct markdown *md, cmark_node *quote, struct doc_node *node)
{
	static const struct {
		struct slice name;
		enum locale_word word;
	} kinds[] = {
		{{"note", 4}, WORD_ADMONITION_NOTE},
		{{"tip", 3}, WORD_ADMONITION_TIP},
		{{"hint", 4}, WORD_ADMONITION_TIP},
		{{"important", 9}, WORD_ADMONITION_IMPORTANT},
		{{"warning", 7}, WORD_ADMONITION_WARNING},
		{{"danger", 6}, WORD_ADMONITION_WARNING},
		{{"caution", 7}, WORD_ADMONITION_CAUTION},
		{{"info", 4}, WORD_ADMONITION_INFO},
	};
	cmark_node *first = first_text(quote);
	struct slice text, name;
	size_t i;

	if (!first)
		return;
	text = markdown_literal(first);
	if (!slice_starts(text, S("[!")) ||
		!slice_cut(slice_from(text, 2), ']', &name, NULL))
		return;
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!slice_eq_nocase(name, kinds[i].name))
			continue;
		node->text = locale_word(md->locale, kinds[i].word);
		md->skip_in = first;
		md->skip_bytes = name.len + 3;
	}
}

static void read_task(struct markdown *md, cmark_node *item, struct doc_node *node)
{
	cmark_node *first = first_text(item);
	struct slice text;

	if (!first)
		return;
	text = markdown_literal(first);
	if (text.len < 4 || text.ptr[0] != '[' || text.ptr[2] != ']' ||
		text.ptr[3] != ' ')
		return;
	if (text.ptr[1] == ' ')
		node->task = DOC_TASK_OPEN;
	else if (text.ptr[1] == 'x' || text.ptr[1] == 'X')
		node->task = DOC_TASK_DONE;
	else
		return;
	md->skip_in = first;
	md->skip_bytes = 4;
}

/* Of code that went through the pre-pass: the pipes as they were. */
static struct slice restore_pipes(struct markdown *md, struct slice text, bool escaped)
{
	char *copy;
	size_t i, len = 0;

	if (!md->has_pipes || (slice_find_char(text, DIALECT_PIPE[0]) < 0 &&
				      !(escaped && slice_find(text, S("\\|")) >= 0)))
		return text;
	copy = arena_alloc(md->doc->arena, text.len + 1);
	for (i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (escaped && c == '\\' && i + 1 < text.len && text.ptr[i + 1] == '|')
			continue;
		copy[len++] = c == DIALECT_PIPE[0] ? '|' : c;
	}
	return slice(copy, len);
}

/* The language in a fence's info string, lower case: "Ruby", "{.python .x}", "go {linenos=1}",
 * "js{1,3}", "language-c". */
static struct slice code_language(struct markdown *md, struct slice info)
{
	static const struct slice diagrams[] = {{"mermaid", 7}, {"dot", 3}, {"ascii", 5},
		{"plantuml", 8}, {"graphviz", 8}};
	size_t end = 0, i;

	info = slice_trim(info);
	if (slice_starts(info, S("{")))
		info = slice_from(info, 1);
	if (slice_starts(info, S(".")))
		info = slice_from(info, 1);
	if (slice_starts(info, S("language-")))
		info = slice_from(info, 9);
	while (end < info.len && !ascii_is_space(info.ptr[end]) &&
		!strchr("{},:;=\"'`", info.ptr[end]))
		end++;
	info = slice_head(info, end);
	if (slice_starts_nocase(slice_from(info, end), S("=")))
		return slice_none;
	info = text_lower(md->doc->arena, info);
	for (i = 0; i < sizeof(diagrams) / sizeof(*diagrams); i++)
		if (slice_eq(info, diagrams[i]))
			return S("diagram");
	return info;
}

/* title="x" in a fence's info string stands above the block. */
static void put_code_title(struct markdown *md, struct slice info)
{
	ptrdiff_t at = slice_find(info, S("title=\""));
	struct slice title;

	if (at < 0 || !slice_cut(slice_from(info, (size_t)at + 7), '"', &title, NULL))
		return;
	build_open(md->build, DOC_PARAGRAPH);
	build_text(md->build, title);
	build_close(md->build, DOC_PARAGRAPH);
}

static void put_code(struct markdown *md, cmark_node *node)
{
	struct slice text = restore_pipes(md, markdown_literal(node), false);
	struct slice info = slice_str(cmark_node_get_fence_info(node));
	struct doc_node *code;

	if (html_is_dropping(md->html))
		return;
	while (text.len && ascii_is_space(text.ptr[text.len - 1]))
		text.len--;
	/* Blank lines at the start too, but not the first line's indent. */
	for (size_t i = 0; i < text.len && ascii_is_space(text.ptr[i]); i++) {
		if (text.ptr[i] == '\n') {
			text = slice_from(text, i + 1);
			i = (size_t)-1;
		}
	}
	if (!text.len)
		return;
	if (html_is_verbatim(md->html)) {
		html_text(md->html, text);
		return;
	}
	put_code_title(md, info);
	code = build_leaf(md->build, DOC_CODE);
	if (!code)
		return;
	code->text = text;
	code->info = code_language(md, info);
}

/* A line of the pre-pass before the footnotes or one of them. Returns whether it was. */
static bool put_note_mark(struct markdown *md, cmark_node *paragraph)
{
	cmark_node *first = cmark_node_first_child(paragraph);
	struct doc_node *note;
	struct slice text;

	if (!md->dialect->has_notes || !first ||
		cmark_node_get_type(first) != CMARK_NODE_TEXT)
		return false;
	text = markdown_literal(first);
	if (slice_starts(text, S(DIALECT_NOTES_MARK)) && !md->in_notes) {
		md->in_notes = true;
		build_open(md->build, DOC_NOTES);
		return true;
	}
	if (!slice_starts(text, S(DIALECT_NOTE_MARK)) || !md->in_notes)
		return false;
	if (md->in_note)
		build_close(md->build, DOC_NOTE);
	md->in_note = true;
	note = build_open(md->build, DOC_NOTE);
	if (note)
		note->number = notes_find(&md->notes,
			slice_trim(slice_from(text, sizeof(DIALECT_NOTE_MARK) - 1)));
	return true;
}

/* Kramdown's and others' wish for a table of contents: nothing a reader needs here. */
static bool is_contents_mark(cmark_node *paragraph)
{
	static const struct slice marks[] = {{"[TOC]", 5}, {"[[TOC]]", 7},
		{"[[_TOC_]]", 9}, {"[toc]", 5}, {"{:toc}", 6}, {"{: toc}", 7}};
	cmark_node *only = paragraph ? cmark_node_first_child(paragraph) : NULL;
	size_t i;

	if (!only || cmark_node_next(only) ||
		cmark_node_get_type(only) != CMARK_NODE_TEXT)
		return false;
	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (slice_eq(slice_trim(markdown_literal(only)), marks[i]))
			return true;
	return false;
}

/* Nothing but links to places in the page itself, "[Comments](#comments)"? */
static bool is_same_page_only(cmark_node *paragraph)
{
	cmark_node *node;
	bool any = false;

	for (node = cmark_node_first_child(paragraph); node;
		node = cmark_node_next(node)) {
		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_LINK:
			if (cmark_node_get_url(node)[0] != '#')
				return false;
			any = true;
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			break;
		case CMARK_NODE_TEXT:
			if (text_is_word(markdown_literal(node)))
				return false;
			break;
		default:
			return false;
		}
	}
	return any;
}

/* "* anything" over "{:toc}": in the list's last item, or in the next paragraph. */
static bool is_contents_list(cmark_node *list)
{
	cmark_node *item = cmark_node_last_child(list), *paragraph, *last;
	struct slice text;

	paragraph = item ? cmark_node_last_child(item) : NULL;
	if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
		return false;
	last = cmark_node_last_child(paragraph);
	if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return false;
	text = slice_trim(markdown_literal(last));
	return slice_starts(text, S("{:toc")) || slice_starts(text, S("{: toc"));
}

static void enter_list(struct markdown *md, cmark_node *node)
{
	struct doc_node *list = build_open(md->build, DOC_LIST);

	if (!list)
		return;
	list->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	list->number = (unsigned)cmark_node_get_list_start(node);
}

/* --- spans ---------------------------------------------------------------------- */

static void enter_link(struct markdown *md, cmark_node *node)
{
	struct slice href = slice_str(cmark_node_get_url(node));
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
	link->info = text_one_line(md->doc->arena, slice_str(cmark_node_get_title(node)));
}

/* The words below @top, as an alternative text has them. */
static struct slice plain_text(struct markdown *md, cmark_node *top)
{
	cmark_node *node = cmark_node_first_child(top);
	struct slice text;
	struct buf out;

	if (!node)
		return slice_none;
	if (!cmark_node_next(node) && cmark_node_get_type(node) == CMARK_NODE_TEXT)
		return text_one_line(md->doc->arena, markdown_literal(node));
	buf_init(&out, 0);
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
	text = text_one_line(md->doc->arena, buf_slice(&out));
	buf_fini(&out);
	return text;
}

static void put_image(struct markdown *md, cmark_node *node)
{
	const struct doc_target *target;
	struct slice alt = plain_text(md, node);
	struct doc_node *image;

	if (html_is_dropping(md->html))
		return;
	target = target_for(
		md->doc->arena, md->env, slice_str(cmark_node_get_url(node)), true);
	if (!target) {
		build_text(md->build, alt);
		return;
	}
	image = build_leaf(md->build, DOC_IMAGE);
	if (!image)
		return;
	image->target = target;
	image->text = restore_pipes(md, alt, false);
	image->info =
		text_one_line(md->doc->arena, slice_str(cmark_node_get_title(node)));
}

static void put_code_span(struct markdown *md, cmark_node *node)
{
	struct slice text = restore_pipes(md, markdown_literal(node), md->table != NULL);
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
	md->has_inline_html = false;
	md->strike.open_in = md->strong.open_in = NULL;
	md->links = 0;
}

/* What comes at a line's end inside a block. */
static void line_break(struct markdown *md, cmark_node *node, bool hard)
{
	cmark_node *next = cmark_node_next(node);

	md->before = '\n';
	if (html_is_verbatim(md->html)) {
		html_text(md->html, S("\n"));
		return;
	}
	if (hard && (!md->lines_of || md->has_terms))
		build_leaf(md->build, DOC_BREAK);
	if (next && md->lines_of && cmark_node_parent(node) == md->lines_of)
		markdown_line(md, next);
	else
		build_text(md->build, S("\n"));
}

enum step {
	STEP_IN,   /* on with the children, if there are any */
	STEP_OVER, /* without them, and without leaving it */
};

static enum step enter_block(struct markdown *md, cmark_node *node)
{
	struct doc_node *made;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		made = build_open(md->build, DOC_QUOTE);
		if (made)
			read_admonition(md, node, made);
		return STEP_IN;
	case CMARK_NODE_LIST:
		if (is_contents_list(node))
			return STEP_OVER;
		enter_list(md, node);
		return STEP_IN;
	case CMARK_NODE_ITEM:
		made = build_open(md->build, DOC_ITEM);
		if (made)
			read_task(md, node, made);
		return STEP_IN;
	case CMARK_NODE_CODE_BLOCK:
		put_code(md, node);
		return STEP_OVER;
	case CMARK_NODE_HTML_BLOCK:
		html_feed(md->html, restore_pipes(md, markdown_literal(node), false));
		return STEP_OVER;
	case CMARK_NODE_PARAGRAPH:
		if (put_note_mark(md, node) || is_contents_mark(node) ||
			is_same_page_only(node))
			return STEP_OVER;
		begin_block(md);
		if (!markdown_lines_begin(md, node))
			build_open(md->build, DOC_PARAGRAPH);
		return STEP_IN;
	case CMARK_NODE_HEADING:
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
		line_break(md, node, cmark_node_get_type(node) == CMARK_NODE_LINEBREAK);
		return STEP_OVER;
	case CMARK_NODE_CODE:
		put_code_span(md, node);
		break;
	case CMARK_NODE_HTML_INLINE:
		md->has_inline_html = true;
		html_feed(md->html, markdown_literal(node));
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
		.locale = locale_for(doc->lang),
		.strike.flag = 1,
		.strong.flag = 2};
	unsigned cut_lines;
	cmark_node *root;

	if (dialect->has_summary)
		md.summary_line = count_lines(slice_head(text, dialect->summary_end));
	if (dialect->has_notes)
		notes_collect(doc->arena, text, &md.notes);
	/* An entity may hide a character of an address, as authors do to hide from robots. */
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
