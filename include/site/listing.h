/* SPDX-License-Identifier: MIT */
/* The maximum length of a listing: at most 64 KiB on any protocol, for slow connections. */
#ifndef SITE_LISTING_H
#define SITE_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define LISTING_MAX             200         /* lines, for usual addresses and titles */
#define LISTING_MAX_BYTES       (58 * 1024) /* of lines; the rest is for what surrounds them */
#define LISTING_LABEL_MAX_BYTES 480         /* longer titles are cut in listings */
#define LISTING_STEP_BYTES      8
#define LISTING_STEPS           224

/* The number of lines of each width. */
struct listing_widths {
	uint32_t lines[LISTING_STEPS];
};

/* The size of a link's line, on the protocol where it is longest. */
size_t listing_line_bytes(struct slice url, struct slice label);
void listing_count(struct listing_widths *widths, struct slice url, struct slice label);
/* LISTING_MAX, or less when the longest lines together would be too long. */
unsigned listing_max(const struct listing_widths *widths);

#endif
