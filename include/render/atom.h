/* SPDX-License-Identifier: MIT */
/* A feed to Atom (RFC 4287): application/atom+xml. Pure and byte-stable. */
#ifndef RENDER_ATOM_H
#define RENDER_ATOM_H

#include "base/buf.h"
#include "doc/feed.h"

/* @origin stands before every path ("gemini://example.org"); ids are made from @id_origin, which is
 * the same over every protocol so that a reader of two feeds sees one entry once. The feed's
 * "updated" is the newest of its entries (the epoch when it has none: there is no clock in a
 * page). The first link of an entry is its address in the capsule.
 *
 * An entry's "updated" falls back to "published"; one without either is left out, since RFC 4287
 * demands a date and none is invented. A feed without author has its title, or else its origin,
 * for one (4.1.1 demands a name). Characters that XML does not allow are dropped. */
void atom_render(struct buf *out, const struct feed *feed, struct slice origin,
	struct slice id_origin);

#endif
