/* SPDX-License-Identifier: MIT */
#include "scan/closed.h"

#include "scan/state.h"
#include "source/zone_folder.h"

struct site *closed_sites(const struct site *site, size_t *count)
{
	const struct scan_state *state = site->scan_state;

	*count = state ? state->zone_count : 0;
	return *count ? state->zones : NULL;
}

struct site *closed_site(const struct site *site, struct slice path)
{
	size_t count;
	struct site *list = closed_sites(site, &count);

	for (size_t i = 0; i < count; i++) {
		if (slice_eq(list[i].zone->path, path))
			return &list[i];
	}
	return NULL;
}

struct site *closed_site_of(const struct site *site, struct slice source)
{
	size_t count, i = 0;
	struct site *list = closed_sites(site, &count);

	while (i < count && !site_by_source(&list[i], source))
		i++;
	if (i < count)
		return &list[i];
	/* No reader has it: a draft, or what was deleted. */
	const struct reader_zone *zone = count && !site_by_source(site, source)
						 ? zone_of_source(site->settings, source)
						 : NULL;
	struct site *own = zone ? closed_site(site, zone->path) : NULL;
	return own ? own : (struct site *)site;
}
