/* SPDX-License-Identifier: MIT */
/* Liquid's tags, filters and comparisons, over a site that is a tree of values. */
#include "text/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/yaml.h"
#include "text/gaps.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *source, *text, *why;
};

static const char site_yaml[] =
	"site:\n"
	"  title: Tides\n"
	"  url: https://t.example\n"
	"  time: 2024-03-09 07:05:03 +0100\n"
	"  data:\n"
	"    birds:\n"
	"    - {name: wren, size: 9, tags: [small, brown], seen: 2024-01-05}\n"
	"    - {name: Heron, size: 95, tags: [grey], rare: true, seen: 2023-12-31}\n"
	"    - {name: swift, size: 17, tags: [], rare: false}\n"
	"    - {name: gull, size: 62}\n"
	"    tide: {high: '06:10', low: '12:31'}\n"
	"    deep: {a: {b: {c: [x, y]}}}\n"
	"    numbers: [3, 1, 2]\n"
	"    empty: []\n"
	"    mixed: ['10', 9, ~, b]\n"
	"page:\n"
	"  title: A page\n"
	"  tags: [one, two]\n"
	"  draft: false\n"
	"  count: 3\n"
	"  ratio: 1.5\n"
	"  none: ~\n"
	"  blank: ''\n"
	"  zip: '01234'\n"
	"  text: |\n"
	"    a\n"
	"    b\n";

struct world {
	struct value root;
	bool is_whole; /* what it has not is nil, else unknown */
};

static enum env_answer value(void *ctx, struct arena *arena, const struct env_value *of,
	struct slice name, struct env_value *out)
{
	const struct world *world = ctx;

	(void)arena;
	assert_null(of);
	*out = env_of_tree(value_get(&world->root, name));
	return out->kind == ENV_NIL && !world->is_whole ? ENV_NONE : ENV_TEXT;
}

static enum env_answer include(void *ctx, struct arena *arena, enum env_include kind,
	struct slice name, struct slice *text)
{
	(void)ctx, (void)arena, (void)kind;
	if (slice_eq(name, S("list.md")))
		*text = S("{% for x in include.items %}{{ x.name }}{{ include.end }}{% "
			  "endfor %}");
	else if (slice_eq(name, S("set.md")))
		*text = S("{% assign made = 'here' %}");
	else if (slice_eq(name, S("self.md")))
		*text = S("{% for x in (1..3) %}{% include self.md %}.{% endfor %}");
	else
		return ENV_NONE;
	return ENV_TEXT;
}

static void expand(struct arena *arena, struct slice source, bool is_whole, bool gaps,
	struct diag_list *diags, struct dialect *out)
{
	struct world world = {.is_whole = is_whole};
	const struct text_env env = {.ctx = &world,
		.file = S("post.md"),
		.first_line = 1,
		.diags = diags,
		.include = include,
		.value = value};
	const struct convert_options options = {.liquid = true,
		.liquid_in_code = true,
		.kramdown = true,
		.gaps = gaps,
		.lang = S("en")};

	assert_true(yaml_parse(arena, slice_str(site_yaml), &yaml_config_limits,
		S("site.yml"), 0, NULL, &world.root));
	dialect_expand(arena, source, &options, &env, out);
}

static void check_rows(const struct row *rows, size_t count, bool is_whole)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = {0};
		struct dialect dialect;
		expand(&arena, slice_str(rows[i].source), is_whole, false, NULL,
			&dialect);
		struct slice got = slice_trim_end(buf_slice(&dialect.text));
		if (!slice_eq(got, slice_trim_end(slice_str(rows[i].text))))
			fail_msg("%s\n--- source\n%s\n--- expected\n%s\n--- got\n%.*s",
				rows[i].why, rows[i].source, rows[i].text, SARG(got));
		buf_fini(&dialect.text);
		arena_fini(&arena);
	}
}

#define IF(condition) "{% if " condition " %}y{% else %}n{% endif %}"

