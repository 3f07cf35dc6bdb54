/* SPDX-License-Identifier: MIT */
/* Which tag is what: a table. */
#include <stdlib.h>

#include "text/html/html_internal.h"

/* Sorted by name. */
static const struct html_tag_row meanings[] = {
	{S("a"), ROLE_ANCHOR, DOC_LINK, 0},
	{S("abbr"), ROLE_ABBR, 0, 0},
	{S("accordion"), ROLE_LABEL, 0, 0},
	{S("accordionitem"), ROLE_LABEL, 0, 0},
	{S("acronym"), ROLE_ABBR, 0, 0},
	{S("address"), ROLE_BLOCK, 0, 0},
	{S("admonition"), ROLE_LABEL, 0, 0},
	{S("applet"), ROLE_DROP, 0, 0},
	{S("article"), ROLE_BLOCK, 0, 0},
	{S("aside"), ROLE_LABEL, 0, 0},
	{S("audio"), ROLE_MEDIA, 0, 1},
	{S("b"), ROLE_SPAN, DOC_STRONG, 0},
	{S("blockquote"), ROLE_HOLD, DOC_QUOTE, 0},
	{S("body"), ROLE_BODY, 0, 0},
	{S("br"), ROLE_BREAK, 0, 0},
	{S("button"), ROLE_CONTROL, 0, 0},
	{S("callout"), ROLE_LABEL, 0, 0},
	{S("caption"), ROLE_CAPTION, 0, 0},
	{S("card"), ROLE_LABEL, 0, 0},
	{S("center"), ROLE_BLOCK, 0, 0},
	{S("cite"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{S("code"), ROLE_CODE, 0, 0},
	{S("codegroupitem"), ROLE_LABEL, 0, 0},
	{S("collapsible"), ROLE_LABEL, 0, 0},
	{S("datalist"), ROLE_CONTROL, 0, 0},
	{S("dd"), ROLE_HOLD, DOC_DEFINITION, 0},
	{S("del"), ROLE_SPAN, DOC_STRIKE, 0},
	{S("details"), ROLE_BLOCK, 0, 0},
	{S("dfn"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{S("dialog"), ROLE_BLOCK, 0, 0},
	{S("dir"), ROLE_HOLD, DOC_LIST, 0},
	{S("div"), ROLE_BLOCK, 0, 0},
	{S("dl"), ROLE_BLOCK, 0, 0},
	{S("dt"), ROLE_HOLD, DOC_TERM, 0},
	{S("em"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{S("embed"), ROLE_EMBED, 0, 0},
	{S("expandable"), ROLE_LABEL, 0, 0},
	{S("fieldset"), ROLE_BLOCK, 0, 0},
	{S("figcaption"), ROLE_FIGCAPTION, DOC_PARAGRAPH, 0},
	{S("figure"), ROLE_FIGURE, 0, 0},
	{S("footer"), ROLE_BLOCK, 0, 0},
	{S("form"), ROLE_FORM, 0, 0},
	{S("frame"), ROLE_EMBED, 0, 0},
	{S("h1"), ROLE_HOLD, DOC_HEADING, 1},
	{S("h2"), ROLE_HOLD, DOC_HEADING, 2},
	{S("h3"), ROLE_HOLD, DOC_HEADING, 3},
	{S("h4"), ROLE_HOLD, DOC_HEADING, 4},
	{S("h5"), ROLE_HOLD, DOC_HEADING, 5},
	{S("h6"), ROLE_HOLD, DOC_HEADING, 6},
	{S("head"), ROLE_DROP, 0, 0},
	{S("header"), ROLE_BLOCK, 0, 0},
	{S("hgroup"), ROLE_BLOCK, 0, 0},
	{S("hr"), ROLE_RULE, 0, 0},
	{S("html"), ROLE_BLOCK, 0, 0},
	{S("i"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{S("iframe"), ROLE_EMBED, 0, 0},
	{S("image"), ROLE_IMAGE, 0, 0},
	{S("img"), ROLE_IMAGE, 0, 0},
	{S("input"), ROLE_INPUT, 0, 0},
	{S("legend"), ROLE_BLOCK, 0, 0},
	{S("li"), ROLE_HOLD, DOC_ITEM, 0},
	{S("listing"), ROLE_PRE, 0, 0},
	{S("main"), ROLE_BLOCK, 0, 0},
	{S("menu"), ROLE_HOLD, DOC_LIST, 0},
	{S("nav"), ROLE_BLOCK, 0, 0},
	{S("noembed"), ROLE_RAW, 0, 0},
	{S("noframes"), ROLE_RAW, 0, 0},
	{S("object"), ROLE_OBJECT, 0, 0},
	{S("ol"), ROLE_HOLD, DOC_LIST, 1},
	{S("optgroup"), ROLE_CONTROL, 0, 0},
	{S("option"), ROLE_CONTROL, 0, 0},
	{S("p"), ROLE_HOLD, DOC_PARAGRAPH, 0},
	{S("param"), ROLE_PARAM, 0, 0},
	{S("pre"), ROLE_PRE, 0, 0},
	{S("q"), ROLE_QUOTATION, 0, 0},
	{S("rp"), ROLE_DROP, 0, 0},
	{S("rt"), ROLE_RT, 0, 0},
	{S("s"), ROLE_SPAN, DOC_STRIKE, 0},
	{S("samp"), ROLE_CODE, 0, 0},
	{S("script"), ROLE_SCRIPT, 0, 0},
	{S("search"), ROLE_BLOCK, 0, 0},
	{S("section"), ROLE_BLOCK, 0, 0},
	{S("select"), ROLE_CONTROL, 0, 0},
	{S("source"), ROLE_SOURCE, 0, 0},
	{S("step"), ROLE_LABEL, 0, 0},
	{S("strike"), ROLE_SPAN, DOC_STRIKE, 0},
	{S("strong"), ROLE_SPAN, DOC_STRONG, 0},
	{S("style"), ROLE_RAW, 0, 0},
	{S("sub"), ROLE_SUB, 0, 0},
	{S("summary"), ROLE_HOLD, DOC_PARAGRAPH, 0},
	{S("sup"), ROLE_SUP, 0, 0},
	{S("svg"), ROLE_DROP, 0, 0},
	{S("tab"), ROLE_LABEL, 0, 0},
	{S("tabitem"), ROLE_LABEL, 0, 0},
	{S("table"), ROLE_TABLE, 0, 0},
	{S("tabs.tab"), ROLE_LABEL, 0, 0},
	{S("tbody"), ROLE_TBODY, 0, 0},
	{S("td"), ROLE_CELL, 0, 0},
	{S("template"), ROLE_DROP, 0, 0},
	{S("textarea"), ROLE_PRE, 0, 0},
	{S("tfoot"), ROLE_TBODY, 0, 0},
	{S("th"), ROLE_HEAD_CELL, 0, 0},
	{S("thead"), ROLE_THEAD, 0, 0},
	{S("title"), ROLE_RAW, 0, 0},
	{S("tr"), ROLE_ROW, 0, 0},
	{S("tt"), ROLE_CODE, 0, 0},
	{S("ul"), ROLE_HOLD, DOC_LIST, 0},
	{S("var"), ROLE_SPAN, DOC_EMPHASIS, 0},
	{S("video"), ROLE_MEDIA, 0, 0},
	{S("xmp"), ROLE_PRE, 0, 0},
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
