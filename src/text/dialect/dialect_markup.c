/* SPDX-License-Identifier: MIT */
/* HTML blocks as in kramdown. In CommonMark an HTML block extends to the next empty line; in kramdown it
 * ends with its element, so Markdown may follow at once. */
#include "text/dialect/dialect_internal.h"

static bool is_void(struct slice name)
{
	return slice_any(name,
		S("area|br|col|embed|hr|img|input|link|meta|param|source|"
		  "track|wbr"),
		slice_eq_nocase);
}

/* Elements that do not begin a block at the start of a line. */
static bool is_inline(struct slice name)
{
	return slice_any(name,
		S("a|abbr|b|big|cite|code|del|dfn|em|i|ins|kbd|label|mark|q|"
		  "s|samp|small|span|strong|sub|sup|u|var|font"),
		slice_eq_nocase);
}

static struct slice tag_name(struct slice s)
{
	return slice_head(s, slice_span(s, "-"));
}

/* The number of start tags minus end tags in @s. */
static int tag_balance(struct slice s)
{
	int balance = 0;
	for (ptrdiff_t at; (at = slice_find_char(s, '<')) >= 0;) {
		s = slice_from(s, (size_t)at + 1);
		bool ends = s.len && s.ptr[0] == '/';
		struct slice name = tag_name(ends ? slice_from(s, 1) : s);
		if (!name.len || !ascii_is_alpha(name.ptr[0]) || is_void(name))
			continue;
		ptrdiff_t close = slice_find_char(slice_head(s, 4096), '>');
		if (!ends && close > 0 && s.ptr[close - 1] == '/')
			continue;
		balance += ends ? -1 : 1;
	}
	return balance;
}

static void end_markup(
	struct walk *walk, struct slice line, const struct block_line *info)
{
	walk->blocks->leaf = LEAF_NONE;
	walk_put_blank(walk, line, info);
}

/* <div markdown="1">: its content is Markdown, even without an empty line. */
static bool opens_markdown(
	struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice content = slice_from(line, info->content);
	ptrdiff_t close = slice_find_char(content, '>');
	if (close < 0 || walk->markdown_divs >= 64)
		return false;
	struct slice tag = slice_head(content, (size_t)close + 1);
	ptrdiff_t at = slice_find(tag, S("markdown="));
	if (at < 0)
		return false;
	struct slice value = slice_from(tag, (size_t)at + 9);
	if (slice_starts(value, S("\"0")) || slice_starts(value, S("0")))
		return false;
	if (!walk->markdown_divs++)
		walk->markdown_indent = info->indent;
	walk_put_line(walk, slice_head(line, info->content + (size_t)close + 1));
	end_markup(walk, line, info);
	struct slice rest = slice_trim(slice_from(content, (size_t)close + 1));
	if (rest.len && !info->depth)
		walk_on_line(walk, rest);
	else if (rest.len)
		walk_put_line(walk, slice_trim(rest));
	return true;
}

/* "<em>" alone on its line: a paragraph, if its text were on the same line. */
static bool opens_paragraph(
	struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice content = slice_from(line, info->content), next;
	struct blocks probe = {0};
	struct block_line after;
	if (walk->blocks->html != 7 || !is_inline(tag_name(slice_from(content, 1))))
		return false;
	blocks_line(&probe, walk_peek(walk), &after);
	if (after.kind != LINE_TEXT || after.opens || !walk_next(walk, &next))
		return false;
	walk->blocks->leaf = LEAF_PARAGRAPH;
	line = arena_printf(walk->arena, "%.*s %.*s", SARG(slice_trim_end(line)),
		SARG(slice_trim(next)));
	walk_put_line(walk, walk_inline(walk, line, info->content, false));
	return true;
}

void walk_markup(
	struct walk *walk, struct slice line, const struct block_line *info, bool began)
{
	struct slice content = slice_trim_end(slice_from(line, info->content));
	if (began)
		walk->markup_depth = 0;
	if (opens_markdown(walk, line, info) ||
		(began && opens_paragraph(walk, line, info)))
		return;
	walk_put_line(walk, line);
	if (walk->markdown_divs && slice_starts(content, S("</"))) {
		walk->markdown_divs--;
		end_markup(walk, line, info);
		return;
	}
	if (walk->blocks->leaf != LEAF_HTML || walk->blocks->html < 6)
		return;
	walk->markup_depth += tag_balance(content);
	struct slice next = slice_trim(walk_peek(walk));
	if (walk->markup_depth <= 0 && slice_ends(content, S(">")) && next.len &&
		next.ptr[0] != '<')
		end_markup(walk, line, info);
}
