/* SPDX-License-Identifier: MIT */
/* What is in one folder of a site: its names looked at, with what the previous scan knew of them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "site/generator.h"
#include "site/scan_walk.h"
#include "site/watch.h"

#define OPEN_TRIES 16

struct slice scan_join(struct arena *arena, struct slice folder, struct slice name)
{
	if (folder.len == 0)
		return arena_dup(arena, name);
	return arena_printf(arena, "%.*s/%.*s", SARG(folder), SARG(name));
}

struct scan_folder *scan_pack(struct listing *listing)
{
	size_t text = listing->path.len;

	for (size_t i = 0; i < listing->count; i++) {
		struct scan_entry *entry = &listing->entries[i];
		if (entry->post && !entry->name_of_post) {
			/* The last part of its path: a hundred thousand names are held once. */
			entry->name = slice_from(entry->post->source,
				entry->post->source.len - entry->name.len);
			entry->name_of_post = true;
		}
		if (!entry->name_of_post)
			text += entry->name.len + 1;
		text += entry->key.len;
	}
	struct scan_folder *folder = malloc(
		sizeof(*folder) + listing->count * sizeof(*listing->entries) + text);
	if (!folder)
		abort();
	char *next = (char *)(folder->entries + listing->count);
	*folder = (struct scan_folder){
		.refs = 1, .diags = listing->diags, .count = listing->count};
	if (listing->path.len)
		memcpy(next, listing->path.ptr, listing->path.len);
	folder->path = slice(next, listing->path.len);
	next += listing->path.len;
	for (size_t i = 0; i < listing->count; i++) {
		struct scan_entry entry = listing->entries[i];
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
		folder->has_files |= entry.kind == SCAN_FILE;
	}
	return folder;
}

static int by_name(const void *a, const void *b)
{
	const struct scan_entry *x = a, *y = b;

	return slice_cmp(x->name, y->name);
}

/* Names of a folder, sorted, without what no rule would publish. Takes @fd. */
int scan_list_names(struct listing *listing, int fd)
{
	DIR *dir = fdopendir(fd);
	struct dirent *item;

	if (!dir) {
		int error = -errno;
		close(fd);
		return error;
	}
	while (errno = 0, (item = readdir(dir))) {
		struct slice name = slice_str(item->d_name);
		if (slice_eq(name, S(".")) || slice_eq(name, S("..")) ||
			watch_is_temporary(name))
			continue;
		if (listing->count == listing->capacity) {
			listing->capacity =
				listing->capacity ? listing->capacity * 2 : 32;
			listing->entries = reallocarray(listing->entries,
				listing->capacity, sizeof(*listing->entries));
			if (!listing->entries)
				abort();
		}
		struct scan_entry *entry = &listing->entries[listing->count++];
		*entry = (struct scan_entry){.name = arena_dup(&listing->arena, name)};
		/* The type waits where a stamp will be. */
		entry->stamp.inode = item->d_type;
	}
	int error = -errno;
	closedir(dir);
	if (listing->count)
		qsort(listing->entries, listing->count, sizeof(*listing->entries),
			by_name);
	return error;
}

void scan_left_out(struct listing *listing, struct slice path, const char *why)
{
	diag_add(&listing->diags, DIAG_WARNING, path, 0, 0, "it is left out", "%s", why);
}

/* What was said of a file that is taken over is still true. */
static void copy_diags(
	struct listing *listing, const struct scan_folder *from, struct slice path)
{
	for (size_t i = 0; i < from->diags.count; i++) {
		if (slice_eq(from->diags.items[i].file, path))
			diag_copy(&listing->diags, &from->diags.items[i]);
	}
}

/* Symlinks are followed beneath the site's folder only; what they lead to is in @st. */
static bool follow(struct walk *walk, struct listing *listing, struct slice path,
	struct scan_entry *entry, struct stat *st)
{
	auto_close int fd = file_beneath(walk->reader.root, path.ptr, O_PATH);
	entry->is_link = true;
	int error = fd < 0 ? fd : fstat(fd, st) < 0 ? -errno : 0;
	switch (-error) {
	case 0:
		return true;
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
		if (!scan_is_shortage(error, &walk->reader.shortage))
			scan_left_out(listing, path, log_strerror(error));
	}
	return false;
}

