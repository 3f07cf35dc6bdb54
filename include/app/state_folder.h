/* SPDX-License-Identifier: MIT */
/* The state folder, where several processes may write: servers that start together, `splashdown cert`
 * beside a server. Whoever writes holds its lock as long as it writes, and not while it serves. */
#ifndef APP_STATE_FOLDER_H
#define APP_STATE_FOLDER_H

/* A descriptor of the folder @path, made (with mode 0700) when it is not there; or -errno. */
int state_folder_open(const char *path);
/* Waits for the lock, at most 10 s: then -ETIMEDOUT, since a process that was stopped may have it. It
 * goes with the descriptor. 0 also on a file system that knows no locks. */
int state_folder_lock(int folder);
/* The same without waiting: -EAGAIN where another process has it. */
int state_folder_try_lock(int folder);
/* Opens and locks the folder @path if it is there, and removes the temporary files of processes that
 * were killed. */
void state_folder_sweep(const char *path);

#endif
