/* SPDX-License-Identifier: MIT */
/* The groups of a snapshot from those of the one before, when a few posts changed. */
#include <stdlib.h>

#include "site/scan_parts.h"

#define NAMES_MAX 1000 /* of all posts that changed */

/* A name of a post that went or came, and the group that it belongs to. */
struct touch {
	size_t group;
	struct slice name;
	const struct post *post;
	bool came;
};

struct patch {
	const struct site_group *old;
	size_t count;
	enum group_kind kind;
	struct arena arena;
	struct touch *touches;
	size_t touch_count;
};

/* False: a name of it has no group yet. */
static bool touch(struct patch *patch, const struct post *post, bool came)
{
	const struct slice *names = NULL;
	size_t count = groups_names(post, patch->kind, &names);

	for (size_t i = 0; i < count; i++) {
		struct slice slug = groups_slug(&patch->arena, names[i]);
		const struct site_group *group =
			site_group_find(patch->old, patch->count, slug);
		if (!group || patch->touch_count == NAMES_MAX)
			return false;
		patch->touches[patch->touch_count++] = (struct touch){
			(size_t)(group - patch->old), names[i], post, came};
	}
	return true;
}

static int by_group(const void *a, const void *b)
{
	const struct touch *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	int order = slice_cmp(x->name, y->name);
	if (order)
		return order;
	order = (int)x->came - (int)y->came;
	return order ? order : slice_cmp(x->post->source, y->post->source);
}

/* Will the group be called as before? Where there are several spellings, or a new one, that takes
 * counting all of its posts. @touches are those of one group, by name. */
static bool keeps_name(
	const struct site_group *group, const struct touch *touches, size_t count)
{
	for (size_t i = 0; i < count;) {
		size_t from = i;
		ptrdiff_t more = 0;
		for (; i < count && slice_eq(touches[i].name, touches[from].name); i++)
			more += touches[i].came ? 1 : -1;
		if (more && (group->spellings != 1 ||
				    !slice_eq(touches[from].name, group->name)))
			return false;
	}
	return true;
}

/* The posts of the group that went or came, each once: a post may spell one tag in two ways. */
static struct post_list pick(
	struct arena *arena, const struct touch *touches, size_t count, bool came)
{
	struct post_list list = {arena_array(arena, count, const struct post *), 0};

	for (size_t i = 0; i < count; i++) {
		bool again = touches[i].came != came;
		for (size_t k = 0; k < list.count && !again; k++)
			again = list.items[k] == touches[i].post;
		if (!again)
			list.items[list.count++] = touches[i].post;
	}
	return list;
}

/* Edits the groups that are touched; the others are in @list as they were. False: one would be empty, or
 * have another name. */
static bool edit(struct patch *patch, struct arena *arena, struct site_group *list)
{
	for (size_t i = 0, from; i < patch->touch_count;) {
		const struct touch *first = &patch->touches[i];
		for (from = i; i < patch->touch_count &&
			       patch->touches[i].group == first->group;)
			i++;
		struct site_group *group = &list[first->group];
		struct post_list gone = pick(&patch->arena, first, i - from, false);
		struct post_list came = pick(&patch->arena, first, i - from, true);
		if (group->count + came.count == gone.count ||
			!keeps_name(group, first, i - from))
			return false;
		group->posts = order_edit_posts(
			arena, group->posts, group->count, &gone, &came, order_by_date);
		group->count += came.count - gone.count;
	}
	return true;
}

const struct site_group *groups_patch(struct site *site, const struct site_group *old,
	size_t count, enum group_kind kind, const struct post_list *gone,
	const struct post_list *came)
{
	struct patch patch = {.old = old, .count = count, .kind = kind};
	struct site_group *list = NULL;
	bool good = true;

	patch.touches = arena_array(&patch.arena, NAMES_MAX, struct touch);
	for (size_t i = 0; i < gone->count && good; i++)
		good = !snapshot_lists_post(gone->items[i]) ||
		       touch(&patch, gone->items[i], false);
	for (size_t i = 0; i < came->count && good; i++)
		good = !snapshot_lists_post(came->items[i]) ||
		       touch(&patch, came->items[i], true);
	if (good) {
		if (patch.touch_count)
			qsort(patch.touches, patch.touch_count, sizeof(*patch.touches),
				by_group);
		list = arena_array(&site->arena, count + 1, struct site_group);
		if (count)
			memcpy(list, old, count * sizeof(*list));
		good = edit(&patch, &site->arena, list);
	}
	arena_fini(&patch.arena);
	if (!good)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		list[i].slug = arena_dup(&site->arena, old[i].slug);
		list[i].name = arena_dup(&site->arena, old[i].name);
		if (list[i].posts != old[i].posts || !old[i].count)
			continue;
		const struct post **posts =
			arena_alloc_unset(&site->arena, old[i].count * sizeof(*posts));
		memcpy(posts, old[i].posts, old[i].count * sizeof(*posts));
		list[i].posts = posts;
	}
	return list;
}
