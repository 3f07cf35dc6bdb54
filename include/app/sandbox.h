/* SPDX-License-Identifier: MIT */
/* The rights that the process drops before it answers anybody: with Landlock every file that it does
 * not need, TCP ports, and signals to others; with seccomp every system call that it does not need.
 * Each layer is best effort: a kernel, a container or a service manager may not have or not permit
 * it. Who is told no goes on with an error; nothing here ends the process.
 *
 * A grant is of a file or folder as it is at the start. One that takes its place later is outside,
 * unless the folder around it was granted (sandbox_allow_place). */
#ifndef APP_SANDBOX_H
#define APP_SANDBOX_H

#include "app/config.h"

enum sandbox_access {
	SANDBOX_READ = 1,   /* files, and the names in folders */
	SANDBOX_WRITE = 2,  /* make, write, replace and remove files */
	SANDBOX_REMOVE = 4, /* remove files */
};

struct sandbox_grant {
	int fd; /* O_PATH; -1 once the sandbox was entered */
	bool is_folder;
	unsigned access; /* of enum sandbox_access */
};

struct sandbox {
	struct sandbox_grant *grants;
	size_t count, capacity;
	int landlock; /* the kernel's version of it; -errno: not on, and why; 0: not tried */
	int seccomp; /* system calls that are allowed; -errno, 0: the same */
};

void sandbox_init(struct sandbox *sandbox);
void sandbox_fini(struct sandbox *sandbox);

/* What is at @path, and beneath it, may be used from sandbox_enter on. What is not there is left
 * out. */
void sandbox_allow(struct sandbox *sandbox, const char *path, unsigned access);
/* The same for what is swapped while we run: a folder by a deploy, a certificate by its renewal, a
 * file by an editor. Where the folder around it may be shown (sandbox_is_place), it is granted too,
 * for reading, and the one around what a symlink leads to. */
void sandbox_allow_place(struct sandbox *sandbox, const char *path);
/* May the siblings of a site be seen with it? Not in "/", not in a folder right below it ("/srv",
 * "/tmp") or that the system shares ("/var/lib", "/etc/ssl"), and not in a home folder or above one. @folder is
 * absolute, without symlinks; @home may be NULL. */
bool sandbox_is_place(const char *folder, const char *home);
/* Is @folder (absolute, no slash at its end) right below the root, and none that systems bring? */
bool sandbox_is_top(const char *folder);

/* From here on and for good: for this thread and all that it starts, so before any other. Fills in
 * @sandbox's landlock and seccomp. */
void sandbox_enter(struct sandbox *sandbox);
/* Is something at @path that could be read but for Landlock? */
bool sandbox_hides(const struct sandbox *sandbox, const char *path);

/* The layers that are on, and why others are not: "Landlock (ABI 4), seccomp (74 system calls)". */
void sandbox_describe(struct buf *out, const struct sandbox *sandbox);

/* --- for the server ---------------------------------------------------------------------- */

/* Enters with all that @config makes necessary, if it says so; what came of it is logged.
 * @status_socket is to be removed at the end; NULL: none. */
void sandbox_start(
	struct sandbox *sandbox, const struct config *config, const char *status_socket);

#define SANDBOX_ERROR_BYTES 512

/* Is something that @config names outside? The first one is named in @error. */
bool sandbox_lacks(
	const struct sandbox *sandbox, const struct config *config, char *error);

#endif
