/* SPDX-License-Identifier: MIT */
/* What date.c and date_zone.c share: the arithmetic of the Gregorian calendar. */
#ifndef BASE_DATE_INTERNAL_H
#define BASE_DATE_INTERNAL_H

#include "base/date.h"

/* Days since 1970-01-01 of a day that date_valid() knows. */
int64_t days_from_civil(int year, unsigned month, unsigned day);
/* 0 Sunday. */
unsigned weekday_from_days(int64_t days);
/* The civil fields of @seconds since the epoch, in the same (local) time; clamped to the years
 * 1..9999. */
struct civil civil_from_seconds(int64_t seconds);
/* Clamps to the years 1..9999 and a day around them, so that sums with it cannot overflow. */
int64_t seconds_within_years(int64_t seconds);

/* Takes +HH:MM, +HHMM, +HH or +H:MM, less than a day. False, and @in unchanged: no
 * offset. */
bool date_take_offset(struct slice *in, int *offset_minutes);

#endif
