/* SPDX-License-Identifier: MIT */
/* Splits bytes into tags, comments and text as in HTML 5 (13.2.5), piece by piece. Each byte is
 * read a bounded number of times, however the pieces are cut. */
#include "text/html/html_internal.h"

/* The maximum length of a tag; a longer one lacks its '>'. */
#define TAG_MAX_BYTES (64 * 1024)

void grow_put(struct arena *arena, struct grow *grow, struct slice s)
{
	if (!s.len)
		return;
	if (grow->capacity - grow->len < s.len) {
		size_t capacity = grow->capacity ? grow->capacity * 2 : 128;
		while (capacity < grow->len + s.len)
			capacity *= 2;
		char *ptr = arena_alloc(arena, capacity);
		if (grow->len)
			memcpy(ptr, grow->ptr, grow->len);
		grow->ptr = ptr;
		grow->capacity = capacity;
	}
	memcpy(grow->ptr + grow->len, s.ptr, s.len);
	grow->len += s.len;
}

/* --- attributes --------------------------------------------------------------- */

static bool is_name_end(char c)
{
	return ascii_is_space(c) || c == '/' || c == '>' || c == '=';
}

/* Takes an attribute from @in. */
static bool next_attr(struct slice *in, struct slice *name, struct slice *value)
{
	size_t at = 0, from;
	while (at < in->len && (ascii_is_space(in->ptr[at]) || in->ptr[at] == '/'))
		at++;
	if (at == in->len)
		return false;
	from = at++;
	while (at < in->len && !is_name_end(in->ptr[at]))
		at++;
	*name = slice(in->ptr + from, at - from);
	*value = slice_none;
	while (at < in->len && ascii_is_space(in->ptr[at]))
		at++;
	if (at < in->len && in->ptr[at] == '=') {
		at++;
		while (at < in->len && ascii_is_space(in->ptr[at]))
			at++;
		char quote = at < in->len ? in->ptr[at] : 0;
		from = at;
		if (quote == '"' || quote == '\'') {
			from = ++at;
			while (at < in->len && in->ptr[at] != quote)
				at++;
		} else {
			quote = 0;
			while (at < in->len && !ascii_is_space(in->ptr[at]))
				at++;
		}
		*value = slice(in->ptr + from, at - from);
		if (quote && at < in->len)
			at++;
	}
	*in = slice_from(*in, at);
	return true;
}

bool html_attr(const struct html_tag *tag, struct slice name, struct slice *value)
{
	struct slice in = tag->attrs, key;
	while (next_attr(&in, &key, value))
		if (slice_eq_nocase(key, name))
			return true;
	*value = slice_none;
	return false;
}

/* --- tokens -------------------------------------------------------------------- */

/* @bytes is a whole tag, from '<' to '>'. */
static void emit_tag(struct html *html, struct slice bytes, struct slice rest)
{
	struct html_tag tag = {.rest = rest};
	size_t at = 1;
	if (bytes.ptr[at] == '/') {
		tag.end = true;
		at++;
	}
	size_t from = at;
	at += slice_until(slice_from(bytes, at), "/>");
	tag.name = slice(bytes.ptr + from, at - from);
	size_t end = bytes.len;
	if (end > at && bytes.ptr[end - 1] == '>')
		end--;
	tag.attrs = slice(bytes.ptr + at, end - at);
	html_on_tag(html, &tag);
}

/* The kind of token that the '<' at @at begins. HTML_TEXT: a literal character. */
static enum html_state opened_by(struct slice at)
{
	char next = at.len > 1 ? at.ptr[1] : 0;
	if (ascii_is_alpha(next))
		return HTML_TAG;
	if (next == '/' && at.len > 2 && ascii_is_alpha(at.ptr[2]))
		return HTML_TAG;
	if (next == '!' && slice_starts(at, S("<!--")))
		return HTML_COMMENT;
	if ((next == '!' && at.len > 2 &&
		    (ascii_is_alpha(at.ptr[2]) || at.ptr[2] == '[')) ||
		next == '?')
		return HTML_BOGUS;
	return HTML_TEXT;
}

/* The offset after the '>' that closes the tag, or 0 when it is not in @bytes. */
static size_t find_tag_end(struct html *html, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.ptr[i];
		if (html->quote) {
			if (c == html->quote)
				html->quote = 0;
		} else if (c == '>') {
			return i + 1;
		} else if ((c == '"' || c == '\'') && !html->quotes_off) {
			/* Quotes count only after '='; elsewhere they are mistakes. */
			size_t back = i;
			while (back > 0 && ascii_is_space(bytes.ptr[back - 1]) &&
				i - back < 8)
				back--;
			if (back == 0 || bytes.ptr[back - 1] == '=')
				html->quote = c;
		}
	}
	return 0;
}

