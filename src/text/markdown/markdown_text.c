/* SPDX-License-Identifier: MIT */
/* Text nodes: the syntax that libcmark does not handle. Bare addresses are found first, so that
 * nothing else changes them. Between them, special bytes are handled one by one, and all others
 * are copied in runs. */
#include "base/text.h"
#include "doc/smart.h"
#include "text/attributes.h"
#include "text/autolink.h"
#include "text/emoji.h"
#include "text/markdown/markdown_internal.h"
#include "text/target.h"

#define NOTE_ID_MAX_BYTES 200
/* The maximum distance to the end of strong emphasis that only kramdown accepts. */
#define STRONG_MAX_BYTES 400

/* The text between two addresses. */
struct run {
	struct markdown *md;
	cmark_node *node;
	struct slice text; /* of the whole node */
	size_t end;        /* of this stretch */
	size_t from;       /* copied so far */
	char *out;         /* changed text, before it is passed on */
	size_t out_len, out_room;
	char after; /* the byte after @text */
};

/* Counts bytes whose replacements are longer, by two each: a quote of one byte becomes three, so do two
 * hyphens; ":v:" becomes six. An estimate: put() makes room when it is wrong. */
static size_t count_growing(struct slice s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += s.ptr[i] == '\'' || s.ptr[i] == '"' || s.ptr[i] == '-' ||
			 s.ptr[i] == ':';
	return count;
}

/* The end of the rewritten text. */
static void put(struct run *run, struct slice text)
{
	size_t need = run->out_len + text.len;

	if (need > run->out_room) {
		struct slice rest = slice_from(run->text, run->from);
		char *old = run->out;

		run->out_room = 2 * need + rest.len + 2 * count_growing(rest) + 64;
		run->out = arena_alloc_unset(run->md->doc->arena, run->out_room);
		if (run->out_len)
			memcpy(run->out, old, run->out_len);
	}
	if (text.len)
		memcpy(run->out + run->out_len, text.ptr, text.len);
	run->out_len = need;
}

static void flush(struct run *run, size_t upto)
{
	struct slice rest = slice(run->text.ptr + run->from, upto - run->from);

	if (run->out_len) {
		put(run, rest);
		rest = slice(run->out, run->out_len);
		run->out += rest.len; /* the rest is used for later text */
		run->out_room -= rest.len;
		run->out_len = 0;
	}
	if (rest.len)
		build_text(run->md->build, rest);
	run->from = upto;
}

/* Replaces @len bytes at @at by @text. */
static void replace(struct run *run, size_t at, size_t len, struct slice text)
{
	put(run, slice(run->text.ptr + run->from, at - run->from));
	put(run, text);
	run->from = at + len;
}

/* --- links ----------------------------------------------------------------------- */

static void put_autolink(struct run *run, const struct autolink *link)
{
	struct markdown *md = run->md;
	struct slice text = slice(run->text.ptr + link->start, link->end - link->start);
	struct slice href = text;
	const struct doc_target *target;
	struct doc_node *node = NULL;

	if (link->kind == AUTOLINK_WWW)
		href = arena_printf(md->doc->arena, "https://%.*s", SARG(text));
	else if (link->kind == AUTOLINK_MAIL)
		href = arena_printf(md->doc->arena, "mailto:%.*s", SARG(text));
	target = target_for(md->doc->arena, md->env, href, false);
	if (target) {
		node = build_open(md->build, DOC_LINK);
		if (node)
			node->target = target;
	}
	build_text(md->build, text);
	if (target)
		build_close(md->build, DOC_LINK);
	run->from = link->end;
}

/* --- marks that pair up ------------------------------------------------------------- */

static bool is_mark(struct slice text, size_t at, char c)
{
	return at + 1 < text.len && text.ptr[at] == c && text.ptr[at + 1] == c &&
	       (at + 2 == text.len || text.ptr[at + 2] != c) &&
	       (at == 0 || text.ptr[at - 1] != c);
}

static bool can_close(struct slice text, size_t at)
{
	return at == 0 || !ascii_is_space(text.ptr[at - 1]);
}

/* A parent's user data points into this array: the index is the set of pairs without a closing
 * mark. */
static const char flags[1 << PAIR_COUNT];

static size_t searched(cmark_node *parent)
{
	const char *flag = cmark_node_get_user_data(parent);

	return flag ? (size_t)(flag - flags) : 0;
}

