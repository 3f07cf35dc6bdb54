/* SPDX-License-Identifier: MIT */
/* What links to a page, and which posts are like it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/pages.h"
#include "search/pass.h"
#include "site/threads.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* The paths of @count posts, a blank between them. */
static const char *paths(
	struct arena *arena, const struct post *const *posts, size_t count)
{
	struct buf out = BUF(4096);

	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%.*s", i ? " " : "", SARG(posts[i]->path));
	return arena_cstr(arena, buf_take(&out, arena));
}

static const char *from_of(struct arena *arena, const struct site *site, const char *path)
{
	const struct post *const *posts;
	size_t count =
		threads_backlinks(site, site_check_post(site, path), arena, &posts);

	return paths(arena, posts, count);
}

static const char *like_of(struct arena *arena, const struct site *site, const char *path)
{
	const struct post *const *posts;
	size_t count = threads_related(site, site_check_post(site, path), arena, &posts);

	return paths(arena, posts, count);
}

struct row {
	const char *path, *from, *like, *why; /* from, like NULL: not asked */
};

static void check_rows(const struct site *site, const struct row *rows, size_t count)
{
	auto_arena struct arena arena = {0};

	for (size_t i = 0; i < count; i++) {
		const char *from = from_of(&arena, site, rows[i].path);
		const char *like = like_of(&arena, site, rows[i].path);
		if (rows[i].from && strcmp(from, rows[i].from) != 0)
			fail_msg("%s: %s is linked from \"%s\", expected \"%s\"",
				rows[i].why, rows[i].path, from, rows[i].from);
		if (rows[i].like && strcmp(like, rows[i].like) != 0)
			fail_msg("%s: like %s are \"%s\", expected \"%s\"", rows[i].why,
				rows[i].path, like, rows[i].like);
	}
}

static void check(const struct tree_file *files, size_t file_count,
	const struct row *rows, size_t count)
{
	struct tree tree;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	struct site *site = site_check_scan(&tree);
	pass_once(site, 1);
	check_rows(site, rows, count);
	site_check_free(site);
	tree_fini(&tree);
}

static void links_count_in_every_spelling(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\nurl: https://jay.example\n"
				"permalink: /:title/\n"},
		{"_posts/2024-01-01-owl.md", "---\ntitle: Owl\nredirect_from: "
					     "/old-owl/\n---\nO. [me](/owl/)\n"},
		{"_posts/2024-01-02-path.md", "---\ntitle: A\n---\n[owl](/owl)\n"},
		{"_posts/2024-01-03-twice.md",
			"---\ntitle: B\n---\n[owl](/owl/) [again](/owl/#x)\n"},
		{"_posts/2024-01-04-alias.md", "---\ntitle: C\n---\n[o](/old-owl/)\n"},
		{"_posts/2024-01-05-html.md", "---\ntitle: D\n---\n[o](/owl.html)\n"},
		{"_posts/2024-01-06-gmi.md", "---\ntitle: E\n---\n[o](../owl.gmi)\n"},
		{"_posts/2024-01-07-web.md",
			"---\ntitle: F\n---\n<https://jay.example/owl/>\n"},
		{"_posts/2024-01-08-source.md",
			"---\ntitle: G\n---\n[o]({% post_url 2024-01-01-owl %})\n"},
		{"_posts/2024-01-09-code.md", "---\ntitle: H\n---\n`[o](/owl/)`\n"},
		{"_posts/2024-01-10-hidden.md",
			"---\ntitle: I\npublished: false\n---\n[o](/owl/)\n"},
		{"_posts/2024-01-11-unlisted.md",
			"---\ntitle: J\nhidden: true\n---\n[o](/owl/)\n"},
		{"_posts/2031-01-11-future.md", "---\ntitle: K\n---\n[o](/owl/)\n"},
		{"about.md", "---\ntitle: About\n---\n[o](/owl/) [gone](/nowhere/)\n"},
		{"all.md", "---\ntitle: All\n---\n{% for p in site.posts %}[{{ p.title "
			   "}}]({{ p.url }})\n{% endfor %}\n"},
	};
	static const struct row rows[] = {
		{"/owl/", "/source/ /web/ /gmi/ /html/ /alias/ /twice/ /path/ /about/",
			NULL, "newest first, pages without a date last, each once"},
		{"/about/", "", NULL, "nobody links it"},
	};
	(void)state;

	check(files, COUNT(files), rows, COUNT(rows));
}

