/* SPDX-License-Identifier: MIT */
/* Who a working tree is written as. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/work_tree.h"
#include "base/arena.h"
#include "base/file.h"

/* For good: nothing of root is left, and no group of it. */
static int become(uid_t uid, gid_t gid)
{
	const struct passwd *user = getpwuid(uid);
	int error;

	if (user) {
		gid = user->pw_gid;
		error = initgroups(user->pw_name, gid) ? -errno : 0;
	} else {
		error = setgroups(1, &gid) ? -errno : 0;
	}
	if (!error && (setresgid(gid, gid, gid) || setresuid(uid, uid, uid)))
		error = -errno;
	if (!error && (geteuid() != uid || getuid() != uid || setuid(0) == 0))
		error = -EPERM;
	return error;
}

/* Whose a link is decides where it leads: root takes none. */
static int check_way(const char *path, const struct stat *folder)
{
	auto_arena struct arena arena = {0};
	struct slice rest = slice_str(path), name;
	struct stat st;

	int at = open(
		slice_starts(rest, S("/")) ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at < 0)
		return -errno;
	while (at >= 0 && slice_split(&rest, '/', &name)) {
		if (!name.len)
			continue;
		int next = work_tree_step(at, arena_cstr(&arena, name));
		close(at);
		at = next;
	}
	if (at < 0)
		return at;
	int error = fstat(at, &st) ? -errno : 0;
	close(at);
	if (error)
		return error;
	return st.st_ino == folder->st_ino && st.st_dev == folder->st_dev ? 0 : -ELOOP;
}

int work_tree_open(const char *path, bool reads, uid_t *owner)
{
	struct stat st;
	int error = 0;

	auto_close int at = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at < 0 || fstat(at, &st))
		return -errno;
	*owner = st.st_uid;
	if (geteuid() != 0 && !reads && st.st_uid != geteuid())
		error = -EPERM;
	else if (geteuid() == 0 && !reads)
		error = check_way(path, &st);
	if (!error && geteuid() == 0 && st.st_uid)
		error = become(st.st_uid, st.st_gid);
	if (error)
		return error;
	int fd = openat(at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}
