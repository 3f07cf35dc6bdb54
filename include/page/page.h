/* SPDX-License-Identifier: MIT */
/* A page as data: a doc for the renderers, a feed for atom, or bytes as they are. Written once for all
 * protocols; byte-stable: no clock, no counter, no random. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "doc/doc.h"
#include "doc/feed.h"
#include "page/route.h"

enum page_content { PAGE_IS_DOC, PAGE_IS_FEED, PAGE_IS_BYTES };

struct page {
	enum page_content content;
	const struct doc *doc;
	const struct feed *feed;
	struct slice bytes;
	struct slice mime; /* of bytes: "text/gemini", "text/plain", "text/markdown" */
	bool reads_files;  /* as of struct doc: not to be kept for the next reader */
	bool reads_site;   /* the same: to be kept for this snapshot alone */
	struct slice
		langs; /* "fr", or "en,fr" for a page in several languages; or empty */
	/* Of a post, for the last line of a text; each may be empty. */
	struct slice author, date, web_url;
};

/* Builds the page @ref of @site in @arena. Returns 0 or -errno (a post's file that cannot be read;
 * -ENOENT: it is gone since the scan). @diags may be NULL. A .gmi post in FORM_PAGE or FORM_GEMTEXT
 * is PAGE_IS_BYTES: served as it is; in FORM_TEXT it is a doc like the others. */
int page_build(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);

/* The site's title, never empty. */
struct slice page_site_title(const struct site *site);

#endif
