/* SPDX-License-Identifier: MIT */
/* MDX (mdxjs.com): Markdown with JavaScript, which is not for readers. */
#ifndef TEXT_MDX_H
#define TEXT_MDX_H

#include "base/arena.h"
#include "base/slice.h"

/* @source with import and export statements and comments overwritten by spaces, expressions in tags as plain
 * attributes, and {"words"} as the words, so that every byte keeps its offset. Code is not touched. A copy in
 * @arena, or @source itself when there is nothing to do. */
struct slice mdx_plain(struct arena *arena, struct slice source);

#endif
