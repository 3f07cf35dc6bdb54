/* SPDX-License-Identifier: MIT */
/* Labels of links and pictures, shared by the renderers: handles empty or meaningless labels
 * ("here"), duplicates, leading dates, the names of pictures. Works block by block: begin, add the
 * block's content, take the list. */
#ifndef RENDER_LABEL_H
#define RENDER_LABEL_H

#include "base/arena.h"
#include "base/locale.h"
#include "doc/doc.h"
#include "render/slice_map.h"

struct label_link {
	const struct doc_node *node; /* DOC_LINK or DOC_IMAGE */
	struct slice url;            /* target->url */
	struct slice label;          /* empty: the URL is its own label */

	/* Private. */
	struct slice stem; /* the label before a host was added to it */
	bool fallback;     /* the author gave no useful label */
	size_t twin;       /* 1 + index of an earlier link with the same label, or 0 */
};

/* One per document: numbers its pictures without a name. */
struct labels {
	struct arena *arena;
	const struct locale *locale;
	unsigned images;
	/* The current block. */
	bool keep_words;
	struct label_link *links;
	size_t count, capacity;
	struct slice_map seen;
};

void label_init(struct labels *labels, struct arena *arena, const struct locale *locale);
/* Starts a block. @keep_words: its words appear only in the labels, so the same URL is listed
 * twice when its words differ. */
void label_begin(struct labels *labels, bool keep_words);
/* Adds all links and pictures at or below @node in order, each URL once (the first label counts, but any
 * label counts over none). A picture inside a link adds the picture, then the link unless it leads to the
 * same or another picture. */
void label_add(struct labels *labels, const struct doc_node *node);
/* Adds one link or picture with the caller's label. */
void label_add_as(struct labels *labels, const struct doc_node *node, struct slice words);
/* The links added since label_begin, with labels. In the arena. */
struct label_link *label_take(struct labels *labels, size_t *count);

/* The picture's name: alt text, title or caption, or the file's name; else empty. */
struct slice label_image_words(struct arena *arena, const struct doc_node *image);
/* @words followed by the picture's facts: "Alt text (PNG, 120 kB)". @plain: the words already
 * say that it is a picture. */
struct slice label_image_note(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, struct slice words, bool plain);
/* "Alt text (PNG, 120 kB)"; @number is for "Image n" when it has no other name. */
struct slice label_image(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, unsigned number);
/* The host of an outside link, or the last path segment. */
/* Is @s a machine-made part of an address: a hash, a number, the id of a video? */
bool label_is_token(struct slice s);
struct slice label_host(struct arena *arena, const struct doc_target *target);
/* The words of a link on one line. Code keeps its backticks; pictures and note references are
 * left out. */
struct slice label_words(struct arena *arena, const struct doc_node *node);
/* The same for the siblings from @first up to @end (NULL: all). */
struct slice label_words_between(
	struct arena *arena, const struct doc_node *first, const struct doc_node *end);
/* Does the target, on any host, look like a picture by its kind or its name? */
bool label_leads_to_picture(const struct doc_target *target);

#endif
