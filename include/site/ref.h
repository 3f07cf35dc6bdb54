/* SPDX-License-Identifier: MIT */
/* Identifies a page of a snapshot: its kind, its form, and its posts. */
#ifndef SITE_REF_H
#define SITE_REF_H

#include "site/site.h"

enum page_kind {
	PAGE_HOME,   /* lang empty: the site's; else that language's */
	PAGE_POST,   /* post */
	PAGE_LIST,   /* posts of scope, by date */
	PAGE_PAGES,  /* pages that are not posts, of the site or of lang; part */
	PAGE_GROUPS, /* all tags, categories or series (taxonomy) with counts; part */
	PAGE_FEED,   /* Atom feed of scope, of all languages or of lang */
	PAGE_SEARCH, /* of the site or of lang; part; search */
	PAGE_ROBOTS, /* a default robots.txt; the author's is a file */
	PAGE_KIND_COUNT
};

/* Is it a file in every form? Else it is a page of text and links. */
static inline bool page_is_file(enum page_kind kind)
{
	return kind == PAGE_FEED || kind == PAGE_ROBOTS;
}

/* Does its address end in a slash? Clients append a reader's words to that of a search. */
static inline bool page_has_slash(enum page_kind kind)
{
	return !page_is_file(kind) && kind != PAGE_SEARCH;
}

enum taxonomy {
	TAXONOMY_TAGS,
	TAXONOMY_CATEGORIES,
	TAXONOMY_SERIES,
	TAXONOMY_OWN, /* the first of settings->taxonomies; the others follow */
};

/* The posts of a listing or a feed. */
enum page_scope {
	SCOPE_ALL,    /* the archive */
	SCOPE_GROUP,  /* a tag, category or series: group */
	SCOPE_FOLDER, /* everything under the address base */
};

/* The form in which a page is requested. */
enum page_form {
	FORM_PAGE,    /* the protocol's usual form */
	FORM_GEMTEXT, /* x.gmi */
	FORM_TEXT,    /* x.txt */
	FORM_SOURCE,  /* x.md */
};

/* Listings of more than site->list_max posts are split: by year, then month, then numbered parts. The
 * maximum is LISTING_MAX (site/listing.h), or less when addresses or titles are very long. */

struct page_search;

struct page_ref {
	enum page_kind kind;
	enum page_form form;
	enum page_scope scope;
	/* The canonical key of the page, without the form. With site and form it identifies the
	 * page in a cache. */
	struct slice path;
	struct slice base; /* PAGE_LIST: the key of its whole scope, "/tags/x/" */
	const struct post
		*post;     /* PAGE_POST; else the author's text for the top, or NULL */
	unsigned taxonomy; /* PAGE_GROUPS, SCOPE_GROUP */
	const struct site_group *group; /* SCOPE_GROUP */
	struct slice lang;              /* PAGE_HOME, PAGE_FEED, PAGE_SEARCH ... */
	/* PAGE_SEARCH: what was found (page/search.h); NULL: nothing was asked. */
	const struct page_search *search;
	int year;       /* 0: all */
	unsigned month; /* 0: all */
	bool undated;   /* only undated posts */
	unsigned
		part; /* from 1, counted from the oldest (of results: the best); 0: not split */
};

#endif
