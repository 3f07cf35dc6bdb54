/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/gemtext_internal.h"

void gemtext_gap(struct gemtext *g)
{
	g->gap = true;
}

void gemtext_line(struct gemtext *g, struct slice prefix, struct slice text)
{
	struct buf *out = g->out;

	text = text_trim_end(text);
	if (!text.len)
		prefix = text_trim_end(prefix);
	if (g->gap && out->len > g->start)
		buf_putc(out, '\n');
	g->gap = false;
	buf_put(out, prefix);
	buf_put(out, text);
	buf_putc(out, '\n');
}

/* Would a client take the line for anything but text? */
static bool is_special(struct slice line)
{
	return slice_any(line, S("=>|#|>|* |```"), slice_starts);
}

void gemtext_text(struct gemtext *g, struct slice lines)
{
	struct slice line;

	while (slice_split(&lines, '\n', &line)) {
		line = text_trim(line);
		if (line.len)
			gemtext_line(g, is_special(line) ? S(" ") : S(""), line);
		else
			gemtext_gap(g);
	}
}

void gemtext_verbatim(struct gemtext *g, struct slice line)
{
	gemtext_line(g, slice_starts(line, S("```")) ? S(" ") : S(""), line);
}

static bool has_break(struct slice s)
{
	return slice_find_char(s, '\t') >= 0 || slice_find_char(s, '\n') >= 0;
}

/* Appends text, without a double space where a picture was left out. */
static void put_text(struct gemtext *g, struct slice text, bool *after_image)
{
	struct buf *out = &g->text;
	char before = out->len ? out->ptr[out->len - 1] : '\n';
	size_t i, from;

	if (!text.len)
		return;
	if (*after_image && before == ' ' && strchr(".,;:!?)", text.ptr[0]) &&
		text.ptr[0])
		buf_truncate(out, out->len - 1);
	else if (before == ' ' || before == '\n')
		text = slice_trim_start(text);
	if (text.len)
		*after_image = false;
	/* Clean text has none of these; a generated page may. */
	if (!has_break(text)) {
		buf_put(out, text);
		return;
	}
	for (i = from = 0; i < text.len; i++) {
		if (text.ptr[i] != '\n' && text.ptr[i] != '\t')
			continue;
		buf_put(out, slice(text.ptr + from, i - from));
		buf_putc(out, ' ');
		from = i + 1;
	}
	buf_put(out, slice_from(text, from));
}

static const char *marker_of(const struct gemtext *g, enum doc_kind kind, unsigned flags)
{
	if (!g->options->markers || flags & SPANS_BARE)
		return "";
	return kind == DOC_STRONG ? "**" : kind == DOC_STRIKE ? "~~" : "*";
}

static unsigned number_of(struct gemtext *g, const struct doc_node *link)
{
	return *slice_map_get(&g->numbers, link->target->url, slice_none,
		(unsigned)g->numbers.count + 1, NULL);
}

static void put_spans(struct gemtext *g, const struct doc_node *first,
	const struct doc_node *end, unsigned flags, bool *after_image);

struct slice gemtext_superscript(struct gemtext *g, unsigned number)
{
	static const char *const digits[] = {
		"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	struct slice decimal = arena_printf(&g->arena, "%u", number);
	struct buf out = BUF(0);

	for (size_t i = 0; i < decimal.len; i++)
		buf_puts(&out, digits[decimal.ptr[i] - '0']);
	return buf_take(&out, &g->arena);
}

/* Directly after the word; a comma separates it from another one. (Brackets are for link numbers.) */
static void put_note_mark(struct gemtext *g, const struct doc_node *mark)
{
	struct buf *out = &g->text;

	while (out->len && out->ptr[out->len - 1] == ' ')
		buf_truncate(out, out->len - 1);
	if (mark->previous && mark->previous->kind == DOC_NOTE_REF)
		buf_putc(out, ',');
	buf_put(out, gemtext_superscript(g, mark->number));
}

static void put_span(
	struct gemtext *g, const struct doc_node *span, unsigned flags, bool *after_image)
{
	struct buf *out = &g->text;
	size_t len = out->len;

	switch (span->kind) {
	case DOC_TEXT:
		put_text(g, span->text, after_image);
		break;
	case DOC_CODE_SPAN:
		put_text(g, S("`"), after_image);
		put_text(g, span->text, after_image);
		put_text(g, S("`"), after_image);
		break;
	case DOC_BREAK:
		if (flags & SPANS_ONE_LINE)
			put_text(g, S(" "), after_image);
		else
			buf_putc(out, '\n');
		break;
	case DOC_NOTE_REF:
		put_note_mark(g, span);
		break;
	case DOC_IMAGE:
		*after_image = true;
		break;
	case DOC_EMPHASIS:
	case DOC_STRONG:
	case DOC_STRIKE:
		if (span->first)
			buf_puts(out, marker_of(g, span->kind, flags));
		put_spans(g, span->first, NULL, flags, after_image);
		if (span->first)
			buf_puts(out, marker_of(g, span->kind, flags));
		break;
	case DOC_LINK:
		put_spans(g, span->first, NULL, flags, after_image);
		if (g->options->links == LINKS_NUMBERED && !(flags & SPANS_BARE) &&
			out->len > len)
			buf_printf(out, "[%u]", number_of(g, span));
		break;
	default:
		/* Blocks are not expected here; if there are any, their text is kept. */
		put_spans(g, span->first, NULL, flags, after_image);
		break;
	}
}

static void put_spans(struct gemtext *g, const struct doc_node *first,
	const struct doc_node *end, unsigned flags, bool *after_image)
{
	const struct doc_node *span;

	/* As deep as a doc is: DOC_MAX_DEPTH. */
	for (span = first; span && span != end; span = span->next)
		put_span(g, span, flags, after_image);
}

/* The names of the pictures in a block of only pictures. */
static void put_alts(struct gemtext *g, const struct doc_node *block)
{
	const struct doc_node *at;

	for (at = block; at; at = doc_next(at, block)) {
		if (at->kind != DOC_IMAGE)
			continue;
		if (g->text.len)
			buf_putc(&g->text, ' ');
		buf_put(&g->text, label_image_words(&g->arena, at));
	}
}

struct slice gemtext_spans_between(struct gemtext *g, const struct doc_node *first,
	const struct doc_node *end, unsigned flags)
{
	bool after_image = false;

	buf_clear(&g->text);
	put_spans(g, first, end, flags, &after_image);
	return text_trim(buf_slice(&g->text));
}

struct slice gemtext_spans(
	struct gemtext *g, const struct doc_node *block, unsigned flags)
{
	struct slice text = gemtext_spans_between(g, block->first, NULL, flags);

	if (text.len || !(flags & SPANS_ALT))
		return text;
	buf_clear(&g->text);
	put_alts(g, block);
	return buf_slice(&g->text);
}
