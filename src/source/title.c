/* SPDX-License-Identifier: MIT */
#include "source/title.h"

#include "base/text.h"
#include "text/attributes.h"
#include "text/html.h"

#define TEXT_TITLE_COLUMNS 60
#define LINE_MAX_BYTES     1024 /* of a line that is looked at: its words are cut anyway */

struct slice title_clean(struct arena *arena, struct slice s)
{
	if (slice_find_char(s, '<') >= 0 || slice_find_char(s, '&') >= 0)
		s = html_strip(arena, s);
	return text_one_line(arena, s);
}

/* "[words](target)" and "![alt](target)" to their words; @rest begins behind the '['. Returns how many
 * bytes of @rest that were, 0 when it is no link. */
static size_t link_words(struct slice rest, struct slice *words)
{
	size_t depth = 1, i = 0;

	for (; i < rest.len && depth; i++) {
		if (rest.ptr[i] == '\\')
			i++;
		else if (rest.ptr[i] == '[')
			depth++;
		else if (rest.ptr[i] == ']')
			depth--;
	}
	if (depth || i >= rest.len || (rest.ptr[i] != '(' && rest.ptr[i] != '['))
		return 0;
	*words = slice_head(rest, i - 1);
	char close = rest.ptr[i] == '(' ? ')' : ']';
	ptrdiff_t end = slice_find_char(slice_from(rest, i), close);
	return end < 0 ? 0 : i + (size_t)end + 1;
}

static bool is_mark(char c)
{
	return c == '*' || c == '_' || c == '~';
}

/* Inline marks of Markdown taken off one line; links nest once (an image in a link). */
static void put_plain(struct buf *out, struct slice line, int depth)
{
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		struct slice words, next = slice_from(line, i + 1);
		size_t len;
		if (c == '\\' && next.len && !ascii_is_alnum(*next.ptr)) {
			buf_putc(out, *next.ptr);
			i++;
		} else if (c == '[' && depth < 3 && (len = link_words(next, &words))) {
			put_plain(out, words, depth + 1);
			i += len;
			i += attributes_length(slice_from(line, i + 1));
		} else if (c == '!' && next.len && *next.ptr == '[') {
			continue;
		} else if (is_mark(c)) {
			/* Inside a word an underscore is one. */
			bool inside = c == '_' && i && next.len &&
				      ascii_is_alnum(line.ptr[i - 1]) &&
				      ascii_is_alnum(*next.ptr);
			bool alone = (i == 0 || line.ptr[i - 1] == ' ') &&
				     (next.len == 0 || *next.ptr == ' ');
			if (inside || alone)
				buf_putc(out, c);
		} else {
			buf_putc(out, c);
		}
	}
}

/* A line of Markdown as plain words: attribute lists, Liquid tags and HTML dropped too. */
static struct slice plain(struct arena *arena, struct slice line)
{
	struct buf out;

	line = slice_trim(line);
	if (line.len > LINE_MAX_BYTES) {
		line.len = LINE_MAX_BYTES;
		while (line.len && ((unsigned char)line.ptr[line.len] & 0xC0) == 0x80)
			line.len--;
	}
	if (slice_ends(line, S("}"))) {
		ptrdiff_t brace = slice_rfind_char(line, '{');
		if (brace > 0 &&
			!slice_starts(slice_from(line, (size_t)brace), S("{{")) &&
			line.ptr[brace - 1] != '{' && line.ptr[brace - 1] != '$')
			line = slice_trim_end(slice_head(line, (size_t)brace));
	}
	buf_init(&out, 64 * 1024);
	put_plain(&out, line, 0);
	struct slice words = title_clean(arena, buf_slice(&out));
	buf_fini(&out);
	return words;
}

struct slice title_words(struct arena *arena, struct slice s)
{
	s = title_clean(arena, s);
	if (slice_find(s, S("](")) < 0 && slice_find(s, S("**")) < 0)
		return s;
	return plain(arena, s);
}

/* Length of a fence at the start of @line, 0 when there is none. */
static size_t fence(struct slice line, char *mark)
{
	size_t len = 0;

	line = slice_trim(line);
	if (line.len == 0 || (*line.ptr != '`' && *line.ptr != '~'))
		return 0;
	while (len < line.len && line.ptr[len] == *line.ptr)
		len++;
	*mark = *line.ptr;
	return len >= 3 ? len : 0;
}

/* Lines of a body that are no code, one after the other. */
struct lines {
	struct slice rest;
	size_t fence;
	char mark;
	bool comment;
};

static bool next_line(struct lines *lines, struct slice *line)
{
	while (slice_next_line(&lines->rest, line)) {
		char mark = 0;
		size_t len = fence(*line, &mark);
		if (lines->fence) {
			if (len >= lines->fence && mark == lines->mark)
				lines->fence = 0;
			continue;
		}
		if (len) {
			lines->fence = len;
			lines->mark = mark;
			continue;
		}
		if (lines->comment || slice_starts(slice_trim(*line), S("<!--"))) {
			lines->comment = slice_find(*line, S("-->")) < 0;
			continue;
		}
		return true;
	}
	return false;
}

static bool is_underline(struct slice line, char mark)
{
	line = slice_trim_end(line);
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != mark)
			return false;
	}
	return line.len >= 2;
}

/* The text of "# title #", or slice_none when @line is no heading of at most @level_max. */
static struct slice atx(struct slice line, size_t level_max)
{
	size_t level = 0, indent = 0;

