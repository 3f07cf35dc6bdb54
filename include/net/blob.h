/* SPDX-License-Identifier: MIT */
/* Immutable bytes shared between the cache and connections on every thread. The last one to drop it
 * frees it. */
#ifndef NET_BLOB_H
#define NET_BLOB_H

#include <stdatomic.h>
#include <stddef.h>

struct blob {
	atomic_uint refs;
	size_t len;
	char bytes[];
};

struct blob *blob_new(size_t len); /* one reference, bytes to be filled */
struct blob *blob_ref(struct blob *blob);
void blob_drop(struct blob *blob);

#endif
