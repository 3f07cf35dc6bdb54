/* SPDX-License-Identifier: MIT */
/* Files that are left out, and those that are being written. */
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
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "text/convert.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void what_is_no_readable_file_of_the_folder_is_left_out(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "good.md", "# Good\n");
	tree_write(&tree, "real/x.md", "# X\n");
	tree_link(&tree, "real", "alias");
	tree_link(&tree, "../real", "real/loop");
	tree_link(&tree, "..", "real/up");
	tree_link(&tree, "/etc", "etc");
	tree_link(&tree, "/etc/passwd", "passwd.md");
	tree_link(&tree, "nowhere", "dangling.md");
	tree_link(&tree, "itself.md", "itself.md");
	tree_link(&tree, "good.md", "linked.md");
	char *good = tree_at(&tree, "good.md");
	tree_link(&tree, good, "whole.md");
	free(good);
	char *fifo = tree_at(&tree, "fifo.md");
	assert_int_equal(mkfifo(fifo, 0644), 0);
	free(fifo);
	char *closed = tree_at(&tree, "closed.md");
	tree_write(&tree, "closed.md", "# Closed\n");
	assert_int_equal(chmod(closed, 0), 0);
	free(closed);
	tree_write(&tree, "broken.md", "---\ntitle: [\nfoo: bar: baz\n---\n# Broken\n");
	tree_write(&tree, "bad\xFFname.md", "# Bad\n");
	struct site *site = site_check_scan(&tree);
	static const struct site_check_row rows[] = {
		{"/good/", "post good.md", "nothing hides it"},
		{"/real/x/", "post real/x.md", "nothing hides it"},
		{"/alias/x/", "post alias/x.md", "a symlink within the folder"},
		{"/linked/", "post linked.md", "a symlink to a file within"},
		{"/whole/", "post whole.md", "one by its whole path"},
		{"/passwd/", "none", "a symlink that leaves"},
		{"/etc/passwd", "none", "a symlink that leaves"},
		{"/dangling/", "none", "a symlink to nothing"},
		{"/itself/", "none", "a symlink to itself"},
		{"/fifo/", "none", "a FIFO"},
		{"/real/loop/x/", "none", "a loop"},
		{"/real/up/good/", "none", "a loop"},
		{"/broken/", "post broken.md", "broken front matter"},
		{"/bad-name/", "post bad\xFFname.md", "a name that is no UTF-8"},
	};
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "passwd.md", "leaves the site's folder"));
	assert_true(site_check_diag(site, "etc", "leaves the site's folder"));
	assert_true(site_check_diag(site, "dangling.md", "to nothing"));
	assert_true(site_check_diag(site, "itself.md", "itself"));
	assert_true(site_check_diag(site, "fifo.md", "neither a file"));
	assert_true(site_check_diag(site, "real/loop", "loop"));
	assert_true(site_check_diag(site, "real/up", "loop"));
	if (geteuid() != 0)
		assert_true(site_check_diag(site, "closed.md", "denied"));
	assert_true(diag_count(&site->diags, DIAG_WARNING) > 0);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_symlink_to_what_is_hidden_is_left_out(void **state)
{
	static const char *const hidden[] = {"env.txt", "key.txt", "git", "drafts",
		"draft.md", "chain.txt", "deep/settings.txt"};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "title: T\n");
	tree_write(&tree, ".env", "x");
	tree_write(&tree, "id_rsa", "x");
	tree_write(&tree, ".git/config", "x");
	tree_write(&tree, "_drafts/x.md", "---\ntitle: X\n---\n");
	tree_write(&tree, "real/x.md", "---\ntitle: X\n---\n");
	tree_write(&tree, "..data/x.md", "---\ntitle: X\n---\n");
	tree_write(&tree, ".git/annex/objects/x.png", "x");
	tree_link(&tree, ".env", "env.txt");
	tree_link(&tree, "id_rsa", "key.txt");
	tree_link(&tree, ".git", "git");
	tree_link(&tree, "_drafts", "drafts");
	tree_link(&tree, "real/../_drafts/x.md", "draft.md");
	tree_link(&tree, "env.txt", "chain.txt");
	tree_link(&tree, "../_config.yml", "deep/settings.txt");
	tree_link(&tree, "real", "alias");
	tree_link(&tree, "..data/x.md", "stored.md");
	tree_link(&tree, ".git/annex/objects/x.png", "annex.png");
	struct site *site = site_check_scan(&tree);
	static const struct site_check_row rows[] = {
		{"/env.txt", "none", "a dot file"},
		{"/key.txt", "none", "a key"},
		{"/git/config", "none", "a dot folder"},
		{"/drafts/x.html", "none", "a folder of drafts"},
		{"/draft.html", "none", "a draft"},
		{"/chain.txt", "none", "a link to a link to a dot file"},
		{"/deep/settings.txt", "none", "settings"},
		{"/alias/x", "post alias/x.md", "a folder that is no secret"},
		{"/stored", "post stored.md", "what Kubernetes mounts"},
		{"/annex.png", "file annex.png", "what git-annex keeps"},
	};
	site_check_rows(site, rows, COUNT(rows));
	for (size_t i = 0; i < COUNT(hidden); i++)
		if (!site_check_diag(site, hidden[i], "a symbolic link to a hidden"))
			fail_msg("nothing is said of %s", hidden[i]);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_file_of_100_mb_is_a_file(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "big.md", "# Big\n");
	tree_write(&tree, "hidden.md", "---\npublished: false\n---\n");
	tree_write(&tree, "limit.md", "# Limit\n");
	tree_write(&tree, "later.md", "---\npublishDate: 2999-01-01\n---\n");
	tree_write(&tree, "over.md", "---\nexpiryDate: 2001-01-01\n---\n");
	tree_write(&tree, "quiet.md", "---\nunlisted: true\n---\n");
	static const struct {
		const char *name;
		off_t size;
	} sizes[] = {{"big.md", 100 * 1024 * 1024}, {"hidden.md", 100 * 1024 * 1024},
		{"later.md", 100 * 1024 * 1024}, {"over.md", 100 * 1024 * 1024},
		{"quiet.md", 100 * 1024 * 1024}, {"limit.md", CONVERT_SOURCE_MAX_BYTES}};
	for (size_t i = 0; i < COUNT(sizes); i++) {
		char *path = tree_at(&tree, sizes[i].name);
		assert_int_equal(truncate(path, sizes[i].size), 0);
		free(path);
	}
	struct site *site = site_check_scan(&tree);
	static const struct site_check_row rows[] = {
		{"/big.md", "file big.md", "too big for a post"},
		{"/big/", "none", "too big for a post"},
		{"/hidden.md", "none", "what is not published stays so"},
		{"/later.md", "none", "a file knows no times"},
		{"/over.md", "none", "a file knows no times"},
		{"/quiet.md", "none", "a file would be listed in its folder"},
		{"/limit/", "post limit.md", "just not too big"},
	};
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "big.md", "larger than 2 MiB"));
	site_check_free(site);
	tree_fini(&tree);
}

