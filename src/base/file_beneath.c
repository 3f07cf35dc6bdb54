/* SPDX-License-Identifier: MIT */
/* Opening beneath a folder: by openat2(2), or step by step where a sandbox forbids that call
 * (systemd's RestrictSUIDSGID=, which DynamicUser= brings, cannot look into its arguments). */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

/* The kernel returns EAGAIN when a folder on the way is renamed meanwhile. */
#define OPEN_TRIES     16
#define LINKS_MAX      40 /* as in the kernel */
#define DEPTH_MAX      128
#define PATH_MAX_BYTES 4095

/* A path being resolved: the folders on the way, and the rest of the path. */
struct steps {
	int folders[DEPTH_MAX];
	size_t depth;
	struct slice rest;
	struct buf memory; /* of the rest, once a symlink changed it */
	unsigned links;
};

static int here(const struct steps *steps)
{
	return steps->folders[steps->depth - 1];
}

/* The next part of the path; false at its end. */
static bool next_part(struct steps *steps, struct slice *part)
{
	while (slice_split(&steps->rest, '/', part)) {
		if (part->len && !slice_eq(*part, S(".")))
			return true;
	}
	return false;
}

static bool is_last(struct slice rest)
{
	struct slice part;

	while (slice_split(&rest, '/', &part)) {
		if (part.len && !slice_eq(part, S(".")))
			return false;
	}
	return true;
}

ptrdiff_t file_way_inside(int folder, struct slice absolute)
{
	char prefix[PATH_MAX_BYTES + 1];
	struct stat root, st;

	if (absolute.len > PATH_MAX_BYTES || fstat(folder, &root) < 0)
		return -1;
	memcpy(prefix, absolute.ptr, absolute.len);
	/* The longest beginning that is this folder, under whatever name. */
	for (size_t len = absolute.len; len > 0; len--) {
		if (len < absolute.len && absolute.ptr[len] != '/')
			continue;
		prefix[len] = '\0';
		if (stat(prefix, &st) == 0 && st.st_dev == root.st_dev &&
			st.st_ino == root.st_ino)
			return (ptrdiff_t)len;
	}
	return -1;
}

/* Back to the folder at which the path began. */
static void start_again(struct steps *steps)
{
	while (steps->depth > 1)
		close(steps->folders[--steps->depth]);
}

/* Puts the target of the symlink @name in front of the rest, which began with a separator or
 * is empty. -EINVAL: not a symlink. */
static int follow(struct steps *steps, const char *name, bool separated)
{
	char target[PATH_MAX_BYTES + 1];
	ssize_t len = readlinkat(here(steps), name, target, sizeof(target));
	ptrdiff_t from = 0;
	struct buf whole = BUF(PATH_MAX_BYTES + 1);

	if (len < 0)
		return -errno;
	if (++steps->links > LINKS_MAX)
		return -ELOOP;
	if (len == 0)
		return -ENOENT;
	if (target[0] == '/') {
		from = file_way_inside(steps->folders[0], slice(target, (size_t)len));
		if (from < 0)
			return -EXDEV;
		start_again(steps);
	}
	buf_put(&whole, slice_from(slice(target, (size_t)len), (size_t)from));
	buf_puts(&whole, separated ? "/" : "");
	buf_put(&whole, steps->rest);
	size_t path_len = whole.len;
	buf_putc(&whole, '\0');
	if (whole.overflow) {
		buf_fini(&whole);
		return -ENAMETOOLONG;
	}
	buf_fini(&steps->memory);
	steps->memory = whole;
	steps->rest = slice(whole.ptr, path_len);
	return 0;
}

static int go_up(struct steps *steps)
{
	if (steps->depth == 1)
		return -EXDEV;
	close(steps->folders[--steps->depth]);
	return 0;
}

static int go_down(struct steps *steps, const char *name)
{
	const int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

	if (steps->depth == DEPTH_MAX)
		return -ENAMETOOLONG;
	int fd = openat(here(steps), name, flags);
	if (fd < 0)
		return -errno;
	steps->folders[steps->depth++] = fd;
	return 0;
}

/* Opens the last part. -ELOOP: a symlink. */
static int open_last(const struct steps *steps, const char *name, int flags)
{
	struct stat st;
	auto_close int fd = openat(here(steps), name, flags | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	/* O_PATH opens the symlink itself. */
	if ((flags & O_PATH) && fstat(fd, &st) == 0 && S_ISLNK(st.st_mode))
		return -ELOOP;
	int opened = fd;
	fd = -1; /* consumed */
	return opened;
}

static int walk(struct steps *steps, int flags)
{
	struct slice part;

	while (next_part(steps, &part)) {
		bool last = is_last(steps->rest), separated = part.ptr[part.len] == '/';
		int done;

		if (slice_eq(part, S(".."))) {
			done = go_up(steps);
			if (done)
				return done;
			continue;
		}
		auto_free char *name = memory_checked(strndup(part.ptr, part.len));
		if (last)
			done = open_last(
				steps, name, flags | (separated ? O_DIRECTORY : 0));
		else
			done = go_down(steps, name);
		if (done == -ELOOP || done == -ENOTDIR) {
			int followed = follow(steps, name, separated);

			if (followed != -EINVAL) {
				if (followed)
					return followed;
				continue;
			}
		}
		if (done < 0 || last)
			return done;
	}
	return open_last(steps, ".", flags);
}

int file_beneath_by_steps(int folder, const char *path, int flags)
{
	struct steps steps = {.rest = slice_str(path)};

	if (!*path)
		return -ENOENT;
	if (*path == '/')
		return -EXDEV;
	if (steps.rest.len > PATH_MAX_BYTES)
		return -ENAMETOOLONG;
	buf_init(&steps.memory, BUF_MAX_BYTES);
	steps.folders[steps.depth++] = folder;
	int fd = walk(&steps, flags);
	start_again(&steps);
	buf_fini(&steps.memory);
	return fd;
}

int file_beneath(int folder, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	long fd = -1;

	for (int i = 0; i < OPEN_TRIES; i++) {
		fd = syscall(SYS_openat2, folder, path, &how, sizeof(how));
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	/* The kernel takes every absolute symlink for one that leaves. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EXDEV))
		return file_beneath_by_steps(folder, path, flags);
	return fd < 0 ? -errno : (int)fd;
}
