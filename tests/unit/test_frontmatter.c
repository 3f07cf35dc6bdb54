/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/value_show.h"
#include "data/frontmatter.h"

static void borders_are_found(void **state)
{
	static const struct {
		const char *why, *text, *raw, *body;
		enum frontmatter_format format;
		unsigned raw_line, body_line;
	} rows[] = {
		{"YAML", "---\na: b\n---\nBody\n", "a: b\n", "Body\n", FRONTMATTER_YAML,
			2, 4},
		{"dots close it", "---\na: b\n...\nBody", "a: b\n", "Body",
			FRONTMATTER_YAML, 2, 4},
		{"blanks after the markers", "--- \na: b\n---\t\nBody", "a: b\n", "Body",
			FRONTMATTER_YAML, 2, 4},
		{"CRLF", "---\r\na: b\r\n---\r\nBody", "a: b\r\n", "Body",
			FRONTMATTER_YAML, 2, 4},
		{"BOM", "\xEF\xBB\xBF---\na: b\n---\nBody", "a: b\n", "Body",
			FRONTMATTER_YAML, 2, 4},
		{"empty lines before", "\n\n---\na: b\n---\nBody", "a: b\n", "Body",
			FRONTMATTER_YAML, 4, 6},
		{"empty front matter", "---\n---\nBody", "", "Body", FRONTMATTER_YAML, 2,
			3},
		{"nothing behind it", "---\na: b\n---", "a: b\n", "", FRONTMATTER_YAML, 2,
			4},
		{"four dashes close nothing", "---\na: b\n----\n---\nBody",
			"a: b\n----\n", "Body", FRONTMATTER_YAML, 2, 5},
		{"indented dashes close nothing", "---\na: |\n ---\n---\nBody",
			"a: |\n ---\n", "Body", FRONTMATTER_YAML, 2, 5},
		{"a thematic break", "---\nBody\n", "", "---\nBody\n", FRONTMATTER_NONE,
			1, 1},
		{"no front matter", "Body\n---\na: b\n---\n", "",
			"Body\n---\na: b\n---\n", FRONTMATTER_NONE, 1, 1},
		{"no front matter behind a BOM",
			"\xEF\xBB\xBF"
			"Body",
			"", "Body", FRONTMATTER_NONE, 1, 1},
		{"nothing at all", "", "", "", FRONTMATTER_NONE, 1, 1},
		{"empty lines only", "\n\n", "", "\n\n", FRONTMATTER_NONE, 1, 1},
		{"TOML", "+++\na = 1\n+++\nBody", "a = 1\n", "Body", FRONTMATTER_TOML, 2,
			4},
		{"TOML is not closed by dots", "+++\na = 1\n...\nBody", "",
			"+++\na = 1\n...\nBody", FRONTMATTER_NONE, 1, 1},
		{"JSON", "{\n \"a\": {\"b\": \"}\\\"\"}\n}\n\nBody",
			"{\n \"a\": {\"b\": \"}\\\"\"}\n}", "\nBody", FRONTMATTER_JSON, 1,
			4},
		{"JSON in one line", "{\"a\": 1}\nBody", "{\"a\": 1}", "Body",
			FRONTMATTER_JSON, 1, 2},
		{"text after the brace", "{\"a\": 1} x\nBody", "", "{\"a\": 1} x\nBody",
			FRONTMATTER_NONE, 1, 1},
		{"an attribute list", "{: .lead}\nBody", "", "{: .lead}\nBody",
			FRONTMATTER_NONE, 1, 1},
		{"Liquid", "{% include x %}\nBody", "", "{% include x %}\nBody",
			FRONTMATTER_NONE, 1, 1},
		{"JSON not closed", "{\"a\": 1\nBody", "", "{\"a\": 1\nBody",
			FRONTMATTER_NONE, 1, 1},
		{"lines", "Title: A\nTags: b, c\n    d\n\nBody",
			"Title: A\nTags: b, c\n    d\n", "Body", FRONTMATTER_LINES, 1, 5},
		{"lines, a tab", "Title: A\nTags: b, c\n\td\n\nBody",
			"Title: A\nTags: b, c\n\td\n", "Body", FRONTMATTER_LINES, 1, 5},
		{"lines, a key that is indented", "Title: A\n  Date: b\n\nBody",
			"Title: A\n  Date: b\n", "Body", FRONTMATTER_LINES, 1, 4},
		{"lines down to one that is none", "Title: A\nSummary: b\nwords.\n\nBody",
			"Title: A\nSummary: b\n", "words.\n\nBody", FRONTMATTER_LINES, 1,
			3},
		{"lines down to one that is hardly indented", "Title: A\n  words\n\nBody",
			"Title: A\n", "  words\n\nBody", FRONTMATTER_LINES, 1, 2},
		{"lines down to dashes", "Title: A\n---\nBody", "Title: A\n", "Body",
			FRONTMATTER_LINES, 1, 3},
		{"lines down to dots", "Title: A\n... x\nBody", "Title: A\n", "Body",
			FRONTMATTER_LINES, 1, 3},
		{"lines below dashes", "---\nTitle: A\n\nBody", "Title: A\n", "Body",
			FRONTMATTER_LINES, 2, 4},
		{"lines behind a byte order mark",
			"\xEF\xBB\xBF"
			"Title: A\n\nBody",
			"Title: A\n", "Body", FRONTMATTER_LINES, 1, 3},
		{"no usual key above a line that is none", "Note: A\nwords\n\nBody", "",
			"Note: A\nwords\n\nBody", FRONTMATTER_NONE, 1, 1},
		{"lines to the end", "Title: A\n", "Title: A\n", "", FRONTMATTER_LINES, 1,
			2},
		{"a paragraph with a colon", "Note: this\n\nBody", "",
			"Note: this\n\nBody", FRONTMATTER_NONE, 1, 1},
		{"an address", "https://example.org/\n\nBody", "",
			"https://example.org/\n\nBody", FRONTMATTER_NONE, 1, 1},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice text = slice_str(rows[i].text);
		struct frontmatter fm;
		frontmatter_split(text, true, FRONTMATTER_OR_LINES, &fm);
		struct slice body = slice_from(text, fm.body_offset);
		if (fm.format != rows[i].format ||
			!slice_eq(fm.raw, slice_str(rows[i].raw)) ||
			!slice_eq(body, slice_str(rows[i].body)) ||
			fm.raw_line != rows[i].raw_line ||
			fm.body_line != rows[i].body_line)
			fail_msg("%s: format %d, raw \"%.*s\" line %u, body \"%.*s\" "
				 "line %u",
				rows[i].why, (int)fm.format, SARG(fm.raw), fm.raw_line,
				SARG(body), fm.body_line);
		assert_int_equal(fm.whole, fm.format != FRONTMATTER_NONE);
	}
}

