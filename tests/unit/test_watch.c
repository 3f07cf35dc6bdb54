/* SPDX-License-Identifier: MIT */
#include "scan/watch.h"

#include <fcntl.h>
#include <poll.h>
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
#include "source/publish.h"

#define WAIT_MS 10000 /* far more than any event takes */

struct watched {
	struct tree tree;
	struct watch *watch;
};

static int set_up(void **state)
{
	struct watched *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	tree_init(&w->tree);
	tree_write(&w->tree, "site/a.md", "A");
	tree_write(&w->tree, "site/sub/b.md", "B");
	tree_write(&w->tree, "site/node_modules/x/y.md", "Y");
	char *root = tree_at(&w->tree, "site");
	assert_int_equal(watch_new(root, &w->watch), 0);
	free(root);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct watched *w = *state;

	watch_free(w->watch);
	tree_fini(&w->tree);
	free(w);
	return 0;
}

/* Waits until something matters; false: nothing did, for @wait_ms. */
static bool take(struct watch *watch, struct scan_hint *hint, int wait_ms)
{
	*hint = (struct scan_hint){0};
	struct pollfd poll_fd = {.fd = watch_fd(watch), .events = POLLIN};

	while (poll(&poll_fd, 1, wait_ms) > 0) {
		if (watch_take(watch, hint))
			return true;
	}
	return false;
}

static bool names(const struct scan_hint *hint, const char *folder)
{
	if (hint->all)
		return true;
	for (size_t i = 0; i < hint->folder_count; i++) {
		if (slice_eq(hint->folders[i], slice_str(folder)))
			return true;
	}
	return false;
}

static bool names_file(const struct scan_hint *hint, const char *file)
{
	for (size_t i = 0; i < hint->file_count; i++) {
		if (slice_eq(hint->files[i], slice_str(file)))
			return true;
	}
	return false;
}

static void a_saved_file_names_its_folder(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	tree_write(&w->tree, "site/sub/b.md", "B, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_false(hint.all);
	assert_int_equal(hint.folder_count, 1);
	assert_true(names(&hint, "sub"));
	assert_int_equal(hint.file_count, 1);
	assert_true(slice_eq(hint.files[0], S("sub/b.md")));
	assert_false(take(w->watch, &hint, 0));
}

/* What was not readable is now: nothing was written. */
static void a_file_whose_rights_change_is_named(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	char *file = tree_at(&w->tree, "site/sub/b.md");
	char *folder = tree_at(&w->tree, "site/sub");

	assert_int_equal(chmod(file, 0600), 0);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_false(hint.all);
	assert_int_equal(hint.file_count, 1);
	assert_true(slice_eq(hint.files[0], S("sub/b.md")));
	assert_int_equal(chmod(folder, 0700), 0);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "sub"));
	free(folder);
	free(file);
}

static void a_moved_and_a_deleted_file_name_their_folders(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	tree_rename(&w->tree, "site/a.md", "site/sub/a.md");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, ""));
	assert_true(names(&hint, "sub"));
	tree_remove(&w->tree, "site/sub/a.md");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "sub"));
}

static void a_file_is_seen_when_it_is_whole(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	char *path = tree_at(&w->tree, "site/new.md");
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	free(path);
	/* It is there, and empty: nothing to show yet. */
	assert_false(take(w->watch, &hint, 0));
	fputs("# New\n", file);
	fclose(file);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, ""));
}

static void a_link_is_whole_at_once(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	tree_link(&w->tree, "a.md", "site/c.md");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, ""));
}

/* As programs make a file that is never seen half there: the finished file gets its name, and loses the one it had. */
static void link_and_unlink(const char *old, const char *new)
{
	assert_int_equal(link(old, new), 0);
	assert_int_equal(unlink(old), 0);
}

static void a_file_that_is_linked_is_whole_though_it_has_one_name(void **state)
{
	static const struct {
		const char *path;
		bool is_old;
		const char *why;
	} rows[] = {
		{"site/.a.tmp", false, "its other name was in the folder"},
		{"site/sub/a.tmp", false, "in another folder of the site"},
		{"outside.md", true, "elsewhere, and the file was not written just now"},
	};
	const struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	struct watched *w = *state;
	struct scan_hint hint;
	char *new = tree_at(&w->tree, "site/new.md");

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *old = tree_at(&w->tree, rows[i].path);
		tree_write(&w->tree, rows[i].path, "# New\n");
		if (rows[i].is_old)
			assert_int_equal(utimensat(AT_FDCWD, old, long_ago, 0), 0);
		while (watch_take(w->watch, &hint)) {
		}
		link_and_unlink(old, new);
		if (!take(w->watch, &hint, WAIT_MS) || !names_file(&hint, "new.md"))
			fail_msg("%s", rows[i].why);
		tree_remove(&w->tree, "site/new.md");
		assert_true(take(w->watch, &hint, WAIT_MS));
		free(old);
	}
	free(new);
}

