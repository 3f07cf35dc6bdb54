/* SPDX-License-Identifier: MIT */
/* A page as one Gemini response: header and body in one run of bytes. */
#ifndef SERVE_GEMINI_PAGE_H
#define SERVE_GEMINI_PAGE_H

#include "serve/serve.h"

/* Builds and prints @ref of @site with scratch memory from @arena. @origin
 * ("gemini://example.org") is for absolute addresses (feeds). Returns 0 and one reference in *out,
 * or -errno. */
int gemini_page_print(const struct site *site, const struct page_ref *ref,
	struct slice origin, struct arena *arena, struct diag_list *diags,
	struct blob **out);

#endif
