/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define OPEN_TRIES   16
#define NO_MEMORY_MS 100
#define YOUNG_MS     50
#define COPY_BYTES   (256 * 1024)

/* Scans ignore names with a leading dot. 16 hexadecimal digits follow. */
#define TEMPORARY        ".splashdown-"
#define TEMPORARY_DIGITS 16

void file_close_auto(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static int open_beneath(int folder, struct slice path)
{
	if (slice_find_char(path, '\0') >= 0)
		return -ENOENT;
	auto_free char *name =
		memory_checked(path.len ? strndup(path.ptr, path.len) : strdup(""));
	int fd = file_beneath(folder, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	bool never = fd == -EXDEV || fd == -ELOOP || fd == -ENOTDIR ||
		     fd == -ENAMETOOLONG || fd == -ENXIO || fd == -ENODEV;
	return never ? -ENOENT : fd;
}

int file_open_beneath(int folder, struct slice path, uint64_t *size_bytes)
{
	auto_close int fd = open_beneath(folder, path);
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ENOENT;
	if (size_bytes)
		*size_bytes = (uint64_t)st.st_size;
	int opened = fd;
	fd = -1; /* consumed */
	return opened;
}

int64_t file_time_ns(const struct timespec *time)
{
	int64_t ns;

	if (__builtin_mul_overflow(time->tv_sec, 1000000000, &ns) ||
		__builtin_add_overflow(ns, time->tv_nsec, &ns))
		return time->tv_sec < 0 ? INT64_MIN : INT64_MAX;
	return ns;
}

bool file_is_young(int64_t mtime_ns, int64_t limit_ms)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	const int64_t now_ns = file_time_ns(&now), limit_ns = limit_ms * 1000000;
	/* The kernel's timestamps are coarse; one in the future says nothing. */
	return mtime_ns > now_ns - limit_ns && mtime_ns < now_ns + limit_ns;
}

bool file_is_changing(int64_t mtime_ns)
{
	return file_is_young(mtime_ns, YOUNG_MS);
}

bool file_is_shortage(int error)
{
	return error == -EMFILE || error == -ENFILE || error == -ENOMEM;
}

bool file_is_trouble(int error)
{
	static const int harmless[] = {0, EACCES, EFBIG, EILSEQ, EINVAL, EISDIR, ELOOP,
		ENAMETOOLONG, ENODEV, ENOENT, ENOTDIR, ENXIO, EOPNOTSUPP, EOVERFLOW,
		EPERM, EXDEV};

	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		if (-error == harmless[i])
			return false;
	return true;
}

int file_is_there(const char *path)
{
	if (access(path, F_OK) == 0)
		return 1;
	return errno == ENOENT ? 0 : -errno;
}

int file_poll(struct pollfd *fds, size_t count, int wait_ms)
{
	const struct timespec moment = {.tv_nsec = NO_MEMORY_MS * 1000000L};
	int ready = poll(fds, count, wait_ms);

	if (ready >= 0)
		return ready;
	if (errno != EINTR)
		nanosleep(&moment, NULL);
	for (size_t i = 0; i < count; i++)
		fds[i].revents = 0;
	return 0;
}

/* Is there one more byte to read? It is left in place where the descriptor can seek. */
static int has_more(int fd)
{
	char byte;
	ssize_t got;
	off_t at = lseek(fd, 0, SEEK_CUR);

	do {
		got = at < 0 ? read(fd, &byte, 1) : pread(fd, &byte, 1, at);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got > 0;
}

int file_read(int fd, size_t max_bytes, struct buf *out)
{
	return file_read_sized(fd, UINT64_MAX, max_bytes, out);
}

int file_read_sized(int fd, uint64_t size_bytes, size_t max_bytes, struct buf *out)
{
	const size_t step_min = 16 * 1024;
	size_t left = max_bytes ? max_bytes : SIZE_MAX;

	for (;;) {
		size_t step = out->len > step_min ? out->len : step_min;
		size_t room = buf_reserve(out, step < left ? step : left);
		if (room == 0)
			return has_more(fd);
		ssize_t got = read(fd, out->ptr + out->len, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		out->len += (size_t)got;
		left -= (size_t)got;
		size_bytes -= (uint64_t)got;
		if (size_bytes == 0)
			return 0;
	}
}

int file_read_beneath(int folder, struct slice path, size_t max_bytes, struct buf *out)
{
	auto_close int fd = file_open_beneath(folder, path, NULL);

	return fd < 0 ? fd : file_read(fd, max_bytes, out);
}

static int write_all(int fd, struct slice bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		bytes = slice_from(bytes, (size_t)put);
	}
	return 0;
}

/* Creates a file with a unique name. */
static int open_temporary(int folder, char name[static 40])
{
	for (int i = 0; i < OPEN_TRIES; i++) {
		unsigned long long number;
		if (getrandom(&number, sizeof(number), 0) < 0)
			return -errno;
		snprintf(name, 40, TEMPORARY "%016llx", number);
		int fd = openat(folder, name,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			return fd < 0 ? -errno : fd;
	}
	return -EEXIST;
}

int file_sync_folder(int folder)
{
	auto_close int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	/* EINVAL: the file system does not support it. */
	return fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
}

static bool is_temporary(const char *name)
{
	const size_t start = sizeof(TEMPORARY) - 1;

	return strncmp(name, TEMPORARY, start) == 0 &&
	       strlen(name) == start + TEMPORARY_DIGITS &&
	       strspn(name + start, "0123456789abcdef") == TEMPORARY_DIGITS;
}

void file_sweep(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (!entries) {
		file_close_auto(&fd);
		return;
	}
	while ((entry = readdir(entries))) {
		if (is_temporary(entry->d_name))
			(void)unlinkat(folder, entry->d_name, 0);
	}
	closedir(entries);
}

/* A server that is not root must be able to read what an administrator wrote for it. When chown is
 * not permitted, the file stays root's. */
static void give_to_owner(int folder, int fd)
{
	struct stat st;

	if (geteuid() == 0 && fstat(folder, &st) == 0 && (st.st_uid || st.st_gid))
		(void)!fchown(fd, st.st_uid, st.st_gid);
}

/* Copies the rest of @from piece by piece: it may be a video. */
static int copy_all(int fd, int from)
{
	auto_buf struct buf piece = BUF(BUF_UNLIMITED);
	int more = 1;
	int error = 0;

	while (more > 0 && !error) {
		buf_clear(&piece);
		more = file_read(from, COPY_BYTES, &piece);
		error = more < 0 ? more : write_all(fd, buf_slice(&piece));
	}
	return error;
}

/* The content is the rest of @from when that is >= 0, else @bytes. */
static int replace(int folder, const char *name, mode_t mode, struct slice bytes,
	int from, bool lasting)
{
	char temporary[40];

	if (!*name || strchr(name, '/'))
		return -EINVAL;
	auto_close int fd = open_temporary(folder, temporary);
	if (fd < 0)
		return fd;
	if (lasting)
		give_to_owner(folder, fd);
	int error = from >= 0 ? copy_all(fd, from) : write_all(fd, bytes);
	if (!error && (fchmod(fd, mode) < 0 || (lasting && fsync(fd) < 0)))
		error = -errno;
	/* A network file system may report only now that there was no room. */
	int closed = close(fd);
	fd = -1;
	if (!error && closed < 0 && errno != EINTR)
		error = -errno;
	if (!error && renameat(folder, temporary, folder, name) < 0)
		error = -errno;
	if (error)
		unlinkat(folder, temporary, 0);
	return error;
}

int file_replace(int folder, const char *name, mode_t mode, struct slice bytes)
{
	int error = replace(folder, name, mode, bytes, -1, true);

	return error ? error : file_sync_folder(folder);
}

int file_put(int folder, const char *name, mode_t mode, struct slice bytes)
{
	return replace(folder, name, mode, bytes, -1, false);
}

int file_put_from(int folder, const char *name, mode_t mode, int from)
{
	return replace(folder, name, mode, slice_none, from, false);
}

static int make_folder(const char *path, mode_t mode)
{
	struct stat st;

	if (mkdir(path, mode) == 0)
		return 0;
	int error = errno;
	/* Some file systems return EROFS or EACCES for an existing folder. */
	if (stat(path, &st) == 0)
		return S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
	return error == EEXIST ? -errno : -error;
}

int file_make_folders(const char *path, mode_t mode)
{
	if (!*path)
		return -ENOENT;
	auto_free char *copy = memory_checked(strdup(path));
	int error = 0;
	for (char *at = copy + 1; *at && !error; at++) {
		if (*at != '/' || at[-1] == '/')
			continue;
		*at = '\0';
		error = make_folder(copy, mode);
		*at = '/';
	}
	if (!error)
		error = make_folder(copy, mode);
	return error;
}
