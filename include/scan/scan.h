/* SPDX-License-Identifier: MIT */
/* A folder to a snapshot. Reads front matter and at most the first 8 KiB of each post; takes over
 * from the previous snapshot every post whose file did not change. */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "scan/hint.h"
#include "site/site.h"

/* The kind (diag_kind) of what site->diags say of sources that nobody here can read. */
#define SCAN_OTHER_MARKUP "only posts in Markdown are read"
/* Of a folder that is another site: its settings are not read. */
#define SCAN_SITE_BELOW "this folder is a separate blog, and its settings are not read"

/* @previous may be NULL. @now (seconds since the epoch) decides what is future and what expired.
 * Symlinks that stay in the folder are followed once (loops are left out with a diag), those
 * that leave it, FIFOs, devices and unreadable files are left out with a diag. What a failing disk or
 * network keeps from being read is as it was in @previous, with a diag, and site->has_errors. Returns 0 or
 * -errno when the folder itself cannot be opened or read: the caller keeps what it has. */
int scan(const struct site_config *config, const struct site *previous,
	const struct scan_hint *hint, int64_t now, struct site **out);

#endif
