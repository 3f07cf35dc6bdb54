/* SPDX-License-Identifier: MIT */
/* Renders a doc as a Gopher menu (RFC 1436). Pure and byte-stable. Each line is type and display
 * string, selector, host, port, separated by TAB and ended by CRLF. Text is in 'i' lines; links are
 * items right after their block; "." ends the menu. No display string is wider than the width: longer
 * ones continue in the next 'i' line. */
#ifndef RENDER_GOPHERMAP_H
#define RENDER_GOPHERMAP_H

#include "base/buf.h"
#include "doc/doc.h"
#include "render/gopher_link.h"

#define GOPHERMAP_WIDTH     67
#define GOPHERMAP_WIDTH_MIN 40

struct gophermap_options {
	unsigned width;              /* 40 to 67, else the nearest; 0: 67 */
	bool ascii;                  /* display strings as ASCII for old terminals */
	struct gopher_origin origin; /* an empty host is "localhost" */
};

void gophermap_render(
	struct buf *out, const struct doc *doc, const struct gophermap_options *options);

/* One menu line, for replies without a doc. The display string is cleaned: one line, no
 * control characters, cut to the width. Selector and host of @item must be clean already. */
void gophermap_item(struct buf *out, const struct gopher_item *item, struct slice display,
	const struct gophermap_options *options);

#endif
