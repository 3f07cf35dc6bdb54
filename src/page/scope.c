/* SPDX-License-Identifier: MIT */
#include "page/scope.h"

#include <stdlib.h>

const struct slice taxonomy_segments[TAXONOMY_COUNT] = {
	[TAXONOMY_TAGS] = {"tags", 4},
	[TAXONOMY_CATEGORIES] = {"categories", 10},
	[TAXONOMY_SERIES] = {"series", 6},
};

/* Undated posts are last: the border by bisection. */
static size_t count_dated(const struct post *const *posts, size_t count)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (posts[middle]->date.set)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void scope_all(const struct site *site, struct scope *out)
{
	*out = (struct scope){site->posts, site->post_count, site->dated_count};
}

void scope_group(const struct site_group *group, struct scope *out)
{
	*out = (struct scope){
		group->posts, group->count, count_dated(group->posts, group->count)};
}

static int newest_first(const void *a, const void *b)
{
	const struct post *x = *(const struct post *const *)a;
	const struct post *y = *(const struct post *const *)b;
	if (x->date.set != y->date.set)
		return x->date.set ? -1 : 1;
	if (x->date.set && x->date.at != y->date.at)
		return x->date.at > y->date.at ? -1 : 1;
	return slice_cmp(x->path, y->path);
}

void scope_folder(const struct site *site, struct slice prefix, struct arena *arena,
	struct scope *out)
{
	size_t under, count = 0;
	const struct site_entry *entries = site_under(site, prefix, &under);
	const struct post **posts =
		arena_array(arena, under ? under : 1, const struct post *);
	for (size_t i = 0; i < under; i++) {
		if (entries[i].kind == SITE_POST && !entries[i].post->is_page)
			posts[count++] = entries[i].post;
	}
	qsort(posts, count, sizeof(*posts), newest_first);
	*out = (struct scope){posts, count, count_dated(posts, count)};
}

void scope_of(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct scope *out)
{
	switch (ref->scope) {
	case SCOPE_ALL:
		scope_all(site, out);
		break;
	case SCOPE_GROUP:
		scope_group(ref->group, out);
		break;
	case SCOPE_FOLDER:
		scope_folder(site, ref->base, arena, out);
		break;
	}
	if (ref->undated) {
		*out = (struct scope){
			out->posts + out->dated, out->count - out->dated, 0};
	} else if (ref->year) {
		struct site_run run =
			site_by_date(out->posts, out->dated, ref->year, ref->month);
		*out = (struct scope){run.posts, run.count, run.count};
	}
}

const struct site_group *scope_groups(
	const struct site *site, enum taxonomy taxonomy, size_t *count)
{
	switch (taxonomy) {
	case TAXONOMY_TAGS:
		*count = site->tag_count;
		return site->tags;
	case TAXONOMY_CATEGORIES:
		*count = site->category_count;
		return site->categories;
	case TAXONOMY_SERIES:
		*count = site->series_count;
		return site->series;
	case TAXONOMY_COUNT:
		break;
	}
	*count = 0;
	return NULL;
}

unsigned scope_parts(size_t count)
{
	return count ? (unsigned)((count + LIST_MAX - 1) / LIST_MAX) : 1;
}

void scope_part(size_t count, unsigned part, size_t *from, size_t *to)
{
	size_t oldest_end = (size_t)part * LIST_MAX;
	size_t oldest_start = oldest_end - LIST_MAX;
	if (oldest_end > count)
		oldest_end = count;
	*from = count - oldest_end;
	*to = count - oldest_start;
}
