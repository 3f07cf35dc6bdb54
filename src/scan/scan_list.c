/* SPDX-License-Identifier: MIT */
/* The entries of one folder of a site, compared with those of the previous scan. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "scan/scan_internal.h"

/* Some file systems have times of one or two seconds: two saves may differ in nothing but their size. */
#define COARSE_MS 3000

struct slice scan_join(struct arena *arena, struct slice folder, struct slice name)
{
	if (folder.len == 0)
		return arena_dup(arena, name);
	return arena_printf(arena, "%.*s/%.*s", SARG(folder), SARG(name));
}

struct scan_folder *scan_pack(struct scan_listing *listing)
{
	size_t text = listing->path.len;

	for (size_t i = 0; i < listing->count; i++) {
		struct scan_entry *entry = &listing->entries[i];
		if (entry->post && !entry->name_of_post) {
			/* The last part of the post's path, so that a hundred thousand names
			 * are stored once. */
			entry->name = slice_from(entry->post->source,
				entry->post->source.len - entry->name.len);
			entry->name_of_post = true;
		}
		if (!entry->name_of_post)
			text += entry->name.len + 1;
		text += entry->key.len;
	}
	struct scan_folder *folder = memory_checked(malloc(
		sizeof(*folder) + listing->count * sizeof(*listing->entries) + text));
	char *next = (char *)(folder->entries + listing->count);
	*folder = (struct scan_folder){
		.refs = 1, .diags = listing->diags, .count = listing->count};
	if (listing->path.len)
		memcpy(next, listing->path.ptr, listing->path.len);
	folder->path = slice(next, listing->path.len);
	next += listing->path.len;
	for (size_t i = 0; i < listing->count; i++) {
		struct scan_entry entry = listing->entries[i];
		entry.before = NULL;
		if (!entry.name_of_post) {
			memcpy(next, entry.name.ptr, entry.name.len);
			next[entry.name.len] = '\0';
			entry.name.ptr = next;
			next += entry.name.len + 1;
		}
		if (entry.key.len)
			memcpy(next, entry.key.ptr, entry.key.len);
		entry.key.ptr = next;
		next += entry.key.len;
		folder->entries[i] = entry;
	}
	return folder;
}

void scan_left_out(struct scan_listing *listing, struct slice path, const char *why)
{
	diag_add(&listing->diags, DIAG_WARNING, path, 0, 0, "it is left out", "%s", why);
}

void scan_failed(struct scan_walk *walk, struct scan_listing *listing, struct slice path,
	int error, bool kept)
{
	if (file_is_shortage(error)) {
		if (!walk->reader.shortage)
			walk->reader.shortage = error;
		return;
	}
	if (error == SETTINGS_UNSETTLED) {
		walk->has_changing_files = walk->is_unsettled = true;
		/* Better the old snapshot than one without the folder. */
		if (!kept && listing->old && !walk->reader.shortage)
			walk->reader.shortage = error;
		return;
	}
	walk->is_troubled = true;
	diag_add(kept ? walk->troubles : &listing->diags, DIAG_ERROR, path, 0, 0,
		kept ? "the old version is kept, and the file is tried again soon"
		     : "it is left out, and tried again soon",
		"cannot be read: %s", log_strerror(error));
}

/* Does the symlink at @path lead to a file that is hidden by its own name? */
static bool leads_to_hidden(const struct scan_walk *walk, struct slice path)
{
	struct buf real;

	buf_init(&real, BUF_MAX_BYTES);
	bool hidden = !file_real_beneath(walk->reader.root, path, &real) &&
		      publish_is_hidden_target(walk->settings, buf_slice(&real));
	buf_fini(&real);
	return hidden;
}

/* The capsule's own settings are never shown, in any folder. */
static bool is_own_settings(struct slice path)
{
	return slice_eq(path, S("splashdown.yaml")) ||
	       slice_eq(path, S("splashdown.yml"));
}

/* Follows a symlink beneath the site's folder only, and sets @st to its target. False: it is left out,
 * or *trouble says why it is unknown. */
