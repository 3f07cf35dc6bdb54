/* SPDX-License-Identifier: MIT */
/* What doc/build and doc/build_text share. Nobody else includes this.
 *
 * What is open is a stack of frames; what they made is in the tree. The two part where the input
 * is not well-formed: a frame may have no node (it was flattened, or a block that came
 * inside ended its paragraph), and a span's frame may get a second node in the next paragraph. */
#ifndef DOC_BUILD_INTERNAL_H
#define DOC_BUILD_INTERNAL_H

#include "doc/build.h"

enum space {
	SPACE_NONE,
	SPACE_BLANK,
	SPACE_LINE, /* nothing between two Chinese or Japanese characters */
	SPACE_BREAK,
};

struct build_frame {
	enum doc_kind kind;
	bool html, flat;
	struct slice tag;
	struct doc_node *node;
	unsigned depth;     /* of node, the root's being 1 */
	unsigned paragraph; /* spans: node stands in the text block of this number */
};

struct build {
	struct doc *doc;
	struct build_frame *frames;
	size_t count, capacity, html_count, link_count, reopened;

	struct doc_node *text;   /* the open text block, or NULL */
	struct doc_node *inside; /* the innermost node in it that takes spans */
	unsigned depth;          /* of inside */
	unsigned paragraph;      /* counts text blocks */
	unsigned entered;        /* the text block that has its spans reopened */

	bool spaced; /* a blank came last, before a span that opened */
	bool fresh;  /* nothing in the text block yet, or a break came last */
	enum space space;
	const char *blank;     /* the ' ' that was held back as SPACE_BLANK, or NULL */
	struct doc_node *last; /* the text node that came last, or NULL */
};

/* Blocks are flattened in the text blocks where only spans may stand. */
static inline bool is_flattening(enum doc_kind kind)
{
	return kind == DOC_HEADING || kind == DOC_TERM || kind == DOC_CELL;
}

/* doc/build: a text block for what comes, and in it the spans still open from the one before. */
void build_enter_text(struct build *build);

/* doc/build_text: the text block that is open. */
void build_start_text(struct build *build, struct doc_node *node, unsigned depth);
void build_end_text(struct build *build);
/* A block's border inside what flattens blocks. */
void build_flat_border(struct build *build);
/* Before a span opens: settles the white space in front of it. */
void build_settle_space(struct build *build);
/* A span that holds nothing; not for DOC_BREAK. */
struct doc_node *build_add_span(struct build *build, enum doc_kind kind);
struct doc_node *build_add_break(struct build *build);
/* @text without control characters; with @lines LF and tab stay, else they become blanks. @text
 * itself, as a rule. */
struct slice build_clean(struct arena *arena, struct slice text, bool lines);

/* doc/build_settle: drops empty nodes, completes tables, cleans what is no running text. */
void build_settle(struct doc *doc);

#endif
