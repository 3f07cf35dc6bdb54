/* SPDX-License-Identifier: MIT */
/* Resolves aliases of long selectors. */
#ifndef SERVE_GOPHER_ALIAS_H
#define SERVE_GOPHER_ALIAS_H

#include "serve/serve.h"

/* The look-up key of the alias @key ("/-/..."; see render/gopher_link.h). False, and *out unchanged:
 * not an alias. All aliases of a snapshot are cached, so that no request searches all addresses. */
bool gopher_alias_find(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice key,
	struct slice *out);

#endif
