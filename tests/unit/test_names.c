/* SPDX-License-Identifier: MIT */
/* What wikilinks lead to, and what becomes of them on the page. */
#include "site/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/site_check.h"
#include "base/memory.h"
#include "render/gemtext.h"
#include "site/links.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *from, *link, *source, *why; /* source NULL: there is none */
};

static void check_rows(const struct tree_file *files, size_t file_count,
	const struct row *rows, size_t count)
{
	struct arena arena = {0};
	struct tree tree;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < count; i++) {
		const struct post *from = site_by_source(site, slice_str(rows[i].from));
		const struct post *post = NULL;
		const struct site_entry *file = NULL;
		struct slice got = S("none"),
			     want = slice_str(rows[i].source ? rows[i].source : "none");
		assert_non_null(from);
		if (names_find(site, &arena, from, slice_str(rows[i].link), &post, &file))
			got = post ? post->source : file->file->source;
		if (!slice_eq(got, want))
			fail_msg("%s: %s on %s is %.*s, not %.*s", rows[i].why,
				rows[i].link, rows[i].from, SARG(got), SARG(want));
	}
	site_check_free(site);
	tree_fini(&tree);
	arena_fini(&arena);
}

static void a_name_leads_to_a_note(void **state)
{
	static const struct tree_file files[] = {
		{".obsidian/app.json", "{}"},
		{"Home.md", "x"},
		{"Pond.md", "x"},
		{"birds/Heron.md", "---\naliases: [Grey wader, \"Ardea\"]\n---\nx"},
		{"birds/wading/Pond.md", "x"},
		{"birds/wading/Stork.md", "x"},
		{"far/deep/Reed.md", "x"},
		{"far/Reed.md", "x"},
		{"zz/Reed.md", "x"},
		{"birds/pictures/heron.png", "x"},
		{"Caf\xc3\xa9.md", "x"},
		{"v1.2.md", "x"},
		{"far/index.md", "---\ntitle: The far side\n---\nx"},
		{"secret/Hidden.md", "---\npublished: false\n---\nx"},
		{"secret/Draft.md", "---\ndraft: true\naliases: [Unseen]\n---\nx"},
	};
	static const struct row rows[] = {
		{"Home.md", "Heron", "birds/Heron.md", "by its name, wherever it is"},
		{"Home.md", "hERON", "birds/Heron.md", "in letters of either case"},
		{"Home.md", "Heron.md", "birds/Heron.md", "with its ending"},
		{"Home.md", "birds/Heron", "birds/Heron.md", "by its path"},
		{"Home.md", "wading/Stork", "birds/wading/Stork.md", "by an end of it"},
		{"Home.md", "ading/Stork", NULL, "which begins with a segment"},
		{"birds/wading/Stork.md", "Pond", "Pond.md",
			"the path from the root is first"},
		{"birds/wading/Stork.md", "./Pond", "birds/wading/Pond.md",
			"a path from its own folder"},
		{"birds/wading/Stork.md", "../Heron", "birds/Heron.md", "from above"},
		{"birds/Heron.md", "./Stork", NULL, "such a path is literal"},
		{"Home.md", "../Home", NULL, "nothing is above the root"},
		{"birds/Heron.md", "/Pond", "Pond.md", "a path from the root"},
		{"birds/Heron.md", "/Stork", NULL, "which is literal, too"},
		{"Home.md", "Reed", "zz/Reed.md", "the shortest path of several"},
		{"far/deep/Reed.md", "Reed", "far/deep/Reed.md",
			"but its own folder's first"},
		{"far/index.md", "Reed", "far/Reed.md", "and what is below it"},
		{"Home.md", "heron.png", "birds/pictures/heron.png", "a picture"},
		{"Home.md", "pictures/heron.png", "birds/pictures/heron.png",
			"a picture by an end of its path"},
		{"Home.md", "heron.jpg", NULL, "not one of another kind"},
		{"Home.md", "Cafe\xcc\x81", "Caf\xc3\xa9.md", "in another normal form"},
		{"Home.md", "v1.2", "v1.2.md", "a dot in a name"},
		{"Home.md", "far", "far/index.md", "a folder is its index"},
		{"Home.md", "grey wader", "birds/Heron.md", "an alias"},
		{"Home.md", "The far side", "far/index.md", "last, a title"},
		{"Home.md", "Hidden", NULL, "what is hidden has no name"},
		{"Home.md", "secret/Draft", NULL, "nor has a draft"},
		{"Home.md", "Unseen", NULL, "nor its alias"},
		{"Home.md", "app.json", NULL, "nor a file that is not served"},
		{"Home.md", "", NULL, "nothing"},
	};

	(void)state;
	check_rows(files, COUNT(files), rows, COUNT(rows));
}

static void quartz_has_its_root_and_its_way(void **state)
{
	static const struct tree_file files[] = {
		{"quartz.config.ts", "const config = {configuration: {pageTitle: \"G\"}, "
				     "plugins: {transformers: [Plugin.CrawlLinks({"
				     "markdownLinkResolution: \"relative\"})]}}\n"},
		{"content/index.md", "x"},
		{"content/Note.md", "x"},
		{"content/sub/Note.md", "x"},
		{"content/sub/Other.md", "x"},
	};
	static const struct row rows[] = {
		{"content/sub/Other.md", "Note", "content/sub/Note.md",
			"beside the page"},
		{"content/index.md", "sub/Other", "content/sub/Other.md", "below it"},
		{"content/sub/Other.md", "/Note", "content/Note.md", "from the root"},
	};

	(void)state;
	check_rows(files, COUNT(files), rows, COUNT(rows));
}

