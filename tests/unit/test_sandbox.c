/* SPDX-License-Identifier: MIT */
/* What a process in the sandbox can do and cannot. It cannot leave it, so each test is a child: it
 * returns the number of the line that did not go as it should. */
#include "app/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "app/sandbox/sandbox_internal.h"
#include "base/file.h"
#include "store/store.h"

/* The child says where it failed, and ends. */
#define SHALL(condition)                                                                 \
	do {                                                                             \
		if (!(condition)) {                                                      \
			dprintf(STDERR_FILENO, "line %d, errno %s: %s\n", __LINE__,      \
				strerrorname_np(errno), #condition);                     \
			_exit(1);                                                        \
		}                                                                        \
	} while (0)

/* @call fails with @error. */
#define FAILS(call, error)                                                               \
	do {                                                                             \
		errno = 0;                                                               \
		SHALL((call) == -1);                                                     \
		SHALL(errno == (error));                                                 \
	} while (0)

enum { CAN = 0, CANNOT = 77 }; /* statuses of a child */

static void in_a_child(void (*body)(const struct tree *, struct sandbox *))
{
	struct sandbox sandbox;
	struct tree tree;
	int status = 0;

	tree_init(&tree);
	tree_write(&tree, "site/post.md", "post");
	tree_write(&tree, "site/deep/er/image.png", "image");
	tree_write(&tree, "state/key", "key");
	tree_write(&tree, "other/secret", "secret");
	sandbox_init(&sandbox);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		body(&tree, &sandbox);
		_exit(CAN);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	tree_fini(&tree);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == CANNOT)
		skip();
	assert_int_equal(WEXITSTATUS(status), CAN);
}

static void allow_as_a_server_does(const struct tree *tree, struct sandbox *sandbox)
{
	sandbox_allow(sandbox, tree_at(tree, "site"), SANDBOX_READ);
	sandbox_allow(sandbox, tree_at(tree, "state"), SANDBOX_READ | SANDBOX_WRITE);
	sandbox_allow(sandbox, tree_at(tree, "not there"), SANDBOX_READ);
}

static void need(int layer)
{
	if (layer == -ENOSYS || layer == -EOPNOTSUPP || layer == -EPERM)
		_exit(CANNOT); /* not on this machine */
	SHALL(layer > 0);
}

static int open_in(const struct tree *tree, const char *path, int flags)
{
	return open(tree_at(tree, path), flags | O_CLOEXEC, 0600);
}

/* --- files ----------------------------------------------------------------------------------- */

static void see_files(const struct tree *tree, struct sandbox *sandbox)
{
	int site = open_in(tree, "site", O_RDONLY | O_DIRECTORY);
	int other = open_in(tree, "other", O_RDONLY | O_DIRECTORY);
	allow_as_a_server_does(tree, sandbox);
	sandbox_enter(sandbox);
	need(sandbox->landlock);

	SHALL(open_in(tree, "site/post.md", O_RDONLY) >= 0);
	SHALL(open_in(tree, "site/deep", O_RDONLY | O_DIRECTORY) >= 0);
	SHALL(file_open_beneath(site, slice_str("deep/er/image.png"), NULL) >= 0);
	FAILS(open_in(tree, "other/secret", O_RDONLY), EACCES);
	FAILS(open_in(tree, "other", O_RDONLY | O_DIRECTORY), EACCES);
	FAILS(open_in(tree, "", O_RDONLY | O_DIRECTORY), EACCES);
	/* A folder that was open before shows nothing new either. */
	FAILS(openat(other, "secret", O_RDONLY), EACCES);
	FAILS(open("/etc/passwd", O_RDONLY), EACCES);
}

static void write_files(const struct tree *tree, struct sandbox *sandbox)
{
	allow_as_a_server_does(tree, sandbox);
	sandbox_enter(sandbox);
	need(sandbox->landlock);

	int state = open_in(tree, "state", O_RDONLY | O_DIRECTORY);
	SHALL(state >= 0);
	SHALL(file_replace(state, "made", 0600, slice_str("new")) == 0);
	SHALL(file_replace(state, "key", 0600, slice_str("renewed")) == 0);
	SHALL(rename(tree_at(tree, "state/key"), tree_at(tree, "state/key.old")) == 0);
	SHALL(unlink(tree_at(tree, "state/key.old")) == 0);

	FAILS(open_in(tree, "site/new", O_WRONLY | O_CREAT), EACCES);
	FAILS(open_in(tree, "site/post.md", O_WRONLY), EACCES);
	FAILS(truncate(tree_at(tree, "site/post.md"), 0), ENOSYS);
	FAILS(unlink(tree_at(tree, "site/post.md")), EACCES);
	FAILS(rename(tree_at(tree, "state/made"), tree_at(tree, "site/made")), EACCES);
	FAILS(open_in(tree, "other/new", O_WRONLY | O_CREAT), EACCES);
	FAILS(mkdir(tree_at(tree, "state/folder"), 0700), EACCES);
	FAILS(symlink("/etc", tree_at(tree, "state/etc")), EPERM);
	FAILS(mknod(tree_at(tree, "state/pipe"), S_IFIFO | 0600, 0), ENOSYS);
}

