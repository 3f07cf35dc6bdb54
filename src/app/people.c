/* SPDX-License-Identifier: MIT */
#include "app/people.h"

#include <stdlib.h>

#include "app/config_keys.h"

#define STAY_CLOSED "all zones are closed to everybody until it is mended"

enum { CONFIG, FILED, SOURCES };

/* What is put together: who was named where. */
struct merging {
	struct arena *arena;
	struct diag_list *diags;
	struct config_mark at[SOURCES];
	struct entry {
		struct person person;
		unsigned source;
	} * list;
	size_t count, capacity;
	struct slice *names[SOURCES]; /* also of those without a key */
	size_t name_count[SOURCES], name_capacity[SOURCES];
	bool is_broken;
};

static void fault(struct merging *it, unsigned source, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void fault(struct merging *it, unsigned source, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct slice words = arena_vprintf(it->arena, format, args);
	va_end(args);
	it->is_broken = true;
	diag_add(it->diags, DIAG_ERROR, it->at[source].file, it->at[source].line,
		it->at[source].column, STAY_CLOSED, "%.*s", SARG(words));
}

static bool is_known(const struct merging *it, unsigned source, struct slice name)
{
	return slice_is_among(name, it->names[source], it->name_count[source]);
}

static void need_known(
	struct merging *it, unsigned source, const char *key, struct slice name)
{
	if (!is_known(it, CONFIG, name) && !is_known(it, FILED, name))
		fault(it, source, "\"%s\": nobody in \"people\" is called \"%.*s\"", key,
			SARG(name));
}

/* --- people --------------------------------------------------------------------------------------- */

static void add_person(struct merging *it, unsigned source, struct slice line)
{
	struct slice name, rest, text;

	slice_cut(line, ' ', &name, &rest);
	if (!zones_is_name(name)) {
		fault(it, source,
			"\"people\": \"%.*s\" is no name; names are 1 to 32 of a-z, 0-9 "
			"and -",
			SARG(name));
		return;
	}
	if (is_known(it, source, name))
		fault(it, source, "\"people\": %.*s is named twice", SARG(name));
	*arena_next(it->arena, it->names[source], it->name_count[source],
		it->name_capacity[source]) = arena_dup(it->arena, name);
	while (slice_split(&rest, ' ', &text)) {
		struct entry entry = {.source = source};
		entry.person.name = it->names[source][it->name_count[source] - 1];
		if (people_fingerprint(text, entry.person.key))
			*arena_next(it->arena, it->list, it->count, it->capacity) = entry;
		else
			fault(it, source,
				"\"people\": \"%.*s\" of %.*s is no fingerprint, which "
				"has 64 hexadecimal digits",
				SARG(text), SARG(name));
	}
}

static bool has_key(const struct merging *it, unsigned source, const struct person *of)
{
	for (size_t i = 0; i < it->count; i++) {
		if (it->list[i].source == source &&
			people_order(&it->list[i].person, of) == 0)
			return true;
	}
	return false;
}

/* Whoever is named in both has the same keys in both. */
static void check_both(struct merging *it)
{
	for (size_t i = 0; i < it->count; i++) {
		const struct entry *entry = &it->list[i];
		unsigned other = entry->source == CONFIG ? FILED : CONFIG;
		if (is_known(it, other, entry->person.name) &&
			!has_key(it, other, &entry->person)) {
			fault(it, FILED,
				"\"people\": %.*s has other keys in %.*s; remove one of "
				"the two",
				SARG(entry->person.name), SARG(it->at[CONFIG].file));
			return;
		}
	}
}

/* Sorts them by key; one key is one person's, and stands there once. */
static void unite(struct merging *it)
{
	size_t kept = 0;

	_Static_assert(offsetof(struct entry, person) == 0, "people_order sorts entries");
	if (it->count)
		qsort(it->list, it->count, sizeof(*it->list), people_order);
	for (size_t i = 0; i < it->count; i++) {
		const struct entry *entry = &it->list[i];
		const struct entry *before = kept ? &it->list[kept - 1] : NULL;
		bool same = before && people_order(before, entry) == 0;
		if (same && !slice_eq(before->person.name, entry->person.name))
			fault(it, entry->source,
				"\"people\": %.*s and %.*s have the same fingerprint",
				SARG(before->person.name), SARG(entry->person.name));
		else if (same && before->source == entry->source)
			fault(it, entry->source,
				"\"people\": a fingerprint of %.*s is listed twice",
				SARG(entry->person.name));
		if (!same)
			it->list[kept++] = *entry;
	}
	it->count = kept;
}

/* --- zones ---------------------------------------------------------------------------------------- */

static void add_readers(struct merging *it, unsigned source, struct reader_zone *zone,
	const struct slices *more)
{
	size_t count = zone->readers.count;
	struct slice *names =
		arena_array(it->arena, count + more->count + 1, struct slice);

	for (size_t i = 0; i < count; i++)
		names[i] = zone->readers.items[i];
	for (size_t i = 0; i < more->count; i++) {
		need_known(it, source, "zones", more->items[i]);
		if (!slice_is_among(more->items[i], names, count))
			names[count++] = more->items[i];
	}
	zone->readers = (struct slices){names, count};
}

static void add_zones(struct merging *it, const struct people_lines *lines,
	struct reader_zone *list, size_t *count)
{
	for (size_t i = 0; i < lines[CONFIG].zones.count; i++) {
		struct reader_zone *zone = &list[*count];
		if (zones_read(it->arena, lines[CONFIG].zones.items[i], zone))
			continue; /* which config_check said */
		struct slices readers = zone->readers;
		zone->readers = (struct slices){0};
		add_readers(it, CONFIG, zone, &readers);
		++*count;
	}
	for (size_t i = 0; i < lines[FILED].zones.count; i++) {
		struct reader_zone grant;
		bool found = false;
		const char *why =
			zones_read(it->arena, lines[FILED].zones.items[i], &grant);
		if (why)
			fault(it, FILED, "\"zones\": \"%.*s\": %s",
				SARG(lines[FILED].zones.items[i]), why);
		for (size_t k = 0; !why && k < *count && !found; k++) {
			found = slice_eq(list[k].path, grant.path);
			if (found)
				add_readers(it, FILED, &list[k], &grant.readers);
		}
	}
}

static void add_writers(
	struct merging *it, unsigned source, const struct people_lines *lines)
{
	for (size_t i = 0; i < lines->writers.count; i++) {
		need_known(it, source, "writers", lines->writers.items[i]);
		for (size_t k = 0; k < it->count; k++) {
			struct person *person = &it->list[k].person;
			person->writes |= slice_eq(person->name, lines->writers.items[i]);
		}
	}
}

/* --- all together --------------------------------------------------------------------------------- */

/* Of all sites, and of the one. */
static struct people_lines lines_of(
	struct arena *arena, const struct people_file *file, struct slice host)
{
	struct people_lines out = {0};
	struct slices *to[] = {&out.people, &out.writers, &out.zones};

	for (size_t i = 0; i < file->count; i++) {
		const struct people_entry *entry = &file->list[i];
		const struct slices *from[] = {
			&entry->lines.people, &entry->lines.writers, &entry->lines.zones};
		if (entry->host.len && !slice_eq(entry->host, host))
			continue;
		for (size_t k = 0; k < 3; k++) {
			size_t count = to[k]->count;
			struct slice *items = arena_array(
				arena, count + from[k]->count + 1, struct slice);
			for (size_t n = 0; n < count; n++)
				items[n] = to[k]->items[n];
			for (size_t n = 0; n < from[k]->count; n++)
				items[count + n] = from[k]->items[n];
			*to[k] = (struct slices){items, count + from[k]->count};
		}
	}
	return out;
}

static void take(struct merging *it, const struct people_lines *lines, struct people *out)
{
	struct person *list = arena_array(it->arena, it->count + 1, struct person);
	struct reader_zone *zones =
		arena_array(it->arena, lines[CONFIG].zones.count + 1, struct reader_zone);

	out->zones.list = zones;
	add_zones(it, lines, zones, &out->zones.count);
	out->is_broken |= it->is_broken;
	for (size_t i = 0; i < it->count && !out->is_broken; i++)
		list[out->count++] = it->list[i].person;
	out->list = list;
}

void people_merge(struct arena *arena, const struct config *config,
	const struct config_site *site, const struct people_file *file,
	struct diag_list *diags, struct people *out)
{
	const void *fields[] = {&site->people, &config->site.people, &site->writers,
		&config->site.writers, &site->blog.zone_lines,
		&config->site.blog.zone_lines};
	const struct people_lines lines[SOURCES] = {
		{site->people, site->writers, site->blog.zone_lines},
		lines_of(arena, file, site->hosts.items[0])};
	struct merging it = {.arena = arena, .diags = diags};

	it.at[CONFIG] = config_place_of(config, fields, 6);
	it.at[FILED] = (struct config_mark){.file = file->path};
	*out = (struct people){.is_broken = out->is_broken || file->is_broken};
	for (unsigned k = 0; k < SOURCES; k++) {
		for (size_t i = 0; i < lines[k].people.count; i++)
			add_person(&it, k, lines[k].people.items[i]);
	}
	check_both(&it);
	unite(&it);
	for (unsigned k = 0; k < SOURCES; k++)
		add_writers(&it, k, &lines[k]);
	take(&it, lines, out);
	bool anybody = lines[CONFIG].people.count || lines[FILED].people.count ||
		       lines[CONFIG].writers.count || lines[CONFIG].zones.count;
	out->desk = site->blog.desk.len ? arena_dup(arena, site->blog.desk)
		    : anybody           ? S(CONFIG_DESK)
					: slice_none;
}

/* --- in words ------------------------------------------------------------------------------------- */

static void put_name(struct buf *out, struct slice name, const char *before)
{
	buf_printf(out, "%s%.*s", before, SARG(name));
}

static void put_zone(struct buf *out, const struct people *people, size_t i)
{
	const struct reader_zone *zone = &people->zones.list[i];

	buf_put(out, zone->path);
	if (people->is_broken || !zone->readers.count)
		buf_puts(out, people->is_broken ? " is closed to everybody"
						: " is closed to everybody but writers");
	for (size_t k = 0; k < zone->readers.count && !people->is_broken; k++)
		put_name(out, zone->readers.items[k], k ? ", " : " is only for ");
	buf_putc(out, '\n');
}

/* Is it the first of the keys of its person? */
static bool is_first_key(const struct people *people, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (slice_eq(people->list[k].name, people->list[i].name))
			return false;
	}
	return true;
}

size_t people_count(const struct people *people)
{
	size_t count = 0;

	for (size_t i = 0; i < people->count; i++)
		count += is_first_key(people, i);
	return count;
}

void people_describe(struct buf *out, const struct people *people)
{
	const char *before = "; these may upload, and see drafts there: ";

	for (size_t i = 0; i < people->zones.count; i++)
		put_zone(out, people, i);
	if (!people->desk.len)
		return;
	buf_printf(out, "%.*s shows readers their fingerprints", SARG(people->desk));
	for (size_t i = 0; i < people->count; i++) {
		if (!people->list[i].writes || !is_first_key(people, i))
			continue;
		put_name(out, people->list[i].name, before);
		before = ", ";
	}
	buf_putc(out, '\n');
}
