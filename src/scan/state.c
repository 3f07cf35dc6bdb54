/* SPDX-License-Identifier: MIT */
#include "scan/state.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/memory.h"

static void folder_unref(struct scan_folder *folder)
{
	if (!folder || --folder->refs)
		return;
	for (size_t i = 0; i < folder->count; i++)
		post_unref(folder->entries[i].post);
	diag_fini(&folder->diags);
	free(folder);
}

void scan_state_free(struct scan_state *state)
{
	if (!state)
		return;
	for (size_t i = 0; i < state->count; i++)
		folder_unref(state->folders[i]);
	for (size_t i = 0; i < state->moved_count; i++)
		post_unref(state->moved[i]);
	for (size_t i = 0; i < state->zone_count; i++) {
		diag_fini(&state->zones[i].diags);
		arena_fini(&state->zones[i].arena);
	}
	free(state->zones);
	diag_fini(&state->hidden.diags);
	arena_fini(&state->hidden.arena);
	free(state->folders);
	free(state->moved);
	free(state);
}

void scan_state_add(struct scan_state *state, struct scan_folder *folder)
{
	if (state->count == state->capacity)
		state->folders = memory_grown(
			state->folders, &state->capacity, sizeof(*state->folders));
	state->folders[state->count++] = folder;
}

static int by_path(const void *a, const void *b)
{
	const struct scan_folder *x = *(const struct scan_folder *const *)a;
	const struct scan_folder *y = *(const struct scan_folder *const *)b;

	return slice_cmp(x->path, y->path);
}

const struct scan_folder *scan_state_find(
	const struct scan_state *state, struct slice path)
{
	const size_t count = state ? state->count : 0;
	size_t at =
		lower_bound(0, count, i, slice_cmp(state->folders[i]->path, path) < 0);

	return at < count && slice_eq(state->folders[at]->path, path) ? state->folders[at]
								      : NULL;
}

const struct scan_entry *scan_state_entry(
	const struct scan_folder *folder, struct slice name)
{
	const size_t count = folder ? folder->count : 0;
	size_t at =
		lower_bound(0, count, i, slice_cmp(folder->entries[i].name, name) < 0);

	return at < count && slice_eq(folder->entries[at].name, name)
		       ? &folder->entries[at]
		       : NULL;
}

void scan_state_sort(struct scan_state *state)
{
	qsort(state->folders, state->count, sizeof(struct scan_folder *), by_path);
}
