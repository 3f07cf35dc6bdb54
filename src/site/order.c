/* SPDX-License-Identifier: MIT */
#include "site/order.h"
#include "base/memory.h"

#include <stdlib.h>

typedef int compare_fn(const void *, const void *);

/* A merge sort; a sorted run costs one comparison. Most lists are nearly sorted, since addresses,
 * names and dates correlate. @spare has room for half of the items. */
static void merge_sort(
	const void **items, size_t count, const void **spare, compare_fn *compare)
{
	size_t half = count / 2, left = 0, right = half, out = 0;

	if (count < 2)
		return;
	merge_sort(items, half, spare, compare);
	merge_sort(items + half, count - half, spare, compare);
	if (compare(items[half - 1], items[half]) <= 0)
		return;
	memcpy(spare, items, half * sizeof(*items));
	while (left < half && right < count) {
		if (compare(spare[left], items[right]) <= 0)
			items[out++] = spare[left++];
		else
			items[out++] = items[right++];
	}
	memcpy(items + out, spare + left, (half - left) * sizeof(*items));
}

void order_sort(const void **items, size_t count, compare_fn *compare)
{
	const void **spare = memory_new(count / 2 + 1, sizeof(*spare));
	merge_sort(items, count, spare, compare);
	free(spare);
}

int order_by_path(const void *a, const void *b)
{
	const struct post *x = a, *y = b;
	int order = slice_cmp(x->path, y->path);

	return order ? order : slice_cmp(x->source, y->source);
}

int order_by_source(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	return slice_cmp(x->source, y->source);
}

/* The day as the author wrote it, which readers see, decides. */
static int64_t local_day(const struct date *date)
{
	const int64_t day_s = 86400;
	int64_t local = date->at + (int64_t)date->offset_minutes * 60;

	return local / day_s - (local % day_s < 0);
}

int order_by_date(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	if (x->date.set != y->date.set)
		return x->date.set ? -1 : 1;
	if (!x->date.set)
		return order_by_path(a, b);
	int64_t left = local_day(&x->date), right = local_day(&y->date);
	if (left != right)
		return left > right ? -1 : 1;
	if (x->date.at != y->date.at)
		return x->date.at > y->date.at ? -1 : 1;
	/* With equal times, the later name is newer: "2024-05-17-2". */
	return order_by_path(b, a);
}

int order_by_weight(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	/* 0 means no weight: last. */
	if (x->weight != y->weight && (!x->weight || !y->weight))
		return x->weight ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	int order = slice_cmp(x->title, y->title);
	return order ? order : order_by_path(a, b);
}
