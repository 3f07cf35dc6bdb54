/* SPDX-License-Identifier: MIT */
/* Renders a doc as one HTML page, and shows gemtext and Gopher replies as clients do. Pure, byte-stable.
 *
 * A page needs no other file: it has semantic elements and one style sheet, and no scripts, fonts, style
 * attributes or event handlers. Pictures, sound and video of the site are shown in place; those of other hosts are
 * links. Everything that the author wrote is escaped. A target becomes a link only if html_may_link() allows its
 * scheme; otherwise the link's text is shown alone. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include <stdint.h>

#include "base/buf.h"
#include "doc/doc.h"

/* Zeroed options give a whole page whose links inside the site are path-absolute. */
struct html_options {
	/* Prefixes of addresses inside the site: of pages, and of everything else ("/p/TOKEN/file"). */
	struct slice pages, files;
	/* The target attribute of links inside the site and of all other links; empty: none. */
	struct slice inside_target, outside_target;
	bool fragment; /* only the content of <body> */

	/* For <head>. If one is empty, the document's own title or first paragraph is used. */
	struct slice title, site_title, description, author;
	struct slice published; /* the date in the dateline as "2026-11-30" */

	/* For gemtext and Gopher replies: */
	struct slice lang; /* BCP 47 */
	struct slice path; /* of this page, percent-encoded: the base of relative links */
	/* Gopher items with this host and port lead to this site. */
	struct slice host;
	uint16_t port; /* 0: 70 */
};

void html_render(
	struct buf *out, const struct doc *doc, const struct html_options *options);
/* Gemtext as a client shows it; a link line has an icon for its scheme or file type. */
void html_gemtext(
	struct buf *out, struct slice gemtext, const struct html_options *options);
/* A Gopher text as it is, and a menu (RFC 1436) with its items as links. Lines may end with LF or CRLF; the final
 * "." is omitted. */
void html_gopher_text(
	struct buf *out, struct slice text, const struct html_options *options);
void html_gopher_menu(
	struct buf *out, struct slice menu, const struct html_options *options);

/* Escapes @s for text and for attributes in double quotes. Invalid UTF-8 becomes U+FFFD; control characters are
 * dropped. */
void html_escape(struct buf *out, struct slice s);
/* May a page link to the absolute @url? Its scheme must be one of http, https, gemini, gopher, spartan, nex, finger,
 * mailto, tel, xmpp. */
bool html_may_link(struct slice url);

/* The content of <style>, and the source expression of CSP that allows it and no other style. */
extern const char html_style[];
#define HTML_STYLE_HASH "'sha256-HYTct86L2O07U/kbUgou45N72uRGEMQLTSfQy8hl8pw='"
/* The Content-Security-Policy of every page of this renderer. @ancestors says who may frame it: "'none'" or
 * "'self'". A sandboxed frame needs allow-same-origin, or the site's pictures are cross-origin for it; it must never
 * get allow-scripts. */
void html_policy(struct buf *out, const char *ancestors);

#endif
