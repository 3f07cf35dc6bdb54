/* SPDX-License-Identifier: MIT */
/* The whole conversion, from source to document, by rows: CommonMark first, then each extension,
 * then the tree pass. */
#include "text/convert.h"
#include "text/expanded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/dump.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *source, *expected, *why;
};

static void check_rows(
	const struct row *rows, size_t count, const struct convert_options *options)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = {0};
		struct doc *doc;
		struct buf out;

		buf_init(&out, BUF_UNLIMITED);
		assert_int_equal(
			convert(&arena, slice_str(rows[i].source), options, NULL, &doc),
			CONVERT_OK);
		dump_doc(&out, doc);
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].expected)))
			fail_msg("%s\nsource   %s\ngot      %.*s\nexpected %s",
				rows[i].why, rows[i].source, SARG(buf_slice(&out)),
				rows[i].expected);
		if (dump_check(doc))
			fail_msg("%s: %s", rows[i].why, dump_check(doc));
		buf_fini(&out);
		arena_fini(&arena);
	}
}

#define CHECK(rows, ...)                                                                 \
	check_rows(rows, COUNT(rows), &(const struct convert_options){__VA_ARGS__})

static void commonmark_blocks(void **state)
{
	static const struct row rows[] = {
		{"", "", "nothing"},
		{"a\nb\n\nc\n", "(p \"a b\") (p \"c\")", "a soft break is a blank"},
		{"a  \nb\\\nc", "(p \"a\" (br) \"b\" (br) \"c\")", "both hard breaks"},
		{"## a\n\nb\n=\n\nx\n", "(h3 \"a\") (h2 \"b\") (p \"x\")",
			"headings of both kinds"},
		{"> a\n> > b\nlazy\n", "(quote (p \"a\") (quote (p \"b lazy\")))",
			"quotes in quotes"},
		{"* a\n* b\n\n  c\n",
			"(list (item (p \"a\")) (item (p \"b\") (p \"c\")))",
			"an item of two paragraphs"},
		{"3. a\n4. b\n", "(list 3 (item (p \"a\")) (item (p \"b\")))",
			"a list that starts at three"},
		{"- a\n  - b\n    1) c\n",
			"(list (item (p \"a\") (list (item (p \"b\") (list 1 (item (p "
			"\"c\")))))))",
			"lists in lists"},
		{"    a\n\n      b\n", "(code \"a\\n\\n  b\")", "indented code"},
		{"```Ruby x=1\n\n  a\n\n```\n", "(code :ruby \"  a\")",
			"the language in lower case, no blank lines at either end"},
		{"~~~ {.python .numbered}\na\n~~~\n", "(code :python \"a\")",
			"a language as a class"},
		{"```mermaid\na\n```\n", "(code :diagram \"a\")",
			"diagrams are known by one name"},
		{"```js{1,3} title=\"a.js\"\nb\n```\n", "(p \"a.js\") (code :js \"b\")",
			"a title stands above its code"},
		{"```\n```\n", "", "no code at all"},
		{"- a\n\n  ```\n  b\n  ```\n- c\n",
			"(list (item (p \"a\") (code \"b\")) (item (p \"c\")))",
			"code in a list"},
		{"a\n\n***\n\nb\n", "(p \"a\") (rule) (p \"b\")",
			"a rule between paragraphs"},
		{"```\nunclosed\n", "(code \"unclosed\")", "an unclosed fence"},
	};

	(void)state;
	CHECK(rows, .format = CONVERT_MARKDOWN);
}

