/* SPDX-License-Identifier: MIT */
/* Renders a page for Gopher: a menu, or a text with CRLF line ends. */
#ifndef SERVE_GOPHER_PAGE_H
#define SERVE_GOPHER_PAGE_H

#include "render/gopher_link.h"
#include "render/gophermap.h"
#include "serve/render.h"

/* The server that a reply comes from. */
struct gopher_place {
	const struct serve_gopher *gopher;
	struct slice host;
	uint16_t port; /* in items, with the host */
};

struct gopher_origin gopher_place_origin(const struct gopher_place *place);
struct gophermap_options gopher_place_menus(const struct gopher_place *place);

/* Builds and renders @ref of @site with scratch memory from @arena: FORM_PAGE is a menu (feeds and
 * robots.txt are texts), the other forms are texts. Returns 0 or -errno. */
int gopher_page_render(struct render_output *out, const struct site *site,
	const struct page_ref *ref, const struct gopher_place *place, struct arena *arena,
	struct diag_list *diags);
/* The item type of the rendered page. */
char gopher_page_type(const struct page_ref *ref);

#endif
