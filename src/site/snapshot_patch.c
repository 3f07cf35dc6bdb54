/* SPDX-License-Identifier: MIT */
/* A snapshot from the one before, when a few posts changed: what one saved post costs must not grow with
 * the number of all others. Its lists are copied in runs; nothing asks each post anything. */
#include <stdlib.h>

#include "site/linked.h"
#include "site/scan_parts.h"

#define CHANGES_MAX 256

struct patch {
	struct site *site;
	const struct site *old;
	struct scan_state *state;
	const struct scan_state *before;
	struct arena arena; /* of the patch */
	struct post_list gone, came;
	struct edits entries; /* of old->entries */
};

/* Was it, or is it, shown at both times? */
static bool is_shown(const struct patch *patch, const struct post *post)
{
	return post->appears_at <= patch->old->built_at &&
	       post->expires_at > patch->site->built_at;
}

static bool pick(struct patch *patch)
{
	const struct scan_state *state = patch->state;

	patch->gone.items =
		arena_array(&patch->arena, state->change_count + 1, const struct post *);
	patch->came.items =
		arena_array(&patch->arena, state->change_count + 1, const struct post *);
	for (size_t i = 0; i < state->change_count; i++) {
		const struct post *gone = state->changes[i].gone,
				  *came = state->changes[i].came;
		if ((gone && !is_shown(patch, gone)) || (came && !is_shown(patch, came)))
			return false;
		if (gone)
			patch->gone.items[patch->gone.count++] = gone;
		if (came)
			patch->came.items[patch->came.count++] = came;
	}
	return true;
}

/* --- addresses ---------------------------------------------------------------------- */

