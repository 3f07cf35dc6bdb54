/* SPDX-License-Identifier: MIT */
#include "app/state_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>

#include "base/file.h"

#define LOCK_WAIT_MS 10
#define LOCK_TRIES   1000

int state_folder_open(const char *path)
{
	int made = file_make_folders(path, 0700);
	if (made)
		return made;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* NFS, for one, locks only what is open for writing, which a folder never is. */
static bool knows_no_locks(int error)
{
	return error == EBADF || error == EINVAL || error == ENOLCK || error == ENOSYS ||
	       error == EOPNOTSUPP;
}

int state_folder_try_lock(int folder)
{
	if (flock(folder, LOCK_EX | LOCK_NB) == 0 || knows_no_locks(errno))
		return 0;
	return errno == EWOULDBLOCK || errno == EINTR ? -EAGAIN : -errno;
}

int state_folder_lock(int folder)
{
	const struct timespec wait = {.tv_nsec = LOCK_WAIT_MS * 1000000L};

	for (int i = 0; i < LOCK_TRIES; i++) {
		int error = state_folder_try_lock(folder);
		if (error != -EAGAIN)
			return error;
		nanosleep(&wait, NULL);
	}
	return -ETIMEDOUT;
}

void state_folder_sweep(const char *path)
{
	auto_close int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder >= 0 && state_folder_lock(folder) == 0)
		file_sweep(folder);
}
