/* SPDX-License-Identifier: MIT */
/* The names in one folder of a site: read, or taken from the previous scan. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/lower_bound.h"
#include "base/memory.h"
#include "scan/scan_internal.h"

static int by_name(const void *a, const void *b)
{
	const struct scan_entry *x = a, *y = b;

	return slice_cmp(x->name, y->name);
}

/* Finds each entry's previous version: both lists are sorted. */
static void find_before(struct scan_listing *listing)
{
	const struct scan_folder *old = listing->old;

	for (size_t i = 0, k = 0; old && i < listing->count; i++) {
		int order = -1;
		while (k < old->count && (order = slice_cmp(old->entries[k].name,
						  listing->entries[i].name)) < 0)
			k++;
		if (k < old->count && order == 0)
			listing->entries[i].before = &old->entries[k];
	}
}

int scan_list_names(struct scan_listing *listing, int fd)
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
			publish_is_temporary(name))
			continue;
		if (listing->count == listing->capacity)
			listing->entries = memory_grown(listing->entries,
				&listing->capacity, sizeof(*listing->entries));
		struct scan_entry *entry = &listing->entries[listing->count++];
		*entry = (struct scan_entry){
			.name = arena_dup(&listing->arena, name), .type = item->d_type};
	}
	int error = -errno;
	closedir(dir);
	if (listing->count)
		qsort(listing->entries, listing->count, sizeof(*listing->entries),
			by_name);
	find_before(listing);
	return error;
}

/* Is it the path of a file directly in @folder? */
static bool is_in(struct slice folder, struct slice path, struct slice *name)
{
	*name = slice_path_name(path);
	return slice_eq(slice_path_folder(path), folder);
}

/* The names of the hint that are new in the folder, sorted, without duplicates. */
static size_t new_names(const struct scan_listing *listing, const struct scan_hint *hint,
	struct slice *names)
{
	size_t count = 0;

	for (size_t i = 0; i < hint->file_count; i++) {
		struct slice name;
		if (!is_in(listing->path, hint->files[i], &name) ||
			publish_is_temporary(name) ||
			scan_state_entry(listing->old, name))
			continue;
		size_t at = lower_bound(0, count, k, slice_cmp(names[k], name) < 0);
		if (at < count && slice_eq(names[at], name))
			continue;
		memmove(names + at + 1, names + at, (count++ - at) * sizeof(*names));
		names[at] = name;
	}
	return count;
}

bool scan_list_again(struct scan_listing *listing, const struct scan_hint *hint)
{
	const struct scan_folder *old = listing->old;
	struct slice name;

	if (hint->all || !hint->files)
		return false;
	/* With another index, the files that belong to it may change. */
	for (size_t i = 0; i < hint->file_count; i++) {
		if (is_in(listing->path, hint->files[i], &name) &&
			(scan_is_index(name) || slice_starts(name, S("_index."))))
			return false;
	}
	struct slice *names = memory_new(hint->file_count + 1, sizeof(*names));
	size_t more = new_names(listing, hint, names), from = old->count;
	listing->is_again = true;
	listing->count = listing->capacity = from + more;
	listing->entries =
		memory_checked(malloc((listing->count + 1) * sizeof(*listing->entries)));
	for (size_t i = listing->count; i > 0; i--) {
		struct scan_entry *entry = &listing->entries[i - 1];
		bool is_new = more && (!from || slice_cmp(old->entries[from - 1].name,
							names[more - 1]) < 0);
		*entry = (struct scan_entry){0};
		if (is_new) {
			entry->name = names[--more];
			continue;
		}
		entry->before = &old->entries[--from];
		entry->name = entry->before->name;
		entry->type = entry->before->type;
	}
	free(names);
	return true;
}

struct scan_entry *scan_listing_entry(
	const struct scan_listing *listing, struct slice path)
{
	struct scan_entry key = {0};

	if (!listing->count || !is_in(listing->path, path, &key.name))
		return NULL;
	return bsearch(&key, listing->entries, listing->count, sizeof(key), by_name);
}
