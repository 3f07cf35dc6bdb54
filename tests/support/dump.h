/* SPDX-License-Identifier: MIT */
/* A document as one line of text, for tests:
 *   (p "text " (link /x "label")) (h2 "Title") (list (item (p "a")))
 * Adjoining texts are shown as one. */
#ifndef SUPPORT_DUMP_H
#define SUPPORT_DUMP_H

#include "base/buf.h"
#include "doc/doc.h"

void dump_doc(struct buf *out, const struct doc *doc);
/* Checks what every document must hold to: depth, what stands where, UTF-8, no control
 * characters, targets. Returns NULL, or what is wrong (static). */
const char *dump_check(const struct doc *doc);

#endif
