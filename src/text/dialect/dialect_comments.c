/* SPDX-License-Identifier: MIT */
/* HTML comments, which readers do not see, except that some mark the end of the summary. */
#include "text/dialect/dialect_internal.h"

const char *walk_next_comment(struct slice text)
{
	ptrdiff_t at = slice_find(text, S("<!--"));
	return at < 0 ? NULL : text.ptr + at;
}

bool walk_holds_comment(struct walk *walk, struct slice line)
{
	const char *end = walk->text.ptr + walk->text.len;
	if (walk->comment && walk->comment < line.ptr)
		walk->comment =
			walk_next_comment(slice(line.ptr, (size_t)(end - line.ptr)));
	return walk->comment && walk->comment < line.ptr + line.len;
}

/* Does the comment mark the end of the summary? */
static bool is_more(struct slice comment)
{
	comment = slice_trim(comment);
	return slice_any(comment, S("more|truncate"), slice_eq_nocase) || /* Docusaurus */
	       slice_eq(comment, S("TEASER_END"));                        /* Nikola */
}

void walk_mark_summary(struct walk *walk, size_t at)
{
	if (walk->result->has_summary || walk->out != &walk->result->text)
		return;
	walk->result->has_summary = true;
	walk->result->summary_end = at;
}

/* May a mark within a line end the summary? */
static bool can_cut(const struct walk *walk)
{
	return !walk->result->has_summary && walk->out == &walk->result->text &&
	       walk->blocks->leaf != LEAF_HTML;
}

/* The next "-->" at or after @from, which points into the source; NULL: none. */
static const char *comment_end(struct walk *walk, const char *from)
{
	const char *end = walk->text.ptr + walk->text.len;
	if (walk->no_comment_end)
		return NULL;
	if (!walk->comment_end.ptr || walk->comment_end.ptr < from) {
		const char *hit = memmem(from, (size_t)(end - from), "-->", 3);
		walk->no_comment_end = !hit;
		walk->comment_end = slice(hit, hit ? 3 : 0);
	}
	return walk->comment_end.ptr;
}

struct slice walk_without_comments(struct walk *walk, struct slice line, bool *all)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	struct spans spans;
	size_t at = 0;
	bool any = false, cut = false;
	spans_begin(&spans, line, 0, line.len);
	while (at < line.len) {
		struct slice left = slice_from(line, at);
		bool is_code = false;
		if (line.ptr[at] == '`') {
			size_t next = spans_skip(&spans, line, at, &is_code);
			buf_put(&out, slice(line.ptr + at, next - at));
			at = next;
			continue;
		}
		const char *end = slice_starts(left, S("<!--"))
					  ? comment_end(walk, left.ptr + 4)
					  : NULL;
		/* "<!-->" and "<!--->" are complete comments. */
		if (slice_starts(left, S("<!-->")))
			end = left.ptr + 2;
		else if (slice_starts(left, S("<!--->")))
			end = left.ptr + 3;
		if (!end) {
			buf_putc(&out, line.ptr[at++]);
			continue;
		}
		any = true;
		if (end > left.ptr + 4 &&
			is_more(slice(left.ptr + 4, (size_t)(end - left.ptr) - 4))) {
			if (!cut && can_cut(walk))
				buf_putc(&out, DIALECT_MORE);
			cut = true;
		}
		end += 3;
		bool moves = end > line.ptr + line.len;
		while (end > line.ptr + line.len && walk_next(walk, &line))
			;
		at = (size_t)(end - line.ptr);
		if (moves)
			spans_begin(&spans, line, at, line.len);
	}
	struct slice left = slice_trim(buf_slice(&out));
	*all = any && (!left.len || (left.len == 1 && *left.ptr == DIALECT_MORE));
	if (cut && *all)
		walk_mark_summary(walk, walk->out->len);
	else if (cut && can_cut(walk))
		walk->result->has_summary = true; /* by the mark in the line */
	return any ? buf_dup(&out, walk->arena) : line;
}
