/* SPDX-License-Identifier: MIT */
/* Files that stand in posts and templates by {% include x %}. A name never leaves its folder, not by "..",
 * not by a symlink, and means no file with a dot in front; keys, settings and dumps are shown from no
 * folder. ENV_KEPT: *text says why. */
#ifndef SOURCE_INCLUDE_H
#define SOURCE_INCLUDE_H

#include "text/env.h"

/* Is the name one at all? ENV_TEXT: nothing is wrong with it. */
enum env_answer include_judge(struct slice name, struct slice *text);
/* Keeps the first @error (negative errno) that says nothing of a file, which may well be there. */
void include_note(int error, int *trouble);
/* The file @name below the descriptor @folder, and its place there once symlinks are followed: those that
 * lead to what is hidden are not. */
enum env_answer include_read(int folder, struct arena *arena, struct slice name,
	struct slice *text, struct slice *real, int *trouble);
/* From the folder of includes @path of the site whose descriptor is @site, which holds nothing else. */
enum env_answer include_from(int site, struct slice path, struct arena *arena,
	struct slice name, struct slice *text, int *trouble);

#endif
