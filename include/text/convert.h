/* SPDX-License-Identifier: MIT */
/* Converts a post's body to a doc: dialect pre-pass, Markdown, HTML, tree pass, in that
 * order. Pure: the same bytes, options and answers of the environment give the same doc. */
#ifndef TEXT_CONVERT_H
#define TEXT_CONVERT_H

#include "doc/doc.h"
#include "text/env.h"
#include "text/options.h"

#define CONVERT_SOURCE_MAX_BYTES (2 * 1024 * 1024)

enum convert_result {
	CONVERT_OK,
	CONVERT_OVER_BUDGET, /* hostile or absurd input: *out holds the source as one DOC_CODE,
			      * and a diag says so */
};

/* @source: the body without its front matter, any bytes. *out lives in @arena. Work and memory are
 * linear in the source; a budget limits what is not. */
enum convert_result convert(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct doc **out);

#endif
