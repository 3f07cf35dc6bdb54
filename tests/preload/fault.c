/* SPDX-License-Identifier: MIT */
/* Makes system calls of a program fail, or kills it at one of them. To be preloaded:
 *
 *     LD_PRELOAD=build/release/tests/preload/fault.so FAULT="write:2:ENOSPC" splashdown cert make
 *
 * FAULT         rules with spaces between them, each CALLS:WHICH:WHAT; the first that strikes counts.
 *     CALLS     names with commas between them, or "any": all of the table below that are about files,
 *               or "all": all but those for memory
 *     WHICH     of the calls that the rule is about, counted from 1 over all threads:
 *               5 the fifth, 5- from it on, 5-8 these four, %3 every third, * all, ?1 at random one
 *               of a hundred
 *     WHAT      an errno, as EIO: the call is not made, and fails so
 *               kill: SIGKILL before the call; killed: after it
 *               stop: SIGSTOP before the call, which is made after SIGCONT: a race at rest
 *               short: half of the bytes are transferred (read, write and their kin), or all of one
 *               fit: at random one of those that a kernel may give to such a call on such a
 *               descriptor (fault_fitting.h), if there is any; fit2: the second of them
 * FAULT_SEED    of what is random; without it a new one, which stderr shows
 * FAULT_PATH    only calls on files with this text in their absolute path count, by name or descriptor
 * FAULT_WHILE   nothing strikes but while the file of this name is there (what counts, counts)
 * FAULT_LOG     a file, to which each call that counts for the first rule is added: "7 write 4 /a/b", 4 of
 *               the faults fit to it
 *
 * "any:*:kill" kills at the first call; "any:1000000:EIO" strikes never, and with FAULT_LOG tells what
 * there is to strike. A new call is a line of the table. Calls from inside the C library (those of
 * fopen, for one) do not come by here, nor does what is made without it. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fault_fitting.h"

#define RULES_MAX  8
#define RULE_MAX   256
#define NO_FILE    (-1000)
#define PATH_BYTES (2 * PATH_MAX + 2) /* a folder and a name in it */
#define LOG_FD     100 /* out of the way of descriptors that are passed from 3 on */

enum what {
	WHAT_PASS,
	WHAT_ERROR,
	WHAT_KILL,
	WHAT_KILLED,
	WHAT_STOP,
	WHAT_SHORT,
	WHAT_FIT
};

struct rule {
	char calls[RULE_MAX]; /* ",write,fsync,", or "any", "all" */
	unsigned long from, to, every, percent;
	enum what what;
	int error;       /* of WHAT_ERROR */
	unsigned chosen; /* of those that fit; 0: at random */
	atomic_ulong count;
};

static struct rule rules[RULES_MAX];
static size_t rule_count;
static const char *only_path, *only_while;
static unsigned long long seed;
static int log_fd = -1;
static atomic_int ready; /* 1: the environment is being read, 2: was read */
static long (*next_syscall)(long, ...);

static void *find_next(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);
	if (!found)
		abort();
	return found;
}

static void send_ourselves(int signal)
{
	next_syscall(SYS_tgkill, getpid(), (pid_t)next_syscall(SYS_gettid), signal);
}

static void die(void)
{
	send_ourselves(SIGKILL);
	for (;;)
		next_syscall(SYS_exit_group, 137);
}

/* --- the rules ------------------------------------------------------------------------------- */

static bool read_what(const char *text, struct rule *rule)
{
	static const char *const words[] = {[WHAT_KILL] = "kill",
		[WHAT_KILLED] = "killed",
		[WHAT_STOP] = "stop",
		[WHAT_SHORT] = "short"};
	char *end;
	for (size_t i = WHAT_KILL; i <= WHAT_SHORT; i++) {
		if (strcmp(text, words[i]) == 0)
			rule->what = (enum what)i;
	}
	if (strncmp(text, "fit", 3) == 0) {
		rule->chosen = (unsigned)strtoul(text + 3, &end, 10);
		rule->what = *end ? WHAT_PASS : WHAT_FIT;
	}
	for (int error = 1; error < 200 && !rule->what; error++) {
		const char *name = strerrorname_np(error);
		if (name && strcmp(name, text) == 0) {
			rule->what = WHAT_ERROR;
			rule->error = error;
		}
	}
	return rule->what != WHAT_PASS;
}

