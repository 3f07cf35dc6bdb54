/* SPDX-License-Identifier: MIT */
/* A folder that a command fills: each file whole or not at all, nothing outside of it, no symlink
 * followed. Safe from every thread. */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "base/slice.h"

/* Makes the folder @path where it is not there. Returns its descriptor or -errno. */
int output_open(const char *path);
/* Writes @bytes to @path ("a/b.gmi"), with the folders that lead there. Returns 0 or -errno: -EINVAL
 * for a path that is none or leaves the folder. */
int output_put(int folder, struct slice path, struct slice bytes);
/* The same with what is left to read of @from. */
int output_put_from(int folder, struct slice path, int from);
/* Is @path (it may not be there yet) the folder @folder or below it? */
bool output_is_inside(const char *path, const char *folder);

#endif
