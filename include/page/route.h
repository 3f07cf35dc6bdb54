/* SPDX-License-Identifier: MIT */
/* Which page is at an address: a pure look-up in a snapshot, the same for every protocol. */
#ifndef PAGE_ROUTE_H
#define PAGE_ROUTE_H

#include "site/site.h"

enum route_kind {
	ROUTE_PAGE, /* page is set */
	ROUTE_FILE, /* file is set */
	ROUTE_REDIRECT, /* location is set: percent-encoded path of this site, or an absolute URL */
	ROUTE_GONE, /* was here and will not come back */
	ROUTE_NONE, /* nothing here */
};

enum page_kind {
	PAGE_HOME,   /* lang empty: the site's; else that language's */
	PAGE_POST,   /* post */
	PAGE_LIST,   /* posts of scope, by date */
	PAGE_GROUPS, /* all tags, categories or series (taxonomy) with counts; part */
	PAGE_FEED,   /* Atom of scope, of all languages or of lang */
	PAGE_ROBOTS, /* a sensible robots.txt; the author's own is a file */
};

enum taxonomy { TAXONOMY_TAGS, TAXONOMY_CATEGORIES, TAXONOMY_SERIES, TAXONOMY_COUNT };

/* Which posts a listing or a feed is about. */
enum page_scope {
	SCOPE_ALL,    /* the archive */
	SCOPE_GROUP,  /* a tag, category or series: group */
	SCOPE_FOLDER, /* what lies under the address base */
};

/* In what form a page was asked for. */
enum page_form {
	FORM_PAGE,    /* as the protocol shows pages */
	FORM_GEMTEXT, /* x.gmi */
	FORM_TEXT,    /* x.txt */
	FORM_SOURCE,  /* x.md */
};

/* Listings of more than site->list_max posts are split: by year, then month, then numbered parts. That is
 * LISTING_MAX (site/listing.h), or less where addresses or titles are very long. */

struct page_ref {
	enum page_kind kind;
	enum page_form form;
	enum page_scope scope;
	/* Canonical key of the page, without the form: with site and form it is the page's identity
	 * in a cache. */
	struct slice path;
	struct slice base; /* PAGE_LIST: the key of its whole scope, "/tags/x/" */
	const struct post
		*post; /* PAGE_POST; else the author's own text for the top, or NULL */
	enum taxonomy taxonomy;         /* PAGE_GROUPS, SCOPE_GROUP */
	const struct site_group *group; /* SCOPE_GROUP */
	struct slice lang;              /* PAGE_HOME, PAGE_FEED */
	int year;                       /* 0: all */
	unsigned month;                 /* 0: all */
	bool undated;                   /* only those without a date */
	unsigned part; /* from 1, counted from the oldest; 0: not split */
};

struct route {
	enum route_kind kind;
	bool permanent; /* ROUTE_REDIRECT: 31, else 30 */
	struct page_ref page;
	const struct site_file *file;
	struct slice location;
};

/* @path: a look-up key (uri_path_key). What @out holds lives in @arena or the snapshot. The order: the
 * author's own page or file, generated pages, forms (.gmi .txt .md), the author's redirects,
 * twins (.html, index.html, a missing or extra last slash, another case of a tag), folders,
 * gone, none. What only leads round in circles is none. */
void route(const struct site *site, struct arena *arena, struct slice path,
	struct route *out);

/* Where a redirect from @path (a key) to @location leads in the end, redirects of this site followed. What
 * leads away is an end; a page that is gone is one, too. */
enum route_end { ROUTE_ENDS, ROUTE_ENDS_NOWHERE, ROUTE_CIRCLES };
enum route_end route_follow(const struct site *site, struct arena *arena,
	struct slice path, struct slice location);

#endif
