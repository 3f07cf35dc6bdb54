/* SPDX-License-Identifier: MIT */
/* What the settings of each generator hide by path stays hidden, and what lies beside it is there. */
#include "scan/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "../support/site_check.h"
#include "source/load.h"

#define COUNT(array)       (sizeof(array) / sizeof(*(array)))
#define CHECK(files, rows) site_check_files(files, COUNT(files), rows, COUNT(rows))
#define POST               "---\ntitle: T\ndate: 2024-01-02\n---\nwords\n"
#define ZOLA_POST          "+++\ntitle = 'T'\ndate = 2024-01-02\n+++\nwords\n"
#define LINES_POST         "Title: T\nDate: 2024-01-02\n\nwords\n"

static void jekyll_hides_what_exclude_names(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "exclude: [drawer/, '*.tmp.md', private.md, kept]\n"
				"include: [_shown, kept/open.md, kept]\n"
				"collections:\n  talks: {output: true}\n  notes: "
				"{output: false}\n"
				"  ideas:\n"},
		{"drawer/a.md", POST},
		{"drawers.md", POST},
		{"deep/x.tmp.md", POST},
		{"deep/x.md", POST},
		{"private.md", POST},
		{"private.md.txt", "a prefix is enough\n"},
		{"not-private.md", POST},
		{"kept/open.md", POST},
		{"_shown/a.md", POST},
		{"_hidden/a.md", POST},
		{"_b.md", POST},
		{"#c.md", POST},
		{"~d.md", POST},
		{".e.md", POST},
		{"node_modules/p/a.txt", "x"},
		{"vendor/cache/a.txt", "x"},
		{"vendor.txt", "x"},
		{"Gemfile", "x"},
		{"_talks/t.md", POST},
		{"_talks/t.png", "png"},
		{"_notes/n.md", POST},
		{"_notes/n.png", "png"},
		{"_ideas/i.md", POST},
		{"_posts/2024-01-02-dated.md", POST},
		{"_posts/undated.md", POST},
		{"_posts/2024-01-02-pic.png", "png"},
		{"pic.png", "png"},
	};
	static const struct site_check_row rows[] = {
		{"/drawer/a", "none", "a folder"},
		{"/drawers", "post drawers.md", "not one that begins likewise"},
		{"/deep/x.tmp", "none", "a glob, over slashes"},
		{"/deep/x", "post deep/x.md", "not its neighbour"},
		{"/private", "none", "a page"},
		{"/private.md.txt", "none", "a prefix is enough"},
		{"/not-private", "post not-private.md", "a prefix only"},
		{"/kept/open", "post kept/open.md", "include goes before exclude"},
		{"/_shown/a", "post _shown/a.md", "include"},
		{"/_hidden/a", "none", "a name that begins with _"},
		{"/_b", "none", "a name that begins with _"},
		{"/#c", "none", "a name that begins with #"},
		{"/~d", "none", "a name that begins with ~"},
		{"/.e", "none", "a name that begins with ."},
		{"/node_modules/p/a.txt", "none", "always excluded"},
		{"/vendor/cache/a.txt", "none", "always excluded"},
		{"/vendor.txt", "file vendor.txt", "not all that begins with vendor"},
		{"/Gemfile", "none", "always excluded"},
		{"/talks/t", "post _talks/t.md", "a collection"},
		{"/talks/t.png", "file _talks/t.png", "its files"},
		{"/notes/n", "none", "one without output"},
		{"/notes/n.png", "none", "nor its files"},
		{"/ideas/i", "none", "output is off unless it is said"},
		{"/2024/01/02/dated", "post _posts/2024-01-02-dated.md", "a post"},
		{"/undated", "none", "a name without a date is no post's"},
		{"/2024-01-02-pic.png", "none", "_posts holds no files"},
		{"/pic.png", "file pic.png", "a file"},
	};
	(void)state;

	CHECK(files, rows);
}

