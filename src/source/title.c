/* SPDX-License-Identifier: MIT */
#include "source/title.h"

#include "base/text.h"
#include "text/attributes.h"
#include "text/html.h"
#include "text/wikilink.h"

#define TEXT_TITLE_COLUMNS 60
#define LINE_MAX_BYTES     1024 /* of a line: longer titles are cut anyway */
#define TITLE_MAX_BYTES    4096 /* no search for tags beyond that */

/* Known inline tags; anything else in < and > is text: "Vec<T>", "<dialog>". */
static bool is_inline_tag(struct slice name)
{
	return slice_any(name,
		S("a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|"
		  "strike|strong|sub|sup|tt|u|var"),
		slice_eq_nocase);
}

static bool is_void_tag(struct slice name)
{
	return slice_any(name, S("br|wbr|img|hr"), slice_eq_nocase);
}

/* The name of the tag at @s, "<b class=x>" or "</b>"; *closes. Empty: none. */
static struct slice tag_name(struct slice s, bool *closes)
{
	s = slice_from(s, 1);
	*closes = slice_skip(&s, S("/"));
	size_t len = slice_span(s, "");
	ptrdiff_t end = slice_find_char(s, '>');
	ptrdiff_t next = slice_find_char(s, '<');
	if (end < 0 || (next >= 0 && next < end) ||
		(!ascii_is_space(s.ptr[len]) && s.ptr[len] != '>' && s.ptr[len] != '/'))
		return slice_none;
	return slice_head(s, len);
}

/* Is there a closing (or opening) tag @name in @s? */
static bool has_tag(struct slice s, struct slice name, bool closes)
{
	for (ptrdiff_t at; (at = slice_find_char(s, '<')) >= 0;) {
		bool is_end;
		s = slice_from(s, (size_t)at);
		if (slice_eq_nocase(tag_name(s, &is_end), name) && is_end == closes)
			return true;
		s = slice_from(s, 1);
	}
	return false;
}

/* Is there markup at the '<' at @at in @s: a comment, a void tag, or one of a pair? */
static bool is_markup(struct slice s, size_t at)
{
	struct slice rest = slice_from(s, at);
	bool closes;

	if (slice_starts(rest, S("<!--")))
		return slice_find(rest, S("-->")) >= 0;
	struct slice name = tag_name(rest, &closes);
	if (is_void_tag(name))
		return true;
	if (!is_inline_tag(name))
		return false;
	return closes ? has_tag(slice_head(s, at), name, false)
		      : has_tag(slice_from(rest, 1), name, true);
}

struct slice title_clean(struct arena *arena, struct slice s)
{
	auto_buf struct buf out = BUF(0);

	if (slice_find_char(s, '<') < 0 && slice_find_char(s, '&') < 0)
		return text_one_line(arena, s);
	for (size_t i = 0; i < s.len && i < TITLE_MAX_BYTES; i++) {
		if (s.ptr[i] == '<' && !is_markup(slice_head(s, TITLE_MAX_BYTES), i))
			buf_puts(&out, "&lt;");
		else
			buf_putc(&out, s.ptr[i]);
	}
	buf_put(&out, slice_from(s, TITLE_MAX_BYTES));
	s = html_strip(arena, buf_slice(&out));
	s = text_one_line(arena, s);
	return s;
}

/* "[words](target)" and "![alt](target)" to their words; @rest begins after the '['. Returns the
 * length in @rest; 0: not a link. */
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

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || (c & 0x80);
}

/* The offset of the run that closes the @len marks at @at in @s; 0: they are not emphasis. One word in
 * double underscores is a name: "__init__". */
