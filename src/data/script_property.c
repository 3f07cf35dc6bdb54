/* SPDX-License-Identifier: MIT */
/* Properties of the objects in a program, and the values of their expressions where they are known without
 * running it: constants, "a || 'b'", "a ? 'b' : 'c'", templates whose holes are constants. */
#include "base/buf.h"
#include "data/script.h"
#include "data/script_internal.h"

#define DEPTH_MAX  4    /* expressions in expressions */
#define STEPS_MAX  1000 /* expressions looked at for one property */
#define NESTED_MAX 64   /* brackets in brackets; settings are not deeper */

struct search {
	struct arena *arena;
	struct slice source; /* all of it, for constants */
	struct slice name;
	size_t best; /* depth of what was found */
	unsigned steps;
	bool found, resolved;
	struct value *out;
};

static bool resolve(struct search *search, struct slice expression, struct value *out,
	unsigned depth);

/* The offset of @mark ("||", "?", ":") in @s outside of strings and brackets, or -1. */
static ptrdiff_t find_outside(struct slice s, struct slice mark)
{
	struct slice body;
	size_t depth = 0;

	for (size_t i = 0; i < s.len;) {
		char c = s.ptr[i];
		size_t len = script_string(slice_from(s, i), &body);
		/* "a?.b" is not a conditional. */
		if (!len && depth == 0 && slice_starts(slice_from(s, i), mark) &&
			!(c == '?' && mark.len == 1 && i + 1 < s.len &&
				strchr("?.", s.ptr[i + 1])))
			return (ptrdiff_t)i;
		if (!len && c && strchr("([{", c))
			depth++;
		else if (!len && c && strchr(")]}", c) && depth)
			depth--;
		/* "??" is one mark. */
		i += len ? len : slice_starts(slice_from(s, i), S("??")) ? 2 : 1;
	}
	return -1;
}

/* Is @condition true when the web site is built: in production, with no other environment variable set? */
static bool holds(const struct search *search, struct slice condition)
{
	static const struct slice words[] = {S("production"), S("development")};
	struct slice constant;

	condition = slice_trim(condition);
	if (script_constant(search->source, condition, &constant))
		condition = constant;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (slice_contains(condition, words[i]) &&
			slice_contains(condition, S("NODE_ENV")))
			return slice_contains(condition, S("!=")) == (i == 1);
	}
	return false;
}

static bool resolve_choice(struct search *search, struct slice expression, size_t at,
	struct value *out, unsigned depth)
{
	struct slice rest = slice_from(expression, at + 1);
	ptrdiff_t colon = find_outside(rest, S(":"));

	if (colon < 0)
		return false;
	bool first = holds(search, slice_head(expression, at));
	return resolve(search,
		first ? slice_head(rest, (size_t)colon)
		      : slice_from(rest, (size_t)colon + 1),
		out, depth);
}

/* `https://${host}/`: each hole is a constant. */
static bool fill_holes(struct search *search, struct value *out, unsigned depth)
{
	struct slice rest = out->text, before, hole;
	struct buf text = BUF(SCRIPT_MAX_BYTES);
	bool whole = true;

	while (whole && rest.len) {
		ptrdiff_t at = slice_find(rest, S("${"));
		before = slice_head(rest, at < 0 ? rest.len : (size_t)at);
		rest = slice_from(rest, before.len);
		buf_put(&text, before);
		if (at < 0)
			break;
		struct value value = {0};
		whole = slice_cut(slice_from(rest, 2), '}', &hole, &rest) &&
			resolve(search, hole, &value, depth) && value_text(&value).len;
		buf_put(&text, value_text(&value));
	}
	out->text = buf_take(&text, search->arena);
	return whole;
}

/* The literal value of @expression. The depth is bounded. */
static bool resolve(
	struct search *search, struct slice expression, struct value *out, unsigned depth)
{
	struct slice name = slice_trim(expression), constant, body;

