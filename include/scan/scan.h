/* SPDX-License-Identifier: MIT */
/* Scans a folder into a snapshot. Reads front matter and at most the first 8 KiB of each post;
 * reuses every post of the previous snapshot whose file did not change. */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "scan/hint.h"
#include "site/site.h"

/* The kind (diag_kind) of messages in site->diags about sources in other markup
 * languages. */
#define SCAN_OTHER_MARKUP "only posts in Markdown are read"
/* The kind of messages about a folder that is another site. */
#define SCAN_SITE_BELOW "this folder is a separate blog, and its settings are not read"

/* @previous may be NULL. @now (seconds since the epoch) decides what is in the future and what has expired.
 * Symlinks that stay in the folder are followed once. Loops, symlinks that leave the folder, FIFOs, devices
 * and unreadable files are left out with a diag. What a failing disk or network makes unreadable stays as in
 * @previous, with a diag and site->has_errors. Returns 0, or -errno when the folder itself cannot be opened
 * or read: the caller keeps its snapshot. */
int scan(const struct site_config *config, const struct site *previous,
	const struct scan_hint *hint, int64_t now, struct site **out);

#endif
