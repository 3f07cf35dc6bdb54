/* SPDX-License-Identifier: MIT */
/* For fuzz targets that read a folder: one of their own, in memory where there is a file system for it, filled anew for
 * each input. */
#ifndef FUZZ_FOLDER_H
#define FUZZ_FOLDER_H

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/slice.h"

#define FOLDER_FILES_MAX 64
#define FOLDER_MARK      "=== " /* begins the line of a file's path */

#define FOLDER_ABOVE_MAX 64

static char
	folder_above[FOLDER_ABOVE_MAX]; /* holds the folder; empty: there is none yet */
static char folder_path[FOLDER_ABOVE_MAX + 8]; /* of the site */

static int folder_remove_entry(
	const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type;
	return at->level ? remove(path) : 0;
}

static void folder_empty(const char *path)
{
	nftw(path, folder_remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void folder_end(void)
{
	folder_empty(folder_above);
	rmdir(folder_above);
}

static const char *folder(void)
{
	if (*folder_above)
		return folder_path;
	snprintf(folder_above, sizeof(folder_above), "%s/splashdown-fuzz-XXXXXX",
		access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!mkdtemp(folder_above))
		abort();
	snprintf(folder_path, sizeof(folder_path), "%s/site", folder_above);
	if (mkdir(folder_path, 0700))
		abort();
	atexit(folder_end);
	return folder_path;
}

/* By what generators are known: a file, and one beside it or NULL. */
static const struct {
	const char *file, *beside;
} folder_marks[] = {{"index.md", NULL}, {"_config.yml", NULL}, {"hugo.toml", NULL},
	{"zola.toml", "content/a.md"}, {".eleventy.js", NULL},
	{"_config.yml", "source/_posts/a.md"}, {"astro.config.mjs", NULL},
	{"mkdocs.yml", NULL}, {"pelicanconf.py", NULL}, {"gatsby-config.js", NULL},
	{"docusaurus.config.js", NULL}, {"quartz.config.ts", NULL},
	{".obsidian/plugins/digitalgarden/data.json", NULL}, {".obsidian/app.json", NULL},
	{"config/_default/hugo.yaml", NULL}, {"bridgetown.config.yml", "src/_posts/a.md"},
	{"package.json", NULL}, {"_data/site.yml", "_posts/2024-01-01-a.md"}};

#define FOLDER_MARKS (sizeof(folder_marks) / sizeof(*folder_marks))

/* Is it below the folder, as a program that fills folders would have it? */
static bool folder_takes(struct slice path)
{
	struct slice part;

	if (!path.len || path.len > 200 || slice_find_char(path, '\0') >= 0)
		return false;
	while (slice_split(&path, '/', &part)) {
		if (!part.len || slice_eq(part, S(".")) || slice_eq(part, S("..")))
			return false;
	}
	return true;
}

/* Writes a file; "PATH -> TARGET" is a symbolic link. What cannot be there is left out. */
static void folder_put(struct slice path, struct slice text)
{
	char at[320], target[320];
	ptrdiff_t arrow = slice_find(path, S(" -> "));
	struct slice to = slice_none;

	if (arrow >= 0) {
		to = slice_from(path, (size_t)arrow + 4);
		path = slice_head(path, (size_t)arrow);
	}
	if (!folder_takes(path) || to.len > 200 || slice_find_char(to, '\0') >= 0)
		return;
	snprintf(at, sizeof(at), "%s/%.*s", folder(), SARG(path));
	for (char *slash = at + strlen(folder_path) + 1; (slash = strchr(slash, '/'));
		slash++) {
		*slash = '\0';
		mkdir(at, 0700);
		*slash = '/';
	}
	if (arrow >= 0) {
		snprintf(target, sizeof(target), "%.*s", SARG(to));
		(void)!symlink(target, at);
		return;
	}
	int fd = open(at, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	(void)!write(fd, text.ptr, text.len);
	close(fd);
}

/* The files of @archive, each below a line "=== PATH"; what stands before the first one is the file that marks the
 * generator @mark. */
__attribute__((unused)) static void folder_fill(size_t mark, struct slice archive)
{
	const char *first = folder_marks[mark].file, *beside = folder_marks[mark].beside;
	struct slice path = slice_str(first), line, rest = archive;
	const char *begin = archive.ptr;
	unsigned count = 0;

	folder_empty(folder());
	if (beside)
		folder_put(slice_str(beside), S("---\ntitle: A\n---\nText.\n"));
	while (count < FOLDER_FILES_MAX) {
		const char *at = rest.ptr;
		bool more = slice_next_line(&rest, &line);
		if (more && !slice_starts(line, S(FOLDER_MARK)))
			continue;
		size_t len = more ? (size_t)(at - begin)
				  : (size_t)(archive.ptr + archive.len - begin);
		folder_put(path, slice(begin, len));
		if (!more)
			return;
		path = slice_from(line, strlen(FOLDER_MARK));
		begin = rest.ptr;
		count++;
	}
}

#endif
