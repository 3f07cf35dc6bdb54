/* SPDX-License-Identifier: MIT */
/* Renders a doc as plain text for Gopher (type 0). Pure and byte-stable. Filled to a width in
 * terminal columns, with underlined headings and numbered references; no terminator and no
 * dot-stuffing. A line that would be exactly "." gets a space in front. */
#ifndef RENDER_PLAIN_H
#define RENDER_PLAIN_H

#include "base/buf.h"
#include "doc/doc.h"
#include "render/gopher_link.h"

#define PLAIN_WIDTH     68
#define PLAIN_WIDTH_MIN 40
#define PLAIN_WIDTH_MAX 78

/* "-- author, date, URL" at the end of a post; each may be empty. */
struct plain_foot {
	struct slice author, date, url;
};

struct plain_options {
	unsigned width; /* 40 to 78, else the nearest; 0: 68 */
	bool ascii;     /* as ASCII for old terminals */
	bool crlf;      /* line ends for the wire; else LF */
	struct gopher_origin origin;
	/* NULL: none. With a foot, the link lines at the document's end (navigation, useful only
	 * where links can be followed) are left out. */
	const struct plain_foot *foot;
};

/* Code, URLs, code spans and words longer than a line overflow the width. */
void plain_render(
	struct buf *out, const struct doc *doc, const struct plain_options *options);

#endif
