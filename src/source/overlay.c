/* SPDX-License-Identifier: MIT */
#include "source/overlay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/sha256.h"

#define YOUNG_S 3 /* a file that was written since then may be written further */

struct overlay {
	atomic_uint refs;
	struct arena arena;
	int folder;
	struct overlay_item *items; /* by source */
	size_t count;
};

static struct slices copy_of(struct arena *arena, struct slices from)
{
	struct slice *items = arena_array(arena, from.count + 1, struct slice);

	for (size_t i = 0; i < from.count; i++)
		items[i] = arena_dup(arena, from.items[i]);
	return (struct slices){items, from.count};
}

int overlay_new(
	int folder, const struct overlay_item *items, size_t count, struct overlay **out)
{
	int own = fcntl(folder, F_DUPFD_CLOEXEC, 0);
	if (own < 0)
		return -errno;

	struct overlay *overlay = memory_new(1, sizeof(*overlay));
	struct arena *arena = &overlay->arena;
	atomic_init(&overlay->refs, 1);
	overlay->folder = own;
	overlay->items = arena_array(arena, count + 1, struct overlay_item);
	overlay->count = count;
	for (size_t i = 0; i < count; i++)
		overlay->items[i] = (struct overlay_item){
			.source = arena_dup(arena, items[i].source),
			.file = arena_dup(arena, items[i].file),
			.base = arena_dup(arena, items[i].base),
			.hash = arena_dup(arena, items[i].hash),
			.earlier = copy_of(arena, items[i].earlier),
			.id = items[i].id,
			.lost = arena_dup(arena, items[i].lost),
			.opens = items[i].opens,
		};
	qsort(overlay->items, count, sizeof(*overlay->items), slice_order);
	*out = overlay;
	return 0;
}

struct overlay *overlay_ref(struct overlay *overlay)
{
	atomic_fetch_add_explicit(&overlay->refs, 1, memory_order_relaxed);
	return overlay;
}

void overlay_unref(struct overlay *overlay)
{
	if (!overlay ||
		atomic_fetch_sub_explicit(&overlay->refs, 1, memory_order_acq_rel) != 1)
		return;
	file_close_auto(&overlay->folder);
	arena_fini(&overlay->arena);
	free(overlay);
}

/* --- look-ups -------------------------------------------------------------------------------------- */

const struct overlay_item *overlay_items(const struct overlay *overlay, size_t *count)
{
	*count = overlay ? overlay->count : 0;
	return overlay ? overlay->items : NULL;
}

static size_t first_from(const struct overlay *overlay, struct slice source)
{
	const size_t count = overlay ? overlay->count : 0;

	return lower_bound(0, count, i, slice_cmp(overlay->items[i].source, source) < 0);
}

const struct overlay_item *overlay_item(
	const struct overlay *overlay, struct slice source)
{
	size_t at = first_from(overlay, source);

	return overlay && at < overlay->count &&
			       slice_eq(overlay->items[at].source, source)
		       ? &overlay->items[at]
		       : NULL;
}

const struct overlay_item *overlay_find(
	const struct overlay *overlay, struct slice source)
{
	const struct overlay_item *item = overlay_item(overlay, source);

	return item && item->fate == OVERLAY_COVERS ? item : NULL;
}

const struct overlay_item *overlay_below(
	const struct overlay *overlay, struct slice folder, size_t *count)
{
	auto_arena struct arena arena = {0};

	*count = 0;
	if (!overlay || !folder.len)
		return overlay_items(overlay, count);
	struct slice prefix = arena_printf(&arena, "%.*s/", SARG(folder));
	size_t from = first_from(overlay, prefix), to = from;
	while (to < overlay->count && slice_starts(overlay->items[to].source, prefix))
		to++;
	*count = to - from;
	return overlay->items + from;
}

/* --- files ----------------------------------------------------------------------------------------- */

int overlay_open(const struct overlay *overlay, const struct overlay_item *item,
	uint64_t *size_bytes)
{
	if (!item->file.len)
		return -ENOENT;
	return file_open_beneath(overlay->folder, item->file, size_bytes);
}

int overlay_open_beneath(const struct overlay *overlay, int folder, struct slice path,
	uint64_t *size_bytes)
{
	const struct overlay_item *item = overlay_find(overlay, path);

	return item ? overlay_open(overlay, item, size_bytes)
		    : file_open_beneath(folder, path, size_bytes);
}

