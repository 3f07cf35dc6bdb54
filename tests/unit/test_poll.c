/* SPDX-License-Identifier: MIT */
#include "scan/poll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../support/site_check.h"
#include "../support/tree.h"
#include "scan/scan.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define AGE_S        100

static void file_systems_that_tell_nothing_are_known(void **state)
{
	/* The numbers of statfs(2). */
	static const struct {
		unsigned long type;
		const char *name;
	} rows[] = {
		{0x6969, "NFS"}, {0xff534d42, "SMB"}, {0xfe534d42, "SMB"},
		{0xfffffffffe534d42, "SMB"}, /* where the field has a sign */
		{0x65735546, "FUSE"}, {0x01021997, "9p"}, {0xef53, NULL}, /* ext4 */
		{0x9123683e, NULL},                                       /* btrfs */
		{0x01021994, NULL},                                       /* tmpfs */
		{0x794c7630, NULL},                                       /* overlayfs */
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *name = poll_file_system_of(rows[i].type);
		if (!name != !rows[i].name || (name && strcmp(name, rows[i].name) != 0))
			fail_msg("%lx: %s", rows[i].type, name ? name : "none");
	}
	assert_null(poll_file_system("/nowhere/at/all"));
}

static void looks_become_rare_while_nothing_changes(void **state)
{
	static const int64_t waits[] = {5000, 10000, 20000, 40000, 60000, 60000};
	int64_t wait = 0;
	(void)state;

	for (size_t i = 0; i < COUNT(waits); i++) {
		wait = poll_next_ms(wait, false);
		assert_int_equal(wait, waits[i]);
	}
	assert_int_equal(poll_next_ms(wait, true), 5000);
}