	while (indent < 3 && indent < line.len && line.ptr[indent] == ' ')
		indent++;
	line = slice_from(line, indent);
	while (level < line.len && line.ptr[level] == '#')
		level++;
	struct slice text = slice_from(line, level);
	if (level == 0 || level > level_max || (text.len && !ascii_is_space(*text.ptr)))
		return slice_none;
	text = slice_trim(text);
	struct slice bare = text;
	while (bare.len && bare.ptr[bare.len - 1] == '#')
		bare.len--;
	if (bare.len == 0 || (bare.len < text.len && bare.ptr[bare.len - 1] == ' '))
		text = slice_trim(bare);
	return text;
}

/* What stands in the first <@tag ...>...</@tag>. */
static struct slice html_element(struct arena *arena, struct slice body, struct slice tag)
{
	for (struct slice rest = body; rest.len;) {
		ptrdiff_t at = slice_find_char(rest, '<');
		if (at < 0)
			break;
		rest = slice_from(rest, (size_t)at + 1);
		if (!slice_starts_nocase(rest, tag) || rest.len <= tag.len ||
			ascii_is_alnum(rest.ptr[tag.len]))
			continue;
		ptrdiff_t end = slice_find_char(rest, '>');
		if (end < 0)
			break;
		struct slice inside = slice_from(rest, (size_t)end + 1), close = inside;
		for (;;) {
			ptrdiff_t mark = slice_find(close, S("</"));
			if (mark < 0)
				return slice_none;
			close = slice_from(close, (size_t)mark + 2);
			if (slice_starts_nocase(close, tag))
				break;
		}
		inside.len = (size_t)(close.ptr - 2 - inside.ptr);
		return title_clean(arena, inside);
	}
	return slice_none;
}

struct slice title_of_heading(
	struct arena *arena, struct slice body, enum convert_format format)
{
	struct lines lines = {.rest = body};
	struct slice line, before = slice_none;

	if (format == CONVERT_HTML) {
		struct slice title = html_element(arena, body, S("h1"));
		return title.len ? title : html_element(arena, body, S("title"));
	}
	while (next_line(&lines, &line)) {
		struct slice title = slice_none;
		if (format == CONVERT_GEMTEXT && slice_starts(line, S("#"))) {
			while (slice_starts(line, S("#")))
				line = slice_from(line, 1);
			title = text_one_line(arena, line);
		} else if (format == CONVERT_MARKDOWN) {
			title = atx(line, 1);
			if (title.len == 0 && before.len && is_underline(line, '='))
				title = before;
			title = plain(arena, title);
			before = slice_trim(line).len ? line : slice_none;
		}
		if (title.len)
			return title;
	}
	return format == CONVERT_MARKDOWN ? html_element(arena, body, S("h1"))
					  : slice_none;
}

/* Does @line begin a paragraph, rather than a heading, a tag, a list of attributes? */
static bool is_prose(struct slice line, enum convert_format format)
{
	line = slice_trim(line);
	if (line.len == 0)
		return false;
	if (format == CONVERT_GEMTEXT)
		return *line.ptr != '#' && !slice_starts(line, S("=>"));
	return *line.ptr != '#' && *line.ptr != '{' && *line.ptr != '<' &&
	       *line.ptr != '|' && !slice_starts(line, S("![")) &&
	       !slice_starts(line, S("---"));
}

/* Template tags and variables are no words. */
static struct slice without_templates(struct arena *arena, struct slice body)
{
	struct buf out;

	if (slice_find(body, S("{%")) < 0 && slice_find(body, S("{{")) < 0)
		return body;
	buf_init(&out, body.len + 1);
	while (body.len) {
		ptrdiff_t at = slice_find_char(body, '{');
		if (at < 0)
			break;
		buf_put(&out, slice_head(body, (size_t)at));
		body = slice_from(body, (size_t)at);
		bool tag = slice_starts(body, S("{%")),
		     value = slice_starts(body, S("{{"));
		ptrdiff_t end = tag     ? slice_find(body, S("%}"))
				: value ? slice_find(body, S("}}"))
					: -1;
		if (end < 0) {
			buf_putc(&out, '{');
			body = slice_from(body, 1);
			/* None will be closed behind one that is not. */
			if (tag || value)
				break;
		} else {
			body = slice_from(body, (size_t)end + 2);
		}
	}
	buf_put(&out, body);
	return buf_take(&out, arena);
}

struct slice title_of_text(
	struct arena *arena, struct slice body, enum convert_format format)
{
	struct lines lines = {.rest = body};
	struct slice line;

	if (format != CONVERT_GEMTEXT)
		lines.rest = body = without_templates(arena, body);
	if (format == CONVERT_HTML) {
		struct slice text = text_one_line(arena, html_strip(arena, body));
		return text_is_word(text) ? text_ellipsis(arena, text, TEXT_TITLE_COLUMNS)
					  : slice_none;
	}
	while (next_line(&lines, &line)) {
		if (!is_prose(line, format))
			continue;
		line = slice_trim(line);
		while (line.len && strchr(">*+- ", *line.ptr) && line.len > 1 &&
			(line.ptr[1] == ' ' || *line.ptr == ' '))
			line = slice_from(line, 1);
		struct slice text = format == CONVERT_MARKDOWN
					    ? plain(arena, line)
					    : text_one_line(arena, line);
		if (text_is_word(text))
			return text_ellipsis(arena, text, TEXT_TITLE_COLUMNS);
	}
	return slice_none;
}