static void a_file_without_a_name_is_whole_when_it_gets_one(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	char *folder = tree_at(&w->tree, "site");
	char *new = tree_at(&w->tree, "site/new.md");
	char own[64];
	int fd = open(folder, O_TMPFILE | O_WRONLY, 0644);

	free(folder);
	if (fd < 0) {
		free(new);
		skip(); /* a file system without such files */
		return;
	}
	assert_int_equal(write(fd, "# New\n", 6), 6);
	snprintf(own, sizeof(own), "/proc/self/fd/%d", fd);
	assert_int_equal(linkat(AT_FDCWD, own, AT_FDCWD, new, AT_SYMLINK_FOLLOW), 0);
	close(fd);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names_file(&hint, "new.md"));
	free(new);
}

/* Others come and go meanwhile: it waits for its own end. */
static void an_empty_file_waits_while_others_are_deleted(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	char *path = tree_at(&w->tree, "site/new.md");
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	free(path);
	tree_write(&w->tree, "site/.x.swp", "x");
	tree_remove(&w->tree, "site/.x.swp");
	assert_false(take(w->watch, &hint, 0));
	tree_remove(&w->tree, "site/a.md");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_int_equal(hint.file_count, 1);
	assert_true(slice_eq(hint.files[0], S("a.md")));
	fclose(file);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(slice_eq(hint.files[0], S("new.md")));
}

/* As `cp -a` and `tar` of another user leave it until they are done. As root, who may read all, the test becomes
 * nobody meanwhile. */
static void a_folder_that_may_be_read_later_is_watched_from_then_on(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	char *album = tree_at(&w->tree, "site/album");
	const bool is_root = geteuid() == 0;

	tree_write(&w->tree, "outside/album/deep/x.md", "X");
	char *outside = tree_at(&w->tree, "outside/album");
	assert_int_equal(chmod(outside, 0), 0);
	assert_int_equal(chmod(w->tree.path, 0711), 0);
	free(outside);
	tree_rename(&w->tree, "outside/album", "site/album");
	assert_int_equal(is_root ? seteuid(65534) : 0, 0);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_int_equal(is_root ? seteuid(0) : 0, 0);
	assert_int_equal(chmod(album, 0755), 0);
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "album"));
	assert_true(names(&hint, "album/deep"));
	tree_write(&w->tree, "site/album/deep/x.md", "X, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names_file(&hint, "album/deep/x.md"));
	free(album);
}

static void what_a_link_that_was_there_leads_to_may_be_any_file(void **state)
{
	struct watched *w = *state;
	struct watch *anew;
	struct scan_hint hint;
	char *root = tree_at(&w->tree, "site");

	tree_link(&w->tree, "../a.md", "site/sub/c.md");
	assert_int_equal(watch_new(root, &anew), 0);
	free(root);
	tree_write(&w->tree, "site/a.md", "A, again");
	assert_true(take(anew, &hint, WAIT_MS));
	assert_true(hint.all);
	watch_free(anew);
}

static void what_editors_make_for_a_moment_does_not_matter(void **state)
{
	static const char *const paths[] = {"site/.a.md.swp", "site/4913", "site/a.md~",
		"site/#a.md#", "site/sub/x.tmp", "site/.hidden",
		"site/node_modules/x/z.md"};
	struct watched *w = *state;
	struct scan_hint hint;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		tree_write(&w->tree, paths[i], "x");
		tree_remove(&w->tree, paths[i]);
	}
	assert_false(take(w->watch, &hint, 0));
	/* An editor that writes beside and renames: the name that stays is seen. */
	tree_write(&w->tree, "site/sub/b.md.tmp", "B, again");
	tree_rename(&w->tree, "site/sub/b.md.tmp", "site/sub/b.md");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "sub"));
}

