/* SPDX-License-Identifier: MIT */
/* Replies of Gopher that no page is behind: errors, ways elsewhere, the pages in HTML for clients that
 * follow "URL:..." here and for browsers on the wrong port, caps.txt. */
#ifndef SERVE_GOPHER_REPLY_H
#define SERVE_GOPHER_REPLY_H

#include "serve/gopher_page.h"

/* An error as RFC 1436 has it: a line of type 3, then the way home. @site may be NULL. */
void gopher_put_error(struct buf *out, const struct gopher_place *place,
	const struct site *site, struct slice phrase);
/* The page moved to @url, which is outside: a menu that leads there. */
void gopher_put_moved(struct buf *out, const struct gopher_place *place,
	struct arena *arena, const struct site *site, struct slice url);
/* What a browser gets: 400, and where the capsule is to be found. */
void gopher_put_http(
	struct buf *out, const struct gopher_place *place, const struct site *site);
/* A page that leads a browser on to @url. */
void gopher_put_url_page(struct buf *out, struct slice url);
/* What our selectors are like, for clients that ask. */
void gopher_put_caps(struct buf *out, const struct gopher_place *place);

#endif
