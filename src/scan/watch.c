/* SPDX-License-Identifier: MIT */
/* inotify(7), one watch per folder. Hints may name too much, never too little: the scan compares
 * stamps anyway. */
#include "scan/watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/lower_bound.h"
#include "base/memory.h"
#include "source/generator.h"
#include "source/publish.h"

#define WATCHES_MAX (512 * 1024)
#define DEPTH_MAX   48
#define HINT_MAX    256  /* folders; with more, the hint is "all" */
#define READS_MAX   4096 /* per take; the rest comes with the next */
#define CONTENT_EVENTS                                                                   \
	(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB)
#define WAY_EVENTS (IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE)

struct watched {
	int wd;
	unsigned generation;
	struct slice path; /* relative to the root; heap */
	bool is_way; /* a folder above the root: path is the name that matters in it */
};

struct watch {
	int fd;
	char *root;
	size_t watches_max;
	struct watched *items; /* by wd */
	size_t count, capacity;
	unsigned generation;
	bool blind; /* some folders have no watch */
	/* some folder has two names: a hint could give the wrong one */
	bool has_links;
	bool has_closed;    /* some folder may not be read, and so has no watch */
	struct arena arena; /* of the last hint */
	struct slice folders[HINT_MAX], files[HINT_MAX];
	size_t folder_count, file_count;
	struct slice made[HINT_MAX]; /* of this take: new files that seemed unfinished */
	size_t made_count;
	bool any_file; /* too many to name, or a folder moved */
	bool all;
};

static struct watched *find(struct watch *watch, int wd)
{
	size_t at = lower_bound(0, watch->count, i, watch->items[i].wd < wd);

	return at < watch->count && watch->items[at].wd == wd ? &watch->items[at] : NULL;
}

static struct slice heap_dup(struct slice s)
{
	char *copy = memory_checked(malloc(s.len + 1));
	if (s.len)
		memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return slice(copy, s.len);
}

/* The kernel returns the same number for a folder, however often it is added. */
static void remember(struct watch *watch, int wd, struct slice path, bool is_way)
{
	struct watched *known = find(watch, wd);

	if (known) {
		/* The root may be beside a folder above it: content precedes. Of two names of
		 * content, the newer one counts: it was moved, and events for its old name are still
		 * to come. */
		if (known->generation == watch->generation && is_way)
			return;
		free((char *)known->path.ptr);
	} else {
		if (watch->count == watch->capacity)
			watch->items = memory_grown(
				watch->items, &watch->capacity, sizeof(*watch->items));
		size_t at = watch->count;
		while (at && watch->items[at - 1].wd > wd)
			at--;
		memmove(watch->items + at + 1, watch->items + at,
			(watch->count - at) * sizeof(*watch->items));
		watch->count++;
		known = &watch->items[at];
	}
	*known = (struct watched){wd, watch->generation, heap_dup(path), is_way};
}

static void forget(struct watch *watch, size_t at)
{
	free((char *)watch->items[at].path.ptr);
	watch->count--;
	memmove(watch->items + at, watch->items + at + 1,
		(watch->count - at) * sizeof(*watch->items));
}

/* Removes the watches for which @leaves is true, in one pass. */
static void sweep(struct watch *watch,
	bool (*leaves)(const struct watch *, const struct watched *, struct slice),
	struct slice path)
{
	size_t kept = 0;

	for (size_t i = 0; i < watch->count; i++) {
		if (!leaves(watch, &watch->items[i], path)) {
			watch->items[kept++] = watch->items[i];
			continue;
		}
		inotify_rm_watch(watch->fd, watch->items[i].wd);
		free((char *)watch->items[i].path.ptr);
	}
	watch->count = kept;
}

static void go_blind(struct watch *watch)
{
	if (!watch->blind)
		log_warning("%s: no inotify watches left; the folder is polled every few "
			    "seconds instead; raise fs.inotify.max_user_watches",
			watch->root);
	watch->blind = true;
}