/* Where pages must say that they are public, length alone makes no file of one that does not. */
static void a_huge_note_of_a_garden_is_not_served(void **state)
{
	static const struct tree_file files[] = {
		{"open.md", "---\ndg-publish: true\n---\nWords.\n"},
		{"big.md", "# Big\n"},
		{"plan.pdf", "a file"},
	};
	static const struct site_check_row rows[] = {
		{"/open/", "post open.md", "it says so"},
		{"/big.md", "none", "it does not"},
		{"/big/", "none", "it does not"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	char *path = tree_at(&tree, "big.md");
	assert_int_equal(truncate(path, 100 * 1024 * 1024), 0);
	free(path);
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	tree_fini(&tree);
}

/* Sets the time of @path's last change to @age_s seconds ago. */
static void set_age(const struct tree *tree, const char *path, time_t age_s)
{
	char *at = tree_at(tree, path);
	struct timespec times[2] = {
		{.tv_nsec = UTIME_OMIT}, {.tv_sec = time(NULL) - age_s}};

	assert_int_equal(utimensat(AT_FDCWD, at, times, 0), 0);
	free(at);
}

static void a_file_that_is_being_written_waits_for_the_next_scan(void **state)
{
	static const struct scan_hint may_wait = {.all = true, .may_wait = true};
	static const struct scan_hint now = {.all = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "old.md", "# Old\n");
	/* At first there is nothing else to show; it is only looked at again soon. */
	struct site *first = site_check_scan_with(&tree, NULL, &may_wait, SITE_CHECK_NOW);
	assert_true(slice_eq(site_check_post(first, "/old/")->title, S("Old")));
	assert_true(first->has_changing_files && first->may_wait);
	set_age(&tree, "old.md", 10);
	struct site *site = site_check_scan_with(&tree, first, &may_wait, SITE_CHECK_NOW);
	assert_false(site->has_changing_files);
	site_check_free(first);

	/* Now somebody writes: the one that is there stays, the other is not there yet. */
	tree_write(&tree, "old.md", "# Half of a new ti");
	tree_write(&tree, "new.md", "# Half of ano");
	struct site *during =
		site_check_scan_with(&tree, site, &may_wait, SITE_CHECK_NOW);
	assert_true(during->has_changing_files);
	assert_true(slice_eq(site_check_post(during, "/old/")->title, S("Old")));
	assert_int_equal(during->page_count, 1);
	/* Who cannot come again takes what is there. */
	struct site *once = site_check_scan_with(&tree, site, &now, SITE_CHECK_NOW);
	assert_int_equal(once->page_count, 2);
	assert_false(once->has_changing_files || once->may_wait);
	site_check_free(once);

	set_age(&tree, "old.md", 5);
	set_age(&tree, "new.md", 5);
	struct site *after =
		site_check_scan_with(&tree, during, &may_wait, SITE_CHECK_NOW);
	assert_false(after->has_changing_files);
	assert_true(
		slice_eq(site_check_post(after, "/old/")->title, S("Half of a new ti")));
	assert_int_equal(after->page_count, 2);
	/* A clock that is ahead is no writer. */
	set_age(&tree, "new.md", -1000);
	struct site *last = site_check_scan_with(&tree, after, &may_wait, SITE_CHECK_NOW);
	assert_false(last->has_changing_files);
	site_check_free(last);
	site_check_free(after);
	site_check_free(during);
	site_check_free(site);
	tree_fini(&tree);
}

struct writer {
	struct tree *tree;
	atomic_bool is_over;
};

static void *write_on(void *ctx)
{
	struct writer *writer = ctx;

	while (!atomic_load(&writer->is_over))
		tree_write(writer->tree, "p400.md", "# Half of a ti");
	return NULL;
}

/* Large folders are read in pieces, and one of them may hold such a file. */
static void a_first_scan_of_a_large_folder_knows_of_files_that_are_being_written(
	void **state)
{
	static const struct scan_hint may_wait = {.all = true, .may_wait = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	for (int i = 0; i < 600; i++) {
		char path[32];
		snprintf(path, sizeof(path), "p%03d.md", i);
		tree_write(&tree, path, "# Old\n");
		set_age(&tree, path, 10);
	}
	struct site *calm = site_check_scan_with(&tree, NULL, &may_wait, SITE_CHECK_NOW);
	assert_int_equal(calm->page_count, 600);
	assert_false(calm->has_changing_files);
	/* Somebody who goes on writing: on a busy machine one write may be long ago by the time of the look. */
	struct writer writer = {.tree = &tree};
	pthread_t thread;
	bool has_changing_files = false;
	assert_int_equal(pthread_create(&thread, NULL, write_on, &writer), 0);
	for (int i = 0; i < 200 && !has_changing_files; i++) {
		struct site *site =
			site_check_scan_with(&tree, NULL, &may_wait, SITE_CHECK_NOW);
		has_changing_files = site->has_changing_files;
		site_check_free(site);
	}
	atomic_store(&writer.is_over, true);
	pthread_join(thread, NULL);
	assert_true(has_changing_files);
	site_check_free(calm);
	tree_fini(&tree);
}

/* It was closed, or moved here whole: one scan is enough, however young it is. */
static void a_file_that_the_watcher_names_is_read_at_once(void **state)
{
	const struct slice files[] = {S("new.md"), S("old.md")}, folders[] = {S("")};
	const struct scan_hint hint = {.folders = folders,
		.folder_count = 1,
		.files = files,
		.file_count = 2,
		.may_wait = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "old.md", "# Old\n");
	struct site *first = site_check_scan(&tree);
	tree_write(&tree, "old.md", "# Newer\n");
	tree_write(&tree, "new.md", "# New\n");
	struct site *site = site_check_scan_with(&tree, first, &hint, SITE_CHECK_NOW);
	assert_false(site->has_changing_files);
	assert_true(slice_eq(site_check_post(site, "/old/")->title, S("Newer")));
	assert_true(slice_eq(site_check_post(site, "/new/")->title, S("New")));
	site_check_free(site);
	site_check_free(first);
	tree_fini(&tree);
}

/* What was left for later is still to be read after somebody else's file was. */
static void a_save_elsewhere_does_not_forget_a_file_that_was_left_for_later(void **state)
{
	static const struct scan_hint all = {.all = true, .may_wait = true};
	const struct slice files[] = {S("x/other.md")}, folders[] = {S("x")};
	const struct scan_hint elsewhere = {.folders = folders,
		.folder_count = 1,
		.files = files,
		.file_count = 1,
		.may_wait = true};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "old.md", "# Old\n");
	tree_write(&tree, "x/other.md", "# Other\n");
	struct site *first = site_check_scan(&tree);
	tree_write(&tree, "old.md", "# Newer\n");
	struct site *during = site_check_scan_with(&tree, first, &all, SITE_CHECK_NOW);
	assert_true(during->has_changing_files);
	tree_write(&tree, "x/other.md", "# Another\n");
	struct site *next =
		site_check_scan_with(&tree, during, &elsewhere, SITE_CHECK_NOW);
	assert_true(slice_eq(site_check_post(next, "/x/other/")->title, S("Another")));
	assert_true(slice_eq(site_check_post(next, "/old/")->title, S("Old")));
	assert_true(next->has_changing_files);

	set_age(&tree, "old.md", 5);
	set_age(&tree, "x/other.md", 5);
	struct site *last = site_check_scan_with(&tree, next, &all, SITE_CHECK_NOW);
	assert_false(last->has_changing_files);
	assert_true(slice_eq(site_check_post(last, "/old/")->title, S("Newer")));
	site_check_free(last);
	site_check_free(next);
	site_check_free(during);
	site_check_free(first);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_readable_file_of_the_folder_is_left_out),
		cmocka_unit_test(a_symlink_to_what_is_hidden_is_left_out),
		cmocka_unit_test(a_file_of_100_mb_is_a_file),
		cmocka_unit_test(a_huge_note_of_a_garden_is_not_served),
		cmocka_unit_test(a_file_that_is_being_written_waits_for_the_next_scan),
		cmocka_unit_test(
			a_first_scan_of_a_large_folder_knows_of_files_that_are_being_written),
		cmocka_unit_test(a_file_that_the_watcher_names_is_read_at_once),
		cmocka_unit_test(
			a_save_elsewhere_does_not_forget_a_file_that_was_left_for_later),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
