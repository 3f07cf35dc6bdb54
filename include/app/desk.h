/* SPDX-License-Identifier: MIT */
/* The pages of the desk, in gemtext: of visitors their fingerprints and what is open to them; of writers also
 * drafts, posts to come, hidden pages with what hides each, all of them to be read, and problems. */
#ifndef APP_DESK_H
#define APP_DESK_H

#include "base/diag.h"
#include "serve/desk.h"

/* For struct serve. */
unsigned desk_page(
	const struct desk_request *request, struct arena *arena, struct buf *out);
bool desk_target(const struct desk_request *request, struct arena *arena,
	struct store_target *out);

/* Adds an error for each page or file of @site that the desk at @desk (empty: none) takes the address of. */
void desk_check(const struct site *site, struct slice desk, struct diag_list *diags);

#endif
