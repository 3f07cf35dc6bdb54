/* SPDX-License-Identifier: MIT */
/* What of a folder generators leave out by its path: each row that is hidden has a neighbour that is not. */
#include "scan/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array)       (sizeof(array) / sizeof(*(array)))
#define CHECK(files, rows) site_check_files(files, COUNT(files), rows, COUNT(rows))

static void mkdocs_hides_by_gitignore_globs_and_expressions(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: M\nexclude_docs: |\n  staff/\n  *.tmp.md\n"
			       "  !keep.tmp.md\n  /top.md\ndraft_docs: |\n  coming/\n"
			       "plugins:\n  - search\n  - exclude:\n      glob:\n"
			       "        - 'lab/*'\n        - \"*.secret.txt\"\n"
			       "      regex:\n        - 'old-\\d+/.*'\n        - "
			       "'never-there('\n"},
		{"docs/index.md", "# M\n"},
		{"docs/staff/pay.md", "x\n"},
		{"docs/staff/pay.pdf", "x"},
		{"docs/staffing.md", "x\n"},
		{"docs/a/half.tmp.md", "x\n"},
		{"docs/a/keep.tmp.md", "x\n"},
		{"docs/top.md", "x\n"},
		{"docs/a/top.md", "x\n"},
		{"docs/coming/next.md", "x\n"},
		{"docs/coming-soon.md", "x\n"},
		{"docs/templates/t.md", "x\n"},
		{"docs/a/templates/t.md", "x\n"},
		{"docs/lab/deep/er.md", "x\n"},
		{"docs/a/lab/er.md", "x\n"},
		{"docs/x.secret.txt", "x"},
		{"docs/x.open.txt", "x"},
		{"docs/old-12/a.md", "x\n"},
		{"docs/old-x/a.md", "x\n"},
		{"docs/very/old-12/a.md", "x\n"},
	};
	static const struct site_check_row rows[] = {
		{"/staff/pay/", "none", "a folder"},
		{"/staff/pay.pdf", "none", "its files"},
		{"/staffing/", "post docs/staffing.md", "another name"},
		{"/a/half.tmp/", "none", "an ending, anywhere"},
		{"/a/keep.tmp/", "post docs/a/keep.tmp.md", "brought back"},
		{"/top/", "none", "anchored"},
		{"/a/top/", "post docs/a/top.md", "only there"},
		{"/coming/next/", "none", "a draft"},
		{"/coming-soon/", "post docs/coming-soon.md", "another name"},
		{"/templates/t/", "none", "MkDocs' own rule"},
		{"/a/templates/t/", "post docs/a/templates/t.md", "only at the top"},
		{"/lab/deep/er/", "none", "the plugin's stars cross slashes"},
		{"/a/lab/er/", "post docs/a/lab/er.md", "and begin where the path does"},
		{"/x.secret.txt", "none", "a file"},
		{"/x.open.txt", "file docs/x.open.txt", "another"},
		{"/old-12/a/", "none", "an expression"},
		{"/old-x/a/", "post docs/old-x/a.md", "what it does not fit"},
		{"/very/old-12/a/", "post docs/very/old-12/a.md",
			"it begins where the path does"},
	};
	(void)state;

	CHECK(files, rows);
}

