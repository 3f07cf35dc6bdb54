/* SPDX-License-Identifier: MIT */
/* The selector "URL:...", by which clients follow a link out of Gopher: to which URLs we lead. */
#ifndef SERVE_GOPHER_URL_H
#define SERVE_GOPHER_URL_H

#include "serve/serve.h"

/* May a page lead on to @url, which a client sent? Only if its scheme is http, https, gemini, gopher or
 * mailto and it is of the web site whose capsule this is, or a post or page of the site, or a redirect, links
 * exactly there: so nobody can borrow our name for a link of his own. Nothing but the snapshot is asked, so that every replica says
 * the same. The hashes of all links are kept in the cache, of each post and of the site; the first
 * question after a start converts posts until one has it, so this is for the work queue. */
bool gopher_url_is_linked(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice url);

#endif
