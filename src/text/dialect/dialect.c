/* SPDX-License-Identifier: MIT */
#include "text/dialect.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "text/dialect/dialect_internal.h"
#include "text/gaps.h"

/* The maximum that includes, notes and fences may add to a source. */
#define GROWTH_MAX_BYTES (4 * 1024 * 1024)
/* The maximum of lines joined for one reference. */
#define JOINED_MAX 4
/* The maximum of consecutive blank lines. */
#define BLANK_LINES_MAX 8

/* --- text with the lines it came from ---------------------------------------------------- */

void dialect_text_init(struct dialect_text *text, size_t max_bytes)
{
	*text = (struct dialect_text){0};
	buf_init(&text->buf, max_bytes);
}

void dialect_text_fini(struct dialect_text *text)
{
	buf_fini(&text->buf);
	free(text->lines);
	text->lines = NULL;
}

static void add_line(struct dialect_text *text, unsigned line)
{
	*memory_next(text->lines, text->count, text->capacity) = line;
}

void dialect_text_put(struct dialect_text *text, struct slice s, unsigned line)
{
	while (s.len && !text->buf.overflow) {
		if (!text->buf.len || text->buf.ptr[text->buf.len - 1] == '\n')
			add_line(text, line);
		const char *end = memchr(s.ptr, '\n', s.len);
		size_t len = end ? (size_t)(end - s.ptr) + 1 : s.len;
		buf_put(&text->buf, slice_head(s, len));
		s = slice_from(s, len);
	}
}

void dialect_text_truncate(struct dialect_text *text, size_t len, size_t count)
{
	buf_truncate(&text->buf, len);
	if (count < text->count)
		text->count = count;
}

/* --- lines ----------------------------------------------------------------------------------- */

bool walk_next(struct walk *walk, struct slice *line)
{
	if (!slice_next_line(&walk->rest, line))
		return false;
	walk->index++;
	return true;
}

struct slice walk_peek(const struct walk *walk)
{
	struct slice rest = walk->rest, line = slice_none;
	slice_next_line(&rest, &line);
	return line;
}

unsigned walk_line(const struct walk *walk)
{
	size_t index = walk->index ? walk->index - 1 : 0;

	if (!walk->lines)
		return (unsigned)index + 1;
	return index < walk->line_count ? walk->lines[index] : 0;
}

void walk_put_line(struct walk *walk, struct slice line)
{
	buf_put(walk->out, line);
	buf_putc(walk->out, '\n');
	walk->was_blank = false;
}

void walk_put_blank(struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice prefix = info->quoted ? walk_prefix(walk, line, info) : slice_none;
	walk_put_line(walk, slice_trim_end(prefix));
	walk->was_blank = true;
	blocks_break(walk->blocks);
}

struct slice walk_prefix(
	struct walk *walk, struct slice line, const struct block_line *info)
{
	return dialect_as_blanks(walk->arena, slice_head(line, info->prefix));
}

struct slice dialect_as_blanks(struct arena *arena, struct slice line)
{
	line = arena_dup(arena, line);
	char *at = (char *)line.ptr;
	for (size_t i = 0; i < line.len; i++)
		if (at[i] != '>' && at[i] != '\t')
			at[i] = ' ';
	return line;
}