static void new_folders_are_watched_with_all_that_is_in_them(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	tree_write(&w->tree, "outside/deep/er/x.md", "X");
	tree_rename(&w->tree, "outside/deep", "site/deep");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, ""));
	assert_true(names(&hint, "deep"));
	assert_true(names(&hint, "deep/er"));
	assert_null(hint.files);
	tree_write(&w->tree, "site/deep/er/x.md", "X, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "deep/er"));
	/* Moved within: the same watch under another name. */
	tree_rename(&w->tree, "site/deep", "site/sub/deep");
	assert_true(take(w->watch, &hint, WAIT_MS));
	tree_write(&w->tree, "site/sub/deep/er/x.md", "X, moved");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "sub/deep/er"));
	/* Moved out: watched no longer. */
	tree_rename(&w->tree, "site/sub/deep", "outside/deep");
	assert_true(take(w->watch, &hint, WAIT_MS));
	tree_write(&w->tree, "outside/deep/er/x.md", "X, outside");
	assert_false(take(w->watch, &hint, 0));
}

static void a_folder_that_moved_into_a_new_one_is_still_watched(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	/* Both before the watcher looks: what became of the folder is seen before that it went. */
	tree_folder(&w->tree, "site/new");
	tree_rename(&w->tree, "site/sub", "site/new/sub");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, "new/sub"));
	tree_write(&w->tree, "site/new/sub/b.md", "B, again");
	assert_true(take(w->watch, &hint, 0));
	assert_true(names(&hint, "new/sub"));
}

static void a_changed_configuration_is_everything(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	tree_write(&w->tree, "site/_config.yml", "title: T\n");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
	tree_write(&w->tree, "site/_includes/x.html", "x");
	assert_true(take(w->watch, &hint, WAIT_MS));
}

