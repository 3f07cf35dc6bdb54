/* SPDX-License-Identifier: MIT */
/* A feed as data: what the page floor fills and render/atom renders. All strings borrowed from a
 * snapshot or a request's arena. Addresses are path-absolute and percent-encoded; the renderer puts
 * its origin before them. */
#ifndef DOC_FEED_H
#define DOC_FEED_H

#include "base/date.h"
#include "base/slice.h"

#define FEED_MAX_ENTRIES 30

struct feed_entry {
	struct slice path; /* of the post */
	/* Where it is read when origin and path do not say it; empty: they do. */
	struct slice address;
	struct slice title, summary, author, lang;
	struct slice
		web_url; /* absolute; empty: none. Printed after the capsule's own link */
	struct date published; /* always set: undated posts are in no feed */
	struct date updated;   /* set only for a real edit */
	/* A recording: path or absolute URL, media type, bytes (-1: unknown). Empty: none. */
	struct slice enclosure, enclosure_mime;
	int64_t enclosure_bytes;
	const struct slice *tags;
	size_t tag_count;
};

struct feed {
	struct slice path;      /* of the feed itself: /feed.xml */
	struct slice alternate; /* of the page that it is the feed of: / */
	struct slice address, alternate_address; /* as those of entries */
	struct slice title, subtitle, author, lang;
	const struct feed_entry *entries; /* newest first */
	size_t entry_count;
};

#endif