static bool read_which(const char *text, struct rule *rule)
{
	char *end;
	rule->from = rule->every = 1;
	rule->to = ULONG_MAX;
	if (strcmp(text, "*") == 0)
		return true;
	if (*text == '%' || *text == '?') {
		unsigned long *number = *text == '%' ? &rule->every : &rule->percent;
		*number = strtoul(text + 1, &end, 10);
		return *number && !*end;
	}
	rule->from = rule->to = strtoul(text, &end, 10);
	if (*end == '-') {
		text = end + 1;
		rule->to = *text ? strtoul(text, &end, 10) : ULONG_MAX;
		end += *text ? 0 : 1;
	}
	return rule->from && !*end;
}

static void read_rule(char *text)
{
	struct rule *rule = &rules[rule_count];
	char *which = strchr(text, ':'), *what = which ? strchr(which + 1, ':') : NULL;
	if (!what || rule_count == RULES_MAX || strlen(text) > RULE_MAX - 3) {
		dprintf(STDERR_FILENO, "fault: not CALLS:WHICH:WHAT, or too many: %s\n",
			text);
		_exit(99);
	}
	*which++ = *what++ = '\0';
	snprintf(rule->calls, sizeof(rule->calls), ",%s,", text);
	if (!read_which(which, rule) || !read_what(what, rule)) {
		dprintf(STDERR_FILENO, "fault: %s:%s is no place and fault\n", which,
			what);
		_exit(99);
	}
	rule_count++;
}

/* Pseudo-random, and the same for the same seed and number. */
static unsigned long long mixed(unsigned long long number)
{
	unsigned long long x = seed + (number + 1) * 0x9E3779B97F4A7C15;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
	return x ^ (x >> 31);
}

static void read_seed(void)
{
	const char *said = getenv("FAULT_SEED");
	bool is_random = false;
	for (size_t i = 0; i < rule_count; i++)
		is_random |= rules[i].percent ||
			     (rules[i].what == WHAT_FIT && !rules[i].chosen);
	if (said) {
		seed = strtoull(said, NULL, 10);
	} else if (is_random) {
		next_syscall(SYS_getrandom, &seed, sizeof(seed), 0);
		seed %= 1000000;
		dprintf(STDERR_FILENO, "fault: FAULT_SEED=%llu\n", seed);
	}
}

static void read_environment(void)
{
	static char text[RULES_MAX * RULE_MAX];
	const char *said = getenv("FAULT"), *log = getenv("FAULT_LOG");
	char *rest;
	next_syscall = (long (*)(long, ...))find_next("syscall");
	only_path = getenv("FAULT_PATH");
	only_while = getenv("FAULT_WHILE");
	snprintf(text, sizeof(text), "%s", said ? said : "");
	for (char *rule = strtok_r(text, " ", &rest); rule;
		rule = strtok_r(NULL, " ", &rest))
		read_rule(rule);
	read_seed();
	if (!log)
		return;
	int fd = (int)next_syscall(SYS_openat, AT_FDCWD, log,
		O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	log_fd = (int)next_syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, LOG_FD);
	next_syscall(SYS_close, fd);
}

/* Before the program's first own call, and so before it has threads. */
static __attribute__((constructor)) void get_ready(void)
{
	int none = 0;
	/* A sanitizer makes calls before there is an environment. */
	if (environ && atomic_compare_exchange_strong(&ready, &none, 1)) {
		void *caller;
		backtrace(&caller, 1); /* loads what it needs while that is permitted */
		read_environment();
		atomic_store(&ready, 2);
	}
}

/* --- a call ------------------------------------------------------------------------------------- */

/* What a call is about: a name in a folder, or a descriptor alone, or no file. */
struct place {
	int fd;
	const char *name;
};
#define AT(folder, path) ((struct place){(folder), (path)})
#define FD(fd)           ((struct place){(fd), NULL})
#define NONE             ((struct place){NO_FILE, NULL})

