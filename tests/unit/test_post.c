/* SPDX-License-Identifier: MIT */
#include "source/post.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "data/value.h"
#include "source/load.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A site's settings, and posts read with them. */
struct reading {
	struct tree tree;
	struct settings *settings;
	struct diag_list diags;
};

static void begin(struct reading *reading, const char *config)
{
	struct site_config site = {0};

	tree_init(&reading->tree);
	if (config)
		tree_write(&reading->tree, "_config.yml", config);
	int fd = open(reading->tree.path, O_RDONLY | O_DIRECTORY);
	diag_init(&reading->diags);
	assert_int_equal(
		settings_load(fd, &site, &reading->diags, &reading->settings), 0);
	close(fd);
}

static void end(struct reading *reading)
{
	settings_free(reading->settings);
	diag_fini(&reading->diags);
	tree_fini(&reading->tree);
}

/* The post that @text at @source is; NULL when it is none. */
static struct post *read_one(
	struct reading *reading, const char *source, const char *text)
{
	struct post_origin origin = {
		.source = slice_str(source), .settings = reading->settings};
	struct post *post = NULL;

	if (slice_find(origin.source, S("_posts/")) >= 0)
		origin.collection = &reading->settings->collections[0];
	post_read(&origin, slice_str(text), true, &reading->diags, &post);
	return post;
}

static struct slice joined(struct arena *arena, const struct slice *names, size_t count)
{
	struct slice all = slice_none;

	for (size_t i = 0; i < count; i++)
		all = i ? arena_printf(arena, "%.*s|%.*s", SARG(all), SARG(names[i]))
			: names[i];
	return all;
}

enum field {
	TITLE,
	TAGS,
	CATEGORIES,
	LANG,
	DATE,
	DESCRIPTION,
	AUTHOR,
	IMAGE,
	KEY,
	PATH,
	PAGE
};

struct row {
	const char *source, *text, *expected, *why;
};

static void check_rows(
	const char *config, enum field field, const struct row *rows, size_t count)
{
	struct reading reading;
	struct arena arena = {0};

	begin(&reading, config);
	for (size_t i = 0; i < count; i++) {
		struct post *post = read_one(&reading, rows[i].source, rows[i].text);
		struct slice got = S("no post");
		struct buf date;
		buf_init(&date, BUF_UNLIMITED);
		if (post) {
			date_put_rfc3339(&date, &post->date);
			const struct slice fields[] = {
				[TITLE] = post->title,
				[TAGS] = joined(&arena, post->tags, post->tag_count),
				[CATEGORIES] = joined(
					&arena, post->categories, post->category_count),
				[LANG] = post->lang,
				[DATE] = post->date.set ? buf_slice(&date) : S("none"),
				[DESCRIPTION] = post->description,
				[AUTHOR] = post->author,
				[IMAGE] = post->image,
				[KEY] = post->key,
				[PATH] = post->path,
				[PAGE] = post->is_page ? S("page") : S("post"),
			};
			got = fields[field];
		}
		if (!slice_eq(got, slice_str(rows[i].expected)))
			fail_msg("%s: \"%.*s\", expected \"%s\"", rows[i].why, SARG(got),
				rows[i].expected);
		buf_fini(&date);
		post_unref(post);
	}
	arena_fini(&arena);
	end(&reading);
}

