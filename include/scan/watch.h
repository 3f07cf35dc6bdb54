/* SPDX-License-Identifier: MIT */
/* Which folders of a site changed, by raw inotify. Belongs to the one background thread. */
#ifndef SCAN_WATCH_H
#define SCAN_WATCH_H

#include "scan/hint.h"

struct watch;

/* Watches @folder and all folders below it that a scan would enter. Returns 0 or -errno; where the
 * system gives no (more) watches it still succeeds, logs once, and watch_take says "all" each
 * time it is asked (the caller asks every few seconds then: watch_is_blind). */
int watch_new(const char *folder, struct watch **out);
/* The same with at most @watches_max watches, as on a system that gives no more. */
int watch_new_limited(const char *folder, size_t watches_max, struct watch **out);
void watch_free(struct watch *watch);
int watch_fd(const struct watch *watch); /* readable when something happened */
size_t watch_pending(
	const struct watch *watch); /* bytes of news that watch_take would read */
bool watch_is_blind(const struct watch *watch);

/* Reads what happened. False: nothing that matters (an editor's temporary file, a lock file).
 * True: @hint is set (its slices live until the next call). Overflow, the folder itself moved or
 * replaced, or a changed configuration file: hint->all. New folders are watched from here on. */
bool watch_take(struct watch *watch, struct scan_hint *hint);
/* After a rescan with hint->all: the folder at the path may be another one now. */
int watch_renew(struct watch *watch);

#endif