/* Absolute; "" for what has no name. */
static void path_of(struct place place, char *path, size_t bytes)
{
	char link[40], folder[PATH_MAX] = "";
	long len = -1;
	*path = '\0';
	if (place.name && *place.name == '/') {
		snprintf(path, bytes, "%s", place.name);
		return;
	}
	if (place.fd == AT_FDCWD)
		snprintf(link, sizeof(link), "/proc/self/cwd");
	else
		snprintf(link, sizeof(link), "/proc/self/fd/%d", place.fd);
	if (place.fd != NO_FILE)
		len = next_syscall(
			SYS_readlinkat, AT_FDCWD, link, folder, sizeof(folder) - 1);
	if (len < 0)
		return;
	folder[len] = '\0';
	snprintf(path, bytes, "%s%s%s", folder, place.name ? "/" : "",
		place.name ? place.name : "");
}

static bool is_about(const struct rule *rule, const char *call, bool is_file)
{
	char name[64];
	if (strcmp(rule->calls, ",any,") == 0)
		return is_file;
	if (strcmp(rule->calls, ",all,") == 0)
		return !strstr(",malloc,calloc,realloc,", call);
	snprintf(name, sizeof(name), ",%s,", call);
	return strstr(rule->calls, name) != NULL;
}

/* What kind of descriptor a call that transfers bytes is about. */
static enum fitting_kind kind_of(struct place place)
{
	struct stat st;
	if (place.name || place.fd < 0 || next_syscall(SYS_fstat, place.fd, &st) < 0)
		return FITTING_FILE;
	return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ? FITTING_FILE
	       : S_ISSOCK(st.st_mode)                     ? FITTING_SOCKET
							  : FITTING_OTHER;
}

/* The errors of @call that fit it, -1 for "short", with a zero after them. */
static const short *fitting_of(const char *call, struct place place)
{
	static const short none[1];
	char name[64];
	enum fitting_kind kind = kind_of(place);
	snprintf(name, sizeof(name), ",%s,", call);
	for (size_t i = 0; i < sizeof(fitting) / sizeof(*fitting); i++) {
		if ((fitting[i].kind == FITTING_ANY || fitting[i].kind == kind) &&
			strstr(fitting[i].calls, name))
			return fitting[i].errors;
	}
	return none;
}

static unsigned count_fitting(const short *errors)
{
	unsigned count = 0;
	while (errors[count])
		count++;
	return count;
}

static void note(
	unsigned long number, const char *call, struct place place, const char *path)
{
	char line[PATH_BYTES + 64];
	if (log_fd < 0)
		return;
	int len = snprintf(line, sizeof(line), "%lu %s %u %s\n", number, call,
		count_fitting(fitting_of(call, place)), path);
	if (len > 0 && (size_t)len < sizeof(line))
		next_syscall(SYS_write, log_fd, line, len);
}

static bool strikes(const struct rule *rule, unsigned long number)
{
	if (number < rule->from || number > rule->to || number % rule->every ||
		(rule->percent && mixed(number) % 100 >= rule->percent))
		return false;
	return !only_while ||
	       next_syscall(SYS_faccessat, AT_FDCWD, only_while, F_OK) == 0;
}

/* What is done to this call. */
struct struck {
	enum what what;
	int error;
};

static struct struck choose(const struct rule *rule, unsigned long number,
	const char *call, struct place place)
{
	if (rule->what != WHAT_FIT)
		return (struct struck){rule->what, rule->error};
	const short *errors = fitting_of(call, place);
	unsigned count = count_fitting(errors);
	if (!count || rule->chosen > count)
		return (struct struck){WHAT_PASS, 0};
	int error = errors[rule->chosen ? rule->chosen - 1 : mixed(number) / 100 % count];
	/* No kernel interrupts each call for ever, or has connections that all end before they are accepted. */
	if ((error == EINTR || error == ECONNABORTED) && rule->to == ULONG_MAX &&
		!rule->percent)
		return (struct struck){WHAT_PASS, 0};
	return error < 0 ? (struct struck){WHAT_SHORT, 0}
			 : (struct struck){WHAT_ERROR, error};
}