static void a_beginning_is_never_taken_for_the_whole(void **state)
{
	static const char *const texts[] = {
		"---\na: b\n----\nc: d\n---\nBody\n",
		"+++\na = 1\n++++\n+++\nBody\n",
		"{\"a\": {\"b\": 1}}\nBody\n",
		"Title: A\nDate: b\n\nBody\n",
	};
	(void)state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct slice text = slice_str(texts[i]);
		struct frontmatter whole, part;
		frontmatter_split(text, true, FRONTMATTER_OR_LINES, &whole);
		assert_true(whole.whole);
		for (size_t len = 0; len <= text.len; len++) {
			frontmatter_split(slice_head(text, len), false,
				FRONTMATTER_OR_LINES, &part);
			assert_int_equal(part.whole, len >= whole.body_offset);
			if (!part.whole)
				continue;
			assert_int_equal(part.body_offset, whole.body_offset);
			assert_true(slice_eq(part.raw, whole.raw));
		}
	}
}

/* What nothing opens and a line of dashes or semicolons closes. */
static void hexo_needs_no_opening(void **state)
{
	static const struct {
		const char *why, *text, *shown, *body;
	} rows[] = {
		{"YAML", "title: A\ntags:\n- b\n\n# c\n---\nBody",
			"{title: A, tags: [b]}", "Body"},
		{"more dashes", "title: A\n-----\nBody", "{title: A}", "Body"},
		{"opened with as many", "----\ntitle: A\n----\nBody", "{title: A}",
			"Body"},
		{"JSON", "\"title\": \"A\",\n\"b\": [1]\n;;;\nBody",
			"{title: \"A\", b: [1]}", "Body"},
		{"opened JSON", ";;;\n\"title\": \"A\"\n;;;\nBody", "{title: \"A\"}",
			"Body"},
		{"opened as ever", "---\ntitle: A\n---\nBody", "{title: A}", "Body"},
		{"a rule behind prose", "Note: a\nmore words\n---\nBody", "~",
			"Note: a\nmore words\n---\nBody"},
		{"a rule alone", "---\n", "~", "---\n"},
		{"nothing closes it", "title: A\n\nBody", "~", "title: A\n\nBody"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice text = slice_str(rows[i].text);
		struct arena arena = {0};
		struct frontmatter fm;
		struct value root;
		struct buf shown;
		buf_init(&shown, BUF_UNLIMITED);
		frontmatter_split(text, true, FRONTMATTER_OR_CLOSED, &fm);
		assert_true(frontmatter_parse(&arena, &fm, S("a.md"), NULL, &root));
		value_show(&shown, &root);
		struct slice body = slice_from(text, fm.body_offset);
		if (!slice_eq(buf_slice(&shown), slice_str(rows[i].shown)) ||
			!slice_eq(body, slice_str(rows[i].body)))
			fail_msg("%s: %.*s, body %.*s", rows[i].why,
				SARG(buf_slice(&shown)), SARG(body));
		buf_fini(&shown);
		arena_fini(&arena);
	}
}

static void every_format_becomes_a_tree(void **state)
{
	static const struct {
		const char *why, *text, *shown;
	} rows[] = {
		{"none", "Body", "~"},
		{"YAML", "---\ntitle: A\ntags: [b]\n---\n", "{title: A, tags: [b]}"},
		{"empty YAML", "---\n---\n", "~"},
		{"TOML", "+++\ntitle = 'A'\ntags = ['b']\n+++\n",
			"{title: \"A\", tags: [\"b\"]}"},
		{"JSON", "{\n\t\"title\":\t\"A\",\n\t\"tags\": [\n\t\t\"b\"\n\t]\n}\n",
			"{title: \"A\", tags: [\"b\"]}"},
		{"JSON escapes", "{\"a\": \"\\ud83d\\ude00 \\u00e9 \\/ \\\\u0041\"}\n",
			"{a: \"\xF0\x9F\x98\x80 \xC3\xA9 / \\u0041\"}"},
		{"named YAML", "---yaml\ntitle: A\n---\n", "{title: A}"},
		{"named TOML", "---toml\ntitle = 'A'\n---\n", "{title: \"A\"}"},
		{"a script's constants",
			"---js\nconst title = \"A\";\nlet draft = true;\n"
			"const tags = [\n\t\"b\",\n\t\"c\"\n];\n"
			"const url = (data) => `/x/`;\n// words\n---\nconst body = 1;\n",
			"{title: \"A\", draft: true, tags: [\"b\", \"c\"]}"},
		{"a script's object", "---js\n{\n  title: \"A\"\n}\n---\n",
			"{title: \"A\"}"},
		{"another word", "---json5\ntitle: A\n---\n", "~"},
		{"lines", "Title: A: b\nTags: c,\n    d\nEmpty:\n\nBody",
			"{Title: A: b, Tags: c, d, Empty: ~}"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = {0};
		struct diag_list diags;
		struct frontmatter fm;
		struct value root;
		struct buf shown;
		diag_init(&diags);
		buf_init(&shown, BUF_UNLIMITED);
		frontmatter_split(
			slice_str(rows[i].text), true, FRONTMATTER_OR_LINES, &fm);
		assert_true(frontmatter_parse(&arena, &fm, S("a.md"), &diags, &root));
		value_show(&shown, &root);
		if (!slice_eq(buf_slice(&shown), slice_str(rows[i].shown)))
			fail_msg("%s: %.*s", rows[i].why, SARG(buf_slice(&shown)));
		assert_int_equal(diags.count, 0);
		buf_fini(&shown);
		diag_fini(&diags);
		arena_fini(&arena);
	}
}

static void messages_name_the_line_in_the_file(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} rows[] = {
		{"---\na: b\nc: d: e\n---\n", 3},
		{"\n+++\na = b\n+++\n", 3},
		{"{\n\"a\": [1,\n2}\n", 3},
		{"---\njust words\n---\n", 2},
		{"---\n- a list\n---\n", 2},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = {0};
		struct diag_list diags;
		struct frontmatter fm;
		struct value root;
		diag_init(&diags);
		frontmatter_split(slice_str(rows[i].text), true, FRONTMATTER_MARKED, &fm);
		assert_int_not_equal(fm.format, FRONTMATTER_NONE);
		assert_false(frontmatter_parse(&arena, &fm, S("a.md"), &diags, &root));
		assert_int_equal(diags.count, 1);
		assert_int_equal(diags.items[0].line, rows[i].line);
		assert_true(root.kind == VALUE_MAP || root.kind == VALUE_NULL);
		diag_fini(&diags);
		arena_fini(&arena);
	}
}

static void an_end_that_is_missing_is_told_from_a_thematic_break(void **state)
{
	static const struct {
		const char *why, *source;
		bool endless;
	} rows[] = {
		{"the end was forgotten", "---\ntitle: A\n\nText.\n", true},
		{"in TOML", "+++\ntitle = \"A\"\n\nText.\n", true},
		{"layout is a usual key too", "---\nlayout: post\nText\n", true},
		{"a break and prose", "---\nWords: many.\n", false},
		{"a break, then a heading", "---\n# A\n", false},
		{"a break alone", "---\n", false},
		{"closed", "---\ntitle: A\n---\nText.\n", false},
		{"not at its place", "Text\n---\ntitle: A\n", false},
	};
	struct frontmatter fm;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		frontmatter_split(
			slice_str(rows[i].source), true, FRONTMATTER_MARKED, &fm);
		if (fm.endless != rows[i].endless)
			fail_msg("%s", rows[i].why);
	}
}

