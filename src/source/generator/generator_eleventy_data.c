/* SPDX-License-Identifier: MIT */
/* Which pages of a folder have data files beside them (11ty.dev/docs/data-template-dir). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "source/generator/generator_eleventy_internal.h"
#include "source/overlay.h"

const char *const eleventy_data_endings[ELEVENTY_DATA_ENDINGS] = {".11tydata.js",
	".11tydata.mjs", ".11tydata.cjs", ".11tydata.json", ".json", ".yml", ".yaml"};

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
	for (size_t i = 0; i < ELEVENTY_DATA_ENDINGS; i++) {
		struct slice ending = slice_str(eleventy_data_endings[i]);
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