static void ten_backlinks_are_enough(void **state)
{
	struct tree tree;
	auto_arena struct arena arena = {0};
	char path[64], expected[256] = "";
	(void)state;

	tree_init(&tree);
	tree_write(&tree, "_config.yml", "permalink: /:title/\n");
	tree_write(&tree, "_posts/2024-01-01-owl.md", "---\ntitle: Owl\n---\nO.\n");
	for (int i = 10; i < 22; i++) {
		snprintf(path, sizeof(path), "_posts/2024-02-%d-p%d.md", i, i);
		tree_write(&tree, path, "---\ntitle: P\n---\n[o](/owl/)\n");
	}
	struct site *site = site_check_scan(&tree);
	pass_once(site, 2);
	for (int i = 21; i >= 12; i--) {
		size_t len = strlen(expected);
		snprintf(expected + len, sizeof(expected) - len, "%s/p%d/",
			len ? " " : "", i);
	}
	assert_string_equal(from_of(&arena, site, "/owl/"), expected);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_translation_has_its_own(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'Kiln'\ndefaultContentLanguage = 'en'\n"
			      "[languages.en]\n[languages.fr]\n"},
		{"content/posts/a.md", "---\ntitle: Ash\ndate: 2024-01-01\n---\nA.\n"},
		{"content/posts/a.fr.md",
			"---\ntitle: Cendre\ndate: 2024-01-01\n---\nA.\n"},
		{"content/posts/b.fr.md", "---\ntitle: Bol\ndate: 2024-01-02\n---\n"
					  "[cendre](/posts/a/)\n"},
		{"content/posts/c.md", "---\ntitle: Cup\ndate: 2024-01-03\n---\n"
				       "[ash](/posts/a/)\n"},
		{"content/posts/d.md", "---\ntitle: Dish\ndate: 2024-01-04\n---\n"
				       "[ash](/fr/posts/a/)\n"},
	};
	static const struct row rows[] = {
		{"/fr/posts/a/", "/fr/posts/b/", "",
			"a French page's link leads to the French page"},
		{"/posts/a/", "/posts/d/ /posts/c/", "",
			"and an English one's to the English page"},
	};
	(void)state;

	check(files, COUNT(files), rows, COUNT(rows));
}

/* Twelve posts, so that what three share is rare. */
#define POST(day, name, title, more)                                                     \
	{                                                                                \
		"_posts/2024-01-" day "-" name ".md",                                    \
			"---\ntitle: " title "\n" more "---\nText.\n"                    \
	}

static void posts_of_a_rare_tag_are_alike(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\n"},
		POST("01", "a", "Anvil", "tags: [all, forge]\n"),
		POST("02", "b", "Bellows", "tags: [all, forge]\n"),
		POST("03", "c", "Cabbage", "tags: [all, garden]\n"),
		POST("04", "d", "Dill", "tags: [all, garden]\n"),
		POST("05", "e", "Ember", "tags: [all, forge, garden]\n"),
		POST("06", "f", "Fern", "tags: [all]\n"),
		POST("07", "g", "Garlic", "tags: [all, Garden]\n"),
		POST("08", "h", "Hammer", "tags: [all, forge]\nlang: fr\n"),
		POST("09", "i", "Iris", "tags: [all]\n"),
		POST("10", "j", "Jug", "tags: [all]\n"),
		POST("11", "k", "Kettle", "tags: [all]\nhidden: true\n"),
		POST("12", "l", "Lime", "tags: [all, forge]\n"),
		{"about.md", "---\ntitle: About\ntags: [forge]\n---\nMe.\n"},
	};
	static const struct row rows[] = {
		{"/a/", "", "/l/ /e/", "its tag; not its neighbour, not the French post"},
		{"/l/", "", "/e/ /b/ /a/", "the newest first"},
		{"/c/", "", "/g/ /e/", "however a tag is spelt; not the next post"},
		{"/f/", "", "", "what all have says nothing"},
		{"/h/", "", "", "no other is in its language"},
		{"/k/", "", "", "an unlisted page has none"},
		{"/about/", "", "", "a page that is no post has none"},
	};
	(void)state;

	check(files, COUNT(files), rows, COUNT(rows));
}

