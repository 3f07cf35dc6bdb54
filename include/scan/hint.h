/* SPDX-License-Identifier: MIT */
/* What a scan is told by who watches. */
#ifndef SCAN_HINT_H
#define SCAN_HINT_H

#include <stdatomic.h>

#include "base/diag.h"

/* What may have changed since the previous snapshot. */
struct scan_hint {
	bool all; /* everything may have: stat every file */
	const struct slice
		*folders; /* else: only in these (relative, "" is the site's folder) */
	size_t folder_count;
	/* If not NULL: of the files in these folders only those named here (relative paths) came, went or
	 * have another content. */
	const struct slice *files;
	size_t file_count;
	/* Once it says true the scan ends at the next file, with -ECANCELED. NULL: nobody will. */
	const atomic_bool *stop;
	/* If not NULL: gets the messages of a scan that fails, to say which file was to blame. */
	struct diag_list *diags;
	/* A file that is being written now is left as it was in the previous snapshot, for the next scan
	 * (site->has_changing_files says that one is wanted). */
	bool may_wait;
};

#endif
