/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/plain/plain_internal.h"

#define JOINER "\u2060"

void plain_put_solid(struct plain *p, struct buf *out, struct slice text)
{
	struct slice rest = text;
	unsigned codepoint;
	bool first = true;

	/* A menu must break text that does not fit a line. */
	if (p->menu && text_columns(text) > plain_columns(p)) {
		buf_put(out, text);
		return;
	}
	while (text_next(&rest, &codepoint)) {
		if (!first)
			buf_puts(out, JOINER);
		first = false;
		buf_put_utf8(out, codepoint);
	}
}

/* Appends text, without a double space where a picture was left out. */
static void put_text(struct plain *p, struct slice text, bool *after_image)
{
	struct buf *out = &p->text;
	char before = out->len ? out->ptr[out->len - 1] : '\n';

	if (!text.len)
		return;
	if (*after_image && before == ' ' && text.ptr[0] &&
		strchr(".,;:!?)", text.ptr[0]))
		buf_truncate(out, out->len - 1);
	else if (before == ' ' || before == '\n')
		text = slice_trim_start(text);
	if (text.len)
		*after_image = false;
	plain_clean(p, out, text);
}

static void put_code(struct plain *p, struct slice text)
{
	auto_buf struct buf code = BUF(BUF_MAX_BYTES);

	buf_putc(&code, '`');
	plain_clean_code(p, &code, text);
	buf_putc(&code, '`');
	plain_put_solid(p, &p->text, buf_slice(&code));
}

/* "[1]", never separated from its text. */
static void put_number(struct plain *p, const struct doc_target *target)
{
	if (!target->url.len)
		return;
	if (p->text.len && p->text.ptr[p->text.len - 1] != '\n')
		buf_puts(&p->text, JOINER);
	buf_printf(&p->text, "[%u]", plain_number(p, target));
}

static void put_image(struct plain *p, const struct doc_node *image)
{
	struct slice words = label_image_words(&p->arena, image);

	buf_putc(&p->text, '[');
	plain_clean(p, &p->text, locale_word(p->locale, WORD_PICTURE));
	if (words.len) {
		buf_puts(&p->text, ": ");
		plain_clean(p, &p->text, words);
	}
	buf_putc(&p->text, ']');
	put_number(p, image->target);
}

static char marker_of(enum doc_kind kind)
{
	return kind == DOC_STRONG ? '*' : kind == DOC_EMPHASIS ? '_' : '~';
}

static void put_spans(struct plain *p, const struct doc_node *first,
	const struct doc_node *end, unsigned flags, bool *after_image);

/* Are the words of a link its address? Then no number is needed. */
static bool is_address(struct slice words, struct slice url)
{
	if (slice_eq(words, url))
		return true;
	return slice_starts(url, S("mailto:")) && slice_eq(words, slice_from(url, 7));
}

static void put_link(
	struct plain *p, const struct doc_node *link, unsigned flags, bool *after_image)
{
	const struct doc_node *only = link->first == link->last ? link->first : NULL;
	size_t len = p->text.len;

	if (only && only->kind == DOC_TEXT && is_address(only->text, link->target->url)) {
		struct slice words = plain_cleaned(p, only->text);

		plain_put_solid(p, &p->text, words);
		*after_image = false;
		return;
	}
	put_spans(p, link->first, NULL, flags, after_image);
	if (p->menu || !link->target->url.len)
		return;
	if (p->text.len == len) {
		/* No words: the white space around it was merged. */
		put_text(p, label_host(&p->arena, link->target), after_image);
		put_number(p, link->target);
		buf_putc(&p->text, ' ');
		*after_image = true;
		return;
	}
	/* A picture that leads to itself, larger, has its number. */
	if (only && only->kind == DOC_IMAGE && label_leads_to_picture(link->target))
		return;
	put_number(p, link->target);
}

static void put_marked(
	struct plain *p, const struct doc_node *span, unsigned flags, bool *after_image)
{
	struct buf *out = &p->text;
	size_t len = out->len;
	size_t count = span->kind == DOC_STRIKE ? 2 : 1;

	if (flags & PLAIN_BARE) {
		put_spans(p, span->first, NULL, flags, after_image);
		return;
	}
	buf_repeat(out, marker_of(span->kind), count);
	put_spans(p, span->first, NULL, flags, after_image);
	if (out->len == len + count)
		buf_truncate(out, len);
	else
		buf_repeat(out, marker_of(span->kind), count);
}

static void put_span(
	struct plain *p, const struct doc_node *span, unsigned flags, bool *after_image)
{
	switch (span->kind) {
	case DOC_TEXT:
		put_text(p, span->text, after_image);
		break;
	case DOC_CODE_SPAN:
		put_code(p, span->text);
		*after_image = false;
		break;
	case DOC_BREAK:
		if (flags & PLAIN_ONE_LINE)
			put_text(p, S(" "), after_image);
		else
			buf_putc(&p->text, '\n');
		break;
	case DOC_NOTE_REF:
		if (p->text.len && p->text.ptr[p->text.len - 1] != '\n')
			buf_puts(&p->text, JOINER);
		buf_printf(&p->text, "[^%u]", span->number);
		break;
	case DOC_IMAGE:
		if (!p->menu)
			put_image(p, span);
		*after_image = p->menu;
		break;
	case DOC_EMPHASIS:
	case DOC_STRONG:
	case DOC_STRIKE:
		put_marked(p, span, flags, after_image);
		break;
	case DOC_LINK:
		put_link(p, span, flags, after_image);
		break;
	default:
		/* Blocks are not expected here; if there are any, their text is kept. */
		put_spans(p, span->first, NULL, flags, after_image);
		break;
	}
}

static void put_spans(struct plain *p, const struct doc_node *first,
	const struct doc_node *end, unsigned flags, bool *after_image)
{
	const struct doc_node *span;

	/* As deep as a doc is: DOC_MAX_DEPTH. */
	for (span = first; span && span != end; span = span->next)
		put_span(p, span, flags, after_image);
}

/* The names of the pictures in a menu's block of only pictures. */
static void put_alts(
	struct plain *p, const struct doc_node *first, const struct doc_node *end)
{
	const struct doc_node *at;

	for (; first && first != end; first = first->next) {
		for (at = first; at; at = doc_next(at, first)) {
			if (at->kind != DOC_IMAGE)
				continue;
			if (p->text.len)
				buf_putc(&p->text, ' ');
			plain_clean(p, &p->text, label_image_words(&p->arena, at));
		}
	}
}

struct slice plain_spans(struct plain *p, const struct doc_node *first,
	const struct doc_node *end, unsigned flags)
{
	bool after_image = false;

	buf_clear(&p->text);
	put_spans(p, first, end, flags, &after_image);
	if (p->menu && flags & PLAIN_ALT && !text_trim(buf_slice(&p->text)).len) {
		buf_clear(&p->text);
		put_alts(p, first, end);
	}
	return text_trim(buf_slice(&p->text));
}
