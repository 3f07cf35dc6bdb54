/* SPDX-License-Identifier: MIT */
/* Polling, for file systems that do not report changes by other machines (NFS, SMB, FUSE): compares the
 * times of all folders and of the newest files with those of the last scan. Only for the background
 * thread. */
#ifndef SCAN_POLL_H
#define SCAN_POLL_H

#include "site/site.h"

#define POLL_MS        5000  /* between two polls ... */
#define POLL_MAX_MS    60000 /* ... doubled each time while nothing changes */
#define POLL_FILES_MAX 1000

/* The name of the file system ("NFS") if @folder is on one that does not report changes,
 * else NULL. */
const char *poll_file_system(const char *folder);
/* The same by the type number of statfs(2). */
const char *poll_file_system_of(unsigned long type);

/* Has anything changed since @site was scanned with @config? Unreadable files count as changed. Of more
 * than POLL_FILES_MAX files it checks the newest, and at each @round different ones of the rest. */
bool poll_differs(
	const struct site_config *config, const struct site *site, unsigned round);
/* Is another folder at the path than @site was read from, or at the path of one below it? Nobody tells of what is mounted
 * there. */
bool poll_is_elsewhere(const struct site_config *config, const struct site *site);
/* Is it an empty one on another file system: as when the folder's own was unmounted. */
bool poll_is_unmounted(const struct site_config *config, const struct site *site);
/* How long to wait after a poll. @differs: it found a change. @before_ms: the last wait (0: this was
 * the first poll). */
int64_t poll_next_ms(int64_t before_ms, bool differs);

#endif
