/* SPDX-License-Identifier: MIT */
/* Statistics over all protocols: how often each page was requested, and the requests that found nothing.
 * Stores addresses of pages, never of readers. Bounded, whatever clients request: a new address replaces
 * the least requested one. Thread-safe; never blocks while it holds its lock. */
#ifndef SERVE_TALLY_H
#define SERVE_TALLY_H

#include "base/arena.h"
#include "base/slice.h"

struct tally;

enum tally_kind { TALLY_FOUND, TALLY_MISSING, TALLY_KINDS };

#define TALLY_ADDRESS_MAX_BYTES 512 /* longer ones are cut */
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
/* The most requested addresses first, at most @max, in @arena. Returns their number. */
size_t tally_top(struct tally *tally, enum tally_kind kind, struct arena *arena,
	size_t max, struct tally_entry **out);

#endif