static int add(struct watch *watch, const char *absolute, struct slice path,
	uint32_t events, bool is_way)
{
	int wd = inotify_add_watch(watch->fd, absolute, events | IN_ONLYDIR);
	if (wd < 0 && (errno == ENOSPC || errno == ENOMEM)) {
		go_blind(watch);
		return -ENOSPC;
	}
	if (wd < 0)
		return -errno;
	/* A known watch needs no new slot. */
	if (watch->count >= watch->watches_max && !find(watch, wd)) {
		inotify_rm_watch(watch->fd, wd);
		go_blind(watch);
		return -ENOSPC;
	}
	remember(watch, wd, path, is_way);
	return 0;
}

static void mark(struct watch *watch, struct slice path)
{
	if (watch->all)
		return;
	for (size_t i = 0; i < watch->folder_count; i++) {
		if (slice_eq(watch->folders[i], path))
			return;
	}
	if (watch->folder_count == HINT_MAX)
		watch->all = true;
	else
		watch->folders[watch->folder_count++] = arena_dup(&watch->arena, path);
}

static void mark_file(struct watch *watch, struct slice path)
{
	for (size_t i = 0; i < watch->file_count; i++) {
		if (slice_eq(watch->files[i], path))
			return;
	}
	if (watch->file_count == HINT_MAX)
		watch->any_file = true;
	else
		watch->files[watch->file_count++] = path;
}

/* Folders that no scan enters: the generator's output, packages. */
static bool is_skipped(struct slice name)
{
	return (slice_starts(name, S(".")) && !slice_eq(name, S(".well-known"))) ||
	       slice_eq(name, S("node_modules")) || slice_eq(name, S("_site"));
}

/* Watches the folder @path and those below it. Adds the watch before listing, so that nothing
 * created in between is missed. The depth is bounded. */
static void add_tree(struct watch *watch, struct slice path, bool marked, int depth)
{
	struct arena arena = {0};
	const char *absolute = arena_cstr(&arena, slice_str(watch->root));
	struct dirent *item;

	if (path.len)
		absolute = arena_printf(&arena, "%s/%.*s", watch->root, SARG(path)).ptr;
	int error = add(watch, absolute, path, CONTENT_EVENTS, false);
	errno = 0;
	DIR *dir = error || depth == DEPTH_MAX ? NULL : opendir(absolute);
	/* Its content is unknown: it is polled later. */
	watch->blind |= file_is_trouble(error ? error : dir ? 0 : -errno);
	watch->has_closed |= error == -EACCES || errno == EACCES;
	if (marked)
		mark(watch, path);
	while (errno = 0, dir && (item = readdir(dir))) {
		struct slice name = slice_str(item->d_name);
		struct stat st;
		bool is_folder = item->d_type == DT_DIR;
		if (is_skipped(name))
			continue;
		watch->has_links |= item->d_type == DT_LNK;
		if (item->d_type == DT_UNKNOWN && fstatat(dirfd(dir), item->d_name, &st,
							  AT_SYMLINK_NOFOLLOW) == 0) {
			is_folder = S_ISDIR(st.st_mode);
			watch->has_links |= S_ISLNK(st.st_mode);
		}
		if (!is_folder)
			continue;
		struct slice inner = path.len ? arena_printf(&arena, "%.*s/%.*s",
							SARG(path), SARG(name))
					      : name;
		add_tree(watch, inner, marked, depth + 1);
	}
	watch->blind |= file_is_trouble(-errno);
	if (dir)
		closedir(dir);
	arena_fini(&arena);
}

/* The root and each symlink on its path may be replaced, so the folders that hold these names are
 * watched, too. */
static void add_way(struct watch *watch)
{
	struct arena arena = {0};
	struct slice root = slice_str(watch->root);
	struct stat st;

	for (size_t end = 0; end < root.len;) {
		ptrdiff_t next = slice_find_char(slice_from(root, end + 1), '/');
		end = next < 0 ? root.len : end + 1 + (size_t)next;
		struct slice until = slice_head(root, end);
		ptrdiff_t slash = slice_rfind_char(until, '/');
		bool is_link =
			lstat(arena_cstr(&arena, until), &st) == 0 && S_ISLNK(st.st_mode);
		if (slash < 0 || (end < root.len && !is_link))
			continue;
		struct slice parent = slash ? slice_head(until, (size_t)slash) : S("/");
		add(watch, arena_cstr(&arena, parent),
			slice_from(until, (size_t)slash + 1), WAY_EVENTS, true);
	}
	arena_fini(&arena);
}

