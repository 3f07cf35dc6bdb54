/* SPDX-License-Identifier: MIT */
#include "text/mdx.h"

#include <stdint.h>
#include <string.h>

/* Longer tags are not changed. */
#define TAG_MAX_BYTES 4096

struct mdx {
	char *out;
	size_t fence; /* length of the open fence; 0: none */
	char fence_mark;
	bool in_statement;
	long depth; /* nesting of brackets in it */
	bool after_blank;
	bool in_comment;
	bool in_listing; /* the code of a <CodeBlock> */
};

static void blank(char *from, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (from[i] != '\n' && from[i] != '\r')
			from[i] = ' ';
	}
}

/* Opens or closes a code block? */
static bool is_fence(struct mdx *mdx, struct slice line)
{
	/* At any depth: indentation does not make code. */
	line = slice_trim_start(line);
	if (line.len < 3 || (*line.ptr != '`' && *line.ptr != '~'))
		return false;
	size_t marks = slice_run(line, *line.ptr);
	if (marks < 3)
		return false;
	if (!mdx->fence) {
		mdx->fence = marks;
		mdx->fence_mark = *line.ptr;
		return true;
	}
	if (*line.ptr != mdx->fence_mark || marks < mdx->fence ||
		slice_trim(slice_from(line, marks)).len)
		return false;
	mdx->fence = 0;
	return true;
}

static bool begins_statement(struct slice line)
{
	return slice_any(line,
		S("import |import{|export const |export let |export function |export "
		  "default |export {|export * "),
		slice_starts);
}

static void count_brackets(struct mdx *mdx, struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		if (c == '{' || c == '(' || c == '[')
			mdx->depth++;
		else if (c == '}' || c == ')' || c == ']')
			mdx->depth--;
	}
}

/* A comment, "{ slash star ... star slash }", which may span lines. */
static void blank_comments(struct mdx *mdx, struct slice line, char *out)
{
	size_t at = 0;

	while (at < line.len) {
		struct slice rest = slice_from(line, at);
		if (!mdx->in_comment) {
			ptrdiff_t open = slice_find(rest, S("{/*"));
			if (open < 0)
				return;
			mdx->in_comment = true;
			at += (size_t)open;
			rest = slice_from(line, at);
		}
		ptrdiff_t close = slice_find(rest, S("*/}"));
		size_t len = close < 0 ? rest.len : (size_t)close + 3;
		blank(out + at, len);
		at += len;
		mdx->in_comment = close < 0;
	}
}

/* --- tags ------------------------------------------------------------------------------- */

/* The end of the string that the quote at @at opens, after its closing quote; 0: unclosed. */
static size_t string_end(struct slice s, size_t at)
{
	size_t i = at + 1;

	while (i < s.len && s.ptr[i] != s.ptr[at])
		i += s.ptr[i] == '\\' ? 2 : 1;
	return i < s.len ? i + 1 : 0;
}

/* The end of the expression that the brace at @at opens, after its closing brace; 0: unclosed. *first
 * and *last are the quotes of its first string; equal: none. */
static size_t expression_end(struct slice s, size_t at, size_t *first, size_t *last)
{
	size_t depth = 0, end;

	*first = *last = 0;
	for (size_t i = at; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '{') {
			depth++;
		} else if (c == '}') {
			if (--depth == 0)
				return i + 1;
		} else if (c == '"' || c == '\'' || c == '`') {
			if (!(end = string_end(s, i)))
				return 0;
			if (*first == *last) {
				*first = i;
				*last = end - 1;
			}
			i = end - 1;
		}
	}
	return 0;
}

/* Overwrites part of a tag with spaces, and a meaningless attribute on each line: an empty line
 * would end the tag. */
static void blank_in_tag(char *from, size_t len)
{
	blank(from, len);
	for (size_t i = 1; i < len; i++) {
		if (from[i - 1] == '\n' && from[i] == ' ')
			from[i] = '_';
	}
}

/* The expression from @at to @end as an attribute's value in quotes, with the same length: its first
 * string is the value, as the address in src={require('./a.png')}. */
static void put_value(
	char *out, struct slice s, size_t at, size_t end, size_t first, size_t last)
{
	struct slice text = slice(s.ptr + first + 1, last > first ? last - first - 1 : 0);
	char quote = slice_find_char(text, '"') < 0 ? '"' : '\'';

	/* An empty line would end the tag. */
	if (slice_find_char(text, quote) >= 0 || slice_find(text, S("${")) >= 0 ||
		slice_find(text, S("\n\n")) >= 0)
		text.len = 0;
	/* @s is the text at @out. */
	memmove(out + at + 1, text.ptr, text.len);
	out[at] = quote;
	out[at + 1 + text.len] = quote;
	blank_in_tag(out + at + 2 + text.len, end - at - 2 - text.len);
}

