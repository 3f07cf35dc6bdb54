/* SPDX-License-Identifier: MIT */
/* A post's body to a doc: dialect pre-pass, Markdown, HTML, tree pass, in that order.
 * Pure: same bytes, same options, same answers of the environment, same doc. */
#ifndef TEXT_CONVERT_H
#define TEXT_CONVERT_H

#include "doc/doc.h"
#include "text/env.h"

enum convert_format { CONVERT_MARKDOWN, CONVERT_HTML, CONVERT_GEMTEXT };

#define CONVERT_SOURCE_MAX_BYTES (2 * 1024 * 1024)

/* Which dialects the site's generator speaks. What is off stays as the author wrote it. */
struct convert_options {
	enum convert_format format;
	bool liquid;      /* {% %} and {{ }}: Jekyll, Eleventy */
	bool shortcodes;  /* {{< >}} and {{% %}}: Hugo; Zola's {{ x() }} */
	bool definitions; /* lists of terms and ": meanings", where it is not kramdown */
	bool kramdown; /* {: attributes}, ALD, {::options}, definition lists, abbreviations, $$ */
	bool smart;         /* quotes, dashes and ellipses */
	bool breaks;        /* a line of a paragraph is a line of the page */
	bool emoji;         /* :smile: */
	struct slice lang;  /* the page's; for CJK rules, localised words, smart quotes */
	struct slice title; /* the front matter's: a first H1 is dropped then */
	struct slice excerpt_separator; /* besides <!--more-->; empty: none */
};

enum convert_result {
	CONVERT_OK,
	CONVERT_OVER_BUDGET, /* hostile or absurd input: *doc holds the source as one DOC_CODE, a
			      * diag says so */
};

/* @source: the body without its front matter, any bytes. *out lives in @arena. Work and memory are
 * linear in the source: what is not is cut by a budget. */
enum convert_result convert(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct doc **out);

#endif
