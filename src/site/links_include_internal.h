/* SPDX-License-Identifier: MIT */
/* The files that stand in posts by {% include x %}: internal to site/links, as text_env.include.
 *
 * A name never leaves its folder, not by "..", not by a symlink, and means no file with a dot in front.
 * What is read from the folder of the page must be published by itself or be a fragment: text without
 * front matter, and no draft. Everything else there is hidden. */
#ifndef SITE_LINKS_INCLUDE_INTERNAL_H
#define SITE_LINKS_INCLUDE_INTERNAL_H

#include "site/links.h"

/* What keeps a file from being read that may be there is in @links->trouble. */
enum env_answer links_include(struct links *links, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text);

#endif
