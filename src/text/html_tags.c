/* SPDX-License-Identifier: MIT */
/* What each tag means to a reader of a document without style sheets and scripts. */
#include <stdlib.h>

#include "base/locale.h"
#include "base/text.h"
#include "text/html_internal.h"
#include "text/target.h"

enum role {
	ROLE_NONE,  /* its content is what counts */
	ROLE_BLOCK, /* a border between paragraphs */
	ROLE_SPAN,  /* kind */
	ROLE_HOLD,  /* a block of kind, opened and closed in the builder */
	ROLE_DROP,  /* nothing of it is for reading */
	ROLE_RAW,   /* the same, and what is in it is no markup */
	ROLE_ABBR,
	ROLE_ANCHOR,
	ROLE_BODY,
	ROLE_BREAK,
	ROLE_CAPTION,
	ROLE_CELL,
	ROLE_CODE,
	ROLE_CONTROL, /* part of a form */
	ROLE_EMBED,   /* iframe, embed */
	ROLE_FIGCAPTION,
	ROLE_FIGURE,
	ROLE_FORM,
	ROLE_HEAD_CELL,
	ROLE_IMAGE,
	ROLE_INPUT,
	ROLE_MEDIA, /* video, audio */
	ROLE_OBJECT,
	ROLE_PARAM,
	ROLE_PRE,
	ROLE_QUOTATION,
	ROLE_ROW,
	ROLE_RT,
	ROLE_RULE,
	ROLE_SCRIPT,
	ROLE_SOURCE,
	ROLE_SUB,
	ROLE_SUP,
	ROLE_TABLE,
	ROLE_TBODY,
	ROLE_THEAD,
};

struct meaning {
	struct slice name;
	enum role role;
	enum doc_kind kind;
	unsigned level; /* headings; 1 for an ordered list */
};

#define N(name)                                                                          \
	{                                                                                \
		name, sizeof(name) - 1                                                   \
	}

