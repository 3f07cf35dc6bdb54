/* SPDX-License-Identifier: MIT */
/* The line pre-pass: turns what Jekyll, kramdown, Hugo and their cousins add to Markdown into plain
 * Markdown (and raw HTML), before cmark sees it. Code is never touched, save Liquid's and Hugo's own
 * escapes in it. */
#ifndef TEXT_DIALECT_H
#define TEXT_DIALECT_H

#include "text/env.h"
#include "text/expanded.h"
#include "text/options.h"

/* @source is cleaned here (text_clean). Line-based, linear, includes at most 8 deep. */
void dialect_expand(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect *out);

#endif
