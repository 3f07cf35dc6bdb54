/* SPDX-License-Identifier: MIT */
#include "app/config_live.h"

#include "source/zones.h"

#define NAMES_MAX_BYTES 4096

void config_changes_init(
	struct config_changes *changes, enum config_when until, bool passed)
{
	*changes = (struct config_changes){.until = until, .passed = passed};
	buf_init(&changes->now, NAMES_MAX_BYTES);
	buf_init(&changes->reload, NAMES_MAX_BYTES);
	buf_init(&changes->restart, NAMES_MAX_BYTES);
}

void config_changes_fini(struct config_changes *changes)
{
	buf_fini(&changes->now);
	buf_fini(&changes->reload);
	buf_fini(&changes->restart);
}

/* Once, however many sites say it. */
static void add(struct buf *list, const char *name)
{
	struct slice rest = buf_slice(list), known;
	while (slice_split(&rest, ',', &known)) {
		if (slice_eq(slice_trim(known), slice_str(name)))
			return;
	}
	buf_printf(list, "%s%s", list->len ? ", " : "", name);
}

static void compare(struct arena *arena, const struct config_key *key, void *fresh,
	const void *old, struct config_changes *out)
{
	if (config_key_same(key, fresh, old) ||
		(key->when == CONFIG_LISTEN && out->passed))
		return;
	if (key->when <= out->until) {
		add(&out->now, key->name);
		return;
	}
	add(key->when == CONFIG_RELOAD ? &out->reload : &out->restart, key->name);
	config_key_copy(arena, key, fresh, old);
}

static bool same_hosts(const struct config_site *a, const struct config_site *b)
{
	bool same = a->hosts.count == b->hosts.count;
	for (size_t i = 0; same && i < a->hosts.count; i++)
		same = slice_eq(a->hosts.items[i], b->hosts.items[i]);
	return same;
}

static const struct config_site *by_name(const struct config *config, struct slice first)
{
	for (size_t i = 0; i < config->site_count; i++) {
		if (slice_eq(config->sites[i].hosts.items[0], first))
			return &config->sites[i];
	}
	return NULL;
}

/* What @site was before: of its first name, else, where that is new, of its folder; NULL: it is new. */
static const struct config_site *before(const struct config *fresh,
	const struct config *old, const struct config_site *site)
{
	const struct config_site *same = by_name(old, site->hosts.items[0]);
	if (fresh->site_count == 1 && old->site_count == 1)
		return old->sites;
	for (size_t i = 0; i < old->site_count && !same; i++) {
		const struct config_site *other = &old->sites[i];
		if (slice_eq(other->folder, site->folder) &&
			!by_name(fresh, other->hosts.items[0]))
			same = other;
	}
	return same;
}

/* A site has Gopher, or has it elsewhere, when sockets are opened again: by a key of its own, or by another
 * place among the sites. */
static void compare_gopher(
	const struct config *fresh, const struct config *old, struct config_changes *out)
{
	for (size_t i = 0; i < fresh->site_count && !out->passed; i++) {
		const struct config_site *site = &fresh->sites[i];
		const struct config_site *was = before(fresh, old, site);
		enum config_gopher how = config_gopher(fresh, site);
		if (was ? how != config_gopher(old, was)
			: how == GOPHER_CONFIGURED || how == GOPHER_BESIDE)
			add(&out->restart, "gopher");
	}
}

/* Does a site of @config answer for a name of @site? */
static bool has_host_of(const struct config *config, const struct config_site *site)
{
	for (size_t i = 0; i < config->site_count; i++) {
		for (size_t k = 0; k < site->hosts.count; k++) {
			if (slice_is_among(site->hosts.items[k],
				    config->sites[i].hosts.items,
				    config->sites[i].hosts.count))
				return true;
		}
	}
	return false;
}

static bool is_left_out(const struct config *fresh, const struct config *old,
	const struct config_site *site)
{
	for (size_t i = 0; i < fresh->site_count; i++) {
		if (before(fresh, old, &fresh->sites[i]) == site)
			return false;
	}
	return !has_host_of(fresh, site);
}