static void a_swapped_symlink_is_another_folder(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	watch_free(w->watch);
	w->watch = NULL;
	tree_write(&w->tree, "one/a.md", "1");
	tree_write(&w->tree, "two/a.md", "2");
	tree_link(&w->tree, "one", "current");
	char *root = tree_at(&w->tree, "current");
	assert_int_equal(watch_new(root, &w->watch), 0);
	free(root);
	tree_link(&w->tree, "two", "next");
	tree_rename(&w->tree, "next", "current");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
	assert_int_equal(watch_renew(w->watch), 0);
	/* The new folder is watched, the old one no more. */
	tree_write(&w->tree, "one/a.md", "1, again");
	assert_false(take(w->watch, &hint, 0));
	tree_write(&w->tree, "two/a.md", "2, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, ""));
}

static void a_symlink_on_the_way_is_watched_too(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	watch_free(w->watch);
	w->watch = NULL;
	tree_write(&w->tree, "r1/blog/a.md", "1");
	tree_write(&w->tree, "r2/blog/a.md", "2");
	tree_link(&w->tree, "r1", "current");
	char *root = tree_at(&w->tree, "current/blog");
	assert_int_equal(watch_new(root, &w->watch), 0);
	free(root);
	tree_link(&w->tree, "r2", "next");
	tree_rename(&w->tree, "next", "current");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
	tree_write(&w->tree, "r2/blog/a.md", "2, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
}

static void a_folder_that_went_and_came_back_is_seen(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint = {0};

	tree_remove(&w->tree, "site");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
	tree_write(&w->tree, "site/a.md", "A, back");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
	tree_write(&w->tree, "site/a.md", "A, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(names(&hint, ""));
}

static void many_changed_folders_are_everything(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;

	/* 256 folders are named, one more is not. */
	for (int i = 0; i < 257; i++) {
		char name[40];
		snprintf(name, sizeof(name), "site/f%d/x.md", i);
		tree_write(&w->tree, name, "x");
	}
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
}

/* More events than the system keeps: what is lost is not missed. */
static void a_queue_that_ran_over_is_everything(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	unsigned long long max = 0;
	char line[32] = "";
	FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	assert_true(slice_to_uint(slice_trim(slice_str(line)), &max));
	if (max > 200000)
		skip(); /* too many to fill it in a test */
	/* A move is two events; none is like the one before, so that they are not made one. */
	for (unsigned long long i = 0; i <= max / 2; i++)
		tree_rename(&w->tree, i % 2 ? "site/sub/c.md" : "site/sub/b.md",
			i % 2 ? "site/sub/b.md" : "site/sub/c.md");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_true(hint.all);
	assert_null(hint.files);

	/* And it goes on as before. */
	while (watch_take(w->watch, &hint)) {
	}
	tree_write(&w->tree, "site/a.md", "A, again");
	assert_true(take(w->watch, &hint, WAIT_MS));
	assert_false(hint.all);
	assert_true(names(&hint, ""));
}

static void a_system_without_watches_is_asked_for_everything(void **state)
{
	struct watched *w = *state;
	struct scan_hint hint;
	struct watch *watch;
	char *root = tree_at(&w->tree, "site");

	/* "site", "site/sub" and the folder that holds "site": three are enough. */
	assert_int_equal(watch_new_limited(root, 3, &watch), 0);
	assert_false(watch_is_blind(watch));
	assert_false(watch_take(watch, &hint));
	/* A folder more, and it is blind until it is looked at again with fewer. */
	tree_write(&w->tree, "site/more/c.md", "C");
	assert_true(take(watch, &hint, WAIT_MS));
	assert_true(hint.all);
	assert_true(watch_is_blind(watch));
	assert_true(watch_take(watch, &hint));
	assert_true(hint.all);
	tree_remove(&w->tree, "site/more/c.md");
	tree_remove(&w->tree, "site/more");
	assert_int_equal(watch_renew(watch), 0);
	assert_false(watch_is_blind(watch));
	watch_free(watch);

	/* From the start. */
	assert_int_equal(watch_new_limited(root, 1, &watch), 0);
	assert_true(watch_is_blind(watch));
	assert_true(watch_take(watch, &hint));
	assert_true(hint.all);
	watch_free(watch);
	free(root);
}

static void temporary_names_are_told_from_others(void **state)
{
	static const struct {
		const char *name;
		bool temporary;
		const char *why;
	} rows[] = {
		{"4913", true, "vim"},
		{".x.swp", true, "vim"},
		{"x~", true, "backup"},
		{"#x#", true, "emacs"},
		{".#x", true, "emacs"},
		{"x.tmp", true, "a copy"},
		{"x.part", true, "a download"},
		{".x.AbCdEf", true, "rsync"},
		{".goutputstream-ABC", true, "GLib"},
		{".splashdown-0011", true, "our own"},
		{"x.md", false, "a post"},
		{"49130", false, "a number"},
		{"#x", false, "one sign only"},
		{".htaccess", false, "not ours to say"},
		{".x.AbCdE", false, "five letters"},
		{"x.AbCdEf", false, "no dot in front"},
		{"", false, "nothing"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (publish_is_temporary(slice_str(rows[i].name)) != rows[i].temporary)
			fail_msg("%s: %s", rows[i].name, rows[i].why);
	}
}

static void a_folder_that_is_not_there_cannot_be_watched(void **state)
{
	struct watch *watch = NULL;
	(void)state;

	assert_int_not_equal(watch_new("/nowhere/at/all", &watch), 0);
	assert_null(watch);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(a_saved_file_names_its_folder),
		WITH_FOLDER(a_file_whose_rights_change_is_named),
		WITH_FOLDER(a_moved_and_a_deleted_file_name_their_folders),
		WITH_FOLDER(a_file_is_seen_when_it_is_whole),
		WITH_FOLDER(a_link_is_whole_at_once),
		WITH_FOLDER(a_file_that_is_linked_is_whole_though_it_has_one_name),
		WITH_FOLDER(a_file_without_a_name_is_whole_when_it_gets_one),
		WITH_FOLDER(an_empty_file_waits_while_others_are_deleted),
		WITH_FOLDER(a_folder_that_may_be_read_later_is_watched_from_then_on),
		WITH_FOLDER(what_a_link_that_was_there_leads_to_may_be_any_file),
		WITH_FOLDER(what_editors_make_for_a_moment_does_not_matter),
		WITH_FOLDER(new_folders_are_watched_with_all_that_is_in_them),
		WITH_FOLDER(a_folder_that_moved_into_a_new_one_is_still_watched),
		WITH_FOLDER(a_changed_configuration_is_everything),
		WITH_FOLDER(a_swapped_symlink_is_another_folder),
		WITH_FOLDER(a_symlink_on_the_way_is_watched_too),
		WITH_FOLDER(a_folder_that_went_and_came_back_is_seen),
		WITH_FOLDER(many_changed_folders_are_everything),
		WITH_FOLDER(a_queue_that_ran_over_is_everything),
		WITH_FOLDER(a_system_without_watches_is_asked_for_everything),
		cmocka_unit_test(temporary_names_are_told_from_others),
		cmocka_unit_test(a_folder_that_is_not_there_cannot_be_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
