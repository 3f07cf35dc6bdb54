/* SPDX-License-Identifier: MIT */
#include "site/links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *href, *target, *why; /* target NULL: the words only */
};

static const char *kind_word(enum doc_target_kind kind)
{
	switch (kind) {
	case DOC_TO_OUTSIDE:
		return "web";
	case DOC_TO_PAGE:
		return "page";
	case DOC_TO_TEXT:
		return "text";
	case DOC_TO_IMAGE:
		return "image";
	case DOC_TO_FILE:
		return "file";
	case DOC_TO_SEARCH:
		return "search";
	}
	return "?";
}

static void check_rows(const struct tree_file *files, size_t file_count,
	const char *source, const struct row *rows, size_t count)
{
	struct arena arena = {0};
	struct tree tree;
	struct site *site;
	size_t i;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	site = site_check_scan(&tree);
	struct links links = {.site = site,
		.post = site_by_source(site, slice_str(source)),
		.arena = &arena};
	assert_non_null(links.post);
	for (i = 0; i < count; i++) {
		struct doc_target target;
		const char *got = NULL;

		if (links_resolve(&links, &arena, slice_str(rows[i].href), false,
			    &target) == ENV_LINK)
			got = arena_cstr(&arena,
				arena_printf(&arena, "%s %.*s", kind_word(target.kind),
					SARG(target.url)));
		if (got ? !rows[i].target || strcmp(got, rows[i].target) != 0
			: rows[i].target != NULL)
			fail_msg("%s: %s leads to %s, not to %s", rows[i].why,
				rows[i].href, got ? got : "nothing",
				rows[i].target ? rows[i].target : "nothing");
	}
	site_check_free(site);
	tree_fini(&tree);
	arena_fini(&arena);
}

static void links_of_a_jekyll_post_lead_to_its_site_or_to_the_web(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "url: https://blog.example\nbaseurl: /b\n"
				"permalink: /:year/:month/:title/\n"},
		{"_posts/2020-01-02-one.md", "---\ntitle: One\ntags: [Tea]\n---\nx\n"},
		{"_posts/2020-02-03-two.md",
			"---\ntitle: Two\nredirect_from: /old/two\n---\nx\n"},
		{"about.md",
			"---\ntitle: About\nredirect_from: [/info, /moved]\n---\nx\n"},
		{"moved.md", "---\nredirect_to: /info\n---\n"},
		{"away.md", "---\nredirect_to: https://far.example/x\n---\n"},
		{"_redirects",
			"/first /second\n/second /old/two\n/log/* /2020/02/:splat\n"
			"/out https://far.example/y\n/round /about-turn\n"
			"/about-turn /round\n"},
		{"images/a b.png", "x"},
		{"files/plan.pdf", "x"},
	};
	static const struct row rows[] = {
		{"/2020/02/two/", "page /2020/02/two/", "a path"},
		{"/2020/02/two", "page /2020/02/two/", "without its last slash"},
		{"/2020/02/two.html", "page /2020/02/two/", "with an ending"},
		{"/2020/02/two/index.html", "page /2020/02/two/", "with a file"},
		{"/b/2020/02/two/", "page /2020/02/two/", "below the base of the site"},
		{"https://blog.example/b/2020/02/two/", "page /2020/02/two/",
			"the site's own address"},
		{"http://www.blog.example/2020/02/two/", "page /2020/02/two/",
			"by another scheme and name"},
		{"https://blog.example", "web https://blog.example",
			"the host is not the site"},
		{"https://blog.example/about/", "web https://blog.example/about/",
			"nor is a page on it"},
		{"https://blog.example/bb/", "web https://blog.example/bb/",
			"nor what only begins alike"},
		{"https://blog.example/b", "page /", "the site itself"},
		{"https://blog.example/b/#x", "page /", "the same"},
		{"//blog.example/b/about", "page /about/", "without a scheme"},
		{"2020-02-03-two.md", "page /2020/02/two/", "a source beside it"},
		{"../about.md", "page /about/", "a source above it"},
		{"/_posts/2020-02-03-two.md", "page /2020/02/two/",
			"a source from the root"},
		{"/2020/02/two/#part", "page /2020/02/two/",
			"a fragment means nothing in a capsule"},
		{"/2020/02/two/%23part", "web https://blog.example/b/2020/02/two/%23part",
			"an encoded '#' is a character"},
		{"/old/two", "page /2020/02/two/", "an address that has moved"},
		{"https://blog.example/b/old/two", "page /2020/02/two/",
			"the same as the web has it"},
		{"/moved/", "page /about/",
			"a page that leads to an address that has moved"},
		{"/first", "page /2020/02/two/", "rules that lead to rules"},
		{"/log/two", "page /2020/02/two/", "a rule with a star"},
		{"/out", "web https://far.example/y", "a rule that leads away"},
		{"/away/", "web https://far.example/x", "a page that does"},
		{"/round", "page /about-turn", "circles end"},
		{"/images/a b.png", "image /images/a%20b.png", "a picture"},
		{"/files/plan.pdf", "file /files/plan.pdf", "a file"},
		{"/tags/tea/", "page /tags/tea/", "a page of a tag"},
		{"/2020/", "page /2020/", "what has posts below it"},
		{"/tags/tea/feed.xml", "text /tags/tea/feed.xml", "its feed"},
		{"/tag/tea", "page /tags/tea/", "another spelling of it"},
		{"/feed.xml", "text /feed.xml", "the feed"},
		{"/archive/2020/02/", "page /archive/2020/02/", "a month of the archive"},
		{"/archive/2020/00/", "web https://blog.example/b/archive/2020/00/",
			"a month that no year has"},
		{"/gone", "web https://blog.example/b/gone",
			"what the capsule has not is on the web"},
		{"/gone#x", "web https://blog.example/b/gone#x",
			"where a fragment means something"},
		{"https://blog.example/gone", "web https://blog.example/gone",
			"an own address that is not there stays"},
		{"https://other.example/#x", "web https://other.example/#x",
			"another site"},
		{"mailto:jo@a.example", "web mailto:jo@a.example", "a mail"},
		{"#part", NULL, "the same page"},
		{"", NULL, "nothing"},
		{"javascript:x()", NULL, "a script"},
		{"data:text/plain,x", NULL, "data"},
		{"https://\u00e9.example/\u00e9", "web https://xn--9ca.example/%C3%A9",
			"characters that no address has"},
	};

	(void)state;
	check_rows(files, COUNT(files), "_posts/2020-01-02-one.md", rows, COUNT(rows));
}

