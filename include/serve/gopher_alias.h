/* SPDX-License-Identifier: MIT */
/* What the aliases of long selectors stand for. */
#ifndef SERVE_GOPHER_ALIAS_H
#define SERVE_GOPHER_ALIAS_H

#include "serve/serve.h"

/* The look-up key behind the alias @key ("/-/..."; see render/gopher_link.h). False, and *out is as it
 * was: it is none. All aliases of a snapshot are kept in the cache, so that no request looks through
 * all addresses. */
bool gopher_alias_find(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice key,
	struct slice *out);

#endif
