/* SPDX-License-Identifier: MIT */
/* Opening step by step tells what the kernel's own call tells, path by path. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *path, *why;
	int error; /* 0: it is "inside" */
} rows[] = {
	{"file", "a file", 0},
	{"./file", "a step that leads nowhere", 0},
	{"a//b///deep", "separators that say nothing", 0},
	{"a/../file", "up and down inside", 0},
	{"a/b/../../file", "up twice", 0},
	{"in", "a symlink inside", 0},
	{"a/in", "a symlink that goes up and stays", 0},
	{"folder-link/deep", "a folder's symlink on the way", 0},
	{"chain", "a symlink to a symlink", 0},
	{"a/b/up-and-in", "a symlink with a path of its own", 0},
	{"whole", "a symlink from the root that stays inside", 0},
	{"a/whole-folder/deep", "a folder's", 0},
	{"whole-chain", "by way of another", 0},
	{"whole-up/file", "one to the folder itself", 0},
	{"", "nothing", -ENOENT},
	{"none", "not there", -ENOENT},
	{"none/file", "nor on the way", -ENOENT},
	{"broken", "a symlink to nothing", -ENOENT},
	{"..", "out at once", -EXDEV},
	{"../x", "out on the way", -EXDEV},
	{"a/../..", "out by going up too often", -EXDEV},
	{"a/../../file", "out, whatever comes then", -EXDEV},
	{"/file", "from the root", -EXDEV},
	{"out", "a symlink out", -EXDEV},
	{"absolute", "a symlink from the root", -EXDEV},
	{"whole-out", "one that begins inside and goes up", -EXDEV},
	{"whole-beside", "one to a name that only begins alike", -EXDEV},
	{"out-folder/passwd", "a folder's symlink out", -EXDEV},
	{"proc", "a symlink into /proc", -EXDEV},
	{"loop", "a symlink to itself", -ELOOP},
	{"loop/file", "the same on the way", -ELOOP},
	{"one", "two symlinks to each other", -ELOOP},
	{"file/", "a file is no folder", -ENOTDIR},
	{"file/x", "nor on the way", -ENOTDIR},
	{"in/x", "nor by a symlink", -ENOTDIR},
};

static void expect(int folder, const char *path, const char *why, int want, int flags)
{
	struct stat st, wanted;
	int (*const ways[])(int, const char *, int) = {
		file_beneath, file_beneath_by_steps};

	assert_int_equal(fstatat(folder, "file", &wanted, 0), 0);
	for (size_t i = 0; i < COUNT(ways); i++) {
		auto_close int fd = ways[i](folder, path, flags);

		if ((fd < 0 ? fd : 0) != want)
			fail_msg("\"%s\" (%s), way %zu: %d", path, why, i, fd);
		if (fd < 0)
			continue;
		assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
		assert_int_equal(fstat(fd, &st), 0);
		/* Every good path leads to a link of one file. */
		if (st.st_ino != wanted.st_ino)
			fail_msg("\"%s\" (%s), way %zu: another file", path, why, i);
	}
}

/* Where @path leads has no symlink left in it. */
static void expect_real(int folder, const char *path, const char *why, int want)
{
	struct stat st, wanted;
	struct buf real;

	buf_init(&real, BUF_UNLIMITED);
	int error = file_real_beneath(folder, slice_str(path), &real);
	if (want == -EXDEV || want == -ELOOP || want == 0) {
		if (error != want)
			fail_msg("\"%s\" (%s), really: %d", path, why, error);
	}
	if (!error)
		assert_int_equal(slice_find(buf_slice(&real), S("..")), -1);
	buf_putc(&real, '\0');
	if (want == 0) {
		assert_int_equal(fstatat(folder, "file", &wanted, 0), 0);
		if (fstatat(folder, real.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
			st.st_ino != wanted.st_ino)
			fail_msg("\"%s\" (%s) is really %s", path, why, real.ptr);
	}
	buf_fini(&real);
}

/* A symlink with the absolute path of @path in the tree. */
static void link_whole(const struct tree *tree, const char *path, const char *name)
{
	char target[4096];

	snprintf(target, sizeof(target), "%s%s", tree->path, path);
	tree_link(tree, target, name);
}

static void both_ways_lead_to_the_same(void **state)
{
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "file", "inside");
	tree_folder(&tree, "a/b");
	auto_close int folder = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(linkat(folder, "file", folder, "a/b/deep", 0), 0);
	tree_link(&tree, "a/../file", "in");
	tree_link(&tree, "../file", "a/in");
	tree_link(&tree, "a/b", "folder-link");
	tree_link(&tree, "in", "chain");
	tree_link(&tree, "../../a/./in", "a/b/up-and-in");
	tree_link(&tree, "none", "broken");
	tree_link(&tree, "../../../etc/passwd", "out");
	tree_link(&tree, "/etc/passwd", "absolute");
	link_whole(&tree, "/file", "whole");
	link_whole(&tree, "/a/b", "a/whole-folder");
	link_whole(&tree, "/a/in", "whole-chain");
	link_whole(&tree, "", "whole-up");
	link_whole(&tree, "/../../etc/passwd", "whole-out");
	link_whole(&tree, "-beside/file", "whole-beside");
	tree_link(&tree, "../../../etc", "out-folder");
	tree_link(&tree, "/proc/self/fd/0", "proc");
	tree_link(&tree, "loop", "loop");
	tree_link(&tree, "two", "one");
	tree_link(&tree, "one", "two");
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect(folder, rows[i].path, rows[i].why, rows[i].error, O_RDONLY);
		expect(folder, rows[i].path, rows[i].why, rows[i].error, O_PATH);
		expect_real(folder, rows[i].path, rows[i].why, rows[i].error);
	}
	tree_fini(&tree);
}

/* @count symlinks, one after the other, and a file at their end. */
static void expect_chain(unsigned count, int want)
{
	struct tree tree;
	char name[16], next[16];

	tree_init(&tree);
	tree_write(&tree, "file", "inside");
	for (unsigned i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "l%u", i);
		snprintf(next, sizeof(next), "l%u", i + 1);
		tree_link(&tree, i + 1 == count ? "file" : next, name);
	}
	auto_close int folder = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	expect(folder, "l0", "a chain of symlinks", want, O_RDONLY);
	expect_real(folder, "l0", "a chain of symlinks", want);
	tree_fini(&tree);
}

static void symlinks_are_followed_so_often_and_no_more(void **state)
{
	(void)state;
	expect_chain(40, 0);
	expect_chain(41, -ELOOP);
}

static void a_path_may_be_long_but_not_too_long(void **state)
{
	struct tree tree;
	struct buf path;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "file", "inside");
	auto_close int folder = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buf_init(&path, BUF_UNLIMITED);
	for (int i = 0; i < 2045; i++)
		buf_puts(&path, "./");
	buf_puts(&path, "/file");
	assert_int_equal(path.len, 4095);
	buf_putc(&path, '\0');
	expect(folder, path.ptr, "as long as may be", 0, O_RDONLY);
	buf_clear(&path);
	for (int i = 0; i < 2046; i++)
		buf_puts(&path, "./");
	buf_puts(&path, "file");
	assert_int_equal(path.len, 4096);
	buf_putc(&path, '\0');
	expect(folder, path.ptr, "one byte more", -ENAMETOOLONG, O_RDONLY);
	buf_fini(&path);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways_lead_to_the_same),
		cmocka_unit_test(symlinks_are_followed_so_often_and_no_more),
		cmocka_unit_test(a_path_may_be_long_but_not_too_long),
	};

	return cmocka_run_group_tests_name("file_beneath", tests, NULL, NULL);
}
