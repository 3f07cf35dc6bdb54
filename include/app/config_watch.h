/* SPDX-License-Identifier: MIT */
/* Says when the file of the configuration was saved: by raw inotify at once, by its stamp (inode, size,
 * time) whenever somebody looks. Belongs to one thread. */
#ifndef APP_CONFIG_WATCH_H
#define APP_CONFIG_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct config_watch;

/* @files, of which some may not be there, are what they are now from here on. Never NULL. With @deployed
 * their going says little: a folder that is away, or a file that is empty or gone, is being replaced more
 * often than meant. Without, everything counts at once: who was removed is not to read on. */
struct config_watch *config_watch_new(
	const char *const *files, size_t count, bool deployed);
/* Other files from here on, also what they are now. */
void config_watch_set(struct config_watch *watch, const char *const *files, size_t count);
/* The file @index; empty: there are not so many. */
struct slice config_watch_file(const struct config_watch *watch, size_t index);
void config_watch_free(struct config_watch *watch);
/* Readable when something happened in their folders; -1 where the system gives no watches. */
int config_watch_fd(const struct config_watch *watch);
/* Was one of them saved, removed or made since the last time that this was true? Not before it has
 * stayed the same for a moment: until then *wait_ms says when to look again (-1: when there is news). */
bool config_watch_look(struct config_watch *watch, int *wait_ms);

#endif
