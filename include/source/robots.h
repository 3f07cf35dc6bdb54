/* SPDX-License-Identifier: MIT */
/* The author's robots.txt where it is a template: what robots are to keep away from counts here too, and what
 * cannot be expanded is read as strictly as it may be meant. A robots.txt that is no template is a file like
 * others; this is for what the site's generator would have made one of. */
#ifndef SOURCE_ROBOTS_H
#define SOURCE_ROBOTS_H

#include "source/settings_reader.h"

/* Sets settings->robots (and robots_file, the template) when there is one, or one that cannot be read: then
 * everything is disallowed, and a diag says why. Wants the roots and the site's words to be known. */
void robots_read(struct settings_reader *reader);

/* For tests: @template as the settings know its variables, without front matter; the result is in the settings'
 * arena. *whole: all of it was understood. */
struct slice robots_expand(
	struct settings_reader *reader, struct slice template, bool *whole);

#endif
