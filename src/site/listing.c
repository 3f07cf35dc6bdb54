/* SPDX-License-Identifier: MIT */
/* How many posts a listing may hold, so that none exceeds 64 KiB. Computed once per snapshot: the
 * addresses of a listing's parts must not depend on their content. */
#include "site/listing.h"

#define MARKS_BYTES 16 /* "=> ", a date, blanks */
#define ITEM_BYTES  52 /* a menu's item: type, date, host, port, tabs */
#define MORE_BYTES  45 /* a continuation line of a menu */
#define COLUMNS     60

size_t listing_line_bytes(struct slice url, struct slice label)
{
	size_t text =
		label.len < LISTING_LABEL_MAX_BYTES ? label.len : LISTING_LABEL_MAX_BYTES;
	size_t gemtext = url.len + text + MARKS_BYTES;
	size_t selector = url.len < 255 ? url.len : 255;
	size_t menu = selector + text + ITEM_BYTES + text / COLUMNS * MORE_BYTES;

	return gemtext > menu ? gemtext : menu;
}

void listing_count(struct listing_widths *widths, struct slice url, struct slice label)
{
	size_t at = listing_line_bytes(url, label) / LISTING_STEP_BYTES;

	if (at >= LISTING_STEPS)
		at = LISTING_STEPS - 1;
	widths->lines[at]++;
}

/* The total of the @most longest lines. */
static size_t longest(const struct listing_widths *widths, size_t most)
{
	size_t bytes = 0;

	for (size_t i = LISTING_STEPS; i > 0 && most; i--) {
		size_t taken = widths->lines[i - 1] < most ? widths->lines[i - 1] : most;
		bytes += taken * i * LISTING_STEP_BYTES;
		most -= taken;
	}
	return bytes;
}

unsigned listing_max(const struct listing_widths *widths)
{
	unsigned most = LISTING_MAX;

	/* Round numbers, so that a few more long addresses do not shift all parts. */
	while (most > LISTING_MAX / 8 && longest(widths, most) > LISTING_MAX_BYTES)
		most /= 2;
	return most;
}