/* A tag at @at: its expressions become plain values. Returns where to continue. */
static size_t plain_tag(struct slice s, size_t at, char *out)
{
	size_t from = at + 1, first, last, end;
	struct slice near = slice_head(s, at + TAG_MAX_BYTES);

	for (at = from; at < near.len; at++) {
		char c = s.ptr[at], next = at + 1 < near.len ? s.ptr[at + 1] : 0;
		if (c == '>')
			return at + 1;
		if (c == '<')
			return at;
		if (c == '=' && (next == '"' || next == '\'')) {
			end = string_end(near, at + 1);
			if (!end)
				return at + 1;
			at = end - 1;
		} else if (c == '{' || (c == '=' && next == '{')) {
			size_t open = at + (c == '=');
			end = expression_end(near, open, &first, &last);
			if (!end)
				return near.len;
			if (c == '=')
				put_value(out, s, open, end, first, last);
			else
				blank_in_tag(out + open, end - open);
			at = end - 1;
		}
	}
	return near.len;
}

/* {"words"} and {' '} in prose become the words. @line: up to the end of the line. Returns where to
 * continue. */
static size_t plain_string(struct slice line, size_t at, char *out)
{
	char quote = at + 1 < line.len ? line.ptr[at + 1] : 0;
	size_t end;

	if (quote != '"' && quote != '\'' && quote != '`')
		return at + 1;
	end = string_end(line, at + 1);
	if (!end || end >= line.len || line.ptr[end] != '}')
		return at + 1;
	out[at] = out[at + 1] = out[end - 1] = out[end] = ' ';
	return end + 1;
}

/* Handles tags and strings from @at to @end of @s, outside of code blocks. */
static size_t plain_stretch(struct slice s, size_t at, size_t end, char *out)
{
	size_t lonely = SIZE_MAX; /* no run of so many backticks follows */

	while (at < end) {
		char c = s.ptr[at], next = at + 1 < s.len ? s.ptr[at + 1] : 0;
		if (c == '`') { /* a code span, if it ends on this line */
			size_t marks = at;
			while (marks < end && s.ptr[marks] == '`')
				marks++;
			struct slice run = slice(s.ptr + at, marks - at);
			ptrdiff_t close =
				run.len < lonely
					? slice_find(
						  slice(s.ptr + marks, end - marks), run)
					: -1;
			lonely = close < 0 && run.len < lonely ? run.len : lonely;
			at = close < 0 ? marks : marks + (size_t)close + run.len;
		} else if (c == '<' && ascii_is_alpha(next)) {
			at = plain_tag(s, at, out);
		} else if (c == '{') {
			at = plain_string(slice_head(s, end), at, out);
		} else {
			at++;
		}
	}
	return at;
}

struct slice mdx_plain(struct arena *arena, struct slice source)
{
	struct slice copy = arena_dup(arena, source), rest = source, line;
	struct mdx mdx = {.out = (char *)copy.ptr, .after_blank = true};
	size_t tags_done = 0; /* a tag may span lines */

	if (source.len == 0)
		return source;
	while (slice_next_line(&rest, &line)) {
		char *out = mdx.out + (line.ptr - source.ptr);
		bool empty = slice_trim(line).len == 0;
		if (mdx.in_listing) {
			mdx.in_listing = slice_find(line, S("</CodeBlock>")) < 0;
			continue;
		}
		if (!mdx.in_statement && !mdx.in_comment &&
			(is_fence(&mdx, line) || mdx.fence)) {
			mdx.after_blank = false;
			continue;
		}
		if (!mdx.in_comment && mdx.after_blank && begins_statement(line)) {
			mdx.in_statement = true;
			mdx.depth = 0;
		}
		if (mdx.in_statement) {
			count_brackets(&mdx, line);
			blank(out, line.len);
			/* A blank line ends it, except inside brackets. */
			mdx.in_statement = !empty || mdx.depth > 0;
		} else {
			blank_comments(&mdx, line, out);
			size_t at = (size_t)(line.ptr - source.ptr), end = at + line.len;
			if (at < tags_done)
				at = tags_done;
			if (!mdx.in_comment && at < end)
				tags_done = plain_stretch(copy, at, end, mdx.out);
		}
		mdx.after_blank = empty;
		mdx.in_listing = !mdx.in_statement && !mdx.in_comment &&
				 slice_starts(slice_trim(line), S("<CodeBlock")) &&
				 slice_ends(slice_trim(line), S(">")) &&
				 !slice_ends(slice_trim(line), S("/>")) &&
				 slice_find(line, S("</CodeBlock>")) < 0;
	}
	return copy;
}
