/* SPDX-License-Identifier: MIT */
/* Files that posts and templates include by {% include x %}. A name never leaves its folder, neither by
 * ".." nor by a symlink, and never names a dot file. Keys, settings and dumps are never shown. ENV_KEPT:
 * *text says why. */
#ifndef SOURCE_INCLUDE_H
#define SOURCE_INCLUDE_H

#include "text/env.h"

#define INCLUDE_MAX_BYTES (64 * 1024)

/* Is the name valid? ENV_TEXT: yes. */
enum env_answer include_judge(struct slice name, struct slice *text);
/* Stores @error (negative errno) in *trouble if it is the first that says nothing about the
 * file itself (file_is_trouble). */
void include_note(int error, int *trouble);
/* Reads the file @name below the descriptor @folder; @real is its path with symlinks resolved. Symlinks
 * to hidden files are not followed. */
enum env_answer include_read(int folder, struct arena *arena, struct slice name,
	struct slice *text, struct slice *real, int *trouble);
/* The same from the includes folder @path, which holds nothing else, of the site with the descriptor
 * @site. */
enum env_answer include_from(int site, struct slice path, struct arena *arena,
	struct slice name, struct slice *text, int *trouble);

#endif
