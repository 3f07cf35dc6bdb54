/* SPDX-License-Identifier: MIT */
/* From a site's folder to its settings. */
#ifndef SOURCE_LOAD_H
#define SOURCE_LOAD_H

#include "source/settings.h"

/* Reads the settings of the site in @folder (a descriptor): recognises its generator by its files.
 * A fault in a file adds a diag and leaves that file's other keys. Returns 0 or -errno (when the
 * folder itself cannot be read, or for want of descriptors). *out by settings_free. */
int settings_load(int folder, const struct site_config *config, struct diag_list *diags,
	struct settings **out);

#endif
