/* SPDX-License-Identifier: MIT */
/* Media types by file name: a table, so that every replica says the same. */
#ifndef SOURCE_MIME_H
#define SOURCE_MIME_H

#include <stdbool.h>

#include "base/slice.h"

/* Of the name's extension, case-blind; "application/octet-stream" when nothing is known. Static
 * memory. */
struct slice mime_of(struct slice path);
/* Is it text, so that front matter may stand in it? */
bool mime_is_text(struct slice mime);

#endif
