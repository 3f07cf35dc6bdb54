/* SPDX-License-Identifier: MIT */
/* A site's data files for templates (Jekyll's site.data, Eleventy's global data): one tree of all YAML, JSON,
 * CSV and TSV files in a folder and its subfolders, by name. A link to a folder that it is in is left out.
 *
 * Snapshots share it while no file changes. Only the scanning thread counts references. */
#ifndef SOURCE_DATA_FILES_H
#define SOURCE_DATA_FILES_H

#include "source/settings.h"

#define DATA_FILES_MAX       2000
#define DATA_FILES_MAX_NAMES (5 * DATA_FILES_MAX) /* looked at, data or not */
#define DATA_FILES_MAX_PASSED                                                            \
	(50 * DATA_FILES_MAX) /* of other files, which do not count among these */
#define DATA_FILES_MAX_BYTES (16 * 1024 * 1024) /* in total; the rest is left out */
#define DATA_FILES_MAX_MEMORY                                                            \
	(128 * 1024 * 1024) /* that values may take, in total; the same */
#define DATA_FILES_DEPTH_MAX 8

struct data_files {
	unsigned refs;
	unsigned long long version; /* of names, sizes and times */
	struct arena arena;
	const struct value *root; /* a map */
	struct diag_list diags;   /* of its files */
};

/* The data of the site in @folder, from settings->data_dir. Returns @previous (may be NULL) when nothing
 * changed, or when it cannot be read now (then *trouble is the error). NULL: there is no data. One reference. */
struct data_files *data_files_load(int folder, const struct settings *settings,
	struct data_files *previous, int *trouble);
void data_files_unref(struct data_files *data);

#endif
