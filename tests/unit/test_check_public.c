/* SPDX-License-Identifier: MIT */
#include "app/check_public.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void it_names_no_page_that_is_in_no_list(void **state)
{
	static const struct tree_file files[] = {
		{"open.md",
			"---\ntitle: [\nslug: a\naliases: [/old/, /own/]\n---\nWords.\n"},
		{"other.md", "---\naliases: [/quiet/, /hush/, /a/]\n---\nWords.\n"},
		{"quiet.md", "---\nunlisted: true\ndate: never\naliases: "
			     "[/old/]\n---\nWords.\n"},
		{"aaa.md", "---\nunlisted: true\nslug: a\naliases: [/own/, "
			   "/hush/]\n---\nA.\n"},
		{"draft.md",
			"---\ndraft: true\ndate: never\naliases: [/old/]\n---\nWords.\n"},
		{"plans.org", "#+draft: true\n"},
		{"drafts/idea.org", "Words.\n"},
	};
	static const struct {
		const char *file, *message;
		bool is_said;
		const char *why;
	} rows[] = {
		{"open.md", "did not find expected", true, "of a page that readers have"},
		{"quiet.md", "invalid date", false, "of an unlisted page"},
		{"other.md", "an old address belongs to a page: /quiet/", false,
			"it tells whose it is"},
		{"draft.md", "invalid date", false, "of a draft"},
		{"plans.org", "only posts in Markdown", true, "it is served as it is"},
		{"", "redirect to nowhere: /x/ to /y/", true, "of no page"},
		{"", "redirect to nowhere: /lost/ to /y/", false, "of an unlisted page"},
		{"idea.adoc", "only posts in Markdown are read", false,
			"it may be a draft"},
	};
	struct diag_list from = {0}, diags = {0};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	tree_write(&tree, "lost.md", "---\nunlisted: true\nredirect_to: /y/\n---\n");
	struct site *site = site_check_scan(&tree);
	assert_true(site_check_diag(site, "quiet.md", "invalid date"));
	assert_true(
		site_check_diag(site, "other.md", "an old address belongs to a page"));
	diag_copy_all(&from, &site->diags);
	diag_add(&from, DIAG_WARNING, slice_none, 0, 0, "",
		"redirect to nowhere: /x/ to /y/");
	diag_add(&from, DIAG_WARNING, slice_none, 0, 0, "",
		"redirect to nowhere: /lost/ to /y/");
	diag_add(&from, DIAG_WARNING, S("idea.adoc"), 1, 1, "it is left out",
		"only posts in Markdown are read: AsciiDoc");
	check_public(site, &from, &diags);
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool said = false;
		for (size_t k = 0; k < diags.count; k++)
			said |= slice_eq(diags.items[k].file, slice_str(rows[i].file)) &&
				slice_starts(diags.items[k].message,
					slice_str(rows[i].message));
		if (said != rows[i].is_said)
			fail_msg(
				"%s: %s: %s", rows[i].file, rows[i].message, rows[i].why);
	}
	for (size_t k = 0; k < diags.count; k++) {
		const struct diag *diag = &diags.items[k];
		assert_false(slice_find(diag->instead, S("quiet.md")) >= 0);
		assert_false(slice_find(diag->instead, S("aaa.md")) >= 0);
	}
	diag_fini(&from);
	diag_fini(&diags);
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_names_no_page_that_is_in_no_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
