/* SPDX-License-Identifier: MIT */
#include "source/zone_folder.h"

#include "base/text.h"

const struct reader_zone *zone_of_any_language(
	const struct settings *settings, struct slice path)
{
	const struct reader_zone *zone = zones_at(&settings->zones, path);
	auto_arena struct arena arena = {0};
	struct slice segment;

	if (zone || !slice_cut(slice_from(path, 1), '/', &segment, NULL))
		return zone;
	/* Hardly any address gets as far as the question of languages. */
	zone = zones_at(&settings->zones, slice_from(path, segment.len + 1));
	return zone && settings_knows_lang(settings, settings_lang_tag(&arena, segment))
		       ? zone
		       : NULL;
}

const struct reader_zone *zone_of_source(
	const struct settings *settings, struct slice source)
{
	auto_arena struct arena arena = {0};
	struct slice place;

	if (!settings->zones.count)
		return NULL;
	place = settings_place(settings, source);
	if (settings->collections_dir.len)
		slice_skip_folder(
			&place, settings_place(settings, settings->collections_dir));
	/* Jekyll's folder of the collection "letters". */
	slice_skip(&place, S("_"));
	place = arena_printf(&arena, "/%.*s", SARG(place));
	return zone_of_any_language(settings, text_nfc(&arena, place));
}
