/* SPDX-License-Identifier: MIT */
/* The strings in JavaScript and TypeScript expressions that are not plain literals. */
#include "data/script.h"
#include "data/script_internal.h"

#define DEPTH_MAX 4   /* constants made of constants */
#define NAMES_MAX 256 /* looked for in one source */

size_t script_expression_length(struct slice s, const char *stops)
{
	struct slice body;
	size_t depth = 0, i = 0;

	while (i < s.len) {
		char c = s.ptr[i];
		size_t len = script_string(slice_from(s, i), &body);
		if (len) {
			i += len;
			continue;
		}
		if (c && strchr("([{", c))
			depth++;
		else if (c && strchr(")]}", c) && depth-- == 0)
			break;
		else if (c && strchr(stops, c) && depth == 0)
			break;
		i++;
	}
	return i;
}

struct slice script_expression_at(struct slice rest)
{
	rest = slice_trim_start(rest);
	return slice_trim_end(slice_head(rest, script_expression_length(rest, ",;")));
}

bool script_next_place(
	struct script_places *places, struct slice name, struct slice *behind)
{
	/* A name that is everywhere but where it is set is not looked at for ever. */
	while (places->tries++ < 256) {
		ptrdiff_t hit = slice_find(places->rest, name);
		if (hit < 0)
			return false;
		const char *start = places->rest.ptr + hit;
		bool whole = start == places->source.ptr || !script_is_word(start[-1]);
		places->rest = slice_from(places->rest, (size_t)hit + name.len);
		/* The name may be quoted. */
		*behind = places->rest;
		if (!slice_skip(behind, S("\"")))
			slice_skip(behind, S("'"));
		*behind = slice_trim_start(*behind);
		if (!whole || slice_any(*behind, S("==|=>"), slice_starts))
			continue;
		if (slice_skip(behind, S(":")) || slice_skip(behind, S("=")))
			return true;
	}
	return false;
}

bool script_expression(struct slice source, struct slice name, struct slice *out)
{
	struct script_places places = {source, source, 0};

	if (!script_next_place(&places, name, out))
		return false;
	*out = script_expression_at(*out);
	return true;
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
			/* A type may come in between: "const config: Config = {". */
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
		len = slice_span(rest, "_$");
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
