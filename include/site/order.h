/* SPDX-License-Identifier: MIT */
/* The orders of posts: for lists, and for the arrays that a snapshot searches. */
#ifndef SITE_ORDER_H
#define SITE_ORDER_H

#include "source/post.h"

/* Sorts pointers; @compare gets two of them. */
void order_sort(
	const void **items, size_t count, int (*compare)(const void *, const void *));
int order_by_path(const void *a, const void *b);   /* posts: path, source */
int order_by_source(const void *a, const void *b); /* posts */
int order_by_date(const void *a, const void *b);   /* posts: newest first, undated last */
int order_by_weight(const void *a, const void *b); /* pages: weight, title, path */

#endif
