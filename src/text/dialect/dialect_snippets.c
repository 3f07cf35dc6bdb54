/* SPDX-License-Identifier: MIT */
/* Snippets of PyMdown Extensions: a line --8<-- "file" is replaced by the lines of that file before anything
 * else, so also inside code. The same for a line "{!file!}" (mdx_include, markdown-include); "{* file *}"
 * (markdown_include_variants) is the file as a fence. */
#include "base/text.h"
#include "text/dialect/dialect_internal.h"

#define SNIPPETS_MAX_DEPTH 8
#define NAME_SHOWN_BYTES   200
#define SNIPPETS_MAX       500 /* files, and further parts of them, per page */

struct snippets {
	struct arena *arena;
	const struct text_env *env;
	struct dialect_text *out;
	unsigned line, column; /* in the source, for warnings */
	unsigned depth, count;
	bool keeps; /* keeps a line without its file, instead of dropping it */
};

static void put_lines(struct snippets *snippets, struct slice text, struct slice indent);

static void warn(struct snippets *snippets, struct slice name, struct slice why)
{
	unsigned first = snippets->env->first_line ? snippets->env->first_line : 1;

	diag_add(snippets->env->diags, DIAG_WARNING, snippets->env->file,
		first + snippets->line - 1, snippets->column,
		snippets->keeps ? "it is shown as it is" : "it is left out",
		"snippet: %.*s %.*s", SARG(name), SARG(why));
}

/* The length of the mark "--8<--", with any number of dashes, or 0. */
static size_t mark_length(struct slice s)
{
	size_t before = slice_run(s, '-');
	size_t after = slice_run(slice_from(s, before + 2), '-');

	return before && after && slice_starts(slice_from(s, before), S("8<"))
		       ? before + 2 + after
		       : 0;
}

/* Is there "[start:name]" or "[end:name]" after a mark in @line, in any comment syntax? @name empty:
 * any. */
static bool is_border(struct slice line, const char *word, struct slice name)
{
	for (ptrdiff_t at; (at = slice_find(line, S("8<-"))) >= 0;) {
		line = slice_from(line, (size_t)at + 3);
		line = slice_from(line, slice_run(line, '-'));
		struct slice rest = slice_trim_start(line), inside;
		if (!slice_starts(rest, S("[")))
			continue;
		slice_cut(slice_from(rest, 1), ']', &inside, NULL);
		if (slice_starts(inside, slice_str(word)) &&
			(!name.len ||
				slice_eq(slice_trim(slice_from(inside, strlen(word))),
					name)))
			return true;
	}
	return false;
}

/* The lines of @text between "[start:name]" and "[end:name]". */
static bool section_of(struct slice text, struct slice name, struct slice *out)
{
	struct slice rest = text, line;
	const char *from = NULL;

	while (slice_next_line(&rest, &line)) {
		if (!from) {
			if (is_border(line, "start:", name))
				from = rest.ptr;
		} else if (is_border(line, "end:", name)) {
			*out = slice(from, (size_t)(line.ptr - from));
			return true;
		}
	}
	*out = from ? slice(from, (size_t)(text.ptr + text.len - from)) : slice_none;
	return from != NULL;
}

/* A number in a range; an empty one is @other. */
static bool number(struct slice s, unsigned long other, unsigned long *out)
{
	*out = s.len ? 0 : other;
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_is_digit(s.ptr[i]) || *out > 1000000)
			return false;
		*out = *out * 10 + (unsigned long)(s.ptr[i] - '0');
	}
	return true;
}

/* Lines @first to @last of @text, from 1. */
static struct slice lines_of(struct slice text, unsigned long first, unsigned long last)
{
	struct slice rest = text, line;
	const char *from = text.ptr + text.len, *to = from;

	for (unsigned long i = 1; slice_next_line(&rest, &line) && i <= last; i++) {
		if (i == first)
			from = line.ptr;
		to = rest.len ? rest.ptr : text.ptr + text.len;
	}
	return from < to ? slice(from, (size_t)(to - from)) : slice_none;
}

/* Appends the part @part of the file's @text: "" all, "3:8" or "3" lines, "name" a
 * section. */
