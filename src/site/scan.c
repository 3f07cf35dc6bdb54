/* SPDX-License-Identifier: MIT */
#include "site/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "site/generator.h"
#include "site/scan_parts.h"
#include "site/watch.h"

#define DEPTH_MAX 48

struct identity {
	uint64_t device, inode;
};

struct walk {
	struct scan_state *state;          /* being filled */
	const struct scan_state *previous; /* or NULL */
	const struct settings *settings;
	const struct scan_hint *hint;
	bool same_settings; /* what @previous read is still so */
	struct arena arena; /* of contexts */
	struct scan_reader reader;
	struct identity above[DEPTH_MAX]; /* the folders that lead here */
	struct identity *followed;        /* folders entered through a symlink */
	size_t followed_count, followed_capacity;
};

static bool is_hinted(const struct walk *walk, struct slice path)
{
	if (walk->hint->all)
		return true;
	for (size_t i = 0; i < walk->hint->folder_count; i++) {
		if (slice_eq(walk->hint->folders[i], path))
			return true;
	}
	return false;
}

/* One folder being read: entries and their strings in an arena until they are packed. */
struct listing {
	struct arena arena;
	struct scan_entry *entries;
	size_t count, capacity;
	struct diag_list diags;
	struct slice path;
	bool same; /* nothing else changed that decides how its files are read */
};

static struct slice join(struct arena *arena, struct slice folder, struct slice name)
{
	if (folder.len == 0)
		return arena_dup(arena, name);
	return arena_printf(arena, "%.*s/%.*s", SARG(folder), SARG(name));
}

static struct scan_folder *pack(struct listing *listing)
{
	size_t text = listing->path.len;

	for (size_t i = 0; i < listing->count; i++)
		text += listing->entries[i].name.len + 1 + listing->entries[i].key.len;
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
		memcpy(next, entry.name.ptr, entry.name.len);
		next[entry.name.len] = '\0';
		entry.name.ptr = next;
		next += entry.name.len + 1;
		if (entry.key.len)
			memcpy(next, entry.key.ptr, entry.key.len);
		entry.key.ptr = next;
		next += entry.key.len;
		folder->entries[i] = entry;
	}
	return folder;
}

static int by_name(const void *a, const void *b)
{
	const struct scan_entry *x = a, *y = b;

	return slice_cmp(x->name, y->name);
}

/* Names of a folder, sorted, without what no rule would publish. Takes @fd. */
static int list_names(struct listing *listing, int fd)
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

static void left_out(struct listing *listing, struct slice path, const char *why)
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
		left_out(listing, path, "a symbolic link that leaves the site's folder");
		break;
	case ELOOP:
		left_out(listing, path, "a symbolic link that leads to itself");
		break;
	case ENOENT:
		left_out(listing, path, "a symbolic link to nothing");
		break;
	default:
		if (!scan_is_shortage(error, &walk->reader.shortage))
			left_out(listing, path, log_strerror(error));
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
	entry->mime = before->mime;
	entry->key = arena_dup(&listing->arena, before->key);
	entry->post = before->post ? post_ref(before->post) : NULL;
	if (old->diags.count)
		copy_diags(listing, old, path);
	return true;
}

/* Nobody said that this file changed: it is what it was, without asking for its stamp. */
static bool is_untouched(struct walk *walk, struct listing *listing,
	const struct scan_folder *old, struct slice path, struct scan_entry *entry)
{
	if (walk->hint->all || !walk->hint->files || !listing->same)
		return false;
	for (size_t i = 0; i < walk->hint->file_count; i++) {
		if (slice_eq(walk->hint->files[i], path))
			return false;
	}
	const struct scan_entry *before = scan_state_entry(old, entry->name);
	if (!before || before->is_link)
		return false;
	entry->stamp = before->stamp;
	return take_over(listing, old, path, entry);
}

/* False: the entry is none of the site's. */
static bool look_at(struct walk *walk, struct listing *listing, int fd,
	const struct publish_place *place, const struct scan_folder *old,
	struct scan_entry *entry)
{
	unsigned type = (unsigned)entry->stamp.inode;
	struct slice path = join(&listing->arena, listing->path, entry->name);
	struct publish_place inner;
	struct stat st;

