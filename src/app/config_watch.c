/* SPDX-License-Identifier: MIT */
#include "app/config_watch.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/slice.h"

#define SETTLE_MS 100
/* What is away, or empty, is being replaced by an editor more often than meant. */
#define AWAY_MS 2000
#define EVENTS                                                                           \
	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB)

struct watched_file {
	char *path, *folder;
	int wd; /* of its folder; -1: none */
};

struct config_watch {
	struct watched_file *files;
	size_t count;
	bool deployed;
	int fd;
	unsigned long long known,
		seen; /* stamps: what was told, and what was there last */
	int64_t seen_ms;
};

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A folder that is away is being swapped by a deploy: that says nothing of what is in it. */
static bool is_away(const struct config_watch *watch)
{
	struct stat st;
	for (size_t i = 0; i < watch->count; i++) {
		if (stat(watch->files[i].folder, &st) == 0)
			return false;
	}
	return true;
}

/* @some: is there a file with something in it? */
static unsigned long long stamp(const struct config_watch *watch, bool *some)
{
	unsigned long long hash = slice_hash(S(""));
	*some = false;
	for (size_t i = 0; i < watch->count; i++) {
		struct stat st;
		bool there = stat(watch->files[i].path, &st) == 0;
		const int64_t facts[] = {there, there ? (int64_t)st.st_ino : 0,
			there ? (int64_t)st.st_size : 0, there ? (int64_t)st.st_mode : 0,
			there ? (int64_t)st.st_mtim.tv_sec : 0,
			there ? (int64_t)st.st_mtim.tv_nsec : 0};
		hash = slice_hash_more(hash, slice((const char *)facts, sizeof(facts)));
		*some |= there && st.st_size > 0;
	}
	return hash;
}

/* The folder at the path may be another one since the last deploy. */
static void watch_folders(struct config_watch *watch)
{
	for (size_t i = 0; i < watch->count && watch->fd >= 0; i++) {
		struct watched_file *file = &watch->files[i];
		int wd = inotify_add_watch(watch->fd, file->folder, EVENTS);
		bool shared = false;
		for (size_t j = 0; j < watch->count; j++)
			shared |= j != i && watch->files[j].wd == file->wd;
		if (file->wd >= 0 && file->wd != wd && !shared)
			(void)inotify_rm_watch(watch->fd, file->wd);
		file->wd = wd;
	}
}

static void forget(struct config_watch *watch)
{
	for (size_t i = 0; i < watch->count; i++) {
		if (watch->fd >= 0 && watch->files[i].wd >= 0)
			(void)inotify_rm_watch(watch->fd, watch->files[i].wd);
		free(watch->files[i].path);
		free(watch->files[i].folder);
	}
	free(watch->files);
}

void config_watch_set(struct config_watch *watch, const char *const *files, size_t count)
{
	bool ignored;
	forget(watch);
	watch->files = memory_new(count + 1, sizeof(*watch->files));
	watch->count = count;
	for (size_t i = 0; i < count; i++) {
		const char *slash = strrchr(files[i], '/');
		size_t len = slash ? (size_t)(slash - files[i]) : 0;
		watch->files[i].path = memory_checked(strdup(files[i]));
		watch->files[i].folder = memory_checked(
			slash ? strndup(files[i], len ? len : 1) : strdup("."));
		watch->files[i].wd = -1;
	}
	watch_folders(watch);
	watch->known = watch->seen = stamp(watch, &ignored);
}

struct config_watch *config_watch_new(
	const char *const *files, size_t count, bool deployed)
{
	struct config_watch *watch = memory_new(1, sizeof(*watch));
	watch->deployed = deployed;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	config_watch_set(watch, files, count);
	return watch;
}

struct slice config_watch_file(const struct config_watch *watch, size_t index)
{
	return index < watch->count ? slice_str(watch->files[index].path) : slice_none;
}

void config_watch_free(struct config_watch *watch)
{
	if (!watch)
		return;
	forget(watch);
	if (watch->fd >= 0)
		close(watch->fd);
	free(watch);
}

int config_watch_fd(const struct config_watch *watch)
{
	return watch->fd;
}

bool config_watch_look(struct config_watch *watch, int *wait_ms)
{
	_Alignas(struct inotify_event) char events[4096];
	bool some;
	while (watch->fd >= 0 && read(watch->fd, events, sizeof(events)) > 0)
		; /* what it is, the stamp says */
	watch_folders(watch);
	unsigned long long now = stamp(watch, &some);
	*wait_ms = -1;
	if (watch->deployed && !some && is_away(watch))
		return false;
	if (now != watch->seen) {
		watch->seen = now;
		watch->seen_ms = now_ms();
	}
	if (now == watch->known)
		return false;
	int64_t quiet_ms = !watch->deployed ? 0 : some ? SETTLE_MS : AWAY_MS;
	int64_t left_ms = watch->seen_ms + quiet_ms - now_ms();
	if (left_ms > 0) {
		*wait_ms = (int)left_ms;
		return false;
	}
	watch->known = now;
	return true;
}