/* The entry as it was, when its file is the same. */
static bool take_over(struct listing *listing, const struct scan_folder *old,
	struct slice path, struct scan_entry *entry)
{
	const struct scan_entry *before =
		listing->same ? scan_state_entry(old, entry->name) : NULL;

	if (!before || before->kind == SCAN_FOLDER || before->is_link != entry->is_link ||
		!scan_stamp_eq(&before->stamp, &entry->stamp))
		return false;
	entry->kind = before->kind;
	entry->only_linked = before->only_linked;
	entry->key = arena_dup(&listing->arena, before->key);
	entry->post = before->post ? post_ref(before->post) : NULL;
	if (old->diags.count)
		copy_diags(listing, old, path);
	return true;
}

/* Did somebody say of this very file that it changed? It was closed then, or moved here whole. */
static bool is_named(const struct walk *walk, struct slice path)
{
	const struct scan_hint *hint = walk->hint;

	for (size_t i = 0; !hint->all && hint->files && i < hint->file_count; i++) {
		if (slice_eq(hint->files[i], path))
			return true;
	}
	return false;
}

/* Is it being written? A file that is emptied first has its new size before its new times. */
static bool is_in_flux(const struct walk *walk, struct slice path,
	const struct scan_folder *old, const struct scan_entry *entry,
	const struct stat *st)
{
	const struct scan_entry *before = scan_state_entry(old, entry->name);

	if (is_named(walk, path))
		return false;
	if (file_is_young(st) || !before || before->kind == SCAN_FOLDER)
		return file_is_young(st);
	struct post_stamp sized = before->stamp;
	sized.size_bytes = entry->stamp.size_bytes;
	return scan_stamp_eq(&sized, &entry->stamp) &&
	       before->stamp.size_bytes != sized.size_bytes;
}

/* A file is being written. True: *kept says whether the entry is what it was, or not there yet; false: it
 * has to be read as it is, since what is known of it is no longer so. */
static bool leave_for_later(struct walk *walk, struct listing *listing,
	const struct scan_folder *old, struct slice path, struct scan_entry *entry,
	bool *kept)
{
	const struct scan_entry *before = scan_state_entry(old, entry->name);

	walk->unsettled = true;
	*kept = false;
	if (!before)
		return walk->previous != NULL;
	if (!listing->same)
		return false;
	struct post_stamp now = entry->stamp;
	entry->stamp = before->stamp;
	*kept = take_over(listing, old, path, entry);
	if (!*kept)
		entry->stamp = now;
	return *kept;
}

/* Nobody said that this file changed: it is what it was, without asking for its stamp. */
static bool is_untouched(struct walk *walk, struct listing *listing,
	const struct scan_folder *old, struct slice path, struct scan_entry *entry)
{
	if (walk->hint->all || !walk->hint->files || !listing->same ||
		is_named(walk, path))
		return false;
	const struct scan_entry *before = scan_state_entry(old, entry->name);
	if (!before || before->is_link)
		return false;
	entry->stamp = before->stamp;
	return take_over(listing, old, path, entry);
}

/* Somebody waits for the end of this thread. */
static bool is_stopped(struct walk *walk)
{
	const atomic_bool *stop = walk->hint->stop;

	if (stop && atomic_load_explicit(stop, memory_order_relaxed))
		walk->reader.shortage = -ECANCELED;
	return walk->reader.shortage == -ECANCELED;
}

/* What is kept back whatever the site's rules are: its author may look for it. */
static void tell_of_kept_back(struct walk *walk, struct listing *listing,
	const struct publish_place *place, struct slice path)
{
	enum never never = publish_never(walk->settings, place, path);

	if (never && !slice_eq(path, walk->settings->generator_file))
		diag_add(&listing->diags, DIAG_NOTE, path, 0, 0,
			"such a file is served from no folder", "%s", never_name(never));
}

/* False: the entry is none of the site's. */
static bool look_at(struct walk *walk, struct listing *listing, int fd,
	const struct publish_place *place, const struct scan_folder *old,
	struct scan_entry *entry)
{
	unsigned type = (unsigned)entry->stamp.inode;
	struct slice path = scan_join(&listing->arena, listing->path, entry->name);
	struct publish_place inner;
	struct stat st;
	bool kept;