static void links_of_a_hugo_bundle_lead_to_its_files_and_to_pages(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "baseURL = 'https://blog.example/'\n"},
		{"content/posts/one/index.md",
			"---\ntitle: One\ndate: 2020-01-02\n---\nx\n"},
		{"content/posts/one/map.png", "x"},
		{"content/posts/two.md", "---\ntitle: Two\ndate: 2020-01-03\n---\nx\n"},
		{"static/img/logo.png", "x"},
	};
	static const struct row rows[] = {
		{"map.png", "image /posts/one/map.png", "a file of the bundle"},
		{"./map.png", "image /posts/one/map.png", "the same"},
		{"../two/", "page /posts/two/", "beside its page"},
		{"../two.md", "page /posts/two/", "beside its source"},
		{"/posts/two", "page /posts/two/", "a path"},
		{"posts/two.md", "page /posts/two/", "from the folder of the content"},
		{"@/posts/two.md", "page /posts/two/", "as Zola has it"},
		{"/img/logo.png", "image /img/logo.png", "a static file"},
	};

	(void)state;
	check_rows(files, COUNT(files), "content/posts/one/index.md", rows, COUNT(rows));
}

static void a_file_beside_the_source_is_the_one_that_is_meant(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "permalink: :year/:title.html\npost_asset_folder: true\n"
				"url: https://blog.example\n"},
		{"package.json", "{\"hexo\": {}}"},
		{"source/_posts/one.md", "---\ndate: 2020-01-02\n---\nx\n"},
		{"source/_posts/one/1.svg", "x"},
		{"source/_posts/one/one/2.svg", "x"},
		{"source/_posts/two.md", "---\ndate: 2020-01-02\n---\nx\n"},
		{"source/_posts/two/3.svg", "x"},
		{"source/img/4.svg", "x"},
		{"source/2020/5.svg", "x"},
	};
	static const struct row rows[] = {
		{"1.svg", "image /2020/one/1.svg", "as Hexo has it"},
		{"./1.svg", "image /2020/one/1.svg", "the same"},
		{"one/1.svg", "image /2020/one/1.svg", "as editors show it"},
		{"one/2.svg", "image /2020/one/one/2.svg", "a folder in the folder"},
		{"two/3.svg", "image /2020/two/3.svg", "that of another post"},
		{"../img/4.svg", "image /img/4.svg", "up and down"},
		{"/img/4.svg", "image /img/4.svg", "from the root"},
		{"5.svg", "image /2020/5.svg", "from the page's address"},
		{"6.svg", "web https://blog.example/2020/6.svg", "nowhere"},
	};

	(void)state;
	check_rows(files, COUNT(files), "source/_posts/one.md", rows, COUNT(rows));
}

/* "e" and a mark by itself, as some file systems write it. */
#define NFD "pen\u0303a"
#define NFC "pe\u00f1a"

static void names_in_another_normal_form_are_found(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "baseURL = 'https://blog.example/'\n"},
		{"content/posts/here.md", "---\ndate: 2020-01-02\n---\nx\n"},
		{"content/posts/" NFD ".md", "---\ndate: 2020-01-03\n---\nx\n"},
		{"content/" NFD "/in.md", "---\ndate: 2020-01-03\n---\nx\n"},
		{"content/posts/" NFD ".png", "x"},
	};
	static const struct row rows[] = {
		{NFC ".md", "page /posts/pe%C3%B1a/", "a source beside it"},
		{NFD ".md", "page /posts/pe%C3%B1a/", "as it is written"},
		{"pe%C3%B1a.md", "page /posts/pe%C3%B1a/", "encoded"},
		{"../" NFC "/in.md", "page /pe%C3%B1a/in/", "a folder"},
		{"/posts/" NFC "/", "page /posts/pe%C3%B1a/", "an address"},
		{NFC ".png", "image /posts/pe%C3%B1a.png", "a picture"},
		{"pena.md", "web https://blog.example/posts/here/pena.md",
			"another letter is another name"},
	};
	(void)state;

	check_rows(files, COUNT(files), "content/posts/here.md", rows, COUNT(rows));
}

