/* SPDX-License-Identifier: MIT */
#include "scan/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "scan/scan_internal.h"
#include "scan/snapshot.h"
#include "source/generator.h"
#include "source/linked.h"
#include "source/load.h"
#include "source/settings_reader.h"

static bool is_hinted(const struct scan_walk *walk, struct slice path)
{
	if (walk->hint->all || scan_overlay_changes(walk, path))
		return true;
	for (size_t i = 0; i < walk->hint->folder_count; i++) {
		if (slice_eq(walk->hint->folders[i], path))
			return true;
	}
	return false;
}

static int open_folder(struct scan_walk *walk, int parent, struct slice path,
	struct slice name, bool is_link)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK;

	if (parent >= 0 && !is_link) {
		int fd = openat(parent, name.len ? name.ptr : ".", flags | O_NOFOLLOW);
		return fd < 0 ? -errno : fd;
	}
	return file_beneath(walk->reader.root, path.len ? path.ptr : ".", flags);
}

/* Was the folder entered before: one of those above, or through another symlink? */
static bool is_loop(
	struct scan_walk *walk, struct scan_identity me, size_t depth, bool is_link)
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
	if (walk->followed_count == walk->followed_capacity)
		walk->followed = memory_grown(walk->followed, &walk->followed_capacity,
			sizeof(*walk->followed));
	walk->followed[walk->followed_count++] = me;
	return false;
}

static int walk_folder(struct scan_walk *walk, const struct scan_step *from);

/* "x.md" for the folder "x" beside it. */
static const struct post *sibling_of(
	const struct scan_folder *folder, struct slice name, struct arena *arena)
{
	const struct scan_entry *entry =
		scan_state_entry(folder, arena_printf(arena, "%.*s.md", SARG(name)));

	return entry ? entry->post : NULL;
}

/* Scans the subfolders of @folder. */
static void descend(struct scan_walk *walk, const struct scan_step *step, int fd,
	const struct scan_folder *folder)
{
	struct arena arena = {0};

	for (size_t i = 0; i < folder->count; i++) {
		const struct scan_entry *entry = &folder->entries[i];
		struct scan_step next = {.parent = fd,
			.name = entry->name,
			.is_link = entry->is_link,
			.context = step->context,
			.depth = step->depth + 1};
		if (entry->kind != SCAN_FOLDER)
			continue;
		next.path = scan_join(&arena, step->path, entry->name);
		if (!publish_folder(walk->settings, &step->place, next.path, &next.place))
			continue;
		if (walk->settings->bundles == BUNDLES_SIBLING) {
			const struct post *post = sibling_of(folder, entry->name, &arena);
			if (post) {
				/* The address without ".html", as the prefix of its
				 * files. */
				next.context.bundle =
					slice_ends(post->path, S("/"))
						? post->path
						: arena_printf(&arena, "%.*s/",
							  SARG(post->path));
				next.context.bundle_folder = next.path;
				next.context.version =
					slice_hash_more(next.context.version, post->path);
			}
		}
		walk_folder(walk, &next);
	}
	arena_fini(&arena);
}

/* Reuses an unchanged folder; true when nothing else is to be done. */
static bool keep_folder(
	struct scan_walk *walk, struct scan_step *step, const struct scan_folder *old)
{
	struct folder_reading reading;

	/* A folder nested too deeply was never entered. */
	if (!old || step->depth == SCAN_DEPTH_MAX || !walk->same_settings ||
		is_hinted(walk, step->path))
		return false;
	if (old->has_inherited_fields) {
		auto_close int fd = open_folder(
			walk, step->parent, step->path, step->name, step->is_link);
		scan_read_inherited(walk, step, fd, &reading);
		if (reading.trouble)
			return false;
	}
	unsigned long long inherited_version = step->context.version;
	scan_find_bundle(walk, step, old->entries, old->count);
	if (inherited_version != old->inherited_version ||
		step->context.version != old->context_version)
		return false;
	struct scan_folder *kept = (struct scan_folder *)old;
	kept->refs++;
	scan_state_add(walk->state, kept);
	is_loop(walk, (struct scan_identity){kept->stamp.device, kept->stamp.inode},
		step->depth, step->is_link);
	descend(walk, step, -1, kept);
	return true;
}

