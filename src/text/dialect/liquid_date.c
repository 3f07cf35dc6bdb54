/* SPDX-License-Identifier: MIT */
/* Formats dates as Ruby's strftime; names are in English whatever the page's language, as on the web site. */
#include "text/dialect/liquid_internal.h"

static const struct slice months[] = {S("January"), S("February"), S("March"), S("April"),
	S("May"), S("June"), S("July"), S("August"), S("September"), S("October"),
	S("November"), S("December")};
static const struct slice days[] = {S("Sunday"), S("Monday"), S("Tuesday"),
	S("Wednesday"), S("Thursday"), S("Friday"), S("Saturday")};

/* A number with a width; a flag may change its padding. */
static void put_number(struct buf *out, unsigned number, int width, char pad, char flag)
{
	pad = flag == '_' ? ' ' : flag == '0' ? '0' : pad;
	if (flag == '-')
		buf_printf(out, "%u", number);
	else if (pad == ' ')
		buf_printf(out, "%*u", width, number);
	else
		buf_printf(out, "%0*u", width, number);
}

static void put_word(struct buf *out, struct slice word, char flag)
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		buf_putc(out, flag == '^' && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
}

static void put_zone(struct buf *out, const struct date *date, bool colon)
{
	int minutes = date->has_zone || date->offset_minutes ? date->offset_minutes : 0;
	unsigned size = (unsigned)(minutes < 0 ? -minutes : minutes);

	buf_printf(out, "%c%02u%s%02u", minutes < 0 ? '-' : '+', size / 60,
		colon ? ":" : "", size % 60);
}

static const char *ordinal(unsigned day)
{
	return day / 10 == 1   ? "th"
	       : day % 10 == 1 ? "st"
	       : day % 10 == 2 ? "nd"
	       : day % 10 == 3 ? "rd"
			       : "th";
}

/* Letters that stand for several others. */
static struct slice composed(char letter)
{
	switch (letter) {
	case 'F':
		return S("%Y-%m-%d");
	case 'T':
	case 'X':
		return S("%H:%M:%S");
	case 'R':
		return S("%H:%M");
	case 'D':
	case 'x':
		return S("%m/%d/%y");
	case 'r':
		return S("%I:%M:%S %p");
	case 'c':
		return S("%a %b %e %H:%M:%S %Y");
	default:
		return slice_none;
	}
}

/* Letters that stand for a number. False: @letter is not one. */
static bool put_numbers(
	struct buf *out, const struct civil *civil, char letter, char flag)
{
	const unsigned year = (unsigned)civil->year;
	const unsigned hour = civil->hour % 12 ? civil->hour % 12 : 12;
	const struct {
		char letter;
		unsigned number;
		int width;
		char pad;
	} rows[] = {{'Y', year, 4, '0'}, {'C', year / 100, 2, '0'},
		{'y', year % 100, 2, '0'}, {'m', civil->month, 2, '0'},
		{'d', civil->day, 2, '0'}, {'e', civil->day, 2, ' '},
		{'j', civil->yearday, 3, '0'}, {'H', civil->hour, 2, '0'},
		{'k', civil->hour, 2, ' '}, {'I', hour, 2, '0'}, {'l', hour, 2, ' '},
		{'M', civil->minute, 2, '0'}, {'S', civil->second, 2, '0'},
		{'u', civil->iso_weekday, 1, '0'}, {'w', civil->weekday, 1, '0'},
		{'V', civil->iso_week, 2, '0'}, {'G', (unsigned)civil->iso_year, 4, '0'}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].letter != letter)
			continue;
		put_number(out, rows[i].number, rows[i].width, rows[i].pad, flag);
		return true;
	}
	return false;
}

static void put(struct buf *out, const struct date *date, const struct civil *civil,
	char letter, char flag)
{
	struct slice month = months[civil->month - 1], day = days[civil->weekday];

	if (put_numbers(out, civil, letter, flag))
		return;
	if (letter == 'B' || letter == 'b' || letter == 'h') {
		put_word(out, letter == 'B' ? month : slice_head(month, 3), flag);
	} else if (letter == 'A' || letter == 'a') {
		put_word(out, letter == 'A' ? day : slice_head(day, 3), flag);
	} else if (letter == 'p' || letter == 'P') {
		put_word(out, civil->hour < 12 ? S("am") : S("pm"),
			letter == 'p' ? '^' : 0);
	} else if (letter == 'o') { /* ours, for Jekyll's "ordinal" */
		buf_puts(out, ordinal(civil->day));
	} else if (letter == 's') {
		buf_printf(out, "%lld", (long long)date->at);
	} else if (letter == 'z') {
		put_zone(out, date, flag == ':');
	} else if (letter == 'Z') {
		buf_puts(out, "UTC");
	} else if (letter == '%') {
		buf_putc(out, '%');
	} else {
		buf_putc(out, '%');
		buf_putc(out, letter);
	}
}

static void put_all(struct buf *out, const struct date *date, const struct civil *civil,
	struct slice format)
{
	for (size_t i = 0; i < format.len; i++) {
		char flag = 0;
		if (format.ptr[i] != '%' || i + 1 == format.len) {
			buf_putc(out, format.ptr[i]);
			continue;
		}
		for (i++; i + 1 < format.len && strchr("-_0^:#", format.ptr[i]); i++)
			flag = format.ptr[i];
		struct slice several = composed(format.ptr[i]);
		for (size_t k = 0; k + 1 < several.len; k++) {
			if (several.ptr[k] == '%')
				put(out, date, civil, several.ptr[++k], 0);
			else
				buf_putc(out, several.ptr[k]);
		}
		if (!several.len)
			put(out, date, civil, format.ptr[i], flag);
	}
}

struct slice liquid_date(
	struct arena *arena, const struct date *date, struct slice format)
{
	struct civil civil = date_civil(date);
	struct buf out = BUF(TEMPLATE_TAG_MAX * 4);

	put_all(&out, date, &civil, format);
	return buf_take(&out, arena);
}
