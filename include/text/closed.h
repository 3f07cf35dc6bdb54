/* SPDX-License-Identifier: MIT */
/* Parts of a page that the web site does not show: Obsidian comments (%% to %%), and the content of
 * shortcodes that encrypt. They are removed from the source before anything else reads it, so that no form
 * of the page contains them. */
#ifndef TEXT_CLOSED_H
#define TEXT_CLOSED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct closed_options {
	bool comments;     /* %% comment %%, outside of code */
	bool shortcodes;   /* {{% hugo-encryptor "password" %}} to its end */
	struct slice lang; /* language of the line that replaces a locked part */
};

/* @body without these parts, with the same number of line ends; in @arena, or @body itself when there are
 * none. An unclosed part extends to the end. */
struct slice closed_remove(
	struct arena *arena, struct slice body, const struct closed_options *options);

#endif
