/* SPDX-License-Identifier: MIT */
/* A robots.txt that is a template: its rules apply here, too, and what cannot be expanded is read as strictly
 * as possible. A plain robots.txt is an ordinary file; this is for one that the site's generator would build. */
#ifndef SOURCE_ROBOTS_H
#define SOURCE_ROBOTS_H

#include "source/settings_reader.h"

/* Sets settings->robots (and robots_file, the template) when there is a template. When it cannot be read,
 * everything is disallowed, and a diag says why. Call it after the roots and the site's title and address
 * are known. */
void robots_read(struct settings_reader *reader);

/* For tests: expands @template (without front matter) with the variables of the settings, into their arena.
 * *whole: everything was understood. */
struct slice robots_expand(
	struct settings_reader *reader, struct slice template, bool *whole);

#endif
