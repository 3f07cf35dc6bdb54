/* SPDX-License-Identifier: MIT */
/* Lines: prefixes, blank lines, filling. Inside the renderers U+2060 (word joiner) marks where a line
 * must not break; it is removed when the line is written. */
#include "base/text.h"
#include "render/plain/plain_internal.h"

#define WORD_JOINER 0x2060
#define ZERO_SPACE  0x200B

/* A page in a script that such a client garbles anyway keeps its quotes for other clients. */
static bool is_east_asian(struct slice lang)
{
	struct slice primary = slice_head(lang, 2);

	return (lang.len == 2 || (lang.len > 2 && lang.ptr[2] == '-')) &&
	       slice_any(primary, S("zh|ja|ko"), slice_eq_nocase);
}

void plain_init(struct plain *p, struct buf *out, const struct doc *doc)
{
	const struct doc_node *first = doc->root->first, *at;

	*p = (struct plain){.out = out, .start = out->len, .doc = doc};
	arena_init(&p->arena);
	buf_init(&p->prefix, BUF_MAX_BYTES);
	buf_init(&p->marker, BUF_MAX_BYTES);
	buf_init(&p->text, BUF_MAX_BYTES);
	buf_init(&p->line, BUF_MAX_BYTES);
	buf_init(&p->raw, BUF_MAX_BYTES);
	p->locale = locale_for(doc->lang);
	p->keeps_marks = is_east_asian(doc->lang);
	p->numbers.arena = p->shown.arena = &p->arena;
	label_init(&p->labels, &p->arena, p->locale);
	for (at = first; at && first->kind == DOC_HEADING && !p->dateline; at = at->next)
		if (at->kind == DOC_PARAGRAPH && slice_eq(at->info, S("dateline")))
			p->dateline = at;
}

void plain_fini(struct plain *p)
{
	buf_fini(&p->raw);
	buf_fini(&p->line);
	buf_fini(&p->text);
	buf_fini(&p->marker);
	buf_fini(&p->prefix);
	arena_fini(&p->arena);
}

/* --- text made fit ------------------------------------------------------------------ */

/* Invisible characters that affect others: direction, joining, annotation, tags. Those that letters
 * and emoji need (U+200C, U+200D) stay. */
