/* SPDX-License-Identifier: MIT */
/* Gopher replies without a page: errors, links elsewhere, HTML pages for clients that follow "URL:..."
 * and for browsers on the wrong port, caps.txt. */
#ifndef SERVE_GOPHER_REPLY_H
#define SERVE_GOPHER_REPLY_H

#include "serve/gopher_page.h"

/* An error as in RFC 1436: a line of type 3, then links to the search, with @may_search, and home. @site may be
 * NULL. */
void gopher_put_error(struct buf *out, const struct gopher_place *place,
	const struct site *site, struct slice phrase, bool may_search);
/* The page moved to @url, outside the site: a menu with a link to it. */
void gopher_put_moved(struct buf *out, const struct gopher_place *place,
	struct arena *arena, const struct site *site, struct slice url);
/* The reply for a browser: status 400, and links to the capsule. */
void gopher_put_http(
	struct buf *out, const struct gopher_place *place, const struct site *site);
/* An HTML page that redirects a browser to @url. */
void gopher_put_url_page(struct buf *out, struct slice url);
/* caps.txt: the form of our selectors, for clients that ask. */
void gopher_put_caps(struct buf *out, const struct gopher_place *place);

#endif
