/* SPDX-License-Identifier: MIT */
#include "text/gaps.h"

#include "base/text.h"

#define LABEL_MAX_BYTES 80 /* "Download:"; longer text has its own meaning */

static bool has_gap(struct slice text)
{
	return slice_find(text, S(TEXT_GAP)) >= 0;
}

/* Brackets and quotes around a gap. */
static bool is_around(
	struct slice before, struct slice after, size_t *left, size_t *right)
{
	static const struct {
		struct slice open, close;
	} pairs[] = {{S("("), S(")")}, {S("["), S("]")}, {S("<"), S(">")},
		{S("\""), S("\"")}, {S("'"), S("'")}, {S("“"), S("”")}, {S("‘"), S("’")},
		{S("«"), S("»")}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (!slice_ends(before, pairs[i].open) ||
			!slice_starts(after, pairs[i].close))
			continue;
		*left = pairs[i].open.len;
		*right = pairs[i].close.len;
		return true;
	}
	return false;
}

/* @tidies: also removes brackets and quotes around gaps, and double spaces. */
static struct slice without(struct arena *arena, struct slice text, bool tidies)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	ptrdiff_t at;

	if (!has_gap(text))
		return text;
	while ((at = slice_find(text, S(TEXT_GAP))) >= 0) {
		size_t left, right;
		buf_put(&out, slice_head(text, (size_t)at));
		text = slice_from(text, (size_t)at + S(TEXT_GAP).len);
		while (tidies && is_around(buf_slice(&out), text, &left, &right)) {
			buf_truncate(&out, out.len - left);
			text = slice_from(text, right);
		}
		if (tidies && out.len && out.ptr[out.len - 1] == ' ' &&
			(!text.len || strchr(" .,;:!?)", *text.ptr)))
			buf_truncate(&out, out.len - 1);
	}
	buf_put(&out, text);
	return buf_dup(&out, arena);
}

struct slice gaps_without(struct arena *arena, struct slice text)
{
	return without(arena, text, false);
}

/* --- what is left ------------------------------------------------------------------------------- */

/* What a block of text holds. */
struct leftover {
	bool gap;   /* a template left something out */
	bool words; /* it has text, a picture or a link */
	bool label; /* its text is a short line that ends in a colon */
};

static struct leftover look(struct arena *arena, const struct doc_node *block)
{
	struct leftover left = {0};
	auto_buf struct buf text = BUF(BUF_MAX_BYTES);

	for (const struct doc_node *node = block->first; node;
		node = doc_next(node, block)) {
		left.gap |= has_gap(node->text);
		left.words |= node->kind == DOC_IMAGE || node->kind == DOC_NOTE_REF ||
			      (node->kind == DOC_LINK && node->target->url.len);
		if (node->kind == DOC_TEXT || node->kind == DOC_CODE_SPAN)
			buf_put(&text, node->text);
	}
	struct slice all = slice_trim(without(arena, buf_slice(&text), true));
	while (all.len && strchr(" .,;", all.ptr[all.len - 1]))
		all.len--;
	left.label = !left.words && all.len <= LABEL_MAX_BYTES && slice_ends(all, S(":"));
	left.words |= text_is_word(all);
	return left;
}

static bool is_text_block(const struct doc_node *node)
{
	return node->kind == DOC_PARAGRAPH || node->kind == DOC_HEADING ||
	       node->kind == DOC_TERM || node->kind == DOC_CELL;
}

static bool is_blank(const struct doc_node *node)
{
	return node->kind == DOC_TEXT && slice_trim(node->text).len == 0;
}

/* Is @label left without content, now that @next follows it? */
static bool stands_over_nothing(
	struct arena *arena, const struct doc_node *label, const struct doc_node *next)
{
	if (label->kind == DOC_HEADING)
		return !next ||
		       (next->kind == DOC_HEADING && next->level <= label->level);
	if (label->kind != DOC_PARAGRAPH ||
		(next && (next->kind == DOC_LIST || next->kind == DOC_CODE ||
				 next->kind == DOC_TABLE || next->kind == DOC_QUOTE)))
		return false;
	return look(arena, label).label;
}