static size_t closing_mark(struct slice s, size_t at, size_t len)
{
	char mark = s.ptr[at];
	size_t from = at + len;

	if (len > 3 || (mark == '~' && len != 2) || from >= s.len ||
		ascii_is_space(s.ptr[from]) || (at && is_word_byte(s.ptr[at - 1])))
		return 0;
	for (size_t i = from; i < s.len; i++) {
		if (s.ptr[i] != mark)
			continue;
		size_t run = slice_run(slice_from(s, i), mark);
		bool ends = !ascii_is_space(s.ptr[i - 1]) &&
			    (i + run == s.len || !is_word_byte(s.ptr[i + run]));
		if (run == len && ends && i > from)
			return mark == '_' && len == 2 &&
					       slice_find_char(
						       slice(s.ptr + from, i - from),
						       ' ') < 0
				       ? 0
				       : i;
		i += run - 1;
	}
	return 0;
}

#define MARKS_MAX 16 /* pairs per line: more are text */

/* Removes inline Markdown from a line; links nest once (an image in a link). */
static void put_plain(struct buf *out, struct slice line, int depth)
{
	size_t closes[MARKS_MAX], count = 0;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		struct slice words, next = slice_from(line, i + 1);
		size_t len, close;
		if (c == '\\' && next.len && !ascii_is_alnum(*next.ptr)) {
			buf_putc(out, *next.ptr);
			i++;
		} else if (c == '[' && depth < 3 && (len = link_words(next, &words))) {
			put_plain(out, words, depth + 1);
			i += len;
			i += attributes_length(slice_from(line, i + 1));
		} else if (c == '!' && next.len && *next.ptr == '[') {
			continue;
		} else if (c == '*' || c == '_' || c == '~') {
			len = slice_run(slice_from(line, i), c);
			close = count < MARKS_MAX ? closing_mark(line, i, len) : 0;
			bool closed = false;
			for (size_t k = 0; k < count && !closed; k++)
				closed = closes[k] == i;
			if (close && !closed)
				closes[count++] = close;
			else if (!closed)
				buf_put(out, slice(line.ptr + i, len));
			i += len - 1;
		} else {
			buf_putc(out, c);
		}
	}
}

/* A line of Markdown as plain words: attribute lists, Liquid tags and HTML dropped too. */
static struct slice plain(struct arena *arena, struct slice line)
{
	struct buf out = BUF(64 * 1024);

	line = slice_head_whole(slice_trim(line), LINE_MAX_BYTES);
	if (slice_ends(line, S("}"))) {
		ptrdiff_t brace = slice_rfind_char(line, '{');
		if (brace > 0 &&
			!slice_starts(slice_from(line, (size_t)brace), S("{{")) &&
			line.ptr[brace - 1] != '{' && line.ptr[brace - 1] != '$')
			line = slice_trim_end(slice_head(line, (size_t)brace));
	}
	put_plain(&out, wikilink_strip(arena, line), 0);
	struct slice words = title_clean(arena, buf_slice(&out));
	buf_fini(&out);
	return words;
}

struct slice title_words(struct arena *arena, struct slice s)
{
	s = title_clean(arena, s);
	if (slice_find(s, S("](")) < 0 && slice_find(s, S("[[")) < 0 &&
		slice_find_char(s, '*') < 0 && slice_find_char(s, '_') < 0 &&
		slice_find_char(s, '~') < 0)
		return s;
	/* Decoded text must not become markup again. */
	auto_buf struct buf out = BUF(0);
	put_plain(&out, wikilink_strip(arena, s), 0);
	return text_one_line(arena, buf_slice(&out));
}

/* The length of a fence at the start of @line; 0: none. */
static size_t fence(struct slice line, char *mark)
{
	line = slice_trim(line);
	if (line.len == 0 || (*line.ptr != '`' && *line.ptr != '~'))
		return 0;
	size_t len = slice_run(line, *line.ptr);
	*mark = *line.ptr;
	return len >= 3 ? len : 0;
}

/* Iterates over the lines of a body outside of code. */
struct lines {
	struct slice rest;
	size_t fence;
	char mark;
	struct slice until; /* the end of the current comment, style or script */
};

/* The end of the comment, style or script that begins at @line; empty: none. */
static struct slice unseen_until(struct slice line)
{
	static const struct slice pairs[][2] = {{S("<!--"), S("-->")},
		{S("<style"), S("</style>")}, {S("<script"), S("</script>")}};