static void commonmark_spans(void **state)
{
	static const struct row rows[] = {
		{"*a* __b__ ***c***",
			"(p (em \"a\") \" \" (strong \"b\") \" \" (em (strong \"c\")))",
			"emphasis"},
		{"`` a`b `` `--x`", "(p (c \"a`b\") \" \" (c \"--x\"))",
			"code spans, verbatim"},
		{"[a *b*](/u \"T\") [c]\n\n[c]: <x y> 'Q'\n",
			"(p (link /u :T \"a \" (em \"b\")) \" \" (link x%20y :Q \"c\"))",
			"links of both kinds"},
		{"![a *b*](i.png \"t\")", "(p (image i.png :t \"a b\"))", "an image"},
		{"[![a](i.png)](/u)", "(p (link /u (image i.png \"a\")))",
			"a linked image"},
		{"<http://a.example/x> <me@a.example>",
			"(p (link http://a.example/x \"http://a.example/x\") \" \" "
			"(link mailto:me@a.example \"me@a.example\"))",
			"autolinks"},
		{"&amp; &copy; &#65; \\*a\\*", "(p \"& \xc2\xa9 A *a*\")",
			"entities and escapes"},
		{"[a](#x) [b](javascript:x)", "(p \"a b\")",
			"what leads nowhere keeps its words only"},
		{"x <pre>a&#27;[1mb</pre> ![a&#27;b](i \"c&#27;d\")",
			"(p \"x\") (code \"a[1mb\") (p (image i :cd \"ab\"))",
			"nor in code and labels"},
		{"a&#27;[1mb&#x85;c", "(p \"a[1mbc\")",
			"no control character by an entity"},
	};

	(void)state;
	CHECK(rows, .format = CONVERT_MARKDOWN);
}

static void bare_addresses(void **state)
{
	static const struct row rows[] = {
		{"see http://a.example/x, or (https://b.example/(y)).",
			"(p \"see \" (link http://a.example/x \"http://a.example/x\") "
			"\", or (\" "
			"(link https://b.example/(y) \"https://b.example/(y)\") \").\")",
			"punctuation after it is none of it, unless balanced"},
		{"gemini://c.example gopher://d.example/0/x",
			"(p (link gemini://c.example \"gemini://c.example\") \" \" "
			"(link gopher://d.example/0/x \"gopher://d.example/0/x\"))",
			"our own schemes"},
		{"www.e.example? me.you@f.example!",
			"(p (link https://www.e.example \"www.e.example\") \"? \" "
			"(link mailto:me.you@f.example \"me.you@f.example\") \"!\")",
			"www. and e-mail"},
		{"awww.x.y xhttp://a a@b @c.d http:// www.",
			"(p \"awww.x.y xhttp://a a@b @c.d http:// www.\")",
			"what is none"},
		{"[http://a.example](/x) `http://b.example`",
			"(p (link /x \"http://a.example\") \" \" (c "
			"\"http://b.example\"))",
			"none in links and code"},
		{"http://a.example/x_y_z--w",
			"(p (link http://a.example/x_y_z--w "
			"\"http://a.example/x_y_z--w\"))",
			"nothing in it is markup"},
		{"http://a.example/\xe4\xb8\xad\xe3\x80\x82x",
			"(p (link http://a.example/%E4%B8%AD "
			"\"http://a.example/\xe4\xb8\xad\") \"\xe3\x80\x82x\")",
			"a Chinese full stop ends it"},
	};

	(void)state;
	CHECK(rows, .smart = true);
}

static void smart_punctuation(void **state)
{
	static const struct row rows[] = {
		{"\"a\" 'b' it's l'été", "(p \"“a” ‘b’ it’s l’été\")", "quotes"},
		{"(\"a\") \"'b'\" the '90s 'tis", "(p \"(“a”) “‘b’” the ’90s ‘tis\")",
			"quotes by what stands before them"},
		{"\"*a*\" *\"b\"* \"`c`\"",
			"(p \"“\" (em \"a\") \"” \" (em \"“b”\") \" “\" (c \"c\") \"”\")",
			"over the borders of spans"},
		{"a -- b---c 1--2 ...", "(p \"a – b—c 1–2 …\")", "dashes and dots"},
		{"run --option, x --> y <-- ---- ../a .....",
			"(p \"run --option, x --> y <-- ---- ../a .....\")",
			"what is no punctuation"},
		{"\"a\n\"b\"", "(p \"“a “b”\")", "a line's start opens"},
		{"[...]", "(p \"[…]\")", "left out"},
	};
	static const struct row off[] = {
		{"\"a\" -- it's...", "(p \"\"a\" -- it's...\")",
			"as the author wrote it"},
	};

	(void)state;
	CHECK(rows, .smart = true);
	CHECK(off, .smart = false);
}

