/* SPDX-License-Identifier: MIT */
/* Expressions of JavaScript and TypeScript that are no plain literals: the strings in them. */
#include "data/script.h"
#include "data/script_internal.h"

#define DEPTH_MAX 4   /* constants made of constants */
#define NAMES_MAX 256 /* looked for in one source */

struct slice script_expression_at(struct slice rest)
{
	struct slice all = slice_trim_start(rest), body;
	size_t depth = 0, i = 0;

	while (i < all.len) {
		char c = all.ptr[i];
		size_t len = script_string(slice_from(all, i), &body);
		if (len) {
			i += len;
			continue;
		}
		if (c && strchr("([{", c))
			depth++;
		else if (c && strchr(")]}", c) && depth-- == 0)
			break;
		else if ((c == ',' || c == ';') && depth == 0)
			break;
		i++;
	}
	return slice_trim_end(slice_head(all, i));
}

bool script_expression(struct slice source, struct slice name, struct slice *out)
{
	struct slice rest = source;

	for (int tries = 0; tries < 256; tries++) {
		ptrdiff_t hit = slice_find(rest, name);
		if (hit < 0)
			return false;
		const char *start = rest.ptr + hit;
		bool whole = start == source.ptr || !script_is_word(start[-1]);
		rest = slice_from(rest, (size_t)hit + name.len);
		struct slice behind = rest;
		if (behind.len && strchr("\"'", *behind.ptr) && *behind.ptr)
			behind = slice_from(behind, 1);
		behind = slice_trim_start(behind);
		if (!whole || !behind.len || !strchr(":=", *behind.ptr) || !*behind.ptr ||
			slice_starts(behind, S("==")) || slice_starts(behind, S("=>")))
			continue;
		*out = script_expression_at(slice_from(behind, 1));
		return true;
	}
	return false;
}

bool script_expression_after(struct slice *source, struct slice marker, struct slice *out)
{
	ptrdiff_t hit = slice_find(*source, marker);

	if (hit < 0)
		return false;
	*source = slice_from(*source, (size_t)hit + marker.len);
	*out = script_expression_at(*source);
	return true;
}

bool script_constant(struct slice source, struct slice name, struct slice *out)
{
	static const struct slice words[] = {S("const "), S("let "), S("var ")};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct slice rest = source;
		for (ptrdiff_t at; (at = slice_find(rest, words[i])) >= 0;) {
			rest = slice_trim_start(
				slice_from(rest, (size_t)at + words[i].len));
			if (!slice_starts(rest, name) || rest.len == name.len ||
				script_is_word(rest.ptr[name.len]))
				continue;
			/* A type may stand in between: "const config: Config = {". */
			ptrdiff_t equals = slice_find_char(rest, '=');
			if (equals < 0)
				return false;
			*out = script_expression_at(slice_from(rest, (size_t)equals + 1));
			return true;
		}
	}
	return false;
}

struct gathering {
	struct arena *arena;
	struct slice source;
	struct slice *items;
	size_t count, capacity;
	unsigned depth, names;
	bool whole;
};

static void gather(struct gathering *g, struct slice text);

static void gather_string(struct gathering *g, struct slice body)
{
	if (g->count < SCRIPT_MAX_VALUES)
		*arena_next(g->arena, g->items, g->count, g->capacity) =
			script_unescaped(g->arena, body);
}

/* A name in an expression: a constant of the same file, or something that is not known. */
static void gather_name(struct gathering *g, struct slice name)
{
	struct slice expression;

	if (slice_any(name, S("true|false|null|undefined|as|const|satisfies"), slice_eq))
		return;
	if (ascii_is_digit(*name.ptr))
		return;
	if (g->depth < DEPTH_MAX && g->names++ < NAMES_MAX &&
		script_expression(g->source, name, &expression) && expression.len &&
		strchr("[\"'`", *expression.ptr)) {
		g->depth++;
		gather(g, expression);
		g->depth--;
	} else {
		g->whole = false;
	}
}

/* Depth is bounded: constants of constants. */
static void gather(struct gathering *g, struct slice text)
{
	struct slice body;

	for (size_t i = 0; i < text.len;) {
		struct slice rest = slice_from(text, i);
		size_t len = script_string(rest, &body);
		if (len) {
			if (*rest.ptr == '`' && slice_find(body, S("${")) >= 0)
				g->whole = false;
			gather_string(g, body);
			i += len;
			continue;
		}
		while (len < rest.len && script_is_word(rest.ptr[len]))
			len++;
		if (len)
			gather_name(g, slice_head(rest, len));
		i += len ? len : 1;
	}
}

size_t script_strings(struct arena *arena, struct slice source, struct slice expression,
	struct slice **out, bool *whole)
{
	struct gathering g = {.arena = arena, .source = source, .whole = true};

	gather(&g, expression);
	*out = g.items;
	*whole = g.whole;
	return g.count;
}
