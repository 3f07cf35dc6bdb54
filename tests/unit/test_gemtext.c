/* SPDX-License-Identifier: MIT */
/* What golden files cannot show: pages built by hand, sizes, origins. */
#include "render/gemtext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/gemtext_check.h"

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

static struct doc_node *add_link(struct page *page, struct doc_node *parent,
	enum doc_target_kind kind, struct slice url, struct slice text)
{
	struct doc_node *link = doc_add(page->doc, parent, DOC_LINK);
	struct doc_target *target = arena_new(&page->arena, struct doc_target);

	*target = (struct doc_target){.kind = kind, .url = url, .size_bytes = -1};
	link->target = target;
	doc_add_text(page->doc, link, text);
	return link;
}

static void expect(
	struct page *page, const struct gemtext_options *options, const char *expected)
{
	struct gemtext_check check;
	const char *wrong;
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	gemtext_render(&out, page->doc, options);
	wrong = gemtext_check(&check, buf_slice(&out), page->doc);
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

static void a_page_of_link_lines_keeps_its_labels_as_given(void **state)
{
	struct page *page = *state;

	doc_add_heading(page->doc, 1, S("Posts"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/a/"), S("2025-12-15 A day"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/b/"), S("here"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/b/"), S("here"));
	doc_add_links(page->doc);
	doc_add_link_line(page->doc, DOC_TO_TEXT, S("/feed.xml"), slice_none);
	expect(page, NULL,
		"# Posts\n"
		"\n"
		"=> /a/ 2025-12-15 A day\n"
		"=> /b/ here\n"
		"=> /b/ here\n"
		"\n"
		"=> /feed.xml\n");
}

static void headings_are_capped_and_never_empty(void **state)
{
	struct page *page = *state;

	doc_add_heading(page->doc, 0, S("Zero"));
	doc_add_heading(page->doc, 4, S("Four"));
	doc_add_heading(page->doc, 99, S("# Many"));
	doc_add_heading(page->doc, 2, S(" "));
	expect(page, NULL, "# Zero\n\n### Four\n\n### # Many\n");
}

static void text_with_line_ends_stays_on_its_line(void **state)
{
	struct page *page = *state;

	doc_add_paragraph(page->doc, S("a\n# b\t=> c"));
	expect(page, NULL, "a # b => c\n");
}

static void links_inside_the_site_take_the_origin(void **state)
{
	static const struct gemtext_options gemini = {.origin = S("gemini://a.example/")};
	static const struct gemtext_options gopher = {
		.origin = S("gopher://a.example:70/")};
	struct page *page = *state;

	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/x/"), S("X"));
	doc_add_link_line(page->doc, DOC_TO_TEXT, S("/robots.txt"), S("Robots"));
	doc_add_link_line(page->doc, DOC_TO_OUTSIDE, S("https://b.example/"), S("B"));
	expect(page, &gemini,
		"=> gemini://a.example/x/ X\n"
		"=> gemini://a.example/robots.txt Robots\n"
		"=> https://b.example/ B\n");
	expect(page, &gopher,
		"=> gopher://a.example:70/1/x/ X\n"
		"=> gopher://a.example:70/0/robots.txt Robots\n"
		"=> https://b.example/ B\n");
}

static void urls_cannot_end_their_line_and_have_a_limit(void **state)
{
	struct page *page = *state;
	char at_limit[1025], past_it[1026];

	memset(at_limit, 'a', sizeof(at_limit));
	memset(past_it, 'a', sizeof(past_it));
	at_limit[0] = past_it[0] = '/';
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/a b\n\"\xc3\xa9"), S("A"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, slice(past_it, 1025), S("too long"));
	doc_add_link_line(page->doc, DOC_TO_PAGE, S("/b"), S("B"));
	expect(page, NULL, "=> /a%20b%0A%22%C3%A9 A\n=> /b B\n");
	doc_add_link_line(page->doc, DOC_TO_PAGE, slice(at_limit, 1024), slice_none);
	at_limit[1024] = '\0';
	expect(page, NULL,
		arena_cstr(&page->arena,
			arena_printf(&page->arena,
				"=> /a%%20b%%0A%%22%%C3%%A9 A\n=> /b B\n=> %s\n",
				at_limit)));
}

static void what_was_in_the_buffer_is_left_alone(void **state)
{
	struct page *page = *state;
	struct buf out;

	doc_add_paragraph(page->doc, S("text"));
	buf_init(&out, BUF_UNLIMITED);
	buf_puts(&out, "before\n");
	gemtext_render(&out, page->doc, NULL);
	assert_true(slice_eq(buf_slice(&out), S("before\ntext\n")));
	buf_fini(&out);
}

static void a_full_buffer_overflows_and_nothing_else(void **state)
{
	struct page *page = *state;
	struct buf out;

	doc_add_paragraph(page->doc, S("more than ten bytes"));
	buf_init(&out, 10);
	gemtext_render(&out, page->doc, NULL);
	assert_true(out.overflow);
	buf_fini(&out);
}

/* Work that grew with the square of these would not end within the runner's limit. */
static void thousands_of_links_and_items_are_printed(void **state)
{
	struct page *page = *state;
	struct doc_node *paragraph = doc_add(page->doc, page->doc->root, DOC_PARAGRAPH);
	struct doc_node *list = doc_add(page->doc, page->doc->root, DOC_LIST);
	struct gemtext_check check;
	struct buf out;
	unsigned i;

	for (i = 0; i < 50000; i++) {
		doc_add_text(page->doc, paragraph, S(" and "));
		add_link(page, paragraph, DOC_TO_PAGE,
			arena_printf(&page->arena, "/x/%u/same", i), S("same words"));
	}
	for (i = 0; i < 100000; i++) {
		struct doc_node *item = doc_add(page->doc, list, DOC_ITEM);
		struct doc_node *block = doc_add(page->doc, item, DOC_PARAGRAPH);

		doc_add_text(page->doc, block, S("words "));
		add_link(page, block, DOC_TO_PAGE,
			arena_printf(&page->arena, "/y/%u/", i), S("there"));
	}
	buf_init(&out, BUF_UNLIMITED);
	gemtext_render(&out, page->doc, NULL);
	assert_null(gemtext_check(&check, buf_slice(&out), page->doc));
	assert_int_equal(check.links, 150000);
	assert_int_equal(check.bullets, 100000);
	buf_fini(&out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(an_empty_document_is_empty),
		TEST(a_page_of_link_lines_keeps_its_labels_as_given),
		TEST(headings_are_capped_and_never_empty),
		TEST(text_with_line_ends_stays_on_its_line),
		TEST(links_inside_the_site_take_the_origin),
		TEST(urls_cannot_end_their_line_and_have_a_limit),
		TEST(what_was_in_the_buffer_is_left_alone),
		TEST(a_full_buffer_overflows_and_nothing_else),
		TEST(thousands_of_links_and_items_are_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
