/* SPDX-License-Identifier: MIT */
/* Did a site change? For file systems that give no notice of what others do to them (NFS, SMB, FUSE): the
 * times of all folders and of the newest files are compared with those that the last scan saw. Belongs to
 * the one background thread. */
#ifndef SCAN_POLL_H
#define SCAN_POLL_H

#include "site/site.h"

#define POLL_MS        5000  /* from one look to the next ... */
#define POLL_MAX_MS    60000 /* ... each time twice as long while nothing changes */
#define POLL_FILES_MAX 1000

/* The name of a file system that gives no notice ("NFS") if @folder is on one, else NULL. */
const char *poll_file_system(const char *folder);
/* The same by the number that statfs(2) gives. */
const char *poll_file_system_of(unsigned long type);

/* Does something look otherwise than when @site was scanned with @config? What cannot be looked at does,
 * too. Of more than POLL_FILES_MAX files the newest are looked at, and at each @round others of the rest. */
bool poll_differs(
	const struct site_config *config, const struct site *site, unsigned round);
/* How long to wait after a look that found a change, or none, when the last wait was @before_ms (0: it
 * was the first). */
int64_t poll_next_ms(int64_t before_ms, bool differs);

#endif
