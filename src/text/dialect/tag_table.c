/* SPDX-License-Identifier: MIT */
/* The tags of generators, plugins and themes, by their output: Hugo, Zola, Hexo (hexo.io/docs/tag-plugins),
 * Octopress, Jekyll's usual gems and Pelican's liquid_tags. They are similar, since each took them from an
 * earlier one. Players are in text/embed; Liquid's own tags are in liquid.c. */
#include "text/dialect/template_internal.h"

#define ANY        (TAG_LIQUID | TAG_HUGO | TAG_ZOLA)
#define SHORTCODES (TAG_HUGO | TAG_ZOLA)

static const struct tag_row rows[] = {
	{TAG_PICTURE, ANY, 0, S("img image asset_img")},
	{TAG_FIGURE, SHORTCODES, 0, S("figure")},
	{TAG_VIDEO, ANY, 0, S("video")},
	{TAG_AUDIO, ANY, 0, S("audio")},
	{TAG_FILE, TAG_LIQUID, 0, S("include_code")},
	{TAG_NOTEBOOK, TAG_LIQUID, 0, S("notebook")},
	{TAG_POST, TAG_LIQUID, 0, S("post_link")},
	{TAG_ASSET, TAG_LIQUID, 0, S("asset_link")},
	{TAG_BUTTON, TAG_LIQUID, 0, S("btn button")},
	{TAG_LINK, TAG_LIQUID, 0, S("link")},
	{TAG_ADDRESS, TAG_LIQUID, 0, S("asset_path url_for full_url_for")},
	{TAG_LITERAL, TAG_LIQUID, 0, S("literal")},
	{TAG_REFERENCE, SHORTCODES, 0, S("ref relref")},
	{TAG_PARAMETER, SHORTCODES, 0, S("param")},
	{TAG_QUOTE, TAG_LIQUID, 0, S("blockquote quote centerquote cq")},
	/* The first word is the class. */
	{TAG_PULLQUOTE, TAG_LIQUID, 0, S("pullquote")},
	{TAG_QUOTE, SHORTCODES, 0, S("quote blockquote epigraph")},
	{TAG_CODE, TAG_LIQUID, 0, S("code codeblock")},
	{TAG_LISTING, ANY, 0,
		S("code codeblock snippet source terminal command console prism "
		  "listing")},
	{TAG_HIGHLIGHT, ANY, 0, S("highlight")},
	{TAG_DIAGRAM, ANY, 0,
		S("mermaid chart echarts plantuml graphviz typograms goat markmap")},
	{TAG_COMMENT, SHORTCODES, 0, S("comment qr")},
	{TAG_FRAME, SHORTCODES, 1,
		S("tab tabitem tabs/tab accordion accordionItem expand collapse spoiler"
		  " fold step details")},
	{TAG_FRAME, SHORTCODES, 2, S("admonition notice callout hint")},
	{TAG_TABS, TAG_LIQUID, 0, S("tabs subtabs subsubtabs")},
	{TAG_TABS, TAG_LIQUID, TAG_TITLE_WORDS, S("timeline folders")},
	{TAG_FRAME, TAG_LIQUID, TAG_TITLE_WORDS,
		S("note noteblock tab timenode timelinenode fold folding folder "
		  "foldingblock"
		  " spoiler hideToggle hideBlock hidetoggle details alert panel hint "
		  "box")},
	{TAG_FRAME, TAG_LIQUID, 0,
		S("cond grouppicture gp gallery gallerygroup markdown wrap cardgroup grid"
		  " stepper step")},
	{TAG_WORDS, TAG_LIQUID, 0,
		S("label span p u emp wavy del s kbd psw mark checkbox radio "
		  "hideInline")},
	{TAG_VERSE, ANY, 0, S("poem poetry verse lyrics")},
	/* Icons, switches for scripts, tables of contents. */
	{TAG_NOTHING, ANY, 0,
		S("icon fa fas fab katex mathjax math toc clear clearfix br swatches")},
	{TAG_NOTHING, TAG_LIQUID, 0, S("more")},
};

const struct tag_row *tag_find(struct slice name, enum tag_syntax syntax)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].syntaxes & syntax && slice_has_word(rows[i].names, name))
			return &rows[i];
	return NULL;
}

void tag_init(
	struct tag *tag, enum tag_syntax syntax, struct slice name, struct slice args)
{
	tag->syntax = syntax;
	tag->row = tag_find(name, syntax);
	tag->kind = tag->row ? tag->row->kind : TAG_UNKNOWN;
	tag->name = name;
	template_parse_args(args, &tag->args);
}