static void titles_make_posts_alike(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\n"},
		POST("01", "a", "Security advisory for Cargo", ""),
		POST("02", "x1", "Nothing", ""),
		POST("03", "b", "A security advisory about crates", ""),
		POST("04", "x2", "What my house was", ""),
		POST("05", "c", "The cargo board", ""),
		POST("06", "x3", "What my garden is", ""),
		POST("07", "d", "CSS in kiln drawings", ""),
		POST("08", "x4", "Weather", ""),
		POST("09", "e", "Drawings with CSS", ""),
		POST("10", "x5", "How to run and eat", ""),
		POST("11", "x6", "Some walks", ""),
		POST("12", "x7", "How to run and sit", ""),
		POST("13", "x8", "1001 nights of 2023", ""),
		POST("14", "x9", "Plain", ""),
		POST("15", "y1", "1001 days of 2023", ""),
	};
	static const struct row rows[] = {
		{"/a/", "", "/b/", "two words"},
		{"/c/", "", "", "one word may be chance"},
		{"/d/", "", "/e/", "an acronym is a word"},
		{"/x2/", "", "", "frequent words say nothing"},
		{"/x5/", "", "", "short ones neither"},
		{"/x8/", "", "", "numbers neither"},
	};
	(void)state;

	check(files, COUNT(files), rows, COUNT(rows));
}

static void japanese_titles_have_words(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\nlang: ja\n"},
		POST("01", "a", "コンテナの監視を考える", ""),
		POST("02", "x1", "散歩", ""),
		POST("03", "b", "監視するコンテナについて", ""),
		POST("04", "x2", "読書を考える", ""),
		POST("05", "x3", "料理について", ""),
		POST("06", "x4", "天気", ""),
		POST("07", "x5", "映画", ""),
		POST("08", "x6", "旅行", ""),
	};
	static const struct row rows[] = {
		{"/a/", "", "/b/", "a run of katakana, two Han characters"},
		{"/x3/", "", "", "hiragana are no words"},
	};
	(void)state;

	check(files, COUNT(files), rows, COUNT(rows));
}

static void what_the_page_shows_elsewhere_is_not_related(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\n"},
		{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [t]\n---\n[see](/c/)\n"},
		POST("02", "x", "X", ""),
		POST("03", "c", "C", "tags: [t]\n"),
		POST("04", "y", "Y", ""),
		{"_posts/2024-01-05-e.md", "---\ntitle: E\ntags: [t]\n---\n[see](/a/)\n"},
		POST("06", "z", "Z", ""),
		POST("07", "g", "G", "tags: [t]\n"),
		POST("08", "w", "W", ""),
	};
	static const struct row rows[] = {
		{"/a/", "/e/", "/g/", "neither what it links nor what links it"},
		{"/c/", "/a/", "/g/ /e/", "the same for the other"},
	};
	(void)state;

	check(files, COUNT(files), rows, COUNT(rows));
}

/* --- of snapshots --------------------------------------------------------------------------------- */

