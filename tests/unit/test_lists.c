/* SPDX-License-Identifier: MIT */
/* Which pages are posts, and which lists they stand in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/pages.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void in_jekyll_what_lies_in_posts_is_one(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\npermalink: /:title/\ncollections:\n"
				"  talks: {output: true}\n  notes: {output: true}\n"},
		{"_posts/2024-01-01-p.md",
			"---\ntitle: Plover\ntags: [a]\n---\nHello.\n"},
		{"_notes/n.md", "---\ntitle: Nuthatch\ndate: 2024-02-01\n---\nNote.\n"},
		{"_talks/2012-03-01-t.md", "---\ntitle: Talk\ndate: 2012-03-01\ntags: "
					   "[slides, a]\n---\nSlides.\n"},
		{"2020-01-01-x.md", "---\ntitle: Named\n---\nBeside.\n"},
	};
	static const struct pages_row rows[] = {
		{"/archive/", "Plover", "Talk", "a talk is no post"},
		{"/archive/", "Nuthatch", "Named", "a note is one, a page is not"},
		{"/feed.xml", "Plover", "Talk", "feeds are of posts"},
		{"/", "Plover", "2012-03-01", "latest posts too"},
		{"/talks/", "2012-03-01 Talk", NULL, "it stands in its collection"},
		{"/tags/a/", "Plover", "Talk", "tags are of posts"},
		{"/archive/2012/03/", "31 /archive/", NULL, "its month leads to all"},
		{"/archive/2012/", "31 /archive/", NULL, "and its year"},
		{"/archive/2013/", "no page", NULL, "a year that never was"},
		{"/tags/slides/", "31 /tags/", NULL, "a tag of talks alone"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void where_no_post_is_what_has_a_date_is_one(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\ncollections:\n  talks: {output: true}\n"},
		{"_talks/2012-03-01-t.md",
			"---\ntitle: Talk\ndate: 2012-03-01\n---\nSlides.\n"},
	};
	static const struct pages_row rows[] = {
		{"/feed.xml", "Talk", NULL, "rather than an empty feed"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void hugo_has_main_sections(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"title = 'Kiln'\n[params]\nmainSections = ['log', 'clay']\n"},
		{"content/log/a.md", "---\ntitle: Ash\ndate: 2024-01-01\n---\nA.\n"},
		{"content/clay/b.md", "---\ntitle: Bowl\ndate: 2024-01-02\n---\nB.\n"},
		{"content/works/c.md",
			"---\ntitle: Cup\ndate: 2024-01-03\ntags: [t]\n---\nC.\n"},
		{"content/works/d.md", "---\ntitle: Dish\ndate: 2023-01-03\n---\nD.\n"},
	};
	static const struct pages_row rows[] = {
		{"/archive/", "Ash", "Cup", "what the settings name"},
		{"/archive/", "Bowl", "Dish", "several of them"},
		{"/feed.xml", "Bowl", "Cup", "feeds hold the same"},
		{"/works/", "2024-01-03 Cup", NULL, "others stand in their section"},
		{"/tags/t/", "Cup", NULL, "taxonomies are of all pages"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void of_hugo_the_largest_section_is_main(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'Kiln'\n"},
		{"content/about.md", "---\ntitle: About\ndate: 2020-01-01\n---\nMe.\n"},
		{"content/posts/a.md", "---\ntitle: Ash\ndate: 2024-01-01\n---\nA.\n"},
		{"content/posts/x/b.md", "---\ntitle: Bowl\ndate: 2024-01-02\n---\nB.\n"},
		{"content/works/c.md", "---\ntitle: Cup\ndate: 2024-01-03\n---\nC.\n"},
		{"content/docs/1.md", "---\ntitle: One\n---\n1.\n"},
		{"content/docs/2.md", "---\ntitle: Two\n---\n2.\n"},
		{"content/docs/3.md", "---\ntitle: Three\n---\n3.\n"},
	};
	static const struct pages_row rows[] = {
		{"/feed.xml", "Ash", "About", "a dated page at the root is none"},
		{"/feed.xml", "Bowl", "Cup", "folders in it count, smaller ones do not"},
		{"/feed.xml", "Ash", "One", "pages without dates make none the largest"},
		{"/", "=> /about/ About", "2020-01-01", "the page is a way in"},
		{"/archive/2020/", "31 /archive/", NULL, "the year it stood in"},
	};
	static const struct tree_file flat[] = {
		{"hugo.toml", "title = 'Kiln'\n"},
		{"content/a.md", "---\ntitle: Ash\ndate: 2024-01-01\n---\nA.\n"},
	};
	static const struct pages_row all[] = {
		{"/feed.xml", "Ash", NULL, "without sections all are posts"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
	PAGES_CHECK(flat, all);
}

static void of_other_generators_a_folder_of_posts_is_main(void **state)
{
	static const struct tree_file astro[] = {
		{"astro.config.mjs", "export default {}\n"},
		{"src/content/blog/a.md",
			"---\ntitle: Ash\npubDate: 2024-01-01\n---\nA.\n"},
		{"src/content/works/c.md",
			"---\ntitle: Cup\npubDate: 2024-01-03\n---\nC.\n"},
	};
	static const struct tree_file eleventy[] = {
		{"eleventy.config.js", "export default {dir: {input: 'src'}}\n"},
		{"src/writing/writing.json", "{\"tags\": [\"post\"]}\n"},
		{"src/writing/a.md", "---\ntitle: Ash\ndate: 2024-01-01\n---\nA.\n"},
		{"src/b.md", "---\ntitle: Bowl\ndate: 2024-01-02\ntags: [posts, "
			     "x]\n---\nB.\n"},
		{"src/works/c.md", "---\ntitle: Cup\ndate: 2024-01-03\n---\nC.\n"},
	};
	static const struct pages_row tagged[] = {
		{"/feed.xml", "Ash", "Cup", "a folder of posts by its data"},
		{"/feed.xml", "Bowl", NULL, "a post by its tag"},
	};
	static const struct tree_file plain[] = {
		{"2024-01-01-a.md", "# Ash\n"},
		{"works/2024-01-03-c.md", "# Cup\n"},
	};
	static const struct pages_row blog[] = {
		{"/feed.xml", "Ash", "Cup", "a collection of posts"},
	};
	static const struct pages_row all[] = {
		{"/feed.xml", "Ash", NULL, "a plain folder has no other rule"},
		{"/feed.xml", "Cup", NULL, "than dates"},
	};
	(void)state;

	PAGES_CHECK(eleventy, tagged);
	PAGES_CHECK(astro, blog);
	PAGES_CHECK(plain, all);
}

static void an_index_of_a_gemlog_dates_what_it_links(void **state)
{
	static const struct tree_file files[] = {
		{"index.gmi",
			"# Tide pool\n=> /log/far.gmi 2024-03-01 Far\n=> /about.gmi "
			"About\n"
			"=> 2020-02-02-n.gmi 2024-04-04 Named\n"
			"=> gemini://other.example/log/ebb.gmi 1999-01-01 Not mine\n"},
		{"about.gmi", "# About\nMe.\n"},
		{"2020-02-02-n.gmi", "# Named\n"},
		{"log/index.gmi", "# Log\n=> ebb.gmi 2024-05-01 - Ebb\n"
				  "=> ./a%20b.gmi Flood (2024-05-02)\n=> sub/deep "
				  "2023-01-05: Deep\n"},
		{"log/ebb.gmi", "# Ebb\nWater.\n"},
		{"log/a b.gmi", "# Flood\nWater.\n"},
		{"log/far.gmi", "# Far\nWater.\n"},
		{"log/sub/deep.gmi", "# Deep\nWater.\n"},
		{"log/loose.gmi", "# Loose\nWater.\n"},
	};
	static const struct pages_row rows[] = {
		{"/archive/", "2024-05-01 Ebb", "Loose", "a label begins with the date"},
		{"/archive/", "2024-05-02 Flood", "About", "or ends with it"},
		{"/archive/", "2024-03-01 Far", "1999",
			"an index above, a path from the root"},
		{"/archive/", "2023-01-05 Deep", NULL,
			"a folder below, without an ending"},
		{"/archive/", "2020-02-02 Named", "2024-04-04",
			"the name of a file goes before"},
		{"/feed.xml", "Ebb", "Loose", "feeds too"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void a_translated_post_stands_once_in_lists(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml",
			"title: Two\nlanguages: [en, fr, de]\ndefault_lang: en\n"},
		{"_posts/2024-03-02-pond-en.md",
			"---\ntitle: The pond\nlang: en\nref: pond\ntags: [water, "
			"ducks]\n"
			"permalink: /en/pond/\n---\nSee [the wood](/en/wood/), [in "
			"French]"
			"(/fr/pond/), [only there](/fr/seul/).\n"},
		{"_posts/2024-03-02-pond-fr.md",
			"---\ntitle: La mare\nlang: fr\nref: pond\ntags: [Water, "
			"canards]\n"
			"permalink: /fr/pond/\n---\nVoir [le bois](/en/wood/), [la meme]"
			"(/en/pond/).\n"},
		{"_posts/2024-03-04-wood-en.md", "---\ntitle: The wood\nlang: en\nref: "
						 "wood\npermalink: /en/wood/\n---\nT.\n"},
		{"_posts/2024-03-04-wood-fr.md", "---\ntitle: Le bois\nlang: fr\nref: "
						 "wood\npermalink: /fr/bois/\n---\nT.\n"},
		{"_posts/2024-03-01-seul.md", "---\ntitle: Seul\nlang: fr\npermalink: "
					      "/fr/seul/\n---\nTexte.\n"},
		{"_posts/2024-03-05-berg-fr.md", "---\ntitle: Le mont\nlang: fr\nref: "
						 "berg\npermalink: /fr/mont/\n---\nT.\n"},
		{"_posts/2024-03-05-berg-de.md", "---\ntitle: Der Berg\nlang: de\nref: "
						 "berg\npermalink: /de/berg/\n---\nT.\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "The pond", "La mare", "in the site's language"},
		{"/archive/", "Seul", "La mare", "or in the one that there is"},
		{"/archive/", "Le mont", "Der Berg",
			"of others the first of the settings"},
		{"/feed.xml", "The wood", "Le bois", "feeds likewise"},
		{"/tags/water/", "The pond", "La mare", "and tags"},
		{"/tags/canards/", "La mare", NULL,
			"a tag that only the translation has"},
		{"/fr/", "La mare", "The pond", "a language has its own"},
		{"/fr/feed.xml", "La mare", "The pond", "its feed too"},
		{"/fr/archive/", "Le bois", "The wood", "and its archive"},
		{"/fr/", "=> /fr/archive/ Archives", NULL, "to which it leads"},
		{"/de/", "Der Berg", "Le mont", "every language"},
		{"/en/pond/", "=> /fr/pond/ in French", NULL, "its own translation"},
		{"/en/pond/", "=> /fr/seul/ only there", NULL,
			"what has no other version"},
		{"/fr/pond/", "=> /fr/bois/ le bois", "/en/wood/",
			"a link stays in its language"},
		{"/fr/pond/", "=> /en/pond/ la meme", NULL, "but for the page itself"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void one_language_of_hugo_is_in_lists(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"title = 'K'\ndefaultContentLanguage = 'fr'\n[languages.fr]\n"
			"[languages.en]\n"},
		{"content/posts/a.md", "---\ntitle: Un\ndate: 2024-01-02\ntags: "
				       "[x]\n---\n[b](/posts/b/)\n"},
		{"content/posts/a.en.md", "---\ntitle: One\ndate: 2024-01-02\ntags: "
					  "[x]\n---\n[b](/posts/b/)\n"},
		{"content/posts/b.md", "---\ntitle: Deux\ndate: 2024-01-03\n---\nx\n"},
		{"content/posts/b.en.md", "---\ntitle: Two\ndate: 2024-01-03\n---\nx\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "Deux", "Two", "the default language"},
		{"/tags/x/", "Un", "One", "in tags"},
		{"/posts/", "Deux", NULL, "a folder has what lies below it"},
		{"/en/posts/a/", "=> /en/posts/b/ b", NULL,
			"the link is followed in English"},
		{"/posts/a/", "=> /posts/b/ b", NULL, "and in French"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void an_index_page_has_what_lies_below_it(void **state)
{
	static const struct tree_file files[] = {
		{"notes/index.md", "# My garden\n\nWalk about.\n"},
		{"notes/oak.md", "# Oak\n\nTree.\n"},
		{"notes/sub/elm.md", "# Elm\n\nTree.\n"},
		{"notes/a.png", "png"},
		{"half/index.md", "# Half\n\n[One](one.md)\n"},
		{"half/one.md", "# One\n\n1.\n"},
		{"half/two.md", "# Two\n\n2.\n"},
		{"part/index.md", "# Part\n\n[One](one.md)\n"},
		{"part/one.md", "# One\n\n1.\n"},
		{"part/two.md", "# Two\n\n2.\n"},
		{"part/2024-01-01-three.md", "# Three\n\n3.\n"},
		{"alone/index.md", "# Alone\n\nHere.\n"},
	};
	static const struct pages_row rows[] = {
		{"/notes/", "Walk about.\n\n## Pages\n\n=> /notes/oak/ Oak\n", "a.png",
			"the list is under the words"},
		{"/notes/", "=> /notes/sub/elm/ Elm\n", NULL, "folders below too"},
		{"/half/", "=> /half/one/ One\n", "Two", "its author lists half of it"},
		{"/part/", "=> /part/two/ Two\n", NULL, "one of three is not half"},
		{"/part/", "2024-01-01 Three", NULL, "posts are listed and count"},
		{"/alone/", "Here.\n", "Pages", "nothing is below"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void an_empty_page_has_the_generated_list(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\npermalink: /:title/\ncollections:\n"
				"  talks: {output: true, permalink: '/talks/:name/'}\n"},
		{"_posts/2024-01-01-p.md", "---\ntitle: Plover\n---\nHello.\n"},
		{"_talks/t.md", "---\ntitle: Tern\n---\nSlides.\n"},
		{"talks.md", "---\ntitle: Talks\npermalink: /talks/\n---\n"
			     "{% for t in site.data.talks %}\n{{ t }}\n{% endfor %}\n"},
		{"blog.md", "---\ntitle: Blog\npermalink: /blog/\n---\n"
			    "{% for t in site.data.talks %}\n{{ t }}\n{% endfor %}\n"},
		{"who.md", "---\ntitle: Who\npermalink: /who/\n---\n"
			   "{% for t in site.data.who %}\n{{ t }}\n{% endfor %}\n"},
	};
	static const struct pages_row rows[] = {
		{"/talks/", "=> /talks/t/ Tern\n", NULL, "of its folder"},
		{"/blog/", "Plover", NULL, "of all posts"},
		{"/who/", "# Who\n", "Plover", "or none"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void many_pages_stand_in_folders_and_parts(void **state)
{
	struct tree tree;
	char name[64];
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "notes/index.md", "# Notes\n\nWords.\n");
	tree_write(&tree, "about.md", "# About\n\nMe.\n");
	for (int i = 0; i < 220; i++) {
		snprintf(
			name, sizeof(name), "notes/%s/n%03d.md", i < 20 ? "a-b" : "c", i);
		tree_write(&tree, name, "Words.\n");
	}
	static const struct pages_row rows[] = {
		{"/notes/",
			"## Folders\n\n=> /notes/a-b/ A b (20)\n=> /notes/c/ C (200)\n",
			"n001", "folders where they are too many"},
		{"/notes/c/", "=> /notes/c/n219/ Words.\n", "/notes/a-b/", "all of one"},
		{"/pages/", "=> /pages/1/ About", "n001", "parts by name"},
		{"/pages/2/", "=> /notes/c/n219/ Words.\n", "n001", "the second one"},
		{"/pages/3/", "no page", NULL, "there are two"},
	};
	pages_check_tree(&tree, rows, COUNT(rows));
}

static void months_and_years_link_their_neighbours(void **state)
{
	static const struct tree_file files[] = {
		{"splash.md", "# Splash\n"},
		{"2023-02-01-a.md", "# A\n"},
		{"2024-05-01-b.md", "---\ntags: [x]\n---\n# B\n"},
		{"2024-07-01-c.md", "# C\n"},
		{"2025-05-01-d.md", "---\ntags: [x]\n---\n# D\n"},
	};
	static const struct pages_row rows[] = {
		{"/archive/2024/05/", "# Archive, May 2024 — ", NULL,
			"a month by its name"},
		{"/archive/2024/05/",
			"=> /archive/2023/02/ ← February 2023\n=> /archive/2024/07/ → "
			"July "
			"2024\n=> /archive/2024/ 2024\n=> /archive/ Archive\n",
			NULL, "older, newer, and what is above"},
		{"/archive/2024/",
			"=> /archive/2023/ ← 2023\n=> /archive/2025/ → 2025\n=> "
			"/archive/ "
			"Archive\n",
			NULL, "years too"},
		{"/archive/2023/", "=> /archive/2024/ → 2024\n", "←", "the first one"},
		{"/tags/x/2024/", "=> /tags/x/2025/ → 2025\n=> /tags/x/ x\n", "2023",
			"those of the tag"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

static void a_site_has_a_name(void **state)
{
	static const struct tree_file heading[] = {
		{"index.md", "# Heron's reach\n\nA place.\n"},
		{"2024-01-01-a.md", "# First\n"}};
	static const struct tree_file field[] = {
		{"index.gmi", "# Heron's reach\nA place.\n"},
		{"2024-01-01-a.md", "# First\n"}};
	static const struct tree_file host[] = {
		{"_config.yml", "url: https://www.reach.example\n"},
		{"index.md", "---\ntitle: Home\n---\nA place.\n"},
		{"_posts/2024-01-01-a.md", "# First\n"}};
	static const struct tree_file author[] = {{"_config.yml", "author: Ann\n"},
		{"index.md", "---\n---\nA place.\n"},
		{"_posts/2024-01-01-a.md", "# First\n"}};
	static const struct pages_row of_heading[] = {
		{"/", "# Heron's reach\n\nA place.\n", "Capsule",
			"its index page's heading"},
		{"/2024-01-01-a/", "=> / Heron's reach\n", "Capsule", "everywhere"}};
	static const struct pages_row of_gemtext[] = {
		{"/2024-01-01-a/", "=> / Heron's reach\n", "Capsule", "of gemtext too"}};
	static const struct pages_row of_host[] = {
		{"/", "# reach.example\n", "Home", "its host, since Home says nothing"}};
	static const struct pages_row of_author[] = {
		{"/", "# Ann\n", NULL, "its author"}};
	(void)state;

	PAGES_CHECK(heading, of_heading);
	PAGES_CHECK(field, of_gemtext);
	PAGES_CHECK(host, of_host);
	PAGES_CHECK(author, of_author);
}

/* A page is in no list, but at its address. */
static void pages_for_errors_are_in_no_list(void **state)
{
	static const struct tree_file hexo[] = {
		{"_config.yml", "title: H\n"},
		{"source/_posts/p.md", "---\ntitle: P\ndate: 2024-01-01\n---\nHello.\n"},
		{"source/error/index.md",
			"---\ntitle: Lost\ndate: 2024-01-01\ntype: error\n---\nNo.\n"},
		{"source/me/index.md", "---\ntitle: Me\n---\nWords.\n"},
		{"source/404/index.md", "---\ntitle: Lost\n---\nNo.\n"},
	};
	static const struct tree_file jekyll[] = {
		{"_config.yml", "title: J\n"},
		{"_posts/2024-01-01-p.md", "---\ntitle: P\n---\nHello.\n"},
		{"error.md", "---\ntitle: Lost\npermalink: /404.html\n---\nNo.\n"},
		{"me.md", "---\ntitle: Me\npermalink: /me/\n---\nWords.\n"},
	};
	static const struct tree_file plain[] = {
		{"2024-01-01-p.md", "# P\n\nHello.\n"},
		{"404.md", "# Lost\n\nNo.\n"},
		{"404.fr.md", "# Lost\n\nNon.\n"},
		{"me.md", "# Me\n\nWords.\n"},
	};
	static const struct pages_row rows[] = {
		{"/", "Me\n", "=> /error/", "the home page"},
		{"/", "Me\n", "> Lost", "whatever its address is"},
		{"/pages/", "=> /me/ Me\n", " Lost", "the list of pages"},
		{"/search?no", NULL, " Lost", "nobody looks for it"},
	};
	static const struct pages_row served[] = {
		{"/error/", "# Lost\n", NULL, "its address works"},
		{"/404/", "# Lost\n", NULL, "this one too"},
	};
	(void)state;

	PAGES_CHECK(hexo, rows);
	PAGES_CHECK(hexo, served);
	PAGES_CHECK(jekyll, rows);
	PAGES_CHECK(plain, rows);
}

