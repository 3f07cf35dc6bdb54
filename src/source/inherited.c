/* SPDX-License-Identifier: MIT */
#include "source/inherited.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "source/rules.h"

/* Is there no such folder but in front of the blog, if at all? */
static bool is_nowhere(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

static int read_folder(const struct settings *settings, int blog, struct slice folder,
	struct arena *arena, const struct settings_default **own, size_t *count)
{
	struct folder_reading reading = {0};

	*own = NULL;
	*count = 0;
	auto_close int fd = openat(blog, folder.len ? arena_cstr(arena, folder) : ".",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && !is_nowhere(errno))
		return -errno;
	if (fd >= 0 || settings->overlay)
		*own = settings->rules->folder(
			settings, arena, fd, folder, count, &reading);
	return reading.trouble;
}

int inherited_read(const struct settings *settings, int blog, struct slice source,
	struct arena *arena, const struct settings_default **out, size_t *count)
{
	struct settings_default *all = NULL;
	const struct settings_default *own;
	size_t capacity = 0, more;
	int error = 0;

	*count = 0;
	for (size_t i = 0; i <= source.len && settings->rules->folder && !error; i++) {
		if (i == source.len || (i && source.ptr[i] != '/'))
			continue;
		error = read_folder(
			settings, blog, slice_head(source, i), arena, &own, &more);
		for (size_t k = 0; k < more; k++)
			*arena_next(arena, all, *count, capacity) = own[k];
	}
	*out = all;
	return error;
}
