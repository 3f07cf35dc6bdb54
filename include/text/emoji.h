/* SPDX-License-Identifier: MIT */
/* :smile: and other well-known emoji, with GitHub's names. */
#ifndef TEXT_EMOJI_H
#define TEXT_EMOJI_H

#include "base/slice.h"

/* The emoji named at @at in @text, which is a ':'. Sets *out (static) and returns the length of
 * the name; 0: none. */
size_t emoji_at(struct slice text, size_t at, struct slice *out);

#endif
