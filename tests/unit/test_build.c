/* SPDX-License-Identifier: MIT */
/* The builder is driven by small scripts, one word per call:
 *   p h quote list item code rule table row cell term def notes note em strong strike link
 *                open a Markdown node; "/p" closes it; code and rule are leaves
 *   <p ... >     the same as an HTML element with that tag; "</p" its end tag
 *   br image ref leaves; | ends a paragraph; 'text_with_underscores_for_blanks, ~ for a line end */
#include "doc/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/dump.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *name;
	enum doc_kind kind;
} kinds[] = {
	{"p", DOC_PARAGRAPH},
	{"h", DOC_HEADING},
	{"quote", DOC_QUOTE},
	{"list", DOC_LIST},
	{"item", DOC_ITEM},
	{"code", DOC_CODE},
	{"rule", DOC_RULE},
	{"table", DOC_TABLE},
	{"row", DOC_ROW},
	{"cell", DOC_CELL},
	{"term", DOC_TERM},
	{"def", DOC_DEFINITION},
	{"notes", DOC_NOTES},
	{"note", DOC_NOTE},
	{"em", DOC_EMPHASIS},
	{"strong", DOC_STRONG},
	{"strike", DOC_STRIKE},
	{"link", DOC_LINK},
	{"br", DOC_BREAK},
	{"image", DOC_IMAGE},
	{"ref", DOC_NOTE_REF},
};

static const struct doc_target target = {.url = S("/u"), .size_bytes = -1};

static void fill(struct doc_node *node)
{
	if (!node)
		return;
	if (node->kind == DOC_HEADING)
		node->level = 2;
	if (node->kind == DOC_CODE || node->kind == DOC_CODE_SPAN)
		node->text = S("x\ny");
	if (node->kind == DOC_LINK || node->kind == DOC_IMAGE)
		node->target = &target;
	if (node->kind == DOC_NOTE_REF || node->kind == DOC_NOTE)
		node->number = 1;
}

static enum doc_kind kind_of(struct slice name)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (slice_eq(name, slice_str(kinds[i].name)))
			return kinds[i].kind;
	fail_msg("no such word: %.*s", SARG(name));
	return DOC_ROOT;
}

static void put_text(struct arena *arena, struct build *build, struct slice word)
{
	struct slice text = arena_dup(arena, word);

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '_')
			((char *)text.ptr)[i] = ' ';
		else if (text.ptr[i] == '~')
			((char *)text.ptr)[i] = '\n';
	}
	build_text(build, text);
}

static void run_word(struct arena *arena, struct build *build, struct slice word)
{
	struct slice rest = slice_from(word, 1);

	if (word.ptr[0] == '\'')
		put_text(arena, build, rest);
	else if (word.ptr[0] == '|')
		build_break_paragraph(build);
	else if (slice_starts(word, S("</")))
		build_close_html(build, slice_from(word, 2));
	else if (word.ptr[0] == '<')
		fill(build_open_html(build, kind_of(rest), rest));
	else if (word.ptr[0] == '/')
		build_close(build, kind_of(rest));
	else if (doc_is_container(kind_of(word)))
		fill(build_open(build, kind_of(word)));
	else
		fill(build_leaf(build, kind_of(word)));
}

static void run(
	struct arena *arena, struct slice script, struct buf *out, const char **wrong)
{
	struct doc *doc = doc_new(arena, S("en"));
	struct build *build = build_new(doc);
	struct slice word;

	while (slice_split(&script, ' ', &word))
		if (word.len)
			run_word(arena, build, word);
	build_finish(build);
	dump_doc(out, doc);
	*wrong = dump_check(doc);
}

