/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void assert_rfc3339(const struct date *date, const char *expected, const char *why)
{
	struct buf text;

	buf_init(&text, BUF_UNLIMITED);
	date_put_rfc3339(&text, date);
	if (!slice_eq(buf_slice(&text), slice_str(expected)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", why, SARG(buf_slice(&text)),
			expected);
	buf_fini(&text);
}

static void dates_are_read_in_the_shapes_that_authors_use(void **state)
{
	static const struct {
		const char *text, *read; /* not read: refused */
	} rows[] = {
		{"2025-12-15", "2025-12-15T00:00:00Z"},
		{"2025/12/15", "2025-12-15T00:00:00Z"},
		{"2021-6-9", "2021-06-09T00:00:00Z"},
		{"  2025-12-15 ", "2025-12-15T00:00:00Z"},
		{"2025-12-15T08:00:05Z", "2025-12-15T08:00:05Z"},
		{"2025-12-15t08:00:05z", "2025-12-15T08:00:05Z"},
		{"2025-12-15 08:00:05", "2025-12-15T08:00:05Z"},
		{"2025-12-15 08:00", "2025-12-15T08:00:00Z"},
		{"2025-12-15  8:00", "2025-12-15T08:00:00Z"},
		{"2025-12-15T08:00Z", "2025-12-15T08:00:00Z"},
		{"2025-12-15T08:00:05.999Z", "2025-12-15T08:00:05Z"},
		{"2025-12-15T08:00:05.123456789+01:00", "2025-12-15T08:00:05+01:00"},
		{"2025-12-15T08:00:00+01:00", "2025-12-15T08:00:00+01:00"},
		{"2025-12-15 08:00:00 +0100", "2025-12-15T08:00:00+01:00"},
		{"2025-12-15 08:00:00 -0730", "2025-12-15T08:00:00-07:30"},
		{"2025-12-15 08:00:00 -07", "2025-12-15T08:00:00-07:00"},
		{"2025-12-15 08:00:00 +5:30", "2025-12-15T08:00:00+05:30"},
		{"2025-12-15 08:00:00 +05:30", "2025-12-15T08:00:00+05:30"},
		{"2025-12-15T08:00:00+01:00a", "2025-12-15T08:00:00+01:00"},
		{"2025-12-15 08:00:00 UTC", "2025-12-15T08:00:00Z"},
		{"2025-12-15 08:00:00 GMT", "2025-12-15T08:00:00Z"},
		{"2025-12-15 08:00:00 CET", "2025-12-15T08:00:00+01:00"},
		{"2025-12-15 08:00:00 +0000 UTC", "2025-12-15T08:00:00Z"},
		{"2025-12-15 08:00:00 EST5EDT", "2025-12-15T08:00:00-05:00"},
		{"2025-12-15 8:05 PM", "2025-12-15T20:05:00Z"},
		{"2025-12-15 12:05am +01:00", "2025-12-15T00:05:00+01:00"},
		{"2025-12-15 24:00", "2025-12-16T00:00:00Z"},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
		{"2025-12-15T", "2025-12-15T00:00:00Z"},
		{"2025-12-15 (draft)", "2025-12-15T00:00:00Z"},
		{"2025-12-15T08:00:00 +23:59", "2025-12-15T08:00:00+23:59"},
		{"0001-01-01", "0001-01-01T00:00:00Z"},
		{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
		{"0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"},
		{"9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"},
		{"2024-02-29", "2024-02-29T00:00:00Z"},
		{"2000-02-29", "2000-02-29T00:00:00Z"},
		{"Dec 15, 2025", "2025-12-15T00:00:00Z"},
		{"December 15, 2025", "2025-12-15T00:00:00Z"},
		{"december 15th 2025", "2025-12-15T00:00:00Z"},
		{"Sept. 1, 2025", "2025-09-01T00:00:00Z"},
		{"15 Dec 2025", "2025-12-15T00:00:00Z"},
		{"15-Dec-2025", "2025-12-15T00:00:00Z"},
		{"1st May 2025", "2025-05-01T00:00:00Z"},
		{"Monday, 15 December 2025", "2025-12-15T00:00:00Z"},
		{"Mon, 15 Dec 2025 08:00:00 +0100", "2025-12-15T08:00:00+01:00"},
		{"Mon, 15 Dec 2025 08:00:00 GMT", "2025-12-15T08:00:00Z"},
		{"Dec 15, 2025, 8:00 PM", "2025-12-15T20:00:00Z"},
		{"15.12.2025", "2025-12-15T00:00:00Z"},
		{"1.2.2025 08:30", "2025-02-01T08:30:00Z"},
		{"15-12-2025", "2025-12-15T00:00:00Z"},
		{"15/12/2025", "2025-12-15T00:00:00Z"},
		{"12/15/2025", "2025-12-15T00:00:00Z"},
		{"12.15.2025", NULL},
		{"13/13/2025", NULL},
		{"15.12/2025", NULL},
		{"15.12.25", NULL},
		{"", NULL},
		{"2025", NULL},
		{"2025-12", NULL},
		{"2025-12-", NULL},
		{"2025-12/15", NULL},
		{"2025-13-01", NULL},
		{"2025-00-01", NULL},
		{"2025-12-32", NULL},
		{"2025-12-00", NULL},
		{"2025-02-29", NULL},
		{"1900-02-29", NULL},
		{"0000-01-01", NULL},
		{"10000-01-01", NULL},
		{"2025-12-151", NULL},
		{"25-12-15", NULL},
		{"2025-12-15 24:01", NULL},
		{"2025-12-15 25:00", NULL},
		{"2025-12-15 08:60", NULL},
		{"2025-12-15 08:00:61", NULL},
		{"2025-12-15T08:00:00+24:00", NULL},
		{"2025-12-15T08:00:00+99:99a", NULL},
		{"31 Feb 2025", NULL},
		{"15 Foo 2025", NULL},
		{"Dec 15", NULL},
		{"De 15 2025", NULL},
		{"true", NULL},
		{"yesterday", NULL},
	};
	struct date date;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool good = date_parse(slice_str(rows[i].text), NULL, &date);
		if (good != (rows[i].read != NULL))
			fail_msg("\"%s\"", rows[i].text);
		if (good)
			assert_rfc3339(&date, rows[i].read, rows[i].text);
	}
}

static void a_date_knows_what_its_author_wrote(void **state)
{
	struct date date;

	(void)state;
	assert_true(date_parse(S("2025-12-15"), NULL, &date));
	assert_true(date.set);
	assert_false(date.has_time);
	assert_false(date.has_zone);
	assert_int_equal(date.at, 1765756800);
	assert_true(date_parse(S("2025-12-15 08:00:00 +0100"), NULL, &date));
	assert_true(date.has_time);
	assert_true(date.has_zone);
	assert_int_equal(date.offset_minutes, 60);
	assert_int_equal(date.at, 1765782000);
}

static void names_of_files_begin_with_a_date_or_not(void **state)
{
	static const struct {
		const char *name, *day, *rest; /* no day: refused */
	} rows[] = {
		{"2021-6-9-title.md", "2021-06-09", "title.md"},
		{"2021-06-09-title.md", "2021-06-09", "title.md"},
		{"2021-06-09_title.md", "2021-06-09", "title.md"},
		{"2021-06-09.gmi", "2021-06-09", ".gmi"},
		{"2021-06-09", "2021-06-09", ""},
		{"21-06-09-title.md", "2021-06-09", "title.md"},
		{"2021-06-09-2-title", "2021-06-09", "2-title"},
		{"2022-21-25-x", NULL, NULL},
		{"2022-02-30-x", NULL, NULL},
		{"2021-06-091-x", NULL, NULL},
		{"2021-06-9th", NULL, NULL},
		{"201-06-09-x", NULL, NULL},
		{"20210609-x", NULL, NULL},
		{"2021-06-x", NULL, NULL},
		{"title.md", NULL, NULL},
		{"", NULL, NULL},
	};
	struct buf day;

	(void)state;
	buf_init(&day, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date date;
		struct slice rest;
		bool good = date_from_name(slice_str(rows[i].name), NULL, &date, &rest);
		if (good != (rows[i].day != NULL))
			fail_msg("\"%s\"", rows[i].name);
		if (!good)
			continue;
		buf_clear(&day);
		date_put_iso_day(&day, &date);
		assert_true(slice_eq(buf_slice(&day), slice_str(rows[i].day)));
		assert_true(slice_eq(rest, slice_str(rows[i].rest)));
	}
	buf_fini(&day);
}

static void calendar_fields_agree_with_the_calendar(void **state)
{
	static const struct {
		int year;
		unsigned month, day, yearday, weekday;
		int iso_year;
		unsigned iso_week;
	} rows[] = {
		{2021, 1, 3, 3, 0, 2020, 53},
		{2020, 12, 31, 366, 4, 2020, 53},
		{2018, 12, 31, 365, 1, 2019, 1},
		{2016, 1, 1, 1, 5, 2015, 53},
		{2024, 2, 29, 60, 4, 2024, 9},
		{1970, 1, 1, 1, 4, 1970, 1},
		{1969, 12, 31, 365, 3, 1970, 1},
		{1, 1, 1, 1, 1, 1, 1},
		{9999, 12, 31, 365, 5, 9999, 52},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date date =
			date_from_civil(rows[i].year, rows[i].month, rows[i].day, NULL);
		struct civil civil = date_civil(&date);
		assert_int_equal(civil.year, rows[i].year);
		assert_int_equal(civil.month, rows[i].month);
		assert_int_equal(civil.day, rows[i].day);
		assert_int_equal(civil.yearday, rows[i].yearday);
		assert_int_equal(civil.weekday, rows[i].weekday);
		assert_int_equal(civil.iso_year, rows[i].iso_year);
		assert_int_equal(civil.iso_week, rows[i].iso_week);
		assert_int_equal(
			civil.iso_weekday, rows[i].weekday ? rows[i].weekday : 7);
	}
	assert_false(date_from_civil(2025, 2, 29, NULL).set);
	assert_false(date_from_civil(0, 1, 1, NULL).set);
	assert_false(date_from_civil(10000, 1, 1, NULL).set);
}

static void every_day_follows_the_one_before(void **state)
{
	struct date date = date_from_civil(1, 1, 1, NULL);
	struct civil before = date_civil(&date);

	(void)state;
	for (date.at += 86400; before.year < 2500; date.at += 86400) {
		struct civil civil = date_civil(&date);
		bool next_day =
			civil.day == before.day + 1 && civil.month == before.month;
		bool next_month = civil.day == 1 &&
				  !date_valid(before.year, before.month, before.day + 1);
		assert_true(next_day || next_month);
		assert_true(date_valid(civil.year, civil.month, civil.day));
		assert_int_equal(civil.weekday, (before.weekday + 1) % 7);
		assert_true(civil.iso_week == before.iso_week ||
			    (civil.iso_weekday == 1 &&
				    (civil.iso_week == 1 ||
					    civil.iso_week == before.iso_week + 1)));
		before = civil;
	}
}

static void moments_far_from_any_calendar_are_held_in_it(void **state)
{
	struct date early = {.set = true, .at = INT64_MIN, .offset_minutes = -1439};
	struct date late = {.set = true, .at = INT64_MAX, .offset_minutes = 1439};

	(void)state;
	assert_int_equal(date_civil(&early).year, 1);
	assert_int_equal(date_civil(&late).year, 9999);
	assert_int_equal(zone_offset_minutes(NULL, INT64_MIN), 0);
}

static void no_date_puts_nothing(void **state)
{
	struct date none = {0};
	struct buf text;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	date_put_iso_day(&text, &none);
	date_put_rfc3339(&text, &none);
	assert_int_equal(text.len, 0);
	buf_fini(&text);
}

/* --- zones ---------------------------------------------------------------------------- */

static void put_u32(struct buf *out, unsigned value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_putc(out, (char)(value >> shift));
}

static void put_header(struct buf *out, char version, unsigned times, unsigned types)
{
	buf_puts(out, "TZif");
	buf_putc(out, version);
	buf_repeat(out, 0, 15);
	put_u32(out, 0);
	put_u32(out, 0);
	put_u32(out, 0);
	put_u32(out, times);
	put_u32(out, types);
	put_u32(out, 4);
}

static void put_type(struct buf *out, int seconds)
{
	put_u32(out, (unsigned)seconds);
	buf_put(out, slice("\0\0", 2));
}

/* One change of clocks, from @first to @second seconds, at the epoch; then @footer. */
static void put_zone(struct buf *out, int first, int second, const char *footer)
{
	put_header(out, '2', 0, 1);
	put_type(out, 0);
	buf_put(out, slice("AAA\0", 4));
	put_header(out, '2', 1, 2);
	put_u32(out, 0);
	put_u32(out, 0);
	buf_putc(out, 1);
	put_type(out, first);
	put_type(out, second);
	buf_put(out, slice("AAA\0", 4));
	buf_printf(out, "\n%s\n", footer);
}

static int64_t at(const char *moment)
{
	struct date date;

	assert_true(date_parse(slice_str(moment), NULL, &date));
	return date.at;
}

static void rules_of_zone_files_are_followed(void **state)
{
	static const struct {
		const char *footer, *moment;
		int offset_minutes;
		const char *why;
	} rows[] = {
		{"CET-1CEST,M3.5.0,M10.5.0/3", "1969-12-31 23:59:59", 9,
			"before the change"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "1970-01-01 00:00:00", 60, "winter"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "2025-03-30 00:59:59", 60,
			"a second before"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "2025-03-30 01:00:00", 120,
			"summer begins"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "2025-10-26 00:59:59", 120,
			"a second before"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "2025-10-26 01:00:00", 60, "summer ends"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", "2040-01-01", 660, "the other half"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", "2040-07-01", 600,
			"the other half's winter"},
		{"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-01", 60, "summer time backwards"},
		{"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-12-01", 0, "summer time backwards"},
		{"<+0530>-5:30", "2040-01-01", 330, "no summer, a name of digits"},
		{"NST3:30NDT,M3.2.0,M11.1.0", "2040-01-01", -210, "half hours"},
		{"NST3:30NDT,M3.2.0,M11.1.0", "2040-07-01", -150,
			"an hour more by itself"},
		{"AAA0BBB,J60,J300", "2024-03-01 02:00:00", 60,
			"J60 is 1 March in a leap year"},
		{"AAA0BBB,J60,J300", "2024-03-01 01:59:59", 0, "and not 29 February"},
		{"AAA0BBB,J60,J300", "2025-03-01 02:00:00", 60, "and in others"},
		{"AAA0BBB,59,300", "2024-02-29 02:00:00", 60, "59 is 29 February"},
		{"AAA0BBB,0/0,J365/25", "2024-07-01", 60, "summer for ever"},
		{"AAA0BBB,M3.4.4/50,M10.4.4/50", "2024-03-30 01:59:59", 0,
			"hours past a day"},
		{"AAA0BBB,M3.4.4/50,M10.4.4/50", "2024-03-30 02:00:00", 60,
			"hours past a day"},
		{"AAA0BBB,M3.5.0/-1,M10.5.0/-1", "2024-03-30 23:00:00", 60,
			"hours before it"},
	};
	struct arena arena = {0};
	struct buf file;

	(void)state;
	buf_init(&file, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&file);
		put_zone(
			&file, 561, 3600, rows[i].footer); /* 9 min 21 s: Paris of 1900 */
		const struct zone *zone = zone_parse(&arena, buf_slice(&file));
		assert_non_null(zone);
		int64_t moment = at(rows[i].moment);
		if (zone_offset_minutes(zone, moment) != rows[i].offset_minutes)
			fail_msg("%s: %d at %s", rows[i].why,
				zone_offset_minutes(zone, moment), rows[i].moment);
	}
	buf_fini(&file);
	arena_fini(&arena);
}

