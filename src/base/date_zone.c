/* SPDX-License-Identifier: MIT */
/* Time zones: TZif files (RFC 8536) with the POSIX TZ rule in their footer. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/date.h"
#include "base/date_internal.h"
#include "base/file.h"
#include "base/lower_bound.h"

#define ZONE_FOLDER        "/usr/share/zoneinfo"
#define ZONE_MAX_BYTES     (512 * 1024)
#define OFFSET_MAX_MINUTES (24 * 60 - 1)

enum rule_kind {
	RULE_JULIAN,     /* Jn: 1..365, 29 February never counts */
	RULE_ZERO_BASED, /* n: 0..365, 29 February counts */
	RULE_MONTH,      /* Mm.w.d */
};

struct rule {
	enum rule_kind kind;
	int day, week, month;
	int seconds; /* after midnight; may be negative or past the day */
};

struct transition {
	int64_t at;
	int offset_minutes; /* from then on */
};

struct zone {
	int first_offset_minutes; /* before all transitions */
	size_t count;
	struct transition *transitions;
	/* After the last one. */
	bool has_footer, has_summer;
	int standard_minutes, summer_minutes;
	struct rule start, end;
};

/* --- the footer ----------------------------------------------------------------- */

static bool take(struct slice *in, char c)
{
	if (in->len == 0 || *in->ptr != c)
		return false;
	*in = slice_from(*in, 1);
	return true;
}

static bool take_int(struct slice *in, int max, int *out)
{
	int value = 0;

	if (in->len == 0 || !ascii_is_digit(*in->ptr))
		return false;
	while (in->len && ascii_is_digit(*in->ptr)) {
		value = value * 10 + (*in->ptr - '0');
		if (value > max)
			return false;
		*in = slice_from(*in, 1);
	}
	*out = value;
	return true;
}

/* [+-]h[:m[:s]] in seconds. */
static bool take_time(struct slice *in, int hours_max, int *seconds)
{
	int hours, minutes = 0, rest = 0;
	bool negative = take(in, '-');

	if (!negative)
		take(in, '+');
	if (!take_int(in, hours_max, &hours))
		return false;
	if (take(in, ':')) {
		if (!take_int(in, 59, &minutes))
			return false;
		if (take(in, ':') && !take_int(in, 59, &rest))
			return false;
	}
	*seconds = hours * 3600 + minutes * 60 + rest;
	if (negative)
		*seconds = -*seconds;
	return true;
}

static bool take_name(struct slice *in)
{
	struct slice name;

	if (take(in, '<'))
		return slice_cut(*in, '>', &name, in) && name.len;
	size_t len = 0;
	while (len < in->len && ascii_is_alpha(in->ptr[len]))
		len++;
	*in = slice_from(*in, len);
	return len > 0;
}

static bool take_rule(struct slice *in, struct rule *rule)
{
	*rule = (struct rule){.kind = RULE_ZERO_BASED, .seconds = 2 * 3600};
	if (take(in, 'M')) {
		rule->kind = RULE_MONTH;
		if (!take_int(in, 12, &rule->month) || rule->month < 1 ||
			!take(in, '.') || !take_int(in, 5, &rule->week) ||
			rule->week < 1 || !take(in, '.') || !take_int(in, 6, &rule->day))
			return false;
	} else {
		if (take(in, 'J'))
			rule->kind = RULE_JULIAN;
		if (!take_int(in, 365, &rule->day) ||
			(rule->kind == RULE_JULIAN && rule->day < 1))
			return false;
	}
	return !take(in, '/') || take_time(in, 167, &rule->seconds);
}

/* Less than a day: RFC 3339 can write no other. */
static bool is_offset(int minutes)
{
	return minutes >= -OFFSET_MAX_MINUTES && minutes <= OFFSET_MAX_MINUTES;
}

/* "CET-1CEST,M3.5.0,M10.5.0/3": offsets are positive west of Greenwich. */
static bool parse_footer(struct slice in, struct zone *zone)
{
	int seconds;

	if (!take_name(&in) || !take_time(&in, 24, &seconds))
		return false;
	zone->standard_minutes = -seconds / 60;
	zone->has_footer = true;
	if (!is_offset(zone->standard_minutes))
		return false;
	if (in.len == 0)
		return true;
	if (!take_name(&in))
		return false;
	zone->summer_minutes = zone->standard_minutes + 60;
	if (in.len && *in.ptr != ',') {
		if (!take_time(&in, 24, &seconds))
			return false;
		zone->summer_minutes = -seconds / 60;
	}
	zone->has_summer = true;
	return is_offset(zone->summer_minutes) && take(&in, ',') &&
	       take_rule(&in, &zone->start) && take(&in, ',') &&
	       take_rule(&in, &zone->end) && in.len == 0;
}

/* When @rule takes effect in @year: seconds since the epoch in local time. */
static int64_t rule_at(const struct rule *rule, int year)
{
	int64_t day = days_from_civil(year, 1, 1);

	switch (rule->kind) {
	case RULE_JULIAN:
		day += rule->day - 1;
		if (rule->day >= 60 && date_valid(year, 2, 29))
			day++;
		break;
	case RULE_ZERO_BASED:
		day += rule->day;
		break;
	case RULE_MONTH: {
		day = days_from_civil(year, (unsigned)rule->month, 1);
		int weekday = (int)weekday_from_days(day);
		int month_day = 1 + (rule->day - weekday + 7) % 7 + (rule->week - 1) * 7;
		while (!date_valid(year, (unsigned)rule->month, (unsigned)month_day))
			month_day -= 7; /* week 5 is the last one */
		day += month_day - 1;
		break;
	}
	}
	return day * 86400 + rule->seconds;
}

