/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "store/store_internal.h"

static int write_mark(const char *mark)
{
	int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	int error = fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
	close(fd);
	return error;
}

/* A file that says, wherever the uploads went, that there were some. Made when they are on the disk: whatever becomes of
 * it, they are kept. */
void store_make_mark(const struct store *store)
{
	if (!store->mark || access(store->mark, F_OK) == 0)
		return;
	int error = write_mark(store->mark);
	if (error)
		log_error("%s cannot be written: %s; uploads are kept, but a start would "
			  "not notice if they were lost; it is tried again with the "
			  "next one",
			store->mark, log_strerror(error));
}

int store_check_mark(const struct store *store)
{
	if (store->index.stamp.inode) {
		store_make_mark(store);
		return 0;
	}
	int there = store->mark ? file_is_there(store->mark) : 0;
	if (there <= 0)
		return there;
	log_error(
		"%.*s: the uploads are not there, and %s says that there were some; put "
		"them back, or remove that file to begin without them",
		SARG(store->path), store->mark);
	return -ENODATA;
}
