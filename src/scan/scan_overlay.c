/* SPDX-License-Identifier: MIT */
/* Files in front of those of the folder (source/overlay.h), as a scan sees them: as if they lay there. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/lower_bound.h"
#include "base/memory.h"
#include "scan/scan_internal.h"
#include "scan/snapshot.h"

#define NAMED 5 /* uploads; the others are lost for the same reason */

/* Does @item show the same in both? @before: of the same source, or NULL. */
static bool is_same(const struct overlay_item *item, const struct overlay_item *before)
{
	bool covers = item && item->fate == OVERLAY_COVERS;
	bool covered = before && before->fate == OVERLAY_COVERS;

	return covers == covered &&
	       (!covers ||
		       (item->id == before->id && slice_eq(item->lost, before->lost)));
}

static void add_change(struct scan_walk *walk, size_t *capacity, struct slice source)
{
	struct slice *items = (struct slice *)walk->overlaid.items;

	*arena_next(&walk->arena, items, walk->overlaid.count, *capacity) = source;
	walk->overlaid.items = items;
}

void scan_overlay_compare(struct scan_walk *walk, const struct overlay *before)
{
	const struct overlay *now = walk->reader.overlay;
	size_t count, capacity = 0;
	const struct overlay_item *items = overlay_items(now, &count);

	for (size_t i = 0; i < count; i++) {
		if (!is_same(&items[i], overlay_item(before, items[i].source)))
			add_change(walk, &capacity, items[i].source);
	}
	items = overlay_items(before, &count);
	for (size_t i = 0; i < count; i++) {
		if (!overlay_item(now, items[i].source) && !is_same(NULL, &items[i]))
			add_change(walk, &capacity, items[i].source);
	}
}

/* Its own files, and the folders in it that come or go with them. */
bool scan_overlay_changes(const struct scan_walk *walk, struct slice folder)
{
	for (size_t i = 0; i < walk->overlaid.count; i++) {
		struct slice rest = walk->overlaid.items[i], child;
		if (!slice_skip_folder(&rest, folder))
			continue;
		if (!slice_cut(rest, '/', &child, NULL))
			return true;
		struct slice source = walk->overlaid.items[i];
		struct slice path = slice_head(source, source.len - rest.len + child.len);
		const struct scan_folder *old = scan_state_find(walk->previous, path);
		if (!old || !old->stamp.inode)
			return true;
	}
	return false;
}

bool scan_overlay_holds(const struct scan_walk *walk, struct slice folder)
{
	size_t count;
	const struct overlay_item *items =
		overlay_below(walk->reader.overlay, folder, &count);

	for (size_t i = 0; i < count; i++) {
		if (items[i].fate == OVERLAY_COVERS && items[i].file.len)
			return true;
	}
	return false;
}

/* Where the entry @name is, or would be; @name is not "". */
static size_t place_of(const struct scan_listing *listing, struct slice name, bool *there)
{
	size_t at = lower_bound(
		0, listing->count, i, slice_cmp(listing->entries[i].name, name) < 0);

	*there = at < listing->count && slice_eq(listing->entries[at].name, name);
	return at;
}

static void insert(
	struct scan_listing *listing, size_t at, struct slice name, unsigned char type)
{
	if (listing->count == listing->capacity)
		listing->entries = memory_grown(
			listing->entries, &listing->capacity, sizeof(*listing->entries));
	struct scan_entry *entry = &listing->entries[at];
	memmove(entry + 1, entry, (listing->count++ - at) * sizeof(*entry));
	*entry = (struct scan_entry){
		.name = arena_dup(&listing->arena, name),
		.type = type,
		.before = scan_state_entry(listing->old, name),
	};
}

static void take_out(struct scan_listing *listing, size_t at)
{
	struct scan_entry *entry = &listing->entries[at];

	memmove(entry, entry + 1, (--listing->count - at) * sizeof(*entry));
}

