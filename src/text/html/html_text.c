/* SPDX-License-Identifier: MIT */
/* Passes text to the builder, to a collector (<pre>, <code>, <caption>), or nowhere. */
#include "base/text.h"
#include "text/html/html_internal.h"

/* --- text ----------------------------------------------------------------------- */

struct slice html_value(struct html *html, struct slice raw)
{
	raw = slice_trim(raw);
	if (slice_find_char(raw, '&') < 0)
		return arena_dup(html->arena, raw);
	struct buf out = BUF(raw.len * 3 + 16);
	html_decode(&out, raw);
	return buf_take(&out, html->arena);
}

/* "*", "†": signs used as superscript note marks. */
static bool is_raised(struct slice word)
{
	size_t len = 1;
	while (len && word.len) {
		len = slice_which(word, S("*|†|‡|§|®|™|℠|°|º|ª"), slice_starts).len;
		word = slice_from(word, len);
	}
	return !word.len;
}

static struct slice script_text(struct html *html, struct slice text)
{
	static const char *const sup[] = {
		"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	static const char *const sub[] = {
		"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
	struct slice word = slice_trim(text);
	if (!word.len || (html->script == '^' && is_raised(word)))
		return text;
	struct buf out = BUF(word.len * 3 + 8);
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		bool up = html->script == '^';
		if (ascii_is_digit(c)) {
			buf_puts(&out, up ? sup[c - '0'] : sub[c - '0']);
		} else if (c == '+' || c == '-' || c == '(' || c == ')') {
			buf_puts(&out, c == '+'   ? (up ? "⁺" : "₊")
				       : c == '-' ? (up ? "⁻" : "₋")
				       : c == '(' ? (up ? "⁽" : "₍")
						  : (up ? "⁾" : "₎"));
		} else {
			buf_clear(&out);
			buf_putc(&out, html->script);
			buf_put(&out, word);
			break;
		}
	}
	return buf_take(&out, html->arena);
}

/* Passes text to a collector or to the builder. @text lives as long as the arena. */
void html_put_text(struct html *html, struct slice text)
{
	if (!text.len)
		return;
	if (html->collect != COLLECT_NONE) {
		grow_put(html->arena, &html->text, text);
		return;
	}
	if (html->script)
		text = script_text(html, text);
	build_text(html->build, text);
}

static void put_bytes(struct html *html, struct slice bytes, bool entities)
{
	if (!entities || slice_find_char(bytes, '&') < 0) {
		html_put_text(html, html->collect == COLLECT_NONE
					    ? arena_dup(html->arena, bytes)
					    : bytes);
		return;
	}
	struct buf out = BUF(bytes.len * 3 + 16);
	html_decode(&out, bytes);
	html_put_text(html, buf_take(&out, html->arena));
}

void html_put_plain(struct html *html, struct slice bytes)
{
	put_bytes(html, bytes, true);
}

void html_on_text(struct html *html, struct slice bytes, bool entities)
{
	if (!bytes.len || html->drop_tag.len)
		return;
	if (html->collect == COLLECT_NONE && slice_trim(bytes).len == 0) {
		/* White space between blocks is dropped; between words it is one space. */
		build_text(html->build, S(" "));
		return;
	}
	if (entities && html->collect == COLLECT_NONE && html_has_marks(bytes))
		html_put_marked(html, bytes);
	else
		put_bytes(html, bytes, entities);
}

/* --- code and captions ------------------------------------------------------------ */

static struct slice code_language(struct html *html, struct slice class)
{
	static const struct slice prefixes[] = {S("language-"), S("lang-"),
		S("highlight-source-"), S("sourceCode "), S("brush: "), S("brush:")};
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		ptrdiff_t at = slice_find(class, prefixes[i]);
		if (at < 0)
			continue;
		struct slice word = slice_from(class, (size_t)at + prefixes[i].len);
		size_t len = slice_span(word, "+#-_.");
		if (len)
			return text_lower(html->arena, slice_head(word, len));
	}
	return slice_none;
}

void html_start_collect(struct html *html, enum html_collect collect, struct slice tag)
{
	html->collect = collect;
	html->collect_tag = tag;
	html->text.len = 0;
	html->code_class = slice_none;
	html->code_href = slice_none;
}

static void end_pre(struct html *html, struct slice text)
{
	if (text.len && text.ptr[0] == '\n')
		text = slice_from(text, 1);
	while (text.len && ascii_is_space(text.ptr[text.len - 1]))
		text.len--;
	if (!text.len)
		return;
	struct doc_node *node = build_leaf(html->build, DOC_CODE);
	if (!node)
		return;
	node->text = arena_dup(html->arena, text);
	node->info = code_language(html, html->code_class);
}

static void end_code(struct html *html, struct slice text)
{
	text = text_one_line(html->arena, text);
	const struct doc_target *target = NULL;
	if (!text.len)
		return;
	if (html->code_href.ptr)
		target = html_target(html, html->code_href, false);
	if (target) {
		struct doc_node *link = build_open(html->build, DOC_LINK);
		if (link)
			link->target = target;
	}
	struct doc_node *node = build_leaf(html->build, DOC_CODE_SPAN);
	if (node)
		node->text = text;
	if (target)
		build_close(html->build, DOC_LINK);
}

