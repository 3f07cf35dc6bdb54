/* SPDX-License-Identifier: MIT */
/* What the parts of `export` share: addresses that are to become files. Internal to app/. */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "app/blog.h"
#include "page/route.h"
#include "render/slice_map.h"

struct export_item {
	struct slice key, file; /* address, and what it is written to */
	struct route route;
	struct arena arena;  /* of the route and the links; until its round is over */
	struct slice *links; /* keys that its page leads to */
	size_t link_count, link_capacity;
	int error;
};

struct exporting {
	const struct blog *blog;
	int folder;
	struct slice origin; /* "gemini://example.org" */
	struct export_item *items;
	size_t count, capacity, round; /* round: its first item */
	struct arena arena;            /* of keys and names of files */
	struct slice_map seen, files;
	size_t pages, copies, redirects, failed;
};

/* Where @reference, seen from the address @base, is in this capsule; false: elsewhere. */
bool export_own_key(struct arena *arena, struct slice base, struct slice reference,
	struct slice *key);
/* Builds and writes what is at the item's address; sets its error and the links of its page. From any
 * thread. */
void export_put(
	const struct exporting *export, struct export_item *item, struct arena *arena);

#endif
