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
	PAGE_HOME,    /* lang empty: the site's; else that language's */
	PAGE_POST,    /* post */
	PAGE_ARCHIVE, /* all years with counts */
	PAGE_YEAR,    /* year */
	PAGE_MONTH,   /* year, month, part */
	PAGE_GROUPS,  /* all tags, categories or series (taxonomy) with counts */
	PAGE_GROUP,   /* group, split by year (year) and month (month) when long; part */
	PAGE_LANGUAGES, /* /languages/ : all languages */
	PAGE_FOLDER,    /* what lies under path, which is no page of its own */
	PAGE_FEED,      /* Atom of the site, of lang, or of group */
	PAGE_ROBOTS,    /* a sensible robots.txt; the author's own is a file */
};

enum taxonomy { TAXONOMY_TAGS, TAXONOMY_CATEGORIES, TAXONOMY_SERIES };

/* In what form a page was asked for. */
enum page_form {
	FORM_PAGE,    /* as the protocol shows pages */
	FORM_GEMTEXT, /* x.gmi */
	FORM_TEXT,    /* x.txt */
	FORM_SOURCE,  /* x.md */
};

struct page_ref {
	enum page_kind kind;
	enum page_form form;
	struct slice
		path; /* canonical key of the page, without the form: with site and form it is the
			    * page's identity in the cache */
	const struct post *post;
	enum taxonomy taxonomy;
	const struct site_group *group; /* PAGE_GROUP, PAGE_FEED of a tag */
	struct slice lang;              /* PAGE_HOME, PAGE_FEED */
	int year;                       /* 0: all */
	unsigned month;                 /* 0: all */
	unsigned part; /* of a long month, from 1, counted from the oldest; 0: newest */
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
 * gone, none. */
void route(const struct site *site, struct arena *arena, struct slice path,
	struct route *out);

#endif
