/* SPDX-License-Identifier: MIT */
/* Shared by the parts of the HTML renderer: html_page.c renders the page around the content, html_block.c the
 * blocks of a doc, html_list.c its lists, html_span.c spans, html_link.c decides where links lead,
 * html_gemtext.c and html_gopher.c show gemtext and Gopher replies, html_style.c is the style sheet. */
#ifndef RENDER_HTML_INTERNAL_H
#define RENDER_HTML_INTERNAL_H

#include "base/locale.h"
#include "render/html.h"
#include "render/slice_map.h"

struct html_writer {
	struct buf *out;
	struct arena arena;
	const struct html_options *options;
	/* For a doc only: */
	const struct doc *doc;
	const struct locale *locale;
	bool in_link;         /* links do not nest */
	struct slice_map ids; /* of headings: each is unique */
	size_t notes;         /* at least the highest number of a note */
	bool *has_note, *has_ref;
};

/* html_page.c */

/* The values for <head> and <body>. */
struct html_head {
	struct slice lang, title, description;
	const char *body_class; /* NULL: none */
};

void html_page_open(struct html_writer *w, const struct html_head *head);
void html_page_close(struct html_writer *w);
/* ` name="value"` */
void html_attribute(struct buf *out, const char *name, struct slice value);

/* html_block.c */

/* The blocks from @first up to @end (NULL: all siblings). */
void html_blocks(
	struct html_writer *w, const struct doc_node *first, const struct doc_node *end);
void html_heading(struct html_writer *w, const struct doc_node *heading);
/* Does @paragraph hold only pictures of this site? */
bool html_is_pictures(const struct doc_node *paragraph);

/* html_list.c */

void html_list(struct html_writer *w, const struct doc_node *list);
/* Is @node, before @end, a term or a definition? */
bool html_in_definitions(const struct doc_node *node, const struct doc_node *end);
/* The run of terms and definitions from @first; returns the block after it. */
const struct doc_node *html_definitions(
	struct html_writer *w, const struct doc_node *first, const struct doc_node *end);
void html_link_list(struct html_writer *w, const struct doc_node *links);
void html_notes(struct html_writer *w, const struct doc_node *notes);

/* html_span.c */

/* The spans of @block. */
void html_spans(struct html_writer *w, const struct doc_node *block);
/* @captioned: its title is shown as its caption. */
void html_image(struct html_writer *w, const struct doc_node *image, bool captioned);
/* @alone: nothing else is in its paragraph or line; audio and video then get a player. */
void html_link(struct html_writer *w, const struct doc_node *link, bool alone);

/* html_link.c */

/* How a link is shown: by its scheme, or, inside the site, by its target's kind. */
struct html_way {
	const char *name; /* the scheme; inside the site, the kind */
	const char *class_name;
	const char *icon; /* of link lines in gemtext */
	bool marked;      /* a page shows the scheme after the link */
};

/* Opens <a>; the caller closes it with html_link_close(). Returns NULL and renders nothing if a page may not
 * link to @target, or inside another link. */
const struct html_way *html_link_open(
	struct html_writer *w, const struct doc_target *target);
void html_link_close(struct html_writer *w);
/* Renders the address of @target for an attribute. Returns false if a page may not link to
 * it. */
bool html_put_address(struct html_writer *w, const struct doc_target *target);
/* The target of @reference in gemtext at options->path. Returns false if a page may not link to
 * it. */
bool html_target_of(
	struct html_writer *w, struct slice reference, struct doc_target *target);
const struct html_way *html_way_of(const struct doc_target *target);

#endif