/* The first rule that strikes at this call counts. One that kills or stops before it does so here. */
static struct struck judge(const char *call, struct place place)
{
	struct struck struck = {WHAT_PASS, 0};
	char path[PATH_BYTES] = "";
	int before = errno;
	get_ready();
	if (atomic_load(&ready) != 2 || !rule_count)
		return struck;
	if (only_path || log_fd >= 0)
		path_of(place, path, sizeof(path));
	if (only_path && !strstr(path, only_path))
		return struck;
	for (size_t i = 0; i < rule_count && !struck.what; i++) {
		struct rule *rule = &rules[i];
		if (!is_about(rule, call, place.fd != NO_FILE))
			continue;
		unsigned long number = atomic_fetch_add(&rule->count, 1) + 1;
		if (i == 0)
			note(number, call, place, path);
		if (strikes(rule, number))
			struck = choose(rule, number, call, place);
	}
	if (struck.what == WHAT_KILL)
		die();
	if (struck.what == WHAT_STOP)
		send_ourselves(SIGSTOP);
	errno = before;
	return struck;
}

static bool fails(struct struck struck)
{
	if (struck.what != WHAT_ERROR)
		return false;
	errno = struck.error;
	return true;
}

static void after(struct struck struck)
{
	if (struck.what == WHAT_KILLED)
		die();
}

static size_t part(struct struck struck, size_t bytes)
{
	return struck.what == WHAT_SHORT && bytes > 1 ? bytes / 2 : bytes;
}

/* --- the table ------------------------------------------------------------------------------------ */

