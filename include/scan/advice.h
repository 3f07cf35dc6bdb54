/* SPDX-License-Identifier: MIT */
/* Advice for the owner of a site without posts: for the log, `check` and the generated home page. Pure. */
#ifndef SCAN_ADVICE_H
#define SCAN_ADVICE_H

#include "site/site.h"

enum advice_kind {
	ADVICE_NONE,    /* there are posts, or intended pages */
	ADVICE_EMPTY,   /* nothing at all */
	ADVICE_FILES,   /* nothing but files */
	ADVICE_UNDATED, /* only undated pages */
	/* Only for the owner: */
	ADVICE_HIDDEN, /* possible posts are hidden */
	ADVICE_FUTURE, /* ... or dated in the future */
};

/* For readers: ignores hidden pages. */
enum advice_kind advice_of(const struct site *site);
/* For the owner, in the log and in `check`. */
enum advice_kind advice_of_owner(const struct site *site);
/* Adds the owner's advice as a diag: a warning when readers find nothing, else a note. */
void advice_add(const struct site *site, struct diag_list *diags);

#endif
