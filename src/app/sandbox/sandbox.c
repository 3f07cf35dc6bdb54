/* SPDX-License-Identifier: MIT */
#include "app/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/sandbox/sandbox_internal.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

void sandbox_init(struct sandbox *sandbox)
{
	*sandbox = (struct sandbox){0};
}

/* The kernel holds what was granted; we need no descriptor of it any more. */
static void close_grants(struct sandbox *sandbox)
{
	for (size_t i = 0; i < sandbox->count; i++) {
		if (sandbox->grants[i].fd >= 0)
			close(sandbox->grants[i].fd);
		sandbox->grants[i].fd = -1;
	}
}

void sandbox_fini(struct sandbox *sandbox)
{
	close_grants(sandbox);
	free(sandbox->grants);
	sandbox_init(sandbox);
}

void sandbox_allow(struct sandbox *sandbox, const char *path, unsigned access)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &st)) {
		close(fd);
		return;
	}
	log_debug("sandbox: %s%s", path,
		access & SANDBOX_WRITE    ? " is read and written"
		: access & SANDBOX_REMOVE ? ": files are removed"
					  : " is read");
	*memory_next(sandbox->grants, sandbox->count, sandbox->capacity) =
		(struct sandbox_grant){
			.fd = fd, .is_folder = S_ISDIR(st.st_mode), .access = access};
}

/* --- what is around a file ------------------------------------------------------------------ */

/* Right below these is what the whole system shares, or somebody's home. */
static bool is_shared(struct slice path)
{
	return slice_any(path, S("/home/|/run/|/usr/|/var/"), slice_starts) &&
	       !slice_eq(path, S("/var/www"));
}

/* Where keys of all services lie together. */
static bool holds_keys(struct slice path)
{
	return slice_in_folder(path, S("/etc/ssl")) ||
	       slice_in_folder(path, S("/etc/pki"));
}

bool sandbox_is_place(const char *folder, const char *home)
{
	struct slice path = slice_str(folder), rest = path, part;
	size_t parts = 0;
	while (slice_split(&rest, '/', &part))
		parts += part.len > 0;
	if (parts < 2 || (parts == 2 && is_shared(path)) || holds_keys(path))
		return false;
	return !home || !*home || !slice_in_folder(slice_str(home), path);
}

bool sandbox_is_top(const char *folder)
{
	struct slice path = slice_str(folder);
	if (path.len < 2 || slice_rfind_char(path, '/') != 0)
		return false;
	return !slice_any(path,
		S("/bin|/boot|/dev|/etc|/home|/lib|/lib32|/lib64|/libx32|"
		  "/lost+found|/media|/mnt|/opt|/proc|/root|/run|/sbin|/srv|"
		  "/sys|/tmp|/usr|/var"),
		slice_eq);
}

/* The folder that holds @path, as the kernel finds it: without symlinks, and free()d by the caller.
 * NULL: it is not there. */
static char *holder(const char *path)
{
	struct slice whole = slice_str(path);
	while (whole.len > 1 && slice_ends(whole, S("/")))
		whole.len--;
	ptrdiff_t slash = slice_rfind_char(whole, '/');
	if (slash < 0)
		return NULL;
	auto_free char *parent = memory_checked(strndup(path, slash ? (size_t)slash : 1));
	return realpath(parent, NULL);
}

static void allow_holder(struct sandbox *sandbox, const char *path, const char *home)
{
	auto_free char *parent = holder(path);
	if (parent && sandbox_is_place(parent, home))
		sandbox_allow(sandbox, parent, SANDBOX_READ);
}

void sandbox_allow_place(struct sandbox *sandbox, const char *path)
{
	const char *said = getenv("HOME");
	auto_free char *home = said && *said ? realpath(said, NULL) : NULL;
	auto_free char *real = realpath(path, NULL);
	sandbox_allow(sandbox, path, SANDBOX_READ);
	allow_holder(sandbox, path, home);
	if (real)
		allow_holder(sandbox, real, home);
}

/* --- the walls ------------------------------------------------------------------------------- */

void sandbox_enter(struct sandbox *sandbox)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
		sandbox->landlock = sandbox->seccomp = -errno;
	} else {
		sandbox->landlock = sandbox_landlock(sandbox, SANDBOX_LANDLOCK_VERSION);
		sandbox->seccomp = sandbox_seccomp();
	}
	close_grants(sandbox);
}

bool sandbox_hides(const struct sandbox *sandbox, const char *path)
{
	if (sandbox->landlock <= 0)
		return false;
	auto_close int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	/* Landlock keeps nobody from asking what is permitted otherwise. */
	return fd < 0 && errno == EACCES && !faccessat(AT_FDCWD, path, R_OK, AT_EACCESS);
}

static const char *reason(int error)
{
	switch (-error) {
	case ENOSYS:
		return "the kernel does not support it";
	case EOPNOTSUPP:
		return "disabled in the kernel (lsm= on its command line)";
	case EPERM:
	case EACCES:
		return "the service manager or the container forbids it";
	default:
		return log_strerror(error);
	}
}

void sandbox_describe(struct buf *out, const struct sandbox *sandbox)
{
	if (sandbox->landlock > 0)
		buf_printf(out, "Landlock (ABI %d)", sandbox->landlock);
	else
		buf_printf(out, "no Landlock (%s)", reason(sandbox->landlock));
	if (sandbox->seccomp > 0)
		buf_printf(out, ", seccomp (%d system calls)", sandbox->seccomp);
	else
		buf_printf(out, ", no seccomp (%s)", reason(sandbox->seccomp));
}