/* An upload needs no more than a running server may. */
static void upload_files(const struct tree *tree, struct sandbox *sandbox)
{
	const struct store_options options = {.text_bytes = 100,
		.file_bytes = 100,
		.quota_bytes = 1000,
		.spare_bytes = 1,
		.mark = tree_at(tree, "state/mark"),
		.sweeps = true};
	const struct slice instead = S("changed");
	struct store *store;
	struct store_upload *upload;
	struct overlay *overlay;
	uint64_t id;

	tree_folder(tree, "state/uploads");
	int site = open_in(tree, "site", O_RDONLY | O_DIRECTORY);
	const struct store_request request = {.source = S("post.md"),
		.author = S("me"),
		.kind = STORE_TEXT,
		.size_bytes = 4,
		.blog = site};
	allow_as_a_server_does(tree, sandbox);
	sandbox_enter(sandbox);
	need(sandbox->landlock);
	SHALL(store_open(tree_at(tree, "state/uploads"), &options, &store) == 0);
	SHALL(store_begin(store, &request, &upload) == STORE_OK);
	SHALL(store_append(upload, S("Text")) == STORE_OK);
	SHALL(store_finish(upload, STORE_CURRENT, &instead, &id) == STORE_OK);
	SHALL(store_overlay(store, &overlay) == 0 && overlay);
	SHALL(store_delete(store, S("post.md"), S("me"), id, site) == STORE_OK);
	SHALL(store_restore(store, id, S("me"), id + 1, site) == STORE_OK);
	SHALL(access(tree_at(tree, "state/mark"), F_OK) == 0);
}

static void uploads_are_kept_from_within(void **state)
{
	(void)state;
	in_a_child(upload_files);
}

static void a_site_is_read_and_nothing_else(void **state)
{
	(void)state;
	in_a_child(see_files);
}

static void the_state_is_written_and_nothing_else(void **state)
{
	(void)state;
	in_a_child(write_files);
}

static void remove_only(const struct tree *tree, struct sandbox *sandbox)
{
	sandbox_allow(sandbox, tree_at(tree, "state"), SANDBOX_REMOVE);
	sandbox_enter(sandbox);
	need(sandbox->landlock);
	FAILS(open_in(tree, "state/key", O_RDONLY), EACCES);
	FAILS(open_in(tree, "state/new", O_WRONLY | O_CREAT), EACCES);
	SHALL(unlink(tree_at(tree, "state/key")) == 0);
}

static void what_may_be_removed_is_not_read(void **state)
{
	(void)state;
	in_a_child(remove_only);
}

/* --- what is swapped while we run ------------------------------------------------------------- */

static void a_deploy(const struct tree *tree, struct sandbox *sandbox)
{
	/* What the deploy does it does from outside. */
	int in[2], go[2], status = 0;
	char byte;
	SHALL(pipe(in) == 0 && pipe(go) == 0);
	tree_write(tree, "releases/1/post.md", "one");
	tree_link(tree, "../releases/1", "site/current");
	setenv("HOME", "/nonexistent", 1);
	pid_t child = fork();
	SHALL(child >= 0);
	if (child == 0) {
		close(in[0]);
		sandbox_allow_place(sandbox, tree_at(tree, "site/current"));
		sandbox_allow_place(sandbox, tree_at(tree, "other/secret"));
		sandbox_enter(sandbox);
		if (sandbox->landlock <= 0)
			_exit(CANNOT);
		SHALL(write(in[1], "!", 1) == 1);
		SHALL(read(go[0], &byte, 1) == 1);
		SHALL(open_in(tree, "site/current/post.md", O_RDONLY) >= 0);
		SHALL(open_in(tree, "other/secret", O_RDONLY) >= 0);
		SHALL(!sandbox_hides(sandbox, tree_at(tree, "site/current")));
		FAILS(open_in(tree, "state/key", O_RDONLY), EACCES);
		_exit(CAN);
	}
	/* Not before it is inside; it also may end without a word. */
	close(in[1]);
	(void)!read(in[0], &byte, 1);
	tree_write(tree, "releases/2/post.md", "two");
	tree_remove(tree, "site/current");
	tree_link(tree, "../releases/2", "site/current");
	tree_write(tree, "other/fresh", "renewed");
	tree_rename(tree, "other/fresh", "other/secret");
	SHALL(write(go[1], "!", 1) == 1);
	SHALL(waitpid(child, &status, 0) == child);
	SHALL(WIFEXITED(status));
	_exit(WEXITSTATUS(status));
}