/* Keeps the folder and everything below it, since it cannot be read now. False: it did not exist before,
 * or would be read differently now. */
static bool keep_tree(struct scan_walk *walk, const struct scan_step *step,
	const struct scan_folder *old)
{
	if (!old || !walk->same_settings || old->above_version != step->context.version)
		return false;
	for (size_t i = 0; i < walk->previous->count; i++) {
		struct scan_folder *folder = walk->previous->folders[i];
		if (!slice_starts(folder->path, step->path) ||
			(folder->path.len > step->path.len &&
				folder->path.ptr[step->path.len] != '/'))
			continue;
		folder->refs++;
		scan_state_add(walk->state, folder);
	}
	return true;
}

/* The folder could not be read. True: the previous version is kept. */
static bool keep_through(struct scan_walk *walk, struct scan_listing *listing,
	const struct scan_step *step, int error)
{
	listing->count = 0;
	if (!file_is_trouble(error)) {
		if (!listing->diags.count)
			scan_left_out(listing, step->path, log_strerror(error));
		return false;
	}
	/* Without the site's folder the scan fails, and the snapshot stays. */
	bool kept = step->depth > 0 && !file_is_shortage(error) &&
		    keep_tree(walk, step, listing->old);
	scan_failed(walk, listing, step->path, error, kept);
	return kept;
}

/* Nobody knows what the folder's files say about everything in it. */
static void tell_of_inherited(struct scan_walk *walk, struct scan_listing *listing,
	const struct scan_step *step, const struct folder_reading *reading)
{
	if (!reading->file.len || file_is_trouble(reading->trouble))
		return;
	/* Without the site's folder the scan fails, and so do its messages. */
	diag_add(step->depth ? &listing->diags : walk->troubles, DIAG_ERROR,
		scan_join(&listing->arena, step->path, reading->file), 0, 0,
		reading->trouble == -EFBIG
			? "nothing in its folder is shown, since it may say what is "
			  "hidden there"
			: "nothing in its folder is shown, since it may say what is "
			  "hidden there, until the server's user may read it",
		"cannot be read: %s", settings_what_failed(reading->trouble));
}

/* The same of what one page has beside it. */
static void tell_of_page(
	struct scan_listing *listing, const struct folder_reading *reading)
{
	if (!reading->page_error)
		return;
	listing->unread_data =
		scan_join(&listing->arena, listing->path, reading->page_file);
	diag_add(&listing->diags, DIAG_ERROR, listing->unread_data, 0, 0,
		"its page is not shown, since it may say that it is hidden",
		"cannot be read: %s", settings_what_failed(reading->page_error));
}

/* Lists the folder and reads the fields that its files set for everything below. Returns
 * 0 or -errno. */
static int list(struct scan_walk *walk, struct scan_listing *listing,
	struct scan_step *step, int fd, bool *has_inherited_fields)
{
	const struct scan_folder *old = listing->old;
	struct folder_reading reading;
	int error = 0;

	*has_inherited_fields = scan_read_inherited(walk, step, fd, &reading);
	if (reading.trouble) {
		tell_of_inherited(walk, listing, step, &reading);
		return reading.trouble;
	}
	tell_of_page(listing, &reading);
	listing->inherited_files = reading.files;
	if (scan_is_unsettled(walk, old, &reading))
		return SETTINGS_UNSETTLED;
	bool again = fd >= 0 && old && walk->same_settings &&
		     old->inherited_version == step->context.version &&
		     !scan_overlay_changes(walk, step->path) &&
		     scan_list_again(listing, walk->hint);
	if (fd >= 0 && !again) {
		/* The listing takes one descriptor; opening what is below needs another. */
		int names = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		error = names < 0 ? -errno : scan_list_names(listing, names);
	}
	if (!error)
		scan_overlay_merge(walk, listing);
	return error;
}

