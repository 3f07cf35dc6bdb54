/* SPDX-License-Identifier: MIT */
/* What a page's templates can show: of other files, of settings, of itself. Each row is the words of one
 * page, on its line 4; nothing it prints for either protocol may hold the word HIDDEN. */
#include "site/links_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/site_check.h"
#include "render/gemtext.h"
#include "render/plain.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *body;
	const char *shown; /* stands in both prints; NULL: the page is empty */
	const char *said;  /* a part of what check says, with its place; NULL: nothing */
	const char *why;
};

/* In all sites here; few have anything in it. */
static const struct reader_zone zone = {.path = S("/closed/"), .title = S("Closed")};
static const struct zones zones = {&zone, 1};

static bool says(const struct diag_list *diags, const char *words)
{
	bool found = false;

	for (size_t i = 0; i < diags->count && !found; i++) {
		struct buf line;
		buf_init(&line, BUF_UNLIMITED);
		diag_print(&line, &diags->items[i]);
		found = slice_find(buf_slice(&line), slice_str(words)) >= 0;
		buf_fini(&line);
	}
	return found;
}

static void check_print(const struct row *row, struct slice print)
{
	struct slice text = slice_trim(print);

	if (slice_find(text, S("HIDDEN")) >= 0)
		fail_msg("%s: it shows what is hidden:\n%.*s", row->why, SARG(text));
	/* Its title stands there always. */
	if (row->shown && slice_find(text, slice_str(row->shown)) < 0)
		fail_msg("%s: \"%s\" is not in\n%.*s", row->why, row->shown, SARG(text));
	if (!row->shown && slice_find_char(text, '<') >= 0)
		fail_msg("%s: it should be empty:\n%.*s", row->why, SARG(text));
}

static void check_row(const struct tree_file *files, size_t file_count,
	const char *source, const struct row *row)
{
	const struct gemtext_options gemtext = {0};
	const struct plain_options plain = {0};
	struct diag_list diags;
	struct arena arena = {0};
	struct tree tree;
	struct buf print;
	struct doc *doc;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	tree_link(&tree, "../.env", "_includes/out.md");
	tree_link(&tree, "inside.md", "_includes/in.md");
	tree_link(&tree, "id_rsa", "_includes/notes.md");
	tree_link(&tree, "../_posts/2020-01-04-unpublished.md", "docs/linked.md");
	tree_link(&tree, "parts/part.md", "docs/linked-part.md");
	tree_link(&tree, "unpublished.md", "docs/linked-unpublished.md");
	tree_link(&tree, "_drafts/draft.md", "docs/linked-draft.md");
	tree_link(&tree, "_drafts", "docs/linked-folder");
	tree_link(&tree, ".dot.md", "docs/linked-dot.md");
	tree_link(&tree, "..data/_stored.md", "docs/linked-store.md");
	tree_link(&tree, ".folder/x.md", "_includes/dot.md");
	tree_write(&tree, source,
		arena_printf(&arena, "---\ntitle: A page\n---\n%s\n", row->body).ptr);
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	const struct post *post = site_by_source(site, slice_str(source));
	assert_non_null(post);
	diag_init(&diags);
	assert_int_equal(links_convert(site, post, &arena, &diags, &doc), 0);
	buf_init(&print, BUF_UNLIMITED);
	gemtext_render(&print, doc, &gemtext);
	check_print(row, buf_slice(&print));
	buf_clear(&print);
	plain_render(&print, doc, &plain);
	check_print(row, buf_slice(&print));
	if (row->said ? !says(&diags, row->said) : diags.count != 0)
		fail_msg("%s: of %zu messages none is \"%s\"; the first is \"%.*s\"",
			row->why, diags.count, row->said ? row->said : "",
			SARG(diags.count ? diags.items[0].message : slice_none));
	if (says(&diags, "HIDDEN"))
		fail_msg("%s: check shows what is hidden", row->why);
	buf_fini(&print);
	diag_fini(&diags);
	site_check_free(site);
	tree_fini(&tree);
	arena_fini(&arena);
}

