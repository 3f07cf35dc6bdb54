/* SPDX-License-Identifier: MIT */
/* Which blocks consist only of links, and where links go: for renderers that put links on separate
 * lines. */
#ifndef RENDER_LINK_LAYOUT_H
#define RENDER_LINK_LAYOUT_H

#include "render/label.h"

/* A list with more links than this shows each item's links under the item. */
#define LINK_LAYOUT_LIST_MAX 8

/* Does @block hold links or pictures, separators, and nothing else? */
bool link_layout_is_only(const struct doc_node *block);
/* How many of @links (those of @block, in order) are pictures before its first word. */
size_t link_layout_leading_images(
	const struct doc_node *block, const struct label_link *links, size_t count);
/* The start of the links at a heading's end, after a separator or in parentheses ("Title
 * - [Replay]", "Title ([source])"); NULL: none. */
const struct doc_node *link_layout_heading_tail(
	const struct doc_node *heading, bool *parenthesis);
/* The link that is a whole heading, or NULL: its link line need not repeat the words. */
const struct doc_node *link_layout_heading_link(const struct doc_node *heading);
/* Removes the separator or the open parenthesis from the end of @text, the text before
 * that tail. False: there is none. */
bool link_layout_cut_tail(struct slice *text, bool parenthesis);
/* Is every item of @list one link, with at most a short prefix or a description? Then the links are
 * added, labelled with their items' words. Otherwise an unspecified part of them is, and the caller
 * must begin the block again. */
bool link_layout_list(struct labels *labels, const struct doc_node *list);
/* Should links go under each item instead of under the whole list? */
bool link_layout_wants_inside(const struct doc_node *list);

#endif
