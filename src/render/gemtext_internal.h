/* SPDX-License-Identifier: MIT */
/* What the parts of the gemtext renderer share: gemtext.c walks the blocks, gemtext_text.c
 * puts spans into lines, gemtext_links.c the link lines, gemtext_list.c lists and definitions,
 * gemtext_table.c tables. */
#ifndef RENDER_GEMTEXT_INTERNAL_H
#define RENDER_GEMTEXT_INTERNAL_H

#include "render/gemtext.h"
#include "render/label.h"

struct gemtext {
	struct buf *out;
	size_t start;    /* where this document begins in @out */
	bool gap;        /* a blank line stands before the next line */
	struct buf text; /* of the block at hand */
	struct buf url;  /* of the link line at hand, with its label */
	struct arena arena;
	const struct doc *doc;
	const struct locale *locale;
	const struct gemtext_options *options;
	struct labels labels;
	struct slice_map shown;   /* (URL, label) of this section's link lines */
	struct slice_map numbers; /* LINKS_NUMBERED: URL to number */
	/* LINKS_SECTION, LINKS_END: what waits for its place. */
	struct label_link *waiting;
	size_t waiting_count, waiting_capacity;
};

/* gemtext.c */

/* A block at the top or, without its links, in an item or a note. */
void gemtext_block(struct gemtext *g, const struct doc_node *node);
void gemtext_code(struct gemtext *g, const struct doc_node *code);
void gemtext_quote(struct gemtext *g, const struct doc_node *quote);

/* gemtext_text.c */

/* The next line comes after one blank line (unless it is the first of all). */
void gemtext_gap(struct gemtext *g);
/* @prefix and @text as one line, trimmed at its end. Nothing is escaped. */
void gemtext_line(struct gemtext *g, struct slice prefix, struct slice text);
/* Lines of plain text (LF between them), kept from looking like anything else; an empty one
 * parts paragraphs. */
void gemtext_text(struct gemtext *g, struct slice lines);
/* One line of preformatted text, kept from ending the block. */
void gemtext_verbatim(struct gemtext *g, struct slice line);

enum {
	SPANS_ONE_LINE = 1 << 0, /* a hard break is a space */
	SPANS_BARE = 1 << 1,     /* no markers of emphasis, no numbers of links */
	SPANS_ALT = 1 << 2,      /* a picture alone is its alt text */
};
/* The text of @block's spans, hard breaks as LF. Valid until the next call. */
struct slice gemtext_spans(
	struct gemtext *g, const struct doc_node *block, unsigned flags);
/* The same for the siblings from @first up to @end (NULL: all). */
struct slice gemtext_spans_between(struct gemtext *g, const struct doc_node *first,
	const struct doc_node *end, unsigned flags);

/* gemtext_links.c */

bool gemtext_has_links(const struct doc_node *node);
/* Link lines for all links and pictures at or below @node, right after it, a blank line
 * before them; or later, by the policy. */
void gemtext_links_of(struct gemtext *g, const struct doc_node *node);
/* The same directly under what was rendered, for the children of @parent from @from up to @to. */
void gemtext_links_under(
	struct gemtext *g, const struct doc_node *from, const struct doc_node *to);
void gemtext_link_lines(struct gemtext *g, const struct label_link *links, size_t count);
/* Paragraph with its links, or nothing but link lines. */
void gemtext_paragraph(struct gemtext *g, const struct doc_node *paragraph);
void gemtext_heading(struct gemtext *g, const struct doc_node *heading);
/* A DOC_LINKS block: labels as they are. */
void gemtext_links_block(struct gemtext *g, const struct doc_node *links);
/* Prints link lines only, and returns true, when every item is one link. */
bool gemtext_link_list(struct gemtext *g, const struct doc_node *list);
/* What waited for the end of a section or of the body. */
void gemtext_flush_links(struct gemtext *g);

/* gemtext_list.c */

void gemtext_list(struct gemtext *g, const struct doc_node *list, bool links);
/* The run of terms and definitions that starts with @first; returns its last. */
const struct doc_node *gemtext_definitions(
	struct gemtext *g, const struct doc_node *first, bool links);
void gemtext_note(struct gemtext *g, const struct doc_node *note);
/* The number of a note as superscript digits. */
struct slice gemtext_superscript(struct gemtext *g, unsigned number);

/* gemtext_table.c */

void gemtext_table(struct gemtext *g, const struct doc_node *node);

#endif