static void titles_come_from_author_heading_text_or_name(void **state)
{
	static const struct row rows[] = {
		{"x.md", "---\ntitle: My title\n---\n# Heading\n", "My title",
			"front matter"},
		{"x.md", "---\ntitle: A <em>b</em> &amp; c\n---\n", "A b & c",
			"markup is out"},
		{"x.md", "---\ntitle: 'Two\n\n  lines'\n---\n", "Two lines", "one line"},
		{"x.md", "---\ntitle: ''\n---\n# H\n", "H", "an empty one is none"},
		{"x.md", "---\ntitle: Understanding Vec<T> and Box<dyn Fn>\n---\n",
			"Understanding Vec<T> and Box<dyn Fn>", "types are no tags"},
		{"x.md", "---\ntitle: Using the <dialog> element\n---\n",
			"Using the <dialog> element", "a tag that is talked of"},
		{"x.md", "---\ntitle: if a<b and c>d\n---\n", "if a<b and c>d",
			"a tag that nothing closes"},
		{"x.md",
			"---\ntitle: <b>x</i> y</b> E=mc<sup>2</sup><br>z<!-- w "
			"-->\n---\n",
			"x</i> y E=mc\xC2\xB2 z", "closed ones are markup"},
		{"x.md",
			"---\ntitle: A *fine* **day** [here](/x) 2 * 3 f(a*b) "
			"__init__\n---\n",
			"A fine day here 2 * 3 f(a*b) __init__", "marks in pairs"},
		{"x.md", "---\ntitle: On [[ponds/Lily|lilies]]\n---\n", "On lilies",
			"a wikilink"},
		{"x.md", "---\ntitle: 2025-08-13\n---\nRain all day.\n", "Rain all day.",
			"a bare date: first words"},
		{"x.md", "---\ntitle: 2025-08-13\n---\n", "2025-08-13",
			"where there are none, the date"},
		{"Stretching at dawn.md", "Reach up.\n", "Stretching at dawn",
			"a name of words"},
		{"2024-01-02-water-lily.md", "Reach up.\n", "Water lily",
			"two words with a dash"},
		{"README.md", "Reach up.\n", "README", "a capital"},
		{"notes.md", "Reach up.\n", "Reach up.", "one word says little"},
		{"20240101.md",
			"See https://x.example/a, <https://y.example> and [z](/z).[^1]\n",
			"See and z.", "a number says less; no address"},
		{"n.md", "> [!tip] Warm `hands`\n", "Warm hands", "no markup"},
		{"n.md", "[a]: https://x.example\n\n[TOC]\n\nWords.\n", "Words.",
			"what is not seen is no title"},
		{"n.md", "<style>\np { x: y; }\n</style>\n<Script>a</SCRIPT>\nWords.\n",
			"Words.", "nor is a style"},
		{"x.md", "---\ntitle: 2021\n---\n# Heading\n", "Heading",
			"a bare number"},
		{"x.md", "---\ntitle: '1984'\n---\n# Heading\n", "1984",
			"a string of digits"},
		{"x.md", "---\n---\n## Two\n\n# One *is* `it` #\n", "One is `it`",
			"the first of level 1"},
		{"x.md", "Title\n=====\n", "Title", "underlined"},
		{"x.md", "# A [link](http://x) {#id}\n", "A link", "words of a link"},
		{"x.md", "```\n# code\n```\n# Real\n", "Real", "not in code"},
		{"x.md", "<!-- # no -->\nFirst **words** of it.\n\nMore.\n",
			"First words of it.", "the first text"},
		{"x.md",
			"![](a.png)\n\nOne two three four five six seven eight nine ten "
			"eleven twelve\n",
			"One two three four five six seven eight nine ten "
			"eleven\xE2\x80\xA6",
			"at most 60 columns, whole words"},
		{"my-first_post.md", "", "My first post", "the name"},
		{"2024-01-02-hello.md", "", "Hello", "the name without its date"},
		{"x.gmi", "Hello\n## First\n", "First", "gemtext: any heading"},
		{"x.html", "<title>T</title><h1>Big <b>one</b></h1>", "Big one",
			"HTML: h1"},
		{"x.html", "<html><title>T</title><p>x", "T", "HTML: title"},
	};
	static const struct row home = {"index.md", "#\n\n**Documentation**: here\n",
		"Tides", "the home page's is the site's before its text is asked"};
	(void)state;

	check_rows(NULL, TITLE, rows, COUNT(rows));
	check_rows("title: Tides\n", TITLE, &home, 1);
}

static void tags_are_lists_or_strings(void **state)
{
	static const struct row rows[] = {
		{"x.md", "---\ntags: [a, B c]\n---\n", "a|B c", "a list"},
		{"x.md", "---\ntags: [\"[[Birds]]\", \"[[a/b|Ponds]]\"]\n---\n",
			"Birds|Ponds", "wikilinks, as in a vault"},
		{"x.md", "---\ntags: a b\n---\n", "a|b", "a string: spaces split"},
		{"x.md", "---\ntags: a b, c\n---\n", "a b|c", "commas go before spaces"},
		{"x.md", "---\ntag: a b\n---\n", "a b", "the singular is one"},
		{"x.md", "---\ntags: [a, a, '#b']\n---\n", "a|b", "none twice, no hash"},
		{"x.md", "---\ntags: [C, C++, C#, CI/CD]\n---\n", "C|C++|C#|CI/CD",
			"as written"},
		{"x.md", "---\ntags: {a: b}\n---\n", "", "a map is none"},
		{"x.md", "---\ntags:\n---\n", "", "none"},
		{"x.md", "---\nTags: [x]\n---\n", "x", "keys in any case"},
	};
	(void)state;

	check_rows("title: x\n", TAGS, rows, COUNT(rows));
}

