/* SPDX-License-Identifier: MIT */
/* What is in a zone, for one of its readers. The door to closed snapshots: tests/layers lets no other service through. */
#ifndef SERVE_ZONE_H
#define SERVE_ZONE_H

#include "serve/answer.h"

/* Replies with what is at @key, in @zone, from the zone's own snapshot, which no cache keeps. Only for a reader whom
 * people_judge let in. @answer must have a (public) site. Returns SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict zone_walk(const struct answer *answer,
	const struct reader_zone *zone, struct conn *conn, struct slice key,
	struct reply *reply);

/* For writers, who read all zones: the snapshot of @zone, or NULL; that of the zone which has the page of the file
 * @source, else @site. */
const struct site *zone_site(const struct site *site, const struct reader_zone *zone);
const struct site *zone_site_of(const struct site *site, struct slice source);

#endif
