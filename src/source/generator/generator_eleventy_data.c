/* SPDX-License-Identifier: MIT */
/* Which pages of a folder have data files beside them (11ty.dev/docs/data-template-dir). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "data/script.h"
#include "source/generator/generator_eleventy_internal.h"
#include "source/overlay.h"

/* The suffixes of data files: of the last "setDataFileSuffixes([...])", or of the property. Without any that is known, the
 * usual ones. */
static size_t read_suffixes(
	struct settings_reader *reader, struct slice config, struct slice **out)
{
	static struct slice usual[] = {S(".11tydata"), S("")};
	struct slice rest = config, expression = slice_none;
	bool whole;

	if (!script_expression(config, S("dataFileSuffixes"), &expression) &&
		!script_expression(config, S("jsDataFileSuffix"), &expression))
		expression = slice_none;
	while (script_expression_after(&rest, S("setDataFileSuffixes("), &expression))
		;
	if (expression.len) {
		size_t count = script_strings(
			&reader->settings->arena, config, expression, out, &whole);
		if (whole)
			return count;
		diag_add(reader->diags, DIAG_WARNING, reader->settings->generator_file, 0,
			0, "data files with the usual names are read",
			"computed setting: setDataFileSuffixes(%.*s)", SARG(expression));
	}
	*out = usual;
	return sizeof(usual) / sizeof(*usual);
}

void eleventy_read_data_names(struct settings_reader *reader, struct slice config)
{
	static const struct slice programs = S(".js|.mjs|.cjs"),
				  data = S(".json|.yml|.yaml");
	struct settings *settings = reader->settings;
	struct slice *suffixes, *endings = NULL, rest = config, argument, ending;
	size_t count = 0, capacity = 0, n = read_suffixes(reader, config, &suffixes);
	struct value value;

	for (size_t i = 0; i < n; i++) {
		struct slice suffix = suffixes[i];
		for (struct slice list = programs;
			suffix.len && slice_split(&list, '|', &ending);)
			*arena_next(&settings->arena, endings, count, capacity) =
				arena_printf(&settings->arena, "%.*s%.*s", SARG(suffix),
					SARG(ending));
		for (struct slice list = data; slice_split(&list, '|', &ending);)
			*arena_next(&settings->arena, endings, count, capacity) =
				arena_printf(&settings->arena, "%.*s%.*s", SARG(suffix),
					SARG(ending));
	}
	settings->data_endings = endings;
	settings->data_ending_count = count;
	argument = slice_none;
	if (!script_expression(config, S("dataFileDirBaseNameOverride"), &argument))
		argument = slice_none;
	while (script_expression_after(&rest, S("setDataFileBaseName("), &argument))
		;
	if (!argument.len || slice_eq(argument, S("false")))
		return;
	if (script_value(&settings->arena, config, argument, &value))
		settings->folder_data_name = value_text(&value);
	else
		diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
			"data files of folders with the usual names are read",
			"computed setting: setDataFileBaseName(%.*s)", SARG(argument));
}

/* Is there a page of that name for the data to be of? */
static bool has_page(const struct settings *settings, struct arena *arena, int fd,
	struct slice path, struct slice name)
{
	struct slice extensions = S("md|markdown|html|mdx"), extension;

	while (slice_split(&extensions, '|', &extension)) {
		struct slice page =
			arena_printf(arena, "%.*s.%.*s", SARG(name), SARG(extension));
		if (overlay_has_in(settings->overlay, path, page) ||
			faccessat(fd, page.ptr, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	}
	return false;
}

/* The page whose data the file @name holds, in the folder @fd; empty: none. */
static struct slice page_of_data(const struct settings *settings, struct arena *arena,
	int fd, struct slice path, struct slice name)
{
	for (size_t i = 0; i < settings->data_ending_count; i++) {
		struct slice ending = settings->data_endings[i];
		if (name.len <= ending.len || !slice_ends(name, ending))
			continue;
		struct slice stem = slice_head(name, name.len - ending.len);
		if (has_page(settings, arena, fd, path, stem))
			return arena_dup(arena, stem);
	}
	return slice_none;
}

size_t eleventy_pages_with_data(const struct settings *settings, struct arena *arena,
	int fd, struct slice path, struct slice *names, size_t count,
	struct folder_reading *reading)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own < 0 ? NULL : fdopendir(own);
	struct dirent *item;

	if (!dir) {
		settings_note(reading, slice_none, -errno);
		if (own >= 0)
			close(own);
		return count;
	}
	while (errno = 0, count < ELEVENTY_DATA_MAX && (item = readdir(dir))) {
		struct slice page =
			page_of_data(settings, arena, fd, path, slice_str(item->d_name));
		if (page.len && !slice_is_among(page, names, count))
			names[count++] = page;
	}
	settings_note(reading, slice_none, -errno);
	closedir(dir);
	return count;
}
