/* SPDX-License-Identifier: MIT */
/* Titles of posts: what the author says, cleaned; else what the first bytes of the body say. */
#ifndef SOURCE_TITLE_H
#define SOURCE_TITLE_H

#include "text/convert.h"

/* One line of plain text of what stands in front matter: tags out, entities decoded. */
struct slice title_clean(struct arena *arena, struct slice s);
/* The same, and of Markdown the words alone, where there are links or strong marks in it. */
struct slice title_words(struct arena *arena, struct slice s);
/* The first heading of the first level, or slice_none. Lines in code do not count. For gemtext the
 * first heading of any level; for HTML <h1>, else <title>. */
struct slice title_of_heading(
	struct arena *arena, struct slice body, enum convert_format format);
/* The first words of the first paragraph, at most 60 columns; or slice_none. */
struct slice title_of_text(
	struct arena *arena, struct slice body, enum convert_format format);

#endif
