/* SPDX-License-Identifier: MIT */
/* What is in a zone, and what its author may think to be in one. */
#include "base/memory.h"
#include "scan/snapshot_internal.h"
#include "source/permalink.h"
#include "source/zone_folder.h"

enum snapshot_place snapshot_place_of(const struct site *site, struct slice source,
	struct slice path, const struct reader_zone **zone)
{
	const struct settings *settings = site->settings;

	*zone = NULL;
	if (!settings->zones.count)
		return PLACE_PUBLIC;
	*zone = zone_of_any_language(settings, path);
	if (*zone && zones_at(&settings->zones, path))
		return PLACE_IN_ZONE;
	if (!*zone)
		*zone = zone_of_source(settings, source);
	return *zone ? PLACE_BESIDE_ZONE : PLACE_PUBLIC;
}

bool snapshot_leads_into_zone(const struct site *site, const struct reader_zone *from,
	struct slice target, const struct reader_zone **zone)
{
	auto_arena struct arena arena = {0};
	struct slice key;

	*zone = NULL;
	if (!site->settings->zones.count || !slice_starts(target, S("/")) ||
		!permalink_key(&arena, target, &key))
		return false;
	*zone = zones_at(&site->settings->zones, key);
	return *zone && *zone != from;
}

void snapshot_zones_init(struct site *site)
{
	struct scan_state *state = site->scan_state;
	const struct zones *zones = &site->settings->zones;

	if (!zones->count)
		return;
	state->zones = memory_new(zones->count, sizeof(*state->zones));
	state->zone_count = zones->count;
	for (size_t i = 0; i < zones->count; i++) {
		struct site *own = &state->zones[i];
		own->zone = &zones->list[i];
		own->outer = site;
		own->base = zones->list[i].path;
		own->settings = site->settings;
		own->data = site->data;
		own->folder = site->folder;
		own->overlay = site->overlay;
		own->built_at = own->dated_at = site->built_at;
		own->may_wait = site->may_wait;
		own->compares = site->compares;
		own->scan_state = state;
		own->next_change = INT64_MAX;
		diag_init(&own->diags);
	}
}

void snapshot_zone_base(struct site *site)
{
	struct slice base = site->zone->path;
	size_t slashes = 0, len = 0;

	for (size_t i = 0; i < site->source_count; i++) {
		if (slice_starts(site->by_path[i]->path, base))
			return;
	}
	/* All addresses have capitals there. */
	struct slice path = site->source_count ? site->by_path[0]->path : slice_none;
	for (size_t i = 0; i < base.len; i++)
		slashes += base.ptr[i] == '/';
	while (len < path.len && slashes)
		slashes -= path.ptr[len++] == '/';
	if (path.len && !slashes)
		site->base = slice_head(path, len);
}