static void broken_zone_files_are_none(void **state)
{
	static const char *const footers[] = {"A", "AAA", "AAA25", "AAA0BBB", "AAA0BBB,",
		"AAA0BBB,M3.5.0", "<AAA0", "AAA0BBB,M13.5.0,M10.5.0",
		"AAA0BBB,M0.5.0,M10.5.0", "AAA0BBB,M3.6.0,M10.5.0",
		"AAA0BBB,M3.0.0,M10.5.0", "AAA0BBB,M3.5.7,M10.5.0", "AAA0BBB,J0,J1",
		"AAA0BBB,J366,J1", "AAA0BBB,366,1", "AAA0BBB,1/168,1", "AAA0BBB,1,1,1",
		"AAA99999999999999999999", "AAA24", "AAA-24", "AAA0BBB24,M3.5.0,M10.5.0",
		"AAA-23:30BBB,M3.5.0,M10.5.0"};
	struct arena arena = {0};
	struct buf file;

	(void)state;
	buf_init(&file, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(footers); i++) {
		buf_clear(&file);
		put_zone(&file, 0, 0, footers[i]);
		if (zone_parse(&arena, buf_slice(&file)))
			fail_msg("\"%s\"", footers[i]);
	}
	buf_clear(&file);
	put_zone(&file, 0, 86400, "");
	assert_null(zone_parse(&arena, buf_slice(&file))); /* a day ahead */
	buf_clear(&file);
	put_zone(&file, 0, 86399, "");
	assert_non_null(zone_parse(&arena, buf_slice(&file)));
	/* Cut anywhere before the footer it is none, and never read past its end. */
	for (size_t len = 0; len < file.len - 2; len++) {
		const char *cut = arena_cstr(&arena, slice_head(buf_slice(&file), len));
		assert_null(zone_parse(&arena, slice(cut, len)));
	}
	buf_clear(&file);
	put_header(&file, '2', 0xFFFFFFFF, 0xFFFFFFFF);
	assert_null(zone_parse(&arena, buf_slice(&file)));
	buf_fini(&file);
	arena_fini(&arena);
}

