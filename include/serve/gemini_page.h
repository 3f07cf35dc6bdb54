/* SPDX-License-Identifier: MIT */
/* A page as one Gemini response: header and body in one run of bytes. */
#ifndef SERVE_GEMINI_PAGE_H
#define SERVE_GEMINI_PAGE_H

#include "serve/render.h"

/* Builds and renders @ref of @site with scratch memory from @arena. @origin
 * ("gemini://example.org") is for absolute addresses (feeds). Returns 0 or -errno. */
int gemini_page_render(struct render_output *out, const struct site *site,
	const struct page_ref *ref, struct slice origin, struct arena *arena,
	struct diag_list *diags);

#endif