	line = slice_trim(line);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (slice_starts_nocase(line, pairs[i][0]))
			return pairs[i][1];
	}
	return slice_none;
}

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
		if (!lines->until.len)
			lines->until = unseen_until(*line);
		if (lines->until.len) {
			for (size_t i = 0; i < line->len && lines->until.len; i++) {
				if (slice_starts_nocase(
					    slice_from(*line, i), lines->until))
					lines->until = slice_none;
			}
			continue;
		}
		return true;
	}
	return false;
}

static bool is_underline(struct slice line, char mark)
{
	line = slice_trim_end(line);
	return line.len >= 2 && slice_run(line, mark) == line.len;
}

/* The text of "# title #", or slice_none when @line is not a heading of at most
 * @level_max. */
static struct slice atx(struct slice line, size_t level_max)
{
	line = slice_from(line, slice_run(slice_head(line, 3), ' '));
	size_t level = slice_run(line, '#');
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

/* The content of the first <@tag ...>...</@tag>. */
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
		return text_one_line(arena, html_strip(arena, inside));
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
			while (slice_skip(&line, S("#")))
				;
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

/* Prefixes in notes: "[!tip] Title" of a callout, "- [ ] " of a task. */
static struct slice without_box(struct slice line)
{
	ptrdiff_t end = slice_find_char(slice_head(line, 32), ']');

	if (end > 0 && (slice_starts(line, S("[!")) || (end == 2 && *line.ptr == '['))) {
		line = slice_from(line, (size_t)end + 1);
		if (!slice_skip(&line, S("+")))
			slice_skip(&line, S("-"));
	}
	return slice_trim(line);
}

/* A table of contents, a definition of a link or a note. */
static bool is_reference(struct slice line)
{
	ptrdiff_t end = slice_find_char(slice_head(line, LINE_MAX_BYTES), ']');

	return slice_eq_nocase(line, S("[toc]")) || slice_eq_nocase(line, S("[[toc]]")) ||
	       (slice_starts(line, S("[")) && end > 0 &&
		       slice_starts(slice_from(line, (size_t)end), S("]:")));
}

/* @line without addresses, note marks ("[^1]") and code marks. */
static struct slice without_addresses(struct arena *arena, struct slice line)
{
	auto_buf struct buf out = BUF(0);

	line = slice_head(line, LINE_MAX_BYTES);
	for (size_t i = 0; i < line.len; i++) {
		struct slice rest = slice_from(line, i);
		size_t len = 0;
		if ((i == 0 || !is_word_byte(line.ptr[i - 1])) &&
			slice_any(
				rest, S("http://|https://|www."), slice_starts_nocase)) {
			len = slice_until(rest, "<>)]\"");
			if (i && line.ptr[i - 1] == '<' && len < rest.len &&
				rest.ptr[len] == '>') {
				buf_truncate(&out, out.len - 1);
				len++;
			}
		} else if (slice_starts(rest, S("[^"))) {
			ptrdiff_t end = slice_find_char(rest, ']');
			len = end < 0 ? 0 : (size_t)end + 1;
		}
		if (len)
			i += len - 1;
		else if (*rest.ptr != '`')
			buf_putc(&out, *rest.ptr);
	}
	return buf_dup(&out, arena);
}

/* Template tags and variables are not words. */
static struct slice without_templates(struct arena *arena, struct slice body)
{
	struct buf out = BUF(body.len + 1);

	if (slice_find(body, S("{%")) < 0 && slice_find(body, S("{{")) < 0)
		return body;
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
			/* If one is unclosed, so are all after it. */
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
		if (format == CONVERT_MARKDOWN) {
			line = without_box(line);
			if (is_reference(line))
				continue;
			line = without_addresses(arena, plain(arena, line));
		}
		struct slice text = text_one_line(arena, line);
		if (text_is_word(text))
			return text_ellipsis(arena, text, TEXT_TITLE_COLUMNS);
	}
	return slice_none;
}
