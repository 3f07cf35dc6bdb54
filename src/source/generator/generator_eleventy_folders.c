/* SPDX-License-Identifier: MIT */
/* Which folders Eleventy reads and writes: options of its command, calls in its configuration, and the property "dir"
 * there, in this order (11ty.dev/docs/config, /docs/usage). */
#include "data/script.h"
#include "source/generator/generator_eleventy_internal.h"

#define CALLS_MAX 16

/* Does @command run Eleventy? Then *options is what follows its name. */
static bool runs_eleventy(struct slice command, struct slice *options)
{
	static const struct slice name = S("eleventy");
	ptrdiff_t at;

	for (; (at = slice_find(command, name)) >= 0;
		command = slice_from(command, (size_t)at + name.len)) {
		struct slice rest = slice_from(command, (size_t)at + name.len);
		bool begins = at == 0 || strchr(" \t/", command.ptr[at - 1]);
		bool ends = rest.len == 0 || strchr(" \t@", *rest.ptr);
		if (begins && ends) {
			/* Another command may follow. */
			slice_cut(rest, '&', options, NULL);
			return true;
		}
	}
	return false;
}

/* The value of "--input=src" or "--input src" among @options; empty: none. */
static struct slice option(struct slice options, struct slice name)
{
	ptrdiff_t at = slice_find(options, name);

	if (at < 0)
		return slice_none;
	struct slice rest = slice_from(options, (size_t)at + name.len);
	if (rest.len == 0 || !strchr("= \t", *rest.ptr))
		return slice_none;
	rest = slice_trim_start(slice_from(rest, 1));
	if (rest.len && strchr("\"'", *rest.ptr)) {
		slice_cut(slice_from(rest, 1), *rest.ptr, &rest, NULL);
		return rest;
	}
	return slice_head(rest, slice_until(rest, ""));
}

struct slice eleventy_option(const struct value *package, struct slice name)
{
	const struct value *scripts = value_get(package, S("scripts"));
	struct slice options;

	/* What builds the web site goes first. */
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0;
			scripts && scripts->kind == VALUE_MAP && i < scripts->count;
			i++) {
			const struct value_pair *pair = &scripts->pairs[i];
			if (pass == 0 && !slice_eq(pair->key, S("build")))
				continue;
			if (pass == 1 && !slice_starts(pair->key, S("build")))
				continue;
			if (runs_eleventy(value_text(&pair->value), &options))
				return option(options, name);
		}
	}
	return slice_none;
}

/* What @expression comes to: a string, a constant, "dirs.input". */
static bool value_of(struct arena *arena, struct slice config, struct slice expression,
	struct slice *out)
{
	struct value value;
	bool there;

	expression = slice_trim(expression);
	bool known = script_value(arena, config, expression, &value);
	ptrdiff_t dot = slice_rfind_char(expression, '.');
	if (!known && dot > 0 && slice_span(expression, "_$.") == expression.len)
		known = script_property(arena, config,
			slice_from(expression, (size_t)dot + 1), &value, &there);
	*out = value_text(&value);
	return known && value.kind == VALUE_SCALAR;
}

enum finding { IS_NOT_SAID, IS_KNOWN, IS_UNKNOWN };

static enum finding find_call(struct settings_reader *reader, struct slice config,
	struct slice call, struct slice *out)
{
	struct slice rest = config, argument;
	enum finding found = IS_NOT_SAID;

	/* The last one counts. */
	for (int i = 0; i < CALLS_MAX && script_expression_after(&rest, call, &argument);
		i++) {
		bool known = value_of(&reader->settings->arena, config, argument, out);
		found = known ? IS_KNOWN : IS_UNKNOWN;
		reader->computed = argument;
	}
	return found;
}

static enum finding find_property(struct settings_reader *reader, struct slice config,
	struct slice name, struct slice *out)
{
	struct arena *arena = &reader->settings->arena;
	struct slice dir, expression;
	struct value value;

	if (slice_eq(name, S("input"))) {
		const struct value *folder = settings_value(reader, name);
		if (folder) {
			*out = value_text(folder);
			return IS_KNOWN;
		}
	}
	bool has_dir = script_expression(config, S("dir"), &dir) ||
		       script_expression(config, S("directories"), &dir);
	if (script_find(arena, has_dir ? dir : config, name, &value) &&
		value_text(&value).len) {
		*out = value_text(&value);
		return IS_KNOWN;
	}
	if (!has_dir || !slice_starts(dir, S("{")) ||
		!script_expression(dir, name, &expression))
		return IS_NOT_SAID;
	reader->computed = expression;
	return value_of(arena, config, expression, out) ? IS_KNOWN : IS_UNKNOWN;
}

static enum finding find(struct settings_reader *reader, const struct value *package,
	struct slice config, const struct slice *names, struct slice *out)
{
	*out = names[2].len ? eleventy_option(package, names[2]) : slice_none;
	if (out->len)
		return IS_KNOWN;
	enum finding found = find_call(reader, config, names[1], out);
	return found == IS_NOT_SAID ? find_property(reader, config, names[0], out)
				    : found;
}

void eleventy_read_folders(struct settings_reader *reader, const struct value *package,
	struct slice config, struct eleventy_folders *out)
{
	static const struct {
		struct slice names[3]; /* the property, the call, the option */
		size_t field;
	} rows[] = {
		{{S("input"), S("setInputDirectory("), S("--input")},
			offsetof(struct eleventy_folders, input)},
		{{S("includes"), S("setIncludesDirectory("), S("")},
			offsetof(struct eleventy_folders, includes)},
		{{S("layouts"), S("setLayoutsDirectory("), S("")},
			offsetof(struct eleventy_folders, layouts)},
		{{S("data"), S("setDataDirectory("), S("")},
			offsetof(struct eleventy_folders, data)},
		{{S("output"), S("setOutputDirectory("), S("--output")},
			offsetof(struct eleventy_folders, output)},
	};

	*out = (struct eleventy_folders){0};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice *field = (struct slice *)((char *)out + rows[i].field);
		if (find(reader, package, config, rows[i].names, field) != IS_UNKNOWN)
			continue;
		*field = slice_none;
		out->input_is_unknown |= i == 0;
		diag_add(reader->diags, DIAG_WARNING, reader->settings->generator_file, 0,
			0,
			i == 0 ? "no page is shown, because nobody knows which folder "
				 "has the pages; write its name as a string"
			       : "nothing is left out, because what it names is unknown",
			"computed setting: %.*s of the folder \"%.*s\"",
			SARG(reader->computed), SARG(rows[i].names[0]));
	}
	reader->computed = slice_none;
	/* Older configurations. */
	const struct value *source = out->input.len || out->input_is_unknown
					     ? NULL
					     : settings_value(reader, S("src"));
	out->input = source ? value_text(source) : out->input;
}