/* @type @name(@params), about @place, returns @failed when it is made to fail. */
#define CALL(type, name, params, args, place, failed)                                    \
	CALL_AS(type, name, #name, params, args, place, failed)
/* The same under another name: "stat" for stat64. */
#define CALL_AS(type, name, call, params, args, place, failed)                           \
	type name params                                                                 \
	{                                                                                \
		static type(*next) params;                                               \
		const struct struck struck = judge(call, place);                         \
		if (!next)                                                               \
			next = (type(*) params)find_next(#name);                         \
		if (fails(struck))                                                       \
			return failed;                                                   \
		type result = next args;                                                 \
		after(struck);                                                           \
		return result;                                                           \
	}
/* The same for a call that transfers @n bytes. */
#define TRANSFER(name, params, args, place) TRANSFER_AS(name, #name, params, args, place)
#define TRANSFER_AS(name, call, params, args, place)                                     \
	ssize_t name params                                                              \
	{                                                                                \
		static ssize_t(*next) params;                                            \
		const struct struck struck = judge(call, place);                         \
		if (!next)                                                               \
			next = (ssize_t(*) params)find_next(#name);                      \
		if (fails(struck))                                                       \
			return -1;                                                       \
		n = part(struck, n);                                                     \
		ssize_t result = next args;                                              \
		after(struck);                                                           \
		return result;                                                           \
	}
/* The same for one that may have a mode as its last argument. */
#define OPEN(name, call, params, last, args, place)                                      \
	int name params                                                                  \
	{                                                                                \
		static int(*next) params;                                                \
		va_list list;                                                            \
		va_start(list, last);                                                    \
		unsigned mode =                                                          \
			last & (O_CREAT | O_TMPFILE) ? va_arg(list, unsigned) : 0;       \
		va_end(list);                                                            \
		const struct struck struck = judge(call, place);                         \
		if (!next)                                                               \
			next = (int(*) params)find_next(#name);                          \
		if (fails(struck))                                                       \
			return -1;                                                       \
		int result = next args;                                                  \
		after(struck);                                                           \
		return result;                                                           \
	}

/* libuv aborts when one of its own entries cannot be made. It tries first, with an entry of no descriptor,
 * whether that would be, and hands on what it is told. */
static bool may_fail(int what, const struct epoll_event *event)
{
	return what == EPOLL_CTL_ADD &&
	       (event->events & EPOLLEXCLUSIVE || event->data.fd == -1);
}

/* clang-format off */
OPEN(open, "open", (const char *path, int flags, ...), flags, (path, flags, mode), AT(AT_FDCWD, path))
OPEN(open64, "open", (const char *path, int flags, ...), flags, (path, flags, mode), AT(AT_FDCWD, path))
OPEN(openat, "openat", (int at, const char *path, int flags, ...), flags, (at, path, flags, mode), AT(at, path))
OPEN(openat64, "openat", (int at, const char *path, int flags, ...), flags, (at, path, flags, mode), AT(at, path))
CALL(DIR *, opendir, (const char *path), (path), AT(AT_FDCWD, path), NULL)
CALL(DIR *, fdopendir, (int fd), (fd), FD(fd), NULL)
CALL(struct dirent *, readdir, (DIR *folder), (folder), FD(dirfd(folder)), NULL)
CALL_AS(struct dirent64 *, readdir64, "readdir", (DIR *folder), (folder), FD(dirfd(folder)), NULL)

TRANSFER(read, (int fd, void *to, size_t n), (fd, to, n), FD(fd))
TRANSFER(pread, (int fd, void *to, size_t n, off_t at), (fd, to, n, at), FD(fd))
TRANSFER_AS(pread64, "pread", (int fd, void *to, size_t n, off_t at), (fd, to, n, at), FD(fd))
TRANSFER(write, (int fd, const void *from, size_t n), (fd, from, n), FD(fd))
TRANSFER(pwrite, (int fd, const void *from, size_t n, off_t at), (fd, from, n, at), FD(fd))
TRANSFER_AS(pwrite64, "pwrite", (int fd, const void *from, size_t n, off_t at), (fd, from, n, at), FD(fd))
TRANSFER(recv, (int fd, void *to, size_t n, int flags), (fd, to, n, flags), FD(fd))
TRANSFER(send, (int fd, const void *from, size_t n, int flags), (fd, from, n, flags), FD(fd))
TRANSFER(sendfile, (int fd, int from, off_t *at, size_t n), (fd, from, at, n), FD(from))
TRANSFER(getrandom, (void *to, size_t n, unsigned flags), (to, n, flags), NONE)
TRANSFER_AS(sendfile64, "sendfile", (int fd, int from, off64_t *at, size_t n), (fd, from, at, n), FD(from))
CALL(ssize_t, readv, (int fd, const struct iovec *to, int count), (fd, to, count), FD(fd), -1)
CALL(ssize_t, writev, (int fd, const struct iovec *from, int count), (fd, from, count), FD(fd), -1)
CALL(ssize_t, recvmsg, (int fd, struct msghdr *to, int flags), (fd, to, flags), FD(fd), -1)

CALL(int, fsync, (int fd), (fd), FD(fd), -1)
CALL(int, fdatasync, (int fd), (fd), FD(fd), -1)
CALL(int, ftruncate, (int fd, off_t bytes), (fd, bytes), FD(fd), -1)
CALL_AS(int, ftruncate64, "ftruncate", (int fd, off64_t bytes), (fd, bytes), FD(fd), -1)
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode), FD(fd), -1)
CALL(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group), FD(fd), -1)
CALL(int, fstat, (int fd, struct stat *to), (fd, to), FD(fd), -1)
CALL_AS(int, fstat64, "fstat", (int fd, struct stat64 *to), (fd, to), FD(fd), -1)
CALL(int, flock, (int fd, int what), (fd, what), FD(fd), -1)
CALL(off_t, lseek, (int fd, off_t at, int whence), (fd, at, whence), FD(fd), -1)

CALL(int, stat, (const char *path, struct stat *to), (path, to), AT(AT_FDCWD, path), -1)
CALL_AS(int, stat64, "stat", (const char *path, struct stat64 *to), (path, to), AT(AT_FDCWD, path), -1)
CALL(int, lstat, (const char *path, struct stat *to), (path, to), AT(AT_FDCWD, path), -1)
CALL_AS(int, lstat64, "lstat", (const char *path, struct stat64 *to), (path, to), AT(AT_FDCWD, path), -1)
CALL(int, fstatat, (int at, const char *path, struct stat *to, int flags), (at, path, to, flags), AT(at, path), -1)
CALL_AS(int, fstatat64, "fstatat", (int at, const char *path, struct stat64 *to, int flags), (at, path, to, flags), AT(at, path), -1)
CALL(int, statx, (int at, const char *path, int flags, unsigned mask, struct statx *to), (at, path, flags, mask, to), AT(at, path), -1)
CALL(int, access, (const char *path, int mode), (path, mode), AT(AT_FDCWD, path), -1)
CALL(int, faccessat, (int at, const char *path, int mode, int flags), (at, path, mode, flags), AT(at, path), -1)
CALL(ssize_t, readlink, (const char *path, char *to, size_t n), (path, to, n), AT(AT_FDCWD, path), -1)
CALL(ssize_t, readlinkat, (int at, const char *path, char *to, size_t n), (at, path, to, n), AT(at, path), -1)
CALL(char *, realpath, (const char *path, char *to), (path, to), AT(AT_FDCWD, path), NULL)

CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), AT(AT_FDCWD, path), -1)
CALL(int, mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), AT(at, path), -1)
CALL(int, rename, (const char *from, const char *to), (from, to), AT(AT_FDCWD, to), -1)
CALL(int, renameat, (int at, const char *from, int into, const char *to), (at, from, into, to), AT(into, to), -1)
CALL(int, renameat2, (int at, const char *from, int into, const char *to, unsigned flags), (at, from, into, to, flags), AT(into, to), -1)
CALL(int, link, (const char *from, const char *to), (from, to), AT(AT_FDCWD, to), -1)
CALL(int, linkat, (int at, const char *from, int into, const char *to, int flags), (at, from, into, to, flags), AT(into, to), -1)
CALL(int, unlink, (const char *path), (path), AT(AT_FDCWD, path), -1)
CALL(int, unlinkat, (int at, const char *path, int flags), (at, path, flags), AT(at, path), -1)