static void what_a_deploy_swaps_is_seen(void **state)
{
	(void)state;
	in_a_child(a_deploy);
}

static void at_home(const struct tree *tree, struct sandbox *sandbox)
{
	setenv("HOME", tree->path, 1);
	sandbox_allow_place(sandbox, tree_at(tree, "site"));
	sandbox_enter(sandbox);
	need(sandbox->landlock);
	SHALL(open_in(tree, "site/post.md", O_RDONLY) >= 0);
	FAILS(open_in(tree, "other/secret", O_RDONLY), EACCES);
	FAILS(open_in(tree, "", O_RDONLY | O_DIRECTORY), EACCES);
}

static void a_blog_at_home_shows_nothing_of_the_home(void **state)
{
	(void)state;
	in_a_child(at_home);
}

static void a_folder_around_a_site_is_shown_where_that_is_harmless(void **state)
{
	static const struct {
		const char *folder, *home;
		bool is_place;
		const char *why;
	} rows[] = {
		{"/srv/www", "/root", true, "a folder for sites"},
		{"/srv/www/ada", NULL, true, "deeper"},
		{"/", "/root", false, "everything"},
		{"/srv", "/root", false, "everybody's"},
		{"/tmp", NULL, false, "everybody's"},
		{"/home", "/root", false, "everybody's"},
		{"/var/lib", "/root", false, "all services' states"},
		{"/var/www", "/root", true, "a folder for sites, by custom"},
		{"/usr/share", "/root", false, "all packages'"},
		{"/usr/share/sites", "/root", true, "one of them"},
		{"/run/user", "/root", false, "all who are logged in"},
		{"/etc/splashdown", "/root", true, "settings of our own"},
		{"/etc/ssl/private", "/root", false, "all services' keys"},
		{"/etc/ssl", "/root", false, "holds them"},
		{"/etc/pki/tls/private", "/root", false, "the same elsewhere"},
		{"/etc/ssl-splashdown", "/root", true, "a name that only begins alike"},
		{"/home/ada", "/root", false, "another one's home"},
		{"/home/ada/sites", "/home/ada", true, "a folder in a home"},
		{"/var/lib/ada", "/var/lib/ada", false, "our own home"},
		{"/var/lib", "/var/lib/ada", false, "holds our home"},
		{"/var/lib/ad", "/var/lib/ada", true, "a name that only begins alike"},
		{"/var/lib/ada/sites", "/var/lib/ada", true, "within it"},
		{"/srv/www", "", true, "no home at all"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (sandbox_is_place(rows[i].folder, rows[i].home) != rows[i].is_place)
			fail_msg("%s: %s", rows[i].folder, rows[i].why);
	}
}

static void a_folder_below_the_root_is_somebodys_or_the_systems(void **state)
{
	(void)state;
	assert_true(sandbox_is_top("/content"));
	assert_true(sandbox_is_top("/blogs"));
	assert_false(sandbox_is_top("/"));
	assert_false(sandbox_is_top(""));
	assert_false(sandbox_is_top("/etc"));
	assert_false(sandbox_is_top("/srv"));
	assert_false(sandbox_is_top("/home"));
	assert_false(sandbox_is_top("/content/ada"));
}

/* --- what is kept from us is known -------------------------------------------------------------- */

static void ask_what_is_hidden(const struct tree *tree, struct sandbox *sandbox)
{
	tree_link(tree, "../../other/secret", "site/deep/link");
	SHALL(!sandbox_hides(sandbox, tree_at(tree, "other")));
	allow_as_a_server_does(tree, sandbox);
	sandbox_enter(sandbox);
	need(sandbox->landlock);
	SHALL(!sandbox_hides(sandbox, tree_at(tree, "site")));
	SHALL(!sandbox_hides(sandbox, tree_at(tree, "site/deep/er")));
	SHALL(!sandbox_hides(sandbox, tree_at(tree, "state/key")));
	SHALL(sandbox_hides(sandbox, tree_at(tree, "other")));
	SHALL(sandbox_hides(sandbox, tree_at(tree, "site/deep/link")));
	SHALL(sandbox_hides(sandbox, "/"));
	/* Where nothing is, nothing is hidden. */
	SHALL(!sandbox_hides(sandbox, tree_at(tree, "nowhere")));
}

static void what_is_hidden_is_known(void **state)
{
	(void)state;
	in_a_child(ask_what_is_hidden);
}

static void ask_what_a_reload_lacks(const struct tree *tree, struct sandbox *sandbox)
{
	static const struct {
		const char *folder, *certificate, *key, *file, *state;
		const char *lacks; /* what the message names; NULL: nothing */
	} rows[] = {
		{"site", "state/key", "state/key", "site/post.md", "state", NULL},
		{"site", "", "", "", "state", NULL},
		{"other", "", "", "", "state", "other"},
		{"site", "other/secret", "state/key", "", "state", "other/secret"},
		{"site", "state/key", "other/secret", "", "state", "other/secret"},
		{"site", "", "", "other/secret", "state", "other/secret"},
		{"site", "", "", "", "other", "other"},
	};
	allow_as_a_server_does(tree, sandbox);
	sandbox_enter(sandbox);
	need(sandbox->landlock);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *said[] = {rows[i].folder, rows[i].certificate, rows[i].key,
			rows[i].file, rows[i].state};
		struct slice paths[5];
		char error[SANDBOX_ERROR_BYTES] = "";
		for (size_t k = 0; k < 5; k++)
			paths[k] =
				*said[k] ? slice_str(tree_at(tree, said[k])) : slice_none;
		/* The first site lacks nothing. */
		struct config_site sites[] = {
			{.folder = slice_str(tree_at(tree, "site"))},
			{.folder = paths[0], .certificate = paths[1], .key = paths[2]}};
		const struct config config = {.sites = sites,
			.site_count = 2,
			.file = paths[3],
			.state = paths[4]};
		SHALL(sandbox_lacks(sandbox, &config, error) == (rows[i].lacks != NULL));
		if (rows[i].lacks) {
			const char *path = tree_at(tree, rows[i].lacks);
			SHALL(strncmp(error, path, strlen(path)) == 0);
		}
	}
}

