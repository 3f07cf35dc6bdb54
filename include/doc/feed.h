/* SPDX-License-Identifier: MIT */
/* A feed as data: filled by the page floor, rendered by render/atom. All strings are borrowed from a
 * snapshot or a request's arena. Addresses are path-absolute and percent-encoded; the renderer adds
 * the origin. */
#ifndef DOC_FEED_H
#define DOC_FEED_H

#include "base/date.h"
#include "base/slice.h"

struct doc;

#define FEED_MAX_ENTRIES 30

struct feed_entry {
	struct slice path; /* of the post */
	/* Its address if that is not origin and path; else empty. */
	struct slice address;
	struct slice title, summary, author, lang;
	struct slice web_url; /* absolute; empty: none. Follows the link to the capsule */
	struct date published; /* always set: undated posts are in no feed */
	struct date updated;   /* set only for a real edit */
	/* A recording: path or absolute URL, media type, bytes (-1: unknown). Empty: none. */
	struct slice enclosure, enclosure_mime;
	int64_t enclosure_bytes;
	const struct slice *tags;
	size_t tag_count;
	const struct doc *content; /* the whole post; NULL: only its summary */
};

struct feed {
	struct slice path;                       /* of the feed itself: /feed.xml */
	struct slice alternate;                  /* of the feed's page: / */
	struct slice address, alternate_address; /* as in entries */
	struct slice title, subtitle, author, lang;
	const struct feed_entry *entries; /* newest first */
	size_t entry_count;
};

#endif
