/* SPDX-License-Identifier: MIT */
/* What a text makes run: a generator when it builds the blog, or a reader's browser. Found by simple marks, in quoted
 * code as well, since generators do not agree what is quoted: words that only look like it are found, too. */
#ifndef STORE_CODE_H
#define STORE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diff.h"

/* Front matter that a generator runs: "---js". *word: what follows the marks, unless that is a name of data. */
bool code_opens(struct slice text, struct slice *word);

/* Why @line may run; NULL: it is none. @braces: any "{" begins code (Docusaurus). */
const char *code_in_line(struct slice line, bool braces);

/* The same, for a line of front matter; what code_in_line finds is not looked for. */
const char *code_in_head(struct slice line);
/* How many of a text's first lines may be front matter. */
size_t code_head_lines(const struct slices *lines);

struct code_line {
	unsigned line;     /* from 1 */
	const char *what;  /* as of code_in_line, code_in_head */
	struct slice text; /* borrowed */
};
/* The lines of the second text that are code, in @arena. What the first has, too, is no news, unless the change may
 * have brought it to life: by a mark of quoted code that has no partner now, by code that went. */
struct code_line *code_news(
	struct arena *arena, const struct diff *diff, bool braces, size_t *count);

#endif