/* Does a closing mark follow byte @from of @node, in it or in a later text of the same parent? */
static bool has_closer(enum markdown_pair pair, cmark_node *node, size_t from, char c)
{
	cmark_node *parent = cmark_node_parent(node);

	if (searched(parent) & 1u << pair)
		return false;
	for (; node; node = cmark_node_next(node), from = 0) {
		struct slice text;
		size_t at;

		if (cmark_node_get_type(node) != CMARK_NODE_TEXT)
			continue;
		text = markdown_literal(node);
		for (at = from; at + 1 < text.len; at++) {
			const char *hit = memchr(text.ptr + at, c, text.len - at - 1);

			if (!hit)
				break;
			at = (size_t)(hit - text.ptr);
			if (is_mark(text, at, c) && can_close(text, at))
				return true;
		}
	}
	/* Nor does a later one: do not repeat the search for each mark. */
	cmark_node_set_user_data(parent, (void *)&flags[searched(parent) | 1u << pair]);
	return false;
}

/* A mark of two bytes at @at: opens or closes its span. With DOC_TEXT there is no span, and the mark is
 * dropped. False: not a mark. */
static bool pair_mark(
	struct run *run, enum markdown_pair pair, enum doc_kind kind, size_t at)
{
	struct markdown *md = run->md;
	cmark_node **open_in = &md->pair_in[pair];
	cmark_node *parent = cmark_node_parent(run->node);
	size_t next = at + 2;

	if (*open_in == parent) {
		if (!can_close(run->text, at))
			return false;
		flush(run, at);
		if (kind != DOC_TEXT)
			build_close(md->build, kind);
		*open_in = NULL;
	} else {
		if (*open_in || next >= run->text.len
				? *open_in || ascii_is_space(run->after)
				: ascii_is_space(run->text.ptr[next]))
			return false;
		if (!has_closer(pair, run->node, next, run->text.ptr[at]))
			return false;
		flush(run, at);
		if (kind != DOC_TEXT)
			build_open(md->build, kind);
		*open_in = parent;
	}
	run->from = next;
	return true;
}

/* The character before @at; 0: none, or ASCII. */
static unsigned character_before(struct slice text, size_t at)
{
	size_t from = at;
	unsigned cp = 0;

	if (!from || !(text.ptr[from - 1] & 0x80))
		return 0;
	while (from && at - from < 4 && (text.ptr[--from] & 0xc0) == 0x80)
		;
	struct slice tail = slice_from(text, from);
	return text_next(&tail, &cp) ? cp : 0;
}

/* The character at @at; 0: none, or ASCII. */
static unsigned character_at(struct slice text, size_t at)
{
	struct slice rest = slice_from(text, at);
	unsigned cp = 0;

	if (!rest.len || !(rest.ptr[0] & 0x80))
		return 0;
	return text_next(&rest, &cp) ? cp : 0;
}

/* CommonMark's flanking rule assumes spaces between words: it prevents strong emphasis in text that is
 * joined to a word, as in Korean and Hebrew, or written without spaces, as in Chinese. */
static bool is_joined(unsigned cp)
{
	return text_is_cjk(cp) || (cp >= 0x370 && text_is_letter_or_digit(cp));
}

/* Is such a character next to the two stars at @at? */
static bool touches_joined(struct slice text, size_t at)
{
	return is_joined(character_at(text, at + 2)) ||
	       is_joined(character_before(text, at));
}

static bool is_punctuation(char c)
{
	return !(c & 0x80) && !ascii_is_alnum(c) && !ascii_is_space(c);
}

/* Do the two stars at @at fail to open, or the next two to close, only because of CommonMark's flanking
 * rule? kramdown has no such rule: word**.** is strong, and so is **"word"**s. In other dialects: only
 * between joined letters. */
static bool is_unflanked(struct slice text, size_t at, bool kramdown)
{
	struct slice rest = slice_from(text, at + 2);
	ptrdiff_t close;

	if (!rest.len)
		return false;
	if (kramdown && at && ascii_is_alnum(text.ptr[at - 1]))
		return is_punctuation(rest.ptr[0]);
	close = slice_find(slice_head(rest, STRONG_MAX_BYTES), S("**"));
	if (close <= 0 || (size_t)close + 2 >= rest.len ||
		!is_punctuation(rest.ptr[close - 1]))
		return false;
	return is_joined(character_at(rest, (size_t)close + 2)) ||
	       (kramdown && ascii_is_alnum(rest.ptr[close + 2]));
}