static void a_path_without_its_language_is_found_in_the_reader_s(void **state)
{
	static const struct tree_file files[] = {
		{"config/_default/hugo.toml", "baseURL = 'https://blog.example/'\n"
					      "defaultContentLanguage = 'en'\n"
					      "defaultContentLanguageInSubdir = true\n"},
		{"config/_default/languages.en.toml",
			"title = 'A blog'\ncontentDir = 'content/en'\n"},
		{"config/_default/languages.fr.toml", "contentDir = 'content/fr'\n"},
		{"content/fr/one.md", "---\ntitle: Un\n---\nx\n"},
		{"content/fr/both.md", "---\ntitle: Deux\n---\nx\n"},
		{"content/en/both.md", "---\ntitle: Two\n---\nx\n"},
		{"content/en/only.md", "---\ntitle: Only\n---\nx\n"},
	};
	static const struct row rows[] = {
		{"/both/", "page /fr/both/", "in the language of the page"},
		{"https://blog.example/only", "page /en/only/", "else in the site's own"},
		{"/none/", "web https://blog.example/none/", "else on the web"},
	};

	(void)state;
	check_rows(files, COUNT(files), "content/fr/one.md", rows, COUNT(rows));
}

static void without_an_address_of_the_site_unknown_paths_stay(void **state)
{
	static const struct tree_file files[] = {
		{"one.md", "---\ntitle: One\ndate: 2020-01-02\n---\nx\n"},
	};
	static const struct row rows[] = {
		{"/gone", "page /gone", "as the author wrote it"},
		{"/gone#x", "page /gone", "but for its fragment"},
	};

	(void)state;
	check_rows(files, COUNT(files), "one.md", rows, COUNT(rows));
}

static void references_from_a_bundle_find_what_lies_beside_it(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml",
			"defaultContentLanguage = \"en\"\n[languages.en]\nweight = 1\n"
			"[languages.fr]\nweight = 2\n"},
		{"content/posts/one/index.md", "---\ntitle: One\n---\n"},
		{"content/posts/two/index.md", "---\ntitle: Two\n---\n"},
		{"content/posts/two/index.fr.md", "---\ntitle: Deux\n---\n"},
		{"content/docs/two/index.md", "---\ntitle: Other\n---\n"},
	};
	static const struct {
		const char *name, *url;
	} rows[] = {
		{"two", "/posts/two/"},
		{"two/index.fr.md", "/fr/posts/two/"},
		{"/docs/two", "/docs/two/"},
		{"three", NULL},
	};
	struct arena arena = {0};
	struct tree tree;
	struct text_env env;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	struct links links = {.site = site,
		.post = site_by_source(site, S("content/posts/one/index.md")),
		.arena = &arena};
	links_env(&links, NULL, &env);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice url;
		bool found = env.reference(
			env.ctx, &arena, ENV_REF, slice_str(rows[i].name), &url);
		if (found != (rows[i].url != NULL) ||
			(found && !slice_eq(url, slice_str(rows[i].url))))
			fail_msg("%s: %.*s", rows[i].name, found ? (int)url.len : 0,
				found ? url.ptr : "");
	}
	site_check_free(site);
	arena_fini(&arena);
	tree_fini(&tree);
}

/* A post may hold a hundred thousand of them; each is looked for under dozens of names. */
static void a_link_to_nowhere_leaves_little_behind(void **state)
{
	static const struct tree_file files[] = {
		{"_posts/2024-05-01-a.md", "---\ntitle: A\n---\nx\n"}};
	struct arena arena = {0};
	struct tree tree;
	struct site *site;
	struct doc_target target;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	site = site_check_scan(&tree);
	struct links links = {.site = site, .post = site->posts[0], .arena = &arena};
	(void)links_resolve(&links, &arena, S("nowhere.png"), false, &target);
	if (arena.used_bytes > 1000)
		fail_msg("%zu bytes", arena.used_bytes);
	site_check_free(site);
	tree_fini(&tree);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_from_a_bundle_find_what_lies_beside_it),
		cmocka_unit_test(links_of_a_jekyll_post_lead_to_its_site_or_to_the_web),
		cmocka_unit_test(links_of_a_hugo_bundle_lead_to_its_files_and_to_pages),
		cmocka_unit_test(a_file_beside_the_source_is_the_one_that_is_meant),
		cmocka_unit_test(names_in_another_normal_form_are_found),
		cmocka_unit_test(a_path_without_its_language_is_found_in_the_reader_s),
		cmocka_unit_test(without_an_address_of_the_site_unknown_paths_stay),
		cmocka_unit_test(a_link_to_nowhere_leaves_little_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