static void what_a_reload_lacks_is_said(void **state)
{
	(void)state;
	in_a_child(ask_what_a_reload_lacks);
}

/* --- calls ------------------------------------------------------------------------------------ */

static void call(const struct tree *tree, struct sandbox *sandbox)
{
	char name[] = "true", *const args[] = {name, NULL}, *const none[] = {NULL};
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct rlimit limit;
	(void)tree;
	sandbox_enter(sandbox);
	need(sandbox->seccomp);

	FAILS(execve("/bin/true", args, none), EPERM);
	FAILS(ptrace(PTRACE_TRACEME, 0, NULL, NULL), EPERM);
	FAILS(syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL), EPERM);
	FAILS(unshare(CLONE_NEWUSER), EPERM);
	FAILS(fork(), ENOSYS);
	FAILS(kill(getppid(), 0), EPERM);
	SHALL(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	FAILS(setrlimit(RLIMIT_NOFILE, &limit), ENOSYS);
	FAILS(socket(AF_INET, SOCK_STREAM, 0), ENOSYS);
	FAILS(socket(AF_INET6, SOCK_DGRAM, 0), ENOSYS);
	FAILS(socket(AF_NETLINK, SOCK_RAW, 0), ENOSYS);
	FAILS(socket(AF_UNIX, SOCK_STREAM, 0), ENOSYS);
	FAILS(syscall(SYS_io_uring_setup, 1, NULL), ENOSYS);
	FAILS(syscall(SYS_reboot, 0, 0, 0, NULL), ENOSYS);
	FAILS(syscall(100000), ENOSYS); /* of a kernel to come */
	SHALL(mmap(NULL, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0) == MAP_FAILED);
	void *data = mmap(
		NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	SHALL(data != MAP_FAILED);
	SHALL(mprotect(data, page, PROT_READ | PROT_EXEC) != 0);
	SHALL(mprotect(data, page, PROT_READ) == 0);
}

static void calls_that_serve_nobody_fail_and_end_nothing(void **state)
{
	(void)state;
	in_a_child(call);
}

static void *open_passwd(void *code)
{
	*(int *)code = open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
	return NULL;
}

static void start_threads(const struct tree *tree, struct sandbox *sandbox)
{
	int code = -1;
	pthread_t thread;
	(void)tree;
	sandbox_enter(sandbox);
	need(sandbox->seccomp);
	need(sandbox->landlock);
	SHALL(pthread_create(&thread, NULL, open_passwd, &code) == 0);
	SHALL(pthread_join(thread, NULL) == 0);
	SHALL(code == EACCES);
}

static void threads_start_and_are_inside_too(void **state)
{
	(void)state;
	in_a_child(start_threads);
}

static void notify(const struct tree *tree, struct sandbox *sandbox)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char *path = tree_at(tree, "manager");
	char heard[16];
	SHALL(strlen(path) < sizeof(address.sun_path));
	memcpy(address.sun_path, path, strlen(path));
	int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	SHALL(bind(manager, (struct sockaddr *)&address, sizeof(address)) == 0);
	sandbox_enter(sandbox);
	need(sandbox->seccomp);
	int ours = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	SHALL(ours >= 0);
	SHALL(sendto(ours, "READY=1", 7, 0, (struct sockaddr *)&address,
		      sizeof(address)) == 7);
	SHALL(recv(manager, heard, sizeof(heard), 0) == 7);
	FAILS(connect(ours, (struct sockaddr *)&address, sizeof(address)), EPERM);
}

