/* SPDX-License-Identifier: MIT */
#include "doc/doc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/dump.h"

static void assert_dump(const struct doc *doc, const char *expected)
{
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	dump_doc(&out, doc);
	if (!slice_eq(buf_slice(&out), slice_str(expected)))
		fail_msg("got      %.*s\nexpected %s", SARG(buf_slice(&out)), expected);
	buf_fini(&out);
}

static void nodes_are_appended_inserted_unlinked_and_unwrapped(void **state)
{
	struct arena arena = {0};
	struct doc *doc = doc_new(&arena, S("en"));
	struct doc_node *one, *two, *strong, *three;

	(void)state;
	one = doc_add_paragraph(doc, S("one"));
	three = doc_add_paragraph(doc, S("three"));
	two = doc_add(doc, NULL, DOC_PARAGRAPH);
	doc_insert_before(three, two);
	strong = doc_add(doc, two, DOC_STRONG);
	doc_add_text(doc, strong, S("two "));
	doc_add(doc, strong, DOC_BREAK);
	assert_dump(doc, "(p \"one\") (p (strong \"two \" (br))) (p \"three\")");
	doc_unwrap(strong);
	assert_dump(doc, "(p \"one\") (p \"two \" (br)) (p \"three\")");
	doc_unlink(one);
	doc_unlink(one); /* a loose node stays loose */
	assert_ptr_equal(doc->root->first, two);
	assert_null(two->previous);
	doc_unlink(three);
	assert_ptr_equal(doc->root->last, two);
	arena_fini(&arena);
}

static void link_lines_gather_in_the_last_block_of_links(void **state)
{
	struct arena arena = {0};
	struct doc *doc = doc_new(&arena, slice_none);

	(void)state;
	doc_add_link_line(doc, DOC_TO_PAGE, S("/a/"), S("A"));
	doc_add_link_line(doc, DOC_TO_FILE, S("/b"), slice_none);
	doc_add_links(doc);
	doc_add_link_line(doc, DOC_TO_PAGE, S("/c/"), S("C"));
	doc_add_heading(doc, 2, S("H"));
	doc_add_link_line(doc, DOC_TO_PAGE, S("/d/"), S("D"));
	assert_dump(doc, "(links (link /a/ \"A\") (link /b)) (links (link /c/ \"C\")) "
			 "(h2 \"H\") (links (link /d/ \"D\"))");
	assert_int_equal(doc->root->first->first->target->size_bytes, -1);
	arena_fini(&arena);
}

static void a_walk_visits_children_first_and_stays_below_its_top(void **state)
{
	struct arena arena = {0};
	struct doc *doc = doc_new(&arena, slice_none);
	struct doc_node *quote = doc_add(doc, doc->root, DOC_QUOTE);
	struct doc_node *inner = doc_add(doc, quote, DOC_PARAGRAPH);
	struct doc_node *text = doc_add_text(doc, inner, S("x"));
	struct doc_node *after = doc_add_paragraph(doc, S("y"));

	(void)state;
	assert_ptr_equal(doc_next(doc->root, doc->root), quote);
	assert_ptr_equal(doc_next(inner, quote), text);
	assert_null(doc_next(text, quote));
	assert_ptr_equal(doc_next(text, doc->root), after);
	assert_null(doc_next(text, text));
	arena_fini(&arena);
}

static void plain_text_is_one_line_without_markup(void **state)
{
	struct arena arena = {0};
	struct doc *doc = doc_new(&arena, slice_none);
	struct doc_node *paragraph = doc_add(doc, doc->root, DOC_PARAGRAPH), *node;

	(void)state;
	assert_int_equal(doc_plain_text(&arena, paragraph).len, 0);
	doc_add_text(doc, paragraph, S("a "));
	doc_add_text(doc, doc_add(doc, paragraph, DOC_EMPHASIS), S("b"));
	doc_add(doc, paragraph, DOC_BREAK);
	node = doc_add(doc, paragraph, DOC_CODE_SPAN);
	node->text = S("c  d");
	node = doc_add(doc, paragraph, DOC_IMAGE);
	node->text = S(" alt");
	doc_add_paragraph(doc, S("next "));
	assert_string_equal(doc_plain_text(&arena, paragraph).ptr, "a b c d alt");
	assert_string_equal(doc_plain_text(&arena, doc->root).ptr, "a b c d alt next");
	doc_add(doc, doc->root, DOC_CODE)->text = S("x = 1\ny = 2");
	doc_add_paragraph(doc, S("last"));
	assert_string_equal(doc_plain_text(&arena, doc->root).ptr,
		"a b c d alt next x = 1 y = 2 last");
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_are_appended_inserted_unlinked_and_unwrapped),
		cmocka_unit_test(link_lines_gather_in_the_last_block_of_links),
		cmocka_unit_test(a_walk_visits_children_first_and_stays_below_its_top),
		cmocka_unit_test(plain_text_is_one_line_without_markup),
	};

	return cmocka_run_group_tests_name("text/doc", tests, NULL, NULL);
}