/* What the page of @source reads, in gemtext. */
static void shows(const struct tree_file *files, size_t count, const char *source,
	const char *expected)
{
	struct arena arena = {0};
	struct diag_list diags;
	struct tree tree;
	struct doc *doc;
	struct buf out;

	tree_init(&tree);
	tree_write_all(&tree, files, count);
	struct site *site = site_check_scan(&tree);
	diag_init(&diags);
	buf_init(&out, BUF_UNLIMITED);
	assert_int_equal(links_convert(site, site_by_source(site, slice_str(source)),
				 &arena, &diags, &doc),
		0);
	gemtext_render(&out, doc, NULL);
	buf_putc(&out, '\n');
	for (size_t i = 0; i < diags.count; i++) {
		diag_print(&out, &diags.items[i]);
		buf_putc(&out, '\n');
	}
	buf_putc(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_fini(&out);
	diag_fini(&diags);
	site_check_free(site);
	tree_fini(&tree);
	arena_fini(&arena);
}

#define NOTES                                                                            \
	{"Lily.md", "---\ntitle: Water lilies\n---\nx"}, {"a/pic.svg", "x"},             \
	{                                                                                \
		"a/doc.pdf", "x"                                                         \
	}

static void a_note_reads_as_in_obsidian(void **state)
{
	static const struct tree_file files[] = {
		{".obsidian/app.json", "{}"},
		NOTES,
		{"Note.md", "See [[Lily]] and [[Lily|the _white_ ones]], ==very==\n"
			    "[near](Lily) to [[No snake_case]]. ^mark\n\n"
			    "![[pic.svg|A lily|300]]\n\n![A leaf|20x30](pic.svg)\n\n"
			    "![[Lily]]\n\n![[doc.pdf#page=3]]\n\n^alone\n\n"
			    "* item ^part\n\n"
			    "| a | b |\n|---|---|\n| [[Lily\\|one]] | 2 |\n\n"
			    "```dataview\nLIST\n```\n\n"
			    "`[[Lily]]` if [[ -f x ]] 2 == 3 == 4\n\n"
			    "```\n[[Lily]] ==x==\n```\n"},
	};

	(void)state;
	shows(files, COUNT(files), "Note.md",
		"See Lily and the white ones, very\n"
		"near to No snake_case.\n\n"
		"=> /Lily/ Lily\n\n"
		"=> /a/pic.svg A lily (SVG, 1 B)\n\n"
		"=> /a/pic.svg A leaf (SVG, 1 B)\n\n"
		"=> /a/doc.pdf doc.pdf\n\n"
		"* item\n\n"
		"```Table: a, b\na    b\n───  ─\none  2\n```\n\n"
		"=> /Lily/ one\n\n"
		"`[[Lily]]` if [[ -f x ]] 2 == 3 == 4\n\n"
		"```\n[[Lily]] ==x==\n```\n\n"
		"Note.md:2:17: warning: no page for this wikilink: "
		"No snake_case; only its text is shown\n");
}

static void elsewhere_only_what_is_there_is_a_link(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: A\n"},
		NOTES,
		{"_posts/2024-01-01-p.md",
			"---\ntitle: P\n---\n[[Lily]] and [[nodiscard]], ==so==. ^x\n"},
	};

	(void)state;
	shows(files, COUNT(files), "_posts/2024-01-01-p.md",
		"Lily and [[nodiscard]], ==so==. ^x\n\n=> /Lily Lily\n\n");
}

static void a_plain_folder_is_a_garden_too(void **state)
{
	static const struct tree_file files[] = {
		NOTES,
		{"p.md", "[[lily]], [[Not yet]]\njoins, ==so==.\n\n"
			 "<div>[[lily|A & <b>]]</div>\n\n<pre>[[lily]]</pre>\n"},
	};

	(void)state;
	shows(files, COUNT(files), "p.md",
		"lily, Not yet joins, ==so==.\n\n=> /Lily/ lily\n\n"
		"=> /Lily/ A & <b>\n\n```\n[[lily]]\n```\n\n"
		"p.md:1:11: warning: no page for this wikilink: Not yet; "
		"only its text is shown\n");
}

static void tags_stand_in_the_text(void **state)
{
	static const struct tree_file files[] = {
		{".obsidian/app.json", "{}"},
		{"Note.md", "---\ntags: [Front]\n---\n"
			    "#garden/bed and #2024 #front, a#b (#c) #y1984: "
			    "#\xF0\x9F\x8C\xB1 `#no`\n"
			    "# Heading\n\n```sh\n#not\n```\n%% #hidden %%\n[x](#part) "
			    "[[#part]]\n"
			    "#last/\n"},
	};
	static const char *const expected[] = {
		"Front", "garden/bed", "y1984", "\xF0\x9F\x8C\xB1", "last"};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	const struct post *post = site_by_source(site, S("Note.md"));
	assert_int_equal(post->tag_count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_true(slice_eq(post->tags[i], slice_str(expected[i])));
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_leads_to_a_note),
		cmocka_unit_test(quartz_has_its_root_and_its_way),
		cmocka_unit_test(a_note_reads_as_in_obsidian),
		cmocka_unit_test(elsewhere_only_what_is_there_is_a_link),
		cmocka_unit_test(a_plain_folder_is_a_garden_too),
		cmocka_unit_test(tags_stand_in_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
