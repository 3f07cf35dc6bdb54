/* SPDX-License-Identifier: MIT */
#include "app/refuse.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/tree.h"

static void folders_of_the_system_are_refused_whatever_leads_there(void **state)
{
	static const char *const refused[] = {"/", "/etc", "/etc/", "/var",
		"/var/../etc/.", "/usr/..", "/proc", "/dev"};
	static const char *const served[] = {"/var/lib", "/usr/share", "/srv-not-there"};
	(void)state;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		if (!refuse_folder(refused[i], NULL))
			fail_msg("%s is served", refused[i]);
	}
	for (size_t i = 0; i < sizeof(served) / sizeof(*served); i++) {
		if (refuse_folder(served[i], NULL))
			fail_msg("%s is refused", served[i]);
	}
}

static void links_and_homes_are_refused_and_folders_in_them_are_not(void **state)
{
	static const struct tree_file files[] = {
		{"homes/ada/blog/a.md", "A\n"},
		{"homes/bob/.ssh/config", "x\n"},
		{"homes/bob/blog/a.md", "A\n"},
		{"homes/eve/.bashrc", "x\n"},
		{"homes/eve/.profile", "x\n"},
		{"dots/.profile", "x\n"},
		{"plain/a.md", "A\n"},
	};
	static const struct {
		const char *path;
		bool refused;
		const char *why;
	} rows[] = {
		{"homes/ada", true, "the caller's own"},
		{"homes/ada/../ada/.", true, "by another path"},
		{"homes", true, "what holds it"},
		{"homes/ada/blog", false, "a folder in it"},
		{"homes/bob", true, "what only a home has"},
		{"homes/bob/blog", false, "a folder in it"},
		{"homes/eve", true, "what only a home has"},
		{"dots", false, "one such file may be of a blog"},
		{"plain", false, "a folder"},
		{"to-etc", true, "a link to /etc"},
		{"to-home", true, "a link to a home"},
		{"to-link", true, "a link to a link"},
		{"to-plain", false, "a link to a folder"},
		{"nowhere", false, "nothing is there"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, sizeof(files) / sizeof(*files));
	tree_link(&tree, "/etc", "to-etc");
	tree_link(&tree, "homes/ada", "to-home");
	tree_link(&tree, "to-home", "to-link");
	tree_link(&tree, "plain", "to-plain");
	char *home = tree_at(&tree, "homes/ada");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *path = tree_at(&tree, rows[i].path);
		if ((refuse_folder(path, home) != NULL) != rows[i].refused)
			fail_msg("%s: %s", rows[i].path, rows[i].why);
		free(path);
	}
	free(home);
	tree_fini(&tree);
}

static void every_site_of_a_configuration_is_looked_at(void **state)
{
	struct config_site sites[] = {
		{.folder = S("/srv-not-there")}, {.folder = S("/etc")}};
	struct config config = {.sites = sites, .site_count = 2};
	struct diag_list diags;
	(void)state;

	diag_init(&diags);
	assert_int_equal(refuse_sites(&config, &diags), -EINVAL);
	assert_int_equal(diags.count, 1);
	assert_int_equal(diags.items[0].level, DIAG_ERROR);
	assert_true(slice_starts(diags.items[0].message, S("/etc is ")));
	assert_true(slice_find(diags.items[0].instead, S("/srv/blog")) >= 0);
	assert_true(slice_find(diags.items[0].instead, S("--force")) >= 0);
	config.site_count = 1;
	assert_int_equal(refuse_sites(&config, &diags), 0);
	assert_int_equal(diags.count, 1);
	diag_fini(&diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_of_the_system_are_refused_whatever_leads_there),
		cmocka_unit_test(links_and_homes_are_refused_and_folders_in_them_are_not),
		cmocka_unit_test(every_site_of_a_configuration_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
