/* SPDX-License-Identifier: MIT */
#include "data/frontmatter.h"

#include "base/buf.h"
#include "base/clean.h"
#include "data/toml.h"
#include "data/yaml.h"

/* --- the borders ------------------------------------------------------------------ */

/* The current position: @rest starts at @line. */
struct cursor {
	struct slice all, rest;
	unsigned line;
	bool at_end; /* no bytes follow */
};

static bool next_line(struct cursor *at, struct slice *line)
{
	/* A last line without a line end may continue in bytes to come. */
	if (!at->at_end && slice_find_char(at->rest, '\n') < 0)
		return false;
	if (!slice_next_line(&at->rest, line))
		return false;
	at->line++;
	return true;
}

static size_t offset(const struct cursor *at)
{
	return at->all.len - at->rest.len;
}

static bool is_marker(struct slice line, struct slice marker)
{
	return slice_starts(line, marker) &&
	       slice_trim(slice_from(line, marker.len)).len == 0;
}

static void set_body(const struct cursor *at, struct frontmatter *out)
{
	out->body_offset = offset(at);
	out->body_line = at->line;
}

/* @at is after the opening marker. */
static bool split_at_marker(struct cursor at, struct slice marker, struct slice other,
	struct frontmatter *out)
{
	struct slice line;

	out->raw = at.rest;
	out->raw_line = at.line;
	for (;;) {
		size_t raw_len = out->raw.len - at.rest.len;
		if (!next_line(&at, &line))
			return false;
		if (is_marker(line, marker) || (other.len && is_marker(line, other))) {
			out->raw.len = raw_len;
			out->whole = true;
			set_body(&at, out);
			return true;
		}
	}
}

/* Accepts "{ "title"", but neither Liquid nor an attribute list. */
static bool opens_json(struct slice s)
{
	if (s.len == 0 || s.ptr[0] != '{')
		return false;
	s = slice_trim_start(slice_from(s, 1));
	return s.len && (s.ptr[0] == '"' || s.ptr[0] == '}');
}

/* @at is at the brace. False: not closed. @out->format is NONE when text follows the object. */
static bool split_json(struct cursor at, struct frontmatter *out)
{
	struct slice s = at.rest, line;
	size_t depth = 0, i;
	bool in_string = false;

	out->raw = s;
	out->raw_line = at.line;
	for (i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{') {
			depth++;
		} else if (c == '}' && --depth == 0) {
			break;
		}
		at.line += c == '\n';
	}
	if (i >= s.len)
		return false;
	out->raw.len = i + 1;
	at.rest = slice_from(s, i + 1);
	bool ended = next_line(&at, &line);
	if (!ended && !at.at_end)
		return false;
	if (ended && slice_trim(line).len) {
		out->format = FRONTMATTER_NONE;
		return true;
	}
	out->whole = true;
	set_body(&at, out);
	return true;
}

/* "Key: value" as in Pelican and Python-Markdown's meta-data. */
static bool split_pair(struct slice line, struct slice *key, struct slice *value)
{
	size_t n = slice_span(line, "_-");

	if (n == 0 || n == line.len || line.ptr[n] != ':')
		return false;
	*key = slice_head(line, n);
	*value = slice_trim(slice_from(line, n + 1));
	return !slice_starts(*value, S("//"));
}

static bool is_usual_key(struct slice key)
{
	return slice_any(key,
		S("title|date|author|authors|slug|tags|category|summary|status|lang|"
		  "modified|"
		  "keywords|description|template|save_as|url|layout|permalink|draft|"
		  "published|password|private"),
		slice_eq_nocase);
}

/* What a line of such a header is. A tab is four spaces. */
enum header_line { HEADER_PAIR, HEADER_MORE, HEADER_END, HEADER_NONE };

static enum header_line header_line(
	struct slice line, bool strict, struct slice *key, struct slice *value)
{
	size_t indent = slice_run(line, ' ');

	if (slice_trim(line).len == 0 ||
		(slice_any(line, S("---|..."), slice_starts) &&
			(line.len == 3 || ascii_is_space(line.ptr[3]))))
		return HEADER_END;
	if (indent < 4 && split_pair(slice_from(line, indent), key, value))
		return HEADER_PAIR;
	if (indent >= 4 || line.ptr[indent] == '\t' || (strict && indent))
		return HEADER_MORE;
	return HEADER_NONE;
}