static const struct tree_file jekyll[] = {
	{".env", "TOKEN=HIDDEN\n"},
	{".git/config", "HIDDEN\n"},
	{"_config.yml", "title: Tides\nmotto: All at sea\nmy_api_token: HIDDEN\n"
			"github_secret: HIDDEN\nanalyticsKey: UA-1\nsecretary: Jo\n"
			"apiToken: HIDDEN\nmail: {host: mx.example, password: HIDDEN}\n"
			"secrets: {plain: HIDDEN}\nauth: {user: HIDDEN}\n"
			"collections: {letters: {output: false}}\n"},
	{"_includes/inside.md", "words <b>from inside</b>"},
	{"_includes/more/deep.md", "deep words"},
	{"_includes/.hidden.md", "HIDDEN"},
	{"_includes/.folder/x.md", "HIDDEN"},
	{"_includes/id_rsa", "HIDDEN\n"},
	{"_includes/deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\nHIDDEN\n"},
	{"_includes/asks.md", "{% include ../.env %}{{ site.my_api_token }}asked"},
	{"_includes/shows.md", "<{{ include.it }}>"},
	{"_posts/2020-01-02-public.md", "---\ntitle: Public\n---\npublic words\n"},
	{"_posts/2020-01-04-unpublished.md",
		"---\ntitle: HIDDEN\npublished: false\n---\nHIDDEN\n"},
	{"_posts/2999-01-01-later.md", "---\ntitle: HIDDEN\n---\nHIDDEN\n"},
	{"_posts/fragment.md", "HIDDEN\n"},
	{"_drafts/draft.md", "HIDDEN\n"},
	{"_letters/a.md", "---\ntitle: HIDDEN\n---\nHIDDEN\n"},
	{"docs/beside.md", "---\ntitle: Beside\ntoken: HIDDEN\n---\nbeside words\n"},
	{"docs/unpublished.md", "---\ntitle: HIDDEN\npublished: false\n---\nHIDDEN\n"},
	{"docs/.dot.md", "HIDDEN\n"},
	{"docs/..data/_stored.md", "from a store\n"},
	{"docs/_config.yml", "HIDDEN\n"},
	{"docs/_secrets.json", "{\"a\": \"HIDDEN\"}\n"},
	{"docs/_key", "HIDDEN\n"},
	{"docs/data.yml", "tide: high water\n"},
	{"docs/_part.md", "a part of it\n"},
	{"docs/parts/part.md", "---\ntitle: Part\n---\nanother part\n"},
	{"docs/_drafts/draft.md", "HIDDEN\n"},
	{"docs/_parts/.x/y.md", "HIDDEN\n"},
	{"docs/_parts/part.html", "<p>a part in HTML</p>\n"},
	{"README.md", "about the repository\n"},
};