/* The depth is bounded by SCAN_DEPTH_MAX. Returns an error only for the site's folder. */
static int walk_folder(struct scan_walk *walk, const struct scan_step *from)
{
	const struct scan_folder *old = scan_state_find(walk->previous, from->path);
	struct scan_listing listing = {.path = from->path, .old = old};
	struct scan_step step = *from;
	struct stat st = {0};

	if (keep_folder(walk, &step, old))
		return 0;
	step = *from;
	int fd = open_folder(walk, step.parent, step.path, step.name, step.is_link);
	int error = fd < 0 ? fd : fstat(fd, &st) < 0 ? -errno : 0;
	bool has_inherited_fields = false;
	unsigned long long inherited_version = step.context.version;
	bool is_only_overlay = error == -ENOENT && scan_overlay_holds(walk, step.path);
	if (is_only_overlay)
		error = 0;
	diag_init(&listing.diags);
	if (step.depth == SCAN_DEPTH_MAX) {
		scan_left_out(&listing, step.path, "folders nested too deeply");
	} else if (!error && !is_only_overlay &&
		   is_loop(walk, (struct scan_identity){st.st_dev, st.st_ino}, step.depth,
			   step.is_link)) {
		scan_left_out(&listing, step.path, "a loop of folders");
	} else if (!error &&
		   !(error = list(walk, &listing, &step, fd, &has_inherited_fields))) {
		inherited_version = step.context.version;
		scan_look_at_all(walk, &listing, fd, &step);
	}
	if (error && keep_through(walk, &listing, from, error)) {
		diag_fini(&listing.diags);
		scan_listing_fini(&listing);
		file_close_auto(&fd);
		return 0;
	}
	struct scan_folder *folder = scan_pack(&listing);
	folder->stamp = post_stamp_of(&st);
	folder->above_version = from->context.version;
	folder->inherited_version = inherited_version;
	folder->context_version = step.context.version;
	folder->has_inherited_fields = has_inherited_fields;
	folder->inherited_files = listing.inherited_files;
	scan_listing_fini(&listing);
	scan_state_add(walk->state, folder);
	if (fd >= 0 || is_only_overlay)
		descend(walk, &step, fd, folder);
	file_close_auto(&fd);
	return step.depth == 0 ? error : 0;
}

/* Everything that the scan needs from the previous one. */
static void prepare(
	struct scan_walk *walk, const struct site *previous, const struct stat *st)
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
	struct scan_walk walk = {
		.state = site->scan_state,
		.settings = site->settings,
		.hint = hint ? hint : &everything,
		.reader = {.root = site->folder,
			.settings = site->settings,
			.overlay = site->overlay},
		.troubles = &site->diags,
	};
	struct stat st;

	if (fstat(site->folder, &st) < 0)
		return -errno;
	prepare(&walk, previous, &st);
	int error = scan_overlay_lost(site->overlay, site->settings, &site->diags);
	if (error)
		return error;
	scan_overlay_compare(&walk, previous ? previous->overlay : NULL);
	walk.reader.wants_links =
		linked_is_wanted(walk.settings) || walk.settings->is_garden;
	buf_init(&walk.reader.head, BUF_MAX_BYTES);
	struct scan_step root = {
		.parent = site->folder, .place = publish_root(site->settings)};
	error = walk_folder(&walk, &root);
	buf_fini(&walk.reader.head);
	arena_fini(&walk.arena);
	free(walk.followed);
	scan_state_sort(walk.state);
	walk.state->files_read = walk.reader.files_read;
	/* Files that were left for later must be read, even if the hint names only
	 * others. */
	site->has_changing_files =
		walk.has_changing_files ||
		(previous && previous->has_changing_files && !walk.hint->all);
	site->is_unsettled = walk.is_unsettled ||
			     (previous && previous->is_unsettled && !walk.hint->all);
	site->has_errors |=
		walk.is_troubled || (previous && previous->has_errors && !walk.hint->all);
	site->may_wait = walk.hint->may_wait;
	site->compares = walk.hint->may_wait || walk.hint->compares;
	if (walk.reader.shortage)
		scan_overlay_tell(site->overlay, &site->diags);
	return walk.reader.shortage ? walk.reader.shortage : error;
}

