/* SPDX-License-Identifier: MIT */
/* Dates of front matter, of names and of time zones: what is read is a day that exists, and what is written of it is
 * read as the same. The first byte says which. */
#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_date(const struct date *date)
{
	struct civil civil = date_civil(date);
	auto_buf struct buf day = BUF(64), whole = BUF(64);
	struct date again;

	must(date->set);
	must(date->offset_minutes > -24 * 60 && date->offset_minutes < 24 * 60);
	must(date_valid(civil.year, civil.month, civil.day));
	must(civil.hour < 24 && civil.minute < 60 && civil.second < 60);
	must(civil.weekday < 7 && civil.iso_weekday >= 1 && civil.iso_weekday <= 7);
	must(civil.yearday >= 1 && civil.yearday <= 366);
	must(civil.iso_week >= 1 && civil.iso_week <= 53);
	date_put_iso_day(&day, date);
	must(date_parse(buf_slice(&day), NULL, &again));
	struct civil same = date_civil(&again);
	must(same.year == civil.year && same.month == civil.month &&
		same.day == civil.day);
	date_put_rfc3339(&whole, date);
	must(date_parse(buf_slice(&whole), NULL, &again) && again.at == date->at &&
		again.offset_minutes == date->offset_minutes);
}

static void check_zone(const struct zone *zone)
{
	static const int64_t moments[] = {INT64_MIN, -62135596800, -1, 0, 1767225600,
		4102444800, 253402300799, INT64_MAX};

	for (size_t i = 0; i < sizeof(moments) / sizeof(*moments); i++) {
		int minutes = zone_offset_minutes(zone, moments[i]);
		must(minutes > -24 * 60 && minutes < 24 * 60);
	}
	for (int year = 1; year <= 9999; year += 404) {
		struct date date = date_from_civil(year, 3, 31, zone);
		if (date.set)
			check_date(&date);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct slice s = slice((const char *)data + 1, size ? size - 1 : 0), rest;
	const struct zone *zone = NULL;
	struct date date = {0};

	if (!size)
		return 0;
	switch (data[0] % 4) {
	case 0:
		zone = zone_parse(&arena, s);
		if (zone)
			check_zone(zone);
		break;
	case 1:
		if (date_from_name(s, NULL, &date, &rest)) {
			must(rest.len < s.len && slice_ends(s, rest));
			check_date(&date);
		}
		break;
	default:
		zone = data[0] % 4 == 2 ? zone_fixed(&arena, data[0]) : NULL;
		if (date_parse(s, zone, &date))
			check_date(&date);
	}
	arena_fini(&arena);
	return 0;
}
