/* SPDX-License-Identifier: MIT */
#include "app/work_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define NAME_BYTES 40

bool work_tree_may_hold(struct slice path)
{
	struct slice rest = path, name;

	if (!path.len || slice_ends(path, S("/")) || !text_is_utf8(path))
		return false;
	while (slice_split(&rest, '/', &name)) {
		if (!name.len || name.ptr[0] == '.')
			return false;
	}
	for (size_t i = 0; i < path.len; i++) {
		if (text_is_control(path, i))
			return false;
	}
	return true;
}

/* --- the way there ---------------------------------------------------------------------------------- */

/* What is no folder, or a link to one, is both said by ENOTDIR. */
int work_tree_step(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	return errno == ENOTDIR ? -ELOOP : -errno;
}

/* The folder of @path: one name after another, each in the folder before it, so that what is put in its place
 * meanwhile leads nowhere. *name: the last one. A descriptor or -errno. */
static int open_folder(
	int tree, struct slice path, bool make, struct arena *arena, const char **name)
{
	int at = openat(tree, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct slice step;

	if (at < 0)
		return -errno;
	while (slice_cut(path, '/', &step, &path)) {
		const char *folder = arena_cstr(arena, step);
		int next = work_tree_step(at, folder);
		if (next == -ENOENT && make &&
			(mkdirat(at, folder, 0777) == 0 || errno == EEXIST))
			next = work_tree_step(at, folder);
		close(at);
		if (next < 0)
			return next;
		at = next;
	}
	*name = arena_cstr(arena, step);
	return at;
}

/* --- looking ---------------------------------------------------------------------------------------- */

static int look_at(
	int folder, const char *name, struct work_tree_file *file, struct buf *out)
{
	struct stat st;

	*file = (struct work_tree_file){0};
	auto_close int fd = openat(
		folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	int error = sha256_file(fd, file->hash);
	if (!error && out)
		error = file_read(fd, 0, out);
	file->is_there = true;
	file->size_bytes = (uint64_t)st.st_size;
	return error < 0 ? error : 0;
}

int work_tree_look(
	int tree, struct slice path, struct work_tree_file *file, struct buf *out)
{
	auto_arena struct arena arena = {0};
	const char *name = "";

	*file = (struct work_tree_file){0};
	auto_close int folder = open_folder(tree, path, false, &arena, &name);
	if (folder < 0)
		return folder == -ENOENT ? 0 : folder;
	return look_at(folder, name, file, out);
}

/* Is it the file with this hash? Empty: is there none? */
static int check(int folder, const char *name, struct slice base)
{
	struct work_tree_file file;
	int error = look_at(folder, name, &file, NULL);

	if (error)
		return error;
	return slice_eq(base,
		       file.is_there ? slice(file.hash, sizeof(file.hash)) : slice_none)
		       ? 0
		       : -ESTALE;
}

/* --- changing --------------------------------------------------------------------------------------- */

static int make_name(char name[static NAME_BYTES])
{
	unsigned long long number;

	if (getrandom(&number, sizeof(number), 0) < 0)
		return -errno;
	snprintf(name, NAME_BYTES, ".splashdown-%016llx", number);
	return 0;
}

/* The one that is replaced keeps who may read it. */
static mode_t mode_of(int folder, const char *name)
{
	struct stat st;
	mode_t mask = umask(022);

	umask(mask);
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
		return st.st_mode & 0777;
	return 0666 & ~mask;
}

/* Where the name is taken meanwhile, what is there stays. */
static int put_new(int folder, const char *temporary, const char *name)
{
	if (renameat2(folder, temporary, folder, name, RENAME_NOREPLACE) == 0)
		return 0;
	if ((errno == EINVAL || errno == ENOSYS) &&
		linkat(folder, temporary, folder, name, 0) == 0)
		return unlinkat(folder, temporary, 0) ? -errno : 0;
	return errno == EEXIST ? -ESTALE : -errno;
}

static int exchange(int folder, const char *temporary, const char *name)
{
	if (renameat2(folder, temporary, folder, name, RENAME_EXCHANGE) == 0)
		return 0;
	return errno == ENOENT ? -ESTALE : -errno;
}

/* Both change places, so that what was there can be looked at when nobody finds it any more. */
static int put_instead(
	int folder, const char *temporary, const char *name, struct slice base)
{
	int error = exchange(folder, temporary, name);

	if (error == -EINVAL || error == -ENOSYS)
		return renameat(folder, temporary, folder, name) ? -errno : 0;
	if (error)
		return error;
	error = check(folder, temporary, base);
	if (!error)
		return unlinkat(folder, temporary, 0) ? -errno : 0;
	int back = exchange(folder, temporary, name);
	if (back == -ESTALE) /* somebody removed ours */
		back = put_new(folder, temporary, name);
	return back ? back : error;
}

/* Removes the temporary file, unless that is somebody else's now, who changed what was there at the same time. */
static void clear(int folder, const char *temporary, const struct stat *own)
{
	struct stat st;

	if (fstatat(folder, temporary, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		st.st_ino == own->st_ino)
		unlinkat(folder, temporary, 0);
}

int work_tree_put(int tree, struct slice path, struct slice base, struct slice bytes)
{
	auto_arena struct arena arena = {0};
	char temporary[NAME_BYTES];
	const char *name = "";
	struct stat own;

	auto_close int folder = open_folder(tree, path, !base.len, &arena, &name);
	int error = folder < 0 ? folder : check(folder, name, base);
	if (!error)
		error = make_name(temporary);
	if (!error)
		error = file_put(folder, temporary, mode_of(folder, name), bytes);
	if (error)
		return error;
	if (fstatat(folder, temporary, &own, AT_SYMLINK_NOFOLLOW))
		return -errno;
	error = base.len ? put_instead(folder, temporary, name, base)
			 : put_new(folder, temporary, name);
	if (error)
		clear(folder, temporary, &own);
	return error;
}

int work_tree_remove(int tree, struct slice path, struct slice base)
{
	auto_arena struct arena arena = {0};
	char temporary[NAME_BYTES];
	const char *name = "";

	auto_close int folder = open_folder(tree, path, false, &arena, &name);
	int error = folder < 0 ? folder : check(folder, name, base);
	if (!error)
		error = make_name(temporary);
	if (error)
		return error;
	if (renameat(folder, name, folder, temporary))
		return errno == ENOENT ? -ESTALE : -errno;
	error = check(folder, temporary, base);
	if (!error)
		return unlinkat(folder, temporary, 0) ? -errno : 0;
	int back = put_new(folder, temporary, name);
	return back ? back : error;
}
