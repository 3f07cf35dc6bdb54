/* SPDX-License-Identifier: MIT */
/* Files that are never half-written, never leaked and never outside their folder. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/slice.h"

/* A descriptor that closes itself: auto_close int fd = -1; */
void file_close_auto(int *fd);
#define auto_close __attribute__((cleanup(file_close_auto)))

/* Opens @path in @folder as openat2(2) does with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS, close-on-exec.
 * Returns a descriptor or -errno; -EXDEV when @path leaves @folder. A symlink with an absolute path does not
 * leave it if that path begins with @folder. */
int file_beneath(int folder, const char *path, int flags);
/* The same where openat2(2) is not available; file_beneath falls back to it. */
int file_beneath_by_steps(int folder, const char *path, int flags);
/* The offset in @absolute, the target of a symlink, at which the path beneath @folder begins; -1: not
 * beneath it. */
ptrdiff_t file_way_inside(int folder, struct slice absolute);
/* Resolves the symlinks of @path beneath @folder: appends the relative path, without "." and "..", to
 * @out. Returns 0 or -errno as file_beneath does. The last part need not exist. */
int file_real_beneath(int folder, struct slice path, struct buf *out);
/* Opens a regular file below @folder by file_beneath with O_NONBLOCK, for reading. @path is relative, without
 * leading '/'. Returns the descriptor or -errno. -ENOENT also stands for anything but a regular file (FIFO,
 * device, folder, socket), for an impossible file name, and for a symlink that leaves the folder (instead of
 * -EXDEV). @size_bytes may be NULL. */
int file_open_beneath(int folder, struct slice path, uint64_t *size_bytes);
/* Was the file changed within the last @limit_ms? */
bool file_is_young(int64_t mtime_ns, int64_t limit_ms);
/* The same for 50 ms: then its writer may not have finished. */
struct stat;
bool file_is_changing(int64_t mtime_ns);
/* Nanoseconds since the epoch; before 1677 and after 2262, the first and the last that fit. */
struct timespec;
int64_t file_time_ns(const struct timespec *time);
/* Does @error (negative errno) mean that the machine is out of descriptors or memory? */
bool file_is_shortage(int error);
/* Is there something at @path? 1, 0, or -errno where that cannot be seen, which is no "no". */
int file_is_there(const char *path);
struct pollfd;
/* poll(2), for loops: where the kernel has no memory for it, it waits for a moment. How many of @fds are ready. */
int file_poll(struct pollfd *fds, size_t count, int wait_ms);
/* Does @error say nothing about the file itself, which may well exist: a shortage, a failing disk or
 * network, an interruption? Unknown errors count among these. */
bool file_is_trouble(int error);
/* Appends at most @max_bytes (0: as many as the buf takes) from the current offset of @fd. Returns 0
 * at the end of the file, 1 when there is more, or -errno. */
int file_read(int fd, size_t max_bytes, struct buf *out);
/* The same for a file with @size_bytes left from its current offset: stops there without another read(2). */
int file_read_sized(int fd, uint64_t size_bytes, size_t max_bytes, struct buf *out);
/* file_open_beneath() and file_read() in one. */
int file_read_beneath(int folder, struct slice path, size_t max_bytes, struct buf *out);

/* Writes @bytes to @name in @folder: temporary file in the same folder, fsync, rename, fsync of the
 * folder. Returns 0 or -errno. On an error the old file is untouched, unless the last step failed:
 * then the new file may not survive a power cut. @mode is exact, whatever the umask. A file written by
 * root gets the folder's owner. */
int file_replace(int folder, const char *name, mode_t mode, struct slice bytes);
/* The same without the fsyncs, for files that can be made again (thousands at a time). */
int file_put(int folder, const char *name, mode_t mode, struct slice bytes);
/* The same with the rest of @from as content. */
int file_put_from(int folder, const char *name, mode_t mode, int from);
/* fsync of the folder: makes renames survive a power cut. Returns 0 or -errno. */
int file_sync_folder(int folder);
/* Removes temporary files that a killed process left in @folder. Only while nobody writes
 * there. */
void file_sweep(int folder);
/* As mkdir -p; new folders get @mode. Returns 0 or -errno. */
int file_make_folders(const char *path, mode_t mode);

#endif
