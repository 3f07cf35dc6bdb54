/* SPDX-License-Identifier: MIT */
/* What a site's templates find in its data files (Jekyll's site.data, Eleventy's global data): one tree of all
 * YAML, JSON, CSV and TSV files of a folder and of the folders in it, by their names.
 *
 * Snapshots share it as long as none of the files changes; it is counted by the scanning thread alone. */
#ifndef SOURCE_DATA_FILES_H
#define SOURCE_DATA_FILES_H

#include "source/settings.h"

#define DATA_FILES_MAX 2000
#define DATA_FILES_MAX_BYTES                                                             \
	(16 * 1024 * 1024) /* of all; what comes behind is left out */
#define DATA_FILES_DEPTH_MAX 8

struct data_files {
	unsigned refs;
	unsigned long long version; /* of names, sizes and times */
	struct arena arena;
	const struct value *root; /* a map */
	struct diag_list diags;   /* of its files */
};

/* The data of the site in @folder, from settings->data_dir; @previous (may be NULL) where nothing changed since,
 * or where it cannot be read now (then *trouble says why). NULL: there is none. One reference. */
struct data_files *data_files_load(int folder, const struct settings *settings,
	struct data_files *previous, int *trouble);
void data_files_unref(struct data_files *data);

#endif
