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

/* Offset behind the comment that opens at the start of @s, or 0 when none does. An unclosed one ends
 * with the text. */
static size_t comment_length(struct slice s)
{
	static const struct {
		struct slice open, close;
	} kinds[] = {{{"<!--", 4}, {"-->", 3}},
		{{"{% comment %}", 13}, {"{% endcomment %}", 16}},
		{{"{%- comment -%}", 15}, {"{%- endcomment -%}", 18}},
		{{"{::comment}", 11}, {"{:/comment}", 11}}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!slice_starts(s, kinds[i].open))
			continue;
		ptrdiff_t end = slice_find(s, kinds[i].close);
		return end < 0 ? s.len : (size_t)end + kinds[i].close.len;
	}
	return 0;
}

static bool is_fence(struct slice line, char *kind)
{
	line = slice_trim_start(line);
	if (!slice_starts(line, S("```")) && !slice_starts(line, S("~~~")))
		return false;
	*kind = line.ptr[0];
	return true;
}

/* Appends @body without comments; code between fences is as it is. */
static void put_body(struct buf *out, struct slice body)
{
	char fence = 0, kind;
	while (body.len) {
		ptrdiff_t end = slice_find_char(body, '\n');
		struct slice line =
			slice_head(body, end < 0 ? body.len : (size_t)end + 1);
		if (is_fence(line, &kind) && (!fence || fence == kind))
			fence = fence ? 0 : kind;
		size_t skip = 0;
		for (size_t i = 0; i < line.len; i++) {
			bool may = line.ptr[i] == '<' || line.ptr[i] == '{';
			skip = !fence && may ? comment_length(slice_from(body, i)) : 0;
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
