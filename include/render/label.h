/* SPDX-License-Identifier: MIT */
/* What a link or a picture is called, shared by the printers: CONVERSION rules for labels
 * (empty ones, "here", twins, dates in front, picture names). Works block by block. */
#ifndef RENDER_LABEL_H
#define RENDER_LABEL_H

#include "base/arena.h"
#include "base/locale.h"
#include "text/doc.h"

struct label_link {
	const struct doc_node *node; /* DOC_LINK or DOC_IMAGE */
	struct slice url;            /* target->url */
	struct slice label;          /* empty: the URL is its own label */
};

/* All links and pictures below @block in order of appearance, labelled, same URL once (first
 * label wins). A picture inside a link gives the picture, then the link unless it leads to the same
 * or a bigger version. *count is 0 when there is none. */
struct label_link *label_collect(struct arena *arena, const struct locale *locale,
	const struct doc_node *block, size_t *count);
/* "Alt text (PNG, 120 kB)"; @number is for "Image n" where nothing else names it. */
struct slice label_image(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, unsigned number);
/* The host of an outside link, or the last path segment. */
struct slice label_host(struct arena *arena, const struct doc_target *target);

#endif
