/* SPDX-License-Identifier: MIT */
/* Titles of posts: the author's, cleaned; else from the first bytes of the body. */
#ifndef SOURCE_TITLE_H
#define SOURCE_TITLE_H

#include "text/convert.h"

/* A front matter text as one plain line: without tags, entities decoded. */
struct slice title_clean(struct arena *arena, struct slice s);
/* The same, and without Markdown when it has links or strong emphasis. */
struct slice title_words(struct arena *arena, struct slice s);
/* The first level-1 heading, or slice_none. Code does not count. For gemtext the first heading of
 * any level; for HTML <h1>, else <title>. */
struct slice title_of_heading(
	struct arena *arena, struct slice body, enum convert_format format);
/* The first words of the first paragraph, at most 60 columns; or slice_none. */
struct slice title_of_text(
	struct arena *arena, struct slice body, enum convert_format format);

#endif