static const struct {
	const char *script, *expected, *why;
} rows[] = {
	/* Paragraphs by themselves */
	{"'a", "(p \"a\")", "text opens a paragraph"},
	{"'a | 'b", "(p \"a\") (p \"b\")", "a border ends it"},
	{"p 'a /p 'b", "(p \"a\") (p \"b\")", "a closed paragraph stays closed"},
	{"strong 'a /strong", "(p (strong \"a\"))", "so does a span"},
	{"p /p quote /quote list item /item /list p em /em /p", "",
		"empty nodes are dropped"},
	{"rule", "(rule)", "a rule is never empty"},

	/* White space */
	{"'_a__b~~c_ '_d_", "(p \"a b c d\")", "runs are one blank, none at the ends"},
	{"'a_ em '_b_ /em '_c", "(p \"a \" (em \"b\") \" c\")",
		"also over the border of a span"},
	{"'a '~ 'b", "(p \"a b\")", "a line end is a blank"},
	{"'中 '~ '文", "(p \"中文\")", "but nothing between Chinese characters"},
	{"'中~文", "(p \"中文\")", "also within one text"},
	{"'中 '~ 'b", "(p \"中 b\")", "a blank where only one side is Chinese"},
	{"'中 '_ '文", "(p \"中 文\")", "a typed blank stays"},
	{"'한 '~ '글", "(p \"한 글\")", "Korean keeps its spaces"},
	{"strong '中 /strong '~ '文", "(p (strong \"中\") \"文\")", "over a span's end"},
	{"'中 '~ strong '文 /strong", "(p \"中\" (strong \"文\"))", "and over its start"},
	{"'a_ br '_b", "(p \"a\" (br) \"b\")", "none around a break"},
	{"'a br", "(p \"a\")", "no break at the end"},
	{"br 'a", "(p \"a\")", "none at the start"},
	{"'a em 'b br /em", "(p \"a\" (em \"b\"))", "none at the end of the last span"},
	{"p 'a br br 'b /p 'c", "(p \"a\") (p \"b\") (p \"c\")",
		"two breaks are a border"},
	{"'a_ ref", "(p \"a\" (ref 1))", "a note clings to its word"},
	{"'a\x01\x1b[b", "(p \"a[b\")", "control characters have no place"},
	{"'a\xc2\x9b\xe2\x80\xa8"
	 "b\xc2\xa0_c",
		"(p \"ab\xc2\xa0 c\")", "nor C1 and line separators; NBSP stays"},

	/* Blocks in spans */
	{"p 'a quote 'b /quote 'c /p", "(p \"a\") (quote (p \"b\")) (p \"c\")",
		"a block ends the paragraph around it, which goes on after it"},
	{"p strong 'a <quote 'b </quote 'c /strong /p",
		"(p (strong \"a\")) (quote (p (strong \"b\"))) (p (strong \"c\"))",
		"open spans go on in the next paragraph"},
	{"<link <p 'a </p <p 'b </p </link 'c",
		"(p (link /u \"a\")) (p (link /u \"b\")) (p \"c\")",
		"a link around paragraphs"},
	{"<strong rule </strong", "(rule)", "what stayed empty goes"},
	{"h 'a quote 'b /quote /h p 'c /p", "(h2 \"a b\") (p \"c\")",
		"a heading holds no blocks: their words stay"},
	{"table row cell p 'a /p p 'b /p /cell /row /table",
		"(table - (row (cell \"a\" (br) \"b\")))", "in a cell they get lines"},
	{"table row cell code /cell /row /table", "(table - (row (cell (c \"x y\"))))",
		"code in a cell is a span of one line"},
	{"table row cell list item p 'a /p /item item p 'b /p /item /list /cell /row "
	 "/table",
		"(table - (row (cell \"a\" (br) \"b\")))", "a list in a cell is lines"},

	/* End tags */
	{"p <strong 'a /p 'b", "(p (strong \"a\")) (p \"b\")",
		"a Markdown container's end closes the HTML in it"},
	{"em 'a </em 'b /em", "(p (em \"ab\"))", "an end tag closes no Markdown"},
	{"quote <strong 'a /quote 'b", "(quote (p (strong \"a\"))) (p \"b\")",
		"also deeper"},
	{"<strong <em 'a </strong 'b </em 'c", "(p (strong (em \"a\")) \"bc\")",
		"an end tag closes what was opened in its element"},
	{"<strong <quote 'a </strong 'b </quote 'c",
		"(quote (p (strong \"a\") \"b\")) (p \"c\")",
		"but a span's end leaves blocks open"},
	{"</p </quote 'a", "(p \"a\")", "an end without a start is nothing"},
	{"/quote 'a", "(p \"a\")", "so is ours"},
	{"<quote 'a </QUOTE 'b", "(quote (p \"a\")) (p \"b\")", "tags have no case"},

	/* Optional end tags */
	{"<p 'a <p 'b", "(p \"a\") (p \"b\")", "a paragraph ends the one before"},
	{"<p 'a <quote 'b </quote 'c", "(p \"a\") (quote (p \"b\")) (p \"c\")",
		"every block does"},
	{"<list <item 'a <item 'b </list 'c",
		"(list (item (p \"a\")) (item (p \"b\"))) (p \"c\")",
		"an item the one before"},
	{"<list <item 'a <list <item 'b </list <item 'c </list",
		"(list (item (p \"a\") (list (item (p \"b\")))) (item (p \"c\")))",
		"not the one around its list"},
	{"<table <row <cell 'a <cell 'b <row <cell 'c </table",
		"(table -- (row (cell \"a\") (cell \"b\")) (row (cell \"c\")))",
		"cells and rows"},
	{"<term 'a <def 'b <term 'c <def 'd",
		"(term \"a\") (def (p \"b\")) (term \"c\") (def (p \"d\"))",
		"definitions"},
	{"<h 'a <quote 'b </quote", "(h2 \"a\") (quote (p \"b\"))",
		"a heading that was never closed does not swallow the rest"},
	{"<h 'a p 'b /p", "(h2 \"a\") (p \"b\")", "nor a Markdown paragraph"},
	{"<h p 'b /p </h", "(h2 \"b\")", "which may be the heading's own text"},

	/* What is missing around */
	{"<item 'a <item 'b", "(list (item (p \"a\")) (item (p \"b\")))",
		"items get a list"},
	{"<list 'a <item 'b </list", "(list (item (p \"a\")) (item (p \"b\")))",
		"text an item"},
	{"<list <item 'a </item <list <item 'b </list </list",
		"(list (item (p \"a\") (list (item (p \"b\")))))",
		"a list in a list goes to the item before"},
	{"<table <cell 'a </table", "(table - (row (cell \"a\")))", "a cell gets a row"},
	{"<table 'a <row <cell 'b </table",
		"(table - (row (cell \"a\")) (row (cell \"b\")))",
		"text in a table gets a cell"},
	{"<row <cell 'a </cell </row 'b", "(p \"a\") (p \"b\")",
		"rows without a table are none"},
	{"quote notes note 'a /note /notes /quote", "(quote (p \"a\"))",
		"notes stand at the root only"},
	{"link 'a link 'b /link 'c /link", "(p (link /u \"abc\"))", "no link in a link"},
	{"link /link", "(p (link /u))", "a link without words has its address"},
};

