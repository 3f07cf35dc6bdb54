/* SPDX-License-Identifier: MIT */
/* What the owner of a site without posts may want to do next: for the log, `check` and the home page that
 * is generated. Pure. */
#ifndef SCAN_ADVICE_H
#define SCAN_ADVICE_H

#include "site/site.h"

enum advice_kind {
	ADVICE_NONE,    /* there are posts, or pages as they are meant */
	ADVICE_EMPTY,   /* nothing at all */
	ADVICE_FILES,   /* nothing but files */
	ADVICE_UNDATED, /* loose pages, none of them with a date */
	/* The owner's alone: */
	ADVICE_HIDDEN, /* what could be a post is hidden */
	ADVICE_FUTURE, /* ... or is dated in the future */
};

/* What any reader may be told: it knows of no hidden page. */
enum advice_kind advice_of(const struct site *site);
/* What the owner is told, in the log and by `check`. */
enum advice_kind advice_of_owner(const struct site *site);
/* Adds the owner's as a diag: a warning where a reader finds nothing, else a note. */
void advice_add(const struct site *site, struct diag_list *diags);

#endif
