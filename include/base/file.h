/* SPDX-License-Identifier: MIT */
/* Files that are never half-written, never left open and never outside their folder. */
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

/* Opens @path from @folder as openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS does, and
 * close-on-exec: what leaves @folder is -EXDEV. A symlink with an absolute path does not leave it where that
 * begins with @folder. A descriptor or -errno. */
int file_beneath(int folder, const char *path, int flags);
/* The same where that call is not to be had: file_beneath comes here by itself. */
int file_beneath_by_steps(int folder, const char *path, int flags);
/* Where in @absolute, the target of a symlink, the path beneath @folder begins; -1: it is not beneath it. */
ptrdiff_t file_way_inside(int folder, struct slice absolute);
/* Where @path leads beneath @folder once its symlinks are followed: relative, without "." and "..", into
 * @out. Returns 0 or -errno as file_beneath does; the last part need not be there. */
int file_real_beneath(int folder, struct slice path, struct buf *out);
/* Opens a regular file below @folder by file_beneath with O_NONBLOCK, for reading. @path is relative, without leading '/'. Returns the descriptor or
 * -errno: -ENOENT also for what is no regular file (FIFO, device, folder, socket), for a name that
 * no file can have, and for a symlink that leaves the folder (-EXDEV is turned into it). @size_bytes may be NULL. */
int file_open_beneath(int folder, struct slice path, uint64_t *size_bytes);
/* Was it changed within the last 50 ms? Whoever writes it may not be done. */
struct stat;
bool file_is_changing(const struct stat *st);
/* Is @error (negative errno) the machine's lack of descriptors or memory? */
bool file_is_shortage(int error);
/* Does it say nothing of the file, which may well be there: a shortage, a disk or a network that fails, an
 * interruption? What nobody knows counts among these. */
bool file_is_trouble(int error);
/* Appends at most @max_bytes (0: as many as the buf takes) from @fd, from its current place. Returns
 * 0 at the end of the file, 1 when there is more than that, or -errno. */
int file_read(int fd, size_t max_bytes, struct buf *out);
/* The two together. */
int file_read_beneath(int folder, struct slice path, size_t max_bytes, struct buf *out);

/* Writes @bytes to @name in @folder: temporary file in the same folder, fsync, rename, fsync of the
 * folder. Returns 0 or -errno; on an error the old file is untouched (but for that of the last
 * step, when the new one may not outlive a power cut). @mode is exact, whatever the umask; what root
 * writes belongs to the folder's owner. */
int file_replace(int folder, const char *name, mode_t mode, struct slice bytes);
/* The same for what can be made again (thousands of files at a time): without the fsyncs. */
int file_put(int folder, const char *name, mode_t mode, struct slice bytes);
/* The same with what is left to read of @from. */
int file_put_from(int folder, const char *name, mode_t mode, int from);
/* fsync of the folder: what was renamed in it stays so over a power cut. 0 or -errno. */
int file_sync_folder(int folder);
/* Removes temporary files of the functions above, which a kill left in @folder. Only while
 * nobody writes there. */
void file_sweep(int folder);
/* mkdir -p with @mode for what it makes. Returns 0 or -errno. */
int file_make_folders(const char *path, mode_t mode);

#endif