static void mkdocs_pages_outside_the_menu_are_off_the_home_page(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: M\nnot_in_nav: |\n  hush.md\n"
			       "nav:\n  - index.md\n  - Guide: guide.md\n  - More:\n"
			       "    - 'Odd [name]': 'odd [1].md'\n    - hush.md\n"
			       "    - https://example.org/\n"},
		{"docs/index.md", "# M\n"},
		{"docs/guide.md", "# Guide\n"},
		{"docs/odd [1].md", "# Odd\n"},
		{"docs/hush.md", "# Hush\n"},
		{"docs/aside.md", "# Aside\n"},
	};
	static const struct {
		const char *path;
		bool listed;
		const char *why;
	} rows[] = {
		{"/guide/", true, "with a title"},
		{"/odd [1]/", true, "a name with signs of patterns"},
		{"/hush/", false, "not_in_nav"},
		{"/aside/", false, "the menu does not name it"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (site_check_post(site, rows[i].path)->in_navigation != rows[i].listed)
			fail_msg("%s: %s", rows[i].path, rows[i].why);
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void materials_meta_file_speaks_for_what_is_below_it(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: M\nplugins: [blog, meta]\n"},
		{"docs/index.md", "# M\n"},
		{"docs/blog/index.md", "# Blog\n"},
		{"docs/blog/posts/hold/.meta.yml", "draft: true\n"},
		{"docs/blog/posts/hold/a.md", "---\ndate: 2024-01-01\n---\n# A\n"},
		{"docs/blog/posts/hold/deep/b.md", "---\ndate: 2024-01-01\n---\n# B\n"},
		{"docs/blog/posts/hold/c.md",
			"---\ndate: 2024-01-02\ndraft: false\n---\n# C\n"},
		{"docs/blog/posts/holder/d.md", "---\ndate: 2024-01-03\n---\n# D\n"},
	};
	static const struct site_check_row rows[] = {
		{"/blog/2024/01/01/a/", "none", "a draft by its folder"},
		{"/blog/2024/01/01/b/", "none", "by the folder above"},
		{"/blog/2024/01/02/c/", "post docs/blog/posts/hold/c.md",
			"the page itself says otherwise"},
		{"/blog/2024/01/03/d/", "post docs/blog/posts/holder/d.md",
			"a folder whose name only begins so"},
	};
	(void)state;

	CHECK(files, rows);
}

static void docusaurus_plugins_include_and_exclude(void **state)
{
	static const struct tree_file files[] = {
		{"docusaurus.config.js",
			"const HOLD = ['**/hold/**'];\n"
			"module.exports = {title: 'D', url: 'https://d.example', "
			"baseUrl: '/',\n"
			"  staticDirectories: ['public'],\n"
			"  themeConfig: {docs: {sidebar: {hideable: true}}},\n"
			"  presets: [['classic', {\n"
			"    blog: {exclude: HOLD},\n"
			"    docs: {include: ['**/*.md'], exclude: ['crew/**'], "
			"sidebarPath: require.resolve('./sidebars.js')},\n"
			"    pages: {exclude: ['lab.md']}}]],\n"
			"  plugins: [['@docusaurus/plugin-content-docs', {id: 'inner', "
			"path: 'inner', routeBasePath: 'in', exclude: ['x.md']}]],\n"
			"  i18n: {defaultLocale: 'en', locales: ['en', 'fr']}};\n"},
		{"blog/hold/2024-01-01-a.md", "A\n"},
		{"blog/2024-01-02-b.md", "[list](./price.txt) ![](/shared.png)\n"},
		{"blog/price.txt", "x"},
		{"blog/wages.txt", "x"},
		{"blog/authors.yml", "ada:\n  email: x\n"},
		{"docs/crew/names.md", "x\n"},
		{"docs/rules.md", "x\n"},
		{"docs/app.mdx", "x\n"},
		{"docs/page.html", "<p>x"},
		{"docs/_part.md", "x\n"},
		{"i18n/fr/docusaurus-plugin-content-docs/current/crew/names.md", "x\n"},
		{"i18n/fr/docusaurus-plugin-content-docs/current/rules.md", "x\n"},
		{"inner/x.md", "x\n"},
		{"inner/y.md", "x\n"},
		{"src/pages/lab.md", "x\n"},
		{"src/pages/about.md", "x\n"},
		{"src/components/x.txt", "x"},
		{"public/ok.txt", "x"},
		{"static/no.txt", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/blog/2024/01/01/hold/a", "none", "excluded by a constant"},
		{"/blog/2024/01/02/b", "post blog/2024-01-02-b.md", "beside it"},
		{"/blog/price.txt", "file blog/price.txt", "a page names it"},
		{"/blog/wages.txt", "none", "nobody does"},
		{"/blog/authors.yml", "none", "data"},
		{"/docs/crew/names", "none", "excluded"},
		{"/docs/rules", "post docs/rules.md", "beside it"},
		{"/docs/app", "none", "not included"},
		{"/docs/page", "none", "no page of Docusaurus'"},
		{"/docs/_part", "none", "a part"},
		{"/fr/docs/crew/names", "none", "its translation"},
		{"/fr/docs/rules",
			"post i18n/fr/docusaurus-plugin-content-docs/current/rules.md",
			"beside it"},
		{"/in/x", "none", "a plugin by itself"},
		{"/in/y", "post inner/y.md", "beside it"},
		{"/lab/", "none", "a page that is excluded"},
		{"/about/", "post src/pages/about.md", "beside it"},
		{"/ok.txt", "file public/ok.txt", "a static folder"},
		{"/no.txt", "none", "none, here"},
	};
	(void)state;

	CHECK(files, rows);
}

static void docusaurus_switches_plugins_and_versions_off(void **state)
{
	static const struct tree_file off[] = {
		{"docusaurus.config.js",
			"module.exports = {title: 'D', presets: [['classic', "
			"{blog: false, pages: false, docs: {path: 'docs'}}]]};\n"},
		{"docs/intro.md", "x\n"},
		{"blog/2024-01-01-old.md", "x\n"},
		{"src/pages/about.md", "x\n"},
	};
	static const struct site_check_row off_rows[] = {
		{"/docs/intro", "post docs/intro.md", "what is on"},
		{"/blog/2024/01/01/old", "none", "blog: false"},
		{"/about/", "none", "pages: false"},
	};
	static const struct tree_file docs_off[] = {
		{"docusaurus.config.js",
			"module.exports = {title: 'D', presets: [['classic', {docs: "
			"false}]]};\n"},
		{"docs/intro.md", "x\n"},
		{"blog/2024-01-01-old.md", "x\n"},
	};
	static const struct site_check_row docs_off_rows[] = {
		{"/docs/intro", "none", "docs: false"},
		{"/blog/2024/01/01/old", "post blog/2024-01-01-old.md", "what is on"},
	};
	static const struct tree_file versions[] = {
		{"docusaurus.config.js",
			"module.exports = {title: 'D', presets: [['classic', {docs: "
			"{includeCurrentVersion: false}}]]};\n"},
		{"versions.json", "[\"2.0\", \"1.0\"]\n"},
		{"docs/next.md", "x\n"},
		{"versioned_docs/version-2.0/now.md", "x\n"},
		{"versioned_docs/version-1.0/then.md", "x\n"},
	};
	static const struct site_check_row version_rows[] = {
		{"/docs/next", "none", "the version to come"},
		{"/docs/now", "post versioned_docs/version-2.0/now.md", "the last one"},
		{"/docs/then", "none", "another one"},
		{"/versions.json", "none", "data"},
	};
	static const struct tree_file only[] = {
		{"docusaurus.config.js",
			"module.exports = {title: 'D', presets: [['classic', {docs: "
			"{onlyIncludeVersions: ['1.0']}}]]};\n"},
		{"versions.json", "[\"2.0\", \"1.0\"]\n"},
		{"docs/next.md", "x\n"},
		{"versioned_docs/version-1.0/then.md", "x\n"},
	};
	static const struct site_check_row only_rows[] = {
		{"/docs/next", "none", "not among them"},
		{"/docs/then", "post versioned_docs/version-1.0/then.md", "the only one"},
	};
	(void)state;

	CHECK(off, off_rows);
	CHECK(docs_off, docs_off_rows);
	CHECK(versions, version_rows);
	CHECK(only, only_rows);
}

static void gatsby_ignores_by_globs_and_expressions(void **state)
{
	static const struct tree_file files[] = {
		{"gatsby-config.js",
			"module.exports = {plugins: [\n"
			"  {resolve: 'gatsby-source-filesystem', options: {\n"
			"    name: 'blog', path: `${__dirname}/content/blog`,\n"
			"    ignore: ['**/cupboard/**', '**/*.bak.md', "
			"`${__dirname}/content/blog/attic/**`, /\\/shed\\//, "
			"/LOFT/i]}},\n"
			"  {resolve: 'gatsby-plugin-page-creator', options: {\n"
			"    path: `${__dirname}/src/pages`, ignore: {patterns: "
			"['quiet.md']}}},\n]};\n"},
		{"content/blog/cupboard/index.md", "x\n"},
		{"content/blog/cupboard-doors/index.md", "x\n"},
		{"content/blog/a.bak.md", "x\n"},
		{"content/blog/attic/index.md", "x\n"},
		{"content/blog/far/attic/index.md", "x\n"},
		{"content/blog/shed/index.md", "x\n"},
		{"content/blog/loft/index.md", "x\n"},
		{"content/blog/open/index.md", "![](a.png)\n"},
		{"content/blog/open/a.png", "png"},
		{"content/blog/open/b.png", "png"},
		{"src/pages/quiet.md", "x\n"},
		{"src/pages/about.md", "x\n"},
		{"static/ok.txt", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/cupboard/", "none", "a glob"},
		{"/cupboard-doors/", "post content/blog/cupboard-doors/index.md",
			"another name"},
		{"/a.bak/", "none", "an ending"},
		{"/attic/", "none", "from the project on"},
		{"/far/attic/", "post content/blog/far/attic/index.md", "only there"},
		{"/shed/", "none", "an expression"},
		{"/loft/", "none", "one without case"},
		{"/open/", "post content/blog/open/index.md", "beside them"},
		{"/open/a.png", "file content/blog/open/a.png", "the page names it"},
		{"/open/b.png", "none", "nobody does"},
		{"/quiet/", "none", "ignored by the plugin of pages"},
		{"/about/", "post src/pages/about.md", "beside it"},
		{"/ok.txt", "file static/ok.txt", "a static file"},
	};
	(void)state;

	CHECK(files, rows);
}

static void astro_loaders_take_what_fits_their_pattern(void **state)
{
	static const struct tree_file files[] = {
		{"astro.config.mjs", "export default {}\n"},
		{"src/content.config.ts",
			"const blog = defineCollection({loader: glob({pattern: "
			"['**/[^_]*.{md,mdx}', '!**/hold/**'], base: './src/blog'})});\n"
			"const notes = defineCollection({loader: glob({pattern: "
			"'**/*.md', base: './src/notes'})});\n"
			"export const collections = {blog, notes};\n"},
		{"src/blog/a.md", "![](../assets/a.png) [x](./price.txt)\n"},
		{"src/blog/price.txt", "x"},
		{"src/blog/wages.txt", "x"},
		{"src/blog/_b.md", "x\n"},
		{"src/blog/hold/c.md", "x\n"},
		{"src/blog/holding/c.md", "x\n"},
		{"src/notes/_under.md", "x\n"},
		{"src/notes/n.mdx", "x\n"},
		{"src/assets/a.png", "png"},
		{"src/assets/b.png", "png"},
		{"src/pages/_part.md", "x\n"},
		{"src/pages/about.md", "x\n"},
		{"src/content/old/d.md", "x\n"},
		{"src/content/old/_e.md", "x\n"},
		{"public/ok.txt", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/blog/a/", "post src/blog/a.md", "it fits"},
		{"/blog/_b/", "none", "it does not"},
		{"/blog/hold/c/", "none", "what is taken away"},
		{"/blog/holding/c/", "post src/blog/holding/c.md", "another name"},
		{"/notes/_under/", "post src/notes/_under.md",
			"the pattern decides, not the underscore"},
		{"/notes/n/", "none", "another ending"},
		{"/blog/price.txt", "file src/blog/price.txt", "a page names it"},
		{"/blog/wages.txt", "none", "nobody does"},
		{"/assets/a.png", "file src/assets/a.png", "a page names it"},
		{"/assets/b.png", "none", "nobody does"},
		{"/_part/", "none", "an underscore hides a page"},
		{"/about/", "post src/pages/about.md", "beside it"},
		{"/old/d/", "post src/content/old/d.md", "without a loader"},
		{"/old/_e/", "none", "there an underscore hides"},
		{"/ok.txt", "file public/ok.txt", "a static file"},
	};
	static const struct tree_file elsewhere[] = {
		{"astro.config.mjs", "export default {publicDir: './static'}\n"},
		{"static/ok.txt", "x"},
		{"public/no.txt", "x"},
	};
	static const struct site_check_row elsewhere_rows[] = {
		{"/ok.txt", "file static/ok.txt", "the folder that the settings name"},
		{"/no.txt", "none", "not the usual one"},
	};
	(void)state;

	CHECK(files, rows);
	CHECK(elsewhere, elsewhere_rows);
}

static void eleventy_leaves_out_what_is_ignored_and_copies_what_it_is_told_to(
	void **state)
{
	static const struct tree_file files[] = {
		{"eleventy.config.js",
			"const later = ['later/**'];\n"
			"module.exports = function (eleventyConfig) {\n"
			"  eleventyConfig.ignores.add('workshop/**');\n"
			"  eleventyConfig.ignores.add(\"todo.md\");\n"
			"  later.forEach(x => eleventyConfig.ignores.add(later));\n"
			"  eleventyConfig.watchIgnores.add('watched/**');\n"
			"  eleventyConfig.addPassthroughCopy('img');\n"
			"  eleventyConfig.addPassthroughCopy('**/*.pdf');\n"
			"  eleventyConfig.addPassthroughCopy({'public/icon.png': "
			"'/favicon.png'});\n"
			"  return {dir: {layouts: 'theme', output: 'dist'}, "
			"templateFormats: ['md', 'html', 'css']};\n};\n"},
		{".eleventyignore", "\xEF\xBB\xBF# words\nattic/\nREADME-notes.md\n"},
		{".gitignore", "node_modules\njournal/\n*.private.md\n"},
		{"workshop/plan.md", "x\n"},
		{"workshops/plan.md", "x\n"},
		{"todo.md", "x\n"},
		{"posts/todo.md", "x\n"},
		{"later/a.md", "x\n"},
		{"watched/a.md", "x\n"},
		{"attic/a.md", "x\n"},
		{"posts/attic/a.md", "x\n"},
		{"README-notes.md", "x\n"},
		{"journal/monday.md", "x\n"},
		{"journals/monday.md", "x\n"},
		{"posts/x.private.md", "x\n"},
		{"theme/base.html", "<p>x"},
		{"dist/index.html", "<p>x"},
		{"posts/open.md", "---\ntitle: O\n---\n![a](a.png)\n"},
		{"posts/a.png", "png"},
		{"posts/b.png", "png"},
		{"posts/style.css", "x"},
		{"posts/paper.pdf", "x"},
		{"posts/wages.txt", "x"},
		{"img/ok.txt", "x"},
		{"public/icon.png", "png"},
		{"public/other.png", "png"},
		{"robots.txt", "User-agent: *\nDisallow: /x/\n"},
	};
	static const struct site_check_row rows[] = {
		{"/workshop/plan/", "none", "ignores.add"},
		{"/workshops/plan/", "post workshops/plan.md", "another name"},
		{"/todo/", "none", "a file"},
		{"/posts/todo/", "post posts/todo.md", "only at the top"},
		{"/later/a/", "none", "a constant"},
		{"/watched/a/", "post watched/a.md", "not watched is built all the same"},
		{"/attic/a/", "none", ".eleventyignore"},
		{"/posts/attic/a/", "post posts/attic/a.md",
			"its globs begin at the top"},
		{"/README-notes/", "none", "a file of it"},
		{"/journal/monday/", "none", ".gitignore"},
		{"/journals/monday/", "post journals/monday.md", "another name"},
		{"/posts/x.private/", "none", ".gitignore, anywhere"},
		{"/theme/base.html", "none", "a folder of layouts"},
		{"/theme/base/", "none", "a folder of layouts"},
		{"/dist/index.html", "none", "what was built"},
		{"/dist/", "none", "what was built"},
		{"/posts/open/", "post posts/open.md", "a page"},
		{"/posts/a.png", "file posts/a.png", "which names it"},
		{"/posts/b.png", "none", "nobody names it"},
		{"/posts/style.css", "file posts/style.css", "a format that is copied"},
		{"/posts/paper.pdf", "file posts/paper.pdf", "a glob that is copied"},
		{"/posts/wages.txt", "none", "nobody copies it"},
		{"/img/ok.txt", "file img/ok.txt", "a folder that is copied"},
		{"/favicon.png", "file public/icon.png", "copied elsewhere"},
		{"/public/other.png", "none", "beside it"},
		{"/robots.txt", "file robots.txt", "never a laxer one"},
	};
	(void)state;

	CHECK(files, rows);
}

static void eleventy_has_an_input_folder_from_where_it_is_said(void **state)
{
#define ELEVENTY "{\"devDependencies\": {\"@11ty/eleventy\": \"3\"}"
	static const struct {
		const char *package, *config, *in, *beside, *why;
	} rows[] = {
		{"}", "export default (c) => { c.setInputDirectory('web'); }\n",
			"post web/a.md", "none", "a call"},
		{"}",
			"const dirs = {input: 'web'}\n"
			"export default (c) => { c.setInputDirectory(dirs.input); }\n",
			"post web/a.md", "none", "a constant's property"},
		{"}",
			"export default (c) => { c.setInputDirectory('old');\n"
			"c.setInputDirectory('web'); return {dir: {input: 'old'}} }\n",
			"post web/a.md", "none", "the last call goes before dir"},
		{", \"scripts\": {\"serve\": \"eleventy --input=old\", "
		 "\"build\": \"rm -r x && npx @11ty/eleventy --input=./web && y\"}}",
			"export default (c) => { c.setInputDirectory('old'); }\n",
			"post web/a.md", "none", "an option goes before a call"},
		{", \"scripts\": {\"start\": \"eleventy --serve --input web\", "
		 "\"build:css\": \"sass --input=old\"}}",
			"export default {}\n", "post web/a.md", "none",
			"an option with a space, of the only command"},
		{", \"scripts\": {\"build\": \"eleventy\", "
		 "\"docs\": \"eleventy --input=old\"}}",
			"export default {dir: {input: 'web'}}\n", "post web/a.md", "none",
			"the command that builds has no option"},
		{", \"scripts\": {\"build\": \"eleventy --config=my.js\"}}",
			"export default {}\n", "post web/a.md", "none",
			"another configuration"},
		{"}", "export default (c) => { c.setInputDirectory(find()); }\n", "none",
			"none", "nobody knows which"},
		{"}", "export default {dir: {input: find('web')}}\n", "none", "none",
			"nobody knows which"},
		{"}", "export default {dir: {input: process.env.X || 'web'}}\n",
			"post web/a.md", "none", "a choice"},
		{"}", "export default {}\n", "none", "post a.md", "nothing is said"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_arena struct arena arena = {0};
		const struct tree_file files[] = {
			{"package.json",
				arena_printf(&arena, ELEVENTY "%s", rows[i].package).ptr},
			{"eleventy.config.js", rows[i].config},
			{"my.js", "export default {dir: {input: 'web'}}\n"},
			{"web/a.md", "words\n"},
			{"a.md", "words\n"},
			{"old/a.md", "words\n"},
		};
		struct tree tree;
		tree_init(&tree);
		tree_write_all(&tree, files, COUNT(files));
		struct site *site = site_check_scan(&tree);
		bool in = slice_starts(slice_str(rows[i].beside), S("post"));
		const struct site_check_row expected[] = {
			{"/a/", in ? rows[i].beside : rows[i].in, rows[i].why},
			{"/web/a/", in ? "post web/a.md" : "none", rows[i].why}};
		site_check_rows(site, expected, COUNT(expected));
		assert_int_equal(strcmp(rows[i].why, "nobody knows which") == 0,
			site_check_diag(site, "eleventy.config.js", "computed setting"));
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void eleventy_may_read_no_gitignore_and_have_an_input_folder(void **state)
{
	static const struct tree_file files[] = {
		{"eleventy.config.js",
			"export default function (c) {\n  c.setUseGitIgnore(false);\n"
			"  c.addPassthroughCopy('src/img');\n"
			"  c.addPassthroughCopy({'./public/': '/'});\n"
			"  c.addPassthroughCopy('humans.txt');\n"
			"  c.ignores.add('src/hold/**');\n"
			"  return {dir: {input: 'src', includes: 'parts'}};\n}\n"},
		{".gitignore", "src/journal/\n"},
		{"src/.eleventyignore", "attic\n"},
		{"src/journal/a.md", "x\n"},
		{"src/attic/a.md", "x\n"},
		{"src/hold/a.md", "x\n"},
		{"src/parts/a.md", "x\n"},
		{"src/img/a.png", "png"},
		{"src/raw/a.png", "png"},
		{"public/b.png", "png"},
		{"humans.txt", "x"},
		{"secret.txt", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/journal/a/", "post src/journal/a.md", ".gitignore is not asked"},
		{"/attic/a/", "none", "the input's own list"},
		{"/hold/a/", "none", "paths are of the project"},
		{"/parts/a/", "none", "a folder of fragments"},
		{"/img/a.png", "file src/img/a.png", "copied"},
		{"/raw/a.png", "none", "not copied"},
		{"/b.png", "file public/b.png", "copied to the top"},
		{"/humans.txt", "file humans.txt", "a file outside the input"},
		{"/secret.txt", "none", "another"},
	};
	(void)state;

	CHECK(files, rows);
}

static void quartz_ignores_as_its_settings_say(void **state)
{
	static const struct tree_file script[] = {
		{"quartz.config.ts",
			"import * as Plugin from './quartz/plugins'\n"
			"const config: QuartzConfig = {\n  configuration: {\n"
			"    pageTitle: \"Quarry\", baseUrl: \"q.example\", locale: "
			"\"fr-FR\",\n    ignorePatterns: [\"private\", \"**/drafts\", "
			"\"*.tmp.md\"],\n  },\n  plugins: {filters: "
			"[Plugin.RemoveDrafts()]},\n}\n"},
		{"content/index.md", "# Q\n"},
		{"content/private/a.md", "x\n"},
		{"content/private/a.png", "png"},
		{"content/privately/a.md", "x\n"},
		{"content/deep/private/a.md", "x\n"},
		{"content/deep/drafts/a.md", "x\n"},
		{"content/a.tmp.md", "x\n"},
		{"content/deep/a.tmp.md", "x\n"},
		{"content/templates/t.md", "x\n"},
		{"content/My Note & more.md", "x\n"},
		{"content/pic.png", "png"},
		{"docs/usage.md", "x\n"},
		{"quartz/x.md", "x\n"},
	};
	static const struct site_check_row script_rows[] = {
		{"/", "post content/index.md", "its folder is the root"},
		{"/private/a/", "none", "a name"},
		{"/private/a.png", "none", "its files"},
		{"/privately/a/", "post content/privately/a.md", "another name"},
		{"/deep/private/a/", "post content/deep/private/a.md", "only at the top"},
		{"/deep/drafts/a/", "none", "anywhere"},
		{"/a.tmp/", "none", "a glob"},
		{"/deep/a.tmp/", "post content/deep/a.tmp.md", "whose star stops"},
		{"/templates/t/", "post content/templates/t.md",
			"what is usual is not, when something is said"},
		{"/My-Note--and--more/", "post content/My Note & more.md",
			"addresses as Quartz has them"},
		{"/pic.png", "file content/pic.png", "all files of the folder"},
		{"/docs/usage/", "none", "not of the site"},
		{"/usage/", "none", "not of the site"},
	};
	static const struct tree_file yaml[] = {
		{"quartz.config.yaml",
			"configuration:\n  pageTitle: Quarry\n  baseUrl: q.example/n\n"
			"plugins:\n  - source: github:quartz-community/explicit-publish\n"
			"    enabled: true\n"},
		{"content/index.md", "---\npublish: true\n---\n# Q\n"},
		{"content/private/a.md", "---\npublish: true\n---\nx\n"},
		{"content/templates/a.md", "---\npublish: true\n---\nx\n"},
	};
	static const struct site_check_row yaml_rows[] = {
		{"/", "post content/index.md", "a note that says so"},
		{"/private/a/", "none", "what is usual is ignored"},
		{"/templates/a/", "none", "the same"},
	};
	struct tree tree;
	(void)state;

	CHECK(script, script_rows);
	tree_init(&tree);
	tree_write_all(&tree, yaml, COUNT(yaml));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, yaml_rows, COUNT(yaml_rows));
	assert_true(slice_eq(site->settings->opt_in, S("publish")));
	assert_true(slice_eq(site->settings->url, S("https://q.example")));
	assert_true(slice_eq(site->settings->baseurl, S("/n")));
	site_check_free(site);
	tree_write(&tree, "quartz.config.yaml",
		"configuration: {ignorePatterns: []}\nplugins:\n"
		"  - source: github:quartz-community/explicit-publish\n"
		"    enabled: false\n");
	site = site_check_scan(&tree);
	assert_true(slice_eq(site->settings->opt_in, S("")));
	site_check_post(site, "/private/a/");
	site_check_free(site);
	tree_fini(&tree);
}

static void vaults_leave_out_excluded_folders_and_gardens_opt_in(void **state)
{
	static const struct tree_file vault[] = {
		{".obsidian/app.json",
			"{\"userIgnoreFilters\": [\"Journal/\", \"/\\\\.priv\\\\./\"]}"},
		{"Journal/a.md", "x\n"},
		{"Journals/a.md", "x\n"},
		{"b.priv.md", "x\n"},
		{"b.md", "x\n"},
		{"pic.png", "png"},
		{"drafts/d.md", "x\n"},
		{"drafts/d.png", "png"},
	};
	static const struct site_check_row vault_rows[] = {
		{"/Journal/a/", "none", "an excluded folder"},
		{"/Journals/a/", "post Journals/a.md", "another name"},
		{"/b.priv/", "none", "an expression"},
		{"/b/", "post b.md", "a note"},
		{"/pic.png", "file pic.png", "all files"},
		{"/drafts/d/", "none", "drafts"},
		{"/drafts/d.png", "none", "their files"},
		{"/.obsidian/app.json", "none", "the vault's settings"},
	};
	static const struct tree_file published[] = {
		{".obsidian/publish.json", "{\"excluded\": [\"Hold\"]}"},
		{"Hold/a.md", "---\npublish: true\n---\nx\n"},
		{"Holding/a.md", "---\npublish: true\n---\n![[a.png]]\n"},
		{"Holding/a.png", "png"},
		{"Holding/b.png", "png"},
	};
	static const struct site_check_row published_rows[] = {
		{"/Hold/a/", "none", "an excluded folder"},
		{"/Holding/a/", "post Holding/a.md", "a note that says so"},
		{"/Holding/a.png", "file Holding/a.png", "which shows a picture"},
		{"/Holding/b.png", "none", "nobody shows it"},
	};
	static const struct tree_file garden[] = {
		{".obsidian/plugins/digitalgarden/data.json", "{}"},
		{"a.md", "---\ndg-publish: true\n---\n![[pics/a.png|300]]\n"},
		{"pics/a.png", "png"},
		{"pics/b.png", "png"},
	};
	static const struct site_check_row garden_rows[] = {
		{"/a/", "post a.md", "a note that says so"},
		{"/pics/a.png", "file pics/a.png", "which shows a picture"},
		{"/pics/b.png", "none", "nobody shows it"},
	};
	static const struct tree_file both[] = {
		{".obsidian/app.json", "{}"},
		{"hugo.toml", "title = 'x'\n"},
		{"content/posts/a.md", "x\n"},
	};
	static const struct site_check_row both_rows[] = {
		{"/posts/a/", "post content/posts/a.md", "a generator goes before"},
	};
	struct tree tree;
	(void)state;

	CHECK(vault, vault_rows);
	CHECK(published, published_rows);
	CHECK(both, both_rows);
	tree_init(&tree);
	tree_write_all(&tree, garden, COUNT(garden));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, garden_rows, COUNT(garden_rows));
	assert_true(slice_eq(site->settings->opt_in, S("dg-publish")));
	site_check_free(site);
	tree_fini(&tree);
}

static void a_plain_folder_keeps_its_drafts(void **state)
{
	static const struct tree_file files[] = {
		{"a.md", "x\n"},
		{"drafts/b.md", "x\n"},
		{"notes/Drafts/c.md", "x\n"},
		{"notes/Drafts/c.txt", "x"},
		{"_drafts/d.md", "x\n"},
		{"drafts-of-wine/e.md", "x\n"},
		{"drafts.md", "x\n"},
	};
	static const struct site_check_row rows[] = {
		{"/a/", "post a.md", "a page"},
		{"/drafts/b/", "none", "a draft"},
		{"/notes/Drafts/c/", "none", "at any depth"},
		{"/notes/Drafts/c.txt", "none", "files too"},
		{"/_drafts/d/", "none", "by its other name"},
		{"/drafts-of-wine/e/", "post drafts-of-wine/e.md", "another name"},
		{"/drafts/", "post drafts.md", "a page of that name"},
		{"/link/", "none", "a link to a draft"},
		{"/linked/b/", "none", "a link to a folder of drafts"},
		{"/wine/e/", "post wine/e.md", "a link to another folder"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	tree_link(&tree, "drafts/b.md", "link.md");
	tree_link(&tree, "notes/Drafts", "linked");
	tree_link(&tree, "drafts-of-wine", "wine");
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mkdocs_hides_by_gitignore_globs_and_expressions),
		cmocka_unit_test(mkdocs_pages_outside_the_menu_are_off_the_home_page),
		cmocka_unit_test(materials_meta_file_speaks_for_what_is_below_it),
		cmocka_unit_test(docusaurus_plugins_include_and_exclude),
		cmocka_unit_test(docusaurus_switches_plugins_and_versions_off),
		cmocka_unit_test(gatsby_ignores_by_globs_and_expressions),
		cmocka_unit_test(
			eleventy_leaves_out_what_is_ignored_and_copies_what_it_is_told_to),
		cmocka_unit_test(eleventy_has_an_input_folder_from_where_it_is_said),
		cmocka_unit_test(eleventy_may_read_no_gitignore_and_have_an_input_folder),
		cmocka_unit_test(quartz_ignores_as_its_settings_say),
		cmocka_unit_test(vaults_leave_out_excluded_folders_and_gardens_opt_in),
		cmocka_unit_test(a_plain_folder_keeps_its_drafts),
		cmocka_unit_test(astro_loaders_take_what_fits_their_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
