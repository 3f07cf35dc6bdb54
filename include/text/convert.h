/* SPDX-License-Identifier: MIT */
/* A post's body to a doc: dialect pre-pass, Markdown, HTML, tree pass, in that order.
 * Pure: same bytes, same options, same answers of the environment, same doc. */
#ifndef TEXT_CONVERT_H
#define TEXT_CONVERT_H

#include "doc/doc.h"
#include "text/env.h"
#include "text/options.h"

#define CONVERT_SOURCE_MAX_BYTES (2 * 1024 * 1024)

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
