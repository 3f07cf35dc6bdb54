/* SPDX-License-Identifier: MIT */
/* Bytes of an author's file, made fit for the readers of front matter. */
#ifndef BASE_CLEAN_H
#define BASE_CLEAN_H

#include "base/arena.h"
#include "base/slice.h"

/* The same text without a BOM and control characters, with U+FFFD for NUL and what is no UTF-8, and
 * U+2028, U+2029 and U+0085 as spaces. Tabs and line ends stay, so lines keep their numbers.
 * @bytes itself where nothing is to be changed, else a copy in @arena. The place of the first
 * U+FFFD put in, counted from @first_line, or 0. */
struct slice clean_source(struct arena *arena, struct slice bytes, unsigned first_line,
	unsigned *bad_line, unsigned *bad_column);

#endif
