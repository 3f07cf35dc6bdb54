/* SPDX-License-Identifier: MIT */
/* What golden files cannot show: pages built by hand, feet, line ends, depth. */
#include "render/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/gopher_check.h"

static const struct gopher_origin origin = {.host = S("a.example")};
static const struct plain_options usual = {.origin = {.host = S("a.example")}};

struct page {
	struct arena arena;
	struct doc *doc;
};

static int set_up(void **state)
{
	struct page *page = test_calloc(1, sizeof(*page));

	page->doc = doc_new(&page->arena, S("en"));
	*state = page;
	return 0;
}

static int tear_down(void **state)
{
	struct page *page = *state;

	arena_fini(&page->arena);
	test_free(page);
	return 0;
}

static void expect(
	struct page *page, const struct plain_options *options, const char *expected)
{
	struct gopher_check check = {
		.width = options && options->width ? options->width : PLAIN_WIDTH,
		.ascii = options && options->ascii};
	const char *wrong = NULL;
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	plain_render(&out, page->doc, options);
	if (!options || !options->crlf)
		wrong = gopher_check_text(&check, buf_slice(&out));
	if (wrong)
		fail_msg("line %u: %s", check.line, wrong);
	buf_putc(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_fini(&out);
}

static void an_empty_document_is_empty(void **state)
{
	expect(*state, NULL, "");
}

static void the_dateline_stands_under_the_title_wherever_the_page_has_it(void **state)
{
	struct page *page = *state;

	doc_add_heading(page->doc, 1, S("A day"));
	doc_add_paragraph(page->doc, S("It rained."));
	doc_add_paragraph(page->doc, S("15 May 2025"))->info = S("dateline");
	expect(page, &usual, "A day\n=====\n15 May 2025\n\nIt rained.\n");
}

static void a_dateline_without_a_title_stays_where_it_is(void **state)
{
	struct page *page = *state;

	doc_add_paragraph(page->doc, S("It rained."));
	doc_add_paragraph(page->doc, S("15 May 2025"))->info = S("dateline");
	expect(page, &usual, "It rained.\n\n15 May 2025\n");
}

static void link_lines_are_pairs_of_label_and_URL(void **state)
{
	struct page *page = *state;

	doc_add_heading(page->doc, 1, S("Posts"));
	doc_add_article_line(page->doc, S("/a/"), S("2025-12-15 A day"));
	doc_add_link_line(page->doc, DOC_TO_TEXT, S("/feed.xml"), slice_none);
	expect(page, &usual,
		"Posts\n=====\n\n"
		"2025-12-15 A day\n    gopher://a.example/1/a/\n"
		"gopher://a.example/0/feed.xml\n");
}

static void a_foot_takes_the_place_of_the_ways_on(void **state)
{
	struct page *page = *state;
	const struct plain_foot foot = {
		S("Jo Brook"), S("15 May 2025"), S("https://b.example/a/")};
	struct plain_options options = {.origin = origin, .foot = &foot};

	doc_add_paragraph(page->doc, S("It rained."));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/"), S("Home"));
	expect(page, &options,
		"It rained.\n\n-- Jo Brook, 15 May 2025, https://b.example/a/\n");
	/* What does not fit goes on under it, the URL in one piece. */
	options.width = 40;
	expect(page, &options,
		"It rained.\n\n-- Jo Brook, 15 May 2025,\n   https://b.example/a/\n");
}

static void a_foot_says_what_there_is(void **state)
{
	static const struct {
		struct plain_foot foot;
		const char *expected, *why;
	} rows[] = {
		{{.author = S("Jo")}, "x\n\n-- Jo\n", "author"},
		{{.date = S("May")}, "x\n\n-- May\n", "date"},
		{{.url = S("https://b.example/")}, "x\n\n-- https://b.example/\n", "URL"},
		{{.author = S("Jo"), .url = S("b:c")}, "x\n\n-- Jo, b:c\n", "no date"},
		{{.author = slice_none}, "x\n", "nothing"},
	};
	size_t i;

	doc_add_paragraph(((struct page *)*state)->doc, S("x"));
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct plain_options options = {.foot = &rows[i].foot};

		expect(*state, &options, rows[i].expected);
	}
}

static void lines_end_with_CRLF_where_that_is_asked_for(void **state)
{
	const struct plain_options options = {.crlf = true};
	struct page *page = *state;

	doc_add_heading(page->doc, 1, S("A"));
	doc_add_paragraph(page->doc, S("."));
	expect(page, &options, "A\r\n=\r\n\r\n .\r\n");
}

static void a_width_out_of_bounds_is_the_nearest(void **state)
{
	struct page *page = *state;
	const struct plain_options narrow = {.width = 1}, wide = {.width = 1000};
	struct buf words, out;
	struct slice rest, line;

	buf_init(&words, BUF_UNLIMITED);
	buf_init(&out, BUF_UNLIMITED);
	while (words.len < 400)
		buf_puts(&words, "ab ");
	doc_add_paragraph(page->doc, buf_slice(&words));
	plain_render(&out, page->doc, &narrow);
	rest = buf_slice(&out);
	slice_next_line(&rest, &line);
	assert_int_equal(line.len, 38); /* 13 words: the next would need 41 */
	buf_clear(&out);
	plain_render(&out, page->doc, &wide);
	rest = buf_slice(&out);
	slice_next_line(&rest, &line);
	assert_int_equal(line.len, 77); /* 26 words: the next would need 80 */
	buf_fini(&out);
	buf_fini(&words);
}