static void extensions(void **state)
{
	static const struct row rows[] = {
		{"| a | b |\n|:--|--:|\n| c `x\\|y` | *d* |\n| e\n",
			"(table lr (row header (cell \"a\") (cell \"b\")) "
			"(row (cell \"c \" (c \"x|y\")) (cell (em \"d\"))) (row (cell "
			"\"e\")))",
			"a table"},
		{"a | b\n--|:-:\nc | d \\| e\n",
			"(table -c (row header (cell \"a\") (cell \"b\")) "
			"(row (cell \"c\") (cell \"d | e\")))",
			"without outer pipes, with an escaped one"},
		{"a|b\n-|-\n[c](/d|e)|<pre>f|g</pre>\n",
			"(table -- (row header (cell \"a\") (cell \"b\")) "
			"(row (cell (link /d%7Ce \"c\")) (cell (c \"f|g\"))))",
			"a pipe in an address or in code is none of the table's"},
		{"![](i \"**a** [b](/c)\")", "(p (image i :a b))",
			"a title that is a caption"},
		{"a | b\nc | d\n", "(p \"a | b c | d\")",
			"pipes without a rule are prose"},
		{"- [ ] a\n- [x] b\n- [y] c\n",
			"(list (item open (p \"a\")) (item done (p \"b\")) (item (p "
			"\"[y] c\")))",
			"tasks"},
		{"- [x] <i></i>\n- <i></i>\n- d\n", "(list (item done) (item (p \"d\")))",
			"a task of which nothing is left is one still"},
		{"a | b\n--|--\nc | d\n--|--\ne | f\n",
			"(table -- (row header (cell \"a\") (cell \"b\")) "
			"(row (cell \"c\") (cell \"d\")) (row (cell \"e\") (cell "
			"\"f\")))",
			"the header stands over the first rule"},
		{"~~a *b*~~ ~c~ x ~~ y", "(p (strike \"a \" (em \"b\")) \" ~c~ x ~~ y\")",
			"deleted text"},
		{"a[^x] b[^1]\n\n[^1]: one\n\n    more\n[^x]: *ex*\n[^u]: unused\n",
			"(p \"a\" (ref 1) \" b\" (ref 2)) (h2 \"Notes\") "
			"(notes (note 1 (p (em \"ex\"))) (note 2 (p \"one\") (p "
			"\"more\")))",
			"footnotes by first use, unused ones dropped"},
		{"a[^x]\n\n[^y]: two\n[^x]: one[^y]\n[^z]: three\n",
			"(p \"a\" (ref 1)) (h2 \"Notes\") (notes (note 1 (p \"one\" "
			"(ref 2))) (note 2 (p \"two\")))",
			"a note that only a note refers to"},
		{"a[^none]", "(p \"a[^none]\")", "a note that is not there"},
		{"> [!WARNING]\n> a\n", "(quote \"Warning\" (p \"a\"))", "an admonition"},
		{"> [!OTHER]\n> a\n", "(quote \"Other\" (p \"a\"))", "one of any word"},
		{"> [!tip] Warm *hands*\n> a\n",
			"(quote \"Tip\" (p :title \"Warm \" (em \"hands\")) (p \"a\"))",
			"its title"},
		{"> [!faq]- Why so?\n> a\n",
			"(quote \"Faq\" (p :title \"Why so?\") (p \"a\"))",
			"a folded one"},
		{"> [!info|wide]+\n> a\n", "(quote \"Info\" (p \"a\"))",
			"one that is open"},
		{"> [!note] Note\n> a\n", "(quote \"Note\" (p \"a\"))", "its word again"},
		{"> [!] a\n", "(quote (p \"[!] a\"))", "no word"},
		{"> [!x](/y) a\n", "(quote (p (link /y \"!x\") \" a\"))", "a link"},
		{"A\nB\n: c\n: d\n  e\n",
			"(term \"A\") (term \"B\") (def (p \"c\")) (def (p \"d e\"))",
			"a definition list"},
		{"A\n\n: c\n\nd\n", "(term \"A\") (def (p \"c\")) (p \"d\")",
			"one with a blank line"},
		{"*[HTML]: Hyper Text\n\nHTML and HTML, XHTML\n",
			"(p \"HTML (Hyper Text) and HTML, XHTML\")",
			"an abbreviation's first use"},
		{"[a](/u){:.x} `b`{: .y} ![c](i){width=3} *d*{:.e} f{:.g}\n{: .h}\n",
			"(p (link /u \"a\") \" \" (c \"b\") \" \" (image i \"c\") \" \" "
			"(em "
			"\"d\") \" f{:.g}\")",
			"attributes after spans and blocks; after plain words they are "
			"words"},
		{"## a {#b}\n\n## c {:.d}\n\n## {e}\n",
			"(h2 \"a\") (h2 \"c\") (h2 \"{e}\")", "attributes of headings"},
		{"* a\n* b\n{:toc}\n\nc\n", "(p \"c\")",
			"the place of a table of contents"},
		{"中文\n中文\n**注意：**后面 a\n中\n",
			"(p \"中文中文\" (strong \"注意：\") \"后面 a 中\")",
			"no blank in Chinese text, strong beside its punctuation"},
		{"한글\n한글\n", "(p \"한글 한글\")", "Korean has blanks"},
		{"all**.** And **\"a\"**s \\*\\*b\\*\\*",
			"(p \"all\" (strong \".\") \" And \" (strong \"\"a\"\") \"s "
			"**b**\")",
			"kramdown's stars need no flank; escaped ones are stars"},
	};

	(void)state;
	CHECK(rows, .kramdown = true, .liquid = true, .lang = S("en"));
}

