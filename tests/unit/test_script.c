/* SPDX-License-Identifier: MIT */
#include "data/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"

static void assert_text(const struct value *value, const char *expected, const char *why)
{
	struct slice got = value_text(value);

	if (!slice_eq(got, slice_str(expected)))
		fail_msg("%s: \"%.*s\", expected \"%s\"", why, SARG(got), expected);
}

static void assignments_of_python_are_read_when_they_are_literals(void **state)
{
	static const char source[] = "# NAME = 'comment'\n"
				     "import os\n"
				     "NAME = 'one'\n"
				     "NAME = \"two # no comment\"  # the last counts\n"
				     "  INDENTED = 'x'\n"
				     "UNICODE = u'\\u00e9t\\xe9'\n"
				     "RAW = r'a\\d'\n"
				     "LONG = '''a\nNOT = 'b'\n'''\n"
				     "SUM = NAME + '/x'\n"
				     "CALL = os.environ.get('X', 'y')\n"
				     "F = f'{NAME}'\n"
				     "YES = True\nNOTHING = None\nNUMBER = 10\n"
				     "LIST = ['a', \"b\", call(1, 2), ('c',),]\n"
				     "BRACKETS = ('x')\n"
				     "MAP = {'k': 'v', 'n': {'m': 1}, **other}\n"
				     "COMPARED == 'x'\n"
				     "def f():\n    NAME = 'inside'\n"
				     "LAST='end'";
	static const struct {
		const char *name, *expected, *why;
	} rows[] = {
		{"NAME", "two # no comment", "the last of equal names, quotes"},
		{"INDENTED", "", "only what stands at the start of a line"},
		{"UNICODE", "\xC3\xA9t\xC3\xA9", "escapes"},
		{"RAW", "a\\d", "a prefix: no escapes"},
		{"NOT", "", "what is in a string"},
		{"SUM", "", "a sum"},
		{"CALL", "", "a call"},
		{"F", "", "a string with holes"},
		{"YES", "True", "a switch"},
		{"NUMBER", "10", "a number"},
		{"BRACKETS", "x", "brackets around one are no list"},
		{"COMPARED", "", "no assignment"},
		{"LAST", "end", "no line end"},
	};
	struct arena arena = {0};
	struct slice *items;
	struct value root;
	(void)state;

	script_python(&arena, slice_str(source), &root);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_text(value_get(&root, slice_str(rows[i].name)), rows[i].expected,
			rows[i].why);
	assert_int_equal(value_strings(&arena, value_get(&root, S("LIST")), &items), 3);
	assert_true(slice_eq(items[2], S("c")));
	assert_text(value_path(&root, S("MAP.n.m")), "1", "maps in maps");
	arena_fini(&arena);
}

static void keys_of_javascript_are_found_at_any_depth(void **state)
{
	static const char source[] =
		"// input: 'comment'\n/* input: 'comment' */\n"
		"const url = 'https://example.org/'; // not a comment in the string\n"
		"module.exports = function (c) {\n"
		"  c.add({ './a/': '/', \"b\": 'c' });\n"
		"  c.add('d', { e: 1 });\n"
		"  const web = /^https?:\\/\\//; const behind = 'q';\n"
		"  return { myinput: 'no', dir: { 'input': \"src\", output: out() },\n"
		"    prefix: `x`, holes: `${y}`, typed: 'z' as const };\n};\n";
	struct arena arena = {0};
	struct slice text = script_javascript(&arena, slice_str(source)), rest = text;
	struct value value;
	(void)state;

	assert_true(script_find(&arena, text, S("input"), &value));
	assert_text(&value, "src", "the whole name, out of comments, key in quotes");
	assert_true(script_find(&arena, text, S("url"), &value));
	assert_text(&value, "https://example.org/", "a constant");
	assert_true(script_find(&arena, text, S("behind"), &value));
	assert_text(&value, "q", "slashes of a regular expression begin no comment");
	assert_true(script_find(&arena, text, S("prefix"), &value));
	assert_text(&value, "x", "another kind of quotes");
	assert_true(script_find(&arena, text, S("typed"), &value));
	assert_text(&value, "z", "TypeScript");
	assert_false(script_find(&arena, text, S("holes"), &value));
	assert_false(script_find(&arena, text, S("output"), &value));
	assert_true(script_after(&arena, &rest, S("c.add("), &value));
	assert_int_equal(value.kind, VALUE_MAP);
	assert_text(value_get(&value, S("./a/")), "/", "a map");
	assert_true(script_after(&arena, &rest, S("c.add("), &value));
	assert_text(&value, "d", "the first argument");
	assert_false(script_after(&arena, &rest, S("c.add("), &value));
	arena_fini(&arena);
}

