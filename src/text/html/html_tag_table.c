/* SPDX-License-Identifier: MIT */
/* Which tag is what: a table. */
#include <stdlib.h>

#include "text/html/html_internal.h"

#define N(name)                                                                          \
	{                                                                                \
		name, sizeof(name) - 1                                                   \
	}

/* Sorted by name. */
static const struct html_tag_row meanings[] = {
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
	const struct html_tag_row *meaning = item;
	size_t len = name->len < meaning->name.len ? name->len : meaning->name.len;
	for (size_t i = 0; i < len; i++) {
		int order = ascii_lower(name->ptr[i]) - meaning->name.ptr[i];
		if (order)
			return order;
	}
	return (name->len > len) - (meaning->name.len > len);
}

const struct html_tag_row *html_find_tag_row(struct slice name)
{
	return bsearch(&name, meanings, sizeof(meanings) / sizeof(meanings[0]),
		sizeof(meanings[0]), compare_name);
}