static void the_tree_pass(void **state)
{
	static const struct row rows[] = {
		{"# T\n\n### a\n\n##### b\n", "(h2 \"a\") (h4 \"b\")",
			"a first H1 is the title; the others move up"},
		{"a\n\n# T\n\n## b\n", "(p \"a\") (h2 \"T\") (h3 \"b\")",
			"not when it does not come first"},
		{"# S\n\n# U\n", "(h2 \"S\") (h2 \"U\")", "nor when there are two"},
		{"# T\n\n# U\n", "(h2 \"U\")", "unless it has the title's words"},
		{"### T\n\n### U\n", "(h2 \"U\")",
			"as it has where the title came from it"},
		{"> # q\n\n### a\n", "(quote (h2 \"q\")) (h2 \"a\")",
			"a quote's heading does not count"},
		{"---\n\na\n\n---\n\n## h\n\n---\n\nb\n\n---\n",
			"(p \"a\") (h2 \"h\") (p \"b\")",
			"rules at the ends and beside headings"},
		{"## \n\na\n", "(p \"a\")", "an empty heading"},
		{"![](i.png)\n*cap*\n", "(p (image i.png :cap))",
			"a caption in its paragraph"},
		{"![](i.png)\n\n*cap*\n\nb\n", "(p (image i.png :cap)) (p \"b\")",
			"a caption in the next one"},
		{"![alt](i.png)\n\n*other words*\n",
			"(p (image i.png \"alt\")) (p (em \"other words\"))",
			"an image with words of its own loses none"},
		{"[![b](https://img.shields.io/x.svg)](/u)\n\na\n", "(p \"a\")",
			"a badge"},
		{"a ![b](https://img.shields.io/x.svg) c\n", "(p \"a  c\")",
			"one in a sentence"},
		{"a *b* c ![x](https://img.shields.io/x.svg)\n",
			"(p \"a \" (em \"b\") \" c \")",
			"one at the end takes none of the words before it"},
		{"**a** b. [![c](https://travis-ci.org/x.svg)](/d)\n",
			"(p (strong \"a\") \" b. \")", "in a link at the end, too"},
		{"*a **b** ![x](https://img.shields.io/x.svg)*\n",
			"(p (em \"a \" (strong \"b\") \" \"))", "in emphasis, too"},
		{"a\n\n[![b](https://img.shields.io/x.svg) "
		 "![c](https://img.shields.io/y.svg)](/d)\n",
			"(p \"a\")", "a paragraph of badges is gone"},
		{"## A - [Replay](/r)\n", "(h2 \"A - \" (link /r \"Replay\"))",
			"a heading keeps its link: the renderers know what to do with "
			"it"},
		{"[a](#b) | [c](#d)\n\ne\n", "(p \"e\")",
			"a paragraph of links within the page"},
		{"a[^1]\n\n### h\n\n[^1]: b\n",
			"(p \"a\" (ref 1)) (h2 \"h\") (h2 \"Notes\") (notes (note 1 (p "
			"\"b\")))",
			"the heading of the notes is of level two"},
	};

	(void)state;
	CHECK(rows, .title = S("T"), .lang = S("en"));
}