void html_end_collect(struct html *html)
{
	enum html_collect collect = html->collect;
	struct slice text = slice(html->text.ptr, html->text.len);
	html->collect = COLLECT_NONE;
	switch (collect) {
	case COLLECT_NONE:
		break;
	case COLLECT_PRE:
		end_pre(html, text);
		break;
	case COLLECT_CODE:
		end_code(html, text);
		break;
	case COLLECT_CAPTION:
		if (html->table_depth && html->tables[html->table_depth - 1].node)
			html->tables[html->table_depth - 1].node->text =
				text_one_line(html->arena, text);
		break;
	}
}

/* Does this tag end a <code> or <caption> that was left open? */
static bool ends_collect(
	enum html_collect collect, const struct html_tag_row *meaning, bool end)
{
	if (collect == COLLECT_PRE)
		return false;
	switch (meaning->role) {
	case ROLE_HOLD:
	case ROLE_BLOCK:
		return collect == COLLECT_CODE && meaning->kind != DOC_PARAGRAPH;
	case ROLE_CELL:
	case ROLE_HEAD_CELL:
	case ROLE_ROW:
	case ROLE_TBODY:
	case ROLE_THEAD:
		return true;
	case ROLE_TABLE:
		return end;
	default:
		return false;
	}
}

bool html_collect_tag(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	struct slice value;
	if (tag->end && slice_eq_nocase(tag->name, html->collect_tag)) {
		html_end_collect(html);
		return true;
	}
	if (!meaning)
		return true;
	if (ends_collect(html->collect, meaning, tag->end)) {
		html_end_collect(html);
		return false;
	}
	if (tag->end)
		return true;
	if (meaning->role == ROLE_BREAK) {
		grow_put(html->arena, &html->text,
			html->collect == COLLECT_PRE ? S("\n") : S(" "));
	} else if (meaning->role == ROLE_CODE && html->collect == COLLECT_PRE) {
		if (html_attr(tag, S("class"), &value) &&
			slice_find(value, S("lang")) >= 0)
			html->code_class = arena_dup(html->arena, value);
	} else if (meaning->role == ROLE_ANCHOR && html->collect == COLLECT_CODE) {
		if (!html->code_href.ptr && html_attr(tag, S("href"), &value))
			html->code_href = arena_dup(html->arena, value);
	} else if (meaning->role == ROLE_IMAGE && html->collect == COLLECT_CODE) {
		html_end_collect(html);
		return false;
	} else if (meaning->role == ROLE_RAW || meaning->role == ROLE_SCRIPT) {
		return false;
	}
	return true;
}

/* --- dropping --------------------------------------------------------------------- */

bool html_ends_in_piece(
	struct html *html, const struct html_tag *tag, struct slice name, unsigned slot)
{
	const char *end = tag->rest.ptr + tag->rest.len;
	if (html->absent_from[slot] == end)
		return false;
	for (size_t at = 0; at < tag->rest.len;) {
		ptrdiff_t hit = slice_find(slice_from(tag->rest, at), S("</"));
		if (hit < 0)
			break;
		at += (size_t)hit + 2;
		if (slice_starts_nocase(slice_from(tag->rest, at), name))
			return true;
	}
	html->absent_from[slot] = end;
	return false;
}

void html_start_drop(struct html *html, struct slice name)
{
	html->drop_tag = name;
	html->drop_depth = 1;
	html->drop_inline = html->in_paragraph;
}

void html_start_raw(struct html *html, struct slice name, bool drop)
{
	html->state = HTML_RAW;
	html->raw_tag = name;
	html->raw_drop = drop;
	html->raw_inline = html->in_paragraph;
}

/* HTML 5 (13.2.6.5): these are never in <svg>; one of them means that it was left open. */
static bool breaks_out(const struct html_tag_row *meaning)
{
	return meaning &&
	       (meaning->role == ROLE_HOLD || meaning->role == ROLE_BLOCK ||
		       meaning->role == ROLE_TABLE || meaning->role == ROLE_PRE ||
		       meaning->role == ROLE_BREAK || meaning->role == ROLE_BODY);
}

bool html_dropped_tag(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	if (slice_eq_nocase(tag->name, html->drop_tag)) {
		bool closed = tag->attrs.len && tag->attrs.ptr[tag->attrs.len - 1] == '/';
		if (tag->end)
			html->drop_depth--;
		else if (!closed)
			html->drop_depth++;
		if (html->drop_depth == 0)
			html->drop_tag = slice_none;
		return true;
	}
	bool out = (slice_eq(html->drop_tag, S("svg")) && !tag->end &&
			   breaks_out(meaning)) ||
		   (slice_eq(html->drop_tag, S("head")) && meaning &&
			   meaning->role == ROLE_BODY) ||
		   (slice_eq(html->drop_tag, S("rp")) && meaning &&
			   (meaning->role == ROLE_RT ||
				   slice_eq_nocase(tag->name, S("ruby"))));
	if (out) {
		html->drop_tag = slice_none;
		return false;
	}
	/* Its content may contain '<' that is not a tag. */
	return true;
}