static void local_times_are_read_in_the_callers_zone(void **state)
{
	static const struct {
		const char *text, *read, *why;
	} rows[] = {
		{"2025-07-01", "2025-07-01T00:00:00+02:00", "summer"},
		{"2025-12-15 08:00", "2025-12-15T08:00:00+01:00", "winter"},
		{"2025-03-30 02:30", "2025-03-30T03:30:00+02:00",
			"the hour that is skipped"},
		{"2025-10-26 02:30", "2025-10-26T02:30:00+02:00", "the first of the two"},
		{"2025-10-26 03:00", "2025-10-26T03:00:00+01:00", "after both"},
		{"2025-07-01 08:00 -05:00", "2025-07-01T08:00:00-05:00",
			"a zone of its own"},
		{"9999-12-31", "9999-12-31T00:00:00+01:00", "the last day"},
		{"0001-01-01", "0001-01-01T00:00:00+01:00", "the first day"},
	};
	struct arena arena = {0};
	struct buf file;
	struct date date;

	(void)state;
	buf_init(&file, BUF_UNLIMITED);
	put_zone(&file, 3600, 3600, "CET-1CEST,M3.5.0,M10.5.0/3");
	const struct zone *zone = zone_parse(&arena, buf_slice(&file));
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(date_parse(slice_str(rows[i].text), zone, &date));
		assert_rfc3339(&date, rows[i].read, rows[i].why);
	}
	buf_fini(&file);
	arena_fini(&arena);
}

