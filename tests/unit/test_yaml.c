/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/value_show.h"
#include "base/text.h"
#include "data/yaml.h"

static void read_with(
	struct value_reading *r, struct slice bytes, const struct yaml_limits *limits)
{
	value_reading_init(r);
	r->ok = yaml_parse(
		&r->arena, bytes, limits, S("post.md"), 0, &r->diags, &r->root);
	value_show(&r->shown, &r->root);
}

static void read_text(struct value_reading *r, const char *text)
{
	read_with(r, slice_str(text), &yaml_front_matter_limits);
}

static void all_forms_of_front_matter_are_read(void **state)
{
	static const struct {
		const char *why, *yaml, *shown;
	} rows[] = {
		{"nothing", "", "~"},
		{"comments only", "# nothing\n\n", "~"},
		{"plain", "title: Hello world\ndate: 2024-01-02 10:00:00 +0100\n",
			"{title: Hello world, date: 2024-01-02 10:00:00 +0100}"},
		{"quotes", "a: \"x: \\u00e9\"\nb: 'it''s'\n",
			"{a: \"x: \xC3\xA9\", b: \"it's\"}"},
		{"quoted over two lines is folded", "a: \"one\n  two\n\n  three\"\n",
			"{a: \"one two\\nthree\"}"},
		{"plain over two lines", "a: one\n  two\nb: c\n", "{a: one two, b: c}"},
		{"folded", "a: >\n  one\n  two\n\n  three\nb: c\n",
			"{a: \"one two\\nthree\\n\", b: c}"},
		{"folded and stripped", "a: >-\n  one\n  two\n", "{a: \"one two\"}"},
		{"literal", "a: |\n  one\n    two\n", "{a: \"one\\n  two\\n\"}"},
		{"flow list", "tags: [a, \"b c\", 'd']\n", "{tags: [a, \"b c\", \"d\"]}"},
		{"flow list over lines", "tags: [\n  a,\n  b\n]\n", "{tags: [a, b]}"},
		{"block list", "tags:\n  - a\n  - b\n", "{tags: [a, b]}"},
		{"block list that is not indented", "tags:\n- a\n- b\nx: y\n",
			"{tags: [a, b], x: y}"},
		{"nested maps", "author:\n  name: Ada\n  links:\n    - url: /x\n",
			"{author: {name: Ada, links: [{url: /x}]}}"},
		{"nulls", "a:\nb: ~\nc: null\nd: ''\n", "{a: ~, b: ~, c: ~, d: \"\"}"},
		{"a tag makes a string", "a: !!str 12\n", "{a: \"12\"}"},
		{"what the environment says is its last value",
			"a: !ENV [X, Y, \"v\"]\nb: !ENV [X, [c, d]]\nc: &e !ENV [X, 1]\n"
			"d: *e\ne:\n  - !ENV [X, on]\n",
			"{a: \"v\", b: [c, d], c: 1, d: 1, e: [on]}"},
		{"or nothing", "a: !ENV X\nb: !ENV [X]\nc: !ENV []\n",
			"{a: ~, b: ~, c: ~}"},
		{"other tags say nothing", "a: !secret X\nb: !x [X, y]\n",
			"{a: X, b: [X, y]}"},
		{"booleans stay text", "draft: true\n", "{draft: true}"},
		{"comment after a value", "a: b # c\nd: e#f\n", "{a: b, d: e#f}"},
		{"JSON", "{\"a\": [1, true, null], \"b\": {\"c\": \"d\\/e\"}}",
			"{a: [1, true, ~], b: {c: \"d/e\"}}"},
		{"JSON's pairs of escapes",
			"{\"a\\\\\": \"\\ud83d\\uDE00 \\uD83D\", \"b\": \"\\\\ud83d\"}",
			"{a\\: \"😀 \xEF\xBF\xBD\", b: \"\\ud83d\"}"},
		{"in YAML they are text", "a: '\\ud83d\\ude00'\n",
			"{a: \"\\ud83d\\ude00\"}"},
		{"also in its maps", "{a: '\\ud83d\\ude00'}\n",
			"{a: \"\\ud83d\\ude00\"}"},
		{"CRLF", "a: b\r\nc:\r\n  - d\r\n", "{a: b, c: [d]}"},
		{"BOM",
			"\xEF\xBB\xBF"
			"a: b\n",
			"{a: b}"},
		{"no last line end", "a: b", "{a: b}"},
		{"alias of a list", "a: &l [1, 2]\nb: *l\nc: d\n",
			"{a: [1, 2], b: [1, 2], c: d}"},
		{"alias of a map", "a: &m {x: [1]}\nb: *m\n",
			"{a: {x: [1]}, b: {x: [1]}}"},
		{"merge key", "a: &m {x: 1, y: 1}\nb:\n  <<: *m\n  y: 2\n",
			"{a: {x: 1, y: 1}, b: {x: 1, y: 1, y: 2}}"},
		{"merge key behind the map's own", "a: &m {y: 1}\nb:\n  y: 2\n  <<: *m\n",
			"{a: {y: 1}, b: {y: 1, y: 2}}"},
		{"merge key of two maps, the first counts",
			"a: &m {x: 1}\nb: &n {x: 2}\nc:\n  <<: [*m, *n]\n",
			"{a: {x: 1}, b: {x: 2}, c: {x: 2, x: 1}}"},
		{"merge key at the root", "a: &m {x: 1}\n<<: *m\n", "{x: 1, a: {x: 1}}"},
		{"merge key in quotes is none", "a: {'<<': {x: 1}}\n",
			"{a: {<<: {x: 1}}}"},
		{"scalar anchor and alias", "path: &image /x.png\nimage: *image\n",
			"{path: /x.png, image: /x.png}"},
		{"the anchor's quotes go with it", "a: &x '1'\nb: *x\n",
			"{a: \"1\", b: \"1\"}"},
		{"the second document is not read", "a: b\n---\nc: d\n", "{a: b}"},
		{"a list at the top", "- a\n- b\n", "[a, b]"},
		{"other scripts", "\xE9\xA1\x8C: \xE5\x90\x8D\n",
			"{\xE9\xA1\x8C: \xE5\x90\x8D}"},
		{"U+2028 is a space",
			"a: b\xE2\x80\xA8"
			"c\n",
			"{a: b c}"},
		{"control characters are dropped", "a: b\x1B[1m\n", "{a: b[1m}"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		read_text(&r, rows[i].yaml);
		value_reading_expect(&r, rows[i].why, rows[i].shown);
		assert_true(r.ok);
		assert_int_equal(r.diags.count, 0);
		value_reading_fini(&r);
	}
}

static void a_fault_costs_as_little_as_it_can(void **state)
{
	static const struct {
		const char *why, *yaml, *shown;
		unsigned line, column; /* of the first message */
	} rows[] = {
		{"colon in a title", "title: Foo: bar\ndate: 2024-01-02\ntags: [a, b]\n",
			"{title: Foo: bar, date: 2024-01-02, tags: [a, b]}", 1, 11},
		{"colon in the middle", "a: b\ntitle: Foo: bar\ntags:\n  - x\n",
			"{a: b, title: Foo: bar, tags: [x]}", 2, 11},
		{"quote never closed", "title: \"Foo\ndate: 2024-01-02\ntags: [\"a\"]\n",
			"{title: Foo, date: 2024-01-02, tags: [\"a\"]}", 1, 8},
		{"quote inside quotes", "title: \"A \"b\" c\"\nx: y\n",
			"{title: A \"b\" c, x: y}", 1, 12},
		{"words after a quote", "title: \"A\" and b\nx: y\n",
			"{title: \"A\" and b, x: y}", 1, 12},
		{"starts with @", "author: @ada\nx: y\n", "{author: @ada, x: y}", 1, 9},
		{"starts with a backtick", "title: `ls` # c\nx: y\n",
			"{title: `ls`, x: y}", 1, 8},
		{"a list never closed", "tags: [a, 'b'\nx: y\n", "{tags: [a, b], x: y}",
			1, 7},
		{"a list of what YAML reserves", "tags: [a, @b]\nx: y\n",
			"{tags: [a, @b], x: y}", 1, 11},
		{"tabs before items", "tags:\n\t- a\n\t- b\nx: y\n",
			"{tags: [a, b], x: y}", 2, 1},
		{"a line that says nothing", "a: b\nwords\nc: d\n", "{a: b, c: d}", 2, 1},
		{"a merge that was left", "a: b\n<<<<<<< HEAD\nc: d\n", "{a: b, c: d}", 2,
			1},
		{"no space after the colons", "title:Foo\nslug:foo\n",
			"{title: Foo, slug: foo}", 1, 1},
		{"no space after one colon", "a: b\ntitle:Foo\nx: y\n",
			"{a: b, title: Foo, x: y}", 2, 1},
		{"two faults", "a: b: c\nd: e: f\ng: h\n", "{a: b: c, d: e: f, g: h}", 1,
			5},
		{"folded line under a fault", "a: b: c\n  more\nd: e\n",
			"{a: b: c more, d: e}", 1, 5},
		{"literal with a bad indentation", "a: |\n    one\n  two\nb: c\n",
			"{a: \"one\\ntwo\", b: c}", 3, 3},
		{"a fault in a nested map", "p:\n  q: r: s\n  t: u\nv: w\n",
			"{p: {q: r: s, t: u}, v: w}", 2, 7},
		{"all indented", "  a: b\n  c: d: e\n  f: g\n", "{a: b, c: d: e, f: g}",
			2, 7},
		{"JSON keeps what came before", "{\"a\": 1, \"b\": [1, 2}\n",
			"{a: 1, b: [1, 2]}", 1, 20},
		{"a quoted key", "\"a\": b: c\n'd': e\n", "{a: b: c, d: e}", 1, 7},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		read_text(&r, rows[i].yaml);
		value_reading_expect(&r, rows[i].why, rows[i].shown);
		assert_false(r.ok);
		assert_true(r.diags.count > 0);
		if (r.diags.items[0].line != rows[i].line ||
			r.diags.items[0].column != rows[i].column)
			fail_msg("%s: message at %u:%u: %.*s", rows[i].why,
				r.diags.items[0].line, r.diags.items[0].column,
				SARG(r.diags.items[0].message));
		assert_true(slice_eq(r.diags.items[0].file, S("post.md")));
		assert_true(r.diags.items[0].instead.len > 0);
		value_reading_fini(&r);
	}
}

static void some_mistakes_are_reported_and_nothing_is_lost(void **state)
{
	static const struct {
		const char *why, *yaml, *shown;
		unsigned line, column;
	} rows[] = {
		{"duplicate keys", "title: a\nx: y\ntitle: b\n",
			"{title: a, x: y, title: b}", 3, 1},
		{"duplicates but for case", "date: a\nDate: b\n", "{date: a, Date: b}", 2,
			1},
		{"alias of itself", "a: &l [*l]\nc: d\n", "{a: [~], c: d}", 1, 8},
		{"alias of nothing", "a: *b\nc: d\n", "{a: ~, c: d}", 1, 4},
		{"a list as a key", "? [a]\n: b\nc: d\n", "{c: d}", 1, 3},
		{"no UTF-8", "title: caf\xE9\n", "{title: caf\xEF\xBF\xBD}", 1, 11},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		read_text(&r, rows[i].yaml);
		value_reading_expect(&r, rows[i].why, rows[i].shown);
		assert_true(r.ok);
		assert_int_equal(r.diags.count, 1);
		assert_int_equal(r.diags.items[0].line, rows[i].line);
		assert_int_equal(r.diags.items[0].column, rows[i].column);
		assert_int_equal(r.diags.items[0].level, DIAG_WARNING);
		value_reading_fini(&r);
	}
}

static void a_nul_is_shown_and_the_post_is_not_lost(void **state)
{
	struct value_reading r;
	(void)state;

	read_with(&r, S("a: b\0c\nd: e\n"), &yaml_front_matter_limits);
	value_reading_expect(&r, "NUL",
		"{a: b\xEF\xBF\xBD"
		"c, d: e}");
	assert_int_equal(r.diags.count, 1);
	value_reading_fini(&r);
}

/* @count times @piece behind @head. */
static struct slice repeated(
	struct buf *buf, const char *head, const char *piece, size_t max)
{
	buf_init(buf, BUF_UNLIMITED);
	buf_puts(buf, head);
	while (buf->len + strlen(piece) <= max)
		buf_puts(buf, piece);
	return buf_slice(buf);
}

static void what_is_slow_for_libyaml_is_refused_or_cheap(void **state)
{
	/* What each costs is looked at by a profiler; here each must end, with a message
	 * where it cannot be read. */
	static const struct {
		const char *head, *piece;
		bool ok;
	} rows[] = {
		{"", "[", false},
		{"", "{", false},
		{"a: ", "[{", false},
		{"title: x\n", "[a,", false},
		{"", "- ", false},
		{"", "? ", false},
		{"", "a: ", false},
		{"", "-\n", false},
		{"", "a:\n", false},
		{"", "&a ", false},
		{"", "%TAG !a! b\n", false},
		{"a: b", " ", false},
		{"a: |", "\n", false},
		{"a: \"", "\n", false},
		{"a: ", "*a ", false},
		{"a: ", "]", false},
		{"", "\"", false},
		{"a: ", "b", true},
		{"a: ", "b ", true},
		{"", "# x\n", true},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct value_reading r;
		struct buf bytes;
		read_with(&r, repeated(&bytes, rows[i].head, rows[i].piece, 65536),
			&yaml_front_matter_limits);
		if (r.ok != rows[i].ok)
			fail_msg("%s%s...", rows[i].head, rows[i].piece);
		assert_int_equal(r.diags.count > 0, !rows[i].ok);
		if (!rows[i].ok) {
			assert_true(slice_eq(r.diags.items[0].file, S("post.md")));
			assert_true(r.diags.items[0].line > 0);
		}
		value_reading_fini(&r);
		buf_fini(&bytes);
	}
}

static void the_title_survives_a_tower_of_brackets(void **state)
{
	struct value_reading r;
	struct buf bytes;
	(void)state;

	repeated(&bytes, "title: Kept\nbad: ", "[", 60000);
	buf_puts(&bytes, "\ndate: 2024-01-02\n");
	read_with(&r, buf_slice(&bytes), &yaml_front_matter_limits);
	value_reading_expect(&r, "brackets", "{title: Kept, date: 2024-01-02}");
	assert_int_equal(r.diags.count, 1);
	assert_int_equal(r.diags.items[0].line, 2);
	assert_int_equal(r.diags.items[0].level, DIAG_ERROR);
	value_reading_fini(&r);
	buf_fini(&bytes);
}

static void thirty_two_levels_are_read_and_one_more_is_not(void **state)
{
	(void)state;

	for (unsigned depth = YAML_MAX_DEPTH; depth <= YAML_MAX_DEPTH + 1; depth++) {
		struct value_reading r;
		struct buf bytes;
		buf_init(&bytes, BUF_UNLIMITED);
		buf_repeat(&bytes, '[', depth);
		buf_repeat(&bytes, ']', depth);
		read_with(&r, buf_slice(&bytes), &yaml_front_matter_limits);
		assert_int_equal(r.ok, depth == YAML_MAX_DEPTH);
		value_reading_fini(&r);
		buf_fini(&bytes);
	}
}

static void the_event_limit_holds_at_its_edge(void **state)
{
	/* Stream and document start, map start, then two events a pair. The ends come
	 * behind the limit that the pairs just meet. */
	static const struct yaml_limits limits = {.bytes = 1000, .events = 9, .depth = 4};
	struct value_reading r;
	(void)state;

	read_with(&r, S("a: b\nc: d\n"), &limits);
	value_reading_expect(&r, "within", "{a: b, c: d}");
	assert_true(r.ok);
	value_reading_fini(&r);
	read_with(&r, S("a: b\nc: d\ne: f\ng: h\n"), &limits);
	value_reading_expect(&r, "past", "{a: b, c: d, e: f}");
	assert_false(r.ok);
	assert_int_equal(r.diags.count, 1);
	assert_int_equal(r.diags.items[0].line, 4);
	value_reading_fini(&r);
}

static void the_byte_limit_keeps_whole_lines(void **state)
{
	static const struct yaml_limits limits = {.bytes = 10, .events = 99, .depth = 4};
	struct value_reading r;
	(void)state;

	read_with(&r, S("a: b\nc: d\n"), &limits);
	value_reading_expect(&r, "within", "{a: b, c: d}");
	assert_true(r.ok);
	value_reading_fini(&r);
	read_with(&r, S("a: b\nc: de\n"), &limits);
	value_reading_expect(&r, "past", "{a: b}");
	assert_false(r.ok);
	value_reading_fini(&r);
}

static void an_alias_bomb_stays_small(void **state)
{
	struct value_reading r;
	struct buf text;
	(void)state;

	buf_init(&text, BUF_UNLIMITED);
	buf_put(&text, S("a0: &a0 [x, x, x, x]\n"));
	for (int i = 1; i < 20; i++)
		buf_printf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1,
			i - 1, i - 1, i - 1);
	buf_put(&text, S("title: T\n"));
	read_with(&r, buf_slice(&text), &yaml_front_matter_limits);
	assert_true(r.diags.count > 0);
	assert_true(r.shown.len < 8 * YAML_FRONT_MATTER_MAX_EVENTS);
	assert_true(slice_eq(value_text(value_get(&r.root, S("title"))), S("T")));
	buf_fini(&text);
	value_reading_fini(&r);
}

