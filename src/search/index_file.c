/* SPDX-License-Identifier: MIT */
/* Fresh files of databases, and the leftovers of processes that ended. "search-XXXXXX.lock" is locked as long as its
 * process runs, and is there before and after "search-XXXXXX.db" and what SQLite puts beside it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "search/index_internal.h"

#define NAME  "search-"
#define LOCK  ".lock"
#define TRIES 100

static const struct slice database_endings[] = {
	S(".db"), S(".db-wal"), S(".db-shm"), S(".db-journal")};

#define ENDING_COUNT (sizeof(database_endings) / sizeof(*database_endings))

/* Descriptor of the lock at @path, which is ours; -EAGAIN: it is another's. A sweep may have taken it away meanwhile:
 * then we would lock a file that nobody finds. */
static int take_lock(const char *path, int flags)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
		return fd;
	close(fd);
	return -EAGAIN;
}

/* "@stem.db" and its kin, then the lock @stem.lock. */
static void remove_all(struct slice stem)
{
	struct buf path = BUF(BUF_UNLIMITED);

	for (size_t i = 0; i <= ENDING_COUNT; i++) {
		buf_clear(&path);
		buf_put(&path, stem);
		buf_put(&path, i < ENDING_COUNT ? database_endings[i] : S(LOCK));
		buf_putc(&path, '\0');
		unlink(path.ptr);
	}
	buf_fini(&path);
}

int index_file_new(struct index_file *file, const char *folder)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct buf path = BUF(BUF_UNLIMITED);

	for (unsigned try = 0; try < TRIES; try++) {
		uint32_t random;
		if (getentropy(&random, sizeof(random)) != 0)
			random = (uint32_t)getpid() + try;
		buf_clear(&path);
		buf_printf(&path, "%s/" NAME, folder);
		for (unsigned i = 0; i < 6; i++, random >>= 5)
			buf_putc(&path, letters[random & 31]);
		size_t stem = path.len;
		buf_put(&path, slice(LOCK, sizeof(LOCK)));
		file->lock = take_lock(path.ptr, O_EXCL);
		if (file->lock == -EEXIST || file->lock == -EAGAIN)
			continue;
		if (file->lock < 0)
			break;
		buf_truncate(&path, stem);
		buf_put(&path, slice(".db", sizeof(".db")));
		auto_close int made =
			open(path.ptr, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		int error = made < 0 ? -errno : 0;
		file->path = path;
		if (error)
			index_file_remove(file);
		return error;
	}
	buf_fini(&path);
	return file->lock < 0 ? file->lock : -EEXIST;
}

void index_file_remove(struct index_file *file)
{
	struct slice stem = buf_slice(&file->path);

	if (!stem.len)
		return;
	slice_drop(&stem, slice(".db", sizeof(".db")));
	remove_all(stem);
	close(file->lock);
	file->lock = -1;
	buf_fini(&file->path);
}

/* The stem of a name of ours: "search-abcdef". */
static bool stem_of(struct slice name, struct slice *stem)
{
	*stem = name;
	if (!slice_starts(name, S(NAME)))
		return false;
	for (size_t i = 0; i < ENDING_COUNT; i++) {
		if (slice_drop(stem, database_endings[i]))
			return true;
	}
	return slice_drop(stem, S(LOCK));
}

void search_index_sweep(const char *folder)
{
	DIR *dir = opendir(folder);
	struct buf path = BUF(BUF_UNLIMITED);
	const struct dirent *entry;
	struct slice stem;

	while (dir && (entry = readdir(dir))) {
		if (!stem_of(slice_str(entry->d_name), &stem))
			continue;
		buf_clear(&path);
		buf_printf(&path, "%s/%.*s" LOCK, folder, SARG(stem));
		buf_putc(&path, '\0');
		auto_close int lock = take_lock(path.ptr, 0);
		if (lock < 0)
			continue;
		remove_all(slice(path.ptr, path.len - sizeof(LOCK)));
	}
	if (dir)
		closedir(dir);
	buf_fini(&path);
}
