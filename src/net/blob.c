/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "net/blob.h"

struct blob *blob_new(size_t len)
{
	struct blob *blob =
		memory_checked(len < SIZE_MAX / 2 ? malloc(sizeof(*blob) + len) : NULL);

	atomic_init(&blob->refs, 1);
	blob->len = len;
	return blob;
}

struct blob *blob_ref(struct blob *blob)
{
	if (blob)
		atomic_fetch_add_explicit(&blob->refs, 1, memory_order_relaxed);
	return blob;
}

void blob_drop(struct blob *blob)
{
	if (blob && atomic_fetch_sub_explicit(&blob->refs, 1, memory_order_acq_rel) == 1)
		free(blob);
}