static void the_service_manager_still_hears_us(void **state)
{
	(void)state;
	in_a_child(notify);
}

static void accept_readers(const struct tree *tree, struct sandbox *sandbox)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof(address);
	(void)tree;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int unbound = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int reader = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	SHALL(bind(listener, (struct sockaddr *)&address, len) == 0);
	SHALL(listen(listener, 4) == 0);
	SHALL(getsockname(listener, (struct sockaddr *)&address, &len) == 0);
	SHALL(connect(reader, (struct sockaddr *)&address, len) == 0 ||
		errno == EINPROGRESS);
	SHALL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	/* The layer below alone: with the other one these calls get nowhere. */
	int abi = sandbox_landlock(sandbox, SANDBOX_LANDLOCK_VERSION);
	need(abi);
	SHALL(accept4(listener, NULL, NULL, SOCK_CLOEXEC) >= 0);
	if (abi < 4)
		_exit(CANNOT);
	FAILS(connect(unbound, (struct sockaddr *)&address, len), EACCES);
	address.sin_port = 0;
	FAILS(bind(unbound, (struct sockaddr *)&address, len), EACCES);
	if (abi >= 6)
		FAILS(kill(getppid(), SIGUSR1), EPERM);
}

static void readers_are_accepted_and_nobody_is_called(void **state)
{
	(void)state;
	in_a_child(accept_readers);
}

/* --- other kernels ----------------------------------------------------------------------------- */

/* What each version of Landlock brought, and that the one before does without. */
static void an_older_kernel(const struct tree *tree, struct sandbox *sandbox, int version)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	struct sockaddr_un abstract = {.sun_family = AF_UNIX};
	const char *secret = tree_at(tree, "other/secret");
	int stranger = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int ours = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(sa_family_t); /* the kernel finds an abstract address */
	unsetenv("NOTIFY_SOCKET");
	SHALL(bind(stranger, (struct sockaddr *)&abstract, len) == 0);
	len = sizeof(abstract);
	SHALL(getsockname(stranger, (struct sockaddr *)&abstract, &len) == 0);
	int whole = open(secret, O_RDWR | O_CLOEXEC);
	allow_as_a_server_does(tree, sandbox);
	SHALL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	int got = sandbox_landlock(sandbox, version);
	need(got);
	if (got < version)
		_exit(CANNOT);
	SHALL(got == version);

	SHALL(open_in(tree, "site/post.md", O_RDONLY) >= 0);
	SHALL(open_in(tree, "state/new", O_WRONLY | O_CREAT) >= 0);
	FAILS(open(secret, O_RDONLY), EACCES);
	FAILS(open_in(tree, "site/new", O_WRONLY | O_CREAT), EACCES);
	FAILS(open_in(tree, "site/post.md", O_WRONLY), EACCES);
	SHALL(truncate(secret, 1) == (version >= 3 ? -1 : 0));
	SHALL(bind(tcp, (struct sockaddr *)&address, sizeof(address)) ==
		(version >= 4 ? -1 : 0));
	SHALL(kill(getppid(), 0) == (version >= 6 ? -1 : 0));
	SHALL(sendto(ours, "!", 1, 0, (struct sockaddr *)&abstract, len) ==
		(version >= 6 ? -1 : 1));
	SHALL(whole >= 0 && write(whole, "!", 1) == 1); /* it was open before */
}

