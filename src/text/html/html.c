/* SPDX-License-Identifier: MIT */
#include "text/html.h"

#include "base/text.h"
#include "text/html/html_internal.h"

struct html *html_new(struct doc *doc, struct build *build, const struct text_env *env)
{
	struct html *html = arena_new(doc->arena, struct html);
	html->doc = doc;
	html->build = build;
	html->env = env;
	html->arena = doc->arena;
	return html;
}

void html_feed(struct html *html, struct slice bytes)
{
	/* An HTML block ends with its line; a tag inside a paragraph comes alone. */
	html->in_paragraph = bytes.len && bytes.ptr[bytes.len - 1] != '\n';
	html_tokenize(html, bytes);
}

bool html_is_dropping(const struct html *html)
{
	return html->drop_tag.len || html->state == HTML_COMMENT ||
	       (html->state == HTML_RAW && html->raw_drop);
}

bool html_is_verbatim(const struct html *html)
{
	return html->collect != COLLECT_NONE || html->script || html->state == HTML_TAG ||
	       (html->state == HTML_RAW && !html->raw_drop);
}

void html_text(struct html *html, struct slice text)
{
	if (html->state == HTML_TAG)
		html_tokenize(html, text); /* a blank line cut the tag in two */
	else
		html_on_text(html, text, false);
}

void html_end_block(struct html *html)
{
	html_flush_tag(html);
	if (html->collect == COLLECT_CODE)
		html_end_collect(html);
	html->script = 0;
	if (html->drop_inline)
		html->drop_tag = slice_none;
	if (html->raw_inline && html->state == HTML_RAW)
		html->state = HTML_TEXT;
	html->drop_inline = html->raw_inline = false;
}

void html_finish(struct html *html)
{
	html_flush_tag(html);
	html->drop_tag = slice_none;
	html_end_collect(html);
	html_close_figure(html);
	while (html->table_depth)
		html_close_table(html);
}

/* --- character references ------------------------------------------------------------- */

/* HTML 5 (13.2.5.80): the meaning of C1 controls in old pages. */
static unsigned windows_1252(unsigned codepoint)
{
	static const unsigned short meant[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e,
		0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd,
		0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
		0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
	return codepoint >= 0x80 && codepoint < 0xa0 ? meant[codepoint - 0x80]
						     : codepoint;
}

/* @s starts after "&#". Returns the length, 0 for none. */
static size_t numeric(struct slice s, unsigned *codepoint)
{
	unsigned value = 0, base = 10;
	size_t at = 0, digits = 0;
	if (s.len && (s.ptr[0] == 'x' || s.ptr[0] == 'X')) {
		base = 16;
		at = 1;
	}
	for (; at < s.len; at++, digits++) {
		int digit = ascii_hex(s.ptr[at]);
		if (digit < 0 || digit >= (int)base)
			break;
		if (value < 0x110000)
			value = value * base + (unsigned)digit;
	}
	if (!digits)
		return 0;
	if (at < s.len && s.ptr[at] == ';')
		at++;
	value = windows_1252(value);
	if (value == 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
		value = 0xfffd;
	else if ((value < 0x20 && value != '\t' && value != '\n') || value == 0x7f)
		value = ' ';
	*codepoint = value;
	return at;
}

/* @s starts after '&'. Returns the length, 0 for none. */
static size_t named(struct slice s, unsigned codepoints[2])
{
	size_t len = slice_span(slice_head(s, 33), "");
	bool semicolon = len < s.len && s.ptr[len] == ';';
	/* "&copy=1" is part of a query. */
	if (!len || (!semicolon && len < s.len && s.ptr[len] == '='))
		return 0;
	if (!html_entity(slice_head(s, len), semicolon, codepoints))
		return 0;
	return len + semicolon;
}

void html_decode(struct buf *out, struct slice s)
{
	for (;;) {
		ptrdiff_t at = slice_find_char(s, '&');
		if (at < 0)
			break;
		buf_put(out, slice_head(s, (size_t)at));
		s = slice_from(s, (size_t)at + 1);
		unsigned codepoints[2] = {0, 0};
		size_t taken = s.len && s.ptr[0] == '#'
				       ? numeric(slice_from(s, 1), &codepoints[0])
				       : named(s, codepoints);
		if (!taken) {
			buf_putc(out, '&');
			continue;
		}
		s = slice_from(s, taken + (s.ptr[0] == '#'));
		buf_put_utf8(out, codepoints[0]);
		if (codepoints[1])
			buf_put_utf8(out, codepoints[1]);
	}
	buf_put(out, s);
}

struct slice html_strip(struct arena *arena, struct slice s)
{
	if (!memchr(s.ptr ? s.ptr : "", '<', s.len) &&
		!memchr(s.ptr ? s.ptr : "", '&', s.len))
		return s;
	struct doc *doc = doc_new(arena, slice_none);
	struct build *build = build_new(doc);
	struct html *html = html_new(doc, build, NULL);
	html_feed(html, s);
	html_finish(html);
	build_finish(build);
	return doc_plain_text(arena, doc->root);
}