	entry->stamp = (struct post_stamp){0};
	enum publish_as as = publish_file(walk->settings, place, path);
	/* Most names are decided without asking for more. */
	if (type == DT_REG && as == PUBLISH_NOT)
		return false;
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
	if (as == PUBLISH_NOT)
		return false;
	if (!S_ISREG(st.st_mode)) {
		left_out(listing, path, "neither a file nor a folder");
		return false;
	}
	entry->stamp = scan_stamp(&st);
	if (take_over(listing, old, path, entry))
		return true;
	if ((st.st_mode & 0444) != 0444 &&
		faccessat(fd, entry->name.ptr, R_OK, AT_EACCESS) < 0) {
		left_out(listing, path, log_strerror(errno));
		return false;
	}
	walk->reader.scratch = &listing->arena;
	walk->reader.diags = &listing->diags;
	scan_read_file(&walk->reader, fd, place, path, as, entry);
	return true;
}

static int open_folder(
	struct walk *walk, int parent, struct slice path, struct slice name, bool is_link)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK;

	if (parent >= 0 && !is_link) {
		int fd = openat(parent, name.len ? name.ptr : ".", flags | O_NOFOLLOW);
		return fd < 0 ? -errno : fd;
	}
	return file_beneath(walk->reader.root, path.len ? path.ptr : ".", flags);
}

/* A folder that was entered before: one of those above, or through another symlink. */
static bool is_loop(struct walk *walk, struct identity me, size_t depth, bool is_link)
{
	for (size_t i = 0; i < depth; i++) {
		if (walk->above[i].device == me.device &&
			walk->above[i].inode == me.inode)
			return true;
	}
	walk->above[depth] = me;
	if (!is_link)
		return false;
	for (size_t i = 0; i < walk->followed_count; i++) {
		if (walk->followed[i].device == me.device &&
			walk->followed[i].inode == me.inode)
			return true;
	}
	if (walk->followed_count == walk->followed_capacity) {
		walk->followed_capacity =
			walk->followed_capacity ? walk->followed_capacity * 2 : 16;
		walk->followed = reallocarray(
			walk->followed, walk->followed_capacity, sizeof(*walk->followed));
		if (!walk->followed)
			abort();
	}
	walk->followed[walk->followed_count++] = me;
	return false;
}

struct step {
	int parent; /* descriptor, or -1: not open */
	struct slice path, name;
	bool is_link;
	struct publish_place place;
	struct scan_context context;
	size_t depth;
};

static int walk_folder(struct walk *walk, const struct step *step);

/* "x.md" of the folder "x" beside it. */
static const struct post *sibling_of(
	const struct scan_folder *folder, struct slice name, struct arena *arena)
{
	const struct scan_entry *entry =
		scan_state_entry(folder, arena_printf(arena, "%.*s.md", SARG(name)));

	return entry ? entry->post : NULL;
}

/* Goes down into the folders of @folder. */
static void descend(struct walk *walk, const struct step *step, int fd,
	const struct scan_folder *folder)
{
	struct arena arena = {0};

	for (size_t i = 0; i < folder->count; i++) {
		const struct scan_entry *entry = &folder->entries[i];
		struct step next = {.parent = fd,
			.name = entry->name,
			.is_link = entry->is_link,
			.context = step->context,
			.depth = step->depth + 1};
		if (entry->kind != SCAN_FOLDER)
			continue;
		next.path = join(&arena, step->path, entry->name);
		if (!publish_folder(walk->settings, &step->place, next.path, &next.place))
			continue;
		if (walk->settings->bundles == BUNDLES_SIBLING) {
			const struct post *post = sibling_of(folder, entry->name, &arena);
			if (post) {
				next.context.bundle = post->path;
				next.context.bundle_folder = next.path;
				next.context.version =
					slice_hash_more(next.context.version, post->path);
			}
		}
		walk_folder(walk, &next);
	}
	arena_fini(&arena);
}

/* What files in the folder say of all that is below it. */
static void read_said(struct walk *walk, struct step *step, int fd, bool *says)
{
	const struct generator_rules *rules = generator_rules(walk->settings->generator);
	struct scan_context *context = &step->context;
	size_t count = 0;

	*says = false;
	if (!rules->folder || fd < 0 || step->place.role == ROLE_STATIC)
		return;
	const struct settings_default *said =
		rules->folder(walk->settings, &walk->arena, fd, step->path, &count);
	if (count == 0)
		return;
	*says = true;
	struct settings_default *all = arena_array(
		&walk->arena, context->value_count + count, struct settings_default);
	if (context->value_count)
		memcpy(all, context->values, context->value_count * sizeof(*all));
	for (size_t i = 0; i < count; i++) {
		all[context->value_count++] = said[i];
		context->version = value_hash(
			slice_hash_more(context->version, said[i].path), said[i].values);
	}
	context->values = all;
}

