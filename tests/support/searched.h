/* SPDX-License-Identifier: MIT */
/* The search of sites whose words are all indexed, in memory. */
#ifndef TESTS_SEARCHED_H
#define TESTS_SEARCHED_H

#include "serve/search.h"

/* All pages of @site, in memory. */
struct search_index *searched_index(const struct site *site);
struct search *searched_new(struct site *const *sites, unsigned count);

#endif