static int footer_offset(const struct zone *zone, int64_t at)
{
	int64_t local = at + zone->standard_minutes * 60;
	struct civil civil = civil_from_seconds(local);

	if (!zone->has_summer)
		return zone->standard_minutes;
	int64_t start = rule_at(&zone->start, civil.year) - zone->standard_minutes * 60;
	int64_t end = rule_at(&zone->end, civil.year) - zone->summer_minutes * 60;
	bool summer = start < end ? at >= start && at < end : at >= start || at < end;
	return summer ? zone->summer_minutes : zone->standard_minutes;
}

/* --- the file -------------------------------------------------------------------- */

static uint32_t big_endian(const char *bytes)
{
	const unsigned char *p = (const unsigned char *)bytes;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_time(const char *bytes, size_t width)
{
	if (width == 4)
		return (int32_t)big_endian(bytes);
	return (int64_t)((uint64_t)big_endian(bytes) << 32 | big_endian(bytes + 4));
}

enum { HEADER_BYTES = 44, TYPE_BYTES = 6 };

struct header {
	char version;
	size_t ut, standard, leaps, times, types, characters;
};

static bool read_header(struct slice in, struct header *header)
{
	if (in.len < HEADER_BYTES || !slice_starts(in, S("TZif")))
		return false;
	const char *counts = in.ptr + 20;
	*header = (struct header){
		.version = in.ptr[4],
		.ut = big_endian(counts),
		.standard = big_endian(counts + 4),
		.leaps = big_endian(counts + 8),
		.times = big_endian(counts + 12),
		.types = big_endian(counts + 16),
		.characters = big_endian(counts + 20),
	};
	return header->types > 0;
}

/* Each count has 32 bits, so that the sum fits 64. */
static uint64_t data_bytes(const struct header *header, size_t width)
{
	return (uint64_t)header->times * (width + 1) +
	       (uint64_t)header->types * TYPE_BYTES + header->characters +
	       (uint64_t)header->leaps * (width + 4) + header->standard + header->ut;
}

static bool read_type(const char *type, int *offset_minutes)
{
	*offset_minutes = (int32_t)big_endian(type) / 60;
	return is_offset(*offset_minutes);
}

static bool read_data(struct arena *arena, struct slice data, const struct header *header,
	size_t width, struct zone *zone)
{
	const char *times = data.ptr;
	const char *indexes = times + header->times * width;
	const char *types = indexes + header->times;

	if (!read_type(types, &zone->first_offset_minutes))
		return false;
	zone->transitions = arena_array(arena, header->times, struct transition);
	for (size_t i = 0; i < header->times; i++) {
		struct transition *transition = &zone->transitions[i];
		size_t type = (unsigned char)indexes[i];
		transition->at = read_time(times + i * width, width);
		if (type >= header->types || !read_type(types + type * TYPE_BYTES,
						     &transition->offset_minutes))
			return false;
		if (i && transition->at <= transition[-1].at)
			return false;
	}
	zone->count = header->times;
	return true;
}

const struct zone *zone_parse(struct arena *arena, struct slice tzif)
{
	struct zone *zone = arena_new(arena, struct zone);
	struct header header;
	size_t width = 4;

	if (!read_header(tzif, &header))
		return NULL;
	tzif = slice_from(tzif, HEADER_BYTES);
	if (header.version >= '2') {
		/* The block of 32-bit times is for old readers; skip it. */
		if (data_bytes(&header, width) > tzif.len)
			return NULL;
		tzif = slice_from(tzif, data_bytes(&header, width));
		width = 8;
		if (!read_header(tzif, &header))
			return NULL;
		tzif = slice_from(tzif, HEADER_BYTES);
	}
	if (data_bytes(&header, width) > tzif.len ||
		!read_data(arena, tzif, &header, width, zone))
		return NULL;
	tzif = slice_from(tzif, data_bytes(&header, width));
	struct slice footer = slice_none;
	if (width == 8 && take(&tzif, '\n'))
		slice_cut(tzif, '\n', &footer, NULL);
	if (footer.len && !parse_footer(footer, zone))
		return NULL;
	return zone;
}

const struct zone *zone_fixed(struct arena *arena, int offset_minutes)
{
	if (!is_offset(offset_minutes))
		return NULL;
	struct zone *zone = arena_new(arena, struct zone);
	zone->first_offset_minutes = offset_minutes;
	return zone;
}

const struct zone *zone_load(struct arena *arena, struct slice name)
{
	const struct zone *zone = NULL;
	struct slice rest = name;
	auto_buf struct buf bytes = BUF(ZONE_MAX_BYTES);
	int offset_minutes;

	if (slice_eq_nocase(name, S("UTC")) || slice_eq_nocase(name, S("Z")))
		return zone_fixed(arena, 0);
	if (date_take_offset(&rest, &offset_minutes))
		return rest.len ? NULL : zone_fixed(arena, offset_minutes);
	auto_close int folder = open(ZONE_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return NULL;
	if (file_read_beneath(folder, name, 0, &bytes) == 0)
		zone = zone_parse(arena, buf_slice(&bytes));
	return zone;
}

int zone_offset_minutes(const struct zone *zone, int64_t at)
{
	if (!zone)
		return 0;
	at = seconds_within_years(at);
	size_t next = lower_bound(0, zone->count, i, zone->transitions[i].at <= at);
	if (next == zone->count && zone->has_footer)
		return footer_offset(zone, at);
	return next ? zone->transitions[next - 1].offset_minutes
		    : zone->first_offset_minutes;
}
