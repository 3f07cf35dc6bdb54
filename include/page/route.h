/* SPDX-License-Identifier: MIT */
/* Which page is at an address: a pure look-up in a snapshot, the same for every protocol. */
#ifndef PAGE_ROUTE_H
#define PAGE_ROUTE_H

#include "site/ref.h"

enum route_kind {
	ROUTE_PAGE, /* page is set */
	ROUTE_FILE, /* file is set */
	ROUTE_REDIRECT, /* location is set: percent-encoded path of this site, or an absolute URL */
	ROUTE_GONE, /* was here and is gone for good */
	ROUTE_NONE, /* nothing here */
};

struct route {
	enum route_kind kind;
	bool permanent; /* ROUTE_REDIRECT: 31, else 30 */
	struct page_ref page;
	const struct site_file *file;
	struct slice location;
};

/* @path: a look-up key (uri_path_key). The content of @out lives in @arena or in the snapshot. Order of
 * precedence: the author's page or file, generated pages, forms (.gmi .txt .md), the author's
 * redirects, variants (.html, index.html, a missing or extra last slash, another case of a tag),
 * folders, gone, none. A redirect loop is none. What the snapshot does not cover (site_covers) is none, whatever
 * else is said of it. */
void route(const struct site *site, struct arena *arena, struct slice path,
	struct route *out);

/* Where a redirect from @path (a key) to @location ends, following redirects of this site. An address
 * outside the site is an end; so is a page that is gone. */
enum route_end { ROUTE_ENDS, ROUTE_ENDS_NOWHERE, ROUTE_CIRCLES };
enum route_end route_follow(const struct site *site, struct arena *arena,
	struct slice path, struct slice location);

/* The list for @post, a page without any text: that of its folder, or of all posts if its address is an
 * archive's. False: none. */
bool route_list_of(const struct site *site, struct arena *arena, const struct post *post,
	struct page_ref *ref);

#endif