static void includes_of_jekyll_stay_in_their_folder(void **state)
{
#define AT "docs/page.md:4:1: warning: include not shown: "
	static const struct row rows[] = {
		{"{% include inside.md %}", "from inside", NULL, "an include"},
		{"{% include more/deep.md %}", "deep words", NULL, "one in a folder"},
		{"{% include ./inside.md %}", "from inside", NULL, "this very folder"},
		{"{% include in.md %}", "from inside", NULL, "a link that stays inside"},
		{"{% include ../.env %}", NULL, AT "../.env leaves its folder", "above"},
		{"{% include \"../.env\" %}", NULL, AT "../.env leaves", "in quotes"},
		{"{%- include_cached '../.env' -%}", NULL, AT "../.env leaves", "cached"},
		{"{% render '../.env' %}", NULL, AT "../.env leaves", "rendered"},
		{"{% include ../.git/config %}", NULL, AT "../.git/config leaves", "git"},
		{"{% include ../_config.yml %}", NULL, AT "../_config.yml leaves",
			"settings"},
		{"{% include ../_posts/2020-01-04-unpublished.md %}", NULL,
			AT "../_posts/2020-01-04-unpublished.md leaves",
			"what is unpublished"},
		{"{% include ../_posts/2020-01-02-public.md %}", NULL,
			AT "../_posts/2020-01-02-public.md leaves",
			"what is published too: it is no include"},
		{"{% include more/../../.env %}", NULL, AT "more/../../.env leaves",
			"on a way"},
		{"{% include more/../inside.md %}", NULL, AT "more/../inside.md leaves",
			"on a way back"},
		{"{% include .hidden.md %}", NULL, AT ".hidden.md is a hidden file",
			"a dot file"},
		{"{% include .folder/x.md %}", NULL, AT ".folder/x.md is a hidden file",
			"a dot folder"},
		{"{% include /etc/passwd %}", NULL,
			AT "/etc/passwd is not a name below a folder", "from the root"},
		{"{% include out.md %}", NULL,
			AT "out.md is a link that leaves its folder",
			"a link that leads out"},
		{"{% include dot.md %}", NULL, AT "dot.md is a link to a hidden file",
			"a link to a dot file"},
		{"{% include id_rsa %}", NULL, AT "id_rsa is never shown (a key",
			"a key"},
		{"{% include notes.md %}", NULL, AT "notes.md is never shown (a key",
			"a key under another name"},
		{"{% include deploy %}", NULL, AT "deploy is never shown (a key",
			"a key by its text"},
		{"{% include none.md %}", NULL,
			"docs/page.md:4:1: warning: no such include", "none"},
		{"{% include asks.md %}", "asked",
			AT "../.env leaves its folder; it is left out",
			"an include that includes"},
		{"a\n\nwords {% include ../.env %} and more", "and more",
			"docs/page.md:6:7: warning: include not shown",
			"the place of a tag"},
		{"{% if true %}\n{% include ../.env %}\n{% endif %}", NULL,
			"docs/page.md:5:1: warning: include not shown", "in a branch"},
		{"{% capture x %}{% include ../.env %}{% endcapture %}{{ x }}", NULL,
			"docs/page.md:4:16: warning: include not shown", "captured"},
		{"{% assign x = '../.env' %}{% include {{ x }} %}", NULL,
			"include not shown", "by a variable"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(jekyll, COUNT(jekyll), "docs/page.md", &rows[i]);
}

static void relative_includes_show_what_is_published_and_fragments(void **state)
{
#define REL(name) "{% include_relative " name " %}"
	static const struct row rows[] = {
		{REL("beside.md"), "beside words", NULL,
			"a page, without its front matter"},
		{REL("_part.md"), "a part of it", NULL, "a fragment"},
		{REL("./_part.md"), "a part of it", NULL, "this very folder"},
		{REL("_parts/part.html"), "a part in HTML", NULL, "a fragment below"},
		{REL("parts/part.md"), "another part", NULL, "a page below"},
		{REL("data.yml"), "high water", NULL, "a file that is served by itself"},
		{REL("../.env"), NULL, AT "../.env leaves its folder", "above"},
		{REL("../README.md"), NULL, AT "../README.md leaves its folder",
			"above, though it is public"},
		{REL("../_posts/2020-01-04-unpublished.md"), NULL,
			AT "../_posts/2020-01-04-unpublished.md leaves",
			"an unpublished one"},
		{REL("unpublished.md"), NULL, AT "unpublished.md is not published",
			"an unpublished page"},
		{REL("_drafts/draft.md"), NULL, AT "_drafts/draft.md is not published",
			"a draft without front matter"},
		{REL(".dot.md"), NULL, AT ".dot.md is a hidden file", "a dot file"},
		{REL("_parts/.x/y.md"), NULL, AT "_parts/.x/y.md is a hidden file",
			"a dot folder"},
		{REL("_config.yml"), NULL, AT "_config.yml is never shown (the settings",
			"settings"},
		{REL("_secrets.json"), NULL, AT "_secrets.json is not published",
			"data that is not served"},
		{REL("_key"), NULL, AT "_key is neither published nor", "a key"},
		{REL("linked.md"), NULL, AT "linked.md is a link that leaves",
			"a link out"},
		{REL("linked-part.md"), "another part", NULL, "a link to a page"},
		{REL("linked-unpublished.md"), NULL,
			AT "linked-unpublished.md is not published",
			"a link to what is unpublished"},
		{REL("linked-draft.md"), NULL, AT "linked-draft.md is a link to a hidden",
			"a link to a draft"},
		{REL("linked-folder/draft.md"), NULL,
			AT "linked-folder/draft.md is a link to a hidden",
			"a link to their folder"},
		{REL("linked-dot.md"), NULL, AT "linked-dot.md is a link to a hidden",
			"a link to a dot file"},
		{REL("linked-store.md"), "from a store", NULL,
			"a link to where stores keep files"},
		{REL("none.md"), NULL, "warning: no such include 'none.md'", "none"},
		{REL("inside.md"), NULL, "warning: no such include 'inside.md'",
			"one from the folder of includes"},
		{REL("/etc/passwd"), NULL, AT "/etc/passwd is not a name below",
			"a root"},
	};
	static const struct row from_root[] = {
		{REL("README.md"), "about the repository", NULL,
			"the words of the repository"},
		{REL("_posts/2020-01-02-public.md"), "public words", NULL, "a post"},
		{REL("_posts/2020-01-04-unpublished.md"), NULL, "is not published",
			"an unpublished post"},
		{REL("_posts/2999-01-01-later.md"), NULL, "is not published",
			"a post to come"},
		{REL("_posts/fragment.md"), NULL, "is not published",
			"what lies among posts"},
		{REL("_drafts/draft.md"), NULL, "is not published", "a draft"},
		{REL("_letters/a.md"), NULL, "is not published",
			"a collection without pages"},
		{REL("_config.yml"), NULL, "_config.yml is never shown (the settings",
			"settings"},
		{REL(".env"), NULL, "is a hidden file", "a dot file"},
		{REL(".git/config"), NULL, "is a hidden file", "a dot folder"},
	};
	static const struct row from_posts[] = {
		{REL("2020-01-02-public.md"), "public words", NULL, "another post"},
		{REL("2020-01-04-unpublished.md"), NULL, "is not published",
			"an unpublished one"},
		{REL("2999-01-01-later.md"), NULL, "is not published", "one to come"},
		{REL("fragment.md"), NULL, "is not published", "what lies among posts"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(jekyll, COUNT(jekyll), "docs/page.md", &rows[i]);
	for (size_t i = 0; i < COUNT(from_root); i++)
		check_row(jekyll, COUNT(jekyll), "page.md", &from_root[i]);
	for (size_t i = 0; i < COUNT(from_posts); i++)
		check_row(jekyll, COUNT(jekyll), "_posts/2020-01-01-page.md",
			&from_posts[i]);
}

static void includes_of_eleventy_stay_in_their_folder(void **state)
{
	static const struct tree_file files[] = {
		{".eleventy.js", "module.exports = {dir: {input: 'src'}};\n"},
		{".env", "HIDDEN\n"},
		{"package.json",
			"{\"name\": \"HIDDEN\", \"scripts\": {\"x\": \"HIDDEN\"}}\n"},
		{"src/_includes/inside.md", "words from inside"},
		{"src/docs/part.md", "a part of it\n"},
		{"src/docs/_unpublished.md", "---\ntitle: HIDDEN\n---\nHIDDEN\n"},
		{"src/drafts/draft.md", "HIDDEN\n"},
		{".eleventyignore", "src/private\n"},
		{"src/private/ignored.md", "HIDDEN\n"},
		{"src/docs/data.json", "{\"a\": \"HIDDEN\"}\n"},
		/* Words of their folder's data hide them, or move them into a zone. */
		{"src/later/later.json", "{\"draft\": true}\n"},
		{"src/later/x.md", "HIDDEN\n"},
		{"src/notes/notes.json",
			"{\"permalink\": \"/closed/{{ page.fileSlug }}/\"}\n"},
		{"src/notes/x.md", "HIDDEN\n"},
		{"src/_data/keys.json", "{\"a\": \"shown\"}\n"},
		/* For the links that each row has. */
		{"_includes/inside.md", ""},
		{"docs/parts/part.md", ""},
	};
#undef AT
#define AT "src/docs/page.md:4:1: warning: include not shown: "
	static const struct row rows[] = {
		{"{% include 'inside.md' %}", "words from inside", NULL, "an include"},
		{"{% include './part.md' %}", "a part of it", NULL, "beside the page"},
		{"{% include '../../.env' %}", NULL, AT "../../.env leaves", "above"},
		{"{% include '../../package.json' %}", NULL,
			AT "../../package.json leaves", "settings"},
		{"{% include './../../.env' %}", NULL, AT "./../../.env leaves",
			"above, from beside"},
		{"{% include './data.json' %}", NULL, AT "./data.json is not published",
			"data of the folder"},
		{"{% include '.env' %}", NULL, AT ".env is a hidden file",
			"Nunjucks would look in the project's own folder"},
		{"{% include 'package.json' %}", NULL, "no such include", "the same"},
		{"{{ site.name }}", NULL, "unknown variable 'site.name'",
			"package.json holds nothing for templates"},
		{"{{ site.scripts.x }}", NULL, "unknown variable", "its commands"},
		{"{{ keys.a }}", "shown", NULL, "global data, as on the web"},
		{"{{ keys.b.c }}", NULL, "unknown variable", "what it has not"},
	};
	static const struct row from_root[] = {
		{"{% include './drafts/draft.md' %}", NULL,
			"./drafts/draft.md is not published", "a draft"},
		{"{% include './docs/_unpublished.md' %}", NULL,
			"./docs/_unpublished.md is not published",
			"what the site leaves out"},
		{"{% include './private/ignored.md' %}", NULL,
			"./private/ignored.md is not published", "what is ignored"},
		{"{% include './docs/part.md' %}", "a part of it", NULL, "a page"},
		{"{% include './later/x.md' %}", NULL, "./later/x.md is not published",
			"a draft by its folder's data"},
		{"{% include './notes/x.md' %}", NULL, "./notes/x.md is not published",
			"a letter by its folder's data"},
		{"{% include './_data/keys.json' %}", NULL, "./_data/keys.json is not",
			"data"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(files, COUNT(files), "src/docs/page.md", &rows[i]);
	for (size_t i = 0; i < COUNT(from_root); i++)
		check_row(files, COUNT(files), "src/page.md", &from_root[i]);
}

static void settings_that_sound_like_secrets_are_empty(void **state)
{
#undef AT
#define AT "docs/page.md:4:1: warning: setting not shown: "
	static const struct row rows[] = {
		{"{{ site.motto }}", "All at sea", NULL, "a setting"},
		{"{{ site.mail.host }}", "mx.example", NULL, "one in a map"},
		{"{{ site.secretary }}", "Jo", NULL, "another word"},
		{"{{ site.analyticsKey }}", "UA-1", NULL, "a key that is public"},
		{"{{ page.title }}!", "A page!", NULL, "what the page says itself"},
		{"{{ site.my_api_token }}", NULL, AT "site.my_api_token has the name of",
			"a token"},
		{"{{ site.my-api-token }}", NULL, AT "site.my-api-token has the name",
			"by another spelling"},
		{"{{ site.apitoken }}", NULL, AT "site.apitoken has the name",
			"as the file does not write it"},
		{"{{site.github_secret|upcase}}", NULL, AT "site.github_secret",
			"through a filter"},
		{"{{ site.mail.password }}", NULL, AT "site.mail.password", "in a map"},
		{"{{ site.secrets.plain }}", NULL, AT "site.secrets has the name",
			"by the name of its map"},
		{"{{ site.auth.user }}", NULL, AT "site.auth has", "the same"},
		{"{{ site.mail['password'] }}", NULL, AT "password has the name",
			"in brackets"},
		{"{% assign p = 'pass' | append: 'word' %}{{ site.mail[p] }}", NULL,
			"setting not shown: password", "by a name that is made up"},
		{"{% for m in site.mail %}{{ m[0] }}={{ m[1] }};{% endfor %}",
			"host=mx.example;=;", NULL, "a loop over a map leaves it out"},
		{"{{ site.mail | jsonify }}", NULL, "unknown variable", "a whole map"},
		{"{{ site | jsonify }}", NULL, "unknown variable", "all of them"},
		{"{% assign x = site.my_api_token %}{{ x }}", NULL,
			AT "site.my_api_token", "by another name"},
		{"{% assign m = site.mail %}{{ m.password }}", NULL,
			"setting not shown: m.password", "by another name of its map"},
		{"{% capture x %}{{ site.my_api_token }}{% endcapture %}{{ x }}", NULL,
			"docs/page.md:4:16: warning: setting not shown", "captured"},
		{"{{ 'a,' | append: site.my_api_token }}", "a,", AT "site.my_api_token",
			"as an argument of a filter"},
		{"{{ nothing | default: site.my_api_token }}", NULL,
			AT "site.my_api_token", "as what stands for nothing"},
		{"{% assign l = 'a,b' | split: ',' %}{% for i in l %}"
		 "{{ site.my_api_token }}{{ i }}{% endfor %}",
			"ab", "setting not shown", "in a loop"},
		{"{% for s in site.secrets %}{{ s }}{% endfor %}", NULL,
			AT "site.secrets has the name", "a loop over them"},
		{"{% for s in site.mail.password %}{{ s }}{% endfor %}", NULL,
			AT "site.mail.password has", "a loop over one"},
		{"{{ site.pages | where: 'title', 'Beside' | map: 'token' }}", NULL,
			AT "token has the name", "of another page's front matter"},
		{"{{ site.posts | map: 'title' | join: ' ' }}", NULL, NULL,
			"posts that are not published are in no list"},
		{"{{ site.letters | size }}", "0", NULL, "nor is a collection"},
		{"{{ site.data.keys.a }}{{ site.tags | size }}", "0",
			"unknown variable 'site.data.keys.a'", "nor data elsewhere"},
		{"{% include shows.md it=site.my_api_token %}", "<>",
			AT "site.my_api_token", "handed to an include"},
		{"{% if site.my_api_token %}there{% endif %}", "there",
			AT "site.my_api_token", "it counts as set"},
		{"{% for p in site.posts %}{{ p.content }}{% endfor %}", NULL,
			"unknown variable 'p.content'", "a loop over posts"},
		{"{% for p in site.pages %}{{ p.content }}{% endfor %}", NULL,
			"unknown variable 'p.content'", "the words of other pages"},
		{"see [x]({% post_url 2020-01-04-unpublished %})", "x",
			"no such page: '2020-01-04-unpublished'", "an unpublished post"},
		{"see [x]({% post_url 2999-01-01-later %})", "x", "no such page",
			"a post to come"},
		{"see [x]({% link _drafts/draft.md %})", "x", "no such page", "a draft"},
		{"see [x]({% link _letters/a.md %})", "x", "no such page",
			"a collection without pages"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(jekyll, COUNT(jekyll), "docs/page.md", &rows[i]);
}

/* What @post's template shows of the page beside it, as @site knows that one. */
static void check_beside(const struct site *site, const char *shown, const char *why)
{
	const struct post *post = site_by_source(site, S("list.md"));
	const struct gemtext_options gemtext = {0};
	struct arena arena = {0};
	struct buf print;
	struct doc *doc;

	assert_int_equal(links_convert(site, post, &arena, NULL, &doc), 0);
	buf_init(&print, BUF_UNLIMITED);
	gemtext_render(&print, doc, &gemtext);
	if (slice_find(buf_slice(&print), slice_str(shown)) < 0 ||
		slice_find(buf_slice(&print), S("HIDDEN")) >= 0)
		fail_msg("%s: \"%s\" is not in\n%.*s", why, shown,
			SARG(buf_slice(&print)));
	buf_fini(&print);
	arena_fini(&arena);
}

static void another_pages_front_matter_is_what_the_scan_found(void **state)
{
	static const struct {
		const char *text, *shown, *why;
	} rows[] = {
		{"---\ntide: HIDDEN\npublished: false\n---\n", "no tide",
			"it is a draft since"},
		{NULL, "no tide", "it is gone since"},
		{"---\ntitle: Beside\ntide: low\n---\nWords.\n", "no tide",
			"it changed since"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "title: Tides\n");
	tree_write(&tree, "list.md",
		"---\ntitle: List\n---\n{% for p in site.pages %}{% if p.title == "
		"'Beside' %}"
		"{% if p.tide %}tide {{ p.tide }}{% else %}no tide{% endif %}"
		"{% endif %}{% endfor %}\n");
	tree_write(&tree, "beside.md", "---\ntitle: Beside\ntide: high\n---\nWords.\n");
	struct site *site = site_check_scan(&tree);
	check_beside(site, "tide high", "it is as it was");
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].text)
			tree_write(&tree, "beside.md", rows[i].text);
		else
			tree_remove(&tree, "beside.md");
		check_beside(site, rows[i].shown, rows[i].why);
	}
	struct site *next = site_check_scan_with(&tree, site, NULL, SITE_CHECK_NOW);
	check_beside(next, "tide low", "a later scan found it");
	site_check_free(next);
	site_check_free(site);
	tree_fini(&tree);
}

static void parameters_of_hugo_that_sound_like_secrets_are_empty(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'Tides'\ncontentDir = 'docs'\nmotto = 'HIDDEN'\n"
			      "[params]\ncolor = 'blue'\napiToken = 'HIDDEN'\n"
			      "[params.mail]\npassword = 'HIDDEN'\n"},
		{"docs/parts/part.md", ""},
		{"_includes/inside.md", ""},
		{".env", "HIDDEN\n"},
	};
	static const struct row rows[] = {
		{"{{< param color >}}", "blue", NULL, "a parameter"},
		{"{{< param apiToken >}}", NULL,
			"docs/page.md:4:1: warning: setting not shown: "
			"site.params.apiToken has the name of a secret",
			"a secret"},
		{"{{% param mail.password %}}", NULL, "site.params.mail.password",
			"in a map"},
		{"{{< param motto >}}", NULL, "unknown variable 'motto'",
			"settings that are no parameters"},
		{"{{< readfile file=\"../.env\" >}}", NULL, "link to nowhere: ../.env",
			"shortcodes read no files"},
		{"{{% include \"../.env\" %}}", NULL, "unknown shortcode", "the same"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(files, COUNT(files), "docs/page.md", &rows[i]);
}

static void snippets_of_mkdocs_stay_in_their_folders(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: Tides\nmarkdown_extensions:\n"
			       "  - pymdownx.snippets: {base_path: [$config_dir, code]}\n"
			       "exclude_docs: |\n  secret.md\n"},
		{"code/tide.py",
			"a = 1\n# --8<-- [start:two]\nb = 2\n# --8<-- [end:two]\n"},
		{"code/.env", "HIDDEN\n"},
		{"docs/.env", "HIDDEN\n"},
		{"docs/draft.md", "---\ntitle: D\ndraft: true\n---\nHIDDEN\n"},
		{"docs/secret.md", "HIDDEN\n"},
		{"docs/open.md", "---\ntitle: O\n---\nOpen words.\n"},
		{"docs/parts/part.md", "The part.\n"},
		{"key.pem", "-----BEGIN PRIVATE KEY-----\nHIDDEN\n"},
		{"_includes/inside.md", ""},
		{".env", "HIDDEN\n"},
	};
	static const struct row rows[] = {
		{"--8<-- \"tide.py:two\"", "b = 2", NULL, "a section, in base_path"},
		{"--8<-- 'docs/open.md'", "Open words.", NULL, "a page, its words only"},
		{"--8<-- \"docs/parts/part.md\"", "The part.", NULL, "text"},
		{"--8<-- \"docs/draft.md\"", NULL,
			"docs/page.md:4:1: warning: snippet: docs/draft.md is not "
			"published",
			"a draft"},
		{"--8<-- \"docs/secret.md\"", NULL, "is not published",
			"a page that settings leave out"},
		{"--8<-- \"../../.env\"", NULL, "leaves its folder", "a way out"},
		{"--8<-- \"/etc/hostname\"", NULL, "is not a name below a folder",
			"an absolute path"},
		{"--8<-- \".env\"", NULL, "is a hidden file", "a dot file"},
		{"--8<-- \"key.pem\"", NULL, "is never shown", "a key"},
		{"--8<--\nnowhere.md\n--8<--", NULL,
			"docs/page.md:5:1: warning: "
			"snippet: nowhere.md does not exist",
			"a file that is not there, in a block"},
		{"{* tide.py ln[3] *}", "b = 2", NULL, "markdown_include_variants"},
		{"{* .env *}", NULL, "is a hidden file", "a dot file, so included"},
		{"{!nowhere.md!}", "{!nowhere.md!}", "it is shown as it is",
			"perhaps an example of the mark"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(files, COUNT(files), "docs/page.md", &rows[i]);
}

/* Files of a page that is hidden or in a zone are no fragments for others. */
static void files_of_hidden_pages_are_not_included(void **state)
{
	static const struct tree_file jekyll_files[] = {
		{"_config.yml",
			"title: Tides\ncollections: {notes: {output: true, permalink: "
			"'/closed/:path/'}, open: {output: true}}\n"},
		{"_notes/a.md", "---\ntitle: HIDDEN\n---\nHIDDEN\n"},
		{"closed/b.txt", "HIDDEN\n"},
		{"_open/c.txt", "An open file.\n"},
		{"_includes/inside.md", ""},
		{"docs/parts/part.md", ""},
	};
	static const struct row rows[] = {
		{REL("_notes/a.md"), NULL, "_notes/a.md is not published", "a letter"},
		{REL("closed/b.txt"), NULL, "closed/b.txt is not published",
			"one in its folder"},
		{REL("_open/c.txt"), "An open file.", NULL, "a file for everybody"},
	};
	static const struct tree_file mkdocs[] = {
		{"mkdocs.yml", "site_name: Tides\nplugins: [blog]\nmarkdown_extensions:\n"
			       "  - pymdownx.snippets: {base_path: [$config_dir]}\n"},
		{"docs/blog/posts/.meta.yml", "draft: true\n"},
		{"docs/blog/posts/x.md", "HIDDEN\n"},
		{"docs/closed/y.md", "HIDDEN\n"},
		{"docs/closed/y.txt", "HIDDEN\n"},
		{"_includes/inside.md", ""},
		{"docs/parts/part.md", ""},
	};
	static const struct row snippets[] = {
		{"--8<-- \"docs/blog/posts/x.md\"", NULL, "is not published",
			"a draft by the words of its folder"},
		{"--8<-- \"docs/closed/y.md\"", NULL, "is not published", "a letter"},
		{"--8<-- \"docs/closed/y.txt\"", NULL, "is not published", "its file"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(jekyll_files, COUNT(jekyll_files), "page.md", &rows[i]);
	for (size_t i = 0; i < COUNT(snippets); i++)
		check_row(mkdocs, COUNT(mkdocs), "docs/page.md", &snippets[i]);
}

static void includes_of_mkdocs_have_a_base_path_of_their_own(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: Tides\nmarkdown_extensions:\n"
			       "  pymdownx.tilde:\n  mdx_include: {base_path: docs}\n"},
		{"docs/part.md", "The part.\n"},
	};
	static const struct row row = {
		"{!part.md!}", "The part.", NULL, "a base_path of mdx_include"};

	(void)state;
	check_row(files, COUNT(files), "docs/page.md", &row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(includes_of_jekyll_stay_in_their_folder),
		cmocka_unit_test(relative_includes_show_what_is_published_and_fragments),
		cmocka_unit_test(includes_of_eleventy_stay_in_their_folder),
		cmocka_unit_test(settings_that_sound_like_secrets_are_empty),
		cmocka_unit_test(snippets_of_mkdocs_stay_in_their_folders),
		cmocka_unit_test(files_of_hidden_pages_are_not_included),
		cmocka_unit_test(includes_of_mkdocs_have_a_base_path_of_their_own),
		cmocka_unit_test(another_pages_front_matter_is_what_the_scan_found),
		cmocka_unit_test(parameters_of_hugo_that_sound_like_secrets_are_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
