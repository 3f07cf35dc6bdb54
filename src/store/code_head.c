/* SPDX-License-Identifier: MIT */
/* What runs by front matter alone. Generators do not agree where it ends: it may be longer here, never shorter. */
#include "data/frontmatter.h"
#include "store/code.h"

/* A line without the mark of the byte order. Empty: it is. */
static struct slice opening_of(struct slice line)
{
	slice_skip(&line, S("\xEF\xBB\xBF"));
	return slice_trim_end(line);
}

size_t code_head_lines(const struct slices *lines)
{
	static const struct slice markers[] = {S("---"), S("+++"), S(";;;")};
	struct frontmatter fm;
	size_t first = 0;

	while (first < lines->count && !opening_of(lines->items[first]).len)
		first++;
	if (first == lines->count)
		return 0;
	struct slice last = lines->items[lines->count - 1];
	const struct slice text = slice(
		lines->items[0].ptr, (size_t)(last.ptr + last.len - lines->items[0].ptr));
	const struct slice opening = opening_of(lines->items[first]);
	for (size_t i = 0; i < sizeof(markers) / sizeof(*markers); i++) {
		if (!slice_starts(opening, markers[i]))
			continue;
		/* To Hexo more of them end by as many. Not by "...": to some that is a line like others. */
		bool is_longer = slice_run(opening, opening.ptr[0]) > markers[i].len;
		for (size_t k = first + 1; k < lines->count && !is_longer; k++) {
			if (slice_eq(slice_trim_end(lines->items[k]), markers[i]))
				return k;
		}
		return lines->count;
	}
	frontmatter_split(text, true, FRONTMATTER_OR_CLOSED, &fm);
	return fm.format == FRONTMATTER_NONE ? 0 : fm.body_line - 1;
}

/* "markup:", "'markup' =", "params.markup=", "{title: x, markup: rst}". */
static bool has_key(struct slice line)
{
	static const struct slice keys = S(
		"templateEngineOverride|markup|layout|template|outputs|eleventyComputed|"
		"eleventyImport|permalink|mdx|head|engine");

	for (size_t i = 0; i < line.len; i++) {
		size_t length = slice_span(slice_from(line, i), "_-");
		if (!length)
			continue;
		struct slice rest = slice_from(line, i + length);
		slice_skip(&rest, S("\""));
		slice_skip(&rest, S("'"));
		rest = slice_trim_start(rest);
		if ((slice_starts(rest, S(":")) || slice_starts(rest, S("="))) &&
			slice_any(slice(line.ptr + i, length), keys, value_key_eq))
			return true;
		i += length;
	}
	return false;
}

/* "? key", "*key :", "<<: *keys": what YAML puts together elsewhere. */
static bool has_made_key(struct slice line)
{
	if (slice_starts(slice_trim_start(line), S("?")) || slice_contains(line, S("<<")))
		return true;
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != '*')
			continue;
		struct slice rest = slice_from(line, i + 1);
		size_t length = slice_span(rest, "_-");
		if (length &&
			slice_starts(slice_trim_start(slice_from(rest, length)), S(":")))
			return true;
	}
	return false;
}

/* "\x3c", "\u003c"; and what browsers take out of addresses: "java\tscript:", a line that goes on. */
static bool has_escape(struct slice line)
{
	line = slice_trim_end(line);
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != '\\')
			continue;
		struct slice rest = slice_from(line, ++i);
		if (!rest.len || slice_find_char(S("tnr"), rest.ptr[0]) >= 0 ||
			(rest.len > 1 && slice_find_char(S("xuU"), rest.ptr[0]) >= 0 &&
				ascii_hex(rest.ptr[1]) >= 0))
			return true;
	}
	return false;
}

const char *code_in_head(struct slice line)
{
	struct slice piece;

	while (slice_split(&line, '\r', &piece)) {
		if (has_key(piece))
			return "a key that chooses what runs this file";
		if (has_made_key(piece))
			return "a key that is made of others (?, * or <<)";
		if (has_escape(piece))
			return "a character that is written by its code (\\)";
	}
	return NULL;
}
