/* SPDX-License-Identifier: MIT */
/* The folder of a preview, which goes at its end. One that was killed leaves it: the next preview of that user takes
 * it away. A lock in it tells whether its preview runs. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command/command_preview_internal.h"
#include "base/buf.h"
#include "base/file.h"

#define NAME  "splashdown-preview-"
#define LOCK  "/lock"
#define TRIES 8

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st, (void)kind, (void)walk;
	return remove(path);
}

void preview_folder_remove(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_PHYS | FTW_DEPTH);
}

/* The lock in @folder, as long as it is open; -EAGAIN: another process has it, or takes it away. */
static int take_lock(const char *folder, int flags)
{
	auto_buf struct buf path = BUF(BUF_UNLIMITED);
	struct stat st;

	buf_printf(&path, "%s" LOCK, folder);
	buf_putc(&path, '\0');
	int fd = open(path.ptr, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink)
		return fd;
	close(fd);
	return -EAGAIN;
}

/* Those of this user whose previews ended without a word. */
static void sweep(const char *base)
{
	DIR *dir = opendir(base);
	const struct dirent *entry;
	struct stat st;

	while (dir && (entry = readdir(dir))) {
		auto_buf struct buf path = BUF(BUF_UNLIMITED);
		if (!slice_starts(slice_str(entry->d_name), S(NAME)))
			continue;
		buf_printf(&path, "%s/%s", base, entry->d_name);
		buf_putc(&path, '\0');
		if (lstat(path.ptr, &st) || !S_ISDIR(st.st_mode) ||
			st.st_uid != geteuid())
			continue;
		auto_close int lock = take_lock(path.ptr, 0);
		if (lock >= 0)
			preview_folder_remove(path.ptr);
	}
	if (dir)
		closedir(dir);
}

int preview_folder_make(char folder[static PREVIEW_FOLDER_BYTES], int *lock)
{
	const char *said = getenv("TMPDIR");
	const char *base = said && *said == '/' && strlen(said) < 32 ? said : "/tmp";

	*lock = -EAGAIN;
	sweep(base);
	for (int i = 0; i < TRIES && *lock == -EAGAIN; i++) {
		snprintf(folder, PREVIEW_FOLDER_BYTES, "%s/" NAME "XXXXXX", base);
		if (!mkdtemp(folder))
			return -errno;
		*lock = take_lock(folder, O_CREAT | O_EXCL);
		/* Another preview that starts may have found it before it was locked. */
		if (*lock < 0)
			preview_folder_remove(folder);
	}
	return *lock < 0 ? *lock : 0;
}
