/* SPDX-License-Identifier: MIT */
/* The second snapshot: what the public one (site/site.h) does not have. Drafts, posts to come, pages
 * that are over, locked pages and those that are never shown, each with what hides it.
 *
 * Made with the public snapshot and as immutable; lives as long as it. Whoever answers readers has
 * no business with it: tests/layers keeps page, render and serve from including this. */
#ifndef SCAN_HIDDEN_H
#define SCAN_HIDDEN_H

#include "site/site.h"

enum hidden_why {
	HIDDEN_BY_WORD,  /* front matter, a cascade, settings: post->hidden_by */
	HIDDEN_NOT_OPEN, /* only pages that say so are shown here, and this one does not */
	HIDDEN_FUTURE,   /* its time is to come */
	HIDDEN_PAST_LIMIT, /* only so many posts are published, and this one is older */
	HIDDEN_OVER,       /* its time is over: its address answers that it is gone */
};

struct hidden_page {
	const struct post *post;
	enum hidden_why why;
	struct slice word; /* "draft: true", "dated in the future" */
};

struct hidden {
	struct arena arena;
	const struct hidden_page *pages; /* by source */
	size_t count;
	struct diag_list diags; /* what the scan says of these pages, sorted */
};

/* That of @site's scan, for whoever holds @site. */
const struct hidden *hidden_of(const struct site *site);
/* The page whose file is @source, or NULL. */
const struct hidden_page *hidden_find(const struct hidden *hidden, struct slice source);

/* A note for each page that is hidden or unlisted: what hides it, and where that stands. */
void hidden_tell(const struct site *site, struct diag_list *diags);

/* How many pages one word keeps from readers, or from lists. */
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
