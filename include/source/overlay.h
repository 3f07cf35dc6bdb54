/* SPDX-License-Identifier: MIT */
/* Files that stand in front of those of a blog's folder (uploads): what a scan reads, and later a page's body, in
 * their place. They are judged by the blog's own rules for their path.
 *
 * Immutable; counted by reference from any thread. */
#ifndef SOURCE_OVERLAY_H
#define SOURCE_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "source/stamp.h"

enum overlay_fate {
	OVERLAY_COVERS, /* it is shown instead of the blog's file */
	OVERLAY_DONE,   /* the blog has the same bytes */
	OVERLAY_CLASHED, /* the blog's file is not the one that it was made from: that is shown */
};

struct overlay_item {
	struct slice source; /* path in the blog's folder */
	struct slice
		file; /* name in the overlay's folder; empty: nothing is there (deleted) */
	/* SHA-256 in 64 digits: of the blog's file that it was made from (empty: there was none), and of its own
	 * (empty: deleted). */
	struct slice base, hash;
	/* The hashes of the versions before it that the blog may get after it, since its author took them over earlier:
	 * no change that this one does not know. */
	struct slices earlier;
	uint64_t id; /* of this version, for the caller */
	/* The name of its file, which is not there any more; then @file is empty: what it covered is covered by nothing.
	 * Else empty. */
	struct slice lost;
	bool opens; /* its text may have kept other pages back: "dg-publish" */
	/* Of overlay_compare: */
	enum overlay_fate fate;
	struct slice
		blog_hash; /* of the blog's file; empty: there is none, or it cannot be read */
	struct post_stamp blog; /* of that file; zero: there is none */
};

struct overlay;

/* @folder, which holds the files, is duplicated. Copies @items, in any order, no two with the same source. All
 * cover. 0 or -errno: there are no descriptors left. */
int overlay_new(
	int folder, const struct overlay_item *items, size_t count, struct overlay **out);
struct overlay *overlay_ref(struct overlay *overlay);
void overlay_unref(struct overlay *overlay); /* NULL is fine */

/* A new one with the fate of each item, by the file that the blog's folder @blog has now. What matters is what is in
 * it: a file is read again when its stamp is not the one that @before (or NULL) knew. *is_changing: a file is being
 * written, and the fate is that of @before. 0, or -errno for a shortage (file_is_shortage). */
int overlay_compare(const struct overlay *overlay, int blog, const struct overlay *before,
	bool *is_changing, struct overlay **out);

/* All, by source; @overlay may be NULL. */
const struct overlay_item *overlay_items(const struct overlay *overlay, size_t *count);
/* The item of @source, whatever its fate, or NULL. */
const struct overlay_item *overlay_item(
	const struct overlay *overlay, struct slice source);
/* The same, if it covers. */
const struct overlay_item *overlay_find(
	const struct overlay *overlay, struct slice source);
/* Is the file with @hash (empty: none is there) one that @item follows: its base, or an earlier version? */
bool overlay_follows(const struct overlay_item *item, struct slice hash);
/* The items below @folder: the first, and their number. */
const struct overlay_item *overlay_below(
	const struct overlay *overlay, struct slice folder, size_t *count);

/* Opens the item's file for reading: a descriptor, or -errno. */
int overlay_open(const struct overlay *overlay, const struct overlay_item *item,
	uint64_t *size_bytes);
/* As file_open_beneath and file_read_beneath (base/file.h), but of the item that covers @path, if there is one;
 * -ENOENT when it is deleted. */
int overlay_open_beneath(const struct overlay *overlay, int folder, struct slice path,
	uint64_t *size_bytes);
int overlay_read_beneath(const struct overlay *overlay, int folder, struct slice path,
	size_t max_bytes, struct buf *out);
/* The same of the file @name of the folder @path, whose descriptor is @fd; -1: only the overlay has it. */
int overlay_read_in(const struct overlay *overlay, int fd, struct slice path,
	struct slice name, size_t max_bytes, struct buf *out);
/* Does something cover @name in the folder @path, and is a file? */
bool overlay_has_in(const struct overlay *overlay, struct slice path, struct slice name);

#endif
