/* SPDX-License-Identifier: MIT */
/* <meta http-equiv="refresh">: a page that only redirects. */
#include "base/text.h"
#include "text/html/html_internal.h"

#define ADDRESS_MAX_BYTES 4096

/* "0; url=/x/", "5;URL='/x/'". False: it only reloads the page. */
static bool address_of(struct slice content, struct slice *url)
{
	size_t at = 0;

	content = slice_trim(content);
	while (at < content.len &&
		(ascii_is_digit(content.ptr[at]) || content.ptr[at] == '.'))
		at++;
	content = slice_trim_start(slice_from(content, at));
	if (!at || !content.len || !strchr(";,", *content.ptr))
		return false;
	content = slice_trim_start(slice_from(content, 1));
	if (slice_starts_nocase(content, S("url"))) {
		content = slice_trim_start(slice_from(content, 3));
		if (!slice_starts(content, S("=")))
			return false;
		content = slice_trim_start(slice_from(content, 1));
	}
	if (content.len && strchr("\"'", *content.ptr)) {
		ptrdiff_t end = slice_find_char(slice_from(content, 1), *content.ptr);
		content = slice_from(content, 1);
		content.len = end < 0 ? content.len : (size_t)end;
	}
	*url = slice_trim(content);
	return url->len != 0;
}

static bool is_refresh(struct slice attrs, struct slice *url)
{
	const struct html_tag tag = {.attrs = attrs};
	struct slice value;

	return html_attr(&tag, S("http-equiv"), &value) &&
	       slice_eq_nocase(slice_trim(value), S("refresh")) &&
	       html_attr(&tag, S("content"), &value) && address_of(value, url);
}

/* The HTML in Markdown: lines outside of code that begin with a tag. */
static struct slice html_of(struct arena *arena, struct slice source)
{
	struct slice line, fence = slice_none;
	struct buf out = BUF(source.len + 1);

	while (slice_next_line(&source, &line)) {
		struct slice text = slice_trim(line);
		size_t indent = (size_t)(text.ptr - line.ptr);
		bool marks = slice_any(text, S("```|~~~"), slice_starts);
		if (fence.len ? slice_starts(text, fence) : marks)
			fence = fence.len ? slice_none : slice_head(text, 3);
		else if (!fence.len && indent < 4 && slice_starts(text, S("<")) &&
			 *line.ptr != '\t') {
			buf_put(&out, text);
			buf_putc(&out, '\n');
		}
	}
	return buf_take(&out, arena);
}

bool html_refresh(
	struct arena *arena, struct slice source, bool markdown, struct slice *url)
{
	static const struct slice raw[] = {S("pre"), S("code"), S("script"), S("style"),
		S("textarea"), S("noscript")};

	/* Most posts have no tags, and finding a character is much faster than finding a
	 * word. */
	if (slice_find_char(source, '<') < 0 ||
		(slice_find(source, S("http-equiv")) < 0 &&
			slice_find(source, S("HTTP-EQUIV")) < 0))
		return false;
	if (markdown)
		source = html_of(arena, source);
	for (ptrdiff_t at; (at = slice_find_char(source, '<')) >= 0;) {
		struct slice tag = slice_from(source, (size_t)at + 1), name = tag;
		bool comment = slice_starts(tag, S("!--"));
		ptrdiff_t end = slice_find(tag, comment ? S("-->") : S(">"));
		if (end < 0)
			return false;
		source = slice_from(tag, (size_t)end + 1);
		name.len = slice_until(name, " \t\r\n/>");
		tag = slice_head(tag, (size_t)end);
		if (slice_eq_nocase(name, S("meta")) &&
			is_refresh(slice_from(tag, name.len), url)) {
			struct buf out = BUF(ADDRESS_MAX_BYTES);
			html_decode(&out, *url);
			*url = buf_take(&out, arena);
			return true;
		}
		for (size_t i = 0; i < sizeof(raw) / sizeof(*raw) && !comment; i++) {
			if (!slice_eq_nocase(name, raw[i]))
				continue;
			end = slice_find(
				source, arena_printf(arena, "</%.*s", SARG(name)));
			source = slice_from(source, end < 0 ? source.len : (size_t)end);
		}
	}
	return false;
}
