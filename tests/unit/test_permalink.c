/* SPDX-License-Identifier: MIT */
#include "source/permalink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void assert_same(struct slice got, const char *expected, const char *why)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", why, SARG(got), expected);
}

static const struct slice categories[] = {S("Foo Bar"), S("BAZ"), S("baz")};

static struct permalink_facts facts_of(struct arena *arena, bool dated)
{
	struct civil *civil = arena_new(arena, struct civil);
	struct date date = date_from_civil(2009, 2, 3, NULL);

	date.at += 4 * 3600 + 5 * 60 + 6;
	*civil = date_civil(&date);
	return (struct permalink_facts){
		.basename = S("a-Post.Title"),
		.name = S("2009-02-03-a-Post.Title"),
		.path = S("sub/2009-02-03-a-Post.Title"),
		.section = S("posts/deep"),
		.collection = S("posts"),
		.title = S("Hello, World!"),
		.categories = categories,
		.category_count = 3,
		.when = dated ? civil : NULL,
	};
}

struct row {
	const char *pattern, *expected, *why;
};

static void every_placeholder_of_jekyll_is_filled_in(void **state)
{
	/* 2009-02-03 is a Tuesday, day 34, of ISO week 6. */
	static const struct row rows[] = {
		{":year", "2009", "year of four digits"},
		{":short_year", "09", "year without its century"},
		{":month", "02", "padded month"},
		{":i_month", "2", "unpadded month"},
		{":short_month", "Feb", "three letters"},
		{":long_month", "February", "the whole name"},
		{":day", "03", "padded day"},
		{":i_day", "3", "unpadded day"},
		{":y_day", "034", "day of the year in three digits"},
		{":w_year", "2009", "year of the ISO week"},
		{":week", "06", "ISO week"},
		{":w_day", "2", "Monday is 1"},
		{":short_day", "Tue", "weekday"},
		{":long_day", "Tuesday", "weekday in full"},
		{":hour", "04", "hour"},
		{":minute", "05", "minute"},
		{":second", "06", "second"},
		{":title", "a-Post.Title", "case and dots are kept"},
		{":slug", "a-post-title", "letters and digits only, lower case"},
		{":name", "2009-02-03-a-post-title", "the file's name as a slug"},
		{":path", "sub/2009-02-03-a-Post.Title", "the path as it is"},
		{":collection", "posts", "collection"},
		{":categories", "foo bar/baz", "lower case, none twice"},
		{":slugified_categories", "foo-bar/baz", "slugs"},
		{":output_ext", ".html", "what the web server sees"},
		{":nonsense", ":nonsense", "an unknown one stays"},
		{"/:year_:month/", "/2009_02/", "an underscore ends a name"},
		{"/W:week/", "/W06/", "letters stand before a placeholder"},
		{"a:", "a:", "a colon alone"},
	};
	struct arena arena = {0};
	struct permalink_facts facts = facts_of(&arena, true);
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out;
		buf_init(&out, BUF_UNLIMITED);
		permalink_expand(&out, slice_str(rows[i].pattern), &facts, &arena);
		assert_same(buf_slice(&out), rows[i].expected, rows[i].why);
		buf_fini(&out);
	}
	arena_fini(&arena);
}

static void dates_of_undated_pages_are_empty(void **state)
{
	struct arena arena = {0};
	struct permalink_facts facts = facts_of(&arena, false);
	struct permalink address;
	struct buf out;
	(void)state;

	buf_init(&out, BUF_UNLIMITED);
	permalink_expand(&out, S("/:year/:month/:title/"), &facts, &arena);
	assert_true(permalink_address(&arena, buf_slice(&out), &address));
	assert_same(address.key, "/a-Post.Title/", "slashes in a row are one");
	buf_fini(&out);
	arena_fini(&arena);
}

static void front_matter_slugs_go_before_names(void **state)
{
	struct arena arena = {0};
	struct permalink_facts facts = facts_of(&arena, true);
	struct buf out;
	(void)state;

	facts.slug = S("My Slug");
	buf_init(&out, BUF_UNLIMITED);
	permalink_expand(&out, S(":title|:slug"), &facts, &arena);
	assert_same(buf_slice(&out), "My-Slug|my-slug", "slug: fills both");
	buf_fini(&out);
	arena_fini(&arena);
}