static struct slice feed_tag(struct html *html, struct slice bytes)
{
	size_t end = find_tag_end(html, bytes);
	if (!end) {
		grow_put(html->arena, &html->pending, bytes);
		if (html->pending.len > TAG_MAX_BYTES)
			html_flush_tag(html);
		return slice_none;
	}
	struct slice rest = slice_from(bytes, end);
	html->state = HTML_TEXT;
	if (html->pending.len) {
		grow_put(html->arena, &html->pending, slice_head(bytes, end));
		struct slice whole = slice(html->pending.ptr, html->pending.len);
		html->pending = (struct grow){0};
		emit_tag(html, whole, rest);
	} else {
		emit_tag(html, slice_head(bytes, end), rest);
	}
	return rest;
}

static struct slice feed_comment(struct html *html, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.ptr[i];
		if (c == '>' && html->dashes >= 2) {
			html->state = HTML_TEXT;
			return slice_from(bytes, i + 1);
		}
		html->dashes = c == '-' ? html->dashes + 1 : 0;
	}
	return slice_none;
}

static struct slice feed_bogus(struct html *html, struct slice bytes)
{
	ptrdiff_t end = slice_find_char(bytes, '>');
	if (end < 0)
		return slice_none;
	html->state = HTML_TEXT;
	return slice_from(bytes, (size_t)end + 1);
}

/* Text without markup up to "</raw_tag". */
static struct slice feed_raw(struct html *html, struct slice bytes)
{
	size_t from = 0;
	for (;;) {
		ptrdiff_t hit = slice_find(slice_from(bytes, from), S("</"));
		if (hit < 0) {
			if (!html->raw_drop)
				html_on_text(html, bytes, true);
			return slice_none;
		}
		from += (size_t)hit;
		struct slice name = slice_from(bytes, from + 2);
		if (slice_starts_nocase(name, html->raw_tag) &&
			(name.len == html->raw_tag.len ||
				!ascii_is_alnum(name.ptr[html->raw_tag.len])))
			break;
		from += 2;
	}
	if (!html->raw_drop)
		html_on_text(html, slice_head(bytes, from), true);
	html->state = HTML_TEXT;
	html_on_raw_end(html);
	return slice_from(bytes, from);
}

static struct slice feed_text(struct html *html, struct slice bytes)
{
	size_t at = 0;
	enum html_state state = HTML_TEXT;
	while (at < bytes.len) {
		const char *hit = memchr(bytes.ptr + at, '<', bytes.len - at);
		if (!hit) {
			at = bytes.len;
			break;
		}
		at = (size_t)(hit - bytes.ptr);
		state = opened_by(slice_from(bytes, at));
		if (state != HTML_TEXT)
			break;
		at++;
	}
	html_on_text(html, slice_head(bytes, at), true);
	if (state == HTML_TEXT)
		return slice_none;
	html->state = state;
	html->quote = 0;
	html->dashes = 0;
	struct slice rest = slice_from(bytes, at);
	if (state == HTML_COMMENT) {
		rest = slice_from(rest, 4);
		/* "<!-->" and "<!--->" are comments, too. */
		html->dashes = 2;
	}
	return rest;
}

void html_tokenize(struct html *html, struct slice bytes)
{
	static struct slice (*const feeds[])(struct html *, struct slice) = {
		[HTML_TEXT] = feed_text,
		[HTML_TAG] = feed_tag,
		[HTML_COMMENT] = feed_comment,
		[HTML_BOGUS] = feed_bogus,
		[HTML_RAW] = feed_raw,
	};

	while (bytes.len)
		bytes = feeds[html->state](html, bytes);
}

void html_flush_tag(struct html *html)
{
	if (html->state != HTML_TAG)
		return;
	struct slice bytes = slice(html->pending.ptr, html->pending.len);
	bool quoted = html->quote != 0;
	html->pending = (struct grow){0};
	html->state = HTML_TEXT;
	html->quote = 0;
	if (quoted && !html->quotes_off) {
		/* An unclosed quote swallowed the '>': tries again without quotes. */
		html->quotes_off = true;
		html_tokenize(html, bytes);
		html_flush_tag(html);
		html->quotes_off = false;
		return;
	}
	html_on_text(html, bytes, true);
}
