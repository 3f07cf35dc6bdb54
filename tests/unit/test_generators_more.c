/* SPDX-License-Identifier: MIT */
/* Sites whose configuration is a program: what stands where, as on their web sites. */
#include "scan/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct at {
	const char *path, *expected, *why;
};

static struct site *scan_tree(
	struct tree *tree, const struct tree_file *files, size_t file_count)
{
	tree_init(tree);
	tree_write_all(tree, files, file_count);
	return site_check_scan(tree);
}

static void check_rows(const struct site *site, const struct at *rows, size_t count)
{
	struct arena arena = {0};

	for (size_t i = 0; i < count; i++) {
		const char *got = site_check_at(&arena, site, rows[i].path);
		if (strcmp(got, rows[i].expected) != 0)
			fail_msg("%s: at %s is \"%s\", expected \"%s\"", rows[i].why,
				rows[i].path, got, rows[i].expected);
	}
	arena_fini(&arena);
}

static void assert_slice(struct slice got, const char *expected)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("\"%.*s\", expected \"%s\"", SARG(got), expected);
}

static void docusaurus_has_posts_by_date_and_docs(void **state)
{
	static const struct tree_file files[] = {
		{"docusaurus.config.ts",
			"const baseUrl = 'https://forge.example/edit/main';\n"
			"const navbar = {title: 'Bar', url: '/'};\n"
			"const config: Config = {\n  title: 'Reef',\n  tagline: "
			"'Notes',\n"
			"  url: 'https://reef.example',\n  baseUrl: '/',\n"
			"  i18n: {defaultLocale: 'en', locales: ['en', 'fr']},\n"
			"  presets: [['classic', {\n"
			"    docs: {routeBasePath: 'guide'},\n"
			"    blog: {path: './news', showReadingTime: true},\n"
			"  }]],\n};\nexport default config;\n"},
		{"news/2024-03-05-tide.md", "---\ntitle: Tide\n---\nLow.\n"},
		{"news/2024/04/06/wave.md", "A wave.\n"},
		{"news/2024-05-07-boat/index.mdx",
			"import B from './b'\n\n<B /> floats.\n\n![A boat](boat.png)\n"},
		{"news/2024-05-07-boat/boat.png", "png"},
		{"news/2024-05-07-boat/invoice.png", "png"},
		{"news/far/2024-06-08-port.md", "A port.\n"},
		{"news/welcome.md", "---\nslug: /hello\ndate: 2023-01-02\n---\nHi.\n"},
		{"news/_draft.md", "No.\n"},
		{"docs/out.md", "Out.\n"},
		{"docs/01-first/02-step.md", "Step.\n"},
		{"docs/index.md", "Docs.\n"},
		{"docs/named.md", "---\nid: other\n---\nN.\n"},
		{"src/pages/about.md", "About.\n"},
		{"static/img/a.png", "png"},
		{"i18n/fr/docusaurus-plugin-content-blog/2024-03-05-tide.md",
			"---\ntitle: La mer\n---\nBasse.\n"},
		{"README.md", "Of the repository.\n"},
	};
	static const struct at rows[] = {
		{"/news/2024/03/05/tide", "none", "the route is not the folder"},
		{"/blog/2024/03/05/tide", "post news/2024-03-05-tide.md",
			"the name's date are folders"},
		{"/blog/2024/04/06/wave", "post news/2024/04/06/wave.md",
			"the folders' date"},
		{"/blog/2024/05/07/boat", "post news/2024-05-07-boat/index.mdx",
			"a folder with its pictures"},
		{"/blog/2024-05-07-boat/boat.png", "file news/2024-05-07-boat/boat.png",
			"which are served"},
		{"/blog/2024-05-07-boat/invoice.png", "none",
			"but for those that it does not name"},
		{"/blog/2024/06/08/far/port", "post news/far/2024-06-08-port.md",
			"folders follow the date"},
		{"/blog/hello", "post news/welcome.md", "a slug is below the route"},
		{"/blog/_draft", "none", "an underscore hides"},
		{"/guide/first/step", "post docs/01-first/02-step.md",
			"numbers only sort"},
		{"/guide/", "post docs/index.md", "the index"},
		{"/guide/other", "post docs/named.md", "an id is the name"},
		{"/about/", "post src/pages/about.md", "a page"},
		{"/img/a.png", "file static/img/a.png", "a static file"},
		{"/fr/blog/2024/03/05/tide",
			"post i18n/fr/docusaurus-plugin-content-blog/2024-03-05-tide.md",
			"a translation"},
		{"/README", "none", "not of the site"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	check_rows(site, rows, COUNT(rows));
	assert_int_equal(site->settings->generator, GENERATOR_DOCUSAURUS);
	assert_slice(site->settings->title, "Reef");
	assert_slice(site->settings->description, "Notes");
	assert_slice(site->settings->url, "https://reef.example");
	assert_slice(site->settings->baseurl, "");
	assert_slice(site_check_post(site, "/fr/blog/2024/03/05/tide")->lang, "fr");
	assert_true(site_check_post(site, "/guide/other")->is_page);
	assert_int_equal(site_count_posts(site), 6);
	site_check_free(site);
	tree_fini(&tree);
}

static void gatsby_paths_begin_at_the_folder_that_is_read(void **state)
{
	static const struct tree_file files[] = {
		{"gatsby-config.js",
			"module.exports = {\n  siteMetadata: {\n    title: `Reef`,\n"
			"    author: { name: `Ada` },\n    siteUrl: "
			"`https://reef.example/`,\n"
			"  },\n  plugins: [\n"
			"    { resolve: `gatsby-source-filesystem`,\n"
			"      options: { path: `${__dirname}/content/blog`, name: `b` } "
			"},\n"
			"    { resolve: `gatsby-source-filesystem`,\n"
			"      options: { name: 'n', path: path.join(__dirname, 'notes') "
			"} },\n"
			"  ],\n}\n"},
		{"content/blog/tide/index.md",
			"---\ntitle: T\ndate: 2024-03-05\n---\nA\n![](a.png)\n"},
		{"content/blog/tide/a.png", "png"},
		{"content/blog/wave.mdx",
			"---\ndate: 2024-03-06\npath: /sea/wave\n---\nA\n"},
		{"content/other/no.md", "No.\n"},
		{"notes/n.md", "---\ndate: 2024-03-07\nslug: note\n---\nA\n"},
		{"src/pages/about.md", "About.\n"},
		{"static/s.png", "png"},
	};
	static const struct at rows[] = {
		{"/tide/", "post content/blog/tide/index.md", "below its source"},
		{"/tide/a.png", "file content/blog/tide/a.png", "its picture"},
		{"/sea/wave/", "post content/blog/wave.mdx", "a path of its own"},
		{"/note/", "post notes/n.md", "a slug"},
		{"/no/", "none", "not read by Gatsby"},
		{"/about/", "post src/pages/about.md", "a page"},
		{"/s.png", "file static/s.png", "a static file"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	check_rows(site, rows, COUNT(rows));
	assert_int_equal(site->settings->generator, GENERATOR_GATSBY);
	assert_slice(site->settings->title, "Reef");
	assert_slice(site->settings->author, "Ada");
	assert_slice(site->settings->url, "https://reef.example");
	assert_int_equal(site->post_count, 3);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_gatsby_theme_reads_the_usual_folder(void **state)
{
	static const struct tree_file files[] = {
		{"gatsby-config.ts", "export default { plugins: ['gatsby-theme-x'] }\n"},
		{"content/posts/a/index.mdx", "---\ndate: 2024-03-05\n---\nA\n"},
		{"README.md", "No.\n"},
	};
	static const struct at rows[] = {
		{"/posts/a/", "post content/posts/a/index.mdx", "content"},
		{"/README/", "none", "not of the site"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	tree_fini(&tree);
}

static void bridgetown_has_its_sources_in_src(void **state)
{
	static const struct tree_file files[] = {
		{"bridgetown.config.yml",
			"timezone: UTC\ncollections:\n"
			"  docs: {output: true, permalink: '/:locale/docs/:path.*'}\n"},
		{"config/initializers.rb", "Bridgetown.configure do |config|\n"
					   "  url \"https://reef.example\"\nend\n"},
		{"src/_data/site_metadata.yml", "title: Reef\ntagline: Notes\n"},
		{"src/_posts/2024/2024-03-05-tide.md", "---\ncategory: sea\n---\nA\n"},
		{"src/_docs/a/b.md", "---\n---\nA\n"},
		{"src/_pages/about.md", "---\npermalink: /me.*\n---\nMe\n"},
		{"src/index.md", "---\n---\nHome\n"},
		{"src/images/a.png", "png"},
		{"README.md", "No.\n"},
	};
	static const struct at rows[] = {
		{"/sea/2024/03/05/tide/", "post src/_posts/2024/2024-03-05-tide.md",
			"pretty is the usual style"},
		{"/docs/a/b", "post src/_docs/a/b.md",
			"a collection, its extension left out"},
		{"/me", "post src/_pages/about.md", "a page"},
		{"/images/a.png", "file src/images/a.png", "a file"},
		{"/README", "none", "not of the site"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	check_rows(site, rows, COUNT(rows));
	assert_slice(site->settings->title, "Reef");
	assert_slice(site->settings->description, "Notes");
	assert_slice(site->settings->url, "https://reef.example");
	assert_int_equal(site->post_count, 1);
	site_check_free(site);
	tree_fini(&tree);
}

static void astro_routes_may_hold_dates(void **state)
{
	static const struct tree_file files[] = {
		{"astro.config.mjs", "export default {}\n"},
		{"src/content.config.ts",
			"const postsCollection = defineCollection({\n"
			"  loader: glob({ base: './src/content/posts' }) })\n"
			"export const collections = { 'posts': postsCollection }\n"},
		{"src/pages/[year]/[month]/[slug].astro",
			"const posts = await getCollection('posts')\n"},
		{"src/pages/feed.xml.ts", "export const GET = 1\n"},
		{"src/content/posts/2024-03-05-tide.md", "---\ntitle: T\n---\nA\n"},
		{"src/content/posts/undated.md", "---\ntitle: U\n---\nA\n"},
	};
	static const struct at rows[] = {
		{"/2024/03/tide/", "post src/content/posts/2024-03-05-tide.md",
			"by date and name"},
		{"/undated/", "post src/content/posts/undated.md", "without a date"},
		{"/feed.xml.ts", "none", "a program"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	tree_fini(&tree);
}

static void vitepress_has_pages_where_their_files_are_or_rewrites_say(void **state)
{
	static const char config[] =
		"export default defineConfig({\n"
		"  title: 'Press', base: '/docs/',\n"
		"  sitemap: {hostname: 'https://v.example'},\n"
		"  %s\n"
		"  srcDir: 'src',\n"
		"  locales: {root: {lang: 'en'}, fr: {lang: 'fr'}},\n"
		"  rewrites: {\n"
		"    'packages/:pkg/src/(.*)': ':pkg/index.md',\n"
		"    'docs/:page': ':page',\n"
		"    'old/:rest*': 'new/:rest*',\n"
		"    'one.md': 'two.md',\n"
		"  },\n"
		"})\n";
	static const struct site_check_row rows[] = {
		{"/", "post src/index.md", "an index"},
		{"/guide/", "post src/guide/index.md", "an index of a folder"},
		{"/guide/start", "post src/guide/start.md", "a page"},
		{"/fr/guide/start", "post src/fr/guide/start.md", "a translation"},
		{"/alpha/", "post src/packages/alpha/src/deep/x.md", "anything"},
		{"/page", "post src/docs/page.md", "a segment"},
		{"/docs/deep/page", "post src/docs/deep/page.md", "only one"},
		{"/new/a/b", "post src/old/a/b.md", "several segments"},
		{"/two", "post src/one.md", "a single page"},
		{"/logo.png", "file src/public/logo.png", "a public file"},
	};
	struct tree tree;
	(void)state;

	for (int clean = 0; clean < 2; clean++) {
		auto_arena struct arena arena = {0};
		const struct tree_file files[] = {
			{".vitepress/config.ts", arena_printf(&arena, config,
							 clean ? "cleanUrls: true," : "")
							 .ptr},
			{"src/index.md", "# Home\n"},
			{"src/guide/index.md", "# Guide\n"},
			{"src/guide/start.md", "# Start\n"},
			{"src/fr/guide/start.md", "# Commencer\n"},
			{"src/packages/alpha/src/deep/x.md", "# Alpha\n"},
			{"src/docs/page.md", "# Page\n"},
			{"src/docs/deep/page.md", "# Page\n"},
			{"src/old/a/b.md", "# Old\n"},
			{"src/one.md", "# One\n"},
			{"src/public/logo.png", "png"},
		};
		struct site *site = scan_tree(&tree, files, COUNT(files));
		site_check_rows(site, rows, COUNT(rows));
		assert_int_equal(site->settings->generator, GENERATOR_VITEPRESS);
		assert_string_equal(site->settings->title.ptr, "Press");
		assert_int_equal(site->settings->lang_count, 2);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void eleventy_permalinks_may_be_functions_and_data_yaml(void **state)
{
	static const struct tree_file files[] = {
		{"eleventy.config.js", "export default function (config) {}\n"},
		{"posts/posts.11tydata.js",
			"export default {\n\tlayout: 'post',\n"
			"\tpermalink: function({page}) {\n"
			"\t\treturn `/web/${ page.fileSlug }/`\n\t},\n}\n"},
		{"posts/2024-03-05-tide.md", "---\ntitle: T\n---\nA\n"},
		{"notes/notes.11tydata.mjs", "export default { permalink: (data) => "
					     "`/n/${data.page.fileSlug}/` }\n"},
		{"notes/a.md", "---\ndate: 2024-03-06\n---\nA\n"},
		{"talks/x/index.md", "No front matter.\n"},
		{"talks/x/index.yml", "title: A talk\ndate: 2024-03-07\ntags: [sea]\n"},
		{"talks/indexed.md", "Not of that file.\n"},
	};
	static const struct at rows[] = {
		{"/web/tide/", "post posts/2024-03-05-tide.md", "a function"},
		{"/n/a/", "post notes/a.md", "an arrow"},
		{"/talks/x/", "post talks/x/index.md", "data beside the file"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	check_rows(site, rows, COUNT(rows));
	const struct post *talk = site_check_post(site, "/talks/x/");
	assert_slice(talk->title, "A talk");
	assert_int_equal(talk->tag_count, 1);
	assert_int_equal(site->post_count, 3);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_plain_folder_may_hold_mdx(void **state)
{
	static const struct tree_file files[] = {
		{"package.json", "{\"dependencies\": {\"next-mdx-remote\": \"5\"}}"},
		{"posts/2024-03-05-a.mdx", "import A from './a'\n\n# Title\n\nText.\n"},
	};
	struct tree tree;
	(void)state;

	struct site *site = scan_tree(&tree, files, COUNT(files));
	assert_int_equal(site->post_count, 1);
	assert_slice(site->posts[0]->title, "Title");
	assert_true(settings_is_mdx(site->settings, S("a.md")));
	site_check_free(site);
	tree_fini(&tree);
}

static void authors_are_shown_by_their_names(void **state)
{
	static const struct {
		struct tree_file files[4];
		const char *post, *author, *why;
	} rows[] = {
		{{{"docusaurus.config.js",
			  "module.exports = {presets: [['classic', {blog: "
			  "{path: 'news', authorsMapPath: 'who.json'}}]]};"},
			 {"news/who.json", "{\"jd\": {\"name\": \"Jane Duck\"}}"},
			 {"news/a.md", "---\nauthors: [jd, {key: jd}, {name: Bob}, "
				       "no]\n---\n"}},
			"/blog/a", "Jane Duck, Bob, no",
			"keys, names and what nobody knows"},
		{{{"docusaurus.config.js",
			  "module.exports = {presets: [['classic', {blog: "
			  "{}}]]};"},
			 {"blog/authors.yml", "jd:\n  name: Jane Duck\n"},
			 {"blog/a.md", "---\nauthors: jd\n---\n"}},
			"/blog/a", "Jane Duck", "one key"},
		{{{"mkdocs.yml", "plugins:\n  - blog\n"},
			 {"docs/blog/.authors.yml", "authors:\n  jd:\n    name: Jane "
						    "Duck\n    description: D\n"},
			 {"docs/blog/posts/a.md", "---\ndate: 2024-01-02\nslug: "
						  "a\nauthors: [jd]\n---\n# A\n"}},
			"/blog/2024/01/02/a/", "Jane Duck", "Material for MkDocs"},
		{{{"_config.yml", "permalink: /:title/\n"},
			 {"_data/authors.yml", "jd:\n  name: Jane Duck\nbo: Bob\n"},
			 {"_posts/2024-01-02-a.md",
				 "---\nauthor: jd\nauthors: [bo]\n---\n"}},
			"/a/", "Jane Duck, Bob", "Jekyll's data"},
		{{{"_config.yml", "permalink: /:title/\n"},
			 {"_data/authors.yml", "- id: jd\n  name: Jane Duck\n"},
			 {"_posts/2024-01-02-a.md", "---\nauthor: jd\n---\n"}},
			"/a/", "Jane Duck", "a list"},
		{{{"_config.yml", "permalink: /:title/\ncollections: [authors]\n"},
			 {"_authors/jd.md",
				 "---\nshort_name: duck\nname: Jane Duck\n---\n"},
			 {"_posts/2024-01-02-a.md", "---\nauthor: duck\n---\n"}},
			"/a/", "Jane Duck", "a collection of them"},
		{{{"_config.yml",
			  "permalink: /:title/\nauthors: {jd: {name: Jane Duck}}\n"},
			 {"_posts/2024-01-02-a.md", "---\nauthor: jd\n---\n"}},
			"/a/", "Jane Duck", "Jekyll's settings"},
		{{{"hugo.toml", "title = 'x'\n"},
			 {"data/authors.toml", "[jd]\nname = 'Jane Duck'\n"},
			 {"content/a.md", "---\nauthors: [jd]\n---\n"}},
			"/a/", "Jane Duck", "Hugo's data"},
		{{{"hugo.toml", "title = 'x'\n"},
			 {"data/authors/jd.json", "{\"name\": \"Jane Duck\"}"},
			 {"content/a.md", "---\nauthors: [jd]\n---\n"}},
			"/a/", "Jane Duck", "a file of each"},
		{{{"hugo.toml", "title = 'x'\n"},
			 {"content/authors/jd/_index.md", "---\ntitle: Jane Duck\n---\n"},
			 {"content/a.md", "---\nauthors: [jd]\n---\n"}},
			"/a/", "Jane Duck", "the page of a term"},
		{{{".eleventy.js", "module.exports = {}\n"},
			 {"_data/authors.json",
				 "[{\"key\": \"jd\", \"name\": \"Jane Duck\"}]"},
			 {"a.md", "---\nauthor: jd\n---\n"}},
			"/a/", "Jane Duck", "Eleventy's data"},
		{{{"_config.yml", "permalink: /:title/\n"},
			 {"_posts/2024-01-02-a.md", "---\nauthor: 'Duck, Jane'\n---\n"}},
			"/a/", "Duck, Jane", "a comma in one name"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		size_t count = 0;
		while (count < COUNT(rows[i].files) && rows[i].files[count].path)
			count++;
		struct site *site = scan_tree(&tree, rows[i].files, count);
		const struct post *post = site_check_post(site, rows[i].post);
		if (!slice_eq(post->author, slice_str(rows[i].author)))
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(post->author));
		site_check_free(site);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(docusaurus_has_posts_by_date_and_docs),
		cmocka_unit_test(gatsby_paths_begin_at_the_folder_that_is_read),
		cmocka_unit_test(a_gatsby_theme_reads_the_usual_folder),
		cmocka_unit_test(bridgetown_has_its_sources_in_src),
		cmocka_unit_test(astro_routes_may_hold_dates),
		cmocka_unit_test(
			vitepress_has_pages_where_their_files_are_or_rewrites_say),
		cmocka_unit_test(eleventy_permalinks_may_be_functions_and_data_yaml),
		cmocka_unit_test(a_plain_folder_may_hold_mdx),
		cmocka_unit_test(authors_are_shown_by_their_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