static bool follow(struct scan_walk *walk, struct scan_listing *listing,
	struct slice path, struct scan_entry *entry, struct stat *st, int *trouble)
{
	auto_close int fd = file_beneath(walk->reader.root, path.ptr, O_PATH);
	entry->is_link = true;
	if (is_own_settings(path))
		return false;
	int error = fd < 0 ? fd : fstat(fd, st) < 0 ? -errno : 0;
	switch (-error) {
	case 0:
		if (!leads_to_hidden(walk, path))
			return true;
		scan_left_out(listing, path,
			"a symbolic link to a hidden file, a dot file or a draft");
		break;
	case EXDEV:
		scan_left_out(
			listing, path, "a symbolic link that leaves the site's folder");
		break;
	case ELOOP:
		scan_left_out(listing, path, "a symbolic link that leads to itself");
		break;
	case ENOENT:
		scan_left_out(listing, path, "a symbolic link to nothing");
		break;
	default:
		if (file_is_trouble(error))
			*trouble = error;
		else
			scan_left_out(listing, path, log_strerror(error));
	}
	return false;
}

static void take_over(struct scan_listing *listing, const struct scan_entry *before,
	struct scan_entry *entry)
{
	entry->stamp = before->stamp;
	entry->kind = before->kind;
	entry->only_linked = before->only_linked;
	entry->key =
		before->key.len ? arena_dup(&listing->arena, before->key) : slice_none;
	entry->post = before->post ? post_ref(before->post) : NULL;
	entry->is_kept = true;
}

/* May @before (or NULL) be reused if its file is unchanged? */
static bool is_usable(const struct scan_listing *listing, const struct scan_entry *before,
	const struct scan_entry *entry)
{
	return before && listing->same && before->kind != SCAN_FOLDER &&
	       before->kind != SCAN_UNREAD && before->is_link == entry->is_link;
}

/* Is the file not in the hint? Then it is unchanged, without a stat. */
static bool is_untouched(const struct scan_walk *walk, const struct scan_entry *entry)
{
	return !walk->hint->all && walk->hint->files && !entry->is_named &&
	       entry->type == DT_REG;
}

/* Is it being written? A truncated file has its new size before its new times. A file in the
 * hint was closed, or moved here complete. */
static bool is_changing(const struct scan_entry *before, const struct scan_entry *entry)
{
	if (entry->is_named)
		return false;
	bool young = file_is_changing(entry->stamp.mtime_ns);
	if (young || !before || before->kind == SCAN_FOLDER)
		return young;
	struct post_stamp sized = before->stamp;
	sized.size_bytes = entry->stamp.size_bytes;
	return post_stamp_eq(&sized, &entry->stamp) &&
	       before->stamp.size_bytes != sized.size_bytes &&
	       file_is_young(entry->stamp.mtime_ns, COARSE_MS);
}

/* Handles a file that is being written. True: *kept tells whether the previous entry is kept or the file
 * is still missing. False: it must be read now, since the previous entry is no longer valid. */
static bool leave_for_later(struct scan_walk *walk, struct scan_listing *listing,
	const struct scan_entry *before, struct scan_entry *entry, bool *kept)
{
	walk->has_changing_files = true;
	*kept = is_usable(listing, before, entry);
	if (*kept)
		take_over(listing, before, entry);
	return *kept || (!before && walk->previous);
}

/* The thread was asked to stop. */
static bool is_stopped(struct scan_walk *walk)
{
	const atomic_bool *stop = walk->hint->stop;

	if (stop && atomic_load_explicit(stop, memory_order_relaxed))
		walk->reader.shortage = -ECANCELED;
	return walk->reader.shortage == -ECANCELED;
}

/* Reports a file that is never served, whatever the site's rules: its author may look for
 * it. */
static void tell_of_kept_back(struct scan_walk *walk, struct scan_listing *listing,
	const struct publish_place *place, struct slice path)
{
	enum never never = publish_never(walk->settings, place, path);

	if (never && !is_own_settings(path) &&
		!slice_eq(path, walk->settings->generator_file))
		diag_add(&listing->diags, DIAG_NOTE, path, 0, 0,
			"such a file is never served", "%s", never_name(never));
}

