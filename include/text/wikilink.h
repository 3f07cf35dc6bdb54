/* SPDX-License-Identifier: MIT */
/* Links by name, as in notes (help.obsidian.md/links): "[[Note]]", "[[folder/Note#Part|label]]",
 * "![[picture.png|300]]". */
#ifndef TEXT_WIKILINK_H
#define TEXT_WIKILINK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct wikilink {
	size_t len;         /* length in bytes */
	bool embeds;        /* preceded by "!" */
	struct slice name;  /* empty: a part of the same page */
	struct slice part;  /* what follows the '#'; may be empty */
	struct slice label; /* the author's, without a picture's size; may be empty */
	/* It may be something else, "[[ -f x ]]" or "[[TOC]]": a link only when there is such a page. */
	bool is_doubtful;
};

/* The wikilink at the start of @s. False: there is none. */
bool wikilink_read(struct slice s, struct wikilink *out);
/* The next wikilink in @line at or after *at that is not doubtful; sets *at to its offset. */
bool wikilink_next(struct slice line, size_t *at, struct wikilink *out);
/* The words for readers: the label, else the name and its part. */
struct slice wikilink_words(struct arena *arena, const struct wikilink *link);
/* @line with these words for its wikilinks; @line itself when it has none. */
struct slice wikilink_strip(struct arena *arena, struct slice line);
/* @alt without the size: "heron|300", "heron|300x200". */
struct slice wikilink_without_size(struct slice alt);

#endif
