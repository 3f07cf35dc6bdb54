/* SPDX-License-Identifier: MIT */
/* What a conversion is told of the page and of the site's generator. */
#ifndef TEXT_OPTIONS_H
#define TEXT_OPTIONS_H

#include <stdbool.h>

#include "base/slice.h"

enum convert_format { CONVERT_MARKDOWN, CONVERT_HTML, CONVERT_GEMTEXT };

/* Which dialects the site's generator speaks. What is off stays as the author wrote it. */
struct convert_options {
	enum convert_format format;
	bool liquid; /* {% %} and {{ }}: Jekyll, Eleventy */
	bool liquid_in_code; /* also there: it comes before Markdown, and only {% raw %} protects */
	bool gaps; /* what templates leave empty is marked by TEXT_GAP, for text/gaps */
	bool shortcodes;  /* {{< >}} and {{% %}}: Hugo; Zola's {{ x() }} */
	bool definitions; /* lists of terms and ": meanings", where it is not kramdown */
	bool kramdown; /* {: attributes}, ALD, {::options}, definition lists, abbreviations, $$ */
	bool hexo; /* fences are taken away before tags; theirs is "language title url words" */
	bool smart;    /* quotes, dashes and ellipses */
	bool pymdownx; /* tabs, blocks, snippets and marks of PyMdown Extensions */
	bool mdx;    /* a line of tags is a block of its own, indentation makes no code */
	bool math;   /* $x$ is TeX */
	bool breaks; /* a line of a paragraph is a line of the page */
	bool emoji;  /* :smile: */
	bool wikilinks;     /* "[[x]]" that leads nowhere is the word x */
	bool garden;        /* Obsidian's marks: ==x==, ^part at a line's end, dataview */
	struct slice lang;  /* the page's; for CJK rules, localised words, smart quotes */
	struct slice title; /* the front matter's: a first H1 is dropped then */
	struct slice excerpt_separator; /* besides <!--more-->; empty: none */
};

#endif
