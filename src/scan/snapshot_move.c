/* SPDX-License-Identifier: MIT */
/* Posts with equal addresses: one keeps it, the others move. A permalink without placeholders gives
 * all posts of a blog the same address, so nothing here may be quadratic. */
#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/uri.h"
#include "scan/snapshot_internal.h"
#include "source/post_reading.h"

void snapshot_moves_init(struct snapshot_moves *moves, struct site *site,
	const struct post *const *sorted, size_t count)
{
	*moves = (struct snapshot_moves){.site = site, .sorted = sorted, .count = count};
}

void snapshot_moves_fini(struct snapshot_moves *moves)
{
	free(moves->taken);
}

/* The slot of @path among the moved posts, or the free one for it. */
static const struct post **place_of(const struct snapshot_moves *moves, struct slice path)
{
	size_t mask = moves->capacity - 1;
	unsigned long long hash = slice_hash(path);

	for (size_t i = (size_t)(hash ^ hash >> 32) & mask;; i = (i + 1) & mask) {
		const struct post **place = &moves->taken[i];
		if (!*place || slice_eq((*place)->path, path))
			return place;
	}
}

static void grow(struct snapshot_moves *moves)
{
	struct snapshot_moves bigger = *moves;

	bigger.capacity = moves->capacity ? moves->capacity * 2 : 64;
	bigger.taken = memory_new(bigger.capacity, sizeof(*bigger.taken));
	for (size_t i = 0; i < moves->capacity; i++) {
		if (moves->taken[i])
			*place_of(&bigger, moves->taken[i]->path) = moves->taken[i];
	}
	free(moves->taken);
	moves->taken = bigger.taken;
	moves->capacity = bigger.capacity;
}

static bool is_taken(const struct snapshot_moves *moves, struct slice path)
{
	size_t at = lower_bound(
		0, moves->count, i, slice_cmp(moves->sorted[i]->path, path) < 0);

	/* Nothing moves into a zone or out of one. */
	if (!site_covers(moves->site, path))
		return true;
	if (at < moves->count && slice_eq(moves->sorted[at]->path, path))
		return true;
	return moves->capacity && *place_of(moves, path);
}

/* The state holds a reference to each post. */
static void keep(struct snapshot_moves *moves, struct post *post)
{
	struct scan_state *state = moves->site->scan_state;

	if (state->moved_count == state->moved_capacity)
		state->moved = memory_grown(
			state->moved, &state->moved_capacity, sizeof(*state->moved));
	state->moved[state->moved_count++] = post;
	if (state->moved_count * 2 > moves->capacity)
		grow(moves);
	*place_of(moves, post->path) = post;
}

/* "/x/" and a suffix: "/x-2/"; at the home page of a zone, or at another form of it ("/letters.xml"), "/letters/2/". */
static struct slice with_suffix(
	const struct site *site, struct arena *arena, struct slice path, unsigned number)
{
	bool slash = path.len > 1 && slice_ends(path, S("/"));

	if (site->zone &&
		(path.len <= site->base.len || path.ptr[site->base.len - 1] != '/'))
		return arena_printf(arena, "%.*s%u/", SARG(site->base), number);

	if (slash)
		path.len--;
	return arena_printf(arena, "%.*s-%u%s", SARG(path), number, slash ? "/" : "");
}

void snapshot_moves_add(
	struct snapshot_moves *moves, const struct post *first, const struct post *post)
{
	const struct settings *settings = moves->site->settings;
	struct arena arena = {0};
	struct permalink address = {0};
	bool by_lang = !slice_eq(post->lang, first->lang) &&
		       !slice_eq(post->lang, settings->lang);
	struct slice path = slice_none;

	if (by_lang)
		path = arena_printf(
			&arena, "/%.*s%.*s", SARG(post->lang), SARG(post->path));
	by_lang = path.len && !is_taken(moves, path);
	/* Lower numbers were found taken for the previous post. */
	if (!slice_eq(moves->path, post->path)) {
		moves->path = post->path;
		moves->number = 2;
	}
	while (!by_lang) {
		arena_reset(&arena);
		path = with_suffix(moves->site, &arena, post->path, moves->number++);
		if (!is_taken(moves, path))
			break;
	}
	/* It is a key already: nothing to decode. */
	address.key = path;
	address.url = address.web_path = uri_encode_path(&arena, path);
	keep(moves, post_move(post, &address));
	if (!by_lang)
		diag_add(&moves->site->diags, DIAG_WARNING, post->source, 0, 0,
			"it gets a suffix", "the address %.*s already belongs to %.*s",
			SARG(post->path), SARG(first->source));
	arena_fini(&arena);
}
