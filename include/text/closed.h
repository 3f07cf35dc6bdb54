/* SPDX-License-Identifier: MIT */
/* Parts of a page that its web site does not show: comments of Obsidian (%% to %%) and what stands between
 * the tags of a shortcode that encrypts. They leave the source before anything else reads it, so that no
 * form of the page has them. */
#ifndef TEXT_CLOSED_H
#define TEXT_CLOSED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct closed_options {
	bool comments;     /* %% comment %%, outside of code */
	bool shortcodes;   /* {{% hugo-encryptor "password" %}} to its end */
	struct slice lang; /* of the line that stands for a locked part */
};

/* @body without these parts, with as many line ends as before; in @arena, or @body itself where there are
 * none. What is never closed goes on to the end. */
struct slice closed_remove(
	struct arena *arena, struct slice body, const struct closed_options *options);

#endif