CALL(int, socket, (int domain, int type, int protocol), (domain, type, protocol), NONE, -1)
CALL(int, bind, (int fd, __CONST_SOCKADDR_ARG to, socklen_t len), (fd, to, len), NONE, -1)
CALL(int, listen, (int fd, int backlog), (fd, backlog), NONE, -1)
CALL(int, connect, (int fd, __CONST_SOCKADDR_ARG to, socklen_t len), (fd, to, len), NONE, -1)
CALL(int, accept4, (int fd, __SOCKADDR_ARG from, socklen_t *len, int flags), (fd, from, len, flags), NONE, -1)
CALL(int, getsockname, (int fd, __SOCKADDR_ARG to, socklen_t *len), (fd, to, len), NONE, -1)
CALL(int, setsockopt, (int fd, int level, int name, const void *from, socklen_t len), (fd, level, name, from, len), NONE, -1)
CALL(int, shutdown, (int fd, int how), (fd, how), NONE, -1)
CALL(int, pipe2, (int fds[2], int flags), (fds, flags), NONE, -1)
CALL(int, eventfd, (unsigned count, int flags), (count, flags), NONE, -1)
CALL(int, epoll_create1, (int flags), (flags), NONE, -1)
CALL_AS(int, epoll_ctl, may_fail(what, event) ? "epoll_ctl" : "epoll_ctl_or_abort", (int loop, int what, int fd, struct epoll_event *event), (loop, what, fd, event), NONE, -1)
CALL_AS(int, epoll_wait, "epoll_wait", (int loop, struct epoll_event *to, int most, int ms), (loop, to, most, ms), NONE, -1)
CALL_AS(int, epoll_pwait, "epoll_wait", (int loop, struct epoll_event *to, int most, int ms, const sigset_t *set), (loop, to, most, ms, set), NONE, -1)
CALL(int, poll, (struct pollfd *fds, nfds_t count, int ms), (fds, count, ms), NONE, -1)
CALL(int, inotify_init1, (int flags), (flags), NONE, -1)
CALL(int, statfs, (const char *path, struct statfs *to), (path, to), AT(AT_FDCWD, path), -1)
CALL(int, inotify_add_watch, (int fd, const char *path, uint32_t mask), (fd, path, mask), AT(AT_FDCWD, path), -1)
CALL(void *, mmap, (void *at, size_t n, int rights, int flags, int fd, off_t from), (at, n, rights, flags, fd, from), NONE, MAP_FAILED)
CALL_AS(void *, mmap64, "mmap", (void *at, size_t n, int rights, int flags, int fd, off64_t from), (at, n, rights, flags, fd, from), NONE, MAP_FAILED)
/* clang-format on */

