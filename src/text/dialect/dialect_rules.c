/* SPDX-License-Identifier: MIT */
/* Lines with syntax beyond CommonMark: footnotes, abbreviations, attributes, mathematics,
 * admonitions, containers. */
#include "base/text.h"
#include "text/attributes.h"
#include "text/dialect/dialect_internal.h"

/* --- attributes ------------------------------------------------------------------------ */

bool walk_is_attributes(struct slice content)
{
	content = slice_trim(content);
	if (!content.len || content.ptr[0] != '{')
		return false;
	while (content.len) {
		size_t len = attributes_length(content);
		if (!len)
			return false;
		content = slice_trim_start(slice_from(content, len));
	}
	return true;
}

static bool is_toc(struct slice content)
{
	return slice_find(content, S("{:toc")) >= 0 ||
	       slice_find(content, S("{: toc")) >= 0;
}

static void drop_attributes(
	struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice content = slice_from(line, info->content);
	if (is_toc(content) && walk->in_list) {
		/* "* any list" and "{:toc}" mean a table of contents. */
		buf_truncate(walk->out, walk->list_start);
		walk->in_list = false;
		walk_begin_anew(walk);
		return;
	}
	if (info->opens) { /* an item of only attributes */
		walk_put_line(walk, slice_trim_end(slice_head(line, info->prefix)));
		blocks_break(walk->blocks);
		return;
	}
	walk_put_blank(walk, line, info);
}

/* --- footnotes and abbreviations ---------------------------------------------------------- */

bool walk_is_definition(struct slice content, struct slice *id, struct slice *text)
{
	if (!slice_starts(content, S("[^")))
		return false;
	ptrdiff_t end = slice_find_char(content, ']');
	if (end < 3 || (size_t)end + 1 >= content.len || content.ptr[end + 1] != ':')
		return false;
	*id = slice(content.ptr + 2, (size_t)end - 2);
	if (slice_find_char(*id, '[') >= 0)
		return false;
	*text = slice_trim_start(slice_from(content, (size_t)end + 2));
	return true;
}

static void begin_note(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice id, struct slice text)
{
	if (info->continues && !walk->was_blank)
		walk_put_blank(walk, line, info);
	blocks_break(walk->blocks);
	walk->out = &walk->notes;
	buf_puts(walk->out, "\n" DIALECT_NOTE_MARK);
	buf_put(walk->out, id);
	buf_puts(walk->out, "\n\n");
	walk->note_blocks = (struct blocks){0};
	walk->blocks = &walk->note_blocks;
	walk->in_note = true;
	walk->note_blanks = 0;
	walk->in_table = false;
	struct block_line first;
	blocks_line(walk->blocks, text, &first);
	if (first.kind == LINE_TEXT)
		text = walk_inline(walk, text, first.content, false);
	buf_put(walk->out, text);
	buf_putc(walk->out, '\n');
}

static bool add_abbreviation(struct walk *walk, struct slice content)
{
	struct dialect *result = walk->result;
	if (!slice_starts(content, S("*[")))
		return false;
	ptrdiff_t end = slice_find(content, S("]:"));
	if (end < 3)
		return false;
	struct slice word =
		text_one_line(walk->arena, slice(content.ptr + 2, (size_t)end - 2));
	struct slice meaning =
		text_one_line(walk->arena, slice_from(content, (size_t)end + 2));
	if (!word.len || slice_find_char(word, ']') >= 0)
		return false;
	if (!meaning.len)
		return true;
	struct dialect_abbr *abbr = arena_next(
		walk->arena, result->abbrs, result->abbr_count, walk->abbr_capacity);
	abbr->word = word;
	abbr->meaning = meaning;
	return true;
}

/* --- mathematics --------------------------------------------------------------------------- */

static void put_with_prefix(struct walk *walk, struct slice prefix, struct slice text)
{
	buf_put(walk->out, prefix);
	walk_put_line(walk, text);
}

