/* SPDX-License-Identifier: MIT */
/* How many lines one listing may have. Readers on slow lines get at most 64 KiB of it, on any protocol. */
#ifndef SITE_LISTING_H
#define SITE_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define LISTING_MAX 200 /* lines, where addresses and titles are as they use to be */
#define LISTING_MAX_BYTES                                                                \
	(58 * 1024)                 /* of them; the rest is for what stands around them */
#define LISTING_LABEL_MAX_BYTES 480 /* longer titles are cut in listings */
#define LISTING_STEP_BYTES      8
#define LISTING_STEPS           224

/* How many lines there are of each width. */
struct listing_widths {
	uint32_t lines[LISTING_STEPS];
};

/* What the line of a link takes, on the protocol where it takes most. */
size_t listing_line_bytes(struct slice url, struct slice label);
void listing_count(struct listing_widths *widths, struct slice url, struct slice label);
/* LISTING_MAX, or less where even the longest lines together would be too much. */
unsigned listing_max(const struct listing_widths *widths);

#endif
