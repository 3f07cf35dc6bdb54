/* SPDX-License-Identifier: MIT */
/* The two layers of app/sandbox, each a file of its own. Both want PR_SET_NO_NEW_PRIVS to be set. */
#ifndef APP_SANDBOX_INTERNAL_H
#define APP_SANDBOX_INTERNAL_H

#include "app/sandbox.h"

#define SANDBOX_LANDLOCK_VERSION 7 /* the newest that we know */

/* Restricts this thread to the grants, with no more than what @version of Landlock can. Returns the
 * version that is in force, or -errno. */
int sandbox_landlock(const struct sandbox *sandbox, int version);
/* Restricts all threads to the system calls that a running server makes. Returns how many these
 * are, or -errno. */
int sandbox_seccomp(void);

#endif
