/* SPDX-License-Identifier: MIT */
/* What a text makes run: a generator when it builds the blog, or a reader's browser. Found by simple marks, in quoted
 * code as well, since generators do not agree what is quoted: words that only look like it are found, too. */
#ifndef STORE_CODE_H
#define STORE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

/* Front matter that a generator runs: "---js". *word: what follows the marks, unless that is a name of data. */
bool code_opens(struct slice text, struct slice *word);

struct code_line {
	unsigned line;     /* from 1 */
	const char *what;  /* "a script"; static */
	struct slice text; /* the line; borrowed */
};

/* All lines of @text that are code, in @arena. @braces: any "{" begins some (Docusaurus). */
struct code_line *code_lines(
	struct arena *arena, struct slice text, bool braces, size_t *count);
/* What is wrong with this line alone; NULL: nothing. */
const char *code_in_line(struct slice line, bool braces);
/* May @line begin or end what is quoted? Then another line may be code that was none before. */
bool code_quotes(struct slice line);

#endif