static void zones_have_names_that_stay_in_their_folder(void **state)
{
	struct arena arena = {0};

	(void)state;
	assert_int_equal(zone_offset_minutes(zone_load(&arena, S("UTC")), 0), 0);
	assert_non_null(zone_load(&arena, S("utc")));
	assert_int_equal(zone_offset_minutes(zone_load(&arena, S("+02:00")), 0), 120);
	assert_int_equal(zone_offset_minutes(zone_load(&arena, S("-0530")), 0), -330);
	assert_null(zone_load(&arena, S("+24:00")));
	assert_null(zone_load(&arena, S("+02:00x")));
	assert_null(zone_load(&arena, S("../../../etc/passwd")));
	assert_null(zone_load(&arena, S("/etc/passwd")));
	assert_null(zone_load(&arena, S("Europe")));
	assert_null(zone_load(&arena, S("Mars/Olympus_Mons")));
	assert_null(zone_load(&arena, S("Europe/Paris\0")));
	assert_null(zone_load(&arena, slice_none));
	assert_null(zone_fixed(&arena, 1440));
	assert_non_null(zone_fixed(&arena, -1439));
	arena_fini(&arena);
}

static void the_systems_zones_are_read_where_there_are_some(void **state)
{
	struct arena arena = {0};
	const struct zone *paris = zone_load(&arena, S("Europe/Paris"));
	const struct zone *sydney = zone_load(&arena, S("Australia/Sydney"));

	(void)state;
	if (!paris || !sydney) {
		arena_fini(&arena);
		skip();
	}
	assert_int_equal(zone_offset_minutes(paris, at("2025-07-01")), 120);
	assert_int_equal(zone_offset_minutes(paris, at("2025-12-15")), 60);
	assert_int_equal(zone_offset_minutes(paris, at("1800-01-01")), 9);
	assert_int_equal(zone_offset_minutes(sydney, at("2090-01-01")), 660);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read_in_the_shapes_that_authors_use),
		cmocka_unit_test(a_date_knows_what_its_author_wrote),
		cmocka_unit_test(names_of_files_begin_with_a_date_or_not),
		cmocka_unit_test(calendar_fields_agree_with_the_calendar),
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(moments_far_from_any_calendar_are_held_in_it),
		cmocka_unit_test(no_date_puts_nothing),
		cmocka_unit_test(rules_of_zone_files_are_followed),
		cmocka_unit_test(broken_zone_files_are_none),
		cmocka_unit_test(local_times_are_read_in_the_callers_zone),
		cmocka_unit_test(zones_have_names_that_stay_in_their_folder),
		cmocka_unit_test(the_systems_zones_are_read_where_there_are_some),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
