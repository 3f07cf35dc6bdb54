/* SPDX-License-Identifier: MIT */
/* What the home page links: the author's menu, or the first pages, and the rest behind one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/pages.h"

/* A post and two pages of a generator whose settings are @file. */
#define SITE(file, text, root, post)                                                     \
	{file, text}, {post, "---\ntitle: Post\ndate: 2024-01-01\n---\nHello.\n"},       \
		{root "me.md", "---\ntitle: Me\n---\nA potter.\n"},                      \
	{                                                                                \
		root "click.md", "---\ntitle: Click me\n---\nA test.\n"                  \
	}

static const struct pages_row menu_rows[] = {
	{"/", "=> /me/ Who writes\n", "Click me", "the menu alone"},
	{"/", "=> /pages/ Pages\n", NULL, "what it leaves out is behind one line"},
	{"/", "=> https://other.example/ Elsewhere\n", "Search",
		"the web, not what it alone has"},
	{"/pages/", "=> /click/ Click me\n", NULL, "there it is"},
};

#define MENU_CHECK(files) PAGES_CHECK(files, menu_rows)

static void hugo_has_menus_of_several_forms(void **state)
{
	static const struct tree_file newer[] = {SITE("hugo.toml",
		"title = 'K'\n[[menus.main]]\nname = 'Elsewhere'\nurl = "
		"'https://other.example/'\n[[menus.main]]\nname = 'Search'\nurl = "
		"'/search/'\n"
		"[[menus.main]]\nname = 'Who writes'\npageRef = '/me'\nweight = 1\n"
		"[[menus.footer]]\nname = 'Click me'\nurl = '/click/'\n",
		"content/", "content/posts/p.md")};
	static const struct tree_file older[] = {SITE("config.yaml",
		"title: K\nmenu:\n  main:\n  - {name: Who writes, url: me/}\n"
		"  - {name: Elsewhere, url: 'https://other.example/'}\n",
		"content/", "content/posts/p.md")};
	static const struct tree_file folder[] = {
		SITE("config/_default/hugo.toml", "title = 'K'\n", "content/",
			"content/posts/p.md"),
		{"config/_default/menus.toml",
			"[[main]]\nname = 'Who writes'\npageRef = 'me'\n"
			"[[main]]\nname = 'Elsewhere'\nurl = "
			"'https://other.example/'\n"}};
	static const struct tree_file language[] = {
		SITE("config/_default/hugo.toml", "title = 'K'\n", "content/",
			"content/posts/p.md"),
		{"config/_default/menus.en.toml",
			"[[main]]\nname = 'Who writes'\npageRef = 'me'\n"
			"[[main]]\nname = 'Elsewhere'\nurl = "
			"'https://other.example/'\n"}};
	(void)state;

	MENU_CHECK(newer);
	MENU_CHECK(older);
	MENU_CHECK(folder);
	MENU_CHECK(language);
}