static void conditions_are_as_the_manual_of_liquid_has_them(void **state)
{
	static const struct row rows[] = {
		{IF("page.title"), "y", "a text is true"},
		{IF("page.blank"), "y", "an empty one too"},
		{IF("page.count"), "y", "a number is"},
		{IF("0"), "y", "0 is"},
		{IF("site.data.empty"), "y", "an empty list is"},
		{IF("page.draft"), "n", "false is not"},
		{IF("page.none"), "n", "nil is not"},
		{IF("page.absent.deep"), "n", "what nobody says is nil"},
		{IF("paginator.next_page"), "n", "at any depth"},
		{IF("nil"), "n", "by its name"},
		{IF("page.title == 'A page'"), "y", "equal texts"},
		{IF("page.title == \"a page\""), "n", "case counts"},
		{IF("page.title=='A page'"), "y", "without blanks"},
		{IF("page.title != 'A page'"), "n", "unequal"},
		{IF("page.title <> 'B'"), "y", "the same in its older form"},
		{IF("page.count == 3"), "y", "numbers"},
		{IF("page.count == 3.0"), "y", "whole ones and others"},
		{IF("page.count == '3'"), "n", "a number is no text"},
		{IF("page.zip == '01234'"), "y", "digits in quotes are text"},
		{IF("page.count > 2"), "y", "more"},
		{IF("page.count > 3"), "n", "not more"},
		{IF("page.count >= 3"), "y", "at least"},
		{IF("page.count < 4"), "y", "less"},
		{IF("page.count <= 2"), "n", "at most"},
		{IF("page.ratio > 1"), "y", "fractions"},
		{IF("page.none > 1"), "n", "nil has no order"},
		{IF("'a' < 'b'"), "y", "texts have"},
		{IF("'b' < 1"), "n", "but not with numbers"},
		{IF("page.none == nil"), "y", "nil is nil"},
		{IF("page.title != nil"), "y", "a text is not"},
		{IF("page.absent == blank"), "y", "nil is blank"},
		{IF("page.blank == blank"), "y", "an empty text is"},
		{IF("' ' == blank"), "y", "blanks are"},
		{IF("page.draft == blank"), "y", "false is"},
		{IF("page.title == blank"), "n", "words are not"},
		{IF("page.blank == empty"), "y", "an empty text is empty"},
		{IF("page.blank == ''"), "y", "and equal to one"},
		{IF("site.data.empty == empty"), "y", "an empty list is"},
		{IF("page.none == empty"), "n", "nil is not"},
		{IF("page.tags == empty"), "n", "a list is not"},
		{IF("page.draft == false"), "y", "false by its name"},
		{IF("page.absent == false"), "n", "nil is not false"},
		{IF("page.title contains 'page'"), "y", "a part of a text"},
		{IF("page.title contains 'Page'"), "n", "case counts"},
		{IF("page.tags contains 'two'"), "y", "an item of a list"},
		{IF("page.tags contains 'tw'"), "n", "the whole item"},
		{IF("page.absent contains 'x'"), "n", "nil holds nothing"},
		{IF("page.title and page.none"), "n", "and"},
		{IF("page.none or page.title"), "y", "or"},
		{IF("true or false and false"), "y", "from right to left"},
		{IF("false and false or true"), "n", "whatever reads like a group"},
		{IF("true and false or true"), "y", "the same"},
		{IF("page.tags.size == 2"), "y", "the size of a list"},
		{IF("page.tags.first == 'one'"), "y", "its first item"},
		{IF("page.tags[1] == 'two'"), "y", "an item by its place"},
		{IF("page.tags[-1] == 'two'"), "y", "from the end"},
		{IF("page.tags[2]"), "n", "past the end"},
		{IF("page['title'] == 'A page'"), "y", "a field in brackets"},
		{"{% assign k = 'tide' %}" IF("site.data[k].high"), "y",
			"by a variable's value"},
		{"{% unless page.none %}y{% else %}n{% endunless %}", "y", "unless"},
		{"{% if page.none %}a{% elsif page.count == 3 %}b{% else %}c{% endif %}",
			"b", "elsif"},
		{"{% case page.count %}{% when 1 %}a{% when 2, 3 %}b{% else %}c{% "
		 "endcase "
		 "%}",
			"b", "a case of several values"},
		{"{% case page.count %}{% when 1 or 3 %}a{% when 3 %}b{% endcase %}", "a",
			"the first that fits"},
		{"{% case page.title %}x{% when 'B' %}a{% else %}c{% endcase %}", "c",
			"none does; what stands before the first is nothing"},
		{"{% if page.none %}{% if true %}a{% else %}b{% endif %}{% else %}c{% "
		 "endif "
		 "%}",
			"c", "nothing in a branch that is not taken"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), true);
}