static bool is_old(
	const struct watch *watch, const struct watched *item, struct slice path)
{
	(void)path;
	return item->generation != watch->generation;
}

int watch_renew(struct watch *watch)
{
	struct stat st;

	watch->generation++;
	watch->blind = watch->has_links = watch->has_closed = false;
	int error = stat(watch->root, &st) < 0 ? -errno : 0;
	if (!error)
		add_tree(watch, slice_none, false, 0);
	add_way(watch);
	sweep(watch, is_old, slice_none);
	return error;
}

int watch_new(const char *folder, struct watch **out)
{
	return watch_new_limited(folder, WATCHES_MAX, out);
}

int watch_new_limited(const char *folder, size_t watches_max, struct watch **out)
{
	struct watch *watch = memory_new(1, sizeof(*watch));
	struct slice root = slice_str(folder);
	while (root.len > 1 && slice_ends(root, S("/")))
		root.len--;
	watch->root = (char *)heap_dup(root).ptr;
	watch->watches_max = watches_max;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	int error = watch->fd < 0 ? -errno : watch_renew(watch);
	if (error) {
		watch_free(watch);
		return error;
	}
	*out = watch;
	return 0;
}

void watch_free(struct watch *watch)
{
	if (!watch)
		return;
	for (size_t i = 0; i < watch->count; i++)
		free((char *)watch->items[i].path.ptr);
	if (watch->fd >= 0)
		close(watch->fd);
	arena_fini(&watch->arena);
	free(watch->items);
	free(watch->root);
	free(watch);
}

int watch_fd(const struct watch *watch)
{
	return watch->fd;
}

size_t watch_pending(const struct watch *watch)
{
	int bytes = 0;

	return ioctl(watch->fd, FIONREAD, &bytes) < 0 || bytes < 0 ? 0 : (size_t)bytes;
}

bool watch_is_blind(const struct watch *watch)
{
	return watch->blind;
}

/* Files that decide how all others are read. */
static bool is_of_settings(struct slice folder, struct slice name)
{
	/* Besides the file that the generator is detected by, those that it reads. */
	static const struct slice folders[] = {S("_includes"), S("_data"),
		S("config/_default"), S("src/_data"), S("src/_includes"), S("src/pages")};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (slice_starts(folder, folders[i]))
			return true;
	}
	if (slice_starts(folder, S("src")) && slice_starts(name, S("content.config.")))
		return true;
	if (folder.len)
		return false;
	if (slice_any(name, S("splashdown.yaml|content|publishconf.py|_data|data"),
		    slice_eq))
		return true;
	return generator_is_mark(name);
}

/* The file or folder @path is new, changed or gone. */
static void mark_entry(struct watch *watch, struct slice path, bool is_folder)
{
	if (is_of_settings(slice_path_folder(path), slice_path_name(path)))
		watch->all = true;
	mark(watch, slice_path_folder(path));
	if (is_folder)
		watch->any_file = true;
	else
		mark_file(watch, path);
}

static bool stat_entry(struct watch *watch, struct slice path, struct stat *st)
{
	return lstat(arena_printf(&watch->arena, "%s/%.*s", watch->root, SARG(path)).ptr,
		       st) == 0;
}

/* Is a new file complete? One that is linked is: it had another name, or none, and its inode was changed after
 * its content. Others are still being written, and give an event when closed. */
static bool is_whole(struct watch *watch, struct slice path)
{
	struct stat st;

	if (!stat_entry(watch, path, &st))
		return false;
	watch->has_links |= S_ISLNK(st.st_mode);
	return S_ISLNK(st.st_mode) || st.st_nlink > 1 ||
	       (st.st_size > 0 && (st.st_ctim.tv_sec != st.st_mtim.tv_sec ||
					  st.st_ctim.tv_nsec != st.st_mtim.tv_nsec));
}

/* A link that was made within a tick of the clock after the last byte looks like a file that is being written. What
 * follows tells of it: the file's other name is deleted, or the file is closed under the name that the kernel gives
 * to one without ("#" and its inode). True: there was one. */
