/* SPDX-License-Identifier: MIT */
#include "app/work_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"

struct bed {
	struct tree tree; /* "tree", "outside" */
	int at;
};

static void bed_init(struct bed *bed)
{
	*bed = (struct bed){0};
	tree_init(&bed->tree);
	tree_folder(&bed->tree, "tree/_posts");
	tree_folder(&bed->tree, "outside");
	char *path = tree_at(&bed->tree, "tree");
	uid_t owner;
	bed->at = work_tree_open(path, false, &owner);
	assert_true(bed->at >= 0 && owner == geteuid());
	free(path);
}

static void bed_fini(struct bed *bed)
{
	close(bed->at);
	tree_fini(&bed->tree);
}

/* The hash of @text, or none. */
static struct slice hash(const char *text, char digits[static SHA256_DIGITS])
{
	if (!text)
		return slice_none;
	sha256(slice_str(text), digits);
	return slice(digits, SHA256_DIGITS);
}

static int put_text(struct bed *bed, const char *path, const char *base, const char *text)
{
	char digits[SHA256_DIGITS];

	return work_tree_put(
		bed->at, slice_str(path), hash(base, digits), slice_str(text));
}

static int put(struct bed *bed, const char *path, const char *base)
{
	return put_text(bed, path, base, "new\n");
}

static int drop(struct bed *bed, const char *path, const char *base)
{
	char digits[SHA256_DIGITS];

	return work_tree_remove(bed->at, slice_str(path), hash(base, digits));
}

/* What @path in the bed is: its text, or NULL. */
static const char *text_of(const struct bed *bed, const char *path, struct buf *out)
{
	char *name = tree_at(&bed->tree, path);
	auto_close int fd = open(name, O_RDONLY | O_CLOEXEC);

	free(name);
	buf_clear(out);
	if (fd < 0 || file_read(fd, 0, out))
		return NULL;
	buf_putc(out, '\0');
	return out->ptr;
}

static void paths_stay_in_the_tree(void **state)
{
	static const struct {
		struct slice path;
		bool good;
	} rows[] = {
		{S("_posts/2026-11-30-boat.md"), true},
		{S("a b/\xC3\xA9t\xC3\xA9 'x' $(id).md"), true},
		{S("a..b.md"), true},
		{S(""), false},
		{S("/etc/passwd"), false},
		{S("../x.md"), false},
		{S("a/../../x.md"), false},
		{S("a//x.md"), false},
		{S("./x.md"), false},
		{S("a/"), false},
		{S(".git/hooks/post-commit.md"), false},
		{S("a/.x/y.md"), false},
		{S("a/.y.md"), false},
		{S("a\nb.md"), false},
		{S("a\0.md"), false},
		{S("a\x1b.md"), false},
		{S("\xff.md"), false},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (work_tree_may_hold(rows[i].path) != rows[i].good)
			fail_msg("%.*s", SARG(rows[i].path));
	}
}

static void only_the_file_that_was_meant_is_replaced(void **state)
{
	auto_buf struct buf out = BUF(0);
	struct bed bed;
	struct stat st;
	(void)state;

	bed_init(&bed);
	/* New ones, and their folders. */
	assert_int_equal(put(&bed, "_posts/x.md", NULL), 0);
	assert_int_equal(put(&bed, "a/b/c.md", NULL), 0);
	assert_string_equal(text_of(&bed, "tree/a/b/c.md", &out), "new\n");
	assert_int_equal(put(&bed, "a/b/c.md", NULL), -ESTALE);
	/* One that is there keeps who may read it. */
	tree_write(&bed.tree, "tree/y.md", "old\n");
	char *path = tree_at(&bed.tree, "tree/y.md");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(put(&bed, "y.md", "older\n"), -ESTALE);
	assert_string_equal(text_of(&bed, "tree/y.md", &out), "old\n");
	assert_int_equal(put(&bed, "y.md", "old\n"), 0);
	assert_string_equal(text_of(&bed, "tree/y.md", &out), "new\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	free(path);
	/* It made no folder for a file that is not there. */
	assert_int_equal(put(&bed, "gone/z.md", "old\n"), -ENOENT);
	assert_int_equal(drop(&bed, "y.md", "old\n"), -ESTALE);
	assert_int_equal(drop(&bed, "y.md", "new\n"), 0);
	assert_null(text_of(&bed, "tree/y.md", &out));
	assert_int_equal(drop(&bed, "y.md", "new\n"), -ESTALE);
	bed_fini(&bed);
}

static void no_link_is_followed(void **state)
{
	static const char *const links[][2] = {
		{"../outside", "tree/away"},
		{"../outside/x.md", "tree/x.md"},
		{"../outside/none.md", "tree/none.md"},
		{"../../outside", "tree/_posts/deep"},
		{"_posts", "tree/inside"},
	};
	static const char *const paths[] = {"away/x.md", "away/new.md", "away/sub/new.md",
		"x.md", "_posts/deep/x.md", "_posts/deep/a/b.md", "inside/x.md"};
	auto_buf struct buf out = BUF(0);
	struct work_tree_file file;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "outside/x.md", "old\n");
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		tree_link(&bed.tree, links[i][0], links[i][1]);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		if (put(&bed, paths[i], NULL) != -ELOOP ||
			put(&bed, paths[i], "old\n") != -ELOOP ||
			drop(&bed, paths[i], "old\n") != -ELOOP ||
			work_tree_look(bed.at, slice_str(paths[i]), &file, NULL) !=
				-ELOOP)
			fail_msg("%s", paths[i]);
	}
	assert_int_equal(put(&bed, "none.md", NULL), -ELOOP);
	assert_string_equal(text_of(&bed, "outside/x.md", &out), "old\n");
	assert_null(text_of(&bed, "outside/none.md", &out));
	assert_null(text_of(&bed, "outside/new.md", &out));
	/* Nor is anything opened that waits for somebody. */
	char *fifo = tree_at(&bed.tree, "tree/fifo.md");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	free(fifo);
	assert_int_equal(work_tree_look(bed.at, S("fifo.md"), &file, NULL), -EINVAL);
	assert_int_equal(put(&bed, "fifo.md", "old\n"), -EINVAL);
	tree_folder(&bed.tree, "tree/folder.md");
	assert_int_equal(put(&bed, "folder.md", NULL), -EINVAL);
	bed_fini(&bed);
}

