/* SPDX-License-Identifier: MIT */
/* Builds the snapshot from what a scan found: what is visible now, at which address, in
 * which list. */
#ifndef SCAN_SNAPSHOT_H
#define SCAN_SNAPSHOT_H

#include "site/site.h"

/* Fills in @site from its state; settings, folder, state and built_at must be set. @again: there is a
 * previous snapshot to keep when a file cannot be read. Returns 0 or -errno. */
int snapshot_build(struct site *site, bool again);
/* May one page that says so keep back all others that do not? */
bool snapshot_may_garden(const struct settings *settings);

#endif
