/* SPDX-License-Identifier: MIT */
/* Which blocks are nothing but links, and where links stand: for the renderers that set links on lines
 * of their own. */
#ifndef RENDER_LINK_LAYOUT_H
#define RENDER_LINK_LAYOUT_H

#include "render/label.h"

/* A whole list with more links than this shows each item's links under it. */
#define LINK_LAYOUT_LIST_MAX 8

/* Does @block hold links or pictures, separators, and nothing else? */
bool link_layout_is_only(const struct doc_node *block);
/* How many of @links (of @block, in its order) are pictures that stand before its first word. */
size_t link_layout_leading_images(
	const struct doc_node *block, const struct label_link *links, size_t count);
/* Where the links begin that end a heading behind a separator or in a parenthesis
 * ("Title - [Replay]", "Title ([source])"); NULL: it has none. */
const struct doc_node *link_layout_heading_tail(
	const struct doc_node *heading, bool *parenthesis);
/* The link that is all of a heading, or NULL: its line need not say the words again. */
const struct doc_node *link_layout_heading_link(const struct doc_node *heading);
/* Takes off the end of @text, what stands before that tail, the separator or the open
 * parenthesis. False: there is no such thing. */
bool link_layout_cut_tail(struct slice *text, bool parenthesis);
/* Is every item of @list one link, with a short prefix or a description at most? Then the links are
 * added under all their items' words; else an unknown part of them is, and the block at hand is
 * to be begun again. */
bool link_layout_list(struct labels *labels, const struct doc_node *list);
/* Do links stand better under the items than under the whole list? */
bool link_layout_wants_inside(const struct doc_node *list);

#endif
