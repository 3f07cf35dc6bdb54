/* SPDX-License-Identifier: MIT */
/* The table of words. For src/source/visibility*.c and the generators that hand words down. */
#ifndef SOURCE_VISIBILITY_INTERNAL_H
#define SOURCE_VISIBILITY_INTERNAL_H

#include "source/visibility.h"

/* What a section says of the pages below it, under keys that no author can write: a generator's folder
 * hook puts them among the inherited fields. */
#define VISIBILITY_DRAFT_SECTION " draft section"
#define VISIBILITY_SORT_BY       " sort by"

/* Bridgetown has the settings of Jekyll, and words of its own. */
#define VISIBILITY_BRIDGETOWN (1u << 31)

const struct visibility_row *visibility_rows(size_t *count);

#endif
