/* SPDX-License-Identifier: MIT */
#include "text/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/dump.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *source; /* '|||' parts the pieces that are fed one by one */
	const char *doc;
	const char *why;
};

static void feed_pieces(struct html *html, struct slice source)
{
	for (;;) {
		ptrdiff_t at = slice_find(source, S("|||"));
		html_feed(html, at < 0 ? source : slice_head(source, (size_t)at));
		if (at < 0)
			return;
		source = slice_from(source, (size_t)at + 3);
	}
}

static void check_source(struct slice source, const char *expected, const char *why)
{
	struct arena arena = {0};
	struct buf shown;
	struct doc *doc = doc_new(&arena, S("en"));
	struct build *build = build_new(doc);
	struct html *html = html_new(doc, build, NULL);
	buf_init(&shown, BUF_UNLIMITED);
	feed_pieces(html, source);
	html_finish(html);
	build_finish(build);
	const char *wrong = dump_check(doc);
	if (wrong)
		fail_msg("%s: %s", why, wrong);
	dump_doc(&shown, doc);
	if (!slice_eq(buf_slice(&shown), slice_str(expected)))
		fail_msg("%s\n  source   %.*s\n  expected %s\n  got      %.*s", why,
			SARG(source), expected, SARG(buf_slice(&shown)));
	buf_fini(&shown);
	arena_fini(&arena);
}

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_source(slice_str(rows[i].source), rows[i].doc, rows[i].why);
}

static void tags_and_text_are_told_apart_as_html_5_does(void **state)
{
	static const struct row rows[] = {
		{"a < b", "(p \"a < b\")", "a '<' before a blank is a character"},
		{"1 <3 <> x", "(p \"1 <3 <> x\")", "no letter, no tag"},
		{"a<b>c", "(p \"a\" (strong \"c\"))", "a tag needs no blank"},
		{"<B>c</B >d", "(p (strong \"c\") \"d\")", "case and blanks in tags"},
		{"a<!-- x > <b> -- y -->b", "(p \"ab\")", "a comment ends at -->"},
		{"a<!-->b", "(p \"ab\")", "the shortest comment"},
		{"a<!--->b", "(p \"ab\")", "the next shortest"},
		{"<!doctype html><?xml x?>a", "(p \"a\")", "declarations say nothing"},
		{"<a href=/x>a</a>", "(p (link /x \"a\"))", "a value without quotes"},
		{"<a href='/x y'>a</a>", "(p (link /x%20y \"a\"))", "single quotes"},
		{"<a title=\"1>0\" href=\"/x\">a</a>", "(p (link /x :1>0 \"a\"))",
			"a quoted '>' ends no tag"},
		{"<a\nhref\n=\n\"/x\"\n>a</a>", "(p (link /x \"a\"))", "over many lines"},
		{"<a |||href=\"/|||x\">a</a>", "(p (link /x \"a\"))", "over many pieces"},
		{"a<!-- b|||c -|||-> d", "(p \"a d\")", "a comment over pieces"},
		{"x <b", "(p \"x <b\")", "a tag that is never closed is text"},
		{"x <a href=\"/y>z</a> w", "(p \"x \" (link /y \"z\") \" w\")",
			"a quote that is never closed quotes nothing"},
		{"<unknown-tag>a</unknown-tag>", "(p \"a\")",
			"unknown tags show their content"},
		{"a</b>c", "(p \"ac\")", "an end without a start"},
		{"<b>a<p>b</b>c", "(p (strong \"a\")) (p (strong \"b\") \"c\")",
			"mis-nested: bold goes on in the next paragraph"},
	};
	(void)state;
	check_rows(rows, COUNT(rows));
}

