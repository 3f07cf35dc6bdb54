/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "source/overlay.h"
#include "store/store_internal.h"

#define LOCK_TRIES   500 /* of 10 ms: a process that was stopped may have it */
#define LOCK_STEP_NS (10 * 1000 * 1000)

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

static bool is_of_a_version(const struct store_index *index, struct slice name)
{
	for (size_t i = 0; i < index->count; i++) {
		if (slice_eq(index->list[i].file, name))
			return true;
	}
	return false;
}

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
		if (number_of(name, &number) && !is_of_a_version(&store->index, name))
			*arena_next(arena, *out, *count, capacity) =
				(struct stray){arena_dup(arena, name), number};
	}
	closedir(entries);
	return 0;
}

/* An index that is older than the files beside it was put back, or none: no number is given twice, and what it does
 * not know stays. */
static void keep_numbers(struct store *store)
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
	keep_numbers(store);
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

static int write_mark(const char *mark)
{
	int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	int error = fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
	close(fd);
	return error;
}

/* A file that says, wherever the uploads went, that there were some. Made when they are on the disk: whatever becomes of
 * it, they are kept. */
static void make_mark(const struct store *store)
{
	if (!store->mark || access(store->mark, F_OK) == 0)
		return;
	int error = write_mark(store->mark);
	if (error)
		log_error("%s cannot be written: %s; uploads are kept, but a start would "
			  "not notice if they were lost; it is tried again with the "
			  "next one",
			store->mark, log_strerror(error));
}