/* Sorted by name. */
static const struct meaning meanings[] = {
	{N("a"), ROLE_ANCHOR, DOC_LINK, 0},
	{N("abbr"), ROLE_ABBR, 0, 0},
	{N("acronym"), ROLE_ABBR, 0, 0},
	{N("address"), ROLE_BLOCK, 0, 0},
	{N("applet"), ROLE_DROP, 0, 0},
	{N("article"), ROLE_BLOCK, 0, 0},
	{N("aside"), ROLE_BLOCK, 0, 0},
	{N("audio"), ROLE_MEDIA, 0, 1},
	{N("b"), ROLE_SPAN, DOC_STRONG, 0},
	{N("blockquote"), ROLE_HOLD, DOC_QUOTE, 0},
	{N("body"), ROLE_BODY, 0, 0},
	{N("br"), ROLE_BREAK, 0, 0},
	{N("button"), ROLE_CONTROL, 0, 0},
	{N("caption"), ROLE_CAPTION, 0, 0},
	{N("center"), ROLE_BLOCK, 0, 0},
	{N("cite"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{N("code"), ROLE_CODE, 0, 0},
	{N("datalist"), ROLE_CONTROL, 0, 0},
	{N("dd"), ROLE_HOLD, DOC_DEFINITION, 0},
	{N("del"), ROLE_SPAN, DOC_STRIKE, 0},
	{N("details"), ROLE_BLOCK, 0, 0},
	{N("dfn"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{N("dialog"), ROLE_BLOCK, 0, 0},
	{N("dir"), ROLE_HOLD, DOC_LIST, 0},
	{N("div"), ROLE_BLOCK, 0, 0},
	{N("dl"), ROLE_BLOCK, 0, 0},
	{N("dt"), ROLE_HOLD, DOC_TERM, 0},
	{N("em"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{N("embed"), ROLE_EMBED, 0, 0},
	{N("fieldset"), ROLE_BLOCK, 0, 0},
	{N("figcaption"), ROLE_FIGCAPTION, DOC_PARAGRAPH, 0},
	{N("figure"), ROLE_FIGURE, 0, 0},
	{N("footer"), ROLE_BLOCK, 0, 0},
	{N("form"), ROLE_FORM, 0, 0},
	{N("frame"), ROLE_EMBED, 0, 0},
	{N("h1"), ROLE_HOLD, DOC_HEADING, 1},
	{N("h2"), ROLE_HOLD, DOC_HEADING, 2},
	{N("h3"), ROLE_HOLD, DOC_HEADING, 3},
	{N("h4"), ROLE_HOLD, DOC_HEADING, 4},
	{N("h5"), ROLE_HOLD, DOC_HEADING, 5},
	{N("h6"), ROLE_HOLD, DOC_HEADING, 6},
	{N("head"), ROLE_DROP, 0, 0},
	{N("header"), ROLE_BLOCK, 0, 0},
	{N("hgroup"), ROLE_BLOCK, 0, 0},
	{N("hr"), ROLE_RULE, 0, 0},
	{N("html"), ROLE_BLOCK, 0, 0},
	{N("i"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{N("iframe"), ROLE_EMBED, 0, 0},
	{N("image"), ROLE_IMAGE, 0, 0},
	{N("img"), ROLE_IMAGE, 0, 0},
	{N("input"), ROLE_INPUT, 0, 0},
	{N("legend"), ROLE_BLOCK, 0, 0},
	{N("li"), ROLE_HOLD, DOC_ITEM, 0},
	{N("listing"), ROLE_PRE, 0, 0},
	{N("main"), ROLE_BLOCK, 0, 0},
	{N("menu"), ROLE_HOLD, DOC_LIST, 0},
	{N("nav"), ROLE_BLOCK, 0, 0},
	{N("noembed"), ROLE_RAW, 0, 0},
	{N("noframes"), ROLE_RAW, 0, 0},
	{N("object"), ROLE_OBJECT, 0, 0},
	{N("ol"), ROLE_HOLD, DOC_LIST, 1},
	{N("optgroup"), ROLE_CONTROL, 0, 0},
	{N("option"), ROLE_CONTROL, 0, 0},
	{N("p"), ROLE_HOLD, DOC_PARAGRAPH, 0},
	{N("param"), ROLE_PARAM, 0, 0},
	{N("pre"), ROLE_PRE, 0, 0},
	{N("q"), ROLE_QUOTATION, 0, 0},
	{N("rp"), ROLE_DROP, 0, 0},
	{N("rt"), ROLE_RT, 0, 0},
	{N("s"), ROLE_SPAN, DOC_STRIKE, 0},
	{N("samp"), ROLE_CODE, 0, 0},
	{N("script"), ROLE_SCRIPT, 0, 0},
	{N("search"), ROLE_BLOCK, 0, 0},
	{N("section"), ROLE_BLOCK, 0, 0},
	{N("select"), ROLE_CONTROL, 0, 0},
	{N("source"), ROLE_SOURCE, 0, 0},
	{N("strike"), ROLE_SPAN, DOC_STRIKE, 0},
	{N("strong"), ROLE_SPAN, DOC_STRONG, 0},
	{N("style"), ROLE_RAW, 0, 0},
	{N("sub"), ROLE_SUB, 0, 0},
	{N("summary"), ROLE_HOLD, DOC_PARAGRAPH, 0},
	{N("sup"), ROLE_SUP, 0, 0},
	{N("svg"), ROLE_DROP, 0, 0},
	{N("table"), ROLE_TABLE, 0, 0},
	{N("tbody"), ROLE_TBODY, 0, 0},
	{N("td"), ROLE_CELL, 0, 0},
	{N("template"), ROLE_DROP, 0, 0},
	{N("textarea"), ROLE_PRE, 0, 0},
	{N("tfoot"), ROLE_TBODY, 0, 0},
	{N("th"), ROLE_HEAD_CELL, 0, 0},
	{N("thead"), ROLE_THEAD, 0, 0},
	{N("title"), ROLE_RAW, 0, 0},
	{N("tr"), ROLE_ROW, 0, 0},
	{N("tt"), ROLE_CODE, 0, 0},
	{N("ul"), ROLE_HOLD, DOC_LIST, 0},
	{N("var"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{N("video"), ROLE_MEDIA, 0, 0},
	{N("xmp"), ROLE_PRE, 0, 0},
};

static int compare_name(const void *key, const void *item)
{
	const struct slice *name = key;
	const struct meaning *meaning = item;
	size_t len = name->len < meaning->name.len ? name->len : meaning->name.len;
	for (size_t i = 0; i < len; i++) {
		int order = ascii_lower(name->ptr[i]) - meaning->name.ptr[i];
		if (order)
			return order;
	}
	return (name->len > len) - (meaning->name.len > len);
}

static const struct meaning *find_meaning(struct slice name)
{
	return bsearch(&name, meanings, sizeof(meanings) / sizeof(meanings[0]),
		sizeof(meanings[0]), compare_name);
}

/* --- text ----------------------------------------------------------------------- */

struct slice html_value(struct html *html, struct slice raw)
{
	raw = slice_trim(raw);
	if (slice_find_char(raw, '&') < 0)
		return arena_dup(html->arena, raw);
	struct buf out;
	buf_init(&out, raw.len * 3 + 16);
	html_decode(&out, raw);
	struct slice value = buf_dup(&out, html->arena);
	buf_fini(&out);
	return value;
}

static struct slice script_text(struct html *html, struct slice text)
{
	static const char *const sup[] = {
		"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	static const char *const sub[] = {
		"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
	struct slice word = slice_trim(text);
	if (!word.len)
		return text;
	struct buf out;
	buf_init(&out, word.len * 3 + 8);
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		bool up = html->script == '^';
		if (ascii_is_digit(c)) {
			buf_puts(&out, up ? sup[c - '0'] : sub[c - '0']);
		} else if (c == '+' || c == '-' || c == '(' || c == ')') {
			buf_puts(&out, c == '+'   ? (up ? "⁺" : "₊")
				       : c == '-' ? (up ? "⁻" : "₋")
				       : c == '(' ? (up ? "⁽" : "₍")
						  : (up ? "⁾" : "₎"));
		} else {
			buf_clear(&out);
			buf_putc(&out, html->script);
			buf_put(&out, word);
			break;
		}
	}
	struct slice done = buf_dup(&out, html->arena);
	buf_fini(&out);
	return done;
}

/* Text to whom it belongs: a collector, or the builder. @text lives as long as the arena. */
void html_put_text(struct html *html, struct slice text)
{
	if (html->collect != COLLECT_NONE) {
		grow_put(html->arena, &html->text, text);
		return;
	}
	if (html->script)
		text = script_text(html, text);
	build_text(html->build, text);
}

void html_on_text(struct html *html, struct slice bytes, bool entities)
{
	if (!bytes.len || html->drop_tag.len)
		return;
	if (html->collect == COLLECT_NONE && slice_trim(bytes).len == 0) {
		/* Blanks between blocks are nothing; between words they are one. */
		build_text(html->build, S(" "));
		return;
	}
	if (!entities || slice_find_char(bytes, '&') < 0) {
		html_put_text(html, html->collect == COLLECT_NONE
					    ? arena_dup(html->arena, bytes)
					    : bytes);
		return;
	}
	struct buf out;
	buf_init(&out, bytes.len * 3 + 16);
	html_decode(&out, bytes);
	html_put_text(html, buf_dup(&out, html->arena));
	buf_fini(&out);
}

/* --- code and captions ------------------------------------------------------------ */

static struct slice code_language(struct html *html, struct slice class)
{
	static const struct slice prefixes[] = {N("language-"), N("lang-"),
		N("highlight-source-"), N("sourceCode "), N("brush: "), N("brush:")};
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		ptrdiff_t at = slice_find(class, prefixes[i]);
		if (at < 0)
			continue;
		struct slice word = slice_from(class, (size_t)at + prefixes[i].len);
		size_t len = 0;
		while (len < word.len &&
			(ascii_is_alnum(word.ptr[len]) || strchr("+#-_.", word.ptr[len])))
			len++;
		if (len)
			return text_lower(html->arena, slice_head(word, len));
	}
	return slice_none;
}

static void start_collect(struct html *html, enum html_collect collect, struct slice tag)
{
	html->collect = collect;
	html->collect_tag = tag;
	html->text.len = 0;
	html->code_class = slice_none;
	html->code_href = slice_none;
}

static void end_pre(struct html *html, struct slice text)
{
	if (text.len && text.ptr[0] == '\n')
		text = slice_from(text, 1);
	while (text.len && ascii_is_space(text.ptr[text.len - 1]))
		text.len--;
	if (!text.len)
		return;
	struct doc_node *node = build_leaf(html->build, DOC_CODE);
	if (!node)
		return;
	node->text = arena_dup(html->arena, text);
	node->info = code_language(html, html->code_class);
}

static void end_code(struct html *html, struct slice text)
{
	text = text_one_line(html->arena, text);
	const struct doc_target *target = NULL;
	if (!text.len)
		return;
	if (html->code_href.ptr)
		target = html_target(html, html->code_href, false);
	if (target) {
		struct doc_node *link = build_open(html->build, DOC_LINK);
		if (link)
			link->target = target;
	}
	struct doc_node *node = build_leaf(html->build, DOC_CODE_SPAN);
	if (node)
		node->text = text;
	if (target)
		build_close(html->build, DOC_LINK);
}

void html_end_collect(struct html *html)
{
	enum html_collect collect = html->collect;
	struct slice text = slice(html->text.ptr, html->text.len);
	html->collect = COLLECT_NONE;
	switch (collect) {
	case COLLECT_NONE:
		break;
	case COLLECT_PRE:
		end_pre(html, text);
		break;
	case COLLECT_CODE:
		end_code(html, text);
		break;
	case COLLECT_CAPTION:
		if (html->table_depth && html->tables[html->table_depth - 1].node)
			html->tables[html->table_depth - 1].node->text =
				text_one_line(html->arena, text);
		break;
	}
}

/* Does this tag end a <code> or <caption> that was left open? */
static bool ends_collect(
	enum html_collect collect, const struct meaning *meaning, bool end)
{
	if (collect == COLLECT_PRE)
		return false;
	switch (meaning->role) {
	case ROLE_HOLD:
	case ROLE_BLOCK:
		return collect == COLLECT_CODE && meaning->kind != DOC_PARAGRAPH;
	case ROLE_CELL:
	case ROLE_HEAD_CELL:
	case ROLE_ROW:
	case ROLE_TBODY:
	case ROLE_THEAD:
		return true;
	case ROLE_TABLE:
		return end;
	default:
		return false;
	}
}

/* A tag inside <pre>, <code> or <caption>. True: it has been dealt with. */
static bool collect_tag(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	struct slice value;
	if (tag->end && slice_eq_nocase(tag->name, html->collect_tag)) {
		html_end_collect(html);
		return true;
	}
	if (!meaning)
		return true;
	if (ends_collect(html->collect, meaning, tag->end)) {
		html_end_collect(html);
		return false;
	}
	if (tag->end)
		return true;
	if (meaning->role == ROLE_BREAK) {
		grow_put(html->arena, &html->text,
			html->collect == COLLECT_PRE ? S("\n") : S(" "));
	} else if (meaning->role == ROLE_CODE && html->collect == COLLECT_PRE) {
		if (html_attr(tag, S("class"), &value) &&
			slice_find(value, S("lang")) >= 0)
			html->code_class = arena_dup(html->arena, value);
	} else if (meaning->role == ROLE_ANCHOR && html->collect == COLLECT_CODE) {
		if (!html->code_href.ptr && html_attr(tag, S("href"), &value))
			html->code_href = arena_dup(html->arena, value);
	} else if (meaning->role == ROLE_IMAGE && html->collect == COLLECT_CODE) {
		html_end_collect(html);
		return false;
	} else if (meaning->role == ROLE_RAW || meaning->role == ROLE_SCRIPT) {
		return false;
	}
	return true;
}

/* --- dropping --------------------------------------------------------------------- */

/* Does the end tag of @name come later in this piece? One search a piece that finds nothing is
 * remembered, so that many openings without an end stay linear. @slot: one for each name. */
static bool ends_in_piece(
	struct html *html, const struct html_tag *tag, struct slice name, unsigned slot)
{
	const char *end = tag->rest.ptr + tag->rest.len;
	if (html->absent_from[slot] == end)
		return false;
	for (size_t at = 0; at < tag->rest.len;) {
		ptrdiff_t hit = slice_find(slice_from(tag->rest, at), S("</"));
		if (hit < 0)
			break;
		at += (size_t)hit + 2;
		if (slice_starts_nocase(slice_from(tag->rest, at), name))
			return true;
	}
	html->absent_from[slot] = end;
	return false;
}

static void start_drop(struct html *html, struct slice name)
{
	html->drop_tag = name;
	html->drop_depth = 1;
	html->drop_inline = html->in_paragraph;
}

static void start_raw(struct html *html, struct slice name, bool drop)
{
	html->state = HTML_RAW;
	html->raw_tag = name;
	html->raw_drop = drop;
	html->raw_inline = html->in_paragraph;
}

/* HTML 5 (13.2.6.5): these never stand in <svg>; one that comes shows that it was left open. */
static bool breaks_out(const struct meaning *meaning)
{
	return meaning &&
	       (meaning->role == ROLE_HOLD || meaning->role == ROLE_BLOCK ||
		       meaning->role == ROLE_TABLE || meaning->role == ROLE_PRE ||
		       meaning->role == ROLE_BREAK || meaning->role == ROLE_BODY);
}

static bool dropped_tag(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	if (slice_eq_nocase(tag->name, html->drop_tag)) {
		bool closed = tag->attrs.len && tag->attrs.ptr[tag->attrs.len - 1] == '/';
		if (tag->end)
			html->drop_depth--;
		else if (!closed)
			html->drop_depth++;
		if (html->drop_depth == 0)
			html->drop_tag = slice_none;
		return true;
	}
	bool out = (slice_eq(html->drop_tag, S("svg")) && !tag->end &&
			   breaks_out(meaning)) ||
		   (slice_eq(html->drop_tag, S("head")) && meaning &&
			   meaning->role == ROLE_BODY) ||
		   (slice_eq(html->drop_tag, S("rp")) && meaning &&
			   (meaning->role == ROLE_RT ||
				   slice_eq_nocase(tag->name, S("ruby"))));
	if (out) {
		html->drop_tag = slice_none;
		return false;
	}
	/* What is in it may hold '<' that is no tag. */
	return true;
}

/* --- tags ------------------------------------------------------------------------- */

const struct doc_target *html_target(struct html *html, struct slice href, bool image)
{
	struct slice url = html_value(html, href);
	if (!url.len)
		return NULL;
	/* White space in the middle of an address is a line that was broken. */
	if (slice_find_char(url, '\n') >= 0) {
		size_t len = 0;
		char *copy = (char *)arena_dup(html->arena, url).ptr;
		for (size_t i = 0; i < url.len; i++)
			if (url.ptr[i] != '\n' && url.ptr[i] != '\t')
				copy[len++] = url.ptr[i];
		url = slice(copy, len);
	}
	return target_for(html->arena, html->env, url, image);
}

static void open_anchor(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	if (build_is_open_html(html->build, S("a")))
		build_close_html(html->build, S("a"));
	if (!html_attr(tag, S("href"), &value))
		return;
	const struct doc_target *target = html_target(html, value, false);
	if (!target)
		return;
	struct doc_node *node = build_open_html(html->build, DOC_LINK, S("a"));
	if (!node)
		return;
	node->target = target;
	if (html_attr(tag, S("title"), &value))
		node->info = text_one_line(html->arena, html_value(html, value));
}

static void close_abbr(struct html *html)
{
	struct slice title = html->abbr_title;
	html->abbr_title = slice_none;
	if (!title.len)
		return;
	unsigned long long hash = slice_hash(title);
	for (unsigned i = 0; i < html->abbr_count; i++)
		if (html->abbr_seen[i] == hash)
			return;
	if (html->abbr_count < HTML_SEEN_MAX)
		html->abbr_seen[html->abbr_count++] = hash;
	html_put_text(html, arena_printf(html->arena, " (%.*s)", SARG(title)));
}

static void open_hold(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	struct slice value;
	unsigned long long start;
	struct doc_node *node =
		build_open_html(html->build, meaning->kind, meaning->name);
	if (!node)
		return;
	if (meaning->kind == DOC_HEADING) {
		node->level = meaning->level;
	} else if (meaning->kind == DOC_LIST && meaning->level) {
		node->ordered = true;
		node->number = 1;
		if (html_attr(tag, S("start"), &value) &&
			slice_to_uint(slice_trim(value), &start) && start < 1000000000)
			node->number = (unsigned)start;
	}
}

void html_close_figure(struct html *html)
{
	struct doc_node *image = html->figure_image, *caption = html->figure_caption;
	html->in_figure = html->in_caption = false;
	html->figure_image = html->figure_caption = NULL;
	if (!image || !caption || html->figure_images != 1 || !caption->parent)
		return;
	for (struct doc_node *node = caption->first; node; node = doc_next(node, caption))
		if (node->kind == DOC_LINK || node->kind == DOC_IMAGE)
			return; /* it says more than a label can */
	struct slice words = doc_plain_text(html->arena, caption);
	if (!words.len)
		return;
	image->text = words;
	doc_unlink(caption);
}

static void open_script(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	/* A gist is a script to a browser and a page to a reader. */
	if (html_attr(tag, S("src"), &value) &&
		slice_find(value, S("//gist.github.com/")) >= 0)
		html_put_media(html, tag, value);
	start_raw(html, S("script"), true);
}

static void open_input(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	if (html_attr(tag, S("type"), &value) && slice_eq_nocase(value, S("checkbox")))
		html_put_text(html, html_attr(tag, S("checked"), &value) ? S("\u2611 ")
									 : S("\u2610 "));
}

static void open_pre(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	struct slice value;
	if (html_attr(tag, S("class"), &value) &&
		(slice_eq(value, S("lineno")) || slice_eq(value, S("linenos")) ||
			slice_eq(value, S("line-numbers")))) {
		start_drop(html, meaning->name);
		return;
	}
	start_collect(html, COLLECT_PRE, meaning->name);
	if (html_attr(tag, S("class"), &value) ||
		html_attr(tag, S("data-lang"), &value) ||
		html_attr(tag, S("lang"), &value))
		html->code_class = arena_dup(html->arena, value);
	if (slice_eq(meaning->name, S("textarea")) || slice_eq(meaning->name, S("xmp"))) {
		start_raw(html, meaning->name, false);
	}
}

static void open_media(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	struct slice value;
	html->object_linked = false;
	if (html_attr(tag, S("src"), &value)) {
		html_put_media(html, tag, value);
		html->object_linked = true;
	} else if (ends_in_piece(html, tag, meaning->name, meaning->level ? 1 : 0)) {
		/* The first <source> in it is as good as any. */
		struct slice rest = tag->rest;
		ptrdiff_t end = slice_find(rest, S("</"));
		ptrdiff_t at = slice_find(rest, S("<source"));
		ptrdiff_t close =
			at < 0 ? -1 : slice_find_char(slice_from(rest, (size_t)at), '>');
		if (at >= 0 && close > 0 && at < end) {
			struct html_tag source = *tag;
			source.attrs = slice(rest.ptr + at + 7, (size_t)close - 7);
			if (html_attr(&source, S("src"), &value)) {
				html_put_media(html, tag, value);
				html->object_linked = true;
			}
		}
	}
	/* What is in it is for browsers that cannot play it. */
	if (ends_in_piece(html, tag, meaning->name, meaning->level ? 1 : 0))
		start_drop(html, meaning->name);
}

static void open_object(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	html->object_linked = html_attr(tag, S("data"), &value) && value.len;
	if (html->object_linked)
		html_put_media(html, tag, value);
}

static void on_param(struct html *html, const struct html_tag *tag)
{
	struct slice name, value;
	if (html->object_linked || !html_attr(tag, S("name"), &name) ||
		!html_attr(tag, S("value"), &value))
		return;
	if (slice_eq_nocase(name, S("movie")) || slice_eq_nocase(name, S("src"))) {
		html->object_linked = true;
		html_put_media(html, tag, value);
	}
}

static void open_embed(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	struct slice value;
	bool iframe = slice_eq(meaning->name, S("iframe"));
	if ((html_attr(tag, S("src"), &value) && value.len) ||
		html_attr(tag, S("data-src"), &value)) {
		if (iframe || !html->object_linked)
			html_put_media(html, tag, value);
	}
	if (iframe && ends_in_piece(html, tag, meaning->name, 2)) {
		start_raw(html, meaning->name, true);
	}
}

/* The tag's role at its start. A dispatch, long because there are many tags. */
static void on_start(
	struct html *html, const struct meaning *meaning, const struct html_tag *tag)
{
	struct slice value;
	switch (meaning->role) {
	case ROLE_NONE:
		break;
	case ROLE_BLOCK:
	case ROLE_BODY:
		build_break_paragraph(html->build);
		break;
	case ROLE_SPAN:
		build_open_html(html->build, meaning->kind, meaning->name);
		break;
	case ROLE_HOLD:
		open_hold(html, meaning, tag);
		break;
	case ROLE_DROP:
		start_drop(html, meaning->name);
		break;
	case ROLE_CONTROL:
		if (slice_eq(meaning->name, S("select")) &&
			ends_in_piece(html, tag, meaning->name, 3))
			start_drop(html, meaning->name);
		break;
	case ROLE_RAW:
		start_raw(html, meaning->name, true);
		break;
	case ROLE_ABBR:
		if (html_attr(tag, S("title"), &value))
			html->abbr_title =
				text_one_line(html->arena, html_value(html, value));
		break;
	case ROLE_ANCHOR:
		open_anchor(html, tag);
		break;
	case ROLE_BREAK:
		build_leaf(html->build, DOC_BREAK);
		break;
	case ROLE_CAPTION:
		start_collect(html, COLLECT_CAPTION, meaning->name);
		break;
	case ROLE_CELL:
	case ROLE_HEAD_CELL:
		html_open_cell(html, tag, meaning->role == ROLE_HEAD_CELL);
		break;
	case ROLE_CODE:
		start_collect(html, COLLECT_CODE, meaning->name);
		break;
	case ROLE_EMBED:
		open_embed(html, meaning, tag);
		break;
	case ROLE_FIGCAPTION: {
		struct doc_node *node =
			build_open_html(html->build, DOC_PARAGRAPH, meaning->name);
		if (html->in_figure)
			html->figure_caption = node;
		break;
	}
	case ROLE_FIGURE:
		build_break_paragraph(html->build);
		html_close_figure(html);
		html->in_figure = true;
		html->figure_images = 0;
		break;
	case ROLE_FORM:
		build_break_paragraph(html->build);
		if (ends_in_piece(html, tag, meaning->name, 4))
			start_drop(html, meaning->name);
		break;
	case ROLE_IMAGE:
		html_put_image(html, tag);
		break;
	case ROLE_INPUT:
		open_input(html, tag);
		break;
	case ROLE_MEDIA:
		open_media(html, meaning, tag);
		break;
	case ROLE_OBJECT:
		open_object(html, tag);
		break;
	case ROLE_PARAM:
		on_param(html, tag);
		break;
	case ROLE_PRE:
		open_pre(html, meaning, tag);
		break;
	case ROLE_QUOTATION:
		html_put_text(html, S("\u201c"));
		break;
	case ROLE_ROW:
		html_open_row(html);
		break;
	case ROLE_RT:
		html_put_text(html, S("("));
		break;
	case ROLE_RULE:
		build_leaf(html->build, DOC_RULE);
		break;
	case ROLE_SCRIPT:
		open_script(html, tag);
		break;
	case ROLE_SOURCE:
		break; /* open_media and <picture>'s <img> have said it */
	case ROLE_SUB:
		html->script = '_';
		break;
	case ROLE_SUP:
		html->script = '^';
		break;
	case ROLE_TABLE:
		html_open_table(html, tag);
		break;
	case ROLE_TBODY:
	case ROLE_THEAD:
		if (html->table_depth)
			html->tables[html->table_depth - 1].head =
				meaning->role == ROLE_THEAD;
		break;
	}
}

static void on_end(struct html *html, const struct meaning *meaning)
{
	switch (meaning->role) {
	case ROLE_BLOCK:
	case ROLE_BODY:
	case ROLE_FORM:
		build_break_paragraph(html->build);
		if (slice_eq(meaning->name, S("dl"))) {
			build_close_html(html->build, S("dd"));
			build_close_html(html->build, S("dt"));
		}
		break;
	case ROLE_SPAN:
	case ROLE_HOLD:
	case ROLE_ANCHOR:
	case ROLE_FIGCAPTION:
		if (meaning->kind == DOC_PARAGRAPH &&
			!build_is_open_html(html->build, meaning->name))
			build_break_paragraph(html->build);
		else
			build_close_html(html->build, meaning->name);
		break;
	case ROLE_BREAK:
		build_leaf(html->build, DOC_BREAK); /* "</br>" is read as "<br>" */
		break;
	case ROLE_ABBR:
		close_abbr(html);
		break;
	case ROLE_CELL:
	case ROLE_HEAD_CELL:
		if (html->table_depth && html->tables[html->table_depth - 1].layout)
			build_break_paragraph(html->build);
		else
			build_close_html(html->build, S("td"));
		break;
	case ROLE_ROW:
		if (html->table_depth && html->tables[html->table_depth - 1].layout)
			build_break_paragraph(html->build);
		else
			build_close_html(html->build, S("tr"));
		break;
	case ROLE_THEAD:
	case ROLE_TBODY:
		if (html->table_depth)
			html->tables[html->table_depth - 1].head = false;
		build_close_html(html->build, S("tr"));
		break;
	case ROLE_TABLE:
		html_close_table(html);
		break;
	case ROLE_FIGURE:
		build_break_paragraph(html->build);
		html_close_figure(html);
		break;
	case ROLE_OBJECT:
		html->object_linked = false;
		break;
	case ROLE_QUOTATION:
		html_put_text(html, S("\u201d"));
		break;
	case ROLE_RT:
		html_put_text(html, S(")"));
		break;
	case ROLE_SUB:
	case ROLE_SUP:
		html->script = 0;
		break;
	default:
		break;
	}
}

void html_on_tag(struct html *html, const struct html_tag *tag)
{
	const struct meaning *meaning = find_meaning(tag->name);
	if (html->drop_tag.len && dropped_tag(html, meaning, tag))
		return;
	if (html->collect != COLLECT_NONE && collect_tag(html, meaning, tag))
		return;
	if (!meaning)
		return;
	if (tag->end)
		on_end(html, meaning);
	else
		on_start(html, meaning, tag);
}

void html_on_raw_end(struct html *html)
{
	html->raw_drop = false;
}
