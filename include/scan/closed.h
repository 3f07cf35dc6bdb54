/* SPDX-License-Identifier: MIT */
/* What only the readers of a zone see: a snapshot of its pages and files alone, behind the public one (site/site.h),
 * which knows nothing of it. Built with it, as immutable, and owned by it.
 *
 * The public snapshot's type has no way to here, so no code that has not asked for a zone's readers can show a word
 * of it: of the services, tests/layers lets only serve/zone include this. */
#ifndef SCAN_CLOSED_H
#define SCAN_CLOSED_H

#include "site/site.h"

/* The snapshot of the zone with that path (of zones_path); NULL: @site was built without such a zone. References
 * (site_ref) to it are references to @site. */
struct site *closed_site(const struct site *site, struct slice path);
/* The same of all zones, in the order of the settings. */
struct site *closed_sites(const struct site *site, size_t *count);
/* The snapshot that has the page of the file @source, or would have it if readers saw it: that of a zone, else
 * @site. */
struct site *closed_site_of(const struct site *site, struct slice source);

#endif