/* The current content is unknown: keeps the previous version, else leaves it out. */
static bool keep_through(struct scan_walk *walk, struct scan_listing *listing,
	struct slice path, int error, struct scan_entry *entry)
{
	const struct scan_entry *before = entry->before;
	bool kept = listing->same && before && before->kind != SCAN_UNREAD;

	scan_failed(walk, listing, path, error, kept);
	if (!kept) {
		entry->kind = SCAN_UNREAD;
		return true;
	}
	entry->is_link = before->is_link;
	if (before->kind == SCAN_FOLDER)
		entry->kind = SCAN_FOLDER;
	else
		take_over(listing, before, entry);
	return true;
}

/* True: whatever is in the file, it is the site's. */
static bool read_file(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct publish_place *place, struct slice path, enum publish_as as,
	struct scan_entry *entry)
{
	walk->reader.scratch = &listing->arena;
	walk->reader.diags = &listing->diags;
	int trouble = scan_read_file(&walk->reader, fd, place, path, as, entry);
	return !trouble || keep_through(walk, listing, path, trouble, entry);
}

/* What covers a file of the blog is a regular file, and whole. */
static bool look_at_cover(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct publish_place *place, struct slice path, struct scan_entry *entry,
	const struct stat *st)
{
	enum publish_as as = publish_file(walk->settings, place, path);

	entry->type = DT_REG;
	entry->stamp = post_stamp_of(st);
	if (as == PUBLISH_NOT) {
		tell_of_kept_back(walk, listing, place, path);
		return false;
	}
	if (!is_usable(listing, entry->before, entry) ||
		!post_stamp_eq(&entry->before->stamp, &entry->stamp))
		return read_file(walk, listing, fd, place, path, as, entry);
	take_over(listing, entry->before, entry);
	return true;
}

/* A regular file that is published @as. False: it cannot be read, or is left for the next scan. */
static bool look_at_file(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct publish_place *place, struct slice path, enum publish_as as,
	struct scan_entry *entry, const struct stat *st)
{
	const struct scan_entry *before = entry->before;
	bool kept;

	entry->stamp = post_stamp_of(st);
	if (is_usable(listing, before, entry) &&
		post_stamp_eq(&before->stamp, &entry->stamp)) {
		take_over(listing, before, entry);
		return true;
	}
	if (walk->hint->may_wait && is_changing(before, entry) &&
		leave_for_later(walk, listing, before, entry, &kept))
		return kept;
	if ((st->st_mode & 0444) != 0444 &&
		faccessat(fd, entry->name.ptr, R_OK, AT_EACCESS) < 0) {
		int trouble = -errno;
		if (file_is_trouble(trouble))
			return keep_through(walk, listing, path, trouble, entry);
		scan_left_out(listing, path, log_strerror(trouble));
		return false;
	}
	return read_file(walk, listing, fd, place, path, as, entry);
}