/* --- the rest ------------------------------------------------------------------------ */

/* The length of "[^id]" at @at, if there is such a note. */
static size_t note_ref(struct run *run, size_t at)
{
	struct slice rest = slice_head(slice_from(run->text, at + 2), NOTE_ID_MAX_BYTES);
	ptrdiff_t end = slice_find_char(rest, ']');
	struct doc_node *node;
	unsigned number;

	if (end <= 0)
		return 0;
	number = notes_find(&run->md->notes, slice_head(rest, (size_t)end));
	if (!number)
		return 0;
	flush(run, at);
	node = build_leaf(run->md->build, DOC_NOTE_REF);
	if (node)
		node->number = number;
	run->from = at + 2 + (size_t)end + 1;
	return run->from - at;
}

/* The length of "[^12]" at @at, a reference to a missing note, or 0. */
static size_t lost_note(struct slice text, size_t at)
{
	size_t len = 2;

	if (at + 1 >= text.len || text.ptr[at + 1] != '^')
		return 0;
	while (at + len < text.len && ascii_is_digit(text.ptr[at + len]))
		len++;
	if (len == 2 || len > 5 || at + len >= text.len || text.ptr[at + len] != ']')
		return 0;
	return at + len + 1 < text.len && text.ptr[at + len + 1] == ':' ? 0 : len + 1;
}

#define BRACES_MAX 400

/* The length of "{{ x }}" or "{% x %}" at @at; 0: neither. */
static size_t braces(struct slice text, size_t at)
{
	struct slice rest = slice_head(slice_from(text, at), BRACES_MAX);
	bool output = slice_starts(rest, S("{{"));
	ptrdiff_t end = output || slice_starts(rest, S("{%"))
				? slice_find(rest, output ? S("}}") : S("%}"))
				: -1;

	return end < 0 ? 0 : (size_t)end + 2;
}

/* In text without spaces, a quote opens when none is open; @put is the quote otherwise. */
static struct slice in_pairs(struct run *run, size_t at, struct slice put)
{
	char after = at + 1 < run->text.len ? run->text.ptr[at + 1] : run->after;

	if (!run->md->quoting && !ascii_is_space(after) &&
		text_is_chinese_or_japanese(character_before(run->text, at)))
		put = S("\u201c");
	run->md->quoting = slice_eq(put, S("\u201c"));
	return put;
}

/* Replaces a quote, dash or dot; returns where to continue. */
static size_t smart_sign(struct run *run, size_t at)
{
	struct slice text = slice_head(run->text, run->end), put;
	char c = text.ptr[at];
	size_t len;

	/* Right after opening stars, a quote opens, too. */
	if (at >= 2 && at == run->from && run->md->pair_in[PAIR_STRONG] &&
		is_mark(run->text, at - 2, '*'))
		len = smart_at(slice_from(run->text, at), 0, '\n', run->after, &put);
	else
		len = smart_at(run->text, at, run->md->before, run->after, &put);
	if (len && c == '"')
		put = in_pairs(run, at, put);
	if (len)
		replace(run, at, len, put);
	else if (c == '-' || c == '.')
		for (len = 1; at + len < text.len && text.ptr[at + len] == c;)
			len++;
	return at + (len ? len : 1);
}

/* A pipe that the pre-pass marked: the end of a cell, or a literal one. */
static void put_pipe(struct run *run, size_t at)
{
	struct markdown *md = run->md;

	if (!md->table) {
		replace(run, at, 1, S("|"));
		return;
	}
	flush(run, at);
	run->from = at + 1;
	markdown_cell(md, at + 1 == run->text.len &&
				  markdown_is_line_end(cmark_node_next(run->node)));
	md->before = '\n';
}

