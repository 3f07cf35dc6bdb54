/* SPDX-License-Identifier: MIT */
/* The line pre-pass: turns the extensions of Jekyll, kramdown, Hugo and others into plain Markdown
 * (and raw HTML) before cmark parses it. Code is not changed, except for the escapes of Liquid and
 * Hugo in it. */
#ifndef TEXT_DIALECT_H
#define TEXT_DIALECT_H

#include "text/env.h"
#include "text/expanded.h"
#include "text/options.h"

/* Cleans @source first (text_clean). Line-based, linear; includes nest at most 8 deep. */
void dialect_expand(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect *out);

#endif
