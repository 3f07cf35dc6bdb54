/* SPDX-License-Identifier: MIT */
/* Sorting what is nearly sorted: after one save the previous snapshot's order is right but for one
 * post, and a snapshot of 127,000 posts has to be ready in a blink. */
#include <stdlib.h>

#include "site/scan_parts.h"

typedef int compare_fn(const void *, const void *);

/* End of the run that starts at @from; one that descends strictly is turned round. */
static size_t find_run(const void **items, size_t from, size_t count, compare_fn *compare)
{
	size_t to = from + 1;

	if (to >= count)
		return count;
	if (compare(items[from], items[to]) <= 0) {
		while (to < count && compare(items[to - 1], items[to]) <= 0)
			to++;
		return to;
	}
	while (to < count && compare(items[to - 1], items[to]) > 0)
		to++;
	for (size_t low = from, high = to - 1; low < high; low++, high--) {
		const void *item = items[low];
		items[low] = items[high];
		items[high] = item;
	}
	return to;
}

static void merge(const void **items, size_t from, size_t middle, size_t to,
	const void **spare, compare_fn *compare)
{
	size_t left = from, right = middle, out = from;

	memcpy(spare + from, items + from, (middle - from) * sizeof(*items));
	while (left < middle && right < to) {
		if (compare(spare[left], items[right]) <= 0)
			items[out++] = spare[left++];
		else
			items[out++] = items[right++];
	}
	memcpy(items + out, spare + left, (middle - left) * sizeof(*items));
}

void order_sort(const void **items, size_t count, compare_fn *compare)
{
	if (count < 2)
		return;
	const void **spare = malloc(count * sizeof(*spare));
	size_t *ends = malloc((count + 1) * sizeof(*ends)), runs = 0;
	if (!spare || !ends)
		abort();
	for (size_t from = 0; from < count; runs++)
		ends[runs] = from = find_run(items, from, count, compare);
	/* Neighbours are merged, round by round, until one run is left. */
	while (runs > 1) {
		size_t made = 0, from = 0;
		for (size_t i = 0; i < runs; i += 2) {
			size_t to = i + 1 < runs ? ends[i + 1] : ends[i];
			if (i + 1 < runs)
				merge(items, from, ends[i], to, spare, compare);
			from = ends[made++] = to;
		}
		runs = made;
	}
	free(spare);
	free(ends);
}

void order_merge(const void **items, size_t sorted, size_t count, compare_fn *compare)
{
	size_t tail = count - sorted, end = sorted, out = count;

	if (tail > sorted / 8) {
		order_sort(items, count, compare);
		return;
	}
	if (tail == 0)
		return;
	order_sort(items + sorted, tail, compare);
	const void **spare = malloc(tail * sizeof(*spare));
	if (!spare)
		abort();
	memcpy(spare, items + sorted, tail * sizeof(*spare));
	/* From the last on, what is behind each is moved once. */
	for (size_t i = tail; i > 0; i--) {
		size_t low = 0, high = end;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (compare(items[middle], spare[i - 1]) <= 0)
				low = middle + 1;
			else
				high = middle;
		}
		memmove(items + out - (end - low), items + low,
			(end - low) * sizeof(*items));
		out -= end - low;
		items[--out] = spare[i - 1];
		end = low;
	}
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

/* The day that its author wrote, as readers see it, decides. */
static int64_t local_time(const struct date *date)
{
	return date->at + (int64_t)date->offset_minutes * 60;
}

int order_by_date(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	if (x->date.set != y->date.set)
		return x->date.set ? -1 : 1;
	if (!x->date.set)
		return order_by_path(a, b);
	int64_t left = local_time(&x->date), right = local_time(&y->date);
	if (left != right)
		return left > right ? -1 : 1;
	/* Of one day, the later name is the newer: "2024-05-17-2". */
	return order_by_path(b, a);
}

int order_by_weight(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	/* 0 is no weight: last. */
	if (x->weight != y->weight && (!x->weight || !y->weight))
		return x->weight ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	int order = slice_cmp(x->title, y->title);
	return order ? order : order_by_path(a, b);
}

int order_by_key(const void *a, const void *b)
{
	const struct post *x = a, *y = b;
	int order = slice_cmp(x->key, y->key);

	return order ? order : order_by_source(a, b);
}

int order_by_name(const void *a, const void *b)
{
	const struct site_name *x = a, *y = b;
	int order = slice_cmp(x->name, y->name);

	return order ? order : order_by_source(x->post, y->post);
}
