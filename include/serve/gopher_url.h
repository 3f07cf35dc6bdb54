/* SPDX-License-Identifier: MIT */
/* The selector "URL:...", by which clients follow a link out of Gopher: which URLs are
 * allowed. */
#ifndef SERVE_GOPHER_URL_H
#define SERVE_GOPHER_URL_H

#include "serve/serve.h"

/* May a page redirect to @url, which a client sent? Only if its scheme is http, https, gemini, gopher or
 * mailto, and it is on the site's web site, or a post, page or redirect of the site links to exactly that URL.
 * So nobody can use our name for their own links. Only the snapshot is used, so every replica gives the same
 * answer. The hashes of all links are cached, per post and for the site. The first call after a start converts
 * posts until one has the link, so call it on the work queue. */
bool gopher_url_is_linked(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice url);

#endif