size_t dialect_longest_run(struct slice code)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < code.len; i++) {
		run = code.ptr[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

void walk_begin_anew(struct walk *walk)
{
	*walk->blocks = (struct blocks){0};
	walk->in_table = false;
	walk_put_line(walk, slice_none);
	walk->was_blank = true;
}

/* --- the lines in their place ------------------------------------------------------------------- */

static unsigned leading_columns(struct slice line, size_t *content)
{
	*content = blocks_blanks(line);
	return blocks_column(slice_head(line, *content), 0);
}

/* @line without @columns of its indentation. */
static struct slice dedent(struct walk *walk, struct slice line, unsigned columns)
{
	size_t content;
	unsigned have = leading_columns(line, &content);
	unsigned keep = have > columns ? have - columns : 0;
	if (slice_find_char(slice_head(line, content), '\t') < 0)
		return slice_from(line, content - keep);
	struct slice text = slice_from(line, content);
	return arena_printf(walk->arena, "%*s%.*s", (int)keep, "", SARG(text));
}

unsigned walk_indented(const struct walk *walk)
{
	unsigned columns = walk->markdown_indent;
	for (unsigned i = 0; i < walk->level_count; i++)
		columns += walk->levels[i].indent;
	return columns;
}

/* The content of an admonition is indented four columns more than its marker; that of a <div markdown="1">
 * as much as its tag. */
static struct slice leave_indented(struct walk *walk, struct slice line)
{
	size_t content;
	if (!walk->level_count && !walk->markdown_indent)
		return line;
	unsigned columns = leading_columns(line, &content);
	if (content == line.len)
		return line;
	while (walk->level_count) {
		const struct walk_level *level = &walk->levels[walk->level_count - 1];
		if (columns >= level->column + level->indent)
			break;
		/* A paragraph of a definition may continue without its indentation. */
		if (level->is_definition && !walk->was_blank &&
			line.ptr[content] != ':' && walk->blocks->leaf == LEAF_PARAGRAPH)
			return slice_from(line, content);
		walk_leave_level(walk);
	}
	if (!walk->markdown_divs && columns < walk->markdown_indent)
		walk->markdown_indent = 0;
	columns = walk_indented(walk);
	return columns ? dedent(walk, line, columns) : line;
}

/* In MDX indentation only shows how deep tags nest. */
static struct slice leave_tags(struct walk *walk, struct slice line)
{
	size_t content;
	unsigned columns = leading_columns(line, &content);
	if (content == line.len)
		return line;
	if (columns < walk->tag_indent)
		walk->tag_indent = columns;
	else if (!walk->blocks->depth && walk->blocks->leaf != LEAF_FENCE &&
		 columns >= walk->tag_indent + 4)
		walk->tag_indent = columns;
	line = walk->tag_indent ? dedent(walk, line, walk->tag_indent) : line;
	/* A component's tag alone on a line ends a paragraph. */
	struct slice tag = slice_trim(line);
	if (walk->blocks->leaf == LEAF_PARAGRAPH && slice_starts(tag, S("<")) &&
		slice_ends(tag, S(">")) && slice_rfind_char(tag, '<') == 0) {
		walk_put_line(walk, slice_none);
		walk->was_blank = true;
		blocks_break(walk->blocks);
	}
	return line;
}

static void on_blank(struct walk *walk, struct slice line)
{
	walk->in_table = false;
	walk_put_line(walk, slice_trim_end(line));
	walk->was_blank = true;
}

/* A line of dashes above a table's header, with another below it. */
static bool is_decoration(struct walk *walk, struct slice content)
{
	struct slice rest = walk->rest, header, dashes;
	return content.len && *content.ptr == '|' &&
	       walk_is_delimiter(slice_trim(content)) &&
	       slice_next_line(&rest, &header) && slice_next_line(&rest, &dashes) &&
	       slice_find_char(header, '|') >= 0 && walk_is_delimiter(slice_trim(dashes));
}

/* A row of a table, or the line that ends it. */
static bool on_table(struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice content = slice_from(line, info->content);
	bool piped = walk->has_pipes && slice_find_char(content, '|') >= 0;
	if (walk->in_table) {
		if (info->opens || info->lazy || !info->continues || !piped) {
			walk->in_table = false;
			if (info->continues)
				walk_put_blank(walk, line, info);
			return false;
		}
	} else {
		if (is_decoration(walk, content)) {
			walk_put_blank(walk, line, info);
			return true;
		}
		if (!piped || info->lazy ||
			!walk_is_table(walk, content, walk_peek(walk)))
			return false;
		if (info->continues) {
			walk_put_blank(walk, line, info);
			blocks_line(walk->blocks, line, &(struct block_line){0});
		}
		walk->in_table = true;
	}
	walk_put_line(walk, walk_inline(walk, line, info->content, true));
	return true;
}

static void on_text(struct walk *walk, struct slice line, const struct block_line *info)
{
	if (walk->options->garden) {
		line = walk_without_part_name(line, info->content);
		if (line.len == info->content) {
			walk_put_blank(walk, line, info);
			return;
		}
	}
	if (on_table(walk, line, info))
		return;
	if (walk_text_rule(walk, line, info))
		return;
	for (unsigned i = 0; i < JOINED_MAX; i++)
		line = walk_join_reference(walk, line, info->content);
	walk_put_line(walk, walk_inline(walk, line, info->content, false));
}

/* Handles a line of Markdown without its comments. */
void walk_on_line(struct walk *walk, struct slice line)
{
	struct block_line info;
	bool in_html = walk->blocks->leaf == LEAF_HTML;
	blocks_line(walk->blocks, line, &info);
	if (info.too_deep)
		line = arena_printf(walk->arena, "%.*s\\%.*s", (int)info.content,
			line.ptr, SARG(slice_from(line, info.content)));
	if (info.opens && info.depth == 1 && !walk->in_list) {
		walk->in_list = true;
		walk->list_start = walk->out->len;
	} else if (!info.depth && info.kind != LINE_BLANK) {
		if (!walk_is_attributes(slice_from(line, info.content)))
			walk->in_list = false;
	}
	switch (info.kind) {
	case LINE_BLANK:
		on_blank(walk, line);
		return;
	case LINE_TEXT:
		on_text(walk, line, &info);
		return;
	case LINE_HEADING:
		if (walk->options->garden)
			line = walk_without_part_name(line, info.content);
		walk_put_line(walk, walk_inline(walk, line, info.content, false));
		break;
	case LINE_FENCE:
		walk_fence(walk, line, &info);
		break;
	case LINE_UNDERLINE:
		/* "a | b" above "---" is a table whose first row was already written as
		 * text. */
	case LINE_RULE:
	case LINE_FENCE_END:
	case LINE_FENCED:
	case LINE_INDENTED:
		walk_put_line(walk, line);
		break;
	case LINE_HTML:
		line = walk_html_wikilinks(walk, line);
		if (walk->options->kramdown)
			walk_markup(walk, line, &info, !in_html);
		else
			walk_put_line(walk, line);
		if (walk->options->mdx && walk->blocks->leaf == LEAF_HTML &&
			walk->blocks->html >= 6 &&
			slice_ends(slice_trim_end(line), S(">"))) {
			walk->blocks->leaf = LEAF_NONE;
			walk_put_blank(walk, line, &info);
		}
		break;
	}
	walk->in_table = false;
}

/* --- footnotes ---------------------------------------------------------------------------------- */

void walk_end_leaf(struct buf *out, const struct blocks *blocks)
{
	static const char *const html_ends[] = {
		"", "</pre>\n", "-->\n", "?>\n", ">\n", "]]>\n", "", ""};

	if (blocks->depth)
		return;
	if (blocks->leaf == LEAF_FENCE) {
		buf_repeat(out, blocks->fence, blocks->fence_len);
		buf_putc(out, '\n');
	} else if (blocks->leaf == LEAF_HTML && blocks->html < 8) {
		buf_puts(out, html_ends[blocks->html]);
	}
}

static void leave_note(struct walk *walk)
{
	if (walk->blocks == &walk->note_blocks)
		walk_end_leaf(walk->out, walk->blocks);
	walk->in_note = false;
	walk->out = &walk->result->text;
	walk->blocks = &walk->main_blocks;
	walk->in_table = false;
}

/* Does @line continue the current note? *text is the line without its indentation. */
static bool is_note_line(struct walk *walk, struct slice line, struct slice *text)
{
	size_t content;
	struct slice id, rest;
	struct blocks probe = {0};
	struct block_line info;
	unsigned columns = leading_columns(line, &content);
	*text = line;
	if (columns >= 4) {
		*text = dedent(walk, line, 4);
		return true;
	}
	if (walk->note_blanks || walk->note_blocks.leaf != LEAF_PARAGRAPH)
		return false;
	blocks_line(&probe, line, &info);
	return info.kind == LINE_TEXT && !info.opens &&
	       !walk_is_definition(slice_from(line, info.content), &id, &rest) &&
	       !walk_is_attributes(slice_from(line, info.content));
}

/* True: @line belonged to the note. */
static bool note_line(struct walk *walk, struct slice line)
{
	struct slice text;
	if (slice_trim(line).len == 0) {
		walk->note_blanks++;
		return true;
	}
	if (!is_note_line(walk, line, &text)) {
		leave_note(walk);
		/* The definition separates paragraphs. */
		if (!walk->was_blank)
			walk_put_line(walk, slice_none);
		walk->was_blank = true;
		walk->note_blanks = 0;
		return false;
	}
	for (; walk->note_blanks; walk->note_blanks--)
		walk_on_line(walk, slice_none);
	walk_on_line(walk, text);
	return true;
}

static void put_notes(struct walk *walk)
{
	while (walk->level_count)
		walk_leave_level(walk);
	leave_note(walk);
	if (!walk->notes.len)
		return;
	struct buf *out = &walk->result->text;
	walk_end_leaf(out, &walk->main_blocks);
	buf_puts(out, "\n" DIALECT_NOTES_MARK "\n");
	buf_put(out, buf_slice(&walk->notes));
	walk->result->has_notes = true;
}

/* --- the walk ------------------------------------------------------------------------------------ */

static bool in_verbatim(const struct walk *walk, struct slice line)
{
	struct blocks probe = *walk->blocks;
	struct block_line info;
	blocks_line(&probe, line, &info);
	return line_is_code(&info) || info.kind == LINE_FENCE ||
	       (info.kind == LINE_HTML && walk->blocks->leaf == LEAF_HTML &&
		       walk->blocks->html == 1);
}

static void walk_all(struct walk *walk)
{
	struct slice line;
	struct slice separator = slice_trim(walk->options->excerpt_separator);
	unsigned blanks = 0;
	while (walk_next(walk, &line)) {
		bool all = false;
		struct slice text = walk->options->mdx ? leave_tags(walk, line)
						       : leave_indented(walk, line);
		if (walk->options->mdx && walk_code_component(walk, text))
			continue;
		if (separator.len && slice_eq(slice_trim(text), separator)) {
			walk_mark_summary(walk, walk->out->len);
			continue;
		}
		if (walk_holds_comment(walk, line) && !in_verbatim(walk, text)) {
			bool in_html = walk->blocks->leaf == LEAF_HTML;
			text = walk_without_comments(walk, line, &all);
			if (all && in_html)
				continue; /* an empty line would end the block of HTML */
			text = all ? slice_none : leave_indented(walk, text);
		}
		if (!text.len || slice_trim(text).len == 0) {
			/* Each blank line visits every list that is open. */
			if (++blanks > BLANK_LINES_MAX &&
				walk->blocks->leaf != LEAF_FENCE)
				continue;
		} else {
			blanks = 0;
		}
		if (walk->in_note && note_line(walk, text))
			continue;
		walk_on_line(walk, text);
	}
	put_notes(walk);
}

static void expand_lines(struct walk *walk, size_t max_bytes)
{
	walk->rest = walk->text;
	walk->out = &walk->result->text;
	walk->blocks = &walk->main_blocks;
	walk->was_blank = true;
	walk->comment = walk_next_comment(walk->text);
	walk->has_pipes = slice_find_char(walk->text, '|') >= 0;
	walk_find_specials(walk, walk->text);
	buf_init(&walk->rewritten, BUF_MAX_BYTES);
	buf_init(&walk->notes, max_bytes);
	buf_reserve(walk->out, walk->text.len + walk->text.len / 8);
	walk_all(walk);
	walk->result->text.overflow |= walk->notes.overflow;
	buf_fini(&walk->notes);
	buf_fini(&walk->rewritten);
}

void dialect_expand(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect *out)
{
	struct buf clean = BUF(source.len * 3 + 16);
	struct dialect_text text, snippets;
	*out = (struct dialect){0};
	if (!text_is_clean(source)) {
		text_clean(&clean, source);
		source = buf_slice(&clean);
	}
	size_t max_bytes = source.len * 2 + GROWTH_MAX_BYTES;
	buf_init(&out->text, max_bytes);
	struct walk walk = {.arena = arena,
		.options = options,
		.env = env,
		.result = out,
		.text = source};
	dialect_text_init(&text, max_bytes);
	dialect_text_init(&snippets, max_bytes);
	if (options->pymdownx && dialect_snippets(arena, source, env, &snippets)) {
		source = buf_slice(&snippets.buf);
		walk.text = source;
		walk.lines = snippets.lines;
		walk.line_count = snippets.count;
	}
	if (options->format != CONVERT_GEMTEXT &&
		dialect_has_templates(source, options)) {
		dialect_templates(arena, source, options, env, &text);
		walk.text = buf_slice(&text.buf);
		out->has_gaps = slice_find(walk.text, S(TEXT_GAP)) >= 0;
		walk.lines = text.lines;
		walk.line_count = text.count;
	}
	if (options->format == CONVERT_MARKDOWN)
		expand_lines(&walk, max_bytes);
	else
		buf_put(&out->text, walk.text);
	out->text.overflow |= snippets.buf.overflow || text.buf.overflow;
	dialect_text_fini(&text);
	dialect_text_fini(&snippets);
	buf_fini(&clean);
}