static void loops_walk_over_lists(void **state)
{
	static const struct row rows[] = {
		{"{% for b in site.data.birds %}{{ b.name }} {% endfor %}",
			"wren Heron swift gull", "in the file's order"},
		{"{% for b in site.data.birds limit:2 %}{{ b.name }} {% endfor %}",
			"wren Heron", "limit"},
		{"{% for b in site.data.birds limit: 1 offset: 2 %}{{ b.name }}{% endfor "
		 "%}",
			"swift", "offset"},
		{"{% for b in site.data.birds reversed %}{{ b.name }} {% endfor %}",
			"gull swift Heron wren", "reversed"},
		{"{% for b in site.data.birds reversed limit:2 %}{{ b.name }} {% endfor "
		 "%}",
			"Heron wren", "of the first two"},
		{"{% for i in (1..3) %}{{ i }}{% endfor %}", "123", "a range"},
		{"{% for i in (1..page.count) %}{{ i }}{% endfor %}", "123",
			"whose end is a value"},
		{"{% for i in (3..1) %}{{ i }}{% else %}none{% endfor %}", "none",
			"one that is empty"},
		{"{% for x in site.data.empty %}a{% else %}b{% endfor %}c", "bc", "else"},
		{"{% for x in page.absent %}a{% else %}b{% endfor %}c", "bc",
			"of what nobody says"},
		{"{% for x in page.tags %}{{ x }}{% else %}b{% endfor %}c", "onetwoc",
			"which is not for lists with items"},
		{"{% for x in page.title %}[{{ x }}]{% endfor %}", "[A page]",
			"a text is one item"},
		{"{% for t in site.data.tide %}{{ t[0] }}={{ t[1] }};{% endfor %}",
			"high=06:10;low=12:31;", "pairs of a map"},
		{"{% for t in page.tags %}{{ forloop.index }}{{ forloop.index0 }}"
		 "{{ forloop.rindex }}{{ forloop.rindex0 }}{{ forloop.length }}"
		 "{{ forloop.first }}{{ forloop.last }} {% endfor %}",
			"10212truefalse 21102falsetrue", "forloop"},
		{"{% for a in (1..2) %}{% for b in (1..2) %}{{ forloop.parentloop.index "
		 "}}"
		 "{{ b }} {% endfor %}{% endfor %}",
			"11 12 21 22", "loops in loops"},
		{"{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}"
		 "{% endfor %}!",
			"12!", "break"},
		{"{% for i in (1..4) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}"
		 "{% endfor %}!",
			"134!", "continue"},
		{"{% for i in (1..2) %}{% for k in (1..3) %}{% if k == 2 %}{% break %}"
		 "{% endif %}{{ i }}{{ k }} {% endfor %}{% endfor %}",
			"11 21", "of the innermost"},
		{"{% assign x = 'a' %}{% for x in page.tags %}{{ x }}{% endfor %}{{ x }}",
			"onetwoa", "its variable is what it was"},
		{"{% for i in (1..4) %}{% cycle 'a', 'b' %}{% endfor %}", "abab",
			"cycle"},
		{"{% cycle 'g': 'a', 'b' %}{% cycle 'h': 'a', 'b' %}{% cycle 'g': 'a', "
		 "'b' "
		 "%}",
			"aab", "each group for itself"},
		{"{% increment n %}{% increment n %}{% decrement m %}", "01-1",
			"counters"},
		{"{% assign n = 9 %}{% increment n %}{{ n }}", "09",
			"with names of their own"},
		{"{% for x in page.tags %}{% ifchanged %}s{% endifchanged %}{{ x }}{% "
		 "endfor "
		 "%}",
			"sonetwo", "ifchanged"},
		{"{% tablerow x in page.tags cols:1 %}{{ x }}{% endtablerow %}",
			"<tr><td>one</td></tr>\n<tr><td>two</td></tr>", "tablerow"},
		{"{% for b in site.data.birds %}{% assign last = b.name %}{% endfor %}{{ "
		 "last "
		 "}}",
			"gull", "what is assigned in a loop stays"},
		{"- x\n{% for b in site.data.birds limit:2 -%}\n- {{ b.name }}\n{% "
		 "endfor %}",
			"- x\n- wren\n- Heron", "lines of a list"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), true);
}