/* Read once more without it, and only what was swallowed is. */
static void a_lost_quote_is_given_up_after_a_while(void **state)
{
	struct buf source;
	(void)state;

	buf_init(&source, BUF_UNLIMITED);
	buf_puts(&source, "<p><a href=\"/y>z</a></p>|||<!--");
	buf_repeat(&source, 'k', 65 * 1024);
	buf_puts(&source, "-->|||<p><a title=\"1>0\" href=\"/x\">a</a></p>");
	check_source(buf_slice(&source), "(p (link /y \"z\")) (p (link /x :1>0 \"a\"))",
		"a quoted '>' behind a quote that is given up");
	buf_fini(&source);
}

static void references_are_decoded(void **state)
{
	static const struct {
		const char *source, *text, *why;
	} rows[] = {
		{"&amp;&lt;&gt;&quot;", "&<>\"", "the four of XML"},
		{"&eacute;&hellip;&notin;", "é…∉", "names"},
		{"&AElig;&zwnj;", "Æ\u200c", "the table's first and last"},
		{"&zwnjx;", "&zwnjx;", "one past the last"},
		{"&A;&AEli;", "&A;&AEli;", "near the first"},
		{"&#233;&#xE9;&#XE9;", "ééé", "numbers"},
		{"&#150;&#x80;", "–€", "Windows-1252, as old pages mean it"},
		{"&#0;&#xD800;&#x110000;", "\ufffd\ufffd\ufffd", "what is no character"},
		{"&#x10FFFF;", "\U0010ffff", "the last code point"},
		{"&copy 2024 &amp", "© 2024 &", "a semicolon may be left out of some"},
		{"&hellip x", "&hellip x", "and not of others"},
		{"a?b&copy=1", "a?b&copy=1", "the query of an address"},
		{"AT&T & &; &#; &#x;", "AT&T & &; &#; &#x;", "what is none stays"},
		{"&NotEqualTilde;", "\u2242\u0338", "two code points"},
		{"&CounterClockwiseContourIntegral;", "\u2233", "the longest name"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;
		buf_init(&out, BUF_UNLIMITED);
		html_decode(&out, slice_str(rows[i].source));
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].text)))
			fail_msg("%s: %s gave %.*s", rows[i].why, rows[i].source,
				SARG(buf_slice(&out)));
		buf_fini(&out);
	}
}

static void blocks_become_blocks(void **state)
{
	static const struct row rows[] = {
		{"<p>a<p>b", "(p \"a\") (p \"b\")", "a paragraph ends the one before"},
		{"<div>a</div>b", "(p \"a\") (p \"b\")", "a block's border"},
		{"<h2>a</h2>b<hr>", "(h2 \"a\") (p \"b\") (rule)", "headings and rules"},
		{"<ul><li>a<li>b</ul>", "(list (item (p \"a\")) (item (p \"b\")))",
			"items need no end"},
		{"<ol start=3><li>a</ol>", "(list 3 (item (p \"a\")))",
			"a list's first number"},
		{"<ul><li>a<ul><li>b</ul></ul>",
			"(list (item (p \"a\") (list (item (p \"b\")))))", "lists nest"},
		{"<dl><dt>t<dd>d</dl>x", "(term \"t\") (def (p \"d\")) (p \"x\")",
			"the end of <dl> ends its last <dd>"},
		{"<blockquote>a<p>b</blockquote>", "(quote (p \"a\") (p \"b\"))",
			"quotes"},
		{"<details><summary>s</summary>c</details>", "(p \"s\") (p \"c\")",
			"what folds is shown"},
		{"a<br>b", "(p \"a\" (br) \"b\")", "a hard break"},
		{"<pre>\n a &lt; b\n<b>c</b>\n</pre>", "(code \" a < b\\nc\")",
			"verbatim, its first line end and tags gone"},
		{"<pre><code class=\"language-C++\">x</code></pre>", "(code :c++ \"x\")",
			"the language stands in the class"},
		{"<pre>a\n\n|||b</pre>c", "(code \"a\\n\\nb\") (p \"c\")", "over pieces"},
		{"<pre>a", "(code \"a\")", "never closed"},
	};
	(void)state;
	check_rows(rows, COUNT(rows));
}

