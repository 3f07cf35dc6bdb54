/* SPDX-License-Identifier: MIT */
/* Cleans the bytes of an author's file for the parsers of front matter. */
#ifndef BASE_CLEAN_H
#define BASE_CLEAN_H

#include "base/arena.h"
#include "base/slice.h"

/* The same text without a BOM and control characters. NUL and invalid UTF-8 become U+FFFD; U+2028,
 * U+2029 and U+0085 become spaces. Tabs and line ends stay, so lines keep their numbers. Returns
 * @bytes itself when nothing changes, else a copy in @arena. Sets the place of the first U+FFFD
 * that was put in, counted from @first_line, or 0. */
struct slice clean_source(struct arena *arena, struct slice bytes, unsigned first_line,
	unsigned *bad_line, unsigned *bad_column);

#endif