static void controls_in_a_page_built_by_hand_are_not_shown(void **state)
{
	struct page *page = *state;

	doc_add_paragraph(page->doc, S("a\tb\x1b[31mc\u202ed\u200f\u2066e\x7f"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/x/"), S("f\tg\nh\u202e"));
	expect(page, &usual, "a b[31mcde\n\nf g h\n    gopher://a.example/1/x/\n");
}

static void text_keeps_its_columns_however_deep_it_is_nested(void **state)
{
	static const enum doc_kind kinds[] = {DOC_QUOTE, DOC_LIST};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct page *page = *state;
		struct gopher_check check = {.width = 40};
		const struct plain_options options = {.width = 40};
		struct doc *doc = doc_new(&page->arena, S("en"));
		struct doc_node *at = doc->root;
		const char *wrong;
		struct buf out;
		unsigned depth;

		for (depth = 0; depth < 60; depth += 2) {
			at = doc_add(doc, at, kinds[i]);
			at = doc_add(
				doc, at, kinds[i] == DOC_LIST ? DOC_ITEM : DOC_QUOTE);
		}
		at = doc_add(doc, at, DOC_PARAGRAPH);
		doc_add_text(
			doc, at, S("ten words that all find their place in the end"));
		buf_init(&out, BUF_UNLIMITED);
		plain_render(&out, doc, &options);
		wrong = gopher_check_text(&check, buf_slice(&out));
		if (wrong)
			fail_msg("line %u: %s", check.line, wrong);
		assert_true(slice_find(buf_slice(&out), S("the end")) > 0);
		buf_fini(&out);
	}
}

static void an_item_without_text_keeps_its_number(void **state)
{
	struct page *page = *state;
	struct doc_node *list = doc_add(page->doc, page->doc->root, DOC_LIST);
	struct doc_node *item;

	list->ordered = true;
	list->number = 9;
	item = doc_add(page->doc, list, DOC_ITEM);
	doc_add_text(page->doc, doc_add(page->doc, item, DOC_PARAGRAPH), S("nine"));
	doc_add(page->doc, list, DOC_ITEM);
	item = doc_add(page->doc, list, DOC_ITEM);
	doc_add(page->doc, item, DOC_CODE)->text = S("x");
	expect(page, &usual, " 9. nine\n10.\n11.\n        x\n");
}

static void words_come_out_in_ASCII_where_that_is_asked_for(void **state)
{
	struct page *page = *state;
	const struct plain_options options = {.ascii = true};

	doc_add_heading(page->doc, 1, S("\u0152uvre"));
	doc_add_paragraph(page->doc, S("\u201cd\u2019\u00e9t\u00e9\u201d \u2026 \u6771"));
	expect(page, &options, "OEuvre\n======\n\n\"d'ete\" ... ?\n");
}

static void typography_is_what_ASCII_says(void **state)
{
	struct page *page = *state;
	const struct plain_options narrow = {.width = 40};

	doc_add_paragraph(
		page->doc, S("\u201cl\u2019eau\u201d \u2014 \u2190 \u2192 \u2026 \u2610 "
			     "\u2611 \u00c9t\u00e9 \u00ab\u00a0x\u00a0\u00bb "
			     "\u00b7 \u20ac"));
	doc_add_paragraph(
		page->doc, S("10\u2074\u2075, H\u2082O, x\u00b2, y\u00b2\u2074"));
	/* 40 columns end before the colon, which stays with its word. */
	doc_add_paragraph(
		page->doc, S("Voici ce que les trois marines disaient\u202f: rien."));
	doc_add(page->doc, page->doc->root, DOC_CODE)->text = S("puts(\"\u2019\")");
	expect(page, &narrow,
		"\"l'eau\" -- <- -> ... [ ] [x] \u00c9t\u00e9 \u00ab\u00a0x\u00a0\u00bb "
		"\u00b7\n\u20ac\n\n"
		"10^45, H_2O, x\u00b2, y^24\n\n"
		"Voici ce que les trois marines\ndisaient : rien.\n\n"
		"    puts(\"\u2019\")\n");
}

static void quotes_of_east_asia_stay(void **state)
{
	struct page *page = *state;
	const struct plain_options narrow = {.width = 40};

	page->doc->lang = S("zh-CN");
	doc_add_paragraph(page->doc, S("\u4ed6\u8bf4\u201c\u597d\u201d\u2026"));
	expect(page, &narrow, "\u4ed6\u8bf4\u201c\u597d\u201d\u2026\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_document_is_empty),
		TEST(the_dateline_stands_under_the_title_wherever_the_page_has_it),
		TEST(a_dateline_without_a_title_stays_where_it_is),
		TEST(link_lines_are_pairs_of_label_and_URL),
		TEST(a_foot_takes_the_place_of_the_ways_on),
		TEST(a_foot_says_what_there_is),
		TEST(lines_end_with_CRLF_where_that_is_asked_for),
		TEST(a_width_out_of_bounds_is_the_nearest),
		TEST(controls_in_a_page_built_by_hand_are_not_shown),
		TEST(text_keeps_its_columns_however_deep_it_is_nested),
		TEST(an_item_without_text_keeps_its_number),
		TEST(words_come_out_in_ASCII_where_that_is_asked_for),
		TEST(typography_is_what_ASCII_says),
		TEST(quotes_of_east_asia_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
