/* SPDX-License-Identifier: MIT */
#include "text/wikilink.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/uri.h"

#define INNER_MAX 1000

/* "300", "300x200" */
static bool is_size(struct slice s)
{
	size_t crosses = 0;

	s = slice_trim(s);
	if (!s.len || !ascii_is_digit(*s.ptr) || !ascii_is_digit(s.ptr[s.len - 1]))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == 'x')
			crosses++;
		else if (!ascii_is_digit(s.ptr[i]))
			return false;
	}
	return crosses <= 1;
}

struct slice wikilink_without_size(struct slice alt)
{
	for (;;) {
		ptrdiff_t bar = slice_rfind_char(alt, '|');
		if (bar < 0 || !is_size(slice_from(alt, (size_t)bar + 1)))
			return alt;
		alt = slice_head(alt, (size_t)bar);
		/* "\|" in a table. */
		if (slice_ends(alt, S("\\")))
			alt.len--;
		alt = slice_trim_end(alt);
	}
}

/* The length of the text between the brackets; 0 if it contains a bracket or a line end. */
static size_t inner_length(struct slice s)
{
	s = slice_head(s, INNER_MAX);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '[' || c == '\n' || (unsigned char)c < ' ')
			return 0;
		if (c == ']')
			return i + 1 < s.len && s.ptr[i + 1] == ']' ? i : 0;
	}
	return 0;
}

/* An address is not a name of a page. */
static bool is_address(struct slice s)
{
	return slice_any(
		s, S("#|/|./|../|http://|https://|mailto:|gemini://"), slice_starts);
}

static bool is_contents(struct slice s)
{
	return slice_eq_nocase(s, S("TOC")) || slice_eq_nocase(s, S("_TOC_"));
}

bool wikilink_read(struct slice s, struct wikilink *out)
{
	struct slice target, after;

	*out = (struct wikilink){.embeds = slice_starts(s, S("!"))};
	struct slice rest = slice_from(s, out->embeds);
	if (!slice_starts(rest, S("[[")))
		return false;
	rest = slice_from(rest, 2);
	size_t len = inner_length(rest);
	struct slice inner = slice_head(rest, len);
	/* "[[:alpha:]]" is a class of characters. */
	if (!slice_trim(inner).len || slice_starts(inner, S(":")))
		return false;
	out->len = out->embeds + 2 + len + 2;
	after = slice_from(s, out->len);
	/* "[[1]](https://x)" is Markdown: a link whose words have brackets. */
	if (slice_starts(after, S("(")) && is_address(slice_from(after, 1)))
		return false;
	slice_cut(inner, '|', &target, &out->label);
	/* In a table the bar is escaped. */
	if (out->label.ptr && slice_ends(target, S("\\")))
		target.len--;
	slice_cut(target, '#', &out->name, &out->part);
	out->name = slice_trim(out->name);
	out->part = slice_trim(out->part);
	out->label = slice_trim(out->label);
	if (out->embeds)
		out->label = is_size(out->label) ? slice_none
						 : wikilink_without_size(out->label);
	if (!out->name.len && !out->part.len)
		return false;
	out->is_doubtful = ascii_is_space(*inner.ptr) || is_contents(inner);
	return true;
}

/* "Note.md" is Note, "../Note" too. */
static struct slice shown_name(struct slice name)
{
	while (slice_any(name, S("./|../|/"), slice_starts))
		name = slice_from(name, (size_t)slice_find_char(name, '/') + 1);
	if (slice_ends_nocase(name, S(".md")))
		name.len -= 3;
	return name;
}

/* "doc.pdf#page=3": a parameter for a viewer, not part of the name. */
static bool is_view(struct slice name, struct slice part)
{
	return slice_find_char(part, '=') > 0 && uri_extension(name).len;
}

struct slice wikilink_words(struct arena *arena, const struct wikilink *link)
{
	struct slice rest = link->part, part = slice_none;
	struct buf out = BUF(BUF_MAX_BYTES);

	if (link->label.len)
		return link->label;
	buf_put(&out, shown_name(link->name));
	if (is_view(link->name, link->part))
		rest = slice_none;
	while (slice_split(&rest, '#', &part)) {
		part = slice_trim(part);
		/* "^id" is an invisible mark. */
		if (!part.len || slice_starts(part, S("^")))
			continue;
		if (out.len)
			buf_puts(&out, " > ");
		buf_put(&out, part);
	}
	return buf_take(&out, arena);
}

bool wikilink_next(struct slice line, size_t *at, struct wikilink *out)
{
	for (; *at < line.len; ++*at) {
		char c = line.ptr[*at];

		if ((c == '[' || c == '!') && wikilink_read(slice_from(line, *at), out) &&
			!out->is_doubtful)
			return true;
	}
	return false;
}

struct slice wikilink_strip(struct arena *arena, struct slice line)
{
	struct wikilink link;
	struct buf out = BUF(BUF_MAX_BYTES);
	size_t from = 0;

	if (slice_find(line, S("[[")) < 0)
		return line;
	for (size_t at = 0; wikilink_next(line, &at, &link); from = at += link.len) {
		buf_put(&out, slice(line.ptr + from, at - from));
		buf_put(&out, wikilink_words(arena, &link));
	}
	buf_put(&out, slice_from(line, from));
	return buf_take(&out, arena);
}