static void values_know_their_lines(void **state)
{
	struct value_reading r = {0};
	(void)state;

	diag_init(&r.diags);
	buf_init(&r.shown, BUF_UNLIMITED);
	assert_true(yaml_parse(&r.arena, S("a: b\nc:\n  - d\n"),
		&yaml_front_matter_limits, S("post.md"), 1, &r.diags, &r.root));
	assert_int_equal(r.root.pairs[0].line, 2);
	assert_int_equal(r.root.pairs[1].line, 3);
	assert_int_equal(r.root.pairs[1].column, 1);
	assert_int_equal(r.root.pairs[1].value.items[0].line, 4);
	assert_int_equal(r.root.pairs[1].value.items[0].column, 5);
	value_reading_fini(&r);
}

static void a_file_of_faults_gives_few_messages(void **state)
{
	struct value_reading r;
	struct buf bytes;
	(void)state;

	read_with(&r, repeated(&bytes, "title: T\n", "a: b: c\n", 60000),
		&yaml_front_matter_limits);
	assert_true(slice_eq(value_text(value_get(&r.root, S("title"))), S("T")));
	assert_int_equal(r.diags.count, 20);
	value_reading_fini(&r);
	buf_fini(&bytes);
}

/* A name of a file may have any character but NUL; ours are written as JSON and read as YAML. */
static void every_character_survives(void **state)
{
	auto_buf struct buf text = BUF(0);
	auto_buf struct buf yaml = BUF(0);
	const struct yaml_limits limits = {SIZE_MAX, 100, 8};
	struct value_reading r;
	(void)state;

	for (unsigned c = 1; c <= 0x10FFFF; c++) {
		if (c < 0xD800 || c > 0xDFFF)
			buf_put_utf8(&text, c);
	}
	buf_puts(&yaml, "a: ");
	text_put_json(&yaml, buf_slice(&text));
	buf_putc(&yaml, '\n');
	read_with(&r, buf_slice(&yaml), &limits);
	struct slice got = value_text(value_get(&r.root, S("a"))),
		     want = buf_slice(&text);
	for (unsigned one, other; text_next(&want, &one);) {
		if (!text_next(&got, &other) || one != other)
			fail_msg("U+%04X", one);
	}
	assert_int_equal(got.len, 0);
	value_reading_fini(&r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_forms_of_front_matter_are_read),
		cmocka_unit_test(a_fault_costs_as_little_as_it_can),
		cmocka_unit_test(some_mistakes_are_reported_and_nothing_is_lost),
		cmocka_unit_test(a_nul_is_shown_and_the_post_is_not_lost),
		cmocka_unit_test(what_is_slow_for_libyaml_is_refused_or_cheap),
		cmocka_unit_test(the_title_survives_a_tower_of_brackets),
		cmocka_unit_test(thirty_two_levels_are_read_and_one_more_is_not),
		cmocka_unit_test(the_event_limit_holds_at_its_edge),
		cmocka_unit_test(the_byte_limit_keeps_whole_lines),
		cmocka_unit_test(an_alias_bomb_stays_small),
		cmocka_unit_test(every_character_survives),
		cmocka_unit_test(values_know_their_lines),
		cmocka_unit_test(a_file_of_faults_gives_few_messages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
