/* SPDX-License-Identifier: MIT */
/* doc to a gopher menu (RFC 1436): pure, byte-stable. Every line is type and display, selector, host,
 * port, parted by TAB and ended by CRLF; text stands in 'i' lines, links are items right after
 * the block that they occur in; "." ends it. No display is wider than the width: what is longer goes
 * on in the next 'i' line. */
#ifndef RENDER_GOPHERMAP_H
#define RENDER_GOPHERMAP_H

#include "base/buf.h"
#include "doc/doc.h"
#include "render/gopher_link.h"

#define GOPHERMAP_WIDTH     67
#define GOPHERMAP_WIDTH_MIN 40

struct gophermap_options {
	unsigned width;              /* 40 to 67, else the nearest; 0: 67 */
	bool ascii;                  /* displays folded for old terminals */
	struct gopher_origin origin; /* the host is needed: empty is "localhost" */
};

void gophermap_render(
	struct buf *out, const struct doc *doc, const struct gophermap_options *options);

/* One line of a menu, for replies that no doc is behind. The display is made fit: one line, no
 * control character, cut to the width. Selector and host of @item must be fit already. */
void gophermap_item(struct buf *out, const struct gopher_item *item, struct slice display,
	const struct gophermap_options *options);

#endif
