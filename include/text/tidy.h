/* SPDX-License-Identifier: MIT */
/* The tree pass after the builder, so that no renderer has to do it. */
#ifndef TEXT_TIDY_H
#define TEXT_TIDY_H

#include "doc/doc.h"
#include "text/expanded.h"

/* In this order: fills doc->first_heading; drops a first H1 when the page has a @title; drops
 * decorative images and rules that separate nothing; gives images the caption beside them; turns a
 * heading's closing link into a link line under it; shifts the headings so that the shallowest is
 * of level 2; expands the first use of each abbreviation; fills first_text and words. */
void tidy(struct doc *doc, struct slice title, const struct dialect_abbr *abbrs,
	size_t abbr_count);

#endif
