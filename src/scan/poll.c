/* SPDX-License-Identifier: MIT */
#include "scan/poll.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/memory.h"
#include "scan/state.h"
#include "source/load.h"
#include "source/overlay.h"

/* Some file systems have timestamps of one or two seconds: a file changed just before a scan may have
 * changed again just after it. */
#define COARSE_S 2
#define SKEW_S   60 /* a time farther in the future says nothing */

const char *poll_file_system_of(unsigned long type)
{
	static const struct {
		unsigned long type;
		const char *name;
	} rows[] = {
		{0x6969, "NFS"},
		{0x517b, "SMB"},
		{0xff534d42, "SMB"}, /* cifs */
		{0xfe534d42, "SMB"}, /* smb3 */
		{0x65735546, "FUSE"},
		{0x01021997, "9p"},
		{0x00c36400, "Ceph"},
		{0x5346414f, "AFS"},
		{0x6b414653, "AFS"},
		{0x73757245, "Coda"},
		{0x0bd00bd0, "Lustre"},
		{0x47504653, "GPFS"},
		{0x786f4256, "a VirtualBox folder"},
		{0xbacbacbc, "a VMware folder"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].type == (type & 0xffffffff))
			return rows[i].name;
	}
	return NULL;
}

const char *poll_file_system(const char *folder)
{
	struct statfs st;

	return statfs(folder, &st) == 0 ? poll_file_system_of((unsigned long)st.f_type)
					: NULL;
}

int64_t poll_next_ms(int64_t before_ms, bool differs)
{
	if (differs || !before_ms)
		return POLL_MS;
	return before_ms * 2 < POLL_MAX_MS ? before_ms * 2 : POLL_MAX_MS;
}

static bool is_fresh(const struct site *site, const struct post_stamp *stamp)
{
	int64_t at = stamp->mtime_ns / 1000000000;

	return at + COARSE_S > site->built_at && at - SKEW_S < site->built_at;
}

/* Does the file or folder at @path of the site still have @stamp? */
static bool is_same(
	const struct site *site, struct slice path, const struct post_stamp *stamp)
{
	struct arena arena = {0};
	struct stat st;

	bool same = !is_fresh(site, stamp) &&
		    fstatat(site->folder, path.len ? arena_cstr(&arena, path) : ".", &st,
			    0) == 0;
	arena_fini(&arena);
	if (!same)
		return false;
	struct post_stamp now = post_stamp_of(&st);
	return post_stamp_eq(&now, stamp);
}

/* A folder that cannot be opened has no stamp and is not compared. */
static bool folders_differ(const struct site *site)
{
	const struct scan_state *state = site->scan_state;

	for (size_t i = 0; i < state->count; i++) {
		const struct scan_folder *folder = state->folders[i];
		if (folder->stamp.inode && !is_same(site, folder->path, &folder->stamp))
			return true;
	}
	return false;
}

struct file {
	const struct scan_folder *folder;
	const struct scan_entry *entry;
};

/* Newest first. */
static int by_time(const void *a, const void *b)
{
	int64_t x = ((const struct file *)a)->entry->stamp.mtime_ns;
	int64_t y = ((const struct file *)b)->entry->stamp.mtime_ns;

	return (x < y) - (x > y);
}

static struct file *list_files(const struct site *site, size_t *count)
{
	const struct scan_state *state = site->scan_state;
	size_t most = 0;

	for (size_t i = 0; i < state->count; i++)
		most += state->folders[i]->count;
	struct file *files = memory_new(most + 1, sizeof(*files));
	*count = 0;
	for (size_t i = 0; i < state->count; i++) {
		const struct scan_folder *folder = state->folders[i];
		for (size_t k = 0; k < folder->count; k++) {
			if (folder->entries[k].stamp.inode)
				files[(*count)++] =
					(struct file){folder, &folder->entries[k]};
		}
	}
	qsort(files, *count, sizeof(*files), by_time);
	return files;
}

/* The newest files, and at each poll a different part of the older ones, so that a write into an old file
 * is found in the end. */
static bool files_differ(const struct site *site, unsigned round)
{
	struct arena arena = {0};
	size_t count;
	struct file *files = list_files(site, &count);
	size_t older = count > POLL_FILES_MAX ? count - POLL_FILES_MAX : 0;
	size_t from = older ? (size_t)round * POLL_FILES_MAX % older : 0;
	bool differ = false;

	for (size_t n = 0; n < 2 * POLL_FILES_MAX && !differ; n++) {
		size_t i = n < POLL_FILES_MAX ? n : n + from;
		if (i >= count)
			break;
		struct slice folder = files[i].folder->path;
		struct slice path = arena_printf(&arena, "%.*s%s%.*s", SARG(folder),
			folder.len ? "/" : "", SARG(files[i].entry->name));
		/* What covers a file does not change. */
		differ = !overlay_find(site->overlay, path) &&
			 !is_same(site, path, &files[i].entry->stamp);
		arena_reset(&arena);
	}
	arena_fini(&arena);
	free(files);
	return differ;
}

/* Files that are covered, or were. */
static bool covered_differ(const struct site *site)
{
	size_t count;
	const struct overlay_item *items = overlay_items(site->overlay, &count);

	for (size_t i = 0; i < count; i++) {
		bool there = faccessat(site->folder, items[i].source.ptr, F_OK, 0) == 0;
		if (items[i].blog.inode ? !is_same(site, items[i].source, &items[i].blog)
					: there)
			return true;
	}
	return false;
}

static bool settings_differ(const struct site_config *config, const struct site *site)
{
	struct settings *settings;

	if (settings_load(site->folder, config, NULL, &settings))
		return true;
	bool differ = settings->version != site->settings->version;
	settings_free(settings);
	return differ;
}

/* Folders that are gone, or cannot be looked at, are not others. */
static bool is_other_below(const struct site *site)
{
	const struct scan_state *state = site->scan_state;
	auto_arena struct arena arena = {0};
	struct stat st;
	bool other = false;

	for (size_t i = 0; i < state->count && !other; i++) {
		const struct scan_folder *folder = state->folders[i];
		if (!folder->path.len || !folder->stamp.inode)
			continue;
		other = fstatat(site->folder, arena_cstr(&arena, folder->path), &st, 0) ==
				0 &&
			(st.st_dev != folder->stamp.device ||
				st.st_ino != folder->stamp.inode);
		arena_reset(&arena);
	}
	return other;
}

bool poll_is_elsewhere(const struct site_config *config, const struct site *site)
{
	const struct scan_state *state = site->scan_state;
	struct stat st;

	return stat(config->folder, &st) < 0 || st.st_dev != state->device ||
	       st.st_ino != state->inode || is_other_below(site);
}

bool poll_is_unmounted(const struct site_config *config, const struct site *site)
{
	const struct scan_state *state = site->scan_state;
	const struct dirent *entry;
	struct stat st;

	if (stat(config->folder, &st) < 0 || st.st_dev == state->device)
		return false;
	DIR *folder = opendir(config->folder);
	if (!folder)
		return false;
	do {
		entry = readdir(folder);
	} while (entry &&
		 (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
	closedir(folder);
	return !entry;
}

bool poll_differs(
	const struct site_config *config, const struct site *site, unsigned round)
{
	return poll_is_elsewhere(config, site) || folders_differ(site) ||
	       settings_differ(config, site) || files_differ(site, round) ||
	       covered_differ(site);
}
