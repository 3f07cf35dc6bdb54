/* SPDX-License-Identifier: MIT */
/* A pattern of addresses, and on the lines below it what its placeholders stand for: whatever both are, the address is
 * one of the site, or none. */
#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "base/uri.h"
#include "source/permalink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static struct slice next(struct slice *rest)
{
	struct slice line;

	slice_cut(*rest, '\n', &line, rest);
	return line;
}

static void check_key(struct slice key)
{
	struct slice segment, rest = key;

	must(slice_starts(key, S("/")) && text_is_utf8(key));
	must(slice_find_char(key, '\0') < 0);
	while (slice_split(&rest, '/', &segment))
		must(!slice_eq(segment, S("..")) && !slice_eq(segment, S(".")));
}

static void check_address(struct arena *arena, struct slice raw)
{
	struct permalink link;
	struct slice key;
	struct uri uri;

	if (permalink_key(arena, raw, &key))
		check_key(key);
	if (!permalink_address(arena, raw, &link))
		return;
	check_key(link.key);
	must(uri_parse(link.url, &uri) && uri_path_key(arena, link.url, &key));
	must(slice_eq(key, link.key));
	must(uri_parse(link.web_path, &uri) && slice_starts(link.web_path, S("/")));
}

static void check_slugs(struct arena *arena, struct slice s)
{
	for (enum permalink_slug mode = SLUG_DEFAULT; mode <= SLUG_WORDS; mode++) {
		struct slice slug = permalink_slugify(arena, s, mode);
		must(slice_find_char(slug, '/') < 0 && slice_find_char(slug, '\n') < 0);
		must(!text_is_utf8(s) || text_is_utf8(slug));
		must(slice_eq(permalink_slugify(arena, slug, mode), slug));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice((const char *)data, size), categories[2];
	struct arena arena = {0};
	auto_buf struct buf out = BUF(BUF_MAX_BYTES), dates = BUF(BUF_MAX_BYTES);
	struct date date = date_from_civil(2024, 2, 29, NULL);
	struct civil civil = date_civil(&date);

	if (!size)
		return 0;
	unsigned flags = data[0];
	rest = slice_from(rest, 1);
	struct slice pattern = next(&rest);
	struct permalink_facts facts = {.title = next(&rest),
		.basename = next(&rest),
		.path = next(&rest),
		.section = next(&rest),
		.slug = next(&rest),
		.collection = S("posts"),
		.categories = categories,
		.category_count = flags & 1 ? 2 : 0,
		.keeps_case = flags & 2,
		.drops_marks = flags & 4,
		.when = flags & 8 ? &civil : NULL,
		.at = date.at};

	facts.name = facts.basename;
	categories[0] = next(&rest);
	categories[1] = rest;
	permalink_expand(&out, permalink_style(pattern), &facts, &arena);
	check_address(&arena, buf_slice(&out));
	check_address(&arena, pattern);
	check_slugs(&arena, facts.title);
	permalink_put_strftime(&dates, pattern, facts.when);
	permalink_put_pattern(&dates, pattern, facts.when);
	permalink_ascii(&arena, facts.title);
	buf_clear(&out);
	permalink_escape(&out, facts.title);
	check_address(&arena, buf_slice(&out));
	arena_fini(&arena);
	return 0;
}