static void categories_come_from_folders_too(void **state)
{
	static const struct row rows[] = {
		{"_posts/2024-01-01-x.md", "---\ncategories: a b\n---\n", "a|b",
			"a string"},
		{"_posts/2024-01-01-x.md", "---\ncategory: a b\n---\n", "a b",
			"the singular"},
		{"one/two/_posts/2024-01-01-x.md", "---\ncategories: [c]\n---\n",
			"one|two|c", "folders above _posts"},
		{"_posts/2019/2024-01-01-x.md", "---\n---\n", "", "not those below"},
	};
	(void)state;

	check_rows("title: x\n", CATEGORIES, rows, COUNT(rows));
}

static void dates_come_from_front_matter_name_folder_or_address(void **state)
{
	static const struct row rows[] = {
		{"2020-01-01-x.md", "---\ndate: 2024-05-06\n---\n",
			"2024-05-06T00:00:00Z", "front matter goes first"},
		{"2020-01-02-x.md", "", "2020-01-02T00:00:00Z", "the name"},
		{"2020-1-2-x.md", "", "2020-01-02T00:00:00Z", "unpadded"},
		{"2011/02/slug/index.md", "", "2011-02-01T00:00:00Z", "folders"},
		{"2011/02/03/slug.md", "", "2011-02-03T00:00:00Z", "with a day"},
		{"2011/02/30/slug.md", "", "2011-02-01T00:00:00Z", "no such day"},
		{"2011/13/slug.md", "", "none", "no such month"},
		{"x.md", "---\npermalink: /blog/2012/03/04/x/\n---\n",
			"2012-03-04T00:00:00Z", "the address"},
		{"x.md", "---\npublished: 2013-04-05\n---\n", "2013-04-05T00:00:00Z",
			"published as a date"},
		{"x.md", "---\ndate: soon\n---\n", "none", "no date"},
		{"x.md", "", "none", "nobody says"},
		{"x.md", "---\npublished: true\n---\n", "none", "published as a switch"},
	};
	(void)state;

	check_rows(NULL, DATE, rows, COUNT(rows));
}

static void addresses_of_jekyll_use_the_sites_zone(void **state)
{
	static const struct row rows[] = {
		{"_posts/2024-01-01-x.md", "---\ndate: 2024-01-01 23:30:00\n---\n",
			"/2024/01/02/x/",
			"without a zone it is UTC, an hour later in Paris"},
		{"_posts/2024-01-01-x.md", "---\ndate: 2024-01-01 23:30:00 +0100\n---\n",
			"/2024/01/01/x/", "with its own"},
		{"_posts/2024-01-01-x.md", "---\ndate: 2024-01-01\n---\n",
			"/2024/01/01/x/", "a day is a day"},
		{"_posts/2024-01-01-x.md", "", "/2024/01/01/x/", "that of the name too"},
	};
	(void)state;

	check_rows(
		"timezone: Europe/Paris\npermalink: pretty\n", PATH, rows, COUNT(rows));
}

static void languages_are_found_where_authors_put_them(void **state)
{
	static const struct row rows[] = {
		{"x.md", "---\nlang: FR\n---\n", "fr", "front matter"},
		{"x.md", "---\nlocale: pt_br\n---\n", "pt-BR", "a locale"},
		{"x.fr.md", "", "fr", "in the name"},
		{"a/index.fr.md", "", "fr", "of an index"},
		{"x-fr.md", "", "fr", "at the end of the name"},
		{"x-de.md", "", "en", "no language of this site"},
		{"fr/x.md", "", "fr", "a folder"},
		{"_posts/fr/2024-01-01-x.md", "", "fr", "a folder below _posts"},
		{"x.md", "---\npermalink: /fr/blog/x/\n---\n", "fr", "the address"},
		{"x.md", "---\nlang: <b>\n---\n", "en", "no language"},
		{"x.md", "", "en", "the site's"},
	};
	(void)state;

	check_rows("languages: [en, fr]\n", LANG, rows, COUNT(rows));
}

