/* SPDX-License-Identifier: MIT */
/* Changes of the index: what is on the disk is what counts, before and after. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "source/overlay.h"
#include "store/store_internal.h"

#define LOCK_TRIES   500 /* of 10 ms: a process that was stopped may have it */
#define LOCK_STEP_NS (10 * 1000 * 1000)

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
		store_keep_numbers(store);
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

	if (!name.len || store_index_names(&store->index, name) ||
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
		store_make_mark(store);
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
