/* SPDX-License-Identifier: MIT */
#include "doc/build_internal.h"

/* The maximum nesting of blocks, so that a list in the last one has room for its items and
 * spans. */
#define BLOCK_MAX_DEPTH (DOC_MAX_DEPTH - 16)
/* The maximum of open HTML elements; start tags past it are ignored. */
#define HTML_MAX_OPEN 200
/* The maximum of spans reopened in later paragraphs of a document: 60 times <b> before 50,000
 * paragraphs must not make three million nodes. */
#define REOPEN_MAX 4096

static bool is_span(enum doc_kind kind)
{
	return !doc_is_block(kind);
}

static bool is_text_block(enum doc_kind kind)
{
	return kind == DOC_PARAGRAPH || kind == DOC_HEADING || kind == DOC_TERM ||
	       kind == DOC_CELL;
}

/* Blocks that can nest without limit; parts of a list or a table always have room. */
static bool is_nesting(enum doc_kind kind)
{
	return kind == DOC_QUOTE || kind == DOC_LIST || kind == DOC_DEFINITION ||
	       kind == DOC_TABLE || kind == DOC_NOTES;
}

static struct build_frame *push(
	struct build *b, enum doc_kind kind, struct doc_node *node)
{
	struct build_frame *frame;

	frame = arena_next(b->doc->arena, b->frames, b->count, b->capacity);
	*frame = (struct build_frame){.kind = kind, .node = node};
	return frame;
}

struct build *build_new(struct doc *doc)
{
	struct build *b = arena_new(doc->arena, struct build);

	b->doc = doc;
	push(b, DOC_ROOT, doc->root)->depth = 1;
	return b;
}

struct doc *build_doc(const struct build *b)
{
	return b->doc;
}

static bool is_live(const struct build *b, const struct build_frame *frame)
{
	return frame->node && (!is_span(frame->kind) || frame->paragraph == b->paragraph);
}

/* --- closing ----------------------------------------------------------------- */

static void pop(struct build *b)
{
	struct build_frame *frame = &b->frames[--b->count];

	if (frame->html)
		b->html_count--;
	if (is_span(frame->kind)) {
		if (frame->kind == DOC_LINK && !frame->flat)
			b->link_count--;
		if (b->text && is_live(b, frame) && frame->node->parent) {
			b->inside = frame->node->parent;
			b->depth = frame->depth - 1;
		}
		return;
	}
	if (b->text && is_flattening(b->text->kind) && b->text != frame->node)
		build_flat_border(b);
	else
		build_end_text(b);
}

static void pop_to(struct build *b, size_t count)
{
	while (b->count > count)
		pop(b);
}

/* The index of the innermost HTML frame of @kind, with no Markdown frame and no block except
 * @through_a and @through_b in between; 0 (the root) when there is none. */
static size_t find_html(const struct build *b, enum doc_kind kind,
	enum doc_kind through_a, enum doc_kind through_b)
{
	size_t i;

	for (i = b->count; i-- > 1;) {
		const struct build_frame *frame = &b->frames[i];

		if (!frame->html)
			return 0;
		if (frame->kind == kind)
			return i;
		if (!is_span(frame->kind) && frame->kind != through_a &&
			frame->kind != through_b && frame->kind != DOC_PARAGRAPH)
			return 0;
	}
	return 0;
}

static void pop_html(struct build *b, enum doc_kind kind, enum doc_kind through_a,
	enum doc_kind through_b)
{
	size_t i = find_html(b, kind, through_a, through_b);

	if (i)
		pop_to(b, i);
}

/* The nearest HTML frame of @kind inside the innermost Markdown frame, with no frame of
 * @border in between. */
static size_t find_html_until(
	const struct build *b, enum doc_kind kind, enum doc_kind border)
{
	size_t i;

	for (i = b->count; i-- > 1 && b->frames[i].html;) {
		if (b->frames[i].kind == kind)
			return i;
		if (b->frames[i].kind == border)
			break;
	}
	return 0;
}

/* Closes what the start of @kind ends implicitly (HTML: optional end tags). */
static void pop_implied(struct build *b, enum doc_kind kind, bool html)
{
	size_t i = 0;

	pop_html(b, DOC_PARAGRAPH, DOC_PARAGRAPH, DOC_PARAGRAPH);
	if (html) {
		if (kind == DOC_ITEM)
			i = find_html_until(b, DOC_ITEM, DOC_LIST);
		else if (kind == DOC_ROW)
			i = find_html_until(b, DOC_ROW, DOC_TABLE);
		else if (kind == DOC_CELL)
			i = find_html_until(b, DOC_CELL, DOC_ROW);
		if (i)
			pop_to(b, i);
	}
	if (kind == DOC_TERM || kind == DOC_DEFINITION) {
		pop_html(b, DOC_TERM, DOC_TERM, DOC_TERM);
		pop_html(b, DOC_DEFINITION, DOC_DEFINITION, DOC_DEFINITION);
	}
	/* An unclosed heading must not swallow what follows. */
	if (b->text && (b->text->kind == DOC_HEADING || b->text->kind == DOC_TERM) &&
		(kind != DOC_PARAGRAPH || (!html && !b->fresh)))
		pop_html(b, b->text->kind, DOC_PARAGRAPH, DOC_PARAGRAPH);
}

