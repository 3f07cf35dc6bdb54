/* SPDX-License-Identifier: MIT */
/* Markdown inside an HTML block. A browser shows its marks, which the author did not intend. Only
 * unambiguous syntax is converted: "[words](address)", "![words](address)" and "**words**". */
#include "text/html/html_internal.h"

/* The maximum distance between a mark and its pair. */
#define LABEL_MAX_BYTES   400
#define ADDRESS_MAX_BYTES 1024

/* The offset of the ']' that closes the '[' at the start of @s, or 0. */
static size_t label_end(struct slice s)
{
	unsigned open = 0;
	s = slice_head(s, LABEL_MAX_BYTES);
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '[')
			open++;
		else if (s.ptr[i] == ']' && --open == 0)
			return i;
	}
	return 0;
}

static bool is_address(struct slice s)
{
	static const struct slice starts =
		S("http://|https://|mailto:|gemini://|gopher://|/|./|../|#");
	return slice_any(s, starts, slice_starts);
}

/* "(address)" or "(address "title")" at the start of @s: its length, or 0. */
static size_t take_address(struct slice s, struct slice *address)
{
	if (!s.len || s.ptr[0] != '(')
		return 0;
	s = slice_head(s, ADDRESS_MAX_BYTES);
	size_t at = 1 + slice_until(slice_from(s, 1), ")");
	*address = slice(s.ptr + 1, at - 1);
	if (!is_address(*address))
		return 0;
	if (at < s.len && s.ptr[at] == ' ') {
		char quote = ++at < s.len ? s.ptr[at] : 0;
		if (quote != '"' && quote != '\'')
			return 0;
		for (at++; at < s.len && s.ptr[at] != quote;)
			at++;
		at++;
	}
	return at < s.len && s.ptr[at] == ')' ? at + 1 : 0;
}

struct marked_link {
	struct slice label, address;
	bool image;
};

/* A link or picture at the start of @s: its length, or 0. */
static size_t read_link(struct slice s, struct marked_link *link)
{
	link->image = s.ptr[0] == '!';
	size_t open = link->image ? 1 : 0;
	if (slice_from(s, open).len == 0 || s.ptr[open] != '[')
		return 0;
	size_t end = label_end(slice_from(s, open));
	if (!end)
		return 0;
	link->label = slice(s.ptr + open + 1, end - 1);
	size_t len = take_address(slice_from(s, open + end + 1), &link->address);
	return len ? open + end + 1 + len : 0;
}

static void put_link(struct html *html, const struct marked_link *link)
{
	const struct doc_target *target = html_target(html, link->address, link->image);
	enum doc_kind kind = link->image ? DOC_IMAGE : DOC_LINK;
	struct doc_node *node = NULL;
	if (target)
		node = link->image ? build_leaf(html->build, kind)
				   : build_open(html->build, kind);
	if (node)
		node->target = target;
	if (node && link->image)
		node->text = html_value(html, link->label);
	else
		html_put_plain(html, link->label);
	if (target && !link->image)
		build_close(html->build, kind);
}

/* Is there a mark of two stars at @at? */
static bool is_stars(struct slice bytes, size_t at)
{
	return at + 1 < bytes.len && bytes.ptr[at] == '*' && bytes.ptr[at + 1] == '*';
}

static bool has_closing_stars(struct slice bytes, size_t from)
{
	struct slice near = slice_head(bytes, from + LABEL_MAX_BYTES);
	if (from >= near.len || ascii_is_space(near.ptr[from]) || near.ptr[from] == '*')
		return false;
	for (size_t at = from + 1; at + 1 < near.len; at++)
		if (is_stars(near, at))
			return !ascii_is_space(near.ptr[at - 1]);
	return false;
}

bool html_has_marks(struct slice bytes)
{
	return slice_find(bytes, S("](")) >= 0 || slice_find(bytes, S("**")) >= 0;
}

void html_put_marked(struct html *html, struct slice bytes)
{
	struct marked_link link;
	bool strong = false;
	size_t from = 0, at = 0;
	while (at < bytes.len) {
		char c = bytes.ptr[at];
		size_t taken = 0;
		bool stars = c == '*' && is_stars(bytes, at) &&
			     (strong || has_closing_stars(bytes, at + 2));
		if (stars)
			taken = 2;
		else if (c == '[' || c == '!')
			taken = read_link(slice_from(bytes, at), &link);
		if (!taken) {
			at++;
			continue;
		}
		html_put_plain(html, slice(bytes.ptr + from, at - from));
		if (!stars)
			put_link(html, &link);
		else if (strong)
			build_close(html->build, DOC_STRONG);
		else
			build_open(html->build, DOC_STRONG);
		strong = strong != stars;
		from = at = at + taken;
	}
	html_put_plain(html, slice_from(bytes, from));
	if (strong)
		build_close(html->build, DOC_STRONG);
}
