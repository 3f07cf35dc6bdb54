/* SPDX-License-Identifier: MIT */
/* What selectors stand for that say nothing by themselves: aliases of long ones, and "URL:...". */
#ifndef SERVE_GOPHER_FIND_H
#define SERVE_GOPHER_FIND_H

#include "serve/serve.h"

/* The look-up key behind the alias @key ("/-/..."; see render/gopher_link.h). False, and *out is as it
 * was: it is none. All aliases of a snapshot are kept in the cache, so that no request looks through
 * all addresses. */
bool gopher_find_alias(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice key,
	struct slice *out);

/* May a page lead on to @url, which a client sent? Only if its scheme is http, https, gemini, gopher or
 * mailto and it is of the web site whose capsule this is, or a post or page of the site, or a redirect, links
 * exactly there: so nobody can borrow our name for a link of his own. Nothing but the snapshot is asked, so that every replica says
 * the same. The hashes of all links are kept in the cache, of each post and of the site; the first
 * question after a start converts posts until one has it, so this is for the work queue. */
bool gopher_find_url(const struct serve *serve, unsigned number, const struct site *site,
	struct arena *arena, struct slice url);

#endif
