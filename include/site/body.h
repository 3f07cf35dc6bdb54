/* SPDX-License-Identifier: MIT */
/* The body of a post and its front matter, read from its file when somebody asks for them. */
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
/* The front matter of @post as the scan found it, in @arena. *out is NULL if there is none, if its file is another
 * since, or if it is very long. Returns 0 or -errno. */
int body_front_matter(const struct site *site, const struct post *post,
	struct arena *arena, const struct value **out);

#endif