/* --- opening ----------------------------------------------------------------- */

/* The innermost frame that holds blocks (or items, rows, cells) and has a node. */
static struct build_frame *block_frame(struct build *b)
{
	size_t i = b->count;

	while (--i > 0) {
		const struct build_frame *frame = &b->frames[i];

		if (frame->node && !is_span(frame->kind) && frame->kind != DOC_PARAGRAPH)
			break;
	}
	return &b->frames[i];
}

/* A node under @parent and its frame. */
static struct build_frame *push_node(struct build *b, struct doc_node *parent,
	unsigned depth, enum doc_kind kind, bool html)
{
	struct build_frame *frame = push(b, kind, doc_add(b->doc, parent, kind));

	frame->html = html;
	frame->depth = depth + 1;
	if (html)
		b->html_count++;
	return frame;
}

static struct doc_node *push_flat(
	struct build *b, enum doc_kind kind, bool html, struct slice tag)
{
	struct build_frame *frame = push(b, kind, NULL);

	frame->html = html;
	frame->tag = tag;
	frame->flat = true;
	if (html)
		b->html_count++;
	return NULL;
}

/* Can @kind be a child of @parent? */
static bool fits(enum doc_kind parent, enum doc_kind kind)
{
	switch (parent) {
	case DOC_LIST:
		return kind == DOC_ITEM;
	case DOC_TABLE:
		return kind == DOC_ROW;
	case DOC_ROW:
		return kind == DOC_CELL;
	case DOC_NOTES:
		return kind == DOC_NOTE;
	default:
		return kind != DOC_ITEM && kind != DOC_ROW && kind != DOC_CELL &&
		       kind != DOC_NOTE && kind != DOC_ROOT && kind != DOC_LINKS &&
		       (kind != DOC_NOTES || parent == DOC_ROOT);
	}
}

/* Finds or creates the frame for a block of @kind; *parent is its node, or the last item of a
 * list that gets a list as child. NULL: none. */
static struct build_frame *make_room(
	struct build *b, enum doc_kind kind, struct doc_node **parent)
{
	struct build_frame *frame = block_frame(b);

	*parent = frame->node;
	if (fits(frame->kind, kind))
		return frame;
	if (frame->kind == DOC_LIST && kind == DOC_LIST && frame->node->last) {
		*parent = frame->node->last;
		return frame;
	}
	if (kind == DOC_ITEM && frame->depth < BLOCK_MAX_DEPTH &&
		fits(frame->kind, DOC_LIST) && !b->frames[b->count - 1].flat)
		frame = push_node(b, frame->node, frame->depth, DOC_LIST, true);
	else if (frame->kind == DOC_LIST && fits(DOC_ITEM, kind))
		frame = push_node(b, frame->node, frame->depth, DOC_ITEM, true);
	else if (frame->kind == DOC_TABLE && kind == DOC_CELL)
		frame = push_node(b, frame->node, frame->depth, DOC_ROW, true);
	else
		return NULL;
	*parent = frame->node;
	return frame;
}

/* Text where only parts of a table are allowed gets its own cell. */
static void open_stray_cell(struct build *b, struct build_frame *frame)
{
	if (frame->kind == DOC_TABLE)
		frame = push_node(b, frame->node, frame->depth, DOC_ROW, true);
	frame = push_node(b, frame->node, frame->depth, DOC_CELL, true);
	build_start_text(b, frame->node, frame->depth);
}

static struct doc_node *open_block(
	struct build *b, enum doc_kind kind, bool html, struct slice tag)
{
	struct build_frame *frame;
	struct doc_node *parent;
	unsigned depth;

	pop_implied(b, kind, html);
	if (b->text && is_flattening(b->text->kind)) {
		build_flat_border(b);
		return push_flat(b, kind, html, tag);
	}
	build_end_text(b);
	frame = make_room(b, kind, &parent);
	if (!frame) {
		frame = block_frame(b);
		if (frame->kind == DOC_TABLE || frame->kind == DOC_ROW)
			open_stray_cell(b, frame);
		return push_flat(b, kind, html, tag);
	}
	depth = frame->depth + (parent != frame->node);
	if (depth >= BLOCK_MAX_DEPTH && is_nesting(kind))
		return push_flat(b, kind, html, tag);
	frame = push_node(b, parent, depth, kind, html);
	frame->tag = tag;
	if (is_text_block(kind))
		build_start_text(b, frame->node, frame->depth);
	return frame->node;
}

