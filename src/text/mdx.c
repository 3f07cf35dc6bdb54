/* SPDX-License-Identifier: MIT */
#include "text/mdx.h"

struct mdx {
	char *out;
	size_t fence; /* of the open code block's marks; 0: none */
	char fence_mark;
	bool in_statement;
	long depth; /* of brackets in it */
	bool after_blank;
	bool in_comment;
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
	size_t indent = 0, marks = 0;

	while (indent < line.len && indent < 4 && line.ptr[indent] == ' ')
		indent++;
	line = slice_from(line, indent);
	if (indent == 4 || line.len < 3 || (*line.ptr != '`' && *line.ptr != '~'))
		return false;
	while (marks < line.len && line.ptr[marks] == *line.ptr)
		marks++;
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
	return slice_starts(line, S("import ")) || slice_starts(line, S("import{")) ||
	       slice_starts(line, S("export const ")) ||
	       slice_starts(line, S("export let ")) ||
	       slice_starts(line, S("export function ")) ||
	       slice_starts(line, S("export default ")) ||
	       slice_starts(line, S("export {")) || slice_starts(line, S("export * "));
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

/* A comment, "{ slash star ... star slash }", which may go over many lines. */
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

struct slice mdx_plain(struct arena *arena, struct slice source)
{
	struct slice copy = arena_dup(arena, source), rest = source, line;
	struct mdx mdx = {.out = (char *)copy.ptr, .after_blank = true};

	if (source.len == 0)
		return source;
	while (slice_next_line(&rest, &line)) {
		char *out = mdx.out + (line.ptr - source.ptr);
		bool empty = slice_trim(line).len == 0;
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
			/* A blank line ends it, unless it stands in brackets. */
			mdx.in_statement = !empty || mdx.depth > 0;
		} else {
			blank_comments(&mdx, line, out);
		}
		mdx.after_blank = empty;
	}
	return copy;
}
