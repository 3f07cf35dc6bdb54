/* SPDX-License-Identifier: MIT */
/* A feed to Atom (RFC 4287): application/atom+xml. Pure and byte-stable. */
#ifndef RENDER_ATOM_H
#define RENDER_ATOM_H

#include "base/buf.h"
#include "text/feed.h"

/* @origin stands before every path ("gemini://example.org"); ids are made from @id_origin, which is
 * the same over every protocol so that a reader of two feeds sees one entry once. The feed's
 * "updated" is the newest of its entries (the epoch when it has none: there is no clock in a
 * page). The first link of an entry is its address in the capsule. */
void atom_print(struct buf *out, const struct feed *feed, struct slice origin,
	struct slice id_origin);

#endif
