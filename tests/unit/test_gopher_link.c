/* SPDX-License-Identifier: MIT */
#include "render/gopher_link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

static const struct gopher_origin menus = {.host = S("a.example"), .port = 7070};
static const struct gopher_origin texts = {
	.host = S("a.example"), .posts_are_text = true};

static void assert_slice(struct slice have, const char *want, const char *why)
{
	if (!slice_eq(have, slice_str(want)))
		fail_msg("%s: \"%.*s\" is not \"%s\"", why, SARG(have), want);
}

static void a_target_of_this_site_becomes_an_item_by_what_it_is(void **state)
{
	static const struct {
		struct doc_target target;
		const struct gopher_origin *origin;
		char type;
		const char *selector, *why;
	} rows[] = {
		{{.kind = DOC_TO_PAGE, .url = S("/x/")}, &menus, '1', "/x/",
			"a listing is a menu"},
		{{.kind = DOC_TO_PAGE, .url = S("/x/")}, &texts, '1', "/x/",
			"also where posts are texts"},
		{{.kind = DOC_TO_PAGE, .url = S("/x/"), .article = true}, &menus, '1',
			"/x/", "a post is a menu"},
		{{.kind = DOC_TO_PAGE, .url = S("/x/"), .article = true}, &texts, '0',
			"/x.txt", "or a text"},
		{{.kind = DOC_TO_PAGE, .url = S("/"), .article = true}, &texts, '1', "/",
			"the home is always a menu"},
		{{.kind = DOC_TO_PAGE, .url = S("/x?a=b#c")}, &menus, '1', "/x",
			"no query, no fragment"},
		{{.kind = DOC_TO_PAGE, .url = S("/a,b+c@d:(e)")}, &menus, '1',
			"/a%2Cb%2Bc%40d%3A%28e%29", "what a selector may not hold"},
		{{.kind = DOC_TO_PAGE, .url = S("/%C3%A9%2f")}, &menus, '1', "/%C3%A9%2f",
			"encodings stay"},
		{{.kind = DOC_TO_PAGE, .url = S("/100%")}, &menus, '1', "/100%25",
			"a stray sign is encoded"},
		{{.kind = DOC_TO_PAGE, .url = S("/\xc3\xa9")}, &menus, '1', "/%C3%A9",
			"raw UTF-8 is encoded"},
		{{.kind = DOC_TO_SEARCH, .url = S("/search")}, &menus, '7', "/search",
			"search"},
		{{.kind = DOC_TO_SEARCH, .url = S("/search?")}, &menus, '7', "/search",
			"one without words"},
		{{.kind = DOC_TO_SEARCH, .url = S("/search/2?caf%C3%A9%20x")}, &menus,
			'1', "/search/2?caf%C3%A9%20x", "its results are a menu"},
		{{.kind = DOC_TO_TEXT, .url = S("/feed.xml")}, &menus, '0', "/feed.xml",
			"a feed"},
		{{.kind = DOC_TO_TEXT, .url = S("/x"), .mime = S("text/html")}, &menus,
			'9', "/x", "HTML is no text here"},
		{{.kind = DOC_TO_IMAGE, .url = S("/a.png"), .mime = S("image/png")},
			&menus, 'I', "/a.png", "a picture"},
		{{.kind = DOC_TO_IMAGE, .url = S("/a.gif"), .mime = S("image/gif")},
			&menus, 'g', "/a.gif", "the one picture of old"},
		{{.kind = DOC_TO_IMAGE, .url = S("/a.svg"), .mime = S("image/svg+xml")},
			&menus, '9', "/a.svg", "no client draws it"},
		{{.kind = DOC_TO_FILE, .url = S("/a.mp3"), .mime = S("audio/mpeg")},
			&menus, 's', "/a.mp3", "sound"},
		{{.kind = DOC_TO_FILE, .url = S("/a.pdf"), .mime = S("application/pdf")},
			&menus, '9', "/a.pdf", "the rest"},
		{{.kind = DOC_TO_FILE, .url = S("/a"), .mime = S("application/atom+xml")},
			&menus, '0', "/a", "Atom can be read"},
		{{.kind = DOC_TO_FILE, .url = S("/a.WebP")}, &menus, 'I', "/a.WebP",
			"by its name where no MIME type is known"},
		{{.kind = DOC_TO_FILE, .url = S("/a.b")}, &menus, '9', "/a.b",
			"an unknown name"},
	};
	struct arena arena = {0};
	struct gopher_item item;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(
			gopher_item_of(&arena, rows[i].origin, &rows[i].target, &item));
		if (item.type != rows[i].type)
			fail_msg("%s: type %c", rows[i].why, item.type);
		assert_slice(item.selector, rows[i].selector, rows[i].why);
		assert_slice(item.host, "a.example", rows[i].why);
		assert_int_equal(item.port, rows[i].origin == &menus ? 7070 : 70);
	}
	arena_fini(&arena);
}

