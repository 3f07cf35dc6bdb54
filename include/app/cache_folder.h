/* SPDX-License-Identifier: MIT */
/* Where the indexes of words lie while the server runs: a folder that holds nothing else. */
#ifndef APP_CACHE_FOLDER_H
#define APP_CACHE_FOLDER_H

#include "app/config.h"

/* The folder "search" in the one that @config names, made if need be (0700), without what processes that
 * ended left in it. NULL: it cannot be used, and why is in the log. To be freed. */
char *cache_folder_open(const struct config *config);

#endif