static bool is_invisible(unsigned c)
{
	return (c < ' ') || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x34f ||
	       c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
	       (c >= 0x180b && c <= 0x180e) || c == 0x200e || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0x3164 || c == 0xfeff || c == 0xffa0 ||
	       (c >= 0xfff9 && c <= 0xfffb) || (c >= 0x1d173 && c <= 0x1d17a) ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

static bool is_fit(char c)
{
	return c >= ' ' && c < 0x7f;
}

static void put_clean(struct buf *out, struct slice text, bool marks)
{
	unsigned codepoint;

	while (text.len) {
		size_t plain = 0;

		while (plain < text.len && is_fit(text.ptr[plain]))
			plain++;
		buf_put(out, slice_head(text, plain));
		text = slice_from(text, plain);
		if (marks && text_ascii_mark(out, &text))
			continue;
		if (!text_next(&text, &codepoint))
			break;
		if (codepoint == '\n' || codepoint == '\t' || codepoint == 0x2028 ||
			codepoint == 0x2029)
			buf_putc(out, ' ');
		else if (!is_invisible(codepoint))
			buf_put_utf8(out, codepoint);
	}
}

static void clean(const struct plain *p, struct buf *out, struct slice text, bool marks)
{
	auto_buf struct buf fit = BUF(BUF_MAX_BYTES);

	if (!p->ascii) {
		put_clean(out, text, marks);
		return;
	}
	put_clean(&fit, text, marks);
	text_ascii(out, buf_slice(&fit));
}

void plain_clean(const struct plain *p, struct buf *out, struct slice text)
{
	clean(p, out, text, !p->keeps_marks);
}

void plain_clean_code(const struct plain *p, struct buf *out, struct slice text)
{
	clean(p, out, text, false);
}

struct slice plain_cleaned(struct plain *p, struct slice text)
{
	buf_clear(&p->raw);
	plain_clean(p, &p->raw, text);
	return text_one_line(&p->arena, buf_slice(&p->raw));
}

/* --- places ------------------------------------------------------------------------- */

void plain_gap(struct plain *p, unsigned lines)
{
	if (!p->gap || p->prefix.len < p->gap_len)
		p->gap_len = p->prefix.len;
	if (lines > p->gap)
		p->gap = lines;
}

size_t plain_columns(const struct plain *p)
{
	size_t used = text_columns(buf_slice(p->marked ? &p->marker : &p->prefix));

	return used < p->width ? p->width - used : 1;
}

size_t plain_push(struct plain *p, struct slice marker, struct slice hang)
{
	size_t len = p->prefix.len, room = p->width - PLAIN_COLUMNS_MIN;

	if (!p->marked) {
		buf_clear(&p->marker);
		buf_put(&p->marker, buf_slice(&p->prefix));
	}
	/* Too deeply nested text is not indented further, but keeps its marker. */
	if (text_columns(buf_slice(&p->marker)) + text_columns(marker) > room) {
		plain_put_marker(p);
		buf_clear(&p->marker);
		buf_put(&p->marker, buf_slice(&p->prefix));
	}
	if (text_columns(buf_slice(&p->prefix)) + text_columns(hang) <= room)
		buf_put(&p->prefix, hang);
	buf_put(&p->marker, marker);
	p->marked = true;
	return len;
}

void plain_pop(struct plain *p, size_t pushed)
{
	buf_truncate(&p->prefix, pushed);
	if (p->gap_len > pushed)
		p->gap_len = pushed;
	p->marked = false;
}

/* --- lines -------------------------------------------------------------------------- */

/* A line of the page, including its prefix. */
static void put_line(struct plain *p, struct slice line)
{
	if (p->menu) {
		const struct gopher_item item = {
			.type = 'i', .host = p->origin->host, .port = p->origin->port};

		plain_menu_put(p->out, &item, line);
		return;
	}
	if (slice_eq(line, S(".")))
		buf_putc(p->out, ' ');
	buf_put(p->out, line);
	buf_puts(p->out, p->crlf ? "\r\n" : "\n");
}

void plain_put_gap(struct plain *p)
{
	struct slice prefix =
		text_trim_end(slice_head(buf_slice(&p->prefix), p->gap_len));

	if (p->out->len > p->start)
		for (; p->gap; p->gap--)
			put_line(p, prefix);
	p->gap = 0;
}

/* @text after the marker or the prefix. */
static void put_prefixed(struct plain *p, struct slice text)
{
	struct buf *line = &p->line;

	buf_clear(line);
	buf_put(line, buf_slice(p->marked ? &p->marker : &p->prefix));
	buf_put(line, text);
	p->marked = false;
	put_line(p, text_trim_end(buf_slice(line)));
}

void plain_put_marker(struct plain *p)
{
	if (!p->marked)
		return;
	plain_put_gap(p);
	put_prefixed(p, slice_none);
}

struct slice plain_without_joiners(struct plain *p, struct slice text)
{
	struct slice rest = text;
	unsigned codepoint;
	size_t from = 0, at = 0;

	if (slice_find(text, S("\u2060")) < 0 && slice_find(text, S("\u200B")) < 0)
		return text;
	buf_clear(&p->raw);
	while (text_next(&rest, &codepoint)) {
		size_t next = text.len - rest.len;

		if (codepoint == WORD_JOINER || codepoint == ZERO_SPACE) {
			buf_put(&p->raw, slice(text.ptr + from, at - from));
			from = next;
		}
		at = next;
	}
	buf_put(&p->raw, slice_from(text, from));
	return buf_slice(&p->raw);
}

/* Would Lagrange take the line of a menu for a link or a fence? */
static bool is_special(const struct plain *p, struct slice text)
{
	return p->menu && !(p->marked ? p->marker.len : p->prefix.len) &&
	       (slice_starts(text, S("=>")) || slice_starts(text, S("```")));
}

void plain_line(struct plain *p, struct slice text)
{
	text = text_trim_end(plain_without_joiners(p, text));
	plain_put_gap(p);
	if (!p->menu) {
		put_prefixed(p, text);
		return;
	}
	do {
		bool special = is_special(p, text);
		struct slice head = text_head_some(text, plain_columns(p) - special);

		text = slice_from(text, head.len);
		if (special) {
			buf_clear(&p->marker);
			buf_putc(&p->marker, ' ');
			p->marked = true;
		}
		put_prefixed(p, head);
	} while (text.len);
}

size_t plain_fill(struct plain *p, struct slice lines)
{
	size_t widest = 0;
	struct slice rest, line;

	while (slice_split(&lines, '\n', &rest)) {
		rest = text_trim(rest);
		if (!rest.len)
			plain_gap(p, 1);
		while (rest.len) {
			size_t columns = plain_columns(p) - is_special(p, rest);

			if (!text_wrap(&rest, columns, &line))
				break;
			columns = text_columns(line);
			if (columns > widest)
				widest = columns;
			if (plain_without_joiners(p, line).len)
				plain_line(p, line);
		}
	}
	return widest < plain_columns(p) ? widest : plain_columns(p);
}
