/* SPDX-License-Identifier: MIT */
/* Links by name, as notes have them (help.obsidian.md/links): "[[Note]]", "[[folder/Note#Part|label]]",
 * "![[picture.png|300]]". */
#ifndef TEXT_WIKILINK_H
#define TEXT_WIKILINK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct wikilink {
	size_t len;        /* bytes of it */
	bool embeds;       /* "!" stands before it */
	struct slice name; /* empty: a part of the page itself */
	struct slice part; /* what follows the '#'; may be empty */
	struct slice
		label; /* its author's; of a picture, without its size; may be empty */
	/* It may well be something else, "[[ -f x ]]" or "[[TOC]]": a link only where there is such a page. */
	bool is_doubtful;
};

/* The one that stands at the start of @s. False: none does. */
bool wikilink_read(struct slice s, struct wikilink *out);
/* The next one of @line at or behind *@at that is a link beyond doubt; *at is then where it stands. */
bool wikilink_next(struct slice line, size_t *at, struct wikilink *out);
/* What a reader sees of it: the label, else the name and its part. */
struct slice wikilink_words(struct arena *arena, const struct wikilink *link);
/* @line with these words for its wikilinks; @line itself where it has none. */
struct slice wikilink_strip(struct arena *arena, struct slice line);
/* "heron|300", "heron|300x200": less the size. */
struct slice wikilink_without_size(struct slice alt);

#endif
