/* SPDX-License-Identifier: MIT */
/* A zone is a prefix of addresses; here is what its author may think to be in it. When in doubt, a page is closed. */
#ifndef SOURCE_ZONE_FOLDER_H
#define SOURCE_ZONE_FOLDER_H

#include "source/settings.h"

/* The zone that the folder of @source is for: its path is the zone's, below the root of content, and maybe below a
 * folder of a language. NULL: none. */
const struct reader_zone *zone_of_source(
	const struct settings *settings, struct slice source);
/* The zone that @path, a key, is in, or would be in without its folder of a language: "/fr/letters/x/". */
const struct reader_zone *zone_of_any_language(
	const struct settings *settings, struct slice path);

#endif