/* In a folder of no generator such lines are rather a paragraph. */
static void lines_that_may_be_a_paragraph_are_all_of_it(void **state)
{
	static const struct {
		const char *text, *body, *why;
	} rows[] = {
		{"Title: A\nTags: b,\n  c\n\nBody", "Body", "pairs and more of them"},
		{"Title: A\n---\nBody", "Body", "dashes end them"},
		{"Title: A\nwords\n\nBody", "Title: A\nwords\n\nBody",
			"a paragraph under the first line"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct frontmatter fm;
		const struct slice text = slice_str(rows[i].text);
		frontmatter_split(text, true, FRONTMATTER_OR_PARAGRAPH, &fm);
		if (!slice_eq(slice_from(text, fm.body_offset), slice_str(rows[i].body)))
			fail_msg("%s: body at %zu", rows[i].why, fm.body_offset);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_that_may_be_a_paragraph_are_all_of_it),
		cmocka_unit_test(borders_are_found),
		cmocka_unit_test(a_beginning_is_never_taken_for_the_whole),
		cmocka_unit_test(an_end_that_is_missing_is_told_from_a_thematic_break),
		cmocka_unit_test(hexo_needs_no_opening),
		cmocka_unit_test(every_format_becomes_a_tree),
		cmocka_unit_test(messages_name_the_line_in_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
