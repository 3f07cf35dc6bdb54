/* SPDX-License-Identifier: MIT */
/* Smart punctuation: curly quotes, dashes and ellipses, decided one place at a time. */
#ifndef DOC_SMART_H
#define DOC_SMART_H

#include "base/arena.h"
#include "base/slice.h"

/* What @text has at @at, one of ' " - . becomes: *out (static), for the bytes returned; 0: it
 * stays. @before is the byte before the text ('\n' at a block's start, 'a' for any letter or
 * digit, also one of several bytes) and @after the one that follows it. Options ("--word"), arrows
 * and runs of dots or hyphens longer than typing has stay as they are. */
size_t smart_at(struct slice text, size_t at, char before, char after, struct slice *out);
/* All of a line, but for what stands in `code`; @line itself where nothing changes. */
struct slice smart_line(struct arena *arena, struct slice line);

#endif
