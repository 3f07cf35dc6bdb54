/* SPDX-License-Identifier: MIT */
/* libcmark under a budget: memory is counted and comes from the document's arena, and input that
 * makes it slow is defused first. */
#ifndef TEXT_MARKDOWN_PARSE_INTERNAL_H
#define TEXT_MARKDOWN_PARSE_INTERNAL_H

#include <cmark.h>

#include "base/arena.h"
#include "base/slice.h"

/* @text without what makes libcmark quadratic; usually @text itself. *cut_lines is the number
 * of lines removed before byte @mark. */
struct slice markdown_guard(
	struct arena *arena, struct slice text, size_t mark, unsigned *cut_lines);

/* The tree, entirely in @arena; never call cmark_node_free. NULL: over budget. */
cmark_node *markdown_parse(struct arena *arena, struct slice text);

#endif