/* Warns when a repository is served whose blog is one folder deeper. Checked at the first scan
 * only. */
static void tell_of_site_below(struct site *site, const struct site *previous)
{
	struct arena arena = {0};
	struct slice name = slice_none;

	if (site->settings->generator != GENERATOR_PLAIN)
		return;
	for (size_t i = 0; previous && i < previous->diags.count; i++) {
		if (slice_eq(diag_kind(&previous->diags.items[i]), S(SCAN_SITE_BELOW)))
			diag_copy(&site->diags, &previous->diags.items[i]);
	}
	arena_init(&arena);
	if (!previous)
		name = generator_below(site->folder, &arena);
	if (name.len)
		diag_add(&site->diags, DIAG_WARNING, name, 0, 0,
			"to serve that one, name its folder", SCAN_SITE_BELOW ": %.*s",
			SARG(name));
	arena_fini(&arena);
}

static void free_state(void *state)
{
	scan_state_free(state);
}

static void load_data(struct site *site, const struct site *previous)
{
	int trouble = 0;

	site->data = data_files_load(
		site->folder, site->settings, previous ? previous->data : NULL, &trouble);
	if (site->data)
		diag_copy_all(&site->diags, &site->data->diags);
	if (!trouble)
		return;
	site->has_errors = true;
	diag_add(&site->diags, DIAG_ERROR, site->settings->data_dir, 0, 0,
		"the old data is kept, and the folder is read again soon",
		"cannot be read: %s", log_strerror(trouble));
}

static int scan_in(const struct site_config *config, struct slice language,
	const struct site *previous, const struct scan_hint *hint, int64_t now,
	struct site **out)
{
	struct site_config named = *config;
	bool is_changing = false;
	int fd = open(config->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	named.language_guess = language;
	if (previous && hint && hint->may_wait && !hint->has_waited)
		named.before = previous->settings;
	struct site *site = memory_new(1, sizeof(*site));
	struct scan_state *state = memory_new(1, sizeof(*state));
	atomic_init(&site->refs, 1);
	site->base = S("/");
	site->folder = fd;
	site->built_at = now;
	site->scan_state = state;
	site->hidden = &state->hidden;
	site->scan_state_free = free_state;
	diag_init(&site->diags);
	int error = settings_load(fd, &named, &site->diags, &site->settings);
	if (!error && config->overlay)
		error = overlay_compare(config->overlay, fd,
			previous ? previous->overlay : NULL, &is_changing,
			&site->overlay);
	if (!error)
		site->settings->overlay = site->overlay;
	if (!error)
		load_data(site, previous);
	if (!error)
		error = run(site, previous, hint);
	site->has_changing_files |= is_changing;
	if (!error)
		tell_of_site_below(site, previous);
	if (!error)
		error = snapshot_build(site, previous != NULL);
	bool same = !error && previous && previous->version == site->version;
	site->dated_at = same ? previous->dated_at : now;
	if (error) {
		if (hint && hint->diags)
			diag_copy_all(hint->diags, &site->diags);
		site_free(site);
		return error;
	}
	*out = site;
	return 0;
}

int scan(const struct site_config *config, const struct site *previous,
	const struct scan_hint *hint, int64_t now, struct site **out)
{
	struct slice language = previous ? previous->settings->lang : slice_none;
	struct site *first = NULL;
	int error = scan_in(config, language, previous, hint, now, &first);

	if (error)
		return error;
	*out = first;
	if (scan_language_stays(previous, hint))
		return 0;
	language = scan_language(first);
	if (slice_eq(language, first->settings->lang))
		return 0;
	/* Everything was read for another language: dates, words, translations. */
	struct scan_hint again = hint ? *hint : (struct scan_hint){0};
	again.all = true;
	error = scan_in(config, language, previous, &again, now, out);
	if (error) {
		*out = first;
		return 0;
	}
	site_free(first);
	return 0;
}
