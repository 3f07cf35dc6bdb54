/* SPDX-License-Identifier: MIT */
#include "serve/zone.h"

#include "scan/closed.h"
#include "serve/walk.h"

enum service_verdict zone_walk(const struct answer *answer,
	const struct reader_zone *zone, struct conn *conn, struct slice key,
	struct reply *reply)
{
	struct answer inside = *answer;

	inside.site = closed_site(answer->site, zone->path);
	/* A reload made the zone, and its scan is under way. */
	if (!inside.site)
		return answer_without_site(answer, conn, reply);
	return walk_key(&inside, conn, key, reply);
}

const struct site *zone_site(const struct site *site, const struct reader_zone *zone)
{
	return closed_site(site, zone->path);
}

const struct site *zone_site_of(const struct site *site, struct slice source)
{
	return closed_site_of(site, source);
}