static bool is_index(struct slice name)
{
	return slice_starts(name, S("index.")) &&
	       (slice_ends(name, S(".md")) || slice_ends(name, S(".markdown")) ||
		       slice_ends(name, S(".html")));
}

/* The page whose files are in the folder: its index, that of the site's language if there are several.
 * @entries are those that were looked at. */
static void find_bundle(struct walk *walk, struct step *step,
	const struct scan_entry *entries, size_t count)
{
	const struct settings *settings = walk->settings;
	struct scan_context *context = &step->context;
	const struct post *best = NULL;
	bool hidden = false;

	if (settings->bundles != BUNDLES_INDEX && settings->bundles != BUNDLES_LEAF)
		return;
	if (context->bundle.len || settings_place(settings, step->path).len == 0 ||
		slice_eq(settings_place(settings, step->path), step->path))
		return;
	for (size_t i = 0; i < count; i++) {
		if (!is_index(entries[i].name))
			continue;
		hidden |= entries[i].kind == SCAN_DRAFT;
		const struct post *post = entries[i].post;
		if (post && (!best || slice_eq(post->lang, settings->lang)))
			best = post;
	}
	if (!best && !hidden)
		return;
	step->place.is_bundle = settings->bundles == BUNDLES_LEAF;
	context->hidden = !best;
	context->bundle = best ? best->path : slice_none;
	context->bundle_folder = arena_dup(&walk->arena, step->path);
	context->version = slice_hash_more(context->version, context->bundle);
}

/* Looks at all names but those of indexes, or at these alone. */
static void look_at_some(struct walk *walk, struct listing *listing, int fd,
	const struct step *step, const struct scan_folder *old, bool indexes)
{
	walk->reader.context = &step->context;
	for (size_t i = 0; i < listing->count; i++) {
		struct scan_entry *entry = &listing->entries[i];
		if (is_index(entry->name) != indexes)
			continue;
		bool kept = look_at(walk, listing, fd, &step->place, old, entry);
		if (kept && step->context.hidden && !indexes && entry->kind == SCAN_FILE)
			kept = false;
		if (!kept)
			entry->name = slice_none;
	}
}

/* Indexes first: they say where the other files stand. */
static void look_at_all(struct walk *walk, struct listing *listing, int fd,
	struct step *step, const struct scan_folder *old)
{
	listing->same = walk->same_settings && old && old->said == step->context.version;
	look_at_some(walk, listing, fd, step, old, true);
	find_bundle(walk, step, listing->entries, listing->count);
	listing->same &= old && old->context == step->context.version;
	look_at_some(walk, listing, fd, step, old, false);
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		if (listing->entries[i].name.len)
			listing->entries[kept++] = listing->entries[i];
	}
	listing->count = kept;
}

/* A folder that is as it was; true when there is nothing else to do. */
static bool keep_folder(
	struct walk *walk, struct step *step, const struct scan_folder *old)
{
	bool says = false;

	if (!old || !walk->same_settings || is_hinted(walk, step->path))
		return false;
	if (old->says) {
		auto_close int fd = open_folder(
			walk, step->parent, step->path, step->name, step->is_link);
		read_said(walk, step, fd, &says);
	}
	unsigned long long said = step->context.version;
	find_bundle(walk, step, old->entries, old->count);
	if (said != old->said || step->context.version != old->context)
		return false;
	struct scan_folder *kept = (struct scan_folder *)old;
	kept->refs++;
	scan_state_add(walk->state, kept);
	is_loop(walk, (struct identity){kept->device, kept->inode}, step->depth,
		step->is_link);
	descend(walk, step, -1, kept);
	return true;
}

/* The name of the hint's file @file when it lies right in the folder @path. */
static bool is_in(struct slice file, struct slice path, struct slice *name)
{
	ptrdiff_t slash = slice_rfind_char(file, '/');

	*name = slice_from(file, (size_t)(slash + 1));
	return slice_eq(slice_head(file, slash < 0 ? 0 : (size_t)slash), path);
}

