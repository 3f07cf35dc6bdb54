/* SPDX-License-Identifier: MIT */
/* The body and front matter of a post, read from its file on request. */
#ifndef SITE_BODY_H
#define SITE_BODY_H

#include "site/site.h"

/* A file is not the one that was scanned. Among negative errnos, and none of them. */
#define BODY_CHANGED (-4097)
/* Why a page cannot be built, in words: log_strerror, and BODY_CHANGED. */
const char *body_strerror(int error);

struct body {
	struct slice text;                /* the text after the front matter */
	unsigned line;                    /* of its first byte, from 1 */
	const struct value *front_matter; /* NULL: none */
};

/* Reads the file of @post beneath the snapshot's folder, at most CONVERT_SOURCE_MAX_BYTES, into
 * @arena. Returns 0 or -errno: it may have been deleted since the scan. Where site->compares, BODY_CHANGED:
 * it is not the one that was scanned, and may say by now that it is hidden. One of the same size with the same front
 * matter, and the same first KiB after it, says what it said. */
int body_read(const struct site *site, const struct post *post, struct arena *arena,
	struct body *out);
/* Is the file of @post the one that was scanned, by size and time? Else it may say by now that it is hidden: what is
 * kept of it waits for the next snapshot. */
bool body_is_as_scanned(const struct site *site, const struct post *post);
bool body_file_is_as_scanned(const struct site *site, const struct site_file *file);
/* The front matter of @post as the scan found it, in @arena. *out is NULL when there is none, when the file has
 * changed since, or when it is very long. Returns 0 or -errno. */
int body_front_matter(const struct site *site, const struct post *post,
	struct arena *arena, const struct value **out);

#endif