static void a_new_snapshot_begins_with_the_old_ones(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\n"},
		POST("01", "a", "A", "tags: [t]\n"),
		{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/)\n"},
		{"_posts/2024-01-03-c.md", "---\ntitle: C\ntags: [t]\n---\n[a](/a/)\n"},
		POST("04", "d", "D", ""),
		POST("05", "e", "E", "tags: [t]\n"),
		POST("06", "f", "F", ""),
	};
	static const struct row before[] = {
		{"/a/", "/c/ /b/", "/e/", "as it was"},
	};
	static const struct row hidden[] = {
		{"/a/", "/b/", "/e/", "a hidden page is gone at once"},
	};
	static const struct row moved[] = {
		{"/a/", "/b/", "", "whatever is new before and behind it"},
	};
	static const struct row unlisted[] = {
		{"/a/", "", "", "an unlisted page links nothing at once"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *first = site_check_scan(&tree);
	pass_once(first, 1);
	check_rows(first, before, COUNT(before));
	tree_write(&tree, "_posts/2024-01-03-c.md",
		"---\ntitle: C\npublished: false\n---\n[a](/a/)\n");
	struct site *second = site_check_scan_with(&tree, first, NULL, SITE_CHECK_NOW);
	threads_inherit(second, first);
	check_rows(second, hidden, COUNT(hidden));
	tree_write(&tree, "_posts/2023-01-01-zero.md", "---\ntitle: Zero\n---\nZ.\n");
	tree_write(&tree, "zz.md", "---\ntitle: Last\n---\nZ.\n");
	tree_remove(&tree, "_posts/2024-01-05-e.md");
	struct site *third = site_check_scan_with(&tree, second, NULL, SITE_CHECK_NOW);
	threads_inherit(third, second);
	check_rows(third, moved, COUNT(moved));
	check_rows(first, before, COUNT(before));
	site_check_free(second);
	site_check_free(first);
	check_rows(third, moved, COUNT(moved));
	tree_write(&tree, "_posts/2024-01-02-b.md",
		"---\ntitle: B\nhidden: true\n---\n[a](/a/)\n");
	struct site *fourth = site_check_scan_with(&tree, third, NULL, SITE_CHECK_NOW);
	threads_inherit(fourth, third);
	check_rows(fourth, unlisted, COUNT(unlisted));
	site_check_free(third);
	site_check_free(fourth);
	tree_fini(&tree);
}

static unsigned long long version_of(const struct site *site, const char *path)
{
	return threads_version(site, site_check_post(site, path));
}

static void a_version_is_of_one_page(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\n"},
		POST("01", "a", "A", ""),
		{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/) [d](/d/)\n"},
		POST("03", "c", "C", ""),
		POST("04", "d", "D", ""),
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *first = site_check_scan(&tree);
	assert_true(version_of(first, "/a/") == 0);
	pass_once(first, 1);
	tree_write(&tree, "_posts/2024-01-02-b.md",
		"---\ntitle: B\n---\n[c](/c/) [d](/d/)\n");
	struct site *second = site_check_scan_with(&tree, first, NULL, SITE_CHECK_NOW);
	pass_once(second, 1);
	assert_true(first->names_version == second->names_version);
	assert_true(version_of(first, "/a/") != 0 && version_of(second, "/a/") == 0);
	assert_true(version_of(first, "/c/") == 0 && version_of(second, "/c/") != 0);
	assert_true(version_of(first, "/d/") != 0);
	assert_true(version_of(first, "/d/") == version_of(second, "/d/"));
	site_check_free(first);
	site_check_free(second);
	tree_fini(&tree);
}

/* --- the foot -------------------------------------------------------------------------------------- */

static void a_foot_has_them(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: /:title/\nlang: fr\n"},
		POST("01", "a", "Abeille", "tags: [t]\n"),
		{"_posts/2024-01-02-b.md", "---\ntitle: Bol\n---\n[a](/a/)\n"},
		POST("03", "c", "Chou", "tags: [t]\n"),
		POST("04", "d", "Dé", ""),
	};
	static const struct pages_row both[] = {
		{"/a/",
			"Text.\n\nSur le même sujet\u00A0:\n\n=> /c/ Chou\n\n"
			"Pages qui mènent ici\u00A0:\n\n=> /b/ Bol\n\n=> /tags/t/ # t\n",
			NULL, "each under a line that says what it is"},
		{"/d/", "=> /c/ ← Chou", "sujet", "nothing, where there is nothing"},
	};
	static const struct pages_row none[] = {
		{"/a/", "Text.\n\n=> /tags/t/", "sujet", "no related posts"},
		{"/a/", NULL, "mènent", "no backlinks"},
	};
	const struct site_config on = {.pages = true, .backlinks = true},
				 off = {.pages = true, .related = 1};
	(void)state;

	pages_check_tied(&on, files, COUNT(files), both, COUNT(both));
	pages_check_tied(&off, files, COUNT(files), none, COUNT(none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_count_in_every_spelling),
		cmocka_unit_test(ten_backlinks_are_enough),
		cmocka_unit_test(a_translation_has_its_own),
		cmocka_unit_test(posts_of_a_rare_tag_are_alike),
		cmocka_unit_test(titles_make_posts_alike),
		cmocka_unit_test(japanese_titles_have_words),
		cmocka_unit_test(what_the_page_shows_elsewhere_is_not_related),
		cmocka_unit_test(a_new_snapshot_begins_with_the_old_ones),
		cmocka_unit_test(a_version_is_of_one_page),
		cmocka_unit_test(a_foot_has_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