static void properties_are_told_from_variables_and_followed_to_their_values(void **state)
{
	static const struct {
		const char *source, *value, *why; /* NULL: nobody knows */
	} rows[] = {
		{"const x = 'v'; module.exports = {x: 'p'}", "p",
			"a property, not the variable"},
		{"export default {a: {x: 'deep'}, x: 'p'}", "p", "the outermost"},
		{"const nav = {x: 'nav'};\nconst config: Config = {a: [{x: 'n'}], x: "
		 "'p'};\n\nexport default config;\n",
			"p", "of the exported object"},
		{"const nav = {x: 'nav'}\nmodule.exports = {x: 'p'}", "p",
			"without a semicolon"},
		{"export default f({x: 'p', y: {x: 'q'}})", "p", "in a call"},
		{"module.exports = () => { return {y: [{x: 'q'}], x: 'p'} }", "p",
			"of a function, the outermost"},
		{"const x = 'v'; module.exports = {y: 1, x, z: 2}", "v",
			"a name alone is its constant"},
		{"const v = 'c'; module.exports = {x: v}", "c", "a constant"},
		{"const a = b; const b = a; module.exports = {x: a}", NULL, "a circle"},
		{"const {x} = require('y'); module.exports = {a: {x: 'p'}}", "p",
			"a name that is taken from elsewhere is no property"},
		{"interface I { x: string }\nexport default {y: {x: 'p'}}", "p",
			"nor is a type"},
		{"module.exports = {x: process.env.X || '/p/'}", "/p/", "or"},
		{"module.exports = {x: process.env.X ?? 'p'}", "p", "else"},
		{"module.exports = {x: process.env?.X ? 'a' : 'p'}", "p",
			"no variable of the environment is set"},
		{"const prod = process.env.NODE_ENV === 'production';\n"
		 "module.exports = {x: prod ? 'p' : 'a'}",
			"p", "the web site is built for production"},
		{"module.exports = {x: process.env.NODE_ENV !== 'production' ? 'a' : "
		 "'p'}",
			"p", "the same the other way round"},
		{"module.exports = {x: process.env.NODE_ENV != \"development\" ? 'p' : "
		 "'a'}",
			"p", "and by what it is not"},
		{"const h = 'a.b'; module.exports = {x: `https://${h}/c`}",
			"https://a.b/c", "a template of constants"},
		{"module.exports = {x: `https://${h()}/c`}", NULL, "of a call"},
		{"module.exports = {x: f(), y: {x: 'no'}}", NULL,
			"one that is computed is not another's"},
		{"f(a ? x : 'no'); module.exports = {y: 'p'}", NULL, "a choice"},
		{"module.exports = {r: /\\{/, 'x': 'p'}", "p", "a regular expression"},
		{"module.exports = {xx: 'a', y: 'x'}", NULL, "parts of words, values"},
		{"x: {", NULL, "not whole"},
		{"const a = `${b}${b}${b}${b}${b}${b}${b}${b}${b}${b}${b}${b}`, b = "
		 "`${c}${c}${c}${c}${c}${c}${c}${c}${c}${c}${c}${c}`, c = "
		 "`${d}${d}${d}${d}${d}${d}${d}${d}${d}${d}${d}${d}`; const d = 'e'; "
		 "module.exports = {x: a}",
			NULL, "more than anybody means"},
	};
	struct arena arena = {0};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice text = script_javascript(&arena, slice_str(rows[i].source));
		struct value value;
		bool there, known = script_property(&arena, text, S("x"), &value, &there);
		if (known != (rows[i].value != NULL) || (known && !there))
			fail_msg("%s: known %d", rows[i].why, known);
		if (known)
			assert_text(&value, rows[i].value, rows[i].why);
	}
	arena_fini(&arena);
}

