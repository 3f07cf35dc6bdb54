/* SPDX-License-Identifier: MIT */
/* The index of a gemlog, whose link lines date its posts ("=> tide.gmi 2024-05-01 The tide"). Gemlogs
 * have it instead of front matter, and subscribers use it. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/uri.h"
#include "source/generator/generator_plain_internal.h"
#include "source/overlay.h"

#define INDEX_MAX_BYTES (1024 * 1024)
#define LINES_MAX       10000

/* The key of a post: its path without endings that links may omit. */
static struct slice page_key(struct slice path)
{
	struct slice endings = S(".gmi|.gemini|.markdown|.md|.html"), ending;

	slice_skip(&path, S("/"));
	while (slice_ends(path, S("/")))
		path.len--;
	while (slice_split(&endings, '|', &ending) && !slice_drop(&path, ending))
		;
	return path;
}

/* A date as the first or last word of @label. */
static struct slice date_of_label(struct slice label, struct date *date)
{
	static const char marks[] = "()[],.:;";
	size_t from = 0, last = label.len;

	while (last && !ascii_is_space(label.ptr[last - 1]))
		last--;
	while (from < label.len && !ascii_is_space(label.ptr[from]))
		from++;
	const struct slice words[] = {slice_head(label, from), slice_from(label, last)};
	for (size_t i = 0; i < 2; i++) {
		struct slice word = words[i], rest;
		while (word.len && strchr(marks, *word.ptr))
			word = slice_from(word, 1);
		while (word.len && strchr(marks, word.ptr[word.len - 1]))
			word.len--;
		if (date_from_name(word, NULL, date, &rest) && !rest.len)
			return word;
	}
	return slice_none;
}

/* The file of @link, relative to @folder; slice_none: outside. */
static struct slice target_of(const struct settings *settings, struct arena *arena,
	struct slice folder, struct slice link)
{
	struct slice key, url = slice_none;
	struct uri own, uri;

	if (!uri_parse(link, &uri))
		return slice_none;
	if (uri.has_authority) {
		if (!uri_parse(settings->url, &own) ||
			!slice_eq_nocase(own.host, uri.host))
			return slice_none;
		url = uri.path;
	} else if (uri.scheme.len ||
		   !uri_resolve(arena,
			   uri_encode_path(arena,
				   folder.len
					   ? arena_printf(arena, "/%.*s/", SARG(folder))
					   : S("/")),
			   uri.path, &url)) {
		return slice_none;
	}
	return url.len && uri_path_key(arena, url, &key) ? page_key(key) : slice_none;
}

static int by_key(const void *a, const void *b)
{
	const struct value_pair *x = a, *y = b;

	return slice_cmp(x->key, y->key);
}

static void read_lines(const struct settings *settings, struct arena *arena,
	struct slice folder, struct slice text, struct value *dates)
{
	struct slice line;

	while (dates->count < LINES_MAX && slice_next_line(&text, &line)) {
		struct date date, named;
		struct slice rest;
		size_t len = 0;
		if (!slice_skip(&line, S("=>")))
			continue;
		line = slice_trim(line);
		while (len < line.len && !ascii_is_space(line.ptr[len]))
			len++;
		struct slice when =
			date_of_label(slice_trim(slice_from(line, len)), &date);
		if (!when.len)
			continue;
		struct slice target =
			target_of(settings, arena, folder, slice_head(line, len));
		/* The date in a name takes precedence over that of a link. */
		if (!target.len ||
			date_from_name(slice_path_name(target), NULL, &named, &rest))
			continue;
		*value_add_pair(arena, dates) = (struct value_pair){
			.key = target, .value = {.kind = VALUE_SCALAR, .text = when}};
	}
	if (dates->count)
		qsort(dates->pairs, dates->count, sizeof(*dates->pairs), by_key);
}

const struct settings_default *plain_index(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading)
{
	struct slice names = S("index.gmi|index.gemini"), name;
	struct value *values = arena_new(arena, struct value);
	struct value dates = {.kind = VALUE_MAP};
	struct buf bytes;

	buf_init(&bytes, INDEX_MAX_BYTES);
	while (!bytes.len && slice_split(&names, '|', &name)) {
		int failed = overlay_read_in(
			settings->overlay, fd, path, name, INDEX_MAX_BYTES, &bytes);
		/* It hides nothing. */
		if (failed < 0 && file_is_trouble(failed))
			settings_note(reading, name, failed);
	}
	read_lines(settings, arena, path, buf_dup(&bytes, arena), &dates);
	buf_fini(&bytes);
	if (!dates.count)
		return NULL;
	*values = (struct value){.kind = VALUE_MAP};
	*value_add_pair(arena, values) =
		(struct value_pair){.key = S(PLAIN_DATES), .value = dates};
	struct settings_default *own = arena_new(arena, struct settings_default);
	*own = (struct settings_default){.path = path, .values = values};
	*count = 1;
	return own;
}

struct slice plain_date(const struct fields *fields, struct slice source)
{
	struct value_pair wanted = {.key = page_key(source)};

	for (size_t i = 0; i < fields->layer_count; i++) {
		const struct value *dates = value_get(fields->layers[i], S(PLAIN_DATES));
		const struct value_pair *found =
			dates && dates->count
				? bsearch(&wanted, dates->pairs, dates->count,
					  sizeof(wanted), by_key)
				: NULL;
		if (found)
			return value_text(&found->value);
	}
	return slice_none;
}