static int set_old(const char *path, const struct stat *st, int type, struct FTW *at)
{
	const time_t then = time(NULL) - AGE_S;
	const struct timespec times[2] = {{.tv_sec = then}, {.tv_sec = then}};

	(void)st;
	(void)type;
	(void)at;
	return utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

/* Everything is as old as on a quiet day, then scanned. */
static struct site *scan_old(const struct site_config *config)
{
	struct site *site = NULL;

	assert_int_equal(nftw(config->folder, set_old, 16, 0), 0);
	assert_int_equal(scan(config, NULL, NULL, time(NULL), &site), 0);
	return site;
}

static const struct tree_file files[] = {
	{"site/_config.yml", "title: Reef\n"},
	{"site/_includes/note.html", "Note\n"},
	{"site/_posts/2024-05-01-coral.md", "Coral\n"},
	{"site/_posts/2024-05-02-sand.md", "Sand\n"},
	{"site/_redirects", "/a /b\n"},
	{"site/deep/er/pic.png", "png"},
	{"other/index.md", "Other\n"},
};

static void what_changes_is_seen(void **state)
{
	static const struct {
		const char *path, *text; /* NULL: it goes */
		const char *why;
	} rows[] = {
		{"site/_posts/2024-05-01-coral.md", "Corals\n", "another text, in place"},
		{"site/_posts/2024-05-03-moon.md", "Moon\n", "a new post"},
		{"site/_posts/2024-05-02-sand.md", NULL, "one that goes"},
		{"site/deep/er/more/x.md", "X\n", "a new folder"},
		{"site/deep/er/pic.png", "gnp", "a picture"},
		{"site/_config.yml", "title: Reefs\n", "the settings"},
		{"site/_includes/note.html", "Notes\n", "what posts include"},
		{"site/_redirects", "/a /c\n", "where addresses lead"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	char *folder = tree_at(&tree, "site");
	const struct site_config config = {.folder = folder, .source = true};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct site *site = scan_old(&config);
		if (poll_differs(&config, site, 0))
			fail_msg("before %s: nothing has changed", rows[i].why);
		if (rows[i].text)
			tree_write(&tree, rows[i].path, rows[i].text);
		else
			tree_remove(&tree, rows[i].path);
		if (!poll_differs(&config, site, 0))
			fail_msg("%s is not seen", rows[i].why);
		site_check_free(site);
	}
	/* A deploy puts another folder in its place. */
	struct site *site = scan_old(&config);
	tree_rename(&tree, "site", "away");
	assert_true(poll_differs(&config, site, 0));
	tree_rename(&tree, "other", "site");
	assert_true(poll_differs(&config, site, 0));
	site_check_free(site);
	free(folder);
	tree_fini(&tree);
}

static void a_folder_that_was_unmounted_is_known_by_its_being_empty(void **state)
{
	char other[] = "/dev/shm/splashdown-test-XXXXXX";
	struct stat here, there;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	char *folder = tree_at(&tree, "site");
	struct site_config config = {.folder = folder, .source = true};
	struct site *site = scan_old(&config);
	assert_false(poll_is_elsewhere(&config, site));
	assert_false(poll_is_unmounted(&config, site));
	/* Empty, but where it was: its author cleared it. */
	tree_rename(&tree, "site", "away");
	tree_folder(&tree, "site");
	assert_true(poll_is_elsewhere(&config, site));
	assert_false(poll_is_unmounted(&config, site));
	if (!mkdtemp(other) || stat(other, &there) || stat(folder, &here) ||
		here.st_dev == there.st_dev) {
		print_message("there is no other file system\n");
	} else {
		config.folder = other;
		assert_true(poll_is_elsewhere(&config, site));
		assert_true(poll_is_unmounted(&config, site));
		config.folder = "/dev/shm";
		assert_false(poll_is_unmounted(&config, site));
	}
	rmdir(other);
	site_check_free(site);
	free(folder);
	tree_fini(&tree);
}

/* Its time may be coarse: it is looked at once more, and then no longer. */
/* As when a file system is mounted there, of which nobody tells. */
static void another_folder_below_is_seen_at_its_path(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	const struct site_config here = {.folder = tree.path, .source = true};
	tree_write(&tree, "a/deep/one.md", "# One\n");
	tree_write(&tree, "b/two.md", "# Two\n");
	struct site *site = scan_old(&here);
	assert_false(poll_is_elsewhere(&here, site));
	/* What is done to the folder itself the kernel tells. */
	tree_write(&tree, "a/deep/three.md", "# Three\n");
	tree_remove(&tree, "b");
	assert_false(poll_is_elsewhere(&here, site));
	tree_rename(&tree, "a/deep", "was");
	tree_folder(&tree, "a/deep");
	assert_true(poll_is_elsewhere(&here, site));
	site_check_free(site);
	tree_fini(&tree);
}

static void what_changed_right_before_a_scan_is_scanned_again(void **state)
{
	struct site *site = NULL;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "a.md", "A\n");
	const struct site_config config = {.folder = tree.path, .source = true};
	const int64_t now = time(NULL);
	assert_int_equal(scan(&config, NULL, NULL, now, &site), 0);
	assert_true(poll_differs(&config, site, 0));
	site_check_free(site);
	assert_int_equal(scan(&config, NULL, NULL, now + 10, &site), 0);
	assert_false(poll_differs(&config, site, 0));
	/* The administrator's word is another. */
	struct site_config other = config;
	other.version++;
	assert_true(poll_differs(&other, site, 0));
	site_check_free(site);
	tree_fini(&tree);
}

static void of_many_files_all_are_looked_at_in_the_end(void **state)
{
	const unsigned count = 2 * POLL_FILES_MAX + 500;
	struct tree tree;
	bool seen = false;
	(void)state;

	tree_init(&tree);
	for (unsigned i = 0; i < count; i++) {
		char path[32];
		snprintf(path, sizeof(path), "p%04u.md", i);
		tree_write(&tree, path, "x\n");
	}
	const struct site_config config = {.folder = tree.path, .source = true};
	struct site *site = scan_old(&config);
	for (unsigned round = 0; round < 3; round++)
		assert_false(poll_differs(&config, site, round));
	/* All are of one age: whichever it is, two rounds see it. */
	tree_write(&tree, "p1234.md", "another text\n");
	for (unsigned round = 0; round < 2; round++)
		seen |= poll_differs(&config, site, round);
	assert_true(seen);
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_systems_that_tell_nothing_are_known),
		cmocka_unit_test(looks_become_rare_while_nothing_changes),
		cmocka_unit_test(what_changes_is_seen),
		cmocka_unit_test(a_folder_that_was_unmounted_is_known_by_its_being_empty),
		cmocka_unit_test(another_folder_below_is_seen_at_its_path),
		cmocka_unit_test(what_changed_right_before_a_scan_is_scanned_again),
		cmocka_unit_test(of_many_files_all_are_looked_at_in_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
