/* SPDX-License-Identifier: MIT */
/* Renders a feed as Atom (RFC 4287), application/atom+xml. Pure and byte-stable. */
#ifndef RENDER_ATOM_H
#define RENDER_ATOM_H

#include "base/buf.h"
#include "doc/feed.h"

/* @origin precedes every path ("gemini://example.org"). Ids are made from @id_origin, which is the
 * same for every protocol, so that a subscriber to two feeds sees an entry once. The feed's "updated"
 * is that of its newest entry (the epoch when it has none, since pages do not depend on the clock).
 * The first link of an entry is its address in the capsule.
 *
 * An entry's "updated" falls back to "published"; one without either is left out, since RFC 4287
 * requires a date. The author of a feed without one is its title, or else its origin (4.1.1 requires a
 * name). Characters that XML does not allow are dropped. */
void atom_render(struct buf *out, const struct feed *feed, struct slice origin,
	struct slice id_origin);

#endif
