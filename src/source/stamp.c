/* SPDX-License-Identifier: MIT */
#include "source/stamp.h"

#include <sys/stat.h>

#include "base/file.h"

struct post_stamp post_stamp_of(const struct stat *st)
{
	return (struct post_stamp){
		.device = st->st_dev,
		.inode = st->st_ino,
		.size_bytes = (uint64_t)st->st_size,
		.mtime_ns = file_time_ns(&st->st_mtim),
		.ctime_ns = file_time_ns(&st->st_ctim),
	};
}

bool post_stamp_eq(const struct post_stamp *a, const struct post_stamp *b)
{
	return a->device == b->device && a->inode == b->inode &&
	       a->size_bytes == b->size_bytes && a->mtime_ns == b->mtime_ns &&
	       a->ctime_ns == b->ctime_ns;
}
