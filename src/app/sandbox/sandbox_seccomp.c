/* SPDX-License-Identifier: MIT */
/* The door to libseccomp: the system calls of a server that is under way, and no others.
 *
 * What is not listed fails and does not end the process: a C library may well try a new call first
 * and have another way, which it takes after ENOSYS; and a call that was forgotten here shall cost
 * its caller an error, not all readers the capsule. The kernel's log names what was refused
 * ("type=1326 ... syscall=59"). */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/sandbox/sandbox_internal.h"

/* By name: not every architecture has every one, and what one lacks is left out. Those with "64" or
 * "32" in them are what 32-bit systems call theirs. */
static const char *const allowed[] = {
	/* memory; mmap and mprotect are below */
	"brk", "madvise", "membarrier", "mremap", "munmap",
	/* threads; clone is below */
	"exit", "exit_group", "futex", "futex_time64", "get_robust_list", "gettid",
	"restart_syscall", "rseq", "sched_getaffinity", "sched_yield", "set_robust_list",
	/* signals, waiting, time */
	"clock_getres", "clock_getres_time64", "clock_gettime", "clock_gettime64",
	"clock_nanosleep", "clock_nanosleep_time64", "gettimeofday", "nanosleep",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait",
	"rt_sigtimedwait_time64", "sigaltstack", "sigreturn", "time",
	/* what we are, and how large the machine is */
	"getegid", "getegid32", "geteuid", "geteuid32", "getgid", "getgid32", "getpid",
	"getppid", "getrandom", "getrusage", "getuid", "getuid32", "sysinfo", "uname",
	/* the loops */
	"epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait",
	"eventfd2", "inotify_add_watch", "inotify_init1", "inotify_rm_watch", "pipe2",
	"poll", "ppoll", "ppoll_time64", "timerfd_create", "timerfd_settime",
	/* connections that others open; socket is below, and there is no connect and no bind */
	"accept", "accept4", "getpeername", "getsockname", "getsockopt", "recv",
	"recvfrom", "recvmsg", "send", "sendfile", "sendfile64", "sendmsg", "sendto",
	"setsockopt", "shutdown",
	/* descriptors; ioctl is below */
	"_llseek", "close", "close_range", "dup", "dup2", "dup3", "fadvise64",
	"fadvise64_64", "arm_fadvise64_64", "fcntl", "fcntl64", "lseek", "pread64",
	"preadv", "preadv2", "read", "readv", "write", "writev", "pwrite64", "pwritev",
	/* files, where Landlock lets us */
	"access", "copy_file_range", "faccessat", "faccessat2", "fchmod", "fchown",
	"fchown32", "fdatasync", "flock", "fstat", "fstat64", "fstatat64", "fstatfs",
	"fstatfs64", "fsync", "ftruncate", "ftruncate64", "getcwd", "getdents64", "lstat",
	"lstat64", "mkdir", "mkdirat", "newfstatat", "open", "openat", "openat2",
	"readlink", "readlinkat", "rename", "renameat", "renameat2", "stat", "stat64",
	"statfs", "statfs64", "statx", "umask", "unlink", "unlinkat"};

/* Allowed when one argument is right; a name may stand here more than once. */
struct conditional {
	const char *name;
	struct scmp_arg_cmp arg[2];
	unsigned args;
};

#define ONE(argument, mask, value) {{(argument), SCMP_CMP_MASKED_EQ, (mask), (value)}}, 1
#define ALL_BITS                   UINT32_MAX /* the kernel takes ints and flags of these */

#ifdef __s390x__
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif

static const struct conditional conditionals[] = {
	{"clone", ONE(CLONE_FLAGS, CLONE_THREAD, CLONE_THREAD)}, /* no other process */
	{"mmap", ONE(2, PROT_EXEC, 0)},                          /* no new code */
	{"mmap2", ONE(2, PROT_EXEC, 0)}, {"mprotect", ONE(2, PROT_EXEC, 0)},
	{"ioctl", ONE(1, ALL_BITS, FIONBIO)}, {"ioctl", ONE(1, ALL_BITS, FIONREAD)},
	{"ioctl", ONE(1, ALL_BITS, FIOCLEX)}, {"ioctl", ONE(1, ALL_BITS, TCGETS)},
	{"prctl", ONE(0, ALL_BITS, PR_SET_NAME)},
	/* a thread's own priority, which can only be lowered */
	{"setpriority", ONE(0, ALL_BITS, PRIO_PROCESS)},
	/* asked for, never set */
	{"prlimit64", {{2, SCMP_CMP_EQ, 0, 0}}, 1},
	/* messages to the service manager and to the journal: they need no connection */
	{"socket",
		{{0, SCMP_CMP_MASKED_EQ, ALL_BITS, AF_UNIX},
			{1, SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM}},
		2}};

