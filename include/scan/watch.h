/* SPDX-License-Identifier: MIT */
/* Detects which folders of a site changed, by inotify. Only for the background thread. */
#ifndef SCAN_WATCH_H
#define SCAN_WATCH_H

#include "scan/hint.h"

struct watch;

/* Watches @folder and all folders below it that a scan would enter. Returns 0 or -errno. When the
 * system has no more watches, it still succeeds, logs once, and watch_take sets "all" on every
 * call; the caller then polls every few seconds (watch_is_blind). */
int watch_new(const char *folder, struct watch **out);
/* The same with at most @watches_max watches, as if the system had no more. */
int watch_new_limited(const char *folder, size_t watches_max, struct watch **out);
void watch_free(struct watch *watch);
int watch_fd(const struct watch *watch);         /* readable when something happened */
size_t watch_pending(const struct watch *watch); /* pending bytes for watch_take */
bool watch_is_blind(const struct watch *watch);

/* Reads the events. False: nothing relevant (an editor's temporary file, a lock file). True: @hint
 * is set (its slices live until the next call). Overflow, the folder itself moved or replaced, or a
 * changed configuration file: hint->all. New folders are watched from then on. */
bool watch_take(struct watch *watch, struct scan_hint *hint);
/* Call it after a rescan with hint->all: the path may lead to another folder now. */
int watch_renew(struct watch *watch);

#endif
