/* SPDX-License-Identifier: MIT */
#include "text/closed.h"

#include "base/buf.h"
#include "base/locale.h"

/* Keeps the line ends of removed parts, so that messages have the right lines. */
static void put_line_ends(struct buf *out, struct slice gone)
{
	for (ptrdiff_t at; (at = slice_find_char(gone, '\n')) >= 0;) {
		buf_putc(out, '\n');
		gone = slice_from(gone, (size_t)at + 1);
	}
}

static struct slice taken(struct arena *arena, struct buf *out)
{
	struct slice text = buf_dup(out, arena);

	buf_fini(out);
	return text;
}

/* --- comments ------------------------------------------------------------------------ */

/* The fence at the start of @line: its character and length; 0: none. @bare: nothing follows it, so it
 * may be a closing one. */
static size_t fence_of(struct slice line, char *mark, bool *bare)
{
	line = slice_trim_start(line);
	*mark = line.len ? *line.ptr : '\0';
	size_t len = *mark == '`' || *mark == '~' ? slice_run(line, *mark) : 0;
	struct slice behind = slice_from(line, len);
	*bare = slice_trim(behind).len == 0;
	/* "```x```" is a code span. */
	return len >= 3 && (*mark == '~' || slice_find_char(behind, '`') < 0) ? len : 0;
}

struct strip {
	struct buf out;
	char fence; /* the open fence, or 0 */
	size_t fence_len;
	bool comment; /* an unclosed comment */
};

/* Longer runs of backticks are no marks of code. */
#define RUN_MAX 64

/* The offset after the code span at the start of @rest, or after its backticks when it is
 * unclosed. @lonely: which runs have no second one. */
static size_t code_span(struct slice rest, bool lonely[RUN_MAX])
{
	size_t len = slice_run(rest, '`');

	if (len >= RUN_MAX || lonely[len])
		return len;
	for (size_t at = len; at < rest.len;) {
		ptrdiff_t hit = slice_find_char(slice_from(rest, at), '`');
		if (hit < 0)
			break;
		at += (size_t)hit;
		size_t run = slice_run(slice_from(rest, at), '`');
		at += run;
		if (run == len)
			return at;
	}
	lonely[len] = true;
	return len;
}

static void strip_line(struct strip *strip, struct slice line)
{
	bool lonely[RUN_MAX] = {false};

	for (size_t at = 0; at < line.len;) {
		struct slice rest = slice_from(line, at);
		size_t len = 1;
		if (slice_starts(rest, S("%%"))) {
			strip->comment = !strip->comment;
			at += 2;
			continue;
		}
		if (!strip->comment && *rest.ptr == '`')
			len = code_span(rest, lonely);
		if (!strip->comment)
			buf_put(&strip->out, slice_head(rest, len));
		at += len;
	}
}

static struct slice without_comments(struct arena *arena, struct slice body)
{
	struct strip strip = {0};
	struct slice rest = body, line;

	if (slice_find(body, S("%%")) < 0)
		return body;
	buf_init(&strip.out, body.len + 1);
	while (rest.len) {
		ptrdiff_t end = slice_find_char(rest, '\n');
		char mark = '\0';
		bool bare = false;
		line = slice_head(rest, end < 0 ? rest.len : (size_t)end);
		rest = slice_from(rest, line.len + (end >= 0));
		size_t fence = strip.comment ? 0 : fence_of(line, &mark, &bare);
		if (strip.fence) {
			if (fence >= strip.fence_len && mark == strip.fence && bare)
				strip.fence = 0;
			buf_put(&strip.out, line);
		} else if (fence) {
			strip.fence = mark;
			strip.fence_len = fence;
			buf_put(&strip.out, line);
		} else {
			strip_line(&strip, line);
		}
		if (end >= 0)
			buf_putc(&strip.out, '\n');
	}
	return taken(arena, &strip.out);
}

/* --- shortcodes ------------------------------------------------------------------------ */

static bool is_locking(struct slice name)
{
	return slice_any(name, S("hugo-encryptor|hugo-encrypt|encrypt|encryptor"),
		slice_eq_nocase);
}

/* A shortcode's tag: "{{< name ..." or "{{% /name". */
struct tag {
	size_t at, end; /* in the text: its first byte, and the one after it */
	struct slice name;
	bool closes;
};

/* The next one at or after @from; an unclosed one takes the rest. */
static bool next_tag(struct slice text, size_t from, struct tag *tag)
{
	for (ptrdiff_t at; (at = slice_find(slice_from(text, from), S("{{"))) >= 0;) {
		tag->at = from + (size_t)at;
		from = tag->at + 2;
		struct slice rest = slice_from(text, from), inner;
		if (!rest.len || (*rest.ptr != '<' && *rest.ptr != '%'))
			continue;
		ptrdiff_t end = slice_find(rest, S("}}"));
		tag->end = end < 0 ? text.len : from + (size_t)end + 2;
		inner = slice_trim(slice_head(
			slice_from(rest, 1), end < 1 ? rest.len : (size_t)end - 1));
		tag->closes = slice_starts(inner, S("/"));
		inner = slice_trim_start(slice_from(inner, tag->closes));
		tag->name = slice_head(inner, slice_span(inner, "-_"));
		return true;
	}
	return false;
}

/* The next tag that opens a locked part. */
static bool next_locking(struct slice text, size_t from, struct tag *tag)
{
	while (next_tag(text, from, tag)) {
		if (!tag->closes && is_locking(tag->name))
			return true;
		from = tag->end;
	}
	return false;
}

static struct slice without_locked(
	struct arena *arena, struct slice body, struct slice lang)
{
	struct slice words = locale_word(locale_for(lang), WORD_LOCKED_PART);
	struct buf out = BUF(BUF_MAX_BYTES);
	struct tag open, close;
	size_t from = 0, look = 0;

	if (!next_locking(body, 0, &open))
		return body;
	while (next_locking(body, look, &open)) {
		look = open.end;
		bool closed = false;
		while (!closed && next_tag(body, look, &close)) {
			look = close.end;
			closed = close.closes && slice_eq_nocase(close.name, open.name);
		}
		size_t end = closed ? close.end : body.len;
		buf_put(&out, slice(body.ptr + from, open.at - from));
		buf_put(&out, words);
		put_line_ends(&out, slice(body.ptr + open.at, end - open.at));
		from = look = end;
	}
	buf_put(&out, slice_from(body, from));
	return taken(arena, &out);
}

struct slice closed_remove(
	struct arena *arena, struct slice body, const struct closed_options *options)
{
	if (options->comments)
		body = without_comments(arena, body);
	if (options->shortcodes)
		body = without_locked(arena, body, options->lang);
	return body;
}