static void filters_of_text(void **state)
{
	static const struct row rows[] = {
		{"{{ 'a' | append: 'b' | prepend: 'c' }}", "cab", "append, prepend"},
		{"{{ page.absent | append: 'b' }}", "b", "of nil"},
		{"{{ 'aBc' | upcase }}{{ 'ÀB' | downcase }}",
			"ABC\xc3\xa0"
			"b",
			"upcase, downcase"},
		{"{{ 'my GREAT title' | capitalize }}", "My great title", "capitalize"},
		{"[{{ ' a ' | strip }}][{{ ' a ' | lstrip }}][{{ ' a ' | rstrip }}]",
			"[a][a ][ a]", "strip"},
		{"{{ 'a<b>c</b>' | strip_html }}", "ac", "strip_html"},
		{"{{ page.text | strip_newlines }}", "ab", "strip_newlines"},
		{"{{ page.text | newline_to_br }}", "a<br />\nb", "newline_to_br"},
		{"{{ 'a  b' | normalize_whitespace }}", "a b", "normalize_whitespace"},
		{"{{ 'a-b-c' | replace: '-', '+' }}", "a+b+c", "replace"},
		{"{{ 'a-b-c' | replace_first: '-', '+' }}", "a+b-c", "replace_first"},
		{"{{ 'a-b-c' | replace_last: '-', '+' }}", "a-b+c", "replace_last"},
		{"{{ 'a-b-c' | remove: '-' }}{{ 'a-b-c' | remove_first: '-' }}"
		 "{{ 'a-b-c' | remove_last: '-' }}",
			"abcab-ca-bc", "remove"},
		{"{{ 'a|b' | split: '|' | join: ', ' }}", "a, b", "a bar in quotes"},
		{"{{ 'Hello there' | truncate: 8 }}{{ 'ab' | truncate: 8 }}",
			"Hello...ab", "truncate"},
		{"{{ 'Hello there' | truncate: 6, '' }}", "Hello", "its other end"},
		{"{{ 'a b c d' | truncatewords: 2 }}", "a b...", "truncatewords"},
		{"{{ 'a b' | truncatewords: 2 }}", "a b", "of no more than that"},
		{"{{ 'Hi there, you' | slugify }}", "hi-there-you", "slugify"},
		{"{{ '<a & b>' | escape }}", "&lt;a &amp; b&gt;", "escape"},
		{"{{ 'a b&c/d' | url_encode }} {{ 'a b&c/d' | uri_escape }}",
			"a+b%26c%2Fd a%20b&c/d", "url_encode, uri_escape"},
		{"{{ 'a%20b+c' | url_decode }}", "a b c", "url_decode"},
		{"{{ 'a.png' | relative_url }} {{ '/a' | absolute_url }}", "/a.png /a",
			"addresses of the capsule"},
		{"{{ 'https://a.example/' | absolute_url }}", "https://a.example/",
			"of others"},
		{"{{ page.absent | default: 'd' }}{{ page.blank | default: 'd' }}"
		 "{{ page.draft | default: 'd' }}{{ site.data.empty | default: 'd' }}"
		 "{{ page.count | default: 'd' }}",
			"dddd3", "default"},
		{"{{ 'abcdef' | slice: 2 }}{{ 'abcdef' | slice: 1, 2 }}"
		 "{{ 'abcdef' | slice: -3, 2 }}",
			"cbcde", "slice"},
		{"{{ 'a \"b\"' | jsonify }}", "\"a \\\"b\\\"\"", "jsonify"},
		{"{{ 'one two' | number_of_words }}", "2", "number_of_words"},
		{"{{ 'x' | nonsense }}y", "y", "an unknown filter leaves nothing"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), true);
}

