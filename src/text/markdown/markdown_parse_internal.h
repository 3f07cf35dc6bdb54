/* SPDX-License-Identifier: MIT */
/* libcmark under a budget: memory from the document's arena, counted, and input that it is known to
 * be slow on made harmless before. */
#ifndef TEXT_MARKDOWN_PARSE_INTERNAL_H
#define TEXT_MARKDOWN_PARSE_INTERNAL_H

#include <cmark.h>

#include "base/arena.h"
#include "base/slice.h"

/* The text with what makes libcmark quadratic defused; @text itself, as a rule. *cut_lines gets
 * the number of lines that were left out before byte @mark. */
struct slice markdown_guard(
	struct arena *arena, struct slice text, size_t mark, unsigned *cut_lines);

/* The tree, all of it in @arena, never to be freed by cmark_node_free. NULL: over budget. */
cmark_node *markdown_parse(struct arena *arena, struct slice text);

#endif