static void halves_of_pages_are_in_no_list(void **state)
{
	static const struct tree_file files[] = {
		{"2024-01-01-p.md", "# P\n\nHello.\n"},
		{"x/header.html",
			"<!doctype html><html><title>{{T}}</title><body><p>Top"},
		{"x/footer.html", "<p>Bottom</body></html>"},
		{"x/nav.html", "<p>Menu</p>"},
		{"x/head.html", "<html><title>Top ten</title><p>One.</p></html>"},
		{"x/other.html", "<h1>Other</h1><p>Words.</p>"},
	};
	static const struct pages_row rows[] = {
		{"/x/", "=> /x/other Other\n", "/header", "the start of a page"},
		{"/x/", "=> /x/head Top ten\n", "/footer", "the end of one"},
		{"/x/", NULL, "/nav", "a menu"},
		{"/x/nav", "Menu\n", NULL, "its address works"},
	};
	(void)state;

	PAGES_CHECK(files, rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_jekyll_what_lies_in_posts_is_one),
		cmocka_unit_test(where_no_post_is_what_has_a_date_is_one),
		cmocka_unit_test(hugo_has_main_sections),
		cmocka_unit_test(of_hugo_the_largest_section_is_main),
		cmocka_unit_test(an_index_of_a_gemlog_dates_what_it_links),
		cmocka_unit_test(a_translated_post_stands_once_in_lists),
		cmocka_unit_test(one_language_of_hugo_is_in_lists),
		cmocka_unit_test(an_index_page_has_what_lies_below_it),
		cmocka_unit_test(an_empty_page_has_the_generated_list),
		cmocka_unit_test(many_pages_stand_in_folders_and_parts),
		cmocka_unit_test(months_and_years_link_their_neighbours),
		cmocka_unit_test(a_site_has_a_name),
		cmocka_unit_test(pages_for_errors_are_in_no_list),
		cmocka_unit_test(halves_of_pages_are_in_no_list),
		cmocka_unit_test(of_other_generators_a_folder_of_posts_is_main),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