/* @at is at the first line. @strict: nothing but such lines. */
static bool split_lines(struct cursor at, bool strict, struct frontmatter *out)
{
	struct slice line, key, value;
	bool usual = false, any = false;

	out->raw = at.rest;
	out->raw_line = at.line;
	for (enum header_line what = HEADER_PAIR;
		what == HEADER_PAIR || what == HEADER_MORE;) {
		struct cursor before = at;
		if (!next_line(&at, &line)) {
			out->whole = at.at_end;
			break;
		}
		what = header_line(line, strict, &key, &value);
		if (what == HEADER_PAIR)
			usual |= is_usual_key(key);
		else if (!any || (what == HEADER_NONE && strict))
			return false;
		any = true;
		if (what == HEADER_NONE)
			at = before;
		if (what == HEADER_NONE || what == HEADER_END) {
			out->raw.len -= before.rest.len;
			out->whole = true;
		}
	}
	set_body(&at, out);
	return any && usual;
}

/* The character of a line of three or more dashes or semicolons; else 0. */
static char rule_of(struct slice line)
{
	line = slice_trim_end(line);
	size_t len = line.len ? slice_run(line, *line.ptr) : 0;
	return len >= 3 && len == line.len && strchr("-;", *line.ptr) ? *line.ptr : 0;
}

/* Can @line be part of front matter without an opening marker? */
static bool may_be_within(struct slice line)
{
	struct slice key, value;

	if (slice_trim(line).len == 0 || strchr(" \t#", *line.ptr) ||
		slice_starts(line, S("- ")))
		return true;
	if (*line.ptr == '"')
		line = slice_from(line, 1);
	ptrdiff_t quote = slice_find(line, S("\":"));
	return quote > 0 || split_pair(line, &key, &value);
}

/* Hexo's form; @at is at the first line. */
static bool split_closed(struct cursor at, struct frontmatter *out)
{
	struct cursor first = at;
	struct slice line;
	char opened = 0, closed = 0;

	if (!next_line(&at, &line))
		return false;
	opened = rule_of(line);
	if (!opened)
		at = first;
	out->raw = at.rest;
	out->raw_line = at.line;
	for (bool any = false; !closed; any = true) {
		size_t raw_len = out->raw.len - at.rest.len;
		if (!next_line(&at, &line))
			return false;
		char rule = rule_of(line);
		if (rule && any && (!opened || rule == opened)) {
			closed = rule;
			out->raw.len = raw_len;
		} else if (!opened && !may_be_within(line)) {
			return false;
		}
	}
	out->format = closed == ';' ? FRONTMATTER_JSON : FRONTMATTER_YAML;
	out->whole = true;
	set_body(&at, out);
	return true;
}

/* Does the line after an opening marker begin with a key? Otherwise the marker is a
 * thematic break. */
static bool begins_with_key(struct cursor at)
{
	struct slice line = slice_none, name = slice_none, key, value;

	if (!next_line(&at, &line))
		return false;
	slice_cut(line, '=', &name, NULL); /* TOML's */
	return is_usual_key(slice_trim(name)) ||
	       (split_pair(line, &key, &value) && is_usual_key(key));
}

/* The language named after the marker, as in "---js"; NONE: another line. */
static enum frontmatter_format named_format(struct slice line)
{
	static const struct {
		struct slice name;
		enum frontmatter_format format;
	} rows[] = {
		{S("yaml"), FRONTMATTER_YAML},
		{S("yml"), FRONTMATTER_YAML},
		{S("toml"), FRONTMATTER_TOML},
		{S("json"), FRONTMATTER_JSON},
		{S("js"), FRONTMATTER_SCRIPT},
		{S("javascript"), FRONTMATTER_SCRIPT},
	};

	if (!slice_starts(line, S("---")))
		return FRONTMATTER_NONE;
	line = slice_trim(slice_from(line, 3));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (slice_eq(line, rows[i].name))
			return rows[i].format;
	}
	return FRONTMATTER_NONE;
}

