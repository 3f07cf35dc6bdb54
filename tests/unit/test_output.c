/* SPDX-License-Identifier: MIT */
#include "app/output.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"

static void assert_holds(int folder, struct slice path, struct slice expected)
{
	struct buf bytes;
	buf_init(&bytes, BUF_UNLIMITED);
	assert_int_equal(file_read_beneath(folder, path, 0, &bytes), 0);
	assert_true(slice_eq(buf_slice(&bytes), expected));
	buf_fini(&bytes);
}

static void files_are_put_with_the_folders_that_lead_there(void **state)
{
	struct tree tree;
	(void)state;
	tree_init(&tree);
	char *path = tree_at(&tree, "new/out");
	auto_close int folder = output_open(path);
	assert_true(folder >= 0);
	assert_int_equal(output_put(folder, S("a/b/c.gmi"), S("one")), 0);
	assert_int_equal(output_put(folder, S("a/b/c.gmi"), S("two")), 0);
	assert_int_equal(output_put(folder, S("top.gmi"), S("")), 0);
	assert_holds(folder, S("a/b/c.gmi"), S("two"));
	assert_holds(folder, S("top.gmi"), S(""));
	auto_close int from = file_open_beneath(folder, S("a/b/c.gmi"), NULL);
	assert_int_equal(output_put_from(folder, S("copy.gmi"), from), 0);
	assert_holds(folder, S("copy.gmi"), S("two"));
	free(path);
	tree_fini(&tree);
}

static void nothing_is_put_outside(void **state)
{
	static const struct {
		struct slice path;
		int error;
		const char *why;
	} rows[] = {
		{S("../x"), -EINVAL, "a climb"},
		{S("a/../../x"), -EINVAL, "a climb further down"},
		{S("/x"), -EINVAL, "from the root"},
		{S("a//x"), -EINVAL, "an empty name"},
		{S("./x"), -EINVAL, "no name"},
		{S(""), -EINVAL, "nothing"},
		{S("a/"), -EINVAL, "a folder"},
		{S(".."), -EINVAL, "the folder above"},
		{S("a\0b"), -EINVAL, "a NUL"},
		{S("link/x"), -ENOTDIR, "a symlink on the way"},
	};
	struct tree tree;
	(void)state;
	tree_init(&tree);
	tree_folder(&tree, "away");
	tree_folder(&tree, "out");
	tree_link(&tree, "../away", "out/link");
	char *path = tree_at(&tree, "out"), *away = tree_at(&tree, "away/x"),
	     *above = tree_at(&tree, "x");
	auto_close int folder = output_open(path);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int error = output_put(folder, rows[i].path, S("bad"));
		if (error != rows[i].error)
			fail_msg("%s: %d", rows[i].why, error);
	}
	assert_int_equal(access(away, F_OK), -1);
	assert_int_equal(access(above, F_OK), -1);
	/* A symlink in a file's place is replaced, not written through. */
	tree_write(&tree, "away/file", "kept");
	tree_link(&tree, "../away/file", "out/file");
	assert_int_equal(output_put(folder, S("file"), S("new")), 0);
	auto_close int root = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_holds(root, S("away/file"), S("kept"));
	assert_holds(root, S("out/file"), S("new"));
	free(path);
	free(away);
	free(above);
	tree_fini(&tree);
}

static void folders_in_one_another_are_known(void **state)
{
	static const struct {
		const char *path;
		bool inside;
	} rows[] = {{"blog", true}, {"blog/out", true}, {"blog/not/there/yet", true},
		{"blogs", false}, {"out", false}, {"link/out", true}, {"", false},
		/* Folders that will be made on the way. */
		{"no/../blog/out", true}, {"no/er/../.././blog", true},
		{"no//..//link/not/yet", true}, {"blog/no/../../out", false},
		{"blog/no/..", true}, {"no/../blogs/no/../../blog/out", true},
		{"no/..", false}};
	struct tree tree;
	(void)state;
	tree_init(&tree);
	tree_folder(&tree, "blog");
	tree_folder(&tree, "blogs");
	tree_link(&tree, "blog", "link");
	char *blog = tree_at(&tree, "blog");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *path = tree_at(&tree, rows[i].path);
		if (output_is_inside(path, blog) != rows[i].inside)
			fail_msg("%s", rows[i].path);
		free(path);
	}
	free(blog);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_put_with_the_folders_that_lead_there),
		cmocka_unit_test(nothing_is_put_outside),
		cmocka_unit_test(folders_in_one_another_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