/* Short: half of the first piece. */
ssize_t sendmsg(int fd, const struct msghdr *from, int flags)
{
	static ssize_t (*next)(int, const struct msghdr *, int);
	const struct struck struck = judge("sendmsg", FD(fd));
	if (!next)
		next = (ssize_t(*)(int, const struct msghdr *, int))find_next("sendmsg");
	if (fails(struck))
		return -1;
	struct msghdr less = *from;
	struct iovec first;
	if (struck.what == WHAT_SHORT && from->msg_iovlen) {
		first = from->msg_iov[0];
		first.iov_len = part(struck, first.iov_len);
		less.msg_iov = &first;
		less.msg_iovlen = 1;
	}
	ssize_t result = next(fd, &less, flags);
	after(struck);
	return result;
}

/* Returns the error. */
int pthread_create(
	pthread_t *to, const pthread_attr_t *how, void *(*run)(void *), void *data)
{
	static int (*next)(
		pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	const struct struck struck = judge("pthread_create", NONE);
	if (!next)
		next = (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
			void *))find_next("pthread_create");
	if (struck.what == WHAT_ERROR)
		return struck.error;
	int error = next(to, how, run, data);
	after(struck);
	return error;
}

/* Only what takes one more descriptor. */
#define FCNTL(name)                                                                      \
	int name(int fd, int what, ...)                                                  \
	{                                                                                \
		static int (*next)(int, int, ...);                                       \
		bool takes = what == F_DUPFD || what == F_DUPFD_CLOEXEC;                 \
		struct struck struck = {WHAT_PASS, 0};                                   \
		va_list list;                                                            \
		va_start(list, what);                                                    \
		void *argument = va_arg(list, void *);                                   \
		va_end(list);                                                            \
		if (takes)                                                               \
			struck = judge("fcntl", FD(fd));                                 \
		if (!next)                                                               \
			next = (int (*)(int, int, ...))find_next(#name);                 \
		if (fails(struck))                                                       \
			return -1;                                                       \
		int result = next(fd, what, argument);                                   \
		after(struck);                                                           \
		return result;                                                           \
	}
FCNTL(fcntl)
FCNTL(fcntl64)

/* The descriptor is gone, whatever close(2) says. */
int close(int fd)
{
	static int (*next)(int);
	const struct struck struck = judge("close", FD(fd));
	if (!next)
		next = (int (*)(int))find_next("close");
	int result = next(fd);
	after(struck);
	return fails(struck) ? -1 : result;
}

/* What a compiler that fortifies makes of open and openat without a mode. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int at, const char *path, int flags);
int __openat64_2(int at, const char *path, int flags);
int __open_2(const char *path, int flags)
{
	return open(path, flags);
}
int __open64_2(const char *path, int flags)
{
	return open64(path, flags);
}
int __openat_2(int at, const char *path, int flags)
{
	return openat(at, path, flags);
}
int __openat64_2(int at, const char *path, int flags)
{
	return openat64(at, path, flags);
}

/* openat2(2) has no function of its own. */
long syscall(long number, ...)
{
	va_list list;
	long a[6];
	va_start(list, number);
	for (size_t i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	get_ready();
	struct struck struck = {WHAT_PASS, 0};
	if (number == SYS_openat2)
		struck = judge("openat2", AT((int)a[0], (const char *)a[1]));
	if (fails(struck))
		return -1;
	long result = next_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	after(struck);
	return result;
}

/* Who gives up is named on stderr. */
_Noreturn void abort(void)
{
	static void (*next)(void);
	void *callers[24];
	int before = errno;
	backtrace_symbols_fd(callers, backtrace(callers, 24), STDERR_FILENO);
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "abort");
	errno = before;
	next();
	die();
	for (;;)
		;
}

/* Memory, by the names that the C library has for its own use: whoever looks for the next malloc needs
 * one first. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *old, size_t n);
void *malloc(size_t n)
{
	return fails(judge("malloc", NONE)) ? NULL : __libc_malloc(n);
}
void *calloc(size_t count, size_t n)
{
	return fails(judge("calloc", NONE)) ? NULL : __libc_calloc(count, n);
}
void *realloc(void *old, size_t n)
{
	return fails(judge("realloc", NONE)) ? NULL : __libc_realloc(old, n);
}