void frontmatter_split(struct slice bytes, bool at_end, enum frontmatter_opening opening,
	struct frontmatter *out)
{
	struct cursor at = {.all = bytes, .rest = bytes, .line = 1, .at_end = at_end},
		      open;
	struct slice line = slice_none;
	bool may_be_lines =
		opening == FRONTMATTER_OR_LINES || opening == FRONTMATTER_OR_PARAGRAPH;
	bool closed;

	slice_skip(&at.rest, S("\xEF\xBB\xBF"));
	struct cursor start = at;
	do {
		open = at;
	} while (next_line(&at, &line) && slice_trim(line).len == 0);

	*out = (struct frontmatter){.raw_line = 1, .body_line = 1};
	set_body(&start, out);
	struct frontmatter none = *out;
	if (is_marker(line, S("---")) && open.rest.len) {
		out->format = FRONTMATTER_YAML;
		closed = split_at_marker(at, S("---"), S("..."), out);
	} else if (is_marker(line, S("+++")) && open.rest.len) {
		out->format = FRONTMATTER_TOML;
		closed = split_at_marker(at, S("+++"), slice_none, out);
	} else if (named_format(line)) {
		out->format = named_format(line);
		closed = split_at_marker(at, S("---"), slice_none, out);
	} else if (opens_json(open.rest)) {
		out->format = FRONTMATTER_JSON;
		closed = split_json(open, out);
	} else if (opening == FRONTMATTER_OR_CLOSED) {
		if (!split_closed(open, out))
			*out = none;
		return;
	} else {
		out->format = FRONTMATTER_LINES;
		if (!may_be_lines ||
			!split_lines(open, opening == FRONTMATTER_OR_PARAGRAPH, out))
			*out = none;
		return;
	}
	/* "---" above a header that ends at an empty line. */
	if (!closed && at_end && may_be_lines && out->format == FRONTMATTER_YAML) {
		*out = none;
		out->format = FRONTMATTER_LINES;
		if (split_lines(at, true, out))
			return;
		out->format = FRONTMATTER_YAML;
	}
	if ((!closed && at_end) || out->format == FRONTMATTER_NONE) {
		none.endless = out->format != FRONTMATTER_NONE &&
			       out->format != FRONTMATTER_JSON && begins_with_key(at);
		*out = none;
	}
}

/* --- the content ----------------------------------------------------------- */

static void parse_lines(
	struct arena *arena, const struct frontmatter *fm, struct value *root)
{
	struct slice in = slice_head(fm->raw, YAML_FRONT_MATTER_MAX_BYTES);
	struct slice line, key, value;
	unsigned at = fm->raw_line, unused;

	in = clean_source(arena, in, at, &unused, &unused);
	*root = (struct value){.kind = VALUE_MAP, .line = at, .column = 1};
	for (; slice_next_line(&in, &line); at++) {
		if (header_line(line, true, &key, &value) != HEADER_PAIR)
			continue;
		unsigned key_at = at;
		auto_buf struct buf text = BUF(BUF_MAX_BYTES);
		buf_put(&text, value);
		/* Indented lines continue this one. */
		struct slice ahead = in, more, none;
		while (slice_next_line(&ahead, &more) &&
			header_line(more, true, &none, &none) == HEADER_MORE) {
			if (text.len)
				buf_putc(&text, ' ');
			buf_put(&text, slice_trim(more));
			in = ahead;
			at++;
		}
		struct value_pair *pair = value_add_pair(arena, root);
		pair->key = arena_dup(arena, key);
		pair->line = key_at;
		pair->column = 1;
		pair->value = (struct value){
			.kind = text.len ? VALUE_SCALAR : VALUE_NULL,
			.line = key_at,
			.column = (unsigned)key.len + 2,
			.text = buf_dup(&text, arena),
		};
	}
}

/* Four hexadecimal digits at @at, or 0. */
static unsigned hex4(struct slice s, size_t at)
{
	unsigned value = 0;

	for (size_t i = at; i < at + 4; i++) {
		int digit = i < s.len ? ascii_hex(s.ptr[i]) : -1;
		if (digit < 0)
			return 0;
		value = value << 4 | (unsigned)digit;
	}
	return value;
}

