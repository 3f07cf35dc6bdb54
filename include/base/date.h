/* SPDX-License-Identifier: MIT */
/* Dates and times as authors write them, without the global state of <time.h>. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* A moment as its author wrote it. Zeroes: no date. */
struct date {
	bool set;
	bool has_time;          /* false: only a day was given; @at is its midnight */
	bool has_zone;          /* false: read in the caller's zone */
	int16_t offset_minutes; /* of local time from UTC at @at */
	int64_t at;             /* seconds since the epoch, UTC */
};

struct civil {
	int year;            /* 1..9999 */
	unsigned month, day; /* from 1 */
	unsigned hour, minute, second;
	unsigned weekday;               /* 0 Sunday */
	unsigned yearday;               /* from 1 */
	int iso_year;                   /* ISO 8601 week date */
	unsigned iso_week, iso_weekday; /* from 1, Monday 1 */
};

struct zone; /* rules of a time zone; immutable */

/* The zone named @name ("Europe/Paris", "UTC", "+02:00") from the system's tz database, allocated
 * in @arena; NULL when there is none (callers then use UTC). "UTC" and offsets need no file. The
 * name cannot leave the database's folder. */
const struct zone *zone_load(struct arena *arena, struct slice name);
/* The same from the bytes of a TZif file (RFC 8536); NULL when they are invalid. */
const struct zone *zone_parse(struct arena *arena, struct slice tzif);
/* A fixed offset; NULL when it is a day or more. */
const struct zone *zone_fixed(struct arena *arena, int offset_minutes);
/* @zone NULL is UTC. */
int zone_offset_minutes(const struct zone *zone, int64_t at);

/* Reads a date of front matter: YYYY-MM-DD (also unpadded, also with / between), then T or space,
 * HH:MM[:SS[.fraction]], then Z, +HH:MM, +HHMM, +HH, " UTC", " GMT" or another zone's letters that
 * RFC 2822 knows, or nothing (then @zone applies). An hour may have one digit and be followed by AM
 * or PM. "Dec 15, 2025", "15 Dec 2025" and RFC 2822 are read too. Text after a complete date and
 * time (a stray letter) is ignored. False: @s holds no date, or an impossible one. A time that a
 * change of clocks skips moves past the change; of a repeated time, the first is meant. */
bool date_parse(struct slice s, const struct zone *zone, struct date *out);
/* The leading YYYY-MM-DD or unpadded date of a file name ("2021-6-9-title.md") and what follows it
 * without the separator ('-', '_' or a space; a dot stays). Two-digit years are 20YY. False: none, or an impossible one. */
bool date_from_name(
	struct slice name, const struct zone *zone, struct date *out, struct slice *rest);

/* Midnight of that day; no date when there is no such day. */
struct date date_from_civil(
	int year, unsigned month, unsigned day, const struct zone *zone);
/* Local calendar fields of @date. */
struct civil date_civil(const struct date *date);
/* Is there such a day (Gregorian)? */
bool date_valid(int year, unsigned month, unsigned day);

/* English names, for permalink placeholders: "December", "Dec"; "Monday", "Mon". */
struct slice date_english_month(unsigned month, bool abbreviated);
struct slice date_english_weekday(unsigned weekday, bool abbreviated);

/* Both put nothing for no date. */
void date_put_iso_day(struct buf *out, const struct date *date); /* 2025-12-15 */
/* RFC 3339 in the author's offset: 2025-12-15T08:00:00+01:00, ...T00:00:00Z. */
void date_put_rfc3339(struct buf *out, const struct date *date);

#endif
