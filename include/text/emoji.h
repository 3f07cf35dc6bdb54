/* SPDX-License-Identifier: MIT */
/* :smile: and its best-known kin, as GitHub names them. */
#ifndef TEXT_EMOJI_H
#define TEXT_EMOJI_H

#include "base/slice.h"

/* The emoji named at @at of @text, which is a ':': *out (static), for the bytes returned; 0: none. */
size_t emoji_at(struct slice text, size_t at, struct slice *out);

#endif