/* Handles the special byte at @at; returns where to continue. */
static size_t look(struct run *run, size_t at)
{
	struct markdown *md = run->md;
	struct slice text = slice_head(run->text, run->end), put;
	size_t len;
	char c = text.ptr[at];

	switch (c) {
	case '\'':
	case '"':
	case '-':
	case '.':
		if (!md->options->smart)
			break;
		return smart_sign(run, at);
	case '{':
		/* Templates that are not run stay as typed. */
		if ((len = braces(text, at)))
			return at + len;
		break;
	case '[':
		if (at + 2 < text.len && text.ptr[at + 1] == '^' && md->notes.count &&
			(len = note_ref(run, at)))
			return at + len;
		if ((len = lost_note(text, at))) {
			replace(run, at, len, slice_none);
			return at + len;
		}
		break;
	case '~':
		if (is_mark(text, at, '~') && pair_mark(run, PAIR_STRIKE, DOC_STRIKE, at))
			return at + 2;
		break;
	case '=':
		if (md->options->garden && is_mark(text, at, '=') &&
			pair_mark(run, PAIR_MARK, DOC_TEXT, at))
			return at + 2;
		break;
	case '*':
		if (is_mark(text, at, '*') &&
			(md->pair_in[PAIR_STRONG] || touches_joined(text, at) ||
				is_unflanked(text, at, md->options->kramdown)) &&
			pair_mark(run, PAIR_STRONG, DOC_STRONG, at))
			return at + 2;
		break;
	case ':':
		if (md->options->emoji && (len = emoji_at(text, at, &put))) {
			replace(run, at, len, put);
			return at + len;
		}
		break;
	case DIALECT_MORE:
		flush(run, at);
		run->from = at + 1;
		md->doc->summary = doc_plain_text(md->doc->arena, md->doc->root);
		return at + 1;
	case '\x1f': /* DIALECT_PIPE */
		put_pipe(run, at);
		return at + 1;
	default:
		break;
	}
	return at + 1;
}

static const bool is_special[256] = {['\''] = true,
	['{'] = true,
	['"'] = true,
	['-'] = true,
	['.'] = true,
	['['] = true,
	['~'] = true,
	['*'] = true,
	['='] = true,
	[':'] = true,
	[DIALECT_MORE] = true,
	[0x1f] = true};

static void put_stretch(struct run *run, size_t upto)
{
	const unsigned char *text = (const unsigned char *)run->text.ptr;
	size_t at = run->from;

	run->end = upto;
	for (;;) {
		while (at + 4 <= upto &&
			!(is_special[text[at]] | is_special[text[at + 1]] |
				is_special[text[at + 2]] | is_special[text[at + 3]]))
			at += 4;
		if (at >= upto)
			break;
		at = is_special[text[at]] ? look(run, at) : at + 1;
	}
	flush(run, upto);
}

/* A heading's text without the attributes at its end. */
static struct slice cut_heading_attributes(struct slice text)
{
	struct slice trimmed = slice_trim_end(text);
	ptrdiff_t open;

	if (!slice_ends(trimmed, S("}")) || (open = slice_rfind_char(trimmed, '{')) < 0)
		return text;
	if ((open && !ascii_is_space(trimmed.ptr[open - 1])) ||
		attributes_length(slice_from(trimmed, (size_t)open)) !=
			trimmed.len - (size_t)open)
		return text;
	return slice_head(text, (size_t)open);
}

static bool is_plain_span(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_CODE:
	case CMARK_NODE_EMPH:
	case CMARK_NODE_STRONG:
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		return true;
	default:
		return false;
	}
}

/* The byte after @node's text, for quotes. */
static char byte_after(cmark_node *node)
{
	cmark_node *next = cmark_node_next(node);

	return markdown_is_line_end(next) ? '\n' : 'a';
}

/* The byte before a quote that follows @text. */
static char last_byte(struct slice text)
{
	unsigned char c = (unsigned char)text.ptr[text.len - 1];

	return c < 0x80 ? (char)c : text.len >= 2 && c == 0xa0 ? ' ' : 'a';
}

void markdown_text(struct markdown *md, cmark_node *node)
{
	struct run run = {.md = md, .node = node, .text = markdown_literal(node)};
	cmark_node *previous = cmark_node_previous(node);
	struct autolinks links;
	struct autolink link;

	if (md->skip_in == node)
		run.text = slice_from(run.text, md->skip_bytes);
	if (previous && is_plain_span(previous))
		run.text = slice_from(
			run.text, attributes_length(slice_head(run.text, 400)));
	if (!cmark_node_next(node) &&
		cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_HEADING)
		run.text = cut_heading_attributes(run.text);
	if (!run.text.len || html_is_dropping(md->html))
		return;
	if (html_is_verbatim(md->html)) {
		html_text(md->html, markdown_pipes(md, run.text, false));
		return;
	}
	run.after = byte_after(node);
	if (!md->links && md->autolinks) {
		autolinks_init(&links, run.text, md->autolinks);
		while (autolinks_next(&links, &link)) {
			put_stretch(&run, link.start);
			put_autolink(&run, &link);
		}
	}
	put_stretch(&run, run.text.len);
	md->before = last_byte(run.text);
}
