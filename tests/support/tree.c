/* SPDX-License-Identifier: MIT */
#include "tree.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* A test that cannot make its folder has nothing to test. */
static void must(int good, const char *what)
{
	if (!good) {
		perror(what);
		abort();
	}
}

void tree_init(struct tree *tree)
{
	const char *base = getenv("TMPDIR");

	must(asprintf(&tree->path, "%s/splashdown-test-XXXXXX",
		     base && *base ? base : "/tmp") > 0,
		"asprintf");
	must(mkdtemp(tree->path) != NULL, tree->path);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	(void)type;
	remove(path);
	return 0;
}

void tree_fini(struct tree *tree)
{
	nftw(tree->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(tree->path);
	tree->path = NULL;
}

char *tree_at(const struct tree *tree, const char *path)
{
	char *at;

	must(asprintf(&at, "%s/%s", tree->path, path) > 0, "asprintf");
	return at;
}

static void make_way(const char *at)
{
	char *way = strdup(at);

	must(way != NULL, at);
	way[slice_rfind_char(slice_str(way), '/')] = '\0';
	must(file_make_folders(way, 0755) == 0, way);
	free(way);
}

void tree_write_bytes(
	const struct tree *tree, const char *path, const char *bytes, size_t len)
{
	char *at = tree_at(tree, path);

	make_way(at);
	int fd = open(at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	must(fd >= 0, at);
	must(write(fd, bytes, len) == (ssize_t)len, at);
	must(close(fd) == 0, at);
	free(at);
}

void tree_write(const struct tree *tree, const char *path, const char *text)
{
	tree_write_bytes(tree, path, text, strlen(text));
}

void tree_write_all(const struct tree *tree, const struct tree_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (files[i].text)
			tree_write(tree, files[i].path, files[i].text);
		else
			tree_folder(tree, files[i].path);
	}
}

void tree_folder(const struct tree *tree, const char *path)
{
	char *at = tree_at(tree, path);

	must(file_make_folders(at, 0755) == 0, at);
	free(at);
}

void tree_link(const struct tree *tree, const char *target, const char *path)
{
	char *at = tree_at(tree, path);

	make_way(at);
	must(symlink(target, at) == 0, at);
	free(at);
}

void tree_remove(const struct tree *tree, const char *path)
{
	char *at = tree_at(tree, path);

	must(nftw(at, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, at);
	free(at);
}

void tree_rename(const struct tree *tree, const char *from, const char *to)
{
	char *a = tree_at(tree, from), *b = tree_at(tree, to);

	make_way(b);
	must(rename(a, b) == 0, a);
	free(a);
	free(b);
}