#define VERSION(n)                                                                       \
	static void version_##n(const struct tree *tree, struct sandbox *sandbox)        \
	{                                                                                \
		an_older_kernel(tree, sandbox, n);                                       \
	}                                                                                \
	static void version_##n##_of_landlock_is_used_to_the_full(void **state)          \
	{                                                                                \
		(void)state;                                                             \
		in_a_child(version_##n);                                                 \
	}

VERSION(1)
VERSION(2)
VERSION(3)
VERSION(4)
VERSION(5)
VERSION(6)
VERSION(7)

/* In the sandbox nobody can make another: so it is where a container permits none. */
static void enter_again(const struct tree *tree, struct sandbox *sandbox)
{
	struct sandbox second;
	sandbox_enter(sandbox);
	need(sandbox->seccomp);
	sandbox_init(&second);
	allow_as_a_server_does(tree, &second);
	sandbox_enter(&second);
	SHALL(second.landlock < 0);
	SHALL(second.seccomp < 0);
}

static void where_it_is_not_permitted_that_is_all(void **state)
{
	(void)state;
	in_a_child(enter_again);
}

/* --- what is said ------------------------------------------------------------------------------ */

static void the_layers_and_the_reasons_are_said(void **state)
{
	static const struct {
		int landlock, seccomp;
		const char *text;
	} rows[] = {
		{4, 74, "Landlock (ABI 4), seccomp (74 system calls)"},
		{-ENOSYS, 74,
			"no Landlock (the kernel does not support it), seccomp (74 "
			"system calls)"},
		{-EOPNOTSUPP, 74,
			"no Landlock (disabled in the kernel (lsm= on its command "
			"line)), seccomp (74 system calls)"},
		{7, -EPERM,
			"Landlock (ABI 7), no seccomp (the service manager or the "
			"container forbids it)"},
		{-ENOMEM, -ENOMEM,
			"no Landlock (Cannot allocate memory), no seccomp (Cannot "
			"allocate memory)"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sandbox sandbox = {
			.landlock = rows[i].landlock, .seccomp = rows[i].seccomp};
		struct buf text;
		buf_init(&text, BUF_UNLIMITED);
		sandbox_describe(&text, &sandbox);
		buf_putc(&text, '\0');
		assert_string_equal(text.ptr, rows[i].text);
		buf_fini(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_is_read_and_nothing_else),
		cmocka_unit_test(the_state_is_written_and_nothing_else),
		cmocka_unit_test(uploads_are_kept_from_within),
		cmocka_unit_test(what_may_be_removed_is_not_read),
		cmocka_unit_test(what_a_deploy_swaps_is_seen),
		cmocka_unit_test(a_blog_at_home_shows_nothing_of_the_home),
		cmocka_unit_test(a_folder_around_a_site_is_shown_where_that_is_harmless),
		cmocka_unit_test(a_folder_below_the_root_is_somebodys_or_the_systems),
		cmocka_unit_test(what_is_hidden_is_known),
		cmocka_unit_test(what_a_reload_lacks_is_said),
		cmocka_unit_test(calls_that_serve_nobody_fail_and_end_nothing),
		cmocka_unit_test(threads_start_and_are_inside_too),
		cmocka_unit_test(the_service_manager_still_hears_us),
		cmocka_unit_test(readers_are_accepted_and_nobody_is_called),
		cmocka_unit_test(version_1_of_landlock_is_used_to_the_full),
		cmocka_unit_test(version_2_of_landlock_is_used_to_the_full),
		cmocka_unit_test(version_3_of_landlock_is_used_to_the_full),
		cmocka_unit_test(version_4_of_landlock_is_used_to_the_full),
		cmocka_unit_test(version_5_of_landlock_is_used_to_the_full),
		cmocka_unit_test(version_6_of_landlock_is_used_to_the_full),
		cmocka_unit_test(version_7_of_landlock_is_used_to_the_full),
		cmocka_unit_test(where_it_is_not_permitted_that_is_all),
		cmocka_unit_test(the_layers_and_the_reasons_are_said),
	};

	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
