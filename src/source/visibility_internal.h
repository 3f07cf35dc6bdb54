/* SPDX-License-Identifier: MIT */
/* The table of words.  */
#ifndef SOURCE_VISIBILITY_INTERNAL_H
#define SOURCE_VISIBILITY_INTERNAL_H

#include "source/visibility.h"

/* Bridgetown uses Jekyll's settings, and has its own words. */
#define VISIBILITY_BRIDGETOWN (1u << 31)

const struct visibility_row *visibility_rows(size_t *count);

#endif
