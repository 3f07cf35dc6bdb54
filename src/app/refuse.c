/* SPDX-License-Identifier: MIT */
#include "app/refuse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "source/generator.h"

#define UID_OF_PEOPLE                                                                    \
	1000 /* below it are the system's, whose homes are where their data is */

/* By device and inode: whatever the path, links and mounts on the way. */
static bool is_folder(const struct stat *st, const char *path)
{
	struct stat other;

	return stat(path, &other) == 0 && S_ISDIR(other.st_mode) &&
	       other.st_dev == st->st_dev && other.st_ino == st->st_ino;
}

static bool has(const char *folder, const char *name)
{
	auto_close int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && faccessat(fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Right below a folder of homes, or with what only homes have. */
static bool is_a_home(const char *real)
{
	static const char *const homes[] = {"/home", "/Users", "/export/home"};
	struct stat above;
	auto_arena struct arena arena = {0};
	struct slice path = slice_str(real);
	bool found = has(real, ".ssh") || has(real, ".bash_history") ||
		     (has(real, ".bashrc") && has(real, ".profile"));

	path.len = (size_t)(slice_rfind_char(path, '/') + 1);
	if (stat(arena_cstr(&arena, path), &above) == 0) {
		for (size_t i = 0; i < sizeof(homes) / sizeof(*homes); i++)
			found |= path.len > 1 && is_folder(&above, homes[i]);
	}
	return found;
}

/* Is @home the folder of @st, or below it? */
static bool holds_home(const struct stat *st, const char *home, bool *is_home)
{
	auto_free char *real = home && *home == '/' ? realpath(home, NULL) : NULL;
	bool found = false;

	*is_home = false;
	if (!real)
		return false;
	for (size_t len = strlen(real); len > 1 && !found;) {
		real[len] = '\0';
		found = is_folder(st, real);
		*is_home = found && is_folder(st, home);
		while (len && real[--len] != '/')
			;
	}
	return found;
}

const char *refuse_folder(const char *folder, const char *home)
{
	static const struct {
		const char *path, *what;
	} rows[] = {
		{"/", "the root of this machine"},
		{"/root", "a home folder"},
		{"/home", "the folder of all home folders"},
		{"/Users", "the folder of all home folders"},
		{"/etc", "the folder of the system's settings"},
		{"/var", "the folder of the system's data"},
		{"/usr", "the folder of the system's programs"},
		{"/boot", "the folder of the system's start"},
		{"/run", "the folder of the system's state"},
		{"/dev", "the folder of the system's devices"},
		{"/proc", "the folder of the system's processes"},
		{"/sys", "the folder of the system's devices"},
	};
	struct stat st;
	bool is_home;
	auto_free char *real = realpath(folder, NULL);
	const char *what = NULL;

	if (!real || stat(real, &st) < 0 || !S_ISDIR(st.st_mode))
		return NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows) && !what; i++) {
		if (is_folder(&st, rows[i].path))
			what = rows[i].what;
	}
	if (!what && holds_home(&st, home, &is_home))
		what = is_home ? "a home folder" : "a folder that holds home folders";
	if (!what && is_a_home(real))
		what = "a home folder";
	return what;
}

/* What may be meant: a blog right in the folder, else an example. */
static struct slice blog_in(struct arena *arena, struct slice folder, const char *what)
{
	struct slice name = slice_none;
	auto_close int fd = open(arena_cstr(arena, folder),
		O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		name = generator_below(fd, arena);
	if (!name.len && !strstr(what, "home"))
		return S("/srv/blog");
	while (slice_ends(folder, S("/")))
		folder.len--;
	return arena_printf(
		arena, "%.*s/%.*s", SARG(folder), SARG(name.len ? name : S("blog")));
}

int refuse_sites(const struct config *config, struct diag_list *diags)
{
	uid_t me = getuid();
	const char *home = me == 0 || me >= UID_OF_PEOPLE ? getenv("HOME") : NULL;
	auto_arena struct arena arena = {0};
	int error = 0;

	for (size_t i = 0; i < config->site_count; i++) {
		struct slice folder = config->sites[i].folder;
		const char *what = refuse_folder(arena_cstr(&arena, folder), home);
		if (!what)
			continue;
		struct slice instead = blog_in(&arena, folder, what);
		diag_add(diags, DIAG_ERROR, config->file, 0, 0,
			arena_printf(&arena,
				"name the folder of your posts, such as %.*s; --force "
				"serves this one",
				SARG(instead))
				.ptr,
			"%.*s is %s: everybody could read what is in it", SARG(folder),
			what);
		error = -EINVAL;
	}
	return error;
}