static void filters_of_lists(void **state)
{
#define BIRDS "site.data.birds"
#define NAMES " | map: 'name' | join: ' ' }}"
	static const struct row rows[] = {
		{"{{ " BIRDS NAMES, "wren Heron swift gull", "map, join"},
		{"{{ " BIRDS " | where: 'name', 'swift'" NAMES, "swift", "where"},
		{"{{ " BIRDS " | where: 'size', 62" NAMES, "gull", "a number"},
		{"{{ " BIRDS " | where: 'size', '62'" NAMES, "gull", "by its text"},
		{"{{ " BIRDS " | where: 'tags', 'grey'" NAMES, "Heron", "in a list"},
		{"{{ " BIRDS " | where: 'rare'" NAMES, "Heron", "what is true"},
		{"{{ " BIRDS " | where: 'rare', true" NAMES, "Heron", "by its name"},
		{"{{ " BIRDS " | where: 'rare', nil" NAMES, "wren gull",
			"what is not said"},
		{"{% assign b = " BIRDS " | where: 'name', 'gull' | first %}{{ b.size }}",
			"62", "the first that fits"},
		{"{{ " BIRDS " | where_exp: 'b', 'b.size > 20'" NAMES, "Heron gull",
			"where_exp"},
		{"{{ " BIRDS " | where_exp: 'b', 'b.size > 20 and b.rare'" NAMES, "Heron",
			"of two"},
		{"{{ " BIRDS " | where_exp: 'b', \"b.tags contains 'small'\"" NAMES,
			"wren", "contains"},
		{"{% assign min = 60 %}{{ " BIRDS
		 " | where_exp: 'b', 'b.size >= min'" NAMES,
			"Heron gull", "beside another variable"},
		{"{{ " BIRDS " | reject: 'rare'" NAMES, "wren swift gull", "reject"},
		{"{% assign b = " BIRDS " | find: 'size', 17 %}{{ b.name }}", "swift",
			"find"},
		{"{% assign b = " BIRDS " | find_exp: 'b', 'b.size > 90' %}{{ b.name }}",
			"Heron", "find_exp"},
		{"{{ " BIRDS " | find_index: 'name', 'swift' }}{{ " BIRDS
		 " | has: 'name', 'owl' }}",
			"2false", "find_index, has"},
		{"{{ " BIRDS " | sort: 'size'" NAMES, "wren swift gull Heron",
			"sort by numbers"},
		{"{{ " BIRDS " | sort: 'name'" NAMES, "Heron gull swift wren",
			"by texts, capitals first"},
		{"{{ " BIRDS " | sort_natural: 'name'" NAMES, "gull Heron swift wren",
			"without case"},
		{"{{ " BIRDS " | sort: 'seen'" NAMES, "Heron wren swift gull",
			"nil last"},
		{"{{ " BIRDS " | sort: 'seen', 'first'" NAMES, "swift gull Heron wren",
			"or first"},
		{"{{ site.data.numbers | sort | reverse | join: ',' }}", "3,2,1",
			"reverse"},
		{"{{ " BIRDS " | size }}{{ 'été' | size }}{{ page.absent | size }}",
			"430", "size"},
		{"{{ page.tags | first }}{{ page.tags | last }}", "onetwo",
			"first, last"},
		{"{{ site.data.empty | first }}!", "!", "of an empty list"},
		{"{{ " BIRDS " | limit: 2" NAMES, "wren Heron", "limit"},
		{"{{ 'b,a,b' | split: ',' | uniq | sort | join }}", "a b", "uniq"},
		{"{{ 'a,,b,,' | split: ',' | size }}", "3", "split as Ruby's"},
		{"{{ ' a  b ' | split: ' ' | join: '|' }}", "a|b", "at blanks"},
		{"{{ 'abc' | split: '' | join: ' ' }}", "a b c", "into characters"},
		{"{% assign l = page.tags | concat: site.data.numbers %}{{ l | join: ' ' "
		 "}}",
			"one two 3 1 2", "concat"},
		{"{% assign l = '' | split: '' | push: 'a' | push: 'b' | unshift: 'c' "
		 "%}{{ l "
		 "| join: '' }}{{ l | pop | join: '' }}{{ l | shift | join: '' }}",
			"cabcaab", "push, unshift, pop, shift"},
		{"{{ site.data.mixed | compact | size }}", "3", "compact"},
		{"{{ site.data.numbers | sum }}{{ " BIRDS " | sum: 'size' }}", "6183",
			"sum"},
		{"{% assign g = " BIRDS " | group_by: 'rare' %}{% for x in g %}"
		 "{{ x.name }}:{{ x.size }} {% endfor %}",
			":2 true:1 false:1", "group_by"},
		{"{% assign g = " BIRDS " | group_by_exp: 'b', 'b.name | size' %}"
		 "{% for x in g %}{{ x.name }}:{{ x.items | map: 'name' | join: '+' }} "
		 "{% endfor %}",
			"4:wren+gull 5:Heron+swift", "group_by_exp"},
		{"{{ page.tags | array_to_sentence_string }}", "one and two",
			"array_to_sentence_string"},
		{"{{ 'a,b,c' | split: ',' | array_to_sentence_string: 'or' }}",
			"a, b, or c", "of three"},
		{"{{ page.tags | jsonify }}{{ site.data.tide | jsonify }}",
			"[\"one\",\"two\"]{\"high\":\"06:10\",\"low\":\"12:31\"}",
			"jsonify"},
		{"{{ page.tags }}", "onetwo", "a list prints its items"},
		{"{{ site.data.deep.a.b.c[1] }}{{ site.data.deep['a']['b'].c.size }}",
			"y2", "deep paths"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), true);
}

