/* SPDX-License-Identifier: MIT */
/* An archive of files in the format of POSIX.1-2001 (ustar, with pax headers for names that it cannot hold). */
#ifndef APP_TAR_H
#define APP_TAR_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* What stands before the bytes of the file @path, last changed @at (seconds since the epoch). */
void tar_put_header(struct buf *out, struct slice path, uint64_t size_bytes, int64_t at);
/* What follows @size_bytes of a file. */
void tar_put_padding(struct buf *out, uint64_t size_bytes);
/* What follows the last file. */
void tar_put_end(struct buf *out);

#endif
