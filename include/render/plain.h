/* SPDX-License-Identifier: MIT */
/* doc to the text that gopher readers know (type 0): pure, byte-stable. Filled to a width of terminal
 * columns, underlined headings, numbered references, no terminator and no dot-stuffing; a line
 * that would be exactly "." gets a space in front. */
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
	bool ascii;     /* folded for old terminals */
	bool crlf;      /* line ends for the wire; else LF */
	struct gopher_origin origin;
	/* NULL: none. With a foot the link lines that end the document (the ways on, of use only
	 * where a link can be followed) are left out. */
	const struct plain_foot *foot;
};

/* What overflows the width: code, URLs, code spans and words longer than a line. */
void plain_render(
	struct buf *out, const struct doc *doc, const struct plain_options *options);

#endif
