/* SPDX-License-Identifier: MIT */
/* The block structure, one line at a time: CommonMark's containers and leaves (0.31, sections 4
 * and 5). Keeps only what a pre-pass needs; builds nothing. */
#include <stdlib.h>

#include "text/dialect/dialect_internal.h"

/* A position in a line. It may be inside a tab, so columns are counted separately. */
struct cursor {
	struct slice line;
	size_t at;
	unsigned column;
};

unsigned blocks_column(struct slice bytes, unsigned column)
{
	for (size_t i = 0; i < bytes.len; i++)
		column += bytes.ptr[i] == '\t' ? 4 - column % 4 : 1;
	return column;
}

size_t blocks_blanks(struct slice line)
{
	size_t len = 0;
	while (len < line.len && (line.ptr[len] == ' ' || line.ptr[len] == '\t'))
		len++;
	return len;
}

static unsigned blank_columns(const struct cursor *cursor, size_t *content)
{
	struct slice rest = slice_from(cursor->line, cursor->at);
	size_t len = blocks_blanks(rest);
	*content = cursor->at + len;
	return blocks_column(slice_head(rest, len), cursor->column) - cursor->column;
}

static void skip_columns(struct cursor *cursor, unsigned columns)
{
	while (columns && cursor->at < cursor->line.len) {
		char c = cursor->line.ptr[cursor->at];
		unsigned wide = c == '\t' ? 4 - cursor->column % 4 : 1;
		if (c != '\t' && c != ' ')
			return;
		if (wide > columns) {
			cursor->column += columns; /* inside the tab */
			return;
		}
		cursor->column += wide;
		cursor->at++;
		columns -= wide;
	}
}

static void skip_bytes(struct cursor *cursor, size_t to)
{
	struct slice skipped = slice_from(slice_head(cursor->line, to), cursor->at);
	cursor->column = blocks_column(skipped, cursor->column);
	cursor->at += skipped.len;
}

static bool is_rule(struct slice s)
{
	char mark = s.len ? s.ptr[0] : 0;
	unsigned count = 0;
	if (mark != '*' && mark != '-' && mark != '_')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == mark)
			count++;
		else if (s.ptr[i] != ' ' && s.ptr[i] != '\t')
			return false;
	}
	return count >= 3;
}

static bool is_heading(struct slice s)
{
	size_t marks = slice_run(s, '#');
	return marks >= 1 && marks <= 6 &&
	       (marks == s.len || s.ptr[marks] == ' ' || s.ptr[marks] == '\t');
}

static bool is_underline(struct slice s)
{
	s = slice_trim_end(s);
	return s.len && (s.ptr[0] == '=' || s.ptr[0] == '-') &&
	       slice_run(s, s.ptr[0]) == s.len;
}

/* The length of the fence that @s opens, or 0. */
static unsigned fence_length(struct slice s)
{
	char mark = s.len ? s.ptr[0] : 0;
	if (mark != '`' && mark != '~')
		return 0;
	size_t len = slice_run(s, mark);
	if (len < 3 || (mark == '`' && slice_find_char(slice_from(s, len), '`') >= 0))
		return 0;
	return (unsigned)len;
}

/* The length of the list marker at the start of @s, or 0. */
static size_t list_marker(struct slice s, bool in_paragraph)
{
	size_t len = 0;
	if (!s.len)
		return 0;
	if (s.ptr[0] == '-' || s.ptr[0] == '*' || s.ptr[0] == '+') {
		len = 1;
	} else {
		while (len < s.len && len < 9 && ascii_is_digit(s.ptr[len]))
			len++;
		if (!len || len == s.len || (s.ptr[len] != '.' && s.ptr[len] != ')'))
			return 0;
		/* Only a 1 interrupts a paragraph; "01." counts, too. */
		if (in_paragraph &&
			!(slice_run(s, '0') == len - 1 && s.ptr[len - 1] == '1'))
			return 0;
		len++;
	}
	if (len < s.len && s.ptr[len] != ' ' && s.ptr[len] != '\t')
		return 0;
	if (in_paragraph && slice_trim(slice_from(s, len)).len == 0)
		return 0;
	return len;
}

/* --- HTML blocks --------------------------------------------------------------------- */

/* CommonMark 4.6, kind 6; sorted. */
static const struct slice block_tags[] = {S("address"), S("article"), S("aside"),
	S("base"), S("basefont"), S("blockquote"), S("body"), S("caption"), S("center"),
	S("col"), S("colgroup"), S("dd"), S("details"), S("dialog"), S("dir"), S("div"),
	S("dl"), S("dt"), S("fieldset"), S("figcaption"), S("figure"), S("footer"),
	S("form"), S("frame"), S("frameset"), S("h1"), S("h2"), S("h3"), S("h4"), S("h5"),
	S("h6"), S("head"), S("header"), S("hr"), S("html"), S("iframe"), S("legend"),
	S("li"), S("link"), S("main"), S("menu"), S("menuitem"), S("nav"), S("noframes"),
	S("ol"), S("optgroup"), S("option"), S("p"), S("param"), S("search"),
	S("section"), S("summary"), S("table"), S("tbody"), S("td"), S("tfoot"), S("th"),
	S("thead"), S("title"), S("tr"), S("track"), S("ul")};

