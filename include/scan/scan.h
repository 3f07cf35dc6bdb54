/* SPDX-License-Identifier: MIT */
/* A folder to a snapshot. Reads front matter and at most the first 8 KiB of each post; takes over
 * from the previous snapshot every post whose file did not change. */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "site/site.h"

/* The kind (diag_kind) of what site->diags say of sources that nobody here can read. */
#define SCAN_OTHER_MARKUP "only posts in Markdown are read"
/* Of a folder that is another site: its settings are not read. */
#define SCAN_SITE_BELOW "this folder is a blog of its own, and its settings are not read"

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

/* @previous may be NULL. @now (seconds since the epoch) decides what is future and what expired.
 * Symlinks that stay in the folder are followed once (loops are left out with a diag), those
 * that leave it, FIFOs, devices and unreadable files are left out with a diag. What a failing disk or
 * network keeps from being read is as it was in @previous, with a diag, and site->has_errors. Returns 0 or
 * -errno when the folder itself cannot be opened or read: the caller keeps what it has. */
int scan(const struct site_config *config, const struct site *previous,
	const struct scan_hint *hint, int64_t now, struct site **out);

#endif
