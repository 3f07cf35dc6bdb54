/* SPDX-License-Identifier: MIT */
/* Binary search in sorted data. */
#ifndef BASE_LOWER_BOUND_H
#define BASE_LOWER_BOUND_H

#include <stddef.h>

/* The first index from @from on for which @is_before is false, or @to. @is_before is an expression in
 * @index, a name that the caller chooses; it is true up to some index and false from there on:
 *
 *     size_t at = lower_bound(0, count, i, slice_cmp(names[i], name) < 0);
 * */
#define lower_bound(from, to, index, is_before)                                          \
	({                                                                               \
		size_t low_ = (from), high_ = (to);                                      \
		while (low_ < high_) {                                                   \
			size_t index = low_ + (high_ - low_) / 2;                        \
			if (is_before)                                                   \
				low_ = index + 1;                                        \
			else                                                             \
				high_ = index;                                           \
		}                                                                        \
		low_;                                                                    \
	})

#endif