/* A file that is being saved may end anywhere: a site that it lacks stays until a reload says that it goes. Where it
 * has no list any more, its folder is not a site instead. */
static void keep_sites(
	struct config *fresh, const struct config *old, struct config_changes *out)
{
	const bool unlisted = fresh->is_only;
	size_t count = unlisted ? 0 : fresh->site_count;
	const size_t listed = count;
	struct config_site *sites = arena_array(
		&fresh->arena, fresh->site_count + old->site_count, struct config_site);

	for (size_t i = 0; i < count; i++)
		sites[i] = fresh->sites[i];
	for (size_t i = 0; i < old->site_count; i++) {
		if (unlisted || is_left_out(fresh, old, &old->sites[i]))
			config_site_copy(&fresh->arena, &sites[count++], &old->sites[i]);
	}
	if (count == listed)
		return;
	add(&out->reload, "sites");
	fresh->sites = sites;
	fresh->site_count = count;
	fresh->is_only = false;
	fresh->is_nameless = old->is_nameless;
}

/* The line of @lines for the zone at @path, or NULL. */
static const struct slice *zone_line(
	struct arena *arena, const struct slices *lines, struct slice path)
{
	struct reader_zone zone;

	for (size_t i = 0; i < lines->count; i++) {
		if (!zones_read(arena, lines->items[i], &zone) &&
			slice_eq(zone.path, path))
			return &lines->items[i];
	}
	return NULL;
}

static bool has_line(const struct slices *lines, struct slice line)
{
	for (size_t i = 0; i < lines->count; i++) {
		if (slice_eq(lines->items[i], line))
			return true;
	}
	return false;
}

/* A file that is being saved may end anywhere: what it lacks opens no zone until a reload says so. */
static void keep_zones(struct arena *arena, struct config_site *fresh,
	const struct config_site *old, struct config_changes *out)
{
	const struct slices *was = &old->blog.zone_lines;
	struct slices *now = &fresh->blog.zone_lines;
	struct slice *all = arena_array(arena, was->count + now->count + 1, struct slice);
	struct reader_zone zone;
	size_t count = 0, known = 0;

	for (size_t i = 0; i < now->count; i++) {
		known += has_line(was, now->items[i]);
		all[count++] = now->items[i];
	}
	for (size_t i = 0; i < was->count; i++) {
		if (!zones_read(arena, was->items[i], &zone) &&
			!zone_line(arena, now, zone.path))
			all[count++] = arena_dup(arena, was->items[i]);
	}
	if (count == now->count)
		return;
	add(&out->reload, "zones");
	/* In the old order, so that nothing is new where nothing was added. */
	if (known == now->count && count == was->count) {
		for (size_t i = 0; i < count; i++)
			all[i] = arena_dup(arena, was->items[i]);
	}
	*now = (struct slices){all, count};
}

static void compare_site(struct config *fresh, const struct config *old,
	struct config_site *site, struct config_changes *out)
{
	const struct config_site *was = before(fresh, old, site);
	if (!was || !slice_eq(was->folder, site->folder))
		add(&out->now, "sites");
	out->names |= !was || !same_hosts(was, site);
	if (was && out->until == CONFIG_LIVE)
		keep_zones(&fresh->arena, site, was, out);
	for (size_t i = 0; was && i < config_key_count; i++) {
		if (config_keys[i].of_site)
			compare(&fresh->arena, &config_keys[i], site, was, out);
	}
}

void config_keep(
	struct config *fresh, const struct config *old, struct config_changes *out)
{
	if (out->until == CONFIG_LIVE && !old->is_only)
		keep_sites(fresh, old, out);
	compare_gopher(fresh, old, out);
	for (size_t i = 0; i < config_key_count; i++) {
		if (!config_keys[i].of_site)
			compare(&fresh->arena, &config_keys[i], fresh, old, out);
	}
	out->names |= fresh->site_count != old->site_count;
	if (fresh->site_count != old->site_count)
		add(&out->now, "sites");
	for (size_t i = 0; i < fresh->site_count; i++)
		compare_site(fresh, old, &fresh->sites[i], out);
}
