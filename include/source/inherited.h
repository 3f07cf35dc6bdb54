/* SPDX-License-Identifier: MIT */
/* What one file inherits from those in the folders above it (a cascade of Hugo, a draft section of Zola ...), for
 * whoever reads a single text. A scan gathers the same on its way (scan/scan_context.c). */
#ifndef SOURCE_INHERITED_H
#define SOURCE_INHERITED_H

#include "source/settings.h"

/* The fields for @source, a path in the folder @blog, whose settings are @settings, in @arena; those of the folder
 * itself first. 0; or -errno when a file that may set some cannot be read: then nobody knows. */
int inherited_read(const struct settings *settings, int blog, struct slice source,
	struct arena *arena, const struct settings_default **out, size_t *count);

#endif
