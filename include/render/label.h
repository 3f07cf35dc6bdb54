/* SPDX-License-Identifier: MIT */
/* What a link or a picture is called, shared by the renderers: labels that are empty or say nothing
 * ("here"), twins, dates in front, the names of pictures. Works block by block: begin, add what
 * the block holds, take the list. */
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

	/* The module's own. */
	struct slice stem; /* the label before a host was added to it */
	bool fallback;     /* the author gave no words of use */
	size_t twin;       /* 1 + the link before it of the same label, or 0 */
};

/* One for a whole document: pictures without a name are counted through it. */
struct labels {
	struct arena *arena;
	const struct locale *locale;
	unsigned images;
	/* The block at hand. */
	bool keep_words;
	struct label_link *links;
	size_t count, capacity;
	struct slice_map seen;
};

void label_init(struct labels *labels, struct arena *arena, const struct locale *locale);
/* Starts a block. @keep_words: its words are rendered nowhere but in the labels, so the same URL
 * comes twice where its words differ. */
void label_begin(struct labels *labels, bool keep_words);
/* All links and pictures at or below @node in order of appearance, the same URL once (the first
 * label wins, but words win over none). A picture inside a link gives the picture, then the link unless it
 * leads to the same or another picture. */
void label_add(struct labels *labels, const struct doc_node *node);
/* One link or picture under words of the caller's. */
void label_add_as(struct labels *labels, const struct doc_node *node, struct slice words);
/* What was added since label_begin, labelled. Lives in the arena. */
struct label_link *label_take(struct labels *labels, size_t *count);

/* What the author calls the picture: alt text, title or caption, the file's name; else empty. */
struct slice label_image_words(struct arena *arena, const struct doc_node *image);
/* @words with what the picture is behind them: "Alt text (PNG, 120 kB)". @plain: the words say
 * already that it is a picture. */
struct slice label_image_note(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, struct slice words, bool plain);
/* "Alt text (PNG, 120 kB)"; @number is for "Image n" where nothing else names it. */
struct slice label_image(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, unsigned number);
/* The host of an outside link, or the last path segment. */
/* Is @s a part of an address that a machine made: a hash, a number, the name of a video? */
bool label_is_token(struct slice s);
struct slice label_host(struct arena *arena, const struct doc_target *target);
/* The words of a link, one line: code keeps its backticks, pictures and note references are left
 * out. */
struct slice label_words(struct arena *arena, const struct doc_node *node);
/* The same for the siblings from @first up to @end (NULL: all). */
struct slice label_words_between(
	struct arena *arena, const struct doc_node *first, const struct doc_node *end);
/* Does the target, wherever it lies, look like a picture by its kind or its name? */
bool label_leads_to_picture(const struct doc_target *target);

#endif