static void merge_one(struct scan_listing *listing, const struct overlay_item *item)
{
	struct slice rest = item->source, name;
	bool there;

	slice_skip_folder(&rest, listing->path);
	bool is_below = slice_cut(rest, '/', &name, NULL);
	size_t at = place_of(listing, name, &there);
	struct scan_entry *entry = there ? &listing->entries[at] : NULL;
	if (!name.len || publish_is_temporary(name))
		return;
	if (is_below) {
		if (!there && item->file.len)
			insert(listing, at, name, DT_DIR);
	} else if (!item->file.len) {
		if (there && entry->type != DT_DIR)
			take_out(listing, at);
	} else if (!there) {
		insert(listing, at, name, DT_REG);
	} else if (entry->type != DT_DIR) {
		entry->type = DT_REG;
	}
}

void scan_overlay_merge(struct scan_walk *walk, struct scan_listing *listing)
{
	size_t count;
	const struct overlay_item *items =
		overlay_below(walk->reader.overlay, listing->path, &count);

	for (size_t i = 0; i < count; i++) {
		if (items[i].fate == OVERLAY_COVERS)
			merge_one(listing, &items[i]);
	}
}

int scan_overlay_stat(struct scan_walk *walk, struct slice path, struct stat *st)
{
	const struct overlay *overlay = walk->reader.overlay;
	const struct overlay_item *item = overlay ? overlay_find(overlay, path) : NULL;

	if (!item)
		return 0;
	auto_close int fd = overlay_open(overlay, item, NULL);
	int error = fd < 0 ? fd : fstat(fd, st) < 0 ? -errno : 0;
	if (!error)
		return 1;
	if (!walk->reader.shortage)
		walk->reader.shortage = error;
	return error;
}

/* May pages that are hidden be shown when that of @item says nothing any more? */
static bool decides_for_others(
	const struct settings *settings, const struct overlay_item *item)
{
	struct slice name = slice_path_name(item->source);

	if (!slice_any(name, S(".md|.markdown|.gmi"), slice_ends_nocase))
		return false;
	/* Of a section, or of a folder whose files are its own. */
	return slice_starts(name, S("index.")) || slice_starts(name, S("_index.")) ||
	       settings->limit_posts || (item->opens && snapshot_may_garden(settings));
}

static void tell_of_lost(
	const struct overlay_item *item, bool decides, struct diag_list *diags)
{
	diag_add(diags, DIAG_ERROR, item->source, 0, 0,
		decides ? "nothing new is shown until that file is put back from a "
			  "backup, or the upload is erased with `splashdown uploads "
			  "forget`"
			: "readers see nothing of it, nor of the blog's own file; put "
			  "that file back from a backup, or erase the upload with "
			  "`splashdown uploads forget`",
		"its upload is lost: the file %.*s of the uploads is not there%s",
		SARG(item->lost), decides ? ", and may have hidden other pages" : "");
}

int scan_overlay_lost(const struct overlay *overlay, const struct settings *settings,
	struct diag_list *diags)
{
	size_t count, lost = 0;
	const struct overlay_item *items = overlay_items(overlay, &count);
	int error = 0;

	for (size_t i = 0; i < count; i++) {
		if (items[i].fate != OVERLAY_COVERS || !items[i].lost.len)
			continue;
		bool decides = decides_for_others(settings, &items[i]);
		if (decides)
			error = -ENODATA;
		if (lost++ < NAMED || decides)
			tell_of_lost(&items[i], decides, diags);
	}
	if (lost > NAMED)
		diag_add(diags, DIAG_ERROR, slice_none, 0, 0,
			"those of the others that are lost are in `splashdown uploads`",
			"%zu uploads are lost", lost);
	return error;
}

void scan_overlay_tell(const struct overlay *overlay, struct diag_list *diags)
{
	size_t count, named = 0;
	const struct overlay_item *items = overlay_items(overlay, &count);

	for (size_t i = 0; i < count && named < NAMED; i++) {
		if (items[i].fate != OVERLAY_COVERS || !items[i].file.len)
			continue;
		auto_close int fd = overlay_open(overlay, &items[i], NULL);
		if (fd >= 0 || file_is_shortage(fd))
			continue;
		named++;
		diag_add(diags, DIAG_ERROR, items[i].source, 0, 0,
			"put that file back from a backup, or erase the upload with "
			"`splashdown uploads forget`",
			"its upload, the file %.*s of the uploads, cannot be read: %s",
			SARG(items[i].file), log_strerror(fd));
	}
}