static void other_fields_are_read(void **state)
{
	static const struct row descriptions[] = {
		{"x.md", "---\ndescription: A <b>b</b>\n---\n", "A b", "a description"},
		{"x.md", "---\nsummary: '[A](https://a.example) **b** snake_case'\n---\n",
			"A b snake_case", "of Markdown the words"},
		{"x.md", "---\ndescription: '2 * 3 [a]'\n---\n", "2 * 3 [a]",
			"where there is some"},
		{"x.md", "---\ndescription:\n  - One\n---\n", "One", "as a list"},
		{"x.md", "---\nexcerpt: E\n---\n", "E", "an excerpt by hand"},
		{"x.md", "---\n---\nText\n", "", "an automatic one is none"},
	};
	static const struct row authors[] = {
		{"x.md", "---\nauthor: A\n---\n", "A", "one"},
		{"x.md", "---\nauthors: [A, B]\n---\n", "A, B", "several"},
		{"x.md", "---\nauthor: {name: N, email: e}\n---\n", "N", "a map"},
	};
	static const struct row images[] = {
		{"x.md", "---\nimage: /a.png\n---\n", "/a.png", "its own"},
		{"x.md", "---\nimage: {path: /b.png}\n---\n", "/b.png", "in a map"},
		{"x.md", "---\n---\n", "", "that of defaults is every post's"},
	};
	static const struct row pages[] = {
		{"about.md", "---\ndate: 2024-01-01\n---\n", "page", "a page of Jekyll"},
		{"2024-01-01-x.md", "---\n---\n", "post", "a dated name"},
		{"_posts/2024-01-01-x.md", "---\n---\n", "post", "a post"},
		{"about.md", "---\n---\n", "page", "no date"},
	};
	const char *config = "defaults:\n- values: {image: /all.png}\n";
	(void)state;

	check_rows(config, DESCRIPTION, descriptions, COUNT(descriptions));
	check_rows(config, AUTHOR, authors, COUNT(authors));
	check_rows(config, IMAGE, images, COUNT(images));
	check_rows(config, PAGE, pages, COUNT(pages));
}

static void defaults_go_by_the_longest_path_and_type(void **state)
{
	static const struct row rows[] = {
		{"_posts/2024-01-01-x.md", "---\n---\n", "of posts", "its type"},
		{"x.md", "---\n---\n", "of all", "any"},
		{"a/b/x.md", "---\n---\n", "of a", "a longer path"},
		{"a/b/x.md", "---\nauthor: own\n---\n", "own", "the post's own"},
		{"a/b/x.md", "---\nauthor:\n---\n", "of a", "an empty one is none"},
		{"g1/x.md", "---\n---\n", "of a glob", "a pattern"},
	};
	(void)state;

	check_rows("defaults:\n"
		   "- scope: {path: a}\n  values: {author: of a}\n"
		   "- scope: {path: ''}\n  values: {author: of all}\n"
		   "- scope: {path: '', type: posts}\n  values: {author: of posts}\n"
		   "- scope: {path: 'g*/*.md'}\n  values: {author: of a glob}\n",
		AUTHOR, rows, COUNT(rows));
}

static void names_in_other_scripts_and_with_signs_are_addresses(void **state)
{
	static const struct row rows[] = {
		{"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D.md", "",
			"/\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D/", "Hebrew"},
		{"\xE6\x97\xA5\xE6\x9C\xAC.md", "", "/\xE6\x97\xA5\xE6\x9C\xAC/", "CJK"},
		{"a b, c+d@e#f.md", "", "/a b, c+d@e#f/", "signs"},
		{"100%.md", "", "/100%25/", "a percent sign"},
		{"%41.md", "", "/%2541/", "what looks like an encoding is none"},
		{"x.md", "---\npermalink: no/slash.html\n---\n", "/no/slash",
			"no leading slash"},
		{"x.md", "---\npermalink: /../up/\n---\n", "/x/", "above the root"},
	};
	(void)state;

	check_rows(NULL, PATH, rows, COUNT(rows));
}

