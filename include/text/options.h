/* SPDX-License-Identifier: MIT */
/* What a conversion is told about the page and the site's generator. */
#ifndef TEXT_OPTIONS_H
#define TEXT_OPTIONS_H

#include <stdbool.h>

#include "base/slice.h"

enum convert_format { CONVERT_MARKDOWN, CONVERT_HTML, CONVERT_GEMTEXT };

/* The dialects of the site's generator. The syntax of a dialect that is off stays as
 * written. */
struct convert_options {
	enum convert_format format;
	bool liquid;         /* {% %} and {{ }}: Jekyll, Eleventy */
	bool liquid_in_code; /* also in code: Liquid runs before Markdown, and only {% raw %}
			      * protects */
	bool gaps;           /* empty template output becomes TEXT_GAP, for text/gaps */
	bool shortcodes;     /* {{< >}} and {{% %}}: Hugo; Zola's {{ x() }} */
	bool definitions; /* definition lists (terms and ": meanings") without kramdown */
	bool kramdown; /* {: attributes}, ALD, {::options}, definition lists, abbreviations, $$ */
	bool hexo; /* fences are removed before tags; theirs has "language title url words" */
	bool smart;        /* quotes, dashes and ellipses */
	bool pymdownx;     /* tabs, blocks, snippets and marks of PyMdown Extensions */
	bool mdx;          /* a line of tags is a block; indentation does not make code */
	bool math;         /* $x$ is TeX */
	bool breaks;       /* line ends in paragraphs are kept */
	bool emoji;        /* :smile: */
	bool wikilinks;    /* "[[x]]" without a target is shown as x */
	bool garden;       /* Obsidian's marks: ==x==, ^part at a line's end, dataview */
	struct slice lang; /* the page's; for CJK rules, localised words, smart quotes */
	struct slice title; /* from front matter: then a first H1 is dropped */
	struct slice excerpt_separator; /* besides <!--more-->; empty: none */
};

#endif
