/* SPDX-License-Identifier: MIT */
/* doc to one plain HTML page, and to what a page looks like in clients of Gemini and Gopher: pure, byte-stable.
 *
 * A page stands alone: semantic elements, one style sheet inside, no script, no font, no style attribute, nothing that
 * is fetched from another host. Pictures, sound and video of the site stand in it; those of other hosts are links.
 * All that the author wrote is escaped. An address becomes a link when html_may_link() says so; else its words stay. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include <stdint.h>

#include "base/buf.h"
#include "doc/doc.h"

/* Zeroes are fine: a whole page whose links inside the site are path-absolute. */
struct html_options {
	/* What stands before addresses inside the site: of pages, and of all else ("/p/TOKEN/html"). */
	struct slice pages, files;
	/* target="..." of links inside and of those that lead away; empty: none. */
	struct slice inside_target, outside_target;
	bool fragment; /* only what stands in <body> */

	/* For the head; each may be empty: then the document's own title and first paragraph are taken. */
	struct slice title, site_title, description, author;
	struct slice
		published; /* "2026-11-30": the machine's form of the date that begins the dateline */

	/* For what is given as bytes and not as a doc: */
	struct slice lang; /* BCP 47 */
	struct slice path; /* of this page, percent-encoded: relative links start here */
	struct slice host; /* of Gopher's items that lead to this site, with its port */
	uint16_t port;
};

void html_render(
	struct buf *out, const struct doc *doc, const struct html_options *options);
/* Gemtext as a client shows it: lines of links with a sign of what they lead to. */
void html_gemtext(
	struct buf *out, struct slice gemtext, const struct html_options *options);
/* A text of Gopher as it stands, and a menu (RFC 1436) with its items as links. Line ends LF or CRLF; a last
 * "." is left out. */
void html_gopher_text(
	struct buf *out, struct slice text, const struct html_options *options);
void html_gopher_menu(
	struct buf *out, struct slice menu, const struct html_options *options);

/* Fit for text and for attributes in double quotes; invalid UTF-8 and control characters made clean. */
void html_escape(struct buf *out, struct slice s);
/* Is @url, absolute and fit for uri_parse, of a scheme that a page may lead to (http, https, gemini, gopher,
 * spartan, nex, finger, mailto, tel, xmpp)? */
bool html_may_link(struct slice url);

/* The sheet between <style> and </style>, and the value of style-src that allows it alone. */
extern const char html_style[];
#define HTML_STYLE_HASH "'sha256-708sOVRfOBXZgk91YEeLudDoKGvusbdVnQlbmOXS3jA='"
/* The Content-Security-Policy of every page of this renderer. @ancestors: who may frame it, "'none'" or "'self'". A frame
 * that is sandboxed needs allow-same-origin (never allow-scripts), or the site's pictures are another origin's. */
void html_policy(struct buf *out, const char *ancestors);

#endif