static void filters_of_numbers_and_dates(void **state)
{
	static const struct row rows[] = {
		{"{{ 3 | plus: 2 }} {{ 3 | minus: 5 }} {{ 3 | times: 2.5 }}", "5 -2 7.5",
			"plus, minus, times"},
		{"{{ '3' | plus: '2' }}{{ page.absent | plus: 1 }}", "51",
			"of texts, of nil"},
		{"{{ 7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }} {{ -7 | divided_by: "
		 "2 }}",
			"3 3.5 -4", "divided_by"},
		{"[{{ 7 | divided_by: 0 }}]", "[]", "by nothing"},
		{"{{ 7 | modulo: 3 }}{{ -7 | modulo: 3 }}", "12", "modulo"},
		{"{{ -2 | abs }}{{ 1.2 | ceil }}{{ 1.8 | floor }}{{ -1.2 | floor }}",
			"221-2", "abs, ceil, floor"},
		{"{{ 1.5 | round }} {{ -1.5 | round }} {{ 2.345 | round: 2 }}",
			"2 -2 2.35", "round"},
		{"{{ 4 | at_least: 5 }}{{ 4 | at_most: 3 }}{{ '7x' | to_integer }}",
			"530", "at_least, at_most"},
		{"{{ '2024-03-09' | date: '%Y/%m/%d %-d %b %B %a %A %j %y' }}",
			"2024/03/09 9 Mar March Sat Saturday 069 24", "date"},
		{"{{ '2024-03-09 07:05:03' | date: '%H:%M:%S %I %l %p %F %T %R' }}",
			"07:05:03 07  7 AM 2024-03-09 07:05:03 07:05", "its times"},
		{"{{ 'now' | date: '%Y' }}", "2024", "now is when the site was read"},
		{"{{ 1710000000 | date: '%Y' }}", "2024", "seconds"},
		{"{{ 'no date' | date: '%Y' }}", "no date", "what is none stays"},
		{"{{ '2024-03-09' | date: '%Q %%' }}", "%Q %", "other letters stay"},
		{"{{ '2024-03-09' | date_to_string }} {{ '2024-03-09' | "
		 "date_to_long_string }}",
			"09 Mar 2024 09 March 2024", "Jekyll's dates"},
		{"{{ '2024-03-02' | date_to_string: 'ordinal' }} {{ '2024-03-11' | "
		 "date_to_long_string: 'ordinal', 'US' }}",
			"2nd Mar 2024 March 11th, 2024", "with ordinals"},
		{"{{ '2024-03-09' | date_to_xmlschema }}", "2024-03-09T00:00:00+00:00",
			"for machines"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), true);
}