static void spans_say_what_a_reader_needs(void **state)
{
	static const struct row rows[] = {
		{"<b>a</b><em>b</em><del>c</del><u>d</u>",
			"(p (strong \"a\") (em \"b\") (strike \"c\") \"d\")", "emphasis"},
		{"<code>a &lt;\n b</code>", "(p (c \"a < b\"))", "code in one line"},
		{"<code><a href=/x>f</a></code>", "(p (link /x (c \"f\")))",
			"a link around a function's name"},
		{"<kbd>x</kbd>", "(p \"x\")", "keys are words"},
		{"H<sub>2</sub>O m<sup>-2</sup>", "(p \"H₂O m⁻²\")",
			"digits have their own signs"},
		{"a<sup>*</sup> c<sup>†‡</sup> d<sup>*x</sup>", "(p \"a* c†‡ d^*x\")",
			"signs that stand high by themselves"},
		{"1<sup>st</sup> x<sub>i</sub>", "(p \"1^st x_i\")", "letters have not"},
		{"<abbr title=\"Long\">L</abbr> <abbr title=\"Long\">L</abbr>",
			"(p \"L (Long) L\")", "expanded once"},
		{"<q>a</q>", "(p \"“a”\")", "a quotation"},
		{"<ruby>x<rp>(</rp><rt>y</rt><rp>)</rp></ruby>", "(p \"x(y)\")",
			"ruby in brackets"},
		{"<ruby>x<rt>y</rt></ruby>", "(p \"x(y)\")",
			"ruby without brackets of its own"},
		{"<a name=x>a</a> <a href=\"\">b</a>", "(p \"a b\")",
			"no address, no link"},
		{"<a href=/x>a<a href=/y>b</a>", "(p (link /x \"a\") (link /y \"b\"))",
			"links do not nest"},
		{"<input type=checkbox checked> a", "(p \"☑ a\")", "a task"},
		{"<p>see [a b](https://x.example/y \"T\") and ![c](/i.png)</p>",
			"(p \"see \" (link https://x.example/y \"a b\") \" and \" (image "
			"/i.png \"c\"))",
			"Markdown that its author took for one"},
		{"<p>**a** b** 2**3 ** x</p>", "(p (strong \"a\") \" b** 2**3 ** x\")",
			"two stars that pair are strong, others are stars"},
		{"<p>f[0](x) [a] (b) [c](d e) <code>[x](/y)</code></p>",
			"(p \"f[0](x) [a] (b) [c](d e) \" (c \"[x](/y)\"))",
			"brackets without an address are brackets, and code is code"},
		{"<a href=/x>a<p>b<b>c<a href=/y>d</a>e</b>f",
			"(p (link /x \"a\")) (p (link /x \"b\" (strong \"c\")) (strong "
			"(link /y \"d\") \"e\") \"f\")",
			"a link that begins in another's span ends that one"},
	};
	(void)state;
	check_rows(rows, COUNT(rows));
}

static void what_is_not_for_reading_is_dropped(void **state)
{
	static const struct row rows[] = {
		{"a<script>if (x<y) '</p>'</script>b", "(p \"ab\")",
			"scripts hold no tags"},
		{"a<style>b</style>c", "(p \"ac\")", "style"},
		{"a<svg><title>t</title><path/></svg>b", "(p \"ab\")", "drawings"},
		{"<svg><g><p>a", "(p \"a\")", "a drawing left open ends at a block"},
		{"<form><p>a</form>b", "(p \"b\")", "forms"},
		{"<form><p>a", "(p \"a\")", "a form without an end hides nothing"},
		{"<head><title>t</title></head><body>a", "(p \"a\")", "a page's head"},
		{"<head><title>t</title><body>a", "(p \"a\")", "a head without its end"},
		{"<template>a</template>b", "(p \"b\")", "templates"},
		{"a<script>b", "(p \"a\")", "a script without its end"},
	};
	(void)state;
	check_rows(rows, COUNT(rows));
}

