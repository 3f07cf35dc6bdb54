/* SPDX-License-Identifier: MIT */
/* PyMdown Extensions, for sites that use them (MkDocs, Material): tabs, blocks between slashes, keys, critic
 * marks. For snippets see dialect_snippets. */
#include "text/attributes.h"
#include "text/dialect/dialect_internal.h"

/* The maximum length of a mark, which ends on its line. */
#define MARK_MAX_BYTES 1024

/* --- blocks ---------------------------------------------------------------------------------- */

bool walk_tab_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content)
{
	size_t marks = slice_run(content, '=');
	struct slice title;

	if (!walk->options->pymdownx || walk->level_count == WALK_ADMONITIONS_MAX)
		return false;
	struct slice rest = slice_from(content, marks);
	if (!slice_skip(&rest, S("!")))
		slice_skip(&rest, S("+"));
	if (marks != 3 || !slice_starts(slice_trim_start(rest), S("\"")) ||
		!walk_quoted_title(rest, &title))
		return false;
	walk_put_title(walk, line, info, slice_none, title);
	walk_enter_indented(walk, line, info);
	return true;
}

/* Reads the options of a block ("    type: warning") up to an unindented line; returns the type. */
static struct slice read_options(struct walk *walk)
{
	struct slice type = slice_none, line, key, value;

	while (slice_starts(walk_peek(walk), S("    ")) &&
		slice_trim(walk_peek(walk)).len && walk_next(walk, &line)) {
		if (slice_cut(line, ':', &key, &value) &&
			slice_eq(slice_trim(key), S("type")))
			type = slice_trim(value);
	}
	return type;
}

bool walk_block_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content)
{
	/* Blocks of which readers see only the title, or nothing. */
	size_t marks = slice_run(content, '/');
	struct slice head, title = slice_none;

	if (!walk->options->pymdownx)
		return false;
	struct slice rest = slice_from(content, marks);
	if (marks < 3 || (rest.len && rest.ptr[0] != ' '))
		return false;
	if (!rest.len) {
		walk_put_blank(walk, line, info);
		return true;
	}
	slice_cut(rest, '|', &head, &title);
	struct slice word = walk_take_word(&head);
	if (!word.len || slice_trim(head).len)
		return false;
	struct slice type = read_options(walk);
	if (slice_eq(word, S("html")))
		title = slice_none;
	if (slice_any(word,
		    S("tab|details|admonition|html|caption|figure-caption|"
		      "table-caption|define|definition"),
		    slice_eq))
		word = type;
	title = slice_trim(title);
	if (word.len || title.len)
		walk_put_title(walk, line, info, word, title);
	else
		walk_put_blank(walk, line, info);
	return true;
}

/* --- marks inside a line ------------------------------------------------------------------------ */

/* "ctrl" becomes Ctrl, "page-up" Page Up; some names become symbols. */
static void put_key(struct buf *out, struct slice name)
{
	static const struct {
		struct slice name, shown;
	} signs[] = {{S("plus"), S("+")}, {S("minus"), S("-")}, {S("slash"), S("/")},
		{S("backslash"), S("\\\\")}, {S("comma"), S(",")}, {S("period"), S(".")},
		{S("pipe"), S("\\|")}, {S("tilde"), S("\\~")}, {S("arrow-up"), S("Up")},
		{S("arrow-down"), S("Down")}, {S("arrow-left"), S("Left")},
		{S("arrow-right"), S("Right")}, {S("up"), S("Up")}};
	bool starts = true;

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (slice_eq_nocase(name, signs[i].name)) {
			buf_put(out, signs[i].shown);
			return;
		}
	}
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (starts && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		starts = c == '-';
		buf_putc(out, starts ? ' ' : c);
	}
}

/* "++ctrl+alt+"x"++": names of keys, or text in quotes, between two plus signs. */
static size_t keys(struct arena *arena, struct slice rest, struct slice *text)
{
	struct buf out = BUF(MARK_MAX_BYTES);
	size_t at = 2;
	bool done = false;

	while (at < rest.len && !done) {
		size_t from = at;
		bool quoted = rest.ptr[at] == '"';

		if (quoted) {
			ptrdiff_t len = slice_find_char(slice_from(rest, ++from), '"');
			at = len > 0 ? from + (size_t)len : from;
			buf_put(&out, slice(rest.ptr + from, at - from));
			at += len > 0;
		} else {
			at += slice_span(slice_from(rest, at), "-_");
			put_key(&out, slice(rest.ptr + from, at - from));
		}
		if (at == from || at == rest.len || rest.ptr[at] != '+')
			break;
		done = slice_starts(slice_from(rest, at), S("++"));
		if (!done)
			buf_putc(&out, '+');
		at += done ? 2 : 1;
	}
	*text = buf_take(&out, arena);
	return done ? at : 0;
}

/* The text between two marks, without spaces at its ends. Returns the length. */
static size_t between(
	struct slice rest, struct slice mark, bool spaces, struct slice *text)
{
	struct slice inside = slice_from(rest, mark.len);
	ptrdiff_t len = slice_find(inside, mark);

	if (len <= 0)
		return 0;
	inside = slice_head(inside, (size_t)len);
	if (ascii_is_space(inside.ptr[0]) || ascii_is_space(inside.ptr[len - 1]) ||
		(!spaces && slice_find_char(inside, ' ') >= 0))
		return 0;
	*text = inside;
	return 2 * mark.len + (size_t)len;
}

/* "{--gone--}", "{++new++}", "{~~gone~>new~~}", "{==marked==}", "{>>a remark<<}". */
static size_t critic(struct slice rest, struct slice *text)
{
	static const struct {
		struct slice open, close;
		bool kept;
	} marks[] = {{S("{--"), S("--}"), false}, {S("{++"), S("++}"), true},
		{S("{=="), S("==}"), true}, {S("{>>"), S("<<}"), false},
		{S("{~~"), S("~~}"), true}};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		struct slice inside = slice_from(rest, marks[i].open.len);
		ptrdiff_t len = slice_starts(rest, marks[i].open)
					? slice_find(inside, marks[i].close)
					: -1;

		if (len < 0)
			continue;
		inside = slice_head(inside, (size_t)len);
		ptrdiff_t by = i == 4 ? slice_find(inside, S("~>")) : -1;
		*text = !marks[i].kept ? slice_none
			: by < 0       ? inside
				       : slice_from(inside, (size_t)by + 2);
		return marks[i].open.len + (size_t)len + marks[i].close.len;
	}
	return 0;
}

/* "x^2^" and "H~2~O". */
static size_t raised(
	struct arena *arena, struct slice rest, const char *tag, struct slice *text)
{
	size_t taken = between(rest, slice_head(rest, 1), false, text);

	if (taken)
		*text = arena_printf(arena, "<%s>%.*s</%s>", tag, SARG(*text), tag);
	return taken;
}

size_t pymdownx_mark(struct arena *arena, struct slice rest, struct slice *text)
{
	rest = slice_head(rest, MARK_MAX_BYTES);
	switch (rest.len > 2 ? rest.ptr[0] : 0) {
	case '+':
		return rest.ptr[1] == '+' ? keys(arena, rest, text) : 0;
	case '=':
		return slice_starts(rest, S("==")) ? between(rest, S("=="), true, text)
						   : 0;
	case '^':
		if (slice_starts(rest, S("^^")))
			return between(rest, S("^^"), true, text);
		return raised(arena, rest, "sup", text);
	case '~':
		return rest.ptr[1] == '~' ? 0 : raised(arena, rest, "sub", text);
	case '{':
		return critic(rest, text);
	default:
		return 0;
	}
}
