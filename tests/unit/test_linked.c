/* SPDX-License-Identifier: MIT */
#include "source/linked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Does a post at content/posts/a.md (assets in assets/ and content/) whose source is @body name @file? */
static bool names(enum generator generator, const char *body, const char *file)
{
	static const struct settings_root roots[] = {
		{.folder = S("content"), .only_linked = true},
		{.folder = S("assets"), .is_static = true, .only_linked = true},
		{.folder = S("static"), .is_static = true},
	};
	const struct settings settings = {.generator = generator,
		.roots = roots,
		.root_count = COUNT(roots),
		.content_dir = S("content")};
	struct arena arena = {0};
	struct linked_set set;
	struct slice found = linked_find(
		&arena, &settings, S("content/posts/a.md"), NULL, slice_str(body));

	linked_set_init(&set, &found, 1);
	bool has = linked_set_has(&set, slice_str(file));
	linked_set_fini(&set);
	arena_fini(&arena);
	return has;
}

static void many_links_take_no_memory_that_stays(void **state)
{
	static const struct settings_root roots[] = {
		{.folder = S("content"), .only_linked = true}};
	const struct settings settings = {
		.roots = roots, .root_count = COUNT(roots), .content_dir = S("content")};
	struct arena arena = {0};
	struct buf body;
	(void)state;

	buf_init(&body, BUF_UNLIMITED);
	for (size_t i = 0; i < 20000; i++)
		buf_puts(&body, "[a](/x.png)");
	struct slice found =
		linked_find(&arena, &settings, S("content/a.md"), NULL, buf_slice(&body));
	assert_true(found.len > 0);
	assert_true(arena.used_bytes < 64 * 1024);
	buf_fini(&body);
	arena_fini(&arena);
}