/* A block of TeX as fenced code. @line opens it; @first is the rest of that line, @close the end mark. */
static void put_math(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice first, struct slice close)
{
	struct slice prefix = walk_prefix(walk, line, info), more;
	if (info->opens)
		walk_put_line(walk, slice_trim_end(slice_head(line, info->prefix)));
	put_with_prefix(walk, prefix, S("````math"));
	bool closed = slice_ends(slice_trim_end(first), close);
	if (closed) {
		first = slice_trim_end(first);
		first.len -= close.len;
	}
	if (slice_trim(first).len)
		put_with_prefix(walk, prefix, slice_trim(first));
	while (!closed && walk_next(walk, &more)) {
		more = slice_trim(more);
		while (info->quoted && more.len && more.ptr[0] == '>')
			more = slice_trim_start(slice_from(more, 1));
		closed = slice_ends(more, close);
		if (closed)
			more = slice_trim_end(slice_head(more, more.len - close.len));
		if (more.len)
			put_with_prefix(walk, prefix, more);
	}
	put_with_prefix(walk, prefix, S("````"));
	blocks_break(walk->blocks);
}

/* Does @close come on a later line? Caches "never", since that may be asked often. */
static bool comes_later(struct walk *walk, struct slice close, bool *never)
{
	if (!*never && slice_find(walk->rest, close) >= 0)
		return true;
	*never = true;
	return false;
}

static bool math_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content)
{
	struct slice open = slice_starts(content, S("$$"))    ? S("$$")
			    : slice_starts(content, S("\\[")) ? S("\\[")
							      : slice_none;
	struct slice close = slice_eq(open, S("$$")) ? S("$$") : S("\\]");
	struct slice first = slice_trim(slice_from(content, open.len));
	if (!open.len)
		return false;
	/* One line: "$$ x $$" with nothing after it. */
	ptrdiff_t end = slice_find(first, close);
	if (end >= 0) {
		if (info->continues || (size_t)end + close.len != first.len || end == 0)
			return false;
		put_math(walk, line, info, first, close);
		return true;
	}
	if (first.len && slice_eq(open, S("\\[")))
		return false;
	if (!comes_later(walk, close,
		    slice_eq(open, S("$$")) ? &walk->no_math_end : &walk->no_bracket_end))
		return false;
	put_math(walk, line, info, first, close);
	return true;
}

/* --- admonitions and containers --------------------------------------------------------------- */

struct slice walk_take_word(struct slice *in)
{
	*in = slice_trim_start(*in);
	return slice_take(in, slice_span(*in, "-_"));
}

static struct slice capitalized(struct arena *arena, struct slice word)
{
	struct slice copy = arena_dup(arena, word);
	if (copy.len && copy.ptr[0] >= 'a' && copy.ptr[0] <= 'z')
		((char *)copy.ptr)[0] -= 32;
	return copy;
}

/* The title in quotes or brackets in @s; false: none. */
bool walk_quoted_title(struct slice s, struct slice *title)
{
	ptrdiff_t open = slice_find_char(s, '"');
	char close = '"';
	if (open < 0) {
		open = slice_find_char(s, '[');
		close = ']';
	}
	if (open < 0)
		return false;
	*title = slice_from(s, (size_t)open + 1);
	ptrdiff_t end = slice_rfind_char(*title, close);
	if (end < 0)
		return false;
	*title = slice_head(*title, (size_t)end);
	return true;
}

void walk_put_title(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice word, struct slice title)
{
	struct slice text = title;
	if (word.len)
		text = arena_printf(walk->arena, "%.*s:%s%.*s",
			SARG(capitalized(walk->arena, word)), title.len ? " " : "",
			SARG(title));
	if (info->continues)
		walk_put_blank(walk, line, info);
	if (text.len) {
		buf_put(walk->out, slice_head(line, info->prefix));
		walk_put_line(walk, text);
	}
	walk_put_blank(walk, line, info);
}

void walk_enter_indented(
	struct walk *walk, struct slice line, const struct block_line *info)
{
	unsigned columns = blocks_column(slice_head(line, info->content), 0);

	columns += walk_indented(walk) - walk->markdown_indent;
	walk->levels[walk->level_count++] = (struct walk_level){columns, 4, false};
}

