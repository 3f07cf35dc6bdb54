/* SPDX-License-Identifier: MIT */
/* Which pages are posts, and which lists they stand in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/pages.h"

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
		cmocka_unit_test(of_other_generators_a_folder_of_posts_is_main),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
