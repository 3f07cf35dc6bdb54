/* SPDX-License-Identifier: MIT */
/* The lines in which two texts differ (Myers, "An O(ND) Difference Algorithm", 1986). */
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* One place: @removed lines of the first text from the line @from on (from 0) make way for @added lines of the
 * second from its line @to on. All other lines are the same in both. */
struct diff_change {
	size_t from, removed, to, added;
};
struct diff {
	struct slices before, after; /* lines, each with its end */
	struct diff_change *changes; /* in their order */
	size_t count;
};

/* All is in @arena; the lines are borrowed. Texts that differ very much may get a longer list than need be. */
void diff_texts(
	struct arena *arena, struct slice before, struct slice after, struct diff *out);
/* In the unified form, with three lines around each place, without the names of files. What a terminal would act on
 * is escaped. */
void diff_put(struct buf *out, const struct diff *diff);

#endif
