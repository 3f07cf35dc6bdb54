/* SPDX-License-Identifier: MIT */
/* Renders a page as a Gemini response: header and body in one run of bytes. */
#ifndef SERVE_GEMINI_PAGE_H
#define SERVE_GEMINI_PAGE_H

#include "serve/render.h"

/* Prefixes of absolute addresses, in feeds and texts: "gemini://example.org". */
struct gemini_origins {
	struct slice own; /* with the name that the reader asked for */
	struct slice ids; /* with the site's first name */
};

/* Builds and renders @ref of @site with scratch memory from @arena. Returns 0 or -errno. */
int gemini_page_render(struct render_output *out, const struct site *site,
	const struct page_ref *ref, const struct gemini_origins *origins,
	struct arena *arena, struct diag_list *diags);

#endif
