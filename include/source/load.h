/* SPDX-License-Identifier: MIT */
/* Loads the settings of a site's folder. */
#ifndef SOURCE_LOAD_H
#define SOURCE_LOAD_H

#include "source/settings.h"

/* Reads the settings of the site in @folder (a descriptor): detects its generator by its files. A
 * fault in a file adds a diag; the file's other keys are kept. Returns 0 or -errno (the folder
 * itself cannot be read, a shortage of descriptors, or SETTINGS_UNSETTLED: @config->before). Free *out with settings_free. */
int settings_load(int folder, const struct site_config *config, struct diag_list *diags,
	struct settings **out);

#endif
