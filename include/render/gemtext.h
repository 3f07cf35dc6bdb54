/* SPDX-License-Identifier: MIT */
/* Renders a doc as gemtext (text/gemini, 0.24.1). Pure and byte-stable. LF line ends, one blank
 * line between blocks, no trailing white space, one final LF. Links inside the site stay
 * path-absolute. */
#ifndef RENDER_GEMTEXT_H
#define RENDER_GEMTEXT_H

#include "base/buf.h"
#include "doc/doc.h"

enum link_placement {
	LINKS_BLOCK,    /* right after the block they occur in */
	LINKS_SECTION,  /* before the next heading */
	LINKS_END,      /* at the end of the body */
	LINKS_NUMBERED, /* text[1], and "=> url [1] text" after the block */
};

struct gemtext_options {
	enum link_placement links;
	bool markers; /* keep *emphasis*, **strong**, ~~strike~~ */
	/* NULL: links inside the site are path-absolute. Else their prefix
	 * ("gopher://host:70/"), for gemtext over another protocol. */
	struct slice origin;
};

void gemtext_render(
	struct buf *out, const struct doc *doc, const struct gemtext_options *options);

#endif