static void a_source_names_what_its_links_lead_to(void **state)
{
	static const struct {
		const char *body, *file;
		bool named;
		const char *why;
	} rows[] = {
		{"![a](x.png)", "content/posts/x.png", true, "a picture beside it"},
		{"![a](x.png)", "content/x.png", false, "but not elsewhere"},
		{"![a](./x.png \"t\")", "content/posts/x.png", true, "with a title"},
		{"![a](<x y.png>)", "content/posts/x y.png", true, "with a space"},
		{"![a](x%20y.png)", "content/posts/x y.png", true, "encoded"},
		{"[a](../b/x.pdf#p=1)", "content/b/x.pdf", true, "up, with a fragment"},
		{"[a](x.png?w=1)", "content/posts/x.png", true, "with a query"},
		{"[a](../../../x.png)", "x.png", false, "out of the site"},
		{"![a](/x.png)", "content/x.png", true, "from the root of the content"},
		{"![a](/x.png)", "assets/x.png", true, "or of the assets"},
		{"![a](images/x.png)", "assets/images/x.png", true, "assets by name"},
		{"![a][b]\n\n[b]: x.png\n", "content/posts/x.png", true, "a reference"},
		{"<img src=\"x.png\">", "content/posts/x.png", true, "HTML"},
		{"<img src='x.png'>", "content/posts/x.png", true, "its other quotes"},
		{"<img src=x.png>", "content/posts/x.png", true, "without quotes"},
		{"a=x.png", "content/posts/x.png", false, "no tag"},
		{"<img srcset=\"x.png 1x, y.png 2x\">", "content/posts/y.png", true,
			"several"},
		{"{{< figure src=\"i/x.png\" >}}", "assets/i/x.png", true, "a shortcode"},
		{"{{< img x.png >}}", "content/posts/x.png", true, "without quotes"},
		{"{% asset_img x.png a b %}", "content/posts/x.png", true, "a tag"},
		{"import x from './x.png'\n", "content/posts/x.png", true, "an import"},
		{"<I src={require('./x.png')} />", "content/posts/x.png", true, "a call"},
		{"![a](@/i/x.png)", "assets/i/x.png", true, "an alias"},
		{"![a]({static}/i/x.png)", "content/i/x.png", true, "Pelican's"},
		{"![[x.png|300]]", "content/else/x.png", true, "a wikilink, anywhere"},
		{"![[x.png]]", "content/else/y.png", false, "by its name"},
		{"![[else/x.png]]", "content/else/x.png", true, "by its path"},
		{"x.png", "content/posts/x.png", false, "a word"},
		{"say \"x.png\"", "content/posts/x.png", false, "a quotation"},
		{"`![a](x.png)`", "content/posts/x.png", false, "code"},
		{"``![a](x.png)` ``", "content/posts/x.png", false, "code with a tick"},
		{"` ![a](x.png)", "content/posts/x.png", true, "a lone tick is none"},
		{"`\n\n![a](x.png)`", "content/posts/x.png", true, "nor over paragraphs"},
		{"```\n![a](x.png)\n```\n", "content/posts/x.png", false, "a fence"},
		{"```\na\n```\n![a](x.png)", "content/posts/x.png", true, "behind it"},
		{"~~~~ md\n~~~\n![a](x.png)\n~~~~\n", "content/posts/x.png", false,
			"of tildes"},
		{"```\n![a](x.png)\n", "content/posts/x.png", false, "without an end"},
		{"<!-- ![a](x.png) -->", "content/posts/x.png", false, "a comment"},
		{"<!-- a -->![a](x.png)", "content/posts/x.png", true, "behind it"},
		{"![a](https://e.org/x.png)", "content/posts/x.png", false, "elsewhere"},
		{"![a](//e.org/x.png)", "content/x.png", false, "elsewhere"},
		{"![a](/x.png)", "static/x.png", false, "what is there anyhow"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (names(GENERATOR_HUGO, rows[i].body, rows[i].file) != rows[i].named)
			fail_msg("%s, %s: %s", rows[i].body, rows[i].file, rows[i].why);
	}
	assert_true(names(GENERATOR_ELEVENTY, "{% image \"./content/x.png\", \"a\" %}",
		"content/x.png"));
	assert_true(
		names(GENERATOR_PELICAN, "[a]({attach}x.pdf)", "content/posts/x.pdf"));
	assert_false(names(GENERATOR_PELICAN, "[a](x.pdf)", "content/posts/x.pdf"));
	assert_false(names(GENERATOR_HUGO, "{% image \"./content/x.png\", \"a\" %}",
		"content/x.png"));
}

/* What never ends costs no more than what does: the test has a limit of its own. */
static void hostile_sources_are_read_once(void **state)
{
	static const char *const pieces[] = {"{{ ", "`", "``` ", "[[", "](\"", "=\"",
		"=x", "<!--", "]: <", "`` ` ", "\n```", "import '", "~~~\n", "   `"};
	(void)state;

	for (size_t i = 0; i < COUNT(pieces); i++) {
		size_t len = strlen(pieces[i]), count = LINKED_SOURCE_MAX / len;
		char *body = malloc(count * len + 1);
		assert_non_null(body);
		for (size_t k = 0; k < count; k++)
			memcpy(body + k * len, pieces[i], len);
		body[count * len] = '\0';
		assert_false(names(GENERATOR_HUGO, body, "content/posts/x.png"));
		free(body);
	}
}

static void files_of_assets_are_there_when_a_page_names_them(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'T'\n"},
		{"content/posts/a.md",
			"---\ntitle: A\ndate: 2024-01-01\nimage: cover.png\n---\n"
			"![x](/images/in.png) and {{< img \"images/code.png\" >}}\n"},
		{"content/posts/b.md",
			"---\ntitle: B\ndate: 2024-01-01\ndraft: true\n---\n"
			"![x](/images/draft.png)\n"},
		{"assets/images/in.png", "png"},
		{"assets/images/code.png", "png"},
		{"assets/cover.png", "png"},
		{"assets/images/out.png", "png"},
		{"assets/images/draft.png", "png"},
		{"assets/css/main.scss", "a {}"},
		{"static/robots.txt", "User-agent: *\n"},
	};
	static const struct site_check_row rows[] = {
		{"/posts/a/", "post content/posts/a.md", "a post"},
		{"/images/in.png", "file assets/images/in.png", "it is linked"},
		{"/images/code.png", "file assets/images/code.png", "by a shortcode"},
		{"/cover.png", "file assets/cover.png", "by front matter"},
		{"/robots.txt", "file static/robots.txt", "no link is asked for"},
		{"/images/out.png", "none", "nobody links it"},
		{"/images/draft.png", "none", "only a draft does"},
		{"/css/main.scss", "none", "the theme's"},
	};
	(void)state;

	site_check_files(files, COUNT(files), rows, COUNT(rows));
}

static void a_saved_link_brings_its_file(void **state)
{
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "hugo.toml", "title = 'T'\n");
	tree_write(&tree, "assets/x.png", "png");
	tree_write(&tree, "content/a.md", "---\ntitle: A\n---\nno picture\n");
	struct site *site = site_check_scan(&tree);
	assert_null(site_find(site, S("/x.png")));
	tree_write(&tree, "content/a.md", "---\ntitle: A\n---\n![a picture](x.png)\n");
	struct site *second = site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
	assert_non_null(site_find(second, S("/x.png")));
	tree_write(&tree, "content/b.md", "---\ntitle: B\n---\nanother\n");
	struct site *third = site_check_scan_with(&tree, second, NULL, SITE_CHECK_NOW);
	assert_non_null(site_find(third, S("/x.png")));
	site_check_free(site);
	site_check_free(second);
	site_check_free(third);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_links_take_no_memory_that_stays),
		cmocka_unit_test(a_source_names_what_its_links_lead_to),
		cmocka_unit_test(hostile_sources_are_read_once),
		cmocka_unit_test(files_of_assets_are_there_when_a_page_names_them),
		cmocka_unit_test(a_saved_link_brings_its_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