static bool is_block_tag(struct slice name)
{
	return bsearch(&name, block_tags, sizeof(block_tags) / sizeof(block_tags[0]),
		       sizeof(block_tags[0]), slice_order_nocase) != NULL;
}

static size_t blank_end(struct slice s, size_t at)
{
	while (at < s.len && ascii_is_space(s.ptr[at]))
		at++;
	return at;
}

/* The end of the attribute value that begins at @at (CommonMark 6.6); 0: invalid. */
static size_t value_end(struct slice s, size_t at)
{
	if (at < s.len && (s.ptr[at] == '"' || s.ptr[at] == '\'')) {
		ptrdiff_t len = slice_find_char(slice_from(s, at + 1), s.ptr[at]);
		return len < 0 ? 0 : at + (size_t)len + 2;
	}
	size_t len = slice_until(slice_from(s, at), "\"'=<>`");
	return len ? at + len : 0;
}

/* Is @s exactly one complete tag (kind 7)? */
static bool is_lone_tag(struct slice s)
{
	bool closes = slice_starts(s, S("</"));
	size_t at = closes ? 2 : 1, next;
	at += slice_span(slice_from(s, at), "-");
	while ((next = blank_end(s, at)) > at && !closes && next < s.len &&
		(ascii_is_alpha(s.ptr[next]) || strchr("_:", s.ptr[next]))) {
		at = next + slice_span(slice_from(s, next), "_.:-");
		next = blank_end(s, at);
		if (next == s.len || s.ptr[next] != '=')
			continue;
		at = value_end(s, blank_end(s, next + 1));
		if (!at)
			return false;
	}
	if (!closes && next < s.len && s.ptr[next] == '/')
		next++;
	return next < s.len && s.ptr[next] == '>' && blank_end(s, next + 1) == s.len;
}

static unsigned html_kind(struct slice s, bool in_paragraph)
{
	if (s.len < 2 || s.ptr[0] != '<')
		return 0;
	if (slice_starts(s, S("<!--")))
		return 2;
	if (s.ptr[1] == '?')
		return 3;
	if (s.ptr[1] == '!' && s.len > 2 && ascii_is_alpha(s.ptr[2]))
		return 4;
	if (slice_starts(s, S("<![CDATA[")))
		return 5;
	bool closes = s.ptr[1] == '/';
	struct slice rest = slice_from(s, closes ? 2 : 1);
	struct slice name = slice_take(&rest, slice_span(rest, "-"));
	if (!name.len || !ascii_is_alpha(name.ptr[0]))
		return 0;
	bool ends = !rest.len || ascii_is_space(*rest.ptr) || *rest.ptr == '>' ||
		    slice_starts(rest, S("/>"));
	if (!ends)
		return 0;
	if (!closes && slice_any(name, S("pre|script|style|textarea"), slice_eq_nocase))
		return 1;
	if (is_block_tag(name))
		return 6;
	return !in_paragraph && is_lone_tag(s) ? 7 : 0;
}

static bool html_ends(unsigned kind, struct slice s)
{
	switch (kind) {
	case 1:
		for (ptrdiff_t at = 0; (at = slice_find(s, S("</"))) >= 0;) {
			s = slice_from(s, (size_t)at + 2);
			if (slice_any(s, S("pre>|script>|style>|textarea>"),
				    slice_starts_nocase))
				return true;
		}
		return false;
	case 2:
		return slice_find(s, S("-->")) >= 0;
	case 3:
		return slice_find(s, S("?>")) >= 0;
	case 4:
		return slice_find_char(s, '>') >= 0;
	case 5:
		return slice_find(s, S("]]>")) >= 0;
	default:
		return false;
	}
}

/* --- the line ------------------------------------------------------------------------ */

/* Matches the open containers; returns how many the line continues. */
static unsigned match_containers(struct blocks *blocks, struct cursor *cursor)
{
	unsigned matched = 0;
	for (; matched < blocks->depth; matched++) {
		struct block_container *container = &blocks->stack[matched];
		size_t content;
		unsigned indent = blank_columns(cursor, &content);
		bool blank = content == cursor->line.len;
		if (container->quote) {
			if (blank || indent > 3 || cursor->line.ptr[content] != '>')
				break;
			skip_bytes(cursor, content + 1);
			skip_columns(cursor, 1);
		} else if (blank) {
			/* An item that begins with a blank line ends at the next. */
			if (!container->blocks)
				break;
			skip_bytes(cursor, content);
		} else if (indent >= container->width) {
			skip_columns(cursor, container->width);
		} else {
			break;
		}
	}
	return matched;
}