static bool name_links(struct watch *watch, const struct inotify_event *event)
{
	bool named = false, is_other_closed = (event->mask & IN_CLOSE_WRITE) &&
					      event->len && event->name[0] == '#';
	struct stat st;

	if ((event->mask & IN_ISDIR) || !((event->mask & IN_DELETE) || is_other_closed))
		return false;
	for (size_t i = 0; i < watch->made_count; i++) {
		if (!stat_entry(watch, watch->made[i], &st) || st.st_size == 0)
			continue;
		mark_entry(watch, watch->made[i], false);
		named = true;
	}
	watch->made_count = 0;
	return named;
}

/* A folder was removed: drops the watches below it. */
static bool is_below(
	const struct watch *watch, const struct watched *item, struct slice path)
{
	(void)watch;
	return !item->is_way && slice_starts(item->path, path) &&
	       (item->path.len == path.len || item->path.ptr[path.len] == '/');
}

/* True: relevant. @replaced: the root was replaced, or what is mounted below it. */
static bool handle(struct watch *watch, const struct inotify_event *event, bool *replaced)
{
	struct slice name = event->len ? slice_str(event->name) : slice_none;
	bool is_folder = event->mask & IN_ISDIR;

	if (event->mask & IN_Q_OVERFLOW)
		return *replaced = true;
	struct watched *item = find(watch, event->wd);
	if (!item)
		return false;
	if (event->mask & (IN_IGNORED | IN_UNMOUNT)) {
		/* What was below the file system that is unmounted is at the path now. */
		bool is_other = (event->mask & IN_UNMOUNT) ||
				(!item->is_way && item->path.len == 0);
		forget(watch, (size_t)(item - watch->items));
		*replaced |= is_other;
		return is_other;
	}
	if (item->is_way) {
		if (!slice_eq(name, item->path))
			return false;
		return *replaced = true;
	}
	if (name.len == 0)
		return false; /* the folder's permissions; events of its entries tell the
			       * rest */
	if (slice_starts(name, S(".")) && !slice_eq(name, S(".well-known")) &&
		!is_of_settings(item->path, name))
		return false;
	if (is_folder ? is_skipped(name) : publish_is_temporary(name))
		return false;
	struct slice path = item->path.len ? arena_printf(&watch->arena, "%.*s/%.*s",
						     SARG(item->path), SARG(name))
					   : arena_dup(&watch->arena, name);
	if (!is_folder && (event->mask & IN_CREATE) && !is_whole(watch, path)) {
		watch->made_count %= HINT_MAX;
		watch->made[watch->made_count++] = path;
		return false;
	}
	/* Closed as soon as made, as most are. */
	if (watch->made_count && slice_eq(watch->made[watch->made_count - 1], path))
		watch->made_count--;
	mark_entry(watch, path, is_folder);
	if (!is_folder)
		return true;
	if (event->mask & (IN_MOVED_FROM | IN_DELETE))
		sweep(watch, is_below, path);
	/* What could not be read may be readable now. */
	if ((event->mask & (IN_CREATE | IN_MOVED_TO)) ||
		((event->mask & IN_ATTRIB) && watch->has_closed))
		add_tree(watch, path, true, 1);
	else if (event->mask & IN_ATTRIB)
		mark(watch, path);
	return true;
}

bool watch_take(struct watch *watch, struct scan_hint *hint)
{
	_Alignas(struct inotify_event) char bytes[16 * 1024];
	bool matters = false, replaced = false;

	arena_reset(&watch->arena);
	watch->folder_count = watch->file_count = watch->made_count = 0;
	watch->all = watch->any_file = false;
	for (int i = 0; i < READS_MAX; i++) {
		ssize_t got = read(watch->fd, bytes, sizeof(bytes));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *event = (const void *)(bytes + at);
			matters |= handle(watch, event, &replaced);
			matters |= name_links(watch, event);
			at += (ssize_t)(sizeof(*event) + event->len);
		}
	}
	/* New watches are added before the scan that the hint asks for. */
	if (replaced)
		watch_renew(watch);
	if (replaced || watch->blind || (matters && watch->has_links))
		watch->all = matters = true;
	*hint = (struct scan_hint){
		.all = watch->all,
		.folders = watch->folders,
		.folder_count = watch->all ? 0 : watch->folder_count,
		.files = watch->all || watch->any_file ? NULL : watch->files,
		.file_count = watch->all || watch->any_file ? 0 : watch->file_count,
	};
	return matters;
}
