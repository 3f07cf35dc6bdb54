/* SPDX-License-Identifier: MIT */
#include "source/zones.h"

#include "base/text.h"
#include "base/uri.h"

#define NAME_MAX_BYTES 32

/* Takes a slash, however it is written, off @key. */
static bool skip_slash(struct slice *key)
{
	return slice_skip(key, S("/")) || slice_skip(key, S("%2F")) ||
	       slice_skip(key, S("%2f"));
}

/* The next byte of @key, without case; a run of slashes is one. '\0': it ended. */
static char next(struct slice *key)
{
	bool slash = false;

	while (skip_slash(key))
		slash = true;
	return slash ? '/' : key->len ? ascii_lower(*slice_take(key, 1).ptr) : '\0';
}

/* Is @rest, behind the path without its slash, all of another form of the zone's own page? */
static bool is_form(struct slice rest)
{
	while (slice_drop(&rest, S("/")))
		;
	return slice_any(rest, S(".gmi|.txt|.md|.html|.xml"), slice_eq_nocase);
}

static bool holds(struct slice path, struct slice key)
{
	for (size_t i = 0; i < path.len; i++) {
		struct slice rest = key;
		char c = next(&key);

		if (c != path.ptr[i])
			return i == path.len - 1 && (!c || is_form(rest));
	}
	return true;
}

static bool is_ascii(struct slice s)
{
	size_t i = 0;

	while (i < s.len && !(s.ptr[i] & 0x80))
		i++;
	return i == s.len;
}

const struct reader_zone *zones_at(const struct zones *zones, struct slice key)
{
	auto_arena struct arena arena = {0};
	const struct reader_zone *deepest = NULL;

	if (zones->count && !is_ascii(key))
		key = text_fold(&arena, key);
	for (size_t i = 0; i < zones->count; i++) {
		const struct reader_zone *zone = &zones->list[i];
		if (holds(zone->path, key) &&
			(!deepest || zone->path.len > deepest->path.len))
			deepest = zone;
	}
	return deepest;
}

const char *zones_path(struct arena *arena, struct slice path, struct slice *out)
{
	struct slice key, rest;
	char *ptr, c;
	size_t len = 0;

	if (!slice_starts(path, S("/")))
		return "it does not begin with a slash";
	if (!slice_ends(path, S("/")))
		return "it does not end in a slash";
	if (slice_find_char(path, '?') >= 0 || slice_find_char(path, '#') >= 0 ||
		!uri_path_key(arena, path, &key))
		return "it is no path";
	rest = text_fold(arena, key);
	ptr = arena_alloc(arena, rest.len + 1);
	while ((c = next(&rest)))
		ptr[len++] = c;
	if (len < 2)
		return "it is the whole capsule";
	*out = slice(ptr, len);
	return NULL;
}

const char *zones_read(struct arena *arena, struct slice line, struct reader_zone *out)
{
	struct slice path, rest, names, title, name;
	size_t room = 1;

	slice_cut(line, ' ', &path, &rest);
	slice_cut(rest, ' ', &names, &title);
	title = slice_trim(title);
	*out = (struct reader_zone){
		.title = title.len ? arena_dup(arena, title) : S("For chosen readers")};
	for (size_t i = 0; i < names.len; i++)
		room += names.ptr[i] == ',';
	struct slice *readers = arena_array(arena, room, struct slice);
	while (slice_split(&names, ',', &name)) {
		if (name.len)
			readers[out->readers.count++] = arena_dup(arena, name);
	}
	out->readers.items = readers;
	return zones_path(arena, path, &out->path);
}

void zones_read_all(struct arena *arena, const struct slices *lines, struct zones *out)
{
	struct reader_zone *list =
		arena_array(arena, lines->count + 1, struct reader_zone);

	*out = (struct zones){.list = list};
	for (size_t i = 0; i < lines->count; i++) {
		if (!zones_read(arena, lines->items[i], &list[out->count]))
			out->count++;
	}
}

bool zones_is_name(struct slice name)
{
	size_t i = 0;

	while (i < name.len && (ascii_is_digit(name.ptr[i]) || name.ptr[i] == '-' ||
				       (name.ptr[i] >= 'a' && name.ptr[i] <= 'z')))
		i++;
	return name.len && i == name.len && name.len <= NAME_MAX_BYTES;
}
