/* SPDX-License-Identifier: MIT */
/* The body of a post, read from its file when somebody asks for it. */
#ifndef SITE_BODY_H
#define SITE_BODY_H

#include "site/site.h"

struct body {
	struct slice text;                /* what stands behind the front matter */
	unsigned line;                    /* of its first byte, from 1 */
	const struct value *front_matter; /* NULL: none */
};

/* Reads the file of @post beneath the snapshot's folder, at most CONVERT_SOURCE_MAX_BYTES of it, into
 * @arena. Returns 0, or -errno: it may be gone since the scan. */
int body_read(const struct site *site, const struct post *post, struct arena *arena,
	struct body *out);

#endif