/* Refused as not permitted, which says more than "not implemented". */
static const char *const forbidden[] = {"bind", "bpf", "chroot", "connect", "execve",
	"execveat", "fork", "kill", "link", "linkat", "listen", "mount", "pivot_root",
	"process_vm_readv", "process_vm_writev", "ptrace", "setns", "symlink",
	"symlinkat", "umount2", "unshare", "vfork"};

/* Tried first by C libraries and by libuv, which have other ways: nothing for a log. The flags of
 * clone3 are in memory, where no filter can look. */
static const char *const tried[] = {"clone3", "io_uring_setup"};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static void release(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}

#define auto_filter __attribute__((cleanup(release)))

/* 1: the rule is there; 0: this architecture has no such call; -errno. */
static int add(scmp_filter_ctx filter, uint32_t action, const char *name,
	const struct scmp_arg_cmp *args, unsigned count)
{
	int number = seccomp_syscall_resolve_name(name);
	if (number < 0)
		return 0;
	int error = seccomp_rule_add_array(filter, action, number, count, args);
	return error ? error : 1;
}

static int load(scmp_filter_ctx filter, bool logged)
{
	/* What a kernel cannot do is no reason to do without the rest. */
	(void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	(void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_LOG, logged);
	(void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	return seccomp_load(filter);
}

/* A filter of its own, since one logs all that it refuses or nothing. */
static int refuse_tried(void)
{
	auto_filter scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		return -ENOMEM;
	for (size_t i = 0; i < COUNT(tried); i++) {
		int added = add(filter, SCMP_ACT_ERRNO(ENOSYS), tried[i], NULL, 0);
		if (added < 0)
			return added;
	}
	return load(filter, false);
}

static int add_allowed(scmp_filter_ctx filter, int *calls)
{
	int added = 0;
	for (size_t i = 0; i < COUNT(allowed) && added >= 0; i++) {
		added = add(filter, SCMP_ACT_ALLOW, allowed[i], NULL, 0);
		*calls += added > 0;
	}
	/* The other filter is the one that refuses these. */
	for (size_t i = 0; i < COUNT(tried) && added >= 0; i++)
		added = add(filter, SCMP_ACT_ALLOW, tried[i], NULL, 0);
	return added < 0 ? added : 0;
}

static int add_conditionals(scmp_filter_ctx filter, int *calls)
{
	/* Signals to ourselves, as abort() sends one. */
	const struct scmp_arg_cmp self = {
		0, SCMP_CMP_MASKED_EQ, ALL_BITS, (uint32_t)getpid()};
	int added = add(filter, SCMP_ACT_ALLOW, "tgkill", &self, 1);
	*calls += added > 0;
	for (size_t i = 0; i < COUNT(conditionals) && added >= 0; i++) {
		const struct conditional *it = &conditionals[i];
		added = add(filter, SCMP_ACT_ALLOW, it->name, it->arg, it->args);
		bool again = i && strcmp(it->name, it[-1].name) == 0;
		*calls += added > 0 && !again;
	}
	return added < 0 ? added : 0;
}

int sandbox_seccomp(void)
{
	auto_filter scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int calls = 0;
	if (!filter)
		return -ENOMEM;
	int error = add_allowed(filter, &calls);
	if (!error)
		error = add_conditionals(filter, &calls);
	for (size_t i = 0; i < COUNT(forbidden) && !error; i++) {
		int added = add(filter, SCMP_ACT_ERRNO(EPERM), forbidden[i], NULL, 0);
		if (added < 0)
			error = added;
	}
	if (!error)
		error = refuse_tried();
	if (!error)
		error = load(filter, true);
	return error ? error : calls;
}
