/* SPDX-License-Identifier: MIT */
/* What the owner of a site without posts may want to do next: for the log, `check` and the home page that
 * is generated. Pure. */
#ifndef SITE_ADVICE_H
#define SITE_ADVICE_H

#include "site/site.h"

enum advice_kind {
	ADVICE_NONE,    /* there are posts, or pages as they are meant */
	ADVICE_EMPTY,   /* nothing at all */
	ADVICE_FILES,   /* nothing but files */
	ADVICE_DRAFTS,  /* what could be a post is a draft */
	ADVICE_FUTURE,  /* ... or is dated in the future */
	ADVICE_UNDATED, /* loose pages, none of them with a date */
};

enum advice_kind advice_of(const struct site *site);
/* Adds it as a diag: a warning where a reader finds nothing, else a note. */
void advice_add(const struct site *site, struct diag_list *diags);

#endif
