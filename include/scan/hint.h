/* SPDX-License-Identifier: MIT */
/* What a watcher tells a scan. */
#ifndef SCAN_HINT_H
#define SCAN_HINT_H

#include <stdatomic.h>

#include "base/diag.h"

/* What may have changed since the previous snapshot. */
struct scan_hint {
	bool all; /* everything may have changed: stat every file */
	const struct slice *
		folders; /* else: only these folders (relative; "" is the site's folder) */
	size_t folder_count;
	/* If not NULL: in these folders, only these files (relative paths) were added, removed or
	 * changed. */
	const struct slice *files;
	size_t file_count;
	/* When it becomes true, the scan ends at the next file with -ECANCELED. NULL: never. */
	const atomic_bool *stop;
	/* If not NULL: receives the messages of a failed scan, to tell which file caused it. */
	struct diag_list *diags;
	/* A file that is being written stays as in the previous snapshot until the next scan
	 * (site->has_changing_files asks for one). */
	bool may_wait;
	/* site->compares; may_wait implies it. */
	bool compares;
	/* For as long as that is bearable: settings, and files that others inherit from, are taken as they are. Until
	 * then such a file that is being written, or was emptied or taken away, makes the scan SETTINGS_UNSETTLED, or keeps what is
	 * below its folder (site->is_unsettled). */
	bool has_waited;
};

#endif
