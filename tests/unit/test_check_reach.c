/* SPDX-License-Identifier: MIT */
#include "app/check_reach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "site/links.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct tree_file files[] = {
	{"_config.yml", "title: R\nlang: en\nlanguages: [en, fr]\n"},
	{"index.md", "---\ntitle: R\n---\n[Quay](/quay/)\n"},
	{"quay.md",
		"---\npermalink: /quay/\n---\nA [mast](/mast/), and [myself](/quay/).\n"},
	{"mast.md", "---\npermalink: /mast/\n---\nText.\n"},
	{"alone.md", "---\npermalink: /alone/\n---\nI link [myself](/alone/) only.\n"},
	{"old.md", "---\npermalink: /old/\nredirect_to: /mast/\n---\n"},
	{"404.md", "---\npermalink: /404.html\n---\nNothing.\n"},
	{"keel.md", "---\npermalink: /keel/\nref: keel\nlang: en\n---\nText.\n"},
	{"fr/keel.md",
		"---\npermalink: /fr/quille/\nref: keel\nlang: fr\n---\n[Mât](/mast/)\n"},
	{"_posts/2024-05-01-a.md", "---\ntitle: A\n---\n[Quille](/fr/quille/)\n"},
	/* The way to the search leads to the words there; the field of the web site's makes way. */
	{"search.md", "---\npermalink: /search/\n---\nFind it here.\n"},
	{"fr/search.md", "---\npermalink: /fr/search/\nlayout: search\n---\nCherchez.\n"},
};

/* Notes of @pages (the setting), as "file, file". */
static void expect(bool pages, const char *expected)
{
	struct tree tree;
	struct arena arena = {0};
	struct diag_list diags = {0};
	struct buf names = BUF(BUF_UNLIMITED);

	tree_init(&tree);
	for (size_t i = 0; i < COUNT(files); i++)
		tree_write(&tree, files[i].path, files[i].text);
	struct site *site = site_check_scan(&tree);
	((struct settings *)site->settings)->pages = pages;
	struct check_reach *reach = check_reach_new(site);
	for (size_t i = 0; i < site->source_count; i++) {
		struct doc *doc;
		assert_int_equal(
			links_convert(site, site->by_source[i], &arena, NULL, &doc), 0);
		check_reach_links(reach, doc, site->by_source[i], &arena);
	}
	check_reach_tell(reach, &diags);
	for (size_t i = 0; i < diags.count; i++) {
		assert_int_equal(diags.items[i].level, DIAG_NOTE);
		buf_printf(&names, "%s%.*s", i ? ", " : "", SARG(diags.items[i].file));
	}
	if (!slice_eq(buf_slice(&names), slice_str(expected)))
		fail_msg("got \"%.*s\", expected \"%s\"", SARG(buf_slice(&names)),
			expected);
	check_reach_free(reach);
	diag_fini(&diags);
	buf_fini(&names);
	site_check_free(site);
	arena_fini(&arena);
	tree_fini(&tree);
}

/* A translation of a page that is linked is found by it; nobody comes to 404.md by a link. */
static void a_page_that_only_links_itself_is_told(void **state)
{
	(void)state;
	expect(false, "alone.md");
}

static void the_list_of_pages_links_them_all(void **state)
{
	(void)state;
	expect(true, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_that_only_links_itself_is_told),
		cmocka_unit_test(the_list_of_pages_links_them_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