/* Reopens the open spans of the previous text block in this one. */
static void reopen_spans(struct build *b)
{
	size_t i;

	for (i = 1; i < b->count; i++) {
		struct build_frame *frame = &b->frames[i];
		struct doc_node *node = frame->node;

		if (!is_span(frame->kind) || !node || is_live(b, frame))
			continue;
		if (b->depth + 1 >= DOC_MAX_DEPTH)
			break;
		if (!node->first && node->parent) {
			doc_unlink(node); /* it was opened just before a block */
			doc_append(b->inside, node);
		} else {
			if (b->reopened >= REOPEN_MAX)
				continue;
			b->reopened++;
			node = doc_add(b->doc, b->inside, frame->kind);
			node->target = frame->node->target;
			node->info = frame->node->info;
		}
		frame->node = b->inside = node;
		frame->depth = ++b->depth;
		frame->paragraph = b->paragraph;
	}
}

void build_enter_text(struct build *b)
{
	struct build_frame *frame;

	if (!b->text) {
		frame = block_frame(b);
		if (frame->kind == DOC_LIST)
			frame = push_node(b, frame->node, frame->depth, DOC_ITEM, true);
		if (frame->kind == DOC_TABLE || frame->kind == DOC_ROW) {
			open_stray_cell(b, frame);
		} else {
			struct doc_node *node =
				doc_add(b->doc, frame->node, DOC_PARAGRAPH);

			build_start_text(b, node, frame->depth + 1);
		}
	}
	if (b->entered != b->paragraph) {
		b->entered = b->paragraph;
		reopen_spans(b);
	}
}

static struct doc_node *open_span(
	struct build *b, enum doc_kind kind, bool html, struct slice tag)
{
	struct doc_node *node;
	struct build_frame *frame;

	build_enter_text(b);
	if (b->depth + 1 >= DOC_MAX_DEPTH || (kind == DOC_LINK && b->link_count))
		return push_flat(b, kind, html, tag);
	build_settle_space(b);
	node = b->inside;
	frame = push_node(b, node, b->depth, kind, html);
	frame->tag = tag;
	frame->paragraph = b->paragraph;
	b->inside = frame->node;
	b->depth = frame->depth;
	if (kind == DOC_LINK)
		b->link_count++;
	return frame->node;
}

struct doc_node *build_open(struct build *b, enum doc_kind kind)
{
	return is_span(kind) ? open_span(b, kind, false, slice_none)
			     : open_block(b, kind, false, slice_none);
}

struct doc_node *build_open_html(struct build *b, enum doc_kind kind, struct slice tag)
{
	if (b->html_count >= HTML_MAX_OPEN)
		return NULL;
	return is_span(kind) ? open_span(b, kind, true, tag)
			     : open_block(b, kind, true, tag);
}

void build_close(struct build *b, enum doc_kind kind)
{
	size_t i;

	for (i = b->count; i-- > 1;) {
		if (!b->frames[i].html && b->frames[i].kind == kind) {
			pop_to(b, i);
			return;
		}
	}
}

static size_t find_tag(const struct build *b, struct slice tag)
{
	size_t i;

	for (i = b->count; i-- > 1 && b->frames[i].html;)
		if (b->frames[i].tag.len && slice_eq_nocase(b->frames[i].tag, tag))
			return i;
	return 0;
}

/* Ends @frame, which was removed before @from; the spans in it, whose frames stay, continue after
 * it. */
static void leave_span(struct build *b, const struct build_frame *frame, size_t from)
{
	if (!b->text || frame->flat || !is_live(b, frame) || !frame->node->parent)
		return;
	for (size_t i = from; i < b->count; i++)
		if (is_span(b->frames[i].kind) && is_live(b, &b->frames[i]))
			b->frames[i].paragraph--;
	b->inside = frame->node->parent;
	b->depth = frame->depth - 1;
	reopen_spans(b);
}

void build_close_html(struct build *b, struct slice tag)
{
	size_t i = find_tag(b, tag), j;
	struct build_frame frame;

	if (!i)
		return;
	frame = b->frames[i];
	if (is_span(frame.kind)) {
		for (j = i + 1; j < b->count && is_span(b->frames[j].kind); j++)
			;
		if (j < b->count) {
			/* The end of a span does not close the blocks in it. */
			memmove(&b->frames[i], &b->frames[i + 1],
				(b->count - i - 1) * sizeof(frame));
			b->count--;
			b->html_count--;
			if (frame.kind == DOC_LINK && !frame.flat)
				b->link_count--;
			leave_span(b, &frame, i);
			return;
		}
	}
	pop_to(b, i);
}

bool build_is_open_html(const struct build *b, struct slice tag)
{
	return find_tag(b, tag) != 0;
}

struct doc_node *build_leaf(struct build *b, enum doc_kind kind)
{
	struct doc_node *node;

	if (kind == DOC_BREAK)
		return build_add_break(b);
	if (is_span(kind))
		return build_add_span(b, kind);
	node = open_block(b, kind, false, slice_none);
	pop(b);
	if (!node && kind == DOC_CODE) {
		node = build_add_span(b, DOC_CODE_SPAN);
		build_flat_border(b);
	}
	return node;
}

void build_break_paragraph(struct build *b)
{
	if (b->text && is_flattening(b->text->kind))
		build_flat_border(b);
	else
		build_end_text(b);
}

void build_finish(struct build *b)
{
	pop_to(b, 1);
	build_end_text(b);
	build_settle(b->doc);
}
