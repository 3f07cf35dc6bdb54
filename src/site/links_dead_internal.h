/* SPDX-License-Identifier: MIT */
/* Links of a post to addresses of its own site where nothing is, each said once: internal to
 * site/links. */
#ifndef SITE_LINKS_DEAD_INTERNAL_H
#define SITE_LINKS_DEAD_INTERNAL_H

#include "base/diag.h"

#define LINKS_DEAD_MAX 100 /* of one post; who has more knows by then */

struct links_dead {
	struct diag_list *diags;
	struct slice file, body;                 /* to find the line in */
	unsigned first_line;                     /* of the body */
	unsigned long long seen[LINKS_DEAD_MAX]; /* hashes */
	size_t count;
};

/* @href: as the author wrote it. @web: where it leads now; empty: it is kept. */
void links_dead_say(struct links_dead *dead, struct arena *arena, struct slice href,
	bool image, struct slice web);

#endif
