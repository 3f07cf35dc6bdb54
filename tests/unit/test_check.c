/* SPDX-License-Identifier: MIT */
#include "store/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "base/uri.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* 2026-11-30T15:04:05Z */
#define NOW 1796051045

static const struct tree_file blog[] = {
	{"_config.yml", "title: Reef\npermalink: pretty\nexclude: [private]\n"},
	{"_posts/2024-05-01-coral.md", "---\ntitle: Coral\nlayout: post\n---\nText\n"},
	{"_posts/2024-05-03-moon.md",
		"---\ntitle: Moon\nredirect_from: /old-moon/\n---\nText\n"},
	{"_posts/2024-05-04-draft.md",
		"---\ntitle: Draft\npublished: false\n---\nText\n"},
	{"about.md", "---\ntitle: About\n---\nText\n"},
};

struct row {
	const char *source, *before, *text;
	const char *error; /* in the first; NULL: none */
	unsigned line;     /* its own; 0: any */
	const char *why;
};

static void check_row(const struct site *site, const struct row *row)
{
	auto_arena struct arena arena = {0};
	auto_diags struct diag_list diags = {0};
	auto_buf struct buf said = BUF(0);
	struct store_check check = {.desk = S("/me/")};
	const struct store_target target = {
		.source = slice_str(row->source),
		.kind = STORE_TEXT,
		.post = site_by_source(site, slice_str(row->source)),
		.is_new = !row->before,
	};
	bool good = store_check_text(site, &target, &arena,
		row->before ? slice_str(row->before) : slice_none, slice_str(row->text),
		&diags, &check);
	const struct diag *first = NULL;

	for (size_t i = 0; i < diags.count; i++) {
		diag_print(&said, &diags.items[i]);
		buf_putc(&said, '\n');
		if (!first && diags.items[i].level == DIAG_ERROR)
			first = &diags.items[i];
	}
	if (good != !row->error || good != !first ||
		(first && slice_find(first->message, slice_str(row->error)) < 0) ||
		(first && row->line && row->line != first->line))
		fail_msg("%s: %.*s", row->why, SARG(buf_slice(&said)));
}

#define NEW  "_posts/2026-11-30-boat.md"
#define EDIT "_posts/2024-05-01-coral.md"
#define OLD  "---\ntitle: Coral\nlayout: post\n---\nText\n"

