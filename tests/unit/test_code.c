/* SPDX-License-Identifier: MIT */
#include "store/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void front_matter_is_data_or_code(void **state)
{
	static const struct {
		const char *text, *word, *why;
	} rows[] = {
		/* gray-matter runs this when it reads the file. */
		{"---js\n((require(\"child_process\")).execSync(\"id >> "
		 "/tmp/rce\"))\n---\n",
			"js", "gray-matter's PoC"},
		{"---javascript\n---\n", "javascript", "its other name"},
		{"--- JS\r\n---\n", "JS", "a space, capitals, CRLF"},
		{"---\xC2\xA0js\n---\n", "js", "a space that JavaScript trims"},
		{"\xEF\xBB\xBF---\xEF\xBB\xBFjs\n---\n", "js", "marks of the byte order"},
		{"\n \n---coffee\n---\n", "coffee", "after empty lines"},
		{"---json5\n---\n", "json5", "a word that we do not know"},
		{"+++js\n+++\n", "js", "between pluses"},
		{";;;js\n;;;\n", "js", "between semicolons"},
		{"---\ntitle: js\n---\n", NULL, "YAML"},
		{"---yaml\ntitle: x\n---\n", NULL, "YAML by its name"},
		{"---TOML\n---\n", NULL, "TOML by its name"},
		{"---json\n{}\n---\n", NULL, "JSON by its name"},
		{"-----\ntext\n", NULL, "a line"},
		{"text\n---js\n", NULL, "no front matter"},
		{"", NULL, "nothing"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice word = slice_none;
		bool found = code_opens(slice_str(rows[i].text), &word);
		if (found != (rows[i].word != NULL) ||
			(found && !slice_eq(word, slice_str(rows[i].word))))
			fail_msg("%s: %d, \"%.*s\"", rows[i].why, found, SARG(word));
	}
}

static void lines_of_code_are_named(void **state)
{
	static const struct {
		const char *line, *what; /* a part of it; NULL: no code */
	} rows[] = {
		{"<script>alert(1)</script>", "a script"},
		{"text < SCRIPT", NULL},
		{"a <ScRiPt src=x", "a script"},
		{"<img src=x onerror=alert(1)>", "on...="},
		{"<svg/onload = x>", "on...="},
		{"{: ONCLICK=\"x\"}", "on...="},
		{"the button=on; only=this", NULL},
		{"[x](javascript:alert(1))", "javascript:"},
		{"[x](JaVa&#115;cript&colon;alert(1))", "javascript:"},
		{"[x](java&#10;script:alert(1))", "javascript:"},
		{"[x](javascript\\:alert(1))", "javascript:"},
		{"[x]: vbscript:x", "javascript:"},
		{"[x](data:text/html;base64,x)", "javascript:"},
		{"{% include x.html %}", "template"},
		{"{{ site.title }}", "template"},
		{"{{< figure >}}", "template"},
		{"<%= x %>", "template"},
		{"import X from './x'", "import or export"},
		{"  export const x = 1", "import or export"},
		{"export{x}", "import or export"},
		{"text\rimport x", "import or export"},
		{"important exports", NULL},
		{"we import wine", NULL},
		{"``` python exec=\"on\"", "exec="},
		{"key: !!js/function x", "a tag of YAML"},
		{"- !ruby/object:X {}", "a tag of YAML"},
		{"--8<-- \"x\"", "another file"},
		{"{::nomarkdown}", "kramdown"},
		{"<b>bold</b>", "raw HTML"},
		{"</div>", "raw HTML"},
		{"<!-- x", "raw HTML"},
		{"x -->", "raw HTML"},
		{"<?php x", "raw HTML"},
		{"<My.Part/>", "raw HTML"},
		{"<x:y >", "raw HTML"},
		{"<https://reef.example/?a=b>", NULL},
		{"<me@reef.example>", NULL},
		{"<https://reef.example onload>", "raw HTML"},
		{"<ssh+git://reef.example/a@b>", NULL},
		{"<mailto:me@reef.example>", NULL},
		{"<base/href=https://evil.example/>", "raw HTML"},
		{"<iframe/src=https://evil.example>", "raw HTML"},
		{"<embed/src=//evil.example/@>", "raw HTML"},
		{"<a@b/href=x>", "raw HTML"},
		{"<me@>", "raw HTML"},
		{"link: \"<\\x73cript\"", "raw HTML"},
		{"text: \"<\\\n", "raw HTML"},
		{"a line that ends\\\n", NULL},
		{"the escape \\x41 of C", NULL},
		{"1 < 2, a <3, x <- y", NULL},
		{"Wind & waves: a <", NULL},
		{"# Heading {#id}", NULL},
		{"plain {braces}", NULL},
		{"", NULL},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *what = code_in_line(slice_str(rows[i].line), false);
		if (!what != !rows[i].what || (what && !slice_contains(slice_str(what),
							       slice_str(rows[i].what))))
			fail_msg("%s: %s", rows[i].line, what ? what : "no code");
	}
	assert_non_null(code_in_line(S("plain {braces}"), true));
	assert_null(code_in_line(S("plain"), true));
}

static void lines_of_front_matter_are_named(void **state)
{
	static const struct {
		const char *line, *what; /* a part of it; NULL: no code */
	} rows[] = {
		{"templateEngineOverride: pug\n", "a key that chooses"},
		{"  'TemplateEngineOverride' : pug", "a key that chooses"},
		{"\"eleventycomputed\": {}", "a key that chooses"},
		{"title: x\rmarkup: rst", "a key that chooses"},
		{"{title: x, markup: rst}", "a key that chooses"},
		{"params.markup='rst'", "a key that chooses"},
		{"\"layout\":\"x\",", "a key that chooses"},
		{"? markup", "a key that is made"},
		{"<<: *x", "a key that is made"},
		{"*x : rst", "a key that is made"},
		{"title: \"\\x3cscript src=//evil.example\\x3e\"", "by its code"},
		{"title = \"\\u003cb\\u003e\"", "by its code"},
		{"title: \"\\U0000003Cb\"", "by its code"},
		{"link: \"java\\x73cript:alert(1)\"", "by its code"},
		{"link: \"java\\tscript:alert(1)\"", "by its code"},
		{"link: \"java\\\r\n", "by its code"},
		{"title: New markup, a layout", NULL},
		{"tags: [template, engine]", NULL},
		{"headline: x", NULL},
		{"title: \"He said \\\"ahoy\\\"\"", NULL},
		{"title: 2 * 3: six, **so**: what?", NULL},
		{"path: 'C:\\\\users'", NULL},
		{"", NULL},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *what = code_in_head(slice_str(rows[i].line));
		if (!what != !rows[i].what || (what && !slice_contains(slice_str(what),
							       slice_str(rows[i].what))))
			fail_msg("%s: %s", rows[i].line, what ? what : "no code");
	}
}

/* The numbers of the lines that are named. */
static void only_news_are_named(void **state)
{
	static const struct {
		const char *before, *after, *named, *why;
	} rows[] = {
		{"", "---\ntitle: x\n---\n<b>\ntext\n\n{% x %}", "4 7", "a new text"},
		{"a\n<b>\nc\n", "a\n<b>\nC\n", "", "code that was there"},
		{"a\n<b>\nc\n", "a\n<b>\n<i>\n", "3", "code that came"},
		{"a\n<b>\nc\n", "a\n<B>\nc\n", "2", "code that changed"},
		{"<i>\n<b>\nc\n", "<b>\nc\n", "1", "code that went"},
		{"```\n<b>\n```\n", "<b>\n```\n", "1", "half a fence went"},
		{"```\n<b>\n```\n", "```\n```\n<b>\n```\n", "3", "half a fence came"},
		{"> ~~~\n> <b>\n> ~~~\n", "> \n> <b>\n> ~~~\n", "2", "in a quotation"},
		{"```\n<b>\n```\n", "```\n<b>\n```\n\n```\nx\n```\n", "",
			"a whole fence came"},
		{"<b>\nc `d` e\n", "<b>\nC `d` e\n", "", "quoted words that stay"},
		{"<b>\nc `d` e\n", "<b>\nC `d e\n", "1", "a mark that lost its partner"},
		{"<b>\nc `d` e\n", "<b>\nc `d\\` e\n", "1", "a mark that is none now"},
		{"text\n\n    <b>\n", "text\n    <b>\n", "2", "an empty line went"},
		{"a\n\n    <b>\n", "A\n\n    <b>\n", "", "no empty line went"},
		{"", "---\ntitle: x\nmarkup: rst\n---\nmarkup: rst\n\\x41 ends\\\n", "3",
			"front matter alone"},
		{"", "+++\nmarkup = 'rst'\n+++\nmarkup = 'rst'\n", "2", "TOML"},
		{"", "{\"title\": \"x\",\n\"markup\": \"rst\"}\nmarkup: rst\n", "2",
			"JSON"},
		{"", "title: x\nmarkup: rst\n---\nmarkup: rst\n", "2", "Hexo"},
		{"", "\xEF\xBB\xBF\n---\na: b\n...\nmarkup: rst\n---\n", "5",
			"three dots end it for some only"},
		{"", "---yaml\nmarkup: rst\n---\nmarkup: rst\n", "2", "by its name"},
		{"", "---\na: |\n  ---\nmarkup: rst\n---\n", "4",
			"a marker within a value"},
		{"", "----\n---\nmarkup: rst\n----\n", "3", "four dashes"},
		{"", "---\nmarkup: rst\n", "2", "no end"},
		{"---\nlayout: x\ntitle: a\n---\n", "---\nlayout: x\ntitle: b\n---\n", "",
			"a key that was there"},
		{"---\ntitle: a\n---\nmarkup: rst\n", "---\ntitle: a\nmarkup: rst\n---\n",
			"3", "a line that was text"},
		{"---\ntitle: a\n---\nmarkup: rst\n---\n",
			"---\ntitle: a\nmarkup: rst\n---\n", "3",
			"a line that was text, since another went"},
		{"", "text\n", "", "no code"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_arena struct arena arena = {0};
		auto_buf struct buf named = BUF(0);
		struct diff diff;
		size_t count;
		diff_texts(&arena, slice_str(rows[i].before), slice_str(rows[i].after),
			&diff);
		const struct code_line *lines = code_news(&arena, &diff, false, &count);
		for (size_t k = 0; k < count; k++)
			buf_printf(&named, "%s%u", k ? " " : "", lines[k].line);
		if (!slice_eq(buf_slice(&named), slice_str(rows[i].named)))
			fail_msg("%s: %.*s", rows[i].why, SARG(buf_slice(&named)));
	}
}

/* A megabyte on one line. What looks at its rest from each place in it takes minutes. */
static void a_long_line_is_read_once(void **state)
{
	static const struct {
		const char *piece, *end, *what; /* NULL: no code */
	} rows[] = {
		{"on-", "", NULL},
		{"on-", "=", "on...="},
		{"on  ", "", NULL},
		{"on:.", "", NULL},
		{"<a://", ">", "raw HTML"},
		{"<a://x>", "", NULL},
		{"<a@b.", ">", "raw HTML"},
		{"<a@b>", "", NULL},
		{"a://", ">", NULL},
		{"&", "", NULL},
		{"&a", "", NULL},
		{"&#", "", NULL},
		{"&#1", "", NULL},
		{"java&Tab;", ":", NULL},
		{"javascript", "", NULL},
		{"import", "", NULL},
		{" ", "", NULL},
		{"\r ", "", NULL},
		{"'", "", NULL},
		{"' ", "", NULL},
		{"markup ", "", NULL},
		{"markup_", "", NULL},
		{"*a ", "", NULL},
		{"*a", "", NULL},
		{"*", "", NULL},
		{"\\\\", "", NULL},
		{"`", "", NULL},
		{"~~~ ", "", NULL},
		{"x", "", NULL},
	};
	const size_t bytes = 1024 * 1024;
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_arena struct arena arena = {0};
		auto_buf struct buf line = BUF(0);
		struct diff diff;
		size_t count;
		buf_puts(&line, "---\n");
		while (line.len < bytes)
			buf_puts(&line, rows[i].piece);
		buf_puts(&line, rows[i].end);
		const char *what = code_in_line(
			slice_from(buf_slice(&line), strlen("---\n")), false);
		if (!what != !rows[i].what || (what && !slice_contains(slice_str(what),
							       slice_str(rows[i].what))))
			fail_msg("%s: %s", rows[i].piece, what ? what : "no code");
		diff_texts(&arena, S("---\n"), buf_slice(&line), &diff);
		(void)code_news(&arena, &diff, false, &count);
		assert_int_equal(count, what ? 1 : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(front_matter_is_data_or_code),
		cmocka_unit_test(lines_of_code_are_named),
		cmocka_unit_test(lines_of_front_matter_are_named),
		cmocka_unit_test(only_news_are_named),
		cmocka_unit_test(a_long_line_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