static bool put_part(struct snippets *snippets, struct slice text, struct slice part,
	struct slice indent)
{
	struct slice from, to;
	unsigned long first, last;

	if (!part.len) {
		put_lines(snippets, text, indent);
		return true;
	}
	bool range = slice_cut(part, ':', &from, &to);
	if (number(from, 1, &first) && number(to, range ? 1000000 : first, &last)) {
		put_lines(snippets, lines_of(text, first ? first : 1, last), indent);
		return true;
	}
	if (!section_of(text, part, &text))
		return false;
	put_lines(snippets, text, indent);
	return true;
}

static bool count_snippet(struct snippets *snippets, struct slice name)
{
	if (++snippets->count <= SNIPPETS_MAX && snippets->depth < SNIPPETS_MAX_DEPTH)
		return true;
	warn(snippets, slice_head(name, NAME_SHOWN_BYTES),
		S("is over the limit of snippets"));
	return false;
}

static bool read_file(struct snippets *snippets, struct slice file, struct slice *text)
{
	if (!count_snippet(snippets, file))
		return false;
	enum env_answer answer = ENV_NONE;
	*text = slice_none;
	if (snippets->env->include)
		answer = snippets->env->include(
			snippets->env->ctx, snippets->arena, ENV_SNIPPET, file, text);
	if (answer != ENV_TEXT) {
		warn(snippets, file, answer == ENV_KEPT ? *text : S("does not exist"));
		return false;
	}
	if (!text_is_clean(*text)) {
		struct buf clean = BUF(text->len * 3 + 16);

		text_clean(&clean, *text);
		*text = buf_take(&clean, snippets->arena);
	}
	return true;
}

static void put_parts(struct snippets *snippets, struct slice text, struct slice parts,
	struct slice indent)
{
	struct slice part;

	do {
		slice_cut(parts, ',', &part, &parts);
		snippets->depth++;
		if (!put_part(snippets, text, slice_trim(part), indent))
			warn(snippets, part, S("is not a section of that file"));
		snippets->depth--;
	} while (parts.len && count_snippet(snippets, parts));
}

/* @name: "file", "file:section", "file:3:8", "file:1:3,7:9". */
static void put_snippet(struct snippets *snippets, struct slice name, struct slice indent)
{
	struct slice file, parts, text;

	name = slice_trim(name);
	if (!name.len || name.ptr[0] == ';') /* a disabled one */
		return;
	slice_cut(name, ':', &file, &parts);
	if (read_file(snippets, file, &text))
		put_parts(snippets, text, parts, indent);
}

/* The lines in "ln[3:6,8]" or "[ln:3-6,8]" in snippet form: "3:6,8". */
static struct slice included_lines(struct arena *arena, struct slice rest)
{
	struct slice lines;
	ptrdiff_t at = slice_find(rest, S("ln["));

	if (at < 0)
		at = slice_find(rest, S("ln:"));
	if (at < 0 || !slice_cut(slice_from(rest, (size_t)at + 3), ']', &lines, NULL))
		return slice_none;
	char *copy = arena_array(arena, lines.len + 1, char);
	for (size_t i = 0; i < lines.len; i++)
		copy[i] = lines.ptr[i] == '-' ? ':' : lines.ptr[i];
	return slice(copy, lines.len);
}

/* "{!file!}", "{!> file [ln:3-6] | utf-8!}", "{* file ln[3:6] hl[4] *}" as a whole @line. */
static bool is_include(struct slice line, struct slice *inside)
{
	if (line.len < 5 || line.ptr[0] != '{' || line.ptr[line.len - 1] != '}' ||
		(line.ptr[1] != '!' && line.ptr[1] != '*') ||
		line.ptr[line.len - 2] != line.ptr[1])
		return false;
	*inside = slice(line.ptr + 2, line.len - 4);
	while (line.ptr[1] == '!' && inside->len && strchr("+->", *inside->ptr))
		*inside = slice_from(*inside, 1);
	*inside = slice_trim(*inside);
	return inside->len && slice_find(*inside, S("!}")) < 0;
}

