/* SPDX-License-Identifier: MIT */
/* What a configuration says of zones and of the desk, as far as the file alone tells. */
#include <errno.h>

#include "app/config_keys.h"

/* The zones of @site up to the first that is none. Returns what is wrong with that one, or NULL; @at is where it
 * stands. */
static const char *read_zones(struct arena *arena, const struct config_site *site,
	struct zones *out, size_t *at)
{
	const struct slices *lines = &site->blog.zone_lines;
	struct reader_zone *list =
		arena_array(arena, lines->count + 1, struct reader_zone);

	*out = (struct zones){.list = list};
	for (*at = 0; *at < lines->count; ++*at) {
		struct reader_zone *zone = &list[out->count];
		const char *fault = zones_read(arena, lines->items[*at], zone);
		for (size_t i = 0; i < out->count && !fault; i++) {
			if (slice_eq(list[i].path, zone->path))
				fault = "it is named twice";
		}
		if (fault)
			return fault;
		out->count++;
	}
	return NULL;
}

int config_check_zones(struct config *config, struct config_site *site,
	const struct config_site *said, struct diag_list *diags)
{
	const void *zone_fields[] = {&site->blog.zone_lines, &said->blog.zone_lines};
	const void *desk_fields[] = {&site->blog.desk, &said->blog.desk};
	struct config_mark at = config_place_of(config, zone_fields, 2);
	struct slice desk = site->blog.desk.len ? site->blog.desk : S(CONFIG_DESK);
	struct slice key = slice_none, path;
	struct zones zones;
	size_t bad;
	const char *fault = read_zones(&config->arena, site, &zones, &bad);

	if (fault) {
		slice_cut(site->blog.zone_lines.items[bad], ' ', &path, NULL);
		diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
			"write a path such as /letters/",
			"\"zones\": \"%.*s\" cannot be closed: %s", SARG(path), fault);
		return -EINVAL;
	}
	if (zones.count && !config->client_certificates)
		diag_add(diags, DIAG_WARNING, at.file, at.line, at.column,
			"they stay closed to all",
			"\"zones\" are set, and \"client_certificates\" is \"no\"");
	at = config_place_of(config, desk_fields, 2);
	fault = zones_path(&config->arena, desk, &key);
	if (!fault && zones_at(&zones, key))
		fault = "it is in a zone";
	if (fault)
		diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
			"write a path such as " CONFIG_DESK " that is in no zone",
			"\"desk\": \"%.*s\" cannot be used: %s", SARG(desk), fault);
	if (site->blog.desk.len)
		site->blog.desk = fault ? slice_none : key;
	return 0;
}
