/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include "base/date_internal.h"

#define DAY_SECONDS 86400

/* --- the calendar ----------------------------------------------------------------- */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned month_days(int year, unsigned month)
{
	static const unsigned char days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_valid(int year, unsigned month, unsigned day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= month_days(year, month);
}

/* Days before 1 January of @year, counted from 0001-01-01. */
static int64_t days_before_year(int64_t year)
{
	int64_t y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

static unsigned days_before_month(int year, unsigned month)
{
	unsigned days = 0;

	for (unsigned m = 1; m < month; m++)
		days += month_days(year, m);
	return days;
}

#define EPOCH_DAYS 719162 /* days_before_year(1970) */

int64_t days_from_civil(int year, unsigned month, unsigned day)
{
	return days_before_year(year) - EPOCH_DAYS + days_before_month(year, month) +
	       day - 1;
}

unsigned weekday_from_days(int64_t days)
{
	return (unsigned)(((days + 4) % 7 + 7) % 7); /* the epoch was a Thursday */
}

int64_t seconds_within_years(int64_t seconds)
{
	const int64_t first = -(int64_t)(EPOCH_DAYS + 1) * DAY_SECONDS;
	const int64_t last = (days_before_year(10000) - EPOCH_DAYS + 1) * DAY_SECONDS;

	if (seconds < first)
		return first;
	return seconds > last ? last : seconds;
}

struct civil civil_from_seconds(int64_t seconds)
{
	int64_t days = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
	struct civil civil = {0};

	if (rest < 0) {
		rest += DAY_SECONDS;
		days--;
	}
	int64_t count = days + EPOCH_DAYS; /* from 0001-01-01 */
	if (count < 0)
		count = 0;
	if (count >= days_before_year(10000))
		count = days_before_year(10000) - 1;
	int64_t year = count / 366 + 1; /* never too high; at most some years too low */
	while (days_before_year(year + 1) <= count)
		year += (count - days_before_year(year + 1)) / 366 + 1;
	unsigned day = (unsigned)(count - days_before_year(year));
	civil.year = (int)year;
	civil.yearday = day + 1;
	civil.month = 1;
	while (day >= month_days(civil.year, civil.month))
		day -= month_days(civil.year, civil.month++);
	civil.day = day + 1;
	civil.hour = (unsigned)(rest / 3600);
	civil.minute = (unsigned)(rest / 60 % 60);
	civil.second = (unsigned)(rest % 60);
	civil.weekday = weekday_from_days(days);
	civil.iso_weekday = civil.weekday ? civil.weekday : 7;
	/* The week belongs to the year of its Thursday. */
	int64_t thursday = count + 4 - civil.iso_weekday;
	civil.iso_year = civil.year;
	if (thursday < days_before_year(year))
		civil.iso_year--;
	else if (thursday >= days_before_year(year + 1))
		civil.iso_year++;
	int64_t first = civil.iso_year > 0 ? days_before_year(civil.iso_year) : -366;
	civil.iso_week = (unsigned)((thursday - first) / 7 + 1);
	return civil;
}

struct civil date_civil(const struct date *date)
{
	return civil_from_seconds(
		seconds_within_years(date->at) + date->offset_minutes * 60);
}

/* --- from local time to UTC --------------------------------------------------------- */

static void set_local(struct date *date, int64_t local, const struct zone *zone)
{
	int before = zone_offset_minutes(zone, local - DAY_SECONDS);
	int after = zone_offset_minutes(zone, local + DAY_SECONDS);
	int64_t early = local - before * 60, late = local - after * 60;
	/* They differ only around a change of clocks. In the skipped hour neither fits;
	 * the offset before the change moves the time past it. */
	bool use_late = zone_offset_minutes(zone, early) != before &&
			zone_offset_minutes(zone, late) == after;

	date->at = use_late ? late : early;
	date->offset_minutes = (int16_t)zone_offset_minutes(zone, date->at);
}

struct date date_from_civil(
	int year, unsigned month, unsigned day, const struct zone *zone)
{
	struct date date = {0};

	if (!date_valid(year, month, day))
		return date;
	date.set = true;
	set_local(&date, days_from_civil(year, month, day) * DAY_SECONDS, zone);
	return date;
}

/* --- reading -------------------------------------------------------------------------- */

static bool take(struct slice *in, char c)
{
	if (in->len == 0 || *in->ptr != c)
		return false;
	*in = slice_from(*in, 1);
	return true;
}

/* A run of at least @min and at most @max digits, with no digit after it. */
static bool take_number(struct slice *in, size_t min, size_t max, unsigned *out)
{
	unsigned value = 0;
	size_t len = 0;

	while (len < in->len && len <= max && ascii_is_digit(in->ptr[len]))
		value = value * 10 + (unsigned)(in->ptr[len++] - '0');
	if (len < min || len > max)
		return false;
	*in = slice_from(*in, len);
	*out = value;
	return true;
}

static struct slice take_word(struct slice *in)
{
	size_t len = 0;

	while (len < in->len && ascii_is_alpha(in->ptr[len]))
		len++;
	return slice_take(in, len);
}

bool date_take_offset(struct slice *in, int *offset_minutes)
{
	struct slice rest = *in;
	unsigned hours, minutes = 0;
	bool negative = take(&rest, '-');

	if (!negative && !take(&rest, '+'))
		return false;
	struct slice digits = rest;
	if (take_number(&rest, 1, 2, &hours)) {
		if (rest.len && *rest.ptr == ':') {
			rest = slice_from(rest, 1);
			if (!take_number(&rest, 2, 2, &minutes))
				return false;
		}
	} else {
		rest = digits;
		if (!take_number(&rest, 4, 4, &hours))
			return false;
		minutes = hours % 100;
		hours /= 100;
	}
	if (hours > 23 || minutes > 59)
		return false;
	*offset_minutes = (int)(hours * 60 + minutes);
	if (negative)
		*offset_minutes = -*offset_minutes;
	*in = rest;
	return true;
}

/* The zone names of RFC 2822, 4.3, and the few others that blogs use. */
static bool named_offset(struct slice name, int *offset_minutes)
{
	static const struct {
		const char *name;
		int hours;
	} names[] = {
		{"Z", 0},
		{"UTC", 0},
		{"UT", 0},
		{"GMT", 0},
		{"EST", -5},
		{"EDT", -4},
		{"CST", -6},
		{"CDT", -5},
		{"MST", -7},
		{"MDT", -6},
		{"PST", -8},
		{"PDT", -7},
		{"CET", 1},
		{"CEST", 2},
		{"JST", 9},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (slice_eq_nocase(name, slice_str(names[i].name))) {
			*offset_minutes = names[i].hours * 60;
			return true;
		}
	}
	return false;
}

struct clock {
	unsigned hour, minute, second;
};

/* H:MM[:SS[.fraction]] [AM|PM]. False, and @in unchanged: no time. */
static bool take_clock(struct slice *in, struct clock *clock)
{
	struct slice rest = *in;

	*clock = (struct clock){0};
	if (!take_number(&rest, 1, 2, &clock->hour) || !take(&rest, ':') ||
		!take_number(&rest, 2, 2, &clock->minute))
		return false;
	struct slice seconds = rest;
	if (take(&seconds, ':') && take_number(&seconds, 2, 2, &clock->second)) {
		rest = seconds;
		if (rest.len > 1 && (*rest.ptr == '.' || *rest.ptr == ',') &&
			ascii_is_digit(rest.ptr[1])) {
			do
				rest = slice_from(rest, 1);
			while (rest.len && ascii_is_digit(*rest.ptr));
		}
	}
	struct slice half_in = slice_trim_start(rest);
	struct slice half = take_word(&half_in);
	bool pm = slice_eq_nocase(half, S("pm"));
	if ((pm || slice_eq_nocase(half, S("am"))) && clock->hour >= 1 &&
		clock->hour <= 12) {
		clock->hour = clock->hour % 12 + (pm ? 12 : 0);
		rest = half_in;
	}
	*in = rest;
	return true;
}

/* What may follow a day: a time and its zone. */
static bool read_rest(
	struct slice in, int64_t day, const struct zone *zone, struct date *out)
{
	struct date date = {.set = true};
	struct clock clock;
	int offset;

	take(&in, ',');
	if (in.len && (*in.ptr == 'T' || *in.ptr == 't'))
		in = slice_from(in, 1);
	in = slice_trim_start(in);
	date.has_time = take_clock(&in, &clock);
	/* 24:00 is the next midnight; a leap second is the second after it. */
	if (clock.hour * 60 + clock.minute > 24 * 60 || clock.minute > 59 ||
		clock.second > 60)
		return false;
	int64_t local =
		day * DAY_SECONDS + clock.hour * 3600 + clock.minute * 60 + clock.second;
	if (date.has_time) {
		in = slice_trim_start(in);
		struct slice rest = in;
		date.has_zone = date_take_offset(&in, &offset) ||
				named_offset(take_word(&rest), &offset);
		/* An impossible offset is a mistake; other words are ignored. */
		if (!date.has_zone && in.len > 2 && (*in.ptr == '+' || *in.ptr == '-') &&
			ascii_is_digit(in.ptr[1]) && ascii_is_digit(in.ptr[2]))
			return false;
	}
	if (date.has_zone) {
		date.offset_minutes = (int16_t)offset;
		date.at = local - offset * 60;
	} else {
		set_local(&date, local, zone);
	}
	*out = date;
	return true;
}

struct slice date_english_month(unsigned month, bool abbreviated)
{
	static const char *const names[] = {"January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November",
		"December"};

	if (month < 1 || month > 12)
		return slice_none;
	struct slice name = slice_str(names[month - 1]);
	return abbreviated ? slice_head(name, 3) : name;
}

struct slice date_english_weekday(unsigned weekday, bool abbreviated)
{
	static const char *const names[] = {"Sunday", "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday"};

	if (weekday > 6)
		return slice_none;
	struct slice name = slice_str(names[weekday]);
	return abbreviated ? slice_head(name, 3) : name;
}

/* 1..12, or 0. "Dec", "Sept" and "december" are accepted. */
static unsigned month_of(struct slice word)
{
	for (unsigned month = 1; month <= 12 && word.len >= 3; month++) {
		if (slice_starts_nocase(date_english_month(month, false), word))
			return month;
	}
	return 0;
}

static bool is_weekday(struct slice word)
{
	for (unsigned day = 0; day < 7 && word.len >= 3; day++) {
		if (slice_starts_nocase(date_english_weekday(day, false), word))
			return true;
	}
	return false;
}

static struct slice skip_separators(struct slice in)
{
	while (in.len && (ascii_is_space(*in.ptr) || strchr(",.-", *in.ptr)))
		in = slice_from(in, 1);
	return in;
}

/* A day of the month, perhaps with "st", "nd", "rd" or "th". */
static bool take_month_day(struct slice *in, unsigned *day)
{
	if (!take_number(in, 1, 2, day))
		return false;
	struct slice rest = *in;
	struct slice suffix = take_word(&rest);
	if (slice_any(suffix, S("st|nd|rd|th"), slice_eq_nocase))
		*in = rest;
	return true;
}

/* "Dec 15, 2025", "15 December 2025", "Mon, 15 Dec 2025 08:00:00 +0100". */
static bool parse_named(struct slice in, const struct zone *zone, struct date *out)
{
	unsigned year, month, day;
	struct slice rest = in;

	if (is_weekday(take_word(&rest)))
		in = skip_separators(rest);
	if (in.len && ascii_is_digit(*in.ptr)) {
		if (!take_month_day(&in, &day))
			return false;
		in = skip_separators(in);
		month = month_of(take_word(&in));
	} else {
		month = month_of(take_word(&in));
		in = skip_separators(in);
		if (!take_month_day(&in, &day))
			return false;
	}
	in = skip_separators(in);
	if (!take_number(&in, 4, 4, &year) || !date_valid((int)year, month, day))
		return false;
	return read_rest(in, days_from_civil((int)year, month, day), zone, out);
}

/* "15.12.2025", "15/12/2025", "15-12-2025": the day first, as Ruby reads it. When the second number cannot
 * be a month ("12/15/2025"), the month is first. */
static bool parse_day_first(struct slice in, const struct zone *zone, struct date *out)
{
	unsigned year, month, day;

	if (!take_number(&in, 1, 2, &day) || in.len == 0)
		return false;
	char separator = *in.ptr;
	if (!strchr("./-", separator) || !take(&in, separator) ||
		!take_number(&in, 1, 2, &month) || !take(&in, separator) ||
		!take_number(&in, 4, 4, &year))
		return false;
	if (month > 12 && separator == '/') {
		unsigned first = day;
		day = month;
		month = first;
	}
	if (!date_valid((int)year, month, day))
		return false;
	return read_rest(in, days_from_civil((int)year, month, day), zone, out);
}

bool date_parse(struct slice s, const struct zone *zone, struct date *out)
{
	unsigned year, month, day;
	struct slice in = slice_trim(s);

	if (!take_number(&in, 4, 4, &year))
		return parse_day_first(in, zone, out) || parse_named(in, zone, out);
	char separator = in.len ? *in.ptr : 0;
	if ((separator != '-' && separator != '/') || !take(&in, separator) ||
		!take_number(&in, 1, 2, &month) || !take(&in, separator) ||
		!take_number(&in, 1, 2, &day) || !date_valid((int)year, month, day))
		return false;
	return read_rest(in, days_from_civil((int)year, month, day), zone, out);
}

bool date_from_name(
	struct slice name, const struct zone *zone, struct date *out, struct slice *rest)
{
	unsigned year, month, day;
	struct slice in = name;

	if (take_number(&in, 2, 2, &year))
		year += 2000;
	else if (!take_number(&in, 4, 4, &year))
		return false;
	if (!take(&in, '-') || !take_number(&in, 1, 2, &month) || !take(&in, '-') ||
		!take_number(&in, 1, 2, &day) || !date_valid((int)year, month, day))
		return false;
	if (in.len && *in.ptr != '.' && *in.ptr != '/' && !take(&in, '-') &&
		!take(&in, '_') && !take(&in, ' '))
		return false;
	*out = date_from_civil((int)year, month, day, zone);
	*rest = in;
	return true;
}

/* --- writing ---------------------------------------------------------------------------- */

void date_put_iso_day(struct buf *out, const struct date *date)
{
	struct civil civil = date_civil(date);

	if (date->set)
		buf_printf(out, "%04d-%02u-%02u", civil.year, civil.month, civil.day);
}

void date_put_rfc3339(struct buf *out, const struct date *date)
{
	struct civil civil = date_civil(date);
	int offset = date->offset_minutes, size = offset < 0 ? -offset : offset;

	if (!date->set)
		return;
	date_put_iso_day(out, date);
	buf_printf(out, "T%02u:%02u:%02u", civil.hour, civil.minute, civil.second);
	if (offset)
		buf_printf(
			out, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 60, size % 60);
	else
		buf_putc(out, 'Z');
}
