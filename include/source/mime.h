/* SPDX-License-Identifier: MIT */
/* Media types by file name, from a table, so that every replica gives the same. */
#ifndef SOURCE_MIME_H
#define SOURCE_MIME_H

#include <stdbool.h>

#include "base/slice.h"

/* The type of the name's extension, case-blind; "application/octet-stream" when unknown. Static
 * memory. */
struct slice mime_of(struct slice path);
/* Is it text, so that it may have front matter? */
bool mime_is_text(struct slice mime);

#endif