static int check_mark(const struct store *store)
{
	if (store->index.stamp.inode) {
		make_mark(store);
		return 0;
	}
	int there = store->mark ? file_is_there(store->mark) : 0;
	if (there <= 0)
		return there;
	log_error(
		"%.*s: the uploads are not there, and %s says that there were some; put "
		"them back, or remove that file to begin without them",
		SARG(store->path), store->mark);
	return -ENODATA;
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
		error = check_mark(store);
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

/* --- the index, as it is --------------------------------------------------------------------------- */

/* Takes over what is on the disk, whatever is in memory. */
static int reload(struct store *store)
{
	struct store_index fresh;
	int error = store_index_read(store->folder, store->path, &fresh);

	/* It does not go again, once it is there. */
	if (!error && store->index.stamp.inode && !fresh.stamp.inode)
		error = -ENODATA;
	/* Then the next look finds another file than this. */
	if (error)
		fresh.stamp.inode = store->index.stamp.inode;
	/* What was not written is no news to a scan. */
	bool is_same = !error && post_stamp_eq(&fresh.stamp, &store->index.stamp);
	store_index_fini(&store->index);
	store->index = fresh;
	if (!is_same) {
		overlay_unref(store->overlay);
		store->overlay = NULL;
		store->has_overlay = false;
	}
	if (!error)
		keep_numbers(store);
	return error;
}

/* Whoever starts next looks for them in the folder of that name. */
static bool is_moved(const struct store *store)
{
	struct stat own, there;

	if (stat(store->path_owned, &there) < 0)
		return errno == ENOENT || errno == ENOTDIR;
	return fstat(store->folder, &own) == 0 &&
	       (own.st_dev != there.st_dev || own.st_ino != there.st_ino);
}

static void look_for_folder(struct store *store)
{
	bool before = store->is_moved;

	store->is_moved = is_moved(store);
	if (store->is_moved && !before)
		log_error("%.*s was moved or replaced: readers see the uploads that they "
			  "saw, and nothing is uploaded or changed until it is back; to "
			  "take up what is there now, restart the server",
			SARG(store->path));
	if (before && !store->is_moved)
		log_info("%.*s is back: it takes uploads again", SARG(store->path));
}

int store_refresh(struct store *store)
{
	struct stat st;

	look_for_folder(store);
	int gone = fstatat(store->folder, STORE_INDEX, &st, AT_SYMLINK_NOFOLLOW);
	if (gone && errno != ENOENT)
		return -errno;
	if (gone && !store->index.stamp.inode)
		return 0;
	if (gone)
		return -ENODATA;
	struct post_stamp stamp = post_stamp_of(&st);
	return post_stamp_eq(&stamp, &store->index.stamp) ? 0 : reload(store);
}

/* 0 also on a file system without locks. */
static int lock_folder(int folder)
{
	const struct timespec step = {.tv_nsec = LOCK_STEP_NS};
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	for (unsigned i = 0; flock(fd, LOCK_EX | LOCK_NB); i++) {
		int error = errno;
		if (error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS)
			break;
		if ((error != EWOULDBLOCK && error != EINTR) || i == LOCK_TRIES) {
			close(fd);
			return error == EWOULDBLOCK ? -ETIMEDOUT : -error;
		}
		nanosleep(&step, NULL);
	}
	return fd;
}

int store_change_begin(struct store *store, int *folder_lock)
{
	int fd = lock_folder(store->folder);

	if (fd < 0) {
		log_error(
			"%.*s cannot be locked: %s", SARG(store->path), log_strerror(fd));
		return fd;
	}
	pthread_mutex_lock(&store->lock);
	int error = store_refresh(store);
	if (!error && store->is_moved)
		error = -ESTALE;
	if (error) {
		pthread_mutex_unlock(&store->lock);
		close(fd);
		return error;
	}
	*folder_lock = fd;
	return 0;
}

static size_t kept_of(enum store_kind kind)
{
	return kind == STORE_FILE ? STORE_FILE_VERSIONS : STORE_TEXT_VERSIONS;
}

/* Drops the oldest of the history of @source. */
static void trim(struct store_index *index, struct slice source)
{
	size_t kept[STORE_DELETED + 1] = {
		0}; /* of each kind: a deletion is no old picture */

	for (size_t i = index->count; i > 0; i--) {
		const struct store_version *it = &index->list[i - 1];
		bool is_history = it->state != STORE_CURRENT &&
				  it->state != STORE_DRAFT &&
				  slice_eq(it->source, source);
		if (is_history && kept[it->kind]++ >= kept_of(it->kind))
			store_index_remove(index, i - 1);
	}
}

/* True: it is gone. */
static bool remove_file(const struct store *store, struct slice name)
{
	auto_arena struct arena arena = {0};

	if (!name.len || is_of_a_version(&store->index, name) ||
		unlinkat(store->folder, arena_cstr(&arena, name), 0) == 0 ||
		errno == ENOENT)
		return true;
	log_error("%.*s/%.*s, which is no upload any more, cannot be removed: %s; the "
		  "next start of the server tries it again",
		SARG(store->path), SARG(name), log_strerror(-errno));
	return false;
}

/* Writes the index. The files that it does without go only when it is on the disk. @unread: it could not be read
 * again, and may or may not be the new one. @left: files that could not be removed. */
static int commit(struct store *store, int *unread, size_t *left)
{
	auto_arena struct arena arena = {0};
	struct store_index *index = &store->index;
	size_t count = index->removed_count;
	struct slice *removed = arena_array(&arena, count + 1, struct slice);

	for (size_t i = 0; i < count; i++)
		removed[i] = arena_dup(&arena, index->removed[i]);
	int error = store_index_write(store->folder, store->path, index);
	if (!error)
		make_mark(store);
	*unread = reload(store);
	for (size_t i = 0; i < count && !error && !*unread; i++)
		*left += !remove_file(store, removed[i]);
	return error;
}

enum store_result store_change_end(struct store *store, int folder_lock,
	enum store_result result, struct slice source)
{
	int error = 0, unread = 0;
	size_t left = 0;

	if (result == STORE_OK) {
		if (source.len)
			trim(&store->index, source);
		error = commit(store, &unread, &left);
	} else {
		unread = reload(store);
	}
	/* What cannot be read may name the file; if it does not, the next start removes it. */
	if (!unread && (error || result != STORE_OK))
		(void)remove_file(store, slice_str(store->added));
	store->added[0] = '\0';
	if (left && store->erases)
		result = STORE_FAILED;
	store->erases = false;
	if (error)
		log_error("%.*s cannot be written: %s; nothing is changed",
			SARG(store->path), log_strerror(error));
	if (!error)
		error = unread;
	pthread_mutex_unlock(&store->lock);
	close(folder_lock);
	if (!error)
		return result;
	return error == -ENOSPC || error == -EDQUOT ? STORE_NO_SPACE : STORE_FAILED;
}

void store_tell(struct store *store)
{
	if (store->options.changed)
		store->options.changed(store->options.ctx);
}