static void mistakes_are_said_with_their_line(void **state)
{
	static const struct row rows[] = {
		{NEW, NULL, "---\ntitle: Boat\ntags: [sea]\n---\nText\n", NULL, 0,
			"good"},
		{NEW, NULL, "Only words.\n", NULL, 0, "without front matter"},
		{EDIT, OLD, "---\ntitle: Corals\nlayout: post\n---\nMore\n", NULL, 0,
			"what it had it keeps"},
		{EDIT, OLD, "---\ntitle: Corals\n---\nMore\n", NULL, 0, "or not"},
		{EDIT, OLD, "---\ntitle: Corals\nlayout: page\n---\nMore\n", "layout", 3,
			"changed"},
		{EDIT, OLD, "# Coral\n\nText\n\n=> / Reef\n", "front matter is gone", 1,
			"the page as readers see it"},
		{EDIT, OLD, "\xEF\xBB\xBF\n\nText\n", "front matter is gone", 1,
			"whatever it begins with"},
		{EDIT, OLD, "---\n---\nText\n", NULL, 0, "empty is not gone"},
		{EDIT, "Words\n", "Other words\n", NULL, 0, "it never had any"},
		{EDIT, "---\nWords\n", "Other words\n", NULL, 0,
			"a line of dashes is none"},
		{"about.md", "Words\n", "# About\n\nWords\n\n=> / Reef\n\n", "as shown",
			1, "gemtext, and it ends as pages do"},
		{"about.md", "See\n\n=> / Reef\n", "See it\n\n=> / Reef\n", NULL, 0,
			"it ended so before"},
		{"about.md", "Words\n", "=> is an arrow\n\nWords\n", NULL, 0,
			"further up it may be anything"},
		{NEW, NULL, "# Boat\n\n=> / Reef\n", NULL, 0, "a new one"},
		{"_posts/2024-05-05-log.gmi", "Words\n", "Words\n=> / Reef\n", NULL, 0,
			"gemtext is shown as it is"},
		{NEW, NULL, "---\nlayout: post\n---\n", "layout", 2, "new"},
		{NEW, NULL, "---\npermalink: /x/\n---\n", "permalink", 2, "an address"},
		{NEW, NULL, "---\nurl: /x/\n---\n", "url", 2, "an address"},
		{NEW, NULL, "---\naliases: [/]\n---\n", "aliases", 2,
			"that of the home page"},
		{NEW, NULL, "---\nRedirect-From: /robots.txt\n---\n", "Redirect-From", 2,
			"another spelling"},
		{NEW, NULL, "---\nredirect_to: https://example.org/\n---\n",
			"redirect_to", 2, "elsewhere"},
		{NEW, NULL, "---\ntemplate: x.html\n---\n", "template", 2, "a template"},
		{NEW, NULL, "---\noutputs: [html]\n---\n", "outputs", 2, "outputs"},
		{NEW, NULL, "---\ncascade: {draft: true}\n---\n", "cascade", 2,
			"cascade"},
		{NEW, NULL, "---\nbuild: {list: never}\n---\n", "build", 2, "build"},
		{NEW, NULL, "---\npagination: {data: x}\n---\n", "pagination", 2,
			"pagination"},
		{NEW, NULL, "---\ntitle: Boat\ntemplateEngineOverride: pug\n---\n",
			"templateEngineOverride", 3, "a program to Eleventy"},
		{NEW, NULL, "---\n\"TEMPLATEENGINEOVERRIDE\": 11ty.js\n---\n",
			"TEMPLATEENGINEOVERRIDE", 2, "in quotes, in capitals"},
		{NEW, NULL, "---\nmarkup: rst\n---\n", "markup", 2,
			"Hugo: rst takes in files"},
		{NEW, NULL, "---\nmdx: {format: mdx}\n---\n", "mdx", 2, "Docusaurus"},
		{EDIT, "---\nmarkup: [a, {b: c}]\n---\n",
			"---\nmarkup:\n- 'a'\n- b: c\n---\n", NULL, 0,
			"it had the same, written otherwise"},
		{EDIT, "---\nmarkup: [a, {b: c}]\n---\n",
			"---\nmarkup: [a, {b: d}]\n---\n", "markup", 2, "deep within"},
		{EDIT, "---\nmarkup: [a, b]\n---\n", "---\nmarkup: [a]\n---\n", "markup",
			2, "shorter"},
		{NEW, NULL, "---\neleventyComputed: {x: y}\n---\n", "eleventyComputed", 2,
			"computed data"},
		{NEW, NULL, "---\ntitle: Boat\ntags: [sea\n---\nText\n", "", 0,
			"a bracket that nothing closes"},
		{NEW, NULL, "---\ntitle: \"Boat\n---\nText\n", "", 0,
			"a quote that nothing closes"},
		{NEW, NULL, "---js\nmodule.exports = {}\n---\n", "code", 1, "a program"},
		{NEW, NULL, "\n--- javascript\n{}\n---\n", "code", 0,
			"after an empty line"},
		{NEW, NULL, "\xEF\xBB\xBF---coffee\nx\n---\n", "code", 0, "after a mark"},
		{NEW, NULL, "---yaml\ntitle: Boat\n---\n", NULL, 0, "data"},
		{NEW, NULL, "---\ntitle: \xff\n---\n", "UTF-8", 0, "another encoding"},
		{"about.md", "x", "---\ntitle: About\nslug: \"\"\n---\n", NULL, 0,
			"a page"},
		{"private/x.md", NULL, "---\ntitle: X\n---\n", "publish", 0,
			"an excluded folder"},
		{"_posts/2024-05-09-moon.md", NULL,
			"---\ntitle: X\ndate: 2024-05-03\n---\n", "2024-05-03-moon.md", 0,
			"another's address"},
		{"old-moon.md", NULL, "---\ntitle: X\n---\n", "redirect", 0,
			"that of a redirect"},
		{"archive.md", NULL, "---\ntitle: X\n---\n", "page of the capsule", 0,
			"that of a generated page"},
		{"me/x.md", NULL, "---\ntitle: X\n---\n", "desk", 0, "below the desk"},
		{NEW, NULL,
			"<meta http-equiv=\"refresh\" content=\"0; "
			"url=gemini://example.org/\">\n",
			"lead its readers elsewhere", 0, "a redirect in HTML"},
		{NEW, NULL, "---\ntype: redirect\nto: gemini://example.org/\n---\nText\n",
			"lead its readers elsewhere", 0, "a kind of page that does"},
		{EDIT, "---\ntype: redirect\nto: gemini://example.org/\n---\nText\n",
			"---\ntype: redirect\nto: gemini://example.org/\n---\nMore\n",
			NULL, 0, "it did so before"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, blog, COUNT(blog));
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(site, &rows[i]);
	site_check_free(site);
	tree_fini(&tree);
}

struct change {
	const char *before, *text;
	bool was, is;
	const char *why;
};

static void check_changes(const struct tree_file *files, size_t file_count,
	const char *source, const char *address, const struct change *rows, size_t count)
{
	struct tree tree;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < count; i++) {
		auto_arena struct arena arena = {0};
		auto_diags struct diag_list diags = {0};
		struct store_check check = {0};
		const struct store_target target = {
			.source = slice_str(source), .kind = STORE_TEXT};
		assert_true(store_check_text(site, &target, &arena,
			rows[i].before ? slice_str(rows[i].before) : slice_none,
			slice_str(rows[i].text), &diags, &check));
		if (check.was_hidden != rows[i].was || check.is_hidden != rows[i].is)
			fail_msg("%s: %d %d", rows[i].why, check.was_hidden,
				check.is_hidden);
		if (!check.is_hidden)
			assert_true(slice_eq(check.address, slice_str(address)));
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void a_change_of_who_sees_it_is_told(void **state)
{
	static const struct change jekyll[] = {
		{"---\ntitle: A\n---\n", "---\ntitle: B\n---\n", false, false, "shown"},
		{"---\npublished: false\n---\n", "---\ntitle: B\n---\n", true, false,
			"it would be published"},
		{"---\ntitle: A\n---\n", "---\npublished: false\n---\n", false, true,
			"it would be hidden"},
		{NULL, "---\npublished: false\n---\n", true, true, "new, and hidden"},
		{"---\ndg-publish: true\n---\n", "---\ntitle: A\n---\n", false, false,
			"no garden"},
	};
	static const struct tree_file garden[] = {
		{"home.md", "---\ndg-publish: true\n---\nHome\n"}};
	static const struct change gardens[] = {
		{"---\ndg-publish: true\n---\n", "---\ntitle: A\n---\n", false, true,
			"it would be hidden"},
		{"---\ntitle: A\n---\n", "---\ndg-publish: true\n---\n", true, false,
			"it would be published"},
		{NULL, "---\ndg-publish: true\n---\n", false, false, "new, and shown"},
	};

	(void)state;
	check_changes(
		blog, COUNT(blog), EDIT, "/2024/05/01/coral/", jekyll, COUNT(jekyll));
	check_changes(garden, COUNT(garden), "a.md", "/a/", gardens, COUNT(gardens));
}

/* P14: a post below a zone stays there, and none gets in by its front matter. */
static void no_upload_leaves_or_enters_a_zone(void **state)
{
	static const struct reader_zone list[] = {
		{.path = S("/letters/"), .title = S("Letters")}};
	static const struct zones zones = {list, 1};
	static const struct row rows[] = {
		{"letters/two.md", NULL, "---\ntitle: Two\n---\n", "zone", 0,
			"a new one, by who looks at the public site"},
		{"notes/two.md", NULL, "---\ntitle: Two\n---\n", NULL, 0, "elsewhere"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "letters/one.md", "---\ntitle: One\n---\n");
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(site, &rows[i]);
	site_check_free(site);
	tree_fini(&tree);
}

/* What each generator has beside the keys that all have. */
static void no_generator_has_a_way_around(void **state)
{
	static const struct {
		struct tree_file settings;
		struct row row;
	} rows[] = {
		{{"hugo.toml", "title = 'Reef'\n"},
			{"content/posts/x.md", NULL,
				"---\ntitle: X\nparams:\n  aliases: [/]\n---\n",
				"aliases", 4, "Hugo's parameters"}},
		{{"hugo.toml", "title = 'Reef'\n"},
			{"content/posts/x.md", NULL,
				"+++\ntitle = 'X'\n[params]\nurl = '/x/'\n+++\n", "url",
				4, "the same in TOML"}},
		{{"hugo.toml", "title = 'Reef'\n"},
			{"content/posts/x.md", NULL,
				"+++\n[params]\nMarkup = 'rst'\n+++\n", "Markup", 3,
				"what reads it"}},
		{{"hugo.toml", "title = 'Reef'\n"},
			{"content/posts/x.md", "---\nparams: {url: /x/}\n---\n",
				"---\nparams: {url: /x/, toc: true}\n---\n", NULL, 0,
				"what they had they keep"}},
		{{"hugo.toml", "title = 'Reef'\n"},
			{"content/posts/_index.md", "---\ncascade: {draft: true}\n---\n",
				"---\ntitle: Posts\n---\n", "take this key out: cascade",
				0, "it shows all pages below"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/x.md", NULL, "+++\npath = 'y'\n+++\n", "path", 2,
				"Zola's address"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/x.md", NULL, "+++\n[extra]\naliases = ['y']\n+++\n",
				"aliases", 3, "Zola's extra fields"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/_index.md", "+++\nsort_by = 'date'\n+++\n",
				"+++\n+++\n", "take this key out: sort_by", 0,
				"it shows pages without a date"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\ndraft = true\n+++\n",
				"+++\ntitle = 'Plans'\n+++\n", "draft of a section", 0,
				"the pages below would be shown"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\ndraft = true\n+++\n",
				"+++\nrender = false\n+++\n", "draft of a section", 0,
				"it would be hidden itself, but not those below"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\ndraft = true\n+++\n",
				"+++\n[extra]\ndraft = true\n+++\n", "draft of a section",
				0, "moved where it hides its own page only"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\ndraft = true\n+++\n",
				"+++\ndraft = false\n+++\n", "draft of a section", 0,
				"switched off"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\n+++\n",
				"+++\ndraft = true\n+++\n", "draft of a section", 0,
				"all below would be hidden"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", NULL, "+++\ndraft = true\n+++\n",
				"draft of a section", 0, "a new one"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\ndraft = true\n+++\n",
				"+++\ntitle = 'Plans'\ndraft = true\n+++\nMore\n", NULL,
				0, "it stays a draft"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/plans/_index.md", "+++\n+++\n",
				"+++\ndraft = false\n+++\nMore\n", NULL, 0,
				"as good as nothing"}},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			{"content/a.md", "+++\ndraft = true\n+++\n", "+++\n+++\n", NULL,
				0, "a page is no section"}},
		{{"hugo.toml", "title = 'Reef'\n"},
			{"content/plans/_index.md",
				"+++\ncascade = {draft = true}\n+++\n",
				"---\nCascade: {draft: true}\ntitle: Plans\n---\n", NULL,
				0, "the same in YAML"}},
		{{"pelicanconf.py", "PATH = 'content'\nSITENAME = 'Reef'\n"},
			{"content/x.md", NULL, "Title: X\nSave_as: y.html\n\nText\n",
				"Save_as", 2, "Pelican's address"}},
		{{"gatsby-config.js", "module.exports = {}\n"},
			{"src/pages/x.md", NULL, "---\npath: /y/\n---\n", "path", 2,
				"Gatsby's address"}},
		{{"_config.yml", "title: Reef\n"},
			{NEW, NULL, "---\npath: /y/\nsort_by: date\n---\n", NULL, 0,
				"keys that mean nothing here"}},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write_all(&tree, &rows[i].settings, 1);
		tree_folder(&tree, "content");
		struct site *site = site_check_scan(&tree);
		check_row(site, &rows[i].row);
		site_check_free(site);
		tree_fini(&tree);
	}
}

/* A scan reads so much of a file, and no more: what is beyond that would not hide what it hides now. */
static void front_matter_is_as_long_as_a_scan_reads(void **state)
{
	static const struct {
		const char *open, *close;
		size_t above, within; /* bytes of padding */
		const char *error;
		const char *why;
	} rows[] = {
		{"+++\n", "title = 'X'\n+++\nText\n", 0, 60000, NULL, "long"},
		{"+++\n", "title = 'X'\n+++\nText\n", 0, 66000, "too long", "in TOML"},
		{"---\n", "title: X\n---\nText\n", 0, 66000, "", "in YAML"},
		{"+++\n", "title = 'X'\n+++\nText\n", 9000, 0, "too long",
			"empty lines above it"},
		{"+++\n", "title = 'X'\n+++\nText\n", 3, 0, NULL, "a few"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "hugo.toml", "title = 'Reef'\n");
	tree_folder(&tree, "content");
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		for (size_t k = 0; k < rows[i].above; k++)
			buf_putc(&text, '\n');
		buf_puts(&text, rows[i].open);
		for (size_t k = 0; k < rows[i].within; k++)
			buf_putc(&text, k % 100 ? '#' : '\n');
		buf_printf(&text, "\n%s", rows[i].close);
		buf_putc(&text, '\0');
		const struct row row = {"content/x.md", NULL, buf_slice(&text).ptr,
			rows[i].error, 0, rows[i].why};
		check_row(site, &row);
	}
	site_check_free(site);
	tree_fini(&tree);
}

/* No client could ask for it: the answer would say that it is kept, and nobody would find it. */
static void an_address_is_one_that_clients_can_ask_for(void **state)
{
	static const struct {
		const char *source, *start;
		size_t bytes;
		const char *error;
		unsigned line;
		const char *why;
	} rows[] = {
		{"content/x.md", "---\ntitle: X\nslug: ", 500, NULL, 0, "long"},
		{"content/x.md", "---\ntitle: X\nslug: ", 800, "slug is too long", 3,
			"too long"},
		{"content/x.md", "---\ntitle: X\nslug: ", 6000, "slug is too long", 3,
			"another address would be made"},
		{"content/sea/_index.md", "---\ntitle: X\nslug: ", 800,
			"slug is too long", 3, "of a section"},
		{"content/by/x.md", "---\ntitle: ", 800, "its address is too long", 0,
			"made of the title"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(
		&tree, "hugo.toml", "title = 'Reef'\n[permalinks]\nby = '/by/:title/'\n");
	tree_folder(&tree, "content/by");
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		buf_puts(&text, rows[i].start);
		buf_repeat(&text, 'x', rows[i].bytes);
		buf_puts(&text, "\n---\nText\n");
		buf_putc(&text, '\0');
		const struct row row = {rows[i].source, NULL, buf_slice(&text).ptr,
			rows[i].error, rows[i].line, rows[i].why};
		check_row(site, &row);
		/* What it had it may keep. */
		const struct row kept = {
			rows[i].source, row.text, row.text, NULL, 0, rows[i].why};
		check_row(site, &kept);
	}
	site_check_free(site);
	tree_fini(&tree);
}

/* A word for all pages below a folder hides a page until it says otherwise itself: that is no matter of an upload. */
static void what_a_page_inherits_counts(void **state)
{
	static const struct tree_file hugo[] = {
		{"hugo.toml", "title = 'Reef'\n"},
		{"content/plans/_index.md", "---\ncascade: {draft: true}\n---\n"},
		{"content/plans/a.md", "---\ntitle: A\n---\n"},
	};
	static const struct tree_file eleventy[] = {
		{".eleventy.js", "module.exports = () => ({dir: {input: 'src'}})\n"},
		{"src/plans/plans.json", "{\"draft\": true}\n"},
		{"src/plans/a.md", "---\ntitle: A\n---\n"},
	};
	static const struct change rows[] = {
		{"---\ntitle: A\n---\n", "---\ntitle: B\n---\n", true, true,
			"hidden before and after"},
		{"---\ntitle: A\n---\n", "---\ndraft: false\n---\n", true, false,
			"it would be published"},
		{"---\ndraft: false\n---\n", "---\ntitle: A\n---\n", false, true,
			"it would be hidden"},
		{NULL, "---\ntitle: A\n---\n", true, true, "new, and hidden"},
	};

	(void)state;
	check_changes(
		hugo, COUNT(hugo), "content/plans/a.md", "/plans/a/", rows, COUNT(rows));
	check_changes(eleventy, COUNT(eleventy), "src/plans/a.md", "/plans/a/", rows,
		COUNT(rows));
}

static void a_text_without_front_matter_gets_one(void **state)
{
	static const struct {
		const char *settings, *source, *text, *expected, *why;
	} rows[] = {
		{"_config.yml", "_posts/2026-11-30-boat.md",
			"# The boat: new\n\nIt sails.\n",
			"---\ntitle: \"The boat: new\"\ndate: "
			"2026-11-30T15:04:05Z\n---\n\n"
			"It sails.\n",
			"YAML, and its heading is its title"},
		{"hugo.toml", "content/posts/old-boat.md", "It sails.\n",
			"---\ntitle: \"Old boat\"\ndate: 2026-11-30T15:04:05Z\n---\n\n"
			"It sails.\n",
			"its name is its title"},
		{"hugo.toml", "content/posts/x.md", "It sails.\n\n# Boat\n",
			"---\ntitle: \"Boat\"\ndate: 2026-11-30T15:04:05Z\n---\n\n"
			"It sails.\n\n# Boat\n",
			"a heading further down stays"},
		{"zola.toml", "content/boat.md", "# Boat\nIt sails.\n",
			"+++\ntitle = \"Boat\"\ndate = 2026-11-30T15:04:05Z\n+++\n\n"
			"It sails.\n",
			"TOML"},
		{"pelicanconf.py", "content/boat.md", "# Boat\n\nIt sails.\n",
			"Title: Boat\nDate: 2026-11-30T15:04:05Z\n\nIt sails.\n",
			"lines"},
		{"_config.yml", "_posts/2026-11-30-boat.md", "---\ntitle: A\n---\nB\n",
			"---\ntitle: A\n---\nB\n", "what has one keeps it"},
		{"_config.yml", "boat.gmi", "# Boat\n", "# Boat\n", "gemtext has none"},
		{"_config.yml", "_posts/2026-11-30-boat.md", "# Boat\n\nIt sails.",
			"---\ntitle: \"Boat\"\ndate: 2026-11-30T15:04:05Z\n---\n\n"
			"It sails.\n",
			"an editor on a phone ends no last line"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_arena struct arena arena = {0};
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, rows[i].settings,
			strcmp(rows[i].settings, "_config.yml") == 0 ? "title: Reef\n"
			: strcmp(rows[i].settings, "zola.toml") == 0
				? "base_url = 'https://example.org'\n"
			: strcmp(rows[i].settings, "pelicanconf.py") == 0
				? "PATH = 'content'\nSITENAME = 'Reef'\n"
				: "title = 'Reef'\n");
		tree_folder(&tree, "content");
		struct site *site = site_check_scan(&tree);
		const struct store_target target = {
			.source = slice_str(rows[i].source), .kind = STORE_TEXT};
		struct slice got = store_check_complete(
			site, &target, &arena, slice_str(rows[i].text), NOW);
		if (!slice_eq(got, slice_str(rows[i].expected)))
			fail_msg("%s:\n%.*s", rows[i].why, SARG(got));
		site_check_free(site);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_are_said_with_their_line),
		cmocka_unit_test(a_change_of_who_sees_it_is_told),
		cmocka_unit_test(no_upload_leaves_or_enters_a_zone),
		cmocka_unit_test(no_generator_has_a_way_around),
		cmocka_unit_test(front_matter_is_as_long_as_a_scan_reads),
		cmocka_unit_test(an_address_is_one_that_clients_can_ask_for),
		cmocka_unit_test(what_a_page_inherits_counts),
		cmocka_unit_test(a_text_without_front_matter_gets_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
