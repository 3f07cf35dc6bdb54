/* SPDX-License-Identifier: MIT */
/* CommonMark through libcmark (the one user), under a budget of memory and work, fed to the document
 * builder; tables, task lists, strikethrough, bare URLs, footnotes and attribute lists are
 * recognised on the way. */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "doc/build.h"
#include "text/env.h"
#include "text/expanded.h"
#include "text/html.h"
#include "text/options.h"

/* False: the budget was exceeded; discard what was built. */
bool markdown_build(struct build *build, struct html *html, const struct dialect *dialect,
	const struct convert_options *options, const struct text_env *env);

/* @text as HTML, for Markdown inside an HTML page (Liquid's markdownify); empty when the budget was
 * exceeded. */
struct slice markdown_to_html(struct arena *arena, struct slice text);

#endif
