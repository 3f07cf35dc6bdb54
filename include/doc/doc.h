/* SPDX-License-Identifier: MIT */
/* The document: the form of every post and every generated page, before a renderer turns it into
 * gemtext, Gopher text, a Gopher menu or HTML. A tree of blocks and spans, at most DOC_MAX_DEPTH
 * deep, in one arena. It is independent of protocols and dialects.
 *
 * Text in it is clean: UTF-8, no control characters except LF and tab in DOC_CODE; elsewhere runs
 * of white space are collapsed, entities and escapes decoded, smart punctuation applied. */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

#define DOC_MAX_DEPTH 64
#define DOC_TITLE     S("title")

enum doc_kind {
	/* Blocks that hold blocks */
	DOC_ROOT,
	DOC_QUOTE, /* text: an admonition's word ("Note", already in the page's language) */
	DOC_LIST,       /* ordered, start */
	DOC_ITEM,       /* only in DOC_LIST; task */
	DOC_DEFINITION, /* follows its DOC_TERM */
	DOC_NOTES,      /* the footnotes, at the end; holds DOC_NOTE only */
	DOC_NOTE,       /* number */
	/* Blocks that hold spans */
	DOC_PARAGRAPH, /* info: "dateline" marks the line that is about the page itself, DOC_TITLE the
			* title of the quote that it begins */
	DOC_HEADING, /* level, from 1; any depth: renderers cap */
	DOC_TERM,    /* of a definition list */
	DOC_LINKS, /* holds DOC_LINK and DOC_IMAGE only; one line each, labels exactly as given:
			  * no link policy touches them (foots, listings) */
	/* Tables */
	DOC_TABLE, /* text: caption; columns, aligns; holds DOC_ROW only */
	DOC_ROW,   /* header */
	DOC_CELL,  /* holds spans */
	/* Blocks without children */
	DOC_CODE, /* text: the lines, LF between, none at the end; info: language, lower case,
		   * also "math" and "diagram" */
	DOC_RULE,
	/* Spans that hold spans */
	DOC_EMPHASIS,
	DOC_STRONG,
	DOC_STRIKE,
	DOC_LINK, /* target; info: title attribute */
	/* Spans without children */
	DOC_TEXT,      /* text */
	DOC_CODE_SPAN, /* text, verbatim */
	DOC_IMAGE,     /* target; text: alt; info: title or caption */
	DOC_BREAK,     /* a hard line break */
	DOC_NOTE_REF,  /* number */
};

enum doc_align { DOC_ALIGN_NONE, DOC_ALIGN_LEFT, DOC_ALIGN_CENTER, DOC_ALIGN_RIGHT };
enum doc_task { DOC_TASK_NONE, DOC_TASK_OPEN, DOC_TASK_DONE };

/* What a link points to. The renderer adds scheme, host, item type. */
enum doc_target_kind {
	DOC_TO_OUTSIDE, /* url: absolute, with its scheme */
	DOC_TO_PAGE,    /* url: a page of this site, available in every form */
	DOC_TO_TEXT, /* url: text of this site (robots.txt, x.md, feed.xml): type 0 in gopher */
	DOC_TO_IMAGE, /* url: a picture of this site */
	DOC_TO_FILE,  /* url: any other file of this site */
	DOC_TO_SEARCH, /* url: a search; with words as its query: what was found for them */
};

/* Inside the site, @url is path-absolute and percent-encoded ("/images/a%20b.png"). It is
 * always valid for uri_parse. */
struct doc_target {
	enum doc_target_kind kind;
	struct slice url;
	struct slice mime;  /* of images and files of the site; else empty */
	int64_t size_bytes; /* the same; -1: unknown */
	struct slice title; /* of a page of the site, if known; else empty */
	bool article;       /* DOC_TO_PAGE: a text to read (a post), not a listing */
};

