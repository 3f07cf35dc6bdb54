/* SPDX-License-Identifier: MIT */
/* What golden files cannot show: pages built by hand, labels of any bytes, sizes. */
#include "render/gophermap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/gopher_check.h"

#define I(text) "i" text "\t\ta.example\t70\r\n"

static const struct gophermap_options usual = {.origin = {.host = S("a.example")}};

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

static void check_print(struct page *page, const struct gophermap_options *options,
	struct gopher_check *check, struct buf *out)
{
	const char *wrong;

	*check = (struct gopher_check){.width = GOPHERMAP_WIDTH,
		.ascii = options->ascii,
		.host = options->origin.host,
		.port = S("70")};
	gophermap_render(out, page->doc, options);
	wrong = gopher_check_menu(check, buf_slice(out));
	if (wrong)
		fail_msg("line %u: %s", check->line, wrong);
}

static void expect(
	struct page *page, const struct gophermap_options *options, const char *expected)
{
	struct gopher_check check;
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	check_print(page, options, &check, &out);
	buf_putc(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_fini(&out);
}

static void an_empty_document_is_an_empty_menu(void **state)
{
	expect(*state, &usual, ".\r\n");
}

static void a_listing_is_items_with_their_labels_as_given(void **state)
{
	struct page *page = *state;

	doc_add_heading(page->doc, 1, S("Posts"));
	doc_add_paragraph(page->doc, S("2 posts"))->info = S("dateline");
	doc_add_heading(page->doc, 2, S("2025"));
	doc_add_article_line(page->doc, S("/a/"), S("2025-12-15 A day"));
	doc_add_article_line(page->doc, S("/b/"), S("here"));
	doc_add_links(page->doc);
	doc_add_link_line(page->doc, DOC_TO_TEXT, S("/feed.xml"), slice_none);
	expect(page, &usual,
		I("Posts") I("=====") I("2 posts") I("") I("") I("2025") I("----") I(
			"") "12025-12-15 A day\t/a/\ta.example\t70\r\n"
			    "1here\t/b/\ta.example\t70\r\n" I(
				    "") "0/feed.xml\t/feed.xml\ta.example\t70\r\n.\r\n");
}

static void posts_are_texts_where_that_is_the_style(void **state)
{
	static const struct gophermap_options texts = {
		.origin = {.host = S("a.example"), .posts_are_text = true}};
	struct page *page = *state;

	doc_add_article_line(page->doc, S("/a/"), S("A day"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/archive/"), S("Archive"));
	expect(page, &texts,
		"0A day\t/a.txt\ta.example\t70\r\n"
		"1Archive\t/archive/\ta.example\t70\r\n.\r\n");
}

static void a_label_of_any_bytes_stays_in_its_field(void **state)
{
	static const struct {
		const char *label, *display, *why;
	} rows[] = {
		{"a\tb", "a b", "a tab"},
		{"a\r\n.\r\n1b\t/b", "a . 1b /b", "a line end"},
		{"a\x1b[31mb", "a[31mb", "an escape"},
		{"a\u202eb\u2069\u200f", "ab", "directions"},
		{"a\u200bb\u2060c\ufeff", "abc", "nothings"},
		{"a\xff", "a\ufffd", "no UTF-8"},
		{"\u200e\x01", "/x/", "nothing that can be seen"},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct page *page = *state;
		struct slice expected = arena_printf(&page->arena,
			"1%s\t/x/\ta.example\t70\r\n.\r\n", rows[i].display);

		page->doc = doc_new(&page->arena, S("en"));
		doc_add_link_line(
			page->doc, DOC_TO_PAGE, S("/x/"), slice_str(rows[i].label));
		expect(page, &usual, expected.ptr);
	}
}

static void a_label_at_the_width_stays_whole_and_one_past_it_goes_on(void **state)
{
	static const char at[] = "1234567890 1234567890 1234567890 1234567890 "
				 "1234567890 1234567890 7";
	struct page *page = *state;

	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/x/"), slice_str(at));
	doc_add_link_line(
		page->doc, DOC_TO_PAGE, S("/y/"), arena_printf(&page->arena, "%s8", at));
	expect(page, &usual,
		"11234567890 1234567890 1234567890 1234567890 1234567890 1234567890 7"
		"\t/x/\ta.example\t70\r\n"
		"11234567890 1234567890 1234567890 1234567890 1234567890 1234567890"
		"\t/y/\ta.example\t70\r\n" I("  78") ".\r\n");
}

static void text_that_looks_like_gemtext_is_set_off(void **state)
{
	struct page *page = *state;

	doc_add_paragraph(page->doc, S("=> /x/ y"));
	doc_add_paragraph(page->doc, S("```"));
	doc_add_paragraph(page->doc, S("."));
	expect(page, &usual, I(" => /x/ y") I("") I(" ```") I("") I(".") ".\r\n");
}

static void a_line_without_end_goes_on_in_the_next(void **state)
{
	static const char *const pieces[] = {"a", "\u6771", "=>", "```", "a\u0301",
		"\U0001F469\u200d", "\u200b", " ."};
	size_t i;

	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct page *page = *state;
		struct gopher_check check;
		struct doc_node *code;
		struct buf text, out;

		buf_init(&text, BUF_UNLIMITED);
		buf_init(&out, BUF_UNLIMITED);
		while (text.len < 100000)
			buf_puts(&text, pieces[i]);
		page->doc = doc_new(&page->arena, S("en"));
		doc_add_paragraph(page->doc, buf_slice(&text));
		code = doc_add(page->doc, page->doc->root, DOC_CODE);
		code->text = buf_slice(&text);
		doc_add_link_line(page->doc, DOC_TO_PAGE, S("/x/"), buf_slice(&text));
		check_print(page, &usual, &check, &out);
		assert_int_equal(check.items, 1);
		buf_fini(&out);
		buf_fini(&text);
	}
}

static void a_post_of_5000_links_has_5000_items(void **state)
{
	struct page *page = *state;
	struct doc_node *paragraph = doc_add(page->doc, page->doc->root, DOC_PARAGRAPH);
	struct gopher_check check;
	struct buf out;
	unsigned i;

	for (i = 0; i < 5000; i++) {
		struct doc_node *link = doc_add(page->doc, paragraph, DOC_LINK);
		struct doc_target *target = arena_new(&page->arena, struct doc_target);

		target->kind = DOC_TO_OUTSIDE;
		target->url = arena_printf(&page->arena, "https://x%u.example/", i);
		link->target = target;
		doc_add_text(page->doc, link, arena_printf(&page->arena, "word %u", i));
		doc_add_text(page->doc, paragraph, S(", then "));
	}
	buf_init(&out, BUF_UNLIMITED);
	check_print(page, &usual, &check, &out);
	assert_int_equal(check.items, 5000);
	buf_fini(&out);
}

static void a_single_line_is_made_fit_too(void **state)
{
	static const struct gophermap_options ascii = {
		.ascii = true, .origin = {.host = S("a.example"), .port = 7070}};
	const struct gopher_item error = {.type = '3'};
	const struct gopher_item away = {.type = '1', .host = S("b.example"), .port = 71};
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	gophermap_item(&out, &error, S("No page\r\n here: \u00e9\t."), &ascii);
	gophermap_item(&out, &away, S("There"), &ascii);
	buf_putc(&out, '\0');
	assert_string_equal(out.ptr, "3No page here: e .\t\ta.example\t7070\r\n"
				     "1There\t\tb.example\t71\r\n");
	buf_fini(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_document_is_an_empty_menu),
		TEST(a_listing_is_items_with_their_labels_as_given),
		TEST(posts_are_texts_where_that_is_the_style),
		TEST(a_label_of_any_bytes_stays_in_its_field),
		TEST(a_label_at_the_width_stays_whole_and_one_past_it_goes_on),
		TEST(text_that_looks_like_gemtext_is_set_off),
		TEST(a_line_without_end_goes_on_in_the_next),
		TEST(a_post_of_5000_links_has_5000_items),
		TEST(a_single_line_is_made_fit_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