static void whatever_comes_becomes_a_well_formed_document(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct buf out;
		const char *wrong;

		buf_init(&out, BUF_UNLIMITED);
		run(&arena, slice_str(rows[i].script), &out, &wrong);
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].expected)))
			fail_msg("%s\nscript   %s\ngot      %.*s\nexpected %s",
				rows[i].why, rows[i].script, SARG(buf_slice(&out)),
				rows[i].expected);
		if (wrong)
			fail_msg("%s: %s", rows[i].why, wrong);
		buf_fini(&out);
		arena_fini(&arena);
	}
}

static size_t depth_of(const struct doc *doc)
{
	size_t deepest = 0;

	for (const struct doc_node *node = doc->root; node;
		node = doc_next(node, doc->root)) {
		size_t depth = 0;

		for (const struct doc_node *up = node; up; up = up->parent)
			depth++;
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest;
}

/* Opens @kind @count times in a row around a text. */
static struct doc *nest(struct arena *arena, enum doc_kind kind, size_t count, bool html)
{
	struct doc *doc = doc_new(arena, S("en"));
	struct build *build = build_new(doc);

	for (size_t i = 0; i < count; i++)
		fill(html ? build_open_html(build, kind, S("x"))
			  : build_open(build, kind));
	build_text(build, S("deep"));
	for (size_t i = 0; i < count; i++) {
		if (html)
			build_close_html(build, S("x"));
		else
			build_close(build, kind);
	}
	build_text(build, S(" and out"));
	build_finish(build);
	return doc;
}

static void what_nests_too_deep_is_flattened_and_loses_no_word(void **state)
{
	static const enum doc_kind nesting[] = {
		DOC_QUOTE, DOC_LIST, DOC_ITEM, DOC_DEFINITION, DOC_TABLE, DOC_STRONG};

	(void)state;
	for (size_t i = 0; i < COUNT(nesting); i++) {
		for (int html = 0; html < 2; html++) {
			struct arena arena = {0};
			struct doc *doc = nest(&arena, nesting[i], 5000, html);
			struct slice words = doc_plain_text(&arena, doc->root);

			assert_null(dump_check(doc));
			if (!slice_eq(words, S("deep and out")))
				fail_msg("kind %d: %.*s", (int)nesting[i], SARG(words));
			arena_fini(&arena);
		}
	}
}

static void spans_fill_the_depth_and_no_more(void **state)
{
	struct arena arena = {0};

	(void)state;
	/* Root, paragraph and text take three levels of it. */
	assert_int_equal(depth_of(nest(&arena, DOC_STRONG, DOC_MAX_DEPTH - 3, false)),
		DOC_MAX_DEPTH);
	assert_int_equal(depth_of(nest(&arena, DOC_STRONG, DOC_MAX_DEPTH - 2, false)),
		DOC_MAX_DEPTH);
	arena_fini(&arena);
}

static void it_is_known_which_html_element_is_open(void **state)
{
	struct arena arena = {0};
	struct build *build = build_new(doc_new(&arena, slice_none));

	(void)state;
	assert_false(build_is_open_html(build, S("b")));
	build_open_html(build, DOC_STRONG, S("b"));
	assert_true(build_is_open_html(build, S("B")));
	build_open(build, DOC_QUOTE);
	assert_false(build_is_open_html(build, S("b")));
	build_close(build, DOC_QUOTE);
	assert_true(build_is_open_html(build, S("b")));
	arena_fini(&arena);
}

static void white_space_and_controls_are_found_wherever_they_stand(void **state)
{
	static const struct {
		struct slice odd;
		const char *becomes, *why;
	} odds[] = {
		{S("  "), " ", "two blanks are one"},
		{S(" \n"), " ", "so is a line end behind a blank"},
		{S("\t"), " ", "a tab is one"},
		{S("\x1b"), "", "a control goes"},
		{S("\x7f"), "", "another"},
		{S("\xc2\x85"), "", "one of C1"},
		{S("\xe2\x80\xa8"), "", "a line end of Unicode"},
		{S("\xe2\x80\x99"), "\xe2\x80\x99", "its neighbour stays"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(odds); i++) {
		for (size_t at = 1; at < 80; at++) {
			struct arena arena = {0};
			struct doc *doc = doc_new(&arena, slice_none);
			struct build *build = build_new(doc);
			struct slice text = arena_printf(&arena, "%0*d%.*s%0*d", (int)at,
				0, SARG(odds[i].odd), (int)(80 - at), 0);
			struct slice shown = arena_printf(&arena, "%0*d%s%0*d", (int)at,
				0, odds[i].becomes, (int)(80 - at), 0);

			build_open(build, DOC_PARAGRAPH);
			build_text(build, text);
			build_close(build, DOC_PARAGRAPH);
			build_finish(build);
			if (!slice_eq(doc_plain_text(&arena, doc->root), shown))
				fail_msg("%s, at byte %zu", odds[i].why, at);
			arena_fini(&arena);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_comes_becomes_a_well_formed_document),
		cmocka_unit_test(what_nests_too_deep_is_flattened_and_loses_no_word),
		cmocka_unit_test(spans_fill_the_depth_and_no_more),
		cmocka_unit_test(it_is_known_which_html_element_is_open),
		cmocka_unit_test(white_space_and_controls_are_found_wherever_they_stand),
	};

	return cmocka_run_group_tests_name("text/build", tests, NULL, NULL);
}
