/* SPDX-License-Identifier: MIT */
/* The pages that are not in the public snapshot (site/site.h): drafts, future posts, expired, locked
 * and unpublished pages, each with what hides it.
 *
 * Built with the public snapshot, and as immutable; lives as long as it. Code that answers readers
 * must not use it: tests/layers forbids page, render and serve to include this. */
#ifndef SCAN_HIDDEN_H
#define SCAN_HIDDEN_H

#include "site/site.h"

enum hidden_why {
	HIDDEN_BY_WORD,  /* front matter, a cascade, settings: post->hidden_by */
	HIDDEN_NOT_OPEN, /* the site shows only pages that opt in, and this one does not */
	HIDDEN_FUTURE,   /* its date is in the future */
	HIDDEN_PAST_LIMIT, /* older than the limit of published posts */
	HIDDEN_OVER,       /* expired: its address answers that it is gone */
	HIDDEN_IN_ZONE,    /* only the readers of a zone see it (scan/closed.h) */
	/* Nobody sees it: it is in the folder of a zone, and its address is not; or it redirects into one. */
	HIDDEN_BESIDE_ZONE,
	HIDDEN_INTO_ZONE,
};

struct hidden_page {
	const struct post *post;
	enum hidden_why why;
	struct slice word; /* "draft: true", "dated in the future", "zone /letters/" */
};

struct hidden {
	struct arena arena;
	const struct hidden_page *pages; /* by source */
	size_t count;
	struct diag_list diags; /* messages of the scan about these pages, sorted */
};

/* The hidden pages of @site; valid as long as the caller holds @site. */
const struct hidden *hidden_of(const struct site *site);
/* The page whose file is @source, or NULL. */
const struct hidden_page *hidden_find(const struct hidden *hidden, struct slice source);

/* Adds a note for each hidden or unlisted page: what hides it, and where. */
void hidden_tell(const struct site *site, struct diag_list *diags);

/* The number of pages that a word hides or unlists. */
struct hidden_kind {
	struct slice word;
	size_t count;
};

/* The words that hide or unlist pages of @site, the most frequent first; in @arena. */
size_t hidden_kinds(
	const struct site *site, struct arena *arena, struct hidden_kind **out);
/* "9 `build.list: never`, 3 `password`" */
void hidden_put_kinds(struct buf *out, const struct hidden_kind *kinds, size_t count);

#endif
