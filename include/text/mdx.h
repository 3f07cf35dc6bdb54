/* SPDX-License-Identifier: MIT */
/* MDX (mdxjs.com): Markdown with JavaScript in it, which no reader wants to see. */
#ifndef TEXT_MDX_H
#define TEXT_MDX_H

#include "base/arena.h"
#include "base/slice.h"

/* @source with its import and export statements and its comments blanked out, expressions in tags made plain
 * attributes and {"words"} the words, so that every byte stays where it is; code is not touched. A copy in @arena, or @source itself when there are none. */
struct slice mdx_plain(struct arena *arena, struct slice source);

#endif