static void put_fence(struct snippets *snippets, struct slice indent, struct slice info)
{
	static const struct slice fence = S("~~~~~~~~");

	dialect_text_put(snippets->out, indent, snippets->line);
	dialect_text_put(snippets->out, fence, snippets->line);
	dialect_text_put(snippets->out, info, snippets->line);
	dialect_text_put(snippets->out, S("\n"), snippets->line);
}

/* @code: in a fence, with the language of the file's extension. False: no such file. */
static bool put_include(
	struct snippets *snippets, struct slice inside, bool code, struct slice indent)
{
	struct slice file, rest, text;

	rest = inside;
	file = slice_take(&rest, slice_until(inside, "["));
	/* Without "*" it may be an example of the mark: a page about mdx_include. */
	snippets->keeps = !code;
	bool there = read_file(snippets, file, &text);

	snippets->keeps = false;
	if (!there)
		return code;
	struct slice lines = included_lines(snippets->arena, rest);
	ptrdiff_t dot = slice_rfind_char(file, '.');
	struct slice lang = dot < 0 ? slice_none : slice_from(file, (size_t)dot + 1);
	if (code)
		put_fence(snippets, indent, slice_eq(lang, S("py")) ? S("python") : lang);
	put_parts(snippets, text, lines, indent);
	if (code)
		put_fence(snippets, indent, slice_none);
	return true;
}

/* Each line from one mark to the next is a name. */
static void put_block(struct snippets *snippets, struct slice *rest, struct slice indent)
{
	struct slice line;

	while (slice_next_line(rest, &line)) {
		if (!snippets->depth)
			snippets->line++;
		line = slice_trim(line);
		if (mark_length(line) == line.len && line.len)
			return;
		put_snippet(snippets, line, indent);
	}
}

static void put_line(struct snippets *snippets, struct slice indent, struct slice line)
{
	dialect_text_put(snippets->out, indent, snippets->line);
	dialect_text_put(snippets->out, line, snippets->line);
	dialect_text_put(snippets->out, S("\n"), snippets->line);
}

static bool quoted(struct slice s, struct slice *name)
{
	char quote = s.len > 2 ? s.ptr[0] : 0;

	if ((quote != '"' && quote != '\'') || s.ptr[s.len - 1] != quote)
		return false;
	*name = slice(s.ptr + 1, s.len - 2);
	return true;
}

static void put_lines(struct snippets *snippets, struct slice text, struct slice indent)
{
	struct slice line, name;

	while (!snippets->out->buf.overflow && slice_next_line(&text, &line)) {
		struct slice bare = slice_trim(line);
		bool literal = slice_starts(bare, S(";"));
		size_t mark = mark_length(literal ? slice_from(bare, 1) : bare);

		if (!snippets->depth)
			snippets->line++;
		if (snippets->depth && (is_border(line, "start:", slice_none) ||
					       is_border(line, "end:", slice_none)))
			continue;
		bool include = is_include(bare, &name);
		if (!include && (!mark || !bare.len)) {
			put_line(snippets, line.len ? indent : slice_none, line);
			continue;
		}
		size_t blanks = (size_t)(bare.ptr - line.ptr);
		struct slice in = arena_printf(snippets->arena, "%.*s%.*s", SARG(indent),
			SARG(slice_head(line, blanks)));
		snippets->column = (unsigned)blanks + 1;
		if (include) {
			if (!put_include(snippets, name, bare.ptr[1] == '*', in))
				put_line(snippets, indent, line);
		} else if (literal) {
			put_line(snippets, in, slice_from(bare, 1));
		} else {
			if (mark == bare.len)
				put_block(snippets, &text, in);
			else if (quoted(slice_trim(slice_from(bare, mark)), &name))
				put_snippet(snippets, name, in);
			else
				put_line(snippets, indent, line);
		}
	}
}

bool dialect_snippets(struct arena *arena, struct slice source,
	const struct text_env *env, struct dialect_text *out)
{
	if (!env ||
		(slice_find(source, S("-8<-")) < 0 && slice_find(source, S("{!")) < 0 &&
			slice_find(source, S("{*")) < 0))
		return false;
	struct snippets snippets = {.arena = arena, .env = env, .out = out};
	put_lines(&snippets, source, slice_none);
	return true;
}
