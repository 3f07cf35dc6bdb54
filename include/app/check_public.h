/* SPDX-License-Identifier: MIT */
/* What may be said in public of a blog: messages that name no page that is hidden or unlisted. */
#ifndef APP_CHECK_PUBLIC_H
#define APP_CHECK_PUBLIC_H

#include "base/diag.h"
#include "site/site.h"

/* Adds what @from says to @diags, less what names pages that are in no list. Posts that cannot be read lose
 * their names: each may be a draft. */
void check_public(
	const struct site *site, const struct diag_list *from, struct diag_list *diags);

#endif