/* MkDocs: !!! type "Title", ??? and ???+ for collapsible ones; the content is indented by
 * four. */
static bool admonition_rule(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice content)
{
	if (!slice_any(content, S("!!! |??? |???+ "), slice_starts))
		return false;
	struct slice in = slice_from(content, (size_t)slice_find_char(content, ' '));
	struct slice word = walk_take_word(&in), title = slice_none;
	if (!word.len || !ascii_is_alpha(word.ptr[0]) ||
		walk->level_count == WALK_ADMONITIONS_MAX)
		return false;
	if (walk_quoted_title(in, &title) && !title.len)
		word = slice_none; /* "" means no title */
	walk_put_title(walk, line, info, word, title);
	walk_enter_indented(walk, line, info);
	return true;
}

/* ::: type Title ... ::: of markdown-it, VuePress, Docusaurus and Pandoc. */
static bool container_rule(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice content)
{
	static const struct slice known = S("note|tip|info|warning|danger|caution|"
					    "important|details|hint|success|error|"
					    "question|example");
	size_t marks = slice_run(content, ':');
	if (marks < 3)
		return false;
	struct slice in = slice_from(content, marks), title = slice_none;
	in = slice_trim(in);
	if (in.len && in.ptr[0] != '{' && !ascii_is_alpha(in.ptr[0]))
		return false;
	struct slice word = in.len && in.ptr[0] == '{' ? slice_none : walk_take_word(&in);
	slice_cut(in, '{', &in, NULL);
	if (!walk_quoted_title(in, &title))
		title = slice_trim(in);
	bool is_known = slice_any(word, known, slice_eq_nocase);
	if (slice_eq_nocase(word, S("details")) && title.len)
		word = slice_none;
	walk_put_title(walk, line, info, is_known ? word : slice_none, title);
	return true;
}

/* --- kramdown's extensions ------------------------------------------------------------------ */

/* {::comment} on its own line up to {:/comment} or {:/}: removed. */
static bool extension_rule(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice content)
{
	struct slice more;
	if (!slice_starts(content, S("{::comment")) || slice_find(content, S("{:/")) >= 0)
		return false;
	if (!comes_later(walk, S("{:/"), &walk->no_extension_end))
		return false;
	while (walk_next(walk, &more) && slice_find(more, S("{:/")) < 0)
		;
	walk_put_blank(walk, line, info);
	return true;
}

/* "^" alone: the end of a block, so that a following list is a new one. In CommonMark an empty comment
 * separates two lists. */
static void end_lists(struct walk *walk, struct slice line, const struct block_line *info)
{
	walk_put_blank(walk, line, info);
	if (!walk->in_list || info->quoted)
		return;
	walk_put_line(walk, S("<!-- -->"));
	walk->in_list = false;
	walk_begin_anew(walk);
}

bool walk_text_rule(struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice content = slice_trim_end(slice_from(line, info->content)), id, text;
	if (!content.len)
		return false;
	switch (content.ptr[0]) {
	case '[':
		if (walk->blocks == &walk->note_blocks || info->indent > 3 ||
			!walk_is_definition(content, &id, &text))
			return false;
		begin_note(walk, line, info, id, text);
		return true;
	case '*':
		if (!add_abbreviation(walk, content))
			return false;
		walk_put_blank(walk, line, info);
		return true;
	case '{':
		if (walk_is_attributes(content)) {
			drop_attributes(walk, line, info);
			return true;
		}
		return extension_rule(walk, line, info, content);
	case '$':
	case '\\':
		return math_rule(walk, line, info, content);
	case '!':
	case '?':
		return admonition_rule(walk, line, info, content);
	case ':':
		return walk_definition_rule(walk, line, info, content) ||
		       container_rule(walk, line, info, content);
	case '=':
		return walk_tab_rule(walk, line, info, content);
	case '/':
		return walk_block_rule(walk, line, info, content);
	case '^':
		if (!walk->options->kramdown || content.len != 1)
			return false;
		end_lists(walk, line, info);
		return true;
	default:
		return false;
	}
}
