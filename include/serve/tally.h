/* SPDX-License-Identifier: MIT */
/* How often each page was asked for, and the requests that found nothing, over all protocols: addresses of
 * pages, never of readers. Bounded, whatever clients ask for: where its place is taken, the least
 * asked for leaves. Safe from every thread; nothing is waited for with its lock held. */
#ifndef SERVE_TALLY_H
#define SERVE_TALLY_H

#include "base/arena.h"
#include "base/slice.h"

struct tally;

enum tally_kind { TALLY_FOUND, TALLY_MISSING, TALLY_KINDS };

#define TALLY_ADDRESS_MAX_BYTES 512 /* of a longer one the head counts */
#define TALLY_SETS              128
#define TALLY_WAYS              8

struct tally_entry {
	struct slice
		address; /* "gemini://example.org/path", as the client spelled the path */
	unsigned long long count;
};

struct tally *tally_new(void);
void tally_free(struct tally *tally);
void tally_add(struct tally *tally, enum tally_kind kind, struct slice address);
/* The most asked for first, at most @max of them, in @arena. Returns how many. */
size_t tally_top(struct tally *tally, enum tally_kind kind, struct arena *arena,
	size_t max, struct tally_entry **out);

#endif