	if (is_stopped(walk))
		return false;
	entry->stamp = (struct post_stamp){0};
	enum publish_as as = publish_file(walk->settings, place, path);
	/* Most names are decided without asking for more. */
	if (type == DT_REG && as == PUBLISH_NOT) {
		tell_of_kept_back(walk, listing, place, path);
		return false;
	}
	if (type == DT_DIR && !publish_folder(walk->settings, place, path, &inner))
		return false;
	if (type == DT_DIR) {
		entry->kind = SCAN_FOLDER;
		return true;
	}
	if (type == DT_REG && is_untouched(walk, listing, old, path, entry))
		return true;
	if (fstatat(fd, entry->name.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return false; /* gone meanwhile */
	if (S_ISLNK(st.st_mode)) {
		if (as == PUBLISH_NOT &&
			!publish_folder(walk->settings, place, path, &inner))
			return false;
		if (!follow(walk, listing, path, entry, &st))
			return false;
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
	entry->stamp = scan_stamp(&st);
	if (take_over(listing, old, path, entry))
		return true;
	if (walk->hint->patient && is_in_flux(walk, path, old, entry, &st) &&
		leave_for_later(walk, listing, old, path, entry, &kept))
		return kept;
	if ((st.st_mode & 0444) != 0444 &&
		faccessat(fd, entry->name.ptr, R_OK, AT_EACCESS) < 0) {
		scan_left_out(listing, path, log_strerror(errno));
		return false;
	}
	walk->reader.scratch = &listing->arena;
	walk->reader.diags = &listing->diags;
	scan_read_file(&walk->reader, fd, place, path, as, entry);
	return true;
}

/* A file of a page that is not published. */
static bool is_of_hidden(const struct step *step, const struct scan_entry *entry)
{
	return step->context.hidden && entry->kind == SCAN_FILE;
}

static void look_at_one(struct walk *walk, struct listing *listing, int fd,
	const struct step *step, const struct scan_folder *old, struct scan_entry *entry,
	bool index)
{
	if (scan_is_index(entry->name) != index)
		return;
	bool kept = look_at(walk, listing, fd, &step->place, old, entry);
	if (!kept || (!index && is_of_hidden(step, entry)))
		entry->name = slice_none;
}

void scan_look_at_other(struct walk *walk, struct listing *listing, int fd,
	const struct step *step, const struct scan_folder *old, struct scan_entry *entry)
{
	look_at_one(walk, listing, fd, step, old, entry, false);
}

/* Looks at all names but those of indexes, or at these alone. */
static void look_at_some(struct walk *walk, struct listing *listing, int fd,
	const struct step *step, const struct scan_folder *old, bool indexes)
{
	walk->reader.context = &step->context;
	for (size_t i = 0; i < listing->count; i++)
		look_at_one(walk, listing, fd, step, old, &listing->entries[i], indexes);
}

/* Indexes first: they say where the other files stand. */
void scan_look_at_all(struct walk *walk, struct listing *listing, int fd,
	struct step *step, const struct scan_folder *old)
{
	listing->same = walk->same_settings && old && old->said == step->context.version;
	look_at_some(walk, listing, fd, step, old, true);
	scan_find_bundle(walk, step, listing->entries, listing->count);
	listing->same &= old && old->context == step->context.version;
	if (!scan_look_in_parallel(walk, listing, fd, step))
		look_at_some(walk, listing, fd, step, old, false);
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		if (listing->entries[i].name.len)
			listing->entries[kept++] = listing->entries[i];
	}
	listing->count = kept;
	walk->reader.context = NULL; /* its folder's, which ends before the walk */
}

/* The name of the hint's file @file when it lies right in the folder @path. */
static bool is_in(struct slice file, struct slice path, struct slice *name)
{
	ptrdiff_t slash = slice_rfind_char(file, '/');

	*name = slice_from(file, (size_t)(slash + 1));
	return slice_eq(slice_head(file, slash < 0 ? 0 : (size_t)slash), path);
}

/* May one look at the named files alone? Not where one of them decides how others are read. */
static bool names_suffice(const struct walk *walk, const struct step *step)
{
	const struct generator_rules *rules = generator_rules(walk->settings->generator);
	struct slice name;

	if (walk->hint->all || !walk->hint->files)
		return false;
	for (size_t i = 0; i < walk->hint->file_count; i++) {
		if (!is_in(walk->hint->files[i], step->path, &name))
			continue;
		bool post =
			slice_ends(name, S(".md")) || slice_ends(name, S(".markdown"));
		if (scan_is_index(name) || slice_starts(name, S("_")) ||
			(rules->folder && !post))
			return false;
	}
	return true;
}

/* A file that the hint names, and what was found there. */
struct named {
	struct slice name;
	bool is_there;
	struct scan_entry entry;
};

static int by_named(const void *a, const void *b)
{
	return slice_cmp(
		((const struct named *)a)->name, ((const struct named *)b)->name);
}

/* Looks at the named files of the folder: sorted, each once. */
static size_t look_at_named(struct walk *walk, struct listing *listing,
	const struct step *step, int fd, const struct scan_folder *old,
	struct named *list)
{
	struct slice name;
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < walk->hint->file_count; i++) {
		if (is_in(walk->hint->files[i], step->path, &name) && name.len)
			list[count++].name = arena_dup(&listing->arena, name);
	}
	if (count)
		qsort(list, count, sizeof(*list), by_named);
	for (size_t i = 0; i < count; i++) {
		struct named *item = &list[kept];
		if (kept && slice_eq(list[i].name, list[kept - 1].name))
			continue;
		*item = (struct named){.name = list[i].name};
		item->entry.name = item->name;
		item->entry.stamp.inode = DT_UNKNOWN;
		item->is_there =
			!watch_is_temporary(item->name) &&
			look_at(walk, listing, fd, &step->place, old, &item->entry) &&
			!is_of_hidden(step, &item->entry);
		kept++;
	}
	return kept;
}

/* The folder as it was, but for the named files: a folder of a hundred thousand posts is not listed
 * again for one of them. */
static void relist(struct walk *walk, struct listing *listing, const struct step *step,
	int fd, const struct scan_folder *old)
{
	struct named *named =
		arena_array(&listing->arena, walk->hint->file_count + 1, struct named);

	walk->reader.context = &step->context;
	size_t count = look_at_named(walk, listing, step, fd, old, named), next = 0;
	listing->entries =
		reallocarray(NULL, old->count + count + 1, sizeof(*listing->entries));
	if (!listing->entries)
		abort();
	for (size_t i = 0; i <= old->count; i++) {
		const struct scan_entry *entry = i < old->count ? &old->entries[i] : NULL;
		int order = -1;
		while (next < count && (!entry || (order = slice_cmp(named[next].name,
							   entry->name)) <= 0)) {
			scan_state_change(walk->state, entry && order == 0 ? entry : NULL,
				named[next].is_there ? &named[next].entry : NULL);
			if (named[next].is_there)
				listing->entries[listing->count++] = named[next].entry;
			next++;
			if (entry && order == 0)
				break;
		}
		if (!entry || (order == 0 && count))
			continue;
		listing->entries[listing->count++] = *entry;
		if (entry->post)
			post_ref(entry->post);
	}
	for (size_t i = 0; i < old->diags.count; i++) {
		if (!is_named(walk, old->diags.items[i].file))
			diag_copy(&listing->diags, &old->diags.items[i]);
	}
}

/* The same, when nothing else changed that decides how the files of the folder are read. */
bool scan_relist(struct walk *walk, struct listing *listing, struct step *step, int fd,
	const struct scan_folder *old, bool *says)
{
	struct step step_then = *step;

	if (!old || !walk->same_settings || !names_suffice(walk, step))
		return false;
	scan_read_said(walk, &step_then, fd, says);
	listing->same = step_then.context.version == old->said;
	scan_find_bundle(walk, &step_then, old->entries, old->count);
	if (!listing->same || step_then.context.version != old->context)
		return false;
	*step = step_then;
	relist(walk, listing, step, fd, old);
	return true;
}