	if (depth++ == DEPTH_MAX || search->steps++ == STEPS_MAX)
		return false;
	if (script_literal(search->arena, name, out))
		return true;
	if (name.len && *name.ptr == '`' && script_string(name, &body) == name.len) {
		*out = (struct value){.kind = VALUE_SCALAR, .quoted = true, .text = body};
		return fill_holes(search, out, depth);
	}
	if (name.len && slice_span(name, "_$") == name.len)
		return script_constant(search->source, name, &constant) &&
		       resolve(search, constant, out, depth);
	ptrdiff_t at = find_outside(name, S("?"));
	if (at >= 0)
		return resolve_choice(search, name, (size_t)at, out, depth);
	static const struct slice marks[] = {S("||"), S("??")};
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		at = find_outside(name, marks[i]);
		if (at >= 0)
			return resolve(search, slice_head(name, (size_t)at), out,
				       depth) ||
			       resolve(search, slice_from(name, (size_t)at + 2), out,
				       depth);
	}
	return false;
}

/* The length of the name at the start of @s, with its quotes, if it is the one sought; else
 * 0. */
static size_t named(const struct search *search, struct slice s)
{
	struct slice body;
	size_t len = script_string(s, &body);

	if (len)
		return slice_eq(body, search->name) ? len : 0;
	len = search->name.len;
	return slice_starts(s, search->name) &&
			       (len == s.len || !script_is_word(s.ptr[len]))
		       ? len
		       : 0;
}

/* Looks after the name of what may be a property, @depth objects deep. */
static void look(struct search *search, struct slice behind, size_t depth)
{
	struct slice expression, rest = slice_trim_start(behind);
	struct value value = {0};
	bool is_short = rest.len && strchr(",}", *rest.ptr) && *rest.ptr;

	if (!is_short && !slice_starts(rest, S(":")))
		return;
	expression = is_short ? search->name : script_expression_at(slice_from(rest, 1));
	bool good = resolve(search, expression, &value, 0);
	/* Imported names, and types. */
	if (!good && (is_short || slice_eq(expression, S("string"))))
		return;
	if (search->found && search->best <= depth)
		return;
	search->found = true;
	search->resolved = good;
	search->best = depth;
	*search->out = value;
}

/* Looks at the properties of @text that are at most @max objects deep. */
static void walk(struct search *search, struct slice text, size_t max)
{
	char open[NESTED_MAX];
	size_t depth = 0;
	char last = 0; /* the byte before, spaces aside */
	struct slice body;

	for (size_t i = 0; i < text.len;) {
		struct slice rest = slice_from(text, i);
		char c = *rest.ptr;
		size_t len = depth && depth <= max && open[depth - 1] == '{' && last &&
					     strchr("{,;", last)
				     ? named(search, rest)
				     : 0;
		if (len)
			look(search, slice_from(rest, len), depth);
		/* An escaped bracket in a regular expression does not count. */
		if (!len)
			len = c == '\\' ? 2 : script_string(rest, &body);
		if (!len && script_is_word(c)) {
			len = slice_span(rest, "_$");
		} else if (!len && c && strchr("([{", c)) {
			if (depth == NESTED_MAX)
				return;
			open[depth++] = c;
		} else if (!len && c && strchr(")]}", c) && depth) {
			depth--;
		}
		if (!ascii_is_space(c))
			last = c;
		i += len ? len : 1;
	}
}

/* The object that the program exports, when it is written there: "export default {...}", "module.exports =
 * name". */
static bool exported(struct slice source, struct slice *out)
{
	static const struct slice marks[] = {S("module.exports ="), S("module.exports="),
		S("export default "), S("export = ")};
	struct slice rest, name;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		rest = source;
		if (!script_expression_after(&rest, marks[i], &name))
			continue;
		size_t len = slice_span(name, "_$");
		/* It may be followed by a line that begins another statement. */
		if (len && (len == name.len || name.ptr[len] == '\n' ||
				   slice_starts(slice_from(name, len), S(" satisfies "))))
			return script_constant(source, slice_head(name, len), out);
		*out = name;
		return slice_starts(name, S("{"));
	}
	return false;
}

bool script_property(struct arena *arena, struct slice source, struct slice name,
	struct value *out, bool *there)
{
	struct search search = {
		.arena = arena, .source = source, .name = name, .out = out};
	struct slice root;

	*out = (struct value){0};
	if (exported(source, &root))
		walk(&search, root, 1);
	if (!search.found)
		walk(&search, source, NESTED_MAX);
	*there = search.found;
	return search.resolved;
}

bool script_value(struct arena *arena, struct slice source, struct slice expression,
	struct value *out)
{
	struct search search = {.arena = arena, .source = source};

	*out = (struct value){0};
	return resolve(&search, expression, out, 0);
}
