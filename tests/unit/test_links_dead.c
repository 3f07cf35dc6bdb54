/* SPDX-License-Identifier: MIT */
/* What an author is told of links and pictures while a post is converted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "site/links.h"

static void assert_said(const char *config, const char *body, const char *expected)
{
	struct tree tree;
	struct diag_list diags;
	struct arena arena = {0};
	struct doc *doc;
	struct buf out;
	tree_init(&tree);
	diag_init(&diags);
	buf_init(&out, BUF_UNLIMITED);
	tree_write(&tree, "_config.yml", config);
	tree_write(&tree, "there.md", "---\ntitle: There\n---\nHere.\n");
	tree_write(&tree, "x.png", "PNG");
	tree_write(&tree, "post.md", body);
	struct site *site = site_check_scan(&tree);
	const struct post *post = site_by_source(site, S("post.md"));
	assert_non_null(post);
	assert_int_equal(links_convert(site, post, &arena, &diags, &doc), 0);
	for (size_t i = 0; i < diags.count; i++) {
		diag_print(&out, &diags.items[i]);
		buf_putc(&out, '\n');
	}
	if (!slice_eq(buf_slice(&out), slice_str(expected)))
		fail_msg("got:\n%.*s\nexpected:\n%s", SARG(buf_slice(&out)), expected);
	site_check_free(site);
	arena_fini(&arena);
	diag_fini(&diags);
	buf_fini(&out);
	tree_fini(&tree);
}

static void links_to_nowhere_are_said_once_with_their_place(void **state)
{
	(void)state;
	assert_said("title: T\n",
		"---\ntitle: P\n---\nA [link](/nowhere/) and [it](/nowhere/) again,\n"
		"[one](/there/) that is there, [away](https://example.org/),\n"
		"![a picture](/not.png) and <a href=\"gone.html\">words</a>,\n"
		"[code](github.com/x/y).\n",
		"post.md:4:10: warning: link to nowhere: /nowhere/; it is kept as it is\n"
		"post.md:6:14: warning: no such picture: /not.png; it is kept as it is\n"
		"post.md:6:37: warning: link to nowhere: gone.html; it is kept as it is\n"
		"post.md:7:8: warning: link to nowhere (is https:// missing?): "
		"github.com/x/y; it is kept as it is\n");
}

static void the_web_has_what_the_capsule_has_not(void **state)
{
	(void)state;
	assert_said("url: https://example.org\nbaseurl: /blog\n",
		"---\ntitle: P\n---\n[a](/a/) [b](https://example.org/blog/b)\n"
		"[beside](https://example.org/shop/) [there](/blog/there/)\n"
		"[c](c/)\n",
		"post.md:4:5: warning: link to nowhere: /a/; it leads to "
		"the web site\n"
		"post.md:4:14: warning: link to nowhere: https://example.org/blog/b; it "
		"leads to the web site\n"
		"post.md:6:5: warning: link to nowhere: c/; it leads to "
		"https://example.org/blog/c/\n");
}

static void pictures_without_words_are_noted(void **state)
{
	(void)state;
	assert_said("title: T\n",
		"---\ntitle: P\n---\n![](/x.png) ![words](/x.png)\n\n"
		"![](/x.png \"A title\")\n",
		"post.md:4:6: note: picture without alt text: /x.png; its file name is "
		"shown instead\n");
}

static void posts_that_are_not_seen_are_named_with_the_reason(void **state)
{
	struct tree tree;
	(void)state;
	tree_init(&tree);
	tree_write(&tree, "_config.yml", "title: T\n");
	tree_write(&tree, "_posts/2030-01-02-later.md", "Later.\n");
	tree_write(
		&tree, "_posts/2020-01-02-draft.md", "---\npublished: false\n---\nx\n");
	struct site *site = site_check_scan(&tree);
	assert_true(site_check_diag(
		site, "_posts/2030-01-02-later.md", "dated in the future: 2030-01-02"));
	assert_true(site_check_diag(
		site, "_posts/2020-01-02-draft.md", "hidden by `published: false`"));
	assert_int_equal(diag_count(&site->diags, DIAG_WARNING), 0);
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_to_nowhere_are_said_once_with_their_place),
		cmocka_unit_test(the_web_has_what_the_capsule_has_not),
		cmocka_unit_test(pictures_without_words_are_noted),
		cmocka_unit_test(posts_that_are_not_seen_are_named_with_the_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