static bool is_named(const struct walk *walk, struct slice path)
{
	for (size_t i = 0; i < walk->hint->file_count; i++) {
		if (slice_eq(walk->hint->files[i], path))
			return true;
	}
	return false;
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
		if (is_index(name) || slice_starts(name, S("_")) ||
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
			look_at(walk, listing, fd, &step->place, old, &item->entry);
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
static bool relist_if_same(struct walk *walk, struct listing *listing, struct step *step,
	int fd, const struct scan_folder *old, bool *says)
{
	struct step step_then = *step;

	if (!old || !walk->same_settings || !names_suffice(walk, step))
		return false;
	read_said(walk, &step_then, fd, says);
	listing->same = step_then.context.version == old->said;
	find_bundle(walk, &step_then, old->entries, old->count);
	if (!listing->same || step_then.context.version != old->context)
		return false;
	*step = step_then;
	relist(walk, listing, step, fd, old);
	return true;
}

/* Depth is bounded by DEPTH_MAX. Returns an error only for the site's folder. */
static int walk_folder(struct walk *walk, const struct step *from)
{
	const struct scan_folder *old = scan_state_find(walk->previous, from->path);
	struct listing listing = {.path = from->path};
	struct step step = *from;
	struct stat st = {0};

	if (keep_folder(walk, &step, old))
		return 0;
	step = *from;
	int fd = open_folder(walk, step.parent, step.path, step.name, step.is_link);
	int error = fd < 0 ? fd : 0;
	bool says = false;
	unsigned long long said = step.context.version;
	diag_init(&listing.diags);
	if (step.depth == DEPTH_MAX) {
		left_out(&listing, step.path, "folders are nested too deeply");
	} else if (error) {
		if (!scan_is_shortage(error, &walk->reader.shortage))
			left_out(&listing, step.path, log_strerror(error));
	} else if (fstat(fd, &st) < 0 ||
		   is_loop(walk, (struct identity){st.st_dev, st.st_ino}, step.depth,
			   step.is_link)) {
		left_out(&listing, step.path, "a folder that is here already: a loop");
	} else if (relist_if_same(walk, &listing, &step, fd, old, &says)) {
		said = old->said;
	} else {
		/* The listing takes one descriptor, what is below it needs another. */
		int again = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		error = again < 0 ? -errno : list_names(&listing, again);
		if (error && !scan_is_shortage(error, &walk->reader.shortage))
			left_out(&listing, step.path, log_strerror(error));
		read_said(walk, &step, fd, &says);
		said = step.context.version;
		look_at_all(walk, &listing, fd, &step, old);
	}
	struct scan_folder *folder = pack(&listing);
	folder->device = st.st_dev;
	folder->inode = st.st_ino;
	folder->said = said;
	folder->context = step.context.version;
	folder->says = says;
	arena_fini(&listing.arena);
	free(listing.entries);
	scan_state_add(walk->state, folder);
	if (fd >= 0) {
		descend(walk, &step, fd, folder);
		close(fd);
	}
	return step.depth == 0 ? error : 0;
}

/* Everything that the scan itself needs to know of the previous one. */
static void prepare(struct walk *walk, const struct site *previous, const struct stat *st)
{
	walk->state->device = st->st_dev;
	walk->state->inode = st->st_ino;
	if (!previous || !previous->scan_state)
		return;
	walk->previous = previous->scan_state;
	walk->same_settings = previous->settings->version == walk->settings->version &&
			      walk->previous->device == walk->state->device &&
			      walk->previous->inode == walk->state->inode;
}

static int run(
	struct site *site, const struct site *previous, const struct scan_hint *hint)
{
	static const struct scan_hint everything = {.all = true};
	struct walk walk = {
		.state = site->scan_state,
		.settings = site->settings,
		.hint = hint ? hint : &everything,
		.reader = {.root = site->folder, .settings = site->settings},
	};
	struct stat st;

	if (fstat(site->folder, &st) < 0)
		return -errno;
	prepare(&walk, previous, &st);
	buf_init(&walk.reader.head, 0);
	struct step root = {
		.parent = site->folder, .place = publish_root(site->settings)};
	int error = walk_folder(&walk, &root);
	buf_fini(&walk.reader.head);
	arena_fini(&walk.arena);
	free(walk.followed);
	scan_state_sort(walk.state);
	return walk.reader.shortage ? walk.reader.shortage : error;
}

int scan(const struct site_config *config, const struct site *previous,
	const struct scan_hint *hint, int64_t now, struct site **out)
{
	int fd = open(config->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	struct site *site = calloc(1, sizeof(*site));
	struct scan_state *state = calloc(1, sizeof(*state));
	if (!site || !state)
		abort();
	atomic_init(&site->refs, 1);
	site->folder = fd;
	site->built_at = now;
	site->scan_state = state;
	diag_init(&site->diags);
	int error = settings_load(fd, config, &site->diags, &site->settings);
	if (!error)
		error = run(site, previous, hint);
	if (!error)
		error = snapshot_build(site, previous);
	if (error) {
		site_free(site);
		return error;
	}
	*out = site;
	return 0;
}
