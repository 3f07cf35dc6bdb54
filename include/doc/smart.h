/* SPDX-License-Identifier: MIT */
/* Smart punctuation: curly quotes, dashes and ellipses, decided one character at a time. */
#ifndef DOC_SMART_H
#define DOC_SMART_H

#include "base/arena.h"
#include "base/slice.h"

/* The replacement for @text at @at, one of ' " - . Sets *out (static) and returns the number of
 * bytes replaced; 0: none. @before is the byte before @text ('\n' at a block's start, 'a' for any
 * letter or digit, also a multi-byte one), @after the one after it. Options ("--word"), arrows and
 * long runs of dots or hyphens stay unchanged. */
size_t smart_at(struct slice text, size_t at, char before, char after, struct slice *out);
/* Applies it to a whole line, except `code`; returns @line itself when nothing changes. */
struct slice smart_line(struct arena *arena, struct slice line);

#endif
