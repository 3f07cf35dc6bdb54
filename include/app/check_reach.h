/* SPDX-License-Identifier: MIT */
/* Pages that nothing links: readers find them only by their address. */
#ifndef APP_CHECK_REACH_H
#define APP_CHECK_REACH_H

#include "base/diag.h"
#include "doc/doc.h"
#include "site/site.h"

struct check_reach;

struct check_reach *check_reach_new(const struct site *site);
void check_reach_free(struct check_reach *reach);
/* The pages that @doc links are linked; @from (may be NULL) is the post that it is the text of. From any thread. */
void check_reach_links(struct check_reach *reach, const struct doc *doc,
	const struct post *from, struct arena *arena);
/* Adds a note for each page that no text, no list and no menu of the site links. */
void check_reach_tell(struct check_reach *reach, struct diag_list *diags);

#endif