/* False: the entry does not belong to the site. */
static bool look_at(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct publish_place *place, struct scan_entry *entry)
{
	const struct scan_entry *before = entry->before;
	struct publish_place inner;
	struct stat st;
	int trouble = 0;

	if (is_stopped(walk))
		return false;
	if (is_usable(listing, before, entry) && is_untouched(walk, entry)) {
		take_over(listing, before, entry);
		return true;
	}
	struct slice path = scan_join(&listing->arena, listing->path, entry->name);
	entry->name = slice_path_name(path); /* ends with a NUL */
	int covered = scan_overlay_stat(walk, path, &st);
	if (covered)
		return covered > 0 &&
		       look_at_cover(walk, listing, fd, place, path, entry, &st);
	enum publish_as as = publish_file(walk->settings, place, path);
	/* Most names are decided without a stat. */
	if (entry->type == DT_REG && as == PUBLISH_NOT) {
		tell_of_kept_back(walk, listing, place, path);
		return false;
	}
	if (entry->type == DT_DIR) {
		entry->kind = SCAN_FOLDER;
		return publish_folder(walk->settings, place, path, &inner);
	}
	/* The first time each post is opened anyway: its stamp comes from there. */
	if (!walk->previous && entry->type == DT_REG && as == PUBLISH_PAGE) {
		read_file(walk, listing, fd, place, path, as, entry);
		walk->has_changing_files |=
			walk->hint->may_wait && file_is_changing(entry->stamp.mtime_ns);
		return true;
	}
	if (fstatat(fd, entry->name.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		trouble = -errno;
		/* Else it was deleted meanwhile. */
		return file_is_trouble(trouble) &&
		       keep_through(walk, listing, path, trouble, entry);
	}
	entry->type = IFTODT(st.st_mode);
	if (S_ISLNK(st.st_mode)) {
		if (as == PUBLISH_NOT &&
			!publish_folder(walk->settings, place, path, &inner))
			return false;
		if (!follow(walk, listing, path, entry, &st, &trouble))
			return trouble &&
			       keep_through(walk, listing, path, trouble, entry);
	}
	if (S_ISDIR(st.st_mode)) {
		entry->kind = SCAN_FOLDER;
		return publish_folder(walk->settings, place, path, &inner);
	}
	if (as == PUBLISH_NOT) {
		tell_of_kept_back(walk, listing, place, path);
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		scan_left_out(listing, path, "neither a file nor a folder");
		return false;
	}
	return look_at_file(walk, listing, fd, place, path, as, entry, &st);
}

static void look_at_one(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step, struct scan_entry *entry, bool index)
{
	if (scan_is_index(entry->name) != index)
		return;
	if (!look_at(walk, listing, fd, &step->place, entry))
		entry->name = slice_none;
}

void scan_look_at_other(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step, struct scan_entry *entry)
{
	look_at_one(walk, listing, fd, step, entry, false);
}

/* Reads all entries except indexes, or only indexes. */
static void look_at_some(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step, bool indexes)
{
	walk->reader.context = &step->context;
	for (size_t i = 0; i < listing->count; i++)
		look_at_one(walk, listing, fd, step, &listing->entries[i], indexes);
}

static void mark_one(struct scan_listing *listing, struct slice path)
{
	struct scan_entry *entry = scan_listing_entry(listing, path);

	if (!entry)
		return;
	entry->is_named = true;
	entry->type = DT_UNKNOWN; /* another may have its name now */
}

static void mark_named(struct scan_walk *walk, struct scan_listing *listing)
{
	const struct scan_hint *hint = walk->hint;

	for (size_t i = 0; !hint->all && i < hint->file_count; i++)
		mark_one(listing, hint->files[i]);
	for (size_t i = 0; !hint->all && i < walk->overlaid.count; i++)
		mark_one(listing, walk->overlaid.items[i]);
}

static bool is_named(const struct scan_hint *hint, struct slice path)
{
	for (size_t i = 0; i < hint->file_count; i++) {
		if (slice_eq(hint->files[i], path))
			return true;
	}
	return false;
}

/* Keeps the messages about files that were reused, and about those that were left out and are not read
 * again. */
static void copy_diags(struct scan_listing *listing, const struct scan_hint *hint)
{
	for (size_t i = 0; listing->old && i < listing->old->diags.count; i++) {
		const struct diag *diag = &listing->old->diags.items[i];
		const struct scan_entry *entry = scan_listing_entry(listing, diag->file);
		if (slice_eq(diag->file, listing->unread_data))
			continue;
		if (entry ? entry->is_kept
			  : listing->is_again && !is_named(hint, diag->file))
			diag_copy(&listing->diags, diag);
	}
}

/* Indexes first: they decide the addresses of the other files. */
void scan_look_at_all(struct scan_walk *walk, struct scan_listing *listing, int fd,
	struct scan_step *step)
{
	const struct scan_folder *old = listing->old;

	listing->same = walk->same_settings && old &&
			old->inherited_version == step->context.version;
	mark_named(walk, listing);
	look_at_some(walk, listing, fd, step, true);
	scan_find_bundle(walk, step, listing->entries, listing->count);
	listing->same &= old && old->context_version == step->context.version;
	if (!scan_look_in_parallel(walk, listing, fd, step))
		look_at_some(walk, listing, fd, step, false);
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		if (listing->entries[i].name.len)
			listing->entries[kept++] = listing->entries[i];
	}
	listing->count = kept;
	copy_diags(listing, walk->hint);
	/* belongs to the folder, which ends before the walk */
	walk->reader.context = NULL;
}