static void pages_of_hugo_may_name_the_menu(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"title = 'K'\nsectionPagesMenu = 'main'\n[[menus.main]]\nname = "
			"'Log'\nurl = '/posts/'\nweight = 2\n"},
		{"content/posts/p.md",
			"---\ntitle: Post\ndate: 2024-01-01\n---\nHello.\n"},
		{"content/me.md",
			"---\ntitle: Me\nmenu:\n  main:\n    name: Who\n    weight: "
			"1\n---\nA potter.\n"},
		{"content/you.md",
			"---\ntitle: You\nmenus: [main]\nweight: 3\n---\nA reader.\n"},
		{"content/shop/_index.md", "---\ntitle: Shop\n---\n"},
		{"content/click.md",
			"---\ntitle: Click me\nmenu: footer\n---\nA test.\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "=> /me/ Who\n=> /posts/ Log\n=> /you/ You\n=> /shop/ Shop\n",
			"Click", "by weight, those without one last"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void jekyll_has_menus_of_its_themes(void **state)
{
	static const struct tree_file minima[] = {SITE("_config.yml",
		"title: K\npermalink: pretty\nheader_pages:\n  - me.md\n", "",
		"_posts/2024-01-01-p.md")};
	static const struct pages_row minima_rows[] = {
		{"/", "=> /me/ Me\n", "Click", "names of files"},
	};
	static const struct tree_file beautiful[] = {SITE("_config.yml",
		"title: K\npermalink: pretty\nnavbar-links:\n  Who writes: 'me'\n"
		"  Resources:\n    - Elsewhere: 'https://other.example/'\n",
		"", "_posts/2024-01-01-p.md")};
	static const struct tree_file mistakes[] = {
		SITE("_config.yml", "title: K\npermalink: pretty\n", "",
			"_posts/2024-01-01-p.md"),
		{"_data/navigation.yml",
			"main:\n  - title: Who writes\n    url: /me/\n  - title: "
			"Elsewhere\n    "
			"url: https://other.example/\n  - title: Search\n    url: "
			"/search/\n"
			"docs:\n  - title: Click me\n    url: /click/\n"}};
	static const struct tree_file list[] = {
		SITE("_config.yml", "title: K\npermalink: pretty\n", "",
			"_posts/2024-01-01-p.md"),
		{"_data/nav.yml",
			"- {name: Who writes, link: me.html}\n"
			"- {name: Elsewhere, link: 'https://other.example/'}\n"}};
	(void)state;

	MENU_CHECK(list);
	PAGES_CHECK(minima, minima_rows);
	MENU_CHECK(beautiful);
	MENU_CHECK(mistakes);
}

static void other_generators_have_menus(void **state)
{
	static const struct tree_file zola[] = {SITE("config.toml",
		"base_url = 'https://k.example'\ntitle = 'K'\n[extra]\neven_menu = [\n"
		"  {url = '$BASE_URL/me/', name = 'Who writes'},\n"
		"  {url = '$BASE_URL/search/', name = 'Search'},\n"
		"  {url = 'https://other.example/', name = 'Elsewhere'}]\n",
		"content/", "content/posts/p.md")};
	static const struct tree_file mkdocs[] = {SITE("mkdocs.yml",
		"site_name: K\nnav:\n  - Home: index.md\n  - Who writes: me.md\n"
		"  - Elsewhere: https://other.example/\n",
		"docs/", "docs/posts/p.md")};
	static const struct pages_row mkdocs_rows[] = {
		{"/", "=> /me/ Who writes\n=> https://other.example/ Elsewhere\n",
			"Click", "MkDocs' navigation"},
	};
	static const struct tree_file docusaurus[] = {SITE("docusaurus.config.js",
		"module.exports = {title: 'K', themeConfig: {navbar: {title: 'K', items: "
		"[\n"
		"  {to: '/me', label: 'Who writes', position: 'left'},\n"
		"  {href: 'https://other.example/', label: 'Elsewhere'},\n"
		"  {type: 'localeDropdown'}]}}};\n",
		"src/pages/", "blog/2024-01-01-p.md")};
	static const struct tree_file hexo[] = {
		SITE("_config.yml", "title: K\ntheme: next\n", "source/",
			"source/_posts/p.md"),
		{"_config.next.yml", "menu:\n  home: / || fa fa-home\n  Who writes: "
				     "/me.html || fa fa-user\n"
				     "  Elsewhere: https://other.example/ || fa\n"}};
	static const struct pages_row hexo_rows[] = {
		{"/", "=> /me Who writes\n", "Click", "icons aside"},
	};
	static const struct tree_file pelican[] = {SITE("pelicanconf.py",
		"SITENAME = 'K'\nMENUITEMS = (('Elsewhere', 'https://other.example/'),)\n"
		"PATH = 'content'\n",
		"content/pages/", "content/p.md")};
	static const struct pages_row pelican_rows[] = {
		{"/", "=> https://other.example/ Elsewhere\n=> /pages/ Pages\n", NULL,
			"with the pages, as its themes have them"},
	};
	static const struct tree_file eleventy[] = {
		{"eleventy.config.js", "export default {}\n"},
		{"posts/p.md", "---\ntitle: Post\ndate: 2024-01-01\n---\nHello.\n"},
		{"me.md", "---\ntitle: Me\neleventyNavigation:\n  key: Who writes\n  "
			  "order: 1\n---\nI.\n"},
		{"click.md", "---\ntitle: Click me\n---\nA test.\n"},
	};
	static const struct pages_row eleventy_rows[] = {
		{"/", "=> /me/ Who writes\n", "Click", "the plugin's front matter"},
	};
	(void)state;

	MENU_CHECK(zola);
	PAGES_CHECK(mkdocs, mkdocs_rows);
	MENU_CHECK(docusaurus);
	PAGES_CHECK(hexo, hexo_rows);
	PAGES_CHECK(pelican, pelican_rows);
	PAGES_CHECK(eleventy, eleventy_rows);
}

static void without_a_menu_five_pages_are_linked(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\npermalink: pretty\n"},
		{"_posts/2024-01-01-p.md", "---\ntitle: Post\n---\nHello.\n"},
		{"a.md", "---\ntitle: A\n---\na\n"},
		{"b.md", "---\ntitle: B\n---\n{% for x in site.nothing %}\n{{ x }}\n{% "
			 "endfor %}\n"},
		{"c.md", "---\ntitle: C\nsitemap: false\n---\nc\n"},
		{"d.md", "---\ntitle: D\n---\nd\n"},
		{"e.html", "---\ntitle: E\n---\n<div><span></span></div>\n"},
		{"f.md", "---\ntitle: F\n---\nf\n"},
		{"g.md", "---\ntitle: G\nnav_exclude: true\n---\ng\n"},
		{"notes/h.md", "---\ntitle: H\n---\nh\n"},
		{"notes/i.md", "---\ntitle: I\n---\ni\n"},
		{"j.md", "---\ntitle: J\nnav_order: 1\n---\nj\n"},
		{"k.md", "---\ntitle: K\n---\nk\n"},
		{"index.md", "---\ntitle: Jay\n---\nSee [D](d.md).\n"},
	};
	static const struct pages_row rows[] = {
		{"/",
			"=> /j/ J\n=> /a/ A\n=> /f/ F\n=> /notes/ Notes\n=> /k/ K\n=> "
			"/archive/ "
			"Archive\n",
			"=> /d/ D\n=>", "in their order, a folder once"},
		{"/", NULL, "B\n", "a page of which nothing is left"},
		{"/", NULL, "C\n", "one that its author keeps off"},
		{"/", NULL, "E\n", "markup without words"},
		{"/", NULL, "G\n", "one that is no part of the navigation"},
		{"/", NULL, "Pages", "nothing else is left"},
		{"/pages/", "## Notes\n", "G\n", "all of them, by folder"},
	};
	static const struct tree_file six[] = {
		{"_config.yml", "title: Jay\npermalink: pretty\n"},
		{"a.md", "---\ntitle: A\n---\na\n"},
		{"b.md", "---\ntitle: B\n---\nb\n"},
		{"c.md", "---\ntitle: C\n---\nc\n"},
		{"d.md", "---\ntitle: D\n---\nd\n"},
		{"e.md", "---\ntitle: E\n---\ne\n"},
		{"f.md", "---\ntitle: F\n---\nf\n"},
	};
	static const struct pages_row more[] = {
		{"/", "=> /e/ E\n=> /pages/ Pages\n", "/f/",
			"the sixth is behind a line"},
		{"/pages/", "=> /f/ F\n", NULL, "there"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
	PAGES_CHECK(six, more);
}

static void pages_stand_once_in_their_reader_s_language(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = "
			      "'K'\n[languages.en]\n[[languages.en.menus.main]]\nname = "
			      "'Who'\npageRef = "
			      "'/me'\n[languages.fr]\n[[languages.fr.menus.main]]"
			      "\nname = 'Qui'\npageRef = '/me'\n"},
		{"content/posts/a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nx\n"},
		{"content/posts/a.fr.md", "---\ntitle: Un\ndate: 2024-01-02\n---\nx\n"},
		{"content/me.md", "---\ntitle: Me\n---\nx\n"},
		{"content/me.fr.md", "---\ntitle: Moi\n---\nx\n"},
		{"content/b.md", "---\ntitle: B\n---\nx\n"},
		{"content/b.fr.md", "---\ntitle: Deux\n---\nx\n"},
		{"content/seul.fr.md", "---\ntitle: Seul\n---\nx\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "=> /me/ Who\n", "Qui", "the menu of the site's language"},
		{"/fr/", "=> /fr/me/ Qui\n", "Who", "that of the other one"},
		{"/fr/", "=> /fr/pages/ Pages\n", "Deux", "the rest in this language"},
		{"/fr/pages/", "=> /fr/b/ Deux\n", "B\n", "no page of another"},
		{"/pages/", "=> /b/ B\n", "Deux", "each once"},
		{"/pages/", "=> /fr/seul/ Seul\n", NULL, "or what there is of it"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void many_languages_stand_behind_the_posts(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"title = 'K'\n[languages.en]\n[languages.fr]\n[languages.de]\n"
			"[languages.es]\n[languages.it]\n"},
		{"content/posts/a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nx\n"},
		{"content/posts/a.fr.md", "---\ntitle: A\ndate: 2024-01-02\n---\nx\n"},
		{"content/posts/a.de.md", "---\ntitle: A\ndate: 2024-01-02\n---\nx\n"},
		{"content/posts/a.es.md", "---\ntitle: A\ndate: 2024-01-02\n---\nx\n"},
		{"content/posts/a.it.md", "---\ntitle: A\ndate: 2024-01-02\n---\nx\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "\n## Languages\n\n=> /en/ English\n", NULL, "five of them"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void an_archive_without_posts_says_so(void **state)
{
	static const struct tree_file files[] = {{"about.md", "# About\n\nMe.\n"}};
	static const struct pages_row rows[] = {
		{"/archive/", "\n\nNo posts yet.\n\n", NULL, "its address answers"}};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void the_administrator_may_say_otherwise(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\npermalink: pretty\nheader_pages: [a.md]\n"},
		{"_posts/2024-01-01-p.md",
			"---\ntitle: 'Post & more?'\n---\nFirst words.\n\nLast words.\n"},
		{"_posts/2024-01-02-q.md",
			"---\ntitle: Q\ndescription: Said.\n---\nText.\n"},
		{"a.md", "---\ntitle: A\n---\na\n"},
		{"b.md", "---\ntitle: B\n---\nb\n"},
	};
	static const struct slice menu[] = {S("/b/ The second"), S("a.md"),
		S("https://other.example/ Out there"), S("/nothing/ Nowhere")};
	static const struct pages_row own_menu[] = {
		{"/",
			"=> /b/ The second\n=> /a/ A\n=> https://other.example/ Out "
			"there\n=> "
			"/archive/ Archive\n",
			"Nowhere", "a menu of one's own"},
	};
	static const struct pages_row no_pages[] = {
		{"/", "=> /a/ A\n=> /archive/ Archive\n", "Pages",
			"the site's menu stays"},
		{"/pages/", "no page", NULL, "there is no list either"},
	};
	static const struct pages_row reply[] = {
		{"/2024/01/01/p/",
			"=> mailto:me@x.example?subject=Post%20%26%20more%3F Reply by "
			"email\n",
			NULL, "in the foot of a post"},
		{"/a/", "=> mailto:me@x.example?subject=A Reply by email\n", NULL,
			"and of a page"},
		{"/", NULL, "mailto:", "not of lists"},
	};
	static const struct pages_row search[] = {
		{"/", "=> /archive/ Archive\n=> /search Search\n", NULL, "a way to ask"},
		{"/archive/", "=> /search Search\n=> /random A random post\n", NULL,
			"in the archive"},
	};
	static const struct slice own_search[] = {S("/search/ Look"), S("/b/ B")};
	static const struct pages_row search_in_menu[] = {
		{"/", "=> /search Look\n", "Search", "the author's menu has it"},
	};
	static const struct slice bare_search[] = {S("/search")};
	static const struct pages_row search_without_title[] = {
		{"/", "=> /search Search\n", NULL, "a menu without a title"},
	};
	static const struct pages_row summaries[] = {
		{"/", "=> /2024/01/02/q/ 2024-01-02 Q\n\nSaid.\n", "Last",
			"a description"},
		{"/archive/", "Post & more?\n\nFirst words.\n", "Last",
			"or the first words"},
	};
	static const struct pages_row full[] = {
		{"/feed.xml", "Post & more?: First words.\nFirst words.\n\nLast words.\n",
			NULL, "all of the post behind its summary"},
	};
#define WITH(rows, ...)                                                                  \
	pages_check_with(&(const struct site_config){__VA_ARGS__}, files,                \
		sizeof(files) / sizeof(*files), rows, sizeof(rows) / sizeof(*(rows)))
	(void)state;

	WITH(own_menu, .menu = {menu, 4}, .pages = true);
	WITH(no_pages, .pages = false);
	WITH(reply, .reply = S("me@x.example"));
	WITH(reply, .reply = S("mailto:me@x.example"));
	WITH(summaries, .lists = 1);
	WITH(search, .search = true);
	WITH(search_in_menu, .menu = {own_search, 2}, .search = true);
	WITH(search_without_title, .menu = {bare_search, 1}, .search = true);
	WITH(full, .feed = 1);
}

/* The page of a theme stands where the search is: with words of its own, it stays there. */
static void a_page_with_words_leads_to_the_search(void **state)
{
	static const struct tree_file below[] = {
		{"hugo.toml", "title = 'K'\n[[menus.main]]\nname = 'Look'\npageRef = "
			      "'/search'\n"},
		{"content/posts/p.md", "---\ntitle: P\ndate: 2024-01-01\n---\nHello.\n"},
		{"content/search.md", "---\ntitle: Find\n---\nFind it here.\n"},
	};
	static const struct pages_row below_rows[] = {
		{"/", "=> /search/ Look\n", "=> /search Search", "the menu has it"},
		{"/search/", "# Find — K\n\nFind it here.\n\n", NULL, "its words"},
		{"/search/", "=> /search Search\n", NULL, "and the way to ask"},
	};
	static const struct tree_file at[] = {
		{"_config.yml", "title: K\n"},
		{"_posts/2024-01-01-p.md", "---\ntitle: P\n---\nHello.\n"},
		{"find.md", "---\ntitle: Find\npermalink: /search\n---\nFind it here.\n"},
	};
	static const struct pages_row at_rows[] = {
		{"/search", "Find it here.\n", NULL, "its words"},
		{"/search", "=> /search? Search\n", NULL, "an empty query asks"},
	};
	static const struct tree_file bare[] = {
		{"hugo.toml", "title = 'K'\n"},
		{"content/posts/p.md", "---\ntitle: P\ndate: 2024-01-01\n---\nHello.\n"},
		{"content/search.md", "---\ntitle: Find\nlayout: search\n---\nEnter.\n"},
	};
	static const struct pages_row bare_rows[] = {
		{"/search/", "31 /search", NULL, "a page for the web's search makes way"},
		{"/", "=> /search", NULL, "the home page leads there"},
	};
#define SEARCHED(files, rows)                                                            \
	pages_check_with(&(const struct site_config){.pages = true, .search = true},     \
		files, sizeof(files) / sizeof(*(files)), rows,                           \
		sizeof(rows) / sizeof(*(rows)))
	(void)state;
	SEARCHED(below, below_rows);
	SEARCHED(at, at_rows);
	SEARCHED(bare, bare_rows);
}

static void pages_may_have_languages_that_no_post_has(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: H\nlanguage: [en, es]\n"},
		{"source/_posts/p.md", "---\ntitle: P\ndate: 2024-01-01\n---\nHello.\n"},
		{"source/api/index.md", "---\ntitle: API\n---\nWords.\n"},
		{"source/es/api/index.md",
			"---\ntitle: API es\nlang: es\n---\nPalabras.\n"},
		{"source/es/solo/index.md",
			"---\ntitle: Solo\nlang: es\n---\nPalabras.\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "=> /api/ API\n=> /es/solo/ Solo\n", "API es", "each page once"},
		{"/pages/", "=> /es/solo/ Solo\n", "API es", "there too"},
		{"/api/", "=> /es/api/ Also in Spanish: API es\n", NULL,
			"its translation is named"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

/* Guides in three languages, without any post; in one of them no template makes the home page. */
static void languages_of_pages_have_home_pages(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml",
			"title: K\nlang: en\ncollections: {guides: {output: true, "
			"permalink: '/:path/'}}\n"},
		{"index.html", "---\nlang: en\n---\n"},
		{"_guides/start.md", "---\nlang: en\ntitle: Start\n---\nGo.\n"},
		{"_guides/es/index.html",
			"---\nlang: es\ntitle: Guias\npermalink: /es/\n---\n"},
		{"_guides/es/start.md", "---\nlang: es\ntitle: Comienzo\n---\nYa.\n"},
		{"_guides/es/more.md", "---\nlang: es\ntitle: Sin par\n---\nYa.\n"},
		{"_guides/pt/index.html",
			"---\nlang: pt-BR\ntitle: Guias\npermalink: /pt-br/\n---\n"},
		{"_guides/pt-br/start.md", "---\nlang: pt-BR\ntitle: Come\n---\nJa.\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "=> /start/ Start\n", "Comienzo", "each page once"},
		{"/", "=> /es/ Espa\xc3\xb1ol\n", "Sin par",
			"other languages have their home pages"},
		{"/", "Pages: ", "No posts", "nobody waits for posts"},
		{"/es/", "=> /es/start/ Comienzo\n", "=> /start/", "in one language"},
		{"/es/", "=> /es/more/ Sin par\n", "No hay", "what it alone has"},
		{"/es/start/", "=> /start/ ", NULL, "translations know each other"},
		{"/pt-br/", "=> /pt-br/start/ Come\n", "/pt-BR/", "a region"},
		{"/pt-br/archive/", "=> /pt-br/ ", "/pt-BR/",
			"addresses are as they are served"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void latest_posts_stand_before_the_rest_of_a_long_page(void **state)
{
	static const struct tree_file files[] = {
		{"index.md", "# Pool\n\nFirst.\n\nSecond.\n\n## "
			     "Part\n\nA\n\nB\n\nC\n\nD\n\nE\n\nF\n\n"
			     "G\n\nH\n\n* i\n* j\n* k\n\n[Me](me.md)\n"},
		{"me.md", "# Me\n\nWords.\n"},
		{"2024-01-01-p.md", "# Post\n\nHello.\n"},
	};
	static const struct tree_file lists[] = {
		{"index.md", "# Pool\n\nFirst.\n\nSecond.\n\n## "
			     "Part\n\nA\n\nB\n\nC\n\nD\n\nE\n\nF\n\n"
			     "G\n\nH\n\n* i\n* j\n* k\n\n[Post](2024-01-01-p.md)\n"},
		{"2024-01-01-p.md", "# Post\n\nHello.\n"},
	};
	static const struct pages_row rows[] = {
		{"/",
			"Second.\n\n=> /archive/ Archive\n=> /feed.xml Atom feed\n\n## "
			"Latest posts\n\n"
			"=> /2024-01-01-p/ 2024-01-01 Post\n\n## Part\n\nA\n",
			NULL, "its beginning, the posts, the rest"},
	};
	static const struct pages_row listed[] = {
		{"/", "Second.\n\n## Part\n", NULL,
			"a page that links the posts stays whole"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
	PAGES_CHECK(lists, listed);
}

/* By the titles of their pages, "20" would be first. */
static void folders_stand_in_the_order_of_their_names(void **state)
{
	static const struct tree_file files[] = {
		{".obsidian/app.json", "{}"},
		{"20 Nets/a.md", "A net.\n"},
		{"10 Data/z.md", "A row.\n"},
		{"zebra.md", "An animal.\n"},
		{"202405011230.md", "# A number\n\nWords.\n"},
	};
	static const struct pages_row rows[] = {
		{"/",
			"Pages: 4\n\n=> /202405011230/ A number\n=> /zebra/ zebra\n=> "
			"/10%20Data/ 10 Data\n"
			"=> /20%20Nets/ 20 Nets\n",
			"No posts", "pages, then folders"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hugo_has_menus_of_several_forms),
		cmocka_unit_test(pages_of_hugo_may_name_the_menu),
		cmocka_unit_test(jekyll_has_menus_of_its_themes),
		cmocka_unit_test(other_generators_have_menus),
		cmocka_unit_test(without_a_menu_five_pages_are_linked),
		cmocka_unit_test(pages_stand_once_in_their_reader_s_language),
		cmocka_unit_test(a_page_with_words_leads_to_the_search),
		cmocka_unit_test(pages_may_have_languages_that_no_post_has),
		cmocka_unit_test(latest_posts_stand_before_the_rest_of_a_long_page),
		cmocka_unit_test(an_archive_without_posts_says_so),
		cmocka_unit_test(the_administrator_may_say_otherwise),
		cmocka_unit_test(folders_stand_in_the_order_of_their_names),
		cmocka_unit_test(languages_of_pages_have_home_pages),
		cmocka_unit_test(many_languages_stand_behind_the_posts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
