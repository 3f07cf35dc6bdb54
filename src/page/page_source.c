/* SPDX-License-Identifier: MIT */
/* The source of a post for readers: reduced front matter, then the body without comments. */
#include "page/page_internal.h"
#include "site/body.h"

#define TICKS_MAX 32 /* more backticks do not make a code span */

static void put_quoted(struct buf *out, struct slice s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"' || s.ptr[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, s.ptr[i]);
	}
	buf_putc(out, '"');
}

static void put_head(struct buf *out, const struct post *post)
{
	buf_puts(out, "---\ntitle: ");
	put_quoted(out, post->title);
	if (post->date.set) {
		buf_puts(out, "\ndate: ");
		if (post->date.has_time)
			date_put_rfc3339(out, &post->date);
		else
			date_put_iso_day(out, &post->date);
	}
	if (post->tag_count)
		buf_puts(out, "\ntags:");
	for (size_t i = 0; i < post->tag_count; i++) {
		buf_puts(out, "\n  - ");
		put_quoted(out, post->tags[i]);
	}
	buf_printf(out, "\nlang: %.*s\n---\n\n", SARG(post->lang));
}

/* The length of the Liquid tag @name at the start of @s ("{%- comment -%}"), or 0. */
static size_t liquid_tag(struct slice s, struct slice name)
{
	struct slice rest = s;
	if (!slice_starts(rest, S("{%")))
		return 0;
	rest = slice_from(rest, 2);
	if (slice_starts(rest, S("-")))
		rest = slice_from(rest, 1);
	rest = slice_trim_start(rest);
	if (!slice_starts(rest, name))
		return 0;
	rest = slice_trim_start(slice_from(rest, name.len));
	if (slice_starts(rest, S("-")))
		rest = slice_from(rest, 1);
	return slice_starts(rest, S("%}")) ? (size_t)(rest.ptr + 2 - s.ptr) : 0;
}

static size_t liquid_comment(struct slice s)
{
	size_t at = liquid_tag(s, S("comment"));
	while (at && at < s.len) {
		ptrdiff_t next = slice_find(slice_from(s, at), S("{%"));
		if (next < 0)
			return s.len;
		at += (size_t)next;
		size_t end = liquid_tag(slice_from(s, at), S("endcomment"));
		if (end)
			return at + end;
		at += 2;
	}
	return at;
}

/* The same for kramdown's: "{:/}" and "{:/comment}" both end it. */
static size_t kramdown_comment(struct slice s)
{
	struct slice rest = s;
	for (ptrdiff_t at; (at = slice_find(rest, S("{:/"))) >= 0;) {
		rest = slice_from(rest, (size_t)at + 3);
		if (slice_starts(rest, S("comment}")))
			rest = slice_from(rest, S("comment").len);
		if (slice_starts(rest, S("}")))
			return (size_t)(rest.ptr + 1 - s.ptr);
	}
	return s.len;
}

/* The length of the comment at the start of @s, or 0. An unclosed one ends with the text. */
static size_t comment_length(struct slice s)
{
	if (slice_starts(s, S("<!--"))) {
		ptrdiff_t end = slice_find(s, S("-->"));
		return end < 0 ? s.len : (size_t)end + S("-->").len;
	}
	if (slice_starts(s, S("{::comment}")))
		return kramdown_comment(s);
	return liquid_comment(s);
}

/* The offset after the code span that opens at @at in @line, or after its backticks when there is
 * none. */
static size_t code_span(struct slice line, size_t at)
{
	size_t from = at, run = 0;
	while (from < line.len && line.ptr[from] == '`')
		from++;
	size_t ticks = from - at;
	for (size_t i = from; i < line.len && ticks <= TICKS_MAX; i++) {
		run = line.ptr[i] == '`' ? run + 1 : 0;
		if (run == ticks && (i + 1 == line.len || line.ptr[i + 1] != '`'))
			return i + 1;
	}
	return from;
}

struct fence {
	char kind; /* 0: none is open */
	size_t len;
};

/* Does @line open a fence, or close the open one? A closing fence is at least as long, with nothing
 * after it (CommonMark 4.5). */
static void see_fence(struct slice line, struct fence *open)
{
	size_t len = 0;
	line = slice_trim(line);
	char kind = line.len ? *line.ptr : 0;
	if (kind != '`' && kind != '~')
		return;
	while (len < line.len && line.ptr[len] == kind)
		len++;
	if (len < 3)
		return;
	if (!open->kind)
		*open = (struct fence){kind, len};
	else if (open->kind == kind && len >= open->len && len == line.len)
		open->kind = 0;
}

/* The number of bytes of @body to leave out at @at, which may be in a code span. */
static size_t comment_at(struct slice body, size_t at, bool in_code)
{
	if (body.ptr[at] != '<' && body.ptr[at] != '{')
		return 0;
	struct slice rest = slice_from(body, at);
	return in_code ? liquid_comment(rest) : comment_length(rest);
}

/* Appends @body without comments. Fenced code is unchanged; in code spans only Liquid comments
 * count. */
static void put_body(struct buf *out, struct slice body)
{
	struct fence fence = {0};
	size_t line_end = 0, code_end = 0;
	for (size_t i = 0; i < body.len;) {
		if (i >= line_end) {
			struct slice rest = slice_from(body, i);
			ptrdiff_t end = slice_find_char(rest, '\n');
			line_end = end < 0 ? body.len : i + (size_t)end + 1;
			/* Else the rest of a line that contained a comment. */
			if (!i || body.ptr[i - 1] == '\n')
				see_fence(slice_head(rest, line_end - i), &fence);
		}
		if (fence.kind) {
			buf_put(out, slice(body.ptr + i, line_end - i));
			i = line_end;
			continue;
		}
		if (body.ptr[i] == '`' && i >= code_end)
			code_end = code_span(slice_head(body, line_end), i);
		size_t skip = comment_at(body, i, i < code_end);
		if (!skip)
			buf_putc(out, body.ptr[i++]);
		i += skip;
	}
}

int page_source(const struct site *site, const struct post *post, struct arena *arena,
	struct page *out)
{
	struct body body;
	struct buf text;
	int error = body_read(site, post, arena, &body);
	if (error)
		return error;
	buf_init(&text, BUF_MAX_BYTES);
	put_head(&text, post);
	if (post->format == CONVERT_GEMTEXT)
		buf_put(&text, body.text); /* gemtext has no comments */
	else
		put_body(&text, body.text);
	*out = (struct page){
		.content = PAGE_IS_BYTES,
		.bytes = buf_dup(&text, arena),
		.mime = post->format == CONVERT_MARKDOWN ? S("text/markdown")
							 : S("text/plain"),
		.langs = post->lang,
	};
	buf_fini(&text);
	return 0;
}
