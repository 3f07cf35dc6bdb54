/* SPDX-License-Identifier: MIT */
/* All that readers get of a snapshot, for tests that look through it or compare two: every address that
 * leads somewhere, as Gemini and as Gopher print it, in every form. */
#ifndef TESTS_CAPSULE_H
#define TESTS_CAPSULE_H

#include "render/slice_map.h"
#include "site/site.h"

struct capsule_reply {
	struct slice address;
	const char *form;    /* "gemini", "gopher", "file", "to", "gone", "none" */
	struct slice source; /* of the page or the file itself; empty: a generated page */
	struct slice bytes;
};

struct capsule {
	struct arena arena;
	const struct site *site;
	struct slice_map seen;
	struct slice *addresses;
	struct capsule_reply *replies; /* sorted by address and form */
	size_t address_count, address_room, count, room;
};

/* Prints all of @site. @probes are asked for too, whether or not something is there. */
void capsule_read(struct capsule *out, const struct site *site,
	const struct slice *probes, size_t probe_count);
void capsule_fini(struct capsule *capsule);
/* By address, then form: < 0, 0, > 0. */
int capsule_order(const struct capsule_reply *a, const struct capsule_reply *b);
/* What the snapshot says of itself, for the cache, for metrics and for `check`. */
void capsule_put_facts(struct buf *out, const struct site *site);
/* The first difference in words, or true: both are the same to every reader. */
bool capsule_same(
	const struct capsule *a, const struct capsule *b, struct buf *difference);

#endif
