/* SPDX-License-Identifier: MIT */
/* Shared by the parts of the gemtext renderer: gemtext.c walks the blocks, gemtext_text.c puts
 * spans into lines, gemtext_links.c the link lines, gemtext_list.c lists and definitions,
 * gemtext_table.c tables. */
#ifndef RENDER_GEMTEXT_INTERNAL_H
#define RENDER_GEMTEXT_INTERNAL_H

#include "render/gemtext.h"
#include "render/label.h"

struct gemtext {
	struct buf *out;
	size_t start;    /* where this document begins in @out */
	bool gap;        /* a blank line comes before the next line */
	struct buf text; /* of the current block */
	struct buf url;  /* of the current link line, with its label */
	struct arena arena;
	const struct doc *doc;
	const struct locale *locale;
	const struct gemtext_options *options;
	struct labels labels;
	struct slice_map shown;   /* (URL, label) of this section's link lines */
	struct slice_map numbers; /* LINKS_NUMBERED: URL to number */
	/* LINKS_SECTION, LINKS_END: links that wait for their place. */
	struct label_link *waiting;
	size_t waiting_count, waiting_capacity;
};

/* gemtext.c */

/* A block at the top level or, without its links, in an item or a note. */
void gemtext_block(struct gemtext *g, const struct doc_node *node);
void gemtext_code(struct gemtext *g, const struct doc_node *code);
void gemtext_quote(struct gemtext *g, const struct doc_node *quote);

/* gemtext_text.c */

/* Puts one blank line before the next line (unless that is the first of all). */
void gemtext_gap(struct gemtext *g);
/* @prefix and @text as one line, trimmed at its end, not escaped. */
void gemtext_line(struct gemtext *g, struct slice prefix, struct slice text);
/* Lines of plain text (separated by LF), escaped so that they stay text; an empty line
 * separates paragraphs. */
void gemtext_text(struct gemtext *g, struct slice lines);
/* One line of preformatted text, escaped so that it does not end the block. */
void gemtext_verbatim(struct gemtext *g, struct slice line);

enum {
	SPANS_ONE_LINE = 1 << 0, /* a hard break is a space */
	SPANS_BARE = 1 << 1,     /* no markers of emphasis, no numbers of links */
	SPANS_ALT = 1 << 2,      /* a lone picture becomes its alt text */
};
/* The text of @block's spans, hard breaks as LF. Valid until the next call. */
struct slice gemtext_spans(
	struct gemtext *g, const struct doc_node *block, unsigned flags);
/* The same for the siblings from @first up to @end (NULL: all). */
struct slice gemtext_spans_between(struct gemtext *g, const struct doc_node *first,
	const struct doc_node *end, unsigned flags);

/* gemtext_links.c */

bool gemtext_has_links(const struct doc_node *node);
/* Link lines for all links and pictures at or below @node, right after it with a blank
 * line before them, or later, by the policy. */
void gemtext_links_of(struct gemtext *g, const struct doc_node *node);
/* The same without a blank line, for the children of @parent from @from up to @to. */
void gemtext_links_under(
	struct gemtext *g, const struct doc_node *from, const struct doc_node *to);
void gemtext_link_lines(struct gemtext *g, const struct label_link *links, size_t count);
/* A paragraph with its links, or only link lines. */
void gemtext_paragraph(struct gemtext *g, const struct doc_node *paragraph);
void gemtext_heading(struct gemtext *g, const struct doc_node *heading);
/* A DOC_LINKS block: labels unchanged. */
void gemtext_links_block(struct gemtext *g, const struct doc_node *links);
/* When every item is one link: renders only link lines and returns true. */
bool gemtext_link_list(struct gemtext *g, const struct doc_node *list);
/* The links that waited for the end of a section or of the body. */
void gemtext_flush_links(struct gemtext *g);

/* gemtext_list.c */

void gemtext_list(struct gemtext *g, const struct doc_node *list, bool links);
/* The run of terms and definitions from @first; returns the last of them. */
const struct doc_node *gemtext_definitions(
	struct gemtext *g, const struct doc_node *first, bool links);
void gemtext_note(struct gemtext *g, const struct doc_node *note);
/* The number of a note as superscript digits. */
struct slice gemtext_superscript(struct gemtext *g, unsigned number);

/* gemtext_table.c */

void gemtext_table(struct gemtext *g, const struct doc_node *node);

#endif