/* YAML 1.1 reads JSON, with two exceptions: JSON writes characters above U+FFFF as two escapes,
 * and allows tabs wherever it allows spaces. */
static struct slice json_as_yaml(struct arena *arena, struct slice raw)
{
	bool in_string = false;
	struct buf out = BUF(BUF_MAX_BYTES);

	/* Hexo leaves out the braces. */
	if (!slice_starts(slice_trim_start(raw), S("{")))
		raw = arena_printf(arena, "{%.*s}", SARG(raw));
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		if (!in_string) {
			in_string = c == '"';
			buf_putc(&out, c == '\t' ? ' ' : c);
			continue;
		}
		if (c == '"')
			in_string = false;
		if (c != '\\') {
			buf_putc(&out, c);
			continue;
		}
		bool pair = slice_starts(slice_from(raw, i), S("\\u")) &&
			    slice_starts(slice_from(raw, i + 6), S("\\u"));
		unsigned high = pair ? hex4(raw, i + 2) : 0;
		unsigned low = pair ? hex4(raw, i + 8) : 0;
		if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			buf_put_utf8(
				&out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
			i += 11;
			continue;
		}
		buf_putc(&out, c);
		if (i + 1 < raw.len)
			buf_putc(&out, raw.ptr[++i]);
	}
	return buf_take(&out, arena);
}

/* Turns "const title = "A";" into "title: "A"", line by line. A lone object is read as JSON. Computed
 * values are left out. */
static struct slice script_as_yaml(struct arena *arena, struct slice raw)
{
	static const struct slice words = S("const |let |var |export const |export let ");
	struct slice line, name, value;
	struct buf out = BUF(BUF_MAX_BYTES);

	if (slice_starts(slice_trim_start(raw), S("{")))
		return json_as_yaml(arena, raw);
	for (bool kept = false; slice_next_line(&raw, &line); buf_putc(&out, '\n')) {
		struct slice rest = slice_trim(line);
		size_t begins = slice_which(rest, words, slice_starts).len;
		rest = slice_from(rest, begins);
		while (slice_ends(rest, S(";")))
			rest = slice_trim_end(slice_head(rest, rest.len - 1));
		if (!begins) { /* continues as a list, or is not a value */
			if (kept)
				buf_printf(&out, " %.*s", SARG(rest));
			kept &= !slice_ends(rest, S("]")) && !slice_ends(rest, S("}"));
			continue;
		}
		kept = slice_cut(rest, '=', &name, &value) &&
		       slice_find(value, S("=>")) < 0 && slice_find_char(value, '`') < 0;
		if (!kept)
			continue;
		buf_printf(&out, "%.*s: %.*s", SARG(slice_trim(name)),
			SARG(slice_trim(value)));
		kept = slice_any(rest, S("[|,|{"), slice_ends);
	}
	return buf_take(&out, arena);
}

bool frontmatter_parse(struct arena *arena, const struct frontmatter *fm,
	struct slice file, struct diag_list *diags, struct value *root)
{
	struct slice raw = fm->raw;
	unsigned line_offset = fm->raw_line ? fm->raw_line - 1 : 0;

	*root = (struct value){0};
	switch (fm->format) {
	case FRONTMATTER_NONE:
		return true;
	case FRONTMATTER_LINES:
		parse_lines(arena, fm, root);
		return true;
	case FRONTMATTER_TOML:
		return toml_parse(arena, raw, file, line_offset, diags, root);
	case FRONTMATTER_JSON:
		raw = json_as_yaml(
			arena, slice_head(raw, YAML_FRONT_MATTER_MAX_BYTES + 1));
		break;
	case FRONTMATTER_SCRIPT:
		raw = script_as_yaml(
			arena, slice_head(raw, YAML_FRONT_MATTER_MAX_BYTES + 1));
		break;
	case FRONTMATTER_YAML:
		break;
	}
	bool ok = yaml_parse(
		arena, raw, &yaml_front_matter_limits, file, line_offset, diags, root);
	if (root->kind == VALUE_LIST || root->kind == VALUE_SCALAR) {
		diag_add(diags, DIAG_WARNING, file, root->line, root->column,
			"it is ignored", "front matter without \"key: value\" lines");
		*root = (struct value){0};
		return false;
	}
	return ok;
}