static void styles_are_patterns(void **state)
{
	static const struct row rows[] = {
		{"date", "/:categories/:year/:month/:day/:title:output_ext", "date"},
		{"pretty", "/:categories/:year/:month/:day/:title/", "pretty"},
		{"ordinal", "/:categories/:year/:y_day/:title:output_ext", "ordinal"},
		{"weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext",
			"weekdate"},
		{"none", "/:categories/:title:output_ext", "none"},
		{"/x/:title", "/x/:title", "any other is a pattern"},
		{"", "", "nothing"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_same(permalink_style(slice_str(rows[i].pattern)), rows[i].expected,
			rows[i].why);
}

static void slugs_keep_what_each_generator_keeps(void **state)
{
	static const struct {
		const char *in;
		enum permalink_slug mode;
		const char *expected, *why;
	} rows[] = {
		{"The _config.yml file", SLUG_DEFAULT, "the-config-yml-file",
			"signs are gaps"},
		{"The _config.yml file", SLUG_PRETTY, "The-_config.yml-file",
			"more is kept"},
		{" -a- b- ", SLUG_DEFAULT, "a-b", "no dash at the ends, none twice"},
		{"Ünï çödé", SLUG_DEFAULT, "ünï-çödé", "letters of every script"},
		{"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\xA2\xD7\x95\xD7\x9C\xD7\x9D",
			SLUG_DEFAULT,
			"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D-"
			"\xD7\xA2\xD7\x95\xD7\x9C\xD7\x9D",
			"Hebrew"},
		{"C# and C++", SLUG_PRETTY, "C-and-C++", "'+' is one of those kept"},
		{"Go 1.2: what's new?", SLUG_HUGO, "Go-1.2-whats-new",
			"Hugo drops signs"},
		{"a - b -", SLUG_HUGO, "a-b-", "a hyphen of the author's own is enough"},
		{"C# & C++ ~x@y", SLUG_HUGO, "C#-C++-~x@y", "signs that Hugo keeps"},
		{"Tom & Jerry's", SLUG_WORDS, "tom--jerrys", "each space is a hyphen"},
		{"snake_case-x", SLUG_WORDS, "snake_case-x", "words as they are"},
		{"!!!", SLUG_DEFAULT, "", "nothing is left"},
	};
	struct arena arena = {0};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_same(
			permalink_slugify(&arena, slice_str(rows[i].in), rows[i].mode),
			rows[i].expected, rows[i].why);
	arena_fini(&arena);
}

static void addresses_are_keys_links_and_web_paths(void **state)
{
	static const struct {
		const char *raw, *key, *url, *web, *why;
	} rows[] = {
		{"/a/b.html", "/a/b", "/a/b", "/a/b.html", "the extension is of the web"},
		{"/a/index.html", "/a/", "/a/", "/a/", "an index is its folder"},
		{"index.html", "/", "/", "/", "the home page"},
		{"a/b/", "/a/b/", "/a/b/", "/a/b/", "a slash goes in front"},
		{"//a///b/", "/a/b/", "/a/b/", "/a/b/", "slashes in a row are one"},
		{"/caf\xC3\xA9/", "/caf\xC3\xA9/", "/caf%C3%A9/", "/caf%C3%A9/",
			"raw UTF-8"},
		{"/caf%C3%A9/", "/caf\xC3\xA9/", "/caf%C3%A9/", "/caf%C3%A9/", "encoded"},
		{"/cafe\xCC\x81/", "/caf\xC3\xA9/", "/caf%C3%A9/", "/caf%C3%A9/", "NFC"},
		{"/100%/", "/100%25/", "/100%25/", "/100%25/", "a stray percent sign"},
		{"/a b#c/", "/a b#c/", "/a%20b%23c/", "/a%20b%23c/", "signs are data"},
		{"/a/../b/", "/b/", "/b/", "/b/", "dots within the site"},
		{"/.html", "/.html", "/.html", "/.html", "an extension without a name"},
		{"/a/..html", "/a/..html", "/a/..html", "/a/..html",
			"without it, it would be the folder"},
		{"/a/...html", "/a/...html", "/a/...html", "/a/...html",
			"without it, it would be the folder above"},
	};
	struct arena arena = {0};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct permalink address;
		if (!permalink_address(&arena, slice_str(rows[i].raw), &address))
			fail_msg("%s: refused", rows[i].why);
		assert_same(address.key, rows[i].key, rows[i].why);
		assert_same(address.url, rows[i].url, rows[i].why);
		assert_same(address.web_path, rows[i].web, rows[i].why);
	}
	arena_fini(&arena);
}

static void what_is_no_address_is_refused(void **state)
{
	static const struct row rows[] = {
		{"/../x/", "", "above the root"},
		{"/a\x01/", "", "a control character"},
		{"/\xFF/", "", "no UTF-8"},
		{"/%00/", "", "a NUL"},
		{"", "", "nothing"},
	};
	struct arena arena = {0};
	struct permalink address;
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (permalink_address(&arena, slice_str(rows[i].pattern), &address))
			fail_msg("%s: taken as %.*s", rows[i].why, SARG(address.key));
	}
	/* The limit, and one past it. */
	char *text = arena_alloc(&arena, 4098);
	memset(text, 'a', 4097);
	assert_true(permalink_address(&arena, slice(text, 4096), &address));
	assert_false(permalink_address(&arena, slice(text, 4097), &address));
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_placeholder_of_jekyll_is_filled_in),
		cmocka_unit_test(dates_of_undated_pages_are_empty),
		cmocka_unit_test(front_matter_slugs_go_before_names),
		cmocka_unit_test(styles_are_patterns),
		cmocka_unit_test(slugs_keep_what_each_generator_keeps),
		cmocka_unit_test(addresses_are_keys_links_and_web_paths),
		cmocka_unit_test(what_is_no_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
