/* SPDX-License-Identifier: MIT */
/* What readers get of one file of a blog, and why; and what is wrong with it. */
#ifndef APP_CHECK_FILE_H
#define APP_CHECK_FILE_H

#include "base/buf.h"
#include "site/site.h"

/* What @site says of the file @source (relative to its folder): its address, or what hides it and
 * where that stands. Returns true when readers get it. */
bool check_file(const struct site *site, struct slice source, struct buf *out);
/* Adds what the scan of @site said of the file. */
void check_said(const struct site *site, struct slice source, struct diag_list *diags);
/* Adds what the conversion of @post says. Returns its text in @arena, or NULL. */
const struct doc *check_post(const struct site *site, const struct post *post,
	struct arena *arena, struct diag_list *diags);

#endif
