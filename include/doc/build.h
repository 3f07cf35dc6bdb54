/* SPDX-License-Identifier: MIT */
/* The one builder that Markdown nodes and HTML tags both feed. It accepts any calls in any order and
 * makes a well-formed doc: blocks and spans only where they are allowed, and what was left open is
 * closed as a browser would close it.
 *
 * Two kinds of opening: a *Markdown* container (build_open) is closed only by its own build_close,
 * which also closes any HTML opened inside it; an *HTML* element (build_open_html) is closed by its
 * end tag (build_close_html), by a tag that implies its end, or by the end of the container around
 * it. An HTML end tag never closes a Markdown container. Nodes deeper than DOC_MAX_DEPTH are
 * flattened. */
#ifndef DOC_BUILD_H
#define DOC_BUILD_H

#include "doc/doc.h"

struct build; /* in the doc's arena */

struct build *build_new(struct doc *doc);
struct doc *build_doc(const struct build *build);

/* Opens a block or span. Where spans are not allowed, text opens a paragraph by itself. The caller may
 * fill in the node (level, info, target ...) but not move it. NULL when it was flattened (too deep, or
 * not allowed here): it must still be closed. */
struct doc_node *build_open(struct build *build, enum doc_kind kind);
void build_close(struct build *build, enum doc_kind kind);
struct doc_node *build_open_html(
	struct build *build, enum doc_kind kind, struct slice tag);
void build_close_html(struct build *build, struct slice tag);
/* Is an HTML element of @tag open inside the innermost Markdown container? */
bool build_is_open_html(const struct build *build, struct slice tag);

/* A leaf: DOC_CODE, DOC_RULE, DOC_CODE_SPAN, DOC_IMAGE, DOC_BREAK, DOC_NOTE_REF. */
struct doc_node *build_leaf(struct build *build, enum doc_kind kind);
/* Adds text. Runs of white space (also LF) become one space, across nodes, and none at a block's
 * start or after a break. A line end between two Chinese or Japanese characters is dropped. Copied
 * only when necessary, so @text must live as long as the arena. */
void build_text(struct build *build, struct slice text);
/* Ends an implied paragraph, if one is open, at a block tag. */
void build_break_paragraph(struct build *build);
/* Closes everything, drops empty blocks and spans, moves blocks out of paragraphs. */
void build_finish(struct build *build);

#endif
