/* SPDX-License-Identifier: MIT */
#include "scan/closed.h"

#include "scan/state.h"

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
	return i < count ? &list[i] : (struct site *)site;
}