static void jekyll_publishes_no_more_posts_than_it_is_told(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml",
			"limit_posts: 2\ncollections:\n  talks: {output: true}\n"},
		{"_posts/2024-01-01-a.md", POST},
		{"_posts/2024-02-01-b.md", "---\ntitle: B\n---\n"},
		{"_posts/2024-03-01-c.md", "---\ntitle: C\npublished: false\n---\n"},
		{"_posts/2024-04-01-d.md", "---\ntitle: D\n---\n"},
		{"_posts/2999-05-01-e.md", "---\ntitle: E\n---\n"},
		{"_talks/old.md", "---\ntitle: O\ndate: 2001-01-01\n---\n"},
		{"about.md", "---\ntitle: About\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/01/02/a", "none", "the oldest"},
		{"/2024/02/01/b", "post _posts/2024-02-01-b.md", "the second"},
		{"/2024/03/01/c", "none", "one that does not count"},
		{"/2024/04/01/d", "post _posts/2024-04-01-d.md", "the newest"},
		{"/2999/05/01/e", "none", "one to come does not count"},
		{"/talks/old", "post _talks/old.md", "another collection"},
		{"/about", "post about.md", "a page"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	/* When the one to come is there, the second is past the limit. */
	struct site *later = site_check_scan_with(&tree, site, NULL, 32503680000);
	assert_null(site_find(later, S("/2024/02/01/b")));
	assert_non_null(site_find(later, S("/2999/05/01/e")));
	site_check_free(later);
	site_check_free(site);
	tree_fini(&tree);
}

static void long_lines_of_metadata_are_read_to_their_end(void **state)
{
	static const struct site_check_row rows[] = {
		{"/a", "none", "its status comes last"},
		{"/b", "post content/b.md", "one that says nothing of it"},
	};
	struct tree tree;
	struct buf post;
	(void)state;

	buf_init(&post, BUF_UNLIMITED);
	buf_puts(&post, "Title: A\nSummary: x\n");
	for (size_t i = 0; i < 2000; i++)
		buf_puts(&post, "    and more\n");
	buf_puts(&post, "Status: draft\n\nBody\n");
	buf_putc(&post, '\0');
	tree_init(&tree);
	tree_write(&tree, "pelicanconf.py", "PATH = 'content'\n");
	tree_write(&tree, "content/a.md", buf_slice(&post).ptr);
	tree_write(&tree, "content/b.md", "Title: B\n\nBody\n");
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	buf_fini(&post);
	tree_fini(&tree);
}

static void many_defaults_count_to_the_last(void **state)
{
	enum { OTHERS = 300 };
	static const struct site_check_row rows[] = {
		{"/shut/a", "none", "the last one hides it"},
		{"/open/a", "post open/a.md", "none is of it"},
	};
	struct tree tree;
	struct buf config;
	(void)state;

	buf_init(&config, BUF_UNLIMITED);
	buf_puts(&config, "defaults:\n");
	for (unsigned i = 0; i < OTHERS; i++)
		buf_printf(&config, "- {scope: {path: other-%u}, values: {x: y}}\n", i);
	buf_puts(&config, "- {scope: {path: shut}, values: {published: false}}\n");
	buf_putc(&config, '\0');
	tree_init(&tree);
	tree_write(&tree, "_config.yml", buf_slice(&config).ptr);
	tree_write(&tree, "shut/a.md", "---\ntitle: A\n---\n");
	tree_write(&tree, "open/a.md", "---\ntitle: A\n---\n");
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	site_check_free(site);
	buf_fini(&config);
	tree_fini(&tree);
}

static void a_long_list_of_encrypted_pages_counts_to_its_end(void **state)
{
	enum { LINES = 2000, TOO_LONG = 2 * 1024 * 1024 };
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: pretty\n"},
		{"secret.md", "---\ntitle: S\n---\n"},
		{"open.md", "---\ntitle: O\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/secret/", "none", "the last one that is named"},
		{"/open/", "post open.md", "one that is not"},
	};
	static const struct site_check_row nothing[] = {
		{"/open/", "none", "it may be named"},
	};
	struct tree tree;
	struct buf list;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	buf_init(&list, BUF_UNLIMITED);
	for (unsigned i = 0; i < LINES; i++)
		buf_printf(&list, "other-%u.html word\n", i);
	buf_puts(&list, "secret.html word\n");
	buf_putc(&list, '\0');
	tree_write(&tree, "_protected_pages.txt", buf_slice(&list).ptr);
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));

	/* Whatever is too long of the settings, the site is there. Of this one nobody knows whom it names. */
	buf_clear(&list);
	buf_repeat(&list, '#', TOO_LONG);
	buf_putc(&list, '\0');
	tree_write(&tree, "_protected_pages.txt", buf_slice(&list).ptr);
	struct site *later = site_check_scan_with(&tree, site, NULL, 32503680000);
	site_check_rows(later, nothing, COUNT(nothing));
	assert_true(site_check_diag(later, "_protected_pages.txt", "cannot be read"));
	site_check_free(later);
	site_check_free(site);
	buf_fini(&list);
	tree_fini(&tree);
}

