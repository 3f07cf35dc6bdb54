/* SPDX-License-Identifier: MIT */
/* Snippets of PyMdown Extensions: a line --8<-- "file" is replaced by the lines of that file, before anything
 * else is read, so inside code too. */
#include "base/text.h"
#include "text/dialect/dialect_internal.h"

#define SNIPPETS_MAX_DEPTH 8
#define SNIPPETS_MAX       500 /* of one page */

struct snippets {
	struct arena *arena;
	const struct text_env *env;
	struct dialect_text *out;
	unsigned line, column; /* of the source, where a warning points */
	unsigned depth, count;
};

static void put_lines(struct snippets *snippets, struct slice text, struct slice indent);

static void warn(struct snippets *snippets, struct slice name, struct slice why)
{
	unsigned first = snippets->env->first_line ? snippets->env->first_line : 1;

	diag_add(snippets->env->diags, DIAG_WARNING, snippets->env->file,
		first + snippets->line - 1, snippets->column,
		"nothing stands in its place", "snippet: %.*s %.*s", SARG(name),
		SARG(why));
}

/* The mark "--8<--", of any number of dashes; its length, or 0. */
static size_t mark_length(struct slice s)
{
	size_t at = 0, from;

	while (at < s.len && s.ptr[at] == '-')
		at++;
	if (!at || !slice_starts(slice_from(s, at), S("8<")))
		return 0;
	for (from = at += 2; at < s.len && s.ptr[at] == '-';)
		at++;
	return at > from ? at : 0;
}

/* "[start:name]" or "[end:name]" behind a mark in @line, whatever comment it stands in. @name empty: any. */
static bool is_border(struct slice line, const char *word, struct slice name)
{
	for (ptrdiff_t at; (at = slice_find(line, S("8<-"))) >= 0;) {
		line = slice_from(line, (size_t)at + 3);
		while (slice_starts(line, S("-")))
			line = slice_from(line, 1);
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

/* The lines of @text that "[start:name]" and "[end:name]" stand round. */
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

/* A number of a range; an empty one is @other. */
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

/* Puts what @part asks of the file's @text: "" all, "3:8" or "3" lines, "name" a section. */
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

/* @name: "file", "file:section", "file:3:8", "file:1:3,7:9". */
static void put_snippet(struct snippets *snippets, struct slice name, struct slice indent)
{
	struct slice file, parts, part, text = slice_none;

	name = slice_trim(name);
	if (!name.len || name.ptr[0] == ';') /* one that is switched off */
		return;
	slice_cut(name, ':', &file, &parts);
	if (++snippets->count > SNIPPETS_MAX || snippets->depth == SNIPPETS_MAX_DEPTH) {
		warn(snippets, file, S("is one too many"));
		return;
	}
	enum env_answer answer = ENV_NONE;
	if (snippets->env->include)
		answer = snippets->env->include(
			snippets->env->ctx, snippets->arena, ENV_SNIPPET, file, &text);
	if (answer != ENV_TEXT) {
		warn(snippets, file, answer == ENV_KEPT ? text : S("is not there"));
		return;
	}
	if (!text_is_clean(text)) {
		struct buf clean;

		buf_init(&clean, text.len * 3 + 16);
		text_clean(&clean, text);
		text = buf_take(&clean, snippets->arena);
	}
	snippets->depth++;
	do {
		slice_cut(parts, ',', &part, &parts);
		if (!put_part(snippets, text, slice_trim(part), indent))
			warn(snippets, part, S("is no section of that file"));
	} while (parts.len);
	snippets->depth--;
}

/* The lines from one mark to the next are names, one each. */
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

	while (slice_next_line(&text, &line)) {
		struct slice bare = slice_trim(line);
		bool literal = slice_starts(bare, S(";"));
		size_t mark = mark_length(literal ? slice_from(bare, 1) : bare);

		if (!snippets->depth)
			snippets->line++;
		if (snippets->depth && (is_border(line, "start:", slice_none) ||
					       is_border(line, "end:", slice_none)))
			continue;
		size_t blanks = (size_t)(bare.ptr - line.ptr);
		if (!mark || !bare.len) {
			put_line(snippets, line.len ? indent : slice_none, line);
		} else if (literal) {
			dialect_text_put(snippets->out, indent, snippets->line);
			put_line(snippets, slice_head(line, blanks), slice_from(bare, 1));
		} else {
			struct slice in = arena_printf(snippets->arena, "%.*s%.*s",
				SARG(indent), SARG(slice_head(line, blanks)));

			snippets->column = (unsigned)blanks + 1;
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
	if (!env || slice_find(source, S("-8<-")) < 0)
		return false;
	struct snippets snippets = {.arena = arena, .env = env, .out = out};
	put_lines(&snippets, source, slice_none);
	return true;
}