static void broken_front_matter_does_not_lose_the_post(void **state)
{
	static const struct row rows[] = {
		{"a-name.md", "---\ntitle: [x\n---\n# Heading\n", "Heading",
			"broken YAML"},
		{"a-name.md", "---\ntitle: T\nfoo: bar: baz\n---\n# H\n", "T",
			"what came before is kept"},
		{"a-name.md", "---\ntitle: T\n", "A name", "no end: the name"},
	};
	struct reading reading;
	(void)state;

	begin(&reading, NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct post *post = read_one(&reading, rows[i].source, rows[i].text);
		assert_non_null(post);
		if (!slice_eq(post->title, slice_str(rows[i].expected)))
			fail_msg("%s: \"%.*s\", expected \"%s\"", rows[i].why,
				SARG(post->title), rows[i].expected);
		post_unref(post);
	}
	assert_true(diag_count(&reading.diags, DIAG_WARNING) >= 2);
	end(&reading);
}

static void tags_that_differ_in_case_are_one_and_signs_keep_them_apart(void **state)
{
	static const struct tree_file files[] = {
		{"2024-01-01-a.md", "---\ntags: [Ruby, C]\n---\n"},
		{"2024-01-02-b.md", "---\ntags: [ruby, C++]\n---\n"},
		{"2024-01-03-c.md", "---\ntags: [ruby, RUBY, 'C#', CI/CD, '!!']\n---\n"},
	};
	static const struct {
		const char *slug, *name;
		size_t count;
	} rows[] = {{"ruby", "ruby", 3}, {"c", "C", 1}, {"c-plus-plus", "C++", 1},
		{"c-sharp", "C#", 1}, {"ci-cd", "CI/CD", 1}};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site->tag_count, COUNT(rows) + 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct site_group *group = site_group_find(
			site->tags, site->tag_count, slice_str(rows[i].slug));
		assert_non_null(group);
		assert_true(slice_eq(group->name, slice_str(rows[i].name)));
		assert_int_equal(group->count, rows[i].count);
	}
	/* Newest first. */
	const struct site_group *ruby =
		site_group_find(site->tags, site->tag_count, S("ruby"));
	assert_true(slice_eq(ruby->posts[0]->source, S("2024-01-03-c.md")));
	assert_null(site_group_find(site->tags, site->tag_count, S("none")));
	site_check_free(site);
	tree_fini(&tree);
}

