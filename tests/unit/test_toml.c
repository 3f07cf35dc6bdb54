/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/value_show.h"
#include "data/toml.h"

static void read_bytes(struct value_reading *r, struct slice bytes)
{
	value_reading_init(r);
	r->ok = toml_parse(&r->arena, bytes, S("hugo.toml"), 0, &r->diags, &r->root);
	value_show(&r->shown, &r->root);
}

static void the_subset_is_read(void **state)
{
	static const struct {
		const char *why, *toml, *shown;
	} rows[] = {
		{"nothing", "", "{}"},
		{"comments", "# a\n\n  # b\n", "{}"},
		{"basic string", "a = \"x # \\\"y\\\" \\u00E9 \\U0001F600\\n\"\n",
			"{a: \"x # \"y\" \xC3\xA9 \xF0\x9F\x98\x80\\n\"}"},
		{"literal string", "a = 'c:\\x'\n", "{a: \"c:\\x\"}"},
		{"multi-line basic", "a = \"\"\"\none\ntwo \\\n   three\"\"\"\n",
			"{a: \"one\\ntwo three\"}"},
		{"multi-line literal", "a = '''\none\\\ntwo'''\n",
			"{a: \"one\\\\ntwo\"}"},
		{"quotes before the closing quotes", "a = \"\"\"x\"\"\"\"\"\n",
			"{a: \"x\"\"\"}"},
		{"empty strings", "a = \"\"\nb = ''\nc = \"\"\"\"\"\"\n",
			"{a: \"\", b: \"\", c: \"\"}"},
		{"numbers", "a = 1_000\nb = -1.5e3\nc = 0xFF\nd = inf\n",
			"{a: 1_000, b: -1.5e3, c: 0xFF, d: inf}"},
		{"booleans", "a = true\nb = false # c\n", "{a: true, b: false}"},
		{"dates",
			"a = 2024-01-02\nb = 2024-01-02T03:04:05.6+01:00\n"
			"c = 2024-01-02 03:04:05Z # d\n",
			"{a: 2024-01-02, b: 2024-01-02T03:04:05.6+01:00, "
			"c: 2024-01-02 03:04:05Z}"},
		{"arrays", "a = []\nb = [1, \"x\", [true]]\nc = [1,]\n",
			"{a: [], b: [1, \"x\", [true]], c: [1]}"},
		{"arrays over lines", "a = [ # x\n  'b', # y\n\n  'c'\n]\n",
			"{a: [\"b\", \"c\"]}"},
		{"inline tables", "a = {b = 1, c.d = {}}\n", "{a: {b: 1, c: {d: {}}}}"},
		{"dotted keys", "a.b = 1\na.\"c d\" = 2\n x . y = 3\n",
			"{a: {b: 1, c d: 2}, x: {y: 3}}"},
		{"tables", "t = 1\n[a]\nb = 2\n[a.c] # x\nd = 3\n[ e . f ]\n",
			"{t: 1, a: {b: 2, c: {d: 3}}, e: {f: {}}}"},
		{"arrays of tables", "[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\nb = 3\n",
			"{a: [{b: 1, c: {d: 2}}, {b: 3}]}"},
		{"a table above its own", "[a.b]\nc = 1\n[a]\nd = 2\n",
			"{a: {b: {c: 1}, d: 2}}"},
		{"no last line end", "a = 1", "{a: 1}"},
		{"CRLF", "a = 1\r\nb = [\r\n1,\r\n2]\r\nc = '''\r\nx\r\ny'''\r\n",
			"{a: 1, b: [1, 2], c: \"x\\ny\"}"},
		{"BOM",
			"\xEF\xBB\xBF"
			"a = 1\n",
			"{a: 1}"},
		{"keys of digits and of other scripts", "1 = 2\nd\xC3\xA9j\xC3\xA0 = 3\n",
			"{1: 2, d\xC3\xA9j\xC3\xA0: 3}"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		read_bytes(&r, slice_str(rows[i].toml));
		value_reading_expect(&r, rows[i].why, rows[i].shown);
		assert_true(r.ok);
		assert_int_equal(r.diags.count, 0);
		value_reading_fini(&r);
	}
}

static void a_fault_costs_one_key(void **state)
{
	static const struct {
		const char *why, *toml, *shown;
		unsigned line, column;
		bool ok;
	} rows[] = {
		{"text without quotes", "a = 1\ntitle = Foo bar\nb = 2\n",
			"{a: 1, title: Foo bar, b: 2}", 2, 9, false},
		{"a quote never closed", "title = \"Foo\nb = 2\n", "{title: Foo, b: 2}",
			1, 9, false},
		{"words after a string", "t = \"A\" b\nc = 1\n", "{t: A\" b, c: 1}", 1, 9,
			false},
		{"an unknown escape", "p = \"c:\\windows\"\nb = 2\n",
			"{p: c:\\windows, b: 2}", 1, 9, false},
		{"a multi-line string never closed", "t = \"\"\"x\nb = 2\n", "{b: 2}", 1,
			5, false},
		{"no equals sign", "a\nb = 1\n", "{b: 1}", 1, 2, false},
		{"YAML's colon", "a: b\nc = 1\n", "{c: 1}", 1, 2, false},
		{"a list cut short", "a = [\n 'b',\n c,\n 'd'\n]\ne = 1\n",
			"{a: [\"b\"], e: 1}", 3, 2, false},
		{"a header not closed", "[a\nb = 1\n[c]\nd = 2\n", "{b: 1, c: {d: 2}}", 1,
			3, false},
		{"nothing after the sign", "a =\nb = 1\n", "{b: 1}", 1, 4, false},
		{"duplicate keys", "a = 1\na = 2\n", "{a: 2}", 2, 1, true},
		{"a table instead of text", "a = 1\n[a]\nb = 2\n", "{a: {b: 2}}", 2, 2,
			true},
		{"a table twice", "[a]\nb = 1\n[a]\nc = 2\n", "{a: {b: 1, c: 2}}", 3, 2,
			true},
		{"no UTF-8", "a = 'caf\xE9'\n", "{a: \"caf\xEF\xBF\xBD\"}", 1, 9, true},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		read_bytes(&r, slice_str(rows[i].toml));
		value_reading_expect(&r, rows[i].why, rows[i].shown);
		assert_int_equal(r.ok, rows[i].ok);
		assert_int_equal(r.diags.count, 1);
		if (r.diags.items[0].line != rows[i].line ||
			r.diags.items[0].column != rows[i].column)
			fail_msg("%s: message at %u:%u: %.*s", rows[i].why,
				r.diags.items[0].line, r.diags.items[0].column,
				SARG(r.diags.items[0].message));
		assert_true(slice_eq(r.diags.items[0].file, S("hugo.toml")));
		value_reading_fini(&r);
	}
}

static void a_message_says_what_is_left_of_the_key(void **state)
{
	static const struct {
		const char *toml, *instead;
	} rows[] = {
		{"a = [1, b]\n", "this key is read up to here"},
		{"a = {b = 1, c}\n", "this key is read up to here"},
		{"a = [b]\n", "this key is left out"},
		{"a = \n", "this key is left out"},
		{"a = b\n", "the rest of the line is read as text"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		read_bytes(&r, slice_str(rows[i].toml));
		assert_int_equal(r.diags.count, 1);
		if (!slice_eq(r.diags.items[0].instead, slice_str(rows[i].instead)))
			fail_msg(
				"%s: %.*s", rows[i].toml, SARG(r.diags.items[0].instead));
		value_reading_fini(&r);
	}
}

static void a_nul_becomes_a_replacement_character(void **state)
{
	struct value_reading r;
	(void)state;

	read_bytes(&r, S("a = 'b\0c'\n"));
	value_reading_expect(&r, "NUL",
		"{a: \"b\xEF\xBF\xBD"
		"c\"}");
	value_reading_fini(&r);
}

static void thirty_two_levels_are_read_and_one_more_is_not(void **state)
{
	(void)state;

	for (unsigned depth = TOML_MAX_DEPTH; depth <= TOML_MAX_DEPTH + 1; depth++) {
		struct value_reading r;
		struct buf bytes;
		buf_init(&bytes, BUF_UNLIMITED);
		buf_puts(&bytes, "a = ");
		buf_repeat(&bytes, '[', depth);
		buf_repeat(&bytes, ']', depth);
		buf_puts(&bytes, "\nb = 1\n");
		read_bytes(&r, buf_slice(&bytes));
		assert_int_equal(r.ok, depth == TOML_MAX_DEPTH);
		assert_non_null(value_get(&r.root, S("b")));
		value_reading_fini(&r);
		buf_clear(&bytes);
		for (unsigned i = 0; i < depth; i++)
			buf_puts(&bytes, "a.");
		buf_puts(&bytes, "b = 1\n");
		read_bytes(&r, buf_slice(&bytes));
		assert_int_equal(r.ok, depth == TOML_MAX_DEPTH);
		value_reading_fini(&r);
		buf_fini(&bytes);
	}
}

static void long_input_ends_and_gives_few_messages(void **state)
{
	static const struct {
		const char *head, *piece;
		bool ok;
	} rows[] = {
		{"a = ", "[", false},
		{"a = ", "{", false},
		{"a = ", "{b=", false},
		{"", "[", false},
		{"", "a.", false},
		{"", "a = '''\n", true},
		{"", "a = [\n", false},
		{"", "a\n", false},
		{"a = [", "1,", false},
		{"", "a = 1\n", true},
		{"", "[[a]]\n", true},
		{"", "[a]\n", true},
		{"", "#", true},
		{"", "\n", true},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		struct buf bytes;
		buf_init(&bytes, BUF_UNLIMITED);
		buf_puts(&bytes, rows[i].head);
		while (bytes.len < 65536)
			buf_puts(&bytes, rows[i].piece);
		read_bytes(&r, buf_slice(&bytes));
		if (r.ok != rows[i].ok)
			fail_msg("%s%s...", rows[i].head, rows[i].piece);
		assert_true(r.diags.count <= 40);
		value_reading_fini(&r);
		buf_fini(&bytes);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_subset_is_read),
		cmocka_unit_test(a_fault_costs_one_key),
		cmocka_unit_test(a_message_says_what_is_left_of_the_key),
		cmocka_unit_test(a_nul_becomes_a_replacement_character),
		cmocka_unit_test(thirty_two_levels_are_read_and_one_more_is_not),
		cmocka_unit_test(long_input_ends_and_gives_few_messages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
