/* SPDX-License-Identifier: MIT */
/* What date.c and date_zone.c share: the arithmetic of the Gregorian calendar. */
#ifndef BASE_DATE_INTERNAL_H
#define BASE_DATE_INTERNAL_H

#include "base/date.h"

/* Days since 1970-01-01 of a day that date_valid() knows. */
int64_t days_from_civil(int year, unsigned month, unsigned day);
/* 0 Sunday. */
unsigned weekday_from_days(int64_t days);
/* All fields, of seconds since the epoch in the same (local) time; the nearest day within the years
 * 1..9999. */
struct civil civil_from_seconds(int64_t seconds);
/* The nearest moment within the years 1..9999 and a day around them, so that no sum with it
 * overflows. */
int64_t seconds_within_years(int64_t seconds);

/* Takes +HH:MM, +HHMM, +HH or +H:MM, within a day. False, and @in as it was: none. */
bool date_take_offset(struct slice *in, int *offset_minutes);

#endif
