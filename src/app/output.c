/* SPDX-License-Identifier: MIT */
#include "app/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

int output_open(const char *path)
{
	int error = file_make_folders(path, 0777);

	if (error)
		return error;
	int fd = open(path, OPEN_FOLDER);
	return fd < 0 ? -errno : fd;
}

/* The folder @name below @above, made if need be. */
static int enter(int above, const char *name)
{
	if (mkdirat(above, name, 0777) < 0 && errno != EEXIST)
		return -errno;
	int fd = openat(above, name, OPEN_FOLDER | O_NOFOLLOW);
	return fd < 0 ? -errno : fd;
}

static bool is_name(const char *name)
{
	return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int put(int folder, struct slice path, struct slice bytes, int from)
{
	auto_close int here = dup(folder);
	auto_free char *copy =
		memory_checked(strndup(path.len ? path.ptr : "", path.len));
	char *name = copy, *slash;
	int error = here < 0 ? -errno : 0;
	if (slice_find_char(path, '\0') >= 0)
		error = -EINVAL;
	while (!error && (slash = strchr(name, '/'))) {
		*slash = '\0';
		int next = is_name(name) ? enter(here, name) : -EINVAL;
		if (next < 0) {
			error = next;
			break;
		}
		close(here);
		here = next;
		name = slash + 1;
	}
	if (!error && !is_name(name))
		error = -EINVAL;
	if (!error)
		error = from >= 0 ? file_put_from(here, name, 0644, from)
				  : file_put(here, name, 0644, bytes);
	return error;
}

int output_put(int folder, struct slice path, struct slice bytes)
{
	return put(folder, path, bytes, -1);
}

int output_put_from(int folder, struct slice path, int from)
{
	return put(folder, path, slice_none, from);
}

/* "x/../y" is "y" where x is not there yet: it will be a folder, no link. False: there is none in @rest. */
static bool cancel(char *rest)
{
	char *last = NULL;
	size_t len;

	for (char *at = rest; *at; at += len) {
		at += strspn(at, "/");
		len = strcspn(at, "/");
		bool climbs = len == 2 && strncmp(at, "..", 2) == 0;
		if (climbs && last) {
			at += len + strspn(at + len, "/");
			memmove(last, at, strlen(at) + 1);
			return true;
		}
		if (!climbs && (len > 1 || (len && *at != '.')))
			last = at;
	}
	return false;
}

/* The nearest part of @path that is there, resolved; its end in @rest. */
static char *resolve_part(const char *path, size_t *rest)
{
	auto_free char *copy = memory_checked(strdup(path));
	char *found;
	while (!(found = realpath(*copy ? copy : ".", NULL)) && *copy) {
		char *slash = strrchr(copy, '/');
		if (!slash)
			*copy = '\0';
		else if (slash == copy && copy[1])
			copy[1] = '\0';
		else
			*slash = '\0';
	}
	*rest = strlen(copy);
	return found;
}

/* What is not there yet cannot lead elsewhere, but for its "..". */
static char *resolve(const char *path)
{
	auto_free char *whole = memory_checked(strdup(path));
	size_t rest;
	char *found = resolve_part(whole, &rest);
	while (cancel(whole + rest)) {
		free(found);
		found = resolve_part(whole, &rest);
	}
	return found;
}

bool output_is_inside(const char *path, const char *folder)
{
	auto_free char *inner = resolve(path), *outer = realpath(folder, NULL);
	size_t length = outer ? strlen(outer) : 0;

	return inner && outer && strncmp(inner, outer, length) == 0 &&
	       (inner[length] == '\0' || inner[length] == '/' || length == 1);
}