static void html_and_markdown_share_one_tree(void **state)
{
	static const struct row rows[] = {
		{"a <b>*b* <i>c</b> d\n",
			"(p \"a \" (strong (em \"b\") \" \" (em \"c\")) \" d\")",
			"mis-nested spans"},
		{"<div>\n\na *b*\n\n</div>\n\nc\n", "(p \"a \" (em \"b\")) (p \"c\")",
			"Markdown in a div"},
		{"a <b>b\n\nc\n", "(p \"a \" (strong \"b\")) (p \"c\")",
			"what a paragraph opens ends with it"},
		{"a<br>b <!-- c --> d\n", "(p \"a\" (br) \"b d\")",
			"breaks and comments"},
		{"<p>a</p>\n<p>b\n\n*c*\n", "(p \"a\") (p \"b\") (p (em \"c\"))",
			"paragraphs, the last unclosed"},
	};

	(void)state;
	CHECK(rows, .lang = S("en"));
}

static void what_a_page_needs_to_know_is_filled_in(void **state)
{
	struct arena arena = {0};
	struct convert_options options = {.lang = S("en"), .title = S("x")};
	struct doc *doc;

	(void)state;
	convert(&arena,
		S("# The *title*\n\n![i](i.png)\n\nFirst `para` "
		  "[a](/b).\n\n<!--more-->\n\n"
		  "Two words\n"),
		&options, NULL, &doc);
	assert_true(slice_eq(doc->first_heading, S("The title")));
	assert_true(slice_eq(doc->first_text, S("First para a.")));
	assert_true(slice_starts(doc->summary, S("The title")));
	assert_true(slice_ends(doc->summary, S("First para a.")));
	assert_int_equal(doc->words, 5);
	arena_fini(&arena);
}

/* More than libcmark is given. */
#define GAP20 "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"

static void a_summary_may_end_within_a_paragraph(void **state)
{
	static const struct {
		const char *source, *summary, *why;
	} rows[] = {
		{"One *two*. <!--more--> Three.\n\n<!--more-->\n\nFour.\n", "One two.",
			"the first divider counts"},
		{"One\ntwo <!-- more -->\nthree.\n", "One two", "at a line's end"},
		{"One.\n\n- two <!--more--> three\n", "One. two", "in an item"},
		{"One `<!--more-->` two.\n\n<!--more-->\n\nThree.\n",
			"One <!--more--> two.", "code is no divider"},
		{"One ![a<!--more-->b](/c.png) two.\n", "", "nor is an alt text"},
		{"One<br>\n<div>two <!--more--> three</div>\n", "",
			"nor one within a block of HTML"},
		{"One.\n\nTwo.\n\nThree.\n\n<!--more-->\n\n```\na" GAP20 "b\n```\n",
			"One. Two. Three.", "blank lines behind it move nothing"},
		{"```\na" GAP20 "b\n```\n\nTwo.\n\n<!--more-->\n\nThree.\n\nFour.\n",
			"a b Two.", "nor do those before it"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena arena = {0};
		struct convert_options options = {.lang = S("en")};
		struct doc *doc;

		convert(&arena, slice_str(rows[i].source), &options, NULL, &doc);
		if (!slice_eq(slice_trim(doc->summary), slice_str(rows[i].summary)))
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(doc->summary));
		for (const struct doc_node *node = doc->root; node;
			node = doc_next(node, doc->root)) {
			if (slice_find_char(node->text, DIALECT_MORE) >= 0)
				fail_msg("%s: the mark is left", rows[i].why);
		}
		arena_fini(&arena);
	}
}

static void html_and_gemtext_are_sources_too(void **state)
{
	static const struct row html[] = {
		{"<h1>a</h1><p>b <a href=\"/c\">d</a>",
			"(h2 \"a\") (p \"b \" (link /c \"d\"))", "a page in HTML"},
		{"<div>{% capture x %}*a*\n\n- b\n- <del>c</del> d\n{% endcapture %}\n"
		 "    {{ x | markdownify }}\n</div>",
			"(p (em \"a\")) (list (item (p \"b\")) (item (p (strike \"c\") "
			"\" d\")))",
			"Markdown in a place of its own"},
	};
	static const struct row gemtext[] = {
		{"# a\nb\n\n=> /c d\n=>/e\n* f\n* g\n> h\n```alt\n x\n\n# y\n```\n",
			"(h2 \"a\") (p \"b\") (links (link /c \"d\") (link /e)) "
			"(list (item (p \"f\")) (item (p \"g\"))) (quote (p \"h\")) "
			"(code :alt \" x\\n\\n# y\")",
			"every line type"},
		{"```\nunclosed", "(code \"unclosed\")", "an unclosed block"},
		{"a\tb\n*  c\t d\n", "(p \"a b\") (list (item (p \"c d\")))",
			"no tabs in text"},
	};

	(void)state;
	CHECK(html, .format = CONVERT_HTML, .liquid = true, .lang = S("en"));
	CHECK(gemtext, .format = CONVERT_GEMTEXT);
}