struct doc_node {
	enum doc_kind kind;
	unsigned level; /* DOC_HEADING */
	unsigned
		number; /* DOC_NOTE, DOC_NOTE_REF: from 1; DOC_LIST: start of an ordered one */
	bool ordered;           /* DOC_LIST */
	bool header;            /* DOC_ROW */
	enum doc_task task;     /* DOC_ITEM */
	unsigned columns;       /* DOC_TABLE */
	enum doc_align *aligns; /* DOC_TABLE: one per column */
	struct slice text, info;
	const struct doc_target *target; /* DOC_LINK, DOC_IMAGE; never NULL there */
	struct doc_node *parent, *first, *last, *next, *previous;
};

struct doc {
	struct arena *arena; /* holds the whole document */
	struct doc_node *root;
	struct slice lang; /* BCP 47 tag of the page; empty: unknown */
	/* Filled by text/convert: */
	struct slice first_heading; /* plain text of the body's first heading, or empty */
	struct slice first_text;    /* plain text of the first paragraph, one line */
	struct slice
		summary; /* plain text before <!--more-->, or empty when there is none */
	/* audio or video that belongs to it, or NULL */
	const struct doc_target *enclosure;
	size_t words;     /* text_word_count of the body */
	bool reads_files; /* contains text of files whose changes no snapshot notices */
	bool is_behind; /* lacks text of files that were changed since the scan; it reads_files then */
	bool reads_site; /* its templates used more of the site than titles and addresses */
	bool reads_names;  /* its links were looked up among these */
	bool reads_titles; /* and titles became words */
	unsigned kinds;    /* a bit for each kind of node added by doc_add() */
};

bool doc_is_block(enum doc_kind kind);
/* Can a node of @kind have children? */
bool doc_is_container(enum doc_kind kind);

struct doc *doc_new(struct arena *arena, struct slice lang);
/* Was a node of @kind ever added? Saves a useless walk. */
static inline bool doc_may_hold(const struct doc *doc, enum doc_kind kind)
{
	return doc->kinds >> kind & 1;
}

/* A node as last child of @parent (NULL: loose). Strings are not copied: they must live as long
 * as the arena. Does not check where nodes are allowed; doc/build does. */
struct doc_node *doc_add(struct doc *doc, struct doc_node *parent, enum doc_kind kind);
void doc_append(struct doc_node *parent, struct doc_node *node);
void doc_insert_before(struct doc_node *place, struct doc_node *node);
void doc_unlink(struct doc_node *node);
/* Moves all children of @node before it and unlinks it. */
void doc_unwrap(struct doc_node *node);

/* Shorthands for generated pages. */
struct doc_node *doc_add_text(
	struct doc *doc, struct doc_node *parent, struct slice text);
struct doc_node *doc_add_paragraph(struct doc *doc, struct slice text);
struct doc_node *doc_add_heading(struct doc *doc, unsigned level, struct slice text);
/* Appends to the root's last block when that is a DOC_LINKS, else opens one; doc_add_links opens one
 * always. @label empty: the URL is its label. */
struct doc_node *doc_add_links(struct doc *doc);
struct doc_node *doc_add_link_line(
	struct doc *doc, enum doc_target_kind kind, struct slice url, struct slice label);

/* The same for a text to read, a post: DOC_TO_PAGE, article. */
struct doc_node *doc_add_article_line(
	struct doc *doc, struct slice url, struct slice label);

/* The next node in document order below @top, children first; NULL at the end. */
static inline struct doc_node *doc_next(
	const struct doc_node *node, const struct doc_node *top)
{
	if (node->first)
		return node->first;
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}
/* The title that an admonition begins with, or NULL. */
static inline const struct doc_node *doc_quote_title(const struct doc_node *quote)
{
	const struct doc_node *first = quote->first;

	return quote->text.len && first && first->kind == DOC_PARAGRAPH &&
			       slice_eq(first->info, DOC_TITLE)
		       ? first
		       : NULL;
}
/* The words of @node without markup, one line, images as their alt text. In the doc's arena. */
struct slice doc_plain_text(struct arena *arena, const struct doc_node *node);

#endif
