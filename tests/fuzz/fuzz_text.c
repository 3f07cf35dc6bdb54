/* SPDX-License-Identifier: MIT */
/* What any bytes must hold to as text, and as a date or a zone file. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/log.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_lines(struct slice s, size_t columns)
{
	struct slice rest = s, line;

	while (rest.len) {
		size_t before = rest.len;
		must(text_wrap(&rest, columns, &line));
		must(rest.len < before && line.len <= before);
	}
	must(!text_wrap(&rest, columns, &line));
}

static void check_text(struct arena *arena, struct slice s, size_t columns)
{
	struct slice head = text_head_columns(s, columns);

	must(text_columns(head) <= columns && head.len <= s.len);
	must(text_columns(text_ellipsis(arena, s, columns)) <= columns);
	check_lines(s, columns);
	struct slice composed = text_nfc(arena, s);
	must(slice_eq(text_nfc(arena, composed), composed));
	must(text_is_utf8(text_fold(arena, s)));
	must(text_is_utf8(text_one_line(arena, s)));
	struct slice slug = text_slug(arena, s);
	must(text_is_utf8(slug) && slice_eq(text_slug(arena, slug), slug));
	must(text_word_count(s) <= s.len);
	text_is_word(s);
}

static void check_date(struct arena *arena, struct slice s)
{
	const struct zone *zone = zone_parse(arena, s);
	struct date date, again;
	struct slice rest;
	struct buf text;

	buf_init(&text, BUF_UNLIMITED);
	zone_offset_minutes(zone, INT64_MIN);
	zone_offset_minutes(zone, INT64_MAX);
	zone_offset_minutes(zone, 1765756800);
	date_from_name(s, zone, &date, &rest);
	if (date_parse(s, NULL, &date)) {
		struct civil civil = date_civil(&date);
		must(date_valid(civil.year, civil.month, civil.day));
		date_put_rfc3339(&text, &date);
		must(date_parse(buf_slice(&text), NULL, &again) && again.at == date.at);
	}
	buf_fini(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice((const char *)data, size), clean;
	struct arena arena = {0};
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	text_clean(&out, s);
	clean = buf_dup(&out, &arena);
	must(text_is_utf8(clean));
	check_text(&arena, clean, size % 80);
	check_lines(s, 20); /* not even UTF-8 */
	text_head_columns(s, 20);
	check_date(&arena, s);
	buf_clear(&out);
	log_escape(&out, s);
	must(text_is_utf8(buf_slice(&out)) && slice_find_char(buf_slice(&out), '\n') < 0);
	buf_clear(&out);
	text_ascii(&out, s);
	for (size_t i = 0; i < out.len; i++)
		must((unsigned char)out.ptr[i] < 0x80);
	buf_fini(&out);
	arena_fini(&arena);
	return 0;
}