static void a_post_without_a_date_is_nobodys_neighbour(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: x\n"},
		{"_posts/2024-01-01-a.md", "A"},
		{"_posts/2024-01-02-b.md", "B"},
		{"_posts/2024-13-01-c.md", "No calendar has its day"},
		{"_posts/2024-13-02-d.md", "Nor this one's"},
	};
	static const struct {
		const char *source, *newer, *older;
	} rows[] = {
		{"_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md", NULL},
		{"_posts/2024-01-02-b.md", NULL, "_posts/2024-01-01-a.md"},
		{"_posts/2024-13-01-c.md", NULL, NULL},
		{"_posts/2024-13-02-d.md", NULL, NULL},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	assert_int_equal(site->post_count, 4);
	assert_int_equal(site->dated_count, 2);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct post *newer, *older;
		site_neighbours(site, site_by_source(site, slice_str(rows[i].source)),
			&newer, &older);
		if (newer !=
			(rows[i].newer ? site_by_source(site, slice_str(rows[i].newer))
				       : NULL))
			fail_msg("%s: a wrong newer one", rows[i].source);
		if (older !=
			(rows[i].older ? site_by_source(site, slice_str(rows[i].older))
				       : NULL))
			fail_msg("%s: a wrong older one", rows[i].source);
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void look_ups_find_neighbours_months_names_and_translations(void **state)
{
	static const struct tree_file files[] = {
		{"2023-12-31-a.md", "A"},
		{"2024-01-01-b.md", "B"},
		{"2024-01-01-c.md", "C"},
		{"2024-01-01-c.fr.md", "C"},
		{"2024-02-01-d.md", "---\nref: same\n---\n"},
		{"2024-02-02-e.fr.md", "---\nref: same\n---\n"},
		{"2024-02-03-f.md", "F"},
		{"2024-02-03-f.fr.md", "---\nunlisted: true\n---\nF"},
		{"sub/d.md", "---\ndate: 2020-01-01\n---\n"},
		{"gone.md", "x"},
	};
	struct arena arena = {0};
	const struct post *newer, *older, *const *others;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	const struct post *b = site_by_source(site, S("2024-01-01-b.md"));
	const struct post *c = site_by_source(site, S("2024-01-01-c.md"));
	assert_non_null(b);
	site_neighbours(site, b, &newer, &older);
	assert_ptr_equal(
		newer, c); /* of one day the later name; the French one is apart */
	assert_true(slice_eq(older->source, S("2023-12-31-a.md")));
	site_neighbours(site, site_by_source(site, S("2024-02-03-f.md")), &newer, &older);
	assert_null(newer);
	assert_int_equal(
		site_by_date(site->articles, site->article_count, 2024, 0).count, 6);
	assert_int_equal(
		site_by_date(site->articles, site->article_count, 2024, 1).count, 3);
	/* Lists have a translated post once. */
	assert_int_equal(site_by_date(site->posts, site->post_count, 2024, 0).count, 4);
	assert_int_equal(site_by_date(site->posts, site->post_count, 2024, 1).count, 2);
	assert_int_equal(site_by_date(site->posts, site->post_count, 2024, 3).count, 0);
	assert_int_equal(site_by_date(site->posts, site->post_count, 2023, 12).count, 1);
	assert_ptr_equal(site_by_name(site, S("b")), b);
	assert_null(site_by_name(site, S("c"))); /* two of them */
	assert_null(site_by_name(site, S("nothing")));
	assert_int_equal(site_translations(site, c, &arena, &others), 1);
	assert_true(slice_eq(others[0]->source, S("2024-01-01-c.fr.md")));
	assert_int_equal(
		site_translations(site, site_by_source(site, S("2024-02-02-e.fr.md")),
			&arena, &others),
		1);
	assert_int_equal(site_translations(site, b, &arena, &others), 0);
	/* Its only translation is in no list. */
	const struct post *f = site_by_source(site, S("2024-02-03-f.md"));
	assert_non_null(site_by_source(site, S("2024-02-03-f.fr.md")));
	assert_int_equal(site_translations(site, f, &arena, &others), 0);
	assert_int_equal(site->lang_count, 2);
	assert_true(slice_eq(site->langs[0].name, S("en")));
	size_t count;
	assert_non_null(site_under(site, S("/sub/"), &count));
	assert_int_equal(count, 1);
	assert_null(site_under(site, S("/nothing/"), &count));
	arena_fini(&arena);
	site_check_free(site);
	tree_fini(&tree);
}

static void language_tags_are_those_of_bcp_47(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {{"zh_cn", "zh-CN"}, {"EN", "en"}, {"en_GB.UTF-8", "en-GB"},
		{"zh-hans-cn", "zh-Hans-CN"}, {"<b>", ""}, {"", ""}, {"fr ", "fr"},
		{"-", ""}, {"en--x", ""}};
	struct arena arena = {0};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_true(slice_eq(settings_lang_tag(&arena, slice_str(rows[i].in)),
			slice_str(rows[i].out)));
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_come_from_author_heading_text_or_name),
		cmocka_unit_test(tags_are_lists_or_strings),
		cmocka_unit_test(categories_come_from_folders_too),
		cmocka_unit_test(dates_come_from_front_matter_name_folder_or_address),
		cmocka_unit_test(addresses_of_jekyll_use_the_sites_zone),
		cmocka_unit_test(languages_are_found_where_authors_put_them),
		cmocka_unit_test(other_fields_are_read),
		cmocka_unit_test(defaults_go_by_the_longest_path_and_type),
		cmocka_unit_test(names_in_other_scripts_and_with_signs_are_addresses),
		cmocka_unit_test(broken_front_matter_does_not_lose_the_post),
		cmocka_unit_test(
			tags_that_differ_in_case_are_one_and_signs_keep_them_apart),
		cmocka_unit_test(a_post_without_a_date_is_nobodys_neighbour),
		cmocka_unit_test(look_ups_find_neighbours_months_names_and_translations),
		cmocka_unit_test(language_tags_are_those_of_bcp_47),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