/* A file with several names is not written through. */
static void other_names_of_a_file_keep_what_they_have(void **state)
{
	auto_buf struct buf out = BUF(0);
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "outside/x.md", "old\n");
	char *other = tree_at(&bed.tree, "outside/x.md");
	char *own = tree_at(&bed.tree, "tree/x.md");
	assert_int_equal(link(other, own), 0);
	free(other);
	free(own);
	assert_int_equal(put(&bed, "x.md", "old\n"), 0);
	assert_string_equal(text_of(&bed, "tree/x.md", &out), "new\n");
	assert_string_equal(text_of(&bed, "outside/x.md", &out), "old\n");
	bed_fini(&bed);
}

/* --- somebody else at the same time ------------------------------------------------------------------- */

struct other {
	pthread_t thread;
	atomic_bool ends;
	const struct bed *bed;
};

static void *swap(void *data)
{
	struct other *other = data;
	char *posts = tree_at(&other->bed->tree, "tree/_posts");
	char *link = tree_at(&other->bed->tree, "tree/link");

	tree_link(&other->bed->tree, "../outside", "tree/link");
	while (!atomic_load(&other->ends))
		renameat2(AT_FDCWD, posts, AT_FDCWD, link, RENAME_EXCHANGE);
	free(posts);
	free(link);
	return NULL;
}

static void a_link_that_comes_meanwhile_is_not_followed(void **state)
{
	auto_buf struct buf out = BUF(0);
	struct bed bed;
	struct other other = {.bed = &bed};
	unsigned written = 0, refused = 0;
	(void)state;

	bed_init(&bed);
	assert_int_equal(pthread_create(&other.thread, NULL, swap, &other), 0);
	/* Until both happened often, or never will. */
	for (unsigned i = 0; i < 200000 && (written < 50 || refused < 50); i++) {
		int error = put(&bed, "_posts/x.md", NULL);
		written += error == 0;
		refused += error == -ELOOP;
		if (!error)
			error = drop(&bed, "_posts/x.md", "new\n");
	}
	atomic_store(&other.ends, true);
	pthread_join(other.thread, NULL);
	assert_true(written > 0 && refused > 0);
	assert_null(text_of(&bed, "outside/x.md", &out));
	bed_fini(&bed);
}

/* An editor that saves: its text is never lost. */
static void *save(void *data)
{
	struct other *other = data;
	char *file = tree_at(&other->bed->tree, "tree/_posts/x.md");
	char *own = tree_at(&other->bed->tree, "tree/own");

	tree_write(&other->bed->tree, "tree/own", "mine\n");
	while (!atomic_load(&other->ends))
		renameat2(AT_FDCWD, own, AT_FDCWD, file, RENAME_EXCHANGE);
	free(file);
	free(own);
	return NULL;
}

static void what_is_saved_meanwhile_stays(void **state)
{
	static const char *const texts[] = {"old\n", "new\n"};
	auto_buf struct buf out = BUF(0), more = BUF(0);
	struct bed bed;
	struct other other = {.bed = &bed};
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "tree/_posts/x.md", "old\n");
	assert_int_equal(pthread_create(&other.thread, NULL, save, &other), 0);
	for (unsigned i = 0, now = 0; i < 1500; i++) {
		int error = put_text(&bed, "_posts/x.md", texts[now], texts[!now]);
		if (error && error != -ESTALE)
			fail_msg("%d", error);
		now ^= !error;
	}
	atomic_store(&other.ends, true);
	pthread_join(other.thread, NULL);
	const char *a = text_of(&bed, "tree/_posts/x.md", &out);
	const char *b = text_of(&bed, "tree/own", &more);
	assert_non_null(a);
	assert_non_null(b);
	assert_true((strcmp(a, "mine\n") == 0) != (strcmp(b, "mine\n") == 0));
	bed_fini(&bed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_stay_in_the_tree),
		cmocka_unit_test(only_the_file_that_was_meant_is_replaced),
		cmocka_unit_test(no_link_is_followed),
		cmocka_unit_test(other_names_of_a_file_keep_what_they_have),
		cmocka_unit_test(a_link_that_comes_meanwhile_is_not_followed),
		cmocka_unit_test(what_is_saved_meanwhile_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
