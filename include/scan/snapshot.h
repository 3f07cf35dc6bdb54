/* SPDX-License-Identifier: MIT */
/* What a scan found, put in order: who is seen now, at which address, in which list. */
#ifndef SCAN_SNAPSHOT_H
#define SCAN_SNAPSHOT_H

#include "site/site.h"

/* Fills in @site, whose settings, folder, state and built_at are set, from its state. @again: there is
 * one to stay with when a file cannot be read. Returns 0 or -errno. */
int snapshot_build(struct site *site, bool again);

#endif