static size_t bound(const struct site *site, struct slice path)
{
	size_t low = 0, high = site->entry_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (slice_cmp(site->entries[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct site *site, size_t at, struct slice path)
{
	return at < site->entry_count && slice_eq(site->entries[at].path, path);
}

static int by_index(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

static int by_address(const void *a, const void *b)
{
	const struct site_entry *x = a, *y = b;

	return slice_cmp(x->path, y->path);
}

static size_t count_addresses(const struct post_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += 1 + (size_t)list->items[i]->alias_count;
	return count;
}

/* Finds the addresses that go. False: one is not where it was put. */
static bool plan_gone(struct patch *patch)
{
	struct edits *edits = &patch->entries;

	edits->drop =
		arena_array(&patch->arena, count_addresses(&patch->gone) + 1, size_t);
	for (size_t i = 0; i < patch->gone.count; i++) {
		const struct post *post = patch->gone.items[i];
		for (size_t k = 0; k <= post->alias_count; k++) {
			struct slice path = k ? post->aliases[k - 1] : post->path;
			size_t at = bound(patch->old, path);
			if (!is_at(patch->old, at, path))
				return false;
			edits->drop[edits->drop_count++] = at;
		}
	}
	if (edits->drop_count)
		qsort(edits->drop, edits->drop_count, sizeof(size_t), by_index);
	return true;
}

/* Finds the places of those that come. False: one is another's. */
static bool plan_came(struct patch *patch)
{
	struct edits *edits = &patch->entries;
	size_t count = count_addresses(&patch->came), n = 0;
	struct site_entry *items =
		arena_array(&patch->arena, count + 1, struct site_entry);

	edits->at = arena_array(&patch->arena, count + 1, size_t);
	edits->items = items;
	edits->at_count = count;
	for (size_t i = 0; i < patch->came.count; i++) {
		const struct post *post = patch->came.items[i];
		items[n++] = entry_of(post);
		for (size_t k = 0; k < post->alias_count; k++)
			items[n++] = entry_of_alias(post, k);
	}
	if (n)
		qsort(items, n, sizeof(*items), by_address);
	for (size_t i = 0; i < n; i++) {
		size_t at = edits->at[i] = bound(patch->old, items[i].path);
		if (i && slice_eq(items[i].path, items[i - 1].path))
			return false;
		if (is_at(patch->old, at, items[i].path) &&
			(!edits->drop_count ||
				!bsearch(&at, edits->drop, edits->drop_count, sizeof(at),
					by_index)))
			return false;
	}
	return true;
}

static void sum_up(struct patch *patch)
{
	const struct edits *edits = &patch->entries;
	const struct site_entry *items = edits->items;

	patch->state->names_sum = patch->before->names_sum;
	patch->state->all_sum = patch->before->all_sum;
	patch->state->widths = patch->before->widths;
	for (size_t i = 0; i < edits->drop_count; i++)
		snapshot_version_entry(
			patch->state, &patch->old->entries[edits->drop[i]], false);
	for (size_t i = 0; i < edits->at_count; i++)
		snapshot_version_entry(patch->state, &items[i], true);
}

/* Files name their sources in strings that end with the old snapshot. */
static void renew_files(struct patch *patch, struct site_entry *entries)
{
	struct site *site = patch->site;

	for (size_t i = 0; i < patch->state->count; i++) {
		const struct scan_folder *folder = patch->state->folders[i];
		for (size_t k = 0; folder->has_files && k < folder->count; k++) {
			const struct scan_entry *file = &folder->entries[k];
			if (file->kind != SCAN_FILE)
				continue;
			size_t at = bound(site, file->key);
			entries[at].path = file->key;
			entries[at].file.source =
				snapshot_source_of(&site->arena, folder, file->name);
		}
	}
}

static void edit_entries(struct patch *patch)
{
	struct site *site = patch->site;
	const struct site *old = patch->old;
	const struct edits *edits = &patch->entries;
	struct site_entry *entries = order_edit(
		&site->arena, old->entries, old->entry_count, sizeof(*entries), edits);

	site->entries = entries;
	site->entry_count = old->entry_count - edits->drop_count + edits->at_count;
	renew_files(patch, entries);
}

/* --- lists -------------------------------------------------------------------------- */

static struct post_list those(struct patch *patch, const struct post_list *all,
	bool (*are)(const struct post *))
{
	struct post_list list = {
		arena_array(&patch->arena, all->count + 1, const struct post *), 0};

	for (size_t i = 0; i < all->count; i++) {
		if (!are || are(all->items[i]))
			list.items[list.count++] = all->items[i];
	}
	return list;
}

/* @old without those that went, with those that came, of the posts that @are. */
static const struct post *const *edit_list(struct patch *patch,
	const struct post *const *old, size_t *count, bool (*are)(const struct post *),
	int (*compare)(const void *, const void *))
{
	struct post_list gone = those(patch, &patch->gone, are);
	struct post_list came = those(patch, &patch->came, are);
	const struct post **list =
		order_edit_posts(&patch->site->arena, old, *count, &gone, &came, compare);

	*count += came.count - gone.count;
	return list;
}

static size_t count_dated(const struct post_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += snapshot_lists_post(list->items[i]) && list->items[i]->date.set;
	return count;
}

static void edit_lists(struct patch *patch)
{
	struct site *site = patch->site;
	const struct site *old = patch->old;
	size_t count = old->source_count;

	site->by_path = edit_list(patch, old->by_path, &count, NULL, order_by_path);
	site->source_count = site->key_count = count;
	count = old->source_count;
	site->by_source = edit_list(patch, old->by_source, &count, NULL, order_by_source);
	count = old->key_count;
	site->by_key = edit_list(patch, old->by_key, &count, NULL, order_by_key);
	site->post_count = old->post_count;
	site->posts = edit_list(
		patch, old->posts, &site->post_count, snapshot_lists_post, order_by_date);
	site->page_count = old->page_count;
	site->pages = edit_list(patch, old->pages, &site->page_count, snapshot_lists_page,
		order_by_weight);
	site->dated_count =
		old->dated_count + count_dated(&patch->came) - count_dated(&patch->gone);
}

static size_t name_bound(const struct site *site, const struct site_name *name)
{
	size_t low = 0, high = site->name_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (order_by_name(&site->by_name[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct site_name *names_of(struct patch *patch, const struct post_list *posts)
{
	struct site_name *names =
		arena_array(&patch->arena, posts->count + 1, struct site_name);

	for (size_t i = 0; i < posts->count; i++)
		names[i] = (struct site_name){
			site_name_of(patch->site->settings, posts->items[i]->source),
			posts->items[i]};
	if (posts->count)
		qsort(names, posts->count, sizeof(*names), order_by_name);
	return names;
}

static void edit_names(struct patch *patch)
{
	struct site *site = patch->site;
	const struct site *old = patch->old;
	struct site_name *gone = names_of(patch, &patch->gone),
			 *came = names_of(patch, &patch->came);
	struct edits edits = {
		.drop = arena_array(&patch->arena, patch->gone.count + 1, size_t),
		.drop_count = patch->gone.count,
		.at = arena_array(&patch->arena, patch->came.count + 1, size_t),
		.at_count = patch->came.count,
		.items = came,
	};

	for (size_t i = 0; i < edits.drop_count; i++)
		edits.drop[i] = name_bound(old, &gone[i]);
	for (size_t i = 0; i < edits.at_count; i++)
		edits.at[i] = name_bound(old, &came[i]);
	site->by_name = order_edit(&site->arena, old->by_name, old->name_count,
		sizeof(*old->by_name), &edits);
	site->name_count = old->name_count + edits.at_count - edits.drop_count;
}

static void edit_groups(struct patch *patch, enum group_kind kind,
	const struct site_group *old, size_t old_count, const struct site_group **list,
	size_t *count)
{
	*count = old_count;
	*list = groups_patch(
		patch->site, old, old_count, kind, &patch->gone, &patch->came);
	if (!*list)
		*list = groups_build(patch->site, kind, count);
}

/* --- what is said of the posts ------------------------------------------------------ */

static bool is_changed(const struct patch *patch, struct slice file)
{
	for (size_t i = 0; i < patch->gone.count; i++) {
		if (slice_eq(patch->gone.items[i]->source, file))
			return true;
	}
	return false;
}

static void edit_diags(struct patch *patch)
{
	struct site *site = patch->site;
	struct scan_state *state = patch->state;

	for (size_t i = 0; i < patch->before->made.count; i++) {
		const struct diag *diag = &patch->before->made.items[i];
		if (!is_changed(patch, diag->file))
			diag_copy(&state->made, diag);
	}
	for (size_t i = 0; i < patch->came.count; i++) {
		if (snapshot_lists_post(patch->came.items[i]))
			snapshot_note_post(state, patch->came.items[i]);
	}
	for (size_t i = 0; i < state->count; i++) {
		const struct diag_list *list = &state->folders[i]->diags;
		for (size_t k = 0; k < list->count; k++)
			diag_copy(&site->diags, &list->items[k]);
	}
	for (size_t i = 0; i < state->made.count; i++)
		diag_copy(&site->diags, &state->made.items[i]);
	diag_sort(&site->diags);
}

/* --- all of it ---------------------------------------------------------------------- */

/* Nothing but single posts changed, and none that stands in another's way. */
static bool may_patch(const struct patch *patch)
{
	const struct scan_state *state = patch->state, *before = patch->before;
	const struct site *old = patch->old;

	return before && !state->whole && state->count == before->count &&
	       state->change_count <= CHANGES_MAX && !before->moved_count &&
	       !before->has_hidden && !before->has_redirects && !old->diags.dropped &&
	       patch->site->built_at >= old->built_at &&
	       patch->site->built_at < old->next_change;
}

static void fill(struct patch *patch)
{
	struct site *site = patch->site;
	const struct site *old = patch->old;

	edit_lists(patch);
	edit_entries(patch);
	edit_names(patch);
	edit_groups(patch, GROUP_TAGS, old->tags, old->tag_count, &site->tags,
		&site->tag_count);
	edit_groups(patch, GROUP_CATEGORIES, old->categories, old->category_count,
		&site->categories, &site->category_count);
	edit_groups(patch, GROUP_SERIES, old->series, old->series_count, &site->series,
		&site->series_count);
	edit_groups(patch, GROUP_LANGS, old->langs, old->lang_count, &site->langs,
		&site->lang_count);
	site->file_count = old->file_count;
	site->draft_count = old->draft_count;
	site->future_count = old->future_count;
	site->next_change = old->next_change;
	for (size_t i = 0; i < patch->came.count; i++) {
		int64_t until = patch->came.items[i]->expires_at;
		if (until < site->next_change)
			site->next_change = until;
	}
	edit_diags(patch);
	sum_up(patch);
	snapshot_version_finish(site);
	patch->state->patched = true;
}

bool snapshot_patch(struct site *site, const struct site *previous)
{
	/* One post may bring or take files. */
	if (linked_is_wanted(site->settings))
		return false;
	struct patch patch = {.site = site, .old = previous, .state = site->scan_state};

	patch.before = previous ? previous->scan_state : NULL;
	bool good = may_patch(&patch) && pick(&patch) && plan_gone(&patch) &&
		    plan_came(&patch);
	if (good)
		fill(&patch);
	arena_fini(&patch.arena);
	return good;
}