static void variables_tags_and_code(void **state)
{
	static const struct row rows[] = {
		{"{% assign a = 'b' | upcase %}{{ a }}", "B", "assign"},
		{"{% assign l = site.data.birds %}{{ l[1].name }}", "Heron", "of a list"},
		{"{% capture c %}{{ page.title }}!{% endcapture %}{{ c }}{{ c | size }}",
			"A page!7", "capture"},
		{"{% capture \"c\" %}x{% endcapture %}{{ c }}", "x", "a name in quotes"},
		{"{{ page.count }} {{ page.ratio }} {{ page.zip }} {{ page.draft }}",
			"3 1.5 01234 false", "as they are written"},
		{"{% include list.md items=site.data.birds end=';' %}",
			"wren;Heron;swift;gull;", "a list is handed to an include"},
		{"{% include set.md %}{{ made }}", "here", "what an include sets"},
		{"{% assign f = 'list' %}{% include {{ f }}.md items=site.data.birds %}",
			"wrenHeronswiftgull", "a name with a variable in it"},
		{"a {%- if true -%} b {%- endif -%} c", "abc", "dashes take blanks"},
		{"a\n\n{%- assign x = 1 -%}\n\nb{{- x -}} c", "ab1c",
			"lines too, and around outputs"},
		{"```\n{{ page.title }} {% if page.none %}x{% endif %}\n```",
			"```\nA page \n```", "in a fence"},
		{"x\n\n    {{ page.count }}", "x\n\n    3", "in indented code"},
		{"`{{ page.count }}` and `{{ page.absent }}`", "`3` and ``",
			"in code spans, the unknown too"},
		{"```\n{% raw %}{{ page.count }}{% endraw %}\n```",
			"```\n{{ page.count }}\n```", "raw protects"},
		{"{% highlight c %}\n{{ page.count }};\n{% endhighlight %}",
			"```c\n3;\n```", "what is highlighted is worked out before"},
		{"{% highlight c %}{% raw %}{{ a }}{% endraw %}{% endhighlight %}",
			"```c\n{{ a }}\n```", "but for raw"},
		{"{% comment %}{% for x in page.tags %}{% endcomment %}a", "a",
			"nothing in a comment is run"},
		{"{% echo page.count %}", "3", "echo"},
		{"{{ page.title", "{{ page.title", "no output"},
		{"{{ }}{{ | upcase }}{{ 'a }}{{ page. }}{{ page[ }}{{ (1.. }}", "a",
			"nothing of sense"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), true);
}

static void of_what_is_not_known_the_first_branch_stays(void **state)
{
	static const struct row rows[] = {
		{IF("odd.x"), "y", "a value"},
		{IF("odd.x == 1"), "y", "a comparison"},
		{IF("odd.x and false"), "n", "what decides all the same"},
		{IF("odd.x or true"), "y", "the same"},
		{"{% unless odd.x %}a{% else %}b{% endunless %}", "a", "unless"},
		{"{% case odd %}{% when 1 %}a{% when 2 %}b{% endcase %}", "a", "a case"},
		{"{% for x in odd %}a{% endfor %}b", "b", "a loop has nothing"},
		{"{{ odd | upcase }}{{ odd | default: 'd' }}", "d", "nor has an output"},
		{"{{ site.data.birds | where: 'name', odd | size }}", "0",
			"nothing is equal to it"},
	};

	(void)state;
	check_rows(rows, COUNT(rows), false);
}

