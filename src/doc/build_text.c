/* SPDX-License-Identifier: MIT */
/* The builder's text: white space, breaks and childless spans. */
#include "base/text.h"
#include "doc/build_internal.h"

void build_start_text(struct build *b, struct doc_node *node, unsigned depth)
{
	b->text = b->inside = node;
	b->depth = depth;
	b->paragraph++;
	b->fresh = true;
	b->spaced = false;
	b->space = SPACE_NONE;
	b->last = NULL;
}

void build_end_text(struct build *b)
{
	struct doc_node *node;

	if (!b->text)
		return;
	/* A break at the end is dropped. */
	for (node = b->text; node->last;) {
		node = node->last;
		if (node->kind == DOC_BREAK) {
			struct doc_node *parent = node->parent;

			doc_unlink(node);
			node = parent;
		}
	}
	b->text = b->inside = b->last = NULL;
	b->paragraph++;
	b->space = SPACE_NONE;
}

void build_flat_border(struct build *b)
{
	if (!b->text || b->fresh)
		return;
	b->space = b->text->kind == DOC_CELL ? SPACE_BREAK : SPACE_BLANK;
}

/* Does the previous text end in a character after which line ends are dropped? */
static bool ends_cjk(const struct build *b)
{
	struct slice tail;
	unsigned cp = 0;
	size_t from;

	if (!b->last || !b->last->text.len)
		return false;
	from = b->last->text.len - 1;
	while (from && (b->last->text.ptr[from] & 0xc0) == 0x80)
		from--;
	tail = slice_from(b->last->text, from);
	return text_next(&tail, &cp) && text_is_chinese_or_japanese(cp);
}

static void put_space(struct build *b)
{
	enum space space = b->space;

	b->space = SPACE_NONE;
	if (space == SPACE_NONE || b->fresh || (b->spaced && space != SPACE_BREAK))
		return;
	b->spaced = true;
	if (space == SPACE_BREAK) {
		doc_add(b->doc, b->inside, DOC_BREAK);
		b->last = NULL;
	} else if (b->last && b->last == b->inside->last && b->blank &&
		   b->last->text.ptr + b->last->text.len == b->blank) {
		b->last->text.len++;
	} else {
		doc_add_text(b->doc, b->inside, S(" "));
	}
}

void build_settle_space(struct build *b)
{
	/* Whether a line end is a space here depends on what follows. */
	if (b->space != SPACE_LINE || !ends_cjk(b))
		put_space(b);
}

struct doc_node *build_add_span(struct build *b, enum doc_kind kind)
{
	build_enter_text(b);
	if (kind == DOC_NOTE_REF && b->space != SPACE_BREAK)
		b->space = SPACE_NONE; /* it follows its word directly */
	put_space(b);
	b->last = NULL;
	b->fresh = b->spaced = false;
	return doc_add(b->doc, b->inside, kind);
}

struct doc_node *build_add_break(struct build *b)
{
	if (!b->text)
		return NULL;
	if (b->fresh) {
		/* Two breaks in a row end a paragraph, as HTML authors use them. */
		if (b->text->kind == DOC_PARAGRAPH && b->text->first && !b->link_count)
			build_end_text(b);
		return NULL;
	}
	b->space = SPACE_NONE;
	b->last = NULL;
	b->fresh = true;
	b->spaced = false;
	return doc_add(b->doc, b->inside, DOC_BREAK);
}

/* 0: plain; 1: white space or a control character; 2: may start one of more bytes. */
static const unsigned char byte_class[256] = {
	[0x00 ... 0x1f] = 1, [0x20] = 1, [0x7f] = 1, [0xc2] = 2, [0xe2] = 2};

/* Bytes of a C1 control or a Unicode line end at @p, else 0. */
static size_t control_length(const unsigned char *p, const unsigned char *end)
{
	if (p[0] == 0xc2 && end - p >= 2 && p[1] >= 0x80 && p[1] <= 0x9f)
		return 2;
	if (p[0] == 0xe2 && end - p >= 3 && p[1] == 0x80 &&
		(p[2] == 0xa8 || p[2] == 0xa9))
		return 3;
	return 0;
}

