/* SPDX-License-Identifier: MIT */
/* What tells that a file was not written since, without reading it. */
#ifndef SOURCE_STAMP_H
#define SOURCE_STAMP_H

#include <stdbool.h>
#include <stdint.h>

struct post_stamp { /* identifies a version of a file */
	uint64_t device, inode, size_bytes;
	int64_t mtime_ns, ctime_ns;
};

struct stat;
struct post_stamp post_stamp_of(const struct stat *st);
/* Are they the same file, by their stamps? */
bool post_stamp_eq(const struct post_stamp *a, const struct post_stamp *b);

#endif
