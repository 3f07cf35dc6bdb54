/* SPDX-License-Identifier: MIT */
/* The source of a post for readers: a little front matter, then the body without the comments that its
 * author wrote for nobody. */
#include "page/page.h"
#include "site/body.h"

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

/* Length of the Liquid tag @name at the start of @s ("{%- comment -%}"), or 0. */
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

/* Offset behind the comment that opens at the start of @s, or 0 when none does. An unclosed one ends
 * with the text. */
static size_t comment_length(struct slice s)
{
	static const struct {
		struct slice open, close;
	} kinds[] = {{{"<!--", 4}, {"-->", 3}},
		{{"{::comment}", 11}, {"{:/comment}", 11}},
		{{"{::comment}", 11}, {"{:/}", 4}}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!slice_starts(s, kinds[i].open))
			continue;
		ptrdiff_t end = slice_find(s, kinds[i].close);
		if (end >= 0)
			return (size_t)end + kinds[i].close.len;
	}
	if (slice_starts(s, S("<!--")) || slice_starts(s, S("{::comment}")))
		return s.len;
	return liquid_comment(s);
}

struct fence {
	char kind; /* 0: none is open */
	size_t len;
};

/* Does @line open a fence, or close the one that is open? As long as the opening one at least, and with
 * nothing behind it (CommonMark 4.5). */
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

/* Appends @body without comments; code between fences is as it is. */
static void put_body(struct buf *out, struct slice body)
{
	struct fence fence = {0};
	while (body.len) {
		ptrdiff_t end = slice_find_char(body, '\n');
		struct slice line =
			slice_head(body, end < 0 ? body.len : (size_t)end + 1);
		size_t skip = 0;
		see_fence(line, &fence);
		for (size_t i = 0; i < line.len; i++) {
			bool may = line.ptr[i] == '<' || line.ptr[i] == '{';
			skip = !fence.kind && may ? comment_length(slice_from(body, i))
						  : 0;
			if (skip) {
				skip += i;
				break;
			}
			buf_putc(out, line.ptr[i]);
		}
		body = slice_from(body, skip ? skip : line.len);
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
	buf_init(&text, 0);
	put_head(&text, post);
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
