/* SPDX-License-Identifier: MIT */
/* Landlock, by its system calls: there is no library that all systems have. The headers of a stable
 * distribution are older than its kernels may be, so what they lack is named here. */
#include <errno.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/sandbox/sandbox_internal.h"
#include "base/file.h"

#define FS_EXECUTE     (UINT64_C(1) << 0)
#define FS_WRITE_FILE  (UINT64_C(1) << 1)
#define FS_READ_FILE   (UINT64_C(1) << 2)
#define FS_READ_DIR    (UINT64_C(1) << 3)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_REG    (UINT64_C(1) << 8)
#define FS_REFER       (UINT64_C(1) << 13) /* version 2 */
#define FS_TRUNCATE    (UINT64_C(1) << 14) /* 3 */
#define FS_IOCTL_DEV   (UINT64_C(1) << 15) /* 5 */
#define FS_FIRST       (FS_REFER - 1)      /* all of version 1 */

#define NET_BIND_TCP    (UINT64_C(1) << 0) /* 4 */
#define NET_CONNECT_TCP (UINT64_C(1) << 1)

#define SCOPE_ABSTRACT_UNIX_SOCKET (UINT64_C(1) << 0) /* 6 */
#define SCOPE_SIGNAL               (UINT64_C(1) << 1)

/* What is handled is denied, save where a rule allows it. A kernel that knows less takes the longer
 * struct as long as the rest is zero. */
struct handled {
	uint64_t fs, net, scoped;
};

/* The service manager may listen at an abstract address. */
static bool needs_abstract_sockets(void)
{
	const char *socket = getenv("NOTIFY_SOCKET");
	return socket && *socket == '@';
}

/* All that version @abi of Landlock can deny. */
static struct handled handled_by(int abi)
{
	struct handled handled = {.fs = FS_FIRST};
	if (abi >= 2)
		handled.fs |= FS_REFER;
	if (abi >= 3)
		handled.fs |= FS_TRUNCATE;
	/* The listening sockets are bound, and what they accept needs no leave. */
	if (abi >= 4)
		handled.net = NET_BIND_TCP | NET_CONNECT_TCP;
	if (abi >= 5)
		handled.fs |= FS_IOCTL_DEV;
	if (abi >= 6)
		handled.scoped = SCOPE_SIGNAL;
	if (abi >= 6 && !needs_abstract_sockets())
		handled.scoped |= SCOPE_ABSTRACT_UNIX_SOCKET;
	return handled;
}

static uint64_t rights(const struct sandbox_grant *grant)
{
	uint64_t of_files = 0, of_folders = 0;
	if (grant->access & SANDBOX_READ) {
		of_files |= FS_READ_FILE;
		of_folders |= FS_READ_DIR;
	}
	if (grant->access & SANDBOX_WRITE) {
		of_files |= FS_WRITE_FILE | FS_TRUNCATE;
		of_folders |= FS_MAKE_REG | FS_REMOVE_FILE;
	}
	if (grant->access & SANDBOX_REMOVE)
		of_folders |= FS_REMOVE_FILE;
	return grant->is_folder ? of_files | of_folders : of_files;
}

static int add_rules(int ruleset, const struct sandbox *sandbox, uint64_t handled_fs)
{
	for (size_t i = 0; i < sandbox->count; i++) {
		const struct landlock_path_beneath_attr rule = {
			.allowed_access = rights(&sandbox->grants[i]) & handled_fs,
			.parent_fd = sandbox->grants[i].fd,
		};
		if (rule.allowed_access && syscall(SYS_landlock_add_rule, ruleset,
						   LANDLOCK_RULE_PATH_BENEATH, &rule, 0))
			return -errno;
	}
	return 0;
}

int sandbox_landlock(const struct sandbox *sandbox, int version)
{
	int abi = (int)syscall(
		SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (abi <= 0)
		return abi < 0 ? -errno : -ENOSYS;
	if (abi > version)
		abi = version;
	const struct handled handled = handled_by(abi);
	auto_close int ruleset =
		(int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return -errno;
	int error = add_rules(ruleset, sandbox, handled.fs);
	if (!error && syscall(SYS_landlock_restrict_self, ruleset, 0))
		error = -errno;
	return error ? error : abi;
}
