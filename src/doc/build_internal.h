/* SPDX-License-Identifier: MIT */
/* Shared by doc/build and doc/build_text. Nobody else includes this.
 *
 * The open elements are a stack of frames; their nodes are in the tree. The two differ when the
 * input is not well-formed: a frame may have no node (it was flattened, or a block inside ended
 * its paragraph), and a span's frame may get a second node in the next paragraph. */
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
	unsigned paragraph; /* spans: node is in the text block with this number */
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

	bool spaced; /* a space came last, before the start of a span */
	bool fresh;  /* the text block is empty, or a break came last */
	enum space space;
	const char *blank;     /* the ' ' that was held back as SPACE_BLANK, or NULL */
	struct doc_node *last; /* the text node that came last, or NULL */
};

/* Blocks are flattened in text blocks that allow only spans. */
static inline bool is_flattening(enum doc_kind kind)
{
	return kind == DOC_HEADING || kind == DOC_TERM || kind == DOC_CELL;
}

/* doc/build: opens a text block, and in it the open spans of the previous one. */
void build_enter_text(struct build *build);

/* doc/build_text: the open text block. */
void build_start_text(struct build *build, struct doc_node *node, unsigned depth);
void build_end_text(struct build *build);
/* The border of a flattened block. */
void build_flat_border(struct build *build);
/* Before a span opens: settles the white space in front of it. */
void build_settle_space(struct build *build);
/* A span without children; not for DOC_BREAK. */
struct doc_node *build_add_span(struct build *build, enum doc_kind kind);
struct doc_node *build_add_break(struct build *build);
/* @text without control characters. With @lines, LF and tab stay, else they become spaces.
 * Usually @text itself. */
struct slice build_clean(struct arena *arena, struct slice text, bool lines);

/* doc/build_settle: drops empty nodes, completes tables, cleans text outside of text
 * nodes. */
void build_settle(struct doc *doc);

#endif