static void begin_block(struct blocks *blocks)
{
	if (blocks->depth)
		blocks->stack[blocks->depth - 1].blocks++;
}

/* Opens the container at @cursor, if there is one. */
static bool open_container(struct blocks *blocks, struct cursor *cursor,
	bool in_paragraph, struct block_line *out)
{
	size_t content;
	unsigned indent = blank_columns(cursor, &content);
	struct slice rest = slice_from(cursor->line, content);
	struct block_container container = {0};
	if (!rest.len || indent > 3)
		return false;
	size_t marker = 0;
	if (rest.ptr[0] == '>')
		container.quote = true;
	else if (is_rule(rest) || !(marker = list_marker(rest, in_paragraph)))
		return false;
	if (blocks->depth == BLOCKS_MAX_DEPTH) {
		out->too_deep = true;
		return false;
	}
	if (container.quote) {
		skip_bytes(cursor, content + 1);
		skip_columns(cursor, 1);
	} else {
		skip_bytes(cursor, content + marker);
		size_t text;
		unsigned blanks = blank_columns(cursor, &text);
		if (text == cursor->line.len || blanks > 4)
			blanks = 1;
		skip_columns(cursor, blanks);
		container.width = indent + (unsigned)marker + blanks;
	}
	begin_block(blocks);
	blocks->stack[blocks->depth++] = container;
	out->opens = true;
	return true;
}

static void close_to(struct blocks *blocks, unsigned depth)
{
	blocks->depth = depth;
	blocks->leaf = LEAF_NONE;
}

/* "[label]: address", perhaps with a title: a paragraph of only such lines is not a block. */
static bool is_definition(struct slice s)
{
	ptrdiff_t end = slice_find(s, S("]:"));

	if (end < 2 || *s.ptr != '[' || s.ptr[1] == '^')
		return false;
	s = slice_trim(slice_from(s, (size_t)end + 2));
	size_t len = slice_until(s, "");
	struct slice title = slice_trim_start(slice_from(s, len));
	return len && (!title.len || (title.len > 1 && strchr("\"'(", *title.ptr) &&
					     strchr("\"')", title.ptr[title.len - 1])));
}

static void end_paragraph(struct blocks *blocks)
{
	if (blocks->leaf == LEAF_PARAGRAPH && blocks->defines && blocks->depth)
		blocks->stack[blocks->depth - 1].blocks--;
	blocks->leaf = LEAF_NONE;
}

/* The leaf that begins or continues at @rest. */
static void find_leaf(struct blocks *blocks, struct slice rest, bool in_paragraph,
	struct block_line *out)
{
	unsigned len;
	bool underlines = in_paragraph && !out->lazy && is_underline(rest);
	bool defines = is_definition(rest) && !(out->lazy && out->indent) &&
		       (!in_paragraph || blocks->defines);
	if (!in_paragraph)
		begin_block(blocks);
	if (out->indent > 3) {
		out->kind = in_paragraph ? LINE_TEXT : LINE_INDENTED;
		out->continues = in_paragraph;
		blocks->defines = defines;
		return;
	}
	if (underlines && !blocks->defines) {
		out->kind = LINE_UNDERLINE;
		blocks->leaf = LEAF_NONE;
	} else if (is_rule(rest) && !underlines) {
		out->kind = LINE_RULE;
		blocks->leaf = LEAF_NONE;
	} else if (is_heading(rest)) {
		out->kind = LINE_HEADING;
		blocks->leaf = LEAF_NONE;
	} else if ((len = fence_length(rest))) {
		out->kind = LINE_FENCE;
		blocks->leaf = LEAF_FENCE;
		blocks->fence = rest.ptr[0];
		/* libcmark counts no further. */
		blocks->fence_len = len > 255 ? 255 : len;
		blocks->fence_indent = out->indent;
	} else if ((blocks->html = html_kind(rest, in_paragraph))) {
		out->kind = LINE_HTML;
		blocks->leaf = html_ends(blocks->html, rest) ? LEAF_NONE : LEAF_HTML;
	} else {
		out->kind = LINE_TEXT;
		out->continues = in_paragraph;
		blocks->leaf = LEAF_PARAGRAPH;
		blocks->defines = defines;
	}
}

