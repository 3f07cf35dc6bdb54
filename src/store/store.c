/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "source/overlay.h"
#include "store/store_internal.h"

const char *store_result_name(enum store_result result)
{
	static const char *const names[] = {
		[STORE_OK] = "done",
		[STORE_TOO_LARGE] = "it is too large",
		[STORE_TOO_SHORT] = "it ended before all of it had arrived",
		[STORE_FULL_BYTES] =
			"your uploads, with their history, take all the room "
			"that you have here",
		[STORE_FULL_FILES] =
			"you have as many uploads here, with their history, as "
			"you may have",
		[STORE_NO_SPACE] = "the disk of this server is nearly full",
		[STORE_NO_VERSION] = "there is no such version any more",
		[STORE_SUPERSEDED] = "it was changed meanwhile",
		[STORE_FAILED] = "this server cannot keep it now; its log says why",
	};

	return names[result];
}

/* --- open and close -------------------------------------------------------------------------------- */

/* A file of a version that the index does not know. */
struct stray {
	struct slice name;
	uint64_t number;
};

/* The number that a file's name begins with. */
static bool number_of(struct slice name, uint64_t *out)
{
	unsigned long long number;
	ptrdiff_t dot = slice_find_char(name, '.');

	if (dot < 0 || !slice_to_uint(slice_head(name, (size_t)dot), &number) ||
		number >= INT64_MAX)
		return false;
	*out = number;
	return true;
}

static int list_strays(
	const struct store *store, struct arena *arena, struct stray **out, size_t *count)
{
	size_t capacity = 0;
	int fd = openat(store->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);

	if (!entries) {
		int error = -errno;
		file_close_auto(&fd);
		return error;
	}
	for (const struct dirent *entry; (entry = readdir(entries));) {
		struct slice name = slice_str(entry->d_name);
		uint64_t number;
		if (number_of(name, &number) && !store_index_names(&store->index, name))
			*arena_next(arena, *out, *count, capacity) =
				(struct stray){arena_dup(arena, name), number};
	}
	closedir(entries);
	return 0;
}

/* An index that is older than the files beside it was put back, or none: no number is given twice, and what it does
 * not know stays. */
void store_keep_numbers(struct store *store)
{
	struct store_index *index = &store->index;

	if (index->next >= store->next) {
		store->next = index->next;
		return;
	}
	log_error(
		"%.*s/" STORE_INDEX " is older than the files beside it: it does not "
		"know those with the numbers %llu to %llu; they are kept, but not shown; "
		"put a newer index back if there is one",
		SARG(store->path), (unsigned long long)index->next,
		(unsigned long long)store->next - 1);
	if (!index->kept_to || index->next < index->kept_from)
		index->kept_from = index->next;
	index->kept_to = store->next;
	index->next = store->next;
}

/* Did the file @name get its name after the index? What a backup brings is newer than the files that it does not
 * know. */
static bool is_after_index(const struct store *store, struct slice name)
{
	struct stat file, index;

	if (fstatat(store->folder, STORE_INDEX, &index, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT;
	if (fstatat(store->folder, name.ptr, &file, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	return file.st_ctim.tv_sec != index.st_ctim.tv_sec
		       ? file.st_ctim.tv_sec > index.st_ctim.tv_sec
		       : file.st_ctim.tv_nsec >= index.st_ctim.tv_nsec;
}

/* A kill between the rename of a file and that of the index leaves one, with the next number. */
static void look_for_newer(struct store *store, const struct stray *strays, size_t count)
{
	uint64_t next = store->index.next, above = next;
	const struct stray *last = NULL;
	unsigned newer = 0;

	for (size_t i = 0; i < count; i++) {
		if (strays[i].number < next)
			continue;
		newer++;
		last = &strays[i];
		above = last->number >= above ? last->number + 1 : above;
	}
	if (!newer ||
		(newer == 1 && above == next + 1 && is_after_index(store, last->name)))
		return;
	store->next = above;
	store_keep_numbers(store);
}

/* Removes temporary files, and those of versions that a kill left between two renames, or before their removal. */
static void sweep(struct store *store, const struct stray *strays, size_t count)
{
	const struct store_index *index = &store->index;

	file_sweep(store->folder);
	for (size_t i = 0; i < count; i++) {
		if (strays[i].number < index->kept_from ||
			strays[i].number >= index->kept_to)
			unlinkat(store->folder, strays[i].name.ptr, 0);
	}
}

static int look_around(struct store *store)
{
	auto_arena struct arena arena = {0};
	struct stray *strays = NULL;
	size_t count = 0;
	int error = list_strays(store, &arena, &strays, &count);

	if (error)
		return error;
	look_for_newer(store, strays, count);
	if (store->options.sweeps)
		sweep(store, strays, count);
	return 0;
}

int store_open(
	const char *folder, const struct store_options *options, struct store **out)
{
	struct store *store = memory_new(1, sizeof(*store));
	int lock = -1;

	store->options = *options;
	store->path_owned = memory_checked(strdup(folder));
	store->path = slice_str(store->path_owned);
	store->mark = options->mark ? memory_checked(strdup(options->mark)) : NULL;
	store->index.next = 1;
	pthread_mutex_init(&store->lock, NULL);
	store->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = store->folder < 0 ? -errno : store_change_begin(store, &lock);
	if (!error)
		error = store_check_mark(store);
	if (!error)
		error = look_around(store);
	if (lock >= 0) {
		pthread_mutex_unlock(&store->lock);
		close(lock);
	}
	if (error) {
		store_close(store);
		return error;
	}
	*out = store;
	return 0;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	overlay_unref(store->overlay);
	store_index_fini(&store->index);
	file_close_auto(&store->folder);
	pthread_mutex_destroy(&store->lock);
	free(store->path_owned);
	free(store->mark);
	free(store);
}
