/* SPDX-License-Identifier: MIT */
/* Shared by texts (plain.c) and menus (gophermap.c): plain_block.c lays out blocks, plain_list.c lists,
 * plain_table.c tables, plain_line.c fills lines, plain_spans.c puts spans into them, plain_links.c renders
 * the references of a text, plain_menu.c the items of a menu. */
#ifndef RENDER_PLAIN_INTERNAL_H
#define RENDER_PLAIN_INTERNAL_H

#include "render/label.h"
#include "render/plain.h"

/* The minimum width of text, however deeply nested. */
#define PLAIN_COLUMNS_MIN 20
/* With more links than this, a section leaves them to the end of the text. */
#define PLAIN_SECTION_LINKS_MAX 8

struct plain_reference {
	const struct doc_target *target;
	bool listed;
};

struct plain {
	struct buf *out;
	size_t start; /* where this document begins in @out */
	bool menu, ascii, crlf, keeps_marks;
	unsigned width;
	const struct doc *doc;
	const struct doc_node *dateline; /* rendered under the title, or NULL */
	const struct gopher_origin *origin;
	const struct locale *locale;
	struct arena arena;

	/* Every line begins with the prefix; the next one with the marker instead. */
	struct buf prefix, marker;
	bool marked;
	unsigned bullets;     /* lists with bullets around */
	unsigned gap;         /* blank lines before the next line */
	size_t gap_len;       /* how much of the prefix they have */
	struct buf text;      /* of the current block */
	struct buf line, raw; /* scratch */

	/* For a text. */
	struct slice_map numbers; /* URL to number */
	struct plain_reference *references;
	size_t reference_count, reference_capacity;
	size_t section; /* references before this section */

	/* For a menu. */
	struct labels labels;
	struct slice_map shown; /* (URL, label) of this section's items */
	bool links_inside;      /* of this list: links go under their items */
};

/* plain_line.c */

void plain_init(struct plain *p, struct buf *out, const struct doc *doc);
void plain_fini(struct plain *p);
/* Puts at least @lines blank lines before the next line (none before the first of all). */
void plain_gap(struct plain *p, unsigned lines);
/* The width available for the next line's text. */
size_t plain_columns(const struct plain *p);
/* One line, trimmed at its end, not filled; a menu cuts it when it is too wide. */
void plain_line(struct plain *p, struct slice text);
/* Lines (separated by LF) filled to the width; an empty one separates paragraphs. Returns the
 * columns of the widest line, ignoring those over the width. */
size_t plain_fill(struct plain *p, struct slice lines);
/* Text prepared for display: one line, no control or invisible characters, typography as ASCII
 * (Debian's gopher(1) garbles bytes 80 to 9F); everything as ASCII on request. */
void plain_clean(const struct plain *p, struct buf *out, struct slice text);
/* The same for code, whose characters stay. */
void plain_clean_code(const struct plain *p, struct buf *out, struct slice text);
/* The same in the arena. */
struct slice plain_cleaned(struct plain *p, struct slice text);
/* Indents what follows by @hang; @marker goes before its first line. Pass the result to plain_pop()
 * to return. */
size_t plain_push(struct plain *p, struct slice marker, struct slice hang);
void plain_pop(struct plain *p, size_t pushed);
/* A marker without text gets its own line. */
void plain_put_marker(struct plain *p);
/* Writes the pending blank lines. */
void plain_put_gap(struct plain *p);
/* @text without the marks for line breaking. Valid until the next line. */
struct slice plain_without_joiners(struct plain *p, struct slice text);

/* plain_spans.c */

enum {
	PLAIN_BARE = 1 << 0,     /* no markers of emphasis */
	PLAIN_ONE_LINE = 1 << 1, /* a hard break is a space */
	PLAIN_ALT = 1 << 2,      /* a lone picture becomes its alt text, in a menu, too */
};
/* The text of the spans from @first up to @end (NULL: all), breaks as LF, ready for plain_fill.
 * Valid until the next call. */
struct slice plain_spans(struct plain *p, const struct doc_node *first,
	const struct doc_node *end, unsigned flags);
/* Appends text without line breaks in it; in a menu, only if it fits a line. */
void plain_put_solid(struct plain *p, struct buf *out, struct slice text);

/* plain_block.c */

/* The whole document except @skip (or NULL). */
void plain_document(struct plain *p, const struct doc_node *skip);
/* A heading: filled and, down to level 3, underlined. */
void plain_heading(struct plain *p, unsigned level, struct slice text);
/* All blocks below @parent, separated by a blank line; with @close, none before lists. */
void plain_blocks(struct plain *p, const struct doc_node *parent, bool close);
void plain_code(struct plain *p, const struct doc_node *code);

/* plain_table.c */

void plain_table(struct plain *p, const struct doc_node *table);

/* plain_list.c */

void plain_list(struct plain *p, const struct doc_node *list);
/* The run of terms and definitions from @first; returns the last of them. */
const struct doc_node *plain_definitions(struct plain *p, const struct doc_node *first);
void plain_note(struct plain *p, const struct doc_node *note);

/* plain_links.c */

unsigned plain_number(struct plain *p, const struct doc_target *target);
/* Ends a section: its references, if they are few. */
void plain_end_section(struct plain *p);
/* All references that are not listed yet, under a heading. */
void plain_end_links(struct plain *p);
/* A DOC_LINKS block: each label, its URL under it. */
void plain_link_lines(struct plain *p, const struct doc_node *links);

/* plain_menu.c */

/* Items for all links and pictures of the siblings from @first up to @end. */
void plain_menu_links_under(
	struct plain *p, const struct doc_node *first, const struct doc_node *end);
void plain_menu_paragraph(struct plain *p, const struct doc_node *paragraph);
void plain_menu_heading(struct plain *p, const struct doc_node *heading);
void plain_menu_links_block(struct plain *p, const struct doc_node *links);
/* When every item of the list is one link: renders only items and returns true. */
bool plain_menu_link_list(struct plain *p, const struct doc_node *list);
/* A line of the menu; @display is clean and fits. */
void plain_menu_put(
	struct buf *out, const struct gopher_item *item, struct slice display);

#endif
