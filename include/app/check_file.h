/* SPDX-License-Identifier: MIT */
/* `check FILE`: what readers get of one file of a blog, and why. */
#ifndef APP_CHECK_FILE_H
#define APP_CHECK_FILE_H

#include "base/buf.h"
#include "site/site.h"

/* What @site says of the file @source (relative to its folder): its address, or what hides it and
 * where that stands. Returns true when readers get it. */
bool check_file(const struct site *site, struct slice source, struct buf *out);

#endif
