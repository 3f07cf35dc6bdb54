/* SPDX-License-Identifier: MIT */
/* Changes of the list of people in the state folder, before it is written. */
#include <string.h>

#include "app/people.h"

static struct slice *append(struct arena *arena, struct slices *list, struct slice line)
{
	struct slice *items = arena_array(arena, list->count + 1, struct slice);

	for (size_t i = 0; i < list->count; i++)
		items[i] = list->items[i];
	items[list->count] = line;
	*list = (struct slices){items, list->count + 1};
	return &items[list->count - 1];
}

/* The first word of a line is what it is about. */
static struct slice subject(struct slice line)
{
	slice_cut(line, ' ', &line, NULL);
	return line;
}

static struct slice *about(const struct slices *list, struct slice word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (slice_eq(subject(list->items[i]), word))
			return (struct slice *)&list->items[i];
	}
	return NULL;
}

/* The second word of a line: names with commas between them. */
static struct slice names_of(struct slice line)
{
	struct slice rest;

	slice_cut(line, ' ', NULL, &rest);
	return subject(rest);
}

static bool has_name(struct slice names, struct slice name)
{
	struct slice one;

	while (slice_split(&names, ',', &one)) {
		if (slice_eq(one, name))
			return true;
	}
	return false;
}

bool people_names(const struct people_lines *lines, struct slice name)
{
	bool found = about(&lines->people, name) || about(&lines->writers, name);

	for (size_t i = 0; i < lines->zones.count; i++)
		found |= has_name(names_of(lines->zones.items[i]), name);
	return found;
}

struct people_entry *people_file_make(
	struct arena *arena, struct people_file *file, struct slice host)
{
	struct people_entry *found = people_file_entry(file, host);

	if (found)
		return found;
	struct people_entry *list =
		arena_array(arena, file->count + 1, struct people_entry);
	for (size_t i = 0; i < file->count; i++)
		list[i] = file->list[i];
	list[file->count].host = host;
	file->list = list;
	return &list[file->count++];
}

void people_add_key(struct arena *arena, struct people_lines *lines, struct slice name,
	struct slice fingerprint)
{
	struct slice *line = about(&lines->people, name);

	if (!line)
		line = append(arena, &lines->people, name);
	if (fingerprint.len)
		*line = arena_printf(arena, "%.*s %.*s", SARG(*line), SARG(fingerprint));
}

void people_add_writer(struct arena *arena, struct people_lines *lines, struct slice name)
{
	if (!about(&lines->writers, name))
		append(arena, &lines->writers, name);
}

void people_add_reader(struct arena *arena, struct people_lines *lines, struct slice path,
	struct slice name)
{
	struct slice *line = about(&lines->zones, path);

	if (!line)
		append(arena, &lines->zones,
			arena_printf(arena, "%.*s %.*s", SARG(path), SARG(name)));
	else if (!has_name(names_of(*line), name))
		*line = arena_printf(arena, "%.*s %.*s,%.*s", SARG(path),
			SARG(names_of(*line)), SARG(name));
}

static void take_lines(struct slices *list, struct slice name)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (!slice_eq(subject(list->items[i]), name))
			((struct slice *)list->items)[kept++] = list->items[i];
	}
	list->count = kept;
}

void people_take_out(struct arena *arena, struct people_lines *lines, struct slice name)
{
	size_t kept = 0;

	take_lines(&lines->people, name);
	take_lines(&lines->writers, name);
	for (size_t i = 0; i < lines->zones.count; i++) {
		struct slice line = lines->zones.items[i], names = names_of(line), one;
		auto_buf struct buf rest = BUF(BUF_MAX_BYTES);
		while (slice_split(&names, ',', &one)) {
			if (one.len && !slice_eq(one, name))
				buf_printf(
					&rest, "%s%.*s", rest.len ? "," : "", SARG(one));
		}
		if (rest.len)
			((struct slice *)lines->zones.items)[kept++] = arena_printf(arena,
				"%.*s %.*s", SARG(subject(line)), SARG(buf_slice(&rest)));
	}
	lines->zones.count = kept;
}

/* @line, a name and its keys, without @key. False: it is none of them. */
static bool drop_key(struct arena *arena, struct slice *line, const unsigned char *key)
{
	struct slice rest = *line, word;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	unsigned char other[PEOPLE_KEY_BYTES];
	bool found = false;

	while (slice_split(&rest, ' ', &word)) {
		bool same = people_fingerprint(word, other) &&
			    memcmp(other, key, sizeof(other)) == 0;
		found |= same;
		if (word.len && !same)
			buf_printf(&out, "%s%.*s", out.len ? " " : "", SARG(word));
	}
	if (found)
		*line = buf_dup(&out, arena);
	return found;
}

struct slice people_take_key(struct arena *arena, struct people_lines *lines,
	const unsigned char key[PEOPLE_KEY_BYTES])
{
	struct slice name = slice_none;

	for (size_t i = 0; i < lines->people.count; i++) {
		struct slice *line = (struct slice *)&lines->people.items[i];
		if (drop_key(arena, line, key))
			name = subject(*line);
	}
	return name;
}
