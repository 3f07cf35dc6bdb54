/* SPDX-License-Identifier: MIT */
/* Docusaurus' <CodeBlock language="sh" title="Name">: a fence. Its code is usually in {`...`}. */
#include "text/dialect/dialect_internal.h"

#define OPEN  S("<CodeBlock")
#define CLOSE S("</CodeBlock>")

static struct slice value_of(struct slice attrs, struct slice name)
{
	ptrdiff_t at = slice_find(attrs, name);
	struct slice value = slice_from(attrs, (size_t)at + name.len);
	if (at < 0 || value.len < 2 || (*value.ptr != '"' && *value.ptr != '\''))
		return slice_none;
	ptrdiff_t end = slice_find_char(slice_from(value, 1), *value.ptr);
	return end < 0 ? slice_none : slice(value.ptr + 1, (size_t)end);
}

/* The lines up to the end tag, starting with @rest of the first. */
static struct slice take_body(struct walk *walk, struct slice rest)
{
	auto_buf struct buf body = BUF(BUF_MAX_BYTES);
	ptrdiff_t end;
	while ((end = slice_find(rest, CLOSE)) < 0) {
		buf_put(&body, rest);
		buf_putc(&body, '\n');
		if (!walk_next(walk, &rest))
			break;
	}
	if (end >= 0)
		buf_put(&body, slice_head(rest, (size_t)end));
	struct slice code = arena_dup(walk->arena, buf_slice(&body));
	struct slice inner = slice_trim(code);
	if (slice_starts(inner, S("{`")) && slice_ends(inner, S("`}")))
		code = slice(inner.ptr + 2, inner.len < 4 ? 0 : inner.len - 4);
	while (slice_starts(code, S("\n")))
		code = slice_from(code, 1);
	return slice_trim_end(code);
}

bool walk_code_component(struct walk *walk, struct slice line)
{
	struct slice tag = slice_trim(line), more;
	ptrdiff_t end = slice_find_char(tag, '>');
	if (!slice_starts(tag, OPEN) || end <= 0 || tag.ptr[end - 1] == '/' ||
		walk->blocks->leaf == LEAF_FENCE || walk->no_component_end)
		return false;
	if (slice_find(tag, CLOSE) < 0 && slice_find(walk->rest, CLOSE) < 0) {
		walk->no_component_end = true;
		return false;
	}
	struct slice attrs = slice(tag.ptr + OPEN.len, (size_t)end - OPEN.len);
	struct slice title = value_of(attrs, S("title="));
	struct slice code = take_body(walk, slice_from(tag, (size_t)end + 1));
	size_t marks = dialect_longest_run(code) + 1;
	marks = marks < 3 ? 3 : marks;
	size_t indent = code.len - slice_trim_start(code).len;
	walk_put_line(walk, slice_none);
	walk_put_line(walk, title);
	walk_put_line(walk, slice_none);
	buf_repeat(walk->out, '`', marks);
	walk_put_line(walk, value_of(attrs, S("language=")));
	while (slice_next_line(&code, &more)) {
		size_t blanks = more.len - slice_trim_start(more).len;
		walk_put_line(walk, slice_from(more, blanks < indent ? blanks : indent));
	}
	buf_repeat(walk->out, '`', marks);
	walk_put_line(walk, slice_none);
	*walk->blocks = (struct blocks){0};
	walk->in_table = false;
	return true;
}