/* --- what costs too much ------------------------------------------------------------- */

static struct slice repeat(struct arena *arena, const char *piece, size_t bytes)
{
	struct buf out;
	struct slice all;

	buf_init(&out, BUF_UNLIMITED);
	while (out.len < bytes)
		buf_puts(&out, piece);
	all = buf_dup(&out, arena);
	buf_fini(&out);
	return all;
}

static void hostile_input_is_converted_or_shown_as_it_is(void **state)
{
	static const char *const pieces[] = {"[", "![[]()", "> ", "- ", "* ", "1. ",
		"*a ", "**a", "`", "`a``", "<", "<a ", "<!--", "](", "[a](", "[a]: b\n",
		"&", "\\", "_a_*", "|", "|a|\n|-|\n", "~~a", "[^1]", "[^1]: a\n", "<b>",
		"<table>", "<td>", "<ul><li>", "\n\n", "- \n\n", "#", "{:", "{%", "{{",
		"a\n: b\n", "\"", "'a", "$$", "**中", "www.a.b ", "a@b.c ", "http://a.b ",
		"~~a *~~b*", "\t", "  - a\n"};

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct arena arena = {0};
		struct convert_options options = {
			.kramdown = true, .liquid = true, .smart = true, .lang = S("en")};
		struct slice source = repeat(&arena, pieces[i], 100000);
		struct doc *doc;

		convert(&arena, source, &options, NULL, &doc);
		if (dump_check(doc))
			fail_msg("%s: %s", pieces[i], dump_check(doc));
		if (arena.used_bytes > (size_t)64 * 1024 * 1024)
			fail_msg("%s: %zu bytes", pieces[i], arena.used_bytes);
		arena_fini(&arena);
	}
}

static void over_the_budget_the_source_is_shown_and_a_diag_says_so(void **state)
{
	struct arena arena = {0};
	struct convert_options options = {.lang = S("en")};
	struct diag_list diags;
	struct text_env env = {.file = S("big.md"), .first_line = 7, .diags = &diags};
	struct slice source = repeat(&arena, "a b\n\n", CONVERT_SOURCE_MAX_BYTES + 1);
	struct doc *doc;

	(void)state;
	diag_init(&diags);
	assert_int_equal(
		convert(&arena, source, &options, &env, &doc), CONVERT_OVER_BUDGET);
	assert_ptr_equal(doc->root->first, doc->root->last);
	assert_int_equal(doc->root->first->kind, DOC_CODE);
	assert_true(slice_starts(doc->root->first->text, S("a b\n\na b")));
	assert_int_equal(diag_count(&diags, DIAG_ERROR), 1);
	assert_int_equal(diags.items[0].line, 7);

	/* At the limit it is converted, or given up for its cost, but never lost. */
	source.len = 100000;
	assert_int_equal(convert(&arena, source, &options, &env, &doc), CONVERT_OK);
	assert_int_equal(doc->root->first->kind, DOC_PARAGRAPH);
	diag_fini(&diags);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commonmark_blocks),
		cmocka_unit_test(commonmark_spans),
		cmocka_unit_test(bare_addresses),
		cmocka_unit_test(smart_punctuation),
		cmocka_unit_test(extensions),
		cmocka_unit_test(the_tree_pass),
		cmocka_unit_test(html_and_markdown_share_one_tree),
		cmocka_unit_test(a_summary_may_end_within_a_paragraph),
		cmocka_unit_test(what_a_page_needs_to_know_is_filled_in),
		cmocka_unit_test(html_and_gemtext_are_sources_too),
		cmocka_unit_test(hostile_input_is_converted_or_shown_as_it_is),
		cmocka_unit_test(over_the_budget_the_source_is_shown_and_a_diag_says_so),
	};

	return cmocka_run_group_tests_name("text/markdown", tests, NULL, NULL);
}
