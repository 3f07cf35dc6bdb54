/* SPDX-License-Identifier: MIT */
/* What the parts of the HTML renderer share: html_page.c makes the page around what is shown, html_block.c walks
 * the blocks of a doc, html_span.c what stands in a line, html_link.c says where links lead, html_gemtext.c and
 * html_gopher.c show what is given as bytes, html_style.c is the sheet. */
#ifndef RENDER_HTML_INTERNAL_H
#define RENDER_HTML_INTERNAL_H

#include "base/locale.h"
#include "render/html.h"
#include "render/slice_map.h"

struct html_writer {
	struct buf *out;
	struct arena arena;
	const struct html_options *options;
	/* Of a doc alone: */
	const struct doc *doc;
	const struct locale *locale;
	bool in_link;         /* a link opens none inside */
	struct slice_map ids; /* of headings, so that each is there once */
	size_t notes;         /* how many numbers of notes there may be */
	bool *has_note, *has_ref;
};

/* html_page.c */

/* What stands in the head. */
struct html_head {
	struct slice lang, title, description;
	const char *body_class; /* NULL: none */
};

void html_page_open(struct html_writer *w, const struct html_head *head);
void html_page_close(struct html_writer *w);
/* ` name="value"` */
void html_attribute(struct buf *out, const char *name, struct slice value);

/* html_block.c */

/* The blocks from @first up to @end (NULL: all its siblings). */
void html_blocks(
	struct html_writer *w, const struct doc_node *first, const struct doc_node *end);
void html_heading(struct html_writer *w, const struct doc_node *heading);
void html_link_list(struct html_writer *w, const struct doc_node *links);

/* html_span.c */

/* What stands in @block. */
void html_spans(struct html_writer *w, const struct doc_node *block);
/* @captioned: what its title says stands below it. */
void html_image(struct html_writer *w, const struct doc_node *image, bool captioned);
/* A link, or what its kind is shown as: a player, where @alone says that nothing stands beside it. */
void html_link(struct html_writer *w, const struct doc_node *link, bool alone);

/* html_link.c */

/* How a link is shown, by its scheme or by what it leads to. */
struct html_way {
	const char *name; /* the scheme; of what is inside, the kind */
	const char *class_name;
	const char *icon; /* before a line of Gemini's look */
	bool marked;      /* its name stands behind its words in a page */
};

/* Opens <a>. NULL, and nothing written: @target is nothing that a page may lead to, or a link is open. Else
 * what it is; the caller closes it with html_link_close(). */
const struct html_way *html_link_open(
	struct html_writer *w, const struct doc_target *target);
void html_link_close(struct html_writer *w);
/* Where @target leads as an attribute's value; false: nowhere that a page may lead to. */
bool html_put_address(struct html_writer *w, const struct doc_target *target);
/* The target of @reference as it stands in the bytes of a page at options->path; false: words. */
bool html_target_of(
	struct html_writer *w, struct slice reference, struct doc_target *target);
const struct html_way *html_way_of(const struct doc_target *target);

#endif