/* Limits: what is too much is no literal, what is at the limit is. */
static void literals_are_nested_sixteen_deep_at_most(void **state)
{
	char source[256] = "A = ";
	struct arena arena = {0};
	struct value root;
	(void)state;

	for (size_t depth = SCRIPT_MAX_DEPTH; depth <= SCRIPT_MAX_DEPTH + 1; depth++) {
		memset(source + 4, '[', depth);
		source[4 + depth] = '1';
		memset(source + 5 + depth, ']', depth);
		source[5 + 2 * depth] = '\n';
		script_python(&arena, slice(source, 6 + 2 * depth), &root);
		const struct value *value = value_get(&root, S("A"));
		size_t found = 0;
		while (value && value->kind == VALUE_LIST) {
			value = value->count ? &value->items[0] : NULL;
			found++;
		}
		bool whole = slice_eq(value_text(value), S("1"));
		assert_int_equal(whole, depth == SCRIPT_MAX_DEPTH);
		assert_true(found <= SCRIPT_MAX_DEPTH);
	}
	arena_fini(&arena);
}

static void strings_of_expressions_are_gathered_and_doubt_is_said(void **state)
{
	static const char source[] = "const HOLD = ['**/hold/**', 'b'];\n"
				     "const more = [...HOLD, \"c,d\"];\n"
				     "export default {a: ['x', 'y'], b: HOLD, c: more,\n"
				     "  d: process.env.X ? ['e'] : ['f'], e: [],\n"
				     "  g: [`x/${y}`], h: cond == 'x',\n"
				     "  j: ['un\\'s'] as string[]}";
	static const struct {
		const char *name, *expected;
		bool whole;
		const char *why;
	} rows[] = {
		{"a", "x|y|", true, "a literal"},
		{"b", "**/hold/**|b|", true, "a constant"},
		{"c", "**/hold/**|b|c,d|", true, "a constant of a constant"},
		{"d", "e|f|", false, "both, and something else decides"},
		{"e", "", true, "nothing"},
		{"g", "x/${y}|", false, "a template with holes"},
		{"j", "un's|", false, "escapes, and a type"},
	};
	struct arena arena = {0};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice expression, *items;
		bool whole;
		struct buf got;
		buf_init(&got, BUF_UNLIMITED);
		if (!script_expression(
			    slice_str(source), slice_str(rows[i].name), &expression))
			fail_msg("%s is not found", rows[i].name);
		size_t count = script_strings(
			&arena, slice_str(source), expression, &items, &whole);
		for (size_t k = 0; k < count; k++) {
			buf_put(&got, items[k]);
			buf_putc(&got, '|');
		}
		if (!slice_eq(buf_slice(&got), slice_str(rows[i].expected)) ||
			whole != rows[i].whole)
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(buf_slice(&got)));
		buf_fini(&got);
	}
	struct slice none, rest = S("x.add(a, b); x.add('c')");
	assert_false(script_expression(slice_str(source), S("zz"), &none));
	assert_true(script_expression_after(&rest, S(".add("), &none));
	assert_true(slice_eq(none, S("a")));
	assert_true(script_expression_after(&rest, S(".add("), &none));
	assert_true(slice_eq(none, S("'c'")));
	assert_false(script_expression_after(&rest, S(".add("), &none));
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(assignments_of_python_are_read_when_they_are_literals),
		cmocka_unit_test(keys_of_javascript_are_found_at_any_depth),
		cmocka_unit_test(
			properties_are_told_from_variables_and_followed_to_their_values),
		cmocka_unit_test(strings_of_expressions_are_gathered_and_doubt_is_said),
		cmocka_unit_test(literals_are_nested_sixteen_deep_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