/* A run with single spaces as its only white space. */
static void add_run(struct build *b, const char *from, size_t len)
{
	build_enter_text(b);
	if (b->space == SPACE_LINE && (*from & 0x80)) {
		struct slice head = slice(from, len);
		unsigned cp = 0;

		if (text_next(&head, &cp) && text_is_chinese_or_japanese(cp) &&
			ends_cjk(b))
			b->space = SPACE_NONE;
	}
	/* The pending space is often right before this run in memory. */
	if (b->space == SPACE_BLANK && !b->fresh && !b->spaced && b->blank &&
		b->blank + 1 == from) {
		b->space = SPACE_NONE;
		from--;
		len++;
	}
	put_space(b);
	if (b->last && b->last == b->inside->last &&
		b->last->text.ptr + b->last->text.len == from)
		b->last->text.len += len;
	else
		b->last = doc_add_text(b->doc, b->inside, slice(from, len));
	b->fresh = b->spaced = false;
}

#define BLOCK_BYTES 32

/* Skips blocks of 32 bytes from @p on in which run_end() would not stop. The loop over a block has no
 * branch, so the compiler vectorizes it. */
static const unsigned char *skip_blocks(const unsigned char *p, const unsigned char *end)
{
	if (p == end || *p == ' ')
		return p;
	for (; end - p > BLOCK_BYTES; p += BLOCK_BYTES) {
		unsigned char stops = 0;

		for (size_t i = 0; i < BLOCK_BYTES; i++)
			stops |= (p[i] < 0x20) | (p[i] == 0x7f) | (p[i] == 0xc2) |
				 (p[i] == 0xe2) | ((p[i] == ' ') & (p[i + 1] == ' '));
		if (stops)
			break;
	}
	return p;
}

/* Skips the words that begin at @p; a single space between two of them belongs to the run. There is
 * no branch on where a word ends: it cannot be predicted, and each wrong guess would cost as much as
 * the word. */
static const unsigned char *run_end(const unsigned char *p, const unsigned char *end)
{
	enum { PLAIN = 0, BLANK = 1, STOP = 2 };
	static const unsigned char kinds[256] = {[0x00 ... 0x1f] = STOP,
		[0x20] = BLANK,
		[0x7f] = STOP,
		[0xc2] = STOP,
		[0xe2] = STOP};
	const unsigned char *start = p;
	unsigned char before;

	p = skip_blocks(p, end);
	before = p > start ? kinds[p[-1]] : BLANK;
	for (; p < end; p++) {
		unsigned char kind = kinds[*p];

		if (kind & (before | STOP)) {
			if (byte_class[*p] != 2 || control_length(p, end))
				break;
			kind = PLAIN;
		}
		before = kind;
	}
	return before == BLANK && p > start ? p - 1 : p;
}

void build_text(struct build *b, struct slice text)
{
	const unsigned char *p = (const unsigned char *)text.ptr, *end, *from;

	if (!text.len) /* it may be NULL */
		return;
	for (end = p + text.len; p < end;) {
		bool line = false;

		from = p;
		p = run_end(p, end);
		if (p > from)
			add_run(b, (const char *)from, (size_t)(p - from));
		from = p;
		while (p < end && byte_class[*p] == 1) {
			line = line || *p == '\n';
			if (ascii_is_space((char)*p) && b->space == SPACE_NONE) {
				b->space = SPACE_BLANK;
				b->blank = *p == ' ' ? (const char *)p : NULL;
			}
			p++;
		}
		if (line && b->space == SPACE_BLANK)
			b->space = SPACE_LINE;
		if (p < end && byte_class[*p] == 2)
			p += control_length(p, end);
	}
}

struct slice build_clean(struct arena *arena, struct slice text, bool lines)
{
	const unsigned char *p = (const unsigned char *)text.ptr, *end = p + text.len;
	char *copy = NULL;
	size_t len = 0, skip, from = 0, at;

	/* Nearly all text is clean, which is checked many bytes at a time. */
	if (text_is_clean(text) && (lines || (slice_find_char(text, '\n') < 0 &&
						     slice_find_char(text, '\t') < 0)))
		return text;
	for (; p < end; p += skip ? skip : 1) {
		bool blank = !lines && (*p == '\n' || *p == '\t');

		skip = byte_class[*p] == 2
			       ? control_length(p, end)
			       : byte_class[*p] && *p != ' ' &&
					 !(lines && (*p == '\n' || *p == '\t'));
		if (!skip)
			continue;
		at = (size_t)((const char *)p - text.ptr);
		if (!copy)
			copy = arena_alloc(arena, text.len + 1);
		memcpy(copy + len, text.ptr + from, at - from);
		len += at - from;
		from = at + skip;
		if (blank)
			copy[len++] = ' ';
	}
	if (!copy)
		return text;
	memcpy(copy + len, text.ptr + from, text.len - from);
	return slice(copy, len + text.len - from);
}
