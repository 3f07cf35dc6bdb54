/* SPDX-License-Identifier: MIT */
/* The language of a site, and its title. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void a_site_that_names_no_language_has_that_of_its_layouts(void **state)
{
	static const struct {
		const char *settings, *layout, *lang, *why;
	} rows[] = {
		{"title: B\n", "<!doctype html>\n<html class=\"x\" lang=\"pt-br\">",
			"pt-BR", "the layout's"},
		{"lang: fr\n", "<html lang=\"pt\">", "fr", "the settings come first"},
		{"title: B\n", "<html lang=\"{{ page.lang }}\">", "en", "a template"},
		{"title: B\n", "<html xml:lang=\"de\">", "en", "another attribute"},
		{"title: B\n", "<html lang=\"", "en", "never closed"},
		{"title: B\n", "<html><p lang=\"de\">", "en", "of a part of the page"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].settings);
		tree_write(&tree, "_layouts/default.html", rows[i].layout);
		tree_write(&tree, "_posts/2024-05-06-a.md", "---\n---\nText\n");
		struct site *site = site_check_scan(&tree);
		if (!slice_eq(site->settings->lang, slice_str(rows[i].lang)) ||
			!slice_eq(site->settings->langs[0], slice_str(rows[i].lang)) ||
			site->settings->lang_count != 1)
			fail_msg("%s: %.*s", rows[i].why, SARG(site->settings->lang));
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void a_site_that_names_no_language_has_that_of_its_posts(void **state)
{
	static const char french[] =
		"---\ntitle: A\n---\nLes canards sont dans la mare et ils ne veulent pas "
		"en sortir.\n",
			  english[] = "---\ntitle: A\n---\nThe ducks are in the pond, "
				      "and they do "
				      "not want to leave it.\n",
			  code[] = "---\ntitle: A\n---\n```\nles la des et\n```\n",
			  said[] = "---\nlang: fr\n---\nDiving.\n";
	static const struct {
		const char *settings;
		unsigned french, english, code, said;
		const char *lang, *why;
	} rows[] = {
		{"title: B\n", 5, 1, 0, 0, "fr", "five of six"},
		{"title: B\n", 4, 1, 0, 0, "en", "four of five are not more than 80 %"},
		{"title: B\n", 0, 2, 0, 0, "en", "English"},
		{"title: B\n", 0, 0, 2, 0, "en", "words in code are none"},
		{"title: B\n", 0, 0, 0, 2, "fr", "each post says so"},
		{"title: B\nlang: en\n", 5, 0, 0, 0, "en", "the settings name one"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const unsigned counts[] = {
			rows[i].french, rows[i].english, rows[i].code, rows[i].said};
		const char *const texts[] = {french, english, code, said};
		struct arena arena = {0};
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].settings);
		for (unsigned kind = 0; kind < COUNT(texts); kind++) {
			for (unsigned k = 0; k < counts[kind]; k++)
				tree_write(&tree,
					arena_printf(&arena, "_posts/2024-05-06-p%u%u.md",
						kind, k)
						.ptr,
					texts[kind]);
		}
		struct site *site = site_check_scan(&tree);
		if (!slice_eq(site->settings->lang, slice_str(rows[i].lang)) ||
			!slice_eq(site->settings->langs[0], slice_str(rows[i].lang)))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->settings->lang));
		for (size_t k = 0; k < site->post_count && !rows[i].said; k++)
			assert_true(slice_eq(site->posts[k]->lang, site->settings->lang));
		site_check_free(site);
		tree_fini(&tree);
		arena_fini(&arena);
	}
}

static void write_posts(struct tree *tree, unsigned count, const char *text)
{
	char path[64];

	for (unsigned i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "_posts/2024-05-06-p%u.md", i);
		tree_write(tree, path, text);
	}
}

static void a_save_in_a_large_blog_is_no_question_of_its_language(void **state)
{
	static const struct {
		unsigned posts;
		const char *lang, *why;
	} rows[] = {
		{3, "en", "of few posts all are looked at"},
		{101, "fr",
			"one post of many turns nothing, and the others are not read"},
	};
	const struct slice folder = S("_posts"), file = S("_posts/2024-05-06-p0.md");
	const struct scan_hint hint = {
		.folders = &folder, .folder_count = 1, .files = &file, .file_count = 1};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: B\n");
		write_posts(&tree, rows[i].posts,
			"Les canards sont dans la mare et ils ne veulent pas en "
			"sortir.\n");
		struct site *site = site_check_scan(&tree);
		assert_true(slice_eq(site->settings->lang, S("fr")));
		write_posts(&tree, rows[i].posts,
			"The ducks are in the pond, and they do not want to leave it.\n");
		struct site *next =
			site_check_scan_with(&tree, site, &hint, SITE_CHECK_NOW);
		if (!slice_eq(next->settings->lang, slice_str(rows[i].lang)))
			fail_msg("%s: %.*s", rows[i].why, SARG(next->settings->lang));
		struct site *anew =
			site_check_scan_with(&tree, next, NULL, SITE_CHECK_NOW);
		assert_true(slice_eq(anew->settings->lang, S("en")));
		site_check_free(anew);
		site_check_free(next);
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void a_site_without_a_title_is_named_by_its_host_or_folder(void **state)
{
	static const struct {
		const char *host, *settings, *name, *why;
	} rows[] = {
		{"reef.example", "theme: x\n", "reef.example", "its host"},
		{"www.reef.example", "theme: x\n", "reef.example", "which is short"},
		{"reef.example", "url: https://kelp.example\n", "kelp.example",
			"that of the web"},
		{"localhost", "theme: x\n", NULL, "tried at home: the folder"},
		{"", "theme: x\n", NULL, "no host: the folder"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		struct site *site;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].settings);
		tree_write(&tree, "_posts/2024-05-06-a.md", "---\n---\nText\n");
		const struct site_config config = {
			.folder = tree.path, .host = slice_str(rows[i].host)};
		assert_int_equal(scan(&config, NULL, &(struct scan_hint){.all = true},
					 SITE_CHECK_NOW, &site),
			0);
		struct slice name = rows[i].name ? slice_str(rows[i].name)
						 : slice_path_name(slice_str(tree.path));
		if (!slice_eq(site->title, name))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->title));
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void languages_of_one_name_are_one(void **state)
{
	static const struct {
		const char *site, *post, *lang, *why;
	} rows[] = {
		{"lang: fr-FR\n", "fr", "fr-FR",
			"the site says its region, the post not"},
		{"lang: pt\n", "pt_BR", "pt", "the other way round"},
		{"lang: zh-CN\n", "zh-TW", "zh-TW", "another way of writing"},
		{"lang: fr-FR\n", "de", "de", "another language"},
		{"lang: fr\nlanguages: [fr, fr-CA]\n", "fr-CA", "fr-CA",
			"both are wanted"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, "_config.yml", rows[i].site);
		tree_write(&tree, "_posts/2024-05-06-a.md",
			arena_printf(&arena, "---\nlang: %s\n---\nText\n", rows[i].post)
				.ptr);
		struct site *site = site_check_scan(&tree);
		assert_int_equal(site->post_count, 1);
		if (!slice_eq(site->posts[0]->lang, slice_str(rows[i].lang)))
			fail_msg("%s: %.*s", rows[i].why, SARG(site->posts[0]->lang));
		site_check_free(site);
		tree_fini(&tree);
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_that_names_no_language_has_that_of_its_layouts),
		cmocka_unit_test(a_site_that_names_no_language_has_that_of_its_posts),
		cmocka_unit_test(a_save_in_a_large_blog_is_no_question_of_its_language),
		cmocka_unit_test(a_site_without_a_title_is_named_by_its_host_or_folder),
		cmocka_unit_test(languages_of_one_name_are_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