/* The line continues an open fence or HTML block. */
static void continue_leaf(
	struct blocks *blocks, struct slice rest, struct block_line *out)
{
	if (blocks->leaf == LEAF_HTML) {
		out->kind = LINE_HTML;
		if ((blocks->html >= 6 && !rest.len) || html_ends(blocks->html, rest))
			blocks->leaf = LEAF_NONE;
		if (blocks->html >= 6 && !rest.len)
			out->kind = LINE_BLANK;
		return;
	}
	size_t len = slice_run(rest, blocks->fence);
	out->kind = LINE_FENCED;
	if (out->indent <= 3 && len >= blocks->fence_len &&
		slice_trim(slice_from(rest, len)).len == 0) {
		out->kind = LINE_FENCE_END;
		blocks->leaf = LEAF_NONE;
	}
}

/* The usual case: text without indentation outside of containers. Only a paragraph begins with a letter. */
static bool is_plain_line(const struct blocks *blocks, struct slice line)
{
	return !blocks->depth && line.len &&
	       (ascii_is_alpha(*line.ptr) || (*line.ptr & 0x80)) &&
	       (blocks->leaf == LEAF_NONE || blocks->leaf == LEAF_PARAGRAPH);
}

void blocks_line(struct blocks *blocks, struct slice line, struct block_line *out)
{
	struct cursor cursor = {.line = line};
	*out = (struct block_line){0};
	if (is_plain_line(blocks, line)) {
		out->kind = LINE_TEXT;
		out->continues = blocks->leaf == LEAF_PARAGRAPH;
		blocks->leaf = LEAF_PARAGRAPH;
		blocks->defines = false;
		return;
	}
	unsigned matched = match_containers(blocks, &cursor);
	bool all = matched == blocks->depth;
	out->prefix = cursor.at;
	out->indent = blank_columns(&cursor, &out->content);
	if (all && (blocks->leaf == LEAF_FENCE || blocks->leaf == LEAF_HTML)) {
		continue_leaf(blocks, slice_from(line, out->content), out);
	} else {
		bool in_paragraph = blocks->leaf == LEAF_PARAGRAPH;
		unsigned kept = blocks->depth;
		struct block_container saved = {0};
		/* New containers replace those that did not continue. */
		if (matched < BLOCKS_MAX_DEPTH)
			saved = blocks->stack[matched];
		blocks->depth = matched;
		while (open_container(
			blocks, &cursor, in_paragraph && all && !out->opens, out))
			blocks->leaf = LEAF_NONE;
		out->prefix = cursor.at;
		out->indent = blank_columns(&cursor, &out->content);
		struct slice rest = slice_from(line, out->content);
		if (out->opens)
			in_paragraph = false;
		if (!rest.len) {
			out->kind = LINE_BLANK;
			if (!all && !out->opens)
				close_to(blocks, matched);
			else if (blocks->leaf == LEAF_PARAGRAPH)
				end_paragraph(blocks);
		} else {
			out->lazy = in_paragraph && !all;
			if (!all && !out->opens && !in_paragraph)
				blocks->leaf = LEAF_NONE;
			find_leaf(blocks, rest, in_paragraph, out);
			if (out->lazy && out->kind == LINE_TEXT) {
				blocks->stack[matched] = saved;
				blocks->depth = kept;
			}
		}
	}
	for (unsigned i = 0; i < blocks->depth; i++)
		out->quoted = out->quoted || blocks->stack[i].quote;
	out->depth = blocks->depth;
}

void blocks_break(struct blocks *blocks)
{
	if (blocks->leaf == LEAF_PARAGRAPH)
		blocks->leaf = LEAF_NONE;
}

/* --- code spans ------------------------------------------------------------------------ */

void spans_begin(struct spans *spans, struct slice text, size_t at, size_t end)
{
	memset(spans->last, 0, sizeof(spans->last));
	spans->end = end;
	while (at < end) {
		const char *hit = memchr(text.ptr + at, '`', end - at);
		if (!hit)
			return;
		at = (size_t)(hit - text.ptr);
		size_t len = slice_run(slice(hit, end - at), '`');
		if (len < SPAN_RUN_MAX)
			spans->last[len] = at;
		at += len;
	}
}

size_t spans_skip(struct spans *spans, struct slice text, size_t at, bool *is_code)
{
	size_t end = spans->end > at ? spans->end : at;
	size_t len = slice_run(slice_from(slice_head(text, end), at), '`');
	size_t next = at + len;
	*is_code = false;
	if (len >= SPAN_RUN_MAX || spans->last[len] <= at)
		return next;
	for (;;) {
		const char *hit = memchr(text.ptr + next, '`', end - next);
		if (!hit)
			return at + len;
		next = (size_t)(hit - text.ptr);
		size_t other = slice_run(slice(hit, end - next), '`');
		next += other;
		if (other == len) {
			*is_code = true;
			return next;
		}
	}
}