static void an_outside_link_is_native_or_a_URL_or_no_item(void **state)
{
	static const struct {
		const char *url;
		char type; /* 0: no item */
		const char *selector, *host;
		unsigned port;
		const char *why;
	} rows[] = {
		{"https://x.example/", 'h', "URL:https://x.example/", "a.example", 7070,
			"the web"},
		{"https://x.example/a b\"\xc3\xa9", 'h',
			"URL:https://x.example/a%20b%22%C3%A9", "a.example", 7070,
			"made fit"},
		{"gemini://x.example/", 'h', "URL:gemini://x.example/", "a.example", 7070,
			"gemini"},
		{"mailto:jo@x.example", 'h', "URL:mailto:jo@x.example", "a.example", 7070,
			"mail"},
		{"gopher://x.example", '1', "", "x.example", 70, "no path is the home"},
		{"gopher://x.example/", '1', "", "x.example", 70, "nor is this one"},
		{"GOPHER://x.example:7071/0/a", '0', "/a", "x.example", 7071,
			"scheme without case, a port"},
		{"gopher://[::1]/1/a", '1', "/a", "::1", 70, "an address loses brackets"},
		{"gopher://x.example/0a%20b?c", '0', "a b?c", "x.example", 70,
			"decoded, the question mark is part of it"},
		{"gopher://x.example/7/s", '7', "/s", "x.example", 70, "asks for words"},
		{"gopher://x.example/7/s%09w", 'h', "URL:gopher://x.example/7/s%09w",
			"a.example", 7070, "a tab fits no selector"},
		{"gopher://x.example/0/%0d%0a1", 'h', "URL:gopher://x.example/0/%0d%0a1",
			"a.example", 7070, "nor does a line end"},
		{"gopher://x.example/0/%C3%A9", 'h', "URL:gopher://x.example/0/%C3%A9",
			"a.example", 7070, "nor what is not ASCII"},
		{"gopher://x.example/8/t", 'h', "URL:gopher://x.example/8/t", "a.example",
			7070, "telnet is no type of ours"},
		{"gopher://x.example/i", 'h', "URL:gopher://x.example/i", "a.example",
			7070, "text is no link"},
		{"gopher://x.example:99999/1", 'h', "URL:gopher://x.example:99999/1",
			"a.example", 7070, "no such port"},
		{"finger://x.example/jo", 0, "", "", 0, "no page of ours leads there"},
		{"gophers://x.example/", 0, "", "", 0, "nor there"},
	};
	struct arena arena = {0};
	struct gopher_item item;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct doc_target target = {
			.kind = DOC_TO_OUTSIDE, .url = slice_str(rows[i].url)};
		bool is_item = gopher_item_of(&arena, &menus, &target, &item);

		if (is_item != (rows[i].type != 0))
			fail_msg("%s", rows[i].why);
		if (!is_item)
			continue;
		if (item.type != rows[i].type)
			fail_msg("%s: type %c", rows[i].why, item.type);
		assert_slice(item.selector, rows[i].selector, rows[i].why);
		assert_slice(item.host, rows[i].host, rows[i].why);
		assert_int_equal(item.port, rows[i].port);
	}
	arena_fini(&arena);
}

static void a_selector_over_255_bytes_gets_an_alias(void **state)
{
	static char path[300];
	struct arena arena = {0};
	struct slice at_limit = slice(path, 255), past = slice(path, 256), alias;

	(void)state;
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	assert_true(slice_eq(gopher_selector(&arena, at_limit, false), at_limit));
	alias = gopher_selector(&arena, past, false);
	assert_int_equal(alias.len, 3 + 16);
	assert_true(slice_starts(alias, S("/-/")));
	/* The text has the hash of its page, and counts its own ending. */
	assert_true(slice_eq(gopher_selector(&arena, past, true),
		arena_printf(&arena, "%.*s.txt", SARG(alias))));
	assert_int_equal(gopher_selector(&arena, slice(path, 251), true).len, 255);
	assert_int_equal(gopher_selector(&arena, slice(path, 252), true).len, 3 + 16 + 4);
	/* With or without its last slash it is one page. */
	path[256] = '/';
	assert_true(slice_eq(gopher_selector(&arena, slice(path, 257), false), alias));
	/* A file keeps its extension. */
	memcpy(path + 290, ".tar", 4);
	assert_true(
		slice_ends(gopher_selector(&arena, slice(path, 294), false), S(".tar")));
	arena_fini(&arena);
}

static void a_URL_that_no_request_can_hold_is_no_item(void **state)
{
	struct doc_target target = {.kind = DOC_TO_OUTSIDE};
	struct arena arena = {0};
	struct gopher_item item;
	char *url = arena_alloc(&arena, 1100);

	(void)state;
	memset(url, 'a', 1100);
	memcpy(url, "https://x.example/", 18);
	target.url = slice(url, 1020);
	assert_true(gopher_item_of(&arena, &menus, &target, &item));
	target.url = slice(url, 1021);
	assert_false(gopher_item_of(&arena, &menus, &target, &item));
	arena_fini(&arena);
}

static void assert_url(const struct gopher_origin *origin, enum doc_target_kind kind,
	const char *path, const char *expected)
{
	const struct doc_target target = {
		.kind = kind, .url = slice_str(path), .article = true};
	struct arena arena = {0};
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	gopher_put_url(&out, &arena, origin, &target);
	assert_slice(buf_slice(&out), expected, expected);
	buf_fini(&out);
	arena_fini(&arena);
}

static void a_URL_names_host_port_and_type(void **state)
{
	static const struct gopher_origin literal = {.host = S("::1"), .port = 70}, none;

	(void)state;
	assert_url(&menus, DOC_TO_PAGE, "/x/", "gopher://a.example:7070/1/x/");
	assert_url(&texts, DOC_TO_PAGE, "/x/", "gopher://a.example/0/x.txt");
	assert_url(&literal, DOC_TO_SEARCH, "/s", "gopher://[::1]/7/s");
	assert_url(&none, DOC_TO_PAGE, "/x/", "/x/");
	assert_url(&menus, DOC_TO_OUTSIDE, "https://x.example/", "https://x.example/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_of_this_site_becomes_an_item_by_what_it_is),
		cmocka_unit_test(an_outside_link_is_native_or_a_URL_or_no_item),
		cmocka_unit_test(a_selector_over_255_bytes_gets_an_alias),
		cmocka_unit_test(a_URL_that_no_request_can_hold_is_no_item),
		cmocka_unit_test(a_URL_names_host_port_and_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