/* All cells of a row are empty. */
static bool is_empty_row(const struct doc_node *row)
{
	for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
		for (const struct doc_node *inner = cell->first; inner;
			inner = inner->next) {
			if (!is_blank(inner))
				return false;
		}
	}
	return true;
}

static bool is_empty(const struct doc_node *node)
{
	if (node->kind == DOC_ROW)
		return is_empty_row(node);
	if (node->kind == DOC_TABLE)
		return !node->first || (node->first->header && !node->first->next);
	return !node->first && node->kind != DOC_ROOT && node->kind != DOC_CELL &&
	       doc_is_container(node->kind);
}

/* Removes @node, with parents that become empty and text that introduced only it. */
static void drop(struct arena *arena, struct doc_node *node)
{
	for (;;) {
		struct doc_node *parent = node->parent, *before = node->previous,
				*next = node->next;
		if (node->kind != DOC_CELL)
			doc_unlink(node);
		while (node->kind == DOC_CELL && node->first)
			doc_unlink(node->first);
		while (before && stands_over_nothing(arena, before, next)) {
			struct doc_node *label = before;
			before = before->previous;
			doc_unlink(label);
		}
		if (!is_empty(parent))
			return;
		node = parent;
	}
}

static void close_text(struct arena *arena, struct doc_node *block)
{
	struct doc_node *next;

	for (struct doc_node *node = block->first; node; node = next) {
		next = doc_next(node, block);
		bool had = has_gap(node->text);
		node->text = without(arena, node->text, node->kind != DOC_CODE_SPAN);
		node->info = without(arena, node->info, true);
		if (!had || slice_trim(node->text).len ||
			(node->kind != DOC_TEXT && node->kind != DOC_CODE_SPAN))
			continue;
		/* Spans without other content are removed, too. */
		while (node != block && !node->first) {
			struct doc_node *parent = node->parent;
			doc_unlink(node);
			node = parent;
		}
	}
}

static void close_code(struct arena *arena, struct doc_node *block)
{
	bool had = has_gap(block->text);

	block->text = gaps_without(arena, block->text);
	block->info = gaps_without(arena, block->info);
	if (had && !slice_trim(block->text).len)
		drop(arena, block);
}

/* The next node in document order that is not below @node. */
static struct doc_node *next_outside(struct doc_node *node, const struct doc_node *top)
{
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

static size_t collect(struct doc *doc, struct doc_node ***blocks)
{
	size_t count = 0, capacity = 0;
	struct doc_node **list = NULL, *next;

	for (struct doc_node *node = doc->root; node; node = next) {
		bool text = is_text_block(node), code = node->kind == DOC_CODE;
		next = text ? next_outside(node, doc->root) : doc_next(node, doc->root);
		if (!text && !(code && (has_gap(node->text) || has_gap(node->info))))
			continue;
		*arena_next(doc->arena, list, count, capacity) = node;
	}
	*blocks = list;
	return count;
}

static bool is_in(const struct doc *doc, const struct doc_node *node)
{
	while (node && node != doc->root)
		node = node->parent;
	return node != NULL;
}

void gaps_close(struct doc *doc)
{
	struct doc_node **blocks;

	/* From the end: text above a list is removed after the list. */
	for (size_t i = collect(doc, &blocks); i-- > 0;) {
		struct doc_node *block = blocks[i];
		if (!is_in(doc, block)) /* it was removed with the block below it */
			continue;
		if (block->kind == DOC_CODE) {
			close_code(doc->arena, block);
			continue;
		}
		struct leftover left = look(doc->arena, block);
		if (left.gap && (!left.words || left.label))
			drop(doc->arena, block);
		else
			close_text(doc->arena, block);
	}
}
