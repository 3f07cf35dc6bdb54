/* SPDX-License-Identifier: MIT */
/* Resolves a path: follows its symlinks one by one beneath a folder. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define LINKS_MAX      40 /* as in the kernel */
#define PATH_MAX_BYTES 4095

/* Puts the target of the symlink at @path in front of @rest. -EINVAL: not a symlink. @from_top: the target
 * starts at @folder. */
static int follow(int folder, struct slice path, struct slice *rest, struct buf *memory,
	bool *from_top)
{
	char target[PATH_MAX_BYTES + 1];
	auto_free char *name = memory_checked(strndup(path.ptr, path.len));
	struct buf whole = BUF(2 * PATH_MAX_BYTES);
	ssize_t len = readlinkat(folder, name, target, sizeof(target));
	int error = errno;
	if (len < 0)
		return error == ENOENT ? -EINVAL : -error;
	struct slice way = slice(target, (size_t)len);
	*from_top = slice_starts(way, S("/"));
	ptrdiff_t from = *from_top ? file_way_inside(folder, way) : 0;
	if (from < 0)
		return -EXDEV;
	buf_put(&whole, slice_from(way, (size_t)from));
	buf_putc(&whole, '/');
	buf_put(&whole, *rest);
	if (whole.overflow) {
		buf_fini(&whole);
		return -ENAMETOOLONG;
	}
	buf_fini(memory);
	*memory = whole;
	*rest = buf_slice(memory);
	return 0;
}

/* The folder above what @out holds. */
static int go_up(struct buf *out)
{
	if (out->len == 0)
		return -EXDEV;
	ptrdiff_t slash = slice_rfind_char(buf_slice(out), '/');
	buf_truncate(out, slash < 0 ? 0 : (size_t)slash);
	return 0;
}

int file_real_beneath(int folder, struct slice path, struct buf *out)
{
	auto_buf struct buf memory = BUF(BUF_MAX_BYTES);
	struct slice part;
	unsigned links = 0;
	int error = path.len > PATH_MAX_BYTES          ? -ENAMETOOLONG
		    : slice_find_char(path, '\0') >= 0 ? -ENOENT
		    : slice_starts(path, S("/"))       ? -EXDEV
						       : 0;

	buf_clear(out);
	while (!error && slice_split(&path, '/', &part)) {
		size_t before = out->len;
		if (part.len == 0 || slice_eq(part, S(".")))
			continue;
		if (slice_eq(part, S(".."))) {
			error = go_up(out);
			continue;
		}
		if (before)
			buf_putc(out, '/');
		buf_put(out, part);
		bool from_top = false;
		error = follow(folder, buf_slice(out), &path, &memory, &from_top);
		if (error == -EINVAL) {
			error = 0;
			continue;
		}
		buf_truncate(out, from_top ? 0 : before);
		if (!error && ++links > LINKS_MAX)
			error = -ELOOP;
	}
	return error;
}
