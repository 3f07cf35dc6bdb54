/* SPDX-License-Identifier: MIT */
/* Which files of a folder are of its section: "_index.md", "_index.pt-br.md". */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/uri.h"
#include "source/overlay.h"
#include "source/settings_reader.h"

#define SECTIONS_MAX 256 /* files of one section */

static const struct slice begins = S("_index.");

/* Is @name a section's, and in which of the site's languages? Empty: it names none. */
static bool is_section(const struct settings *settings, struct arena *arena,
	struct slice name, struct slice extensions, struct slice *lang)
{
	struct slice extension = uri_extension(name);

	*lang = slice_none;
	if (name.len <= begins.len ||
		!slice_eq_nocase(slice_head(name, begins.len), begins) ||
		!slice_any(extension, extensions, slice_eq_nocase))
		return false;
	if (begins.len + extension.len == name.len)
		return true;
	struct slice tag = slice_from(name, begins.len);
	tag = settings_lang_tag(arena, slice_head(tag, tag.len - extension.len - 1));
	for (size_t i = 0; i < settings->lang_count; i++) {
		if (slice_eq_nocase(settings->langs[i], tag))
			*lang = settings->langs[i];
	}
	return lang->len != 0;
}

static void add(const struct settings *settings, struct arena *arena, struct slice name,
	struct slice extensions, struct slice *names, size_t *count)
{
	struct slice lang;

	if (*count < SECTIONS_MAX &&
		is_section(settings, arena, name, extensions, &lang) &&
		!slice_is_among(name, names, *count))
		names[(*count)++] = arena_dup(arena, name);
}

/* Those that the folder lists. */
static void add_listed(const struct settings *settings, struct arena *arena, int fd,
	struct slice extensions, struct slice *names, size_t *count,
	struct folder_reading *reading)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own < 0 ? NULL : fdopendir(own);
	const struct dirent *item;

	if (!dir) {
		settings_note(reading, slice_none, -errno);
		if (own >= 0)
			close(own);
		return;
	}
	while (errno = 0, (item = readdir(dir))) {
		if (*item->d_name == '_')
			add(settings, arena, slice_str(item->d_name), extensions, names,
				count);
	}
	settings_note(reading, slice_none, -errno);
	closedir(dir);
}

static void add_covering(const struct settings *settings, struct arena *arena,
	struct slice path, struct slice extensions, struct slice *names, size_t *count)
{
	size_t covering;
	const struct overlay_item *items =
		overlay_below(settings->overlay, path, &covering);

	for (size_t i = 0; i < covering; i++) {
		if (slice_eq(slice_path_folder(items[i].source), path))
			add(settings, arena, slice_path_name(items[i].source), extensions,
				names, count);
	}
}

size_t settings_sections(const struct settings *settings, struct arena *arena, int fd,
	struct slice path, struct slice extensions, struct settings_section **out,
	struct folder_reading *reading)
{
	struct slice *names = arena_array(arena, SECTIONS_MAX, struct slice), lang;
	size_t count = 0, total = 0;

	/* One that is being replaced may be in no list. */
	add(settings, arena, S("_index.md"), extensions, names, &count);
	for (size_t i = 0; i < settings->lang_count; i++)
		add(settings, arena,
			arena_printf(arena, "_index.%.*s.md", SARG(settings->langs[i])),
			extensions, names, &count);
	if (fd >= 0)
		add_listed(settings, arena, fd, extensions, names, &count, reading);
	if (settings->overlay)
		add_covering(settings, arena, path, extensions, names, &count);
	qsort(names, count, sizeof(*names), slice_order);
	*out = arena_array(arena, count, struct settings_section);
	for (int named = 1; named >= 0; named--) {
		for (size_t i = 0; i < count; i++) {
			struct settings_section *section = &(*out)[total];
			is_section(settings, arena, names[i], extensions, &lang);
			if ((lang.len != 0) != named)
				continue;
			section->lang = lang;
			if (settings_read_section(settings, fd, path, names[i], arena,
				    &section->fields, reading))
				total++;
			else
				section->fields = (struct value){0};
		}
	}
	return total;
}
