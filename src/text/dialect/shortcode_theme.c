/* SPDX-License-Identifier: MIT */
/* Shortcodes that themes of Hugo and Zola bring: what all of them have in common, by the names of their
 * arguments, and the few that have to be known by their own. */
#include <stdlib.h>

#include "base/text.h"
#include "text/dialect/template_internal.h"

#define IS_ONE_OF(name, names) is_one_of(name, names, sizeof(names) / sizeof(names[0]))

static bool is_one_of(struct slice name, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(name, names[i]))
			return true;
	return false;
}

bool theme_is_code(struct slice name)
{
	static const struct slice names[] = {S("mermaid"), S("chart"), S("echarts"),
		S("plantuml"), S("graphviz"), S("typograms"), S("goat"), S("markmap")};
	return IS_ONE_OF(name, names);
}

static struct slice first_of(
	const struct template_args *args, const struct slice *keys, size_t count)
{
	struct slice value;
	for (size_t i = 0; i < count; i++)
		if (template_arg(args, keys[i], &value) && slice_trim(value).len)
			return slice_trim(value);
	return slice_none;
}

struct slice theme_target(const struct template_args *args)
{
	static const struct slice keys[] = {S("href"), S("url"), S("link")};
	return first_of(args, keys, sizeof(keys) / sizeof(keys[0]));
}

static struct slice title_of(struct slice name, const struct template_args *args)
{
	static const struct slice keys[] = {
		S("title"), S("header"), S("summary"), S("label"), S("tabName")};
	/* Whose first word by position is their title, and whose second is, behind their sort. */
	static const struct slice first[] = {S("tab"), S("tabitem"), S("tabs/tab"),
		S("accordion"), S("accordionItem"), S("expand"), S("collapse"),
		S("spoiler"), S("fold"), S("step")};
	static const struct slice second[] = {
		S("admonition"), S("notice"), S("callout"), S("hint")};
	struct slice title = first_of(args, keys, sizeof(keys) / sizeof(keys[0]));
	if (title.len)
		return title;
	if (IS_ONE_OF(name, first)) {
		static const struct slice own = S("name");
		title = first_of(args, &own, 1);
		return title.len ? title : shortcode_positional(args, 0);
	}
	if (IS_ONE_OF(name, second))
		return shortcode_positional(args, 1);
	return slice_none;
}

static bool is_quote(struct slice name)
{
	static const struct slice names[] = {S("quote"), S("blockquote"), S("epigraph")};
	return IS_ONE_OF(name, names);
}

static struct slice whose(struct template *t, const struct template_args *args)
{
	static const struct slice authors[] = {
		S("author"), S("attribution"), S("by"), S("cite")};
	static const struct slice sources[] = {S("source"), S("title"), S("work")};
	static const struct slice links[] = {S("url"), S("link"), S("href")};
	struct slice author = first_of(args, authors, 4);
	struct slice source = first_of(args, sources, 3);
	struct slice link = first_of(args, links, 3);
	return slice_trim(arena_printf(t->arena, "%.*s%s%.*s %.*s", SARG(author),
		author.len && source.len ? ", " : "", SARG(source), SARG(link)));
}

static bool starts_line(const struct template *t)
{
	struct slice before = slice_from(buf_slice(&t->out->buf), t->line_start);
	return slice_trim(before).len == 0;
}

/* The tag stands alone in its line, which is in no list and no quote. */
static bool is_block(const struct template *t)
{
	struct slice rest = slice_from(t->source, t->at);
	ptrdiff_t end = slice_find_char(rest, '\n');
	if (end >= 0)
		rest = slice_head(rest, (size_t)end);
	return slice_trim(rest).len == 0 && starts_line(t);
}

static void put_paragraph(struct template *t, struct slice words)
{
	template_put(t, S("\n\n"));
	template_put(t, words);
	template_put(t, S("\n\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
}

void theme_open(struct template *t, struct slice name, const struct template_args *args)
{
	bool block = !t->dead && is_block(t), quote = block && is_quote(name);
	struct slice title =
		block && !quote ? slice_trim(title_of(name, args)) : slice_none;
	if (quote)
		plugin_open_quote(t);
	else if (title.len)
		put_paragraph(t, title);
	struct template_frame *frame = template_push(t, FRAME_PAIR, name);
	if (!frame || !quote)
		return;
	frame->is_quote = true;
	frame->author = whose(t, args);
}

void theme_close(struct template *t, const struct template_frame *frame)
{
	if (frame->is_quote && !t->dead)
		plugin_close_quote(t, frame->author);
}

/* The second one of two pictures that change places. */
static void put_other_picture(struct template *t, const struct template_args *args)
{
	static const struct slice sources[] = {S("toggled_src"), S("hovered_src")};
	static const struct slice labels[] = {S("toggled_alt"), S("hovered_alt")};
	struct slice src = first_of(args, sources, 2);
	if (!src.len)
		return;
	template_put(t, S(" "));
	template_put_link(t, true, src, first_of(args, labels, 2));
}

bool theme_single(struct template *t, struct slice name, const struct template_args *args)
{
	/* What is nothing in a text: pictures of letters, switches for scripts, tables of contents. */
	static const struct slice nothing[] = {S("icon"), S("fa"), S("fas"), S("fab"),
		S("katex"), S("mathjax"), S("math"), S("toc"), S("clear"), S("clearfix"),
		S("br"), S("swatches")};
	static const struct slice words[] = {
		S("text"), S("content"), S("body"), S("original"), S("translated")};
	if (IS_ONE_OF(name, nothing))
		return true;
	bool put = template_put_by_args(t, name, args);
	if (put)
		put_other_picture(t, args);
	for (size_t i = 0; !put && i < sizeof(words) / sizeof(words[0]); i++) {
		struct slice text, title = i ? slice_none : title_of(name, args);
		if (!template_arg(args, words[i], &text) || !slice_trim(text).len)
			continue;
		if (t->dead)
			return true;
		if (starts_line(t) && title.len && !slice_eq(title, slice_trim(text)))
			put_paragraph(t, title);
		template_put(t, slice_trim(text));
		if (i < 3)
			return true;
		template_put(t, S("\n\n"));
		put = i == 4;
	}
	return put;
}
