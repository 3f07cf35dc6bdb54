/* SPDX-License-Identifier: MIT */
/* Builds the snapshot from what a scan found: what is visible now, at which address, in
 * which list. */
#include <stdlib.h>

#include "scan/snapshot_internal.h"
#include "site/names.h"

/* A sorted copy of @posts (@count of them). */
static const struct post **sorted(struct site *site, const struct post *const *posts,
	size_t count, int (*compare)(const void *, const void *))
{
	size_t size = count * sizeof(*posts);
	const struct post **list = arena_alloc_unset(&site->arena, size);

	if (count)
		memcpy(list, posts, size);
	order_sort((const void **)list, count, compare);
	return list;
}

/* Resolves posts with equal addresses: the first by language, then by source, keeps it; the others get
 * new addresses in @part's list. @by_path holds all posts. False: no two were equal. */
static bool settle_addresses(
	struct snapshot_part *part, const struct post *const *by_path)
{
	struct site *site = part->site;
	const struct scan_state *state = site->scan_state;
	const size_t before = state->moved_count;
	struct slice lang = site->settings->lang;
	struct snapshot_moves moves;

	snapshot_moves_init(&moves, site, by_path, part->count);
	for (size_t i = 1, first = 0; i < part->count; i++) {
		if (!slice_eq(by_path[i]->path, by_path[first]->path)) {
			first = i;
			continue;
		}
		bool better = slice_eq(by_path[i]->lang, lang) &&
			      !slice_eq(by_path[first]->lang, lang);
		size_t keeps = better ? i : first, leaves = better ? first : i;
		snapshot_moves_add(&moves, by_path[keeps], by_path[leaves]);
		first = keeps;
	}
	snapshot_moves_fini(&moves);
	if (state->moved_count == before)
		return false;
	order_sort((const void **)state->moved + before, state->moved_count - before,
		order_by_source);
	for (size_t i = 0, n = before; n < state->moved_count; i++) {
		if (slice_eq(part->posts[i]->source, state->moved[n]->source))
			part->posts[i] = state->moved[n++];
	}
	return true;
}

/* Makes all look-ups of a snapshot. */
static void finish(struct snapshot_part *part)
{
	struct snapshot_doubles doubles = {0};
	struct site *site = part->site;

	site->by_source = part->posts;
	site->source_count = part->count;
	site->by_path = sorted(site, site->by_source, part->count, order_by_path);
	if (site->zone)
		snapshot_zone_base(site);
	if (settle_addresses(part, site->by_path))
		site->by_path = sorted(site, site->by_source, part->count, order_by_path);
	snapshot_lists(site, &doubles);
	snapshot_groups(site, &doubles);
	snapshot_title(site);
	free(doubles.list);
	snapshot_old_lists(site, &part->redirects);
	snapshot_entries(site, &part->files, &part->redirects, &part->gone);
	names_build(site);
	snapshot_version(site);
	diag_sort(&site->diags);
	linked_set_fini(&part->named);
}

int snapshot_build(struct site *site, bool again)
{
	struct scan_state *state = site->scan_state;
	struct snapshot_part *parts;
	int error = snapshot_collect(site, again, &parts);

	for (size_t i = 0; i <= state->zone_count; i++)
		finish(&parts[i]);
	for (size_t i = 0; i < state->zone_count; i++)
		diag_copy_all(&state->hidden.diags, &state->zones[i].diags);
	free(parts);
	return error;
}