static void pictures_and_players_become_links(void **state)
{
	static const struct row rows[] = {
		{"<img src=a.png alt=A title=T>", "(p (image a.png :T \"A\"))",
			"a picture"},
		{"x<img src=a.png alt=\"\">", "(p \"x\")",
			"an empty alt says: decoration"},
		{"<img src=a.png>", "(p (image a.png))", "no alt says nothing"},
		{"x<img src=a.png width=1 height=1>", "(p \"x\")",
			"a pixel that counts readers"},
		{"<img src=a.png width=2>", "(p (image a.png))", "two are a picture"},
		{"x<img src=https://img.shields.io/x alt=b>", "(p \"x\")", "a badge"},
		{"<img src=\"data:image/gif;base64,R0\" data-src=b.png alt=B>",
			"(p (image b.png \"B\"))", "a placeholder for a script"},
		{"<figure><img src=a.png alt=A><figcaption>C "
		 "<b>d</b></figcaption></figure>",
			"(p (image a.png \"C d\"))", "the caption labels the picture"},
		{"<figure><figcaption>C</figcaption><img src=a.png></figure>",
			"(p (image a.png \"C\"))", "also from above"},
		{"<figure><img src=a.png alt=A><figcaption><a "
		 "href=/x>C</a></figcaption></figure>",
			"(p (image a.png \"A\")) (p (link /x \"C\"))",
			"a caption with a link stays"},
		{"<picture><source srcset=a.webp><img src=a.png alt=A></picture>",
			"(p (image a.png \"A\"))", "one picture, not two"},
		{"<iframe "
		 "src=\"https://www.youtube-nocookie.com/embed/abc?start=42\"></iframe>",
			"(p (link https://www.youtube.com/watch?v=abc&t=42 \"Video "
			"(YouTube)\"))",
			"the page a person opens"},
		{"<iframe "
		 "src=\"https://www.youtube.com/embed/videoseries?list=L\"></iframe>",
			"(p (link https://www.youtube.com/playlist?list=L \"Video "
			"(YouTube)\"))",
			"a list of videos"},
		{"<iframe title=Talk src=//player.vimeo.com/video/7?h=1></iframe>",
			"(p (link https://vimeo.com/7 \"Talk\"))",
			"its title is the label"},
		{"<video controls><source src=v.mp4><p>no</video>b",
			"(p (link v.mp4 \"Video\") \" b\")",
			"the first source; the excuse is dropped"},
		{"<audio src=a.ogg></audio>", "(p (link a.ogg \"Audio\"))", "audio"},
		{"<object data=x.swf><embed src=y.swf></object>",
			"(p (link x.swf \"x.swf\"))", "one of the two"},
		{"<script src=\"https://gist.github.com/u/1.js\"></script>",
			"(p (link https://gist.github.com/u/1 \"Gist\"))",
			"a gist is a page"},
	};
	(void)state;
	check_rows(rows, COUNT(rows));
}