static void pages_that_the_build_encrypts_are_locked(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: pretty\n"},
		{"_protected_pages.txt", "# page password\nsecret.html pass1\r\n"
					 "2024/01/02/post/index.html pass2\n"
					 "deep/page.html   pass3\n\n"},
		{"package.json", "{\"pagecrypt\": \"1\"}"},
		{"secret.md", "---\ntitle: S\n---\n"},
		{"secrets.md", "---\ntitle: S\n---\n"},
		{"deep/page.html", "---\ntitle: P\n---\n"},
		{"page.html", "---\ntitle: P\n---\n"},
		{"_posts/2024-01-02-post.md", POST},
		{"_posts/2024-01-02-other.md", POST},
	};
	static const struct site_check_row rows[] = {
		{"/secret/", "none", "a page by its file"},
		{"/secrets/", "post secrets.md", "its neighbour"},
		{"/deep/page/", "none", "in a folder"},
		{"/page/", "post page.html", "of the same name elsewhere"},
		{"/2024/01/02/post/", "none", "a post by its address"},
		{"/2024/01/02/other/", "post _posts/2024-01-02-other.md",
			"its neighbour"},
		{"/_protected_pages.txt", "none", "the passwords"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_false(site_check_diag(site, "package.json", "the build encrypts"));
	site_check_free(site);
	tree_fini(&tree);
}

static void bridgetown_hides_what_exclude_names(void **state)
{
	static const struct tree_file files[] = {
		{"config/initializers.rb",
			"Bridgetown.configure do |config|\n  url \"https://b.example\"\n"
			"  config.exclude += [\"drawer\",\n    'old.md']\nend\n"},
		{"src/drawer/a.md", POST},
		{"src/old.md", POST},
		{"src/new.md", POST},
		{"src/_posts/2024-01-02-a.md", POST},
		{"src/_posts/undated.md", POST},
		{"src/pic.png", "png"},
		{"package.json", "{}"},
	};
	static const struct site_check_row rows[] = {
		{"/drawer/a/", "none", "a folder"},
		{"/old/", "none", "over two lines"},
		{"/new/", "post src/new.md", "its neighbour"},
		{"/2024/01/02/a/", "post src/_posts/2024-01-02-a.md", "a post"},
		{"/2024/01/02/undated/", "post src/_posts/undated.md",
			"its date may stand in it"},
		{"/pic.png", "file src/pic.png", "a file"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_hides_what_ignore_files_match(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "ignoreFiles = ['/cellar/', '\\.tmp\\.md$', 'plan(',\n"
			      "  '^/home/somebody/blog/content/attic/']\n"},
		{"content/cellar/a.md", POST},
		{"content/cellars.md", POST},
		{"content/x.tmp.md", POST},
		{"content/x.md", POST},
		{"content/plans.md", POST},
		{"content/attic/a.md", POST},
		{"content/deep/attic/a.md", POST},
		{"static/cellar/a.txt", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/cellar/a/", "none", "a folder"},
		{"/cellars/", "post content/cellars.md", "not one that begins likewise"},
		{"/x.tmp/", "none", "an ending"},
		{"/x/", "post content/x.md", "not its neighbour"},
		{"/plans/", "none", "what cannot be read hides what it names"},
		{"/attic/a/", "none", "the path of another machine"},
		{"/deep/attic/a/", "post content/deep/attic/a.md", "from its beginning"},
		{"/cellar/a.txt", "file static/cellar/a.txt",
			"static files are not asked"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_publishes_what_is_mounted(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.yaml",
			"module:\n  mounts:\n"
			"  - {source: content, target: content, excludeFiles: "
			"'Cellar/**'}\n"
			"  - {source: notes, target: content/notes,\n"
			"     includeFiles: ['*.md', 'x/{a,b}.md'], excludeFiles: "
			"['*']}\n"
			"  - {source: more, target: content/more, files: ['! y/**']}\n"
			"  - {source: few, target: content/few, files: ['a*', '! ab*']}\n"
			"  - {source: files, target: static/files}\n"
			"  - {source: pics, target: assets/pics}\n"},
		{"content/cellar/a.md", POST},
		{"content/a.md", POST},
		{"notes/a.md", POST},
		{"notes/x/a.md", POST},
		{"notes/x/c.md", POST},
		{"more/a.md", POST},
		{"more/y/a.md", POST},
		{"few/a.md", POST},
		{"few/ab.md", POST},
		{"few/b.md", POST},
		{"files/f.txt", "x"},
		{"static/s.txt", "x"},
		{"assets/a.png", "png"},
		{"pics/p.png", "png"},
		{"pics/q.png", "png"},
		{"content/links.md",
			"---\ntitle: L\n---\n![p](/pics/p.png) ![a](/a.png)\n"},
	};
	static const struct site_check_row rows[] = {
		{"/cellar/a/", "none", "excludeFiles, whatever the case"},
		{"/a/", "post content/a.md", "its neighbour"},
		{"/notes/a/", "post notes/a.md", "includeFiles goes first"},
		{"/notes/x/a/", "post notes/x/a.md", "one of two"},
		{"/notes/x/c/", "none", "what it does not name"},
		{"/more/a/", "post more/a.md", "files takes out"},
		{"/more/y/a/", "none", "files takes out"},
		{"/few/a/", "post few/a.md", "files takes in"},
		{"/few/ab/", "none", "but for these"},
		{"/few/b/", "none", "and none else"},
		{"/files/f.txt", "file files/f.txt", "a folder of static files"},
		{"/s.txt", "none", "which takes the place of static/"},
		{"/pics/p.png", "file pics/p.png", "an asset that is linked"},
		{"/pics/q.png", "none", "one that is not"},
		{"/a.png", "none", "assets/ is not mounted any more"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_publishes_no_language_that_is_off(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"defaultContentLanguage = 'en'\n"
			"disableLanguages = ['de']\n"
			"[languages.en]\nweight = 1\n"
			"[languages.fr]\ndisabled = true\ncontentDir = 'content/fr'\n"
			"[languages.es]\n"
			"[languages.de]\n"
			"[languages.pt-BR]\ndisabled = true\n"},
		{"content/a.pt-br.md", POST},
		{"content/a.md", POST},
		{"content/a.fr.md", POST},
		{"content/a.es.md", POST},
		{"content/a.de.md", POST},
		{"content/fr/b.md", POST},
		{"content/b/index.md", POST},
		{"content/b/pic.png", "png"},
		{"content/b/pic.de.png", "png"},
	};
	static const struct site_check_row rows[] = {
		{"/a/", "post content/a.md", "the default"},
		{"/fr/a/", "none", "one that is off"},
		{"/es/a/", "post content/a.es.md", "another"},
		{"/de/a/", "none", "one of disableLanguages"},
		{"/fr/b/", "none", "the folder of one that is off"},
		{"/pt-br/a/", "none", "one that is off, whatever the case"},
		{"/a.pt-br/", "none", "one that is off, whatever the case"},
		{"/b/pic.png", "file content/b/pic.png", "a file of the page"},
		{"/b/pic.de.png", "none", "one of its language that is off"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_mounts_no_language_that_is_off(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"defaultContentLanguage = 'en'\n[languages.en]\n"
			"[languages.fr]\ndisabled = true\n"
			"[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n"
			"lang = 'en'\n"
			"[[module.mounts]]\nsource = 'content/fr'\ntarget = "
			"'content'\nlang = 'fr'\n"
			"[[module.mounts]]\nsource = 'french'\ntarget = "
			"'content/x'\nlang = 'fr'\n"},
		{"content/a.md", POST},
		{"content/fr/b.md", POST},
		{"french/c.md", POST},
	};
	static const struct site_check_row rows[] = {
		{"/a/", "post content/a.md", "the default"},
		{"/fr/b/", "none", "a folder in another mount"},
		{"/b/", "none", "nor without its language"},
		{"/fr/x/c/", "none", "one beside it"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_has_the_settings_of_the_web_site(void **state)
{
	static const struct tree_file files[] = {
		{"config/_default/hugo.toml", "title = 'T'\nignoreFiles = ['x']\n"
					      "[languages.en]\n[languages.fr]\n"},
		{"config/production/hugo.toml",
			"ignoreFiles = ['/cellar/']\n[languages.fr]\ndisabled = true\n"},
		{"config/development/hugo.toml", "ignoreFiles = ['/public/']\n"},
		{"content/cellar/a.md", POST},
		{"content/public/a.md", POST},
		{"content/x.md", POST},
		{"content/x.fr.md", POST},
	};
	static const struct site_check_row rows[] = {
		{"/cellar/a/", "none", "in production"},
		{"/x/", "post content/x.md", "what it is set to there holds"},
		{"/fr/x/", "none", "one key of a map"},
		{"/public/a/", "post content/public/a.md", "not while it is developed"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hugo_makes_no_kind_that_is_off(void **state)
{
	static const struct tree_file pages[] = {
		{"hugo.toml", "disableKinds = ['page']\n"},
		{"content/a.md", POST},
		{"content/s/_index.md", POST},
	};
	static const struct site_check_row no_pages[] = {
		{"/a/", "none", "a page"},
		{"/s/", "post content/s/_index.md", "a section"},
	};
	static const struct tree_file sections[] = {
		{"hugo.toml", "disableKinds = ['section', 'RSS']\n"},
		{"content/_index.md", POST},
		{"content/a.md", POST},
		{"content/s/_index.md", POST},
	};
	static const struct site_check_row no_sections[] = {
		{"/", "post content/_index.md", "the home page"},
		{"/a/", "post content/a.md", "a page"},
		{"/s/", "none", "a section"},
	};
	(void)state;

	CHECK(pages, no_pages);
	CHECK(sections, no_sections);
}

static void hugo_serves_files_of_bundles_that_are_no_markup(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'T'\n"},
		{"content/b/index.md", POST},
		{"content/b/pic.png", "png"},
		{"content/b/data.csv", "a,b\n"},
		{"content/b/part.md", POST},
		{"content/b/part.html", "<p>x</p>"},
		{"content/b/part.org", "* x\n"},
		{"content/b/deep/part.adoc", "= x\n"},
		{"content/b/deep/x.pdf", "pdf"},
	};
	static const struct site_check_row rows[] = {
		{"/b/", "post content/b/index.md", "the page"},
		{"/b/pic.png", "file content/b/pic.png", "a picture"},
		{"/b/data.csv", "file content/b/data.csv", "text that is no markup"},
		{"/b/part/", "none", "Markdown"},
		{"/b/part", "none", "HTML"},
		{"/b/part.html", "none", "HTML"},
		{"/b/part.org", "none", "other markup"},
		{"/b/deep/part.adoc", "none", "at any depth"},
		{"/b/deep/x.pdf", "file content/b/deep/x.pdf", "a file there"},
	};
	(void)state;

	CHECK(files, rows);
}

static void zola_hides_what_it_ignores(void **state)
{
	static const struct tree_file files[] = {
		{"config.toml", "base_url = 'https://z.example'\n"
				"ignored_content = ['*.{xlsx,tmp.md}', '**/shed/**']\n"
				"ignored_static = ['*.psd']\n"},
		{"content/shed/a.md", ZOLA_POST},
		{"content/sheds.md", ZOLA_POST},
		{"content/x.tmp.md", ZOLA_POST},
		{"content/x.md", ZOLA_POST},
		{"content/bundle/index.md", ZOLA_POST},
		{"content/bundle/pic.png", "png"},
		{"content/bundle/deep/sub.png", "png"},
		{"content/bundle/sheet.xlsx", "x"},
		{"content/bundle/demo.html", "<p>demo</p>"},
		{"content/section/_index.md", "+++\ntitle = 'S'\n+++\n"},
		{"content/section/a.md", ZOLA_POST},
		{"content/section/pic.png", "png"},
		{"content/section/deep/pic.png", "png"},
		{"content/loose/a.md", ZOLA_POST},
		{"content/loose/pic.png", "png"},
		{"content/loose.txt", "x"},
		{"static/a.psd", "x"},
		{"static/a.png", "png"},
	};
	static const struct site_check_row rows[] = {
		{"/shed/a/", "none", "a folder"},
		{"/sheds/", "post content/sheds.md", "not one that begins likewise"},
		{"/x-tmp/", "none", "an ending"},
		{"/x/", "post content/x.md", "its neighbour"},
		{"/bundle/pic.png", "file content/bundle/pic.png", "a file of a page"},
		{"/bundle/deep/sub.png", "file content/bundle/deep/sub.png",
			"at any depth"},
		{"/bundle/sheet.xlsx", "none", "one that is ignored"},
		{"/bundle/demo.html", "file content/bundle/demo.html",
			"HTML is a file there"},
		{"/section/pic.png", "file content/section/pic.png",
			"a file of a section"},
		{"/section/deep/pic.png", "none", "not below it"},
		{"/loose/a/", "post content/loose/a.md", "a page by itself"},
		{"/loose/pic.png", "none", "has no files"},
		{"/loose.txt", "none", "nor has the content's folder"},
		{"/a.psd", "none", "ignored_static"},
		{"/a.png", "file static/a.png", "its neighbour"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hexo_hides_what_its_settings_match(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml",
			"permalink: :title/\nignore: ['**/scraps/**', "
			"'**/*.{bak,old}.md']\n"
			"exclude: ['attic/*', '_posts/*']\ninclude: ['_wanted.md', "
			"'_closed/open.md', '_all/**']\n"
			"skip_render: ['raw/**', '_posts/raw.md']\n"},
		{"package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"},
		{"source/_posts/a.md", POST},
		{"source/_posts/scraps/a.md", POST},
		{"source/_posts/b.bak.md", POST},
		{"source/_posts/_c.md", POST},
		{"source/_posts/_deep/d.md", POST},
		{"source/_posts/raw.md", POST},
		{"source/_posts/a/pic.png", "png"},
		{"source/_posts/loose.txt", "x"},
		{"source/attic/a.md", POST},
		{"source/attics/a.md", POST},
		{"source/attic/deep/a.md", POST},
		{"source/raw/page.md", POST},
		{"source/raw/page.html", "<p>x</p>"},
		{"source/_wanted.md", POST},
		{"source/_unwanted.md", POST},
		{"source/_closed/open.md", POST},
		{"source/_closed/secret.md", POST},
		{"source/_closed/deep/secret.md", POST},
		{"source/_closed/plan.txt", "x"},
		{"source/_all/deep/a.md", POST},
		{"source/x.png%", "png"},
		{"source/x.png", "png"},
		{"source/_data/menu.yml", "a: b\n"},
	};
	static const struct site_check_row rows[] = {
		{"/a/", "post source/_posts/a.md", "exclude is not of posts"},
		{"/scraps/a/", "none", "ignore"},
		{"/b.bak/", "none", "ignore, one of two"},
		{"/_c/", "none", "a name that begins with _"},
		{"/_deep/d/", "none", "a folder's likewise"},
		{"/raw/", "none", "a post that is not rendered"},
		{"/a/pic.png", "none", "no post_asset_folder"},
		{"/loose.txt", "none", "no file of a post"},
		{"/attic/a", "none", "exclude"},
		{"/attics/a", "post source/attics/a.md", "its neighbour"},
		{"/attic/deep/a", "post source/attic/deep/a.md",
			"a star stops at a slash"},
		{"/raw/page.md", "file source/raw/page.md",
			"a page that is not rendered"},
		{"/raw/page.html", "file source/raw/page.html", "HTML likewise"},
		{"/_wanted", "post source/_wanted.md", "include"},
		{"/_unwanted", "none", "a name that begins with _"},
		{"/_closed/open", "post source/_closed/open.md", "include of one file"},
		{"/_closed/secret", "none", "opens no other"},
		{"/_closed/deep/secret", "none", "nor one below"},
		{"/_closed/plan.txt", "none", "nor a file"},
		{"/_all/deep/a", "post source/_all/deep/a.md", "include of all below"},
		{"/x.png%25", "none", "a temporary file"},
		{"/x.png", "file source/x.png", "its neighbour"},
		{"/_data/menu.yml", "none", "a name that begins with _"},
	};
	(void)state;

	CHECK(files, rows);
}

static void hexo_serves_the_files_of_published_posts(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: :title/\npost_asset_folder: true\n"},
		{"source/_posts/a.md", POST},
		{"source/_posts/a/pic.png", "png"},
		{"source/_posts/b.md", "---\ntitle: B\npublished: false\n---\n"},
		{"source/_posts/b/pic.png", "png"},
		{"source/_posts/c/pic.png", "png"},
		{"source/_posts/loose.png", "png"},
		{"source/_drafts/d.md", POST},
		{"source/_drafts/d/pic.png", "png"},
	};
	static const struct site_check_row rows[] = {
		{"/a/pic.png", "file source/_posts/a/pic.png", "of a post"},
		{"/b/pic.png", "none", "of one that is not published"},
		{"/c/pic.png", "none", "of none"},
		{"/loose.png", "none", "of none"},
		{"/d/pic.png", "none", "of a draft"},
	};
	(void)state;

	CHECK(files, rows);
}

static void pelican_hides_what_its_settings_leave_out(void **state)
{
	static const struct tree_file files[] = {
		{"pelicanconf.py",
			"PATH = 'content'\nARTICLE_EXCLUDES = ['drawer', 'desk']\n"
			"PAGE_EXCLUDES = ['pages/attic']\nIGNORE_FILES = ['*.bak.md', "
			"'old']\n"
			"PAGE_PATHS = ['pages', 'desk/pages']\n"
			"STATIC_PATHS = ['images', 'extra']\nSTATIC_EXCLUDES = "
			"['images/raw']\n"
			"EXTRA_PATH_METADATA = {'extra/htaccess': {'path': "
			"'access.txt'}}\n"},
		{"content/open.md",
			"Title: Open\nDate: 2024-01-02\n\n[a]({attach}plan.pdf) "
			"![b]({static}/images/raw/used.png) [c](loose.pdf)\n"},
		{"content/drawer/a.md", "Title: In drawer\nDate: 2024-01-02\n\nx\n"},
		{"content/drawers/a.md", "Title: In drawers\nDate: 2024-01-02\n\nx\n"},
		{"content/desk/a.md", "Title: On desk\nDate: 2024-01-02\n\nx\n"},
		{"content/desk/pages/p.md", "Title: Desk page\n\nx\n"},
		{"content/pages/attic/a.md", "Title: In attic\n\nx\n"},
		{"content/pages/a.md", "Title: Page\n\nx\n"},
		{"content/x.bak.md", "Title: Copy\nDate: 2024-01-02\n\nx\n"},
		{"content/old/a.md", "Title: Old\nDate: 2024-01-02\n\nx\n"},
		{"content/images/i.png", "png"},
		{"content/images/raw/i.png", "png"},
		{"content/images/raw/used.png", "png"},
		{"content/plan.pdf", "pdf"},
		{"content/loose.pdf", "pdf"},
		{"content/wages.txt", "x"},
		{"content/extra/htaccess", "x"},
		{"content/extra/b.txt", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/open", "post content/open.md", "an article"},
		{"/in-drawer", "none", "ARTICLE_EXCLUDES"},
		{"/in-drawers", "post content/drawers/a.md", "its neighbour"},
		{"/on-desk", "none", "ARTICLE_EXCLUDES"},
		{"/pages/desk-page", "post content/desk/pages/p.md",
			"which is not of pages"},
		{"/pages/in-attic", "none", "PAGE_EXCLUDES"},
		{"/pages/page", "post content/pages/a.md", "its neighbour"},
		{"/copy", "none", "IGNORE_FILES"},
		{"/old", "none", "IGNORE_FILES, a folder"},
		{"/images/i.png", "file content/images/i.png", "STATIC_PATHS"},
		{"/images/raw/i.png", "none", "STATIC_EXCLUDES"},
		{"/images/raw/used.png", "file content/images/raw/used.png",
			"what an article takes is there"},
		{"/plan.pdf", "file content/plan.pdf", "{attach}"},
		{"/loose.pdf", "none", "a link that Pelican does not follow"},
		{"/wages.txt", "none", "in none of STATIC_PATHS"},
		{"/access.txt", "file content/extra/htaccess", "EXTRA_PATH_METADATA"},
		{"/extra/htaccess", "none", "which moves it"},
		{"/extra/b.txt", "file content/extra/b.txt", "its neighbour"},
	};
	(void)state;

	CHECK(files, rows);
}

static void pelican_publishes_what_lies_in_its_paths(void **state)
{
	static const struct tree_file files[] = {
		{"pelicanconf.py", "PATH = 'content'\nARTICLE_PATHS = ['blog']\n"
				   "PAGE_EXCLUDES = ['blog']\n"},
		{"content/blog/a.md", "Title: In blog\nDate: 2024-01-02\n\nx\n"},
		{"content/blogs/a.md", "Title: In blogs\nDate: 2024-01-02\n\nx\n"},
		{"content/a.md", "Title: Outside\nDate: 2024-01-02\n\nx\n"},
		{"content/pages/a.md", "Title: Page\n\nx\n"},
		{"content/images/i.png", "png"},
	};
	static const struct site_check_row rows[] = {
		{"/in-blog", "post content/blog/a.md", "an article"},
		{"/blogs/a", "none", "another folder"},
		{"/in-blogs", "none", "another folder"},
		{"/a", "none", "the content's own"},
		{"/outside", "none", "the content's own"},
		{"/pages/page", "post content/pages/a.md", "a page"},
		{"/images/i.png", "file content/images/i.png", "images by themselves"},
	};
	(void)state;

	CHECK(files, rows);
}

static void pelican_settings_that_are_computed_keep_all_back(void **state)
{
	static const char *const computed[] = {
		"ARTICLE_EXCLUDES = BASE + ['x']\n",
		"ARTICLE_EXCLUDES = ['x'\n",
		"ARTICLE_EXCLUDES = ['x'] + BASE\n",
		"ARTICLE_EXCLUDES = [\n  'x',\n] + BASE\n",
		"ARTICLE_EXCLUDES = ['x']\nARTICLE_EXCLUDES += read()\n",
		"ARTICLE_EXCLUDES = ['x']\nARTICLE_EXCLUDES.append('y')\n",
		"if True:\n    ARTICLE_EXCLUDES = ['x']\n",
	};
	static const char *const plain[] = {
		"ARTICLE_EXCLUDES = ['x', # ]\n  'y']\n",
		"ARTICLE_EXCLUDES = ['x'] # + a comment\n",
		"# ARTICLE_EXCLUDES = read()\n",
		"ARTICLE_EXCLUDES_OLD = read()\n",
	};
	(void)state;

	for (size_t i = 0; i < COUNT(computed) + COUNT(plain); i++) {
		bool hides = i < COUNT(computed);
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "pelicanconf.py",
			hides ? computed[i] : plain[i - COUNT(computed)]);
		tree_write(&tree, "content/a.md", LINES_POST);
		tree_write(&tree, "content/pages/p.md", "Title: P\n\nx\n");
		struct site *site = site_check_scan(&tree);
		if ((site_find(site, S("/t")) == NULL) != hides)
			fail_msg("row %zu: an article", i);
		if (!site_find(site, S("/pages/p")))
			fail_msg("row %zu: a page, which is not asked", i);
		if (site_check_diag(site, "pelicanconf.py", "not a plain list") != hides)
			fail_msg("row %zu: the message", i);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void who_encrypts_pages_is_told_that_they_are_shown(void **state)
{
	static const struct {
		const char *file, *text;
		bool told;
	} rows[] = {
		{"package.json", "{\"devDependencies\": {\"staticrypt\": \"3\"}}", true},
		{".github/workflows/pages.yml", "run: npx pagecrypt a.html\n", true},
		{".github/workflows/pages.yml", "run: bundle exec jekyll build\n", false},
		{"notes.md", "I like staticrypt\n", false},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: T\n");
		tree_write(&tree, rows[i].file, rows[i].text);
		struct site *site = site_check_scan(&tree);
		if (site_check_diag(site, rows[i].file, "the build encrypts pages") !=
			rows[i].told)
			fail_msg("%s: %s", rows[i].file, rows[i].text);
		site_check_free(site);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jekyll_hides_what_exclude_names),
		cmocka_unit_test(jekyll_publishes_no_more_posts_than_it_is_told),
		cmocka_unit_test(pages_that_the_build_encrypts_are_locked),
		cmocka_unit_test(long_lines_of_metadata_are_read_to_their_end),
		cmocka_unit_test(many_defaults_count_to_the_last),
		cmocka_unit_test(a_long_list_of_encrypted_pages_counts_to_its_end),
		cmocka_unit_test(bridgetown_hides_what_exclude_names),
		cmocka_unit_test(hugo_hides_what_ignore_files_match),
		cmocka_unit_test(hugo_publishes_what_is_mounted),
		cmocka_unit_test(hugo_publishes_no_language_that_is_off),
		cmocka_unit_test(hugo_mounts_no_language_that_is_off),
		cmocka_unit_test(hugo_has_the_settings_of_the_web_site),
		cmocka_unit_test(hugo_makes_no_kind_that_is_off),
		cmocka_unit_test(hugo_serves_files_of_bundles_that_are_no_markup),
		cmocka_unit_test(zola_hides_what_it_ignores),
		cmocka_unit_test(hexo_hides_what_its_settings_match),
		cmocka_unit_test(hexo_serves_the_files_of_published_posts),
		cmocka_unit_test(pelican_hides_what_its_settings_leave_out),
		cmocka_unit_test(pelican_publishes_what_lies_in_its_paths),
		cmocka_unit_test(who_encrypts_pages_is_told_that_they_are_shown),
		cmocka_unit_test(pelican_settings_that_are_computed_keep_all_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
