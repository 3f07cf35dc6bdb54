/* SPDX-License-Identifier: MIT */
/* A page as data: a doc for the renderers, a feed for Atom, or raw bytes. The same for all protocols.
 * Byte-stable: no clock, no counter, no randomness. */
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
	/* the type of bytes: "text/gemini", "text/plain", "text/markdown" */
	struct slice mime;
	bool reads_files; /* as in struct doc: must not be cached */
	bool reads_site;  /* as in struct doc: may be cached for this snapshot only */
	bool is_behind;   /* as in struct doc */
	struct slice
		langs; /* "fr", or "en,fr" for a page in several languages; or empty */
	/* For the last line of a post's text; each may be empty. */
	struct slice author, date, web_url;
};

/* Builds the page @ref of @site in @arena. Returns 0, or -errno when a post's file cannot be read
 * (-ENOENT: deleted since the scan; BODY_CHANGED of site/body.h: changed since). @diags may be NULL. A .gmi post in FORM_PAGE or FORM_GEMTEXT is
 * PAGE_IS_BYTES: served as it is. In FORM_TEXT it is a doc, like others. */
int page_build(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);

/* The site's title, never empty. */
struct slice page_site_title(const struct site *site);

#endif