static void tables_of_data_are_tables_and_others_what_is_in_them(void **state)
{
	static const struct row rows[] = {
		{"<table><tr><th>a<th>b<tr><td>1<td>2</table>",
			"(table -- (row header (cell \"a\") (cell \"b\")) (row (cell "
			"\"1\") (cell "
			"\"2\")))",
			"a row of <th> is the header"},
		{"<table><tr><th>a<td>b<tr><th>c<td>d</table>",
			"(table -- (row (cell \"a\") (cell \"b\")) (row (cell \"c\") "
			"(cell "
			"\"d\")))",
			"a <th> in front of <td> heads its row only"},
		{"<table><caption>C</caption><tr><td>a<td align=right>b</table>",
			"(table -r \"C\" (row (cell \"a\") (cell \"b\")))",
			"caption and alignment"},
		{"<table><tr><td>a<td>b<td rowspan=2>c<tr><td>d<td>e"
		 "<tr><td>f<td>g<td>h</table>",
			"(table --- (row (cell \"a\") (cell \"b\") (cell \"c\")) (row "
			"(cell "
			"\"d\") (cell \"e\")) (row (cell \"f\") (cell \"g\") (cell "
			"\"h\")))",
			"a cell that reaches down beside a short row ends there"},
		{"<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>",
			"(table --- (row (cell \"a\") (cell) (cell \"b\")) (row (cell "
			"\"c\") (cell "
			"\"d\") (cell \"e\")))",
			"columns stay under their heads"},
		{"<table><tr><td>a</table>", "(p \"a\")", "one column is a box"},
		{"<table><tr><td>a<td><table><tr><td>b<td>c</table></table>",
			"(p \"a\") (table -- (row (cell \"b\") (cell \"c\")))",
			"a table in a table: the outer lays out"},
		{"<table role=presentation><tr><td>a<td>b</table>", "(p \"a\") (p \"b\")",
			"its own word"},
		{"<table><tr><td><pre>x</pre><td>b</table>", "(code \"x\") (p \"b\")",
			"code in a cell"},
	};
	(void)state;
	check_rows(rows, COUNT(rows));
}

static void titles_are_stripped_to_their_words(void **state)
{
	struct arena arena = {0};
	(void)state;
	struct slice plain = S("plain & simple? no: R&D");
	assert_true(slice_eq(html_strip(&arena, S("plain")), S("plain")));
	assert_true(slice_eq(html_strip(&arena, plain), plain));
	assert_true(slice_eq(
		html_strip(&arena, S("a <b>b</b> &lt;c&gt;<!-- d -->")), S("a b <c>")));
	assert_true(slice_eq(html_strip(&arena, S("x < y")), S("x < y")));
	arena_fini(&arena);
}

/* Counts what the arena hands out, since that is what each piece of work leaves behind. */
static void work_grows_with_the_input_only(void **state)
{
	static const char *const patterns[] = {"<", "<a ", "<a href=\"", "<b>", "<table>",
		"<form>", "<!--", "&", "<pre>", "<svg>", "<video>", "<p><table><tr><td>",
		"</div>", "<sup>"};
	(void)state;
	for (size_t i = 0; i < COUNT(patterns); i++) {
		size_t used[2];
		for (unsigned round = 0; round < 2; round++) {
			struct arena arena = {0};
			struct buf source;
			struct doc *doc = doc_new(&arena, S("en"));
			struct build *build = build_new(doc);
			struct html *html = html_new(doc, build, NULL);
			buf_init(&source, BUF_UNLIMITED);
			while (source.len < (round ? 80000u : 10000u))
				buf_puts(&source, patterns[i]);
			html_feed(html, buf_slice(&source));
			html_finish(html);
			build_finish(build);
			used[round] = arena.used_bytes;
			buf_fini(&source);
			arena_fini(&arena);
		}
		if (used[1] > 10 * used[0] + 100000)
			fail_msg(
				"%s: %zu bytes, then %zu", patterns[i], used[0], used[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_and_text_are_told_apart_as_html_5_does),
		cmocka_unit_test(a_lost_quote_is_given_up_after_a_while),
		cmocka_unit_test(references_are_decoded),
		cmocka_unit_test(blocks_become_blocks),
		cmocka_unit_test(spans_say_what_a_reader_needs),
		cmocka_unit_test(what_is_not_for_reading_is_dropped),
		cmocka_unit_test(pictures_and_players_become_links),
		cmocka_unit_test(tables_of_data_are_tables_and_others_what_is_in_them),
		cmocka_unit_test(titles_are_stripped_to_their_words),
		cmocka_unit_test(work_grows_with_the_input_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