int overlay_read_beneath(const struct overlay *overlay, int folder, struct slice path,
	size_t max_bytes, struct buf *out)
{
	auto_close int fd = overlay_open_beneath(overlay, folder, path, NULL);

	return fd < 0 ? fd : file_read(fd, max_bytes, out);
}

static const struct overlay_item *find_in(
	const struct overlay *overlay, struct slice path, struct slice name)
{
	auto_arena struct arena arena = {0};

	if (!overlay)
		return NULL;
	return overlay_find(overlay,
		path.len ? arena_printf(&arena, "%.*s/%.*s", SARG(path), SARG(name))
			 : name);
}

int overlay_read_in(const struct overlay *overlay, int fd, struct slice path,
	struct slice name, size_t max_bytes, struct buf *out)
{
	const struct overlay_item *item = find_in(overlay, path, name);

	if (!item)
		return fd < 0 ? -ENOENT : file_read_beneath(fd, name, max_bytes, out);
	auto_close int file = overlay_open(overlay, item, NULL);
	return file < 0 ? file : file_read(file, max_bytes, out);
}

bool overlay_has_in(const struct overlay *overlay, struct slice path, struct slice name)
{
	const struct overlay_item *item = find_in(overlay, path, name);

	return item && item->file.len;
}

/* --- comparing ------------------------------------------------------------------------------------- */

bool overlay_follows(const struct overlay_item *item, struct slice hash)
{
	bool follows = slice_eq(hash, item->base);

	for (size_t i = 0; i < item->earlier.count && !follows; i++)
		follows = slice_eq(hash, item->earlier.items[i]);
	return follows;
}

static enum overlay_fate fate_of(const struct overlay_item *item)
{
	if (slice_eq(item->blog_hash, item->hash))
		return OVERLAY_DONE;
	return overlay_follows(item, item->blog_hash) ? OVERLAY_COVERS : OVERLAY_CLASHED;
}

/* The blog's file is unknown for now. It covers it, unless its fate was decided by such a file before: that there
 * was none, as in the middle of a deploy, uncovers nothing. */
static void stay(struct overlay_item *item, const struct overlay_item *before)
{
	item->fate = before && before->id == item->id && before->blog_hash.len
			     ? before->fate
			     : OVERLAY_COVERS;
}

/* Half of it may be there, or nothing: between two writes of a transfer (sftp) lies a way to its client and back. */
static bool is_young(const struct stat *st)
{
	const int64_t now = time(NULL);

	return st->st_mtim.tv_sec > now - YOUNG_S && st->st_mtim.tv_sec < now + YOUNG_S;
}

static int compare(struct overlay *overlay, struct overlay_item *item, int blog,
	const struct overlay_item *before, bool *is_changing)
{
	char digits[SHA256_DIGITS];
	struct stat st;

	auto_close int fd = file_open_beneath(blog, item->source, NULL);
	int error = fd < 0 ? fd : fstat(fd, &st) < 0 ? -errno : 0;
	if (error == -ENOENT) {
		item->fate = fate_of(item);
		return 0;
	}
	if (!error && file_is_changing(file_time_ns(&st.st_mtim))) {
		*is_changing = true;
		stay(item, before);
		return 0;
	}
	struct post_stamp stamp = {0};
	if (!error)
		stamp = post_stamp_of(&st);
	if (!error && before && before->blog_hash.len &&
		post_stamp_eq(&stamp, &before->blog))
		item->blog_hash = arena_dup(&overlay->arena, before->blog_hash);
	else if (!error && !(error = sha256_file(fd, digits)))
		item->blog_hash =
			arena_dup(&overlay->arena, slice(digits, sizeof(digits)));
	if (error) {
		stay(item, before);
		return file_is_shortage(error) ? error : 0;
	}
	item->blog = stamp;
	item->fate = fate_of(item);
	if (item->fate == OVERLAY_CLASHED && is_young(&st)) {
		*is_changing = true;
		stay(item, before);
		item->blog_hash = slice_none;
	}
	return 0;
}

int overlay_compare(const struct overlay *overlay, int blog, const struct overlay *before,
	bool *is_changing, struct overlay **out)
{
	struct overlay *own;
	int error = overlay_new(overlay->folder, overlay->items, overlay->count, &own);

	*is_changing = false;
	if (error)
		return error;
	for (size_t i = 0; i < own->count && !error; i++)
		error = compare(own, &own->items[i], blog,
			overlay_item(before, own->items[i].source), is_changing);
	if (error) {
		overlay_unref(own);
		return error;
	}
	*out = own;
	return 0;
}
