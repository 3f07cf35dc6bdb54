/* SPDX-License-Identifier: MIT */
/* A few edits of a long sorted array: copied in runs, never walked item by item. */
#include <assert.h>
#include <stdlib.h>

#include "site/scan_parts.h"

struct copy {
	const char *old;
	char *out;
	size_t size, n;
	const size_t *drop;
	size_t drops;
};

/* Items @from to @to, but for those that go. */
static void copy_run(struct copy *copy, size_t from, size_t to)
{
	while (from < to) {
		while (copy->drops && *copy->drop < from) {
			copy->drop++;
			copy->drops--;
		}
		size_t until = copy->drops && *copy->drop < to ? *copy->drop : to;
		if (until > from)
			memcpy(copy->out + copy->n * copy->size,
				copy->old + from * copy->size,
				(until - from) * copy->size);
		copy->n += until - from;
		from = until < to ? until + 1 : to;
	}
}

void *order_edit(struct arena *arena, const void *old, size_t count, size_t size,
	const struct edits *edits)
{
	size_t left = count - edits->drop_count + edits->at_count, from = 0;
	struct copy copy = {.old = old,
		.out = arena_alloc_unset(arena, (left + 1) * size),
		.size = size,
		.drop = edits->drop,
		.drops = edits->drop_count};

	for (size_t i = 0; i < edits->at_count; i++) {
		copy_run(&copy, from, edits->at[i]);
		from = edits->at[i];
		memcpy(copy.out + copy.n++ * size, (const char *)edits->items + i * size,
			size);
	}
	copy_run(&copy, from, count);
	assert(copy.n == left);
	return copy.out;
}

/* The first item that does not go before @post. */
static size_t lower_bound(const struct post *const *list, size_t count,
	const struct post *post, int (*compare)(const void *, const void *))
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(list[middle], post) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct post **order_edit_posts(struct arena *arena, const struct post *const *old,
	size_t count, const struct post_list *gone, const struct post_list *came,
	int (*compare)(const void *, const void *))
{
	struct edits edits = {.drop_count = gone->count, .at_count = came->count};
	size_t *places = calloc(gone->count + came->count + 1, sizeof(*places));

	if (!places)
		abort();
	edits.drop = places;
	edits.at = places + gone->count;
	edits.items = came->items;
	order_sort((const void **)gone->items, gone->count, compare);
	order_sort((const void **)came->items, came->count, compare);
	for (size_t i = 0; i < gone->count; i++) {
		edits.drop[i] = lower_bound(old, count, gone->items[i], compare);
		assert(edits.drop[i] < count && old[edits.drop[i]] == gone->items[i]);
	}
	for (size_t i = 0; i < came->count; i++)
		edits.at[i] = lower_bound(old, count, came->items[i], compare);
	const struct post **list = order_edit(arena, old, count, sizeof(*old), &edits);
	free(places);
	return list;
}