static void a_line_that_was_to_say_something_leaves_a_gap(void **state)
{
	static const struct {
		const char *line;
		bool leaves;
		const char *why;
	} rows[] = {
		{"{% if false %}b{% endif %}", true, "no branch is taken"},
		{"{% if true %}{% else %}b{% endif %}", false, "an empty one is"},
		{"{% if true %}{% else %}{% if false %}b{% endif %}{% endif %}", false,
			"an if in one that is not"},
		{"{% if true %}{% else %}{% for x in page.none %}b{% endfor %}{% endif "
		 "%}",
			false, "a loop in one that is not"},
		{"{% for x in page.none %}b{% endfor %}", true, "a loop over nothing"},
		{"{{ page.unknown }}", true, "a value that is not there"},
		{"{% assign x = 1 %}", false, "a tag that says nothing"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct dialect dialect;
		struct slice source =
			arena_printf(&arena, "Birds:\n%s\n\nThe end.\n", rows[i].line);
		expand(&arena, source, true, true, NULL, &dialect);
		bool leaves = slice_find(buf_slice(&dialect.text), S(TEXT_GAP)) >= 0;
		if (leaves != rows[i].leaves)
			fail_msg("%s: %s: %.*s", rows[i].why, rows[i].line,
				SARG(buf_slice(&dialect.text)));
		buf_fini(&dialect.text);
		arena_fini(&arena);
	}
}

static void what_is_missing_is_said_once(void **state)
{
	struct arena arena = {0};
	struct diag_list diags;
	struct dialect dialect;

	(void)state;
	diag_init(&diags);
	expand(&arena,
		S("{% for b in site.data.birds %}{{ b.rare }}{{ page.x }}{% endfor %}\n"
		  "{{ page.x }}\n{{ 'a' | odd }}{{ 'b' | odd }}\n{% include x.md %}\n"
		  "{% if page.y %}{{ page.z }}{% endif %}{{ page.w | default: 'd' }}"),
		true, false, &diags, &dialect);
	assert_int_equal(diags.count, 3);
	assert_true(slice_eq(diags.items[0].message, S("unknown variable 'page.x'")));
	assert_true(slice_eq(diags.items[1].message, S("unknown Liquid filter 'odd'")));
	assert_true(slice_eq(diags.items[2].message, S("no such include 'x.md'")));
	buf_fini(&dialect.text);
	diag_fini(&diags);
	arena_fini(&arena);
}

/* Whatever a page asks for, it costs so much and no more. */
static void work_is_bounded(void **state)
{
	static const char *const sources[] = {
		"{% for a in (1..99999) %}{% for b in (1..99999) %}x{% endfor %}{% "
		"endfor %}",
		"{% for a in (1..999999999) %}{% endfor %}",
		"{% assign s = 'xxxxxxxxxx' %}{% for a in (1..99) %}"
		"{% assign s = s | append: s %}{% endfor %}{{ s }}",
		"{% assign l = 'a,b' | split: ',' %}{% for a in (1..99) %}"
		"{% assign l = l | concat: l %}{% endfor %}{{ l | join: ',' }}",
		"{% assign l = (1..999999999) | sort | uniq | group_by: 'x' %}{{ l | "
		"size }}",
		"{% include self.md %}",
		"{% for a in (1..99999) %}{{ site.data.birds | jsonify }}{% endfor %}",
		"{% for a in (1..9999) %}{% capture c %}{{ c }}xxxxxxxx{{ c }}{% "
		"endcapture "
		"%}{% endfor %}",
		"{{ (1..999999999) | where_exp: 'i', 'i > 5' | size }}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct arena arena = {0};
		struct dialect dialect;
		expand(&arena, slice_str(sources[i]), true, false, NULL, &dialect);
		if (dialect.text.len > 4u << 20 || arena.used_bytes > 256u << 20)
			fail_msg("%s: %zu bytes of text, %zu of memory", sources[i],
				dialect.text.len, arena.used_bytes);
		buf_fini(&dialect.text);
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_are_as_the_manual_of_liquid_has_them),
		cmocka_unit_test(loops_walk_over_lists),
		cmocka_unit_test(filters_of_text),
		cmocka_unit_test(filters_of_lists),
		cmocka_unit_test(filters_of_numbers_and_dates),
		cmocka_unit_test(variables_tags_and_code),
		cmocka_unit_test(of_what_is_not_known_the_first_branch_stays),
		cmocka_unit_test(a_line_that_was_to_say_something_leaves_a_gap),
		cmocka_unit_test(what_is_missing_is_said_once),
		cmocka_unit_test(work_is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
